/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange.h"

#include <glib/gi18n-lib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>

#include "error.h"
#include "exchange-end.h"
#include "redact.h"
#include "sse.h"
#include "transport.h"

/* A document of more bytes than that is read in a worker. Less is read in less time than a frame has. */
#define WORKER_BYTES (256u * 1024)

struct _TriExchange
{
  GObject parent_instance;

  TriServer *server;
  const TriFormat *format;
  TriPrompt *prompt;
  TriSettings *settings;
  char *model;

  TriExchangeState state;
  gint64 start_us; /* monotonic */
  char *key;       /* while it runs */
  GBytes *request; /* as it goes out; the record's is masked */
  TriMasker *masker;
  TriMemberMasker *members; /* of the response */
  GByteArray *body;         /* while bytes come */
  GBytes *whole;            /* the same memory, when no more will; the record's afterwards */
  TriReader *reader;
  TriTransportEnd end; /* what the connection did, and in which words */
  char *end_message;
  gboolean stopped_reading; /* by the person, while it was read in a worker */
  gint64 end_us;            /* when the reader knew the answer to be whole; −1 before */
  GCancellable *cancellable;
  TriRecord *record;
};

enum
{
  CHANGED,
  PROGRESSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriExchange, tri_exchange, G_TYPE_OBJECT)

static void
tri_exchange_finalize (GObject *object)
{
  TriExchange *self = TRI_EXCHANGE (object);

  tri_server_unref (self->server);
  tri_prompt_unref (self->prompt);
  tri_settings_free (self->settings);
  g_free (self->model);
  tri_key_free (self->key);
  g_clear_pointer (&self->request, g_bytes_unref);
  g_clear_pointer (&self->masker, tri_masker_free);
  g_clear_pointer (&self->members, tri_member_masker_free);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_pointer (&self->whole, g_bytes_unref);
  g_free (self->end_message);
  g_clear_pointer (&self->reader, tri_reader_free);
  g_clear_object (&self->cancellable);
  tri_record_unref (self->record);

  G_OBJECT_CLASS (tri_exchange_parent_class)->finalize (object);
}

static void
tri_exchange_class_init (TriExchangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_exchange_finalize;

  signals[CHANGED]
      = g_signal_new ("changed", TRI_TYPE_EXCHANGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PROGRESSED]
      = g_signal_new ("progressed", TRI_TYPE_EXCHANGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_exchange_init (TriExchange *self)
{
  self->cancellable = g_cancellable_new ();
  self->body = g_byte_array_new ();
  self->record = tri_record_new ();
  self->end_us = -1;
}

/* What goes out, and of it what the record keeps. */
static void
take_request (TriExchange *self, GBytes *request)
{
  TriRecord *record = self->record;

  g_clear_pointer (&self->request, g_bytes_unref);
  self->request = request;
  g_bytes_unref (record->request_body);
  g_array_set_size (record->request_masked, 0);
  record->request_body = tri_redact_members (request, record->request_masked);
}

TriExchange *
tri_exchange_new (TriServer *server, const TriFormat *format, const TriAsk *ask)
{
  TriExchange *self = g_object_new (TRI_TYPE_EXCHANGE, NULL);

  self->server = tri_server_ref (server);
  self->format = format;
  self->prompt = tri_prompt_ref (ask->prompt);
  self->settings = tri_settings_copy (ask->settings);
  self->model = g_strdup (ask->model);

  self->record->format = format;
  self->record->server_name = g_strdup (tri_server_get_name (server));
  self->record->model = g_strdup (ask->model);
  self->record->prompt = tri_prompt_ref (ask->prompt);
  self->record->settings = tri_settings_copy (ask->settings);
  self->record->method = g_strdup ("POST");
  self->record->program = g_strdup ("Triptych " TRI_VERSION);
  take_request (self, tri_format_build (format, ask));
  return self;
}

/* What a raw body asks of streams, said in settings, so that everything else need not care who wrote the body. */
static void
read_body_settings (GBytes *body, TriSettings *settings)
{
  g_autoptr (JsonNode) node = tri_json_parse (body, NULL, NULL);
  gboolean streams = tri_json_get_boolean (node, "stream", FALSE);
  gboolean usage = tri_json_get_boolean (tri_json_get (node, "stream_options"), "include_usage", FALSE);

  for (guint i = 0; i < TRI_N_SETTINGS; i++)
    g_clear_pointer (&settings->values[i], g_free);
  tri_settings_set_switch (settings, TRI_SETTING_STREAM, streams);
  tri_settings_set_switch (settings, TRI_SETTING_STREAM_USAGE, usage);
}

TriExchange *
tri_exchange_new_with_body (TriServer *server, const TriFormat *format, const TriAsk *ask, GBytes *body)
{
  TriExchange *self = tri_exchange_new (server, format, ask);

  take_request (self, g_bytes_ref (body));
  self->record->raw_body = TRUE;
  read_body_settings (body, self->settings);
  tri_settings_free (self->record->settings);
  self->record->settings = tri_settings_copy (self->settings);
  return self;
}

TriExchange *
tri_exchange_new_from_record (TriServer *server, TriRecord *record, TriReader *reader)
{
  TriExchange *self = g_object_new (TRI_TYPE_EXCHANGE, NULL);

  self->server = tri_server_ref (server);
  self->format = record->format;
  self->prompt = tri_prompt_ref (record->prompt);
  self->settings = tri_settings_copy (record->settings);
  self->model = g_strdup (record->model);

  tri_record_unref (self->record);
  self->record = tri_record_ref (record);
  g_clear_pointer (&self->body, g_byte_array_unref);
  self->reader = reader;
  self->state = TRI_EXCHANGE_ENDED;
  return self;
}

void
tri_exchange_set_shares_server (TriExchange *self, gboolean shares_server)
{
  self->record->shares_server = shares_server;
}

static void
set_state (TriExchange *self, TriExchangeState state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Ending */

static void
take_bytes (TriExchange *self, gsize n_before, gint64 at_us, TriReadResult *result)
{
  TriReadMark mark = { self->body->len, at_us };

  if (self->body->len == n_before)
    return;
  g_array_append_val (self->record->marks, mark);
  tri_member_masker_feed (self->members, (char *) self->body->data, self->body->len, self->record->masked);
  *result = tri_reader_feed (self->reader, self->body->data + n_before, self->body->len - n_before, at_us);
  if (*result == TRI_READ_END && self->end_us < 0)
    self->end_us = at_us;
}

/* No more bytes will come: from here on nobody copies them. */
static void
keep_whole (TriExchange *self)
{
  GByteArray *body = g_steal_pointer (&self->body);

  if (body)
    self->whole = g_bytes_new_with_free_func (body->data, body->len, (GDestroyNotify) g_byte_array_unref, body);
}

/* Masks an error's own words too: servers echo keys ("Incorrect API key provided: …"). The body was masked before it
 * was read, so this is for what the transport says. */
static void
finish_record (TriExchange *self)
{
  TriRecord *record = self->record;

  if (record->message)
    {
      char *masked = tri_mask_dup_text (record->message, self->key);

      g_free (record->message);
      record->message = masked;
    }
  keep_whole (self);
  g_bytes_unref (record->response_body);
  record->response_body = g_steal_pointer (&self->whole);
  if (self->masker)
    g_array_append_vals (record->masked, tri_masker_get_spans (self->masker)->data,
                         tri_masker_get_spans (self->masker)->len);
  tri_redact_join_spans (record->masked);
  /* The bytes were masked before they were read; a key that came in pieces, one an event, is whole only now. */
  if (self->reader && self->key && strlen (self->key) >= TRI_MASK_MIN_BYTES)
    tri_reader_mask (self->reader, self->key);
  g_clear_pointer (&self->masker, tri_masker_free);
  g_clear_pointer (&self->key, tri_key_free);
  if (self->reader)
    record->times.first_text_us = tri_reader_get_first_text_us (self->reader);
  set_state (self, TRI_EXCHANGE_ENDED);
}

static TriReader *
new_reader (TriExchange *self)
{
  TriRecord *record = self->record;

  return tri_reader_new (self->format, record->status, tri_headers_get (record->response_headers, "Content-Type"));
}

/* Ends it, when all is read: `content` is what the bytes amount to. */
static void
conclude (TriExchange *self, TriEnding content)
{
  TriExchangeEnd end = { self->record, self->server, self->reader, content, self->end, self->end_us >= 0 };

  tri_exchange_end_decide (&end, self->end_message);
  finish_record (self);
}

/* What the worker is lent: nobody else touches this reader until it is given back. */
typedef struct
{
  TriReader *reader;
  gboolean clean;
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->reader, tri_reader_free);
  g_free (reading);
}

static void
read_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;

  TriEnding content = tri_reader_finish (reading->reader, reading->clean);

  /* What was taken to read it is let go, and would otherwise be kept for a worker that may never come. */
#ifdef __GLIBC__
  malloc_trim (0);
#endif
  g_task_return_int (task, content);
}

static void
read_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TriExchange) self = user_data; /* the reference that the running call held */
  Reading *reading = g_task_get_task_data (G_TASK (result));
  TriEnding content = (TriEnding) g_task_propagate_int (G_TASK (result), NULL);

  tri_reader_free (self->reader);
  self->reader = g_steal_pointer (&reading->reader);
  if (self->stopped_reading)
    {
      self->end = TRI_TRANSPORT_STOPPED;
      self->end_us = -1;
      g_clear_pointer (&self->end_message, g_free);
    }
  conclude (self, content);
}

/* Swallows `self`. In the meantime a reader that knows nothing yet stands for the one that the worker has. */
static void
read_large (TriExchange *self, gboolean clean)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, read_done, self);
  Reading *reading = g_new (Reading, 1);

  *reading = (Reading){ self->reader, clean };
  self->reader = new_reader (self);
  keep_whole (self);
  g_task_set_task_data (task, reading, free_reading);
  g_task_run_in_thread (task, read_in_worker);
  g_signal_emit (self, signals[PROGRESSED], 0);
}

static void
on_ended (TriTransportEnd end, const char *message, const TriTimes *times, gpointer user_data)
{
  g_autoptr (TriExchange) self = user_data; /* the reference that the running call held */
  TriRecord *record = self->record;
  TriReadResult result = TRI_READ_NOTHING;
  gsize n_before = self->body->len;
  gboolean clean;

  if (self->reader)
    {
      tri_masker_finish (self->masker, self->body);
      take_bytes (self, n_before, times->ended_us, &result);
      tri_member_masker_finish (self->members, (char *) self->body->data, self->body->len, record->masked);
    }
  record->times = *times;
  if (self->end_us >= 0)
    record->times.ended_us = self->end_us;
  self->end = end;
  self->end_message = g_strdup (message);

  /* What was whole before still counts as read, however it ended: a tail, an error page. */
  clean = record->clean = end == TRI_TRANSPORT_CLEAN || self->end_us >= 0;
  if (!self->reader)
    conclude (self, TRI_ENDING_NONE);
  else if (tri_reader_is_stream (self->reader) || self->body->len <= WORKER_BYTES)
    conclude (self, tri_reader_finish (self->reader, clean));
  else
    read_large (g_steal_pointer (&self), clean);
}

/* Running */

static void
take_headers (TriExchange *self, GPtrArray **into, GPtrArray *headers)
{
  const char *const keys[] = { self->key, NULL };

  tri_redact_headers (headers, keys);
  g_ptr_array_unref (*into);
  *into = headers;
}

/* The request's own Authorization is masked whatever the length of the key: here it is known to be one. */
static void
on_sent_head (GPtrArray *headers, gpointer user_data)
{
  TriExchange *self = user_data;

  take_headers (self, &self->record->request_headers, headers);
  for (guint i = 0; i < headers->len; i++)
    {
      TriHeader *header = g_ptr_array_index (headers, i);

      if (g_ascii_strcasecmp (header->name, "Authorization") == 0)
        {
          g_free (header->value);
          header->value = g_strdup ("Bearer ****");
        }
    }
}

static void
on_head (guint status, const char *reason, const char *version, GPtrArray *headers, gint64 at_us, gpointer user_data)
{
  TriExchange *self = user_data;

  self->record->status = status;
  self->record->reason = tri_mask_dup_text (reason, self->key);
  self->record->http_version = g_strdup (version);
  self->record->times.first_byte_us = at_us;
  take_headers (self, &self->record->response_headers, headers);
  self->reader = new_reader (self);
  tri_reader_share_body (self->reader, self->body);
  set_state (self, TRI_EXCHANGE_RECEIVING);
}

static TriReadResult
on_bytes (const void *bytes, gsize n_bytes, gint64 at_us, gpointer user_data)
{
  TriExchange *self = user_data;
  TriReadResult result = TRI_READ_NOTHING;
  gsize n_before = self->body->len;

  tri_masker_feed (self->masker, bytes, n_bytes, self->body);
  take_bytes (self, n_before, at_us, &result);
  return result;
}

static void
on_progressed (gpointer user_data)
{
  g_signal_emit (user_data, signals[PROGRESSED], 0);
}

static const TriTransportFuncs funcs = { on_sent_head, on_head, on_bytes, on_progressed, on_ended };

/* Ends it from the main loop, so that a caller never sees an exchange end within tri_exchange_send(). */
static gboolean
end_unsent (gpointer user_data)
{
  g_autoptr (TriExchange) self = user_data;

  self->record->times.ended_us = g_get_monotonic_time () - self->start_us;
  finish_record (self);
  return G_SOURCE_REMOVE;
}

static void
refuse (TriExchange *self, const GError *error)
{
  GSource *idle = g_idle_source_new ();

  self->record->ending = TRI_ENDING_INVALID;
  self->record->message = g_strdup (error->message);
  g_source_set_callback (idle, end_unsent, g_object_ref (self), NULL);
  g_source_attach (idle, g_main_context_get_thread_default ());
  g_source_unref (idle);
  set_state (self, TRI_EXCHANGE_SENDING);
}

static GPtrArray *
dup_request_headers (TriExchange *self)
{
  GPtrArray *headers = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_header_free);
  gboolean streams = tri_settings_get_switch (self->settings, TRI_SETTING_STREAM);

  tri_headers_add (headers, "Accept", streams ? "text/event-stream" : "application/json");
  if (self->key)
    {
      g_autofree char *value = g_strconcat ("Bearer ", self->key, NULL);

      tri_headers_add (headers, "Authorization", value);
      memset (value, 0, strlen (value));
    }
  return headers;
}

void
tri_exchange_send (TriExchange *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GPtrArray) headers = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *seconds = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *base_url = NULL;

  g_return_if_fail (self->state == TRI_EXCHANGE_READY);

  self->start_us = g_get_monotonic_time ();
  self->record->started_utc = g_strdup_printf ("%s.%03dZ", seconds, g_date_time_get_microsecond (now) / 1000);
  base_url = tri_server_dup_ready_url (self->server, &error);
  if (base_url)
    {
      self->record->url = g_strconcat (base_url, self->format->path, NULL);
      self->key = tri_server_dup_key (self->server, &error);
    }
  if (error == NULL && *self->model == '\0' && !self->record->raw_body)
    g_set_error (&error, TRI_ERROR, TRI_ERROR_INVALID,
                 _ ("No model is chosen for “%s”. Name one; any will do where the server does not care."),
                 tri_server_get_name (self->server));
  if (error)
    {
      refuse (self, error);
      return;
    }
  self->masker = tri_masker_new (self->key);
  self->members = tri_member_masker_new ();
  headers = dup_request_headers (self);
  self->start_us = g_get_monotonic_time (); /* starting the practice server is not part of anybody's answer time */
  tri_transport_post (self->record->url, headers, self->request, tri_server_get_limits (self->server),
                      self->cancellable, &funcs, g_object_ref (self));
  set_state (self, TRI_EXCHANGE_SENDING);
}

void
tri_exchange_stop (TriExchange *self)
{
  if (!tri_exchange_is_running (self))
    return;
  self->stopped_reading = self->whole != NULL;
  g_cancellable_cancel (self->cancellable);
}

TriExchangeState
tri_exchange_get_state (TriExchange *self)
{
  return self->state;
}

gboolean
tri_exchange_is_running (TriExchange *self)
{
  return self->state == TRI_EXCHANGE_SENDING || self->state == TRI_EXCHANGE_RECEIVING;
}

TriRecord *
tri_exchange_get_record (TriExchange *self)
{
  return self->record;
}

GBytes *
tri_exchange_dup_body (TriExchange *self)
{
  if (self->body)
    return g_bytes_new (self->body->data, self->body->len);
  return g_bytes_ref (self->whole ? self->whole : self->record->response_body);
}

gsize
tri_exchange_get_n_body_bytes (TriExchange *self)
{
  if (self->body)
    return self->body->len;
  return g_bytes_get_size (self->whole ? self->whole : self->record->response_body);
}

gboolean
tri_exchange_has_whole_body (TriExchange *self)
{
  return self->body == NULL;
}

/* Some of the bytes received so far, which must be there. */
static GBytes *
dup_part (TriExchange *self, gsize start, gsize end)
{
  if (self->body)
    return g_bytes_new (self->body->data + start, end - start);
  return g_bytes_new_from_bytes (self->whole ? self->whole : self->record->response_body, start, end - start);
}

const TriReader *
tri_exchange_get_reader (TriExchange *self)
{
  /* Of an attempt that was made before: read when it is wanted. */
  if (!self->reader && self->state == TRI_EXCHANGE_ENDED && self->record->status)
    self->reader = tri_record_replay (self->record, G_MAXINT64);
  return self->reader;
}

GBytes *
tri_exchange_dup_event_data (TriExchange *self, guint position)
{
  const TriEvent *event = tri_reader_get_event (tri_exchange_get_reader (self), position);
  gboolean there = event->start < event->end && event->end <= tri_exchange_get_n_body_bytes (self);
  g_autoptr (GBytes) part = there ? dup_part (self, event->start, event->end) : NULL;

  return part ? tri_sse_dup_data (g_bytes_get_data (part, NULL), g_bytes_get_size (part)) : g_bytes_new (NULL, 0);
}

gint64
tri_exchange_get_elapsed_us (TriExchange *self)
{
  if (self->state == TRI_EXCHANGE_READY)
    return 0;
  return self->state == TRI_EXCHANGE_ENDED ? self->record->times.ended_us : g_get_monotonic_time () - self->start_us;
}

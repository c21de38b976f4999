/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-visit.h"

#include <string.h>

#include "core/redact.h"

/* A document comes after the time that its tokens would have taken, but nobody is kept waiting longer than this. */
#define MAX_DOCUMENT_DELAY_US (2 * G_USEC_PER_SEC)

/* How much of a refused body is read and dropped before the connection is closed on it. */
#define MAX_DROPPED_BYTES (64 * 1024 * 1024)

/* A stream that fell behind this far, because its client did not read, goes on from now instead of catching up. */
#define MAX_LATE_US (G_USEC_PER_SEC / 2)

#define VISIT_KEY "triptych-practice-visit"

struct _TriPracticeVisit
{
  const TriPracticeOptions *options; /* borrowed from the server, which outlives its visits */
  GHashTable *visits;                /* borrowed likewise */
  SoupServerMessage *message;
  GSource *source; /* wakes at the next event's time; NULL before there is an answer */
  TriPracticeWire *wire;
  gint64 begun_us;
  gint64 due_us; /* when the last paced event was due */
  gsize body_bytes;
  gboolean is_refused;
};

/* Fixed but plausible, so that one can see where a client shows them. */
static const struct
{
  const char *name;
  const char *value;
} fixed_headers[] = {
  { "server", "Triptych-Practice/" TRI_VERSION }, { "openai-version", "2020-10-01" },
  { "x-ratelimit-limit-requests", "60" },         { "x-ratelimit-limit-tokens", "150000" },
  { "x-ratelimit-remaining-requests", "59" },     { "x-ratelimit-remaining-tokens", "149984" },
  { "x-ratelimit-reset-requests", "1s" },         { "x-ratelimit-reset-tokens", "6m0s" },
};

/* The headers are set with the reply and not before: an interim "100 Continue" would take them along. */
static void
set_headers (TriPracticeVisit *visit, const char *content_type)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (visit->message);
  g_autofree char *id = tri_practice_dup_id ("req_");
  g_autofree char *elapsed_ms = NULL;

  elapsed_ms = g_strdup_printf ("%" G_GINT64_FORMAT, (g_get_monotonic_time () - visit->begun_us) / 1000);
  for (guint i = 0; i < G_N_ELEMENTS (fixed_headers); i++)
    soup_message_headers_replace (headers, fixed_headers[i].name, fixed_headers[i].value);
  soup_message_headers_replace (headers, "content-type", content_type);
  soup_message_headers_replace (headers, "x-request-id", id);
  soup_message_headers_replace (headers, "openai-processing-ms", elapsed_ms);
  if (visit->wire && visit->wire->ask->idle_fields)
    soup_message_headers_replace (headers, "x-practice-without-effect", visit->wire->ask->idle_fields);
}

static void
on_finished (TriPracticeVisit *visit)
{
  tri_practice_visit_end (visit);
}

/* SoupServer keeps whole bodies in memory and knows no limit, so the limit is kept here, chunk by chunk. */
static void
on_got_chunk (TriPracticeVisit *visit, GBytes *chunk)
{
  g_auto (TriPracticeRefusal) refusal = { 0 };
  gsize limit = visit->options->max_body_bytes;

  visit->body_bytes += g_bytes_get_size (chunk);
  if (!visit->is_refused && visit->body_bytes > limit)
    {
      tri_practice_refuse (&refusal, 413, NULL, NULL,
                           "The request is too large: the practice server takes at most %" G_GSIZE_FORMAT " bytes.",
                           limit);
      tri_practice_visit_refuse (visit, &refusal);
    }
  if (visit->body_bytes > limit + MAX_DROPPED_BYTES)
    g_socket_shutdown (soup_server_message_get_socket (visit->message), TRUE, TRUE, NULL);
}

TriPracticeVisit *
tri_practice_visit_begin (SoupServerMessage *message, const TriPracticeOptions *options, GHashTable *visits)
{
  TriPracticeVisit *visit = g_new0 (TriPracticeVisit, 1);

  visit->options = options;
  visit->visits = visits;
  visit->message = g_object_ref (message);
  visit->begun_us = g_get_monotonic_time ();
  g_hash_table_add (visits, visit);
  g_object_set_data (G_OBJECT (message), VISIT_KEY, visit);

  /* "finished" comes with every ordinary end, "disconnected" alone when the server closes: the first one ends it. */
  g_signal_connect_swapped (message, "finished", G_CALLBACK (on_finished), visit);
  g_signal_connect_swapped (message, "disconnected", G_CALLBACK (on_finished), visit);
  g_signal_connect_swapped (message, "got-chunk", G_CALLBACK (on_got_chunk), visit);
  return visit;
}

TriPracticeVisit *
tri_practice_visit_get (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (message), VISIT_KEY);
}

void
tri_practice_visit_end (TriPracticeVisit *visit)
{
  g_hash_table_remove (visit->visits, visit);
  g_object_set_data (G_OBJECT (visit->message), VISIT_KEY, NULL);
  g_signal_handlers_disconnect_by_data (visit->message, visit);
  if (visit->source)
    {
      g_source_destroy (visit->source);
      g_source_unref (visit->source);
    }
  g_clear_pointer (&visit->wire, tri_practice_wire_free);
  g_object_unref (visit->message);
  g_free (visit);
}

void
tri_practice_visit_reply (TriPracticeVisit *visit, guint status, GBytes *json)
{
  set_headers (visit, "application/json");
  soup_server_message_set_status (visit->message, status, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (visit->message), json);
}

void
tri_practice_visit_refuse (TriPracticeVisit *visit, const TriPracticeRefusal *refusal)
{
  g_autoptr (GBytes) json = tri_practice_refusal_to_bytes (refusal);
  SoupMessageBody *body = soup_server_message_get_request_body (visit->message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (visit->message);

  visit->is_refused = TRUE;
  soup_message_body_truncate (body);
  soup_message_body_set_accumulate (body, FALSE);
  tri_practice_visit_reply (visit, refusal->status, json);
  if (refusal->status == 413)
    soup_message_headers_replace (headers, "connection", "close");
}

/* Sets when the next event is to be made. */
static void
schedule (TriPracticeVisit *visit)
{
  gint64 now_us = g_get_monotonic_time ();

  if (!tri_practice_wire_is_paced (visit->wire) || visit->options->pace_us <= 0)
    {
      g_source_set_ready_time (visit->source, 0);
      return;
    }
  /* Counted from when the last one was due, not from when it was sent: so the pace holds over the whole answer. */
  visit->due_us += visit->options->pace_us;
  if (visit->due_us < now_us - MAX_LATE_US)
    visit->due_us = now_us;
  g_source_set_ready_time (visit->source, visit->due_us);
}

static void
send_next (TriPracticeVisit *visit)
{
  SoupMessageBody *body = soup_server_message_get_response_body (visit->message);
  g_autoptr (GBytes) event = tri_practice_wire_next (visit->wire);

  if (event)
    soup_message_body_append_bytes (body, event);
  else
    soup_message_body_complete (body);
  soup_server_message_unpause (visit->message);
}

static void
send_document (TriPracticeVisit *visit)
{
  g_autoptr (GBytes) json = tri_practice_wire_dup_document (visit->wire);

  tri_practice_visit_reply (visit, 200, json);
  soup_server_message_unpause (visit->message);
}

static gboolean
on_time (gpointer data)
{
  TriPracticeVisit *visit = data;

  g_source_set_ready_time (visit->source, -1);
  if (visit->wire->ask->stream)
    send_next (visit);
  else
    send_document (visit);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static void
begin_stream (TriPracticeVisit *visit)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (visit->message);
  SoupMessageBody *body = soup_server_message_get_response_body (visit->message);
  g_autoptr (GBytes) event = tri_practice_wire_next (visit->wire);
  gboolean is_old = soup_server_message_get_http_version (visit->message) == SOUP_HTTP_1_0;

  set_headers (visit, "text/event-stream; charset=utf-8");
  soup_message_headers_replace (headers, "cache-control", "no-cache");
  soup_message_headers_set_encoding (headers, is_old ? SOUP_ENCODING_EOF : SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (body, FALSE);
  soup_server_message_set_status (visit->message, 200, NULL);
  g_signal_connect_swapped (visit->message, "wrote-chunk", G_CALLBACK (schedule), visit);
  soup_message_body_append_bytes (body, event);
}

void
tri_practice_visit_answer (TriPracticeVisit *visit, TriPracticeWire *wire)
{
  static GSourceFuncs functions = { .dispatch = dispatch };
  gint64 delay_us;

  visit->wire = wire;
  visit->due_us = g_get_monotonic_time ();
  visit->source = g_source_new (&functions, sizeof (GSource));
  g_source_set_callback (visit->source, on_time, visit, NULL);
  g_source_set_name (visit->source, "practice pace");
  g_source_attach (visit->source, g_main_context_get_thread_default ());
  if (wire->ask->stream)
    {
      begin_stream (visit);
      return;
    }
  delay_us = MIN (visit->options->pace_us, MAX_DOCUMENT_DELAY_US) * tri_practice_wire_get_rounds (wire);
  soup_server_message_pause (visit->message);
  g_source_set_ready_time (visit->source, visit->due_us + CLAMP (delay_us, 0, MAX_DOCUMENT_DELAY_US));
}

const char *
tri_practice_visit_find_key (SoupMessageHeaders *headers)
{
  const char *bearer = soup_message_headers_get_one (headers, "Authorization");
  SoupMessageHeadersIter iter;
  const char *name, *value;
  gsize start;

  if (bearer && g_ascii_strncasecmp (bearer, "Bearer ", 7) == 0)
    return bearer + 7;
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (g_ascii_strcasecmp (name, "Cookie") != 0 && tri_redact_is_secret_name (name, strlen (name), TRI_NAME_HEADER)
        && tri_redact_find_secret (value, strlen (value), &start))
      return value + start;
  return NULL;
}

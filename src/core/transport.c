/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transport.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

#include "ready-source.h"
#include "text.h"
#include "transport-hand-over.h"
#include "transport-watchdogs.h"

#define READ_BYTES (64 * 1024)

/* How long the program waits, when it exits, for threads that are told to end. */
#define EXITING_US (G_USEC_PER_SEC / 2)

/* How long a thread waits for its connection to be closed in order; nobody else does. */
#define CLOSING_MS 2000

/* More than any server has a reason for. */
#define MAX_INTERIM 4096

/* How long the rest is still taken in, once the answer is known to be whole, or all but its last facts. */
#define GRACE_AFTER_END_US (G_USEC_PER_SEC / 10)
#define GRACE_AFTER_FINISH_US (2 * G_USEC_PER_SEC)

/* One call. It begins in the caller's thread, runs in one of its own, and is let go when both have let go of it. */
typedef struct
{
  gatomicrefcount n_refs; /* the caller's and the thread's */

  /* Of both, and never changed while the thread runs; but for what says itself how it is shared. */
  char *where; /* host:port */
  gboolean loopback;
  gint64 start_us;
  TriLimits limits;
  GCancellable *cancellable;
  TriHandOver *hand_over;
  GMainContext *caller;
  GMainContext *context; /* the thread's */
  GSource *stop;         /* of that context: it was cancelled; any thread may wake it */

  /* The caller's alone. */
  TriTransportFuncs funcs;
  gpointer user_data;
  TriWatchdogs dogs;
  gulong cancelled_id;
  int bitten;        /* the TriWatch that ended it, or −1 */
  gboolean whole;    /* the format's own end was read */
  gboolean taking;   /* so that a loop within a report takes nothing */
  gboolean has_news; /* bytes were reported, but not yet that they were all for now */

  /* The thread's alone, until it has handed over the end; from then on the caller reads the notes and the times. */
  SoupSession *session;
  SoupMessage *message;
  GInputStream *stream;
  GCancellable *sending; /* libsoup's, so that it is cancelled in its own thread */
  gboolean answered;     /* sending is over */
  gboolean closed;       /* nothing more to wait for */
  guint n_interim;       /* responses of 100 and following that came before the answer */
  gsize n_bytes;
  TriTransportNotes notes;
  TriTimes times;
  guint8 buffer[READ_BYTES];
} Call;

/* The calls whose threads run: a library must not be taken down while one of them is in it. */
static GMutex threads_mutex;
static GCond threads_gone;
static GList *threads;

static void
end_threads (void)
{
  gint64 until_us = g_get_monotonic_time () + EXITING_US;

  g_mutex_lock (&threads_mutex);
  for (GList *l = threads; l; l = l->next)
    g_cancellable_cancel (((Call *) l->data)->cancellable);
  while (threads && g_cond_wait_until (&threads_gone, &threads_mutex, until_us))
    ;
  g_mutex_unlock (&threads_mutex);
}

void
tri_transport_init (void)
{
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  atexit (end_threads);
}

static gint64
since_start (Call *call)
{
  return g_get_monotonic_time () - call->start_us;
}

static void
call_unref (Call *call)
{
  if (!g_atomic_ref_count_dec (&call->n_refs))
    return;
  tri_watchdogs_clear (&call->dogs);
  tri_hand_over_free (call->hand_over);
  tri_ready_source_clear (&call->stop);
  g_main_context_unref (call->caller);
  g_main_context_unref (call->context);
  g_clear_error (&call->notes.error);
  g_object_unref (call->cancellable);
  g_free (call->where);
  g_free (call);
}

/* The caller's side */

/* Reports the end and lets go of the call. */
static void
end_call (Call *call, gboolean stopped)
{
  g_autofree char *message = NULL;
  TriTransportEnd end = tri_transport_judge (&call->notes, call->bitten, stopped, &message);

  g_cancellable_disconnect (call->cancellable, call->cancelled_id);
  tri_watchdogs_clear (&call->dogs);
  tri_hand_over_close (call->hand_over);
  call->funcs.ended (end, message, &call->times, call->user_data);
  call_unref (call);
}

static void
heed (Call *call, TriReadResult result)
{
  switch (result)
    {
    case TRI_READ_END:
      if (!call->whole)
        tri_watchdogs_arm (&call->dogs, TRI_WATCH_GRACE, GRACE_AFTER_END_US);
      call->whole = TRUE;
      tri_watchdogs_disarm (&call->dogs, TRI_WATCH_SILENCE);
      break;
    case TRI_READ_FINISHED:
      tri_watchdogs_arm (&call->dogs, TRI_WATCH_GRACE, GRACE_AFTER_FINISH_US);
      tri_watchdogs_disarm (&call->dogs, TRI_WATCH_SILENCE); /* from here on silence is no fault */
      break;
    case TRI_READ_PAYLOAD:
      tri_watchdogs_disarm (&call->dogs, TRI_WATCH_GRACE);
      tri_watchdogs_arm (&call->dogs, TRI_WATCH_SILENCE, call->limits.silence_us);
      break;
    case TRI_READ_NOTHING:
    default:
      break;
    }
}

static void
report (Call *call, TriNews *news, const guint8 *bytes)
{
  switch (news->kind)
    {
    case TRI_NEWS_CONNECTED:
      tri_watchdogs_disarm (&call->dogs, TRI_WATCH_CONNECT);
      tri_watchdogs_arm (&call->dogs, TRI_WATCH_FIRST_BYTE, call->limits.first_byte_us);
      break;
    case TRI_NEWS_SENT_HEAD:
      call->funcs.sent_head (g_steal_pointer (&news->headers), call->user_data);
      break;
    case TRI_NEWS_HEAD:
      tri_watchdogs_disarm (&call->dogs, TRI_WATCH_CONNECT);
      tri_watchdogs_disarm (&call->dogs, TRI_WATCH_FIRST_BYTE);
      tri_watchdogs_arm (&call->dogs, TRI_WATCH_SILENCE, call->limits.silence_us);
      call->funcs.head (news->head->status, news->head->reason, news->head->version, g_steal_pointer (&news->headers),
                        news->at_us, call->user_data);
      break;
    case TRI_NEWS_BYTES:
      heed (call, call->funcs.bytes (bytes, news->n_bytes, news->at_us, call->user_data));
      call->has_news = TRUE;
      break;
    case TRI_NEWS_ENDED:
    default:
      break;
    }
}

/* Takes what was read and reports it. What is taken after it was cancelled came too late, but for the end. FALSE when
 * that was among it, and the call is no more. */
static gboolean
take (Call *call)
{
  TriNewsBatch *batch;
  const guint8 *bytes;
  gboolean cancelled = FALSE, ended = FALSE;

  if (call->taking)
    return TRUE;
  call->taking = TRUE;
  batch = tri_hand_over_take (call->hand_over);
  bytes = batch->bytes->data;
  for (guint i = 0; i < batch->news->len; i++)
    {
      TriNews *news = &g_array_index (batch->news, TriNews, i);

      cancelled = g_cancellable_is_cancelled (call->cancellable);
      ended = news->kind == TRI_NEWS_ENDED;
      /* The request's head is no answer: it went out, and is shown. */
      if (!cancelled || news->kind == TRI_NEWS_SENT_HEAD)
        report (call, news, bytes);
      bytes += news->n_bytes;
    }
  tri_hand_over_done (call->hand_over);
  if (call->has_news)
    call->funcs.progressed (call->user_data);
  call->has_news = FALSE;
  call->taking = FALSE;
  if (ended)
    end_call (call, cancelled);
  return !ended;
}

static gboolean
on_hand_over (gpointer user_data)
{
  return take (user_data) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
on_timer (gpointer user_data)
{
  Call *call = user_data;

  /* What has come is no silence, though it waits to be taken. */
  if (!take (call))
    return G_SOURCE_REMOVE;
  if (call->bitten >= 0)
    return G_SOURCE_CONTINUE;
  call->bitten = tri_watchdogs_find_bitten (&call->dogs);
  if (call->bitten >= 0)
    g_cancellable_cancel (call->cancellable);
  return G_SOURCE_CONTINUE;
}

/* In whatever thread cancels. */
static void
on_cancelled (GCancellable *cancellable, Call *call)
{
  tri_hand_over_wake (call->hand_over);
  g_source_set_ready_time (call->stop, 0);
}

/* Reading, in the thread */

static void
end_reading (Call *call)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (call->message);

  call->notes.began = metrics && soup_message_metrics_get_response_start (metrics) > 0;
  call->times.ended_us = since_start (call);
  tri_hand_over_tell (call->hand_over, (TriNews){ .kind = TRI_NEWS_ENDED, .at_us = call->times.ended_us });
}

/* Adds to the buffer, which holds `*n_bytes`, what is there already. Servers send every event as a chunk, and libsoup
 * gives one chunk at a time; a round through the main loop for each would cost more than reading it. FALSE when nothing
 * more will come: the end of the body, or `error`, which a second read would not say again. */
static gboolean
read_waiting (Call *call, gsize *n_bytes, GError **error)
{
  GPollableInputStream *stream
      = G_IS_POLLABLE_INPUT_STREAM (call->stream) ? G_POLLABLE_INPUT_STREAM (call->stream) : NULL;
  g_autoptr (GError) local_error = NULL;
  gssize n = 1;

  if (stream == NULL || !g_pollable_input_stream_can_poll (stream))
    return TRUE;
  while (n > 0 && *n_bytes < READ_BYTES)
    {
      n = g_pollable_input_stream_read_nonblocking (stream, call->buffer + *n_bytes, READ_BYTES - *n_bytes,
                                                    call->cancellable, &local_error);
      *n_bytes += (gsize) MAX (n, 0);
    }
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return TRUE;
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return n > 0;
}

/* FALSE when they are too many. */
static gboolean
take_in (Call *call, gsize n_bytes)
{
  gsize room = call->limits.max_bytes ? call->limits.max_bytes - call->n_bytes : G_MAXSIZE;
  gsize taken = MIN (n_bytes, room);

  call->n_bytes += taken;
  call->notes.limited = n_bytes > room;
  tri_hand_over_tell_bytes (call->hand_over, call->buffer, taken, call->start_us, call->cancellable);
  return !call->notes.limited;
}

static void
read_body (Call *call)
{
  gboolean more = TRUE;

  while (more)
    {
      gssize n = g_input_stream_read (call->stream, call->buffer, READ_BYTES, call->cancellable, &call->notes.error);
      gsize n_bytes = (gsize) MAX (n, 0);

      more = n > 0 && read_waiting (call, &n_bytes, &call->notes.error);
      if (n_bytes > 0 && !take_in (call, n_bytes))
        more = FALSE;
    }
}

static GPtrArray *
dup_headers (SoupMessageHeaders *headers)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_header_free);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    tri_headers_add (copy, name, value);
  return copy;
}

/* A proxy that gives no way answers in place of the server; taken for the server's, its 403 would be about a key. */
static void
refused_by_proxy (Call *call)
{
  /* Translators: what a proxy answered, “it answered 403 Forbidden”. */
  const char *reason = soup_message_get_reason_phrase (call->message);
  g_autofree char *fit = tri_text_dup_displayable (reason ? reason : "", -1, NULL);
  g_autofree char *answer = g_strdup_printf (_ ("it answered %u %s"), soup_message_get_status (call->message), fit);

  call->notes.error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PROXY_FAILED, answer);
}

static void
read_head (Call *call)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (call->message);
  guint64 response_start = metrics ? soup_message_metrics_get_response_start (metrics) : 0;
  TriNewsHead *head = g_new (TriNewsHead, 1);

  call->times.first_byte_us = response_start >= (guint64) call->start_us && call->n_interim == 0
                                  ? (gint64) response_start - call->start_us
                                  : since_start (call);
  call->notes.has_head = TRUE;
  head->status = soup_message_get_status (call->message);
  head->reason = g_strdup (soup_message_get_reason_phrase (call->message));
  head->version = soup_message_get_http_version (call->message) == SOUP_HTTP_1_0 ? "HTTP/1.0" : "HTTP/1.1";
  tri_hand_over_tell (call->hand_over,
                      (TriNews){ .kind = TRI_NEWS_HEAD,
                                 .at_us = call->times.first_byte_us,
                                 .headers = dup_headers (soup_message_get_response_headers (call->message)),
                                 .head = head });
}

/* Sending, in the thread */

static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, Call *call)
{
  if (event == G_SOCKET_CLIENT_PROXY_NEGOTIATING)
    call->notes.at_proxy = TRUE;
  if (event == G_SOCKET_CLIENT_PROXY_NEGOTIATED)
    call->notes.at_proxy = FALSE;
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    call->notes.handshaking = TRUE;
  if (event == G_SOCKET_CLIENT_COMPLETE)
    {
      call->notes.handshaking = FALSE;
      call->times.connected_us = since_start (call);
      tri_hand_over_tell (call->hand_over, (TriNews){ .kind = TRI_NEWS_CONNECTED });
    }
}

static void
on_wrote_headers (SoupMessage *message, Call *call)
{
  tri_hand_over_tell (
      call->hand_over,
      (TriNews){ .kind = TRI_NEWS_SENT_HEAD, .headers = dup_headers (soup_message_get_request_headers (message)) });
}

static void
on_wrote_body (SoupMessage *message, Call *call)
{
  call->times.sent_us = since_start (call);
}

/* libsoup reads interim responses in one go for as long as more are there, so that a flood of them would keep
 * everything else waiting, the watchdogs too. */
static void
on_got_informational (SoupMessage *message, Call *call)
{
  call->notes.flooded = ++call->n_interim > MAX_INTERIM;
  if (call->notes.flooded || g_cancellable_is_cancelled (call->cancellable))
    g_cancellable_cancel (call->sending);
}

static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags flags, Call *call)
{
  call->notes.tls_flags = flags;
  return FALSE;
}

static SoupSession *
new_session (gboolean loopback)
{
  SoupSession *session = soup_session_new_with_options ("timeout", 0, "idle-timeout", 0, "max-conns-per-host", 16,
                                                        "user-agent", "Triptych/" TRI_VERSION, NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  if (loopback)
    soup_session_set_proxy_resolver (session, NULL);
  return session;
}

static gboolean
on_stop (gpointer user_data)
{
  Call *call = user_data;

  g_source_set_ready_time (call->stop, -1);
  g_cancellable_cancel (call->sending);
  return G_SOURCE_CONTINUE;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;

  call->stream = soup_session_send_finish (call->session, result, &call->notes.error);
  call->answered = TRUE;
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;

  g_input_stream_close_finish (G_INPUT_STREAM (source), result, NULL);
  call->closed = TRUE;
}

static gboolean
give_up_closing (gpointer user_data)
{
  Call *call = user_data;

  call->closed = TRUE;
  return G_SOURCE_REMOVE;
}

/* Tells the server that nobody reads any more. The session must outlive its message, which ends only now. */
static void
close_stream (Call *call)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GSource) timeout = g_timeout_source_new (CLOSING_MS);

  g_source_set_callback (timeout, give_up_closing, call, NULL);
  g_source_attach (timeout, call->context);
  g_input_stream_close_async (call->stream, G_PRIORITY_DEFAULT, cancellable, on_closed, call);
  while (!call->closed)
    g_main_context_iteration (call->context, TRUE);
  if (!g_source_is_destroyed (timeout))
    {
      g_source_destroy (timeout);
      return;
    }
  call->closed = FALSE;
  g_cancellable_cancel (cancellable);
  while (!call->closed)
    g_main_context_iteration (call->context, TRUE);
}

static gpointer
run_call (gpointer user_data)
{
  Call *call = user_data;

  g_main_context_push_thread_default (call->context);
  call->sending = g_cancellable_new ();
  if (g_cancellable_is_cancelled (call->cancellable))
    g_cancellable_cancel (call->sending);
  call->session = new_session (call->loopback);
  soup_session_send_async (call->session, call->message, G_PRIORITY_DEFAULT, call->sending, on_sent, call);
  while (!call->answered)
    g_main_context_iteration (call->context, TRUE);

  if (call->stream && call->notes.at_proxy)
    refused_by_proxy (call);
  else if (call->stream)
    {
      read_head (call);
      read_body (call);
    }
  end_reading (call);

  /* From here on the caller reads what was the thread's; but for libsoup's things. */
  if (call->stream)
    close_stream (call);
  g_signal_handlers_disconnect_by_data (call->message, call);
  g_clear_object (&call->stream);
  g_clear_object (&call->message);
  g_clear_object (&call->session);
  while (g_main_context_iteration (call->context, FALSE))
    ;
  g_clear_object (&call->sending);
  g_main_context_pop_thread_default (call->context);

  g_mutex_lock (&threads_mutex);
  threads = g_list_remove (threads, call);
  g_cond_signal (&threads_gone);
  g_mutex_unlock (&threads_mutex);
  call_unref (call);
  return NULL;
}

static SoupMessage *
new_message (Call *call, GUri *uri, GPtrArray *headers, GBytes *body)
{
  SoupMessage *message = soup_message_new_from_uri ("POST", uri);
  SoupMessageHeaders *request_headers = soup_message_get_request_headers (message);

  soup_message_set_flags (message,
                          SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION | SOUP_MESSAGE_COLLECT_METRICS);
  soup_message_headers_replace (request_headers, "Accept-Encoding", "identity");
  for (guint i = 0; i < headers->len; i++)
    {
      const TriHeader *header = g_ptr_array_index (headers, i);

      soup_message_headers_replace (request_headers, header->name, header->value);
    }
  soup_message_set_request_body_from_bytes (message, "application/json", body);

  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), call);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_headers), call);
  g_signal_connect (message, "wrote-body", G_CALLBACK (on_wrote_body), call);
  g_signal_connect (message, "got-informational", G_CALLBACK (on_got_informational), call);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), call);
  return message;
}

void
tri_transport_post (const char *url,
                    GPtrArray *headers,
                    GBytes *body,
                    const TriLimits *limits,
                    GCancellable *cancellable,
                    const TriTransportFuncs *funcs,
                    gpointer user_data)
{
  Call *call = g_new0 (Call, 1);
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  g_assert (uri != NULL); /* tri_url_read() has passed it */
  g_atomic_ref_count_init (&call->n_refs);
  g_atomic_ref_count_inc (&call->n_refs);
  call->where = g_strdup_printf (strchr (g_uri_get_host (uri), ':') ? "[%s]:%d" : "%s:%d", g_uri_get_host (uri),
                                 g_uri_get_port (uri));
  call->limits = *limits;
  call->notes = (TriTransportNotes){ .where = call->where, .limits = &call->limits };
  call->funcs = *funcs;
  call->user_data = user_data;
  call->cancellable = g_object_ref (cancellable);
  call->bitten = -1;
  call->times = (TriTimes){ -1, -1, -1, -1, -1 };
  call->loopback = tri_url_is_loopback (url);
  call->message = new_message (call, uri, headers, body);
  call->caller = g_main_context_ref_thread_default ();
  call->context = g_main_context_new ();
  call->hand_over = tri_hand_over_new (call->caller, on_hand_over, call);
  call->stop = tri_ready_source_new (call->context, G_PRIORITY_HIGH, on_stop, call);
  /* No sooner than what is read, which keeps a watchdog from biting. */
  tri_watchdogs_init (&call->dogs, call->caller, TRI_HAND_OVER_PRIORITY, on_timer, call);

  call->start_us = g_get_monotonic_time ();
  tri_watchdogs_arm (&call->dogs, TRI_WATCH_TOTAL, limits->total_us);
  tri_watchdogs_arm (&call->dogs, TRI_WATCH_CONNECT, limits->connect_us);
  call->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), call, NULL);
  g_mutex_lock (&threads_mutex);
  threads = g_list_prepend (threads, call);
  g_mutex_unlock (&threads_mutex);
  g_thread_unref (g_thread_new ("transport", run_call, call));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transport.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define READ_BYTES (64 * 1024)

/* Right behind drawing (GTK draws at G_PRIORITY_HIGH_IDLE + 20), or a fast stream would keep a window from ever showing
 * it; before GTK's work of idle moments, such as measuring a long text, which would keep a stream waiting for seconds.
 */
#define HAND_PRIORITY (G_PRIORITY_HIGH_IDLE + 21)

/* Bytes are handed over at once, unless some were within this time before: then with all that come until its next
 * multiple, which is the same moment for every call. A turn of the caller's loop costs more than an event does. */
#define HAND_OVER_US (12 * 1000)

/* So many are worth a turn of their own, and with so many nothing more is read until the caller has taken them. */
#define HAND_OVER_BYTES (64 * 1024)
#define MAX_WAITING_BYTES (256 * 1024)

/* How long the program waits, when it exits, for threads that are told to end. */
#define EXITING_US (G_USEC_PER_SEC / 2)

/* How long a thread waits for its connection to be closed in order; nobody else does. */
#define CLOSING_MS 2000

/* More than any server has a reason for. */
#define MAX_INTERIM 4096

/* How long the rest is still taken in, once the answer is known to be whole, or all but its last facts. */
#define GRACE_AFTER_END_US (G_USEC_PER_SEC / 10)
#define GRACE_AFTER_FINISH_US (2 * G_USEC_PER_SEC)

typedef enum
{
  WATCH_CONNECT,
  WATCH_FIRST_BYTE,
  WATCH_SILENCE,
  WATCH_TOTAL,
  WATCH_GRACE,
  N_WATCHES
} Watch;

/* What the thread hands over, in this order; several CONNECTED where a proxy is on the way. */
typedef enum
{
  NEWS_CONNECTED,
  NEWS_SENT_HEAD,
  NEWS_HEAD,
  NEWS_BYTES,
  NEWS_ENDED
} NewsKind;

typedef struct
{
  guint status;
  char *reason;
  const char *version;
} Head;

typedef struct
{
  NewsKind kind;
  gint64 at_us;
  gsize n_bytes;      /* BYTES: the next so many of those that were read */
  GPtrArray *headers; /* SENT_HEAD, HEAD */
  Head *head;         /* HEAD */
} News;

/* What is read and not yet taken. */
typedef struct
{
  GArray *news; /* element type News */
  GByteArray *bytes;
} Batch;

typedef struct
{
  gatomicrefcount n_refs; /* the caller's and the thread's */
  char *where;            /* host:port */
  gboolean loopback;
  gint64 start_us;
  TriLimits limits;
  GCancellable *cancellable;

  /* The caller's alone. */
  TriTransportFuncs funcs;
  gpointer user_data;
  gint64 deadlines_us[N_WATCHES]; /* monotonic; 0: not armed */
  GSource *timer;
  gulong cancelled_id;
  int bitten;        /* the Watch that ended it, or −1 */
  gboolean whole;    /* the format's own end was read */
  gboolean taking;   /* so that a loop within a report takes nothing */
  gboolean has_news; /* bytes were reported, but not yet that they were all for now */
  Batch taken;

  /* Of both, under the mutex. The sources may be woken without it. */
  GMutex mutex;
  GCond room;
  Batch waiting;
  gboolean due;         /* the caller is woken */
  gint64 last_taken_us; /* monotonic */
  GMainContext *caller;
  GSource *hand_over; /* of the caller's context: there is something to take */
  GMainContext *context;
  GSource *stop; /* of the thread's: it was cancelled */

  /* The thread's alone, until it has handed over the end. */
  SoupSession *session;
  SoupMessage *message;
  GInputStream *stream;
  GCancellable *sending; /* libsoup's, so that it is cancelled in its own thread */
  GError *error;
  gboolean answered;    /* sending is over */
  gboolean closed;      /* nothing more to wait for */
  gboolean limited;     /* the body grew too large */
  gboolean handshaking; /* TCP stands, TLS does not yet */
  gboolean at_proxy;    /* a proxy was asked for the way and has not given it yet: what comes now is its own */
  gboolean has_head;
  gboolean began;  /* something came, if only a part of a head */
  guint n_interim; /* responses of 100 and following that came before the answer */
  GTlsCertificateFlags tls_flags;
  gsize n_bytes;
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

/* Watchdogs */

static gboolean on_timer (gpointer user_data);
static gboolean take (Call *call);

/* A source that is ready at its ready time and never else. GLib's own timeout source sets that time again after each
 * dispatch, to its own interval. */
static gboolean
dispatch_timer (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs timer_funcs = { .dispatch = dispatch_timer };

static void
schedule (Call *call)
{
  gint64 earliest = 0;

  for (guint i = 0; i < N_WATCHES; i++)
    if (call->deadlines_us[i] && (earliest == 0 || call->deadlines_us[i] < earliest))
      earliest = call->deadlines_us[i];
  if (call->timer == NULL)
    {
      call->timer = g_source_new (&timer_funcs, sizeof (GSource));
      /* No sooner than what is read, which keeps it from biting. */
      g_source_set_priority (call->timer, HAND_PRIORITY);
      g_source_set_callback (call->timer, on_timer, call, NULL);
      g_source_attach (call->timer, call->caller);
    }
  g_source_set_ready_time (call->timer, earliest ? earliest : -1);
}

/* Arms a watch. One that moves away is not rescheduled at once: the timer finds out when it fires, which keeps the cost
 * of thousands of reads a second at nothing. */
static void
arm (Call *call, Watch watch, gint64 limit_us)
{
  gint64 before = call->deadlines_us[watch];

  call->deadlines_us[watch] = limit_us > 0 ? g_get_monotonic_time () + limit_us : 0;
  if (call->timer == NULL || before == 0 || call->deadlines_us[watch] < before)
    schedule (call);
}

static gboolean
on_timer (gpointer user_data)
{
  Call *call = user_data;
  gint64 now_us;

  /* What has come is no silence, though it waits to be taken. */
  if (!take (call))
    return G_SOURCE_REMOVE;
  now_us = g_get_monotonic_time ();
  for (guint i = 0; i < N_WATCHES && call->bitten < 0; i++)
    if (call->deadlines_us[i] && call->deadlines_us[i] <= now_us)
      {
        call->bitten = (int) i;
        g_source_set_ready_time (call->timer, -1);
        g_cancellable_cancel (call->cancellable);
        return G_SOURCE_CONTINUE;
      }
  schedule (call);
  return G_SOURCE_CONTINUE;
}

/* Ending */

static void
clear_news (gpointer data)
{
  News *news = data;

  g_clear_pointer (&news->headers, g_ptr_array_unref);
  if (news->head)
    g_free (news->head->reason);
  g_clear_pointer (&news->head, g_free);
}

static void
init_batch (Batch *batch)
{
  batch->news = g_array_new (FALSE, FALSE, sizeof (News));
  g_array_set_clear_func (batch->news, clear_news);
  batch->bytes = g_byte_array_new ();
}

static void
clear_batch (Batch *batch)
{
  g_array_unref (batch->news);
  g_byte_array_unref (batch->bytes);
}

static void
destroy_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
call_unref (Call *call)
{
  if (!g_atomic_ref_count_dec (&call->n_refs))
    return;
  destroy_source (&call->timer);
  destroy_source (&call->hand_over);
  destroy_source (&call->stop);
  clear_batch (&call->taken);
  clear_batch (&call->waiting);
  g_main_context_unref (call->caller);
  g_main_context_unref (call->context);
  g_clear_error (&call->error);
  g_object_unref (call->cancellable);
  g_mutex_clear (&call->mutex);
  g_cond_clear (&call->room);
  g_free (call->where);
  g_free (call);
}

static char *
dup_tls_message (Call *call, const GError *error)
{
  static const struct
  {
    GTlsCertificateFlags flag;
    const char *text;
  } reasons[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, N_ ("it is signed by nobody this machine trusts") },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, N_ ("it is made out to another host") },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_ ("it is not valid yet") },
    { G_TLS_CERTIFICATE_EXPIRED, N_ ("it has expired") },
    { G_TLS_CERTIFICATE_REVOKED, N_ ("it was revoked") },
    { G_TLS_CERTIFICATE_INSECURE, N_ ("its algorithm is not secure") },
  };
  g_autofree char *why = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (call->tls_flags & reasons[i].flag)
      {
        g_autofree char *before = g_steal_pointer (&why);

        /* Translators: two reasons, one behind the other. */
        why = before ? g_strdup_printf (C_ ("reasons", "%s; %s"), before, _ (reasons[i].text))
                     : g_strdup (_ (reasons[i].text));
      }
  if (why)
    return g_strdup_printf (_ ("The certificate of %s cannot be trusted: %s."), call->where, why);
  /* The reason comes from the TLS library, some of whose sentences have their full stop. */
  return g_strdup_printf (_ ("No TLS connection to %s: %s"), call->where,
                          error ? error->message : _ ("no reason given"));
}

static char *
dup_network_message (Call *call, const GError *error)
{
  if (error->domain == G_RESOLVER_ERROR)
    return g_strdup_printf (_ ("The host of %s was not found. Check the base URL."), call->where);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_strdup_printf (_ ("Nothing listens on %s. Is the server running?"), call->where);
  if (error->domain == G_IO_ERROR
      && (error->code == G_IO_ERROR_HOST_UNREACHABLE || error->code == G_IO_ERROR_NETWORK_UNREACHABLE))
    return g_strdup_printf (_ ("%s cannot be reached from this machine."), call->where);
  if (call->at_proxy
      || (error->domain == G_IO_ERROR && error->code >= G_IO_ERROR_PROXY_FAILED
          && error->code <= G_IO_ERROR_PROXY_NOT_ALLOWED))
    return g_strdup_printf (_ ("The proxy on the way to %s failed: %s."), call->where, error->message);
  if (error->domain == G_IO_ERROR && !call->has_head && call->began)
    return g_strdup_printf (_ ("%s began to answer, but its headers cannot be read: %s."), call->where, error->message);
  if (error->domain == G_IO_ERROR)
    return call->has_head ? g_strdup_printf (_ ("%s broke the connection off. What came is kept."), call->where)
                          : g_strdup_printf (_ ("%s closed the connection without an answer."), call->where);
  return g_strdup_printf (_ ("%s did not answer as an HTTP server does: %s."), call->where, error->message);
}

static int
get_seconds (gint64 time_us)
{
  return (int) MIN (time_us / G_USEC_PER_SEC, G_MAXINT);
}

static char *
dup_timeout_message (Call *call)
{
  switch ((Watch) call->bitten)
    {
    case WATCH_CONNECT:
      return g_strdup_printf (_ ("%s could not be reached within %d s."), call->where,
                              get_seconds (call->limits.connect_us));
    case WATCH_FIRST_BYTE:
      return g_strdup_printf (_ ("%s sent nothing within %d s. It may still be working; try again, or raise "
                                 "the limit."),
                              call->where, get_seconds (call->limits.first_byte_us));
    case WATCH_SILENCE:
      return g_strdup_printf (_ ("%s fell silent: nothing of the answer for %d s. What came is kept."), call->where,
                              get_seconds (call->limits.silence_us));
    case WATCH_TOTAL:
      return g_strdup_printf (_ ("The answer took longer than %d s in all. What came is kept."),
                              get_seconds (call->limits.total_us));
    case WATCH_GRACE:
    default:
      return NULL;
    }
}

/* Reports the end and lets go of the call. */
static void
end_call (Call *call, gboolean stopped)
{
  const GError *error = call->error;
  TriTransportEnd end = TRI_TRANSPORT_CLEAN;
  g_autofree char *message = NULL;

  if (call->limited && !stopped)
    {
      g_autofree char *size = g_format_size_full (call->limits.max_bytes, G_FORMAT_SIZE_IEC_UNITS);

      end = TRI_TRANSPORT_LIMIT;
      message = g_strdup_printf (_ ("The response is larger than %s. What came until then is kept."), size);
    }
  else if (call->bitten == WATCH_GRACE)
    end = TRI_TRANSPORT_CLEAN;
  else if (call->bitten == WATCH_CONNECT && call->handshaking)
    {
      end = TRI_TRANSPORT_TLS;
      message = g_strdup_printf (_ ("%s does not answer as a TLS server does. Should the base URL begin with http://?"),
                                 call->where);
    }
  else if (call->bitten >= 0)
    {
      end = TRI_TRANSPORT_TIMEOUT;
      message = dup_timeout_message (call);
    }
  else if (error && call->n_interim > MAX_INTERIM)
    {
      end = TRI_TRANSPORT_NETWORK;
      message = g_strdup_printf (_ ("%s sends interim responses without end, and no answer."), call->where);
    }
  else if (stopped)
    end = TRI_TRANSPORT_STOPPED;
  else if (error && error->domain == G_TLS_ERROR)
    {
      end = TRI_TRANSPORT_TLS;
      message = dup_tls_message (call, error);
    }
  else if (error && call->has_head && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    {
      end = TRI_TRANSPORT_PARTIAL;
      message = g_strdup_printf (_ ("%s ended the connection before all announced bytes had come. What came is kept."),
                                 call->where);
    }
  else if (error)
    {
      end = TRI_TRANSPORT_NETWORK;
      message = dup_network_message (call, error);
    }

  g_cancellable_disconnect (call->cancellable, call->cancelled_id);
  destroy_source (&call->timer);
  destroy_source (&call->hand_over);
  call->funcs.ended (end, message, &call->times, call->user_data);
  call_unref (call);
}

/* Handing over: the thread's side */

/* Mutex held, or before there is another thread. */
static void
wake_caller (Call *call, gint64 when_us)
{
  call->due = TRUE;
  g_source_set_ready_time (call->hand_over, when_us);
}

static void
tell (Call *call, News news)
{
  g_mutex_lock (&call->mutex);
  g_array_append_val (call->waiting.news, news);
  wake_caller (call, 0);
  g_mutex_unlock (&call->mutex);
}

/* Waits until there is room for more. */
static void
tell_bytes (Call *call, const void *bytes, gsize n_bytes)
{
  gint64 now_us = g_get_monotonic_time ();
  News news = { NEWS_BYTES, now_us - call->start_us, n_bytes, NULL, NULL };
  guint n_before;

  g_mutex_lock (&call->mutex);
  n_before = call->waiting.bytes->len;
  g_array_append_val (call->waiting.news, news);
  g_byte_array_append (call->waiting.bytes, bytes, (guint) n_bytes);
  if (n_before < HAND_OVER_BYTES && call->waiting.bytes->len >= HAND_OVER_BYTES)
    wake_caller (call, 0);
  else if (!call->due)
    wake_caller (call, now_us - call->last_taken_us < HAND_OVER_US ? (now_us / HAND_OVER_US + 1) * HAND_OVER_US : 0);
  while (call->waiting.bytes->len >= MAX_WAITING_BYTES && !g_cancellable_is_cancelled (call->cancellable))
    g_cond_wait (&call->room, &call->mutex);
  g_mutex_unlock (&call->mutex);
}

/* Handing over: the caller's side */

static void
heed (Call *call, TriReadResult result)
{
  switch (result)
    {
    case TRI_READ_END:
      if (!call->whole)
        arm (call, WATCH_GRACE, GRACE_AFTER_END_US);
      call->whole = TRUE;
      call->deadlines_us[WATCH_SILENCE] = 0;
      break;
    case TRI_READ_FINISHED:
      arm (call, WATCH_GRACE, GRACE_AFTER_FINISH_US);
      call->deadlines_us[WATCH_SILENCE] = 0; /* from here on silence is no fault */
      break;
    case TRI_READ_PAYLOAD:
      call->deadlines_us[WATCH_GRACE] = 0;
      arm (call, WATCH_SILENCE, call->limits.silence_us);
      break;
    case TRI_READ_NOTHING:
    default:
      break;
    }
}

static void
report (Call *call, News *news, const guint8 *bytes)
{
  switch (news->kind)
    {
    case NEWS_CONNECTED:
      call->deadlines_us[WATCH_CONNECT] = 0;
      arm (call, WATCH_FIRST_BYTE, call->limits.first_byte_us);
      break;
    case NEWS_SENT_HEAD:
      call->funcs.sent_head (g_steal_pointer (&news->headers), call->user_data);
      break;
    case NEWS_HEAD:
      call->deadlines_us[WATCH_CONNECT] = call->deadlines_us[WATCH_FIRST_BYTE] = 0;
      arm (call, WATCH_SILENCE, call->limits.silence_us);
      call->funcs.head (news->head->status, news->head->reason, news->head->version, g_steal_pointer (&news->headers),
                        news->at_us, call->user_data);
      break;
    case NEWS_BYTES:
      heed (call, call->funcs.bytes (bytes, news->n_bytes, news->at_us, call->user_data));
      call->has_news = TRUE;
      break;
    case NEWS_ENDED:
    default:
      break;
    }
}

/* Takes what was read and reports it. What is taken after it was cancelled came too late, but for the end. FALSE when
 * that was among it, and the call is no more. */
static gboolean
take (Call *call)
{
  Batch batch = call->taken;
  const guint8 *bytes;
  gboolean cancelled = FALSE, ended = FALSE;

  if (call->taking)
    return TRUE;
  call->taking = TRUE;
  g_mutex_lock (&call->mutex);
  call->taken = call->waiting;
  call->waiting = batch;
  call->due = FALSE;
  call->last_taken_us = g_get_monotonic_time ();
  g_source_set_ready_time (call->hand_over, -1);
  g_cond_signal (&call->room);
  g_mutex_unlock (&call->mutex);

  bytes = call->taken.bytes->data;
  for (guint i = 0; i < call->taken.news->len; i++)
    {
      News *news = &g_array_index (call->taken.news, News, i);

      cancelled = g_cancellable_is_cancelled (call->cancellable);
      ended = news->kind == NEWS_ENDED;
      /* The request's head is no answer: it went out, and is shown. */
      if (!cancelled || news->kind == NEWS_SENT_HEAD)
        report (call, news, bytes);
      bytes += news->n_bytes;
    }
  g_array_set_size (call->taken.news, 0);
  g_byte_array_set_size (call->taken.bytes, 0);
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

/* In whatever thread cancels. */
static void
on_cancelled (GCancellable *cancellable, Call *call)
{
  g_mutex_lock (&call->mutex);
  g_cond_signal (&call->room);
  g_mutex_unlock (&call->mutex);
  g_source_set_ready_time (call->stop, 0);
}

/* Reading, in the thread */

static gboolean
began_answer (Call *call)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (call->message);

  return metrics && soup_message_metrics_get_response_start (metrics) > 0;
}

static void
end_reading (Call *call)
{
  call->began = began_answer (call);
  call->times.ended_us = since_start (call);
  tell (call, (News){ .kind = NEWS_ENDED, .at_us = call->times.ended_us });
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
  call->limited = n_bytes > room;
  tell_bytes (call, call->buffer, taken);
  return !call->limited;
}

static void
read_body (Call *call)
{
  gboolean more = TRUE;

  while (more)
    {
      gssize n = g_input_stream_read (call->stream, call->buffer, READ_BYTES, call->cancellable, &call->error);
      gsize n_bytes = (gsize) MAX (n, 0);

      more = n > 0 && read_waiting (call, &n_bytes, &call->error);
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

  call->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PROXY_FAILED, answer);
}

static void
read_head (Call *call)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (call->message);
  guint64 response_start = metrics ? soup_message_metrics_get_response_start (metrics) : 0;
  Head *head = g_new (Head, 1);

  call->times.first_byte_us = response_start >= (guint64) call->start_us && call->n_interim == 0
                                  ? (gint64) response_start - call->start_us
                                  : since_start (call);
  call->has_head = TRUE;
  head->status = soup_message_get_status (call->message);
  head->reason = g_strdup (soup_message_get_reason_phrase (call->message));
  head->version = soup_message_get_http_version (call->message) == SOUP_HTTP_1_0 ? "HTTP/1.0" : "HTTP/1.1";
  tell (call, (News){ .kind = NEWS_HEAD,
                      .at_us = call->times.first_byte_us,
                      .headers = dup_headers (soup_message_get_response_headers (call->message)),
                      .head = head });
}

/* Sending, in the thread */

static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, Call *call)
{
  if (event == G_SOCKET_CLIENT_PROXY_NEGOTIATING)
    call->at_proxy = TRUE;
  if (event == G_SOCKET_CLIENT_PROXY_NEGOTIATED)
    call->at_proxy = FALSE;
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    call->handshaking = TRUE;
  if (event == G_SOCKET_CLIENT_COMPLETE)
    {
      call->handshaking = FALSE;
      call->times.connected_us = since_start (call);
      tell (call, (News){ .kind = NEWS_CONNECTED });
    }
}

static void
on_wrote_headers (SoupMessage *message, Call *call)
{
  tell (call, (News){ .kind = NEWS_SENT_HEAD, .headers = dup_headers (soup_message_get_request_headers (message)) });
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
  if (++call->n_interim > MAX_INTERIM || g_cancellable_is_cancelled (call->cancellable))
    g_cancellable_cancel (call->sending);
}

static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags flags, Call *call)
{
  call->tls_flags = flags;
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

  call->stream = soup_session_send_finish (call->session, result, &call->error);
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

  if (call->stream && call->at_proxy)
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

static GSource *
new_source (GMainContext *context, int priority, GSourceFunc func, Call *call)
{
  GSource *source = g_source_new (&timer_funcs, sizeof (GSource));

  g_source_set_priority (source, priority);
  g_source_set_callback (source, func, call, NULL);
  g_source_attach (source, context);
  return source;
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
  g_mutex_init (&call->mutex);
  g_cond_init (&call->room);
  init_batch (&call->waiting);
  init_batch (&call->taken);
  call->where = g_strdup_printf (strchr (g_uri_get_host (uri), ':') ? "[%s]:%d" : "%s:%d", g_uri_get_host (uri),
                                 g_uri_get_port (uri));
  call->limits = *limits;
  call->funcs = *funcs;
  call->user_data = user_data;
  call->cancellable = g_object_ref (cancellable);
  call->bitten = -1;
  call->times = (TriTimes){ -1, -1, -1, -1, -1 };
  call->loopback = tri_url_is_loopback (url);
  call->message = new_message (call, uri, headers, body);
  call->caller = g_main_context_ref_thread_default ();
  call->context = g_main_context_new ();
  call->hand_over = new_source (call->caller, HAND_PRIORITY, on_hand_over, call);
  call->stop = new_source (call->context, G_PRIORITY_HIGH, on_stop, call);

  call->start_us = g_get_monotonic_time ();
  arm (call, WATCH_TOTAL, limits->total_us);
  arm (call, WATCH_CONNECT, limits->connect_us);
  call->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), call, NULL);
  g_mutex_lock (&threads_mutex);
  threads = g_list_prepend (threads, call);
  g_mutex_unlock (&threads_mutex);
  g_thread_unref (g_thread_new ("transport", run_call, call));
}

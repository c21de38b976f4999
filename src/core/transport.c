/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transport.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "text.h"

#define READ_BYTES (64 * 1024)

/* Right behind drawing (GTK draws at G_PRIORITY_HIGH_IDLE + 20), or a fast stream would keep a window from ever showing
 * it; before GTK's work of idle moments, such as measuring a long text, which would keep a stream waiting for seconds.
 */
#define READ_PRIORITY (G_PRIORITY_HIGH_IDLE + 21)

/* A stream of more than 250 reads a second is read so often and no more: a turn of the main loop costs ten times what
 * an event does, and drawing keeps reads waiting for longer than that. No model writes as fast; and as many reads as
 * PACE_CREDIT are never kept waiting, so that a burst has its true times. A read of PACE_BYTES is worth its turn. */
#define PACE_US (4 * 1000)
#define PACE_CREDIT 32
#define PACE_BYTES (READ_BYTES / 2)

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

typedef struct
{
  SoupSession *session;
  SoupMessage *message;
  GInputStream *stream;
  GCancellable *cancellable;
  char *where; /* host:port */

  TriLimits limits;
  TriTransportFuncs funcs;
  gpointer user_data;

  gint64 start_us;
  gint64 deadlines_us[N_WATCHES]; /* monotonic; 0: not armed */
  GSource *timer;
  int bitten;           /* the Watch that ended it, or −1 */
  gboolean limited;     /* the body grew too large */
  gboolean handshaking; /* TCP stands, TLS does not yet */
  gboolean at_proxy;    /* a proxy was asked for the way and has not given it yet: what comes now is its own */
  gboolean has_head;
  guint n_interim; /* responses of 100 and following that came before the answer */
  gboolean whole;  /* the format's own end was read */
  GTlsCertificateFlags tls_flags;

  gint64 paced_us; /* monotonic; when the next read would be due if all came at the pace */
  gsize n_bytes;
  TriTimes times;
  guint8 buffer[READ_BYTES];
} Call;

void
tri_transport_init (void)
{
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
}

static gint64
since_start (Call *call)
{
  return g_get_monotonic_time () - call->start_us;
}

/* Watchdogs */

static gboolean on_timer (gpointer user_data);

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
      /* No sooner than the reads: bytes that wait to be read are no silence. */
      g_source_set_priority (call->timer, READ_PRIORITY);
      g_source_set_callback (call->timer, on_timer, call, NULL);
      g_source_attach (call->timer, g_main_context_get_thread_default ());
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
  gint64 now_us = g_get_monotonic_time ();

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
call_free (Call *call)
{
  if (call->timer)
    {
      g_source_destroy (call->timer);
      g_source_unref (call->timer);
    }
  g_clear_object (&call->stream);
  g_signal_handlers_disconnect_by_data (call->message, call);
  g_clear_object (&call->message);
  g_clear_object (&call->session);
  g_clear_object (&call->cancellable);
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

static gboolean
began_answer (Call *call)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (call->message);

  return metrics && soup_message_metrics_get_response_start (metrics) > 0;
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
  if (error->domain == G_IO_ERROR && !call->has_head && began_answer (call))
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

/* Reports the end and frees the call. */
static void
end_call (Call *call, const GError *error)
{
  TriTransportEnd end = TRI_TRANSPORT_CLEAN;
  g_autofree char *message = NULL;

  if (call->limited)
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
  else if (error && g_cancellable_is_cancelled (call->cancellable))
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

  call->times.ended_us = since_start (call);
  call->funcs.ended (end, message, &call->times, call->user_data);
  call_free (call);
}

/* Reading */

static void read_on (Call *call);

/* The session must outlive its message, which ends only now. */
static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SoupSession) session = user_data;

  g_input_stream_close_finish (G_INPUT_STREAM (source), result, NULL);
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

static void
take_bytes (Call *call, gsize n_bytes)
{
  gsize room = call->limits.max_bytes ? call->limits.max_bytes - call->n_bytes : G_MAXSIZE;
  gsize taken = MIN (n_bytes, room);

  call->n_bytes += taken;
  call->limited = n_bytes > room;
  switch (call->funcs.bytes (call->buffer, taken, since_start (call), call->user_data))
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

/* How long the read behind one of `n_bytes` is put off. */
static gint64
get_pause_us (Call *call, gsize n_bytes)
{
  gint64 now_us = g_get_monotonic_time ();

  if (n_bytes >= PACE_BYTES)
    return 0;
  call->paced_us = MAX (call->paced_us, now_us - PACE_CREDIT * PACE_US) + PACE_US;
  return MAX (call->paced_us - now_us, 0);
}

static gboolean
end_pause (gpointer user_data)
{
  read_on (user_data);
  return G_SOURCE_REMOVE;
}

static void
read_after (Call *call, gint64 pause_us)
{
  g_autoptr (GSource) pause = NULL;

  if (pause_us < 1000)
    {
      read_on (call);
      return;
    }
  pause = g_timeout_source_new ((guint) (pause_us / 1000));
  g_source_set_priority (pause, READ_PRIORITY);
  g_source_set_callback (pause, end_pause, call, NULL);
  g_source_attach (pause, g_main_context_get_thread_default ());
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (call->stream, result, &error);
  gsize n_bytes = (gsize) MAX (n, 0);
  gboolean more = n > 0 && read_waiting (call, &n_bytes, &error);

  if (n_bytes > 0)
    take_bytes (call, n_bytes);
  if (more && !call->limited)
    {
      read_after (call, get_pause_us (call, n_bytes));
      return;
    }
  /* Closing tells the server that nobody reads any more; nothing waits for it. */
  g_input_stream_close_async (call->stream, G_PRIORITY_DEFAULT, NULL, on_closed, g_object_ref (call->session));
  end_call (call, error);
}

static void
read_on (Call *call)
{
  g_input_stream_read_async (call->stream, call->buffer, READ_BYTES, READ_PRIORITY, call->cancellable, on_read, call);
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
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PROXY_FAILED, answer);

  g_input_stream_close_async (call->stream, G_PRIORITY_DEFAULT, NULL, on_closed, g_object_ref (call->session));
  end_call (call, error);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  SoupMessageMetrics *metrics;
  guint64 response_start;

  call->stream = soup_session_send_finish (call->session, result, &error);
  if (call->stream == NULL)
    {
      end_call (call, error);
      return;
    }
  if (call->at_proxy)
    {
      refused_by_proxy (call);
      return;
    }
  metrics = soup_message_get_metrics (call->message);
  response_start = metrics ? soup_message_metrics_get_response_start (metrics) : 0;
  call->times.first_byte_us = response_start >= (guint64) call->start_us && call->n_interim == 0
                                  ? (gint64) response_start - call->start_us
                                  : since_start (call);
  call->has_head = TRUE;
  call->deadlines_us[WATCH_CONNECT] = call->deadlines_us[WATCH_FIRST_BYTE] = 0;
  arm (call, WATCH_SILENCE, call->limits.silence_us);
  call->funcs.head (soup_message_get_status (call->message), soup_message_get_reason_phrase (call->message),
                    soup_message_get_http_version (call->message) == SOUP_HTTP_1_0 ? "HTTP/1.0" : "HTTP/1.1",
                    dup_headers (soup_message_get_response_headers (call->message)), call->times.first_byte_us,
                    call->user_data);
  read_on (call);
}

/* Sending */

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
      call->deadlines_us[WATCH_CONNECT] = 0;
      arm (call, WATCH_FIRST_BYTE, call->limits.first_byte_us);
    }
}

static void
on_wrote_headers (SoupMessage *message, Call *call)
{
  call->funcs.sent_head (dup_headers (soup_message_get_request_headers (message)), call->user_data);
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
  if (++call->n_interim > MAX_INTERIM)
    g_cancellable_cancel (call->cancellable);
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
  SoupMessageHeaders *request_headers;

  g_assert (uri != NULL); /* tri_url_read() has passed it */
  call->where = g_strdup_printf (strchr (g_uri_get_host (uri), ':') ? "[%s]:%d" : "%s:%d", g_uri_get_host (uri),
                                 g_uri_get_port (uri));
  call->limits = *limits;
  call->funcs = *funcs;
  call->user_data = user_data;
  call->cancellable = g_object_ref (cancellable);
  call->bitten = -1;
  call->times = (TriTimes){ -1, -1, -1, -1, -1 };
  call->session = new_session (tri_url_is_loopback (url));
  call->message = soup_message_new_from_uri ("POST", uri);

  soup_message_set_flags (call->message,
                          SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION | SOUP_MESSAGE_COLLECT_METRICS);
  request_headers = soup_message_get_request_headers (call->message);
  soup_message_headers_replace (request_headers, "Accept-Encoding", "identity");
  for (guint i = 0; i < headers->len; i++)
    {
      const TriHeader *header = g_ptr_array_index (headers, i);

      soup_message_headers_replace (request_headers, header->name, header->value);
    }
  soup_message_set_request_body_from_bytes (call->message, "application/json", body);

  g_signal_connect (call->message, "network-event", G_CALLBACK (on_network_event), call);
  g_signal_connect (call->message, "wrote-headers", G_CALLBACK (on_wrote_headers), call);
  g_signal_connect (call->message, "wrote-body", G_CALLBACK (on_wrote_body), call);
  g_signal_connect (call->message, "got-informational", G_CALLBACK (on_got_informational), call);
  g_signal_connect (call->message, "accept-certificate", G_CALLBACK (on_accept_certificate), call);

  call->start_us = g_get_monotonic_time ();
  arm (call, WATCH_TOTAL, limits->total_us);
  arm (call, WATCH_CONNECT, limits->connect_us);
  soup_session_send_async (call->session, call->message, G_PRIORITY_DEFAULT, call->cancellable, on_sent, call);
}

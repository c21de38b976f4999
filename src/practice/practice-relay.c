/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-relay.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "core/error.h"
#include "practice-gate.h"
#include "practice-visit.h"

#define READ_BYTES 16384

/* What has come and was not yet taken by the client waits in memory. With more than that nothing is read: then the
 * connection to the server fills, and the server waits, as it would without anybody between. */
#define MAX_WAITING_BYTES (16u * READ_BYTES)

struct _TriPracticeRelay
{
  SoupServer *soup;
  SoupSession *session;
  char *target; /* without a slash at its end */
  guint16 port;
  char *base_url;
  TriPracticeSeen seen;
  gpointer user_data;
};

/* One request on its way. */
typedef struct
{
  SoupServerMessage *message; /* of the client */
  SoupMessage *onward;
  GInputStream *stream;
  GCancellable *cancellable; /* when the client goes */
  gboolean is_gone;          /* the client is */
  gsize waiting_bytes;       /* appended, and not yet written */
  gboolean is_full;          /* too many, so that nothing is being read */
} Passage;

/* Headers of one connection, which say nothing about the next (RFC 9110 §7.6.1), and what the session says itself. */
static const char *const own_headers[] = { "connection",
                                           "date",
                                           "keep-alive",
                                           "proxy-connection",
                                           "te",
                                           "trailer",
                                           "transfer-encoding",
                                           "upgrade",
                                           "proxy-authenticate",
                                           "host",
                                           "proxy-authorization",
                                           "expect",
                                           "content-length",
                                           "accept-encoding",
                                           NULL };

static void
copy_header (const char *name, const char *value, gpointer user_data)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (!g_strv_contains (own_headers, lower))
    soup_message_headers_append (user_data, name, value);
}

static void
passage_free (Passage *passage)
{
  g_clear_object (&passage->message);
  g_clear_object (&passage->onward);
  g_clear_object (&passage->stream);
  g_clear_object (&passage->cancellable);
  g_free (passage);
}

static void
finish (Passage *passage)
{
  if (!passage->is_gone)
    {
      soup_message_body_complete (soup_server_message_get_response_body (passage->message));
      soup_server_message_unpause (passage->message);
    }
  g_signal_handlers_disconnect_by_data (passage->message, passage);
  passage_free (passage);
}

/* What was cut must not look whole: the client's connection is cut, too. */
static void
cut (Passage *passage)
{
  g_socket_shutdown (soup_server_message_get_socket (passage->message), TRUE, TRUE, NULL);
  soup_server_message_unpause (passage->message);
  passage->is_gone = TRUE;
  finish (passage);
}

static void read_more (Passage *passage);

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Passage *passage = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (passage->stream, result, &error);

  if (error && !passage->is_gone)
    {
      cut (passage);
      return;
    }
  if (!bytes || g_bytes_get_size (bytes) == 0 || passage->is_gone)
    {
      finish (passage);
      return;
    }
  passage->waiting_bytes += g_bytes_get_size (bytes);
  passage->is_full = passage->waiting_bytes > MAX_WAITING_BYTES;
  soup_message_body_append_bytes (soup_server_message_get_response_body (passage->message), bytes);
  soup_server_message_unpause (passage->message);
  if (!passage->is_full)
    read_more (passage);
}

static void
on_written (SoupServerMessage *message, guint n_bytes, gpointer data)
{
  Passage *passage = data;

  passage->waiting_bytes -= MIN (passage->waiting_bytes, n_bytes);
  if (!passage->is_full || passage->waiting_bytes > MAX_WAITING_BYTES / 2 || passage->is_gone)
    return;
  passage->is_full = FALSE;
  read_more (passage);
}

static void
read_more (Passage *passage)
{
  g_input_stream_read_bytes_async (passage->stream, READ_BYTES, G_PRIORITY_DEFAULT, passage->cancellable, on_read,
                                   passage);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  Passage *passage = data;
  g_autoptr (GError) error = NULL;
  SoupMessageHeaders *headers;

  passage->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (passage->is_gone)
    {
      finish (passage);
      return;
    }
  headers = soup_server_message_get_response_headers (passage->message);
  if (!passage->stream)
    {
      g_autofree char *text
          = g_strdup_printf ("The server that requests are passed on to did not answer: %s\n", error->message);

      soup_server_message_set_status (passage->message, 502, NULL);
      soup_message_headers_replace (headers, "content-type", "text/plain; charset=utf-8");
      soup_message_body_append (soup_server_message_get_response_body (passage->message), SOUP_MEMORY_COPY, text,
                                strlen (text));
      finish (passage);
      return;
    }
  soup_server_message_set_status (passage->message, soup_message_get_status (passage->onward),
                                  soup_message_get_reason_phrase (passage->onward));
  soup_message_headers_foreach (soup_message_get_response_headers (passage->onward), copy_header, headers);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (passage->message), FALSE);
  read_more (passage);
}

static void
on_client_finished (SoupServerMessage *message, gpointer data)
{
  Passage *passage = data;

  passage->is_gone = TRUE;
  g_cancellable_cancel (passage->cancellable);
  /* Otherwise what is being read hears of it, and ends. */
  if (passage->is_full)
    finish (passage);
}

static void
on_request (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  TriPracticeRelay *relay = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  const char *words = g_uri_get_query (soup_server_message_get_uri (message));
  const char *rest = g_str_has_prefix (path, "/v1/") ? path + 3 : path;
  g_autofree char *url = g_strconcat (relay->target, rest, words ? "?" : NULL, words, NULL);
  Passage *passage;
  SoupMessage *onward = soup_message_new (soup_server_message_get_method (message), url);

  if (!onward)
    {
      soup_server_message_set_status (message, 400, NULL);
      return;
    }
  relay->seen (path, body, tri_practice_visit_find_key (headers), relay->user_data);
  passage = g_new0 (Passage, 1);
  passage->message = g_object_ref (message);
  passage->onward = onward;
  passage->cancellable = g_cancellable_new ();
  soup_message_headers_foreach (headers, copy_header, soup_message_get_request_headers (onward));
  if (g_bytes_get_size (body) > 0)
    soup_message_set_request_body_from_bytes (onward, soup_message_headers_get_one (headers, "Content-Type"), body);
  soup_message_add_flags (onward, SOUP_MESSAGE_NO_REDIRECT);
  /* "finished" comes with every ordinary end, "disconnected" alone when the server closes. */
  g_signal_connect (message, "finished", G_CALLBACK (on_client_finished), passage);
  g_signal_connect (message, "disconnected", G_CALLBACK (on_client_finished), passage);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (on_written), passage);
  soup_server_message_pause (message);
  soup_session_send_async (relay->session, onward, G_PRIORITY_DEFAULT, passage->cancellable, on_answer, passage);
}

/* Before the body is read: what a page of another site sends is neither kept nor passed on, with whatever key. */
static void
on_headers (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  TriPracticeRelay *relay = data;
  g_auto (TriPracticeRefusal) refusal = { 0 };
  g_autoptr (GBytes) json = NULL;

  if (tri_practice_gate_check (soup_server_message_get_request_headers (message), relay->port, "The recorder",
                               &refusal))
    return;
  json = tri_practice_refusal_to_bytes (&refusal);
  soup_server_message_set_status (message, refusal.status, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "content-type", "application/json");
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), json);
}

static gboolean
listen_on_loopback (TriPracticeRelay *relay, guint16 port, GError **error)
{
  g_autoptr (GError) local = NULL;
  GSList *uris;

  relay->soup = soup_server_new (NULL, NULL);
  soup_server_add_early_handler (relay->soup, NULL, on_headers, relay, NULL);
  soup_server_add_handler (relay->soup, NULL, on_request, relay, NULL);
  if (!soup_server_listen_local (relay->soup, port, SOUP_SERVER_LISTEN_IPV4_ONLY, &local))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("cannot listen on port %u of this computer: %s"), port,
                   local->message);
      return FALSE;
    }
  uris = soup_server_get_uris (relay->soup);
  relay->port = (guint16) g_uri_get_port (uris->data);
  relay->base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", relay->port);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return TRUE;
}

TriPracticeRelay *
tri_practice_relay_new (guint16 port, const char *base_url, TriPracticeSeen seen, gpointer user_data, GError **error)
{
  g_autoptr (TriPracticeRelay) relay = g_new0 (TriPracticeRelay, 1);
  g_autoptr (GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);

  relay->seen = seen;
  relay->user_data = user_data;
  if (!uri || !g_uri_get_host (uri)
      || (!g_str_equal (g_uri_get_scheme (uri), "http") && !g_str_equal (g_uri_get_scheme (uri), "https")))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("“%s” is no base URL such as https://api.example.com/v1"),
                   base_url);
      return NULL;
    }
  relay->target = g_strdup (base_url);
  while (g_str_has_suffix (relay->target, "/"))
    relay->target[strlen (relay->target) - 1] = '\0';
  /* Nothing is decoded on the way: what comes is passed on as it is. */
  relay->session = soup_session_new_with_options ("timeout", 0, "idle-timeout", 30, NULL);
  soup_session_remove_feature_by_type (relay->session, SOUP_TYPE_CONTENT_DECODER);
  if (!listen_on_loopback (relay, port, error))
    return NULL;
  return g_steal_pointer (&relay);
}

void
tri_practice_relay_free (TriPracticeRelay *relay)
{
  if (!relay)
    return;
  /* First, so that each message says "disconnected", and nothing more is written to any. */
  if (relay->soup)
    soup_server_disconnect (relay->soup);
  if (relay->session)
    soup_session_abort (relay->session);
  /* What was under way hears of it before anything is freed. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&relay->session);
  g_clear_object (&relay->soup);
  g_free (relay->target);
  g_free (relay->base_url);
  g_free (relay);
}

const char *
tri_practice_relay_get_base_url (const TriPracticeRelay *relay)
{
  return relay->base_url;
}

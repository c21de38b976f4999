/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-server.h"

#include "practice-gate.h"
#include "practice-visit.h"
#include "core/error.h"
#include "core/text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _TriPracticeServer
{
  /* Written before the thread starts or before it says that it is ready; only read afterwards. */
  TriPracticeOptions options;
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  guint16 port;
  char *base_url;

  /* The thread's word to its maker. */
  GMutex mutex;
  GCond cond;
  gboolean is_ready;
  GError *error; /* why it does not listen */

  /* Used in the thread only. */
  GHashTable *visits; /* of TriPracticeVisit, which leave it by themselves */
};

static gboolean
is_models_path (const char *path)
{
  return g_str_equal (path, "/v1/models") || g_str_has_prefix (path, "/v1/models/");
}

/* TRUE and the endpoint, if `path` is one of the three. */
static gboolean
find_endpoint (const char *path, TriPracticeEndpoint *endpoint)
{
  for (guint i = 0; i < TRI_PRACTICE_N_ENDPOINTS; i++)
    if (g_str_equal (path, tri_practice_endpoint_get_path (i)))
      {
        *endpoint = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
check_route (const char *method, const char *path, TriPracticeRefusal *refusal)
{
  TriPracticeEndpoint endpoint;
  g_autofree char *shown_path = tri_text_dup_displayable (path, -1, NULL);
  g_autofree char *shown_method = tri_text_dup_displayable (method, -1, NULL);
  g_autofree char *excerpt = tri_text_dup_excerpt (shown_path, 120);
  const char *wanted = is_models_path (path) ? "GET" : find_endpoint (path, &endpoint) ? "POST" : NULL;

  if (!wanted)
    return tri_practice_refuse (refusal, 404, NULL, NULL, "Invalid URL (%s %s)", shown_method, excerpt);
  if (!g_str_equal (method, wanted))
    return tri_practice_refuse (refusal, 405, NULL, NULL, "Not allowed to %s on %s.", shown_method, excerpt);
  return TRUE;
}

static gboolean
check_size (TriPracticeServer *server, SoupMessageHeaders *headers, TriPracticeRefusal *refusal)
{
  /* Two statements of one length are how a request is smuggled past somebody who believes the other one. */
  if (soup_message_headers_get_one (headers, "Content-Length")
      && soup_message_headers_get_one (headers, "Transfer-Encoding"))
    return tri_practice_refuse (refusal, 400, NULL, NULL,
                                "The request has both Content-Length and Transfer-Encoding; it must have one of them.");
  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH
      || (guint64) soup_message_headers_get_content_length (headers) <= server->options.max_body_bytes)
    return TRUE;
  return tri_practice_refuse (refusal, 413, NULL, NULL,
                              "The request is too large: the practice server takes at most %" G_GSIZE_FORMAT " bytes.",
                              server->options.max_body_bytes);
}

static gboolean
check_key (TriPracticeServer *server, SoupMessageHeaders *headers, TriPracticeRefusal *refusal)
{
  const char *header = soup_message_headers_get_one (headers, "Authorization");
  g_autofree char *key = NULL;

  if (header && g_ascii_strncasecmp (header, "Bearer ", 7) == 0)
    key = g_strstrip (g_strdup (header + 7));
  if (g_strcmp0 (key, TRI_PRACTICE_WRONG_KEY) == 0)
    return tri_practice_refuse (refusal, 401, NULL, "invalid_api_key",
                                "Incorrect API key provided: %s. The practice server takes any other key.",
                                TRI_PRACTICE_WRONG_KEY);
  if (server->options.require_key && (!key || *key == '\0'))
    return tri_practice_refuse (refusal, 401, NULL, NULL,
                                "You didn't provide an API key. You need to provide your API key in an Authorization "
                                "header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY). The practice server "
                                "takes any key.");
  return TRUE;
}

/* The headers have come, and perhaps a body will: what can be refused now is. */
static void
on_headers (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  TriPracticeServer *server = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  TriPracticeVisit *visit = tri_practice_visit_begin (message, &server->options, server->visits);
  g_auto (TriPracticeRefusal) refusal = { 0 };

  /* SoupServer would answer a Range of its own accord; no endpoint here has one. */
  soup_message_headers_remove (headers, "Range");
  if (!tri_practice_gate_check (headers, server->port, "The practice server", &refusal)
      || !check_route (soup_server_message_get_method (message), path, &refusal)
      || !check_size (server, headers, &refusal) || !check_key (server, headers, &refusal))
    tri_practice_visit_refuse (visit, &refusal);
  if (refusal.status == 405)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "allow",
                                  is_models_path (path) ? "GET" : "POST");
}

static void
write_model (TriJsonWriter *writer, const TriPracticeModel *model)
{
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "id", model->id);
  tri_json_writer_member_string (writer, "object", "model");
  tri_json_writer_member_integer (writer, "created", model->created);
  tri_json_writer_member_string (writer, "owned_by", "triptych-practice");
  tri_json_writer_end_object (writer);
}

static GBytes *
dup_models (void)
{
  g_auto (TriJsonWriter) writer = { 0 };
  guint n_models;
  const TriPracticeModel *models = tri_practice_list_models (&n_models);

  tri_json_writer_init (&writer, 2);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "object", "list");
  tri_json_writer_key (&writer, "data");
  tri_json_writer_begin_array (&writer);
  for (guint i = 0; i < n_models; i++)
    write_model (&writer, &models[i]);
  tri_json_writer_end_array (&writer);
  tri_json_writer_end_object (&writer);
  return tri_json_writer_end (&writer);
}

static void
answer_models (TriPracticeVisit *visit, const char *path)
{
  g_auto (TriPracticeRefusal) refusal = { 0 };
  g_auto (TriJsonWriter) writer = { 0 };
  g_autoptr (GBytes) json = NULL;
  g_autofree char *id = tri_text_dup_displayable (path + strlen ("/v1/models"), -1, NULL);
  const TriPracticeModel *model;

  if (*id == '\0')
    {
      json = dup_models ();
      tri_practice_visit_reply (visit, 200, json);
      return;
    }
  model = tri_practice_find_model (id + 1);
  if (!model)
    {
      tri_practice_refuse_model (&refusal, id + 1);
      tri_practice_visit_refuse (visit, &refusal);
      return;
    }
  tri_json_writer_init (&writer, 2);
  write_model (&writer, model);
  json = tri_json_writer_end (&writer);
  tri_practice_visit_reply (visit, 200, json);
}

/* The whole request has come, and nothing was wrong with its headers. */
static void
on_request (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  TriPracticeServer *server = data;
  TriPracticeVisit *visit = tri_practice_visit_get (message);
  g_auto (TriPracticeRefusal) refusal = { 0 };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TriPracticeAsk) ask = NULL;
  TriPracticeEndpoint endpoint;

  if (!find_endpoint (path, &endpoint))
    {
      answer_models (visit, path);
      return;
    }
  body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  if (server->options.seen)
    server->options.seen (path, body, tri_practice_visit_find_key (soup_server_message_get_request_headers (message)),
                          server->options.seen_data);
  ask = tri_practice_ask_new (endpoint, body, server->options.any_model, &refusal);
  if (ask)
    tri_practice_visit_answer (visit, tri_practice_wire_new (g_steal_pointer (&ask)));
  else
    tri_practice_visit_refuse (visit, &refusal);
}

static void
take_port (TriPracticeServer *server, SoupServer *soup)
{
  GSList *uris = soup_server_get_uris (soup);

  server->port = uris ? g_uri_get_port (uris->data) : 0;
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  server->base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", server->port);
}

static SoupServer *
listen_on_loopback (TriPracticeServer *server, GError **error)
{
  g_autoptr (SoupServer) soup = soup_server_new (NULL, NULL);
  g_autoptr (GError) local = NULL;

  soup_server_add_early_handler (soup, NULL, on_headers, server, NULL);
  soup_server_add_handler (soup, NULL, on_request, server, NULL);
  if (!soup_server_listen_local (soup, server->options.port, SOUP_SERVER_LISTEN_IPV4_ONLY, &local))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE,
                   _ ("the practice server cannot listen on port %u of this computer: %s"), server->options.port,
                   local->message);
      return NULL;
    }
  take_port (server, soup);
  return g_steal_pointer (&soup);
}

static void
say_ready (TriPracticeServer *server)
{
  g_mutex_lock (&server->mutex);
  server->is_ready = TRUE;
  g_cond_signal (&server->cond);
  g_mutex_unlock (&server->mutex);
}

static gpointer
run (gpointer data)
{
  TriPracticeServer *server = data;
  g_autoptr (SoupServer) soup = NULL;
  GHashTableIter iter;
  gpointer visit;

  g_main_context_push_thread_default (server->context);
  server->visits = g_hash_table_new (NULL, NULL);
  soup = listen_on_loopback (server, &server->error);
  say_ready (server);
  if (soup)
    {
      g_main_loop_run (server->loop);
      soup_server_disconnect (soup); /* this ends the visits: each message says "disconnected" */
      for (g_hash_table_iter_init (&iter, server->visits); g_hash_table_iter_next (&iter, &visit, NULL);
           g_hash_table_iter_init (&iter, server->visits))
        tri_practice_visit_end (visit);
      g_clear_object (&soup);
      /* What was to be told to the context while it closed holds memory until it is told. */
      while (g_main_context_iteration (server->context, FALSE))
        ;
    }
  g_hash_table_unref (server->visits);
  g_main_context_pop_thread_default (server->context);
  return NULL;
}

TriPracticeServer *
tri_practice_server_new (const TriPracticeOptions *options, GError **error)
{
  g_autoptr (TriPracticeServer) server = g_new0 (TriPracticeServer, 1);

  server->options = *options;
  if (server->options.max_body_bytes == 0)
    server->options.max_body_bytes = TRI_PRACTICE_MAX_BODY_BYTES;
  g_mutex_init (&server->mutex);
  g_cond_init (&server->cond);
  server->context = g_main_context_new ();
  server->loop = g_main_loop_new (server->context, FALSE);
  server->thread = g_thread_new ("practice", run, server);

  g_mutex_lock (&server->mutex);
  while (!server->is_ready)
    g_cond_wait (&server->cond, &server->mutex);
  g_mutex_unlock (&server->mutex);

  if (server->error)
    {
      g_propagate_error (error, g_steal_pointer (&server->error));
      return NULL;
    }
  return g_steal_pointer (&server);
}

static gboolean
on_free (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
tri_practice_server_free (TriPracticeServer *server)
{
  if (!server)
    return;
  /* Told as a source and not by quitting from here: a loop that has not begun to run would not hear of it. */
  g_main_context_invoke_full (server->context, G_PRIORITY_HIGH, on_free, server->loop, NULL);
  g_thread_join (server->thread);
  g_main_loop_unref (server->loop);
  g_main_context_unref (server->context);
  g_clear_error (&server->error);
  g_mutex_clear (&server->mutex);
  g_cond_clear (&server->cond);
  g_free (server->base_url);
  g_free (server);
}

guint16
tri_practice_server_get_port (const TriPracticeServer *server)
{
  return server->port;
}

const char *
tri_practice_server_get_base_url (const TriPracticeServer *server)
{
  return server->base_url;
}

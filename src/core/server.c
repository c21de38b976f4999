/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "text.h"

/* No name of a variable that holds a key is longer, and hardly a key is shorter. */
#define LONGEST_VARIABLE_NAME 40

struct _TriServer
{
  gatomicrefcount ref_count;
  char *name;
  char *base_url; /* NULL until started */
  char *key_env;
  char *key;
  char *default_model;
  TriLimits limits;

  TriServerStart start;
  gpointer start_data;
};

/* URLs */

void
tri_url_reading_clear (TriUrlReading *reading)
{
  g_clear_pointer (&reading->base_url, g_free);
  g_clear_pointer (&reading->remark, g_free);
}

static gboolean
host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost"))
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address && g_inet_address_get_is_loopback (address);
}

gboolean
tri_url_is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri && host_is_loopback (g_uri_get_host (uri));
}

/* "localhost:8080/v1" has no scheme, though a URL parser takes "localhost" for one. */
static char *
dup_with_scheme (const char *text, GString *remarks)
{
  g_autofree char *plain = NULL;

  if (strstr (text, "://"))
    return g_strdup (text);
  plain = g_strconcat ("http://", text, NULL);
  if (tri_url_is_loopback (plain))
    {
      tri_text_append_sentence (remarks, _ ("“http://” was added."));
      return g_steal_pointer (&plain);
    }
  tri_text_append_sentence (remarks, _ ("“https://” was added."));
  return g_strconcat ("https://", text, NULL);
}

/* A URL parser mends these by itself, and what it makes of them is nothing that anybody meant. */
static gboolean
has_white_space (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)) || g_unichar_iscntrl (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static gboolean
check_uri (GUri *uri, const char *text, GError **error)
{
  const char *scheme = g_uri_get_scheme (uri);

  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0)
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("Base URL: expected http:// or https://, found “%s://”"),
                 scheme);
  else if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("Base URL: expected a host, found none"));
  else if (g_uri_get_userinfo (uri))
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                 _ ("Base URL: expected no user or password in it; a key belongs into its own field"));
  else if (g_uri_get_query (uri) || g_uri_get_fragment (uri))
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("Base URL: expected nothing behind “?” or “#”"));
  else
    return TRUE;
  return FALSE;
}

/* Takes the endpoint and the slashes off the end of a path. */
static char *
dup_base_path (const char *path, GString *remarks)
{
  static const char *const endpoints[] = { "/chat/completions", "/completions", "/responses", "/models" };
  g_autofree char *base = g_strdup (path);

  while (g_str_has_suffix (base, "/"))
    base[strlen (base) - 1] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    if (g_str_has_suffix (base, endpoints[i]))
      {
        g_autofree char *remark
            = g_strdup_printf (_ ("The endpoint “%s” was taken off: each format adds its own."), endpoints[i]);

        tri_text_append_sentence (remarks, remark);
        base[strlen (base) - strlen (endpoints[i])] = '\0';
        break;
      }
  while (g_str_has_suffix (base, "/"))
    base[strlen (base) - 1] = '\0';
  return g_steal_pointer (&base);
}

gboolean
tri_url_read (const char *text, TriUrlReading *reading, GError **error)
{
  g_autoptr (GString) remarks = g_string_new (NULL);
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *full = NULL, *path = NULL, *base = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) why = NULL;

  *reading = (TriUrlReading){ NULL, NULL };
  if (*stripped == '\0')
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                   _ ("Base URL: expected one like https://api.example.com/v1, found nothing"));
      return FALSE;
    }
  if (!g_utf8_validate (stripped, -1, NULL) || has_white_space (stripped))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("Base URL: expected no white space within"));
      return FALSE;
    }
  full = dup_with_scheme (stripped, remarks);
  uri = g_uri_parse (full, G_URI_FLAGS_ENCODED_PATH, &why);
  if (uri == NULL)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("Base URL: %s"), why->message);
      return FALSE;
    }
  if (!check_uri (uri, full, error))
    return FALSE;

  path = dup_base_path (g_uri_get_path (uri), remarks);
  if (*path == '\0')
    {
      g_free (path);
      path = g_strdup ("/v1");
      tri_text_append_sentence (remarks, _ ("“/v1” was added."));
    }
  base = g_uri_join (G_URI_FLAGS_ENCODED_PATH, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri), g_uri_get_port (uri),
                     path, NULL, NULL);
  reading->base_url = g_steal_pointer (&base);
  reading->remark = remarks->len ? g_strdup (remarks->str) : NULL;
  return TRUE;
}

/* Keys */

char *
tri_key_clean (const char *text, GError **error)
{
  const char *start = text, *end;

  if (text == NULL)
    return NULL;
  while (g_ascii_isspace (*start))
    start++;
  end = start + strlen (start);
  while (end > start && g_ascii_isspace (end[-1]))
    end--;
  for (const char *p = start; p < end; p++)
    if (!g_ascii_isgraph (*p))
      {
        g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                     _ ("Key: expected letters, digits and signs of ASCII only; byte %d is something else"),
                     (int) (p - start) + 1);
        return NULL;
      }
  return end > start ? g_strndup (start, end - start) : NULL;
}

void
tri_key_free (char *key)
{
  if (key == NULL)
    return;
  /* A plain memset before free may be optimised away. */
  for (volatile char *p = key; *p; p++)
    *p = '\0';
  g_free (key);
}

/* Servers */

static TriServer *
new_server (const char *name, const char *default_model)
{
  TriServer *server = g_new0 (TriServer, 1);

  g_atomic_ref_count_init (&server->ref_count);
  server->name = g_strdup (name);
  server->default_model = g_strdup (default_model ? default_model : "");
  server->limits = TRI_LIMITS_DEFAULT;
  return server;
}

TriServer *
tri_server_new (const char *name, const char *base_url, const char *key_env, const char *key, const char *default_model)
{
  TriServer *server = new_server (name, default_model);

  server->base_url = g_strdup (base_url);
  server->key_env = g_strdup (key_env);
  server->key = g_strdup (key);
  return server;
}

TriServer *
tri_server_new_started (const char *name, const char *default_model, TriServerStart start, gpointer user_data)
{
  TriServer *server = new_server (name, default_model);

  server->start = start;
  server->start_data = user_data;
  return server;
}

TriServer *
tri_server_with_limits (TriServer *server, const TriLimits *limits)
{
  TriServer *copy
      = tri_server_new (server->name, server->base_url, server->key_env, server->key, server->default_model);

  copy->start = server->start;
  copy->start_data = server->start_data;
  copy->limits = *limits;
  return copy;
}

TriServer *
tri_server_ref (TriServer *server)
{
  g_atomic_ref_count_inc (&server->ref_count);
  return server;
}

void
tri_server_unref (TriServer *server)
{
  if (!g_atomic_ref_count_dec (&server->ref_count))
    return;
  g_free (server->name);
  g_free (server->base_url);
  g_free (server->key_env);
  tri_key_free (server->key);
  g_free (server->default_model);
  g_free (server);
}

const char *
tri_server_get_name (const TriServer *server)
{
  return server->name;
}

const char *
tri_server_get_base_url (const TriServer *server)
{
  return server->base_url;
}

const char *
tri_server_get_default_model (const TriServer *server)
{
  return server->default_model;
}

const TriLimits *
tri_server_get_limits (const TriServer *server)
{
  return &server->limits;
}

gboolean
tri_server_is_practice (const TriServer *server)
{
  return server->start != NULL;
}

TriKeySource
tri_server_get_key_source (const TriServer *server)
{
  return server->key_env ? TRI_KEY_ENVIRONMENT : server->key ? TRI_KEY_MEMORY : TRI_KEY_NONE;
}

const char *
tri_server_get_key_env (const TriServer *server)
{
  return server->key_env;
}

char *
tri_server_dup_ready_url (TriServer *server, GError **error)
{
  if (server->base_url == NULL)
    server->base_url = server->start (server->start_data, error);
  return g_strdup (server->base_url);
}

/* Whether it may be told in an error: a key that was given where the name of its variable is wanted must not be. */
static gboolean
is_variable_name (const char *text)
{
  gsize length = strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_");

  return text[length] == '\0' && length <= LONGEST_VARIABLE_NAME && !g_ascii_isdigit (text[0]);
}

char *
tri_server_dup_key (const TriServer *server, GError **error)
{
  g_autoptr (GError) unclean = NULL;
  char *key;

  if (server->key_env == NULL)
    return g_strdup (server->key);
  key = tri_key_clean (g_getenv (server->key_env), &unclean);
  if (unclean)
    g_propagate_error (error, g_steal_pointer (&unclean));
  else if (key == NULL && !is_variable_name (server->key_env))
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                 _ ("The key of “%s”: expected the name of an environment variable that holds it, not the key"),
                 server->name);
  else if (key == NULL) /* not set, or to nothing but white space: a server that has a key is never asked without */
    g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("The key of “%s”: the environment variable %s is not set"),
                 server->name, server->key_env);
  return key;
}

char *
tri_server_dup_warning (const TriServer *server)
{
  if (tri_server_get_key_source (server) == TRI_KEY_NONE || server->base_url == NULL
      || g_str_has_prefix (server->base_url, "https:") || tri_url_is_loopback (server->base_url))
    return NULL;
  return g_strdup (_ ("The key would travel unencrypted: the base URL begins with http://."));
}

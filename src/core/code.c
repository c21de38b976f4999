/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "code.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "json-writer.h"
#include "text.h"

gboolean
tri_code_streams (const TriCode *code)
{
  g_autoptr (JsonNode) node = tri_json_parse (code->body, NULL, NULL);

  return tri_json_get_boolean (node, "stream", FALSE);
}

const char *
tri_code_get_key_env (const TriCode *code)
{
  const char *name = code->key_env;

  if (!name)
    return NULL;
  for (const char *p = name; *p; p++)
    if (*p != '_' && !g_ascii_isalpha (*p) && (p == name || !g_ascii_isdigit (*p)))
      return "API_KEY";
  return *name ? name : "API_KEY";
}

char *
tri_code_dup_base_url (const TriCode *code)
{
  if (g_str_has_suffix (code->url, code->format->path))
    return g_strndup (code->url, strlen (code->url) - strlen (code->format->path));
  return g_strdup (code->url);
}

/* The port of "http://127.0.0.1:4711/v1…", or 0. */
static guint
get_port (const char *url)
{
  const char *host = strstr (url, "://");
  const char *colon = host ? strchr (host + 3, ':') : NULL;

  return colon ? (guint) g_ascii_strtoull (colon + 1, NULL, 10) : 0;
}

static void
append_remark (GString *out, const char *mark, const char *remark)
{
  g_string_append_printf (out, "%s %s\n", mark, remark);
}

char *
tri_code_dup_remarks (const TriCode *code, const char *mark, gboolean sdk)
{
  GString *out = g_string_new (NULL);
  const char *key_env = tri_code_get_key_env (code);

  if (code->is_practice && get_port (code->url))
    {
      g_autofree char *text = g_strdup_printf (
          code->is_running ? _ ("The practice server answers while Triptych is open. Afterwards start it "
                                "first: triptych-cli practice --port %u")
                           : _ ("Start the practice server first: triptych-cli practice --port %u"),
          get_port (code->url));

      append_remark (out, mark, text);
    }
  if (key_env)
    {
      g_autofree char *text = g_strdup_printf (_ ("The key is read from the environment variable %s."), key_env);

      append_remark (out, mark, text);
    }
  if (!code->is_exact)
    append_remark (out, mark, _ ("A secret stood in the body; “*” stands in its place."));
  if (sdk)
    append_remark (out, mark, _ ("The library writes the JSON anew: the same is asked, in its own spelling."));
  return g_string_free (out, FALSE);
}

void
tri_code_append_string (GString *out, const char *text, gssize n_bytes)
{
  g_string_append_c (out, '"');
  tri_json_escape (out, text, n_bytes);
  g_string_append_c (out, '"');
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column-code.h"

#include <glib/gi18n-lib.h>

#include "core/code.h"
#include "core/redact.h"

static const struct
{
  const char *id;
  const char *label;
} languages[TRI_N_CODES] = {
  [TRI_CODE_CURL] = { "curl", "curl" },
  [TRI_CODE_PYTHON] = { "python", "Python" },
  [TRI_CODE_PYTHON_SDK] = { "python-sdk", N_ ("Python, official library") },
  [TRI_CODE_JAVASCRIPT] = { "javascript", "JavaScript" },
  [TRI_CODE_JAVASCRIPT_SDK] = { "javascript-sdk", N_ ("JavaScript, official library") },
};

const char *
tri_code_language_get_id (TriCodeLanguage language)
{
  return languages[language].id;
}

const char *
tri_code_language_get_label (TriCodeLanguage language)
{
  return _ (languages[language].label);
}

TriCodeLanguage
tri_code_language_find (const char *id)
{
  for (TriCodeLanguage i = 0; i < TRI_N_CODES; i++)
    if (g_strcmp0 (languages[i].id, id) == 0)
      return i;
  return TRI_CODE_CURL;
}

char *
tri_column_dup_code_url (TriColumn *column)
{
  const char *base_url = tri_server_get_base_url (tri_column_get_server (column));
  const char *path = tri_column_get_format (column)->path;

  return base_url ? g_strconcat (base_url, path, NULL)
                  : g_strdup_printf ("http://127.0.0.1:%u/v1%s", TRI_CODE_PRACTICE_PORT, path);
}

GBytes *
tri_column_dup_code (TriColumn *column, TriPrompt *prompt, const TriSettings *settings, TriCodeLanguage language)
{
  TriServer *server = tri_column_get_server (column);
  const TriFormat *format = tri_column_get_format (column);
  TriKeySource source = tri_server_get_key_source (server);
  g_autofree char *url = tri_column_dup_code_url (column);
  g_autoptr (GArray) masked = g_array_new (FALSE, FALSE, sizeof (TriMaskSpan));
  g_autoptr (GBytes) body = prompt ? tri_column_dup_shown (column, prompt, settings, masked) : NULL;
  TriCode code = {
    .format = format,
    .url = url,
    .body = body,
    .key_env = source == TRI_KEY_ENVIRONMENT ? tri_server_get_key_env (server)
               : source == TRI_KEY_MEMORY    ? "API_KEY"
                                             : NULL,
    .is_practice = tri_server_is_practice (server),
    .is_running = tri_server_is_practice (server) && tri_server_get_base_url (server) != NULL,
    .is_exact = masked->len == 0,
  };

  if (!body)
    return NULL;
  switch (language)
    {
    case TRI_CODE_PYTHON:
    case TRI_CODE_PYTHON_SDK:
      return tri_code_python (&code, language == TRI_CODE_PYTHON_SDK);
    case TRI_CODE_JAVASCRIPT:
    case TRI_CODE_JAVASCRIPT_SDK:
      return tri_code_javascript (&code, language == TRI_CODE_JAVASCRIPT_SDK);
    default:
      return tri_code_curl (&code);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "code.h"

/* A single argument of a command may have 128 KB on Linux, and less elsewhere. */
#define MAX_ARGUMENT_BYTES (64u * 1024)

/* Between single quotes a shell leaves everything as it is, but for the single quote. */
static void
append_quoted (GString *out, const char *text, gsize n_bytes)
{
  g_string_append_c (out, '\'');
  for (gsize i = 0; i < n_bytes; i++)
    if (text[i] == '\'')
      g_string_append (out, "'\\''");
    else
      g_string_append_c (out, text[i]);
  g_string_append_c (out, '\'');
}

/* A format of printf that gives exactly these bytes, also NUL and what is no text. */
static void
append_printf_format (GString *out, const char *text, gsize n_bytes)
{
  g_string_append_c (out, '\'');
  for (gsize i = 0; i < n_bytes; i++)
    if (text[i] == '\\' || text[i] == '%')
      g_string_append_printf (out, "%c%c", text[i], text[i]);
    else if (!g_ascii_isprint (text[i]) || text[i] == '\'')
      g_string_append_printf (out, "\\%03o", (guchar) text[i]);
    else
      g_string_append_c (out, text[i]);
  g_string_append_c (out, '\'');
}

/* A key would be read by everybody who lists the processes if it were an argument; but that is how everybody writes it,
 * and the shell takes it from the environment. */
static void
append_head (GString *out, const TriCode *code)
{
  const char *key_env = tri_code_get_key_env (code);

  g_string_append (out, "curl --no-buffer --globoff \\\n  ");
  append_quoted (out, code->url, strlen (code->url));
  g_string_append (out, " \\\n  --header 'Content-Type: application/json' \\\n");
  g_string_append_printf (out, "  --header 'Accept: %s' \\\n",
                          tri_code_streams (code) ? "text/event-stream" : "application/json");
  if (key_env)
    g_string_append_printf (out, "  --header \"Authorization: Bearer $%s\" \\\n", key_env);
}

GBytes *
tri_code_curl (const TriCode *code)
{
  gsize size;
  const char *body = g_bytes_get_data (code->body, &size);
  gboolean is_text = size > 0 && g_utf8_validate_len (body, size, NULL) && memchr (body, '\r', size) == NULL;
  g_autofree char *remarks = tri_code_dup_remarks (code, "#", FALSE);
  GString *out = g_string_new (remarks);

  if (is_text && size <= MAX_ARGUMENT_BYTES && body[0] != '@')
    {
      append_head (out, code);
      g_string_append (out, "  --data-binary ");
      append_quoted (out, body, size);
    }
  else
    {
      g_string_append (out, is_text ? "printf %s " : "printf ");
      if (is_text)
        append_quoted (out, body, size);
      else
        append_printf_format (out, body, size);
      g_string_append (out, " |\n");
      append_head (out, code);
      g_string_append (out, "  --data-binary @-");
    }
  g_string_append_c (out, '\n');
  return g_string_free_to_bytes (out);
}

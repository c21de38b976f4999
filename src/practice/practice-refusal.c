/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-talk.h"

#include "core/json-writer.h"
#include "core/text.h"

#include <string.h>

/* Refusals quote what came; a quotation longer than this only hides the sentence around it. */
#define MAX_QUOTED_CHARS 80

void
tri_practice_refusal_clear (TriPracticeRefusal *refusal)
{
  g_clear_pointer (&refusal->message, g_free);
  g_clear_pointer (&refusal->param, g_free);
  *refusal = (TriPracticeRefusal){ 0 };
}

gboolean
tri_practice_refuse (
    TriPracticeRefusal *refusal, guint status, const char *param, const char *code, const char *format, ...)
{
  va_list arguments;

  tri_practice_refusal_clear (refusal);
  refusal->status = status;
  refusal->type = "invalid_request_error";
  refusal->param = g_strdup (param);
  refusal->code = code;
  va_start (arguments, format);
  refusal->message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return FALSE;
}

GBytes *
tri_practice_refusal_to_bytes (const TriPracticeRefusal *refusal)
{
  g_auto (TriJsonWriter) writer = { 0 };

  tri_json_writer_init (&writer, 2);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_key (&writer, "error");
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "message", refusal->message);
  tri_json_writer_member_string (&writer, "type", refusal->type);
  tri_json_writer_member_string (&writer, "param", refusal->param);
  tri_json_writer_member_string (&writer, "code", refusal->code);
  tri_json_writer_end_object (&writer);
  tri_json_writer_end_object (&writer);
  return tri_json_writer_end (&writer);
}

/* What a token is, in the words of the published messages. */
static const char *
kind_in_words (const TriJsonIndex *index, guint token)
{
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);

  switch (tokens[token].kind)
    {
    case TRI_JSON_OBJECT:
      return "an object";
    case TRI_JSON_ARRAY:
      return "an array";
    case TRI_JSON_STRING:
      return "a string";
    case TRI_JSON_NUMBER:
      {
        g_autofree char *raw = tri_json_index_dup_raw (index, token);

        return strpbrk (raw, ".eE") ? "a decimal" : "an integer";
      }
    case TRI_JSON_NULL:
      return "null";
    default:
      return "a boolean";
    }
}

gboolean
tri_practice_refuse_type (
    TriPracticeRefusal *refusal, const TriJsonIndex *index, guint token, const char *path, const char *expected)
{
  return tri_practice_refuse (refusal, 400, path, "invalid_type",
                              "Invalid type for '%s': expected %s, but got %s instead.", path, expected,
                              kind_in_words (index, token));
}

gboolean
tri_practice_refuse_value (TriPracticeRefusal *refusal, const char *path, const char *value, const char *const *words)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *quoted = tri_text_dup_excerpt (value, MAX_QUOTED_CHARS);
  guint n_words = g_strv_length ((char **) words);

  /* Two words are joined by "and" alone, three and more with a comma before it. */
  for (guint i = 0; i < n_words; i++)
    {
      if (i > 0)
        g_string_append (list, i + 1 < n_words ? ", " : n_words > 2 ? ", and " : " and ");
      g_string_append_printf (list, "'%s'", words[i]);
    }
  return tri_practice_refuse (refusal, 400, path, "invalid_value", "Invalid value: '%s'. Supported values are: %s.",
                              quoted, list->str);
}

gboolean
tri_practice_refuse_missing (TriPracticeRefusal *refusal, const char *path)
{
  return tri_practice_refuse (refusal, 400, path, "missing_required_parameter", "Missing required parameter: '%s'.",
                              path);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain-text.h"

#include <string.h>

#include "curl-command.h"
#include "json-index.h"
#include "json-value.h"
#include "json-writer.h"

/* Sentences are looked for in so many lines; behind them stands the program's own way to where it failed. */
#define MAX_LINES 40

/* ---- Documents within a text ---- */

typedef struct
{
  const char *start, *end;
  gboolean is_python; /* a literal of Python: 'words', None, True */
} Document;

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Behind the string that begins at `at`; `end` if it is not closed. */
static const char *
skip_string (const char *at, const char *end)
{
  char quote = *at++;

  while (at < end && *at != quote)
    at += *at == '\\' && at + 1 < end ? 2 : 1;
  return MIN (at + 1, end);
}

/* Behind the bracket that closes the one at `at`; NULL if none does. */
static const char *
find_close (const char *at, const char *end, gboolean is_python)
{
  guint depth = 0;

  while (at < end)
    {
      if (*at == '"' || (is_python && *at == '\''))
        {
          at = skip_string (at, end);
          continue;
        }
      depth += *at == '{' || *at == '[';
      depth -= (*at == '}' || *at == ']') && depth > 0;
      at++;
      if (depth == 0)
        return at;
    }
  return NULL;
}

/* The next object, or array of objects, from `*at` on. */
static gboolean
next_document (const char **at, const char *end, Document *document)
{
  for (const char *p = *at; p < end; p++)
    {
      const char *inside = p + 1;

      if (*p != '{' && *p != '[')
        continue;
      while (inside < end && is_blank (*inside))
        inside++;
      if (inside == end || !strchr (*p == '{' ? "\"'}" : "{", *inside))
        continue;
      document->start = p;
      document->is_python = *inside == '\'';
      document->end = find_close (p, end, document->is_python);
      *at = document->end ? document->end : end;
      return document->end != NULL;
    }
  return FALSE;
}

/* ---- Literals of Python ---- */

/* A string of Python, from its quote on, as JSON; returns what stands behind it. */
static const char *
copy_python_string (const char *at, const char *end, GString *out)
{
  static const char plain[] = "nrtbf", meant[] = "\n\r\t\b\f";
  const char *behind = skip_string (at, end);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TriJsonValue) value = NULL;

  for (at++; at < behind - 1; at++)
    {
      const char *found = *at == '\\' && at[1] ? strchr (plain, at[1]) : NULL;
      guint n_digits = *at != '\\' ? 0 : at[1] == 'x' ? 2 : at[1] == 'u' ? 4 : at[1] == 'U' ? 8 : 0;
      gunichar letter = 0;

      if (*at != '\\')
        {
          g_string_append_c (text, *at);
          continue;
        }
      for (guint i = 0; i < n_digits && g_ascii_isxdigit (at[2 + i]); i++)
        letter = letter << 4 | (gunichar) g_ascii_xdigit_value (at[2 + i]);
      if (found)
        g_string_append_c (text, meant[found - plain]);
      else if (n_digits == 0)
        g_string_append_c (text, at[1]);
      else
        g_string_append_unichar (text, letter > 0 && g_unichar_validate (letter) ? letter : 0xfffd);
      at += 1 + MIN (n_digits, (guint) (behind - at - 2));
    }
  value = tri_json_value_new_string (text->str, (gssize) text->len);
  g_string_append (out, tri_json_value_get_raw (value));
  return behind;
}

static GBytes *
python_to_json (const Document *document)
{
  static const struct
  {
    const char *python, *json;
  } words[] = { { "None", "null" }, { "True", "true" }, { "False", "false" } };
  GString *out = g_string_new (NULL);

  for (const char *at = document->start; at < document->end;)
    {
      guint word = 0;

      if (*at == '\'' || *at == '"')
        {
          at = copy_python_string (at, document->end, out);
          continue;
        }
      while (word < G_N_ELEMENTS (words) && strncmp (at, words[word].python, strlen (words[word].python)) != 0)
        word++;
      if (word < G_N_ELEMENTS (words))
        {
          g_string_append (out, words[word].json);
          at += strlen (words[word].python);
        }
      else
        g_string_append_c (out, *at++);
    }
  return g_string_free_to_bytes (out);
}

/* ---- What they are ---- */

static gboolean
is_string (const TriJsonIndex *index, guint token)
{
  return token != TRI_JSON_NONE && tri_json_index_get_tokens (index, NULL)[token].kind == TRI_JSON_STRING;
}

/* An error in one of the forms that servers have for it; a request never has its members. */
static gboolean
is_error (const TriJsonIndex *index)
{
  guint first = tri_json_index_get_element (index, 0, 0);
  guint root = first == TRI_JSON_NONE ? 0 : first;
  guint error = tri_json_index_get_member (index, root, "error");

  if (error != TRI_JSON_NONE)
    return is_string (index, tri_json_index_get_member (index, error, "message"));
  return is_string (index, tri_json_index_get_member (index, root, "message"))
         && (tri_json_index_get_member (index, root, "type") != TRI_JSON_NONE
             || tri_json_index_get_member (index, root, "code") != TRI_JSON_NONE
             || tri_json_index_get_member (index, root, "object") != TRI_JSON_NONE);
}

static gboolean
is_request (const TriJsonIndex *index)
{
  static const char *const names[] = { "model", "messages", "input", "prompt" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (tri_json_index_get_member (index, 0, names[i]) != TRI_JSON_NONE)
      return TRUE;
  return FALSE;
}

static void
read_documents (TriExplainText *found, const char *text, const char *end)
{
  const char *begin = text;
  Document document;

  while ((!found->body || !found->request) && next_document (&text, end, &document))
    {
      g_autoptr (GBytes) bytes = document.is_python ? python_to_json (&document)
                                                    : g_bytes_new (document.start, document.end - document.start);
      g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);

      if (index && !found->body && is_error (index))
        {
          found->body = g_steal_pointer (&bytes);
          found->is_alone
              = !memchr (begin, '{', document.start - begin) && !memchr (document.end, '{', end - document.end);
        }
      else if (index && !found->request && !document.is_python && is_request (index))
        found->request = g_steal_pointer (&bytes);
    }
}

/* ---- Sentences ---- */

static GBytes *
new_body (const char *sentence)
{
  TriJsonWriter writer;

  tri_json_writer_init (&writer, 0);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_key (&writer, "error");
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "message", sentence);
  tri_json_writer_end_object (&writer);
  tri_json_writer_end_object (&writer);
  return tri_json_writer_end (&writer);
}

/* An error with this sentence, if it is one that is known. */
static GBytes *
try_sentence (const char *sentence)
{
  g_autoptr (GBytes) body = new_body (sentence);
  g_autoptr (TriExplanation) explanation = tri_explain (body, NULL, 0, NULL);

  return explanation && !g_str_equal (explanation->id, "unknown") ? g_steal_pointer (&body) : NULL;
}

/* A line may be the sentence, or have it behind the status: "BadRequestError: 400 Unknown parameter: 'n'." */
static GBytes *
find_sentence (const char *text, gsize n_bytes)
{
  g_autofree char *copy = g_strndup (text, n_bytes);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", MAX_LINES + 1);

  for (guint i = 0; lines[i] && i < MAX_LINES; i++)
    {
      const char *line = g_strstrip (lines[i]);
      const char *status = g_str_has_prefix (line, "4") ? line : strstr (line, " 4");
      GBytes *body = *line ? try_sentence (line) : NULL;

      status = status ? status + (*status == ' ') : NULL;
      if (!body && status && g_ascii_isdigit (status[1]) && g_ascii_isdigit (status[2]) && status[3] == ' ')
        body = try_sentence (status + 4);
      if (body)
        return body;
    }
  return NULL;
}

/* A page of what stands before the server, or no body at all: the status tells alone. */
static GBytes *
try_status (const char *text, gsize n_bytes, guint status)
{
  g_autoptr (GBytes) body = g_bytes_new (text, n_bytes);
  g_autoptr (TriExplanation) explanation = tri_explain (body, NULL, status, NULL);

  return explanation ? g_steal_pointer (&body) : NULL;
}

static void
read_command (TriExplainText *found, const char *text, gsize n_bytes)
{
  g_autofree char *copy = g_strndup (text, n_bytes);
  g_autoptr (TriCurlCommand) command = tri_curl_command_is_one (copy) ? tri_curl_command_parse (copy, NULL) : NULL;

  if (command && command->body)
    found->request = g_bytes_ref (command->body);
  if (command && command->url)
    found->endpoint = tri_format_find_for_url (command->url);
}

/* The three digits of a status of 400 and more; 0 if there are none. */
static guint
read_status (const char *at)
{
  return (*at == '4' || *at == '5') && g_ascii_isdigit (at[1]) && g_ascii_isdigit (at[2]) && !g_ascii_isalnum (at[3])
             ? (guint) g_ascii_strtoull (at, NULL, 10)
             : 0;
}

/* "HTTP/1.1 429 Too Many Requests", "Error code: 401 - {…}", "502 status code (no body)". */
static guint
find_status (const char *text, gsize n_bytes)
{
  static const char *const marks[]
      = { "HTTP/1.0 ", "HTTP/1.1 ", "HTTP/2 ", "HTTP/3 ", "Error code: ", "Error: ", "<title>", "<h1>" };
  g_autofree char *copy = g_strndup (text, n_bytes);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      const char *mark = strstr (copy, marks[i]);
      guint status = mark ? read_status (mark + strlen (marks[i])) : 0;

      if (status > 0)
        return status;
    }
  g_strstrip (copy);
  return strlen (copy) > 3 && copy[3] == ' ' ? read_status (copy) : 0;
}

TriExplainText *
tri_explain_text_read (const char *text, gsize n_bytes)
{
  g_autoptr (TriExplainText) found = g_new0 (TriExplainText, 1);

  if (n_bytes == 0 || !g_utf8_validate_len (text, n_bytes, NULL))
    return NULL;
  found->status = find_status (text, n_bytes);
  read_command (found, text, n_bytes);
  read_documents (found, text, text + n_bytes);
  if (!found->body)
    {
      found->body = find_sentence (text, n_bytes);
      found->is_alone = !found->request;
      if (!found->body && !found->request)
        found->body = try_status (text, n_bytes, found->status);
    }
  return found->body ? g_steal_pointer (&found) : NULL;
}

void
tri_explain_text_free (TriExplainText *text)
{
  if (!text)
    return;
  g_clear_pointer (&text->body, g_bytes_unref);
  g_clear_pointer (&text->request, g_bytes_unref);
  g_free (text);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "echo.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "text.h"

/* In a sentence a value is quoted up to here. */
#define MAX_QUOTED 60

void
tri_echo_free (TriEcho *echo)
{
  g_free (echo->what);
  g_free (echo->asked);
  g_free (echo->said);
  g_free (echo->text);
  g_free (echo);
}

/* Swallows the texts. */
static void
add_echo (GPtrArray *echoes, const char *what, char *asked, char *said, char *text)
{
  TriEcho *echo = g_new (TriEcho, 1);

  *echo = (TriEcho){ g_strdup (what), asked, said, text };
  g_ptr_array_add (echoes, echo);
}

static const TriJsonToken *
get_tokens (TriFieldMap *map, guint *n_tokens)
{
  return tri_json_index_get_tokens (tri_field_map_get_index (map), n_tokens);
}

/* A value as it is quoted in a sentence: a string without its quotes. */
static char *
dup_value (TriFieldMap *map, guint token)
{
  g_autofree char *text = tri_json_index_dup_string (tri_field_map_get_index (map), token, NULL);
  g_autofree char *fit = NULL;

  if (!text)
    text = tri_json_index_dup_raw (tri_field_map_get_index (map), token);
  fit = tri_text_dup_displayable (text ? text : "", -1, NULL);
  return tri_text_dup_excerpt (fit, MAX_QUOTED);
}

static double
read_number (TriFieldMap *map, guint token)
{
  g_autofree char *raw = tri_json_index_dup_raw (tri_field_map_get_index (map), token);

  return raw ? g_ascii_strtod (raw, NULL) : 0;
}

static guint
find_asked (TriFieldMap *request, const char *path)
{
  return request ? tri_json_index_find (tri_field_map_get_index (request), path) : TRI_JSON_NONE;
}

static gboolean
is_kind (TriFieldMap *map, guint token, TriJsonKind kind)
{
  return token != TRI_JSON_NONE && get_tokens (map, NULL)[token].kind == kind;
}

/* The only value of this meaning that stands outside all arrays: what is repeated belongs to items, not to settings. An
 * object that holds it says nothing itself. */
static guint
find_setting (TriFieldMap *map, const TriMeaning *meaning)
{
  g_autoptr (GArray) found = tri_field_map_list (map, meaning);
  const TriJsonToken *tokens = get_tokens (map, NULL);
  guint setting = TRI_JSON_NONE;

  for (guint i = 0; i < found->len; i++)
    {
      guint token = g_array_index (found, guint32, i);

      if (tokens[token].kind <= TRI_JSON_ARRAY)
        continue;
      if (setting != TRI_JSON_NONE || strchr (tri_field_map_get_cell (map, token)->path, '['))
        return TRI_JSON_NONE;
      setting = token;
    }
  return setting;
}

static gboolean
is_same (TriFieldMap *a, guint token_a, TriFieldMap *b, guint token_b)
{
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  if (is_kind (a, token_a, TRI_JSON_NUMBER) && is_kind (b, token_b, TRI_JSON_NUMBER))
    return read_number (a, token_a) == read_number (b, token_b);
  one = dup_value (a, token_a);
  other = dup_value (b, token_b);
  return get_tokens (a, NULL)[token_a].kind == get_tokens (b, NULL)[token_b].kind && g_str_equal (one, other);
}

/* Settings that the server repeats. */
static void
compare_settings (GPtrArray *echoes, const TriEchoSource *source)
{
  guint n_meanings;
  const TriMeaning *const *meanings = tri_rosetta_list (&n_meanings);

  for (guint i = 0; source->request && source->response && i < n_meanings; i++)
    {
      guint asked = find_setting (source->request, meanings[i]);
      guint said = asked == TRI_JSON_NONE ? asked : find_setting (source->response, meanings[i]);
      g_autofree char *asked_text = NULL;
      g_autofree char *said_text = NULL;

      if (said == TRI_JSON_NONE || is_same (source->request, asked, source->response, said)
          || g_str_equal (meanings[i]->id, "model"))
        continue;
      asked_text = dup_value (source->request, asked);
      said_text = dup_value (source->response, said);
      add_echo (
          echoes, meanings[i]->id, g_strdup (asked_text), g_strdup (said_text),
          /* Translators: a setting, as it was asked for and as the server repeats it */
          g_strdup_printf (_ ("%s: asked %s, the server says %s."), _ (meanings[i]->title), asked_text, said_text));
    }
}

static void
compare_model (GPtrArray *echoes, const TriEchoSource *source)
{
  guint token = find_asked (source->request, "model");
  g_autofree char *asked = NULL;
  g_autofree char *said = NULL;
  g_autofree char *fit = NULL;

  if (!is_kind (source->request, token, TRI_JSON_STRING) || !source->reply->model || !source->reply->model[0])
    return;
  asked = dup_value (source->request, token);
  fit = tri_text_dup_displayable (source->reply->model, -1, NULL);
  said = tri_text_dup_excerpt (fit, MAX_QUOTED);
  if (!g_str_equal (asked, said))
    add_echo (echoes, "model", g_strdup (asked), g_strdup (said),
              g_strdup_printf (_ ("Model: asked %s, %s answered."), asked, said));
}

/* How many answers the limit holds for: each of several, also of those that are only written to be chosen from. */
static gint64
count_answers_asked (TriFieldMap *request)
{
  static const char *const paths[] = { "n", "best_of" };
  gint64 n = 1;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      guint token = find_asked (request, paths[i]);

      if (is_kind (request, token, TRI_JSON_NUMBER))
        n = MAX (n, (gint64) CLAMP (read_number (request, token), 0, G_MAXINT));
    }
  return n;
}

static void
compare_limit (GPtrArray *echoes, const TriEchoSource *source)
{
  const TriMeaning *meaning = tri_meaning_find ("output-limit");
  guint token = source->request ? find_setting (source->request, meaning) : TRI_JSON_NONE;
  gint64 limit = is_kind (source->request, token, TRI_JSON_NUMBER)
                     ? (gint64) CLAMP (read_number (source->request, token), 0, G_MAXINT)
                     : -1;

  if (limit >= 0 && source->reply->output_tokens > limit * count_answers_asked (source->request))
    {
      char *asked = g_strdup_printf ("%" G_GINT64_FORMAT, limit);
      char *said = g_strdup_printf ("%" G_GINT64_FORMAT, source->reply->output_tokens);

      add_echo (
          echoes, meaning->id, asked, said,
          /* Translators: how many tokens came, and what the limit was */
          g_strdup_printf (_ ("%s output tokens came, though the limit was %s: the server ignored it."), said, asked));
    }
}

static void
compare_choices (GPtrArray *echoes, const TriEchoSource *source)
{
  guint token = find_asked (source->request, "n");
  guint choices
      = source->response ? tri_json_index_find (tri_field_map_get_index (source->response), "choices") : TRI_JSON_NONE;
  guint n_asked, n_came = 0;
  const TriJsonToken *tokens;

  if (!is_kind (source->request, token, TRI_JSON_NUMBER) || !is_kind (source->response, choices, TRI_JSON_ARRAY))
    return;
  n_asked = (guint) CLAMP (read_number (source->request, token), 0, G_MAXINT);
  tokens = get_tokens (source->response, NULL);
  for (guint i = choices + 1; i < tokens[choices].next; i = tokens[i].next)
    n_came++;
  if (n_asked != n_came)
    add_echo (echoes, "choices", g_strdup_printf ("%u", n_asked), g_strdup_printf ("%u", n_came),
              g_strdup_printf (_ ("Choices: asked %u, %u came."), n_asked, n_came));
}

/* Whether they were asked for under any of the names that the formats have for it. */
static gboolean
asks_for_logprobs (TriFieldMap *request)
{
  TriJsonIndex *index = request ? tri_field_map_get_index (request) : NULL;
  guint token = find_asked (request, "logprobs");
  guint include = find_asked (request, "include");
  guint element;

  if (is_kind (request, token, TRI_JSON_TRUE) || is_kind (request, token, TRI_JSON_NUMBER))
    return TRUE;
  for (guint i = 0;
       (element = include == TRI_JSON_NONE ? include : tri_json_index_get_element (index, include, i)) != TRI_JSON_NONE;
       i++)
    {
      g_autofree char *word = tri_json_index_dup_string (index, element, NULL);

      if (g_strcmp0 (word, "message.output_text.logprobs") == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_logprobs (TriFieldMap *response)
{
  guint n_tokens;
  const TriJsonToken *tokens = get_tokens (response, &n_tokens);

  for (guint i = 0; i + 1 < n_tokens; i++)
    if (tokens[i].is_key && tokens[i + 1].next > i + 2 && tokens[i].end - tokens[i].start == strlen ("\"logprobs\""))
      {
        g_autofree char *name = tri_json_index_dup_string (tri_field_map_get_index (response), i, NULL);

        if (g_strcmp0 (name, "logprobs") == 0)
          return TRUE;
      }
  return FALSE;
}

static void
compare_logprobs (GPtrArray *echoes, const TriEchoSource *source)
{
  if (source->response && asks_for_logprobs (source->request) && !has_logprobs (source->response))
    add_echo (echoes, "logprobs", g_strdup (_ ("log probabilities")), g_strdup (_ ("none")),
              g_strdup (_ ("Log probabilities were asked for, and none came.")));
}

static void
look_for_stop (GPtrArray *echoes, TriFieldMap *request, guint token, const char *text)
{
  g_autofree char *stop = tri_json_index_dup_string (tri_field_map_get_index (request), token, NULL);
  g_autofree char *quoted = NULL;

  if (!stop || !stop[0] || !strstr (text, stop))
    return;
  quoted = dup_value (request, token);
  add_echo (echoes, "stop", g_strdup (quoted), g_strdup (quoted),
            g_strdup_printf (_ ("The stop sequence “%s” stands in the text: the server ignored it."), quoted));
}

static void
compare_stops (GPtrArray *echoes, const TriEchoSource *source)
{
  guint token = find_asked (source->request, "stop");
  g_autofree char *text = token == TRI_JSON_NONE ? NULL : tri_reply_dup_text (source->reply);
  guint element;

  if (!text)
    return;
  look_for_stop (echoes, source->request, token, text);
  for (guint i = 0;
       (element = tri_json_index_get_element (tri_field_map_get_index (source->request), token, i)) != TRI_JSON_NONE;
       i++)
    look_for_stop (echoes, source->request, element, text);
}

/* Of these kinds in the first answer */
static guint
count_parts (const TriReply *reply, TriPartKind kind)
{
  guint n = 0;

  for (guint i = 0; i < reply->parts->len; i++)
    {
      const TriPart *part = g_ptr_array_index (reply->parts, i);

      n += part->kind == kind && part->choice == 0;
    }
  return n;
}

/* The only value of a meaning, as a word; NULL if it is none. (transfer full) */
static char *
dup_word (TriFieldMap *request, const char *meaning)
{
  guint token = request ? find_setting (request, tri_meaning_find (meaning)) : TRI_JSON_NONE;

  return token == TRI_JSON_NONE ? NULL : tri_json_index_dup_string (tri_field_map_get_index (request), token, NULL);
}

/* Whether it keeps to the schema is not looked at: that it is JSON is the least of it. */
static void
compare_format (GPtrArray *echoes, const TriEchoSource *source)
{
  g_autofree char *format = dup_word (source->request, "answer-format");
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TriJsonIndex) index = NULL;

  if (!format || !(g_str_equal (format, "json_object") || g_str_equal (format, "json_schema"))
      || source->reply->finish != TRI_FINISH_STOP || count_parts (source->reply, TRI_PART_TEXT) == 0)
    return;
  text = tri_reply_dup_text (source->reply);
  bytes = g_bytes_new_static (text, strlen (text));
  index = tri_json_index_new (bytes, NULL);
  if (!index)
    add_echo (echoes, "answer-format", g_strdup (format), g_strdup (_ ("other text")),
              g_strdup (_ ("JSON was asked for, and the text is none.")));
}

static void
compare_calls (GPtrArray *echoes, const TriEchoSource *source)
{
  g_autofree char *choice = dup_word (source->request, "tool-choice");
  g_autofree char *kind = dup_word (source->request, "tool-choice-kind");
  guint parallel = find_asked (source->request, "parallel_tool_calls"); /* the same in both formats that have it */
  guint n_calls = count_parts (source->reply, TRI_PART_TOOL_CALL);

  if (source->reply->finish == TRI_FINISH_STOP && n_calls == 0
      && (g_strcmp0 (choice, "required") == 0 || g_strcmp0 (kind, "function") == 0 || g_strcmp0 (kind, "custom") == 0))
    add_echo (echoes, "tool-choice", g_strdup (choice ? choice : kind), g_strdup (_ ("none")),
              g_strdup (_ ("A call of a tool was required, and none came.")));
  if (is_kind (source->request, parallel, TRI_JSON_FALSE) && n_calls > 1)
    add_echo (echoes, "parallel-tool-calls", g_strdup ("1"), g_strdup_printf ("%u", n_calls),
              g_strdup_printf (_ ("One call at a time was asked for, and %u came at once."), n_calls));
}

static void
compare_echo (GPtrArray *echoes, const TriEchoSource *source)
{
  guint token = find_asked (source->request, "prompt");
  g_autofree char *prompt = NULL;
  g_autofree char *text = NULL;

  if (!is_kind (source->request, find_asked (source->request, "echo"), TRI_JSON_TRUE)
      || !is_kind (source->request, token, TRI_JSON_STRING) || count_parts (source->reply, TRI_PART_TEXT) == 0)
    return;
  prompt = tri_json_index_dup_string (tri_field_map_get_index (source->request), token, NULL);
  text = tri_reply_dup_text (source->reply);
  if (prompt && !g_str_has_prefix (text, prompt))
    add_echo (echoes, "echo", g_strdup ("true"), g_strdup ("false"),
              g_strdup (_ ("The prompt was to stand before the answer, and does not.")));
}

static void
compare_stream (GPtrArray *echoes, const TriEchoSource *source)
{
  gboolean asks_stream = is_kind (source->request, find_asked (source->request, "stream"), TRI_JSON_TRUE);
  guint usage = find_asked (source->request, "stream_options.include_usage");

  if (asks_stream && !source->is_stream)
    add_echo (echoes, "stream", g_strdup ("true"), g_strdup ("false"),
              g_strdup (_ ("A stream was asked for, and one document came.")));
  if (source->is_stream && is_kind (source->request, usage, TRI_JSON_TRUE) && !source->reply->usage_seen)
    add_echo (echoes, "usage", g_strdup ("true"), g_strdup (_ ("none")),
              g_strdup (_ ("Usage was asked for in the stream, and none came.")));
}

GPtrArray *
tri_echo_list (const TriEchoSource *source)
{
  GPtrArray *echoes = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_echo_free);

  compare_model (echoes, source);
  compare_settings (echoes, source);
  compare_limit (echoes, source);
  compare_choices (echoes, source);
  compare_logprobs (echoes, source);
  compare_stops (echoes, source);
  compare_format (echoes, source);
  compare_calls (echoes, source);
  compare_echo (echoes, source);
  compare_stream (echoes, source);
  return echoes;
}

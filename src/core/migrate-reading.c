/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-reading.h"

/* When something is read of an answer. */
typedef enum
{
  ALWAYS,
  ONE_ANSWER,
  MANY_ANSWERS,
  WITH_TOOLS,
  WITH_LOGPROBS
} Condition;

/* What people read of an answer, in the order in which code does. */
static const struct
{
  const char *topic;
  const char *meaning;
  Condition condition;
  gboolean in_stream;
} topics[] = {
  { "text", "text", ONE_ANSWER, FALSE },
  { "texts", "text", MANY_ANSWERS, FALSE },
  { "refusal", "refusal", ALWAYS, FALSE },
  { "calls", "tool-calls", WITH_TOOLS, FALSE },
  { "logprobs", "logprobs", WITH_LOGPROBS, FALSE },
  { "end", "end", ALWAYS, FALSE },
  { "usage", "usage", ALWAYS, FALSE },
  { "stream-text", "text", ALWAYS, TRUE },
  { "stream-calls", "tool-calls", WITH_TOOLS, TRUE },
  { "stream-end", "end", ALWAYS, TRUE },
  { "stream-usage", "usage", ALWAYS, TRUE },
};

static const struct
{
  const char *name, *title;
} languages[TRI_N_READING_LANGUAGES] = { { "python", "Python" }, { "javascript", "JavaScript" } };

const char *
tri_reading_language_get_title (TriReadingLanguage language)
{
  return languages[language].title;
}

gboolean
tri_reading_language_find (const char *name, TriReadingLanguage *language)
{
  for (guint i = 0; i < TRI_N_READING_LANGUAGES; i++)
    if (g_str_equal (languages[i].name, name))
      {
        *language = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
asks_for (const TriJsonIndex *index, guint root, const char *member)
{
  guint token = tri_json_index_get_member (index, root, member);
  g_autofree char *raw = token == TRI_JSON_NONE ? NULL : tri_json_index_dup_raw (index, token);

  return raw && !g_str_equal (raw, "false") && !g_str_equal (raw, "null") && !g_str_equal (raw, "[]");
}

static gboolean
asks_for_many (const TriJsonIndex *index, guint root)
{
  guint token = tri_json_index_get_member (index, root, "n");
  g_autofree char *raw = token == TRI_JSON_NONE ? NULL : tri_json_index_dup_raw (index, token);

  return raw && g_ascii_strtoll (raw, NULL, 10) > 1;
}

/* Responses asks for them by a word in a list. */
static gboolean
asks_for_logprobs (const TriJsonIndex *index, guint root)
{
  guint include = tri_json_index_get_member (index, root, "include");
  guint element;

  for (guint i = 0; (element = tri_json_index_get_element (index, include, i)) != TRI_JSON_NONE; i++)
    {
      g_autofree char *word = tri_json_index_dup_string (index, element, NULL);

      if (g_strcmp0 (word, "message.output_text.logprobs") == 0)
        return TRUE;
    }
  return asks_for (index, root, "logprobs");
}

static gboolean
is_read (Condition condition, const TriJsonIndex *index, guint root)
{
  switch (condition)
    {
    case ONE_ANSWER:
      return !asks_for_many (index, root);
    case MANY_ANSWERS:
      return asks_for_many (index, root);
    case WITH_TOOLS:
      return asks_for (index, root, "tools");
    case WITH_LOGPROBS:
      return asks_for_logprobs (index, root);
    case ALWAYS:
    default:
      return TRUE;
    }
}

/* Outside of Responses the tokens of a stream are counted only where that is asked for. */
static gboolean
has_usage (const TriFormat *from, const TriJsonIndex *index, guint root)
{
  guint options = tri_json_index_get_member (index, root, "stream_options");

  return g_str_equal (from->id, "responses") || asks_for (index, options, "include_usage");
}

static const char *
find_code (const char *topic, const TriFormat *format, TriReadingLanguage language)
{
  guint n_codes;
  const TriReadingCode *codes = tri_reading_list_codes (&n_codes);

  for (guint i = 0; i < n_codes; i++)
    if (g_str_equal (codes[i].topic, topic) && g_str_equal (codes[i].format, format->id))
      return codes[i].code[language];
  return NULL;
}

GPtrArray *
tri_migrate_list_reading (
    const TriFormat *from, const TriFormat *to, const TriJsonIndex *index, guint root, TriReadingLanguage language)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (g_free);
  gboolean in_stream = asks_for (index, root, "stream");

  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      TriReadingChange change
          = { topics[i].topic, tri_meaning_find (topics[i].meaning), topics[i].in_stream,
              find_code (topics[i].topic, from, language), find_code (topics[i].topic, to, language) };

      if (topics[i].in_stream != in_stream || !is_read (topics[i].condition, index, root))
        continue;
      if (g_str_equal (topics[i].topic, "stream-usage") && !has_usage (from, index, root))
        change.before = NULL;
      if (g_strcmp0 (change.before, change.after) != 0)
        g_ptr_array_add (changes, g_memdup2 (&change, sizeof (change)));
    }
  return changes;
}

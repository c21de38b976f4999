/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-answer.h"

#include "practice-server.h"
#include "core/samples.h"
#include "core/text.h"

#include <string.h>

#define PREFIX "[practice server]"
#define MAX_QUOTED_CHARS 120

typedef enum
{
  CLASS_SPACE,  /* waits for the token that follows */
  CLASS_WORD,   /* a letter or digit: runs of them are one token */
  CLASS_SINGLE, /* a token of its own */
  CLASS_GLUE    /* belongs to the character before it */
} CharClass;

#define ZERO_WIDTH_JOINER 0x200D

static CharClass
classify (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return g_unichar_ismark (c) ? CLASS_GLUE : CLASS_SINGLE;
    default:
      break;
    }
  if (g_unichar_ismark (c) || (c >= 0x1F3FB && c <= 0x1F3FF))
    return CLASS_GLUE;
  if (g_unichar_isalnum (c))
    return CLASS_WORD;
  switch (g_unichar_type (c))
    {
    case G_UNICODE_FORMAT:
      return CLASS_GLUE;
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR:
      return CLASS_SPACE;
    default:
      return CLASS_SINGLE;
    }
}

/* The end of the token that begins at `text`; NULL if no token follows, only white space. */
static const char *
end_of_token (const char *text)
{
  gboolean in_word = FALSE, in_single = FALSE, is_joined = FALSE;

  for (; *text; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      CharClass class = classify (c);

      if (is_joined && (in_word || in_single) && class != CLASS_SPACE)
        class = CLASS_GLUE;
      is_joined = c == ZERO_WIDTH_JOINER;

      if (class == CLASS_GLUE)
        continue;
      if (in_single || (in_word && class != CLASS_WORD))
        return text;
      in_word = class == CLASS_WORD;
      in_single = class == CLASS_SINGLE;
    }
  return in_word || in_single ? text : NULL;
}

guint
tri_practice_count_tokens (const char *text)
{
  guint n = 0;

  while ((text = end_of_token (text)))
    n++;
  return n;
}

gsize
tri_practice_end_of_tokens (const char *text, guint n_tokens)
{
  const char *place = text;

  if (n_tokens == 0)
    return 0;
  for (guint i = 0; i < n_tokens; i++)
    {
      const char *end = end_of_token (place);

      if (!end)
        return strlen (text);
      place = end;
    }
  return end_of_token (place) ? (gsize) (place - text) : strlen (text);
}

static gboolean
equal_stripped (const char *a, const char *b)
{
  g_autofree char *x = g_strstrip (g_strdup (a));
  g_autofree char *y = g_strstrip (g_strdup (b));

  return g_str_equal (x, y);
}

static const char *
find_known_answer (const char *text)
{
  guint n_samples;
  const TriSample *samples = tri_samples_list (&n_samples);

  for (guint i = 0; i < n_samples; i++)
    if (equal_stripped (samples[i].text, text))
      return samples[i].answer;
  return NULL;
}

static guint
count_words (const char *text)
{
  gboolean in_word = FALSE;
  guint n = 0;

  for (; *text; text = g_utf8_next_char (text))
    {
      gboolean is_space = g_unichar_isspace (g_utf8_get_char (text));

      n += !is_space && !in_word;
      in_word = !is_space;
    }
  return n;
}

/* "3 words", "1 word". English only: this is wire text. */
static void
append_count (GString *out, guint n, const char *noun)
{
  g_string_append_printf (out, "%u %s%s", n, noun, n == 1 ? "" : "s");
}

/* For any prompt that is not a sample: what reached the server, so that one can see that all of it did. */
static char *
dup_explanation (const TriPracticeTalk *talk)
{
  g_autoptr (GString) out = g_string_new ("No model is at work here, so this is not an answer but a receipt. ");
  g_autofree char *excerpt = tri_text_dup_excerpt (talk->text, MAX_QUOTED_CHARS);

  if (*excerpt)
    g_string_append_printf (out, "Your prompt “%s” arrived", excerpt);
  else
    g_string_append (out, "No prompt from a user arrived");
  g_string_append (out, " with ");
  if (talk->instructions)
    {
      append_count (out, count_words (talk->instructions), "word");
      g_string_append (out, " of instructions and ");
    }
  else
    g_string_append (out, "no instructions and ");
  if (talk->turns->len > 0)
    append_count (out, talk->turns->len, "earlier turn");
  else
    g_string_append (out, "no earlier turns");
  g_string_append (out, "; the prompt itself counts ");
  append_count (out, tri_practice_count_tokens (talk->text), "practice token");
  g_string_append (out, ". ");
  if (talk->n_other > 0)
    {
      g_string_append (out, "With it came ");
      append_count (out, talk->n_other, "part");
      g_string_append (out, " beside plain text, which this server counts but cannot read. ");
    }
  g_string_append (out, "Whichever way you send it, you get this same text, so what differs beside it is the format.");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
dup_answer_text (const TriPracticeTalk *talk)
{
  const char *known = find_known_answer (talk->text);

  /* A continuation brings its own blank, and has to begin with one. */
  if (known && *known == ' ')
    return g_strconcat (" " PREFIX, known, NULL);
  if (known)
    return g_strconcat (PREFIX " ", known, NULL);
  else
    {
      g_autofree char *explanation = dup_explanation (talk);

      return g_strconcat (PREFIX " ", explanation, NULL);
    }
}

/* Cuts `text` before the first stop sequence in it, the longest reach of whichever comes first. */
static void
cut_at_stop (char *text, const char *const *stop)
{
  char *first = NULL;

  for (; stop && *stop; stop++)
    {
      char *place = **stop ? strstr (text, *stop) : NULL;

      if (place && (!first || place < first))
        first = place;
    }
  if (first)
    *first = '\0';
}

TriPracticeAnswer *
tri_practice_answer_new (const TriPracticeTalk *talk, const char *echo, gint64 limit, const char *const *stop)
{
  TriPracticeAnswer *answer = g_new0 (TriPracticeAnswer, 1);
  g_autofree char *text = dup_answer_text (talk);
  g_autoptr (GString) whole = g_string_new (echo);
  gsize lead = whole->len, end;
  const char *place = text, *next;

  cut_at_stop (text, stop);
  answer->ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  if (lead > 0)
    g_array_append_val (answer->ends, lead);
  for (; (next = end_of_token (place)); place = next)
    {
      if (limit >= 0 && answer->n_tokens >= limit)
        {
          answer->is_cut = TRUE;
          text[place - text] = '\0';
          break;
        }
      answer->n_tokens++;
      end = lead + (next - text);
      g_array_append_val (answer->ends, end);
    }

  g_string_append (whole, text);
  if (answer->n_tokens > 0)
    g_array_index (answer->ends, gsize, answer->ends->len - 1) = whole->len;
  else
    g_string_truncate (whole, lead);
  answer->text = g_string_free (g_steal_pointer (&whole), FALSE);
  return answer;
}

void
tri_practice_answer_free (TriPracticeAnswer *answer)
{
  if (!answer)
    return;
  g_free (answer->text);
  g_array_unref (answer->ends);
  g_free (answer);
}

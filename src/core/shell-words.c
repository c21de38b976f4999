/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shell-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"

typedef struct
{
  const char *text;
  const char *at;
  TriShellWord *word; /* the one under way, NULL between words */
  GPtrArray *words;
} Scan;

static void
word_free (gpointer data)
{
  TriShellWord *word = data;

  /* A word may be a key. */
  memset (word->text->str, 0, word->text->len);
  g_string_free (word->text, TRUE);
  g_free (word->variable);
  g_array_unref (word->places);
  g_free (word);
}

static gboolean
fail (Scan *scan, const char *at, const char *what, GError **error)
{
  guint line = 1, column = 1;

  for (const char *p = scan->text; p < at; p = g_utf8_next_char (p))
    {
      column = *p == '\n' ? 1 : column + 1;
      line += *p == '\n';
    }
  g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("line %u, column %u: %s"), line, column, what);
  return FALSE;
}

static TriShellWord *
get_word (Scan *scan)
{
  if (scan->word == NULL)
    {
      scan->word = g_new0 (TriShellWord, 1);
      scan->word->text = g_string_new (NULL);
      scan->word->places = g_array_new (FALSE, FALSE, sizeof (TriShellPlace));
      g_ptr_array_add (scan->words, scan->word);
    }
  return scan->word;
}

/* The bytes from `at` on are part of the word that is read. */
static void
append (Scan *scan, const char *at, gsize n_bytes)
{
  TriShellWord *word = get_word (scan);
  TriShellPlace place = { word->text->len, (gsize) (at - scan->text) };
  const TriShellPlace *last
      = word->places->len ? &g_array_index (word->places, TriShellPlace, word->places->len - 1) : NULL;

  if (!last || place.raw - last->raw != place.text - last->text)
    g_array_append_val (word->places, place);
  g_string_append_len (word->text, at, (gssize) n_bytes);
}

static gsize
get_line_end (const char *at)
{
  return *at == '\n' ? 1 : at[0] == '\r' && at[1] == '\n' ? 2 : 0;
}

static gboolean
is_name (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* At a "$" that a shell would replace: keeps it as it is written, and notes it. Anything else behind a "$" is a plain
 * sign. */
static void
read_dollar (Scan *scan)
{
  TriShellWord *word = get_word (scan);
  const char *start = scan->at, *name = start + 1, *end;

  if (*name == '(')
    word->substitutes = TRUE;
  if (*name == '{')
    name++;
  for (end = name; is_name (*end); end++)
    ;
  if (end > name && (start[1] != '{' || *end == '}'))
    {
      if (word->n_expanded++ == 0)
        {
          word->variable = g_strndup (name, end - name);
          word->start = word->text->len;
          word->end = word->start + (end - start) + (start[1] == '{');
        }
      end += start[1] == '{';
    }
  else
    {
      word->n_expanded += start[1] == '{';
      end = start + 1;
    }
  append (scan, start, (gsize) (end - start));
  scan->at = end;
}

static gboolean
read_single (Scan *scan, GError **error)
{
  const char *start = scan->at, *end = strchr (start + 1, '\'');

  if (end == NULL)
    return fail (scan, start, _ ("this single quote is never closed"), error);
  append (scan, start + 1, (gsize) (end - start - 1));
  scan->at = end + 1;
  return TRUE;
}

static gboolean
read_double (Scan *scan, GError **error)
{
  const char *start = scan->at++;
  TriShellWord *word = get_word (scan);

  while (*scan->at && *scan->at != '"')
    if (*scan->at == '\\' && get_line_end (scan->at + 1))
      scan->at += 1 + get_line_end (scan->at + 1);
    else if (*scan->at == '\\' && scan->at[1] && strchr ("$`\"\\", scan->at[1]))
      {
        append (scan, scan->at + 1, 1);
        scan->at += 2;
      }
    else if (*scan->at == '$')
      read_dollar (scan);
    else
      {
        word->substitutes |= *scan->at == '`';
        append (scan, scan->at++, 1);
      }
  if (*scan->at == '\0')
    return fail (scan, start, _ ("this double quote is never closed"), error);
  scan->at++;
  return TRUE;
}

/* A number of at most `most` digits; returns how many there were. */
static guint
read_digits (const char *at, guint base, guint most, guint *value)
{
  guint n = 0;

  for (*value = 0; n < most && g_ascii_isxdigit (at[n]) && (guint) g_ascii_xdigit_value (at[n]) < base; n++)
    *value = *value * base + (guint) g_ascii_xdigit_value (at[n]);
  return n;
}

/* Behind a backslash in $'…': appends what is meant. FALSE if that is NUL, or no character at all. */
static gboolean
read_escape (Scan *scan)
{
  static const char plain[] = "abefnrtv\\'\"?E", meant[] = "\a\b\033\f\n\r\t\v\\'\"?\033";
  GString *text = get_word (scan)->text;
  char kind = *scan->at;
  const char *found = kind ? strchr (plain, kind) : NULL;
  guint most = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
  guint value, n;

  if (found)
    {
      g_string_append_c (text, meant[found - plain]);
      scan->at++;
      return TRUE;
    }
  if (most > 0 && (n = read_digits (scan->at + 1, 16, most, &value)) > 0)
    scan->at += 1 + n;
  else if ((n = read_digits (scan->at, 8, 3, &value)) > 0)
    {
      scan->at += n;
      value &= 0xff;
      most = 2;
    }
  else
    {
      g_string_append_c (text, '\\');
      return TRUE;
    }
  if (value == 0 || (most > 2 && !g_unichar_validate (value)))
    return FALSE;
  if (most > 2)
    g_string_append_unichar (text, value);
  else
    g_string_append_c (text, (char) value);
  return TRUE;
}

static gboolean
read_ansi (Scan *scan, GError **error)
{
  const char *start = scan->at;

  get_word (scan);
  scan->at += 2;
  while (*scan->at && *scan->at != '\'')
    {
      const char *place = scan->at;

      if (*scan->at != '\\')
        append (scan, scan->at++, 1);
      else
        {
          append (scan, scan->at++, 0);
          if (!read_escape (scan))
            return fail (scan, place, _ ("this escape is no character"), error);
        }
    }
  if (*scan->at == '\0')
    return fail (scan, start, _ ("this single quote is never closed"), error);
  scan->at++;
  return TRUE;
}

/* A backslash that ends a line makes it go on, also where blanks slipped in behind it. */
static void
read_backslash (Scan *scan)
{
  const char *rest = scan->at + 1 + strspn (scan->at + 1, " \t");

  if (get_line_end (rest) || *rest == '\0')
    {
      scan->at = rest + get_line_end (rest);
      return;
    }
  append (scan, scan->at + 1, (gsize) (g_utf8_next_char (scan->at + 1) - (scan->at + 1)));
  scan->at = g_utf8_next_char (scan->at + 1);
}

/* The prompt of Windows and PowerShell go on behind ^ and `: their quotes have other rules, which must not be guessed.
 */
static gboolean
check_shell (Scan *scan, GError **error)
{
  for (const char *p = strpbrk (scan->text, "^`"); p; p = strpbrk (p + 1, "^`"))
    {
      const char *rest = p + 1 + strspn (p + 1, " \t");

      if (get_line_end (rest))
        return fail (scan, p,
                     _ ("this was copied for the command prompt of Windows; copy it for bash or another POSIX shell "
                        "instead"),
                     error);
    }
  return TRUE;
}

/* One step outside of quotes; `*over` at the end of the command. */
static gboolean
step (Scan *scan, gboolean *over, GError **error)
{
  char c = *scan->at;

  if (c == ' ' || c == '\t')
    {
      scan->word = NULL;
      scan->at++;
    }
  else if (get_line_end (scan->at) || strchr (";|&<>", c))
    {
      /* Empty lines before a command are nothing. */
      *over = scan->words->len > 0 || !get_line_end (scan->at);
      scan->at += MAX (get_line_end (scan->at), 1);
      scan->word = NULL;
    }
  else if (c == '#' && scan->word == NULL)
    scan->at += strcspn (scan->at, "\n");
  else if (c == '\\')
    read_backslash (scan);
  else if (c == '\'')
    return read_single (scan, error);
  else if (c == '"' || (c == '$' && scan->at[1] == '"'))
    {
      scan->at += c == '$';
      return read_double (scan, error);
    }
  else if (c == '$' && scan->at[1] == '\'')
    return read_ansi (scan, error);
  else if (c == '$')
    read_dollar (scan);
  else
    {
      get_word (scan)->substitutes |= c == '`';
      append (scan, scan->at++, 1);
    }
  return TRUE;
}

GPtrArray *
tri_shell_words_read (const char *text, gboolean *left_out, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (word_free);
  Scan scan = { .text = text, .at = text, .words = words };
  gboolean over = FALSE;

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("expected a text in UTF-8"));
      return NULL;
    }
  if (!check_shell (&scan, error))
    return NULL;
  while (*scan.at && !over)
    {
      gsize before = (gsize) (scan.at - text);
      guint n_words = words->len;

      if (!step (&scan, &over, error))
        return NULL;
      if (words->len > n_words)
        ((TriShellWord *) words->pdata[n_words])->raw_start = before;
      if (scan.word)
        scan.word->raw_end = (gsize) (scan.at - text);
    }
  if (left_out)
    *left_out = scan.at[strspn (scan.at, " \t\r\n")] != '\0';
  return g_steal_pointer (&words);
}

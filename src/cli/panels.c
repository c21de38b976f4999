/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panels.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/text.h"

#define SEPARATOR " │ "
#define SEPARATOR_CELLS 3
#define MIN_CELLS 22

static guint
get_cells (gunichar c)
{
  return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

static guint
get_line_cells (const char *line)
{
  guint cells = 0;

  for (const char *p = line; *p; p = g_utf8_next_char (p))
    cells += get_cells (g_utf8_get_char (p));
  return cells;
}

/* Controls would be obeyed by the terminal, so their pictures take their place. */
static char *
dup_harmless (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\t')
        g_string_append (out, "    ");
      else if (tri_text_is_direction (c))
        g_string_append_unichar (out, 0xFFFD);
      else if (c == 0x7F || (c >= 0x80 && c < 0xA0))
        g_string_append_unichar (out, c == 0x7F ? 0x2421 : 0xFFFD);
      else if (c < 0x20 && c != '\n')
        g_string_append_unichar (out, 0x2400 + c);
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

/* Behind a space; and in Chinese and Japanese, which have none, beside any letter, but never before what closes or
 * behind what opens. */
static gboolean
may_break (gunichar before, gunichar after)
{
  if (before == ' ' || after == ' ')
    return before == ' ' && after != ' ';
  return (g_unichar_iswide (before) || g_unichar_iswide (after)) && get_cells (before) > 0 && get_cells (after) > 0
         && g_utf8_strchr ("“‘（《「『【([{\u00a0", -1, before) == NULL
         && g_utf8_strchr ("，。、：；？！”’）》」』】…—·,.:;?!)]}%\u00a0", -1, after) == NULL;
}

/* Where the first line of `text` ends: at the last place for it that fits, or wherever the width is used up. */
static const char *
find_break (const char *text, guint cells)
{
  const char *place = NULL;
  gunichar before = 0;
  guint used = 0;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (p > text && may_break (before, c))
        place = p;
      used += get_cells (c);
      if (used > cells && c != ' ') /* spaces at the end of a line are dropped */
        return place ? place : p > text ? p : g_utf8_next_char (p);
      before = c;
    }
  return text + strlen (text);
}

GPtrArray *
tri_panels_wrap (const char *text, guint cells)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *harmless = dup_harmless (text);
  g_auto (GStrv) paragraphs = g_strsplit (harmless, "\n", -1);

  for (guint i = 0; paragraphs[i]; i++)
    {
      const char *rest = paragraphs[i];

      do
        {
          const char *end = find_break (rest, cells);

          g_ptr_array_add (lines, g_strchomp (g_strndup (rest, end - rest)));
          rest = end;
        }
      while (*rest);
    }
  return lines;
}

void
tri_panels_append (GString *out, GPtrArray *const *columns, guint n, guint cells, guint last_lines)
{
  guint n_lines = 0;

  for (guint i = 0; i < n; i++)
    n_lines = MAX (n_lines, columns[i]->len);

  for (guint line = 0; line < (last_lines ? MIN (n_lines, last_lines) : n_lines); line++)
    {
      for (guint i = 0; i < n; i++)
        {
          guint skipped = last_lines && columns[i]->len > last_lines ? columns[i]->len - last_lines : 0;
          const char *text = line + skipped < columns[i]->len ? g_ptr_array_index (columns[i], line + skipped) : "";

          g_string_append (out, text);
          if (i + 1 < n)
            {
              for (guint k = get_line_cells (text); k < cells; k++)
                g_string_append_c (out, ' ');
              g_string_append (out, SEPARATOR);
            }
        }
      g_string_append_c (out, '\n');
    }
}

void
tri_panels_append_rule (GString *out, guint n, guint cells)
{
  for (guint i = 0; i < n; i++)
    {
      for (guint k = 0; k < cells; k++)
        g_string_append (out, "─");
      if (i + 1 < n)
        g_string_append (out, "─┼─");
    }
  g_string_append_c (out, '\n');
}

guint
tri_panels_fit (guint n, guint width)
{
  guint cells = width > (n - 1) * SEPARATOR_CELLS ? (width - (n - 1) * SEPARATOR_CELLS) / n : 0;

  return cells >= MIN_CELLS ? cells : 0;
}

void
tri_panels_get_size (guint *width, guint *height)
{
  struct winsize size = { 0 };
  const char *columns = g_getenv ("COLUMNS");

  *width = 96;
  *height = 0;
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    {
      *width = size.ws_col;
      *height = size.ws_row;
    }
  else if (columns && atoi (columns) > 0)
    *width = (guint) MIN (atoi (columns), 1000);
}

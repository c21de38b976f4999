/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lines.h"

#include <string.h>

#include "text.h"

/* Only every so-manieth row's place is kept; the rows between are found again by walking. */
#define STRIDE 32u

#define TAB_CELLS 8u

struct _TriLines
{
  gatomicrefcount ref_count;

  GBytes *bytes;
  const guint8 *text;
  gsize size;
  guint n_cells;
  guint n_rows;
  GArray *places; /* gsize: where the rows 0, STRIDE, 2 × STRIDE … begin */
};

/* How many cells a character takes, by its first byte. Three bytes are mostly wide letters, four mostly pictures; where
 * they are not, a row ends earlier than it must. A control character is shown as a mark, which may be wide. */
static guint
get_cells (guint8 byte)
{
  if (byte == '\t')
    return TAB_CELLS;
  return byte < 0x20 || byte >= 0xe0 ? 2 : 1;
}

static guint
get_n_following (guint8 byte)
{
  return byte < 0xc2 || byte > 0xf4 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
}

/* Whether a mark begins here that changes the character before it: combining accents, variation selectors, the joiner
 * of emoji and what it joins, skin tones. */
static gboolean
joins (const guint8 *at, const guint8 *end)
{
  static const char joiner[] = "\xe2\x80\x8d";
  gsize left = end - at;

  if (left >= 2 && ((at[0] == 0xcc && at[1] >= 0x80) || (at[0] == 0xcd && at[1] <= 0xaf)))
    return TRUE;
  if (left >= 3 && (memcmp (at, joiner, 3) == 0 || (at[0] == 0xef && at[1] == 0xb8 && at[2] <= 0x8f)))
    return TRUE;
  return left >= 4 && at[0] == 0xf0 && at[1] == 0x9f && at[2] == 0x8f && at[3] >= 0xbb && at[3] <= 0xbf;
}

/* Where a row ends that holds nothing but plain ASCII, as most do; 0 if it does not. */
static gsize
find_plain_end (const TriLines *lines, gsize start)
{
  const guint8 *row = lines->text + start;
  gsize left = lines->size - start;
  const guint8 *newline = memchr (row, '\n', MIN (left, (gsize) lines->n_cells + 1));
  gsize length = newline ? (gsize) (newline - row) : MIN (left, lines->n_cells);
  guint strange = 0;

  for (gsize i = 0; i < length; i++)
    strange |= row[i] < 0x20 || row[i] >= 0x7f;
  if (strange || (length < left && row[length] >= 0x80))
    return 0;
  return start + length;
}

/* Where the row that begins at `start` ends. */
static gsize
find_end (const TriLines *lines, gsize start)
{
  const guint8 *row = lines->text + start;
  const guint8 *end = lines->text + lines->size;
  const guint8 *at = row;
  /* However many marks are heaped on one letter, a row has an end. */
  gsize most = 8 * (gsize) lines->n_cells;
  guint cells = 0;
  gboolean joined = FALSE;
  gsize plain = find_plain_end (lines, start);

  if (plain > start)
    return plain;
  while (at < end && *at != '\n')
    {
      gboolean mark = at > row && (joined || (*at >= 0xcc && joins (at, end)));
      guint wide = mark ? 0 : get_cells (*at);
      guint n_following = get_n_following (*at);

      if (at > row && (cells + wide > lines->n_cells || (gsize) (at - row) > most))
        break;
      joined = end - at >= 3 && at[0] == 0xe2 && at[1] == 0x80 && at[2] == 0x8d;
      cells += wide;
      for (at++; n_following > 0 && at < end && (*at & 0xc0) == 0x80; n_following--)
        at++;
    }
  return at - lines->text;
}

static gsize
skip_line_end (const TriLines *lines, gsize end)
{
  return end < lines->size && lines->text[end] == '\n' ? end + 1 : end;
}

TriLines *
tri_lines_new (GBytes *bytes, guint n_cells)
{
  TriLines *lines = g_new0 (TriLines, 1);

  g_atomic_ref_count_init (&lines->ref_count);
  lines->bytes = g_bytes_ref (bytes);
  lines->text = g_bytes_get_data (bytes, &lines->size);
  lines->n_cells = CLAMP (n_cells, TRI_LINES_MIN_CELLS, TRI_LINES_MAX_CELLS);
  lines->places = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize at = 0; at < lines->size && lines->n_rows < G_MAXINT; lines->n_rows++)
    {
      if (lines->n_rows % STRIDE == 0)
        g_array_append_val (lines->places, at);
      at = skip_line_end (lines, find_end (lines, at));
    }
  return lines;
}

TriLines *
tri_lines_ref (TriLines *lines)
{
  g_atomic_ref_count_inc (&lines->ref_count);
  return lines;
}

void
tri_lines_unref (TriLines *lines)
{
  if (!g_atomic_ref_count_dec (&lines->ref_count))
    return;
  g_bytes_unref (lines->bytes);
  g_array_unref (lines->places);
  g_free (lines);
}

GBytes *
tri_lines_get_bytes (const TriLines *lines)
{
  return lines->bytes;
}

guint
tri_lines_get_n_rows (const TriLines *lines)
{
  return lines->n_rows;
}

guint
tri_lines_get_n_cells (const TriLines *lines)
{
  return lines->n_cells;
}

gboolean
tri_lines_get_row (const TriLines *lines, guint position, TriRow *row)
{
  gsize start;

  if (position >= lines->n_rows)
    return FALSE;
  start = g_array_index (lines->places, gsize, position / STRIDE);
  for (guint i = 0; i < position % STRIDE; i++)
    start = skip_line_end (lines, find_end (lines, start));
  row->start = start;
  row->end = find_end (lines, start);
  row->continues = start > 0 && lines->text[start - 1] != '\n';
  return TRUE;
}

guint
tri_lines_find (const TriLines *lines, gsize offset)
{
  guint first = 0, behind = lines->places->len;
  guint position;
  gsize at;

  if (lines->n_rows == 0)
    return 0;
  while (behind - first > 1)
    {
      guint middle = first + (behind - first) / 2;

      if (g_array_index (lines->places, gsize, middle) <= offset)
        first = middle;
      else
        behind = middle;
    }
  position = first * STRIDE;
  at = g_array_index (lines->places, gsize, first);
  while (position + 1 < lines->n_rows)
    {
      at = skip_line_end (lines, find_end (lines, at));
      if (at > offset)
        break;
      position++;
    }
  return position;
}

char *
tri_lines_dup_displayable (const void *bytes, gsize n_bytes)
{
  g_autofree char *text = tri_text_dup_displayable (bytes, n_bytes, NULL);
  GString *out = NULL;
  const char *done = text;

  for (const char *at = text; *at; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);
      gunichar mark = 0;

      /* Each control character has a picture; separators of lines and paragraphs, and the controls of the second set,
       * which nobody means, share one. */
      if (character < 0x20 && character != '\t')
        mark = 0x2400 + character;
      else if (character == 0x7f)
        mark = 0x2421;
      else if ((character >= 0x80 && character < 0xa0) || character == 0x2028 || character == 0x2029)
        mark = 0x2424;
      if (!mark)
        continue;
      if (!out)
        out = g_string_new (NULL);
      g_string_append_len (out, done, at - done);
      g_string_append_unichar (out, mark);
      done = g_utf8_next_char (at);
    }
  if (!out)
    return g_steal_pointer (&text);
  g_string_append (out, done);
  return g_string_free (out, FALSE);
}

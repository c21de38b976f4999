/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-row.h"

#include <string.h>

/* How far the beginning of a line is looked for, and the end of a key. What is longer is a string for certain. */
#define MAX_LOOK (64u * 1024)

/* FALSE if it is too far away. */
static gboolean
find_line_start (const char *text, const TriRow *row, gsize *start)
{
  gsize limit = row->start > MAX_LOOK ? row->start - MAX_LOOK : 0;

  *start = row->start;
  if (!row->continues)
    return TRUE;
  while (*start > limit && text[*start - 1] != '\n')
    --*start;
  return *start == 0 || text[*start - 1] == '\n';
}

/* Behind the closing quote of the string that begins at `at`, or `limit`. */
static gsize
skip_string (const char *text, gsize at, gsize limit)
{
  for (at++; at < limit && text[at] != '"'; at++)
    if (text[at] == '\\')
      at++;
  return MIN (at + 1, limit);
}

static void
add_span (const TriRow *row, TriJsonRowKind kind, gsize start, gsize end, TriJsonRowSpan *spans, guint *n_spans)
{
  start = MAX (start, row->start);
  end = MIN (end, row->end);
  if (start < end)
    spans[(*n_spans)++] = (TriJsonRowSpan){ kind, start - row->start, end - row->start };
}

/* A string that is a value ends where its line does, but for a comma. */
static gsize
find_string_end (const char *text, gsize size, const TriRow *row)
{
  gboolean last = row->end == size || text[row->end] == '\n';

  return last && row->end > row->start && text[row->end - 1] == ',' ? row->end - 1 : row->end;
}

guint
tri_json_row_find_spans (const char *text, gsize size, const TriRow *row, TriJsonRowSpan *spans)
{
  guint n_spans = 0;
  gsize at, end;

  if (!find_line_start (text, row, &at))
    {
      add_span (row, TRI_JSON_ROW_STRING, row->start, find_string_end (text, size, row), spans, &n_spans);
      return n_spans;
    }
  while (at < size && text[at] == ' ')
    at++;
  if (at < size && text[at] == '"')
    {
      end = skip_string (text, at, MIN (size, at + MAX_LOOK));
      if (end + 1 < size && text[end] == ':')
        {
          add_span (row, TRI_JSON_ROW_KEY, at, end, spans, &n_spans);
          at = end + 2;
        }
    }
  if (at >= row->end || strchr ("{}[]", text[at]))
    return n_spans;
  if (text[at] == '"')
    add_span (row, TRI_JSON_ROW_STRING, at, find_string_end (text, size, row), spans, &n_spans);
  else
    {
      for (end = at; end < size && !strchr (",\n", text[end]); end++)
        ;
      add_span (row, TRI_JSON_ROW_CONSTANT, at, end, spans, &n_spans);
    }
  return n_spans;
}

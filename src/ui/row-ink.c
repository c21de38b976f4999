/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "row-ink.h"

#include <string.h>

#include "source.h"

typedef struct
{
  PangoAttrList *list;
  const char *text; /* of the row */
  gsize n_bytes;
  gboolean plain; /* it is shown as it is, so that places in it are places on the screen */
} Ink;

/* How many bytes the first `n_bytes` bytes of a row take on the screen. */
static guint
get_shown_bytes (const Ink *ink, gsize n_bytes)
{
  g_autofree char *shown = ink->plain ? NULL : tri_lines_dup_displayable (ink->text, n_bytes);

  return (guint) (shown ? strlen (shown) : n_bytes);
}

static void
add (Ink *ink, PangoAttribute *attribute, gsize start, gsize end)
{
  attribute->start_index = get_shown_bytes (ink, start);
  attribute->end_index = get_shown_bytes (ink, end);
  pango_attr_list_change (ink->list, attribute);
}

static void
add_json (Ink *ink, GBytes *document, const TriRow *row)
{
  static const char *const styles[] = {
    [TRI_JSON_ROW_KEY] = "def:constant",
    [TRI_JSON_ROW_STRING] = "def:string",
    [TRI_JSON_ROW_CONSTANT] = "def:decimal",
  };
  gsize size;
  const char *text = g_bytes_get_data (document, &size);
  TriJsonRowSpan spans[TRI_JSON_ROW_MAX_SPANS];
  guint n_spans = tri_json_row_find_spans (text, size, row, spans);

  for (guint i = 0; i < n_spans; i++)
    {
      GdkRGBA color;

      if (tri_source_get_color (styles[spans[i].kind], &color))
        add (ink,
             pango_attr_foreground_new ((guint16) (color.red * 65535), (guint16) (color.green * 65535),
                                        (guint16) (color.blue * 65535)),
             spans[i].start, spans[i].end);
    }
}

/* The matches in a row, marked as in the text views. Colours that can be read on light and dark alike. */
static void
add_matches (Ink *ink, const TriRow *row, const TriSearch *search, guint current)
{
  guint first = tri_search_find (search, row->start);

  /* A match that begins in the row before may reach into this one. */
  for (guint i = first > 0 ? first - 1 : 0; i < tri_search_get_n_places (search); i++)
    {
      gsize start, end;

      tri_search_get_match (search, i, &start, &end);
      if (start >= row->end)
        break;
      if (end <= row->start)
        continue;
      start = MAX (start, row->start) - row->start;
      end = MIN (end, row->end) - row->start;
      add (ink, pango_attr_foreground_new (0, 0, 0), start, end);
      add (ink, pango_attr_background_new (0xffff, i == current ? 0xa3a3 : 0xe5e5, i == current ? 0x4848 : 0x5c5c),
           start, end);
    }
}

PangoAttrList *
tri_row_ink_new (
    GBytes *document, const TriRow *row, const char *shown, gboolean json, const TriSearch *search, guint current)
{
  Ink ink = { NULL, (const char *) g_bytes_get_data (document, NULL) + row->start, row->end - row->start, FALSE };

  if (!json && !search)
    return NULL;
  ink.list = pango_attr_list_new ();
  ink.plain = strlen (shown) == ink.n_bytes && memcmp (shown, ink.text, ink.n_bytes) == 0;
  if (json)
    add_json (&ink, document, row);
  if (search)
    add_matches (&ink, row, search, current);
  return ink.list;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document.h"

#include <string.h>

#include "text.h"

struct _TriDocument
{
  gatomicrefcount ref_count;

  GBytes *exact;
  GBytes *shown;
  GArray *gaps; /* TriJsonGap, in order */
  gboolean is_json;
  gboolean is_looked_at; /* not plain, and not too large */
};

static TriDocument *
new_document (GBytes *exact, const TriJsonIndex *index)
{
  TriDocument *document = g_new0 (TriDocument, 1);

  g_atomic_ref_count_init (&document->ref_count);
  document->exact = g_bytes_ref (exact);
  document->is_json = index != NULL;
  document->gaps = g_array_new (FALSE, FALSE, sizeof (TriJsonGap));
  document->shown
      = index ? tri_json_index_reindent_short (index, 2, TRI_DOCUMENT_MAX_DATA, document->gaps) : g_bytes_ref (exact);
  return document;
}

TriDocument *
tri_document_new (GBytes *exact)
{
  gboolean large = g_bytes_get_size (exact) > TRI_DOCUMENT_MAX_INDENTED;
  g_autoptr (TriJsonIndex) index = large ? NULL : tri_json_index_new (exact, NULL);

  TriDocument *document = new_document (exact, index);

  document->is_looked_at = !large;
  return document;
}

TriDocument *
tri_document_new_plain (GBytes *exact)
{
  return new_document (exact, NULL);
}

TriDocument *
tri_document_ref (TriDocument *document)
{
  g_atomic_ref_count_inc (&document->ref_count);
  return document;
}

void
tri_document_unref (TriDocument *document)
{
  if (!g_atomic_ref_count_dec (&document->ref_count))
    return;
  g_bytes_unref (document->exact);
  g_bytes_unref (document->shown);
  g_array_unref (document->gaps);
  g_free (document);
}

GBytes *
tri_document_get_exact (const TriDocument *document)
{
  return document->exact;
}

GBytes *
tri_document_get_shown (const TriDocument *document)
{
  return document->shown;
}

gboolean
tri_document_is_json (const TriDocument *document)
{
  return document->is_json;
}

guint
tri_document_get_n_gaps (const TriDocument *document)
{
  return document->gaps->len;
}

gsize
tri_document_get_longest_line (const TriDocument *document)
{
  gsize size;
  const char *at = g_bytes_get_data (document->shown, &size);
  const char *end = at + size;
  gsize longest = 0;

  while (document->is_looked_at && at < end)
    {
      const char *newline = memchr (at, '\n', end - at);
      const char *line_end = newline ? newline : end;

      longest = MAX (longest, (gsize) (line_end - at));
      at = newline ? newline + 1 : end;
    }
  return longest;
}

char *
tri_document_dup_range (const TriDocument *document, gsize start, gsize end)
{
  gsize size;
  const char *shown = g_bytes_get_data (document->shown, &size);
  const char *exact = g_bytes_get_data (document->exact, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  gsize at;

  end = MIN (end, size);
  at = MIN (start, end);
  for (guint i = 0; i < document->gaps->len; i++)
    {
      const TriJsonGap *gap = &g_array_index (document->gaps, TriJsonGap, i);

      if (gap->end <= at)
        continue;
      if (gap->start >= end)
        break;
      /* A part of a gap that begins elsewhere is nothing. */
      if (gap->start >= at)
        {
          g_string_append_len (text, shown + at, gap->start - at);
          g_string_append_len (text, exact + gap->exact_start, gap->exact_end - gap->exact_start);
        }
      at = MIN (gap->end, end);
    }
  if (at < end)
    g_string_append_len (text, shown + at, end - at);
  /* Mostly it is fit as it stands, and then a copy of it would only be a copy. */
  if (g_utf8_validate_len (text->str, text->len, NULL))
    return g_string_free (g_steal_pointer (&text), FALSE);
  return tri_text_dup_displayable (text->str, text->len, NULL);
}

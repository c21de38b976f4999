/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-marks.h"

/* What the view shows, if it is these bytes; NULL otherwise. */
static TriDocument *
get_document (TriJsonView *view, GBytes *bytes)
{
  TriDocument *document = tri_json_view_get_document (view);

  return document && bytes && g_bytes_equal (tri_document_get_exact (document), bytes) ? document : NULL;
}

gboolean
tri_migrate_marks_to_shown (
    TriJsonView *view, GBytes *bytes, const TriJsonIndex *exact, gsize start, gsize end, TriMark *mark)
{
  TriDocument *document = get_document (view, bytes);
  g_autoptr (TriJsonIndex) shown = NULL;
  const TriJsonToken *tokens;
  guint first, last;

  if (!document || end <= start)
    return FALSE;
  *mark = (TriMark){ start, end, TRUE };
  if (!exact || !tri_document_is_json (document))
    return TRUE;
  shown = tri_json_index_new (tri_document_get_shown (document), NULL);
  first = tri_json_index_token_at (exact, start);
  last = tri_json_index_token_at (exact, end - 1);
  if (!shown || first == TRI_JSON_NONE || last == TRI_JSON_NONE)
    return FALSE;
  tokens = tri_json_index_get_tokens (shown, NULL);
  mark->start = tokens[first].start;
  mark->end = tokens[last].end;
  return TRUE;
}

gboolean
tri_migrate_marks_to_exact (TriJsonView *view, GBytes *bytes, const TriJsonIndex *exact, gsize at, gsize *offset)
{
  TriDocument *document = get_document (view, bytes);
  g_autoptr (TriJsonIndex) shown = NULL;
  const TriJsonToken *tokens;
  guint token;

  if (!document)
    return FALSE;
  *offset = at;
  if (!exact || !tri_document_is_json (document))
    return TRUE;
  shown = tri_json_index_new (tri_document_get_shown (document), NULL);
  token = shown ? tri_json_index_token_at (shown, at) : TRI_JSON_NONE;
  if (token == TRI_JSON_NONE)
    return FALSE;
  tokens = tri_json_index_get_tokens (exact, NULL);
  *offset = tokens[tokens[token].is_key ? token + 1 : token].start;
  return TRUE;
}

void
tri_migrate_marks_show (TriJsonView *view, const TriMark *mark)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (TriMark));

  if (mark)
    g_array_append_vals (marks, mark, 1);
  tri_json_view_set_marks (view, marks);
  if (mark)
    tri_json_view_reveal (view, mark->start, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a document in a column does for the window's links (links.h): pointing at a field of it, or choosing one by
 * click, by moving there or with Enter, tells the links; and whatever they say is marked in it, and brought into view
 * when it was chosen elsewhere. Escape clears.
 *
 * The one that stands as the chosen one does there is marked most; a few others of the same meaning are marked less.
 * Marks are a background and a line below, never a colour alone.
 *
 * The document is mapped when it is first asked for, a large one in a worker, and again when it has changed.
 */

#include "core/field-map.h"
#include "json-view.h"
#include "links.h"

G_BEGIN_DECLS

#define TRI_TYPE_LINKED_VIEW (tri_linked_view_get_type ())
G_DECLARE_FINAL_TYPE (TriLinkedView, tri_linked_view, TRI, LINKED_VIEW, GObject)

/* Makes `view` a linked one, which keeps what is returned. (transfer none) */
TriLinkedView *tri_linked_view_new (TriJsonView *view, TriPlace place);

/* That of a JSON view; NULL if it has none. (transfer none) */
TriLinkedView *tri_linked_view_find (TriJsonView *view);

void tri_linked_view_set_format (TriLinkedView *linked, const TriFormat *format);

/* Points at, or chooses, what stands at a byte of the document as it is shown. */
void tri_linked_view_point (TriLinkedView *linked, gsize offset);
void tri_linked_view_choose (TriLinkedView *linked, gsize offset);

/* The document as it is shown, mapped; NULL if it is no JSON, or not mapped yet. (transfer none) */
TriFieldMap *tri_linked_view_get_map (TriLinkedView *linked);

/* What is marked; element type TriMark. (transfer none) */
GArray *tri_linked_view_get_marks (TriLinkedView *linked);

/* Whether it has what is shown by the links; then going there gives it the focus and the cursor. */
gboolean tri_linked_view_has_counterpart (TriLinkedView *linked);
void tri_linked_view_go_to_counterpart (TriLinkedView *linked);

G_END_DECLS

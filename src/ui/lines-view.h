/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A document of any size to read: a list of rows, of which only those on the screen exist.
 *
 * Rows are as wide as the view has room for and no wider, so there is nothing to scroll sideways; they are cut anew
 * when the room changes, and what stood at the top stays there. Rows are selected as in any list (with Shift, Ctrl, by
 * dragging, Ctrl+A); copying gives the exact text, with cut rows joined again and gaps filled (see document.h).
 *
 * What takes long is done in a worker; until that is done the view shows what it showed before. JSON has its
 * colours, row by row (row-ink.h).
 */

#include <adwaita.h>

#include "core/document.h"
#include "text-marks.h"

G_BEGIN_DECLS

#define TRI_TYPE_LINES_VIEW (tri_lines_view_get_type ())
G_DECLARE_FINAL_TYPE (TriLinesView, tri_lines_view, TRI, LINES_VIEW, AdwBin)

GtkWidget *tri_lines_view_new (const char *accessible_name);

/* How wide it will be, as far as that is known before it is laid out for the first time. */
void tri_lines_view_expect_width (TriLinesView *view, int width);

/* NULL shows nothing. A document that begins with what is shown already keeps its place. */
void tri_lines_view_set_document (TriLinesView *view, TriDocument *document);

/* Brings the end into view, now or when it is there; documents that continue this one are followed from then on. */
void tri_lines_view_go_to_end (TriLinesView *view);

/* The rows on the screen and beyond it; 0 until there was room to count them in. */
guint tri_lines_view_get_n_rows (TriLinesView *view);

/* What is selected, as copying gives it; NULL if nothing is. (transfer full) */
char *tri_lines_view_dup_selected (TriLinesView *view);

/* Looks for `words` in a worker and marks them; NULL or "" ends that. Signal "searched": the count changed. */
void tri_lines_view_search (TriLinesView *view, const char *words);
guint tri_lines_view_get_n_matches (TriLinesView *view);
guint tri_lines_view_get_match (TriLinesView *view); /* the one gone to last, from 1; 0 for none */

/* Goes to the next match or the one before; to the first or last if `fresh`. FALSE if there is none that way. While the
 * search still runs it is promised that it will go there, and the answer is TRUE. */
gboolean tri_lines_view_go (TriLinesView *view, gboolean forward, gboolean fresh);

/* Marks those bytes of what is shown (element type TriMark), in order, and no others. */
void tri_lines_view_set_marks (TriLinesView *view, GArray *marks);

/* Brings a byte into view; selects its row and gives it the focus, if `focus`. */
void tri_lines_view_reveal (TriLinesView *view, gsize offset, gboolean focus);

/* The first byte that is no space of the row at a height of the view, and of the row that is selected alone. FALSE if
 * there is none. */
gboolean tri_lines_view_get_offset_at (TriLinesView *view, double y, gsize *offset);
gboolean tri_lines_view_get_cursor (TriLinesView *view, gsize *offset);

G_END_DECLS

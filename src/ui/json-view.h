/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A body to read, JSON or any other text from outside: re-indented, selectable, searchable, never editable.
 *
 * Most bodies stand in a text view, highlighted. New text replaces only what differs, so scroll and selection stay
 * while somebody types a prompt. Highlighting is off while a stream runs: it would cost more than a frame has. Bodies
 * that are large, or have a very long line, stand in a list of rows (lines-view.h), which costs the same whatever their
 * size.
 *
 * Large bodies are read in a worker; until it is done the view shows what it showed before. Of several that are set
 * meanwhile only the last is shown.
 */

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "core/document.h"
#include "text-marks.h"

G_BEGIN_DECLS

#define TRI_TYPE_JSON_VIEW (tri_json_view_get_type ())
G_DECLARE_FINAL_TYPE (TriJsonView, tri_json_view, TRI, JSON_VIEW, AdwBin)

GtkWidget *tri_json_view_new (const char *accessible_name);

/* Shows a body. Signal "loaded": it is on the screen, or will be with the next frame. */
void tri_json_view_set_body (TriJsonView *view, GBytes *exact, gboolean highlight);

/* What is shown; NULL before. (transfer none) */
TriDocument *tri_json_view_get_document (TriJsonView *view);

/* The widget that shows it now: a GtkSourceView or a TriLinesView. (transfer none) */
GtkWidget *tri_json_view_get_text_view (TriJsonView *view);

/* Marks those bytes of what is shown (element type TriMark), in order, and no others. */
void tri_json_view_set_marks (TriJsonView *view, GArray *marks);

/* Brings a byte of what is shown into view; with the focus and the cursor, if `focus`. */
void tri_json_view_reveal (TriJsonView *view, gsize offset, gboolean focus);

/* The byte at a place of the view, and at its cursor. FALSE if there is none. */
gboolean tri_json_view_get_offset_at (TriJsonView *view, double x, double y, gsize *offset);
gboolean tri_json_view_get_cursor (TriJsonView *view, gsize *offset);

G_END_DECLS

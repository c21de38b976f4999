/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The facet Output: the answer as it arrives, its parts as what they are; once it has ended, rendered as Markdown or
 * compared with another column's, where the look of the window (look.h) says so.
 *
 * Only the new tail of each part is inserted, at most once a frame. Very long paragraphs are broken for the screen,
 * because laying out one paragraph costs more with every word in it; what is copied from the menu is exact. What is
 * selected in rendered text is copied as the source of the blocks it touches, or, within one run of one style, as the
 * words themselves. The view follows the end of the text for as long as nobody scrolls up. An answer too
 * large for a text view stands in rows (output-rows.h).
 */

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "core/column.h"

G_BEGIN_DECLS

#define TRI_TYPE_OUTPUT_VIEW (tri_output_view_get_type ())
G_DECLARE_FINAL_TYPE (TriOutputView, tri_output_view, TRI, OUTPUT_VIEW, AdwBin)

GtkWidget *tri_output_view_new (void);

/* Begins anew. */
void tri_output_view_clear (TriOutputView *view);

/* The friendly line that stands there for as long as there is no text. */
void tri_output_view_set_hint (TriOutputView *view, const char *hint);

/* Shows what there is of `exchange`, an attempt of `column`: while it runs what is more than at the last call. NULL:
 * nothing was sent yet. */
void tri_output_view_update (TriOutputView *view, TriColumn *column, TriExchange *exchange);

GtkWidget *tri_output_view_get_text_view (TriOutputView *view); /* (transfer none) */

G_END_DECLS

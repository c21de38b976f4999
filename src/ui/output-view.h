/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The facet Output: the answer as it arrives, its parts as what they are.
 *
 * Only the new tail of each part is inserted, at most once a frame. Very long paragraphs are broken for the screen,
 * because laying out one paragraph costs more with every word in it; what is copied from the menu is exact. The view
 * follows the end of the text for as long as nobody scrolls up.
 */

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "core/reply.h"

G_BEGIN_DECLS

#define TRI_TYPE_OUTPUT_VIEW (tri_output_view_get_type ())
G_DECLARE_FINAL_TYPE (TriOutputView, tri_output_view, TRI, OUTPUT_VIEW, AdwBin)

GtkWidget *tri_output_view_new (void);

/* Begins anew. */
void tri_output_view_clear (TriOutputView *view);

/* The friendly line that stands there for as long as there is no text. */
void tri_output_view_set_hint (TriOutputView *view, const char *hint);

/* Adds what `reply` has more than at the last call; NULL adds nothing. */
void tri_output_view_update (TriOutputView *view, const TriReply *reply);

GtkWidget *tri_output_view_get_text_view (TriOutputView *view); /* (transfer none) */

G_END_DECLS

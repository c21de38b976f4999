/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One column: whom is asked above, one facet of the attempt in the middle, and how it ended below, in an area whose
 * height does not change while an answer runs.
 *
 * What arrives is gathered and shown once a frame. Its commands are the actions column.*; the window offers the same as
 * win.*-column with the column's position.
 */

#include <gtksourceview/gtksource.h>

#include "core/column.h"
#include "facet.h"

G_BEGIN_DECLS

#define TRI_TYPE_COLUMN_VIEW (tri_column_view_get_type ())
G_DECLARE_FINAL_TYPE (TriColumnView, tri_column_view, TRI, COLUMN_VIEW, GtkBox)

GtkWidget *tri_column_view_new (TriColumn *column, GListModel *servers);

TriColumn *tri_column_view_get_column (TriColumnView *view); /* (transfer none) */

/* The attempt that is shown; NULL before there is one. (transfer none) */
TriExchange *tri_column_view_get_exchange (TriColumnView *view);

/* Any but the fields, which are no column's. */
void tri_column_view_set_facet (TriColumnView *view, TriFacet facet);

/* What would be asked now; `prompt` NULL: nothing yet. */
void tri_column_view_set_draft (TriColumnView *view, TriPrompt *prompt, const TriSettings *settings);

/* In what it is not asked as the others are (TriGap); said behind a button, which is there if there is anything. */
void tri_column_view_set_gaps (TriColumnView *view, GPtrArray *gaps);

/* Whether there is a column to the left and to the right, and whether it is the only one. */
void tri_column_view_set_place (TriColumnView *view, guint position, guint n_columns);

/* The column that this one is compared with, maybe itself; NULL for none. */
void tri_column_view_set_baseline (TriColumnView *view, TriColumn *baseline);

/* Keeps a fact whose height follows from its text as high as those of the other columns in the group. */
void tri_column_view_set_size_group (TriColumnView *view, GtkSizeGroup *ends);

/* Shows everything that has arrived, now and not with the next frame. */
void tri_column_view_flush (TriColumnView *view);

/* TRUE if the answer was given to something else than the draft. */
gboolean tri_column_view_is_outdated (TriColumnView *view);

/* The text that is on the screen, to be searched. (transfer none) */
GtkWidget *tri_column_view_get_text_view (TriColumnView *view);

/* Signals "move" (int by), "remove" and "baseline" (be it, or no more): the window owns the order. */

G_END_DECLS

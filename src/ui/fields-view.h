/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The facet Fields: what all columns ask and answer in one table, a row a meaning, a column a column. Choosing a row
 * shows below what is known of it, and the whole values.
 *
 * It follows the comparison by itself while it is on the screen, and what is chosen follows, and leads, the window's
 * links (links.h). Of each column it takes what was sent last, or before that what would be sent. Large documents are
 * lined up in a worker; until that is done the table shows what it showed before.
 */

#include <adwaita.h>

#include "core/comparison.h"

G_BEGIN_DECLS

#define TRI_TYPE_FIELDS_VIEW (tri_fields_view_get_type ())
G_DECLARE_FINAL_TYPE (TriFieldsView, tri_fields_view, TRI, FIELDS_VIEW, AdwBin)

GtkWidget *tri_fields_view_new (TriComparison *comparison);

/* What would be asked; `prompt` NULL: nothing yet. */
void tri_fields_view_set_draft (TriFieldsView *view, TriPrompt *prompt, const TriSettings *settings);

/* Of the columns some neighbours are seen. */
void tri_fields_view_set_seen (TriFieldsView *view, guint first, guint n_seen);

/* The column behind `after`, round and round, that has the chosen row; G_MAXUINT if there is none. */
guint tri_fields_view_find_next (TriFieldsView *view, guint after);

void tri_fields_view_focus_filter (TriFieldsView *view);

/* Rows and headings that are listed now, TriFieldEntry; NULL before anything is known. (transfer none) */
GArray *tri_fields_view_get_list (TriFieldsView *view);
void tri_fields_view_select (TriFieldsView *view, guint position);

/* TRUE while a worker has not come back. */
gboolean tri_fields_view_is_busy (TriFieldsView *view);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The columns of a comparison, side by side: as many whole ones as fit, each at least 300 pixels wide, and more where
 * letters are larger than usual.
 *
 * Where not all fit, a switch above them says which ones are seen and leads to the others. The column that was chosen
 * last, or that has the focus, stays in view whatever the width becomes. The views follow the comparison by themselves,
 * and a view stays with its column wherever that goes.
 *
 * A column that is out of view is not mapped: it takes no focus and no keys, but goes on with its answer.
 */

#include "column-view.h"
#include "core/comparison.h"

G_BEGIN_DECLS

#define TRI_TYPE_COLUMNS (tri_columns_get_type ())
G_DECLARE_FINAL_TYPE (TriColumns, tri_columns, TRI, COLUMNS, GtkWidget)

/* Once, before anything else; `servers` holds TriServerItem. */
void tri_columns_follow (TriColumns *columns, TriComparison *comparison, GListModel *servers);

/* NULL where there is none. (transfer none) */
TriColumnView *tri_columns_get_view (TriColumns *columns, guint position);

void tri_columns_set_facet (TriColumns *columns, TriFacet facet);
TriFacet tri_columns_get_facet (TriColumns *columns);
void tri_columns_set_draft (TriColumns *columns, TriPrompt *prompt, const TriSettings *settings); /* prompt or NULL */
void tri_columns_flush (TriColumns *columns);

/* Brings a column into view; the second one gives it the focus too. */
void tri_columns_reveal (TriColumns *columns, guint position);
void tri_columns_focus (TriColumns *columns, guint position);

/* Gives the focus to the next (1) or the previous (−1) column, round and round. */
void tri_columns_go (TriColumns *columns, int by);

/* Gives the focus to what stands for the shown link (links.h) in the next column that has it. */
void tri_columns_go_to_counterpart (TriColumns *columns);

/* Gives the focus to the filter of the fields, where those are shown. */
void tri_columns_find_field (TriColumns *columns);

/* Signals: "changed" when columns came, went or moved, or one is asked otherwise; "removed" (TriColumn, guint position)
 * after a person removed one, which lives until the handlers return. */

G_END_DECLS

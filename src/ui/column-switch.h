/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The switch above columns that do not all fit: says which are seen, and leads to the others. A tab for each where
 * there is room, and a list where there is not.
 */

#include <gtk/gtk.h>

#include "core/comparison.h"

G_BEGIN_DECLS

#define TRI_TYPE_COLUMN_SWITCH (tri_column_switch_get_type ())
G_DECLARE_FINAL_TYPE (TriColumnSwitch, tri_column_switch, TRI, COLUMN_SWITCH, GtkBox)

/* Has a title for each column from now on; to be called whenever they may be others. */
void tri_column_switch_fill (TriColumnSwitch *self, TriComparison *comparison);

/* Says that n_seen columns are seen, from `first` on, and that `current` is the one that was chosen last. */
void tri_column_switch_show (TriColumnSwitch *self, guint first, guint n_seen, guint current);

/* Signal "chosen" (guint position): that column is to be seen; there may be none. */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Columns by the dozen: a grid of servers and formats, in which each mark is a column.
 */

#include <adwaita.h>

#include "core/comparison.h"

G_BEGIN_DECLS

#define TRI_TYPE_FILL_DIALOG (tri_fill_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TriFillDialog, tri_fill_dialog, TRI, FILL_DIALOG, AdwWindow)

GtkWidget *tri_fill_dialog_new (GtkWindow *parent, TriComparison *comparison, GListModel *servers);

G_END_DECLS

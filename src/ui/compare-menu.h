/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The part of a column's menu that compares its text with another column's.
 */

#include <gtk/gtk.h>

#include "core/column.h"

G_BEGIN_DECLS

/* Makes `menu` offer the columns beside `column` in the window of `widget`, and the way back while it is compared. */
void tri_compare_menu_fill (GMenu *menu, GtkWidget *widget, TriColumn *column);

G_END_DECLS

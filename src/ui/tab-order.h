/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * GTK takes the children of a widget from the highest to the lowest middle, and only those of the same height from left
 * to right: in a row of buttons half a pixel is enough to put the first one last. This takes them as they stand in the
 * row.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For GtkWidgetClass.focus: what it does for Tab and Shift+Tab; arrow keys do nothing. */
gboolean tri_tab_order_focus (GtkWidget *widget, GtkDirectionType direction);

G_END_DECLS

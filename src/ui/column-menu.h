/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The popover behind a column's title: which format, which server, which model.
 */

#include <gtk/gtk.h>

#include "core/column.h"

G_BEGIN_DECLS

#define TRI_TYPE_COLUMN_MENU (tri_column_menu_get_type ())
G_DECLARE_FINAL_TYPE (TriColumnMenu, tri_column_menu, TRI, COLUMN_MENU, GtkPopover)

GtkWidget *tri_column_menu_new (TriColumn *column, GListModel *servers);

G_END_DECLS

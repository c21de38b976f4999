/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The menus of the window's buttons, made when first opened: the window would wait for menus that mostly are not.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tri_menus_set_samples (GtkMenuButton *button); /* win.sample */
void tri_menus_set_formats (GtkMenuButton *button); /* win.add-column */

/* win.facet; the chosen facet's name stands on the button. */
void tri_menus_set_facets (GtkMenuButton *button);

/* `model` as it stands. */
void tri_menus_set_model (GtkMenuButton *button, GMenuModel *model);

/* `model` as it stands in window.ui, with the row for the zoom in it; `recent` is the part of it that gets the files
 * that were opened lately, each time it opens. */
void tri_menus_set_main (GtkMenuButton *button, GMenuModel *model, GMenu *recent);

G_END_DECLS

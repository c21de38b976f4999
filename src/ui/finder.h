/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What win.find, win.find-next and win.find-previous do: they search the facet that is on the screen, through all
 * columns; of the fields, which are one table for all, they are the filter.
 */

#include "columns.h"

G_BEGIN_DECLS

#define TRI_TYPE_FINDER (tri_finder_get_type ())
G_DECLARE_FINAL_TYPE (TriFinder, tri_finder, TRI, FINDER, GObject)

/* Gives the window those commands. The bar with the words is made when it is first wanted, and put into `box` behind
 * `header`. It lives as long as the window. (transfer none) */
TriFinder *tri_finder_new (GtkWindow *window, TriColumns *columns, GtkBox *box, GtkWidget *header);

/* There are other columns now, or they show something else. */
void tri_finder_follow (TriFinder *self);

G_END_DECLS

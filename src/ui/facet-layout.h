/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Lays out three widgets in a row: one at each end, and one in the middle of the row that has a narrow shape (see
 * either.h).
 *
 * The middle one is wide only where it can stand in the very middle without taking anything from the ends. Otherwise it
 * is as narrow as it can be, so that the words at the ends stay whole for longer; a GtkCenterBox would rather give the
 * middle one room that is too little for its wide shape.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRI_TYPE_FACET_LAYOUT (tri_facet_layout_get_type ())
G_DECLARE_FINAL_TYPE (TriFacetLayout, tri_facet_layout, TRI, FACET_LAYOUT, GtkLayoutManager)

G_END_DECLS

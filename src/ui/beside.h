/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Lays out children side by side, in columns of one width, where there is room for it, and below one another where
 * there is not. Children that are hidden take no room.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From this width on, in pixels. */
#define TRI_BESIDE_WIDTH 700

#define TRI_TYPE_BESIDE (tri_beside_get_type ())
G_DECLARE_FINAL_TYPE (TriBeside, tri_beside, TRI, BESIDE, GtkLayoutManager)

G_END_DECLS

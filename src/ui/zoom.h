/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How large the text of the prompt and of the columns is, in percent: one zoom for the whole program, remembered.
 *
 * What a column shows grows in full; its head and foot grow half as far, so that there is room for what it shows. It
 * comes on top of the desktop's own text size. Object TriZoom has one property, "percent", to be watched.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRI_ZOOM_MIN 50
#define TRI_ZOOM_MAX 300

#define TRI_TYPE_ZOOM (tri_zoom_get_type ())
G_DECLARE_FINAL_TYPE (TriZoom, tri_zoom, TRI, ZOOM, GObject)

TriZoom *tri_zoom_get (void); /* (transfer none) */

int tri_zoom_get_percent (TriZoom *zoom);
void tri_zoom_set_percent (TriZoom *zoom, int percent); /* brought into the range */

/* To the next larger (1) or smaller (−1) step; 0 goes to 100 %. */
void tri_zoom_step (TriZoom *zoom, int by);

/* The actions zoom-in, zoom-out and zoom-reset for a window, and "− 100 % +" for its menu, whose buttons they are. */
void tri_zoom_add_actions (GActionMap *actions);
GtkWidget *tri_zoom_new_row (void);

G_END_DECLS

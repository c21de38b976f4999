/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A row of widgets of equal width of which some neighbours are seen: those from `first` on, `n_seen` of them.
 *
 * It decides nothing: TriColumns says how many fit and which ones they are. What is out of view is not mapped, and
 * screen readers are told that it is hidden.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* In pixels; the width is that for letters of GNOME's usual size, and grows with them. */
#define TRI_COLUMN_MIN_WIDTH 300
#define TRI_COLUMN_SPACING 12

#define TRI_TYPE_COLUMN_STRIP (tri_column_strip_get_type ())
G_DECLARE_FINAL_TYPE (TriColumnStrip, tri_column_strip, TRI, COLUMN_STRIP, GtkWidget)

/* Children come and go by gtk_widget_insert_after() and gtk_widget_unparent(). */

guint tri_column_strip_get_n_children (TriColumnStrip *strip);

/* How many children can stand side by side in `width` pixels, each at least TRI_COLUMN_MIN_WIDTH and its own minimum
 * wide; one at least, if there is one. */
guint tri_column_strip_count_fitting (TriColumnStrip *strip, int width);

/* Only stores; to be called before it is allocated, or followed by gtk_widget_queue_resize(). */
void tri_column_strip_set_seen (TriColumnStrip *strip, guint first, guint n_seen);

/* Does not wait to be allocated, so that what comes into view can be given the focus before the next frame. */
void tri_column_strip_show_now (TriColumnStrip *strip);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The sign of a milestone: a ring for the first byte, a disc for the first text, a diamond for usage, a square for the
 * end. The shapes tell them apart, not colours; the time axis, its legend and the rows of the list draw the same ones.
 *
 * As a widget it shows the signs of one event, of which there may be none or several.
 */

#include <gtk/gtk.h>

#include "core/milestones.h"

G_BEGIN_DECLS

#define TRI_TYPE_TIME_MARK (tri_time_mark_get_type ())
G_DECLARE_FINAL_TYPE (TriTimeMark, tri_time_mark, TRI, TIME_MARK, GtkWidget)

#define TRI_TIME_MARK_SIZE 9 /* pixels, square */

GtkWidget *tri_time_mark_new (void);

/* Bit i is milestone i; 0 hides it. */
void tri_time_mark_set_milestones (TriTimeMark *mark, guint milestones);

/* Draws one sign with its upper left corner at x, y. */
void tri_time_mark_draw (GtkSnapshot *snapshot, TriMilestone milestone, float x, float y, const GdkRGBA *color);

G_END_DECLS

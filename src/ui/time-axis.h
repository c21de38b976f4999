/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The events of one column along time, on the scale that all columns share: how many came when, the moments people
 * compare (time-mark.h), and where the chosen event stands. Below it the legend says the moments in words.
 *
 * It draws bins, never events, so that a hundred thousand cost no more than a hundred; while answers run it draws at
 * most once a frame. The list of events is its accessible form: the keyboard moves there, and the axis follows.
 */

#include <gtk/gtk.h>

#include "core/exchange.h"
#include "core/milestones.h"
#include "look.h"

G_BEGIN_DECLS

#define TRI_TYPE_TIME_AXIS (tri_time_axis_get_type ())
G_DECLARE_FINAL_TYPE (TriTimeAxis, tri_time_axis, TRI, TIME_AXIS, GtkWidget)

void tri_time_axis_set_look (TriTimeAxis *axis, TriLook *look);

/* Takes in what `exchange` has more than at the last call; NULL: nothing was sent. TRUE if a moment came or moved. */
gboolean tri_time_axis_update (TriTimeAxis *axis, TriExchange *exchange);

/* As of the last update; TRI_N_MILESTONES of them. (transfer none) */
const TriMoment *tri_time_axis_get_moments (TriTimeAxis *axis);

/* Shows the place of the chosen event by its position among the reader's events; TRI_NO_EVENT: none. */
void tri_time_axis_set_selected (TriTimeAxis *axis, guint event);

/* Signal "picked" (guint event): somebody pointed at the event that is nearest to the pointer. */

G_END_DECLS

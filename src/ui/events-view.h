/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The facet Events: above, the time axis; then every server-sent event with its time, name and size, and the signs of
 * the moments it brought; choosing one, in the list or on the axis, shows its data below. Scale and filter are those of
 * its window (look.h).
 */

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "core/exchange.h"

G_BEGIN_DECLS

#define TRI_TYPE_EVENTS_VIEW (tri_events_view_get_type ())
G_DECLARE_FINAL_TYPE (TriEventsView, tri_events_view, TRI, EVENTS_VIEW, AdwBin)

GtkWidget *tri_events_view_new (void);

/* Shows the events of `exchange` so far; NULL: nothing was sent yet. */
void tri_events_view_update (TriEventsView *view, TriExchange *exchange);

GtkWidget *tri_events_view_get_text_view (TriEventsView *view); /* (transfer none) */

G_END_DECLS

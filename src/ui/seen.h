/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Children that are there and not seen for the time being. One that is not seen is not mapped: it takes no focus and no
 * keys; and screen readers are told too.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Is for a widget whose parent lays it out by itself, and may be called while it does. */
void tri_seen_set (GtkWidget *child, gboolean seen);

/* Whether the window's focus is in `widget`, or is it. */
gboolean tri_seen_has_focus (GtkWidget *widget);

/* Shows the page `name`. If the page that goes has the focus, the one that comes takes it: GTK does so only where the
 * page is not itself what has it. What shall take it must be sensitive by then, and what had it must not yet be
 * insensitive, or it is lost before. */
void tri_seen_turn (GtkStack *stack, const char *name);

G_END_DECLS

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

G_END_DECLS

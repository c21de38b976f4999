/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A source that is ready at its ready time (g_source_set_ready_time(), which any thread may call) and never else; that
 * time stays until it is set again. GLib's own timeout source sets it again after each dispatch, to its own interval.
 */

#include <glib.h>

G_BEGIN_DECLS

/* Attached, and not ready. `func` is called in whatever thread runs the context. (transfer full) */
GSource *tri_ready_source_new (GMainContext *context, int priority, GSourceFunc func, gpointer user_data);

/* Destroys and lets go; NULL inside is fine. */
void tri_ready_source_clear (GSource **source);

G_END_DECLS

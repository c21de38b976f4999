/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What is remembered between runs, other than drafts: the keys of the settings schema.
 *
 * The schema may be missing where the program runs without being installed; then the defaults hold and nothing is
 * remembered. No key and no server is ever among it.
 */

#include <gio/gio.h>

#include "core/server.h"

G_BEGIN_DECLS

/* One for the whole program; NULL without the schema. (transfer none) */
GSettings *tri_preferences_get (void);

/* The time limits of servers that are added from now on. */
TriLimits tri_preferences_get_limits (void);

/* How long the practice server waits between two tokens, in microseconds. */
gint64 tri_preferences_get_practice_pace_us (void);

G_END_DECLS

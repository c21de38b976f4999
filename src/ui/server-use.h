/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a window does about the list of servers: it offers one that was added here to all its columns, and leads columns
 * whose server was changed or removed to the changed one, or back to the practice server. Every such thing is said in a
 * toast. It owns the window's actions add-server, servers and use-server.
 */

#include <adwaita.h>

#include "core/comparison.h"

G_BEGIN_DECLS

/* Belongs to the window from then on. */
void tri_server_use_new (GtkWindow *window, AdwToastOverlay *toasts, TriComparison *comparison, GListStore *servers);

G_END_DECLS

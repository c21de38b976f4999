/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Removing a column asks nothing, because it can be undone: the action win.undo, which is Ctrl+Z where no text undoes
 * something of its own, brings the columns back that were removed, the latest first, each to its place and with its
 * answers. The toast that says it has a button for the same.
 */

#include <adwaita.h>

#include "columns.h"

G_BEGIN_DECLS

/* Follows what is removed from `columns`, those of `comparison`, as long as the window lives. */
void tri_removal_new (GtkWindow *window, AdwToastOverlay *toasts, TriColumns *columns, TriComparison *comparison);

G_END_DECLS

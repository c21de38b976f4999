/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a window does with its columns: adds some, goes from one to the other, and lets each be commanded from outside
 * by its position (win.stop-column(u) and its neighbours, which stand for column.stop of that column).
 */

#include "window.h"

G_BEGIN_DECLS

void tri_column_commands_add (TriWindow *window);

G_END_DECLS

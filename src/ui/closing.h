/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The question before a window closes, or the program ends, while answers run. Nothing is asked when nothing runs: a
 * draft that is closed was meant to be closed.
 */

#include <adwaita.h>

G_BEGIN_DECLS

/* Calls `proceed` with `data` if the person says so; `data` is held meanwhile. `yes` is the button's label. */
void tri_closing_ask (
    GtkWindow *window, const char *heading, const char *yes, void (*proceed) (gpointer data), gpointer data);

G_END_DECLS

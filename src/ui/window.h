/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One comparison: what is asked on top, one facet of all columns below.
 *
 * Every command is an action win.* (the table stands in window.c), so that menus, keys, tests and the command line all
 * do the same thing.
 */

#include <adwaita.h>

#include "core/comparison.h"

G_BEGIN_DECLS

#define TRI_TYPE_WINDOW (tri_window_get_type ())
G_DECLARE_FINAL_TYPE (TriWindow, tri_window, TRI, WINDOW, AdwApplicationWindow)

/* With the first prompt and one column for each format. `application` may be NULL. `servers` holds TriServerItem, at
 * least one. */
TriWindow *tri_window_new (GtkApplication *application, GListStore *servers);

TriComparison *tri_window_get_comparison (TriWindow *window); /* (transfer none) */

/* A bare prompt in place of the draft. */
void tri_window_set_prompt (TriWindow *window, const char *text);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A few short pages for somebody who is new here: the formats, why answers end, the practice server, the keyboard.
 *
 * What is said of a format comes from the format itself.
 */

#include <adwaita.h>

G_BEGIN_DECLS

#define TRI_TYPE_HELP (tri_help_get_type ())
G_DECLARE_FINAL_TYPE (TriHelp, tri_help, TRI, HELP, AdwWindow)

/* Gives the window win.help, and win.show-help-overlay for the list of shortcuts. */
void tri_help_add_actions (GtkApplicationWindow *window);

G_END_DECLS

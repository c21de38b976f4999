/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The preferences, which hold for all windows, and the list of servers. What is changed holds at once.
 *
 * Servers are values: editing one puts another in its place, and removing one leads its columns to the practice server
 * (server-use.h). The practice server itself stays as it is.
 */

#include <adwaita.h>

G_BEGIN_DECLS

#define TRI_TYPE_PREFERENCES_WINDOW (tri_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (TriPreferencesWindow, tri_preferences_window, TRI, PREFERENCES_WINDOW, AdwPreferencesWindow)

/* `page`: "general" or "servers". `servers` holds TriServerItem, the practice server first. */
void tri_preferences_window_present (GtkWindow *parent, GListStore *servers, const char *page);

G_END_DECLS

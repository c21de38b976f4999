/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Asks for a server: where it is, where its key is found, which model it is asked by default.
 *
 * A key that is typed goes into the server's memory and nowhere else: the entry is cleared as soon as it was used, and
 * is never filled from what is known. The new server is added to `servers` and lives for the session;
 * its time limits are those of the preferences.
 */

#include <adwaita.h>

G_BEGIN_DECLS

#define TRI_TYPE_SERVER_DIALOG (tri_server_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TriServerDialog, tri_server_dialog, TRI, SERVER_DIALOG, AdwWindow)

GtkWidget *tri_server_dialog_new (GtkWindow *parent, GListStore *servers);

/* To change the server at `position`. A key that was typed is kept where none is typed now and the address stays. */
GtkWidget *tri_server_dialog_new_for (GtkWindow *parent, GListStore *servers, guint position);

G_END_DECLS

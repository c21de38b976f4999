/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A server as an item of a list: TriServer is a plain value, and lists hold objects.
 *
 * The list of servers is a GListStore of these; it belongs to the application and lives for the session.
 */

#include <gio/gio.h>

#include "core/server.h"

G_BEGIN_DECLS

#define TRI_TYPE_SERVER_ITEM (tri_server_item_get_type ())
G_DECLARE_FINAL_TYPE (TriServerItem, tri_server_item, TRI, SERVER_ITEM, GObject)

TriServerItem *tri_server_item_new (TriServer *server); /* (transfer full) */
TriServer *tri_server_item_get_server (TriServerItem *item);

/* Where `server` stands in the list, or GTK_INVALID_LIST_POSITION. */
guint tri_servers_find (GListModel *servers, TriServer *server);

/* The server at `position`. (transfer none) */
TriServer *tri_servers_get (GListModel *servers, guint position);

G_END_DECLS

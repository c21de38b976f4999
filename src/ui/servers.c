/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers.h"

struct _TriServerItem
{
  GObject parent_instance;

  TriServer *server;
};

enum
{
  PROP_NAME = 1
};

G_DEFINE_FINAL_TYPE (TriServerItem, tri_server_item, G_TYPE_OBJECT)

static void
tri_server_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, tri_server_get_name (TRI_SERVER_ITEM (object)->server));
}

static void
tri_server_item_finalize (GObject *object)
{
  g_clear_pointer (&TRI_SERVER_ITEM (object)->server, tri_server_unref);
  G_OBJECT_CLASS (tri_server_item_parent_class)->finalize (object);
}

static void
tri_server_item_class_init (TriServerItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tri_server_item_get_property;
  object_class->finalize = tri_server_item_finalize;
  g_object_class_install_property (
      object_class, PROP_NAME,
      g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
tri_server_item_init (TriServerItem *self)
{
}

TriServerItem *
tri_server_item_new (TriServer *server)
{
  TriServerItem *self = g_object_new (TRI_TYPE_SERVER_ITEM, NULL);

  self->server = tri_server_ref (server);
  return self;
}

TriServer *
tri_server_item_get_server (TriServerItem *self)
{
  return self->server;
}

guint
tri_servers_find (GListModel *servers, TriServer *server)
{
  for (guint i = 0; i < g_list_model_get_n_items (servers); i++)
    if (tri_servers_get (servers, i) == server)
      return i;
  return G_MAXUINT;
}

TriServer *
tri_servers_get (GListModel *servers, guint position)
{
  g_autoptr (TriServerItem) item = g_list_model_get_item (servers, position);

  return item ? item->server : NULL;
}

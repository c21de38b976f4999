/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-model.h"

struct _TriFieldItem
{
  GObject parent_instance;

  TriFieldEntry entry;
};

G_DEFINE_FINAL_TYPE (TriFieldItem, tri_field_item, G_TYPE_OBJECT)

static void
tri_field_item_class_init (TriFieldItemClass *klass)
{
}

static void
tri_field_item_init (TriFieldItem *self)
{
}

const TriFieldEntry *
tri_field_item_get_entry (TriFieldItem *self)
{
  return &self->entry;
}

struct _TriFieldModel
{
  GObject parent_instance;

  GArray *list; /* TriFieldEntry */
};

static GType
get_item_type (GListModel *model)
{
  return TRI_TYPE_FIELD_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return TRI_FIELD_MODEL (model)->list->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GArray *list = TRI_FIELD_MODEL (model)->list;
  TriFieldItem *item;

  if (position >= list->len)
    return NULL;
  item = g_object_new (TRI_TYPE_FIELD_ITEM, NULL);
  item->entry = g_array_index (list, TriFieldEntry, position);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TriFieldModel,
                               tri_field_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
tri_field_model_finalize (GObject *object)
{
  g_clear_pointer (&TRI_FIELD_MODEL (object)->list, g_array_unref);
  G_OBJECT_CLASS (tri_field_model_parent_class)->finalize (object);
}

static void
tri_field_model_class_init (TriFieldModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_field_model_finalize;
}

static void
tri_field_model_init (TriFieldModel *self)
{
}

TriFieldModel *
tri_field_model_new (GArray *list)
{
  TriFieldModel *self = g_object_new (TRI_TYPE_FIELD_MODEL, NULL);

  self->list = g_array_ref (list);
  return self;
}

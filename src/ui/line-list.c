/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "line-list.h"

struct _TriLineItem
{
  GObject parent_instance;

  TriRow row;
};

G_DEFINE_FINAL_TYPE (TriLineItem, tri_line_item, G_TYPE_OBJECT)

static void
tri_line_item_class_init (TriLineItemClass *klass)
{
}

static void
tri_line_item_init (TriLineItem *self)
{
}

const TriRow *
tri_line_item_get_row (TriLineItem *self)
{
  return &self->row;
}

struct _TriLineList
{
  GObject parent_instance;

  TriLines *lines;
};

static GType
get_item_type (GListModel *model)
{
  return TRI_TYPE_LINE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return tri_lines_get_n_rows (TRI_LINE_LIST (model)->lines);
}

static gpointer
get_item (GListModel *model, guint position)
{
  TriLineItem *item;
  TriRow row;

  if (!tri_lines_get_row (TRI_LINE_LIST (model)->lines, position, &row))
    return NULL;
  item = g_object_new (TRI_TYPE_LINE_ITEM, NULL);
  item->row = row;
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TriLineList,
                               tri_line_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
tri_line_list_finalize (GObject *object)
{
  tri_lines_unref (TRI_LINE_LIST (object)->lines);
  G_OBJECT_CLASS (tri_line_list_parent_class)->finalize (object);
}

static void
tri_line_list_class_init (TriLineListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_line_list_finalize;
}

static void
tri_line_list_init (TriLineList *self)
{
}

TriLineList *
tri_line_list_new (TriLines *lines)
{
  TriLineList *self = g_object_new (TRI_TYPE_LINE_LIST, NULL);

  self->lines = tri_lines_ref (lines);
  return self;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "number-list.h"

struct _TriNumberItem
{
  GObject parent_instance;

  guint number;
};

G_DEFINE_FINAL_TYPE (TriNumberItem, tri_number_item, G_TYPE_OBJECT)

static void
tri_number_item_class_init (TriNumberItemClass *klass)
{
}

static void
tri_number_item_init (TriNumberItem *self)
{
}

guint
tri_number_item_get (TriNumberItem *self)
{
  return self->number;
}

struct _TriNumberList
{
  GObject parent_instance;

  GArray *numbers; /* guint, rising; NULL: each place holds its own number */
  guint n;
};

static guint
get_number (TriNumberList *self, guint position)
{
  return self->numbers ? g_array_index (self->numbers, guint, position) : position;
}

static GType
get_item_type (GListModel *model)
{
  return TRI_TYPE_NUMBER_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return TRI_NUMBER_LIST (model)->n;
}

static gpointer
get_item (GListModel *model, guint position)
{
  TriNumberList *self = TRI_NUMBER_LIST (model);
  TriNumberItem *item;

  if (position >= self->n)
    return NULL;
  item = g_object_new (TRI_TYPE_NUMBER_ITEM, NULL);
  item->number = get_number (self, position);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TriNumberList,
                               tri_number_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
tri_number_list_finalize (GObject *object)
{
  g_clear_pointer (&TRI_NUMBER_LIST (object)->numbers, g_array_unref);
  G_OBJECT_CLASS (tri_number_list_parent_class)->finalize (object);
}

static void
tri_number_list_class_init (TriNumberListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_number_list_finalize;
}

static void
tri_number_list_init (TriNumberList *self)
{
}

TriNumberList *
tri_number_list_new (guint n)
{
  TriNumberList *self = g_object_new (TRI_TYPE_NUMBER_LIST, NULL);

  self->n = n;
  return self;
}

void
tri_number_list_set (TriNumberList *self, GArray *numbers, guint n)
{
  guint before = self->n;
  guint stay = numbers == self->numbers && n >= before ? before : 0;

  if (numbers)
    g_array_ref (numbers);
  g_clear_pointer (&self->numbers, g_array_unref);
  self->numbers = numbers;
  self->n = n;
  if (stay < before || stay < n)
    g_list_model_items_changed (G_LIST_MODEL (self), stay, before - stay, n - stay);
}

guint
tri_number_list_find (TriNumberList *self, guint number)
{
  guint low = 0, high = self->n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_number (self, middle) < number)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n ? low : G_MAXUINT;
}

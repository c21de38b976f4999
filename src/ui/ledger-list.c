/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-list.h"

struct _TriLedgerItem
{
  GObject parent_instance;

  guint entry;
};

G_DEFINE_FINAL_TYPE (TriLedgerItem, tri_ledger_item, G_TYPE_OBJECT)

static void
tri_ledger_item_class_init (TriLedgerItemClass *klass)
{
}

static void
tri_ledger_item_init (TriLedgerItem *self)
{
}

guint
tri_ledger_item_get_entry (TriLedgerItem *self)
{
  return self->entry;
}

struct _TriLedgerList
{
  GObject parent_instance;

  GArray *entries; /* guint, rising */
};

static GType
get_item_type (GListModel *model)
{
  return TRI_TYPE_LEDGER_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return TRI_LEDGER_LIST (model)->entries->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  TriLedgerList *self = TRI_LEDGER_LIST (model);
  TriLedgerItem *item;

  if (position >= self->entries->len)
    return NULL;
  item = g_object_new (TRI_TYPE_LEDGER_ITEM, NULL);
  item->entry = g_array_index (self->entries, guint, position);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TriLedgerList,
                               tri_ledger_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
tri_ledger_list_finalize (GObject *object)
{
  g_array_unref (TRI_LEDGER_LIST (object)->entries);
  G_OBJECT_CLASS (tri_ledger_list_parent_class)->finalize (object);
}

static void
tri_ledger_list_class_init (TriLedgerListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_ledger_list_finalize;
}

static void
tri_ledger_list_init (TriLedgerList *self)
{
  self->entries = g_array_new (FALSE, FALSE, sizeof (guint));
}

TriLedgerList *
tri_ledger_list_new (void)
{
  return g_object_new (TRI_TYPE_LEDGER_LIST, NULL);
}

void
tri_ledger_list_fill (TriLedgerList *self, const TriMigrateText *text, TriVerdict verdict)
{
  guint before = self->entries->len;

  g_array_set_size (self->entries, 0);
  for (guint i = 0; text && i < tri_migrate_text_get_n_entries (text); i++)
    {
      const TriMigratePart *part;

      if (verdict == TRI_N_VERDICTS || tri_migrate_text_get_entry (text, i, &part)->rule->verdict == verdict)
        g_array_append_val (self->entries, i);
    }
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->entries->len);
}

guint
tri_ledger_list_find (TriLedgerList *self, guint entry)
{
  guint low = 0, high = self->entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->entries, guint, middle) < entry)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->entries->len && g_array_index (self->entries, guint, low) == entry ? low : G_MAXUINT;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The numbers of the entries of a converted text as a list model; an item is made when a row asks for it.
 */

#include <gio/gio.h>

#include "core/migrate-text.h"

G_BEGIN_DECLS

#define TRI_TYPE_LEDGER_ITEM (tri_ledger_item_get_type ())
G_DECLARE_FINAL_TYPE (TriLedgerItem, tri_ledger_item, TRI, LEDGER_ITEM, GObject)

guint tri_ledger_item_get_entry (TriLedgerItem *item);

#define TRI_TYPE_LEDGER_LIST (tri_ledger_list_get_type ())
G_DECLARE_FINAL_TYPE (TriLedgerList, tri_ledger_list, TRI, LEDGER_LIST, GObject)

TriLedgerList *tri_ledger_list_new (void);

/* The entries of `text` with that verdict; of all, if it is TRI_N_VERDICTS. NULL: none. */
void tri_ledger_list_fill (TriLedgerList *list, const TriMigrateText *text, TriVerdict verdict);

/* The place of an entry in the list, or GTK's word for none, G_MAXUINT. */
guint tri_ledger_list_find (TriLedgerList *list, guint entry);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Numbers as a GListModel: of the rows of a large text, of the events of a stream, of the entries of a ledger. Whoever
 * shows them knows what each stands for. An item is made only when somebody looks at it, so a million rows cost
 * nothing.
 */

#include <gio/gio.h>

G_BEGIN_DECLS

#define TRI_TYPE_NUMBER_ITEM (tri_number_item_get_type ())
G_DECLARE_FINAL_TYPE (TriNumberItem, tri_number_item, TRI, NUMBER_ITEM, GObject)

guint tri_number_item_get (TriNumberItem *item);

#define TRI_TYPE_NUMBER_LIST (tri_number_list_get_type ())
G_DECLARE_FINAL_TYPE (TriNumberList, tri_number_list, TRI, NUMBER_LIST, GObject)

TriNumberList *tri_number_list_new (guint n); /* 0 … n − 1 (transfer full) */

/* Lists the first n of `numbers` (guint, rising; kept), or 0 … n − 1 if it is NULL. Where that only goes on from what
 * stood there, out of the same array, the rows that are new are told of, and else all. */
void tri_number_list_set (TriNumberList *list, GArray *numbers, guint n);

/* Where a number stands in the list, or the next one that does; GTK_INVALID_LIST_POSITION's value, G_MAXUINT, if there
 * is none. */
guint tri_number_list_find (TriNumberList *list, guint number);

G_END_DECLS

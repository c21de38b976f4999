/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The events of a stream, all or those of one name, as a GListModel that makes an item only when somebody looks at it.
 */

#include <gio/gio.h>

#include "core/exchange.h"

G_BEGIN_DECLS

#define TRI_TYPE_EVENT_ITEM (tri_event_item_get_type ())
G_DECLARE_FINAL_TYPE (TriEventItem, tri_event_item, TRI, EVENT_ITEM, GObject)

const TriEvent *tri_event_item_get_event (TriEventItem *item); /* (transfer none) */
guint tri_event_item_get_position (TriEventItem *item);        /* among all events of the reader */

/* The event's data, as it came in the data lines. (transfer full) */
GBytes *tri_event_item_dup_data (TriEventItem *item);

#define TRI_TYPE_EVENT_LIST (tri_event_list_get_type ())
G_DECLARE_FINAL_TYPE (TriEventList, tri_event_list, TRI, EVENT_LIST, GObject)

TriEventList *tri_event_list_new (TriExchange *exchange); /* (transfer full) */

/* Tells the list that there may be more events; gathered by the caller, once a frame. */
void tri_event_list_update (TriEventList *list);

/* Lists only the events of this name; NULL: all. */
void tri_event_list_set_name (TriEventList *list, const char *name);

/* Where an event of the reader stands in the list, or the next one that does; GTK_INVALID_LIST_POSITION's value,
 * G_MAXUINT, if there is none. */
guint tri_event_list_find (TriEventList *list, guint event);

G_END_DECLS

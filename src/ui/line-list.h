/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The rows of a large text as a GListModel that makes an item only when somebody looks at it.
 */

#include <gio/gio.h>

#include "core/lines.h"

G_BEGIN_DECLS

#define TRI_TYPE_LINE_ITEM (tri_line_item_get_type ())
G_DECLARE_FINAL_TYPE (TriLineItem, tri_line_item, TRI, LINE_ITEM, GObject)

const TriRow *tri_line_item_get_row (TriLineItem *item); /* (transfer none) */

#define TRI_TYPE_LINE_LIST (tri_line_list_get_type ())
G_DECLARE_FINAL_TYPE (TriLineList, tri_line_list, TRI, LINE_LIST, GObject)

TriLineList *tri_line_list_new (TriLines *lines); /* (transfer full) */

G_END_DECLS

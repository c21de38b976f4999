/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The rows and headings of a table of fields as a GListModel that makes an item only when somebody looks at it.
 */

#include <gio/gio.h>

#include "core/field-list.h"

G_BEGIN_DECLS

#define TRI_TYPE_FIELD_ITEM (tri_field_item_get_type ())
G_DECLARE_FINAL_TYPE (TriFieldItem, tri_field_item, TRI, FIELD_ITEM, GObject)

const TriFieldEntry *tri_field_item_get_entry (TriFieldItem *item); /* (transfer none) */

#define TRI_TYPE_FIELD_MODEL (tri_field_model_get_type ())
G_DECLARE_FINAL_TYPE (TriFieldModel, tri_field_model, TRI, FIELD_MODEL, GObject)

TriFieldModel *tri_field_model_new (GArray *list); /* keeps the list (transfer full) */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * From the bodies of several columns to the table of their fields, and again when some of them have changed: what is as
 * it was is not read again.
 *
 * A body that is not JSON has no fields. Immutable once made, and atomically counted: safe in any thread, and for large
 * bodies to be made in a worker.
 */

#include "fields.h"

G_BEGIN_DECLS

/* What a column asked and was answered; either body may be NULL. */
typedef struct
{
  const TriFormat *request_format;
  GBytes *request;
  const TriFormat *response_format;
  GBytes *response;
} TriFieldBodies;

void tri_field_bodies_clear (TriFieldBodies *bodies);

typedef struct _TriFieldTable TriFieldTable;

/* Keeps the bodies. `before` may be NULL; its maps are used again for bodies that are the same. (transfer full) */
TriFieldTable *tri_field_table_new (const TriFieldBodies *bodies, guint n_columns, TriFieldTable *before);

TriFieldTable *tri_field_table_ref (TriFieldTable *table);
void tri_field_table_unref (TriFieldTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriFieldTable, tri_field_table_unref)

const TriFields *tri_field_table_get_fields (const TriFieldTable *table); /* (transfer none) */

/* TRUE if it was made of the same bodies. */
gboolean tri_field_table_is_of (const TriFieldTable *table, const TriFieldBodies *bodies, guint n_columns);

G_END_DECLS

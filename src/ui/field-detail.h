/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * All that is known of one row of the table of fields: what it means and how the columns' formats and servers differ in
 * it, and of each column the path and the whole value, both to be copied.
 */

#include <adwaita.h>

#include "core/comparison.h"
#include "core/field-table.h"

G_BEGIN_DECLS

#define TRI_TYPE_FIELD_DETAIL (tri_field_detail_get_type ())
G_DECLARE_FINAL_TYPE (TriFieldDetail, tri_field_detail, TRI, FIELD_DETAIL, AdwBin)

GtkWidget *tri_field_detail_new (void);

/* The columns of `comparison` are those of the table. */
void tri_field_detail_show (TriFieldDetail *detail, TriComparison *comparison, TriFieldTable *table, guint row);

/* Of the columns some neighbours are seen. */
void tri_field_detail_set_seen (TriFieldDetail *detail, guint first, guint n_seen);

/* How a meaning changes from one column's format to the others': "Chat Completions: renamed; Responses: moved".
 * Translated; NULL where all columns keep it alike. (transfer full) */
char *tri_field_detail_dup_changes (TriComparison *comparison, const TriMeaning *meaning, TriPlace place);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The foot of a column: how its answer ended, tokens, status and times, what the published API says of it, and how it
 * differs from the baseline. Its height does not change while an answer runs.
 */

#include <gtk/gtk.h>

#include "core/column.h"

G_BEGIN_DECLS

#define TRI_TYPE_COLUMN_FOOT (tri_column_foot_get_type ())
G_DECLARE_FINAL_TYPE (TriColumnFoot, tri_column_foot, TRI, COLUMN_FOOT, GtkBox)

/* Says how things stand with the attempt `exchange` of the column (NULL: none yet), beside the column `baseline` (NULL:
 * there is none). */
void tri_column_foot_show (TriColumnFoot *foot, TriColumn *column, TriExchange *exchange, TriColumn *baseline);

/* Keeps a fact whose height follows from its text as high as those of the other columns in the group. */
void tri_column_foot_set_size_group (TriColumnFoot *foot, GtkSizeGroup *ends);

G_END_DECLS

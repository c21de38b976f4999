/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The head of a column: whom it asks, in what it asks otherwise, and its commands, which are the actions column.* of
 * the view around it.
 */

#include <gtk/gtk.h>

#include "core/column.h"
#include "facts.h"

G_BEGIN_DECLS

#define TRI_TYPE_COLUMN_HEAD (tri_column_head_get_type ())
G_DECLARE_FINAL_TYPE (TriColumnHead, tri_column_head, TRI, COLUMN_HEAD, GtkBox)

/* Whose head it is; once, and first. */
void tri_column_head_follow (TriColumnHead *head, TriColumn *column, GListModel *servers);

/* The column asks another server, model or body now. */
void tri_column_head_update (TriColumnHead *head);

/* Whether there is something to stop, or to try again. */
void tri_column_head_set_tone (TriColumnHead *head, TriTone tone);

/* What the column is asked differently, element type TriGap. */
void tri_column_head_set_gaps (TriColumnHead *head, GPtrArray *gaps);

void tri_column_head_set_baseline (TriColumnHead *head, gboolean is_baseline);

G_END_DECLS

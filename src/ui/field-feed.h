/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What feeds the table of fields: it follows the columns of a comparison while somebody looks, and lines up what they
 * ask and answer. Of each column it takes what was sent last, or before that what would be sent.
 *
 * Small documents are lined up at once, large ones in a worker; until that is done the table and the list stay what
 * they were. "changed" is emitted when they are others, and when a worker begins.
 */

#include <gtk/gtk.h>

#include "core/comparison.h"
#include "core/field-list.h"
#include "core/field-table.h"

G_BEGIN_DECLS

#define TRI_TYPE_FIELD_FEED (tri_field_feed_get_type ())
G_DECLARE_FINAL_TYPE (TriFieldFeed, tri_field_feed, TRI, FIELD_FEED, GObject)

/* `view` is the widget that it feeds, which owns it. (transfer full) */
TriFieldFeed *tri_field_feed_new (TriComparison *comparison, GtkWidget *view);

/* Whether somebody looks. It catches up when somebody begins to. */
void tri_field_feed_set_active (TriFieldFeed *feed, gboolean is_active);

void tri_field_feed_set_draft (TriFieldFeed *feed, TriPrompt *prompt, const TriSettings *settings); /* prompt or NULL */
void tri_field_feed_set_filter (TriFieldFeed *feed, const TriFieldFilter *filter);

TriFieldTable *tri_field_feed_get_table (TriFieldFeed *feed); /* NULL before there is one (transfer none) */
GArray *tri_field_feed_get_list (TriFieldFeed *feed);         /* TriFieldEntry; NULL before (transfer none) */
gboolean tri_field_feed_is_busy (TriFieldFeed *feed);         /* they will be others soon */

G_END_DECLS

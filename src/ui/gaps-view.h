/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A list of gaps in words, for a popover: under the column's title, one sentence each.
 */

#include <adwaita.h>

#include "core/column.h"

G_BEGIN_DECLS

#define TRI_TYPE_GAPS_VIEW (tri_gaps_view_get_type ())
G_DECLARE_FINAL_TYPE (TriGapsView, tri_gaps_view, TRI, GAPS_VIEW, AdwBin)

GtkWidget *tri_gaps_view_new (void);

void tri_gaps_view_clear (TriGapsView *view);

/* Adds the sentences of `gaps` (TriGap) under `title`; NULL for no title. Nothing if there are none. */
void tri_gaps_view_add (TriGapsView *view, const char *title, GPtrArray *gaps);

/* One sentence without a title. */
void tri_gaps_view_say (TriGapsView *view, const char *text);

/* All that it says, a line each, for those to whom the button that opens it is read: labels take no focus.
 * (transfer full) */
char *tri_gaps_view_dup_text (TriGapsView *view);

G_END_DECLS

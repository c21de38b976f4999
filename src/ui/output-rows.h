/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * An answer that is too large for a text view, row by row (lines-view.h), with its headings.
 *
 * The rows are of a copy of the text, which is made only while somebody sees it. While the answer grows, the copy is
 * made anew when there is an eighth more: so however long it becomes, all of it is copied only a few times.
 */

#include <adwaita.h>

#include "core/exchange.h"

G_BEGIN_DECLS

#define TRI_TYPE_OUTPUT_ROWS (tri_output_rows_get_type ())
G_DECLARE_FINAL_TYPE (TriOutputRows, tri_output_rows, TRI, OUTPUT_ROWS, AdwBin)

GtkWidget *tri_output_rows_new (void);

/* Shows what there is of `exchange`; NULL shows nothing. */
void tri_output_rows_show (TriOutputRows *rows, TriExchange *exchange);

GtkWidget *tri_output_rows_get_text_view (TriOutputRows *rows); /* (transfer none) */

/* Whether `reply` has more text than a text view takes. */
gboolean tri_output_rows_are_needed (const TriReply *reply);

/* What a part is called above its text; NULL for the plain answer. (transfer full) */
char *tri_output_rows_dup_heading (const TriPart *part);

G_END_DECLS

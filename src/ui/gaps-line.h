/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The line above the columns: in what they are not asked the same, with the sentences behind it, and whether what they
 * show was said to an earlier prompt. Each column is told its own part of it.
 */

#include "columns.h"

G_BEGIN_DECLS

#define TRI_TYPE_GAPS_LINE (tri_gaps_line_get_type ())
G_DECLARE_FINAL_TYPE (TriGapsLine, tri_gaps_line, TRI, GAPS_LINE, GtkBox)

/* `columns` are those of `comparison`. `prompt` NULL: nothing is asked yet. */
void tri_gaps_line_show (
    TriGapsLine *line, TriColumns *columns, TriComparison *comparison, TriPrompt *prompt, const TriSettings *settings);

G_END_DECLS

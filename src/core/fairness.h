/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * In what the columns of a comparison are not asked the same: beside what each format cannot say (format.h), what
 * people chose otherwise for one of them, and what a format takes for granted which the others do not. Before answers
 * are held against each other, this is what they differ in already.
 *
 * Which defaults differ is not written here: it follows from the cells of the Rosetta table, and whether it holds from
 * the requests, whoever wrote them. It is said of the column whose default is not that of most formats (Completions'
 * own limit of 16 tokens, the store of Responses), if it leaves the choice open and another column does not come to the
 * same by that.
 */

#include "comparison.h"

G_BEGIN_DECLS

/* What holds for one column; element type TriGap, empty if it is asked as the first one is, and all that was asked.
 * Nothing is said of a comparison of one but what its format cannot say. (transfer full) */
GPtrArray *
tri_comparison_list_gaps (TriComparison *comparison, guint position, TriPrompt *prompt, const TriSettings *settings);

/* The same of the latest attempt of a column, as it was sent; empty before there is one. (transfer full) */
GPtrArray *tri_comparison_list_sent_gaps (TriComparison *comparison, guint position);

/* A gap in a word or two, for a line that has to hold several: "Output limit (Completions)". `title` is the column's.
 * Translated. (transfer full) */
char *tri_gap_dup_subject (const TriGap *gap, const char *title);

G_END_DECLS

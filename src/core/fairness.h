/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * In what the columns of a comparison are not asked the same: beside what each format cannot say (format.h), what
 * people chose otherwise for one of them. Before answers are held against each other, this is what they differ in
 * already.
 */

#include "comparison.h"

G_BEGIN_DECLS

/* What holds for one column; element type TriGap, empty if it is asked as the first one is, and all that was asked.
 * Nothing is said of a comparison of one but what its format cannot say. (transfer full) */
GPtrArray *
tri_comparison_list_gaps (TriComparison *comparison, guint position, TriPrompt *prompt, const TriSettings *settings);

/* The same of the latest attempt of a column, as it was sent; empty before there is one. (transfer full) */
GPtrArray *tri_comparison_list_sent_gaps (TriComparison *comparison, guint position);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Why a request was refused: the API's own words, the cause, the row of the table, and a fix that can be applied. What
 * no rule can know, such as the name of a model, is asked for where the fix needs it.
 *
 * Signals: "apply": the fix is wanted (tri_explain_view_mend()). "close": the person has seen enough; only where it can
 * be closed.
 */

#include <adwaita.h>

#include "core/explain.h"

G_BEGIN_DECLS

#define TRI_TYPE_EXPLAIN_VIEW (tri_explain_view_get_type ())
G_DECLARE_FINAL_TYPE (TriExplainView, tri_explain_view, TRI, EXPLAIN_VIEW, AdwBin)

/* `can_close`: it has a button for that. */
GtkWidget *tri_explain_view_new (gboolean can_close);

/* What is explained; swallows `explanation`. `words`: what to offer where a fix needs words. */
void tri_explain_view_set (TriExplainView *view, TriExplanation *explanation, const TriExplainWords *words);

/* Whether there is a request to mend. */
void tri_explain_view_set_request (TriExplainView *view, GBytes *request);

/* The request without what was refused; NULL, and it is said why, if that must be done by hand. (transfer full) */
GBytes *tri_explain_view_mend (TriExplainView *view, GBytes *request);

G_END_DECLS

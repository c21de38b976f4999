/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Stands beside the failure of a column whose request was refused, and explains it when it is pressed. A fix that is
 * applied becomes the column's own body, to be sent again; that can be undone while the toast stands.
 *
 * Not there unless the attempt ended with a status from 400 to 499 and a body that holds an error.
 */

#include <adwaita.h>

#include "core/column.h"

G_BEGIN_DECLS

#define TRI_TYPE_EXPLAIN_BUTTON (tri_explain_button_get_type ())
G_DECLARE_FINAL_TYPE (TriExplainButton, tri_explain_button, TRI, EXPLAIN_BUTTON, AdwBin)

/* The attempt that the column shows; NULL for none. Costs next to nothing when it is called again with the same. */
void tri_explain_button_set (TriExplainButton *button, TriColumn *column, TriExchange *exchange);

G_END_DECLS

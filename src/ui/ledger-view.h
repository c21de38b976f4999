/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The account of a converted text as a list: what became of each value, from where to where, and why. It is filtered by
 * verdict. Rows are made as they are seen, however many entries there are.
 *
 * Signal "chosen": somebody chose another entry, or none (tri_ledger_view_get_chosen()).
 */

#include <adwaita.h>

#include "core/migrate-text.h"

G_BEGIN_DECLS

#define TRI_TYPE_LEDGER_VIEW (tri_ledger_view_get_type ())
G_DECLARE_FINAL_TYPE (TriLedgerView, tri_ledger_view, TRI, LEDGER_VIEW, GtkBox)

/* What is listed; NULL: nothing. It must live until another one is set. */
void tri_ledger_view_set_text (TriLedgerView *view, const TriMigrateText *text);

/* An entry by its number; G_MAXUINT: none. Choosing one that the filter hides shows all. Emits nothing if it is chosen
 * already. */
void tri_ledger_view_choose (TriLedgerView *view, guint entry);
guint tri_ledger_view_get_chosen (TriLedgerView *view);

guint tri_ledger_view_get_n_listed (TriLedgerView *view);

/* Only the entries of a verdict; TRI_N_VERDICTS: all. */
void tri_ledger_view_set_filter (TriLedgerView *view, TriVerdict verdict);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What belongs together on the page that converts: a value of the original, its entry in the account, and what stands
 * in its place in the result. Choosing one of them, by a click, by the cursor or in the list, marks the others.
 *
 * An original that the editor does not take is shown by a view of its own, which is made when it is needed; so is that
 * of the result.
 */

#include <gtksourceview/gtksource.h>

#include "json-view.h"
#include "ledger-view.h"

G_BEGIN_DECLS

#define TRI_TYPE_MIGRATE_LINKS (tri_migrate_links_get_type ())
G_DECLARE_FINAL_TYPE (TriMigrateLinks, tri_migrate_links, TRI, MIGRATE_LINKS, GObject)

/* The widgets must live longer. (transfer full) */
TriMigrateLinks *
tri_migrate_links_new (GtkSourceView *editor, AdwBin *held_bin, AdwBin *result_bin, TriLedgerView *ledger);

/* Shows an original that the editor does not take; NULL: the editor has it. */
void tri_migrate_links_hold (TriMigrateLinks *links, GBytes *held);

/* Shows what `input` was converted into, or nothing (`converted` NULL). `converted` must live until the next call. */
void tri_migrate_links_show (TriMigrateLinks *links, GBytes *input, const TriMigrateText *converted);

/* The original has been changed since it was converted: places in it say nothing any more. */
void tri_migrate_links_set_stale (TriMigrateLinks *links, gboolean is_stale);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Keeps what a window would ask on disk while it is open, so that a crash costs a second of typing at most.
 *
 * A window whose draft nobody has touched keeps nothing. One that is closed is forgotten; one that ends with the
 * session, or with the program, comes back at the next start.
 */

#include "composer.h"
#include "core/comparison-archive.h"
#include "core/draft-file.h"

G_BEGIN_DECLS

#define TRI_TYPE_DRAFT_KEEPER (tri_draft_keeper_get_type ())
G_DECLARE_FINAL_TYPE (TriDraftKeeper, tri_draft_keeper, TRI, DRAFT_KEEPER, GObject)

/* What stands in `composer` and `comparison` now counts as untouched, unless `draft` is what they were filled from.
 * (transfer full) */
TriDraftKeeper *
tri_draft_keeper_new (TriComposer *composer, TriComparison *comparison, TriDraftFile *file, const TriDraft *draft);

TriDraftFile *tri_draft_keeper_get_file (TriDraftKeeper *keeper); /* NULL once forgotten (transfer none) */

/* Something may be different: it is written a second later. */
void tri_draft_keeper_touch (TriDraftKeeper *keeper);

void tri_draft_keeper_save (TriDraftKeeper *keeper);   /* now */
void tri_draft_keeper_forget (TriDraftKeeper *keeper); /* the draft was closed */

/* Fills the columns of `comparison` from `draft`: servers that `servers` (of TriServerItem) has are used, others are
 * added to it. A column whose format is not known here is left out, and if no column is left, the comparison stays as
 * it is. `n_keys`, if not NULL, receives how many of the servers had a key that must be typed again. */
void tri_draft_keeper_fill (const TriDraft *draft, TriComparison *comparison, GListStore *servers, guint *n_keys);

/* The same for what was sent in those columns, and for the baseline, after the comparison was filled from the draft of
 * the archive. `readers`: see tri_archive_fill_column(). */
void tri_draft_keeper_fill_archive (const TriArchive *archive, TriComparison *comparison, GPtrArray *readers);

/* Signal "failed" (message): the draft could not be written; emitted once, until it could be. */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What became of many requests, by path pattern and rule: how often, and where first. Its size depends on how many
 * kinds of entries there are, and not on how many requests.
 *
 * Patterns are as tri_ledger_dup_pattern() writes them. Requests of ten thousands of made-up names end in one row for
 * the rest, so that nobody can fill the memory by them.
 */

#include "acceptance.h"
#include "migrate.h"

G_BEGIN_DECLS

typedef struct
{
  const TriLedgerRule *rule;
  const char *meaning; /* NULL if it has none */
  char *pattern;       /* "…" for the rest */
  guint64 count;
  guint64 first_line;
  const char *accepted; /* the reason for which the loss is accepted; NULL if it is none, or is not */
} TriMigrateRow;

typedef struct _TriMigrateSummary TriMigrateSummary;

/* `acceptances` may be NULL, and must outlive it. (transfer full) */
TriMigrateSummary *tri_migrate_summary_new (const TriAcceptances *acceptances);
void tri_migrate_summary_free (TriMigrateSummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriMigrateSummary, tri_migrate_summary_free)

void tri_migrate_summary_add (TriMigrateSummary *summary, TriMigration *migration, guint64 line);

/* A request that could not be read. */
void tri_migrate_summary_add_unreadable (TriMigrateSummary *summary);

guint64 tri_migrate_summary_get_n_requests (const TriMigrateSummary *summary);
guint64 tri_migrate_summary_get_n_unreadable (const TriMigrateSummary *summary);

/* All rows, the worst verdict first, then by count; element type const TriMigrateRow *. (transfer container) */
GPtrArray *tri_migrate_summary_list (const TriMigrateSummary *summary);

/* Whether there is a loss of that verdict that nobody accepted. */
gboolean tri_migrate_summary_has_loss (const TriMigrateSummary *summary, TriVerdict verdict);

G_END_DECLS

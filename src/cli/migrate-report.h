/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a migration did, for people (text, Markdown) and for machines that check (JUnit, SARIF 2.1.0).
 *
 * A loss that was accepted is told of in all of them, and fails in none.
 */

#include "core/migrate-summary.h"

G_BEGIN_DECLS

typedef struct
{
  const char *file;
  const TriMigrateSummary *summary;
} TriMigrateSubject;

typedef enum
{
  TRI_REPORT_MARKDOWN,
  TRI_REPORT_JUNIT,
  TRI_REPORT_SARIF
} TriReportKind;

gboolean tri_report_kind_find (const char *name, TriReportKind *kind);

/* (transfer full) */
char *tri_migrate_report_dup (TriReportKind kind, const TriMigrateSubject *subjects, guint n_subjects);

/* A few lines for the terminal: what was lost, and how much else became what. (transfer full) */
char *tri_migrate_report_dup_text (const TriMigrateSubject *subject);

G_END_DECLS

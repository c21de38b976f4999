/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A text that somebody pasted, converted whole: one request, a curl command with one in it, or JSON Lines with one a
 * line. It has one output, and one account of all entries, in the order of the text.
 *
 * Of a command the body is converted, and the format is that of its URL where that is known. Lines stay lines. One that
 * cannot be converted ends it: the error tells its line and column in the text.
 *
 * Pure; immutable once made, but for tri_migration_get_output_index().
 */

#include "migrate.h"

G_BEGIN_DECLS

typedef struct
{
  TriMigration *migration;
  gsize input_start;  /* where its input begins in the text; G_MAXSIZE if the text does not hold it as it is */
  gsize output_start; /* where its output begins in the whole one */
  guint first_entry;  /* of its entries, among all */
} TriMigratePart;

typedef struct _TriMigrateText TriMigrateText;

/* Errors: those of tri_migration_new() and tri_curl_command_parse(). (transfer full) */
TriMigrateText *tri_migrate_text_new (GBytes *text, const TriMigrateOptions *options, GError **error);
void tri_migrate_text_free (TriMigrateText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriMigrateText, tri_migrate_text_free)

TriMigrateInput tri_migrate_text_get_kind (const TriMigrateText *text);
GBytes *tri_migrate_text_get_output (const TriMigrateText *text);     /* (transfer none) */
GPtrArray *tri_migrate_text_get_parts (const TriMigrateText *text);   /* TriMigratePart, at least one (transfer none) */
GPtrArray *tri_migrate_text_get_remarks (const TriMigrateText *text); /* of a command: char * (transfer none) */
guint tri_migrate_text_get_n_entries (const TriMigrateText *text);
guint tri_migrate_text_count (const TriMigrateText *text, TriVerdict verdict); /* every entry of it, losses or not */

/* An entry by its number, and the part that it is of. (transfer none) */
const TriLedgerEntry *tri_migrate_text_get_entry (const TriMigrateText *text, guint entry, const TriMigratePart **part);

/* The entry of what stands at a byte of the text, or of the output; FALSE if there is none. */
gboolean tri_migrate_text_find_source (const TriMigrateText *text, gsize offset, guint *entry);
gboolean tri_migrate_text_find_target (const TriMigrateText *text, gsize offset, guint *entry);

G_END_DECLS

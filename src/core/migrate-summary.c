/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-summary.h"

#include <string.h>

#include "text.h"

#define MAX_ROWS 20000u
#define MAX_PATTERN_CHARS 400u

struct _TriMigrateSummary
{
  const TriAcceptances *acceptances;
  GHashTable *rows; /* set of TriMigrateRow, by rule and pattern */
  guint64 n_requests;
  guint64 n_unreadable;
};

static guint
hash_row (gconstpointer data)
{
  const TriMigrateRow *row = data;

  return g_str_hash (row->pattern) ^ g_direct_hash (row->rule);
}

static gboolean
equal_rows (gconstpointer a, gconstpointer b)
{
  const TriMigrateRow *one = a, *other = b;

  return one->rule == other->rule && strcmp (one->pattern, other->pattern) == 0;
}

static void
free_row (gpointer data)
{
  TriMigrateRow *row = data;

  g_free (row->pattern);
  g_free (row);
}

TriMigrateSummary *
tri_migrate_summary_new (const TriAcceptances *acceptances)
{
  TriMigrateSummary *summary = g_new0 (TriMigrateSummary, 1);

  summary->acceptances = acceptances;
  summary->rows = g_hash_table_new_full (hash_row, equal_rows, free_row, NULL);
  return summary;
}

void
tri_migrate_summary_free (TriMigrateSummary *summary)
{
  if (!summary)
    return;
  g_hash_table_unref (summary->rows);
  g_free (summary);
}

/* A name can be of any length; a row shows its beginning. */
static char *
dup_pattern (const TriLedger *ledger, const TriLedgerEntry *entry)
{
  g_autofree char *pattern = tri_ledger_dup_pattern (ledger, entry, NULL);

  return strlen (pattern) > MAX_PATTERN_CHARS ? tri_text_dup_excerpt (pattern, MAX_PATTERN_CHARS)
                                              : g_steal_pointer (&pattern);
}

void
tri_migrate_summary_add (TriMigrateSummary *summary, TriMigration *migration, guint64 line)
{
  const TriLedger *ledger = tri_migration_get_ledger (migration);

  summary->n_requests++;
  for (guint i = 0; i < tri_ledger_get_n_entries (ledger); i++)
    {
      const TriLedgerEntry *entry = tri_ledger_get_entry (ledger, i);
      /* What was added is told by its rule: its place in the output is not looked for in every request. */
      g_autofree char *pattern = dup_pattern (ledger, entry);
      TriMigrateRow key = { .rule = entry->rule, .pattern = pattern };
      TriMigrateRow *row = g_hash_table_lookup (summary->rows, &key);

      if (!row && g_hash_table_size (summary->rows) >= MAX_ROWS)
        {
          key.pattern = (char *) "…";
          row = g_hash_table_lookup (summary->rows, &key);
        }
      if (!row)
        {
          row = g_new0 (TriMigrateRow, 1);
          row->rule = entry->rule;
          row->meaning = entry->meaning;
          row->pattern = g_strdup (key.pattern);
          row->first_line = line;
          if (tri_ledger_entry_is_loss (entry))
            row->accepted = tri_acceptances_find (summary->acceptances, row->rule, row->pattern);
          g_hash_table_add (summary->rows, row);
        }
      row->count++;
    }
}

void
tri_migrate_summary_add_unreadable (TriMigrateSummary *summary)
{
  summary->n_unreadable++;
}

guint64
tri_migrate_summary_get_n_requests (const TriMigrateSummary *summary)
{
  return summary->n_requests;
}

guint64
tri_migrate_summary_get_n_unreadable (const TriMigrateSummary *summary)
{
  return summary->n_unreadable;
}

static gboolean
is_loss (const TriMigrateRow *row)
{
  return row->rule->verdict >= TRI_VERDICT_DROPPED && !row->rule->is_lossless;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const TriMigrateRow *one = *(const TriMigrateRow *const *) a, *other = *(const TriMigrateRow *const *) b;

  if (is_loss (one) != is_loss (other))
    return is_loss (one) ? -1 : 1;
  if (one->rule->verdict != other->rule->verdict)
    return one->rule->verdict > other->rule->verdict ? -1 : 1;
  if (one->count != other->count)
    return one->count > other->count ? -1 : 1;
  if (strcmp (one->pattern, other->pattern) != 0)
    return strcmp (one->pattern, other->pattern);
  return strcmp (one->rule->id, other->rule->id);
}

GPtrArray *
tri_migrate_summary_list (const TriMigrateSummary *summary)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer row;

  for (g_hash_table_iter_init (&iter, summary->rows); g_hash_table_iter_next (&iter, &row, NULL);)
    g_ptr_array_add (list, row);
  g_ptr_array_sort (list, compare_rows);
  return list;
}

gboolean
tri_migrate_summary_has_loss (const TriMigrateSummary *summary, TriVerdict verdict)
{
  GHashTableIter iter;
  gpointer key;

  for (g_hash_table_iter_init (&iter, summary->rows); g_hash_table_iter_next (&iter, &key, NULL);)
    {
      const TriMigrateRow *row = key;

      if (row->rule->verdict == verdict && is_loss (row) && !row->accepted)
        return TRUE;
    }
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Converts whatever it is given, from every format to every other: what is a request keeps the law that every leaf of
 * it stands in one entry of the ledger, and what comes out is JSON.
 */

#include "core/explain.h"
#include "core/migrate.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Marks the leaves below the sources, each once. */
static void
check_sources (const TriLedger *ledger)
{
  guint n_tokens, n_leaves = 0, n_told = 0;
  const TriJsonToken *tokens = tri_json_index_get_tokens (tri_ledger_get_input (ledger), &n_tokens);
  g_autofree guint8 *is_leaf = g_malloc (n_tokens);

  for (guint t = 0; t < n_tokens; t++)
    {
      gboolean is_container = tokens[t].kind == TRI_JSON_OBJECT || tokens[t].kind == TRI_JSON_ARRAY;

      is_leaf[t] = !tokens[t].is_key && (!is_container || tokens[t].next == t + 1);
      n_leaves += is_leaf[t];
    }
  for (guint i = 0; i < tri_ledger_get_n_entries (ledger); i++)
    {
      const TriLedgerEntry *entry = tri_ledger_get_entry (ledger, i);

      for (guint s = 0; s < entry->n_sources; s++)
        {
          guint source = tri_ledger_get_source (ledger, entry, s);

          for (guint t = source; t < tokens[source].next; t++)
            {
              n_told += is_leaf[t];
              is_leaf[t] = 0;
            }
        }
    }
  g_assert_cmpuint (n_told, ==, n_leaves);
}

static void
check (TriMigration *migration)
{
  if (!migration)
    return;
  check_sources (tri_migration_get_ledger (migration));
  g_assert_nonnull (tri_migration_get_output_index (migration));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const ids[] = { "completions", "chat", "responses" };
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (TriMigration) mended = tri_migration_new_mended (bytes, NULL);
  g_autoptr (TriExplanation) explanation = tri_explain (bytes, bytes, 0, NULL);

  check (mended);
  for (guint i = 0; i < 9; i++)
    {
      TriMigrateOptions options
          = { tri_format_find (ids[i / 3]), tri_format_find (ids[i % 3]), i % 2 ? "llama.cpp" : NULL, i % 2 };
      g_autoptr (TriMigration) migration = tri_migration_new (bytes, &options, NULL);

      check (migration);
    }
  return 0;
}

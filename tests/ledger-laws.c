/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-laws.h"

static gboolean
is_leaf (const TriJsonToken *tokens, guint token)
{
  gboolean is_container = tokens[token].kind == TRI_JSON_OBJECT || tokens[token].kind == TRI_JSON_ARRAY;

  return !tokens[token].is_key && (!is_container || tokens[token].next == token + 1);
}

/* How often each leaf stands in a ledger; one leaf of the wrong count is named. */
static void
check_sources (const TriLedger *ledger)
{
  guint n_tokens;
  TriJsonIndex *input = tri_ledger_get_input (ledger);
  const TriJsonToken *tokens = tri_json_index_get_tokens (input, &n_tokens);
  g_autofree guint8 *counts = g_malloc0 (n_tokens);

  for (guint i = 0; i < tri_ledger_get_n_entries (ledger); i++)
    {
      const TriLedgerEntry *entry = tri_ledger_get_entry (ledger, i);

      for (guint s = 0; s < entry->n_sources; s++)
        {
          guint token = tri_ledger_get_source (ledger, entry, s);

          for (guint t = token; t < tokens[token].next; t++)
            counts[t] += is_leaf (tokens, t);
        }
    }
  for (guint t = 0; t < n_tokens; t++)
    if (is_leaf (tokens, t) && counts[t] != 1)
      {
        g_autofree char *path = tri_json_index_dup_path (input, t);
        g_autofree char *raw = tri_json_index_dup_raw (input, 0);

        g_error ("%s stands in %u entries: %s", path, counts[t], raw);
      }
}

static void
check_targets (TriMigration *migration)
{
  guint n_tokens;
  const TriLedger *ledger = tri_migration_get_ledger (migration);
  TriJsonIndex *output = tri_migration_get_output_index (migration);
  const TriJsonToken *tokens;
  g_autofree guint8 *counts = NULL;

  g_assert_nonnull (output);
  tokens = tri_json_index_get_tokens (output, &n_tokens);
  counts = g_malloc0 (n_tokens);
  for (guint i = 0; i < tri_ledger_get_n_entries (ledger); i++)
    {
      const TriLedgerEntry *entry = tri_ledger_get_entry (ledger, i);

      g_assert_true (entry->n_sources > 0 || entry->n_targets > 0 || entry->rule->verdict == TRI_VERDICT_REFUSED);
      g_assert_true (entry->n_targets > 0 || entry->rule->verdict >= TRI_VERDICT_DROPPED);
      for (guint s = 0; s < entry->n_targets; s++)
        {
          const TriLedgerTarget *target = tri_ledger_get_target (ledger, entry, s);
          guint token = tri_json_index_token_at (output, target->start);

          g_assert_cmpuint (tokens[token].start, ==, target->start);
          g_assert_cmpuint (tokens[token].end, ==, target->end);
          for (guint t = token; t < tokens[token].next; t++)
            counts[t] = 1;
        }
    }
  for (guint t = 0; t < n_tokens; t++)
    if (is_leaf (tokens, t) && !counts[t])
      {
        g_autofree char *path = tri_json_index_dup_path (output, t);
        g_autofree char *raw = tri_json_index_dup_raw (output, 0);

        g_error ("%s is not explained: %s", path, raw);
      }
}

/* The output has no namesakes but those of what passed through. */
static void
check_namesakes (TriMigration *migration)
{
  TriJsonIndex *input = tri_ledger_get_input (tri_migration_get_ledger (migration));

  GBytes *output = tri_migration_get_output (migration);

  if (!(tri_json_index_get_quirks (input) & TRI_JSON_QUIRK_DUPLICATE_KEY)
      && tri_json_index_get_quirks (tri_migration_get_output_index (migration)) & TRI_JSON_QUIRK_DUPLICATE_KEY)
    g_error ("namesakes in %.*s", (int) g_bytes_get_size (output), (const char *) g_bytes_get_data (output, NULL));
}

void
tri_check_ledger (TriMigration *migration)
{
  check_sources (tri_migration_get_ledger (migration));
  check_targets (migration);
}

void
tri_check_ledger_laws (TriMigration *migration)
{
  tri_check_ledger (migration);
  check_namesakes (migration);
}

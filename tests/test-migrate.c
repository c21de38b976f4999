/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Requests converted, and the ledger that loses nothing.
 *
 * cases/migrate/NAME/ holds input.json; options.json where other than the defaults are meant (from, to, target,
 * system; accepted, where the input itself is one that no server takes); and what comes out: output.json and
 * ledger.jsonl. TRI_UPDATE=1 writes these two anew.
 *
 * Laws, held for every case here and for random documents in test-migrate-random: each leaf of the input stands in
 * exactly one entry, each leaf of the output in one at least; to the same format not a byte changes; what was converted
 * without a refusal the practice server takes.
 */

#include <string.h>

#include "core/error.h"
#include "core/field-map.h"
#include "core/migrate-rules.h"
#include "core/migrate.h"
#include "golden.h"
#include "ledger-laws.h"
#include "practice/practice-ask.h"

/* What a rule says of a meaning, the Rosetta table says, too: where a value came to stand and has a cell there, it is a
 * cell of that meaning. */
static void
check_cells (TriMigration *migration, const TriFormat *to)
{
  const TriLedger *ledger = tri_migration_get_ledger (migration);
  TriJsonIndex *output = tri_migration_get_output_index (migration);
  g_autoptr (TriFieldMap) map = tri_field_map_new (to, TRI_PLACE_REQUEST, tri_json_index_ref (output));

  for (guint i = 0; i < tri_ledger_get_n_entries (ledger); i++)
    {
      const TriLedgerEntry *entry = tri_ledger_get_entry (ledger, i);
      const TriMeaning *meaning = entry->meaning ? tri_meaning_find (entry->meaning) : NULL;
      const TriCell *cell;
      g_autofree char *path = NULL;

      if (!meaning || entry->n_targets != 1 || entry->rule->verdict > TRI_VERDICT_MOVED)
        continue;
      path = tri_ledger_dup_target_path (tri_ledger_get_target (ledger, entry, 0), output);
      cell = tri_field_map_get_cell (map, tri_json_index_find (output, path));
      if (cell && !g_str_equal (cell->meaning, meaning->id))
        g_error ("%s is “%s” in the ledger, and “%s” in the table", path, meaning->id, cell->meaning);
    }
}

/* ---- Cases ---- */

static char *
dup_option (const TriJsonIndex *index, const char *name)
{
  return index ? tri_json_index_dup_string (index, tri_json_index_get_member (index, 0, name), NULL) : NULL;
}

static void
compare_file (const char *folder, const char *name, const void *text, gsize n_bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GBytes) wanted = NULL;

  if (g_getenv ("TRI_UPDATE"))
    g_assert_true (g_file_set_contents (path, text, n_bytes, NULL));
  wanted = golden_read (folder, name);
  if (!wanted)
    g_error ("%s is missing; TRI_UPDATE=1 writes it", path);
  g_assert_cmpmem (text, n_bytes, g_bytes_get_data (wanted, NULL), g_bytes_get_size (wanted));
}

static GBytes *
dup_ledger (TriMigration *migration)
{
  const TriLedger *ledger = tri_migration_get_ledger (migration);
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < tri_ledger_get_n_entries (ledger); i++)
    {
      TriJsonWriter writer;
      g_autoptr (GBytes) line = NULL;

      tri_json_writer_init (&writer, 0);
      tri_ledger_write_entry (ledger, tri_ledger_get_entry (ledger, i), tri_migration_get_output_index (migration),
                              NULL, 0, &writer);
      line = tri_json_writer_end (&writer);
      g_string_append_len (lines, g_bytes_get_data (line, NULL), g_bytes_get_size (line));
      g_string_append_c (lines, '\n');
    }
  return g_string_free_to_bytes (lines);
}

/* What the practice server cannot do it may refuse; that the request has another form than the API's it may not. */
static void
check_accepted (TriMigration *migration, const TriFormat *to)
{
  TriPracticeEndpoint endpoint = g_str_equal (to->id, "chat") ? TRI_PRACTICE_CHAT : TRI_PRACTICE_RESPONSES;
  g_auto (TriPracticeRefusal) refusal = { 0 };
  g_autoptr (TriPracticeAsk) ask = NULL;
  g_autoptr (TriJsonIndex) index = tri_json_index_ref (tri_migration_get_output_index (migration));
  guint body = tri_json_index_get_member (index, 0, "body");
  g_autofree char *raw = tri_json_index_dup_raw (index, body == TRI_JSON_NONE ? 0 : body);
  g_autoptr (GBytes) bytes = g_bytes_new (raw, strlen (raw));

  ask = tri_practice_ask_new (endpoint, bytes, FALSE, &refusal);
  if (!ask && g_strcmp0 (refusal.code, "practice_server_limit") != 0)
    g_error ("%s\n%s", refusal.message, raw);
}

static void
test_case (gconstpointer data)
{
  const char *folder = data;
  g_autoptr (GBytes) input = golden_read (folder, "input.json");
  g_autoptr (GBytes) options_json = golden_read (folder, "options.json");
  g_autoptr (TriJsonIndex) index = options_json ? tri_json_index_new (options_json, NULL) : NULL;
  g_autofree char *from = dup_option (index, "from"), *to = dup_option (index, "to");
  g_autofree char *target = dup_option (index, "target"), *system = dup_option (index, "system");
  g_autofree char *accepted = dup_option (index, "accepted");
  TriMigrateOptions options = { from ? tri_format_find (from) : NULL, tri_format_find (to ? to : "responses"), target,
                                g_strcmp0 (system, "instructions") == 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TriMigration) migration = tri_migration_new (input, &options, &error);
  g_autoptr (GBytes) ledger = NULL;
  GBytes *output;

  g_assert_no_error (error);
  output = tri_migration_get_output (migration);
  tri_check_ledger_laws (migration);
  check_cells (migration, options.to);
  compare_file (folder, "output.json", g_bytes_get_data (output, NULL), g_bytes_get_size (output));
  ledger = dup_ledger (migration);
  compare_file (folder, "ledger.jsonl", g_bytes_get_data (ledger, NULL), g_bytes_get_size (ledger));
  /* What another server takes the practice server need not. */
  if (tri_ledger_count (tri_migration_get_ledger (migration), TRI_VERDICT_REFUSED) == 0 && !target && !accepted
      && tri_migration_get_from (migration) != options.to)
    check_accepted (migration, options.to);
}

static void
add_cases (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "cases", "migrate", NULL);
  g_autoptr (GPtrArray) names = golden_list (folder);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_strconcat ("/migrate/case/", names->pdata[i], NULL);

      g_test_add_data_func_full (path, g_build_filename (folder, names->pdata[i], NULL), test_case, g_free);
    }
}

/* ---- Hostile ---- */

static const struct
{
  const char *text;
  int code;
  const char *words;
} broken[] = {
  { "", TRI_ERROR_TRUNCATED, "line 1, column 1" },
  { "{\"model\": \"x\",\n \"messages\": }", TRI_ERROR_SYNTAX, "line 2, column 14" },
  { "{\"messages\": \"\xff\"}", TRI_ERROR_SYNTAX, "line 1" },
  { "{\"messages\": [", TRI_ERROR_TRUNCATED, "" },
  { "[]", TRI_ERROR_SHAPE, "object" },
  { "{}", TRI_ERROR_INVALID, "messages" },
  { "{\"messages\": []} x", TRI_ERROR_SYNTAX, "" },
};

static void
test_broken (void)
{
  TriMigrateOptions options = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (broken[i].text, strlen (broken[i].text));
      g_autoptr (GError) error = NULL;

      g_assert_null (tri_migration_new (bytes, &options, &error));
      g_assert_error (error, TRI_ERROR, broken[i].code);
      g_assert_nonnull (strstr (error->message, broken[i].words));
    }
}

static void
test_deep (void)
{
  TriMigrateOptions options = { 0 };
  g_autoptr (GString) text = g_string_new ("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"metadata\":");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TriMigration) migration = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < 500; i++)
    g_string_append_c (text, ']');
  g_string_append_c (text, '}');
  bytes = g_bytes_new (text->str, text->len);
  migration = tri_migration_new (bytes, &options, NULL);
  g_assert_nonnull (migration);
  tri_check_ledger_laws (migration);
}

/* Fifty megabytes: a long conversation and a long text. */
static void
test_large (void)
{
  TriMigrateOptions options = { 0 };
  g_autoptr (GString) text = g_string_new ("{\"model\":\"m\",\"messages\":[");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TriMigration) migration = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (text, "{\"role\":\"%s\",\"content\":\"Number %u is said.\"},", i % 2 ? "assistant" : "user",
                            i);
  g_string_append (text, "{\"role\":\"user\",\"content\":\"");
  while (text->len < 50000000)
    g_string_append (text, "Once upon a time there was a unicorn named Luna. ");
  g_string_append (text, "\"}]}");
  bytes = g_string_free_to_bytes (g_steal_pointer (&text));
  migration = tri_migration_new (bytes, &options, NULL);
  g_assert_nonnull (migration);
  tri_check_ledger_laws (migration);
  g_assert_cmpuint (tri_ledger_count (tri_migration_get_ledger (migration), TRI_VERDICT_MOVED), ==, 400002);
}

static void
test_sniff (void)
{
  static const struct
  {
    const char *text;
    TriMigrateInput kind;
  } rows[] = {
    { "{\"a\": 1}", TRI_MIGRATE_JSON },
    { "{\n  \"a\": 1\n}\n", TRI_MIGRATE_JSON },
    { "{\"a\": 1}\n{\"a\": 2}\n", TRI_MIGRATE_LINES },
    { "{\"a\": 1}\n\n", TRI_MIGRATE_JSON },
    { "curl https://h/ -d '{}'", TRI_MIGRATE_CURL },
    { "", TRI_MIGRATE_JSON },
    { "{\"a\": 1}\nnot json\n", TRI_MIGRATE_LINES },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (tri_migrate_sniff (rows[i].text, strlen (rows[i].text)), ==, rows[i].kind);
}

/* Every rule has an id of its own and says why. */
static void
test_rules (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < TRI_N_RULES; i++)
    {
      const TriLedgerRule *rule = tri_migrate_get_rule (i);

      g_assert_nonnull (rule->id);
      g_assert_nonnull (rule->reason);
      g_assert_true (g_hash_table_add (seen, (gpointer) rule->id));
      g_assert_true (tri_migrate_find_rule (rule->id) == rule);
      g_assert_true (!rule->is_lossless || rule->verdict == TRI_VERDICT_DROPPED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ();
  g_test_add_func ("/migrate/rules", test_rules);
  g_test_add_func ("/migrate/sniff", test_sniff);
  g_test_add_func ("/migrate/broken", test_broken);
  g_test_add_func ("/migrate/deep", test_deep);
  g_test_add_func ("/migrate/large", test_large);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Pasted texts converted whole: a request, a curl command, JSON Lines; where their values stand in the text and in the
 * output; and how reading the answer changes.
 */

#include <string.h>

#include "core/error.h"
#include "core/format-chat.h"
#include "core/format-completions.h"
#include "core/format-responses.h"
#include "core/migrate-reading.h"
#include "core/migrate-text.h"

static TriMigrateText *
convert (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return tri_migrate_text_new (bytes, &(TriMigrateOptions){ 0 }, error);
}

static void
assert_output (const TriMigrateText *text, const char *expected)
{
  GBytes *output = tri_migrate_text_get_output (text);
  g_autofree char *copy = g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));

  g_assert_cmpstr (copy, ==, expected);
}

/* Whatever entry has a source and a target is found again from both places. */
static void
assert_places (const TriMigrateText *text)
{
  guint n_entries = tri_migrate_text_get_n_entries (text), n_counted = 0;

  for (guint i = 0; i < n_entries; i++)
    {
      const TriMigratePart *part;
      const TriLedgerEntry *entry = tri_migrate_text_get_entry (text, i, &part);
      const TriLedger *ledger = tri_migration_get_ledger (part->migration);
      guint found;

      if (entry->n_sources > 0 && part->input_start != G_MAXSIZE)
        {
          const TriJsonToken *tokens = tri_json_index_get_tokens (tri_ledger_get_input (ledger), NULL);
          gsize start = part->input_start + tokens[tri_ledger_get_source (ledger, entry, 0)].start;

          g_assert_true (tri_migrate_text_find_source (text, start, &found));
          g_assert_cmpuint (found, ==, i);
        }
      if (entry->n_targets > 0)
        g_assert_true (tri_migrate_text_find_target (
            text, part->output_start + tri_ledger_get_target (ledger, entry, 0)->start, &found));
    }
  for (TriVerdict i = 0; i < TRI_N_VERDICTS; i++)
    n_counted += tri_migrate_text_count (text, i);
  g_assert_cmpuint (n_counted, ==, n_entries);
}

static void
test_request (void)
{
  g_autoptr (TriMigrateText) text = convert (
      "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}], \"store\": false, \"seed\": 7}",
      NULL);
  guint entry;

  g_assert_cmpint (tri_migrate_text_get_kind (text), ==, TRI_MIGRATE_JSON);
  assert_output (text, "{\"model\": \"m\", \"input\": \"Hi\", \"store\": false}");
  g_assert_cmpuint (tri_migrate_text_count (text, TRI_VERDICT_DROPPED), ==, 1);
  assert_places (text);
  g_assert_false (tri_migrate_text_find_source (text, 5000, &entry));
  g_assert_false (tri_migrate_text_find_target (text, 5000, &entry));
}

static void
test_command (void)
{
  static const char command[]
      = "curl https://example.org/v1/completions -d '{\"model\": \"m\", \"prompt\": \"Hi\"}' | jq .";
  g_autoptr (TriMigrateText) text = convert (command, NULL);
  const TriMigratePart *part = tri_migrate_text_get_parts (text)->pdata[0];
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (tri_migrate_text_get_kind (text), ==, TRI_MIGRATE_CURL);
  g_assert_true (tri_migration_get_from (part->migration) == &tri_format_completions);
  g_assert_cmpuint (part->input_start, ==, strchr (command, '{') - command);
  g_assert_cmpuint (tri_migrate_text_get_remarks (text)->len, >, 0);
  assert_places (text);

  g_assert_null (convert ("curl https://example.org/v1/completions", &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
}

static void
test_lines (void)
{
  g_autoptr (TriMigrateText) text
      = convert ("{\"model\": \"a\", \"prompt\": \"x\", \"max_tokens\": 20, \"store\": false}\n\n"
                 "{\"model\": \"b\", \"prompt\": \"y\", \"max_tokens\": 20, \"store\": false}\n",
                 NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (tri_migrate_text_get_kind (text), ==, TRI_MIGRATE_LINES);
  g_assert_cmpuint (tri_migrate_text_get_parts (text)->len, ==, 2);
  assert_output (text, "{\"model\": \"a\", \"input\": \"x\", \"max_output_tokens\": 20, \"store\": false}\n\n"
                       "{\"model\": \"b\", \"input\": \"y\", \"max_output_tokens\": 20, \"store\": false}\n");
  assert_places (text);

  g_assert_null (convert ("{\"model\": \"a\", \"messages\": []}\n{\"model\": \"b\", \"messages\": [}\n", &error));
  g_assert_true (g_str_has_prefix (error->message, "line 2, column 29"));
}

static const TriReadingChange *
find_change (GPtrArray *changes, const char *topic)
{
  for (guint i = 0; i < changes->len; i++)
    if (g_str_equal (((TriReadingChange *) changes->pdata[i])->topic, topic))
      return changes->pdata[i];
  return NULL;
}

static void
test_reading (void)
{
  g_autoptr (GBytes) plain = g_bytes_new_static ("{\"tools\": [], \"stream\": false}", 30);
  g_autoptr (GBytes) tools = g_bytes_new_static ("{\"tools\": [{}]}", 15);
  g_autoptr (TriJsonIndex) plain_index = tri_json_index_new (plain, NULL);
  g_autoptr (TriJsonIndex) tools_index = tri_json_index_new (tools, NULL);
  g_autoptr (GPtrArray) few
      = tri_migrate_list_reading (&tri_format_chat, &tri_format_responses, plain_index, 0, TRI_READING_PYTHON);
  g_autoptr (GPtrArray) more
      = tri_migrate_list_reading (&tri_format_chat, &tri_format_responses, tools_index, 0, TRI_READING_JAVASCRIPT);
  g_autoptr (GPtrArray) none
      = tri_migrate_list_reading (&tri_format_chat, &tri_format_chat, tools_index, 0, TRI_READING_PYTHON);

  g_assert_cmpstr (find_change (few, "text")->before, ==, "text = answer[\"choices\"][0][\"message\"][\"content\"]");
  g_assert_nonnull (strstr (find_change (few, "text")->after, "output_text"));
  g_assert_nonnull (find_change (few, "end"));
  g_assert_null (find_change (few, "calls"));
  g_assert_nonnull (strstr (find_change (more, "calls")->after, "item.call_id"));
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/migrate-text/request", test_request);
  g_test_add_func ("/migrate-text/command", test_command);
  g_test_add_func ("/migrate-text/lines", test_lines);
  g_test_add_func ("/migrate-text/reading", test_reading);
  return g_test_run ();
}

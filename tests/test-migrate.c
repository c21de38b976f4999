/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Requests converted, and the ledger that loses nothing.
 *
 * cases/migrate/NAME/ holds input.json; options.json where other than the defaults are meant (from, to, target,
 * system; accepted, where the input itself is one that no server takes); and what comes out: output.json and
 * ledger.jsonl. TRI_UPDATE=1 writes these two anew.
 *
 * Laws, held for every case and for thousands of random documents: each leaf of the input stands in exactly one entry,
 * each leaf of the output in one at least; to the same format not a byte changes; what was converted without a refusal
 * the practice server takes.
 */

#include <string.h>

#include "core/error.h"
#include "core/migrate-rules.h"
#include "core/migrate.h"
#include "core/field-map.h"
#include "practice/practice-ask.h"

/* ---- Laws ---- */

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

static void
check_laws (TriMigration *migration)
{
  check_sources (tri_migration_get_ledger (migration));
  check_targets (migration);
  check_namesakes (migration);
}

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

static GBytes *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text;
  gsize n_bytes;

  return g_file_get_contents (path, &text, &n_bytes, NULL) ? g_bytes_new_take (text, n_bytes) : NULL;
}

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
  wanted = read_file (folder, name);
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

  ask = tri_practice_ask_new (endpoint, bytes, &refusal);
  if (!ask && g_strcmp0 (refusal.code, "practice_server_limit") != 0)
    g_error ("%s\n%s", refusal.message, raw);
}

static void
test_case (gconstpointer data)
{
  const char *folder = data;
  g_autoptr (GBytes) input = read_file (folder, "input.json");
  g_autoptr (GBytes) options_json = read_file (folder, "options.json");
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
  check_laws (migration);
  check_cells (migration, options.to);
  compare_file (folder, "output.json", g_bytes_get_data (output, NULL), g_bytes_get_size (output));
  ledger = dup_ledger (migration);
  compare_file (folder, "ledger.jsonl", g_bytes_get_data (ledger, NULL), g_bytes_get_size (ledger));
  /* What another server takes the practice server need not. */
  if (tri_ledger_count (tri_migration_get_ledger (migration), TRI_VERDICT_REFUSED) == 0 && !target && !accepted
      && tri_migration_get_from (migration) != options.to)
    check_accepted (migration, options.to);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_cases (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "cases", "migrate", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_strconcat ("/migrate/case/", names->pdata[i], NULL);

      g_test_add_data_func_full (path, g_build_filename (folder, names->pdata[i], NULL), test_case, g_free);
    }
}

/* ---- Random documents ---- */

static const char *const words[] = {
  "model",
  "messages",
  "prompt",
  "role",
  "content",
  "user",
  "system",
  "assistant",
  "tool",
  "function",
  "developer",
  "tool_calls",
  "tool_call_id",
  "function_call",
  "name",
  "arguments",
  "id",
  "type",
  "custom",
  "input",
  "text",
  "image_url",
  "url",
  "detail",
  "file",
  "file_data",
  "refusal",
  "audio",
  "tools",
  "functions",
  "tool_choice",
  "allowed_tools",
  "mode",
  "json_schema",
  "response_format",
  "schema",
  "strict",
  "verbosity",
  "logprobs",
  "top_logprobs",
  "n",
  "stop",
  "seed",
  "max_tokens",
  "max_completion_tokens",
  "stream",
  "stream_options",
  "include_usage",
  "include_obfuscation",
  "web_search_options",
  "user_location",
  "approximate",
  "country",
  "reasoning_effort",
  "store",
  "metadata",
  "logit_bias",
  "modalities",
  "prediction",
  "suffix",
  "echo",
  "best_of",
  "instructions",
  "output",
  "call_id",
  "function_call_output",
  "custom_tool_call",
  "custom_tool_call_output",
  "output_text",
  "input_text",
  "reasoning",
  "effort",
  "include",
  "background",
  "parameters",
  "description",
  "format",
  "grammar",
  "syntax",
  "definition",
  "safety_identifier",
  "prompt_cache_key",
  "annotations",
  "previous_response_id",
  "conversation",
  "truncation",
  "message",
  "message.output_text.logprobs",
  "summary",
  "max_output_tokens",
  "status",
  "body",
  "method",
  "custom_id",
};

static const char *const scalars[] = {
  "null",
  "true",
  "false",
  "0",
  "1",
  "15",
  "16",
  "1.0",
  "-0",
  "1e400",
  "123456789012345678901234567890",
  "\"\"",
  "\"s\"",
  "\"\\ud800\"",
  "\"\\u0000\"",
  "\"a\\nb\"",
  "\"\xe4\xb8\x96\"",
  "[]",
  "{}",
};

static void
append_word (GRand *rand, GString *out, gboolean as_key)
{
  const char *word = words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];

  /* A key may be written with escapes, and means the same. */
  if (as_key && g_rand_int_range (rand, 0, 40) == 0)
    g_string_append_printf (out, "\"\\u%04x%s\"", word[0], word + 1);
  else
    g_string_append_printf (out, "\"%s\"", word);
}

static void
append_value (GRand *rand, GString *out, guint depth)
{
  guint kind = g_rand_int_range (rand, 0, depth > 0 ? 10 : 5);
  guint n = g_rand_int_range (rand, 0, 6);

  if (kind < 3)
    g_string_append (out, scalars[g_rand_int_range (rand, 0, G_N_ELEMENTS (scalars))]);
  else if (kind < 5)
    append_word (rand, out, FALSE);
  else
    {
      g_string_append_c (out, kind < 8 ? '{' : '[');
      for (guint i = 0; i < n; i++)
        {
          g_string_append (out, i > 0 ? ", " : "");
          if (kind < 8)
            {
              append_word (rand, out, TRUE);
              g_string_append (out, ": ");
            }
          append_value (rand, out, depth - 1);
        }
      g_string_append_c (out, kind < 8 ? '}' : ']');
    }
}

/* Nearly right requests, which get further than wholly random ones. */
static const char *const seeds[] = {
  "{\"model\": \"m\", \"messages\": [{\"role\": \"system\", \"content\": \"a\"}, {\"role\": \"user\", \"content\": "
  "[{\"type\": \"text\", \"text\": \"b\"}, {\"type\": \"image_url\", \"image_url\": {\"url\": \"u\", \"detail\": "
  "\"low\"}}, {\"type\": \"file\", \"file\": {\"file_id\": \"f\"}}]}, {\"role\": \"assistant\", \"content\": null, "
  "\"refusal\": null, \"tool_calls\": [{\"id\": \"c1\", \"type\": \"function\", \"function\": {\"name\": \"f\", "
  "\"arguments\": \"{}\"}}, {\"id\": \"c2\", \"type\": \"custom\", \"custom\": {\"name\": \"g\", \"input\": \"x\"}}]}, "
  "{\"role\": \"tool\", \"tool_call_id\": \"c1\", \"content\": \"1\"}, {\"role\": \"tool\", \"tool_call_id\": \"c2\", "
  "\"content\": [{\"type\": \"text\", \"text\": \"2\"}]}]}",
  "{\"messages\": [{\"role\": \"assistant\", \"function_call\": {\"name\": \"f\", \"arguments\": \"{}\"}}, {\"role\": "
  "\"function\", \"name\": \"f\", \"content\": \"1\"}], \"functions\": [{\"name\": \"f\", \"parameters\": {\"type\": "
  "\"object\"}}], \"function_call\": {\"name\": \"f\"}}",
  "{\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\", \"strict\": true}}, {\"type\": \"custom\", "
  "\"custom\": {\"name\": \"c\", \"format\": {\"type\": \"grammar\", \"grammar\": {\"syntax\": \"lark\", "
  "\"definition\": \"d\"}}}}], \"tool_choice\": {\"type\": \"allowed_tools\", \"allowed_tools\": {\"mode\": \"auto\", "
  "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\"}}]}}, \"messages\": [{\"role\": \"user\", "
  "\"content\": \"x\"}], \"web_search_options\": {\"user_location\": {\"type\": \"approximate\", \"approximate\": "
  "{\"country\": \"DE\"}}}}",
  "{\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"n\", \"schema\": {\"type\": "
  "\"object\"}, \"strict\": true}}, \"verbosity\": \"low\", \"logprobs\": true, \"top_logprobs\": 2, \"user\": \"u\", "
  "\"messages\": [{\"role\": \"assistant\", \"content\": [{\"type\": \"text\", \"text\": \"a\"}, {\"type\": "
  "\"refusal\", "
  "\"refusal\": \"no\"}]}]}",
  "{\"prompt\": \"p\", \"max_tokens\": 20, \"logprobs\": 2, \"echo\": true, \"suffix\": \"s\", \"stop\": [\"a\"]}",
  "{\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_text\", \"text\": \"a\"}]}, {\"type\": "
  "\"function_call\", \"call_id\": \"c\", \"name\": \"f\", \"arguments\": \"{}\"}, {\"type\": "
  "\"function_call_output\", "
  "\"call_id\": \"c\", \"output\": \"1\"}], \"text\": {\"format\": {\"type\": \"json_schema\", \"name\": \"n\", "
  "\"schema\": {}}}, \"instructions\": \"i\", \"include\": [\"message.output_text.logprobs\"], \"stream\": true}",
  "{\"custom_id\": \"1\", \"method\": \"POST\", \"url\": \"/v1/chat/completions\", \"body\": {\"messages\": "
  "[{\"role\": "
  "\"user\", \"content\": \"x\", \"name\": \"me\"}]}}",
};

/* Copies a seed and puts something random in the place of some of its values. */
static void
append_mutated (GRand *rand, GString *out)
{
  const char *seed = seeds[g_rand_int_range (rand, 0, G_N_ELEMENTS (seeds))];
  g_autoptr (GBytes) bytes = g_bytes_new_static (seed, strlen (seed));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  guint n_tokens, place = 0, n = g_rand_int_range (rand, 0, 4);
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  g_autofree guint8 *chosen = g_malloc0 (n_tokens);

  for (guint i = 0; i < n; i++)
    chosen[g_rand_int_range (rand, 1, n_tokens)] = 1;
  for (guint t = 1; t < n_tokens; t++)
    if (chosen[t] && tokens[t].start >= place)
      {
        g_string_append_len (out, seed + place, tokens[t].start - place);
        if (tokens[t].is_key)
          append_word (rand, out, TRUE);
        else
          append_value (rand, out, 3);
        place = tokens[t].end;
      }
  g_string_append (out, seed + place);
}

static void
check_random (const char *text)
{
  static const char *const ids[] = { "completions", "chat", "responses" };
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  for (guint i = 0; i < 9; i++)
    for (guint how = 0; how < 2; how++)
      {
        TriMigrateOptions options
            = { tri_format_find (ids[i / 3]), tri_format_find (ids[i % 3]), how ? "llama.cpp" : NULL, how };
        g_autoptr (TriMigration) migration = tri_migration_new (bytes, &options, NULL);

        if (!migration)
          continue;
        check_laws (migration);
        if (options.from == options.to)
          g_assert_true (g_bytes_equal (bytes, tri_migration_get_output (migration)));
      }
}

/* A request that is mended keeps the first two laws; what came in both forms may have namesakes then. */
static void
check_mended (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (TriMigration) migration = tri_migration_new_mended (bytes, NULL);

  if (!migration)
    return;
  check_sources (tri_migration_get_ledger (migration));
  check_targets (migration);
}

static void
test_random (void)
{
  guint n = g_getenv ("TRI_LONG") ? 200000 : 3000;
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_getenv ("TRI_LONG") ? g_random_int () : 7);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      if (i % 3 == 0)
        {
          g_string_append_c (text, '{');
          for (guint m = 0; m < 8; m++)
            {
              g_string_append (text, m > 0 ? "," : "");
              append_word (rand, text, TRUE);
              g_string_append_c (text, ':');
              append_value (rand, text, 5);
            }
          g_string_append_c (text, '}');
        }
      else
        append_mutated (rand, text);
      check_random (text->str);
      check_mended (text->str);
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
  check_laws (migration);
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
  check_laws (migration);
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
  g_test_add_func ("/migrate/random", test_random);
  return g_test_run ();
}

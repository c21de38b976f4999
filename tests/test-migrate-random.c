/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The laws of the ledger, held for random documents: some wholly random, most a request in which something else was put
 * in the place of some values and names. ./dev long tries many more, and others each time.
 */

#include <string.h>

#include "ledger-laws.h"

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
        tri_check_ledger_laws (migration);
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
  tri_check_ledger (migration);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/migrate/random", test_random);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "curl-command.h"
#include "error.h"
#include "migrate-run.h"

/* Source code shows itself within so much. */
#define CODE_HEAD_BYTES 4096u

struct _TriMigration
{
  const TriFormat *from, *to;
  GBytes *output;
  TriJsonIndex *output_index; /* NULL until somebody asks */
  TriLedger *ledger;
};

static const char *const targets[]
    = { "openai", "azure", "vllm",     "llama.cpp", "ollama",         "lm-studio", "openrouter",
        "xai",    "groq",  "deepseek", "local-ai",  "open-responses", NULL };

const char *const *
tri_migrate_list_targets (void)
{
  return targets;
}

gboolean
tri_migrate_is_target (const char *id)
{
  return g_strv_contains (targets, id);
}

/* ---- What it is ---- */

static gboolean
is_kind (const TriJsonIndex *index, guint token, TriJsonKind kind)
{
  return token != TRI_JSON_NONE && tri_json_index_get_tokens (index, NULL)[token].kind == kind;
}

const TriFormat *
tri_migrate_find_format (const TriJsonIndex *index, guint root)
{
  guint prompt = tri_json_index_get_member (index, root, "prompt");

  if (tri_json_index_get_member (index, root, "messages") != TRI_JSON_NONE)
    return tri_format_find ("chat");
  /* Responses' own `prompt` is an object that names a stored one. */
  if (tri_json_index_get_member (index, root, "input") != TRI_JSON_NONE || is_kind (index, prompt, TRI_JSON_OBJECT)
      || tri_json_index_get_member (index, root, "previous_response_id") != TRI_JSON_NONE
      || tri_json_index_get_member (index, root, "conversation") != TRI_JSON_NONE)
    return tri_format_find ("responses");
  return prompt != TRI_JSON_NONE ? tri_format_find ("completions") : NULL;
}

static TriWay
get_way (const TriFormat *format)
{
  return g_str_equal (format->id, "completions") ? TRI_WAY_COMPLETIONS
         : g_str_equal (format->id, "chat")      ? TRI_WAY_CHAT
                                                 : TRI_WAY_RESPONSES;
}

gboolean
tri_migrate_is_possible (const TriFormat *from, const TriFormat *to)
{
  TriWay before = get_way (from), after = get_way (to);

  return before == after || (before < after) || (before == TRI_WAY_RESPONSES && after == TRI_WAY_CHAT);
}

TriMigrateInput
tri_migrate_sniff (const char *text, gsize n_bytes)
{
  const char *end = text + n_bytes;
  const char *line = memchr (text, '\n', n_bytes);
  g_autoptr (GBytes) first = NULL;
  g_autoptr (TriJsonIndex) index = NULL;
  g_autofree char *head = g_strndup (text, MIN (n_bytes, 4096));

  if (tri_curl_command_is_one (head))
    return TRI_MIGRATE_CURL;
  if (!line)
    return TRI_MIGRATE_JSON;
  while (line < end && g_ascii_isspace (*line))
    line++;
  /* Several documents, the first of which ends with its line. */
  if (line == end)
    return TRI_MIGRATE_JSON;
  first = g_bytes_new_static (text, (const char *) memchr (text, '\n', n_bytes) - text);
  index = tri_json_index_new (first, NULL);
  return index ? TRI_MIGRATE_LINES : TRI_MIGRATE_JSON;
}

/* ---- Batch lines ---- */

/* The body of a line of a Batch file; the root itself if it is none. */
static guint
find_body (const TriJsonIndex *index)
{
  guint body = tri_json_index_get_member (index, 0, "body");

  if (is_kind (index, body, TRI_JSON_OBJECT)
      && is_kind (index, tri_json_index_get_member (index, 0, "url"), TRI_JSON_STRING)
      && tri_json_index_get_member (index, 0, "custom_id") != TRI_JSON_NONE)
    return body;
  return 0;
}

static void
convert_url (TriRun *run, guint url, const TriFormat *from, const TriFormat *to)
{
  g_autofree char *text = tri_json_index_dup_string (run->index, url, NULL);
  g_autoptr (GString) json = NULL;

  if (tri_format_find_for_url (text) != from || !g_str_has_suffix (text, from->path))
    {
      tri_run_move (run, TRI_RULE_KEPT, NULL, "url", url);
      return;
    }
  text[strlen (text) - strlen (from->path)] = '\0';
  json = g_string_new ("\"");
  tri_json_escape (json, text, -1);
  g_string_append_printf (json, "%s\"", to->path);
  tri_run_reshape (run, TRI_RULE_BATCH_URL, NULL, "url", url, json->str);
}

static void
convert_batch (TriRun *run, guint body, const TriFormat *from, const TriFormat *to)
{
  guint url = tri_json_index_get_member (run->index, 0, "url");

  tri_run_open (run, NULL, '{');
  for (guint key = 1; key < run->tokens[0].next; key = run->tokens[key].next)
    {
      if (key + 1 == body)
        {
          tri_json_printer_key (&run->printer, "body");
          tri_run_convert_request (run, body);
        }
      else if (key + 1 == url)
        convert_url (run, url, from, to);
      else if (run->tokens[key].quirks & TRI_JSON_QUIRK_DUPLICATE_KEY || tri_run_says (run, key, "body")
               || tri_run_says (run, key, "url"))
        tri_run_lose (run, TRI_RULE_DUPLICATE, NULL, key + 1);
      else
        {
          tri_json_printer_copy_key (&run->printer, run->index, key);
          tri_run_begin (run, TRI_RULE_KEPT, NULL);
          tri_run_take (run, key + 1);
          tri_run_copy (run, key + 1);
        }
    }
  tri_run_close (run, '}');
}

/* ---- The whole ---- */

/* Not a byte changes. */
static void
keep_all (TriRun *run, GString *out, GBytes *input)
{
  guint n_tokens;

  g_string_append_len (out, g_bytes_get_data (input, NULL), g_bytes_get_size (input));
  tri_json_index_get_tokens (run->index, &n_tokens);
  for (guint key = 1; key < n_tokens; key = run->tokens[key].next)
    {
      tri_run_begin (run, TRI_RULE_IDENTITY, NULL);
      tri_run_take (run, key + 1);
      tri_ledger_add_target (run->ledger, run->tokens[key + 1].start, run->tokens[key + 1].end);
    }
  if (n_tokens == 1)
    {
      tri_run_begin (run, TRI_RULE_IDENTITY, NULL);
      tri_run_take (run, 0);
      tri_ledger_add_target (run->ledger, run->tokens[0].start, run->tokens[0].end);
    }
}

static void
convert_all (TriRun *run, GString *out, guint body, const TriFormat *from, const TriFormat *to)
{
  TriJsonStyle style = tri_json_style_find (run->index);
  gsize n_bytes;

  g_bytes_get_data (tri_json_index_get_bytes (run->index), &n_bytes);
  tri_json_printer_init (&run->printer, &style, out);
  g_string_append_len (out, run->text, run->tokens[0].start);
  if (body != 0)
    convert_batch (run, body, from, to);
  else
    tri_run_convert_request (run, 0);
  tri_ledger_finish (run->ledger, 0, tri_migrate_get_rule (TRI_RULE_LEFT_OVER));
  g_string_append_len (out, run->text + run->tokens[0].end, n_bytes - run->tokens[0].end);
}

static const TriFormat *
find_from (const TriJsonIndex *index, guint body, const TriMigrateOptions *options, GError **error)
{
  const TriFormat *from = options->from;

  if (!from && body != 0)
    {
      g_autofree char *url = tri_json_index_dup_string (index, tri_json_index_get_member (index, 0, "url"), NULL);

      from = url ? tri_format_find_for_url (url) : NULL;
    }
  if (!from)
    from = tri_migrate_find_format (index, body);
  if (!from)
    g_set_error (
        error, TRI_ERROR, TRI_ERROR_INVALID,
        _ ("expected “messages”, “prompt” or “input”, by which the format of the request is known, found none"));
  return from;
}

/* Whether a line begins as lines of Python or JavaScript do, and none of JSON or of the shell. */
static gboolean
is_line_of_code (const char *line)
{
  static const char *const beginnings[]
      = { "import ", "from ",     "const ",    "let ", "var ",      "def ",    "class ",  "async ", "await ",
          "export ", "function ", "response ", "try ", "client = ", "client.", "openai.", "print(", "console." };
  static const char *const calls[] = { "OpenAI(", ".completions.create(", ".responses.create(", "require(", "fetch(" };

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (g_str_has_prefix (line, beginnings[i]))
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    if (strstr (line, calls[i]))
      return TRUE;
  return FALSE;
}

/* Whether what is no JSON is source code; comments may stand before it. */
static gboolean
is_code (GBytes *input)
{
  gsize n_bytes;
  const char *text = g_bytes_get_data (input, &n_bytes);
  g_autofree char *head = g_strndup (text, MIN (n_bytes, CODE_HEAD_BYTES));
  g_auto (GStrv) lines = NULL;

  g_strstrip (head);
  if (strchr ("{[\"", head[0]))
    return FALSE;
  lines = g_strsplit (head, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (is_line_of_code (lines[i] + strspn (lines[i], " \t")))
      return TRUE;
  return FALSE;
}

/* What was read is no JSON; of code it is said what can be done with it instead. */
static void
explain_code (GBytes *input, GError **error)
{
  if (!error || !is_code (input))
    return;
  g_clear_error (error);
  g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
               _ ("expected a request as JSON, found source code. What code sends is known only when it runs, so it is "
                  "not read here: “triptych-cli scan” finds the places in it that have to change, and “triptych-cli "
                  "record” writes down the requests that it sends"));
}

static TriMigration *
migration_new (GBytes *input, const TriMigrateOptions *options, gboolean is_mend, GError **error)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (input, error);
  const TriFormat *to = options->to ? options->to : tri_format_find ("responses");
  const TriFormat *from;
  TriMigration *migration;
  TriRun run = { 0 };
  GString *out;
  guint body;

  if (!index)
    {
      explain_code (input, error);
      return NULL;
    }
  if (!is_kind (index, 0, TRI_JSON_OBJECT))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_SHAPE, _ ("expected a request, which is a JSON object"));
      return NULL;
    }
  body = find_body (index);
  from = find_from (index, body, options, error);
  if (!from)
    return NULL;
  if (!tri_migrate_is_possible (from, to))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("a request of %s cannot be converted to %s"), from->title,
                   to->title);
      return NULL;
    }

  migration = g_new0 (TriMigration, 1);
  migration->from = from;
  migration->to = to;
  migration->ledger = tri_ledger_new (index);
  run.from = get_way (from);
  run.to = get_way (to);
  run.target = options->target;
  run.to_instructions = options->to_instructions;
  run.is_mend = is_mend;
  run.index = index;
  run.tokens = tri_json_index_get_tokens (index, NULL);
  run.text = g_bytes_get_data (input, NULL);
  run.ledger = migration->ledger;
  out = g_string_sized_new (g_bytes_get_size (input) + 64);
  if (from == to)
    keep_all (&run, out, input);
  else
    convert_all (&run, out, body, from, to);
  migration->output = g_string_free_to_bytes (out);
  g_clear_pointer (&run.custom_ids, g_hash_table_unref);
  g_clear_pointer (&run.open_calls, g_array_unref);
  return migration;
}

TriMigration *
tri_migration_new (GBytes *input, const TriMigrateOptions *options, GError **error)
{
  return migration_new (input, options, FALSE, error);
}

TriMigration *
tri_migration_new_mended (GBytes *input, GError **error)
{
  TriMigrateOptions options = { .from = tri_format_find ("chat") };

  return migration_new (input, &options, TRUE, error);
}

void
tri_migration_free (TriMigration *migration)
{
  if (!migration)
    return;
  g_bytes_unref (migration->output);
  g_clear_pointer (&migration->output_index, tri_json_index_unref);
  tri_ledger_free (migration->ledger);
  g_free (migration);
}

const TriFormat *
tri_migration_get_from (const TriMigration *migration)
{
  return migration->from;
}

const TriFormat *
tri_migration_get_to (const TriMigration *migration)
{
  return migration->to;
}

GBytes *
tri_migration_get_output (const TriMigration *migration)
{
  return migration->output;
}

const TriLedger *
tri_migration_get_ledger (const TriMigration *migration)
{
  return migration->ledger;
}

TriJsonIndex *
tri_migration_get_output_index (TriMigration *migration)
{
  /* What was written out of a checked document is one. */
  if (!migration->output_index)
    migration->output_index = tri_json_index_new (migration->output, NULL);
  return migration->output_index;
}

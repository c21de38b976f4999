/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proof-ask.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "schema-check.h"
#include "text.h"

#define TOKENS_A_PRICE_IS_FOR 1e6

/* One of the two requests. */
typedef struct
{
  const TriFormat *format;
  GBytes *bytes;
  TriJsonIndex *index;
} Side;

struct _TriProofAsk
{
  gatomicrefcount ref_count;
  Side original, converted;
  GPtrArray *refused;
  char *model;
  TriProofForm form;
  guint schema;      /* a token of the original; TRI_JSON_NONE */
  GHashTable *tools; /* name → token of the schema of its arguments, of the original */
  gboolean has_tools;
  GPtrArray *unchecked;
};

static void
side_clear (Side *side)
{
  g_clear_pointer (&side->index, tri_json_index_unref);
  g_clear_pointer (&side->bytes, g_bytes_unref);
}

/* Swallows `bytes`. */
static gboolean
side_init (Side *side, const TriFormat *format, GBytes *bytes, GError **error)
{
  *side = (Side){ format, bytes, tri_json_index_new (bytes, error) };
  return side->index != NULL;
}

/* The request itself: what stands around it in a line of a Batch file is not sent. */
static GBytes *
dup_request (const TriJsonIndex *index)
{
  guint body = tri_json_index_get_member (index, 0, "body");
  gboolean is_batch = body != TRI_JSON_NONE && tri_json_index_get_member (index, 0, "custom_id") != TRI_JSON_NONE;
  const TriJsonToken *token = &tri_json_index_get_tokens (index, NULL)[is_batch ? body : 0];

  return g_bytes_new_from_bytes (tri_json_index_get_bytes (index), token->start, token->end - token->start);
}

/* ---- What was asked of the answer ---- */

static gboolean
says (const TriJsonIndex *index, guint token, const char *word)
{
  g_autofree char *text = token == TRI_JSON_NONE ? NULL : tri_json_index_dup_string (index, token, NULL);

  return g_strcmp0 (text, word) == 0;
}

static gboolean
is_object (const TriJsonIndex *index, guint token)
{
  return token != TRI_JSON_NONE && tri_json_index_get_tokens (index, NULL)[token].kind == TRI_JSON_OBJECT;
}

/* Where a format of the answer stands: as Chat has it, and as Responses has it (migration.md §4). */
static void
read_form (TriProofAsk *self)
{
  static const char *const places[][2] = {
    { "response_format", "response_format.json_schema.schema" },
    { "text.format", "text.format.schema" },
  };
  const TriJsonIndex *index = self->original.index;

  self->schema = TRI_JSON_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      guint format = tri_json_index_find (index, places[i][0]);
      guint type = tri_json_index_get_member (index, format, "type");
      guint schema = tri_json_index_find (index, places[i][1]);

      if (says (index, type, "json_schema") && schema != TRI_JSON_NONE)
        {
          self->form = TRI_PROOF_SCHEMA;
          self->schema = schema;
        }
      else if (says (index, type, "json_schema") || says (index, type, "json_object"))
        self->form = TRI_PROOF_JSON;
    }
}

/* A function is described by itself, or within the tool (migration.md §3). */
static void
read_tool (TriProofAsk *self, guint tool)
{
  const TriJsonIndex *index = self->original.index;
  guint function = tri_json_index_get_member (index, tool, "function");
  guint about = is_object (index, function) ? function : tool;
  guint name = tri_json_index_get_member (index, about, "name");
  guint schema = tri_json_index_get_member (index, about, "parameters");
  char *text = name == TRI_JSON_NONE ? NULL : tri_json_index_dup_string (index, name, NULL);

  if (text && is_object (index, schema))
    g_hash_table_replace (self->tools, text, GUINT_TO_POINTER (schema));
  else
    g_free (text);
}

static void
read_tools (TriProofAsk *self)
{
  static const char *const lists[] = { "tools", "functions" };
  const TriJsonIndex *index = self->original.index;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      guint list = tri_json_index_get_member (index, 0, lists[i]);

      if (list == TRI_JSON_NONE || tokens[list].kind != TRI_JSON_ARRAY)
        continue;
      for (guint tool = list + 1; tool < tokens[list].next; tool = tokens[tool].next)
        {
          self->has_tools = TRUE;
          read_tool (self, tool);
        }
    }
}

static void
add_unchecked (TriProofAsk *self, guint schema)
{
  g_autoptr (GPtrArray) found = tri_schema_list_unchecked (self->original.index, schema);

  for (guint i = 0; i < found->len; i++)
    if (!g_ptr_array_find_with_equal_func (self->unchecked, found->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (self->unchecked, g_strdup (found->pdata[i]));
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
read_unchecked (TriProofAsk *self)
{
  GHashTableIter iter;
  gpointer schema;

  if (self->schema != TRI_JSON_NONE)
    add_unchecked (self, self->schema);
  g_hash_table_iter_init (&iter, self->tools);
  while (g_hash_table_iter_next (&iter, NULL, &schema))
    add_unchecked (self, GPOINTER_TO_UINT (schema));
  g_ptr_array_sort (self->unchecked, compare_words);
}

static void
read_ask (TriProofAsk *self)
{
  guint model = tri_json_index_get_member (self->original.index, 0, "model");

  self->model = model == TRI_JSON_NONE ? NULL : tri_json_index_dup_string (self->original.index, model, NULL);
  read_form (self);
  read_tools (self);
  read_unchecked (self);
}

/* ---- Making ---- */

static GPtrArray *
list_refused (TriMigration *migration)
{
  GPtrArray *refused = g_ptr_array_new_with_free_func (g_free);
  const TriLedger *ledger = tri_migration_get_ledger (migration);

  for (guint i = 0; i < tri_ledger_get_n_entries (ledger); i++)
    {
      const TriLedgerEntry *entry = tri_ledger_get_entry (ledger, i);

      if (entry->rule->verdict == TRI_VERDICT_REFUSED)
        g_ptr_array_add (refused, entry->n_sources > 0 ? tri_json_index_dup_path (
                                      tri_ledger_get_input (ledger), tri_ledger_get_source (ledger, entry, 0))
                                                       : g_strdup (entry->rule->id));
    }
  return refused;
}

/* Takes the requests, and a reference of `refused`. */
static TriProofAsk *
ask_new (
    const TriFormat *from, GBytes *original, const TriFormat *to, GBytes *converted, GPtrArray *refused, GError **error)
{
  g_autoptr (TriProofAsk) self = g_new0 (TriProofAsk, 1);
  gboolean is_readable;

  g_atomic_ref_count_init (&self->ref_count);
  self->refused = g_ptr_array_ref (refused);
  self->tools = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unchecked = g_ptr_array_new_with_free_func (g_free);
  is_readable = side_init (&self->original, from, original, error);
  if (!side_init (&self->converted, to, converted, is_readable ? error : NULL) || !is_readable)
    return NULL;
  read_ask (self);
  return g_steal_pointer (&self);
}

TriProofAsk *
tri_proof_ask_new (const TriMigrateText *text, guint part, GError **error)
{
  GPtrArray *parts = tri_migrate_text_get_parts (text);
  g_autoptr (GPtrArray) refused = NULL;
  TriMigration *migration;

  if (part >= parts->len)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                   g_dngettext (GETTEXT_PACKAGE, "there is only %u request", "there are only %u requests", parts->len),
                   parts->len);
      return NULL;
    }
  migration = ((TriMigratePart *) parts->pdata[part])->migration;
  refused = list_refused (migration);
  return ask_new (
      tri_migration_get_from (migration), dup_request (tri_ledger_get_input (tri_migration_get_ledger (migration))),
      tri_migration_get_to (migration), dup_request (tri_migration_get_output_index (migration)), refused, error);
}

TriProofAsk *
tri_proof_ask_ref (TriProofAsk *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tri_proof_ask_unref (TriProofAsk *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  side_clear (&self->original);
  side_clear (&self->converted);
  g_ptr_array_unref (self->refused);
  g_hash_table_unref (self->tools);
  g_ptr_array_unref (self->unchecked);
  g_free (self->model);
  g_free (self);
}

/* Nothing but the name changes: everything around it stays as it was spelt. */
static GBytes *
dup_with_model (const Side *side, const char *model)
{
  guint token = tri_json_index_get_member (side->index, 0, "model");
  const TriJsonToken *at = &tri_json_index_get_tokens (side->index, NULL)[token == TRI_JSON_NONE ? 0 : token];
  gsize n_bytes;
  const char *text = g_bytes_get_data (side->bytes, &n_bytes);
  GString *out;

  if (token == TRI_JSON_NONE)
    return g_bytes_ref (side->bytes);
  out = g_string_new_len (text, at->start);
  g_string_append_c (out, '"');
  tri_json_escape (out, model, -1);
  g_string_append_c (out, '"');
  g_string_append_len (out, text + at->end, (gssize) (n_bytes - at->end));
  return g_string_free_to_bytes (out);
}

TriProofAsk *
tri_proof_ask_with_model (const TriProofAsk *self, const char *model)
{
  return ask_new (self->original.format, dup_with_model (&self->original, model), self->converted.format,
                  dup_with_model (&self->converted, model), self->refused, NULL);
}

const TriFormat *
tri_proof_ask_get_from (const TriProofAsk *self)
{
  return self->original.format;
}

const TriFormat *
tri_proof_ask_get_to (const TriProofAsk *self)
{
  return self->converted.format;
}

GBytes *
tri_proof_ask_get_original (const TriProofAsk *self)
{
  return self->original.bytes;
}

GBytes *
tri_proof_ask_get_converted (const TriProofAsk *self)
{
  return self->converted.bytes;
}

const char *
tri_proof_ask_get_model (const TriProofAsk *self)
{
  return self->model;
}

GPtrArray *
tri_proof_ask_get_refused (const TriProofAsk *self)
{
  return self->refused;
}

TriProofForm
tri_proof_ask_get_form (const TriProofAsk *self)
{
  return self->form;
}

gboolean
tri_proof_ask_has_tools (const TriProofAsk *self)
{
  return self->has_tools;
}

const TriJsonIndex *
tri_proof_ask_get_schema (const TriProofAsk *self, guint *root)
{
  *root = self->schema;
  return self->schema == TRI_JSON_NONE ? NULL : self->original.index;
}

const TriJsonIndex *
tri_proof_ask_get_tool_schema (const TriProofAsk *self, const char *tool, guint *root)
{
  gpointer schema;

  if (!g_hash_table_lookup_extended (self->tools, tool, NULL, &schema))
    return NULL;
  *root = GPOINTER_TO_UINT (schema);
  return self->original.index;
}

GPtrArray *
tri_proof_ask_get_unchecked (const TriProofAsk *self)
{
  return self->unchecked;
}

char *
tri_proof_ask_dup_schema_note (const TriProofAsk *self)
{
  g_autoptr (GString) text = NULL;
  g_autoptr (GString) words = NULL;
  g_autofree char *unchecked = NULL;

  if (self->schema == TRI_JSON_NONE && g_hash_table_size (self->tools) == 0)
    return NULL;
  text = g_string_new (_ ("Both are held against the schema of the original: types, enum, const, required, properties, "
                          "additionalProperties, items, anyOf, allOf and $ref within it."));
  if (self->unchecked->len == 0)
    return g_string_free (g_steal_pointer (&text), FALSE);
  words = g_string_new (NULL);
  for (guint i = 0; i < self->unchecked->len; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", (char *) self->unchecked->pdata[i]);
  /* Translators: %s is a list of keywords of JSON Schema. */
  unchecked = g_strdup_printf (_ ("Not checked: %s."), words->str);
  tri_text_append_sentence (text, unchecked);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- What it costs ---- */

static gint64
get_integer (const TriJsonIndex *index, guint token, gint64 fallback)
{
  g_autofree char *raw = token == TRI_JSON_NONE ? NULL : tri_json_index_dup_raw (index, token);
  gint64 number = raw && g_ascii_isdigit (*raw) ? g_ascii_strtoll (raw, NULL, 10) : 0;

  return number > 0 ? MIN (number, G_MAXINT32) : fallback;
}

/* How many answers one call gives: so many choices, for each of so many prompts. */
static gint64
count_answers (const TriJsonIndex *index)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  gint64 n = get_integer (index, tri_json_index_get_member (index, 0, "n"), 1);
  gint64 best_of = get_integer (index, tri_json_index_get_member (index, 0, "best_of"), 1);
  guint prompts = tri_json_index_get_member (index, 0, "prompt");
  gint64 n_prompts = 0;

  if (prompts != TRI_JSON_NONE && tokens[prompts].kind == TRI_JSON_ARRAY)
    for (guint each = prompts + 1; each < tokens[prompts].next; each = tokens[each].next)
      n_prompts += tokens[each].kind == TRI_JSON_STRING;
  return MAX (n, best_of) * MAX (n_prompts, 1);
}

/* Tokens that the answers to one call may have; −1: no limit is set, and the format has none of its own. */
static gint64
get_output_limit (const Side *side)
{
  static const char *const names[] = { "max_completion_tokens", "max_output_tokens", "max_tokens" };
  gint64 limit = -1;

  for (guint i = 0; i < G_N_ELEMENTS (names) && limit < 0; i++)
    limit = get_integer (side->index, tri_json_index_get_member (side->index, 0, names[i]), -1);
  if (limit < 0 && tri_format_get_default_output_limit (side->format) > 0)
    limit = tri_format_get_default_output_limit (side->format);
  return limit < 0 ? -1 : limit * count_answers (side->index);
}

static gboolean
is_one_of (const char *word, const char *const *words)
{
  return word && g_strv_contains (words, word);
}

/* What is not text, and what the server adds by itself: kinds of parts and tools, and members that refer to more. */
static gboolean
has_more_input (const TriJsonIndex *index)
{
  static const char *const references[] = { "previous_response_id", "conversation", "web_search_options" };
  static const char *const parts[] = { "image_url", "input_image", "input_audio", "file", "input_file", NULL };
  static const char *const own_tools[] = { "function", "custom", NULL };
  const TriJsonToken *tokens;
  guint n_tokens, tools = tri_json_index_get_member (index, 0, "tools");

  tokens = tri_json_index_get_tokens (index, &n_tokens);
  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    {
      guint token = tri_json_index_get_member (index, 0, references[i]);

      if (token != TRI_JSON_NONE && tokens[token].kind != TRI_JSON_NULL)
        return TRUE;
    }
  if (is_object (index, tri_json_index_get_member (index, 0, "prompt")))
    return TRUE;
  for (guint i = 0; i < n_tokens; i++)
    {
      g_autofree char *type
          = tokens[i].kind == TRI_JSON_OBJECT
                ? tri_json_index_dup_string (index, tri_json_index_get_member (index, i, "type"), NULL)
                : NULL;

      if (is_one_of (type, parts) || (type && tokens[i].parent == tools && !g_strv_contains (own_tools, type)))
        return TRUE;
    }
  return FALSE;
}

TriProofCost
tri_proof_ask_get_cost (const TriProofAsk *self, guint n_rounds)
{
  gint64 of_original = get_output_limit (&self->original);
  gint64 of_converted = get_output_limit (&self->converted);
  TriProofCost cost = { 2 * n_rounds, n_rounds, 0, -1, FALSE };

  cost.input_bytes = (guint64) cost.n_original * g_bytes_get_size (self->original.bytes)
                     + (guint64) cost.n_converted * g_bytes_get_size (self->converted.bytes);
  if (of_original >= 0 && of_converted >= 0)
    cost.output_tokens = cost.n_original * of_original + cost.n_converted * of_converted;
  cost.has_more_input = has_more_input (self->original.index) || has_more_input (self->converted.index);
  return cost;
}

double
tri_proof_cost_get_price (const TriProofCost *cost, double input_price, double output_price)
{
  if (input_price < 0 || output_price < 0 || cost->output_tokens < 0 || cost->has_more_input)
    return -1;
  return ((double) cost->input_bytes * input_price + (double) cost->output_tokens * output_price)
         / TOKENS_A_PRICE_IS_FOR;
}

char *
tri_proof_cost_dup_text (const TriProofCost *cost, double input_price, double output_price)
{
  guint n = cost->n_original + cost->n_converted;
  double price = tri_proof_cost_get_price (cost, input_price, output_price);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *size = tri_text_dup_size ((gint64) cost->input_bytes);
  g_autofree char *calls = g_strdup_printf (_ ("%u calls: %u with the original, %u with the converted request."), n,
                                            cost->n_original, cost->n_converted);
  /* Translators: the first is a size as “732 B”. */
  g_autofree char *input = g_strdup_printf (_ ("They send %s in all, which is at most %lu tokens of input."), size,
                                            (gulong) cost->input_bytes);
  g_autofree char *output
      = cost->output_tokens >= 0
            ? g_strdup_printf (_ ("The answers may have up to %ld tokens of output in all."),
                               (glong) cost->output_tokens)
            : g_strdup (_ ("No limit is set for the output: how much that is, is only known afterwards."));

  tri_text_append_sentence (text, calls);
  tri_text_append_sentence (text, cost->has_more_input
                                      ? _ ("Images, files, tools of the server or earlier answers are counted by the "
                                           "server; how much that is, is only known afterwards.")
                                      : input);
  tri_text_append_sentence (text, output);
  if (price >= 0)
    {
      g_autofree char *most = g_strdup_printf (_ ("At the given prices that is at most %.4f."), price);

      tri_text_append_sentence (text, most);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

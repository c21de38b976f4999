/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Positions in arrays, counted when the first path is asked for. */
typedef struct
{
  guint32 *input;
  guint32 *output;
  const TriJsonIndex *output_index; /* whose they are */
} Places;

struct _TriLedger
{
  TriJsonIndex *input;
  const TriJsonToken *tokens;
  guint n_tokens;
  guint8 *taken; /* for each token: 1 if it is a source */
  GArray *entries;
  GArray *sources; /* guint32 */
  GArray *targets; /* TriLedgerTarget */
  Places *places;
};

TriLedger *
tri_ledger_new (TriJsonIndex *input)
{
  TriLedger *ledger = g_new0 (TriLedger, 1);

  ledger->input = tri_json_index_ref (input);
  ledger->tokens = tri_json_index_get_tokens (input, &ledger->n_tokens);
  ledger->taken = g_malloc0 (ledger->n_tokens);
  ledger->places = g_new0 (Places, 1);
  ledger->entries = g_array_sized_new (FALSE, FALSE, sizeof (TriLedgerEntry), 32);
  ledger->sources = g_array_sized_new (FALSE, FALSE, sizeof (guint32), 32);
  ledger->targets = g_array_sized_new (FALSE, FALSE, sizeof (TriLedgerTarget), 32);
  return ledger;
}

void
tri_ledger_free (TriLedger *ledger)
{
  if (!ledger)
    return;
  tri_json_index_unref (ledger->input);
  g_free (ledger->taken);
  g_free (ledger->places->input);
  g_free (ledger->places->output);
  g_free (ledger->places);
  g_array_unref (ledger->entries);
  g_array_unref (ledger->sources);
  g_array_unref (ledger->targets);
  g_free (ledger);
}

void
tri_ledger_begin (TriLedger *ledger, const TriLedgerRule *rule, const char *meaning)
{
  TriLedgerEntry entry = { rule, meaning ? meaning : rule->meaning, ledger->sources->len, 0, ledger->targets->len, 0 };

  g_array_append_val (ledger->entries, entry);
}

static TriLedgerEntry *
get_last (TriLedger *ledger)
{
  return &g_array_index (ledger->entries, TriLedgerEntry, ledger->entries->len - 1);
}

void
tri_ledger_add_source (TriLedger *ledger, guint token)
{
  guint32 source = token;

  g_assert (!ledger->taken[token]);
  ledger->taken[token] = 1;
  g_array_append_val (ledger->sources, source);
  get_last (ledger)->n_sources++;
}

void
tri_ledger_add_target (TriLedger *ledger, gsize start, gsize end)
{
  TriLedgerTarget target = { start, end };

  g_array_append_val (ledger->targets, target);
  get_last (ledger)->n_targets++;
}

void
tri_ledger_finish (TriLedger *ledger, guint root, const TriLedgerRule *rule)
{
  const TriJsonToken *tokens = ledger->tokens;

  for (guint token = root; token < tokens[root].next;)
    {
      const TriJsonToken *at = &tokens[token];
      gboolean is_container = at->kind == TRI_JSON_OBJECT || at->kind == TRI_JSON_ARRAY;

      if (ledger->taken[token])
        {
          token = at->next;
          continue;
        }
      if (!at->is_key && (!is_container || at->next == token + 1))
        {
          tri_ledger_begin (ledger, rule, NULL);
          tri_ledger_add_source (ledger, token);
        }
      token++;
    }
}

TriJsonIndex *
tri_ledger_get_input (const TriLedger *ledger)
{
  return ledger->input;
}

guint
tri_ledger_get_n_entries (const TriLedger *ledger)
{
  return ledger->entries->len;
}

const TriLedgerEntry *
tri_ledger_get_entry (const TriLedger *ledger, guint entry)
{
  return &g_array_index (ledger->entries, TriLedgerEntry, entry);
}

guint
tri_ledger_get_source (const TriLedger *ledger, const TriLedgerEntry *entry, guint position)
{
  return g_array_index (ledger->sources, guint32, entry->first_source + position);
}

const TriLedgerTarget *
tri_ledger_get_target (const TriLedger *ledger, const TriLedgerEntry *entry, guint position)
{
  return &g_array_index (ledger->targets, TriLedgerTarget, entry->first_target + position);
}

char *
tri_ledger_dup_target_path (const TriLedgerTarget *target, const TriJsonIndex *output)
{
  return tri_json_index_dup_path (output, tri_json_index_token_at (output, target->start));
}

/* Appends the path of a token without positions. */
static void
append_pattern (GString *pattern, const TriJsonIndex *index, guint token)
{
  guint n_tokens, n_steps = 0;
  guint steps[2 * TRI_JSON_MAX_DEPTH + 2];
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  const char *text = g_bytes_get_data (tri_json_index_get_bytes (index), NULL);

  if (token < n_tokens && tokens[token].is_key)
    token++;
  for (; token < n_tokens && tokens[token].parent != TRI_JSON_NONE; token = tokens[token].parent)
    steps[n_steps++] = token;
  while (n_steps > 0)
    {
      const TriJsonToken *step = &tokens[steps[--n_steps]];
      const TriJsonToken *parent = &tokens[step->parent];

      if (step->is_key)
        {
          g_string_append (pattern, pattern->len > 0 ? "." : "");
          g_string_append_len (pattern, text + step->start + 1, step->end - step->start - 2);
        }
      else if (!parent->is_key)
        g_string_append (pattern, "[]");
    }
}

char *
tri_ledger_dup_pattern (const TriLedger *ledger, const TriLedgerEntry *entry, const TriJsonIndex *output)
{
  GString *pattern = g_string_new (NULL);

  if (entry->n_sources > 0)
    append_pattern (pattern, ledger->input, tri_ledger_get_source (ledger, entry, 0));
  else if (entry->n_targets > 0 && output)
    append_pattern (pattern, output, tri_json_index_token_at (output, tri_ledger_get_target (ledger, entry, 0)->start));
  return g_string_free (pattern, FALSE);
}

gboolean
tri_ledger_entry_is_loss (const TriLedgerEntry *entry)
{
  return entry->rule->verdict >= TRI_VERDICT_DROPPED && !entry->rule->is_lossless;
}

guint
tri_ledger_count (const TriLedger *ledger, TriVerdict verdict)
{
  guint n = 0;

  for (guint i = 0; i < ledger->entries->len; i++)
    {
      const TriLedgerEntry *entry = tri_ledger_get_entry (ledger, i);

      n += entry->rule->verdict == verdict && (verdict < TRI_VERDICT_DROPPED || tri_ledger_entry_is_loss (entry));
    }
  return n;
}

static const Places *
get_places (const TriLedger *ledger, const TriJsonIndex *output)
{
  Places *places = ledger->places;

  if (!places->input)
    places->input = tri_json_index_list_positions (ledger->input);
  if (places->output_index != output)
    {
      g_free (places->output);
      places->output = tri_json_index_list_positions (output);
      places->output_index = output;
    }
  return places;
}

static void
write_place (TriJsonWriter *writer, const char *path, gsize start, gsize end)
{
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "path", path);
  tri_json_writer_member_integer (writer, "start", start);
  tri_json_writer_member_integer (writer, "end", end);
  tri_json_writer_end_object (writer);
}

void
tri_ledger_write_entry (const TriLedger *ledger,
                        const TriLedgerEntry *entry,
                        const TriJsonIndex *output,
                        const char *file,
                        guint64 line,
                        TriJsonWriter *writer)
{
  const Places *places = get_places (ledger, output);

  tri_json_writer_begin_object (writer);
  if (file)
    tri_json_writer_member_string (writer, "file", file);
  if (line > 0)
    tri_json_writer_member_integer (writer, "line", line);
  tri_json_writer_member_string (writer, "verdict", tri_verdict_get_id (entry->rule->verdict));
  tri_json_writer_member_boolean (writer, "loss", tri_ledger_entry_is_loss (entry));
  tri_json_writer_member_string (writer, "rule", entry->rule->id);
  tri_json_writer_member_string (writer, "meaning", entry->meaning);
  tri_json_writer_key (writer, "from");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < entry->n_sources; i++)
    {
      guint token = tri_ledger_get_source (ledger, entry, i);
      g_autofree char *path = tri_json_index_dup_path_from (ledger->input, token, places->input);

      write_place (writer, path, ledger->tokens[token].start, ledger->tokens[token].end);
    }
  tri_json_writer_end_array (writer);
  tri_json_writer_key (writer, "to");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < entry->n_targets; i++)
    {
      const TriLedgerTarget *target = tri_ledger_get_target (ledger, entry, i);
      g_autofree char *path
          = tri_json_index_dup_path_from (output, tri_json_index_token_at (output, target->start), places->output);

      write_place (writer, path, target->start, target->end);
    }
  tri_json_writer_end_array (writer);
  tri_json_writer_member_string (writer, "reason", _ (entry->rule->reason));
  tri_json_writer_member_string (writer, "source", entry->rule->source);
  tri_json_writer_end_object (writer);
}

static const struct
{
  const char *id;
  const char *label;
} verdicts[TRI_N_VERDICTS] = {
  [TRI_VERDICT_KEPT] = { "kept", NC_ ("verdict", "kept") },
  [TRI_VERDICT_RENAMED] = { "renamed", NC_ ("verdict", "renamed") },
  [TRI_VERDICT_MOVED] = { "moved", NC_ ("verdict", "moved") },
  [TRI_VERDICT_RESHAPED] = { "reshaped", NC_ ("verdict", "reshaped") },
  [TRI_VERDICT_EXPLICIT] = { "explicit", NC_ ("verdict", "made explicit") },
  [TRI_VERDICT_ADDED] = { "added", NC_ ("verdict", "added") },
  [TRI_VERDICT_DROPPED] = { "dropped", NC_ ("verdict", "dropped") },
  [TRI_VERDICT_REFUSED] = { "refused", NC_ ("verdict", "refused") },
};

const char *
tri_verdict_get_id (TriVerdict verdict)
{
  return verdicts[verdict].id;
}

const char *
tri_verdict_get_label (TriVerdict verdict)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "verdict", verdicts[verdict].label);
}

gboolean
tri_verdict_find (const char *id, TriVerdict *verdict)
{
  for (guint i = 0; i < TRI_N_VERDICTS; i++)
    if (g_str_equal (verdicts[i].id, id))
      {
        *verdict = i;
        return TRUE;
      }
  return FALSE;
}

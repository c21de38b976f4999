/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-run.h"

#include <string.h>

/* ---- A request for Responses in which some of Chat was left ---- */

static void
mend_member (TriRun *run, const TriField *field, guint value)
{
  if (g_str_equal (field->name, "input") && tri_run_is (run, value, TRI_JSON_ARRAY) && !tri_run_is_empty (run, value))
    tri_run_convert_messages (run, value);
  else if (g_str_equal (field->name, "text") && tri_run_is (run, value, TRI_JSON_OBJECT))
    tri_run_mend_text (run, value);
  else
    tri_run_move (run, TRI_RULE_KEPT, field->meaning, field->name, value);
}

/* ---- The request ---- */

#define MAX_FIELDS 64

static int
find_row (const TriRun *run, guint key)
{
  for (guint i = 0; run->table[i].name; i++)
    if (tri_run_says (run, key, run->table[i].name))
      return i;
  return -1;
}

/* What must be said there because it held here without being said. */
static void
say_defaults (TriRun *run, const guint *values)
{
  gboolean has_limit = FALSE, has_store = FALSE, has_prompt = FALSE;

  for (guint i = 0; run->table[i].name; i++)
    {
      has_limit |= values[i] != TRI_JSON_NONE && g_str_equal (run->table[i].name, "max_tokens");
      has_store |= values[i] != TRI_JSON_NONE && g_str_equal (run->table[i].name, "store");
      has_prompt |= values[i] != TRI_JSON_NONE && g_str_equal (run->table[i].name, "prompt");
    }
  if (run->is_mend)
    return;
  if (run->from == TRI_WAY_COMPLETIONS && !has_prompt)
    tri_run_begin (run, TRI_RULE_PROMPT_NONE, NULL);
  if (run->from == TRI_WAY_COMPLETIONS && !has_limit)
    tri_run_say (run, TRI_RULE_LIMIT_DEFAULT, NULL,
                 run->to == TRI_WAY_CHAT ? "max_completion_tokens" : "max_output_tokens", "16");
  if (!has_store && run->to == TRI_WAY_RESPONSES)
    tri_run_say (run, TRI_RULE_STORE_FALSE, NULL, "store", "false");
  if (!has_store && run->from == TRI_WAY_RESPONSES)
    tri_run_say (run, TRI_RULE_STORE_TRUE, NULL, "store", "true");
}

/* A member that the published API does not have. A name that means something there cannot be let through. */
static void
convert_unknown (TriRun *run, guint key)
{
  const TriField *theirs = tri_fields_find (TRI_WAY_RESPONSES, TRI_WAY_CHAT);
  gboolean is_free = tri_run_target_takes_unknown (run);

  for (guint i = 0; theirs[i].name; i++)
    if (tri_run_says (run, key, theirs[i].name))
      {
        if (run->is_mend)
          mend_member (run, &theirs[i], key + 1);
        else
          tri_run_lose_unless_null (run, TRI_RULE_UNKNOWN, NULL, key + 1);
        return;
      }
  if (!is_free)
    {
      tri_run_lose_unless_null (run, TRI_RULE_UNKNOWN, NULL, key + 1);
      return;
    }
  tri_json_printer_copy_key (&run->printer, run->index, key);
  tri_run_begin (run, TRI_RULE_SERVER_TAKES, NULL);
  tri_run_take (run, key + 1);
  tri_run_copy (run, key + 1);
}

void
tri_run_convert_request (TriRun *run, guint root)
{
  guint fields[MAX_FIELDS], values[MAX_FIELDS];

  run->table = tri_fields_find (run->from, run->to);
  run->fields = fields;
  for (guint i = 0; i < MAX_FIELDS; i++)
    fields[i] = TRI_JSON_NONE;
  for (guint key = root + 1; key < run->tokens[root].next; key = run->tokens[key].next)
    {
      int row = find_row (run, key);

      if (row < 0)
        continue;
      /* Of namesakes the last is meant. */
      if (fields[row] != TRI_JSON_NONE)
        tri_run_lose (run, TRI_RULE_DUPLICATE, run->table[row].meaning, fields[row]);
      fields[row] = key + 1;
    }
  memcpy (values, fields, sizeof values);

  tri_run_open (run, NULL, '{');
  for (guint key = root + 1; key < run->tokens[root].next; key = run->tokens[key].next)
    {
      int row = find_row (run, key);

      /* What was dealt with together with an earlier member has no value any more. */
      if (row < 0)
        convert_unknown (run, key);
      else if (fields[row] == key + 1)
        run->table[row].convert (run, &run->table[row], key + 1);
    }
  say_defaults (run, values);
  tri_run_close (run, '}');
}

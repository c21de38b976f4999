/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-run.h"

#include <string.h>

/* A deprecated call, which has no id, until its result comes. */
typedef struct
{
  guint name; /* a string token, or TRI_JSON_NONE */
  char id[40];
  gboolean is_answered;
} OpenCall;

/* An id that stands nowhere in the input, so that it names nothing else; the same for the same input. */
static void
make_id (TriRun *run, char *id, gsize size)
{
  gsize n_bytes;
  const char *text = g_bytes_get_data (tri_json_index_get_bytes (run->index), &n_bytes);

  do
    g_snprintf (id, size, "call_made_%u", ++run->n_made_ids);
  while (g_strstr_len (text, n_bytes, id));
}

static void
say_id (TriRun *run, const char *id)
{
  char json[44];

  g_snprintf (json, sizeof json, "\"%s\"", id);
  tri_run_say (run, TRI_RULE_CALL_ID_MADE, NULL, "call_id", json);
}

/* The type of a call's item: it explains the call's own type, and the role of a message that has no other item. */
static void
say_kind (TriRun *run, guint type, guint *role, gboolean is_custom)
{
  const char *json = is_custom ? "\"custom_tool_call\"" : "\"function_call\"";

  if (type != TRI_JSON_NONE)
    tri_run_reshape (run, TRI_RULE_CALL_KIND, NULL, "type", type, json);
  else
    tri_run_say (run, TRI_RULE_CALL_KIND_ADDED, NULL, "type", json);
  if (*role == TRI_JSON_NONE)
    return;
  tri_run_begin (run, TRI_RULE_ROLE_TO_KIND, "assistant-role");
  tri_run_take (run, *role);
  tri_ledger_add_target (run->ledger, run->printer.out->len - strlen (json), run->printer.out->len);
  *role = TRI_JSON_NONE;
}

static void
remember_custom (TriRun *run, guint id)
{
  if (!run->custom_ids)
    run->custom_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (run->custom_ids, tri_json_index_dup_string (run->index, id, NULL));
}

static gboolean
is_custom_id (TriRun *run, guint id)
{
  g_autofree char *text = run->custom_ids ? tri_json_index_dup_string (run->index, id, NULL) : NULL;

  return text && g_hash_table_contains (run->custom_ids, text);
}

static void
convert_call (TriRun *run, guint call, guint *role)
{
  static const char *const names[] = { "id", "type", "function", "custom", NULL };
  static const char *const function_names[] = { "name", "arguments", NULL };
  static const char *const custom_names[] = { "name", "input", NULL };
  guint slots[G_N_ELEMENTS (names)], inner[3];
  guint type
      = tri_run_is (run, call, TRI_JSON_OBJECT) ? tri_json_index_get_member (run->index, call, "type") : TRI_JSON_NONE;
  gboolean is_custom = tri_run_says (run, type, "custom");
  guint body = tri_json_index_get_member (run->index, call, is_custom ? "custom" : "function");
  guint words;

  words = tri_json_index_get_member (run->index, body, is_custom ? "input" : "arguments");
  if ((!is_custom && type != TRI_JSON_NONE && !tri_run_says (run, type, "function"))
      || !tri_run_is (run, tri_json_index_get_member (run->index, body, "name"), TRI_JSON_STRING)
      || !tri_run_is (run, words, TRI_JSON_STRING))
    {
      tri_run_lose (run, TRI_RULE_CALL_UNKNOWN, NULL, call);
      return;
    }
  tri_run_read (run, call, names, slots);
  tri_run_read (run, body, is_custom ? custom_names : function_names, inner);
  tri_run_lose_unless_null (run, TRI_RULE_UNKNOWN_MEMBER, NULL, slots[is_custom ? 2 : 3]);
  tri_run_open (run, NULL, '{');
  say_kind (run, slots[1], role, is_custom);
  if (tri_run_is (run, slots[0], TRI_JSON_STRING))
    {
      tri_run_move (run, TRI_RULE_CALL_ID, NULL, "call_id", slots[0]);
      if (is_custom)
        remember_custom (run, slots[0]);
    }
  else
    {
      char id[40];

      tri_run_lose_unless_null (run, TRI_RULE_WRONG_TYPE, "tool-call-id", slots[0]);
      make_id (run, id, sizeof id);
      say_id (run, id);
    }
  tri_run_move (run, TRI_RULE_TOOL_FLAT, "tool-call-name", "name", inner[0]);
  tri_run_move (run, TRI_RULE_TOOL_FLAT, is_custom ? "tool-call-input" : "tool-call-arguments",
                is_custom ? "input" : "arguments", inner[1]);
  tri_run_close (run, '}');
}

/* The deprecated one. */
static void
convert_function_call (TriRun *run, guint call, guint *role)
{
  static const char *const names[] = { "name", "arguments", NULL };
  guint slots[G_N_ELEMENTS (names)];
  OpenCall open = { 0 };

  if (!tri_run_is (run, tri_json_index_get_member (run->index, call, "name"), TRI_JSON_STRING)
      || !tri_run_is (run, tri_json_index_get_member (run->index, call, "arguments"), TRI_JSON_STRING))
    {
      tri_run_lose (run, TRI_RULE_CALL_UNKNOWN, NULL, call);
      return;
    }
  tri_run_read (run, call, names, slots);
  open.name = slots[0];
  make_id (run, open.id, sizeof open.id);
  if (!run->open_calls)
    run->open_calls = g_array_new (FALSE, FALSE, sizeof (OpenCall));
  g_array_append_val (run->open_calls, open);
  tri_run_open (run, NULL, '{');
  say_kind (run, TRI_JSON_NONE, role, FALSE);
  say_id (run, open.id);
  tri_run_move (run, TRI_RULE_TOOL_FLAT, "tool-call-name", "name", slots[0]);
  tri_run_move (run, TRI_RULE_TOOL_FLAT, "tool-call-arguments", "arguments", slots[1]);
  tri_run_close (run, '}');
}

void
tri_run_convert_calls (TriRun *run, guint role, guint calls, guint call)
{
  if (tri_run_is (run, calls, TRI_JSON_ARRAY) && !tri_run_is_empty (run, calls))
    for (guint each = calls + 1; each < run->tokens[calls].next; each = run->tokens[each].next)
      convert_call (run, each, &role);
  else
    tri_run_lose_unless_null (run, tri_run_is (run, calls, TRI_JSON_ARRAY) ? TRI_RULE_NEUTRAL : TRI_RULE_WRONG_TYPE,
                              "tool-calls", calls);
  if (tri_run_is (run, call, TRI_JSON_OBJECT))
    convert_function_call (run, call, &role);
  else
    tri_run_lose_unless_null (run, TRI_RULE_WRONG_TYPE, "tool-calls", call);
  /* No call came through whose type could say it. */
  if (role != TRI_JSON_NONE)
    tri_run_lose (run, TRI_RULE_EMPTY_TURN, NULL, role);
}

/* The earliest call of that function that has no result yet. */
static OpenCall *
find_open_call (TriRun *run, guint name)
{
  g_autofree char *wanted = tri_json_index_dup_string (run->index, name, NULL);

  for (guint i = 0; wanted && run->open_calls && i < run->open_calls->len; i++)
    {
      OpenCall *open = &g_array_index (run->open_calls, OpenCall, i);

      if (!open->is_answered && tri_run_says (run, open->name, wanted))
        return open;
    }
  return NULL;
}

/* The result of a call: `id` of a tool's message, or `name` of the deprecated one. */
void
tri_run_convert_result (TriRun *run, guint role, guint id, guint name, guint content)
{
  gboolean is_function = id == TRI_JSON_NONE && name != TRI_JSON_NONE;
  OpenCall *open = is_function ? find_open_call (run, name) : NULL;
  gboolean is_custom = !is_function && is_custom_id (run, id);

  if (open ? FALSE : !tri_run_is (run, id, TRI_JSON_STRING))
    {
      tri_run_begin (run, TRI_RULE_RESULT_ORPHAN, NULL);
      tri_run_take (run, role);
      tri_run_take (run, content);
      if (id != TRI_JSON_NONE)
        tri_run_take (run, id);
      if (name != TRI_JSON_NONE)
        tri_run_take (run, name);
      return;
    }
  tri_run_open (run, NULL, '{');
  tri_run_reshape (run, TRI_RULE_ROLE_TO_KIND, "tool-result-kind", "type", role,
                   is_custom ? "\"custom_tool_call_output\"" : "\"function_call_output\"");
  if (open)
    {
      char json[44];

      open->is_answered = TRUE;
      g_snprintf (json, sizeof json, "\"%s\"", open->id);
      tri_run_reshape (run, TRI_RULE_RESULT_NAME, NULL, "call_id", name, json);
    }
  else
    tri_run_move (run, TRI_RULE_CALL_ID, "tool-result-id", "call_id", id);
  tri_run_convert_content (run, "output", content, "tool-result");
  tri_run_close (run, '}');
}

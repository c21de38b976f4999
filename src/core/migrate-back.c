/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-run.h"

#include <string.h>

/* Input items → Chat's messages: text, calls of tools and their results. */

static gboolean
is_text_part (const TriRun *run, guint part)
{
  guint type
      = tri_run_is (run, part, TRI_JSON_OBJECT) ? tri_json_index_get_member (run->index, part, "type") : TRI_JSON_NONE;

  return (tri_run_says (run, type, "input_text") || tri_run_says (run, type, "output_text"))
         && tri_run_is (run, tri_json_index_get_member (run->index, part, "text"), TRI_JSON_STRING);
}

static void
convert_part (TriRun *run, guint part)
{
  static const char *const names[] = { "type", "text", "annotations", "logprobs", "prompt_cache_breakpoint", NULL };
  guint slots[G_N_ELEMENTS (names)];

  if (!is_text_part (run, part))
    {
      tri_run_lose (run, TRI_RULE_BACK_PART, NULL, part);
      return;
    }
  tri_run_read (run, part, names, slots);
  tri_run_open (run, NULL, '{');
  tri_run_reshape (run, TRI_RULE_PART_KIND, NULL, "type", slots[0], "\"text\"");
  tri_run_move (run, TRI_RULE_MOVED, NULL, "text", slots[1]);
  tri_run_lose_unless_null (run, TRI_RULE_BACK_ITEM_ID, NULL, slots[2]);
  tri_run_lose_unless_null (run, TRI_RULE_BACK_ITEM_ID, NULL, slots[3]);
  tri_run_move_if (run, TRI_RULE_MOVED, "cache-breakpoint", "prompt_cache_breakpoint", slots[4]);
  tri_run_close (run, '}');
}

static void
convert_content (TriRun *run, guint content)
{
  if (!tri_run_is (run, content, TRI_JSON_ARRAY) || tri_run_is_empty (run, content))
    {
      tri_run_move (run, TRI_RULE_MOVED, NULL, "content", content);
      return;
    }
  tri_run_open (run, "content", '[');
  for (guint part = content + 1; part < run->tokens[content].next; part = run->tokens[part].next)
    convert_part (run, part);
  tri_run_close (run, ']');
}

static gboolean
is_call (const TriRun *run, guint item)
{
  guint type
      = tri_run_is (run, item, TRI_JSON_OBJECT) ? tri_json_index_get_member (run->index, item, "type") : TRI_JSON_NONE;
  gboolean is_custom = tri_run_says (run, type, "custom_tool_call");

  return (is_custom || tri_run_says (run, type, "function_call"))
         && tri_run_is (run, tri_json_index_get_member (run->index, item, "call_id"), TRI_JSON_STRING)
         && tri_run_is (run, tri_json_index_get_member (run->index, item, "name"), TRI_JSON_STRING)
         && tri_run_is (run, tri_json_index_get_member (run->index, item, is_custom ? "input" : "arguments"),
                        TRI_JSON_STRING);
}

static void
convert_call (TriRun *run, guint item)
{
  static const char *const names[] = { "type", "call_id", "name", "arguments", "input", "id", "status", NULL };
  guint slots[G_N_ELEMENTS (names)];
  gboolean is_custom;

  tri_run_read (run, item, names, slots);
  is_custom = tri_run_says (run, slots[0], "custom_tool_call");
  tri_run_lose_unless_null (run, TRI_RULE_UNKNOWN_MEMBER, NULL, slots[is_custom ? 3 : 4]);
  tri_run_lose_unless_null (run, TRI_RULE_BACK_ITEM_ID, NULL, slots[5]);
  tri_run_lose_unless_null (run, TRI_RULE_BACK_ITEM_ID, NULL, slots[6]);
  tri_run_open (run, NULL, '{');
  tri_run_move (run, TRI_RULE_CALL_ID, NULL, "id", slots[1]);
  tri_run_reshape (run, TRI_RULE_CALL_KIND, NULL, "type", slots[0], is_custom ? "\"custom\"" : "\"function\"");
  tri_run_open (run, is_custom ? "custom" : "function", '{');
  tri_run_move (run, TRI_RULE_BACK_NESTED, "tool-call-name", "name", slots[2]);
  tri_run_move (run, TRI_RULE_BACK_NESTED, is_custom ? "tool-call-input" : "tool-call-arguments",
                is_custom ? "input" : "arguments", slots[is_custom ? 4 : 3]);
  tri_run_close (run, '}');
  tri_run_close (run, '}');
}

/* Calls that follow one another; returns the item behind them. */
static guint
convert_calls (TriRun *run, guint item, guint end)
{
  tri_run_open (run, NULL, '{');
  tri_run_say (run, TRI_RULE_BACK_CALLS, NULL, "role", "\"assistant\"");
  tri_run_say (run, TRI_RULE_BACK_CALLS, "assistant-text", "content", "null");
  tri_run_open (run, "tool_calls", '[');
  for (; item < end && is_call (run, item); item = run->tokens[item].next)
    convert_call (run, item);
  tri_run_close (run, ']');
  tri_run_close (run, '}');
  return item;
}

static void
convert_result (TriRun *run, guint item)
{
  static const char *const names[] = { "type", "call_id", "output", "id", "status", NULL };
  guint slots[G_N_ELEMENTS (names)];

  if (!tri_run_is (run, tri_json_index_get_member (run->index, item, "call_id"), TRI_JSON_STRING)
      || tri_json_index_get_member (run->index, item, "output") == TRI_JSON_NONE)
    {
      tri_run_lose (run, TRI_RULE_BACK_ITEM, NULL, item);
      return;
    }
  tri_run_read (run, item, names, slots);
  tri_run_open (run, NULL, '{');
  tri_run_reshape (run, TRI_RULE_ROLE_TO_KIND, "tool-result-kind", "role", slots[0], "\"tool\"");
  tri_run_move (run, TRI_RULE_CALL_ID, "tool-result-id", "tool_call_id", slots[1]);
  convert_content (run, slots[2]);
  tri_run_close (run, '}');
  tri_run_lose_unless_null (run, TRI_RULE_BACK_ITEM_ID, NULL, slots[3]);
  tri_run_lose_unless_null (run, TRI_RULE_BACK_ITEM_ID, NULL, slots[4]);
}

static void
convert_message (TriRun *run, guint item)
{
  static const char *const names[] = { "role", "content", "type", "id", "status", "phase", NULL };
  guint slots[G_N_ELEMENTS (names)];

  tri_run_read (run, item, names, slots);
  tri_run_open (run, NULL, '{');
  tri_run_move (run, TRI_RULE_MOVED, NULL, "role", slots[0]);
  convert_content (run, slots[1]);
  tri_run_close (run, '}');
  for (guint i = 2; names[i]; i++)
    tri_run_lose_unless_null (run, TRI_RULE_BACK_ITEM_ID, NULL, slots[i]);
}

static void
convert_item (TriRun *run, guint item)
{
  gboolean is_object = tri_run_is (run, item, TRI_JSON_OBJECT);
  guint type = is_object ? tri_json_index_get_member (run->index, item, "type") : TRI_JSON_NONE;
  guint role = is_object ? tri_json_index_get_member (run->index, item, "role") : TRI_JSON_NONE;
  guint content = is_object ? tri_json_index_get_member (run->index, item, "content") : TRI_JSON_NONE;

  if (tri_run_says (run, type, "function_call_output") || tri_run_says (run, type, "custom_tool_call_output"))
    convert_result (run, item);
  else if (tri_run_says (run, type, "reasoning"))
    tri_run_lose (run, TRI_RULE_BACK_REASONING, NULL, item);
  else if ((type == TRI_JSON_NONE || tri_run_says (run, type, "message")) && tri_run_is (run, role, TRI_JSON_STRING)
           && (tri_run_is (run, content, TRI_JSON_STRING) || tri_run_is (run, content, TRI_JSON_ARRAY)))
    convert_message (run, item);
  else
    tri_run_lose (run, TRI_RULE_BACK_ITEM, NULL, item);
}

static void
convert_input (TriRun *run, guint input)
{
  if (tri_run_is (run, input, TRI_JSON_STRING))
    {
      tri_run_open (run, NULL, '{');
      tri_run_say (run, TRI_RULE_PROMPT_ROLE, NULL, "role", "\"user\"");
      tri_run_move (run, TRI_RULE_BACK_INPUT, NULL, "content", input);
      tri_run_close (run, '}');
      return;
    }
  if (!tri_run_is (run, input, TRI_JSON_ARRAY) || tri_run_is_empty (run, input))
    {
      if (input != TRI_JSON_NONE)
        tri_run_lose (run, TRI_RULE_NO_MESSAGES, NULL, input);
      return;
    }
  for (guint item = input + 1; item < run->tokens[input].next;)
    if (is_call (run, item))
      item = convert_calls (run, item, run->tokens[input].next);
    else
      {
        convert_item (run, item);
        item = run->tokens[item].next;
      }
}

void
tri_run_back_messages (TriRun *run, guint instructions, guint input)
{
  tri_run_open (run, "messages", '[');
  if (tri_run_is (run, instructions, TRI_JSON_STRING))
    {
      tri_run_open (run, NULL, '{');
      tri_run_say (run, TRI_RULE_PROMPT_ROLE, "instructions-role", "role", "\"system\"");
      tri_run_move (run, TRI_RULE_BACK_INSTRUCTIONS, NULL, "content", instructions);
      tri_run_close (run, '}');
    }
  else
    tri_run_lose_unless_null (run, TRI_RULE_WRONG_TYPE, "instructions", instructions);
  convert_input (run, input);
  tri_run_close (run, ']');
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-run.h"

/* tool_choice in all its shapes, and the deprecated function_call. */

/* The token of the name in {type, function: {name}} or {type, custom: {name}}; TRI_JSON_NONE if it is neither. */
static guint
find_name (const TriRun *run, guint choice)
{
  guint type = tri_run_is (run, choice, TRI_JSON_OBJECT) ? tri_json_index_get_member (run->index, choice, "type")
                                                         : TRI_JSON_NONE;
  guint name;

  if (!tri_run_says (run, type, "function") && !tri_run_says (run, type, "custom"))
    return TRI_JSON_NONE;
  name = tri_json_index_get_member (
      run->index,
      tri_json_index_get_member (run->index, choice, tri_run_says (run, type, "custom") ? "custom" : "function"),
      "name");
  return tri_run_is (run, name, TRI_JSON_STRING) ? name : TRI_JSON_NONE;
}

/* {type, function: {name}} becomes {type, name}. Beside the members that are known, what stands there is lost. */
static void
convert_named (TriRun *run, const char *name, guint choice, TriRule kind_rule, const char *meaning)
{
  static const char *const names[] = { "type", "function", "custom", NULL };
  static const char *const inner_names[] = { "name", NULL };
  guint slots[G_N_ELEMENTS (names)], inner[G_N_ELEMENTS (inner_names)];
  guint body;

  tri_run_read (run, choice, names, slots);
  body = tri_run_says (run, slots[0], "custom") ? 2 : 1;
  tri_run_lose_unless_null (run, TRI_RULE_UNKNOWN_MEMBER, NULL, slots[3 - body]);
  tri_run_read (run, slots[body], inner_names, inner);
  tri_run_open (run, name, '{');
  tri_run_move (run, kind_rule, name ? "tool-choice-kind" : "allowed-tool-kind", "type", slots[0]);
  tri_run_move (run, TRI_RULE_CHOICE_FLAT, meaning, "name", inner[0]);
  tri_run_close (run, '}');
}

static void
convert_allowed (TriRun *run, guint choice)
{
  static const char *const names[] = { "type", "allowed_tools", NULL };
  static const char *const inner_names[] = { "mode", "tools", NULL };
  guint slots[G_N_ELEMENTS (names)], inner[G_N_ELEMENTS (inner_names)];

  tri_run_read (run, choice, names, slots);
  tri_run_read (run, slots[1], inner_names, inner);
  tri_run_open (run, "tool_choice", '{');
  tri_run_move (run, TRI_RULE_KEPT, "tool-choice-kind", "type", slots[0]);
  tri_run_move_if (run, TRI_RULE_CHOICE_FLAT, "allowed-tools-mode", "mode", inner[0]);
  tri_run_open (run, "tools", '[');
  for (guint tool = inner[1] + 1; tool < run->tokens[inner[1]].next; tool = run->tokens[tool].next)
    if (find_name (run, tool) != TRI_JSON_NONE)
      convert_named (run, NULL, tool, TRI_RULE_MOVED, "allowed-tool-name");
    else
      tri_run_lose (run, TRI_RULE_CHOICE_UNKNOWN, "allowed-tools", tool);
  tri_run_close (run, ']');
  tri_run_close (run, '}');
}

static void
convert_choice (TriRun *run, guint choice)
{
  guint type = tri_json_index_get_member (run->index, choice, "type");
  guint tools = tri_json_index_get_member (run->index, tri_json_index_get_member (run->index, choice, "allowed_tools"),
                                           "tools");

  if (tri_run_is (run, choice, TRI_JSON_STRING))
    tri_run_move (run, TRI_RULE_KEPT, "tool-choice", "tool_choice", choice);
  else if (tri_run_says (run, type, "allowed_tools") && tri_run_is (run, tools, TRI_JSON_ARRAY)
           && !tri_run_is_empty (run, tools))
    convert_allowed (run, choice);
  else if (find_name (run, choice) != TRI_JSON_NONE)
    convert_named (run, "tool_choice", choice, TRI_RULE_KEPT, NULL);
  else if (run->is_mend)
    tri_run_move (run, TRI_RULE_KEPT, "tool-choice", "tool_choice", choice);
  else
    tri_run_lose_unless_null (run, TRI_RULE_CHOICE_UNKNOWN, NULL, choice);
}

static void
convert_function_call (TriRun *run, guint call)
{
  static const char *const names[] = { "name", NULL };
  guint slots[G_N_ELEMENTS (names)];

  if (tri_run_is (run, call, TRI_JSON_STRING))
    tri_run_move (run, TRI_RULE_RENAMED, "tool-choice", "tool_choice", call);
  else if (tri_run_is (run, tri_json_index_get_member (run->index, call, "name"), TRI_JSON_STRING))
    {
      tri_run_read (run, call, names, slots);
      tri_run_open (run, "tool_choice", '{');
      tri_run_say (run, TRI_RULE_TOOL_KIND, "tool-choice-kind", "type", "\"function\"");
      tri_run_move (run, TRI_RULE_FUNCTION_TOOL, "tool-choice-name", "name", slots[0]);
      tri_run_close (run, '}');
    }
  else
    tri_run_lose_unless_null (run, TRI_RULE_CHOICE_UNKNOWN, NULL, call);
}

void
tri_run_convert_choice (TriRun *run, guint choice, guint call)
{
  if (choice != TRI_JSON_NONE && !tri_run_is (run, choice, TRI_JSON_NULL))
    {
      convert_choice (run, choice);
      tri_run_lose_unless_null (run, TRI_RULE_CHOICE_TWICE, NULL, call);
      return;
    }
  tri_run_lose_unless_null (run, TRI_RULE_NULL, NULL, choice);
  if (call != TRI_JSON_NONE)
    convert_function_call (run, call);
}

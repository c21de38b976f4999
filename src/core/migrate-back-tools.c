/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-run.h"

/* Responses' tools, tool_choice and text → Chat's. */

static void
convert_custom_format (TriRun *run, guint format)
{
  static const char *const names[] = { "type", "syntax", "definition", NULL };
  guint slots[G_N_ELEMENTS (names)];

  if (!tri_run_says (run, tri_json_index_get_member (run->index, format, "type"), "grammar"))
    {
      tri_run_move_if (run, TRI_RULE_BACK_NESTED, "custom-tool-format", "format", format);
      return;
    }
  tri_run_read (run, format, names, slots);
  tri_run_open (run, "format", '{');
  tri_run_move (run, TRI_RULE_BACK_NESTED, "custom-tool-format", "type", slots[0]);
  tri_run_open (run, "grammar", '{');
  tri_run_move_if (run, TRI_RULE_BACK_NESTED, "grammar-syntax", "syntax", slots[1]);
  tri_run_move_if (run, TRI_RULE_BACK_NESTED, "grammar", "definition", slots[2]);
  tri_run_close (run, '}');
  tri_run_close (run, '}');
}

static void
convert_tool (TriRun *run, guint tool)
{
  static const char *const names[] = { "type", "name", "description", "parameters", "strict", "format", NULL };
  guint slots[G_N_ELEMENTS (names)];
  guint type
      = tri_run_is (run, tool, TRI_JSON_OBJECT) ? tri_json_index_get_member (run->index, tool, "type") : TRI_JSON_NONE;
  gboolean is_custom = tri_run_says (run, type, "custom");

  if (!is_custom && !tri_run_says (run, type, "function"))
    {
      tri_run_lose (run, TRI_RULE_BACK_HOSTED_TOOL, NULL, tool);
      return;
    }
  tri_run_read (run, tool, names, slots);
  tri_run_open (run, NULL, '{');
  tri_run_move (run, TRI_RULE_KEPT, is_custom ? "custom-tool" : "function-tool", "type", slots[0]);
  tri_run_open (run, is_custom ? "custom" : "function", '{');
  tri_run_move_if (run, TRI_RULE_BACK_NESTED, is_custom ? "custom-tool-name" : "tool-name", "name", slots[1]);
  tri_run_move_if (run, TRI_RULE_BACK_NESTED, is_custom ? "custom-tool-description" : "tool-description", "description",
                   slots[2]);
  if (is_custom && slots[5] != TRI_JSON_NONE)
    convert_custom_format (run, slots[5]);
  if (!is_custom)
    {
      tri_run_move_if (run, TRI_RULE_BACK_NESTED, "tool-parameters", "parameters", slots[3]);
      tri_run_move_if (run, TRI_RULE_BACK_NESTED, "tool-strict", "strict", slots[4]);
    }
  tri_run_close (run, '}');
  tri_run_close (run, '}');
  for (guint i = 3; names[i]; i++)
    if (is_custom ? i < 5 : i == 5)
      tri_run_lose_unless_null (run, TRI_RULE_UNKNOWN_MEMBER, NULL, slots[i]);
}

/* Whether Chat has tools of one of these kinds: an empty list of them would be refused. */
static gboolean
has_chat_tool (const TriRun *run, guint tools)
{
  for (guint tool = tools + 1; tool < run->tokens[tools].next; tool = run->tokens[tool].next)
    {
      guint type = tri_run_is (run, tool, TRI_JSON_OBJECT) ? tri_json_index_get_member (run->index, tool, "type")
                                                           : TRI_JSON_NONE;

      if (tri_run_says (run, type, "function") || tri_run_says (run, type, "custom"))
        return TRUE;
    }
  return FALSE;
}

void
tri_run_back_tools (TriRun *run, guint tools)
{
  if (!tri_run_is (run, tools, TRI_JSON_ARRAY) || tri_run_is_empty (run, tools))
    {
      tri_run_lose_unless_null (run, tri_run_is (run, tools, TRI_JSON_ARRAY) ? TRI_RULE_NEUTRAL : TRI_RULE_WRONG_TYPE,
                                "tools", tools);
      return;
    }
  if (!has_chat_tool (run, tools))
    {
      for (guint tool = tools + 1; tool < run->tokens[tools].next; tool = run->tokens[tool].next)
        tri_run_lose (run, TRI_RULE_BACK_HOSTED_TOOL, NULL, tool);
      return;
    }
  tri_run_open (run, "tools", '[');
  for (guint tool = tools + 1; tool < run->tokens[tools].next; tool = run->tokens[tool].next)
    convert_tool (run, tool);
  tri_run_close (run, ']');
}

static gboolean
is_named (const TriRun *run, guint choice)
{
  guint type = tri_run_is (run, choice, TRI_JSON_OBJECT) ? tri_json_index_get_member (run->index, choice, "type")
                                                         : TRI_JSON_NONE;

  return (tri_run_says (run, type, "function") || tri_run_says (run, type, "custom"))
         && tri_run_is (run, tri_json_index_get_member (run->index, choice, "name"), TRI_JSON_STRING);
}

static void
convert_named (TriRun *run, const char *name, guint choice, const char *kind_meaning, const char *name_meaning)
{
  static const char *const names[] = { "type", "name", NULL };
  guint slots[G_N_ELEMENTS (names)];

  tri_run_read (run, choice, names, slots);
  tri_run_open (run, name, '{');
  tri_run_move (run, TRI_RULE_MOVED, kind_meaning, "type", slots[0]);
  tri_run_open (run, tri_run_says (run, slots[0], "custom") ? "custom" : "function", '{');
  tri_run_move (run, TRI_RULE_BACK_NESTED, name_meaning, "name", slots[1]);
  tri_run_close (run, '}');
  tri_run_close (run, '}');
}

void
tri_run_back_choice (TriRun *run, guint choice)
{
  static const char *const names[] = { "type", "mode", "tools", NULL };
  guint slots[G_N_ELEMENTS (names)];
  guint tools = tri_json_index_get_member (run->index, choice, "tools");

  if (tri_run_is (run, choice, TRI_JSON_STRING))
    tri_run_move (run, TRI_RULE_KEPT, "tool-choice", "tool_choice", choice);
  else if (is_named (run, choice))
    convert_named (run, "tool_choice", choice, "tool-choice-kind", "tool-choice-name");
  else if (tri_run_says (run, tri_json_index_get_member (run->index, choice, "type"), "allowed_tools")
           && tri_run_is (run, tools, TRI_JSON_ARRAY) && !tri_run_is_empty (run, tools))
    {
      tri_run_read (run, choice, names, slots);
      tri_run_open (run, "tool_choice", '{');
      tri_run_move (run, TRI_RULE_KEPT, "tool-choice-kind", "type", slots[0]);
      tri_run_open (run, "allowed_tools", '{');
      tri_run_move_if (run, TRI_RULE_BACK_NESTED, "allowed-tools-mode", "mode", slots[1]);
      tri_run_open (run, "tools", '[');
      for (guint tool = tools + 1; tool < run->tokens[tools].next; tool = run->tokens[tool].next)
        if (is_named (run, tool))
          convert_named (run, NULL, tool, "allowed-tool-kind", "allowed-tool-name");
        else
          tri_run_lose (run, TRI_RULE_CHOICE_UNKNOWN, "allowed-tools", tool);
      tri_run_close (run, ']');
      tri_run_close (run, '}');
      tri_run_close (run, '}');
    }
  else
    tri_run_lose_unless_null (run, TRI_RULE_CHOICE_UNKNOWN, NULL, choice);
}

static void
convert_format (TriRun *run, guint format)
{
  static const char *const names[] = { "type", "name", "description", "schema", "strict", NULL };
  static const char *const meanings[]
      = { "answer-format", "schema-name", "schema-description", "schema", "schema-strict" };
  guint slots[G_N_ELEMENTS (names)];
  guint type = tri_json_index_get_member (run->index, format, "type");
  gboolean is_schema = tri_run_says (run, type, "json_schema");

  if (!is_schema && !tri_run_says (run, type, "text") && !tri_run_says (run, type, "json_object"))
    {
      tri_run_lose_unless_null (run, TRI_RULE_FORMAT_UNKNOWN, NULL, format);
      return;
    }
  tri_run_read (run, format, names, slots);
  tri_run_open (run, "response_format", '{');
  tri_run_move (run, TRI_RULE_MOVED, meanings[0], "type", slots[0]);
  if (is_schema)
    tri_run_open (run, "json_schema", '{');
  for (guint i = 1; names[i]; i++)
    if (is_schema)
      tri_run_move_if (run, TRI_RULE_BACK_NESTED, meanings[i], names[i], slots[i]);
    else
      tri_run_lose_unless_null (run, TRI_RULE_UNKNOWN_MEMBER, NULL, slots[i]);
  if (is_schema)
    tri_run_close (run, '}');
  tri_run_close (run, '}');
}

void
tri_run_back_text (TriRun *run, guint text)
{
  static const char *const names[] = { "format", "verbosity", NULL };
  guint slots[G_N_ELEMENTS (names)];

  if (!tri_run_read (run, text, names, slots) || tri_run_is_empty (run, text))
    {
      tri_run_lose_unless_null (run, tri_run_is (run, text, TRI_JSON_OBJECT) ? TRI_RULE_NEUTRAL : TRI_RULE_WRONG_TYPE,
                                "answer-format", text);
      return;
    }
  if (slots[0] != TRI_JSON_NONE)
    convert_format (run, slots[0]);
  tri_run_move_if (run, TRI_RULE_MOVED, "verbosity", "verbosity", slots[1]);
}

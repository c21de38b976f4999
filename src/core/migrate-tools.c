/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-run.h"

/* Chat's tools, the deprecated functions, and the search that was an option, as one list of tools. */

/* The members of a function, wherever they stood. */
static void
say_function (TriRun *run, TriRule rule, guint name, guint description, guint parameters, guint strict)
{
  tri_run_move_if (run, rule, "tool-name", "name", name);
  tri_run_move_if (run, rule, "tool-description", "description", description);
  if (!tri_run_move_if (run, rule, "tool-parameters", "parameters", parameters))
    {
      tri_json_printer_key (&run->printer, "parameters");
      tri_run_begin (run, TRI_RULE_TOOL_PARAMETERS, NULL);
      tri_run_write (run, "{\"type\":\"object\",\"properties\":{}}");
    }
  if (!tri_run_move_if (run, rule, "tool-strict", "strict", strict))
    tri_run_say (run, TRI_RULE_TOOL_STRICT, NULL, "strict", "false");
}

static void
convert_function_tool (TriRun *run, guint type, guint function)
{
  static const char *const names[] = { "name", "description", "parameters", "strict", NULL };
  guint slots[G_N_ELEMENTS (names)];

  tri_run_read (run, function, names, slots);
  tri_run_open (run, NULL, '{');
  tri_run_move (run, TRI_RULE_KEPT, "function-tool", "type", type);
  say_function (run, TRI_RULE_TOOL_FLAT, slots[0], slots[1], slots[2], slots[3]);
  tri_run_close (run, '}');
}

static void
convert_grammar (TriRun *run, guint format)
{
  static const char *const names[] = { "type", "grammar", NULL };
  static const char *const grammar_names[] = { "syntax", "definition", NULL };
  guint slots[G_N_ELEMENTS (names)], grammar[G_N_ELEMENTS (grammar_names)];

  if (!tri_run_is (run, tri_json_index_get_member (run->index, format, "grammar"), TRI_JSON_OBJECT))
    {
      tri_run_move_if (run, TRI_RULE_TOOL_FLAT, "custom-tool-format", "format", format);
      return;
    }
  tri_run_read (run, format, names, slots);
  tri_run_open (run, "format", '{');
  if (slots[0] != TRI_JSON_NONE)
    tri_run_move (run, TRI_RULE_TOOL_FLAT, "custom-tool-format", "type", slots[0]);
  tri_run_read (run, slots[1], grammar_names, grammar);
  if (tri_run_is_empty (run, slots[1]))
    tri_run_lose (run, TRI_RULE_WRONG_TYPE, "grammar", slots[1]);
  tri_run_move_if (run, TRI_RULE_TOOL_FLAT, "grammar-syntax", "syntax", grammar[0]);
  tri_run_move_if (run, TRI_RULE_TOOL_FLAT, "grammar", "definition", grammar[1]);
  tri_run_close (run, '}');
}

static void
convert_custom_tool (TriRun *run, guint type, guint custom)
{
  static const char *const names[] = { "name", "description", "format", NULL };
  guint slots[G_N_ELEMENTS (names)];

  tri_run_read (run, custom, names, slots);
  tri_run_open (run, NULL, '{');
  tri_run_move (run, TRI_RULE_KEPT, "custom-tool", "type", type);
  tri_run_move_if (run, TRI_RULE_TOOL_FLAT, "custom-tool-name", "name", slots[0]);
  tri_run_move_if (run, TRI_RULE_TOOL_FLAT, "custom-tool-description", "description", slots[1]);
  if (slots[2] != TRI_JSON_NONE)
    convert_grammar (run, slots[2]);
  tri_run_close (run, '}');
}

static void
convert_tool (TriRun *run, guint tool)
{
  static const char *const names[] = { "type", "function", "custom", NULL };
  guint slots[G_N_ELEMENTS (names)];
  guint type
      = tri_run_is (run, tool, TRI_JSON_OBJECT) ? tri_json_index_get_member (run->index, tool, "type") : TRI_JSON_NONE;
  gboolean is_custom = tri_run_says (run, type, "custom");
  guint body = tri_json_index_get_member (run->index, tool, is_custom ? "custom" : "function");

  if ((!is_custom && !tri_run_says (run, type, "function")) || !tri_run_is (run, body, TRI_JSON_OBJECT)
      || !tri_run_is (run, tri_json_index_get_member (run->index, body, "name"), TRI_JSON_STRING))
    {
      if (run->is_mend)
        tri_run_move (run, TRI_RULE_KEPT, "tools", NULL, tool);
      else
        tri_run_lose (run, TRI_RULE_TOOL_UNKNOWN, NULL, tool);
      return;
    }
  tri_run_read (run, tool, names, slots);
  tri_run_lose_unless_null (run, TRI_RULE_UNKNOWN_MEMBER, NULL, slots[is_custom ? 1 : 2]);
  if (is_custom)
    convert_custom_tool (run, type, body);
  else
    convert_function_tool (run, type, body);
}

static void
convert_function (TriRun *run, guint function)
{
  static const char *const names[] = { "name", "description", "parameters", NULL };
  guint slots[G_N_ELEMENTS (names)];

  if (!tri_run_is (run, tri_json_index_get_member (run->index, function, "name"), TRI_JSON_STRING))
    {
      tri_run_lose (run, TRI_RULE_TOOL_UNKNOWN, NULL, function);
      return;
    }
  tri_run_read (run, function, names, slots);
  tri_run_open (run, NULL, '{');
  tri_run_say (run, TRI_RULE_TOOL_KIND, NULL, "type", "\"function\"");
  say_function (run, TRI_RULE_FUNCTION_TOOL, slots[0], slots[1], slots[2], TRI_JSON_NONE);
  tri_run_close (run, '}');
}

static void
convert_location (TriRun *run, guint location)
{
  static const char *const names[] = { "type", "approximate", NULL };
  static const char *const place_names[] = { "country", "region", "city", "timezone", NULL };
  static const char *const meanings[]
      = { "web-search-country", "web-search-region", "web-search-city", "web-search-timezone" };
  guint slots[G_N_ELEMENTS (names)], place[G_N_ELEMENTS (place_names)];

  if (!tri_run_is (run, tri_json_index_get_member (run->index, location, "approximate"), TRI_JSON_OBJECT))
    {
      tri_run_lose_unless_null (run, TRI_RULE_WRONG_TYPE, "web-search-location", location);
      return;
    }
  tri_run_read (run, location, names, slots);
  tri_run_open (run, "user_location", '{');
  if (slots[0] != TRI_JSON_NONE)
    tri_run_move (run, TRI_RULE_MOVED, "web-search-location", "type", slots[0]);
  else
    tri_run_say (run, TRI_RULE_TOOL_KIND, "web-search-location", "type", "\"approximate\"");
  tri_run_read (run, slots[1], place_names, place);
  if (tri_run_is_empty (run, slots[1]))
    tri_run_lose (run, TRI_RULE_NEUTRAL, "web-search-location", slots[1]);
  for (guint i = 0; place_names[i]; i++)
    tri_run_move_if (run, TRI_RULE_WEB_LOCATION, meanings[i], place_names[i], place[i]);
  tri_run_close (run, '}');
}

static void
convert_web_search (TriRun *run, guint options)
{
  static const char *const names[] = { "user_location", "search_context_size", NULL };
  guint slots[G_N_ELEMENTS (names)];
  gboolean is_empty = tri_run_is_empty (run, options);

  tri_run_open (run, NULL, '{');
  tri_json_printer_key (&run->printer, "type");
  tri_run_begin (run, TRI_RULE_WEB_SEARCH, NULL);
  if (is_empty)
    tri_run_take (run, options);
  tri_run_write (run, "\"web_search\"");
  tri_run_read (run, options, names, slots);
  if (slots[0] != TRI_JSON_NONE)
    convert_location (run, slots[0]);
  tri_run_move_if (run, TRI_RULE_MOVED, "web-search-context-size", "search_context_size", slots[1]);
  tri_run_close (run, '}');
}

/* A list of tools, of which each element is converted by itself; what is no list is lost. */
static void
convert_list (TriRun *run, guint list, void (*convert) (TriRun *run, guint element))
{
  if (list == TRI_JSON_NONE)
    return;
  if (!tri_run_is (run, list, TRI_JSON_ARRAY) || tri_run_is_empty (run, list))
    {
      tri_run_lose_unless_null (run, tri_run_is (run, list, TRI_JSON_ARRAY) ? TRI_RULE_NEUTRAL : TRI_RULE_WRONG_TYPE,
                                "tools", list);
      return;
    }
  for (guint element = list + 1; element < run->tokens[list].next; element = run->tokens[element].next)
    convert (run, element);
}

static gboolean
has_elements (const TriRun *run, guint list)
{
  return tri_run_is (run, list, TRI_JSON_ARRAY) && !tri_run_is_empty (run, list);
}

void
tri_run_convert_tools (TriRun *run, guint tools, guint functions, guint web_search)
{
  gboolean has_search = tri_run_is (run, web_search, TRI_JSON_OBJECT);
  gboolean has_tools = has_search || has_elements (run, tools) || has_elements (run, functions);

  if (has_tools)
    tri_run_open (run, "tools", '[');
  convert_list (run, tools, convert_tool);
  convert_list (run, functions, convert_function);
  if (has_search)
    convert_web_search (run, web_search);
  else
    tri_run_lose_unless_null (run, TRI_RULE_WRONG_TYPE, "web-search", web_search);
  if (has_tools)
    tri_run_close (run, ']');
}

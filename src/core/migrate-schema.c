/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-run.h"

/* response_format and verbosity, which Responses keeps together in `text`. */

static void
convert_schema (TriRun *run, guint format)
{
  static const char *const names[] = { "type", "json_schema", NULL };
  static const char *const inner_names[] = { "name", "description", "schema", "strict", NULL };
  guint slots[G_N_ELEMENTS (names)], inner[G_N_ELEMENTS (inner_names)];

  tri_run_read (run, format, names, slots);
  tri_run_read (run, slots[1], inner_names, inner);
  tri_run_open (run, "format", '{');
  tri_run_move (run, TRI_RULE_MOVED, "answer-format", "type", slots[0]);
  tri_run_move_if (run, TRI_RULE_SCHEMA_FLAT, "schema-name", "name", inner[0]);
  tri_run_move_if (run, TRI_RULE_SCHEMA_FLAT, "schema-description", "description", inner[1]);
  if (!tri_run_move_if (run, TRI_RULE_SCHEMA_FLAT, "schema", "schema", inner[2]))
    tri_run_say (run, TRI_RULE_SCHEMA_MADE, NULL, "schema", "{\"type\":\"object\"}");
  tri_run_move_if (run, TRI_RULE_SCHEMA_FLAT, "schema-strict", "strict", inner[3]);
  tri_run_close (run, '}');
}

static void
convert_format (TriRun *run, guint format)
{
  static const char *const names[] = { "type", NULL };
  guint slots[G_N_ELEMENTS (names)];
  guint type = tri_json_index_get_member (run->index, format, "type");

  if (tri_run_says (run, type, "json_schema"))
    {
      convert_schema (run, format);
      return;
    }
  tri_run_read (run, format, names, slots);
  tri_run_open (run, "format", '{');
  tri_run_move (run, TRI_RULE_MOVED, "answer-format", "type", slots[0]);
  tri_run_close (run, '}');
}

static gboolean
is_format (const TriRun *run, guint format)
{
  guint type = tri_json_index_get_member (run->index, format, "type");
  guint schema = tri_json_index_get_member (run->index, format, "json_schema");

  if (tri_run_says (run, type, "json_schema"))
    return tri_run_is (run, schema, TRI_JSON_OBJECT) && !tri_run_is_empty (run, schema);
  return tri_run_says (run, type, "text") || tri_run_says (run, type, "json_object");
}

void
tri_run_convert_text (TriRun *run, guint format, guint verbosity)
{
  gboolean has_format = is_format (run, format);
  gboolean has_verbosity = verbosity != TRI_JSON_NONE && !tri_run_is (run, verbosity, TRI_JSON_NULL);

  if (!has_format)
    tri_run_lose_unless_null (run, TRI_RULE_FORMAT_UNKNOWN, NULL, format);
  if (!has_verbosity)
    tri_run_lose_unless_null (run, TRI_RULE_NULL, "verbosity", verbosity);
  if (!has_format && !has_verbosity)
    return;
  tri_run_open (run, "text", '{');
  if (has_verbosity && has_format && verbosity < format)
    tri_run_move (run, TRI_RULE_MOVED, "verbosity", "verbosity", verbosity);
  if (has_format)
    convert_format (run, format);
  if (has_verbosity && (!has_format || verbosity > format))
    tri_run_move (run, TRI_RULE_MOVED, "verbosity", "verbosity", verbosity);
  tri_run_close (run, '}');
}

/* Responses' `text` in which the format has Chat's form. */
void
tri_run_mend_text (TriRun *run, guint text)
{
  guint format = tri_json_index_get_member (run->index, text, "format");
  guint verbosity = tri_json_index_get_member (run->index, text, "verbosity");

  if (tri_json_index_get_member (run->index, format, "json_schema") == TRI_JSON_NONE || !is_format (run, format))
    tri_run_move (run, TRI_RULE_KEPT, "answer-format", "text", text);
  else
    tri_run_convert_text (run, format, verbosity);
}

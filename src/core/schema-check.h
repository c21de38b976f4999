/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Whether a JSON value keeps to a JSON Schema, as far as is checked here.
 *
 * Checked, as JSON Schema 2020-12 says: true and false as schemas, type (a word or a list; 1.0 is an integer), enum,
 * const, required, properties, additionalProperties, items (one schema for all elements), anyOf, allOf, and $ref within
 * the document ("#", "#/$defs/NAME" and any other JSON Pointer). That is what the providers take for structured output
 * and tools, but for ranges, lengths and patterns. Whatever else constrains a value is not checked, and is named by
 * tri_schema_list_unchecked(); what only describes (title, description, default, examples …) constrains nothing.
 *
 * Work is bounded: a schema that goes round in circles, or that takes too many steps, gives TRI_SCHEMA_UNDECIDED.
 */

#include "json-index.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_SCHEMA_VALID,
  TRI_SCHEMA_INVALID,
  TRI_SCHEMA_UNDECIDED
} TriSchemaResult;

/* Holds `value` against the schema at token `schema_root`, which is what "#" means, too. `why`, if not NULL, receives
 * for INVALID the first place and keyword that is broken: "people[0].age: type"; only "type" for the value itself. */
TriSchemaResult tri_schema_check (
    const TriJsonIndex *schema, guint schema_root, const TriJsonIndex *value, guint value_root, char **why);

/* The keywords of the schema that constrain something and are not checked, each once, in order; element type char *.
 * (transfer full) */
GPtrArray *tri_schema_list_unchecked (const TriJsonIndex *schema, guint schema_root);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema-check.h"

#include <string.h>

#include "json-canonical.h"

#define MAX_DEPTH 512
#define MAX_STEPS 200000u

typedef struct
{
  const TriJsonIndex *schema, *value;
  const TriJsonToken *schema_tokens, *value_tokens;
  guint root;
  guint depth, n_steps;
  char *why; /* the first that is broken */
} Check;

static guint
get (Check *self, guint schema, const char *keyword)
{
  return tri_json_index_get_member (self->schema, schema, keyword);
}

static TriSchemaResult
fail (Check *self, guint value, const char *keyword)
{
  g_autofree char *path = self->why ? NULL : tri_json_index_dup_path (self->value, value);

  if (path)
    self->why = *path ? g_strdup_printf ("%s: %s", path, keyword) : g_strdup (keyword);
  return TRI_SCHEMA_INVALID;
}

/* What is invalid stays so, and what is undecided may only become invalid. */
static TriSchemaResult
both (TriSchemaResult a, TriSchemaResult b)
{
  if (a == TRI_SCHEMA_INVALID || b == TRI_SCHEMA_INVALID)
    return TRI_SCHEMA_INVALID;
  return a == TRI_SCHEMA_UNDECIDED ? a : b;
}

static TriSchemaResult check (Check *self, guint schema, guint value);

/* ---- One keyword each ---- */

static gboolean
is_integer (Check *self, guint value)
{
  g_autofree char *number = tri_json_dup_canonical (self->value, value);

  return !strchr (number, '.') && !strstr (number, "e-");
}

static gboolean
is_of_type (Check *self, guint word, guint value)
{
  static const struct
  {
    const char *word;
    TriJsonKind kind;
  } kinds[] = { { "object", TRI_JSON_OBJECT }, { "array", TRI_JSON_ARRAY },   { "string", TRI_JSON_STRING },
                { "number", TRI_JSON_NUMBER }, { "boolean", TRI_JSON_TRUE },  { "boolean", TRI_JSON_FALSE },
                { "null", TRI_JSON_NULL },     { "integer", TRI_JSON_NUMBER } };
  g_autofree char *type = tri_json_index_dup_string (self->schema, word, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (type, kinds[i].word) == 0 && self->value_tokens[value].kind == kinds[i].kind)
      return !g_str_equal (type, "integer") || is_integer (self, value);
  return FALSE;
}

static TriSchemaResult
check_type (Check *self, guint keyword, guint value)
{
  const TriJsonToken *tokens = self->schema_tokens;

  if (tokens[keyword].kind != TRI_JSON_ARRAY)
    return is_of_type (self, keyword, value) ? TRI_SCHEMA_VALID : fail (self, value, "type");
  for (guint word = keyword + 1; word < tokens[keyword].next; word = tokens[word].next)
    if (is_of_type (self, word, value))
      return TRI_SCHEMA_VALID;
  return fail (self, value, "type");
}

static TriSchemaResult
check_enum (Check *self, guint keyword, guint value)
{
  const TriJsonToken *tokens = self->schema_tokens;
  g_autofree char *found = tri_json_dup_canonical (self->value, value);

  for (guint each = keyword + 1; tokens[keyword].kind == TRI_JSON_ARRAY && each < tokens[keyword].next;
       each = tokens[each].next)
    {
      g_autofree char *one = tri_json_dup_canonical (self->schema, each);

      if (g_str_equal (one, found))
        return TRI_SCHEMA_VALID;
    }
  return fail (self, value, "enum");
}

static TriSchemaResult
check_const (Check *self, guint keyword, guint value)
{
  g_autofree char *found = tri_json_dup_canonical (self->value, value);
  g_autofree char *wanted = tri_json_dup_canonical (self->schema, keyword);

  return g_str_equal (wanted, found) ? TRI_SCHEMA_VALID : fail (self, value, "const");
}

static TriSchemaResult
check_required (Check *self, guint keyword, guint value)
{
  const TriJsonToken *tokens = self->schema_tokens;

  if (tokens[keyword].kind != TRI_JSON_ARRAY || self->value_tokens[value].kind != TRI_JSON_OBJECT)
    return TRI_SCHEMA_VALID;
  for (guint each = keyword + 1; each < tokens[keyword].next; each = tokens[each].next)
    {
      g_autofree char *name = tri_json_index_dup_string (self->schema, each, NULL);

      if (name && tri_json_index_get_member (self->value, value, name) == TRI_JSON_NONE)
        return fail (self, value, "required");
    }
  return TRI_SCHEMA_VALID;
}

/* Members by name, and those that have none by additionalProperties; patterns are not checked, and where there are some
 * it cannot be known which members are additional. */
static TriSchemaResult
check_members (Check *self, guint schema, guint value)
{
  guint properties = get (self, schema, "properties");
  guint additional = get (self, schema, "additionalProperties");
  gboolean has_patterns = get (self, schema, "patternProperties") != TRI_JSON_NONE;
  TriSchemaResult result = TRI_SCHEMA_VALID;

  if (self->value_tokens[value].kind != TRI_JSON_OBJECT)
    return TRI_SCHEMA_VALID;
  for (guint key = value + 1; key < self->value_tokens[value].next; key = self->value_tokens[key].next)
    {
      g_autofree char *name = tri_json_index_dup_string (self->value, key, NULL);
      guint property = name ? tri_json_index_get_member (self->schema, properties, name) : TRI_JSON_NONE;

      if (property != TRI_JSON_NONE)
        result = both (result, check (self, property, key + 1));
      else if (additional != TRI_JSON_NONE && !has_patterns)
        result = both (result, self->schema_tokens[additional].kind == TRI_JSON_FALSE
                                   ? fail (self, key + 1, "additionalProperties")
                                   : check (self, additional, key + 1));
      if (result == TRI_SCHEMA_INVALID)
        break;
    }
  return result;
}

static TriSchemaResult
check_items (Check *self, guint schema, guint value)
{
  guint items = get (self, schema, "items");
  TriSchemaResult result = TRI_SCHEMA_VALID;

  if (items == TRI_JSON_NONE || self->value_tokens[value].kind != TRI_JSON_ARRAY
      || self->schema_tokens[items].kind == TRI_JSON_ARRAY || get (self, schema, "prefixItems") != TRI_JSON_NONE)
    return TRI_SCHEMA_VALID;
  for (guint each = value + 1; each < self->value_tokens[value].next && result != TRI_SCHEMA_INVALID;
       each = self->value_tokens[each].next)
    result = both (result, check (self, items, each));
  return result;
}

static TriSchemaResult
check_any_of (Check *self, guint keyword, guint value)
{
  const TriJsonToken *tokens = self->schema_tokens;
  TriSchemaResult result = TRI_SCHEMA_INVALID;

  if (tokens[keyword].kind != TRI_JSON_ARRAY)
    return TRI_SCHEMA_VALID;
  for (guint each = keyword + 1; each < tokens[keyword].next && result != TRI_SCHEMA_VALID; each = tokens[each].next)
    {
      g_autofree char *before = g_steal_pointer (&self->why);
      TriSchemaResult one = check (self, each, value);

      /* What one of several breaks is not what is wrong. */
      g_free (self->why);
      self->why = g_steal_pointer (&before);
      if (one != TRI_SCHEMA_INVALID)
        result = one;
    }
  return result == TRI_SCHEMA_INVALID ? fail (self, value, "anyOf") : result;
}

static TriSchemaResult
check_all_of (Check *self, guint keyword, guint value)
{
  const TriJsonToken *tokens = self->schema_tokens;
  TriSchemaResult result = TRI_SCHEMA_VALID;

  for (guint each = keyword + 1;
       tokens[keyword].kind == TRI_JSON_ARRAY && each < tokens[keyword].next && result != TRI_SCHEMA_INVALID;
       each = tokens[each].next)
    result = both (result, check (self, each, value));
  return result;
}

/* The place that a reference names, by JSON Pointer (RFC 6901); TRI_JSON_NONE if there is none in the document. */
static guint
find_reference (const TriJsonIndex *schema, guint root, guint keyword)
{
  g_autofree char *text = tri_json_index_dup_string (schema, keyword, NULL);
  g_auto (GStrv) steps = NULL;
  guint place = root;

  if (!text || *text != '#' || (text[1] != '\0' && text[1] != '/'))
    return TRI_JSON_NONE;
  if (text[1] == '\0')
    return root;
  steps = g_strsplit (text + 2, "/", -1);
  for (guint i = 0; steps[i] && place != TRI_JSON_NONE; i++)
    {
      g_autoptr (GString) name = g_string_new (steps[i]);
      guint member;

      g_string_replace (name, "~1", "/", 0);
      g_string_replace (name, "~0", "~", 0);
      member = tri_json_index_get_member (schema, place, name->str);
      place = member == TRI_JSON_NONE && g_ascii_isdigit (*name->str)
                  ? tri_json_index_get_element (schema, place, (guint) g_ascii_strtoull (name->str, NULL, 10))
                  : member;
    }
  return place;
}

static TriSchemaResult
check_reference (Check *self, guint keyword, guint value)
{
  guint place = find_reference (self->schema, self->root, keyword);

  return place == TRI_JSON_NONE ? TRI_SCHEMA_VALID : check (self, place, value);
}

static const struct
{
  const char *keyword;
  TriSchemaResult (*check) (Check *self, guint keyword, guint value);
} keywords[] = {
  { "type", check_type },    { "enum", check_enum },    { "const", check_const },    { "required", check_required },
  { "anyOf", check_any_of }, { "allOf", check_all_of }, { "$ref", check_reference },
};

static TriSchemaResult
check (Check *self, guint schema, guint value)
{
  TriSchemaResult result = TRI_SCHEMA_VALID;

  if (self->schema_tokens[schema].kind == TRI_JSON_FALSE)
    return fail (self, value, "false");
  if (self->schema_tokens[schema].kind != TRI_JSON_OBJECT)
    return TRI_SCHEMA_VALID;
  if (self->depth == MAX_DEPTH || ++self->n_steps > MAX_STEPS)
    return TRI_SCHEMA_UNDECIDED;
  self->depth++;
  for (guint i = 0; i < G_N_ELEMENTS (keywords) && result != TRI_SCHEMA_INVALID; i++)
    {
      guint keyword = get (self, schema, keywords[i].keyword);

      if (keyword != TRI_JSON_NONE)
        result = both (result, keywords[i].check (self, keyword, value));
    }
  if (result != TRI_SCHEMA_INVALID)
    result = both (result, check_members (self, schema, value));
  if (result != TRI_SCHEMA_INVALID)
    result = both (result, check_items (self, schema, value));
  self->depth--;
  return result;
}

TriSchemaResult
tri_schema_check (
    const TriJsonIndex *schema, guint schema_root, const TriJsonIndex *value, guint value_root, char **why)
{
  Check self = {
    .schema = schema,
    .value = value,
    .schema_tokens = tri_json_index_get_tokens (schema, NULL),
    .value_tokens = tri_json_index_get_tokens (value, NULL),
    .root = schema_root,
  };
  TriSchemaResult result = check (&self, schema_root, value_root);

  if (why)
    *why = result == TRI_SCHEMA_INVALID ? g_steal_pointer (&self.why) : NULL;
  g_free (self.why);
  return result;
}

/* ---- What is not checked ---- */

/* Where other schemas stand in a schema. */
typedef enum
{
  INSIDE_NOTHING,
  INSIDE_SCHEMA,
  INSIDE_LIST,   /* of schemas */
  INSIDE_MEMBERS /* names to schemas */
} Inside;

static const struct
{
  const char *keyword;
  Inside inside;
} known[] = {
  { "type", INSIDE_NOTHING },        { "enum", INSIDE_NOTHING },
  { "const", INSIDE_NOTHING },       { "required", INSIDE_NOTHING },
  { "title", INSIDE_NOTHING },       { "description", INSIDE_NOTHING },
  { "default", INSIDE_NOTHING },     { "examples", INSIDE_NOTHING },
  { "example", INSIDE_NOTHING },     { "deprecated", INSIDE_NOTHING },
  { "readOnly", INSIDE_NOTHING },    { "writeOnly", INSIDE_NOTHING },
  { "$schema", INSIDE_NOTHING },     { "$id", INSIDE_NOTHING },
  { "$comment", INSIDE_NOTHING },    { "$ref", INSIDE_NOTHING },
  { "anyOf", INSIDE_LIST },          { "allOf", INSIDE_LIST },
  { "items", INSIDE_SCHEMA },        { "additionalProperties", INSIDE_SCHEMA },
  { "properties", INSIDE_MEMBERS },  { "$defs", INSIDE_MEMBERS },
  { "definitions", INSIDE_MEMBERS },
};

typedef struct
{
  const TriJsonIndex *schema;
  const TriJsonToken *tokens;
  guint root;
  GPtrArray *found;
} Walk;

static void
note (Walk *self, const char *keyword)
{
  if (!g_ptr_array_find_with_equal_func (self->found, keyword, g_str_equal, NULL))
    g_ptr_array_add (self->found, g_strdup (keyword));
}

static void walk (Walk *self, guint schema);

static void
walk_inside (Walk *self, guint keyword, Inside inside)
{
  const TriJsonToken *tokens = self->tokens;

  if (inside == INSIDE_SCHEMA)
    walk (self, keyword);
  else if (inside == INSIDE_LIST && tokens[keyword].kind == TRI_JSON_ARRAY)
    for (guint each = keyword + 1; each < tokens[keyword].next; each = tokens[each].next)
      walk (self, each);
  else if (inside == INSIDE_MEMBERS && tokens[keyword].kind == TRI_JSON_OBJECT)
    for (guint key = keyword + 1; key < tokens[keyword].next; key = tokens[key].next)
      walk (self, key + 1);
}

/* Documents are no deeper than TRI_JSON_MAX_DEPTH, and so is this. */
static void
walk (Walk *self, guint schema)
{
  const TriJsonToken *tokens = self->tokens;

  if (tokens[schema].kind != TRI_JSON_OBJECT)
    return;
  for (guint key = schema + 1; key < tokens[schema].next; key = tokens[key].next)
    {
      g_autofree char *keyword = tri_json_index_dup_text (self->schema, key);
      guint i = 0;

      while (i < G_N_ELEMENTS (known) && !g_str_equal (known[i].keyword, keyword))
        i++;
      if (i == G_N_ELEMENTS (known)
          || (g_str_equal (keyword, "$ref") && find_reference (self->schema, self->root, key + 1) == TRI_JSON_NONE)
          || (g_str_equal (keyword, "items") && tokens[key + 1].kind == TRI_JSON_ARRAY))
        note (self, keyword);
      else
        walk_inside (self, key + 1, known[i].inside);
    }
}

GPtrArray *
tri_schema_list_unchecked (const TriJsonIndex *schema, guint schema_root)
{
  Walk self
      = { schema, tri_json_index_get_tokens (schema, NULL), schema_root, g_ptr_array_new_with_free_func (g_free) };

  walk (&self, schema_root);
  return self.found;
}

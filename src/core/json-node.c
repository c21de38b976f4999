/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-node.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"

/* What json-glib 1.6 would misread. Of duplicate keys it takes the last, as it should; fractions it reads well. */
static const TriJsonQuirks misread
    = TRI_JSON_QUIRK_BIG_INTEGER | TRI_JSON_QUIRK_BIG_NUMBER | TRI_JSON_QUIRK_NUL | TRI_JSON_QUIRK_LONE_SURROGATE;

/* A document of more bytes is not worth the copies that a parser makes of it. */
#define MAX_PARSED_BYTES (1024u * 1024)

static JsonNode *
number_to_node (const TriJsonIndex *index, guint token, TriJsonQuirks quirks)
{
  g_autofree char *raw = tri_json_index_dup_raw (index, token);
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  if (quirks & (TRI_JSON_QUIRK_FRACTION | TRI_JSON_QUIRK_BIG_INTEGER))
    json_node_set_double (node, CLAMP (g_ascii_strtod (raw != NULL ? raw : "0", NULL), -G_MAXDOUBLE, G_MAXDOUBLE));
  else
    json_node_set_int (node, g_ascii_strtoll (raw != NULL ? raw : "0", NULL, 10));

  return node;
}

static JsonNode *
token_to_node (const TriJsonIndex *index, guint i)
{
  const TriJsonToken *token = &tri_json_index_get_tokens (index, NULL)[i];
  JsonNode *node;

  switch (token->kind)
    {
    case TRI_JSON_OBJECT:
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
      return node;
    case TRI_JSON_ARRAY:
      node = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (node, json_array_new ());
      return node;
    case TRI_JSON_STRING:
      {
        g_autofree char *text = tri_json_index_dup_text (index, i);

        node = json_node_new (JSON_NODE_VALUE);
        json_node_set_string (node, text);
        return node;
      }
    case TRI_JSON_NUMBER:
      return number_to_node (index, i, token->quirks);
    case TRI_JSON_TRUE:
    case TRI_JSON_FALSE:
      node = json_node_new (JSON_NODE_VALUE);
      json_node_set_boolean (node, token->kind == TRI_JSON_TRUE);
      return node;
    default:
      return json_node_new (JSON_NODE_NULL);
    }
}

static void
put (JsonNode *container, const char *name, JsonNode *node)
{
  if (name != NULL)
    json_object_set_member (json_node_get_object (container), name, node);
  else
    json_array_add_element (json_node_get_array (container), node);
}

/* Whether the member `name` is, in an object that `depth` containers stand around. */
static gboolean
is_wanted (const TriJsonWanted *wanted, guint depth, const char *name)
{
  if (wanted == NULL)
    return TRUE;
  if (depth == 0)
    return g_strv_contains (wanted->top, name);
  return wanted->spared == NULL || depth != wanted->spared_depth || strcmp (name, wanted->spared) != 0;
}

JsonNode *
tri_json_index_build_node (const TriJsonIndex *index)
{
  return tri_json_index_build_wanted (index, NULL);
}

JsonNode *
tri_json_index_build_wanted (const TriJsonIndex *index, const TriJsonWanted *wanted)
{
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  JsonNode *open[TRI_JSON_MAX_DEPTH];
  guint ends[TRI_JSON_MAX_DEPTH]; /* the first token behind each open container */
  guint lengths[TRI_JSON_MAX_DEPTH];
  guint depth = 0;
  g_autofree char *name = NULL;
  JsonNode *root = NULL;

  for (guint i = 0; i < n_tokens; i++)
    {
      while (depth > 0 && i >= ends[depth - 1])
        depth--;
      if (tokens[i].is_key)
        {
          name = tri_json_index_dup_text (index, i);
          if (!is_wanted (wanted, depth - 1, name))
            {
              g_clear_pointer (&name, g_free);
              i = tokens[i + 1].next - 1;
            }
          continue;
        }

      if (depth > 0 && name == NULL && lengths[depth - 1]++ >= TRI_JSON_MAX_ELEMENTS)
        {
          i = ends[depth - 1] - 1;
          continue;
        }

      JsonNode *node = token_to_node (index, i);

      if (root == NULL)
        root = node;
      else
        put (open[depth - 1], name, node);
      g_clear_pointer (&name, g_free);

      if (tokens[i].kind == TRI_JSON_OBJECT || tokens[i].kind == TRI_JSON_ARRAY)
        {
          open[depth] = node;
          lengths[depth] = 0;
          ends[depth++] = tokens[i].next;
        }
    }

  return root;
}

static gboolean
has_long_array (const TriJsonIndex *index)
{
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  guint ends[TRI_JSON_MAX_DEPTH], lengths[TRI_JSON_MAX_DEPTH];
  guint depth = 0;

  if (n_tokens <= TRI_JSON_MAX_ELEMENTS)
    return FALSE;
  for (guint i = 0; i < n_tokens; i++)
    {
      while (depth > 0 && i >= ends[depth - 1])
        depth--;
      /* The value of a member has its key for parent; only elements count. */
      if (depth > 0 && tokens[tokens[i].parent].kind == TRI_JSON_ARRAY && ++lengths[depth - 1] > TRI_JSON_MAX_ELEMENTS)
        return TRUE;
      if (tokens[i].kind == TRI_JSON_OBJECT || tokens[i].kind == TRI_JSON_ARRAY)
        {
          lengths[depth] = 0;
          ends[depth++] = tokens[i].next;
        }
    }
  return FALSE;
}

JsonNode *
tri_json_index_to_node (const TriJsonIndex *index)
{
  return tri_json_index_to_wanted (index, NULL);
}

JsonNode *
tri_json_index_to_wanted (const TriJsonIndex *index, const TriJsonWanted *wanted)
{
  g_autoptr (JsonParser) parser = NULL;
  gsize n_bytes;
  const char *text = g_bytes_get_data (tri_json_index_get_bytes (index), &n_bytes);

  if (tri_json_index_get_quirks (index) & misread || n_bytes > MAX_PARSED_BYTES || has_long_array (index))
    return tri_json_index_build_wanted (index, wanted);

  /* Some valid documents json-glib refuses, as one with an empty key. */
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, text, n_bytes, NULL) || json_parser_get_root (parser) == NULL)
    return tri_json_index_build_wanted (index, wanted);

  return json_parser_steal_root (parser);
}

JsonNode *
tri_json_parse (GBytes *bytes, TriJsonIndex **index_out, GError **error)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, error);
  JsonNode *node;

  if (index == NULL)
    return NULL;

  node = tri_json_index_to_node (index);
  if (index_out != NULL)
    *index_out = g_steal_pointer (&index);
  return node;
}

JsonNode *
tri_json_get (JsonNode *node, const char *name)
{
  JsonNode *member;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  member = json_object_get_member (json_node_get_object (node), name);
  return member != NULL && !JSON_NODE_HOLDS_NULL (member) ? member : NULL;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

const char *
tri_json_get_string (JsonNode *node, const char *name)
{
  return tri_json_string (tri_json_get (node, name));
}

gboolean
tri_json_get_boolean (JsonNode *node, const char *name, gboolean fallback)
{
  JsonNode *member = tri_json_get (node, name);

  return holds (member, G_TYPE_BOOLEAN) ? json_node_get_boolean (member) : fallback;
}

gint64
tri_json_get_count (JsonNode *node, const char *name)
{
  JsonNode *member = tri_json_get (node, name);

  if (holds (member, G_TYPE_INT64))
    return MAX (json_node_get_int (member), -1);

  if (holds (member, G_TYPE_DOUBLE))
    {
      double value = json_node_get_double (member);

      /* 2^63 is the first that a gint64 cannot hold. */
      if (value >= 0 && value < 9223372036854775808.0)
        return (gint64) value;
    }

  return -1;
}

guint
tri_json_get_length (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 0;
}

JsonNode *
tri_json_at (JsonNode *node, guint position)
{
  return position < tri_json_get_length (node) ? json_array_get_element (json_node_get_array (node), position) : NULL;
}

const char *
tri_json_string (JsonNode *node)
{
  return holds (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;
}

const char *
tri_json_type_name (JsonNode *node)
{
  if (node == NULL)
    return _ ("nothing");

  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return _ ("an object");
    case JSON_NODE_ARRAY:
      return _ ("an array");
    case JSON_NODE_NULL:
      return _ ("null");
    case JSON_NODE_VALUE:
    default:
      break;
    }

  if (holds (node, G_TYPE_STRING))
    return _ ("a string");
  if (holds (node, G_TYPE_BOOLEAN))
    return json_node_get_boolean (node) ? _ ("true") : _ ("false");
  return _ ("a number");
}

gboolean
tri_json_set_shape_error (GError **error, const char *path, const char *expected, JsonNode *found)
{
  g_set_error (error, TRI_ERROR, TRI_ERROR_SHAPE, _ ("%s: expected %s, found %s"),
               *path != '\0' ? path : _ ("the document"), expected, tri_json_type_name (found));
  return FALSE;
}

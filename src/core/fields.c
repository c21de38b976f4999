/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fields.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _TriFields
{
  TriFieldSource *sources;
  guint n_columns;
  GArray *rows;   /* TriFieldRow */
  GArray *tokens; /* guint32, n_columns of them a row */
};

TriFieldMap *
tri_fields_get_map (const TriFields *fields, TriPlace place, guint column)
{
  const TriFieldSource *source = &fields->sources[column];

  return place == TRI_PLACE_REQUEST ? source->request : source->response;
}

/* Gathering leaves */

/* The leaves of all columns that share a meaning or, without one, a path. */
typedef struct
{
  const TriMeaning *meaning;
  GArray **leaves; /* of each column: guint32, or NULL */
} Group;

typedef struct
{
  TriFields *fields;
  TriPlace place;
  Group *meanings;     /* by their position */
  GPtrArray *strays;   /* Group *, those without a meaning, in the order in which they were met */
  GHashTable *by_path; /* path → its Group */
} Gathering;

static void
group_clear (Group *group, guint n_columns)
{
  for (guint i = 0; group->leaves && i < n_columns; i++)
    if (group->leaves[i])
      g_array_unref (group->leaves[i]);
  g_free (group->leaves);
}

static void
group_add (Group *group, guint n_columns, guint column, guint32 token)
{
  if (!group->leaves)
    group->leaves = g_new0 (GArray *, n_columns);
  if (!group->leaves[column])
    group->leaves[column] = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_val (group->leaves[column], token);
}

static Group *
find_stray (Gathering *gathering, const char *path)
{
  Group *group = g_hash_table_lookup (gathering->by_path, path);

  if (!group)
    {
      group = g_new0 (Group, 1);
      g_ptr_array_add (gathering->strays, group);
      g_hash_table_insert (gathering->by_path, g_strdup (path), group);
    }
  return group;
}

static gboolean
is_leaf (const TriJsonToken *token, guint position)
{
  return !token->is_key
         && ((token->kind != TRI_JSON_OBJECT && token->kind != TRI_JSON_ARRAY) || token->next == position + 1);
}

/* The paths of all tokens would take time with the square of an array's length if each was looked up by itself, so
 * paths without a meaning are compared without their numbers: elements of one array share a group, in their order. */
static char *
dup_stray_path (TriJsonIndex *index, const TriJsonToken *tokens, guint token)
{
  const char *text = g_bytes_get_data (tri_json_index_get_bytes (index), NULL);
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_free);
  GString *path = g_string_new (NULL);

  for (; tokens[token].parent != TRI_JSON_NONE; token = tokens[token].parent)
    {
      if (tokens[token].is_key)
        g_ptr_array_add (steps, g_strndup (text + tokens[token].start, tokens[token].end - tokens[token].start));
      else if (!tokens[tokens[token].parent].is_key)
        g_ptr_array_add (steps, g_strdup ("[]"));
    }
  for (guint i = steps->len; i > 0; i--)
    g_string_append (path, g_ptr_array_index (steps, i - 1));
  return g_string_free (path, FALSE);
}

/* A cell's meaning by the cell's address, so that ids are not looked up for each leaf. */
static const TriMeaning *
find_meaning (GHashTable *known, const TriCell *cell)
{
  const TriMeaning *meaning = g_hash_table_lookup (known, cell);

  if (!meaning)
    {
      meaning = tri_meaning_find (cell->meaning);
      g_hash_table_insert (known, (gpointer) cell, (gpointer) meaning);
    }
  return meaning;
}

static void
gather_column (Gathering *gathering, guint column)
{
  TriFieldMap *map = tri_fields_get_map (gathering->fields, gathering->place, column);
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  const TriJsonToken *tokens;
  guint n_tokens;

  if (!map)
    return;
  tokens = tri_json_index_get_tokens (tri_field_map_get_index (map), &n_tokens);
  for (guint32 i = 0; i < n_tokens; i++)
    {
      const TriCell *cell = tri_field_map_get_cell (map, i);
      const TriMeaning *meaning = cell ? find_meaning (known, cell) : NULL;

      if (!is_leaf (&tokens[i], i))
        continue;
      if (meaning)
        {
          Group *group = &gathering->meanings[tri_meaning_get_position (meaning)];

          group->meaning = meaning;
          group_add (group, gathering->fields->n_columns, column, i);
        }
      else
        {
          g_autofree char *path = dup_stray_path (tri_field_map_get_index (map), tokens, i);

          group_add (find_stray (gathering, path), gathering->fields->n_columns, column, i);
        }
    }
}

/* Making rows */

static const TriJsonToken *
get_leaf (const TriFields *fields, guint row, guint column)
{
  const TriFieldRow *at = &g_array_index (fields->rows, TriFieldRow, row);
  guint token = tri_fields_get_token (fields, row, column);

  return token == TRI_JSON_NONE
             ? NULL
             : &tri_json_index_get_tokens (tri_field_map_get_index (tri_fields_get_map (fields, at->place, column)),
                                           NULL)[token];
}

static const char *
get_text (const TriFields *fields, guint row, guint column)
{
  const TriFieldRow *at = &g_array_index (fields->rows, TriFieldRow, row);

  return g_bytes_get_data (
      tri_json_index_get_bytes (tri_field_map_get_index (tri_fields_get_map (fields, at->place, column))), NULL);
}

static const TriCell *
get_cell (const TriFields *fields, guint row, guint column)
{
  const TriFieldRow *at = &g_array_index (fields->rows, TriFieldRow, row);

  return tri_field_map_get_cell (tri_fields_get_map (fields, at->place, column),
                                 tri_fields_get_token (fields, row, column));
}

TriFieldDifferences
tri_fields_compare (const TriFields *fields, guint row, guint column, guint baseline)
{
  const TriJsonToken *a = get_leaf (fields, row, column), *b = get_leaf (fields, row, baseline);
  TriFieldDifferences found = 0;
  const TriCell *cell_a, *cell_b;

  if (!a || !b)
    return a || b ? TRI_FIELD_ABSENT : 0;
  cell_a = get_cell (fields, row, column);
  cell_b = get_cell (fields, row, baseline);
  if (cell_a && cell_b && !g_str_equal (cell_a->path, cell_b->path))
    found |= TRI_FIELD_NAMES;
  if (a->kind != b->kind
      && !((a->kind == TRI_JSON_TRUE && b->kind == TRI_JSON_FALSE)
           || (a->kind == TRI_JSON_FALSE && b->kind == TRI_JSON_TRUE)))
    found |= TRI_FIELD_SHAPES;
  if (a->end - a->start != b->end - b->start
      || memcmp (get_text (fields, row, column) + a->start, get_text (fields, row, baseline) + b->start,
                 a->end - a->start)
             != 0)
    found |= TRI_FIELD_VALUES;
  return found;
}

static void
add_rows (Gathering *gathering, const Group *group, TriFieldKind kind)
{
  TriFields *fields = gathering->fields;
  guint n_rows = 0;

  for (guint i = 0; group->leaves && i < fields->n_columns; i++)
    n_rows = MAX (n_rows, group->leaves[i] ? group->leaves[i]->len : 0);
  for (guint k = 0; k < n_rows; k++)
    {
      TriFieldRow row = { kind, gathering->place, group->meaning, k, 0 };
      guint position = fields->rows->len;

      for (guint i = 0; i < fields->n_columns; i++)
        {
          guint32 token = group->leaves[i] && k < group->leaves[i]->len ? g_array_index (group->leaves[i], guint32, k)
                                                                        : TRI_JSON_NONE;

          g_array_append_val (fields->tokens, token);
        }
      g_array_append_val (fields->rows, row);
      for (guint a = 0; a < fields->n_columns; a++)
        for (guint b = a + 1; b < fields->n_columns; b++)
          row.differences |= tri_fields_compare (fields, position, a, b);
      g_array_index (fields->rows, TriFieldRow, position) = row;
    }
}

static void
gather (TriFields *fields, TriPlace place)
{
  Gathering gathering = { .fields = fields, .place = place };
  guint n_meanings;

  tri_rosetta_list (&n_meanings);
  gathering.meanings = g_new0 (Group, n_meanings);
  gathering.strays = g_ptr_array_new ();
  gathering.by_path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < fields->n_columns; i++)
    gather_column (&gathering, i);

  for (guint i = 0; i < n_meanings; i++)
    {
      add_rows (&gathering, &gathering.meanings[i], TRI_FIELD_MEANING);
      group_clear (&gathering.meanings[i], fields->n_columns);
    }
  for (guint i = 0; i < gathering.strays->len; i++)
    {
      Group *group = g_ptr_array_index (gathering.strays, i);

      add_rows (&gathering, group, TRI_FIELD_UNKNOWN);
      group_clear (group, fields->n_columns);
      g_free (group);
    }
  g_free (gathering.meanings);
  g_ptr_array_unref (gathering.strays);
  g_hash_table_unref (gathering.by_path);
}

TriFields *
tri_fields_new (const TriFieldSource *sources, guint n_columns)
{
  TriFields *fields = g_new0 (TriFields, 1);

  fields->n_columns = n_columns;
  fields->sources = g_memdup2 (sources, n_columns * sizeof *sources);
  fields->rows = g_array_new (FALSE, FALSE, sizeof (TriFieldRow));
  fields->tokens = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < n_columns; i++)
    {
      if (sources[i].request)
        tri_field_map_ref (sources[i].request);
      if (sources[i].response)
        tri_field_map_ref (sources[i].response);
    }
  gather (fields, TRI_PLACE_REQUEST);
  gather (fields, TRI_PLACE_RESPONSE);
  return fields;
}

void
tri_fields_free (TriFields *fields)
{
  for (guint i = 0; i < fields->n_columns; i++)
    {
      g_clear_pointer (&fields->sources[i].request, tri_field_map_unref);
      g_clear_pointer (&fields->sources[i].response, tri_field_map_unref);
    }
  g_free (fields->sources);
  g_array_unref (fields->rows);
  g_array_unref (fields->tokens);
  g_free (fields);
}

/* Reading */

guint
tri_fields_get_n_rows (const TriFields *fields)
{
  return fields->rows->len;
}

guint
tri_fields_get_n_columns (const TriFields *fields)
{
  return fields->n_columns;
}

const TriFieldRow *
tri_fields_get_row (const TriFields *fields, guint row)
{
  return &g_array_index (fields->rows, TriFieldRow, row);
}

guint
tri_fields_get_token (const TriFields *fields, guint row, guint column)
{
  return g_array_index (fields->tokens, guint32, row * fields->n_columns + column);
}

char *
tri_fields_dup_path (const TriFields *fields, guint row, guint column)
{
  guint token = tri_fields_get_token (fields, row, column);
  const TriFieldRow *at = tri_fields_get_row (fields, row);

  return token == TRI_JSON_NONE ? NULL
                                : tri_json_index_dup_path (
                                    tri_field_map_get_index (tri_fields_get_map (fields, at->place, column)), token);
}

char *
tri_fields_dup_raw (const TriFields *fields, guint row, guint column)
{
  guint token = tri_fields_get_token (fields, row, column);
  const TriFieldRow *at = tri_fields_get_row (fields, row);

  return token == TRI_JSON_NONE
             ? NULL
             : tri_json_index_dup_raw (tri_field_map_get_index (tri_fields_get_map (fields, at->place, column)), token);
}

char *
tri_field_differences_dup_label (TriFieldDifferences differences)
{
  static const struct
  {
    TriFieldDifferences difference;
    const char *label;
  } words[] = {
    { TRI_FIELD_ABSENT, N_ ("not in all columns") },
    { TRI_FIELD_NAMES, N_ ("other name") },
    { TRI_FIELD_SHAPES, N_ ("other shape") },
    { TRI_FIELD_VALUES, N_ ("other value") },
  };
  GString *label = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (differences & words[i].difference)
      {
        g_string_append (label, label->len > 0 ? C_ ("list", ", ") : "");
        g_string_append (label, _ (words[i].label));
      }
  return g_string_free (label, FALSE);
}

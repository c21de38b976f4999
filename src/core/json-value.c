/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-value.h"
#include "text.h"

#include <string.h>

#include "mask.h"

typedef struct
{
  char *name;     /* decoded, for look-ups */
  char *spelling; /* as it is written, with its quotes; NULL where the writer's own spelling of `name` is meant */
  TriJsonValue *value;
} Member;

/* With fewer members than that looking through them is quicker than a table. */
#define MANY_MEMBERS 64u

struct _TriJsonValue
{
  TriJsonKind kind;
  GString *raw;        /* scalars */
  GPtrArray *elements; /* arrays */
  GArray *members;     /* objects; element type Member */
  GHashTable *places;  /* of the members by name, once there are many: their position; NULL before */
  guint n_placed;      /* the first so many stand in it */
};

static void
member_clear (gpointer data)
{
  Member *member = data;

  g_free (member->name);
  g_free (member->spelling);
  tri_json_value_free (member->value);
}

static void
element_free (gpointer data)
{
  tri_json_value_free (data);
}

static TriJsonValue *
value_new (TriJsonKind kind)
{
  TriJsonValue *value = g_new0 (TriJsonValue, 1);

  value->kind = kind;
  if (kind == TRI_JSON_OBJECT)
    {
      value->members = g_array_new (FALSE, FALSE, sizeof (Member));
      g_array_set_clear_func (value->members, member_clear);
    }
  else if (kind == TRI_JSON_ARRAY)
    {
      value->elements = g_ptr_array_new_with_free_func (element_free);
    }

  return value;
}

static TriJsonValue *
scalar_new (TriJsonKind kind, const char *raw, gsize n_bytes)
{
  TriJsonValue *value = value_new (kind);

  value->raw = g_string_new_len (raw, n_bytes);
  return value;
}

TriJsonValue *
tri_json_value_new_object (void)
{
  return value_new (TRI_JSON_OBJECT);
}

TriJsonValue *
tri_json_value_new_array (void)
{
  return value_new (TRI_JSON_ARRAY);
}

TriJsonValue *
tri_json_value_new_string (const char *text, gssize n_bytes)
{
  TriJsonValue *value = scalar_new (TRI_JSON_STRING, "\"", 1);

  tri_json_escape (value->raw, text, n_bytes);
  g_string_append_c (value->raw, '"');
  return value;
}

TriJsonValue *
tri_json_value_new_raw (const char *token, gssize n_bytes)
{
  gsize length = n_bytes < 0 ? strlen (token) : (gsize) n_bytes;

  g_assert (length > 0);

  switch (token[0])
    {
    case '"':
      return scalar_new (TRI_JSON_STRING, token, length);
    case 't':
      return scalar_new (TRI_JSON_TRUE, token, length);
    case 'f':
      return scalar_new (TRI_JSON_FALSE, token, length);
    case 'n':
      return scalar_new (TRI_JSON_NULL, token, length);
    default:
      g_assert (token[0] == '-' || g_ascii_isdigit (token[0]));
      return scalar_new (TRI_JSON_NUMBER, token, length);
    }
}

/* A name without escapes is spelt as the writer would spell it. */
static Member
read_name (const TriJsonIndex *index, guint key)
{
  gboolean has_escapes = tri_json_index_get_tokens (index, NULL)[key].has_escapes;

  return (Member){ tri_json_index_dup_text (index, key), has_escapes ? tri_json_index_dup_raw (index, key) : NULL,
                   NULL };
}

typedef struct
{
  TriJsonValue *value;
  guint next; /* the first token that is not part of it */
} OpenContainer;

TriJsonValue *
tri_json_value_new_from_index (const TriJsonIndex *index, guint token)
{
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  const char *text = g_bytes_get_data (tri_json_index_get_bytes (index), NULL);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (OpenContainer));
  TriJsonValue *root = NULL;
  Member member = { 0 };

  g_assert (token < n_tokens);

  for (guint i = token; root == NULL || i < tokens[token].next; i++)
    {
      const char *raw = text + tokens[i].start;
      gsize n_bytes = tokens[i].end - tokens[i].start;
      gboolean is_container = tokens[i].kind == TRI_JSON_OBJECT || tokens[i].kind == TRI_JSON_ARRAY;

      if (tokens[i].is_key && root != NULL)
        {
          member = read_name (index, i);
          continue;
        }

      TriJsonValue *value = is_container ? value_new (tokens[i].kind) : scalar_new (tokens[i].kind, raw, n_bytes);

      while (open->len > 0 && i >= g_array_index (open, OpenContainer, open->len - 1).next)
        g_array_set_size (open, open->len - 1);

      if (root == NULL)
        {
          root = value;
        }
      else if (member.name != NULL)
        {
          member.value = value;
          g_array_append_val (g_array_index (open, OpenContainer, open->len - 1).value->members, member);
          member = (Member){ 0 };
        }
      else
        {
          g_ptr_array_add (g_array_index (open, OpenContainer, open->len - 1).value->elements, value);
        }

      if (tokens[i].is_key)
        break;
      if (is_container)
        {
          OpenContainer container = { value, tokens[i].next };

          g_array_append_val (open, container);
        }
    }

  return root;
}

TriJsonValue *
tri_json_value_copy (const TriJsonValue *value)
{
  if (value->raw != NULL)
    return scalar_new (value->kind, value->raw->str, value->raw->len);

  TriJsonValue *copy = value_new (value->kind);

  for (guint i = 0; value->elements != NULL && i < value->elements->len; i++)
    g_ptr_array_add (copy->elements, tri_json_value_copy (value->elements->pdata[i]));

  for (guint i = 0; value->members != NULL && i < value->members->len; i++)
    {
      const Member *member = &g_array_index (value->members, Member, i);
      Member twin = { g_strdup (member->name), g_strdup (member->spelling), tri_json_value_copy (member->value) };

      g_array_append_val (copy->members, twin);
    }

  return copy;
}

void
tri_json_value_free (TriJsonValue *value)
{
  if (value == NULL)
    return;

  if (value->raw != NULL)
    g_string_free (value->raw, TRUE);
  g_clear_pointer (&value->elements, g_ptr_array_unref);
  g_clear_pointer (&value->places, g_hash_table_unref);
  g_clear_pointer (&value->members, g_array_unref);
  g_free (value);
}

TriJsonKind
tri_json_value_get_kind (const TriJsonValue *value)
{
  return value != NULL ? value->kind : TRI_JSON_NULL;
}

gboolean
tri_json_value_is_null (const TriJsonValue *value)
{
  return tri_json_value_get_kind (value) == TRI_JSON_NULL;
}

guint
tri_json_value_get_length (const TriJsonValue *value)
{
  switch (tri_json_value_get_kind (value))
    {
    case TRI_JSON_OBJECT:
      return value->members->len;
    case TRI_JSON_ARRAY:
      return value->elements->len;
    default:
      return 0;
    }
}

const char *
tri_json_value_get_raw (const TriJsonValue *value)
{
  return value != NULL && value->raw != NULL ? value->raw->str : NULL;
}

/* Before a member is taken away: the table holds positions, and names that are the members'. */
static void
forget_places (TriJsonValue *object)
{
  g_clear_pointer (&object->places, g_hash_table_unref);
  object->n_placed = 0;
}

/* The position of the last one of that name among many: a server may send members by the ten thousand, and each is
 * looked for. */
static gboolean
look_up_place (TriJsonValue *object, const char *name, guint *position)
{
  gpointer found;

  if (object->places == NULL)
    object->places = g_hash_table_new (g_str_hash, g_str_equal);
  for (; object->n_placed < object->members->len; object->n_placed++)
    g_hash_table_replace (object->places, g_array_index (object->members, Member, object->n_placed).name,
                          GUINT_TO_POINTER (object->n_placed));
  if (!g_hash_table_lookup_extended (object->places, name, NULL, &found))
    return FALSE;
  *position = GPOINTER_TO_UINT (found);
  return TRUE;
}

/* The last one of that name, as readers take it. */
static Member *
find_member (TriJsonValue *object, const char *name)
{
  guint position;

  if (tri_json_value_get_kind (object) != TRI_JSON_OBJECT)
    return NULL;
  if (object->members->len >= MANY_MEMBERS)
    return look_up_place (object, name, &position) ? &g_array_index (object->members, Member, position) : NULL;

  for (guint i = object->members->len; i > 0; i--)
    {
      Member *member = &g_array_index (object->members, Member, i - 1);

      if (g_str_equal (member->name, name))
        return member;
    }

  return NULL;
}

TriJsonValue *
tri_json_value_get (TriJsonValue *value, const char *name)
{
  const Member *member = find_member (value, name);

  return member != NULL ? member->value : NULL;
}

TriJsonValue *
tri_json_value_at (TriJsonValue *value, guint position)
{
  if (position >= tri_json_value_get_length (value))
    return NULL;
  if (value->kind == TRI_JSON_OBJECT)
    return g_array_index (value->members, Member, position).value;

  return value->elements->pdata[position];
}

const char *
tri_json_value_get_name (TriJsonValue *object, guint position)
{
  if (tri_json_value_get_kind (object) != TRI_JSON_OBJECT || position >= object->members->len)
    return NULL;

  return g_array_index (object->members, Member, position).name;
}

void
tri_json_value_take (TriJsonValue *object, const char *name, TriJsonValue *member)
{
  g_assert (object->kind == TRI_JSON_OBJECT && member != NULL && member != object);

  Member *present = find_member (object, name);

  if (present == NULL)
    {
      Member newcomer = { .name = g_strdup (name), .value = member };

      g_array_append_val (object->members, newcomer);
    }
  else if (present->value != member)
    {
      tri_json_value_free (present->value);
      present->value = member;
    }
}

void
tri_json_value_append (TriJsonValue *array, TriJsonValue *element)
{
  g_assert (array->kind == TRI_JSON_ARRAY && element != NULL && element != array);

  g_ptr_array_add (array->elements, element);
}

void
tri_json_value_replace (TriJsonValue *array, guint position, TriJsonValue *element)
{
  g_assert (array->kind == TRI_JSON_ARRAY && element != NULL && element != array);

  if (position >= array->elements->len)
    {
      g_ptr_array_add (array->elements, element);
    }
  else if (array->elements->pdata[position] != element)
    {
      tri_json_value_free (array->elements->pdata[position]);
      array->elements->pdata[position] = element;
    }
}

void
tri_json_value_remove (TriJsonValue *object, const char *name)
{
  g_assert (object->kind == TRI_JSON_OBJECT);

  forget_places (object);
  /* All of that name: an elder namesake would otherwise come to light. */
  for (guint i = object->members->len; i > 0; i--)
    if (g_str_equal (g_array_index (object->members, Member, i - 1).name, name))
      g_array_remove_index (object->members, i - 1);
}

void
tri_json_value_remove_at (TriJsonValue *array, guint position)
{
  g_assert (array->kind == TRI_JSON_ARRAY && position < array->elements->len);

  g_ptr_array_remove_index (array->elements, position);
}

/* These two go down by recursion: no document that was indexed is deeper than TRI_JSON_MAX_DEPTH. */

void
tri_json_value_drop_duplicates (TriJsonValue *value)
{
  g_autoptr (GHashTable) seen = value->kind == TRI_JSON_OBJECT ? g_hash_table_new (g_str_hash, g_str_equal) : NULL;

  forget_places (value);
  for (guint i = tri_json_value_get_length (value); i > 0; i--)
    {
      if (value->kind == TRI_JSON_ARRAY)
        {
          tri_json_value_drop_duplicates (value->elements->pdata[i - 1]);
          continue;
        }

      Member *member = &g_array_index (value->members, Member, i - 1);

      if (!g_hash_table_contains (seen, member->name))
        {
          g_hash_table_add (seen, member->name);
          tri_json_value_drop_duplicates (member->value);
        }
      else
        g_array_remove_index (value->members, i - 1);
    }
}

void
tri_json_value_mask (TriJsonValue *value, const char *key)
{
  if (value->kind == TRI_JSON_STRING && strstr (value->raw->str, key))
    {
      g_autofree char *masked = tri_mask_dup_text (value->raw->str, key);

      g_string_assign (value->raw, masked);
    }
  for (guint i = 0; i < tri_json_value_get_length (value); i++)
    tri_json_value_mask (value->kind == TRI_JSON_ARRAY ? value->elements->pdata[i]
                                                       : g_array_index (value->members, Member, i).value,
                         key);
}

void
tri_json_value_take_path (TriJsonValue *object, const char *path, TriJsonValue *member)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  guint n_names = g_strv_length (names);

  g_assert (n_names > 0);

  for (guint i = 0; i + 1 < n_names; i++)
    {
      TriJsonValue *inner = tri_json_value_get (object, names[i]);

      if (tri_json_value_get_kind (inner) != TRI_JSON_OBJECT)
        {
          inner = tri_json_value_new_object ();
          tri_json_value_take (object, names[i], inner);
        }
      object = inner;
    }

  tri_json_value_take (object, names[n_names - 1], member);
}

void
tri_json_value_join (TriJsonValue *text, const TriJsonValue *more)
{
  g_assert (text->kind == TRI_JSON_STRING && more->kind == TRI_JSON_STRING && text != more);

  g_string_truncate (text->raw, text->raw->len - 1);
  g_string_append_len (text->raw, more->raw->str + 1, more->raw->len - 1);
}

void
tri_json_value_write (const TriJsonValue *value, TriJsonWriter *writer)
{
  switch (value->kind)
    {
    case TRI_JSON_OBJECT:
      tri_json_writer_begin_object (writer);
      for (guint i = 0; i < value->members->len; i++)
        {
          const Member *member = &g_array_index (value->members, Member, i);

          if (member->spelling != NULL)
            tri_json_writer_raw_key (writer, member->spelling, -1);
          else
            tri_json_writer_key (writer, member->name);
          tri_json_value_write (member->value, writer);
        }
      tri_json_writer_end_object (writer);
      break;

    case TRI_JSON_ARRAY:
      tri_json_writer_begin_array (writer);
      for (guint i = 0; i < value->elements->len; i++)
        tri_json_value_write (value->elements->pdata[i], writer);
      tri_json_writer_end_array (writer);
      break;

    default:
      tri_json_writer_raw (writer, value->raw->str, value->raw->len);
      break;
    }
}

GBytes *
tri_json_value_to_bytes (const TriJsonValue *value, guint indent)
{
  TriJsonWriter writer;

  tri_json_writer_init (&writer, indent);
  tri_json_value_write (value, &writer);
  return tri_json_writer_end (&writer);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "published.h"

#include <math.h>
#include <string.h>

/* The first field of the table stands for everything below an open one. */
#define ANYTHING (&tri_published_fields[0])

static const char *
get_string (guint16 at)
{
  return tri_published_strings + at;
}

const char *
tri_published_get_label (const TriPublishedField *field)
{
  return get_string (field->label);
}

const char *
tri_published_get_type (const TriPublishedField *field)
{
  return get_string (field->type);
}

const char *
tri_published_get_schema (const TriPublishedField *field)
{
  return get_string (field->schema);
}

const char *
tri_published_get_default (const TriPublishedField *field)
{
  return get_string (field->standard);
}

const char *
tri_published_get_pattern (const TriPublishedField *field)
{
  return get_string (field->pattern);
}

const TriPublishedLimits *
tri_published_get_limits (const TriPublishedField *field)
{
  return &tri_published_limits[field->limits];
}

const char *
tri_published_get_value (const TriPublishedField *field, guint position, gboolean *newer)
{
  const guint16 *values = &tri_published_values[field->values];

  if (field->values == 0 || position >= (guint) values[0] + values[1])
    return NULL;
  if (newer != NULL)
    *newer = position >= values[0];
  return get_string (values[2 + position]);
}

const TriPublishedField *
tri_published_get_root (const char *format, TriPublishedKind kind)
{
  for (guint i = 0; i < tri_published_n_roots; i++)
    {
      const TriPublishedRoot *root = &tri_published_roots[i];

      if (root->kind == kind && (*root->format == '\0' || strcmp (root->format, format) == 0))
        return &tri_published_fields[root->field];
    }
  return NULL;
}

const TriPublishedRoot *
tri_published_get_document (const TriPublishedField *field)
{
  const TriPublishedRoot *found = &tri_published_roots[0];

  for (guint i = 0; i < tri_published_n_roots; i++)
    if (field >= &tri_published_fields[tri_published_roots[i].field])
      found = &tri_published_roots[i];
  return found;
}

char *
tri_published_dup_path (const TriPublishedField *field)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new ();
  GString *path = g_string_new (NULL);

  for (; field->place != TRI_PUBLISHED_ROOT; field = &tri_published_fields[field->parent])
    g_ptr_array_add (steps, (gpointer) field);
  for (guint i = steps->len; i > 0; i--)
    {
      const TriPublishedField *step = g_ptr_array_index (steps, i - 1);
      const char *label = tri_published_get_label (step);

      if (step->place == TRI_PUBLISHED_VARIANT)
        g_string_append_printf (path, "<%s>", label);
      else if (step->place == TRI_PUBLISHED_ELEMENT)
        g_string_append (path, "[]");
      else
        g_string_append_printf (path, "%s%s", path->len ? "." : "", label);
    }
  return g_string_free (path, FALSE);
}

/* Walking the table */

static const TriPublishedField *
resolve (const TriPublishedField *field)
{
  return field->same ? &tri_published_fields[field->same] : field;
}

gboolean
tri_published_is_open (const TriPublishedField *field)
{
  return (resolve (field)->flags & TRI_PUBLISHED_OPEN) != 0;
}

static const TriPublishedField *
next_child (const TriPublishedField *field, const TriPublishedField *after)
{
  const TriPublishedField *child = after ? after + after->size : field + 1;

  return child < field + field->size ? child : NULL;
}

const TriPublishedField *
tri_published_next (const TriPublishedField *field, const TriPublishedField *after)
{
  const TriPublishedField *child;

  field = resolve (field);
  for (child = next_child (field, after); child && child->place == TRI_PUBLISHED_ELEMENT;)
    child = next_child (field, child);
  return child;
}

const TriPublishedField *
tri_published_get_member (const TriPublishedField *field, const char *name, gsize n_bytes)
{
  field = resolve (field);
  for (const TriPublishedField *child = next_child (field, NULL); child; child = next_child (field, child))
    if (child->place == TRI_PUBLISHED_MEMBER)
      {
        const char *label = tri_published_get_label (child);

        if (strncmp (label, name, n_bytes) == 0 && label[n_bytes] == '\0')
          return child;
      }
  return NULL;
}

/* An array stands beside the shapes of an object, so its elements are looked for in the field itself. */
const TriPublishedField *
tri_published_get_element (const TriPublishedField *field)
{
  for (const TriPublishedField *child = next_child (field, NULL); child; child = next_child (field, child))
    if (child->place == TRI_PUBLISHED_ELEMENT)
      return child;
  return NULL;
}

const char *
tri_published_get_mark (const TriPublishedField *field, gsize *n_bytes)
{
  const TriPublishedField *shape = tri_published_next (field, NULL);
  const char *equals;

  if (shape == NULL || shape->place != TRI_PUBLISHED_VARIANT)
    return NULL;
  equals = strchr (tri_published_get_label (shape), '=');
  if (equals == NULL)
    return NULL;
  *n_bytes = (gsize) (equals - tri_published_get_label (shape));
  return tri_published_get_label (shape);
}

/* Documents */

/* The text of a string token: lent from the document, or, where it has escapes, `*made`. */
static const char *
get_text (const TriJsonIndex *index, guint token, char **made, gsize *n_bytes)
{
  const TriJsonToken *found = &tri_json_index_get_tokens (index, NULL)[token];

  if (found->has_escapes)
    {
      *made = tri_json_index_dup_string (index, token, n_bytes);
      return *made ? *made : "";
    }
  *n_bytes = found->end - found->start - 2;
  return (const char *) g_bytes_get_data (tri_json_index_get_bytes (index), NULL) + found->start + 1;
}

static const TriPublishedField *
find_member (const TriPublishedField *field, const TriJsonIndex *index, guint key)
{
  g_autofree char *made = NULL;
  gsize n_bytes;
  const char *name = get_text (index, key, &made, &n_bytes);

  return memchr (name, '\0', n_bytes) ? NULL : tri_published_get_member (field, name, n_bytes);
}

TriPublishedTypes
tri_published_get_types (const TriJsonIndex *index, guint token)
{
  static const TriPublishedTypes types[] = {
    [TRI_JSON_OBJECT] = TRI_PUBLISHED_OBJECT, [TRI_JSON_ARRAY] = TRI_PUBLISHED_ARRAY,
    [TRI_JSON_STRING] = TRI_PUBLISHED_STRING, [TRI_JSON_NUMBER] = TRI_PUBLISHED_NUMBER,
    [TRI_JSON_TRUE] = TRI_PUBLISHED_BOOLEAN,  [TRI_JSON_FALSE] = TRI_PUBLISHED_BOOLEAN,
    [TRI_JSON_NULL] = TRI_PUBLISHED_NULL,
  };
  const TriJsonToken *found = &tri_json_index_get_tokens (index, NULL)[token];
  g_autofree char *raw = NULL;
  double value;

  if (found->kind != TRI_JSON_NUMBER)
    return types[found->kind];
  if (!(found->quirks & TRI_JSON_QUIRK_FRACTION))
    return TRI_PUBLISHED_INTEGER | TRI_PUBLISHED_NUMBER;
  raw = tri_json_index_dup_raw (index, token);
  value = raw ? g_ascii_strtod (raw, NULL) : 0.5;
  return isfinite (value) && value == floor (value) ? TRI_PUBLISHED_INTEGER | TRI_PUBLISHED_NUMBER
                                                    : TRI_PUBLISHED_NUMBER;
}

/* Whether `text` is one of the words in "type=a|b:Name", behind the equals sign. */
static gboolean
label_has (const char *label, const char *text, gsize n_bytes)
{
  const char *word = strchr (label, '=');

  while (word != NULL)
    {
      gsize length = strcspn (++word, "|:");

      if (length == n_bytes && memcmp (word, text, n_bytes) == 0)
        return TRUE;
      word = word[length] == '|' ? word + length : NULL;
    }
  return FALSE;
}

/* Whether the member that tells the shapes apart may be left out in this one. */
static gboolean
may_lack_mark (const TriPublishedField *shape, const char *mark, gsize n_bytes)
{
  const TriPublishedField *member = tri_published_get_member (shape, mark, n_bytes);

  return member == NULL || !(member->flags & TRI_PUBLISHED_REQUIRED);
}

static const TriPublishedField *
find_shape (const TriPublishedField *field, const char *text, gsize n_bytes, const TriPublishedField *after)
{
  const TriPublishedField *shape;

  for (shape = tri_published_next (field, after); shape; shape = tri_published_next (field, shape))
    if (label_has (tri_published_get_label (shape), text, n_bytes))
      return shape;
  return NULL;
}

/* The value of the member that tells the shapes of `field` apart: TRI_JSON_NONE if it is absent, null or no string. */
static guint
get_mark_value (const TriPublishedField *field, const TriJsonIndex *index, guint object)
{
  g_autofree char *mark = NULL;
  gsize n_bytes;
  const char *name = tri_published_get_mark (field, &n_bytes);
  guint value;

  if (name == NULL)
    return TRI_JSON_NONE;
  mark = g_strndup (name, n_bytes);
  value = tri_json_index_get_member (index, object, mark);
  if (value != TRI_JSON_NONE && tri_json_index_get_tokens (index, NULL)[value].kind != TRI_JSON_STRING)
    value = TRI_JSON_NONE;
  return value;
}

/* How badly the value of one member fits. Looks no deeper than at the first element of an array. */
static guint
get_misfit (const TriPublishedField *member, const TriJsonIndex *index, guint value)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  const TriPublishedField *element = tri_published_get_element (member);
  g_autofree char *made = NULL;
  gsize n_bytes;
  const char *text;

  if (tokens[value].kind == TRI_JSON_STRING && member->values)
    {
      const char *word;

      text = get_text (index, value, &made, &n_bytes);
      for (guint i = 0; (word = tri_published_get_value (member, i, NULL)) != NULL; i++)
        if (strlen (word) == n_bytes && memcmp (word, text, n_bytes) == 0)
          return 0;
      return 2;
    }
  if (!(member->types & tri_published_get_types (index, value)))
    return 2;
  if (tokens[value].kind == TRI_JSON_ARRAY && element && tokens[value].next > value + 1)
    {
      guint mark = get_mark_value (element, index, value + 1);

      if (mark == TRI_JSON_NONE)
        return 0;
      text = get_text (index, mark, &made, &n_bytes);
      return find_shape (element, text, n_bytes, NULL) ? 0 : 4;
    }
  return 0;
}

static guint
get_shape_misfit (const TriPublishedField *shape, const TriJsonIndex *index, guint object)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  guint misfit = 0, n_required = 0;

  for (const TriPublishedField *m = tri_published_next (shape, NULL); m; m = tri_published_next (shape, m))
    n_required += (m->flags & TRI_PUBLISHED_REQUIRED) != 0;
  for (guint key = object + 1; key < tokens[object].next; key = tokens[key].next)
    {
      const TriPublishedField *member = find_member (shape, index, key);

      if (member == NULL)
        misfit++;
      else
        {
          misfit += get_misfit (member, index, key + 1);
          if (member->flags & TRI_PUBLISHED_REQUIRED && !(tokens[key].quirks & TRI_JSON_QUIRK_DUPLICATE_KEY))
            n_required--;
        }
    }
  return misfit + n_required;
}

static const TriPublishedField *
choose_marked (const TriPublishedField *field, const TriJsonIndex *index, guint object)
{
  const TriPublishedField *best = NULL, *second = NULL, *shape;
  guint value = get_mark_value (field, index, object);
  guint lowest = G_MAXUINT;
  g_autofree char *made = NULL;
  gsize n_bytes = 0, n_mark;
  const char *text = value == TRI_JSON_NONE ? NULL : get_text (index, value, &made, &n_bytes);
  const char *mark = tri_published_get_mark (field, &n_mark);

  /* Only where there is a choice is the object looked at. */
  if (text != NULL)
    {
      best = find_shape (field, text, n_bytes, NULL);
      second = best ? find_shape (field, text, n_bytes, best) : NULL;
      if (second == NULL)
        return best;
    }

  for (shape = tri_published_next (field, NULL); shape; shape = tri_published_next (field, shape))
    if (text ? label_has (tri_published_get_label (shape), text, n_bytes) : may_lack_mark (shape, mark, n_mark))
      {
        guint misfit = get_shape_misfit (shape, index, object);

        if (misfit < lowest)
          {
            lowest = misfit;
            best = shape;
          }
      }
  return best;
}

const TriPublishedField *
tri_published_choose (const TriPublishedField *field, const TriJsonIndex *index, guint token)
{
  const TriPublishedField *first, *chosen;
  gsize n_bytes;

  if (tri_json_index_get_tokens (index, NULL)[token].kind != TRI_JSON_OBJECT || !(field->types & TRI_PUBLISHED_OBJECT))
    return NULL;

  first = tri_published_next (field, NULL);
  if (first == NULL)
    return tri_published_is_open (field) ? ANYTHING : NULL;
  if (first->place != TRI_PUBLISHED_VARIANT)
    return resolve (field);
  chosen = tri_published_get_mark (field, &n_bytes) ? choose_marked (field, index, token) : first;
  if (chosen == NULL)
    return tri_published_is_open (field) ? ANYTHING : NULL;
  return chosen->size == 1 ? ANYTHING : chosen;
}

const TriPublishedField **
tri_published_map (const TriPublishedField *root, const TriJsonIndex *index)
{
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  const TriPublishedField **map = g_new0 (const TriPublishedField *, n_tokens);

  /* Parents stand before their children: one pass, in which each container tells its own. */
  map[0] = root;
  for (guint i = 0; i < n_tokens; i++)
    {
      const TriPublishedField *field = map[i];
      const TriPublishedField *inside = NULL;

      if (tokens[i].is_key || field == NULL)
        continue;
      if (tokens[i].kind == TRI_JSON_ARRAY)
        {
          inside = field == ANYTHING ? ANYTHING : tri_published_get_element (field);
          if (inside == NULL && tri_published_is_open (field) && field->types & TRI_PUBLISHED_ARRAY)
            inside = ANYTHING;
          for (guint child = i + 1; child < tokens[i].next; child = tokens[child].next)
            map[child] = inside;
        }
      else if (tokens[i].kind == TRI_JSON_OBJECT)
        {
          inside = tri_published_choose (field, index, i);
          for (guint key = i + 1; inside && key < tokens[i].next; key = tokens[key].next)
            map[key] = map[key + 1] = inside == ANYTHING ? ANYTHING : find_member (inside, index, key);
        }
    }
  return map;
}

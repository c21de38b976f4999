/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain-places.h"

#include <string.h>

#include "json-style.h"

/* A step of a path as APIs write them: "input[1].content". The name, or the position where name is NULL. */
typedef struct
{
  char *name;
  guint position;
} Step;

static void
clear_step (gpointer data)
{
  g_free (((Step *) data)->name);
}

static GArray *
split_path (const char *path)
{
  GArray *steps = g_array_new (FALSE, TRUE, sizeof (Step));

  g_array_set_clear_func (steps, clear_step);
  while (*path)
    {
      Step step = { NULL, 0 };
      gsize n_bytes = strcspn (path, ".[");

      if (*path == '[')
        {
          step.position = (guint) g_ascii_strtoull (path + 1, NULL, 10);
          path += strcspn (path, "]");
          path += *path == ']';
        }
      else
        {
          step.name = g_strndup (path, n_bytes);
          path += n_bytes;
        }
      g_array_append_val (steps, step);
      path += *path == '.';
    }
  return steps;
}

static TriJsonValue *
get_child (TriJsonValue *value, const Step *step)
{
  if (step->name)
    return tri_json_value_get (value, step->name);
  return tri_json_value_get_kind (value) == TRI_JSON_ARRAY ? tri_json_value_at (value, step->position) : NULL;
}

/* The value around the one that `steps` lead to; NULL if there is none. */
static TriJsonValue *
find_parent (TriJsonValue *root, const GArray *steps)
{
  for (guint i = 0; root && i + 1 < steps->len; i++)
    root = get_child (root, &g_array_index (steps, Step, i));
  return root;
}

TriJsonValue *
tri_explain_find (TriJsonValue *root, const char *path)
{
  g_autoptr (GArray) steps = split_path (path);
  TriJsonValue *parent = find_parent (root, steps);

  return parent && steps->len > 0 ? get_child (parent, &g_array_index (steps, Step, steps->len - 1)) : NULL;
}

gboolean
tri_explain_put (TriJsonValue *root, const char *path, TriJsonValue *value)
{
  g_autoptr (GArray) steps = split_path (path);
  g_autoptr (TriJsonValue) owned = value;
  TriJsonValue *parent = find_parent (root, steps);
  const Step *last = steps->len > 0 ? &g_array_index (steps, Step, steps->len - 1) : NULL;

  if (last && last->name && tri_json_value_get_kind (parent) == TRI_JSON_OBJECT)
    {
      if (value)
        tri_json_value_take (parent, last->name, g_steal_pointer (&owned));
      else
        tri_json_value_remove (parent, last->name);
      return TRUE;
    }
  if (!last || last->name || tri_json_value_get_kind (parent) != TRI_JSON_ARRAY
      || last->position >= tri_json_value_get_length (parent))
    return FALSE;
  if (value)
    tri_json_value_replace (parent, last->position, g_steal_pointer (&owned));
  else
    tri_json_value_remove_at (parent, last->position);
  return TRUE;
}

char *
tri_explain_dup_text (const TriJsonValue *value)
{
  const char *raw = value && tri_json_value_get_kind (value) == TRI_JSON_STRING ? tri_json_value_get_raw (value) : NULL;
  g_autoptr (GBytes) bytes = raw ? g_bytes_new (raw, strlen (raw)) : NULL;
  g_autoptr (TriJsonIndex) index = bytes ? tri_json_index_new (bytes, NULL) : NULL;

  return index ? tri_json_index_dup_string (index, 0, NULL) : NULL;
}

char *
tri_explain_dup_first (const char *path)
{
  return g_strndup (path, strcspn (path, ".["));
}

GBytes *
tri_explain_lay_out (const TriJsonValue *root, const TriJsonIndex *before)
{
  TriJsonStyle style = tri_json_style_find (before);
  g_autoptr (GBytes) bytes = tri_json_value_to_bytes (root, 0);
  g_autoptr (TriJsonIndex) now = tri_json_index_new (bytes, NULL);
  GString *out = g_string_new (NULL);
  TriJsonPrinter printer;

  tri_json_printer_init (&printer, &style, out);
  tri_json_printer_copy (&printer, now, 0);
  return g_string_free_to_bytes (out);
}

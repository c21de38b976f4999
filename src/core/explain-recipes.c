/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain-recipes.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "json-style.h"
#include "json-value.h"
#include "migrate.h"

/* ---- Places ---- */

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

static TriJsonValue *
find_value (TriJsonValue *root, const char *path)
{
  g_autoptr (GArray) steps = split_path (path);
  TriJsonValue *parent = find_parent (root, steps);

  return parent && steps->len > 0 ? get_child (parent, &g_array_index (steps, Step, steps->len - 1)) : NULL;
}

/* Puts `value` where `path` leads, or takes away what is there (`value` NULL). FALSE if it leads nowhere. */
static gboolean
put (TriJsonValue *root, const char *path, TriJsonValue *value)
{
  g_autoptr (GArray) steps = split_path (path);
  TriJsonValue *parent = find_parent (root, steps);
  const Step *last = steps->len > 0 ? &g_array_index (steps, Step, steps->len - 1) : NULL;

  if (last && last->name && tri_json_value_get_kind (parent) == TRI_JSON_OBJECT)
    {
      if (value)
        tri_json_value_take (parent, last->name, value);
      else
        tri_json_value_remove (parent, last->name);
      return TRUE;
    }
  if (last && !last->name && value && tri_json_value_get_kind (parent) == TRI_JSON_ARRAY
      && last->position < tri_json_value_get_length (parent))
    {
      tri_json_value_replace (parent, last->position, value);
      return TRUE;
    }
  g_clear_pointer (&value, tri_json_value_free);
  return FALSE;
}

/* ---- Whole requests ---- */

/* What has Chat's or Completions' form gets that of Responses; NULL if that changes nothing, or cannot be done. */
static GBytes *
mend (GBytes *request)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (request, NULL);
  g_autoptr (TriMigration) migration = NULL;
  TriMigrateOptions options = { 0 };
  TriJsonQuirks before;
  gboolean has_input = tri_json_index_get_member (index, 0, "input") != TRI_JSON_NONE;
  const TriFormat *format = tri_migrate_find_format (index, 0);

  if (format && !has_input && !g_str_equal (format->id, "responses"))
    migration = tri_migration_new (request, &options, NULL);
  else
    migration = tri_migration_new_mended (request, NULL);
  if (!migration)
    return NULL;
  before = tri_json_index_get_quirks (index) & TRI_JSON_QUIRK_DUPLICATE_KEY;
  if (!before && tri_json_index_get_quirks (tri_migration_get_output_index (migration)) & TRI_JSON_QUIRK_DUPLICATE_KEY)
    return NULL;
  if (g_bytes_equal (request, tri_migration_get_output (migration)))
    return NULL;
  return g_bytes_ref (tri_migration_get_output (migration));
}

/* The request as it stands now, in the layout that it had. */
static GBytes *
lay_out (const TriJsonValue *root, const TriJsonIndex *index)
{
  TriJsonStyle style = tri_json_style_find (index);
  g_autoptr (GBytes) bytes = tri_json_value_to_bytes (root, 0);
  g_autoptr (TriJsonIndex) now = tri_json_index_new (bytes, NULL);
  GString *out = g_string_new (NULL);
  TriJsonPrinter printer;

  tri_json_printer_init (&printer, &style, out);
  tri_json_printer_copy (&printer, now, 0);
  return g_string_free_to_bytes (out);
}

/* ---- Single values ---- */

typedef struct
{
  const char *model, *text;
} Words;

static gboolean
shorten (TriJsonValue *root, const char *path, guint n)
{
  TriJsonValue *value = find_value (root, path);
  TriJsonValue *shorter;

  switch (tri_json_value_get_kind (value))
    {
    case TRI_JSON_OBJECT:
      while (tri_json_value_get_length (value) > n)
        {
          g_autofree char *name = g_strdup (tri_json_value_get_name (value, n));

          tri_json_value_remove (value, name);
        }
      return TRUE;
    case TRI_JSON_ARRAY:
      shorter = tri_json_value_new_array ();
      for (guint i = 0; i < MIN (n, tri_json_value_get_length (value)); i++)
        tri_json_value_append (shorter, tri_json_value_copy (tri_json_value_at (value, i)));
      return put (root, path, shorter);
    case TRI_JSON_STRING:
      {
        const char *raw = tri_json_value_get_raw (value);
        g_autoptr (GBytes) bytes = g_bytes_new (raw, strlen (raw));
        g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
        g_autofree char *text = tri_json_index_dup_string (index, 0, NULL);
        g_autofree char *cut = g_utf8_substring (text, 0, MIN ((glong) n, g_utf8_strlen (text, -1)));

        return put (root, path, tri_json_value_new_string (cut, -1));
      }
    default:
      return FALSE;
    }
}

/* "true" becomes true, "12" becomes 12, "a" becomes ["a"] where that is expected; anything else goes. */
static gboolean
retype (TriJsonValue *root, const char *path, const char *expected)
{
  TriJsonValue *value = find_value (root, path);
  const char *raw = tri_json_value_get_raw (value);
  g_autofree char *inside = NULL;
  char *end = NULL;

  if (!value)
    return FALSE;
  if (tri_json_value_get_kind (value) == TRI_JSON_STRING)
    {
      inside = g_strndup (raw + 1, strlen (raw) - 2);
      if (strstr (expected, "boolean") && (g_str_equal (inside, "true") || g_str_equal (inside, "false")))
        return put (root, path, tri_json_value_new_raw (inside, -1));
      (void) g_ascii_strtoll (inside, &end, 10);
      if ((strstr (expected, "integer") || strstr (expected, "decimal")) && *inside && *end == '\0'
          && (g_ascii_isdigit (inside[0]) || (inside[0] == '-' && g_ascii_isdigit (inside[1]))))
        return put (root, path, tri_json_value_new_raw (inside, -1));
    }
  if (tri_json_value_get_kind (value) == TRI_JSON_NUMBER && strstr (expected, "string"))
    return put (root, path, tri_json_value_new_string (raw, -1));
  return put (root, path, NULL);
}

/* Takes the items of `input` away that have the call's id and one of two types. */
static gboolean
remove_items (TriJsonValue *root, const char *id, const char *one, const char *other)
{
  TriJsonValue *input = tri_json_value_get (root, "input");
  TriJsonValue *rest = tri_json_value_new_array ();
  g_autofree char *quoted_id = g_strdup_printf ("\"%s\"", id);

  for (guint i = 0; i < tri_json_value_get_length (input); i++)
    {
      TriJsonValue *item = tri_json_value_at (input, i);
      const char *type = tri_json_value_get_raw (tri_json_value_get (item, "type"));
      const char *call_id = tri_json_value_get_raw (tri_json_value_get (item, "call_id"));

      if (g_strcmp0 (call_id, quoted_id) != 0 || (g_strcmp0 (type, one) != 0 && g_strcmp0 (type, other) != 0))
        tri_json_value_append (rest, tri_json_value_copy (item));
    }
  if (tri_json_value_get_length (rest) == tri_json_value_get_length (input))
    {
      tri_json_value_free (rest);
      return FALSE;
    }
  tri_json_value_take (root, "input", rest);
  return TRUE;
}

static gboolean
rename_member (TriJsonValue *root, const char *path, const char *name)
{
  TriJsonValue *value = find_value (root, path);
  TriJsonValue *copy = value && !strpbrk (path, ".[") ? tri_json_value_copy (value) : NULL;

  if (!copy)
    return FALSE;
  tri_json_value_remove (root, path);
  tri_json_value_take (root, name, copy);
  return TRUE;
}

static gboolean
put_words (TriJsonValue *root, const char *path, const Words *words)
{
  const char *text = g_strcmp0 (path, "model") == 0   ? words->model
                     : g_strcmp0 (path, "input") == 0 ? words->text
                                                      : NULL;

  return text && put (root, path, tri_json_value_new_string (text, -1));
}

/* What is done to one place of the request; FALSE if nothing can be. */
static gboolean
change (TriExplainRecipe recipe, TriJsonValue *root, const char *param, const char *value, const Words *words)
{
  switch (recipe)
    {
    case TRI_RECIPE_RENAME:
      return rename_member (root, param, value);
    case TRI_RECIPE_REMOVE:
    case TRI_RECIPE_UNKNOWN:
    case TRI_RECIPE_MEND:
      return put (root, param, NULL);
    case TRI_RECIPE_MODEL:
      return put_words (root, "model", words);
    case TRI_RECIPE_INPUT:
      return put_words (root, "input", words);
    case TRI_RECIPE_MISSING:
      return put_words (root, param, words);
    case TRI_RECIPE_SET_NUMBER:
      return put (root, param, tri_json_value_new_raw (value, -1));
    case TRI_RECIPE_SHORTEN:
      return shorten (root, param, (guint) g_ascii_strtoull (value, NULL, 10));
    case TRI_RECIPE_WORD:
      return put (root, param, tri_json_value_new_string (value, -1));
    case TRI_RECIPE_TYPE:
      return retype (root, param, value);
    case TRI_RECIPE_ORPHAN:
      return remove_items (root, value, "\"function_call_output\"", "\"custom_tool_call_output\"");
    case TRI_RECIPE_UNANSWERED:
      return remove_items (root, value, "\"function_call\"", "\"custom_tool_call\"");
    case TRI_RECIPE_EFFORT_NONE:
      return put (root, "reasoning_effort", tri_json_value_new_string ("none", -1));
    case TRI_RECIPE_NONE:
    default:
      return FALSE;
    }
}

/* Whether the form of Chat may be the cause. */
static gboolean
is_mendable (TriExplainRecipe recipe)
{
  return recipe == TRI_RECIPE_MEND || recipe == TRI_RECIPE_UNKNOWN || recipe == TRI_RECIPE_MISSING
         || recipe == TRI_RECIPE_WORD || recipe == TRI_RECIPE_TYPE || recipe == TRI_RECIPE_ORPHAN;
}

/* Whether the member is there as it was: mending did not help. */
static gboolean
is_still_there (const TriJsonIndex *before, GBytes *mended, const char *param)
{
  g_autoptr (TriJsonIndex) after = tri_json_index_new (mended, NULL);
  guint old = param ? tri_json_index_find (before, param) : TRI_JSON_NONE;
  guint new = param ? tri_json_index_find (after, param) : TRI_JSON_NONE;
  g_autofree char *was = tri_json_index_dup_raw (before, old);
  g_autofree char *is = tri_json_index_dup_raw (after, new);

  return was && g_strcmp0 (was, is) == 0;
}

GBytes *
tri_explain_cook (TriExplainRecipe recipe,
                  const char *param,
                  const char *value,
                  GBytes *request,
                  const char *model,
                  const char *text,
                  GError **error)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (request, error);
  g_autoptr (TriJsonValue) root = NULL;
  const Words words = { model, text };

  if (!index)
    return NULL;
  if (is_mendable (recipe))
    {
      g_autoptr (GBytes) mended = mend (request);

      if (mended && !is_still_there (index, mended, param))
        return g_steal_pointer (&mended);
    }
  root = tri_json_value_new_from_index (index, 0);
  if (!param)
    param = recipe == TRI_RECIPE_REMOVE ? "stream_options" : "";
  if (!change (recipe, root, param, value, &words))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("this must be mended by hand: there is no “%s” to change"),
                   param);
      return NULL;
    }
  return lay_out (root, index);
}

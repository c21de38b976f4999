/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain-recipes.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "explain-mend.h"
#include "explain-places.h"

/* ---- Single values ---- */

static gboolean
shorten (TriJsonValue *root, const char *path, guint n)
{
  TriJsonValue *value = tri_explain_find (root, path);
  TriJsonValue *shorter;
  g_autofree char *text = NULL, *cut = NULL;

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
      return tri_explain_put (root, path, shorter);
    case TRI_JSON_STRING:
      text = tri_explain_dup_text (value);
      cut = g_utf8_substring (text, 0, MIN ((glong) n, g_utf8_strlen (text, -1)));
      return tri_explain_put (root, path, tri_json_value_new_string (cut, -1));
    default:
      return FALSE;
    }
}

/* {"role": "user", "content": …} */
static TriJsonValue *
new_message (TriJsonValue *content)
{
  TriJsonValue *message = tri_json_value_new_object ();

  tri_json_value_take (message, "role", tri_json_value_new_string ("user", -1));
  tri_json_value_take (message, "content", content);
  return message;
}

static TriJsonValue *
new_list (TriJsonValue *element)
{
  TriJsonValue *list = tri_json_value_new_array ();

  tri_json_value_append (list, element);
  return list;
}

/* What the text would be without its quotes, or in a list; NULL if it is none of what is expected. */
static TriJsonValue *
retype_text (const TriJsonValue *value, const char *path, const char *expected)
{
  g_autofree char *inside = tri_explain_dup_text (value);
  char *end = NULL;

  if (strstr (expected, "boolean") && (g_str_equal (inside, "true") || g_str_equal (inside, "false")))
    return tri_json_value_new_raw (inside, -1);
  (void) g_ascii_strtoll (inside, &end, 10);
  if ((strstr (expected, "integer") || strstr (expected, "decimal")) && *inside && *end == '\0'
      && (g_ascii_isdigit (inside[0]) || (inside[0] == '-' && g_ascii_isdigit (inside[1]))))
    return tri_json_value_new_raw (inside, -1);
  if (strstr (expected, "array of strings"))
    return new_list (tri_json_value_copy (value));
  if (g_str_equal (path, "messages"))
    return new_list (new_message (tri_json_value_copy (value)));
  return NULL;
}

/* "true" becomes true, "12" becomes 12, "a" becomes ["a"] where that is expected; anything else goes. */
static gboolean
retype (TriJsonValue *root, const char *path, const char *expected)
{
  TriJsonValue *value = tri_explain_find (root, path);
  TriJsonValue *other = NULL;

  if (!value)
    return FALSE;
  if (tri_json_value_get_kind (value) == TRI_JSON_STRING)
    other = retype_text (value, path, expected);
  else if (tri_json_value_get_kind (value) == TRI_JSON_NUMBER && strstr (expected, "a string"))
    other = tri_json_value_new_string (tri_json_value_get_raw (value), -1);
  return tri_explain_put (root, path, other);
}

/* ---- Words ---- */

/* Of the list "'auto', 'low', and 'high'" the word that is meant by `wrong`: one within the other. NULL if none is. */
static char *
find_word (const char *list, const char *wrong)
{
  g_auto (GStrv) pieces = g_strsplit (list, "'", -1);

  for (guint i = 1; pieces[i] && pieces[i + 1]; i += 2)
    if (*wrong && (strstr (pieces[i], wrong) || strstr (wrong, pieces[i])))
      return g_strdup (pieces[i]);
  return NULL;
}

/* The first word of the list; "" if there is none. */
static char *
dup_first_word (const char *list)
{
  const char *quote = strchr (list, '\'');

  return quote ? g_strndup (quote + 1, strcspn (quote + 1, "'")) : g_strdup ("");
}

/* A function that takes what a custom tool takes: one text. */
static void
become_function (TriJsonValue *tool)
{
  static const char parameters[] = "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
                                   "\"required\":[\"input\"],\"additionalProperties\":false}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (parameters, strlen (parameters));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  TriJsonValue *custom = tri_json_value_get (tool, "custom");
  TriJsonValue *nested = tri_json_value_get_kind (custom) == TRI_JSON_OBJECT ? custom : NULL;
  TriJsonValue *function = nested ? tri_json_value_copy (nested) : tool;

  tri_json_value_remove (function, "format");
  tri_json_value_take (function, "parameters", tri_json_value_new_from_index (index, 0));
  tri_json_value_take (tool, "type", tri_json_value_new_string ("function", -1));
  if (!nested)
    return;
  tri_json_value_remove (tool, "custom");
  tri_json_value_take (tool, "function", function);
}

/* `path` is that of the type of a tool, whose kind the server does not have. */
static gboolean
change_tool (TriJsonValue *root, const char *path, const char *list)
{
  g_autofree char *tool_path = g_strndup (path, strlen (path) - strlen (".type"));
  TriJsonValue *tool = tri_explain_find (root, tool_path);
  g_autofree char *type = tri_explain_dup_text (tri_json_value_get (tool, "type"));

  if (g_strcmp0 (type, "custom") == 0 && strstr (list, "'function'"))
    {
      become_function (tool);
      return TRUE;
    }
  if (!tri_explain_put (root, tool_path, NULL))
    return FALSE;
  if (tri_json_value_get_length (tri_json_value_get (root, "tools")) == 0)
    {
      tri_json_value_remove (root, "tools");
      tri_json_value_remove (root, "tool_choice");
    }
  return TRUE;
}

/* The word that is meant; else what a role or a part cannot be without, and anything else goes. */
static gboolean
change_word (TriJsonValue *root, const char *path, const char *list)
{
  g_autofree char *wrong = tri_explain_dup_text (tri_explain_find (root, path));
  g_autofree char *word = wrong ? find_word (list, wrong) : NULL;
  gboolean is_needed = g_str_has_suffix (path, ".type") || g_str_has_suffix (path, ".role");

  if (!wrong)
    return FALSE;
  if (!word && g_str_has_prefix (path, "tools[") && g_str_has_suffix (path, "].type"))
    return change_tool (root, path, list);
  if (!word && is_needed)
    word = dup_first_word (list);
  return tri_explain_put (root, path, word ? tri_json_value_new_string (word, -1) : NULL);
}

/* ---- Members ---- */

/* What an answer says is a number need not be one. */
static gboolean
is_number (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);

  return index && tri_json_index_get_tokens (index, NULL)[0].kind == TRI_JSON_NUMBER;
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
  TriJsonValue *value = tri_explain_find (root, path);
  TriJsonValue *copy = value && !strpbrk (path, ".[") ? tri_json_value_copy (value) : NULL;

  if (!copy)
    return FALSE;
  tri_json_value_remove (root, path);
  tri_json_value_take (root, name, copy);
  return TRUE;
}

/* What the person gives for what is missing. */
static gboolean
put_words (TriJsonValue *root, const char *path, const TriExplainOrder *order)
{
  const char *words = g_str_equal (path, "model") ? order->model : order->text;
  TriJsonValue *value;

  if (!words)
    return FALSE;
  value = tri_json_value_new_string (words, -1);
  if (g_str_equal (path, "messages"))
    value = new_list (new_message (value));
  return tri_explain_put (root, path, value);
}

/* Whether the request would be none without it, so that taking it out mends nothing. */
static gboolean
is_needed (const char *path)
{
  static const char *const names[] = { "model", "messages", "input", "prompt", NULL };

  return g_strv_contains (names, path);
}

/* What is done to one place of the request; FALSE if nothing can be. */
static gboolean
change (TriJsonValue *root, const char *param, const TriExplainOrder *order)
{
  const char *value = order->value ? order->value : "";

  switch (order->recipe)
    {
    case TRI_RECIPE_RENAME:
      return rename_member (root, param, value);
    case TRI_RECIPE_REMOVE:
    case TRI_RECIPE_UNKNOWN:
    case TRI_RECIPE_MEND:
      return tri_explain_put (root, param, NULL);
    case TRI_RECIPE_MODEL:
      return put_words (root, "model", order);
    case TRI_RECIPE_INPUT:
      return put_words (root, "input", order);
    case TRI_RECIPE_MISSING:
      return is_needed (param) && put_words (root, param, order);
    case TRI_RECIPE_SET_NUMBER:
      return is_number (value) && tri_explain_put (root, param, tri_json_value_new_raw (value, -1));
    case TRI_RECIPE_SHORTEN:
      return shorten (root, param, (guint) g_ascii_strtoull (value, NULL, 10));
    case TRI_RECIPE_WORD:
      return change_word (root, param, value);
    case TRI_RECIPE_TYPE:
      return retype (root, param, value);
    case TRI_RECIPE_ORPHAN:
      return remove_items (root, value, "\"function_call_output\"", "\"custom_tool_call_output\"");
    case TRI_RECIPE_UNANSWERED:
      return remove_items (root, value, "\"function_call\"", "\"custom_tool_call\"");
    case TRI_RECIPE_EFFORT_NONE:
      return tri_explain_put (root, "reasoning_effort", tri_json_value_new_string ("none", -1));
    case TRI_RECIPE_NONE:
    default:
      return FALSE;
    }
}

/* ---- The whole ---- */

/* Whether the form of another endpoint may be the cause, and what the refusal says of the member then. */
static gboolean
is_mendable (TriExplainRecipe recipe, TriExplainSign *sign)
{
  *sign = recipe == TRI_RECIPE_UNKNOWN || recipe == TRI_RECIPE_MEND ? TRI_EXPLAIN_LACKS
          : recipe == TRI_RECIPE_MISSING                            ? TRI_EXPLAIN_WANTS
                                                                    : TRI_EXPLAIN_HAS;
  return *sign != TRI_EXPLAIN_HAS || recipe == TRI_RECIPE_WORD || recipe == TRI_RECIPE_TYPE
         || recipe == TRI_RECIPE_ORPHAN;
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

static GBytes *
mend (const TriExplainOrder *order, const TriJsonIndex *index, GError **error)
{
  TriExplainSign sign;
  const TriFormat *endpoint = order->endpoint;
  g_autoptr (GBytes) mended = NULL;

  if (!is_mendable (order->recipe, &sign))
    return NULL;
  if (!endpoint)
    endpoint = order->recipe == TRI_RECIPE_MEND ? tri_format_find ("responses")
                                                : tri_explain_find_endpoint (index, order->param, sign);
  mended = tri_explain_mend (index, endpoint, error);
  return mended && !is_still_there (index, mended, order->param) ? g_steal_pointer (&mended) : NULL;
}

GBytes *
tri_explain_cook (const TriExplainOrder *order, GBytes *request, GError **error)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (request, error);
  g_autoptr (TriJsonValue) root = NULL;
  g_autoptr (GError) local = NULL;
  const char *param = order->param;
  GBytes *mended;

  if (!index || !tri_explain_check_request (index, error))
    return NULL;
  mended = mend (order, index, &local);
  if (mended)
    return mended;
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  root = tri_json_value_new_from_index (index, 0);
  if (!param)
    param = order->recipe == TRI_RECIPE_REMOVE ? "stream_options" : "";
  if (change (root, param, order))
    return tri_explain_lay_out (root, index);
  if (is_needed (param) || order->recipe == TRI_RECIPE_MODEL || order->recipe == TRI_RECIPE_INPUT)
    g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE,
                 _ ("nothing in the request tells what “%s” is to be: it must be given"),
                 order->recipe == TRI_RECIPE_MODEL   ? "model"
                 : order->recipe == TRI_RECIPE_INPUT ? "input"
                                                     : param);
  else
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("this must be mended by hand: there is no “%s” to change"),
                 param);
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "format-choices.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "format-piece.h"

/* More choices than the API's own maximum of 128 by a wide margin; a number beyond it would make the merged document
 * grow by what a server claims instead of by what it sends. */
#define MAX_CHOICES 4096

/* Reading */

static void
read_frame (JsonNode *document, TriFold *fold)
{
  TriReply *reply = fold->reply;
  const char *id = tri_json_get_string (document, "id");
  const char *model = tri_json_get_string (document, "model");

  if (id && *id)
    {
      g_free (reply->id);
      reply->id = g_strdup (id);
    }
  if (model && *model)
    {
      g_free (reply->model);
      reply->model = g_strdup (model);
    }
  tri_fold_read_usage (fold, tri_json_get (document, "usage"), "prompt_tokens", "completion_tokens",
                       "completion_tokens_details");
}

/* finish_reason "" means "not yet" with some servers. */
static gboolean
read_finish (JsonNode *choice, guint number, const char *path, TriFold *fold, GError **error)
{
  g_autofree char *full = NULL;
  const char *word;

  if (tri_json_get (choice, "finish_reason") == NULL)
    return TRUE;
  full = g_strdup_printf ("%s.finish_reason", path);
  if (!tri_format_expect_string (choice, "finish_reason", full, &word, error))
    return FALSE;
  if (word && *word)
    {
      tri_reply_end (fold->reply, "finish_reason", word, full);
      if (number == 0)
        fold->reply->finish = tri_finish_from_word (word);
    }
  return TRUE;
}

/* The number of the choice: its own index, or, where a server leaves it out, its position. */
static gboolean
get_number (JsonNode *choice, guint position, guint *number, GError **error)
{
  gint64 index = tri_json_get_count (choice, "index");
  g_autofree char *path = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (choice))
    {
      path = g_strdup_printf ("choices[%u]", position);
      return tri_json_set_shape_error (error, path, _ ("an object"), choice);
    }
  if (index >= MAX_CHOICES)
    {
      path = g_strdup_printf ("choices[%u].index", position);
      return tri_json_set_shape_error (error, path, _ ("an index below 4096"), tri_json_get (choice, "index"));
    }
  *number = index >= 0 ? (guint) index : position;
  return TRUE;
}

static gboolean
read_choices (JsonNode *choices, TriChoiceFunc read_choice, TriFold *fold, GError **error)
{
  for (guint i = 0; i < tri_json_get_length (choices); i++)
    {
      JsonNode *choice = tri_json_at (choices, i);
      g_autofree char *path = NULL;
      guint number = 0;

      if (!get_number (choice, i, &number, error))
        return FALSE;
      path = g_strdup_printf ("choices[%u]", number);
      if (!read_choice (choice, number, path, fold, error) || !read_finish (choice, number, path, fold, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tri_choices_read (JsonNode *document, TriChoiceFunc read_choice, TriFold *fold, GError **error)
{
  JsonNode *choices = tri_json_get (document, "choices");

  if (!JSON_NODE_HOLDS_OBJECT (document))
    return tri_json_set_shape_error (error, _ ("the response"), _ ("an object"), document);
  if (choices == NULL || !JSON_NODE_HOLDS_ARRAY (choices))
    return tri_json_set_shape_error (error, "choices", _ ("an array"), choices);
  read_frame (document, fold);
  return read_choices (choices, read_choice, fold, error);
}

/* Merging */

static gboolean
is_set_not_joined (const char *name)
{
  return strcmp (name, "role") == 0 || strcmp (name, "id") == 0 || strcmp (name, "type") == 0
         || strcmp (name, "name") == 0;
}

static void merge_delta (TriJsonValue *into, TriJsonValue *delta);

/* Tool calls come in pieces that name their place; a new id at a taken place begins a new call (some proxies give every
 * parallel call the index 0). */
static void
merge_calls (TriJsonValue *into, TriJsonValue *calls)
{
  for (guint i = 0; i < tri_json_value_get_length (calls); i++)
    {
      TriJsonValue *call = tri_json_value_at (calls, i);
      TriJsonValue *index = tri_json_value_get (call, "index");
      TriJsonValue *id = tri_json_value_get (call, "id");
      TriJsonValue *found = NULL;

      if (tri_json_value_get_kind (call) != TRI_JSON_OBJECT || tri_json_value_get_length (into) > TRI_MAX_CALLS)
        continue;
      for (guint k = tri_json_value_get_length (into); k > 0 && found == NULL; k--)
        {
          TriJsonValue *have = tri_json_value_at (into, k - 1);
          const char *have_index = tri_json_value_get_raw (tri_json_value_get (have, "index"));
          const char *have_id = tri_json_value_get_raw (tri_json_value_get (have, "id"));

          if (tri_json_value_get_kind (have) != TRI_JSON_OBJECT)
            continue;
          if (index ? g_strcmp0 (have_index, tri_json_value_get_raw (index)) == 0 : k - 1 == i)
            {
              if (!tri_json_value_is_null (id) && have_id && g_strcmp0 (tri_json_value_get_raw (id), "\"\"") != 0
                  && g_strcmp0 (have_id, tri_json_value_get_raw (id)) != 0)
                break;
              found = have;
            }
        }
      if (found)
        merge_delta (found, call);
      else
        tri_json_value_append (into, tri_json_value_copy (call));
    }
}

static void
merge_delta (TriJsonValue *into, TriJsonValue *delta)
{
  for (guint i = 0; i < tri_json_value_get_length (delta); i++)
    {
      const char *name = tri_json_value_get_name (delta, i);
      TriJsonValue *more = tri_json_value_get (delta, name);
      TriJsonValue *have = tri_json_value_get (into, name);

      if (have == NULL || tri_json_value_is_null (have))
        {
          if (strcmp (name, "tool_calls") == 0 && tri_json_value_get_kind (more) == TRI_JSON_ARRAY)
            {
              /* Pieces of one call may share a chunk, so even the first ones are merged rather than copied. */
              tri_json_value_take (into, name, tri_json_value_new_array ());
              merge_calls (tri_json_value_get (into, name), more);
            }
          else
            tri_json_value_take (into, name, tri_json_value_copy (more));
        }
      else if (tri_json_value_is_null (more))
        continue;
      else if (tri_json_value_get_kind (have) != tri_json_value_get_kind (more))
        tri_json_value_take (into, name, tri_json_value_copy (more));
      else if (tri_json_value_get_kind (have) == TRI_JSON_STRING && !is_set_not_joined (name))
        tri_json_value_join (have, more);
      else if (tri_json_value_get_kind (have) == TRI_JSON_OBJECT)
        merge_delta (have, more);
      else if (tri_json_value_get_kind (have) == TRI_JSON_ARRAY && strcmp (name, "tool_calls") == 0)
        merge_calls (have, more);
      else if (tri_json_value_get_kind (have) == TRI_JSON_ARRAY)
        for (guint k = 0; k < tri_json_value_get_length (more); k++)
          tri_json_value_append (have, tri_json_value_copy (tri_json_value_at (more, k)));
      else if (strcmp (name, "index") != 0)
        tri_json_value_take (into, name, tri_json_value_copy (more));
    }
}

/* The choice of the document with this number; made, and put at its place by number, where it is missing. */
static TriJsonValue *
ensure_choice (TriJsonValue *choices, guint number)
{
  while (tri_json_value_get_length (choices) <= number)
    {
      TriJsonValue *choice = tri_json_value_new_object ();
      g_autofree char *index = g_strdup_printf ("%u", tri_json_value_get_length (choices));

      tri_json_value_take (choice, "index", tri_json_value_new_raw (index, -1));
      tri_json_value_append (choices, choice);
    }
  return tri_json_value_at (choices, number);
}

static void
merge_choice (TriJsonValue *into, TriJsonValue *chunk)
{
  for (guint i = 0; i < tri_json_value_get_length (chunk); i++)
    {
      const char *name = tri_json_value_get_name (chunk, i);
      TriJsonValue *more = tri_json_value_get (chunk, name);
      TriJsonValue *have = tri_json_value_get (into, name);

      if (strcmp (name, "delta") == 0)
        {
          if (tri_json_value_get_kind (more) != TRI_JSON_OBJECT)
            continue;
          /* Some servers send "message": null beside the delta. */
          have = tri_json_value_get (into, "message");
          if (have == NULL || tri_json_value_get_kind (have) != TRI_JSON_OBJECT)
            tri_json_value_take (into, "message", tri_json_value_new_object ());
          merge_delta (tri_json_value_get (into, "message"), more);
        }
      else if (strcmp (name, "index") == 0 || (strcmp (name, "message") == 0 && tri_json_value_is_null (more)))
        continue;
      else if (strcmp (name, "text") == 0 && have && tri_json_value_get_kind (have) == TRI_JSON_STRING
               && tri_json_value_get_kind (more) == TRI_JSON_STRING)
        tri_json_value_join (have, more);
      else if (strcmp (name, "logprobs") == 0 && have && tri_json_value_get_kind (have) == TRI_JSON_OBJECT
               && tri_json_value_get_kind (more) == TRI_JSON_OBJECT)
        merge_delta (have, more);
      else if (have == NULL || !tri_json_value_is_null (more))
        tri_json_value_take (into, name, tri_json_value_copy (more));
    }
}

/* Most of what frames a chunk says what the chunk before it said. */
static void
merge_frame (TriFold *fold, const TriJsonIndex *index, guint key, const char *object)
{
  g_autofree char *name = tri_json_index_dup_text (index, key);
  TriJsonValue *have = tri_json_value_get (fold->document, name);
  guint token = key + 1;

  if (strcmp (name, "choices") == 0)
    {
      if (have == NULL)
        tri_json_value_take (fold->document, name, tri_json_value_new_array ());
    }
  else if (strcmp (name, "object") == 0)
    {
      if (have == NULL)
        tri_json_value_take (fold->document, name, tri_json_value_new_string (object, -1));
    }
  else if (strcmp (name, "obfuscation") != 0 && !tri_piece_is_said (have, index, token))
    tri_json_value_take (fold->document, name, tri_json_value_new_from_index (index, token));
}

static void
merge_choices (TriFold *fold, TriJsonValue *choices)
{
  for (guint i = 0; i < tri_json_value_get_length (choices); i++)
    {
      TriJsonValue *choice = tri_json_value_at (choices, i);
      const char *raw = tri_json_value_get_raw (tri_json_value_get (choice, "index"));
      guint64 number = raw && g_ascii_isdigit (*raw) ? g_ascii_strtoull (raw, NULL, 10) : i;

      if (number < MAX_CHOICES && tri_json_value_get_kind (choice) == TRI_JSON_OBJECT)
        merge_choice (ensure_choice (tri_json_value_get (fold->document, "choices"), (guint) number), choice);
    }
}

/* The same chunk with the last one of every namesake. */
static TriJsonIndex *
drop_duplicates (const TriJsonIndex *index)
{
  g_autoptr (TriJsonValue) chunk = tri_json_value_new_from_index (index, 0);
  g_autoptr (GBytes) bytes = NULL;

  tri_json_value_drop_duplicates (chunk);
  bytes = tri_json_value_to_bytes (chunk, 0);
  return tri_json_index_new (bytes, NULL);
}

static void
merge_chunk (TriFold *fold, const TriJsonIndex *index, const char *object)
{
  g_autoptr (TriJsonIndex) clean = NULL;
  g_autoptr (TriJsonValue) choices = NULL;
  const TriJsonToken *tokens;
  guint token;

  if (tri_json_index_get_quirks (index) & TRI_JSON_QUIRK_DUPLICATE_KEY)
    index = clean = drop_duplicates (index);
  if (index == NULL)
    return;
  if (fold->document == NULL)
    fold->document = tri_json_value_new_object ();
  tokens = tri_json_index_get_tokens (index, NULL);
  for (guint key = 1; key < tokens[0].next; key = tokens[key].next)
    merge_frame (fold, index, key, object);
  token = tri_json_index_get_member (index, 0, "choices");
  if (token != TRI_JSON_NONE)
    choices = tri_json_value_new_from_index (index, token);
  merge_choices (fold, choices);
}

static gboolean
every_choice_is_finished (TriFold *fold)
{
  TriJsonValue *choices = tri_json_value_get (fold->document, "choices");
  guint n = tri_json_value_get_length (choices);

  for (guint i = 0; i < n; i++)
    {
      const char *word = tri_json_value_get_raw (tri_json_value_get (tri_json_value_at (choices, i), "finish_reason"));

      if (word == NULL || strcmp (word, "null") == 0 || strcmp (word, "\"\"") == 0)
        return FALSE;
    }
  return n > 0;
}

TriNext
tri_choices_read_event (JsonNode *data,
                        const TriJsonIndex *index,
                        TriChoiceFunc read_choice,
                        const char *object,
                        TriFold *fold,
                        GError **error)
{
  JsonNode *choices = tri_json_get (data, "choices");

  if (!JSON_NODE_HOLDS_OBJECT (data))
    {
      tri_json_set_shape_error (error, _ ("the event’s data"), _ ("an object"), data);
      return TRI_NEXT_UNREADABLE;
    }
  if (choices && !JSON_NODE_HOLDS_ARRAY (choices))
    {
      tri_json_set_shape_error (error, "choices", _ ("an array"), choices);
      return TRI_NEXT_UNREADABLE;
    }
  /* Merged first: where a piece went in the document is the path that it has in the reply. */
  merge_chunk (fold, index, object);
  read_frame (data, fold);
  if (!read_choices (choices, read_choice, fold, error))
    return TRI_NEXT_UNREADABLE;
  return every_choice_is_finished (fold) ? TRI_NEXT_FINISHED : TRI_NEXT_MORE;
}

/* Pieces */

/* Whether member `key` of the chunk adds nothing to what its document says already. */
static gboolean
is_frame_said (TriFold *fold, const TriJsonIndex *index, guint key)
{
  guint token = key + 1;
  TriJsonKind kind = tri_json_index_get_tokens (index, NULL)[token].kind;
  char name[TRI_PIECE_NAME];
  TriJsonValue *have;

  if (!tri_piece_read_name (index, key, name) || strcmp (name, "type") == 0)
    return FALSE;
  if (strcmp (name, "obfuscation") == 0)
    return kind == TRI_JSON_STRING;
  have = tri_json_value_get (fold->document, name);
  if (strcmp (name, "choices") == 0)
    return have != NULL;
  if (strcmp (name, "error") == 0)
    return kind == TRI_JSON_NULL && have != NULL;
  /* A chunk has an `object` of its own, which is not the document's. */
  if (strcmp (name, "object") == 0)
    return have != NULL && kind == TRI_JSON_STRING && !tri_piece_is (index, token, "\"error\"");
  return tri_piece_is_said (have, index, token);
}

/* The one choice of the chunk, an object; or TRI_JSON_NONE. */
static guint
find_only_choice (const TriJsonIndex *index)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  guint choices = tri_json_index_get_member (index, 0, "choices");
  guint choice = tri_json_index_get_element (index, choices, 0);

  if (choice == TRI_JSON_NONE || tokens[choice].kind != TRI_JSON_OBJECT || tokens[choice].next != tokens[choices].next)
    return TRI_JSON_NONE;
  return choice;
}

/* Whether what object `object` of the chunk says beside `but` is said already by `have`. Strings of a delta are joined,
 * and so never said before, except for those that are set. */
static gboolean
is_rest_said (const TriJsonIndex *index, guint object, guint but, TriJsonValue *have, gboolean is_delta)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  char name[TRI_PIECE_NAME];

  for (guint key = object + 1; key < tokens[object].next; key = tokens[key].next)
    {
      guint token = key + 1;

      if (token == but)
        continue;
      if (!tri_piece_read_name (index, key, name))
        return FALSE;
      if (tokens[token].kind != TRI_JSON_NULL
          && (is_delta ? !is_set_not_joined (name)
                       : strcmp (name, "index") != 0 && tokens[token].kind != TRI_JSON_STRING))
        return FALSE;
      if (!is_delta && (strcmp (name, "text") == 0 || strcmp (name, "delta") == 0 || strcmp (name, "message") == 0))
        return FALSE;
      if (strcmp (name, "finish_reason") == 0 && tokens[token].kind != TRI_JSON_NULL)
        return FALSE;
      if (!tri_piece_is_said (tri_json_value_get (have, name), index, token))
        return FALSE;
    }
  return TRUE;
}

gboolean
tri_choices_read_piece (const TriJsonIndex *index, const TriChoiceText *text, TriFold *fold, TriNext *next)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  guint choice, number, object, token;
  TriJsonValue *merged, *have;
  char path[TRI_PIECE_NAME];

  if (fold->document == NULL || tokens[0].kind != TRI_JSON_OBJECT)
    return FALSE;
  for (guint key = 1; key < tokens[0].next; key = tokens[key].next)
    if (!is_frame_said (fold, index, key))
      return FALSE;

  choice = find_only_choice (index);
  object = text->container ? tri_json_index_get_member (index, choice, text->container) : choice;
  token = tri_json_index_get_member (index, object, text->member);
  if (token == TRI_JSON_NONE || tokens[token].kind != TRI_JSON_STRING
      || tri_json_index_get_member (index, choice, "index") == TRI_JSON_NONE
      || !tri_piece_read_number (index, tri_json_index_get_member (index, choice, "index"), &number))
    return FALSE;

  merged = tri_json_value_at (tri_json_value_get (fold->document, "choices"), number);
  if (!is_rest_said (index, choice, text->container ? object : token, merged, FALSE))
    return FALSE;
  if (text->container)
    {
      merged = tri_json_value_get (merged, text->merged);
      if (!is_rest_said (index, object, token, merged, TRUE))
        return FALSE;
    }
  have = tri_json_value_get (merged, text->member);
  if (have == NULL || tri_json_value_get_kind (have) != TRI_JSON_STRING)
    return FALSE;

  g_snprintf (path, sizeof path, "choices[%u].%s", number, text->path);
  tri_piece_add (index, token, have, tri_reply_part (fold->reply, TRI_PART_TEXT, number, path, NULL));
  *next = every_choice_is_finished (fold) ? TRI_NEXT_FINISHED : TRI_NEXT_MORE;
  return TRUE;
}

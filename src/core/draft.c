/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draft.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "text.h"

#define VERSION 1

static void
column_free (TriDraftColumn *column)
{
  g_free (column->format);
  g_free (column->model);
  g_free (column->members);
  g_free (column->body);
  g_free (column->base_url);
  g_free (column->server_name);
  g_free (column->default_model);
  g_free (column->key_env);
  tri_json_value_free (column->rest);
  g_free (column);
}

static void
clear_turn (gpointer turn)
{
  g_free (((TriTurn *) turn)->text);
}

TriDraft *
tri_draft_new (void)
{
  TriDraft *draft = g_new0 (TriDraft, 1);

  draft->turns = g_array_new (FALSE, FALSE, sizeof (TriTurn));
  g_array_set_clear_func (draft->turns, clear_turn);
  draft->settings = tri_settings_new ();
  draft->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  return draft;
}

void
tri_draft_free (TriDraft *draft)
{
  if (!draft)
    return;
  g_free (draft->instructions);
  g_free (draft->text);
  g_array_unref (draft->turns);
  tri_settings_free (draft->settings);
  g_ptr_array_unref (draft->columns);
  tri_json_value_free (draft->rest);
  g_free (draft);
}

void
tri_draft_add_turn (TriDraft *draft, TriRole role, const char *text)
{
  TriTurn turn = { role, g_strdup (text) };

  g_array_append_val (draft->turns, turn);
}

TriDraftColumn *
tri_draft_add_column (TriDraft *draft)
{
  TriDraftColumn *column = g_new0 (TriDraftColumn, 1);

  g_ptr_array_add (draft->columns, column);
  return column;
}

void
tri_draft_column_set_server (TriDraftColumn *column, const TriServer *server)
{
  if (tri_server_is_practice (server))
    return;
  column->base_url = g_strdup (tri_server_get_base_url (server));
  column->server_name = g_strdup (tri_server_get_name (server));
  column->default_model = g_strdup (tri_server_get_default_model (server));
  column->key_env = g_strdup (tri_server_get_key_env (server));
  column->key_typed = tri_server_get_key_source (server) == TRI_KEY_MEMORY;
}

TriServer *
tri_draft_column_dup_server (const TriDraftColumn *column)
{
  g_auto (TriUrlReading) reading = { 0 };
  const char *name = column->server_name;

  if (!column->base_url || !tri_url_read (column->base_url, &reading, NULL))
    return NULL;
  return tri_server_new (name && *name ? name : reading.base_url, reading.base_url, column->key_env, NULL,
                         column->default_model);
}

void
tri_draft_set_prompt (TriDraft *draft, const TriPrompt *prompt)
{
  guint n_turns;
  const TriTurn *turns = tri_prompt_get_turns (prompt, &n_turns);

  draft->instructions = g_strdup (tri_prompt_get_instructions (prompt));
  draft->text = g_strdup (tri_prompt_get_text (prompt));
  for (guint i = 0; i < n_turns; i++)
    tri_draft_add_turn (draft, turns[i].role, turns[i].text);
}

TriPrompt *
tri_draft_dup_prompt (const TriDraft *draft, GError **error)
{
  return tri_prompt_new_with_turns (draft->instructions, (const TriTurn *) draft->turns->data, draft->turns->len,
                                    draft->text ? draft->text : "", error);
}

/* Writing */

/* NULL leaves no member, not even one that stood there. */
static void
put_string (TriJsonValue *object, const char *name, const char *text)
{
  if (text)
    tri_json_value_take (object, name, tri_json_value_new_string (text, -1));
  else
    tri_json_value_remove (object, name);
}

static void
put_boolean (TriJsonValue *object, const char *name, gboolean value)
{
  tri_json_value_take (object, name, tri_json_value_new_raw (value ? "true" : "false", -1));
}

/* The object `name` of `object`, as it stands or new. */
static TriJsonValue *
get_object (TriJsonValue *object, const char *name)
{
  TriJsonValue *member = tri_json_value_get (object, name);

  if (member && tri_json_value_get_kind (member) == TRI_JSON_OBJECT)
    return member;
  tri_json_value_take (object, name, tri_json_value_new_object ());
  return tri_json_value_get (object, name);
}

static TriJsonValue *
copy_or_new (const TriJsonValue *rest)
{
  return rest ? tri_json_value_copy (rest) : tri_json_value_new_object ();
}

static gboolean
says (const TriJsonValue *string, const char *text)
{
  const char *raw = tri_json_value_get_raw (string);
  g_autoptr (GBytes) bytes = g_bytes_new_static (raw, raw ? strlen (raw) : 0);
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  g_autofree char *read = index ? tri_json_index_dup_text (index, 0) : NULL;

  return g_strcmp0 (read, text) == 0;
}

/* What stood at the place of a turn, if it is the same turn still; otherwise what was known of it was of another. */
static TriJsonValue *
copy_turn_or_new (TriJsonValue *turns, guint position, const TriTurn *turn)
{
  TriJsonValue *old = tri_json_value_at (turns, position);

  return says (tri_json_value_get (old, "text"), turn->text) ? tri_json_value_copy (old) : tri_json_value_new_object ();
}

static void
put_prompt (TriJsonValue *prompt, const TriDraft *draft)
{
  TriJsonValue *turns = tri_json_value_new_array ();
  TriJsonValue *old = tri_json_value_get (prompt, "turns");

  put_string (prompt, "instructions", draft->instructions);
  put_string (prompt, "text", draft->text);
  for (guint i = 0; i < draft->turns->len; i++)
    {
      const TriTurn *turn = &g_array_index (draft->turns, TriTurn, i);
      TriJsonValue *object = copy_turn_or_new (old, i, turn);

      put_string (object, "role", turn->role == TRI_ROLE_ASSISTANT ? "assistant" : "user");
      put_string (object, "text", turn->text);
      tri_json_value_append (turns, object);
    }
  tri_json_value_take (prompt, "turns", turns);
}

static void
put_settings (TriJsonValue *object, const TriSettings *settings)
{
  for (TriSetting i = 0; i < TRI_N_SETTINGS; i++)
    {
      const TriSettingInfo *info = tri_setting_get_info (i);
      g_autofree char *text = NULL;

      if (info->kind == TRI_SETTING_SWITCH)
        {
          put_boolean (object, info->id, tri_settings_get_switch (settings, i));
          continue;
        }
      text = tri_settings_dup_text (settings, i);
      put_string (object, info->id, *text ? text : NULL);
    }
}

static TriJsonValue *
new_column_value (const TriDraftColumn *column)
{
  TriJsonValue *object = copy_or_new (column->rest);

  put_string (object, "format", column->format);
  put_string (object, "model", column->model);
  put_string (object, "members", column->members);
  put_string (object, "body", column->body);
  if (column->base_url)
    {
      TriJsonValue *server = get_object (object, "server");

      put_string (server, "base_url", column->base_url);
      put_string (server, "name", column->server_name);
      put_string (server, "model", column->default_model);
      put_string (server, "key_env", column->key_env);
      put_boolean (server, "key_typed", column->key_typed);
      if (column->brought)
        put_boolean (server, "brought", TRUE);
      else
        tri_json_value_remove (server, "brought");
    }
  else
    tri_json_value_remove (object, "server");
  return object;
}

TriJsonValue *
tri_draft_to_value (const TriDraft *draft)
{
  TriJsonValue *root = copy_or_new (draft->rest);
  TriJsonValue *columns = tri_json_value_new_array ();
  g_autofree char *version = g_strdup_printf ("%d", VERSION);

  tri_json_value_take (root, "draft", tri_json_value_new_raw (version, -1));
  put_prompt (get_object (root, "prompt"), draft);
  put_settings (get_object (root, "settings"), draft->settings);
  for (guint i = 0; i < draft->columns->len; i++)
    tri_json_value_append (columns, new_column_value (draft->columns->pdata[i]));
  tri_json_value_take (root, "columns", columns);
  return root;
}

/* Whether `read` has a member, on any level, that `known` has not. */
static gboolean
has_more (TriJsonValue *read, TriJsonValue *known)
{
  gboolean is_object = tri_json_value_get_kind (read) == TRI_JSON_OBJECT;

  for (guint i = 0; i < tri_json_value_get_length (read); i++)
    {
      TriJsonValue *same
          = is_object ? tri_json_value_get (known, tri_json_value_get_name (read, i)) : tri_json_value_at (known, i);

      if (!same || has_more (tri_json_value_at (read, i), same))
        return TRUE;
    }
  return FALSE;
}

TriJsonValue *
tri_draft_dup_rest (const TriDraft *draft)
{
  TriDraft plain = *draft;
  g_autoptr (TriJsonValue) known = NULL;

  if (!draft->rest)
    return NULL;
  plain.rest = NULL;
  known = tri_draft_to_value (&plain);
  return has_more (draft->rest, known) ? tri_json_value_copy (draft->rest) : NULL;
}

GBytes *
tri_draft_to_bytes (const TriDraft *draft)
{
  g_autoptr (TriJsonValue) root = tri_draft_to_value (draft);

  return tri_json_value_to_bytes (root, 2);
}

/* Reading */

static gboolean
is_kind (const TriJsonIndex *index, guint token, TriJsonKind kind)
{
  return token != TRI_JSON_NONE && tri_json_index_get_tokens (index, NULL)[token].kind == kind;
}

/* FALSE if there is something at `token`, but not of `kind`. */
static gboolean
check_kind (const TriJsonIndex *index, guint token, TriJsonKind kind, const char *expected, GError **error)
{
  g_autofree char *path = NULL;

  if (token == TRI_JSON_NONE || is_kind (index, token, kind))
    return TRUE;
  path = tri_json_index_dup_path (index, token);
  g_set_error (error, TRI_ERROR, TRI_ERROR_SHAPE, _ ("%s: expected %s"), path, expected);
  return FALSE;
}

/* Puts the string that is the member `name` of `object` into `place`; nothing if there is none. */
static gboolean
read_string (const TriJsonIndex *index, guint object, const char *name, char **place, GError **error)
{
  guint token = tri_json_index_get_member (index, object, name);
  g_autofree char *text = NULL;
  gsize length;

  if (!check_kind (index, token, TRI_JSON_STRING, _ ("a string"), error))
    return FALSE;
  if (token == TRI_JSON_NONE)
    return TRUE;
  text = tri_json_index_dup_string (index, token, &length);
  g_free (*place);
  /* A NUL would end the text for everybody who reads it. */
  *place = text && strlen (text) != length ? tri_text_dup_displayable (text, (gssize) length, NULL)
                                           : g_steal_pointer (&text);
  return TRUE;
}

static gboolean
read_turns (const TriJsonIndex *index, guint turns, TriDraft *draft, GError **error)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);

  if (!check_kind (index, turns, TRI_JSON_ARRAY, _ ("an array"), error))
    return FALSE;
  for (guint turn = turns + 1; turns != TRI_JSON_NONE && turn < tokens[turns].next; turn = tokens[turn].next)
    {
      g_autofree char *role = NULL;
      g_autofree char *text = NULL;

      if (!check_kind (index, turn, TRI_JSON_OBJECT, _ ("an object"), error)
          || !read_string (index, turn, "role", &role, error) || !read_string (index, turn, "text", &text, error))
        return FALSE;
      tri_draft_add_turn (draft, g_strcmp0 (role, "assistant") == 0 ? TRI_ROLE_ASSISTANT : TRI_ROLE_USER,
                          text ? text : "");
    }
  return TRUE;
}

static gboolean
read_prompt (const TriJsonIndex *index, guint root, TriDraft *draft, GError **error)
{
  guint prompt = tri_json_index_get_member (index, root, "prompt");

  return check_kind (index, prompt, TRI_JSON_OBJECT, _ ("an object"), error)
         && read_string (index, prompt, "instructions", &draft->instructions, error)
         && read_string (index, prompt, "text", &draft->text, error)
         && read_turns (index, tri_json_index_get_member (index, prompt, "turns"), draft, error);
}

static gboolean
read_settings (const TriJsonIndex *index, guint root, TriDraft *draft, GError **error)
{
  guint settings = tri_json_index_get_member (index, root, "settings");

  if (!check_kind (index, settings, TRI_JSON_OBJECT, _ ("an object"), error))
    return FALSE;
  for (TriSetting i = 0; i < TRI_N_SETTINGS; i++)
    {
      const TriSettingInfo *info = tri_setting_get_info (i);
      guint token = tri_json_index_get_member (index, settings, info->id);
      g_autofree char *text = NULL;

      if (info->kind == TRI_SETTING_SWITCH)
        {
          if (token != TRI_JSON_NONE)
            tri_settings_set_switch (draft->settings, i, is_kind (index, token, TRI_JSON_TRUE));
          continue;
        }
      if (!read_string (index, settings, info->id, &text, error))
        return FALSE;
      if (text)
        tri_settings_set_text (draft->settings, i, text, NULL);
    }
  return TRUE;
}

static gboolean
read_column (const TriJsonIndex *index, guint object, TriDraftColumn *column, GError **error)
{
  guint server = tri_json_index_get_member (index, object, "server");

  if (!check_kind (index, object, TRI_JSON_OBJECT, _ ("an object"), error)
      || !check_kind (index, server, TRI_JSON_OBJECT, _ ("an object"), error)
      || !read_string (index, object, "format", &column->format, error)
      || !read_string (index, object, "model", &column->model, error)
      || !read_string (index, object, "members", &column->members, error)
      || !read_string (index, object, "body", &column->body, error)
      || !read_string (index, server, "base_url", &column->base_url, error)
      || !read_string (index, server, "name", &column->server_name, error)
      || !read_string (index, server, "model", &column->default_model, error)
      || !read_string (index, server, "key_env", &column->key_env, error))
    return FALSE;
  column->key_typed = is_kind (index, tri_json_index_get_member (index, server, "key_typed"), TRI_JSON_TRUE);
  column->brought = is_kind (index, tri_json_index_get_member (index, server, "brought"), TRI_JSON_TRUE);
  column->rest = tri_json_value_new_from_index (index, object);
  return TRUE;
}

static gboolean
read_columns (const TriJsonIndex *index, guint root, TriDraft *draft, GError **error)
{
  guint columns = tri_json_index_get_member (index, root, "columns");
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);

  if (!check_kind (index, columns, TRI_JSON_ARRAY, _ ("an array"), error))
    return FALSE;
  for (guint object = columns + 1; columns != TRI_JSON_NONE && object < tokens[columns].next;
       object = tokens[object].next)
    if (!read_column (index, object, tri_draft_add_column (draft), error))
      return FALSE;
  return TRUE;
}

static gboolean
check_version (const TriJsonIndex *index, guint root, GError **error)
{
  guint token = tri_json_index_get_member (index, root, "draft");
  g_autofree char *version = is_kind (index, token, TRI_JSON_NUMBER) ? tri_json_index_dup_raw (index, token) : NULL;
  guint64 number;

  if (!version || !g_ascii_string_to_unsigned (version, 10, 1, G_MAXUINT64, &number, NULL))
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("This is not a draft of Triptych"));
  else if (number > VERSION)
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("This draft was written by a newer version of Triptych"));
  else
    return TRUE;
  return FALSE;
}

TriDraft *
tri_draft_from_index (const TriJsonIndex *index, guint object, GError **error)
{
  g_autoptr (TriDraft) draft = NULL;

  if (!check_version (index, object, error))
    return NULL;
  draft = tri_draft_new ();
  if (!read_prompt (index, object, draft, error) || !read_settings (index, object, draft, error)
      || !read_columns (index, object, draft, error))
    return NULL;
  draft->rest = tri_json_value_new_from_index (index, object);
  return g_steal_pointer (&draft);
}

TriDraft *
tri_draft_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, error);

  return index ? tri_draft_from_index (index, 0, error) : NULL;
}

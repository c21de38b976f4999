/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain-mend.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "explain-places.h"
#include "migrate.h"

/* A request says within so many members that it is one. */
#define MAX_MEMBERS 256u

/* ---- Whose endpoint ---- */

/* Whether requests of the format have a member of that name. */
static gboolean
knows (const TriFormat *format, const char *name)
{
  gsize n_bytes = strlen (name);

  for (guint i = 0; i < format->cells->n; i++)
    {
      const TriCell *cell = &format->cells->list[i];

      if (cell->place == TRI_PLACE_REQUEST && strncmp (cell->path, name, n_bytes) == 0
          && strcspn (cell->path, ".[<") == n_bytes)
        return TRUE;
    }
  return FALSE;
}

/* Where a member is not known that the format of the request knows: the newest endpoint that lacks it. */
static const TriFormat *
find_stranger (const TriFormat *own, const char *name)
{
  static const char *const ids[] = { "responses", "chat", "completions" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const TriFormat *format = tri_format_find (ids[i]);

      if (format != own && !knows (format, name))
        return format;
    }
  return NULL;
}

/* Each format has its own list of what is to be answered. */
static const TriFormat *
find_owner (const char *name, gboolean is_inside)
{
  if (g_str_equal (name, "messages"))
    return tri_format_find ("chat");
  if (g_str_equal (name, "input"))
    return tri_format_find ("responses");
  return g_str_equal (name, "prompt") && !is_inside ? tri_format_find ("completions") : NULL;
}

const TriFormat *
tri_explain_find_endpoint (const TriJsonIndex *request, const char *param, TriExplainSign sign)
{
  const TriFormat *own = tri_migrate_find_format (request, 0);
  g_autofree char *name = param ? tri_explain_dup_first (param) : NULL;
  gboolean is_inside = name && !g_str_equal (name, param);
  const TriFormat *owner = name && (is_inside || sign == TRI_EXPLAIN_WANTS) ? find_owner (name, is_inside) : NULL;

  if (owner || !name)
    return owner ? owner : own;
  if (sign == TRI_EXPLAIN_WANTS && g_str_has_suffix (param, ".name"))
    return tri_format_find ("responses");
  if (sign == TRI_EXPLAIN_WANTS && (g_str_has_suffix (param, ".function") || g_str_has_suffix (param, ".custom")))
    return tri_format_find ("chat");
  /* Responses' own `prompt` is an object. */
  if (sign == TRI_EXPLAIN_HAS && g_str_equal (name, "prompt"))
    return tri_format_find ("responses");
  if (sign == TRI_EXPLAIN_LACKS && own && !is_inside && knows (own, name))
    return find_stranger (own, name);
  return own;
}

/* What a document that is no request is instead. */
static const char *
find_other (const TriJsonIndex *index)
{
  if (tri_json_index_get_tokens (index, NULL)[0].kind != TRI_JSON_OBJECT)
    return _ ("a value that is no object");
  if (tri_json_index_get_member (index, 0, "custom_id") != TRI_JSON_NONE)
    return _ ("a line of a Batch file, whose “body” is the request");
  if (tri_json_index_get_member (index, 0, "choices") != TRI_JSON_NONE
      || tri_json_index_get_member (index, 0, "output") != TRI_JSON_NONE)
    return _ ("an answer");
  return NULL;
}

gboolean
tri_explain_check_request (const TriJsonIndex *index, GError **error)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  const char *other = find_other (index);
  guint n_formats, n = 0;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  for (guint key = 1; !other && key < tokens[0].next && n++ < MAX_MEMBERS; key = tokens[key].next)
    {
      g_autofree char *name = tri_json_index_dup_text (index, key);

      for (guint i = 0; i < n_formats; i++)
        if (knows (formats[i], name))
          return TRUE;
    }
  /* An object with nothing in it lacks everything, as an API would say. */
  if (!other && tokens[0].next == 1)
    return TRUE;
  g_set_error (
      error, TRI_ERROR, TRI_ERROR_SHAPE,
      _ ("expected the request that was refused, with members such as “model”, “messages” or “input”, found %s"),
      other ? other : _ ("none of them"));
  return FALSE;
}

/* ---- Responses ---- */

static GBytes *
take_output (const TriMigration *migration, const TriJsonIndex *request)
{
  GBytes *output = tri_migration_get_output (migration);

  return g_bytes_equal (output, tri_json_index_get_bytes (request)) ? NULL : g_bytes_ref (output);
}

/* The whole request is one of another format. What it asks must come along, or the person has to decide. */
static GBytes *
convert (const TriJsonIndex *request, const TriFormat *endpoint, GError **error)
{
  TriMigrateOptions options = { .to = endpoint };
  g_autoptr (TriMigration) migration = tri_migration_new (tri_json_index_get_bytes (request), &options, error);
  const char *name = g_str_equal (endpoint->id, "chat") ? "messages" : "input";
  const TriLedger *ledger;

  if (!migration)
    return NULL;
  if (tri_json_index_get_member (tri_migration_get_output_index (migration), 0, name) != TRI_JSON_NONE)
    return take_output (migration, request);
  ledger = tri_migration_get_ledger (migration);
  for (guint i = 0; i < tri_ledger_get_n_entries (ledger); i++)
    {
      const TriLedgerEntry *entry = tri_ledger_get_entry (ledger, i);

      if (entry->rule->verdict == TRI_VERDICT_REFUSED)
        {
          g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("this must be mended by hand: %s"),
                       _ (entry->rule->reason));
          return NULL;
        }
    }
  return take_output (migration, request);
}

/* A request for Responses in which some of Chat was left. */
static GBytes *
mend_responses (const TriJsonIndex *request)
{
  g_autoptr (TriMigration) migration = tri_migration_new_mended (tri_json_index_get_bytes (request), NULL);
  TriJsonQuirks before = tri_json_index_get_quirks (request) & TRI_JSON_QUIRK_DUPLICATE_KEY;

  if (!migration)
    return NULL;
  if (!before && tri_json_index_get_quirks (tri_migration_get_output_index (migration)) & TRI_JSON_QUIRK_DUPLICATE_KEY)
    return NULL;
  return take_output (migration, request);
}

/* ---- Chat ---- */

/* Whether some of the tools, or the choice, has its name beside its type, as only Responses has. */
static gboolean
is_flat (TriJsonValue *value)
{
  if (tri_json_value_get (value, "name") || tri_json_value_get (value, "mode"))
    return TRUE;
  for (guint i = 0; tri_json_value_get_kind (value) == TRI_JSON_ARRAY && i < tri_json_value_get_length (value); i++)
    if (tri_json_value_get (tri_json_value_at (value, i), "name"))
      return TRUE;
  return FALSE;
}

/* What Chat does not have, but Responses, is moved out of the request into one for Responses. */
static TriJsonValue *
split (TriJsonValue *root)
{
  const TriFormat *chat = tri_format_find ("chat"), *responses = tri_format_find ("responses");
  TriJsonValue *foreign = tri_json_value_new_object ();

  for (guint i = tri_json_value_get_length (root); i > 0; i--)
    {
      g_autofree char *name = g_strdup (tri_json_value_get_name (root, i - 1));
      TriJsonValue *value = tri_json_value_at (root, i - 1);
      gboolean is_tools = g_str_equal (name, "tools") || g_str_equal (name, "tool_choice");

      if (is_tools ? !is_flat (value) : knows (chat, name) || !knows (responses, name))
        continue;
      tri_json_value_take (foreign, name, tri_json_value_copy (value));
      tri_json_value_remove (root, name);
      i = MIN (i, tri_json_value_get_length (root) + 1);
    }
  return foreign;
}

/* Instructions became the first message. */
static void
put_first (TriJsonValue *root, const TriJsonValue *message)
{
  TriJsonValue *old = tri_json_value_get (root, "messages");
  TriJsonValue *messages = tri_json_value_new_array ();

  tri_json_value_append (messages, tri_json_value_copy (message));
  for (guint i = 0; i < tri_json_value_get_length (old); i++)
    tri_json_value_append (messages, tri_json_value_copy (tri_json_value_at (old, i)));
  tri_json_value_take (root, "messages", messages);
}

/* Puts in what the foreign members were converted into, unless it is there. */
static void
join (TriJsonValue *root, TriJsonValue *converted, gboolean has_instructions)
{
  for (guint i = 0; i < tri_json_value_get_length (converted); i++)
    {
      const char *name = tri_json_value_get_name (converted, i);
      TriJsonValue *value = tri_json_value_at (converted, i);

      if (g_str_equal (name, "messages"))
        {
          if (has_instructions)
            put_first (root, tri_json_value_at (value, 0));
        }
      else if (!tri_json_value_get (root, name) && !g_str_equal (name, "store"))
        tri_json_value_take (root, name, tri_json_value_copy (value));
    }
}

static GBytes *
mend_chat (const TriJsonIndex *request)
{
  const TriMigrateOptions options = { .from = tri_format_find ("responses"), .to = tri_format_find ("chat") };
  g_autoptr (TriJsonValue) root = tri_json_value_new_from_index (request, 0);
  g_autoptr (TriJsonValue) foreign = split (root);
  g_autoptr (TriJsonValue) converted = NULL;
  g_autoptr (TriMigration) migration = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (tri_json_value_get_length (foreign) == 0
      || tri_json_value_get_kind (tri_json_value_get (root, "messages")) != TRI_JSON_ARRAY)
    return NULL;
  /* Without something to answer it would be no request. */
  tri_json_value_take (foreign, "input", tri_json_value_new_string ("-", -1));
  bytes = tri_json_value_to_bytes (foreign, 0);
  migration = tri_migration_new (bytes, &options, NULL);
  converted = migration ? tri_json_value_new_from_index (tri_migration_get_output_index (migration), 0) : NULL;
  if (!converted)
    return NULL;
  join (root, converted,
        tri_json_value_get_kind (tri_json_value_get (foreign, "instructions")) == TRI_JSON_STRING
            && !tri_json_value_is_null (tri_json_value_get (foreign, "instructions")));
  return tri_explain_lay_out (root, request);
}

GBytes *
tri_explain_mend (const TriJsonIndex *request, const TriFormat *endpoint, GError **error)
{
  const TriFormat *own = tri_migrate_find_format (request, 0);
  gboolean is_responses = g_strcmp0 (endpoint ? endpoint->id : "responses", "responses") == 0;
  const char *list = is_responses ? "input" : "messages";

  if (endpoint && g_str_equal (endpoint->id, "completions"))
    return NULL;
  if (!endpoint)
    endpoint = tri_format_find ("responses");
  if (own && own != endpoint && tri_json_index_get_member (request, 0, list) == TRI_JSON_NONE
      && tri_migrate_is_possible (own, endpoint))
    return convert (request, endpoint, error);
  return is_responses ? mend_responses (request) : mend_chat (request);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From answers to replies, as far as all formats do it alike: usage, errors in any of their shapes, and which of the
 * functions of a format reads what.
 */
#include "format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "text.h"

TriFold *
tri_fold_new (const TriFormat *format)
{
  TriFold *fold = g_new0 (TriFold, 1);

  fold->format = format;
  fold->reply = tri_reply_new ();
  return fold;
}

void
tri_fold_free (TriFold *fold)
{
  tri_reply_free (fold->reply);
  g_clear_pointer (&fold->document, tri_json_value_free);
  g_free (fold);
}

gboolean
tri_format_expect_string (JsonNode *object, const char *name, const char *path, const char **text, GError **error)
{
  JsonNode *node = tri_json_get (object, name);

  *text = tri_json_string (node);
  return node == NULL || *text != NULL || tri_json_set_shape_error (error, path, _ ("a string"), node);
}

/* A number as its shortest text: json-glib keeps doubles only, and %.17g would print 0.7 as 0.69999999999999996. */
static char *
dup_number (JsonNode *node)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double value = json_node_get_double (node);

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  for (int digits = 15; digits <= 17; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);

      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  return g_strdup (text);
}

static gboolean
is_number (JsonNode *node)
{
  GType type = node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
}

/* Far more numbers than any usage has; the rest is seen in the response. */
#define MAX_USAGE 256

static void
read_usage_members (TriReply *reply, JsonObject *object, const char *prefix)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *full = *prefix ? g_strdup_printf ("%s.%s", prefix, name) : g_strdup (name);

      if (is_number (node) && reply->usage->len < MAX_USAGE)
        {
          g_autofree char *value = dup_number (node);
          g_autofree char *path = g_strdup_printf ("usage.%s", full);

          tri_reply_usage (reply, full, value, path);
        }
      /* Published usage is two levels deep; deeper nesting is shown in the response, and a limit keeps this shallow. */
      else if (JSON_NODE_HOLDS_OBJECT (node) && *prefix == '\0')
        read_usage_members (reply, json_node_get_object (node), full);
    }
}

void
tri_fold_read_usage (TriFold *fold, JsonNode *usage, const char *input, const char *output, const char *details)
{
  TriReply *reply = fold->reply;

  if (usage == NULL || !JSON_NODE_HOLDS_OBJECT (usage))
    return;
  reply->usage_seen = TRUE;
  reply->n_usages++;
  reply->input_tokens = tri_json_get_count (usage, input);
  reply->output_tokens = tri_json_get_count (usage, output);
  reply->total_tokens = tri_json_get_count (usage, "total_tokens");
  reply->reasoning_tokens = tri_json_get_count (tri_json_get (usage, details), "reasoning_tokens");
  read_usage_members (reply, json_node_get_object (usage), "");
}

/* The text of a node that should be a string or number, else its JSON, for errors of foreign shapes. */
static char *
dup_loose_text (JsonNode *node)
{
  if (node == NULL)
    return NULL;
  if (tri_json_string (node))
    return tri_text_dup_displayable (tri_json_string (node), -1, NULL);
  if (is_number (node))
    return dup_number (node);
  return json_to_string (node, FALSE);
}

static TriApiError *
read_error_object (JsonNode *node)
{
  g_autofree char *message = dup_loose_text (tri_json_get (node, "message"));
  g_autofree char *type = dup_loose_text (tri_json_get (node, "type"));
  g_autofree char *code = dup_loose_text (tri_json_get (node, "code"));
  g_autofree char *param = dup_loose_text (tri_json_get (node, "param"));

  if (message == NULL)
    message = dup_loose_text (node);
  return tri_api_error_new (message, type, code, param);
}

TriApiError *
tri_api_error_read (JsonNode *document)
{
  JsonNode *error;
  g_autofree char *detail = NULL;

  if (document == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (document)) /* Gemini: [{"error": …}] */
    return tri_json_get_length (document) > 0 && !JSON_NODE_HOLDS_ARRAY (tri_json_at (document, 0))
               ? tri_api_error_read (tri_json_at (document, 0))
               : NULL;
  if (!JSON_NODE_HOLDS_OBJECT (document))
    return NULL;

  error = tri_json_get (document, "error");
  if (error && JSON_NODE_HOLDS_OBJECT (error))
    return read_error_object (error);
  if (error)
    {
      g_autofree char *message = dup_loose_text (error);

      return tri_api_error_new (message, NULL, NULL, NULL);
    }
  if (tri_json_get_string (document, "message"))
    return read_error_object (document);
  detail = dup_loose_text (tri_json_get (document, "detail")); /* FastAPI */
  return detail ? tri_api_error_new (detail, NULL, NULL, NULL) : NULL;
}

/* `error` is what tells an error from an answer; a bare "message" does not, as answers may have members of that name.
 */
static gboolean
is_error_document (JsonNode *document)
{
  if (JSON_NODE_HOLDS_ARRAY (document))
    return tri_json_get (tri_json_at (document, 0), "error") != NULL;
  if (g_strcmp0 (tri_json_get_string (document, "object"), "error") == 0)
    return TRUE;
  return tri_json_get (document, "error") != NULL && tri_json_get (document, "choices") == NULL
         && tri_json_get (document, "output") == NULL;
}

static TriNext
end_with_error (TriFold *fold, TriApiError *error)
{
  if (error == NULL)
    error = tri_api_error_new (_ ("The server reported an error without saying which."), NULL, NULL, NULL);
  tri_reply_take_error (fold->reply, error);
  return TRI_NEXT_API_ERROR;
}

/* A JsonNode keeps doubles only, so the numbers of the usage are spelled again as the server spelled them. */
static void
spell_usage (TriReply *reply, const TriJsonIndex *index, const char *prefix)
{
  for (guint i = 0; i < reply->usage->len; i++)
    {
      TriFact *fact = g_ptr_array_index (reply->usage, i);
      g_autofree char *path = g_strconcat (prefix, fact->path, NULL);
      char *raw = tri_json_index_dup_raw (index, tri_json_index_find (index, path));

      if (raw)
        {
          g_free (fact->value);
          fact->value = raw;
        }
    }
}

JsonNode *
tri_format_to_node (const TriFormat *format, const TriJsonIndex *index)
{
  guint error = tri_json_index_get_member (index, 0, "error");
  guint object = tri_json_index_get_member (index, 0, "object");
  g_autofree char *what = tri_json_index_dup_string (index, object, NULL);

  /* Whatever an error consists of may be all that there is to be shown of it. */
  if ((error != TRI_JSON_NONE && tri_json_index_get_tokens (index, NULL)[error].kind != TRI_JSON_NULL)
      || g_strcmp0 (what, "error") == 0)
    return tri_json_index_to_node (index);
  return tri_json_index_to_wanted (index, &format->reads);
}

TriNext
tri_fold_read (TriFold *fold, JsonNode *document, const TriJsonIndex *index, GError **error)
{
  TriApiError *api_error;

  if (is_error_document (document))
    return end_with_error (fold, tri_api_error_read (document));
  if (!fold->format->read (document, fold, error))
    return TRI_NEXT_UNREADABLE;
  spell_usage (fold->reply, index, "");
  api_error = fold->reply->error == NULL && tri_json_get (document, "error") ? tri_api_error_read (document) : NULL;
  if (api_error)
    tri_reply_take_error (fold->reply, api_error);
  return fold->reply->error ? TRI_NEXT_API_ERROR : TRI_NEXT_END;
}

static gboolean
is_blank (const char *data, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    if (!g_ascii_isspace (data[i]))
      return FALSE;
  return TRUE;
}

/* Event data as JSON. Invalid UTF-8 is replaced first, because one bad byte in a delta must not end an answer; the
 * bytes themselves stay in the record. */
static TriJsonIndex *
index_event (const TriSseEvent *event, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (g_utf8_validate_len (event->data, event->data_bytes, NULL))
    bytes = g_bytes_new_static (event->data, event->data_bytes);
  else
    {
      gsize n_bytes;
      char *text = tri_text_dup_displayable (event->data, event->data_bytes, &n_bytes);

      bytes = g_bytes_new_take (text, n_bytes);
    }
  return tri_json_index_new (bytes, error);
}

/* An `error` event names its error in one of three shapes, or as a bare value (streaming.md §5). */
static TriApiError *
read_error_event (JsonNode *data)
{
  TriApiError *error = tri_api_error_read (data);
  g_autofree char *text = NULL;

  if (error)
    {
      /* In the flat shape this is the event's type, and says nothing about the error. */
      if (g_strcmp0 (error->type, "error") == 0)
        g_clear_pointer (&error->type, g_free);
      return error;
    }
  if (JSON_NODE_HOLDS_NULL (data))
    return NULL;
  text = dup_loose_text (data);
  return tri_api_error_new (text, NULL, NULL, NULL);
}

static TriNext
read_event_data (TriFold *fold, const TriSseEvent *event, const TriJsonIndex *index, GError **error)
{
  g_autoptr (JsonNode) data = NULL;
  gboolean is_error = strcmp (event->type, "error") == 0;
  TriNext next;

  if (!is_error && tri_json_index_get_quirks (index) == 0 && fold->format->read_piece
      && fold->format->read_piece (index, fold, &next))
    return next;

  data = tri_json_index_build_node (index);
  fold->has_halves |= (tri_json_index_get_quirks (index) & TRI_JSON_QUIRK_LONE_SURROGATE) != 0;
  if (is_error || g_strcmp0 (tri_json_get_string (data, "type"), "error") == 0)
    return end_with_error (fold, read_error_event (data));
  if (is_error_document (data))
    return end_with_error (fold, tri_api_error_read (data));

  next = fold->format->read_event (event, data, index, fold, error);
  if (tri_json_index_find (index, "usage") != TRI_JSON_NONE)
    spell_usage (fold->reply, index, "");
  else if (tri_json_index_find (index, "response.usage") != TRI_JSON_NONE)
    spell_usage (fold->reply, index, "response.");
  if (next != TRI_NEXT_UNREADABLE && next != TRI_NEXT_API_ERROR && tri_json_get (data, "error"))
    return end_with_error (fold, tri_api_error_read (data));
  return next;
}

TriNext
tri_fold_read_event (TriFold *fold, const TriSseEvent *event, const TriJsonIndex *index, GError **error)
{
  g_autoptr (TriJsonIndex) own = NULL;

  if (event->kind == TRI_SSE_COMMENT || is_blank (event->data, event->data_bytes))
    return TRI_NEXT_MORE;
  if (event->data_bytes == 6 && memcmp (event->data, "[DONE]", 6) == 0)
    return fold->format->has_terminal_event ? TRI_NEXT_CUT : TRI_NEXT_END;
  if (index == NULL)
    index = own = index_event (event, error);
  return index ? read_event_data (fold, event, index, error) : TRI_NEXT_UNREADABLE;
}

void
tri_fold_finish (TriFold *fold)
{
  g_autoptr (TriFold) whole = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) document = NULL;

  if (!fold->has_halves || fold->document == NULL)
    return;
  whole = tri_fold_new (fold->format);
  bytes = tri_json_value_to_bytes (fold->document, 0);
  document = tri_json_parse (bytes, NULL, NULL);
  if (document && fold->format->read (document, whole, NULL))
    tri_reply_take_parts (fold->reply, whole->reply);
}

GBytes *
tri_fold_assemble (const TriFold *fold)
{
  return fold->document ? tri_json_value_to_bytes (fold->document, 2) : NULL;
}

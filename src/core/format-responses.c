/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "format-responses.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "format-responses-places.h"

/*
 * POST /responses: instructions and input items in, output items out.
 * Request and response: the published API's CreateResponse and Response. A stream is made of typed events; what the
 * pieces amount to is trusted in this order: the terminal event's `output`, the item of output_item.done, the text of a
 * .done event, the joined deltas.
 *
 * It has no names for stop, seed and penalties, and none for "usage in streams", because the terminal event always has
 * it.
 */

/* How far a position may lie beyond what came before: enough for servers that begin at 1 or leave some out. A larger
 * gap would make the assembled document grow by what a server claims instead of by what it sends. */
#define MAX_GAP 16

/* Asking */

static void
append_item (TriJsonValue *input, const char *role, const char *text)
{
  TriJsonValue *item = tri_json_value_new_object ();

  tri_json_value_take (item, "role", tri_json_value_new_string (role, -1));
  tri_json_value_take (item, "content", tri_json_value_new_string (text, -1));
  tri_json_value_append (input, item);
}

static void
build (const TriAsk *ask, TriJsonValue *request)
{
  const char *instructions = tri_prompt_get_instructions (ask->prompt);
  const char *text = tri_prompt_get_text (ask->prompt);
  TriJsonValue *input;
  const TriTurn *turns;
  guint n_turns;

  if (instructions)
    tri_json_value_take (request, "instructions", tri_json_value_new_string (instructions, -1));
  turns = tri_prompt_get_turns (ask->prompt, &n_turns);
  if (n_turns == 0)
    {
      tri_json_value_take (request, "input", tri_json_value_new_string (text, -1));
      return;
    }
  input = tri_json_value_new_array ();
  for (guint i = 0; i < n_turns; i++)
    append_item (input, turns[i].role == TRI_ROLE_USER ? "user" : "assistant", turns[i].text);
  append_item (input, "user", text);
  tri_json_value_take (request, "input", input);
}

/* Reading items */

static gboolean
read_part (JsonNode *part, const char *array, const char *path, TriReply *reply, GError **error)
{
  const char *type = tri_json_get_string (part, "type");
  g_autofree char *full = NULL;
  const char *text;

  if (!JSON_NODE_HOLDS_OBJECT (part))
    return tri_json_set_shape_error (error, path, _ ("an object"), part);
  for (guint i = 0; i < TRI_RESPONSES_N_PLACES; i++)
    if (g_strcmp0 (tri_responses_places[i].array, array) == 0
        && g_strcmp0 (tri_responses_places[i].part_type, type) == 0)
      {
        full = g_strdup_printf ("%s.%s", path, tri_responses_places[i].member);
        if (!tri_format_expect_string (part, tri_responses_places[i].member, full, &text, error))
          return FALSE;
        if (text && *text)
          tri_reply_set_text (reply, tri_reply_part (reply, tri_responses_places[i].kind, 0, full, NULL), text);
        return TRUE;
      }
  tri_reply_part (reply, TRI_PART_OTHER, 0, path, type ? type : _ ("part without a type"));
  return TRUE;
}

static gboolean
read_parts (JsonNode *item, const char *array, const char *path, TriReply *reply, GError **error)
{
  JsonNode *parts = tri_json_get (item, array);
  g_autofree char *array_path = g_strdup_printf ("%s.%s", path, array);

  if (parts && tri_json_string (parts)) /* some servers send the content of a message as one string */
    {
      tri_reply_set_text (reply, tri_reply_part (reply, TRI_PART_TEXT, 0, array_path, NULL), tri_json_string (parts));
      return TRUE;
    }
  if (parts && !JSON_NODE_HOLDS_ARRAY (parts))
    return tri_json_set_shape_error (error, array_path, _ ("an array"), parts);
  for (guint i = 0; i < tri_json_get_length (parts); i++)
    {
      g_autofree char *part_path = g_strdup_printf ("%s[%u]", array_path, i);

      if (!read_part (tri_json_at (parts, i), array, part_path, reply, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_call (JsonNode *item, const TriResponsesPlace *place, const char *path, TriReply *reply, GError **error)
{
  g_autofree char *full = g_strdup_printf ("%s.%s", path, place->member);
  const char *id = tri_json_get_string (item, "call_id");
  const char *name = tri_json_get_string (item, "name");
  const char *text;
  TriPart *part;

  if (!tri_format_expect_string (item, place->member, full, &text, error))
    return FALSE;
  part = tri_reply_part (reply, place->kind, 0, full, name ? name : place->part_type);
  if (name && strcmp (part->name, name) != 0) /* deltas that came before their item know only its type */
    {
      g_free (part->name);
      part->name = g_strdup (name);
    }
  if (part->id == NULL && id)
    part->id = g_strdup (id);
  if (text)
    tri_reply_set_text (reply, part, text);
  return TRUE;
}

static gboolean
read_item (JsonNode *item, const char *path, TriReply *reply, GError **error)
{
  const char *type = tri_json_get_string (item, "type");

  if (!JSON_NODE_HOLDS_OBJECT (item))
    return tri_json_set_shape_error (error, path, _ ("an object"), item);
  if (g_strcmp0 (type, "message") == 0 || g_strcmp0 (type, "reasoning") == 0)
    return read_parts (item, "summary", path, reply, error) && read_parts (item, "content", path, reply, error);
  for (guint i = 0; i < TRI_RESPONSES_N_PLACES; i++)
    if (tri_responses_places[i].array == NULL && g_strcmp0 (tri_responses_places[i].part_type, type) == 0)
      return read_call (item, &tri_responses_places[i], path, reply, error);
  tri_reply_part (reply, TRI_PART_OTHER, 0, path, type ? type : _ ("item without a type"));
  return TRUE;
}

/* Reading documents */

static gboolean
has_part (const TriReply *reply, TriPartKind kind)
{
  for (guint i = 0; i < reply->parts->len; i++)
    if (((TriPart *) g_ptr_array_index (reply->parts, i))->kind == kind)
      return TRUE;
  return FALSE;
}

/* There is no status for a tool call or a refusal: both are "completed", and the output tells (migration.md §6). */
static TriFinish
read_finish (const char *status, const char *reason, const TriReply *reply)
{
  static const struct
  {
    const char *status;
    TriFinish finish;
  } words[] = {
    { "failed", TRI_FINISH_FAILED },
    { "cancelled", TRI_FINISH_CANCELLED },
    { "in_progress", TRI_FINISH_NONE },
    { "queued", TRI_FINISH_NONE },
  };

  if (status == NULL)
    return TRI_FINISH_NONE;
  if (strcmp (status, "completed") == 0)
    return has_part (reply, TRI_PART_TOOL_CALL) ? TRI_FINISH_TOOL_CALLS
           : has_part (reply, TRI_PART_REFUSAL) ? TRI_FINISH_REFUSAL
                                                : TRI_FINISH_STOP;
  if (strcmp (status, "incomplete") == 0)
    return g_strcmp0 (reason, "max_output_tokens") == 0 ? TRI_FINISH_LENGTH
           : g_strcmp0 (reason, "content_filter") == 0  ? TRI_FINISH_CONTENT_FILTER
                                                        : TRI_FINISH_UNKNOWN;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].status, status) == 0)
      return words[i].finish;
  return TRI_FINISH_UNKNOWN;
}

/* All of a response object but its output. */
static gboolean
read_frame (JsonNode *document, TriFold *fold, GError **error)
{
  TriReply *reply = fold->reply;
  JsonNode *details = tri_json_get (document, "incomplete_details");
  JsonNode *failure = tri_json_get (document, "error");
  const char *status, *reason;

  if (!tri_format_expect_string (document, "status", "status", &status, error)
      || !tri_format_expect_string (details, "reason", "incomplete_details.reason", &reason, error))
    return FALSE;
  g_free (reply->id);
  reply->id = g_strdup (tri_json_get_string (document, "id"));
  g_free (reply->model);
  reply->model = g_strdup (tri_json_get_string (document, "model"));
  if (status)
    tri_reply_end (reply, "status", status, "status");
  if (reason)
    tri_reply_end (reply, "incomplete_details.reason", reason, "incomplete_details.reason");
  reply->finish = read_finish (status, reason, reply);
  tri_fold_read_usage (fold, tri_json_get (document, "usage"), "input_tokens", "output_tokens",
                       "output_tokens_details");
  if (failure)
    tri_reply_take_error (reply, tri_api_error_read (document));
  else if (g_strcmp0 (status, "failed") == 0 && reply->error == NULL)
    tri_reply_take_error (
        reply, tri_api_error_new (_ ("The server reported status “failed” without an error."), NULL, NULL, NULL));
  return TRUE;
}

static gboolean
read_output (JsonNode *output, TriReply *reply, GError **error)
{
  for (guint i = 0; i < tri_json_get_length (output); i++)
    {
      g_autofree char *path = g_strdup_printf ("output[%u]", i);

      if (!read_item (tri_json_at (output, i), path, reply, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_document (JsonNode *document, TriFold *fold, GError **error)
{
  JsonNode *output = tri_json_get (document, "output");

  if (!JSON_NODE_HOLDS_OBJECT (document))
    return tri_json_set_shape_error (error, _ ("the response"), _ ("an object"), document);
  if (output == NULL || !JSON_NODE_HOLDS_ARRAY (output))
    return tri_json_set_shape_error (error, "output", _ ("an array"), output);
  return read_output (output, fold->reply, error) && read_frame (document, fold, error);
}

/* Assembling */

static TriJsonValue *
ensure_array (TriJsonValue *object, const char *name)
{
  TriJsonValue *array = tri_json_value_get (object, name);

  if (array == NULL || tri_json_value_get_kind (array) != TRI_JSON_ARRAY)
    {
      tri_json_value_take (object, name, tri_json_value_new_array ());
      array = tri_json_value_get (object, name);
    }
  return array;
}

/* The element at `position`, an object with this type; made (and the places before it) where it is missing. */
static TriJsonValue *
ensure_element (TriJsonValue *array, guint position, const char *type)
{
  TriJsonValue *element;

  while (tri_json_value_get_length (array) <= position)
    {
      element = tri_json_value_new_object ();
      if (type)
        tri_json_value_take (element, "type", tri_json_value_new_string (type, -1));
      tri_json_value_append (array, element);
    }
  element = tri_json_value_at (array, position);
  if (tri_json_value_get_kind (element) != TRI_JSON_OBJECT)
    {
      tri_json_value_replace (array, position, tri_json_value_new_object ());
      element = tri_json_value_at (array, position);
    }
  return element;
}

static TriJsonValue *
ensure_document (TriFold *fold)
{
  if (fold->document == NULL)
    fold->document = tri_json_value_new_object ();
  return fold->document;
}

static TriJsonValue *
ensure_item (TriFold *fold, guint position, const char *type)
{
  return ensure_element (ensure_array (ensure_document (fold), "output"), position, type);
}

static void
replace_element (TriJsonValue *array, guint position, TriJsonValue *element)
{
  ensure_element (array, position, NULL);
  tri_json_value_replace (array, position, element);
}

/* Reading events */

/* A position in an event: absent means 0, as servers with a single item leave it out. */
static gboolean
get_position (JsonNode *data, const char *name, const TriJsonValue *array, guint *position, GError **error)
{
  gint64 value = name ? tri_json_get_count (data, name) : 0;

  if (value > (gint64) tri_json_value_get_length (array) + MAX_GAP)
    return tri_json_set_shape_error (error, name, _ ("a position that follows those before it"),
                                     tri_json_get (data, name));
  *position = value > 0 ? (guint) value : 0;
  return TRUE;
}

static gboolean
get_item_position (JsonNode *data, TriFold *fold, guint *position, GError **error)
{
  return get_position (data, "output_index", tri_json_value_get (fold->document, "output"), position, error);
}

/* The position of a part within the array `array` of item `item`; `name` is the member that says it. */
static gboolean
get_part_position (
    JsonNode *data, const char *array, const char *name, guint item, TriFold *fold, guint *position, GError **error)
{
  TriJsonValue *place = tri_json_value_at (tri_json_value_get (fold->document, "output"), item);

  return get_position (data, name, array ? tri_json_value_get (place, array) : NULL, position, error);
}

/* …delta and …done of a place: the same text grows in the reply and in the document. */
static TriNext
read_text_event (const TriResponsesPlace *place,
                 gboolean is_delta,
                 JsonNode *data,
                 const TriJsonIndex *index,
                 TriFold *fold,
                 GError **error)
{
  const char *member = is_delta ? "delta" : place->member;
  guint token = tri_json_index_get_member (index, 0, member);
  TriJsonValue *target, *have;
  g_autofree char *path = NULL;
  const char *text;
  guint item, position;
  TriPart *part;

  if (!get_item_position (data, fold, &item, error)
      || !get_part_position (data, place->array, place->position, item, fold, &position, error)
      || !tri_format_expect_string (data, member, member, &text, error))
    return TRI_NEXT_UNREADABLE;
  if (text == NULL)
    return TRI_NEXT_MORE;

  target = ensure_item (fold, item,
                        place->array == NULL                ? place->part_type
                        : place->kind == TRI_PART_REASONING ? "reasoning"
                                                            : "message");
  if (place->array)
    {
      path = g_strdup_printf ("output[%u].%s[%u].%s", item, place->array, position, place->member);
      target = ensure_element (ensure_array (target, place->array), position, place->part_type);
    }
  else
    path = g_strdup_printf ("output[%u].%s", item, place->member);

  have = tri_json_value_get (target, place->member);
  {
    TriJsonValue *more = tri_json_value_new_from_index (index, token);

    if (is_delta && have && tri_json_value_get_kind (have) == TRI_JSON_STRING)
      {
        tri_json_value_join (have, more);
        tri_json_value_free (more);
      }
    else
      tri_json_value_take (target, place->member, more);
  }

  if (*text == '\0' && place->array)
    return TRI_NEXT_MORE;
  part = tri_reply_part (fold->reply, place->kind, 0, path, place->array ? NULL : place->part_type);
  if (is_delta)
    tri_part_append (part, text);
  else
    tri_reply_set_text (fold->reply, part, text);
  return TRI_NEXT_MORE;
}

static TriNext
read_item_event (JsonNode *data, const TriJsonIndex *index, TriFold *fold, GError **error)
{
  guint token = tri_json_index_get_member (index, 0, "item");
  JsonNode *item = tri_json_get (data, "item");
  g_autofree char *path = NULL;
  guint position;

  if (!get_item_position (data, fold, &position, error))
    return TRI_NEXT_UNREADABLE;
  if (item == NULL)
    return TRI_NEXT_MORE;
  path = g_strdup_printf ("output[%u]", position);
  if (!read_item (item, path, fold->reply, error))
    return TRI_NEXT_UNREADABLE;
  replace_element (ensure_array (ensure_document (fold), "output"), position,
                   tri_json_value_new_from_index (index, token));
  return TRI_NEXT_MORE;
}

static TriNext
read_part_event (
    JsonNode *data, const TriJsonIndex *index, TriFold *fold, const char *array, const char *name, GError **error)
{
  guint token = tri_json_index_get_member (index, 0, "part");
  JsonNode *part = tri_json_get (data, "part");
  g_autofree char *path = NULL;
  guint item, position;

  if (!get_item_position (data, fold, &item, error)
      || !get_part_position (data, array, name, item, fold, &position, error))
    return TRI_NEXT_UNREADABLE;
  if (part == NULL)
    return TRI_NEXT_MORE;
  path = g_strdup_printf ("output[%u].%s[%u]", item, array, position);
  if (!read_part (part, array, path, fold->reply, error))
    return TRI_NEXT_UNREADABLE;
  replace_element (ensure_array (ensure_item (fold, item, "message"), array), position,
                   tri_json_value_new_from_index (index, token));
  return TRI_NEXT_MORE;
}

/* A snapshot before the end: the frame is kept, the output collected so far stays. */
static TriNext
read_snapshot (const TriJsonIndex *index, TriFold *fold)
{
  guint token = tri_json_index_get_member (index, 0, "response");
  TriJsonValue *document = token == TRI_JSON_NONE ? NULL : tri_json_value_new_from_index (index, token);
  TriJsonValue *output = tri_json_value_get (fold->document, "output");

  if (document == NULL)
    return TRI_NEXT_MORE;
  if (tri_json_value_get_kind (document) != TRI_JSON_OBJECT)
    {
      tri_json_value_free (document);
      return TRI_NEXT_MORE;
    }
  if (output && tri_json_value_get_length (tri_json_value_get (document, "output")) == 0)
    tri_json_value_take (document, "output", tri_json_value_copy (output));
  g_clear_pointer (&fold->document, tri_json_value_free);
  fold->document = document;
  return TRI_NEXT_MORE;
}

/* The terminal event's response is the whole document. What the pieces said gives way to it, and a difference is noted,
 * unless it has no output at all while the stream had (some servers send it empty): then the pieces stay. */
static TriNext
read_terminal (const char *type, JsonNode *data, const TriJsonIndex *index, TriFold *fold, GError **error)
{
  JsonNode *response = tri_json_get (data, "response");
  JsonNode *output = tri_json_get (response, "output");
  const char *status = tri_json_get_string (response, "status");
  const char *said = strrchr (type, '.') + 1;

  if (response == NULL || !JSON_NODE_HOLDS_OBJECT (response))
    {
      tri_json_set_shape_error (error, "response", _ ("an object"), response);
      return TRI_NEXT_UNREADABLE;
    }
  read_snapshot (index, fold);
  if (tri_json_get_length (output) > 0)
    {
      g_autoptr (TriReply) whole = tri_reply_new ();

      if (!read_output (output, whole, error))
        return TRI_NEXT_UNREADABLE;
      if (tri_reply_take_parts (fold->reply, whole))
        tri_reply_note (fold->reply,
                        _ ("The last event’s output differs from the pieces that came before it; it counts."));
    }
  if (!read_frame (response, fold, error))
    return TRI_NEXT_UNREADABLE;
  if (status == NULL)
    {
      tri_reply_end (fold->reply, "status", said, "status");
      fold->reply->finish = read_finish (said, NULL, fold->reply);
    }
  else if (strcmp (status, said) != 0)
    {
      g_autofree char *note = g_strdup_printf (_ ("The last event is “%s”, but its status says “%s”."), type, status);

      tri_reply_note (fold->reply, note);
    }
  return fold->reply->error ? TRI_NEXT_API_ERROR : TRI_NEXT_END;
}

static TriNext
read_event (const TriSseEvent *event, JsonNode *data, const TriJsonIndex *index, TriFold *fold, GError **error)
{
  const char *type = tri_json_get_string (data, "type");

  if (type == NULL)
    type = event->type;
  if (!JSON_NODE_HOLDS_OBJECT (data))
    {
      tri_json_set_shape_error (error, _ ("the event’s data"), _ ("an object"), data);
      return TRI_NEXT_UNREADABLE;
    }
  for (guint i = 0; i < TRI_RESPONSES_N_PLACES; i++)
    if (g_str_has_prefix (type, tri_responses_places[i].event))
      {
        const char *rest = type + strlen (tri_responses_places[i].event);

        if (strcmp (rest, ".delta") == 0 || strcmp (rest, ".done") == 0)
          return read_text_event (&tri_responses_places[i], strcmp (rest, ".delta") == 0, data, index, fold, error);
      }

  if (strcmp (type, "response.created") == 0 || strcmp (type, "response.in_progress") == 0
      || strcmp (type, "response.queued") == 0)
    return read_snapshot (index, fold);
  if (strcmp (type, "response.output_item.added") == 0 || strcmp (type, "response.output_item.done") == 0)
    return read_item_event (data, index, fold, error);
  if (strcmp (type, "response.content_part.added") == 0 || strcmp (type, "response.content_part.done") == 0)
    return read_part_event (data, index, fold, "content", "content_index", error);
  if (strcmp (type, "response.reasoning_summary_part.added") == 0
      || strcmp (type, "response.reasoning_summary_part.done") == 0)
    return read_part_event (data, index, fold, "summary", "summary_index", error);
  if (strcmp (type, "response.completed") == 0 || strcmp (type, "response.incomplete") == 0
      || strcmp (type, "response.failed") == 0 || strcmp (type, "response.cancelled") == 0)
    return read_terminal (type, data, index, fold, error);
  return TRI_NEXT_MORE; /* hosted tools' progress and types of later years: listed among the events */
}

static const char *const library_members[] = { "model",       "input", "instructions",      "stream",
                                               "temperature", "top_p", "max_output_tokens", "tools",
                                               "tool_choice", "text",  "reasoning",         "store",
                                               "metadata",    "user",  "include",           "previous_response_id",
                                               "truncation",  NULL };

static const TriLibrary library = {
  .call = "responses.create",
  .members = library_members,
  .text = "output_text",
  .piece = "delta",
  .event = "response.output_text.delta",
};

static const char *const reads[] = { "id", "model", "status", "incomplete_details", "usage", "output", NULL };

const TriFormat tri_format_responses = {
  .id = "responses",
  .title = "Responses",
  .about = N_ ("The newest. It takes input and instructions, and answers with a list of items: messages, reasoning, "
               "calls of tools. Its stream has named events."),
  .cells = &tri_responses_cells,
  .path = "/responses",
  .minimum_output_limit = 16,
  .has_terminal_event = TRUE,
  .library = &library,
  .build = build,
  .reads = { reads, "logprobs", 4 },
  .read = read_document,
  .read_event = read_event,
  .read_piece = tri_responses_read_piece,
};

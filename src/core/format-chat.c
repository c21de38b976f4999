/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "format-chat.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "format-choices.h"

/*
 * POST /chat/completions: messages in, a message out.
 * Request and response: the published API's CreateChatCompletionRequest and CreateChatCompletionResponse. A chunk holds
 * a `delta` where the document holds the `message`; apart from that they are read alike.
 */

static void
append_message (TriJsonValue *messages, const char *role, const char *text)
{
  TriJsonValue *message = tri_json_value_new_object ();

  tri_json_value_take (message, "role", tri_json_value_new_string (role, -1));
  tri_json_value_take (message, "content", tri_json_value_new_string (text, -1));
  tri_json_value_append (messages, message);
}

static void
build (const TriAsk *ask, TriJsonValue *request)
{
  TriJsonValue *messages = tri_json_value_new_array ();
  const TriTurn *turns;
  guint n_turns;

  /* "system" rather than "developer": every compatible server knows it, and OpenAI takes both. */
  if (tri_prompt_get_instructions (ask->prompt))
    append_message (messages, "system", tri_prompt_get_instructions (ask->prompt));
  turns = tri_prompt_get_turns (ask->prompt, &n_turns);
  for (guint i = 0; i < n_turns; i++)
    append_message (messages, turns[i].role == TRI_ROLE_USER ? "user" : "assistant", turns[i].text);
  append_message (messages, "user", tri_prompt_get_text (ask->prompt));
  tri_json_value_take (request, "messages", messages);
}

/* `content` is a string; some servers send an array of parts instead: text, thinking, and who knows what. */
static void
read_content_parts (JsonNode *parts, TriPartKind kind, guint number, const char *path, TriReply *reply)
{
  for (guint i = 0; i < tri_json_get_length (parts); i++)
    {
      JsonNode *part = tri_json_at (parts, i);
      const char *type = tri_json_get_string (part, "type");
      const char *text = tri_json_get_string (part, "text");

      if (text)
        tri_part_append (tri_reply_part (reply, kind, number, path, NULL), text);
      else if (g_strcmp0 (type, "thinking") == 0 && kind == TRI_PART_TEXT)
        read_content_parts (tri_json_get (part, "thinking"), TRI_PART_REASONING, number, path, reply);
      else
        tri_reply_part (reply, TRI_PART_OTHER, number, path, type ? type : _ ("part without a type"));
    }
}

static gboolean
read_content (JsonNode *message, guint number, const char *path, TriFold *fold, GError **error)
{
  JsonNode *content = tri_json_get (message, "content");
  g_autofree char *full = g_strdup_printf ("%s.content", path);

  if (content && JSON_NODE_HOLDS_ARRAY (content))
    {
      read_content_parts (content, TRI_PART_TEXT, number, full, fold->reply);
      return TRUE;
    }
  if (content && tri_json_string (content) == NULL)
    return tri_json_set_shape_error (error, full, _ ("a string"), content);
  if (content)
    tri_part_append (tri_reply_part (fold->reply, TRI_PART_TEXT, number, full, NULL), tri_json_string (content));
  return TRUE;
}

/* Members of a message that are one text: the published `refusal`, and the two names under which servers that publish
 * their reasoning send it. */
static gboolean
read_text_members (JsonNode *message, guint number, const char *path, TriFold *fold, GError **error)
{
  static const struct
  {
    const char *name;
    TriPartKind kind;
  } members[] = {
    { "reasoning_content", TRI_PART_REASONING },
    { "reasoning", TRI_PART_REASONING },
    { "refusal", TRI_PART_REFUSAL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *full = NULL;
      const char *text = tri_json_get_string (message, members[i].name);

      if (tri_json_get (message, members[i].name) == NULL)
        continue;
      full = g_strdup_printf ("%s.%s", path, members[i].name);
      /* A refusal that is no string is wrong; "reasoning" is nobody's standard and may be anything. */
      if (members[i].kind == TRI_PART_REFUSAL
          && !tri_format_expect_string (message, members[i].name, full, &text, error))
        return FALSE;
      if (text && *text)
        tri_part_append (tri_reply_part (fold->reply, members[i].kind, number, full, NULL), text);
    }
  return TRUE;
}

static gboolean
spells (const TriJsonValue *value, const char *text)
{
  g_autoptr (GString) quoted = g_string_new ("\"");

  tri_json_escape (quoted, text, -1);
  g_string_append_c (quoted, '"');
  return g_strcmp0 (tri_json_value_get_raw (value), quoted->str) == 0;
}

/* The position that a call has in the document. In a stream that is where its piece was merged: the latest call with
 * its index, if the server gives one, and with its id, if it has one (some proxies give every parallel call the index
 * 0). */
static guint
find_call (JsonNode *call, guint position, guint number, TriFold *fold)
{
  TriJsonValue *choice = tri_json_value_at (tri_json_value_get (fold->document, "choices"), number);
  TriJsonValue *calls = tri_json_value_get (tri_json_value_get (choice, "message"), "tool_calls");
  gint64 index = tri_json_get_count (call, "index");
  const char *id = tri_json_get_string (call, "id");

  for (guint k = tri_json_value_get_length (calls); k > 0; k--)
    {
      TriJsonValue *have = tri_json_value_at (calls, k - 1);
      const char *have_index = tri_json_value_get_raw (tri_json_value_get (have, "index"));

      if (index >= 0 ? have_index == NULL || g_ascii_strtoll (have_index, NULL, 10) != index
                     : id == NULL && k - 1 != position)
        continue;
      if (id == NULL || *id == '\0' || spells (tri_json_value_get (have, "id"), id))
        return k - 1;
    }
  return position;
}

/* A call of a function, or (`custom`) of a tool with free text. */
static gboolean
read_call (JsonNode *call, guint number, const char *path, TriFold *fold, GError **error)
{
  gboolean custom = tri_json_get (call, "custom") != NULL;
  JsonNode *what = tri_json_get (call, custom ? "custom" : "function");
  const char *member = custom ? "input" : "arguments";
  g_autofree char *full = g_strdup_printf ("%s.%s.%s", path, custom ? "custom" : "function", member);
  const char *id = tri_json_get_string (call, "id");
  const char *text;
  TriPart *part;

  if (!tri_format_expect_string (what, member, full, &text, error))
    return FALSE;
  part = tri_reply_part (fold->reply, TRI_PART_TOOL_CALL, number, full, tri_json_get_string (what, "name"));
  if (part->id == NULL && id && *id)
    part->id = g_strdup (id);
  if (text)
    tri_part_append (part, text);
  return TRUE;
}

static gboolean
read_calls (JsonNode *message, guint number, const char *path, TriFold *fold, GError **error)
{
  JsonNode *calls = tri_json_get (message, "tool_calls");
  JsonNode *function = tri_json_get (message, "function_call");
  TriJsonValue *choice = tri_json_value_at (tri_json_value_get (fold->document, "choices"), number);
  TriJsonValue *merged = tri_json_value_get (tri_json_value_get (choice, "message"), "tool_calls");

  if (tri_json_value_get_length (merged) > TRI_MAX_CALLS)
    {
      g_autofree char *calls_path = g_strdup_printf ("%s.tool_calls", path);

      return tri_json_set_shape_error (error, calls_path, _ ("at most 1024 calls"), calls);
    }
  for (guint i = 0; i < tri_json_get_length (calls); i++)
    {
      JsonNode *call = tri_json_at (calls, i);
      guint position = fold->document ? find_call (call, i, number, fold) : i;
      g_autofree char *call_path = g_strdup_printf ("%s.tool_calls[%u]", path, position);

      if (!JSON_NODE_HOLDS_OBJECT (call))
        return tri_json_set_shape_error (error, call_path, _ ("an object"), call);
      if (!read_call (call, number, call_path, fold, error))
        return FALSE;
    }
  if (function) /* deprecated, but servers still answer so when they are asked with `functions` */
    {
      g_autofree char *full = g_strdup_printf ("%s.function_call.arguments", path);
      const char *text;
      TriPart *part;

      if (!tri_format_expect_string (function, "arguments", full, &text, error))
        return FALSE;
      part = tri_reply_part (fold->reply, TRI_PART_TOOL_CALL, number, full, tri_json_get_string (function, "name"));
      if (text)
        tri_part_append (part, text);
    }
  return TRUE;
}

static gboolean
read_choice (JsonNode *choice, guint number, const char *path, TriFold *fold, GError **error)
{
  JsonNode *message = tri_json_get (choice, tri_json_get (choice, "delta") ? "delta" : "message");
  g_autofree char *full = g_strdup_printf ("%s.message", path);

  if (message == NULL) /* annotation frames and finish chunks of some servers have neither */
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (message))
    return tri_json_set_shape_error (error, full, _ ("an object"), message);
  if (!read_text_members (message, number, full, fold, error) || !read_content (message, number, full, fold, error)
      || !read_calls (message, number, full, fold, error))
    return FALSE;
  if (tri_json_get (message, "audio"))
    {
      g_autofree char *audio = g_strdup_printf ("%s.audio", full);

      tri_reply_part (fold->reply, TRI_PART_OTHER, number, audio, "audio");
    }
  return TRUE;
}

/* finish_reason "stop" with a refusal means that the model refused: the word alone does not tell. */
static void
mark_refusal (TriReply *reply)
{
  for (guint i = 0; i < reply->parts->len; i++)
    {
      const TriPart *part = g_ptr_array_index (reply->parts, i);

      if (part->kind == TRI_PART_REFUSAL && part->choice == 0 && reply->finish == TRI_FINISH_STOP)
        reply->finish = TRI_FINISH_REFUSAL;
    }
}

static gboolean
read_document (JsonNode *document, TriFold *fold, GError **error)
{
  if (!tri_choices_read (document, read_choice, fold, error))
    return FALSE;
  mark_refusal (fold->reply);
  return TRUE;
}

static TriNext
read_event (const TriSseEvent *event, JsonNode *data, const TriJsonIndex *index, TriFold *fold, GError **error)
{
  TriNext next = tri_choices_read_event (data, index, read_choice, "chat.completion", fold, error);

  mark_refusal (fold->reply);
  return next;
}

static gboolean
read_piece (const TriJsonIndex *index, TriFold *fold, TriNext *next)
{
  static const TriChoiceText text = { "delta", "message", "content", "message.content" };

  return tri_choices_read_piece (index, &text, fold, next);
}

static const char *const library_members[] = { "model",
                                               "messages",
                                               "stream",
                                               "stream_options",
                                               "temperature",
                                               "top_p",
                                               "max_completion_tokens",
                                               "max_tokens",
                                               "stop",
                                               "seed",
                                               "presence_penalty",
                                               "frequency_penalty",
                                               "n",
                                               "tools",
                                               "tool_choice",
                                               "response_format",
                                               "logprobs",
                                               "top_logprobs",
                                               "logit_bias",
                                               "user",
                                               "store",
                                               "metadata",
                                               "reasoning_effort",
                                               NULL };

static const TriLibrary library = {
  .call = "chat.completions.create",
  .members = library_members,
  .text = "choices[0].message.content",
  .piece = "choices[0].delta.content",
};

const TriFormat tri_format_chat = {
  .id = "chat",
  .title = "Chat Completions",
  .about = N_ ("It takes a list of messages with roles, and answers with the next message. Most servers speak it."),
  .cells = &tri_chat_cells,
  .path = "/chat/completions",
  .library = &library,
  .build = build,
  .read = read_document,
  .read_event = read_event,
  .read_piece = read_piece,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-talk.h"

#include "practice-server.h"
#include "core/text.h"

#include <string.h>

/* How the two list formats differ: Chat's messages and Responses' message items. */
typedef struct
{
  const char *name; /* of the list, for paths */
  const char *const *roles;
  const char *const *members; /* allowed in a message; NULL: not checked */
} ListFormat;

static const char *const chat_roles[] = { "system", "assistant", "user", "function", "tool", "developer", NULL };
static const char *const input_roles[] = { "assistant", "system", "developer", "user", NULL };
static const char *const input_members[] = { "type", "role", "content", "id", "status", "phase", NULL };

static const ListFormat chat_list = { "messages", chat_roles, NULL };
static const ListFormat input_list = { "input", input_roles, input_members };

static const char *const chat_parts[] = { "text", "image_url", "input_audio", "refusal", "audio", "file", NULL };
static const char *const input_parts[] = { "input_text", "input_image",         "output_text",  "refusal",
                                           "input_file", "computer_screenshot", "summary_text", NULL };
static const char *const assistant_parts[] = { "output_text", "refusal", NULL };

/* Items that a conversation may hold beside messages. They are counted, not read. */
static const char *const other_items[] = { "file_search_call",
                                           "computer_call",
                                           "computer_call_output",
                                           "web_search_call",
                                           "function_call",
                                           "function_call_output",
                                           "tool_search_call",
                                           "tool_search_output",
                                           "additional_tools",
                                           "reasoning",
                                           "compaction",
                                           "compaction_trigger",
                                           "image_generation_call",
                                           "code_interpreter_call",
                                           "local_shell_call",
                                           "local_shell_call_output",
                                           "shell_call",
                                           "shell_call_output",
                                           "apply_patch_call",
                                           "apply_patch_call_output",
                                           "mcp_list_tools",
                                           "mcp_approval_request",
                                           "mcp_approval_response",
                                           "mcp_call",
                                           "custom_tool_call_output",
                                           "custom_tool_call",
                                           "item_reference",
                                           "program",
                                           "program_output",
                                           "message",
                                           NULL };

static void
clear_turn (gpointer data)
{
  g_free (((TriTurn *) data)->text);
}

static TriPracticeTalk *
talk_new (void)
{
  TriPracticeTalk *talk = g_new0 (TriPracticeTalk, 1);

  talk->turns = g_array_new (FALSE, FALSE, sizeof (TriTurn));
  g_array_set_clear_func (talk->turns, clear_turn);
  return talk;
}

void
tri_practice_talk_free (TriPracticeTalk *talk)
{
  if (!talk)
    return;
  g_free (talk->instructions);
  g_array_unref (talk->turns);
  g_free (talk->text);
  g_free (talk);
}

static void
add_instructions (TriPracticeTalk *talk, const char *text)
{
  char *joined;

  talk->n_tokens += tri_practice_count_tokens (text);
  if (*text == '\0')
    return;
  joined = talk->instructions ? g_strconcat (talk->instructions, "\n\n", text, NULL) : g_strdup (text);
  g_free (talk->instructions);
  talk->instructions = joined;
}

static void
add_turn (TriPracticeTalk *talk, TriRole role, const char *text)
{
  TriTurn turn = { role, NULL };

  /* An assistant's message beside tool calls has no text; it is no turn of the conversation. */
  talk->n_tokens += tri_practice_count_tokens (text);
  if (role == TRI_ROLE_ASSISTANT && *text == '\0')
    return;
  turn.text = g_strdup (text);
  g_array_append_val (talk->turns, turn);
}

static void
add_message (TriPracticeTalk *talk, const char *role, const char *text)
{
  if (g_str_equal (role, "user"))
    add_turn (talk, TRI_ROLE_USER, text);
  else if (g_str_equal (role, "assistant"))
    add_turn (talk, TRI_ROLE_ASSISTANT, text);
  else if (g_str_equal (role, "system") || g_str_equal (role, "developer"))
    add_instructions (talk, text);
  else
    {
      talk->n_tokens += tri_practice_count_tokens (text); /* what a tool said */
      talk->n_other++;
    }
}

/* Takes the last user turn out of the turns: it is the prompt. */
static TriPracticeTalk *
talk_finish (TriPracticeTalk *talk)
{
  for (guint i = talk->turns->len; i > 0; i--)
    {
      const TriTurn *turn = &g_array_index (talk->turns, TriTurn, i - 1);

      if (turn->role == TRI_ROLE_USER)
        {
          talk->text = g_strdup (turn->text);
          g_array_remove_index (talk->turns, i - 1);
          return talk;
        }
    }
  talk->text = g_strdup ("");
  return talk;
}

char *
tri_practice_dup_text (const TriJsonIndex *index, guint token)
{
  gsize n_bytes = 0;
  g_autofree char *text = tri_json_index_dup_string (index, token, &n_bytes);

  if (text && memchr (text, '\0', n_bytes))
    return tri_text_dup_displayable (text, n_bytes, NULL);
  return g_steal_pointer (&text);
}

static gboolean
is_kind (const TriJsonIndex *index, guint token, TriJsonKind kind)
{
  guint n_tokens;

  return token != TRI_JSON_NONE && tri_json_index_get_tokens (index, &n_tokens)[token].kind == kind;
}

static gboolean
is_absent (const TriJsonIndex *index, guint token)
{
  return token == TRI_JSON_NONE || is_kind (index, token, TRI_JSON_NULL);
}

/* One part of a content list: its text goes to `text`. */
static gboolean
read_part (TriPracticeTalk *talk,
           const ListFormat *list,
           const TriJsonIndex *index,
           guint part,
           const char *role,
           const char *path,
           GString *text,
           TriPracticeRefusal *refusal)
{
  g_autofree char *type_path = g_strconcat (path, ".type", NULL);
  g_autofree char *type = NULL;
  g_autofree char *words = NULL;
  const char *member;
  guint value;
  const char *const *allowed = chat_parts;

  if (!is_kind (index, part, TRI_JSON_OBJECT))
    return tri_practice_refuse_type (refusal, index, part, path, "an object");
  type = tri_practice_dup_text (index, tri_json_index_get_member (index, part, "type"));
  if (!type)
    return tri_practice_refuse_missing (refusal, type_path);
  if (list == &input_list)
    allowed = g_str_equal (role, "assistant") ? assistant_parts : input_parts;
  if (!g_strv_contains (allowed, type))
    return tri_practice_refuse_value (refusal, type_path, type, allowed);

  if (!g_str_has_suffix (type, "text") && !g_str_equal (type, "refusal"))
    {
      talk->n_other++;
      return TRUE;
    }
  member = g_str_equal (type, "refusal") ? "refusal" : "text";
  value = tri_json_index_get_member (index, part, member);
  words = tri_practice_dup_text (index, value);
  if (!words)
    {
      g_autofree char *value_path = g_strconcat (path, ".", member, NULL);

      if (value == TRI_JSON_NONE)
        return tri_practice_refuse_missing (refusal, value_path);
      return tri_practice_refuse_type (refusal, index, value, value_path, "a string");
    }
  if (text->len > 0 && *words != '\0')
    g_string_append_c (text, '\n');
  g_string_append (text, words);
  return TRUE;
}

static gboolean
read_content (TriPracticeTalk *talk,
              const ListFormat *list,
              const TriJsonIndex *index,
              guint content,
              const char *role,
              const char *path,
              TriPracticeRefusal *refusal)
{
  guint n_tokens, i = 0;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  g_autoptr (GString) text = g_string_new (NULL);

  if (is_kind (index, content, TRI_JSON_STRING))
    {
      g_autofree char *whole = tri_practice_dup_text (index, content);

      add_message (talk, role, whole);
      return TRUE;
    }
  if (!is_kind (index, content, TRI_JSON_ARRAY))
    return tri_practice_refuse_type (refusal, index, content, path, "one of a string or array of objects");
  for (guint part = content + 1; part < tokens[content].next; part = tokens[part].next)
    {
      g_autofree char *part_path = g_strdup_printf ("%s[%u]", path, i++);

      if (!read_part (talk, list, index, part, role, part_path, text, refusal))
        return FALSE;
    }
  add_message (talk, role, text->str);
  return TRUE;
}

/* Members that a message item may not have are refused by Responses, by name. */
static gboolean
check_members (
    const ListFormat *list, const TriJsonIndex *index, guint message, const char *path, TriPracticeRefusal *refusal)
{
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);

  for (guint key = message + 1; list->members && key < tokens[message].next; key = tokens[key + 1].next)
    {
      g_autofree char *name = tri_practice_dup_text (index, key);

      if (!g_strv_contains (list->members, name))
        {
          g_autofree char *excerpt = tri_text_dup_excerpt (name, 64);
          g_autofree char *full = g_strconcat (path, ".", excerpt, NULL);

          return tri_practice_refuse (refusal, 400, full, "unknown_parameter", "Unknown parameter: '%s'.", full);
        }
    }
  return TRUE;
}

/* What a tool said, in an item of its own: its text counts as in a message of Chat. */
static void
count_output (TriPracticeTalk *talk, const TriJsonIndex *index, guint item)
{
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  guint output = tri_json_index_get_member (index, item, "output");
  g_autofree char *text = is_absent (index, output) ? NULL : tri_practice_dup_text (index, output);

  if (text)
    talk->n_tokens += tri_practice_count_tokens (text);
  for (guint part = output + 1; is_kind (index, output, TRI_JSON_ARRAY) && part < tokens[output].next;
       part = tokens[part].next)
    {
      guint words = tri_json_index_get_member (index, part, "text");
      g_autofree char *piece = is_absent (index, words) ? NULL : tri_practice_dup_text (index, words);

      if (piece)
        talk->n_tokens += tri_practice_count_tokens (piece);
    }
}

/* The calls in a message of Chat, each of which is an item of its own in Responses. */
static guint
count_calls (const TriJsonIndex *index, guint message)
{
  guint n_tokens, n_calls = 0;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  guint calls = tri_json_index_get_member (index, message, "tool_calls");

  for (guint call = calls + 1; is_kind (index, calls, TRI_JSON_ARRAY) && call < tokens[calls].next;
       call = tokens[call].next)
    n_calls++;
  return n_calls + !is_absent (index, tri_json_index_get_member (index, message, "function_call"));
}

/* A message of Chat without content: with calls, or with the words of a refusal beside it. */
static gboolean
read_empty_message (TriPracticeTalk *talk, const TriJsonIndex *index, guint message)
{
  guint refusal = tri_json_index_get_member (index, message, "refusal");
  g_autofree char *words = is_absent (index, refusal) ? NULL : tri_practice_dup_text (index, refusal);

  if (words)
    add_message (talk, "assistant", words);
  return TRUE;
}

/* One element of the list. Without a role it must be an item of another kind, which only Responses has. */
static gboolean
read_message (TriPracticeTalk *talk,
              const ListFormat *list,
              const TriJsonIndex *index,
              guint message,
              const char *path,
              TriPracticeRefusal *refusal)
{
  g_autofree char *role_path = g_strconcat (path, ".role", NULL);
  g_autofree char *content_path = g_strconcat (path, ".content", NULL);
  g_autofree char *type_path = g_strconcat (path, ".type", NULL);
  g_autofree char *type = NULL;
  g_autofree char *role = NULL;
  guint content;

  if (!is_kind (index, message, TRI_JSON_OBJECT))
    return tri_practice_refuse_type (refusal, index, message, path, "an object");
  type = list == &input_list ? tri_practice_dup_text (index, tri_json_index_get_member (index, message, "type")) : NULL;
  if (type && !g_strv_contains (other_items, type))
    return tri_practice_refuse_value (refusal, type_path, type, other_items);
  if (type && !g_str_equal (type, "message"))
    {
      talk->n_other++;
      count_output (talk, index, message);
      return TRUE;
    }

  role = tri_practice_dup_text (index, tri_json_index_get_member (index, message, "role"));
  if (!role)
    return tri_practice_refuse_missing (refusal, role_path);
  if (!g_strv_contains (list->roles, role))
    return tri_practice_refuse_value (refusal, role_path, role, list->roles);
  if (!check_members (list, index, message, path, refusal))
    return FALSE;
  talk->n_other += count_calls (index, message);

  content = tri_json_index_get_member (index, message, "content");
  if (!is_absent (index, content))
    return read_content (talk, list, index, content, role, content_path, refusal);
  if (list == &chat_list && g_str_equal (role, "assistant"))
    return read_empty_message (talk, index, message);
  return tri_practice_refuse_missing (refusal, content_path);
}

static gboolean
read_list (
    TriPracticeTalk *talk, const ListFormat *list, const TriJsonIndex *index, guint array, TriPracticeRefusal *refusal)
{
  guint n_tokens, i = 0;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);

  for (guint message = array + 1; message < tokens[array].next; message = tokens[message].next)
    {
      g_autofree char *path = g_strdup_printf ("%s[%u]", list->name, i++);

      if (!read_message (talk, list, index, message, path, refusal))
        return FALSE;
    }
  return TRUE;
}

TriPracticeTalk *
tri_practice_talk_from_messages (const TriJsonIndex *index, guint messages, TriPracticeRefusal *refusal)
{
  g_autoptr (TriPracticeTalk) talk = talk_new ();

  if (!read_list (talk, &chat_list, index, messages, refusal))
    return NULL;
  return talk_finish (g_steal_pointer (&talk));
}

TriPracticeTalk *
tri_practice_talk_from_input (const TriJsonIndex *index, guint input, guint instructions, TriPracticeRefusal *refusal)
{
  g_autoptr (TriPracticeTalk) talk = talk_new ();
  g_autofree char *system = tri_practice_dup_text (index, instructions);
  g_autofree char *text = tri_practice_dup_text (index, input);

  if (system)
    add_instructions (talk, system);
  if (text)
    add_turn (talk, TRI_ROLE_USER, text);
  else if (!read_list (talk, &input_list, index, input, refusal))
    return NULL;
  return talk_finish (g_steal_pointer (&talk));
}

/* The paragraphs of a transcript, as tri_prompt_dup_transcript() writes them. */
static const struct
{
  const char *label;
  const char *role;
} speakers[] = { { "System: ", "system" }, { "User: ", "user" }, { "Assistant: ", "assistant" } };

/* The speaker whose paragraph begins at `text`, or −1. */
static int
find_speaker (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (speakers); i++)
    if (g_str_has_prefix (text, speakers[i].label))
      return i;
  return -1;
}

/* Where the next paragraph with a label begins, or the end. "System: " is a label only at the very beginning. */
static const char *
find_paragraph (const char *text)
{
  for (const char *blank = strstr (text, "\n\n"); blank; blank = strstr (blank + 1, "\n\n"))
    if (find_speaker (blank + 2) > 0)
      return blank;
  return text + strlen (text);
}

TriPracticeTalk *
tri_practice_talk_from_prompt (const char *prompt)
{
  g_autoptr (TriPracticeTalk) talk = talk_new ();
  g_autofree char *stripped = g_strstrip (g_strdup (prompt));
  int speaker = find_speaker (stripped);

  if ((speaker == 0 || speaker == 1) && g_str_has_suffix (stripped, "\n\nAssistant:"))
    {
      const char *place = stripped;

      stripped[strlen (stripped) - strlen ("\n\nAssistant:")] = '\0';
      while ((speaker = find_speaker (place)) >= 0)
        {
          const char *text = place + strlen (speakers[speaker].label);
          const char *end = find_paragraph (text);
          g_autofree char *words = g_strndup (text, end - text);

          add_message (talk, speakers[speaker].role, words);
          if (*end == '\0')
            break;
          place = end + 2;
        }
    }
  talk_finish (talk);
  if (*talk->text == '\0')
    {
      g_free (talk->text);
      talk->text = g_strdup (prompt);
      g_clear_pointer (&talk->instructions, g_free);
      g_array_set_size (talk->turns, 0);
    }
  talk->n_tokens = tri_practice_count_tokens (prompt);
  return g_steal_pointer (&talk);
}

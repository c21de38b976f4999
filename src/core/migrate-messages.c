/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-run.h"

#include <string.h>

/* The members that a message of Chat can have; of each role some. */
enum
{
  ROLE,
  CONTENT,
  NAME,
  REFUSAL,
  AUDIO,
  CALLS,
  CALL,
  ANNOTATIONS, /* of an answer that was sent back as it came */
  CALL_ID,
  N_MEMBERS
};

static const char *const members[N_MEMBERS + 1]
    = { "role",       "content",       "name",        "refusal",      "audio",
        "tool_calls", "function_call", "annotations", "tool_call_id", NULL };

typedef enum
{
  SPEAKER_SYSTEM, /* or developer */
  SPEAKER_USER,
  SPEAKER_ASSISTANT,
  SPEAKER_TOOL,
  SPEAKER_FUNCTION,
  N_SPEAKERS
} Speaker;

static const struct
{
  const char *role;
  Speaker speaker;
  const char *role_meaning, *text_meaning;
  guint members; /* that the published API has for it, beside role and content */
} roles[] = {
  { "system", SPEAKER_SYSTEM, "instructions-role", "instructions", 1 << NAME },
  { "developer", SPEAKER_SYSTEM, "instructions-role", "instructions", 1 << NAME },
  { "user", SPEAKER_USER, "user-role", "user-text", 1 << NAME },
  { "assistant", SPEAKER_ASSISTANT, "assistant-role", "assistant-text",
    1 << NAME | 1 << REFUSAL | 1 << AUDIO | 1 << CALLS | 1 << CALL },
  { "tool", SPEAKER_TOOL, "tool-result-kind", "tool-result", 1 << CALL_ID },
  { "function", SPEAKER_FUNCTION, "tool-result-kind", "tool-result", 1 << NAME },
};

static int
find_role (const TriRun *run, guint role)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (tri_run_says (run, role, roles[i].role))
      return i;
  return -1;
}

static gboolean
is_absent (const TriRun *run, guint token)
{
  return token == TRI_JSON_NONE || tri_run_is (run, token, TRI_JSON_NULL);
}

/* ---- The assistant ---- */

/* A text or a refusal of an earlier answer, and the type of its part; TRI_JSON_NONE if it was no part. */
typedef struct
{
  guint text, type;
} Part;

/* Writes the text of parts as one JSON string. */
static void
write_joined (TriRun *run, const Part *parts, guint n_parts)
{
  g_autoptr (GString) joined = g_string_new ("\"");

  for (guint i = 0; i < n_parts; i++)
    {
      const TriJsonToken *text = &run->tokens[parts[i].text];

      g_string_append_len (joined, run->text + text->start + 1, text->end - text->start - 2);
    }
  g_string_append_c (joined, '"');
  tri_run_write (run, joined->str);
}

/* The parts of an earlier answer: the texts are gathered, and so are refusals; everything else is lost. */
static void
read_answer_parts (TriRun *run, guint content, GArray *texts, GArray *refusals)
{
  static const char *const names[] = { "type", "text", "refusal", "prompt_cache_breakpoint", NULL };
  guint slots[G_N_ELEMENTS (names)];

  for (guint part = content + 1; part < run->tokens[content].next; part = run->tokens[part].next)
    {
      gboolean is_part = tri_run_is (run, part, TRI_JSON_OBJECT);
      guint type = is_part ? tri_json_index_get_member (run->index, part, "type") : TRI_JSON_NONE;
      gboolean is_refusal = tri_run_says (run, type, "refusal");
      guint text
          = is_part ? tri_json_index_get_member (run->index, part, is_refusal ? "refusal" : "text") : TRI_JSON_NONE;

      if ((!is_refusal && !tri_run_says (run, type, "text")) || !tri_run_is (run, text, TRI_JSON_STRING))
        {
          tri_run_lose (run, TRI_RULE_PART_UNKNOWN, NULL, part);
          continue;
        }
      Part each = { text, type };

      tri_run_read (run, part, names, slots);
      g_array_append_val (is_refusal ? refusals : texts, each);
      tri_run_lose_unless_null (run, TRI_RULE_UNKNOWN_MEMBER, NULL, slots[is_refusal ? 1 : 2]);
      tri_run_lose_unless_null (run, TRI_RULE_UNKNOWN_MEMBER, "cache-breakpoint", slots[3]);
    }
}

static void
say_answer_texts (TriRun *run, TriRule rule, const char *name, GArray *texts)
{
  const Part *parts = (const Part *) texts->data;

  tri_json_printer_key (&run->printer, name);
  tri_run_begin (run, texts->len > 1 ? TRI_RULE_ASSISTANT_JOINED : rule, "assistant-text");
  for (guint i = 0; i < texts->len; i++)
    {
      if (parts[i].type != TRI_JSON_NONE)
        tri_run_take (run, parts[i].type);
      tri_run_take (run, parts[i].text);
    }
  if (texts->len == 1)
    tri_run_copy (run, parts[0].text);
  else
    write_joined (run, parts, texts->len);
}

/* Text beside a refusal, or a refusal alone. */
static void
say_answer_with_refusals (TriRun *run, GArray *texts, GArray *refusals)
{
  tri_run_open (run, "content", '[');
  if (texts->len > 0)
    {
      tri_run_open (run, NULL, '{');
      tri_run_say (run, TRI_RULE_REFUSAL_PART, "assistant-part", "type", "\"output_text\"");
      say_answer_texts (run, TRI_RULE_ASSISTANT_TEXT, "text", texts);
      tri_run_close (run, '}');
    }
  for (guint i = 0; i < refusals->len; i++)
    {
      Part part = g_array_index (refusals, Part, i);

      tri_run_open (run, NULL, '{');
      if (part.type != TRI_JSON_NONE)
        tri_run_move (run, TRI_RULE_MOVED, "refusal-part", "type", part.type);
      else
        tri_run_say (run, TRI_RULE_REFUSAL_PART, NULL, "type", "\"refusal\"");
      tri_run_move (run, part.type != TRI_JSON_NONE ? TRI_RULE_MOVED : TRI_RULE_REFUSAL, "refusal", "refusal",
                    part.text);
      tri_run_close (run, '}');
    }
  tri_run_close (run, ']');
}

/* The item of an earlier answer's text; FALSE if there is none to be made. */
static gboolean
convert_answer (TriRun *run, const guint *slots, gboolean has_calls)
{
  guint content = slots[CONTENT], refusal = slots[REFUSAL];
  g_autoptr (GArray) texts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_autoptr (GArray) refusals = g_array_new (FALSE, FALSE, sizeof (Part));
  Part said = { content, TRI_JSON_NONE }, refused = { refusal, TRI_JSON_NONE };
  gboolean is_plain = FALSE;

  if (tri_run_is (run, refusal, TRI_JSON_STRING))
    g_array_append_val (refusals, refused);
  else
    tri_run_lose_unless_null (run, TRI_RULE_WRONG_TYPE, "refusal", refusal);
  if (tri_run_is (run, content, TRI_JSON_STRING))
    {
      if (tri_run_is_empty (run, content) && (has_calls || refusals->len > 0))
        tri_run_lose (run, TRI_RULE_EMPTY_TEXT, NULL, content);
      else
        {
          is_plain = TRUE;
          g_array_append_val (texts, said);
        }
    }
  else if (tri_run_is (run, content, TRI_JSON_ARRAY) && !tri_run_is_empty (run, content))
    read_answer_parts (run, content, texts, refusals);
  else if (is_absent (run, content) || tri_run_is (run, content, TRI_JSON_ARRAY))
    {
      if (content != TRI_JSON_NONE)
        tri_run_lose (run, TRI_RULE_EMPTY_TEXT, NULL, content);
    }
  else
    tri_run_lose (run, TRI_RULE_WRONG_TYPE, "assistant-text", content);

  if (texts->len == 0 && refusals->len == 0)
    return FALSE;
  tri_run_open (run, NULL, '{');
  tri_run_move (run, TRI_RULE_MOVED, "assistant-role", "role", slots[ROLE]);
  if (refusals->len > 0)
    say_answer_with_refusals (run, texts, refusals);
  else if (is_plain)
    tri_run_move (run, TRI_RULE_MOVED, "assistant-text", "content", content);
  else
    say_answer_texts (run, TRI_RULE_ASSISTANT_PARTS, "content", texts);
  tri_run_close (run, '}');
  return TRUE;
}

static void
convert_assistant (TriRun *run, const guint *slots)
{
  gboolean has_calls = (tri_run_is (run, slots[CALLS], TRI_JSON_ARRAY) && !tri_run_is_empty (run, slots[CALLS]))
                       || tri_run_is (run, slots[CALL], TRI_JSON_OBJECT);
  gboolean has_item = convert_answer (run, slots, has_calls);

  tri_run_lose_unless_null (run, TRI_RULE_NAME, NULL, slots[NAME]);
  tri_run_lose_unless_null (run, TRI_RULE_ANSWER_AUDIO, NULL, slots[AUDIO]);
  if (!has_item && !has_calls)
    tri_run_lose (run, TRI_RULE_EMPTY_TURN, NULL, slots[ROLE]);
  tri_run_convert_calls (run, has_item || !has_calls ? TRI_JSON_NONE : slots[ROLE], slots[CALLS], slots[CALL]);
}

/* ---- Everybody ---- */

static void
convert_speaker (TriRun *run, const guint *slots, guint role)
{
  gboolean is_role_first = slots[ROLE] < slots[CONTENT];

  tri_run_open (run, NULL, '{');
  if (is_role_first)
    tri_run_move (run, TRI_RULE_MOVED, roles[role].role_meaning, "role", slots[ROLE]);
  tri_run_convert_content (run, "content", slots[CONTENT], roles[role].text_meaning);
  if (!is_role_first)
    tri_run_move (run, TRI_RULE_MOVED, roles[role].role_meaning, "role", slots[ROLE]);
  tri_run_close (run, '}');
  tri_run_lose_unless_null (run, TRI_RULE_NAME, NULL, slots[NAME]);
}

/* Members that belong to other roles, or to answers only. */
static void
lose_strange (TriRun *run, guint *slots, guint role)
{
  for (guint i = NAME; i < N_MEMBERS; i++)
    if (slots[i] != TRI_JSON_NONE && !(roles[role].members & (1 << i)))
      {
        gboolean is_empty
            = i == ANNOTATIONS && tri_run_is (run, slots[i], TRI_JSON_ARRAY) && tri_run_is_empty (run, slots[i]);

        tri_run_lose_unless_null (run, is_empty ? TRI_RULE_NEUTRAL : TRI_RULE_UNKNOWN_MEMBER, NULL, slots[i]);
        slots[i] = TRI_JSON_NONE;
      }
}

/* An item of Responses that is right as it is. */
static gboolean
is_item (const TriRun *run, guint message)
{
  guint role = tri_json_index_get_member (run->index, message, "role");
  guint content = tri_json_index_get_member (run->index, message, "content");

  if (tri_json_index_get_member (run->index, message, "type") != TRI_JSON_NONE)
    return TRUE;
  if (tri_run_says (run, role, "tool") || tri_run_says (run, role, "function")
      || tri_json_index_get_member (run->index, message, "tool_calls") != TRI_JSON_NONE)
    return FALSE;
  for (guint part = content + 1; tri_run_is (run, content, TRI_JSON_ARRAY) && part < run->tokens[content].next;
       part = run->tokens[part].next)
    {
      guint type = tri_run_is (run, part, TRI_JSON_OBJECT) ? tri_json_index_get_member (run->index, part, "type")
                                                           : TRI_JSON_NONE;

      if (tri_run_says (run, type, "text") || tri_run_says (run, type, "image_url") || tri_run_says (run, type, "file"))
        return FALSE;
    }
  return TRUE;
}

static void
convert_message (TriRun *run, guint message)
{
  guint slots[N_MEMBERS];
  int role;
  gboolean has_content;

  if (run->is_mend && tri_run_is (run, message, TRI_JSON_OBJECT) && is_item (run, message))
    {
      tri_run_move (run, TRI_RULE_KEPT, NULL, NULL, message);
      return;
    }

  if (!tri_run_is (run, message, TRI_JSON_OBJECT))
    {
      tri_run_lose (run, TRI_RULE_WRONG_TYPE, NULL, message);
      return;
    }
  role = find_role (run, tri_json_index_get_member (run->index, message, "role"));
  if (role < 0)
    {
      tri_run_lose (run, TRI_RULE_ROLE_UNKNOWN, NULL, message);
      return;
    }
  has_content = !is_absent (run, tri_json_index_get_member (run->index, message, "content"));
  if (!has_content && roles[role].speaker != SPEAKER_ASSISTANT)
    {
      tri_run_lose (run, TRI_RULE_NO_CONTENT, roles[role].text_meaning, message);
      return;
    }
  tri_run_read (run, message, members, slots);
  lose_strange (run, slots, role);
  switch (roles[role].speaker)
    {
    case SPEAKER_ASSISTANT:
      convert_assistant (run, slots);
      break;
    case SPEAKER_TOOL:
      tri_run_convert_result (run, slots[ROLE], slots[CALL_ID], TRI_JSON_NONE, slots[CONTENT]);
      break;
    case SPEAKER_FUNCTION:
      tri_run_convert_result (run, slots[ROLE], TRI_JSON_NONE, slots[NAME], slots[CONTENT]);
      break;
    default:
      convert_speaker (run, slots, role);
      break;
    }
}

/* ---- Instructions ---- */

/* The text of a system or developer message that can stand beside the input: a string, or the only part of a list. */
static guint
find_plain_text (const TriRun *run, guint message)
{
  guint role = tri_json_index_get_member (run->index, message, "role");
  guint content = tri_json_index_get_member (run->index, message, "content");

  if (!tri_run_says (run, role, "system") && !tri_run_says (run, role, "developer"))
    return TRI_JSON_NONE;
  if (tri_run_is (run, content, TRI_JSON_STRING))
    return content;
  if (!tri_run_is (run, content, TRI_JSON_ARRAY) || tri_run_is_empty (run, content)
      || run->tokens[content + 1].next < run->tokens[content].next
      || !tri_run_says (run, tri_json_index_get_member (run->index, content + 1, "type"), "text"))
    return TRI_JSON_NONE;
  content = tri_json_index_get_member (run->index, content + 1, "text");
  return tri_run_is (run, content, TRI_JSON_STRING) ? content : TRI_JSON_NONE;
}

/* Everything of a message that is neither its text nor its role is lost by name. */
static void
lose_around (TriRun *run, guint message, guint text)
{
  guint slots[N_MEMBERS];

  tri_run_read (run, message, members, slots);
  lose_strange (run, slots, 0);
  tri_run_lose_unless_null (run, TRI_RULE_NAME, NULL, slots[NAME]);
  if (text != slots[CONTENT])
    {
      static const char *const names[] = { "type", "text", "prompt_cache_breakpoint", NULL };
      guint part[G_N_ELEMENTS (names)];

      tri_run_read (run, slots[CONTENT] + 1, names, part);
      tri_run_lose_unless_null (run, TRI_RULE_UNKNOWN_MEMBER, "cache-breakpoint", part[2]);
    }
}

/* Writes the leading system and developer messages as instructions; returns the first message that stays. */
static guint
convert_instructions (TriRun *run, guint messages)
{
  guint end = run->tokens[messages].next, first = messages + 1, stays = first;
  guint n = 0;
  g_autoptr (GString) joined = g_string_new ("\"");

  for (guint text; stays < end && (text = find_plain_text (run, stays)) != TRI_JSON_NONE;
       stays = run->tokens[stays].next, n++)
    {
      const TriJsonToken *at = &run->tokens[text];

      g_string_append (joined, n > 0 ? "\\n\\n" : "");
      g_string_append_len (joined, run->text + at->start + 1, at->end - at->start - 2);
    }
  /* Without an input there would be nothing to answer. */
  if (n == 0 || stays >= end)
    return first;
  g_string_append_c (joined, '"');
  for (guint message = first; message < stays; message = run->tokens[message].next)
    lose_around (run, message, find_plain_text (run, message));
  tri_json_printer_key (&run->printer, "instructions");
  tri_run_begin (run, n > 1 ? TRI_RULE_INSTRUCTIONS_JOINED : TRI_RULE_TO_INSTRUCTIONS, NULL);
  for (guint message = first; message < stays; message = run->tokens[message].next)
    {
      guint text = find_plain_text (run, message);
      guint content = tri_json_index_get_member (run->index, message, "content");

      tri_run_take (run, tri_json_index_get_member (run->index, message, "role"));
      if (text != content)
        tri_run_take (run, tri_json_index_get_member (run->index, content + 1, "type"));
      tri_run_take (run, text);
    }
  tri_run_write (run, joined->str);
  return stays;
}

/* ---- The list ---- */

/* A single message of the user, which is the whole input as a string. */
static gboolean
convert_only_message (TriRun *run, guint message, guint end)
{
  guint role, content, slots[N_MEMBERS];

  if (run->tokens[message].next < end || !tri_run_is (run, message, TRI_JSON_OBJECT))
    return FALSE;
  role = tri_json_index_get_member (run->index, message, "role");
  content = tri_json_index_get_member (run->index, message, "content");
  if (!tri_run_says (run, role, "user") || !tri_run_is (run, content, TRI_JSON_STRING))
    return FALSE;
  tri_run_read (run, message, members, slots);
  lose_strange (run, slots, 2);
  tri_run_lose_unless_null (run, TRI_RULE_NAME, NULL, slots[NAME]);
  tri_json_printer_key (&run->printer, "input");
  tri_run_begin (run, TRI_RULE_ONLY_MESSAGE, NULL);
  tri_run_take (run, role);
  tri_run_take (run, content);
  tri_run_copy (run, content);
  return TRUE;
}

void
tri_run_convert_messages (TriRun *run, guint messages)
{
  guint end, first;

  if (!tri_run_is (run, messages, TRI_JSON_ARRAY))
    {
      tri_run_lose (run, TRI_RULE_WRONG_TYPE, NULL, messages);
      return;
    }
  if (tri_run_is_empty (run, messages))
    {
      tri_run_lose (run, TRI_RULE_NO_MESSAGES, NULL, messages);
      return;
    }
  end = run->tokens[messages].next;
  first = run->to_instructions ? convert_instructions (run, messages) : messages + 1;
  if (!run->is_mend && convert_only_message (run, first, end))
    return;
  tri_run_open (run, "input", '[');
  for (guint message = first; message < end; message = run->tokens[message].next)
    convert_message (run, message);
  tri_run_close (run, ']');
}

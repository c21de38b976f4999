/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-run.h"

/* The value of a member that is dealt with together with another one, which then has none. */
static guint
steal (TriRun *run, const char *name)
{
  for (guint i = 0; run->table[i].name; i++)
    if (g_str_equal (run->table[i].name, name))
      {
        guint value = run->fields[i];

        run->fields[i] = TRI_JSON_NONE;
        return value;
      }
  return TRI_JSON_NONE;
}

/* The same without taking it away. */
static guint
look (const TriRun *run, const char *name)
{
  for (guint i = 0; run->table[i].name; i++)
    if (g_str_equal (run->table[i].name, name))
      return run->fields[i];
  return TRI_JSON_NONE;
}

static gboolean
has (const TriRun *run, const char *name)
{
  guint value = look (run, name);

  return value != TRI_JSON_NONE && !tri_run_is (run, value, TRI_JSON_NULL);
}

/* ---- Plain ---- */

static void
keep (TriRun *run, const TriField *field, guint value)
{
  tri_run_move (run, TRI_RULE_KEPT, field->meaning, field->name, value);
}

/* What may also be written in the place of `user`, so that a null must not stand in the way. */
static void
keep_unless_null (TriRun *run, const TriField *field, guint value)
{
  tri_run_move_if (run, TRI_RULE_KEPT, field->meaning, field->name, value);
}

static gboolean
is_neutral (const TriRun *run, const TriField *field, guint value)
{
  if (!field->neutral)
    return FALSE;
  if (tri_run_is (run, value, TRI_JSON_NUMBER))
    {
      g_autofree char *raw = tri_json_index_dup_raw (run->index, value);

      /* 0 is 0.0 is -0: nothing is computed with them. */
      return g_ascii_isdigit (field->neutral[0]) && g_ascii_strtod (raw, NULL) == g_ascii_strtod (field->neutral, NULL);
    }
  if (g_str_equal (field->neutral, "{}"))
    return tri_run_is (run, value, TRI_JSON_OBJECT) && tri_run_is_empty (run, value);
  return tri_run_raw_is (run, value, field->neutral);
}

static void
drop (TriRun *run, const TriField *field, guint value)
{
  if (tri_run_is (run, value, TRI_JSON_NULL))
    tri_run_lose (run, TRI_RULE_NULL, field->meaning, value);
  else if (run->is_mend && field->rule == TRI_RULE_PENALTY) /* the live API takes them */
    keep (run, field, value);
  else if (tri_run_target_takes (run, field->meaning))
    tri_run_move (run, TRI_RULE_SERVER_TAKES, field->meaning, field->name, value);
  else
    tri_run_lose (run, is_neutral (run, field, value) ? TRI_RULE_NEUTRAL : field->rule, field->meaning, value);
}

/* ---- The limit ---- */

/* A whole number as it is written, if it is one that needs no more than a glance; −1 otherwise. */
static gint64
get_small_number (const TriRun *run, guint value)
{
  g_autofree char *raw = tri_run_is (run, value, TRI_JSON_NUMBER) ? tri_json_index_dup_raw (run->index, value) : NULL;
  double number = raw ? g_ascii_strtod (raw, NULL) : -1;

  return number >= 0 && number < 1e9 && number == (gint64) number ? (gint64) number : -1;
}

static void
convert_limit (TriRun *run, const TriField *field, guint value)
{
  gint64 number = get_small_number (run, value);

  if (tri_run_is (run, value, TRI_JSON_NULL) && run->from == TRI_WAY_COMPLETIONS)
    tri_run_reshape (run, TRI_RULE_LIMIT_DEFAULT, field->meaning, field->to, value, "16");
  else if (tri_run_is (run, value, TRI_JSON_NULL))
    tri_run_lose (run, TRI_RULE_NULL, field->meaning, value);
  else if (run->from == TRI_WAY_CHAT && g_str_equal (field->name, "max_tokens") && has (run, "max_completion_tokens"))
    tri_run_lose (run, TRI_RULE_LIMIT_TWICE, field->meaning, value);
  else if (run->to == TRI_WAY_RESPONSES && number >= 0 && number < 16)
    tri_run_lose (run, TRI_RULE_LIMIT_TOO_SMALL, field->meaning, value);
  else if (number == 0)
    tri_run_lose (run, TRI_RULE_LIMIT_ZERO, field->meaning, value);
  else
    tri_run_move (run, TRI_RULE_RENAMED, field->meaning, field->to, value);
}

/* ---- Log probabilities ---- */

static void
say_include (TriRun *run, TriRule rule, const char *meaning, guint source)
{
  tri_run_open (run, "include", '[');
  tri_run_reshape (run, rule, meaning, NULL, source, "\"message.output_text.logprobs\"");
  tri_run_close (run, ']');
}

/* Chat's word. */
static void
convert_logprobs (TriRun *run, const TriField *field, guint value)
{
  if (tri_run_is (run, value, TRI_JSON_TRUE))
    say_include (run, TRI_RULE_LOGPROBS, field->meaning, value);
  else
    drop (run, field, value);
}

/* Completions' number. */
static void
convert_logprobs_number (TriRun *run, const TriField *field, guint value)
{
  if (!tri_run_is (run, value, TRI_JSON_NUMBER))
    {
      tri_run_lose_unless_null (run, TRI_RULE_WRONG_TYPE, field->meaning, value);
      return;
    }
  if (run->to == TRI_WAY_CHAT)
    {
      tri_run_reshape (run, TRI_RULE_LOGPROBS_NUMBER, field->meaning, "logprobs", value, "true");
    }
  else
    say_include (run, TRI_RULE_LOGPROBS_NUMBER, field->meaning, value);
  tri_json_printer_key (&run->printer, "top_logprobs");
  tri_run_copy (run, value);
}

/* ---- Streams ---- */

static void
convert_stream_options (TriRun *run, const TriField *field, guint value)
{
  static const char *const names[] = { "include_usage", "include_obfuscation", NULL };
  guint slots[G_N_ELEMENTS (names)];

  if (!tri_run_is (run, value, TRI_JSON_OBJECT) || tri_run_is_empty (run, value))
    {
      keep (run, field, value);
      return;
    }
  tri_run_read (run, value, names, slots);
  tri_run_lose_unless_null (run, TRI_RULE_STREAM_USAGE, NULL, slots[0]);
  if (slots[1] == TRI_JSON_NONE)
    return;
  tri_run_open (run, "stream_options", '{');
  tri_run_move (run, TRI_RULE_KEPT, "stream-obfuscation", "include_obfuscation", slots[1]);
  tri_run_close (run, '}');
}

/* ---- Who asks ---- */

static void
convert_user (TriRun *run, const TriField *field, guint value)
{
  gsize n_bytes;
  g_autofree char *text = tri_json_index_dup_string (run->index, value, &n_bytes);
  gboolean has_safety = has (run, "safety_identifier"), has_cache = has (run, "prompt_cache_key");

  if (run->is_mend)
    keep (run, field, value);
  else if (!text)
    tri_run_lose_unless_null (run, TRI_RULE_WRONG_TYPE, field->meaning, value);
  else if (has_safety && has_cache)
    tri_run_lose (run, TRI_RULE_USER_SAID, field->meaning, value);
  else
    {
      gboolean is_long = !has_safety && g_utf8_strlen (text, n_bytes) > 64;

      tri_run_begin (run, is_long ? TRI_RULE_USER_HASHED : TRI_RULE_USER_SPLIT, field->meaning);
      tri_run_take (run, value);
      if (is_long)
        {
          g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, n_bytes);
          g_autofree char *json = g_strdup_printf ("\"%s\"", hash);

          tri_json_printer_key (&run->printer, "safety_identifier");
          tri_run_write (run, json);
        }
      else if (!has_safety)
        {
          tri_json_printer_key (&run->printer, "safety_identifier");
          tri_run_copy (run, value);
        }
      if (!has_cache)
        {
          tri_json_printer_key (&run->printer, "prompt_cache_key");
          tri_run_copy (run, value);
        }
    }
}

static void
convert_store (TriRun *run, const TriField *field, guint value)
{
  if (tri_run_is (run, value, TRI_JSON_NULL))
    tri_run_reshape (run, run->to == TRI_WAY_RESPONSES ? TRI_RULE_STORE_FALSE : TRI_RULE_STORE_TRUE, field->meaning,
                     "store", value, run->to == TRI_WAY_RESPONSES ? "false" : "true");
  else
    keep (run, field, value);
}

/* Only text is asked for: that is no loss. */
static void
convert_modalities (TriRun *run, const TriField *field, guint value)
{
  gboolean is_text = tri_run_is (run, value, TRI_JSON_ARRAY);

  for (guint element = value + 1; is_text && element < run->tokens[value].next; element = run->tokens[element].next)
    is_text = tri_run_says (run, element, "text");
  tri_run_lose_unless_null (run, is_text ? TRI_RULE_NEUTRAL : field->rule, field->meaning, value);
}

/* ---- Completions' prompt ---- */

static void
say_prompt (TriRun *run, guint prompt)
{
  if (run->to == TRI_WAY_RESPONSES)
    {
      tri_run_move (run, TRI_RULE_PROMPT, NULL, "input", prompt);
      return;
    }
  tri_run_open (run, "messages", '[');
  tri_run_open (run, NULL, '{');
  tri_run_say (run, TRI_RULE_PROMPT_ROLE, NULL, "role", "\"user\"");
  tri_run_move (run, TRI_RULE_PROMPT, NULL, "content", prompt);
  tri_run_close (run, '}');
  tri_run_close (run, ']');
}

static void
convert_prompt (TriRun *run, const TriField *field, guint value)
{
  guint first = value + 1;

  if (tri_run_is (run, value, TRI_JSON_STRING))
    say_prompt (run, value);
  else if (tri_run_is (run, value, TRI_JSON_NULL))
    tri_run_lose (run, TRI_RULE_PROMPT_NONE, NULL, value);
  else if (!tri_run_is (run, value, TRI_JSON_ARRAY) || tri_run_is_empty (run, value))
    tri_run_lose (run, TRI_RULE_WRONG_TYPE, field->meaning, value);
  else if (!tri_run_is (run, first, TRI_JSON_STRING))
    tri_run_lose (run, TRI_RULE_PROMPT_TOKENS, NULL, value);
  else if (run->tokens[first].next < run->tokens[value].next)
    tri_run_lose (run, TRI_RULE_PROMPT_LIST, NULL, value);
  else
    say_prompt (run, first);
}

/* ---- What has a file of its own ---- */

static void
convert_messages (TriRun *run, const TriField *field, guint value)
{
  tri_run_convert_messages (run, value);
}

static void
convert_tools (TriRun *run, const TriField *field, guint value)
{
  tri_run_convert_tools (run, steal (run, "tools"), steal (run, "functions"), steal (run, "web_search_options"));
}

static void
convert_choice (TriRun *run, const TriField *field, guint value)
{
  tri_run_convert_choice (run, steal (run, "tool_choice"), steal (run, "function_call"));
}

static void
convert_text (TriRun *run, const TriField *field, guint value)
{
  tri_run_convert_text (run, steal (run, "response_format"), steal (run, "verbosity"));
}

static void
convert_effort (TriRun *run, const TriField *field, guint value)
{
  if (tri_run_is (run, value, TRI_JSON_NULL))
    {
      tri_run_lose (run, TRI_RULE_NULL, field->meaning, value);
      return;
    }
  tri_run_open (run, "reasoning", '{');
  tri_run_move (run, TRI_RULE_MOVED, field->meaning, "effort", value);
  tri_run_close (run, '}');
}

/* ---- Back to Chat ---- */

static void
back_messages (TriRun *run, const TriField *field, guint value)
{
  tri_run_back_messages (run, steal (run, "instructions"), steal (run, "input"));
}

static void
back_tools (TriRun *run, const TriField *field, guint value)
{
  tri_run_back_tools (run, value);
}

static void
back_choice (TriRun *run, const TriField *field, guint value)
{
  tri_run_back_choice (run, value);
}

static void
back_text (TriRun *run, const TriField *field, guint value)
{
  tri_run_back_text (run, value);
}

static void
back_reasoning (TriRun *run, const TriField *field, guint value)
{
  tri_run_back_reasoning (run, value);
}

static void
back_include (TriRun *run, const TriField *field, guint value)
{
  tri_run_back_include (run, value);
}

static void
back_stream (TriRun *run, const TriField *field, guint value)
{
  tri_run_back_stream (run, steal (run, "stream"), steal (run, "stream_options"));
}

/* ---- The tables ---- */

#define SHARED                                                                                                         \
  { "model", keep, "model" }, { "temperature", keep, "temperature" }, { "top_p", keep, "top_p" },                      \
  {                                                                                                                    \
    "stream", keep, "stream"                                                                                           \
  }
#define SHARED_BY_CHAT_AND_RESPONSES                                                                                   \
  { "metadata", keep, "metadata" }, { "parallel_tool_calls", keep, "parallel-tool-calls" },                            \
      { "service_tier", keep, "service-tier" }, { "safety_identifier", keep_unless_null, "safety-identifier" },        \
      { "prompt_cache_key", keep_unless_null, "prompt-cache-key" },                                                    \
      { "prompt_cache_options", keep, "prompt-cache-mode" },                                                           \
      { "prompt_cache_retention", keep, "prompt-cache-retention" }, { "moderation", keep, "moderation-asked" },        \
      { "top_logprobs", keep, "top-logprobs-asked" },                                                                  \
  {                                                                                                                    \
    "store", convert_store, "store"                                                                                    \
  }
/* What neither Completions nor Chat can carry over to Responses. */
#define LOST_IN_RESPONSES                                                                                              \
  { "n", drop, "answers-asked", NULL, TRI_RULE_MANY_ANSWERS, "1" }, { "stop", drop, "stop", NULL, TRI_RULE_STOP },     \
      { "seed", drop, "seed", NULL, TRI_RULE_SEED },                                                                   \
      { "presence_penalty", drop, "presence-penalty", NULL, TRI_RULE_PENALTY, "0" },                                   \
      { "frequency_penalty", drop, "frequency-penalty", NULL, TRI_RULE_PENALTY, "0" },                                 \
      { "logit_bias", drop, "logit-bias", NULL, TRI_RULE_LOGIT_BIAS, "{}" },                                           \
      { "stream_options", convert_stream_options, "stream-options" },                                                  \
  {                                                                                                                    \
    "user", convert_user, "user"                                                                                       \
  }
#define LOST_OF_COMPLETIONS                                                                                            \
  { "suffix", drop, "suffix", NULL, TRI_RULE_SUFFIX }, { "echo", drop, "echo", NULL, TRI_RULE_ECHO, "false" },         \
  {                                                                                                                    \
    "best_of", drop, "best-of", NULL, TRI_RULE_BEST_OF, "1"                                                            \
  }

static const TriField completions_to_chat[] = {
  SHARED,
  LOST_OF_COMPLETIONS,
  { "prompt", convert_prompt, "user-text", "messages" },
  { "max_tokens", convert_limit, "output-limit", "max_completion_tokens" },
  { "logprobs", convert_logprobs_number, "logprobs-asked", "logprobs" },
  { "n", keep, "answers-asked" },
  { "stop", keep, "stop" },
  { "seed", keep, "seed" },
  { "presence_penalty", keep, "presence-penalty" },
  { "frequency_penalty", keep, "frequency-penalty" },
  { "logit_bias", keep, "logit-bias" },
  { "stream_options", keep, "stream-options" },
  { "user", keep, "user" },
  { NULL },
};

static const TriField completions_to_responses[] = {
  SHARED,
  LOST_OF_COMPLETIONS,
  LOST_IN_RESPONSES,
  { "prompt", convert_prompt, "user-text", "input" },
  { "max_tokens", convert_limit, "output-limit", "max_output_tokens" },
  { "logprobs", convert_logprobs_number, "logprobs-asked", "include" },
  { NULL },
};

static const TriField chat_to_responses[] = {
  SHARED,
  SHARED_BY_CHAT_AND_RESPONSES,
  LOST_IN_RESPONSES,
  { "messages", convert_messages, "user-text", "input" },
  { "max_completion_tokens", convert_limit, "output-limit", "max_output_tokens" },
  { "max_tokens", convert_limit, "output-limit", "max_output_tokens" },
  { "logprobs", convert_logprobs, "logprobs-asked", "include", TRI_RULE_WRONG_TYPE, "false" },
  { "tools", convert_tools, "tools", "tools" },
  { "functions", convert_tools, "tools", "tools" },
  { "web_search_options", convert_tools, "web-search", "tools" },
  { "tool_choice", convert_choice, "tool-choice", "tool_choice" },
  { "function_call", convert_choice, "tool-choice", "tool_choice" },
  { "response_format", convert_text, "answer-format", "text.format" },
  { "verbosity", convert_text, "verbosity", "text.verbosity" },
  { "reasoning_effort", convert_effort, "reasoning-effort", "reasoning.effort" },
  { "modalities", convert_modalities, "modalities", NULL, TRI_RULE_MODALITIES },
  { "audio", drop, "audio-asked", NULL, TRI_RULE_AUDIO },
  { "prediction", drop, "prediction", NULL, TRI_RULE_PREDICTION },
  { NULL },
};

static const TriField responses_to_chat[] = {
  { "model", keep, "model" },
  { "temperature", keep, "temperature" },
  { "top_p", keep, "top_p" },
  { "stream", back_stream, "stream" },
  { "stream_options", back_stream, "stream-options" },
  SHARED_BY_CHAT_AND_RESPONSES,
  { "presence_penalty", keep, "presence-penalty" },
  { "frequency_penalty", keep, "frequency-penalty" },
  { "user", keep, "user" },
  { "input", back_messages, "user-text", "messages" },
  { "instructions", back_messages, "instructions", "messages" },
  { "max_output_tokens", convert_limit, "output-limit", "max_completion_tokens" },
  { "include", back_include, NULL, "logprobs" },
  { "tools", back_tools, "tools", "tools" },
  { "tool_choice", back_choice, "tool-choice", "tool_choice" },
  { "text", back_text, "answer-format", "response_format" },
  { "reasoning", back_reasoning, "reasoning-effort", "reasoning_effort" },
  { "background", drop, NULL, NULL, TRI_RULE_BACK_RESPONSES_ONLY, "false" },
  { "context_management", drop, NULL, NULL, TRI_RULE_BACK_RESPONSES_ONLY },
  { "max_tool_calls", drop, NULL, NULL, TRI_RULE_BACK_RESPONSES_ONLY },
  { "conversation", drop, NULL, NULL, TRI_RULE_BACK_STATE },
  { "previous_response_id", drop, NULL, NULL, TRI_RULE_BACK_STATE },
  { "prompt", drop, NULL, NULL, TRI_RULE_BACK_STATE },
  { "truncation", drop, NULL, NULL, TRI_RULE_BACK_TRUNCATION, "\"disabled\"" },
  { NULL },
};

const TriField *
tri_fields_find (TriWay from, TriWay to)
{
  if (from == TRI_WAY_RESPONSES)
    return responses_to_chat;
  if (from == TRI_WAY_CHAT)
    return chat_to_responses;
  return to == TRI_WAY_CHAT ? completions_to_chat : completions_to_responses;
}

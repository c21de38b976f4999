/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How a word must stand: what it begins or ends with in code is no part of a longer name. */
typedef struct
{
  TriScanRow row;
  const char *words[4]; /* any of them; "~" stands for blanks, if there are any */
} Pattern;

/* Of two rows at the same place the first counts, so that the longer stand before the shorter. */
static const Pattern patterns[] = {
  /* Calls */
  { { "chat-call", "user-text", "client.responses.create (model=…, input=…)",
      N_ ("One of the libraries' calls; the request changes, too: triptych-cli migrate.") },
    { "chat.completions.create", "chat.completions.parse", "chat.completions.stream", "ChatCompletion.create" } },
  { { "completions-call", "user-text", "client.responses.create (model=…, input=…)",
      N_ ("What was gone on with is answered now.") },
    { ".completions.create", "openai.Completion.create", "createCompletion", "Completion.acreate" } },
  { { "chat-call", "user-text", "client.responses.create (…)", NULL },
    { "createChatCompletion", "ChatCompletion.acreate" } },
  { { "chat-path", NULL, "/v1/responses", NULL }, { "/chat/completions" } },
  { { "completions-path", NULL, "/v1/responses", NULL }, { "/v1/completions" } },
  /* Answers */
  { { "stream-text", "text", "event.type == \"response.output_text.delta\": event.delta",
      N_ ("Events have types; text comes in those named response.output_text.delta.") },
    { "choices[0].delta.content", "choices[0]?.delta?.content", "[\"choices\"][0][\"delta\"]",
      "['choices'][0]['delta']" } },
  { { "chat-text", "text", "output[].content[].text",
      N_ ("The text is spread over items and parts; output_text exists in the libraries only.") },
    { "choices[0].message.content", "choices[0]?.message?.content", "[\"choices\"][0][\"message\"]",
      "['choices'][0]['message']" } },
  { { "chat-calls", "tool-calls", "output[] of the type function_call",
      N_ ("Each call is an item, and its id is call_id.") },
    { ".message.tool_calls", "?.tool_calls", ".tool_calls", "[\"tool_calls\"]" } },
  { { "chat-function-call", "tool-calls", "output[] of the type function_call", NULL },
    { ".message.function_call", "[\"function_call\"]", "function_call~=", "function_call:" } },
  { { "completions-text", "text", "output[].content[].text", NULL },
    { "choices[0].text", "choices[0]?.text", "[\"choices\"][0][\"text\"]", "['choices'][0]['text']" } },
  { { "finish-reason", "end", "status, and incomplete_details.reason",
      N_ ("There is no status for calls of tools: look for function_call in output.") },
    { "finish_reason" } },
  { { "prompt-tokens", "input-tokens", "usage.input_tokens", NULL }, { "prompt_tokens" } },
  { { "completion-tokens", "output-tokens", "usage.output_tokens", N_ ("Reasoning is counted in it.") },
    { "completion_tokens" } },
  { { "fingerprint", NULL, "(nothing)", N_ ("Responses has none.") }, { "system_fingerprint" } },
  /* Requests */
  { { "messages", "user-text", "input=", N_ ("System messages may become instructions.") },
    { "messages~=~[", "messages:~[", "\"messages\":", "'messages':" } },
  { { "response-format", "answer-format", "text={\"format\": …}", N_ ("The object json_schema is gone.") },
    { "response_format" } },
  { { "reasoning-effort", "reasoning-effort", "reasoning={\"effort\": …}", NULL }, { "reasoning_effort" } },
  { { "functions", "tools", "tools=[{\"type\": \"function\", …}]", N_ ("Functions are deprecated.") },
    { "functions~=~[", "functions:~[", "\"functions\":", "'functions':" } },
  { { "limit", "output-limit", "max_output_tokens=", N_ ("The minimum is 16, and reasoning counts.") },
    { "max_completion_tokens", "max_tokens" } },
  { { "stream-usage", "stream-usage", "(nothing)", N_ ("Usage always comes, in the last event.") },
    { "include_usage" } },
  { { "logprobs", "logprobs-asked", "include=[\"message.output_text.logprobs\"]", NULL },
    { "logprobs~=", "\"logprobs\":", "'logprobs':" } },
  { { "logit-bias", "logit-bias", "(nothing)", N_ ("Responses has none.") }, { "logit_bias" } },
};

static gboolean
is_name (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* How many bytes of `at` the word takes; 0 if it does not stand there. */
static gsize
match (const char *word, const char *at, const char *end)
{
  const char *start = at;

  for (; *word; word++)
    if (*word == '~')
      while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    else if (at < end && *at == *word)
      at++;
    else
      return 0;
  /* "max_tokens" is not in "max_tokens_left". */
  return is_name (at[-1]) && at < end && is_name (*at) ? 0 : (gsize) (at - start);
}

/* The first bytes that a word can have, so that most places are passed at once. */
static void
list_beginnings (gboolean *is_beginning)
{
  memset (is_beginning, 0, 256 * sizeof (gboolean));
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    for (guint w = 0; w < G_N_ELEMENTS (patterns[i].words) && patterns[i].words[w]; w++)
      is_beginning[(guchar) patterns[i].words[w][0]] = TRUE;
}

static const Pattern *
find (const char *text, const char *at, const char *end, gsize *n_bytes)
{
  gboolean is_inside = at > text && is_name (at[-1]) && is_name (*at);

  for (guint i = 0; i < G_N_ELEMENTS (patterns) && !is_inside; i++)
    for (guint w = 0; w < G_N_ELEMENTS (patterns[i].words) && patterns[i].words[w]; w++)
      if ((*n_bytes = match (patterns[i].words[w], at, end)) > 0)
        return &patterns[i];
  return NULL;
}

static void
free_hit (gpointer data)
{
  TriScanHit *hit = data;

  g_free (hit->found);
  g_free (hit);
}

GPtrArray *
tri_scan_text (const char *text, gsize n_bytes)
{
  GPtrArray *hits;
  gboolean is_beginning[256];
  const char *end = text + n_bytes;
  guint line = 1, column = 1;

  if (n_bytes > 0 && memchr (text, '\0', n_bytes))
    return NULL;
  hits = g_ptr_array_new_with_free_func (free_hit);
  list_beginnings (is_beginning);
  for (const char *at = text; at < end;)
    {
      gsize length = 1;
      const Pattern *pattern = is_beginning[(guchar) *at] ? find (text, at, end, &length) : NULL;

      if (pattern)
        {
          TriScanHit *hit = g_new (TriScanHit, 1);

          *hit = (TriScanHit){ &pattern->row, line, column, g_strndup (at, length) };
          g_ptr_array_add (hits, hit);
        }
      else
        length = 1;
      for (; length > 0; length--, at++)
        if (*at == '\n')
          {
            line++;
            column = 1;
          }
        else if ((*at & 0xc0) != 0x80)
          column++;
    }
  return hits;
}

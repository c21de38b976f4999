/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of what the request says. */
static const TriExplainRow rows[] = {
  { "moved", "Unsupported parameter: '*'. In the Responses API, this parameter has moved to '*'.*", NULL,
    TRI_RECIPE_MEND, 0, 1, N_ ("The request has a member of Chat Completions that has another place in Responses."),
    N_ ("Move it there: that is what converting the whole request does.") },
  { "chat-limit", "Unsupported parameter: '*' is not supported with this model. Use '*' instead.", "output-limit",
    TRI_RECIPE_RENAME, 0, 1, N_ ("This model reasons, and its limit counts the reasoning too: it has another name."),
    N_ ("Rename it. A small limit leaves no room for visible text.") },
  { "tools-with-effort",
    "Function tools with reasoning_effort are not supported for * in /v1/chat/completions. To use function tools, use "
    "/v1/responses or set reasoning_effort to 'none'.",
    "reasoning-effort", TRI_RECIPE_EFFORT_NONE, -1, -1,
    N_ ("Chat Completions lets this model reason or call functions, not both; some models refuse even where no effort "
        "was asked for."),
    N_ ("Move to Responses, where both work; or ask for no reasoning.") },
  { "unsupported-with-model", "Unsupported parameter: '*' is not supported with this model.", NULL, TRI_RECIPE_REMOVE,
    0, -1, N_ ("Whether a model takes it depends on the model and on its reasoning effort."), N_ ("Take it out.") },
  { "only-default",
    "Unsupported value: '*' does not support * with this model. Only the default (*) value is supported.", NULL,
    TRI_RECIPE_REMOVE, 0, 2, N_ ("This model reasons, and takes only the default here."), N_ ("Take it out.") },
  { "unknown-parameter", "Unknown parameter: '*'. Did you mean '*'?", NULL, TRI_RECIPE_UNKNOWN, 0, 1,
    N_ ("This API does not have the member. The name that is offered is merely spelt alike, and may mean something "
        "else."),
    N_ ("Take it out.") },
  { "unknown-parameter", "Unknown parameter: '*'.", NULL, TRI_RECIPE_UNKNOWN, 0, -1,
    N_ ("This API does not have the member."), N_ ("Take it out.") },
  { "missing-model", "you must provide a model parameter", "model", TRI_RECIPE_MODEL, -1, -1,
    N_ ("The request does not say which model is asked."), N_ ("Add the member “model”.") },
  { "missing-parameter", "Missing required parameter: '*'.", NULL, TRI_RECIPE_MISSING, 0, -1,
    N_ ("A member that the API wants is not there. Inside tools, tool_choice and text.format that is mostly the form "
        "of "
        "Chat Completions, which has an object more."),
    N_ ("Add it, or take out the object that stands around it.") },
  { "nothing-to-answer", "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be provided.",
    "user-text", TRI_RECIPE_INPUT, -1, -1, N_ ("The request has nothing that could be answered: the input is empty."),
    N_ ("Say something in “input”.") },
  { "below-minimum", "Invalid '*': * below minimum value. Expected a value >= *, but got * instead.", NULL,
    TRI_RECIPE_SET_NUMBER, 0, 2, N_ ("The number is smaller than the API takes. Responses takes no limit below 16."),
    N_ ("Ask for the least that is allowed, and cut the text yourself.") },
  { "above-maximum", "Invalid '*': * above maximum value. Expected a value <= *, but got * instead.", NULL,
    TRI_RECIPE_SET_NUMBER, 0, 2, N_ ("The number is greater than the API takes."),
    N_ ("Ask for the most that is allowed.") },
  { "too-many-members",
    "Invalid '*': too many properties. Expected an object with at most * properties, but got an object with * "
    "properties "
    "instead.",
    "metadata", TRI_RECIPE_SHORTEN, 0, 1, N_ ("The object has more members than the API takes."),
    N_ ("Leave out what is too much.") },
  { "too-many-elements",
    "Invalid '*': array too long. Expected an array with maximum length *, but got an array with length * instead.",
    NULL, TRI_RECIPE_SHORTEN, 0, 1, N_ ("The array has more elements than the API takes."),
    N_ ("Leave out what is too much.") },
  { "too-long",
    "Invalid '*': string too long. Expected a string with maximum length *, but got a string with length * instead.",
    NULL, TRI_RECIPE_SHORTEN, 0, 1, N_ ("The string is longer than the API takes."),
    N_ ("Shorten it; an identifier should be hashed.") },
  { "wrong-word", "Invalid value: '*'. Supported values are: *.", NULL, TRI_RECIPE_WORD, -1, 1,
    N_ ("The word is none of those that the API knows here. Parts of messages have other names in Responses: "
        "input_text, input_image, and output_text in what the assistant said."),
    N_ ("Take the one of the words that is meant. Where none is like it, leave it out: a tool of a kind that the "
        "server "
        "does not have goes, and a custom tool becomes a function with one text, which your code then reads out of "
        "its arguments.") },
  { "wrong-type", "Invalid type for '*': expected *, but got * instead.", NULL, TRI_RECIPE_TYPE, 0, 1,
    N_ ("The value is of another type than the API wants."), N_ ("Write it as what is expected.") },
  { "orphan-result", "No tool call found for function call output with call_id *.", "tool-result-id", TRI_RECIPE_ORPHAN,
    -1, 0,
    N_ ("The result of a tool names a call that stands nowhere before it: neither in the input nor in the answer that "
        "previous_response_id names."),
    N_ ("Send the call too, before its result: replay the whole output of the answer. Or leave the result out.") },
  { "missing-result", "No tool output found for function call *.", "tool-result-id", TRI_RECIPE_UNANSWERED, -1, 0,
    N_ ("A tool was called, and the input goes on without its result."),
    N_ ("Add the result, or leave the call out.") },
  { "no-previous", "Previous response with id '*' not found.", "previous-response", TRI_RECIPE_REMOVE, 0, 0,
    N_ ("There is no such answer: it was not stored (store: false), is older than the server keeps them, or was made "
        "by "
        "another server or key."),
    N_ ("Send the whole conversation as input instead.") },
  { "no-conversation", "Conversation with id '*' not found.", "conversation", TRI_RECIPE_REMOVE, 0, 0,
    N_ ("There is no such conversation on this server."), N_ ("Send the whole conversation as input instead.") },
  { "no-prompt", "Prompt with id '*' not found.", "prompt-template", TRI_RECIPE_REMOVE, 0, 0,
    N_ ("There is no such stored prompt; stored prompts end in November 2026."),
    N_ ("Put its text into input and instructions.") },
  { "excluding", "Mutually exclusive parameters: '*' and '*' cannot be sent together.", NULL, TRI_RECIPE_REMOVE, 1, -1,
    N_ ("Two members say the same thing in two ways."), N_ ("Leave one of them.") },
  { "both-limits", "Setting '*' and '*' at the same time is not supported.", "output-limit", TRI_RECIPE_REMOVE, 0, -1,
    N_ ("Both limits are there."), N_ ("Leave the newer one.") },
  { "stream-options", "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream-options",
    TRI_RECIPE_REMOVE, -1, -1, N_ ("It says how to stream, and nothing is streamed."), N_ ("Take it out.") },
  { "no-model", "The model `*` does not exist or you do not have access to it.", "model", TRI_RECIPE_MODEL, -1, 0,
    N_ ("The server has no model of this name, or the key may not use it."),
    N_ ("Ask for one that the server lists at /v1/models.") },
  { "no-model", "The requested model '*' does not exist.", "model", TRI_RECIPE_MODEL, -1, 0,
    N_ ("The server has no model of this name, or the key may not use it."),
    N_ ("Ask for one that the server lists at /v1/models.") },
  { "empty", "Invalid '*': empty array. Expected an array with minimum length *, but got an empty array instead.", NULL,
    TRI_RECIPE_MISSING, 0, 1, N_ ("There is nothing in the list, and nothing that could be answered."),
    N_ ("Put something in.") },
  { "practice-limit", "The practice server *", NULL, TRI_RECIPE_REMOVE, -1, -1,
    N_ ("The request is right: what it asks for is beyond the practice server, which calls no tools, fills no "
        "structures and only writes."),
    N_ ("Take it out here, or ask a server that can do it.") },
  { "not-json", "We could not parse the JSON body of your request.*", NULL, TRI_RECIPE_NONE, -1, -1,
    N_ ("What was sent is no JSON."), N_ ("Mend what is named, or send it with a library.") },
};

/* Of what stands around the request: the fix is advice, except for a model. */
static const struct
{
  TriExplainRow row;
  const char *codes[6];
  guint statuses[3];
  const char *sentences[3];
} others[] = {
  { { "no-money", NULL, NULL, TRI_RECIPE_NONE, -1, -1,
      N_ ("The money or the quota of the account or its project is used up. Waiting does not help."),
      N_ ("Raise the limit or pay in what is missing, at whoever runs the server; then send the request again.") },
    { "insufficient_quota", "credit_balance_exhausted", "organization_spend_limit_exceeded",
      "project_spend_limit_exceeded", "organization_usage_limit_exceeded" },
    { 402 },
    { "You exceeded your current quota*" } },
  { { "no-model", NULL, "model", TRI_RECIPE_MODEL, -1, -1,
      N_ ("The server has no model of this name, or the key may not use it."),
      N_ ("Ask for one that the server lists at /v1/models.") },
    { "model_not_found" },
    { 0 } },
  { { "context-too-long", NULL, "user-text", TRI_RECIPE_NONE, -1, -1,
      N_ ("What is sent and what may be answered are more tokens together than the model holds."),
      N_ ("Send fewer turns, shorten them, or take a model that holds more.") },
    { "context_length_exceeded" },
    { 0 },
    { "This model's maximum context length is *" } },
  { { "no-key", NULL, NULL, TRI_RECIPE_NONE, -1, -1,
      N_ ("The server does not take the key: there is none, it is mistyped or revoked, or it belongs to another server "
          "or organization."),
      N_ ("Look at where the server's key comes from. The request itself need not change.") },
    { "invalid_api_key", "authentication_error" },
    { 401 },
    { "Incorrect API key provided: *", "You didn't provide an API key*" } },
  { { "not-allowed", NULL, NULL, TRI_RECIPE_NONE, -1, -1,
      N_ ("The key is known, but may not do this: by its project, its rights, the region or the address it is used "
          "from."),
      N_ ("Use a key that may, or have this one allowed it. The request itself need not change.") },
    { "unsupported_country_region_territory", "permission_error", "insufficient_permissions" },
    { 403 } },
  { { "too-fast", NULL, NULL, TRI_RECIPE_NONE, -1, -1, N_ ("Too many requests or tokens in too short a time."),
      N_ ("Wait as long as the header retry-after says, then send it again; the x-ratelimit headers tell how much is "
          "left.") },
    { "rate_limit_exceeded", "rate_limit_error" },
    { 429 },
    { "Rate limit reached *" } },
  { { "overloaded", NULL, NULL, TRI_RECIPE_NONE, -1, -1,
      N_ ("The server has too much to do. The request is not the cause."),
      N_ ("Send it again later. Where it says “Slow Down”, go back to the rate of before for a quarter of an hour, and "
          "raise it slowly.") },
    { "slow_down", "overloaded_error" },
    { 503, 529 },
    { "*engine is currently overloaded*", "Slow Down*" } },
  { { "server-failed", NULL, NULL, TRI_RECIPE_NONE, -1, -1,
      N_ ("The server failed, or what stands before it. The request need not be the cause."),
      N_ ("Send it again. If it fails each time, tell whoever runs the server, with the request id.") },
    { "server_error", "internal_error" },
    { 500, 502 },
    { "The server had an error *" } },
  { { "no-time", NULL, NULL, TRI_RECIPE_NONE, -1, -1,
      N_ ("The answer took longer than the server, or what stands before it, waits."),
      N_ ("Send it again, and stream: then something comes all the time. A smaller limit helps, too.") },
    { NULL },
    { 408, 504 } },
  { { "no-endpoint", NULL, NULL, TRI_RECIPE_NONE, -1, -1,
      N_ ("The server has nothing at this address: the base URL has a /v1 too many or too few, or the server does not "
          "have "
          "this API. Many servers have Chat Completions only."),
      N_ ("Look at the base URL. Where the server does not have Responses, ask Chat Completions; the request itself "
          "need "
          "not change.") },
    { NULL },
    { 404, 405 },
    { "Invalid URL (*)*", "Not allowed to * on *." } },
  { { "too-large", NULL, NULL, TRI_RECIPE_NONE, -1, -1,
      N_ ("The server takes no request of this size, whatever is in it."),
      N_ ("Send less: shorter histories, smaller images, or files by their id.") },
    { NULL },
    { 413 },
    { "The request is too large: *" } },
  { { "not-read", NULL, NULL, TRI_RECIPE_NONE, -1, -1,
      N_ ("The server does not read the body as JSON, for want of the header."),
      N_ ("Send the header “Content-Type: application/json”.") },
    { NULL },
    { 415 } },
};

/* Whether `text` goes as `sentence` does; what stands for its "*" is put into `quotes`. Each takes as little as it can.
 */
static gboolean
match (const char *sentence, const char *text, char **quotes)
{
  guint n = 0;

  for (;;)
    {
      const char *star = strchr (sentence, '*');
      gsize n_bytes = star ? (gsize) (star - sentence) : strlen (sentence);
      const char *next, *end;
      g_autofree char *behind = NULL;

      if (strncmp (sentence, text, n_bytes) != 0)
        return FALSE;
      text += n_bytes;
      if (!star)
        return *text == '\0';
      sentence = star + 1;
      next = strchr (sentence, '*');
      behind = next ? g_strndup (sentence, next - sentence) : g_strdup (sentence);
      end = *behind ? strstr (text, behind) : text + strlen (text);
      /* What stands at the end must reach it: the last place where it can begin. */
      if (!next && *behind)
        end = g_str_has_suffix (text, behind) ? text + strlen (text) - strlen (behind) : NULL;
      if (!end || n == TRI_EXPLAIN_MAX_QUOTES)
        return FALSE;
      quotes[n++] = g_strndup (text, end - text);
      text = end;
    }
}

void
tri_explain_clear_quotes (char **quotes)
{
  for (guint i = 0; i < TRI_EXPLAIN_MAX_QUOTES; i++)
    g_clear_pointer (&quotes[i], g_free);
}

const TriExplainRow *
tri_explain_find_row (const char *message, char **quotes)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (match (rows[i].sentence, message, quotes))
        return &rows[i];
      tri_explain_clear_quotes (quotes);
    }
  return NULL;
}

static gboolean
is_one_of (const char *word, const char *const *words, guint n_words)
{
  for (guint i = 0; word && i < n_words && words[i]; i++)
    if (g_str_equal (word, words[i]))
      return TRUE;
  return FALSE;
}

static gboolean
goes_as_one_of (const char *message, const char *const *sentences, guint n_sentences)
{
  char *quotes[TRI_EXPLAIN_MAX_QUOTES] = { NULL };
  gboolean matches = FALSE;

  for (guint i = 0; message && !matches && i < n_sentences && sentences[i]; i++)
    {
      matches = match (sentences[i], message, quotes);
      tri_explain_clear_quotes (quotes);
    }
  return matches;
}

const TriExplainRow *
tri_explain_find_other (const char *message, const char *code, const char *type, guint status)
{
  /* What is most exact comes first: the type of an error may be older than its code. */
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (is_one_of (code, others[i].codes, G_N_ELEMENTS (others[i].codes)))
      return &others[i].row;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (goes_as_one_of (message, others[i].sentences, G_N_ELEMENTS (others[i].sentences)))
      return &others[i].row;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (is_one_of (type, others[i].codes, G_N_ELEMENTS (others[i].codes)))
      return &others[i].row;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    for (guint j = 0; status && j < G_N_ELEMENTS (others[i].statuses); j++)
      if (others[i].statuses[j] == status)
        return &others[i].row;
  return NULL;
}

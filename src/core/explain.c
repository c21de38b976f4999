/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "curl-command.h"
#include "error.h"
#include "explain-recipes.h"
#include "json-index.h"
#include "migrate-rules.h"
#include "server.h"

/* A refusal: how its sentence goes, with "*" for what it quotes. The first quotation is what it is about, or what the
 * row says. */
typedef struct
{
  const char *id;
  const char *sentence;
  const char *meaning;
  TriExplainRecipe recipe;
  int param_at; /* which "*" is the path, if the body says none; −1: none */
  int value_at; /* which "*" is the value; −1: none */
  const char *cause;
  const char *fix;
} Row;

static const Row rows[] = {
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
  { "wrong-word", "Invalid value: '*'. Supported values are: '*'*", NULL, TRI_RECIPE_WORD, -1, 1,
    N_ ("The word is none of those that the API knows here. Parts of messages have other names in Responses: "
        "input_text, input_image, and output_text in what the assistant said."),
    N_ ("Take one of the words that are named.") },
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
  { "not-json", "We could not parse the JSON body of your request.*", NULL, TRI_RECIPE_NONE, -1, -1,
    N_ ("What was sent is no JSON."), N_ ("Mend what is named, or send it with a library.") },
};

#define MAX_QUOTES 6

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
      if (!end || n == MAX_QUOTES)
        return FALSE;
      quotes[n++] = g_strndup (text, end - text);
      text = end;
    }
}

static void
clear_quotes (char **quotes)
{
  for (guint i = 0; i < MAX_QUOTES; i++)
    g_clear_pointer (&quotes[i], g_free);
}

static const Row *
find_row (const char *message, char **quotes)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (match (rows[i].sentence, message, quotes))
        return &rows[i];
      clear_quotes (quotes);
    }
  return NULL;
}

/* ---- What a name means ---- */

/* The meaning of a member of any format; the first part of a path says enough. */
static const TriLedgerRule *
find_rule (const char *param)
{
  static const struct
  {
    const char *name;
    TriRule rule;
  } lost[] = {
    { "n", TRI_RULE_MANY_ANSWERS },
    { "stop", TRI_RULE_STOP },
    { "seed", TRI_RULE_SEED },
    { "presence_penalty", TRI_RULE_PENALTY },
    { "frequency_penalty", TRI_RULE_PENALTY },
    { "logit_bias", TRI_RULE_LOGIT_BIAS },
    { "logprobs", TRI_RULE_LOGPROBS },
    { "suffix", TRI_RULE_SUFFIX },
    { "echo", TRI_RULE_ECHO },
    { "best_of", TRI_RULE_BEST_OF },
    { "audio", TRI_RULE_AUDIO },
    { "modalities", TRI_RULE_MODALITIES },
    { "prediction", TRI_RULE_PREDICTION },
    { "stream_options.include_usage", TRI_RULE_STREAM_USAGE },
    { "web_search_options", TRI_RULE_WEB_SEARCH },
    { "functions", TRI_RULE_FUNCTION_TOOL },
  };

  for (guint i = 0; param && i < G_N_ELEMENTS (lost); i++)
    if (g_str_equal (lost[i].name, param))
      return tri_migrate_get_rule (lost[i].rule);
  if (param && g_str_has_suffix (param, ".name") && g_str_has_prefix (param, "input["))
    return tri_migrate_get_rule (TRI_RULE_NAME);
  return NULL;
}

static const char *
find_meaning (const char *param)
{
  static const struct
  {
    const char *prefix, *meaning;
  } names[] = {
    { "messages", "user-text" },
    { "input", "user-text" },
    { "response_format", "answer-format" },
    { "text", "answer-format" },
    { "reasoning_effort", "reasoning-effort" },
    { "reasoning", "reasoning-effort" },
    { "max_", "output-limit" },
    { "temperature", "temperature" },
    { "top_p", "top-p" },
    { "tools", "tools" },
    { "tool_choice", "tool-choice" },
    { "metadata", "metadata" },
    { "model", "model" },
    { "stream_options", "stream-options" },
    { "stream", "stream" },
    { "safety_identifier", "safety-identifier" },
    { "store", "store" },
    { "verbosity", "verbosity" },
  };

  for (guint i = 0; param && i < G_N_ELEMENTS (names); i++)
    if (g_str_has_prefix (param, names[i].prefix))
      return names[i].meaning;
  return NULL;
}

/* ---- Reading ---- */

/* {error: {message, …}}, {message, …}, or [{error: …}] as some servers send it. */
static guint
find_error (const TriJsonIndex *index)
{
  guint root = tri_json_index_get_element (index, 0, 0);
  guint error;

  if (root == TRI_JSON_NONE)
    root = 0;
  error = tri_json_index_get_member (index, root, "error");
  return tri_json_index_get_member (index, error, "message") != TRI_JSON_NONE ? error : root;
}

static void
fill_unknown (TriExplanation *explanation)
{
  explanation->id = "unknown";
  explanation->recipe = TRI_RECIPE_NONE;
  explanation->meaning = find_meaning (explanation->param);
  explanation->cause = g_strdup (_ ("The table does not have this sentence; the API's own words are all there is."));
  explanation->fix = explanation->param ? g_strdup_printf (_ ("Look at “%s”."), explanation->param)
                                        : g_strdup (_ ("Look for it in the documentation of the server."));
}

/* What cannot be parsed is looked at: the place is known. */
static void
look_at_request (TriExplanation *explanation, GBytes *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TriJsonIndex) index = request ? tri_json_index_new (request, &error) : NULL;

  if (!request || index || !g_str_equal (explanation->id, "not-json"))
    return;
  g_free (explanation->fix);
  explanation->fix = g_strdup_printf (_ ("Mend this: %s."), error->message);
}

static void
fill (TriExplanation *explanation, const Row *row, char **quotes)
{
  const TriLedgerRule *rule;

  if (!explanation->param && row->param_at >= 0)
    explanation->param = g_strdup (quotes[row->param_at]);
  if (row->value_at >= 0)
    explanation->value = g_strdup (quotes[row->value_at]);
  explanation->id = row->id;
  explanation->recipe = row->recipe;
  rule = row->recipe == TRI_RECIPE_UNKNOWN ? find_rule (explanation->param) : NULL;
  explanation->meaning = row->meaning            ? row->meaning
                         : rule && rule->meaning ? rule->meaning
                                                 : find_meaning (explanation->param);
  explanation->cause = rule ? g_strdup_printf ("%s %s", _ (row->cause), _ (rule->reason)) : g_strdup (_ (row->cause));
  explanation->fix = g_strdup (_ (row->fix));
  explanation->can_apply = row->recipe != TRI_RECIPE_NONE;
}

/* Servers repeat keys ("Incorrect API key provided: …"). */
static void
mask (char **text)
{
  char *masked = *text ? tri_curl_dup_masked (*text, 0) : NULL;

  if (!masked)
    return;
  tri_key_free (*text);
  *text = masked;
}

TriExplanation *
tri_explain (GBytes *body, GBytes *request, GError **error)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (body, error);
  g_autoptr (TriExplanation) explanation = NULL;
  char *quotes[MAX_QUOTES] = { NULL };
  const Row *row;
  guint object;

  if (!index)
    return NULL;
  object = find_error (index);
  explanation = g_new0 (TriExplanation, 1);
  explanation->message = tri_json_index_dup_string (index, tri_json_index_get_member (index, object, "message"), NULL);
  explanation->param = tri_json_index_dup_string (index, tri_json_index_get_member (index, object, "param"), NULL);
  mask (&explanation->message);
  mask (&explanation->param);
  if (!explanation->message)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_SHAPE, _ ("error.message: expected the words of an error"));
      return NULL;
    }
  row = find_row (explanation->message, quotes);
  if (row)
    fill (explanation, row, quotes);
  else
    fill_unknown (explanation);
  clear_quotes (quotes);
  look_at_request (explanation, request);
  return g_steal_pointer (&explanation);
}

void
tri_explanation_free (TriExplanation *explanation)
{
  if (!explanation)
    return;
  g_free (explanation->param);
  g_free (explanation->message);
  g_free (explanation->cause);
  g_free (explanation->fix);
  g_free (explanation->value);
  g_free (explanation);
}

TriExplainWord
tri_explanation_get_word (const TriExplanation *explanation)
{
  switch (explanation->recipe)
    {
    case TRI_RECIPE_MODEL:
      return TRI_EXPLAIN_WORD_MODEL;
    case TRI_RECIPE_INPUT:
      return TRI_EXPLAIN_WORD_TEXT;
    case TRI_RECIPE_MISSING:
      return g_strcmp0 (explanation->param, "model") == 0   ? TRI_EXPLAIN_WORD_MODEL
             : g_strcmp0 (explanation->param, "input") == 0 ? TRI_EXPLAIN_WORD_TEXT
                                                            : TRI_EXPLAIN_WORD_NONE;
    default:
      return TRI_EXPLAIN_WORD_NONE;
    }
}

GBytes *
tri_explain_apply (const TriExplanation *explanation, GBytes *request, const TriExplainWords *words, GError **error)
{
  if (!explanation->can_apply)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("this must be mended by hand: %s"), explanation->fix);
      return NULL;
    }
  return tri_explain_cook (explanation->recipe, explanation->param, explanation->value, request,
                           words ? words->model : NULL, words ? words->text : NULL, error);
}

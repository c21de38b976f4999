/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-ask.h"

#include "practice-server.h"
#include "core/text.h"

#include <string.h>

#define NOT_DONE_HERE "practice_server_limit"

/* The historic names exist here because the samples were published with them. */
static const TriPracticeModel models[] = {
  { TRI_PRACTICE_MODEL, 1795392000 },
  { "text-davinci-003", 1669599635 },
  { "gpt-4", 1687882411 },
  { "gpt-5", 1754425777 },
  { TRI_PRACTICE_REASONING_MODEL, 1795392000 },
};

const TriPracticeModel *
tri_practice_list_models (guint *n_models)
{
  *n_models = G_N_ELEMENTS (models);
  return models;
}

const TriPracticeModel *
tri_practice_find_model (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    if (g_str_equal (models[i].id, id))
      return &models[i];
  return NULL;
}

gboolean
tri_practice_refuse_model (TriPracticeRefusal *refusal, const char *id)
{
  g_autofree char *excerpt = tri_text_dup_excerpt (id, 64);

  return tri_practice_refuse (refusal, 404, "model", "model_not_found",
                              "The model `%s` does not exist or you do not have access to it.", excerpt);
}

void
tri_practice_ask_free (TriPracticeAsk *ask)
{
  if (!ask)
    return;
  g_clear_pointer (&ask->index, tri_json_index_unref);
  g_free (ask->model);
  g_ptr_array_unref (ask->talks);
  g_ptr_array_unref (ask->prompts);
  g_strfreev (ask->stop);
  g_free (ask->idle_fields);
  g_free (ask);
}

static const TriJsonToken *
token_at (const TriJsonIndex *index, guint token)
{
  guint n_tokens;

  return &tri_json_index_get_tokens (index, &n_tokens)[token];
}

static gboolean
get_boolean (const TriJsonIndex *index, const char *path, gboolean fallback)
{
  guint token = tri_practice_find (index, path);

  return token == TRI_JSON_NONE ? fallback : token_at (index, token)->kind == TRI_JSON_TRUE;
}

static gint64
get_integer (const TriJsonIndex *index, const char *path, gint64 fallback)
{
  guint token = tri_practice_find (index, path);
  g_autofree char *raw = token == TRI_JSON_NONE ? NULL : tri_json_index_dup_raw (index, token);

  return raw ? g_ascii_strtoll (raw, NULL, 10) : fallback;
}

static char *
dup_string (const TriJsonIndex *index, const char *path)
{
  return tri_practice_dup_text (index, tri_practice_find (index, path));
}

static GStrv
dup_stop (const TriJsonIndex *index)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint token = tri_practice_find (index, "stop");

  if (token == TRI_JSON_NONE)
    return NULL;
  if (token_at (index, token)->kind == TRI_JSON_STRING)
    {
      g_autofree char *word = tri_practice_dup_text (index, token);

      g_strv_builder_add (builder, word);
    }
  else
    for (guint t = token + 1; t < token_at (index, token)->next; t = token_at (index, t)->next)
      {
        g_autofree char *word = tri_practice_dup_text (index, t);

        g_strv_builder_add (builder, word);
      }
  return g_strv_builder_end (builder);
}

/* The kinds of tools that an endpoint knows, in the order of the published API. */
static const char *const chat_tools[] = { "function", "custom", NULL };
static const char *const responses_tools[] = { "function",
                                               "file_search",
                                               "computer",
                                               "computer_use_preview",
                                               "web_search",
                                               "web_search_2025_08_26",
                                               "mcp",
                                               "code_interpreter",
                                               "programmatic_tool_calling",
                                               "image_generation",
                                               "local_shell",
                                               "shell",
                                               "custom",
                                               "namespace",
                                               "tool_search",
                                               "web_search_preview",
                                               "web_search_preview_2025_03_11",
                                               "apply_patch",
                                               NULL };

/* Chat has what a function or a custom tool is in an object of its own, Responses beside its type. */
static gboolean
check_tool (
    TriPracticeEndpoint endpoint, const TriJsonIndex *index, guint tool, guint position, TriPracticeRefusal *refusal)
{
  const char *const *kinds = endpoint == TRI_PRACTICE_CHAT ? chat_tools : responses_tools;
  g_autofree char *type = tri_practice_dup_text (index, tri_json_index_get_member (index, tool, "type"));
  g_autofree char *type_path = g_strdup_printf ("tools[%u].type", position);
  g_autofree char *path = NULL;
  const char *member = endpoint == TRI_PRACTICE_CHAT ? type : "name";

  if (!type)
    return tri_practice_refuse_missing (refusal, type_path);
  if (!g_strv_contains (kinds, type))
    return tri_practice_refuse_value (refusal, type_path, type, kinds);
  if (!g_strv_contains (chat_tools, type) || tri_json_index_get_member (index, tool, member) != TRI_JSON_NONE)
    return TRUE;
  path = g_strdup_printf ("tools[%u].%s", position, member);
  return tri_practice_refuse_missing (refusal, path);
}

static gboolean
check_tools (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal)
{
  guint tools = tri_practice_find (index, "tools"), i = 0;

  for (guint t = tools == TRI_JSON_NONE ? TRI_JSON_NONE : tools + 1;
       tools != TRI_JSON_NONE && t < token_at (index, tools)->next; t = token_at (index, t)->next, i++)
    if (!check_tool (endpoint, index, t, i, refusal))
      return FALSE;
  return TRUE;
}

/* Chat's "tool_choice": {"type": "function", "function": {…}} has lost its name on the way to Responses. */
static gboolean
check_tool_choice (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal)
{
  static const char *const modes[] = { "none", "auto", "required", NULL };
  guint token = tri_practice_find (index, "tool_choice");
  g_autofree char *mode = tri_practice_dup_text (index, token);

  if (token == TRI_JSON_NONE)
    return TRUE;
  if (mode && !g_strv_contains (modes, mode))
    return tri_practice_refuse_value (refusal, "tool_choice", mode, modes);
  if (mode && !g_str_equal (mode, "required"))
    return TRUE;
  if (!mode && endpoint == TRI_PRACTICE_RESPONSES)
    {
      g_autofree char *type = dup_string (index, "tool_choice.type");

      if (type && g_strv_contains (chat_tools, type) && tri_practice_find (index, "tool_choice.name") == TRI_JSON_NONE)
        return tri_practice_refuse_missing (refusal, "tool_choice.name");
    }
  return tri_practice_refuse (refusal, 400, "tool_choice", NOT_DONE_HERE,
                              "The practice server calls no tools, so it cannot be made to: 'tool_choice' can only be "
                              "'auto' or 'none' here.");
}

static gboolean
check_structure (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal)
{
  const char *path = endpoint == TRI_PRACTICE_RESPONSES ? "text.format" : "response_format";
  g_autofree char *type_path = g_strconcat (path, ".type", NULL);
  g_autofree char *type = dup_string (index, type_path);

  if (endpoint == TRI_PRACTICE_COMPLETIONS || tri_practice_find (index, path) == TRI_JSON_NONE)
    return TRUE;
  if (!type)
    return tri_practice_refuse_missing (refusal, type_path);
  if (g_str_equal (type, "text"))
    return TRUE;
  if (endpoint == TRI_PRACTICE_RESPONSES && g_str_equal (type, "json_schema"))
    {
      if (tri_practice_find (index, "text.format.name") == TRI_JSON_NONE)
        return tri_practice_refuse_missing (refusal, "text.format.name");
      if (tri_practice_find (index, "text.format.schema") == TRI_JSON_NONE)
        return tri_practice_refuse_missing (refusal, "text.format.schema");
    }
  if (endpoint == TRI_PRACTICE_CHAT && g_str_equal (type, "json_schema")
      && tri_practice_find (index, "response_format.json_schema") == TRI_JSON_NONE)
    return tri_practice_refuse_missing (refusal, "response_format.json_schema");
  return tri_practice_refuse (
      refusal, 400, path, NOT_DONE_HERE,
      "The practice server answers in plain words and cannot fill a structure: '%s' can only be "
      "'text' here.",
      type_path);
}

static gboolean
check_audio (const TriJsonIndex *index, TriPracticeRefusal *refusal)
{
  guint modalities = tri_practice_find (index, "modalities");

  for (guint i = 0; modalities != TRI_JSON_NONE; i++)
    {
      guint element = tri_json_index_get_element (index, modalities, i);
      g_autofree char *word = tri_practice_dup_text (index, element);

      if (element == TRI_JSON_NONE)
        break;
      if (!g_str_equal (word, "text"))
        return tri_practice_refuse (refusal, 400, "modalities", NOT_DONE_HERE,
                                    "The practice server only writes: 'modalities' can only hold 'text' here.");
    }
  if (tri_practice_find (index, "audio") != TRI_JSON_NONE)
    return tri_practice_refuse (refusal, 400, "audio", NOT_DONE_HERE,
                                "The practice server only writes; it has no voice.");
  return TRUE;
}

/* What is right in itself, but not together, or not here. */
static gboolean
check_together (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal)
{
  guint call = tri_practice_find (index, "function_call");

  if (endpoint != TRI_PRACTICE_RESPONSES && tri_practice_find (index, "stream_options") != TRI_JSON_NONE
      && !get_boolean (index, "stream", FALSE))
    return tri_practice_refuse (refusal, 400, "stream_options", NULL,
                                "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
  if (endpoint == TRI_PRACTICE_CHAT && tri_practice_find (index, "max_tokens") != TRI_JSON_NONE
      && tri_practice_find (index, "max_completion_tokens") != TRI_JSON_NONE)
    return tri_practice_refuse (refusal, 400, NULL, "invalid_parameter_combination",
                                "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.");
  if (tri_practice_find (index, "previous_response_id") != TRI_JSON_NONE
      && tri_practice_find (index, "conversation") != TRI_JSON_NONE)
    return tri_practice_refuse (refusal, 400, NULL, "mutually_exclusive_parameters",
                                "Mutually exclusive parameters: 'previous_response_id' and 'conversation' cannot be "
                                "sent together.");
  if (call != TRI_JSON_NONE && token_at (index, call)->kind == TRI_JSON_OBJECT)
    return tri_practice_refuse (refusal, 400, "function_call", NOT_DONE_HERE,
                                "The practice server calls no functions: 'function_call' can only be 'auto' or 'none' "
                                "here.");
  if (get_boolean (index, "background", FALSE))
    return tri_practice_refuse (refusal, 400, "background", NOT_DONE_HERE,
                                "The practice server answers at once or not at all: 'background' can only be false "
                                "here.");
  return check_tools (endpoint, index, refusal) && check_tool_choice (endpoint, index, refusal)
         && check_structure (endpoint, index, refusal) && check_audio (index, refusal);
}

static gboolean
check_model (TriPracticeEndpoint endpoint, const char *model, gboolean any, TriPracticeRefusal *refusal)
{
  if (*model == '\0' && endpoint == TRI_PRACTICE_RESPONSES)
    return tri_practice_refuse (refusal, 400, "model", "model_not_found", "The requested model '' does not exist.");
  if (*model == '\0')
    return tri_practice_refuse (refusal, 400, NULL, NULL, "you must provide a model parameter");
  return any || tri_practice_find_model (model) ? TRUE : tri_practice_refuse_model (refusal, model);
}

/* What a model that reasons refuses, in the words of the live API: the two endpoints say it differently. */
static gboolean
check_reasoning (TriPracticeEndpoint endpoint,
                 const TriJsonIndex *index,
                 const char *model,
                 TriPracticeRefusal *refusal)
{
  static const char *const sampling[] = { "temperature", "top_p", NULL };
  g_autofree char *effort = dup_string (index, endpoint == TRI_PRACTICE_CHAT ? "reasoning_effort" : "reasoning.effort");

  if (!g_str_equal (model, TRI_PRACTICE_REASONING_MODEL) || endpoint == TRI_PRACTICE_COMPLETIONS)
    return TRUE;
  if (endpoint == TRI_PRACTICE_CHAT && tri_practice_find (index, "max_tokens") != TRI_JSON_NONE)
    return tri_practice_refuse (refusal, 400, "max_tokens", "unsupported_parameter",
                                "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                                "'max_completion_tokens' instead.");
  if (g_strcmp0 (effort, "none") == 0)
    return TRUE;
  if (endpoint == TRI_PRACTICE_CHAT && tri_practice_find (index, "tools") != TRI_JSON_NONE)
    return tri_practice_refuse (refusal, 400, "reasoning_effort", NULL,
                                "Function tools with reasoning_effort are not supported for %s in "
                                "/v1/chat/completions. To use function tools, use /v1/responses or set "
                                "reasoning_effort to 'none'.",
                                model);
  for (guint i = 0; sampling[i]; i++)
    {
      guint value = tri_practice_find (index, sampling[i]);
      g_autofree char *raw = value == TRI_JSON_NONE ? NULL : tri_json_index_dup_raw (index, value);

      if (!raw || (endpoint == TRI_PRACTICE_CHAT && g_ascii_strtod (raw, NULL) == 1))
        continue;
      if (endpoint == TRI_PRACTICE_CHAT && i == 0)
        return tri_practice_refuse (refusal, 400, sampling[i], "unsupported_value",
                                    "Unsupported value: 'temperature' does not support %s with this model. Only the "
                                    "default (1) value is supported.",
                                    raw);
      return tri_practice_refuse (refusal, 400, sampling[i],
                                  endpoint == TRI_PRACTICE_CHAT ? "unsupported_parameter" : NULL,
                                  "Unsupported parameter: '%s' is not supported with this model.", sampling[i]);
    }
  return TRUE;
}

/* Nothing was ever stored here, so nothing can be referred to. */
static gboolean
check_state (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal)
{
  g_autofree char *previous = dup_string (index, "previous_response_id");
  g_autofree char *prompt = dup_string (index, "prompt.id");
  g_autofree char *conversation = dup_string (index, "conversation");
  g_autofree char *excerpt = NULL;

  if (endpoint != TRI_PRACTICE_RESPONSES)
    return TRUE;
  if (!conversation)
    conversation = dup_string (index, "conversation.id");
  excerpt = tri_text_dup_excerpt (previous ? previous : conversation ? conversation : prompt ? prompt : "", 80);
  if (previous)
    return tri_practice_refuse (refusal, 400, "previous_response_id", "previous_response_not_found",
                                "Previous response with id '%s' not found.", excerpt);
  if (tri_practice_find (index, "conversation") != TRI_JSON_NONE)
    return tri_practice_refuse (refusal, 404, "conversation", NULL, "Conversation with id '%s' not found.", excerpt);
  if (tri_practice_find (index, "prompt") != TRI_JSON_NONE)
    return tri_practice_refuse (refusal, 404, "prompt", NULL, "Prompt with id '%s' not found.", excerpt);
  return TRUE;
}

static gboolean
read_prompts (TriPracticeAsk *ask, TriPracticeRefusal *refusal)
{
  guint prompt = tri_practice_find (ask->index, "prompt");
  const TriJsonToken *token = token_at (ask->index, prompt);

  if (token->kind == TRI_JSON_STRING)
    g_ptr_array_add (ask->prompts, tri_practice_dup_text (ask->index, prompt));
  else
    for (guint t = prompt + 1; t < token->next; t = token_at (ask->index, t)->next)
      {
        char *text = tri_practice_dup_text (ask->index, t);

        if (!text)
          return tri_practice_refuse (refusal, 400, "prompt", NOT_DONE_HERE,
                                      "The practice server has no tokenizer: 'prompt' can only be a string or an array "
                                      "of strings here.");
        g_ptr_array_add (ask->prompts, text);
      }
  if (ask->prompts->len == 0)
    return tri_practice_refuse (refusal, 400, "prompt", "empty_array",
                                "Invalid 'prompt': empty array. Expected an array with minimum length 1, but got an "
                                "empty array instead.");
  for (guint i = 0; i < ask->prompts->len && i <= TRI_PRACTICE_MAX_CHOICES; i++)
    g_ptr_array_add (ask->talks, tri_practice_talk_from_prompt (ask->prompts->pdata[i]));
  return TRUE;
}

static gboolean
read_talks (TriPracticeAsk *ask, TriPracticeRefusal *refusal)
{
  const TriJsonIndex *index = ask->index;
  guint input;
  g_autoptr (TriPracticeTalk) talk = NULL;

  if (ask->endpoint == TRI_PRACTICE_COMPLETIONS)
    return read_prompts (ask, refusal);
  if (ask->endpoint == TRI_PRACTICE_CHAT)
    talk = tri_practice_talk_from_messages (index, tri_practice_find (index, "messages"), refusal);
  else
    {
      input = tri_practice_find (index, "input");
      if (token_at (index, input)->kind == TRI_JSON_ARRAY && token_at (index, input)->next == input + 1)
        return tri_practice_refuse (
            refusal, 400, NULL, "missing_required_parameter",
            "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be "
            "provided.");
      talk = tri_practice_talk_from_input (index, input, tri_practice_find (index, "instructions"), refusal);
      if (talk && !tri_practice_check_calls (index, input, refusal))
        return FALSE;
    }
  if (!talk)
    return FALSE;
  g_ptr_array_add (ask->talks, g_steal_pointer (&talk));
  return TRUE;
}

static gboolean
read_ask (TriPracticeAsk *ask, TriPracticeRefusal *refusal)
{
  const TriJsonIndex *index = ask->index;
  gint64 n;

  if (!read_talks (ask, refusal))
    return FALSE;
  n = get_integer (index, "n", 1);
  if (n * ask->talks->len > TRI_PRACTICE_MAX_CHOICES)
    return tri_practice_refuse (refusal, 400, ask->talks->len > 1 ? "prompt" : "n", NOT_DONE_HERE,
                                "The practice server gives at most %d choices.", TRI_PRACTICE_MAX_CHOICES);
  ask->n_choices = n;
  ask->stop = dup_stop (index);
  ask->echo = get_boolean (index, "echo", FALSE);
  ask->stream = get_boolean (index, "stream", FALSE);
  ask->include_usage = get_boolean (index, "stream_options.include_usage", FALSE);
  ask->obfuscate = get_boolean (index, "stream_options.include_obfuscation", TRUE);
  ask->idle_fields = tri_practice_dup_idle_fields (ask->endpoint, index);
  if (ask->endpoint == TRI_PRACTICE_COMPLETIONS)
    ask->limit_tokens = get_integer (index, "max_tokens", 16); /* the published default of this endpoint alone */
  else if (ask->endpoint == TRI_PRACTICE_CHAT)
    ask->limit_tokens = get_integer (index, "max_completion_tokens", get_integer (index, "max_tokens", -1));
  else
    ask->limit_tokens = get_integer (index, "max_output_tokens", -1);
  return TRUE;
}

TriPracticeAsk *
tri_practice_ask_new (TriPracticeEndpoint endpoint, GBytes *body, gboolean any_model, TriPracticeRefusal *refusal)
{
  g_autoptr (TriPracticeAsk) ask = g_new0 (TriPracticeAsk, 1);

  ask->endpoint = endpoint;
  ask->talks = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_practice_talk_free);
  ask->prompts = g_ptr_array_new_with_free_func (g_free);
  ask->index = tri_json_index_new (body, NULL);
  if (!ask->index || token_at (ask->index, 0)->kind != TRI_JSON_OBJECT)
    {
      tri_practice_refuse (
          refusal, 400, NULL, NULL,
          "We could not parse the JSON body of your request. (HINT: This likely means you aren't using "
          "your HTTP library correctly. The API expects a JSON payload, but what was sent was not valid "
          "JSON.)");
      return NULL;
    }

  if (!tri_practice_check_names (endpoint, ask->index, refusal)
      || !tri_practice_check_required (endpoint, ask->index, refusal)
      || !tri_practice_check_types (endpoint, ask->index, refusal)
      || !tri_practice_check_values (endpoint, ask->index, refusal) || !check_together (endpoint, ask->index, refusal))
    return NULL;

  ask->model = dup_string (ask->index, "model");
  if (!check_model (endpoint, ask->model, any_model, refusal)
      || !check_reasoning (endpoint, ask->index, ask->model, refusal) || !check_state (endpoint, ask->index, refusal)
      || !read_ask (ask, refusal))
    return NULL;
  return g_steal_pointer (&ask);
}

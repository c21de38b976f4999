/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Refusals explained: what the practice server refuses in the words of the live API has a cause and a row of the table,
 * and applying the fix, again and again as an API tells one error at a time, leads to a request that it takes.
 */

#include <string.h>

#include "core/error.h"
#include "core/explain-text.h"
#include "core/formats.h"
#include "core/rosetta.h"
#include "practice/practice-ask.h"
#include "practice/practice-server.h"

#define HI "\"messages\":[{\"role\":\"user\",\"content\":\"Hi.\"}]"
#define MODEL "\"model\":\"practice-model\""
#define REASONING "\"model\":\"practice-reasoning\""
#define CALL "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"{}\"}"

static const struct
{
  TriPracticeEndpoint endpoint;
  const char *request;
  const char *id; /* of the first explanation */
  const char *meaning;
} rows[] = {
  /* migration.md §9, in its order */
  { TRI_PRACTICE_RESPONSES, "{" MODEL "," HI "}", "moved", "user-text" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"response_format\":{\"type\":\"text\"}}", "moved",
    "answer-format" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"reasoning_effort\":\"low\"}", "moved", "reasoning-effort" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"max_completion_tokens\":20}", "moved", "output-limit" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"n\":2}", "unknown-parameter", "answers-asked" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"seed\":2}", "unknown-parameter", "seed" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"max_tokens\":200}", "unknown-parameter", "output-limit" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"logprobs\":true}", "unknown-parameter", "logprobs-asked" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"stop\":\"x\"}", "unknown-parameter", "stop" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"logit_bias\":{\"1\":2}}", "unknown-parameter",
    "logit-bias" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"frobnicate\":{\"1\":2}}", "unknown-parameter", NULL },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
    "unknown-parameter", "stream-usage" },
  { TRI_PRACTICE_RESPONSES, "{\"input\":\"Hi.\"}", "missing-parameter", "model" },
  { TRI_PRACTICE_RESPONSES, "{\"model\":\"\",\"input\":\"Hi.\"}", "no-model", "model" },
  { TRI_PRACTICE_RESPONSES, "{\"model\":\"nobody\",\"input\":\"Hi.\"}", "no-model", "model" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL "}", "missing-parameter", "user-text" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":[]}", "nothing-to-answer", "user-text" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"max_output_tokens\":15}", "below-minimum", "output-limit" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"temperature\":3}", "above-maximum", "temperature" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"truncation\":\"bogus\"}", "wrong-word", "truncation" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"stream\":\"false\"}", "wrong-type", "stream" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"max_output_tokens\":\"20\"}", "wrong-type",
    "output-limit" },
  { TRI_PRACTICE_RESPONSES, "{" REASONING ",\"input\":\"Hi.\",\"temperature\":0.5}", "unsupported-with-model",
    "temperature" },
  { TRI_PRACTICE_RESPONSES, "{" REASONING ",\"input\":\"Hi.\",\"top_p\":0.5}", "unsupported-with-model", "top-p" },
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL ",\"input\":\"Hi.\",\"metadata\":{\"a\":\"\",\"b\":\"\",\"c\":\"\",\"d\":\"\",\"e\":\"\",\"f\":\"\","
    "\"g\":\"\",\"h\":\"\",\"i\":\"\",\"j\":\"\",\"k\":\"\",\"l\":\"\",\"m\":\"\",\"n\":\"\",\"o\":\"\",\"p\":\"\","
    "\"q\":\"\",\"r\":\"\"}}",
    "too-many-members", "metadata" },
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL ",\"input\":\"Hi.\",\"safety_identifier\":"
    "\"0123456789012345678901234567890123456789012345678901234567890123456789\"}",
    "too-long", "safety-identifier" },
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL ",\"input\":[{\"role\":\"user\",\"content\":\"Hi.\"},{\"type\":\"function_call_output\",\"call_id\":"
    "\"c9\",\"output\":\"1\"}]}",
    "orphan-result", "tool-result-id" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":[{\"role\":\"user\",\"content\":\"Hi.\"}," CALL "]}",
    "missing-result", "tool-result-id" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"previous_response_id\":\"resp_x\"}", "no-previous",
    "previous-response" },
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL ",\"input\":\"Hi.\",\"previous_response_id\":\"resp_x\",\"conversation\":\"conv_x\"}", "excluding",
    "conversation" },
  /* The form of Chat within */
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL ",\"input\":\"Hi.\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":"
    "\"web_search\"}]}",
    "missing-parameter", "tools" },
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL
    ",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi.\"},{\"type\":\"image_url\","
    "\"image_url\":{\"url\":\"u\"}}]}]}",
    "wrong-word", "user-text" },
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL ",\"input\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"input_text\",\"text\":\"Hi.\"}]}]}",
    "wrong-word", "user-text" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":[{\"role\":\"user\",\"content\":\"Hi.\",\"name\":\"ann\"}]}",
    "unknown-parameter", "message-name" },
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL
    ",\"input\":[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
    "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":"
    "\"1\"}]}",
    "unknown-parameter", "user-text" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"prompt\":\"Once\",\"max_tokens\":20}", "unknown-parameter", "output-limit" },
  { TRI_PRACTICE_RESPONSES, "{\"model\":null,\"input\":\"Hi.\"}", "wrong-type", "model" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":null}", "wrong-type", "user-text" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"max_tokens\":5}", "unknown-parameter", "output-limit" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"presence_penalty\":3}", "above-maximum",
    "presence-penalty" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"temperature\":-1}", "below-minimum", "temperature" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"text\":{\"verbosity\":\"loud\"}}", "wrong-word",
    "verbosity" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"include\":[\"logprobs\"]}", "wrong-word", "include" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"include\":\"reasoning.encrypted_content\"}", "wrong-type",
    "include" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"metadata\":{\"a\":1}}", "wrong-type", "metadata" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"verbosity\":\"low\"}", "unknown-parameter", "verbosity" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"prediction\":{\"type\":\"content\",\"content\":\"x\"}}",
    "unknown-parameter", "prediction" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"modalities\":[\"text\"]}", "unknown-parameter",
    "modalities" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"web_search_options\":{}}", "unknown-parameter",
    "web-search" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"best_of\":2}", "unknown-parameter", "best-of" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"echo\":true}", "unknown-parameter", "echo" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"suffix\":\"x\"}", "unknown-parameter", "suffix" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"prompt\":\"Once\"}", "wrong-type", "user-text" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"prompt\":{\"id\":\"pmpt_x\"}}", "no-prompt", "prompt-template" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"conversation\":\"conv_x\"}", "no-conversation",
    "conversation" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"conversation\":{\"id\":\"conv_x\"}}", "no-conversation",
    "conversation" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"previous_response_id\":\"resp_x\"}", "no-previous", "previous-response" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"functions\":[{\"name\":\"f\"}],\"function_call\":\"auto\"}",
    "unknown-parameter", "tools" },
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL ",\"input\":\"Hi.\",\"functions\":[{\"name\":\"f\"}],\"function_call\":{\"name\":\"f\"}}",
    "unknown-parameter", "tools" },
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL ",\"input\":\"Hi.\",\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}]}", "missing-parameter",
    "tools" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"tools\":[{\"type\":\"bogus\"}]}", "wrong-word", "tools" },
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL ",\"input\":\"Hi.\",\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{}}],"
    "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}}",
    "missing-parameter", "tool-choice-name" },
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL ",\"input\":\"Hi.\",\"text\":{\"format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\","
    "\"schema\":{}}}}}",
    "missing-parameter", "schema-name" },
  { TRI_PRACTICE_RESPONSES, "{" MODEL ",\"input\":\"Hi.\",\"background\":true}", "practice-limit", "background" },
  /* What is wrong with a whole request of another endpoint */
  { TRI_PRACTICE_RESPONSES,
    "{" MODEL ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi.\"},{\"role\":\"assistant\",\"content\":null,"
    "\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}},{\"role\":\"function\",\"name\":\"f\",\"content\":"
    "\"1\"}],\"functions\":[{\"name\":\"f\"}],\"n\":2,\"stop\":\"x\",\"max_tokens\":5,\"response_format\":"
    "{\"type\":\"text\"}}",
    "moved", "user-text" },
  { TRI_PRACTICE_RESPONSES, "{\"n\":2," MODEL "," HI "}", "unknown-parameter", "answers-asked" },
  /* Chat */
  { TRI_PRACTICE_CHAT, "{" MODEL ",\"input\":\"Hi.\",\"instructions\":\"Be kind.\",\"max_output_tokens\":20}",
    "unknown-parameter", "user-text" },
  { TRI_PRACTICE_CHAT, "{" MODEL ",\"max_output_tokens\":20,\"input\":[{\"role\":\"user\",\"content\":\"Hi.\"}]}",
    "unknown-parameter", "output-limit" },
  { TRI_PRACTICE_CHAT, "{" MODEL ",\"prompt\":\"Once\",\"max_tokens\":20}", "unknown-parameter", "user-text" },
  { TRI_PRACTICE_CHAT, "{" MODEL ",\"best_of\":2,\"prompt\":\"Once\"}", "unknown-parameter", "best-of" },
  { TRI_PRACTICE_CHAT, "{" MODEL "}", "missing-parameter", "user-text" },
  { TRI_PRACTICE_CHAT, "{" MODEL ",\"messages\":\"Hi.\"}", "wrong-type", "user-text" },
  { TRI_PRACTICE_CHAT, "{" MODEL ",\"messages\":[]}", "empty", "user-text" },
  { TRI_PRACTICE_CHAT,
    "{" MODEL "," HI ",\"max_output_tokens\":20,\"reasoning\":{\"effort\":\"low\"},"
    "\"text\":{\"verbosity\":\"low\"}}",
    "unknown-parameter", "output-limit" },
  { TRI_PRACTICE_CHAT, "{" MODEL "," HI ",\"instructions\":\"Be kind.\"}", "unknown-parameter", "instructions" },
  { TRI_PRACTICE_CHAT, "{" MODEL "," HI ",\"previous_response_id\":\"resp_x\"}", "unknown-parameter",
    "previous-response" },
  { TRI_PRACTICE_CHAT, "{" MODEL "," HI ",\"best_of\":2}", "unknown-parameter", "best-of" },
  { TRI_PRACTICE_CHAT, "{" MODEL "," HI ",\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{}}]}",
    "missing-parameter", "tools" },
  { TRI_PRACTICE_CHAT, "{" MODEL "," HI ",\"tools\":[{\"type\":\"custom\",\"name\":\"c\"}]}", "missing-parameter",
    "tools" },
  { TRI_PRACTICE_CHAT, "{" MODEL "," HI ",\"tools\":[{\"type\":\"web_search\"}]}", "wrong-word", "tools" },
  { TRI_PRACTICE_CHAT,
    "{" MODEL "," HI ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"mcp\"}]}",
    "wrong-word", "tools" },
  { TRI_PRACTICE_CHAT,
    "{" MODEL ",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Hi.\"}]}]}",
    "wrong-word", "user-text" },
  { TRI_PRACTICE_CHAT, "{" MODEL "," HI ",\"functions\":[{\"name\":\"f\"}],\"function_call\":{\"name\":\"f\"}}",
    "practice-limit", "tool-choice" },
  { TRI_PRACTICE_CHAT, "{" MODEL "," HI ",\"response_format\":{\"type\":\"json_object\"}}", "practice-limit",
    "answer-format" },
  { TRI_PRACTICE_CHAT, "{" MODEL "," HI ",\"n\":100}", "practice-limit", "answers-asked" },
  { TRI_PRACTICE_CHAT,
    "{" REASONING "," HI ",\"temperature\":0.5,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}",
    "tools-with-effort", "reasoning-effort" },
  { TRI_PRACTICE_CHAT, "{" HI "}", "missing-model", "model" },
  { TRI_PRACTICE_CHAT, "{\"model\":\"nobody\"," HI "}", "no-model", "model" },
  { TRI_PRACTICE_CHAT, "{" REASONING "," HI ",\"max_tokens\":20}", "chat-limit", "output-limit" },
  { TRI_PRACTICE_CHAT, "{" REASONING "," HI ",\"temperature\":0.5}", "only-default", "temperature" },
  { TRI_PRACTICE_CHAT, "{" REASONING "," HI ",\"top_p\":0.5}", "unsupported-with-model", "top-p" },
  { TRI_PRACTICE_CHAT,
    "{" REASONING "," HI ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"reasoning_effort\":"
    "\"low\"}",
    "tools-with-effort", "reasoning-effort" },
  { TRI_PRACTICE_CHAT, "{" MODEL "," HI ",\"max_tokens\":20,\"max_completion_tokens\":20}", "both-limits",
    "output-limit" },
  { TRI_PRACTICE_CHAT, "{" MODEL "," HI ",\"stream_options\":{\"include_usage\":true}}", "stream-options",
    "stream-options" },
};

static GBytes *
dup_refusal (TriPracticeEndpoint endpoint, GBytes *request)
{
  g_auto (TriPracticeRefusal) refusal = { 0 };
  g_autoptr (TriPracticeAsk) ask = tri_practice_ask_new (endpoint, request, FALSE, &refusal);

  return ask ? NULL : tri_practice_refusal_to_bytes (&refusal);
}

/* The endpoint is told, as the window can, or has to be found out. */
static void
mend_row (guint row, gboolean is_told)
{
  guint n_formats;
  const TriFormat *endpoint = tri_formats_list (&n_formats)[rows[row].endpoint];
  const TriExplainWords words = { TRI_PRACTICE_MODEL, "Hi.", is_told ? endpoint : NULL };
  g_autoptr (GBytes) request = g_bytes_new_static (rows[row].request, strlen (rows[row].request));

  for (guint round = 0;; round++)
    {
      g_autoptr (GBytes) body = dup_refusal (rows[row].endpoint, request);
      g_autoptr (GError) error = NULL;
      g_autoptr (TriExplanation) explanation = NULL;
      GBytes *mended;

      if (!body)
        {
          g_assert_cmpuint (round, >, 0);
          return;
        }
      explanation = tri_explain (body, request, 0, &error);
      g_assert_no_error (error);
      if (round == 0)
        {
          g_assert_cmpstr (explanation->id, ==, rows[row].id);
          g_assert_cmpstr (explanation->meaning, ==, rows[row].meaning);
        }
      g_assert_true (*explanation->cause && *explanation->fix);
      g_assert_cmpuint (round, <, 6);
      mended = tri_explain_apply (explanation, request, &words, &error);
      g_assert_no_error (error);
      g_bytes_unref (request);
      request = mended;
    }
}

static void
test_row (gconstpointer data)
{
  mend_row (GPOINTER_TO_UINT (data), FALSE);
  mend_row (GPOINTER_TO_UINT (data), TRUE);
}

static TriExplanation *
explain_text (const char *text, const char *request)
{
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) sent = request ? g_bytes_new_static (request, strlen (request)) : NULL;

  return tri_explain (body, sent, 0, NULL);
}

static void
test_unknown (void)
{
  g_autoptr (TriExplanation) strange = explain_text ("{\"error\":{\"message\":\"No idea.\",\"param\":null}}", NULL);
  g_autoptr (TriExplanation) flat
      = explain_text ("{\"object\":\"error\",\"message\":\"Unknown parameter: 'n'.\"}", NULL);
  g_autoptr (TriExplanation) listed = explain_text ("[{\"error\":{\"message\":\"Unknown parameter: 'n'.\"}}]", NULL);
  g_autoptr (TriExplanation) broken = explain_text (
      "{\"error\":{\"message\":\"We could not parse the JSON body of your request. (x)\"}}", "{\n\"a\" 1}");
  g_autoptr (GBytes) request = g_bytes_new_static ("{}", 2);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (strange->id, ==, "unknown");
  g_assert_false (strange->can_apply);
  g_assert_null (tri_explain_apply (strange, request, NULL, &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
  g_assert_cmpstr (flat->id, ==, "unknown-parameter");
  g_assert_cmpstr (flat->param, ==, "n");
  g_assert_cmpstr (listed->meaning, ==, "answers-asked");
  g_assert_nonnull (strstr (broken->fix, "line 2, column 5"));
  g_assert_null (explain_text ("<html>", NULL));
  g_assert_null (explain_text ("{}", NULL));
  g_assert_null (explain_text ("{\"error\":{\"message\":5}}", NULL));
}

/* The trap: what is spelt alike means something else. The rest of the request keeps its spelling and its layout. */
static void
test_layout (void)
{
  static const char before[]
      = "{\n  \"model\": \"m\",\n  \"stop\": [\"x\"],\n  \"temperature\": 1.0,\n  \"input\": \"\\u00e9\"\n}";
  static const char after[] = "{\n  \"model\": \"m\",\n  \"temperature\": 1.0,\n  \"input\": \"\\u00e9\"\n}";
  g_autoptr (TriExplanation) explanation
      = explain_text ("{\"error\":{\"message\":\"Unknown parameter: 'stop'. Did you mean 'store'?\"}}", NULL);
  g_autoptr (GBytes) request = g_bytes_new_static (before, strlen (before));
  g_autoptr (GBytes) mended = tri_explain_apply (explanation, request, NULL, NULL);

  g_assert_cmpmem (after, strlen (after), g_bytes_get_data (mended, NULL), g_bytes_get_size (mended));
}

static GBytes *
mend_text (const TriExplanation *explanation, const char *request, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (request, strlen (request));

  return tri_explain_apply (explanation, bytes, NULL, error);
}

static void
assert_mended (const char *error, const char *before, const char *after)
{
  g_autoptr (TriExplanation) explanation = explain_text (error, NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) mended = mend_text (explanation, before, &local);

  g_assert_no_error (local);
  g_assert_cmpmem (after, strlen (after), g_bytes_get_data (mended, NULL), g_bytes_get_size (mended));
}

#define MESSAGE(text, param) "{\"error\":{\"message\":\"" text "\",\"param\":" param "}}"

/* What is said elsewhere than in the practice server, and what the mended request then is. */
static void
test_elsewhere (void)
{
  assert_mended (MESSAGE ("Invalid value: 'custom'. Supported values are: 'function'.", "\"tools[0].type\""),
                 "{" MODEL "," HI ",\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"c\",\"format\":{}}}]}",
                 "{" MODEL "," HI ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"c\",\"parameters\":{"
                 "\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},\"required\":[\"input\"],"
                 "\"additionalProperties\":false}}}]}");
  assert_mended (MESSAGE ("Invalid value: 'custom'. Supported values are: 'function'.", "\"tools[0].type\""),
                 "{" MODEL "," HI ",\"tools\":[{\"type\":\"custom\",\"custom\":1}]}",
                 "{" MODEL "," HI ",\"tools\":[{\"type\":\"function\",\"custom\":1,\"parameters\":{"
                 "\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},\"required\":[\"input\"],"
                 "\"additionalProperties\":false}}]}");
  assert_mended (MESSAGE ("Invalid value: 'mcp'. Supported values are: 'function'.", "\"tools[1].type\""),
                 "{" MODEL ",\"input\":\"\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"mcp\"}]}",
                 "{" MODEL ",\"input\":\"\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"}]}");
  assert_mended (
      MESSAGE ("Invalid value: 'hight'. Supported values are: 'low', 'medium', and 'high'.", "\"reasoning_effort\""),
      "{" MODEL "," HI ",\"reasoning_effort\":\"hight\"}", "{" MODEL "," HI ",\"reasoning_effort\":\"high\"}");
  assert_mended (MESSAGE ("Invalid value: 'auto'. Supported values are: 'a' and 'b'.", "\"service_tier\""),
                 "{" MODEL "," HI ",\"service_tier\":\"tier\"}", "{" MODEL "," HI "}");
  assert_mended (MESSAGE ("Missing required parameter: 'messages'.", "\"messages\""),
                 "{" MODEL ",\"input\":\"Hi.\",\"store\":false}", "{" MODEL "," HI ",\"store\":false}");
  assert_mended (MESSAGE ("Unknown parameter: 'n'.", "\"n\""), "{" MODEL ",\"input\":\"Hi.\",\"n\":2}",
                 "{" MODEL ",\"input\":\"Hi.\"}");
}

/* What no fix may decide, or cannot: the error says why. */
static void
test_by_hand (void)
{
  static const struct
  {
    const char *error, *request, *words;
  } cases[] = {
    { MESSAGE ("Missing required parameter: 'messages'.", "\"messages\""),
      "{" MODEL ",\"prompt\":[\"Once\",\"Twice\"]}", "several prompts" },
    { MESSAGE ("Unknown parameter: 'n'.", "\"n\""), "{\"id\":\"x\",\"model\":\"m\",\"choices\":[]}",
      "found an answer" },
    { MESSAGE ("Unknown parameter: 'n'.", "\"n\""), "{\"name\":\"Ann\",\"age\":5}", "found none of them" },
    { MESSAGE ("Invalid 'n': integer below minimum value. Expected a value >= x, but got 1 instead.", "\"n\""),
      "{\"model\":\"m\",\"n\":1}", "by hand" },
    { MESSAGE ("Unknown parameter: 'n'.", "\"n\""), "[1]", "no object" },
    { MESSAGE ("Unknown parameter: 'n'.", "\"n\""), "{\"custom_id\":\"a\",\"body\":{}}", "Batch" },
    { MESSAGE ("Unknown parameter: 'n'.", "\"n\""), "{\"a\" 1}", "line 1, column 6" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TriExplanation) explanation = explain_text (cases[i].error, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) mended = mend_text (explanation, cases[i].request, &error);

      g_assert_null (mended);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

/* Every refusal beside every request, most of which it is not about: what comes is JSON, or nothing. */
static void
test_crossed (void)
{
  const TriExplainWords words = { TRI_PRACTICE_MODEL, "Hi.", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) own = g_bytes_new_static (rows[i].request, strlen (rows[i].request));
      g_autoptr (GBytes) body = dup_refusal (rows[i].endpoint, own);
      g_autoptr (TriExplanation) explanation = tri_explain (body, own, 0, NULL);

      for (guint j = 0; j < G_N_ELEMENTS (rows); j++)
        {
          g_autoptr (GBytes) other = g_bytes_new_static (rows[j].request, strlen (rows[j].request));
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) mended = tri_explain_apply (explanation, other, &words, &error);
          g_autoptr (TriJsonIndex) index = mended ? tri_json_index_new (mended, &error) : NULL;

          g_assert_true (index || (!mended && error && *error->message));
        }
    }
}

/* What the request is not the cause of is explained too, and nothing is offered to be applied. */
static void
test_advice (void)
{
  static const struct
  {
    const char *body;
    guint status;
    const char *id;
    gboolean can_apply;
  } cases[] = {
    { MESSAGE ("Incorrect API key provided: x.", "null"), 0, "no-key", FALSE },
    { MESSAGE ("You didn't provide an API key. You need …", "null"), 0, "no-key", FALSE },
    { MESSAGE ("Bad.", "null"), 401, "no-key", FALSE },
    { MESSAGE ("Bad.", "null"), 403, "not-allowed", FALSE },
    { MESSAGE ("Rate limit reached for m in organization o", "null"), 0, "too-fast", FALSE },
    { MESSAGE ("Slower.", "null"), 429, "too-fast", FALSE },
    { "{\"error\":{\"message\":\"x\",\"type\":\"requests\",\"code\":\"insufficient_quota\"}}", 429, "no-money", FALSE },
    { "{\"error\":{\"message\":\"x\",\"type\":\"insufficient_quota\",\"code\":\"rate_limit_exceeded\"}}", 429,
      "too-fast", FALSE },
    { MESSAGE ("Invalid URL (POST /v1/v1/responses)", "null"), 0, "no-endpoint", FALSE },
    { MESSAGE ("Not allowed to GET on /v1/chat/completions.", "null"), 0, "no-endpoint", FALSE },
    { "{\"detail\":\"Not Found\"}", 404, "no-endpoint", FALSE },
    { "{\"error\":{\"message\":\"Gone.\",\"code\":\"model_not_found\"}}", 404, "no-model", TRUE },
    { "{\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}}", 400, "context-too-long", FALSE },
    { "{\"error\":{\"message\":\"x\",\"type\":\"server_error\"}}", 500, "server-failed", FALSE },
    { MESSAGE ("The engine is currently overloaded, please try again later", "null"), 0, "overloaded", FALSE },
    { "<html>502 Bad Gateway</html>", 502, "server-failed", FALSE },
    { "", 504, "no-time", FALSE },
    { "{\"error\":\"model not loaded\"}", 503, "overloaded", FALSE },
    { "{\"detail\":[{\"msg\":\"field required\",\"loc\":[\"body\"]}]}", 422, "unknown", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (cases[i].body, strlen (cases[i].body));
      g_autoptr (TriExplanation) explanation = tri_explain (body, NULL, cases[i].status, NULL);

      g_assert_nonnull (explanation);
      g_assert_cmpstr (explanation->id, ==, cases[i].id);
      g_assert_cmpint (explanation->can_apply, ==, cases[i].can_apply);
      g_assert_true (*explanation->message && *explanation->cause && *explanation->fix);
    }
}

/* ---- As people paste it ---- */

#define REQUEST "{\n  \"model\": \"m\",\n  \"input\": \"{'x': \\\"}\\\"\",\n  \"n\": 2\n}"
#define ERROR "{\"error\": {\"message\": \"Unknown parameter: 'n'.\", \"param\": \"n\", \"code\": null}}"

static const struct
{
  const char *name, *text;
  const char *id; /* NULL: no error is in it */
  const char *request;
} pasted[] = {
  { "body", ERROR, "unknown-parameter", NULL },
  { "http", "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n\r\n" ERROR, "unknown-parameter", NULL },
  { "behind", REQUEST "\n\n" ERROR "\n", "unknown-parameter", REQUEST },
  { "before", ERROR "\n" REQUEST, "unknown-parameter", REQUEST },
  { "lines", "{\"model\":\"m\",\"n\":2}\n" ERROR, "unknown-parameter", "{\"model\":\"m\",\"n\":2}" },
  { "listed", "[" ERROR "]", "unknown-parameter", NULL },
  { "flat", "{\"object\": \"error\", \"message\": \"Unknown parameter: 'n'.\"}", "unknown-parameter", NULL },
  { "command", "curl https://h/v1/responses -d '{\"model\": \"it'\\''s\", \"n\": 2}'\n\n" ERROR, "unknown-parameter",
    "{\"model\": \"it's\", \"n\": 2}" },
  { "python",
    "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n"
    "openai.BadRequestError: Error code: 400 - {'error': {'message': \"Unknown parameter: 'n'.\", 'type': "
    "'invalid_request_error', 'param': 'n', 'code': None}}",
    "unknown-parameter", NULL },
  { "python-escapes",
    "{'error': {'message': 'Unknown parameter: \\'n\\'.', 'type': 'None \\x41\\u00e9 True', 'param': None}}",
    "unknown-parameter", NULL },
  { "node", "BadRequestError: 400 Unknown parameter: 'n'.\n    at Function.generate (file:///x/error.mjs:41:20) {\n",
    "unknown-parameter", NULL },
  { "sentence", "Unknown parameter: 'n'.", "unknown-parameter", NULL },
  { "sentence-with-request", REQUEST "\n400 Unknown parameter: 'n'.", "unknown-parameter", REQUEST },
  { "broken-request", "{\"model\": \"m\", \"n\" 2}\n" ERROR, "unknown-parameter", NULL },
  { "status", "HTTP/1.1 429 Too Many Requests\r\n\r\n{\"error\": {\"message\": \"Slower.\"}}", "too-fast", NULL },
  { "python-status", "openai.AuthenticationError: Error code: 401 - {'error': {'message': 'No.', 'code': None}}",
    "no-key", NULL },
  { "page", "<html><title>502 Bad Gateway</title></html>", "server-failed", NULL },
  { "no-body", "503 status code (no body)", "overloaded", NULL },
  { "number", "500", NULL, NULL },
  { "strange", "{\"error\": {\"message\": \"No idea.\"}}", "unknown", NULL },
  { "request", REQUEST, NULL, NULL },
  { "answer", "{\"id\": \"resp_1\", \"error\": null, \"output\": []}", NULL, NULL },
  { "words", "What is error 400 about?", NULL, NULL },
  { "open", "{\"error\": {\"message\": \"Unknown", NULL, NULL },
  { "open-python", "{'error': {'message': 'x\\", NULL, NULL },
  { "empty", "", NULL, NULL },
};

static void
test_pasted (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (TriExplainText) found = tri_explain_text_read (pasted[row].text, strlen (pasted[row].text));
  g_autoptr (TriExplanation) explanation
      = found ? tri_explain (found->body, found->request, found->status, NULL) : NULL;
  const char *request = pasted[row].request;

  g_assert_cmpint (found != NULL, ==, pasted[row].id != NULL);
  if (!found)
    return;
  g_assert_nonnull (explanation);
  g_assert_cmpstr (explanation->id, ==, pasted[row].id);
  g_assert_cmpint (found->request != NULL, ==, request != NULL);
  g_assert_cmpint (found->is_alone, ==, request == NULL && !strstr (pasted[row].name, "broken"));
  if (request)
    g_assert_cmpmem (request, strlen (request), g_bytes_get_data (found->request, NULL),
                     g_bytes_get_size (found->request));
}

/* A key that the error repeats is in nothing that is said; one in the request stays, for that is to be sent again. */
static void
test_secrets (void)
{
  static const char *const errors[] = {
    "{\"error\":{\"message\":\"Incorrect API key provided: Zq-CANARY-0123456789abcdef.\"}}",
    "{\"error\":{\"message\":\"Authorization: Bearer Zq-CANARY-0123456789abcdef is wrong\",\"param\":\"a\"}}",
    "{\"error\":{\"message\":\"The requested model 'sk-CANARY-0123456789abcdef' does not exist.\"}}",
    "{\"error\":{\"message\":\"Unknown parameter: "
    "'sk-CANARY-0123456789abcdef'.\",\"param\":\"sk-CANARY-0123456789abcdef\"}}",
    "openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided: "
    "Zq-CANARY-0123456789abcdef.', 'type': 'x'}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autofree char *text = g_strconcat (
          "curl h/v1/responses -d '{\"n\":1,\"tools\":[{\"authorization\":\"mine\"}]}'\n", errors[i], NULL);
      g_autoptr (TriExplainText) found = tri_explain_text_read (text, strlen (text));
      g_autoptr (TriExplanation) explanation = tri_explain (found->body, found->request, 0, NULL);
      g_autofree char *said = g_strjoin ("\n", explanation->message, explanation->cause, explanation->fix,
                                         explanation->value ? explanation->value : "",
                                         explanation->param ? explanation->param : "", NULL);

      g_test_message ("%s", said);
      g_assert_null (strstr (said, "CANARY"));
      g_assert_nonnull (g_strstr_len (g_bytes_get_data (found->request, NULL),
                                      (gssize) g_bytes_get_size (found->request), "\"mine\""));
    }
}

/* Whatever is cut off, nothing is read beyond the end. */
static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pasted); i++)
    for (gsize n = 0; n < strlen (pasted[i].text); n++)
      {
        g_autofree char *text = g_memdup2 (pasted[i].text, n);

        tri_explain_text_free (tri_explain_text_read (text, n));
      }
}

/* What no rule knows is asked for, and only where it is needed. */
static void
test_words (void)
{
  g_autoptr (TriExplanation) model
      = explain_text ("{\"error\":{\"message\":\"The requested model 'x' does not exist.\"}}", NULL);
  g_autoptr (TriExplanation) missing
      = explain_text ("{\"error\":{\"message\":\"Missing required parameter: 'model'.\",\"param\":\"model\"}}", NULL);
  g_autoptr (TriExplanation) input
      = explain_text ("{\"error\":{\"message\":\"Missing required parameter: 'input'.\"}}", NULL);
  g_autoptr (TriExplanation) inner
      = explain_text ("{\"error\":{\"message\":\"Missing required parameter: 'tools[0].name'.\"}}", NULL);

  g_assert_cmpint (tri_explanation_get_word (model), ==, TRI_EXPLAIN_WORD_MODEL);
  g_assert_cmpint (tri_explanation_get_word (missing), ==, TRI_EXPLAIN_WORD_MODEL);
  g_assert_cmpint (tri_explanation_get_word (input), ==, TRI_EXPLAIN_WORD_TEXT);
  g_assert_cmpint (tri_explanation_get_word (inner), ==, TRI_EXPLAIN_WORD_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/explain/row/%02u-%s", i, rows[i].id);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/explain/unknown", test_unknown);
  g_test_add_func ("/explain/layout", test_layout);
  g_test_add_func ("/explain/elsewhere", test_elsewhere);
  g_test_add_func ("/explain/by-hand", test_by_hand);
  g_test_add_func ("/explain/crossed", test_crossed);
  g_test_add_func ("/explain/advice", test_advice);
  for (guint i = 0; i < G_N_ELEMENTS (pasted); i++)
    {
      g_autofree char *path = g_strdup_printf ("/explain/pasted/%s", pasted[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_pasted);
    }
  g_test_add_func ("/explain/secrets", test_secrets);
  g_test_add_func ("/explain/cut", test_cut);
  g_test_add_func ("/explain/words", test_words);
  return g_test_run ();
}

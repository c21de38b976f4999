/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-examples.h"

#include <glib/gi18n-lib.h>

static const char chat_text[]
    = "{\n"
      "  \"model\": \"gpt-5.5\",\n"
      "  \"messages\": [\n"
      "    {\"role\": \"system\", \"content\": \"Answer in one sentence.\"},\n"
      "    {\"role\": \"user\", \"content\": \"Shall I take an umbrella in Paris?\"}\n"
      "  ],\n"
      "  \"tools\": [\n"
      "    {\n"
      "      \"type\": \"function\",\n"
      "      \"function\": {\n"
      "        \"name\": \"get_weather\",\n"
      "        \"description\": \"The weather of a city\",\n"
      "        \"parameters\": {\n"
      "          \"type\": \"object\",\n"
      "          \"properties\": {\"city\": {\"type\": \"string\"}},\n"
      "          \"required\": [\"city\"]\n"
      "        }\n"
      "      }\n"
      "    }\n"
      "  ],\n"
      "  \"tool_choice\": {\"type\": \"function\", \"function\": {\"name\": \"get_weather\"}},\n"
      "  \"max_completion_tokens\": 200,\n"
      "  \"seed\": 7,\n"
      "  \"stream\": true\n"
      "}\n";

static const char completions_text[] = "{\n"
                                       "  \"model\": \"gpt-3.5-turbo-instruct\",\n"
                                       "  \"prompt\": \"Once upon a time\",\n"
                                       "  \"temperature\": 0.70,\n"
                                       "  \"stop\": [\"\\n\\n\"],\n"
                                       "  \"best_of\": 3\n"
                                       "}\n";

static const char curl_text[] = "curl https://api.openai.com/v1/chat/completions \\\n"
                                "  -H \"Content-Type: application/json\" \\\n"
                                "  -H \"Authorization: Bearer $OPENAI_API_KEY\" \\\n"
                                "  -d '{\n"
                                "    \"model\": \"gpt-5.5\",\n"
                                "    \"messages\": [\n"
                                "      {\"role\": \"developer\", \"content\": \"You are terse.\"},\n"
                                "      {\"role\": \"user\", \"content\": \"What is a triptych?\"}\n"
                                "    ],\n"
                                "    \"max_tokens\": 100\n"
                                "  }'\n";

static const char refused_text[]
    = "{\n"
      "  \"model\": \"practice-model\",\n"
      "  \"input\": \"What is a triptych?\",\n"
      "  \"max_output_tokens\": 10\n"
      "}\n"
      "\n"
      "{\"error\": {\"message\": \"Invalid 'max_output_tokens': integer below minimum value. "
      "Expected a value >= 16, but got 10 instead.\", \"type\": \"invalid_request_error\", "
      "\"param\": \"max_output_tokens\", \"code\": \"integer_below_min_value\"}}\n";

static const TriMigrateExample examples[] = {
  { N_ ("A Chat Request with Tools"), chat_text },
  { N_ ("A Completions Request"), completions_text },
  { N_ ("A curl Command"), curl_text },
  { N_ ("A Refused Request"), refused_text },
};

const TriMigrateExample *
tri_migrate_examples_list (guint *n_examples)
{
  *n_examples = G_N_ELEMENTS (examples);
  return examples;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Sent and echoed: what is said of an answer that is not what was asked for, and that nothing is said of one that is.
 */

#include <string.h>

#include "core/echo.h"
#include "core/formats.h"
#include "core/json-node.h"
#include "core/record.h"

typedef struct
{
  const char *name;
  const char *format;
  const char *request;
  const char *type; /* of the response */
  const char *response;
  const char *expected; /* the sentences, a line each */
} Row;

#define JSON "application/json"
#define SSE "text/event-stream"

static const Row rows[] = {
  { "same", "responses", "{\"model\":\"m\",\"input\":\"x\",\"temperature\":0.70,\"max_output_tokens\":20}", JSON,
    "{\"id\":\"r\",\"object\":\"response\",\"model\":\"m\",\"status\":\"completed\",\"temperature\":0.7,"
    "\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}"
    "],\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"total_tokens\":3}}",
    "" },
  { "temperature", "responses", "{\"model\":\"m\",\"input\":\"x\",\"temperature\":0.2}", JSON,
    "{\"id\":\"r\",\"object\":\"response\",\"model\":\"m\",\"status\":\"completed\",\"temperature\":1.0,\"output\":[]}",
    "Temperature: asked 0.2, the server says 1.0." },
  { "format", "responses", "{\"model\":\"m\",\"input\":\"x\",\"text\":{\"format\":{\"type\":\"json_object\"}}}", JSON,
    "{\"id\":\"r\",\"object\":\"response\",\"model\":\"m\",\"status\":\"completed\",\"text\":{\"format\":{\"type\":"
    "\"text\"}},"
    "\"output\":[]}",
    "Output format: asked json_object, the server says text." },
  { "model", "chat", "{\"model\":\"m\",\"messages\":[]}", JSON,
    "{\"id\":\"c\",\"model\":\"m-2026-01-01\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},"
    "\"finish_reason\":\"stop\"}]}",
    "Model: asked m, m-2026-01-01 answered." },
  { "limit", "chat", "{\"model\":\"m\",\"messages\":[],\"max_completion_tokens\":5}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
    "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":9,\"total_tokens\":10}}",
    "9 output tokens came, though the limit was 5: the server ignored it." },
  { "choices", "chat", "{\"model\":\"m\",\"messages\":[],\"n\":3}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}",
    "Choices: asked 3, 1 came." },
  { "logprobs", "chat", "{\"model\":\"m\",\"messages\":[],\"logprobs\":true}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"logprobs\":null,"
    "\"finish_reason\":\"stop\"}]}",
    "Log probabilities were asked for, and none came." },
  { "logprobs-included", "responses",
    "{\"model\":\"m\",\"input\":\"x\",\"include\":[\"message.output_text.logprobs\"]}", JSON,
    "{\"id\":\"r\",\"object\":\"response\",\"model\":\"m\",\"status\":\"completed\",\"output\":[{\"type\":\"message\","
    "\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\",\"logprobs\":[]}]}]}",
    "Log probabilities were asked for, and none came." },
  { "logprobs-came", "completions", "{\"model\":\"m\",\"prompt\":\"x\",\"logprobs\":0}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"text\":\"Hi\",\"logprobs\":{\"tokens\":[\"Hi\"]},"
    "\"finish_reason\":\"stop\"}]}",
    "" },
  { "stop", "completions", "{\"model\":\"m\",\"prompt\":\"x\",\"stop\":[\"END\",\"never\"]}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"text\":\"Hi END there\",\"finish_reason\":\"stop\"}]}",
    "The stop sequence “END” stands in the text: the server ignored it." },
  { "document", "chat", "{\"model\":\"m\",\"messages\":[],\"stream\":true}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}",
    "A stream was asked for, and one document came." },
  { "usage", "chat", "{\"model\":\"m\",\"messages\":[],\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
    SSE,
    "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n"
    "data: [DONE]\n\n",
    "Usage was asked for in the stream, and none came." },
  { "own-body", "chat", "{\"model\":7,\"n\":\"many\",\"stop\":{}}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}", "" },
  { "limit-for-each", "completions", "{\"model\":\"m\",\"prompt\":\"x\",\"max_tokens\":5,\"n\":2}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"text\":\"Hi\",\"finish_reason\":\"stop\"},{\"index\":1,"
    "\"text\":\"Ho\",\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":9,"
    "\"total_tokens\":10}}",
    "" },
  { "limit-for-best-of", "completions", "{\"model\":\"m\",\"prompt\":\"x\",\"max_tokens\":5,\"best_of\":3}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"text\":\"Hi\",\"finish_reason\":\"stop\"}],"
    "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":16,\"total_tokens\":17}}",
    "16 output tokens came, though the limit was 5: the server ignored it." },
  { "json", "chat", "{\"model\":\"m\",\"messages\":[],\"response_format\":{\"type\":\"json_object\"}}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"```json\\n{}```\"},"
    "\"finish_reason\":\"stop\"}]}",
    "JSON was asked for, and the text is none." },
  { "json-came", "chat", "{\"model\":\"m\",\"messages\":[],\"response_format\":{\"type\":\"json_object\"}}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\" {\\\"a\\\": 1}\\n\"},"
    "\"finish_reason\":\"stop\"}]}",
    "" },
  { "json-schema", "responses",
    "{\"model\":\"m\",\"input\":\"x\",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"s\","
    "\"schema\":{}}}}",
    JSON,
    "{\"id\":\"r\",\"object\":\"response\",\"model\":\"m\",\"status\":\"completed\","
    "\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
    "\"text\":\"Hi\"}]}]}",
    "JSON was asked for, and the text is none." },
  { "json-refused", "responses", "{\"model\":\"m\",\"input\":\"x\",\"text\":{\"format\":{\"type\":\"json_object\"}}}",
    JSON,
    "{\"id\":\"r\",\"object\":\"response\",\"model\":\"m\",\"status\":\"completed\","
    "\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"refusal\","
    "\"refusal\":\"No.\"}]}]}",
    "" },
  { "json-cut", "responses", "{\"model\":\"m\",\"input\":\"x\",\"text\":{\"format\":{\"type\":\"json_object\"}}}", JSON,
    "{\"id\":\"r\",\"object\":\"response\",\"model\":\"m\",\"status\":\"incomplete\","
    "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[{\"type\":\"message\","
    "\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"{\"}]}]}",
    "" },
  { "call", "chat", "{\"model\":\"m\",\"messages\":[],\"tools\":[],\"tool_choice\":\"required\"}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},"
    "\"finish_reason\":\"stop\"}]}",
    "A call of a tool was required, and none came." },
  { "call-by-name", "responses",
    "{\"model\":\"m\",\"input\":\"x\",\"tool_choice\":{\"type\":\"function\",\"name\":\"f\"}}", JSON,
    "{\"id\":\"r\",\"object\":\"response\",\"model\":\"m\",\"status\":\"completed\","
    "\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
    "\"text\":\"Hi\"}]}]}",
    "A call of a tool was required, and none came." },
  { "call-came", "chat", "{\"model\":\"m\",\"messages\":[],\"tool_choice\":\"required\",\"parallel_tool_calls\":false}",
    JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"c\","
    "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
    "\"finish_reason\":\"tool_calls\"}]}",
    "" },
  { "calls-at-once", "chat", "{\"model\":\"m\",\"messages\":[],\"parallel_tool_calls\":false}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"c\","
    "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},{\"id\":\"d\","
    "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
    "\"finish_reason\":\"tool_calls\"}]}",
    "One call at a time was asked for, and 2 came at once." },
  { "echo", "completions", "{\"model\":\"m\",\"prompt\":\"Once\",\"echo\":true}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"text\":\" upon a time\",\"finish_reason\":\"stop\"}]}",
    "The prompt was to stand before the answer, and does not." },
  { "echo-came", "completions", "{\"model\":\"m\",\"prompt\":\"Once\",\"echo\":true}", JSON,
    "{\"model\":\"m\",\"choices\":[{\"index\":0,\"text\":\"Once upon a time\",\"finish_reason\":\"stop\"}]}", "" },
};

static void
test_row (gconstpointer user_data)
{
  const Row *row = user_data;
  g_autoptr (TriRecord) record = tri_record_new ();
  g_autoptr (TriReader) reader = tri_reader_new (tri_format_find (row->format), 200, row->type);
  g_autoptr (GPtrArray) echoes = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);

  tri_reader_feed (reader, row->response, strlen (row->response), 0);
  record->ending = tri_reader_finish (reader, TRUE);
  g_assert_cmpint (record->ending, ==, TRI_ENDING_ANSWERED);
  record->format = tri_format_find (row->format);
  record->request_body = g_bytes_new (row->request, strlen (row->request));
  g_clear_pointer (&record->response_body, g_bytes_unref);
  record->response_body = g_bytes_new (row->response, strlen (row->response));
  echoes = tri_record_list_echoes (record, reader);
  for (guint i = 0; i < echoes->len; i++)
    g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", ((const TriEcho *) echoes->pdata[i])->text);
  g_assert_cmpstr (lines->str, ==, row->expected);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/echo/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}

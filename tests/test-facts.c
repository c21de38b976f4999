/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The foot of a column: every kind of end stands there in that API's own words, and above it what they mean and why.
 * The answers are those of the golden cases, tests/cases/FORMAT/CASE, served as they are.
 */

#include <string.h>

#include "core/formats.h"
#include "core/transport.h"
#include "fault-server.h"
#include "ui/facts.h"

typedef struct
{
  const char *format;
  const char *name;  /* of the case */
  const char *limit; /* a setting; or a body of one's own, "{…" */
  const char *end;   /* all of the line */
  const char *note;  /* a part of it */
} Row;

static const Row rows[] = {
  { "chat", "refusal", "", "finish_reason: stop", "The model refused to answer." },
  { "chat", "tool-call", "", "finish_reason: tool_calls", "a request to call a function" },
  { "chat", "reasoning-ate-the-limit", "20", "finish_reason: length", "0 visible tokens, 20 of reasoning." },
  { "chat", "sample-conversation", "{\"max_completion_tokens\":20}", "finish_reason: stop", "it may have been cut" },
  /* The tokens are those of both answers. */
  { "chat", "sample-conversation", "{\"max_completion_tokens\":20,\"n\":2}", "finish_reason: stop",
    "Ended by itself." },
  { "chat", "no-done", "", NULL, "No [DONE] came" },
  { "completions", "unknown-finish-reason", "", NULL, "The published API does not have this word" },
  { "responses", "refusal", "", "status: completed", "The model refused to answer." },
  { "responses", "function-call", "", "status: completed", "a request to call a function" },
  { "responses", "completed-though-at-the-limit", "16", "status: completed", "it may have been cut" },
  { "responses", "completed-though-at-the-limit", "{\"max_output_tokens\":16}", "status: completed",
    "as long as the limit of 16 tokens: it may have been cut" },
  { "completions", "default-limit-of-16", "", "finish_reason: length",
    "Cut after 16 tokens: the default of Completions" },
  { "completions", "default-limit-of-16", "{\"max_tokens\":16}", "finish_reason: length",
    "Cut at the output limit of 16 tokens that was set." },
  { "responses", "event-and-status-disagree", "", NULL,
    "The last event is “response.completed”, but its status says “incomplete”." },
};

static char *
dup_answer (const Row *row)
{
  static const struct
  {
    const char *file;
    const char *type;
  } kinds[] = { { "stream.sse", "text/event-stream" }, { "response.json", "application/json" } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "cases", row->format, row->name, kinds[i].file, NULL);
      g_autofree char *body = NULL;

      if (g_file_get_contents (path, &body, NULL, NULL))
        return g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s", kinds[i].type,
                                strlen (body), body);
    }
  g_error ("no answer in the case %s/%s", row->format, row->name);
}

static void
test_row (gconstpointer user_data)
{
  const Row *row = user_data;
  const TriFormat *format = tri_format_find (row->format);
  g_autoptr (FaultServer) faulty = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (faulty);
  g_autofree char *path = g_strconcat ("/v1", format->path, NULL);
  g_autofree char *answer = dup_answer (row);
  g_autoptr (TriServer) server = tri_server_new ("Server", base_url, NULL, NULL, "a-model");
  g_autoptr (TriPrompt) prompt = tri_prompt_new (NULL, "x", NULL);
  g_autoptr (TriSettings) settings = tri_settings_new ();
  TriAsk ask = { prompt, settings, "a-model", NULL };
  g_autoptr (TriExchange) exchange = NULL;
  g_autofree char *end = NULL;
  g_autofree char *note = NULL;

  fault_server_script (faulty, path, &(FaultStep){ FAULT_SEND, answer }, 1);
  if (row->limit[0] == '{')
    {
      g_autoptr (GBytes) body = g_bytes_new_static (row->limit, strlen (row->limit));

      exchange = tri_exchange_new_with_body (server, format, &ask, body);
    }
  else
    {
      g_assert_true (tri_settings_set_text (settings, TRI_SETTING_OUTPUT_LIMIT, row->limit, NULL));
      exchange = tri_exchange_new (server, format, &ask);
    }
  tri_exchange_send (exchange);
  while (tri_exchange_get_state (exchange) != TRI_EXCHANGE_ENDED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (tri_exchange_get_record (exchange)->ending, ==, TRI_ENDING_ANSWERED);

  end = tri_facts_dup_end (exchange);
  note = tri_facts_dup_note (exchange);
  g_test_message ("%s\n%s", end, note);
  if (row->end)
    g_assert_cmpstr (end, ==, row->end);
  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, row->note));
}

int
main (int argc, char *argv[])
{
  tri_transport_init ();
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/facts/%s/%s/%u", rows[i].format, rows[i].name, i);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The practice server from outside: raw sockets, so that what stands on the wire is seen and not what a library made of
 * it. */

#include "core/error.h"
#include "core/json-node.h"
#include "core/json-writer.h"
#include "core/prompt.h"
#include "core/samples.h"
#include "practice/practice-server.h"
#include "practice/practice-talk.h"

#include <gio/gio.h>
#include <string.h>

/* An HTTP answer: what stood in the head, the body, and the chunks that it came in. */
typedef struct
{
  guint status;
  GHashTable *headers; /* lower-case name → value */
  GString *body;
  GPtrArray *chunks;    /* of char *; empty if the body was not chunked */
  gboolean has_its_end; /* FALSE: cut before the length or the last chunk */
} Answer;

static void
answer_free (Answer *answer)
{
  g_hash_table_unref (answer->headers);
  g_string_free (answer->body, TRUE);
  g_ptr_array_unref (answer->chunks);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static TriPracticeServer *
start (gint64 pace_us)
{
  TriPracticeOptions options = { .pace_us = pace_us };
  g_autoptr (GError) error = NULL;
  TriPracticeServer *server = tri_practice_server_new (&options, &error);

  g_assert_no_error (error);
  return server;
}

static GSocketConnection *
connect_to (const TriPracticeServer *server)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 20);
  connection
      = g_socket_client_connect_to_host (client, "127.0.0.1", tri_practice_server_get_port (server), NULL, &error);
  g_assert_no_error (error);
  return connection;
}

static void
send_text (GSocketConnection *connection, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, strlen (text), NULL, NULL,
                             &error);
  g_assert_no_error (error);
}

/* A request as text; `extra` are more header lines, each with its CRLF. */
static char *
dup_request (const TriPracticeServer *server, const char *method, const char *path, const char *extra, const char *body)
{
  return g_strdup_printf (
      "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\nContent-Length: %zu\r\n%s\r\n%s", method, path,
      tri_practice_server_get_port (server), strlen (body), extra, body);
}

static GString *
read_all (GSocketConnection *connection)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GString *out = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (out, buffer, n);
  return out;
}

static void
parse_head (Answer *answer, char *head)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);

  g_assert_true (g_str_has_prefix (lines[0], "HTTP/1.1 "));
  answer->status = atoi (lines[0] + strlen ("HTTP/1.1 "));
  for (guint i = 1; lines[i]; i++)
    {
      char *colon = strchr (lines[i], ':');

      if (colon)
        g_hash_table_insert (answer->headers, g_ascii_strdown (lines[i], colon - lines[i]),
                             g_strstrip (g_strdup (colon + 1)));
    }
}

static const char *
get_header (const Answer *answer, const char *name)
{
  return g_hash_table_lookup (answer->headers, name);
}

static void
parse_body (Answer *answer, const char *body, gsize n_bytes)
{
  const char *end = body + n_bytes;

  if (g_strcmp0 (get_header (answer, "transfer-encoding"), "chunked") != 0)
    {
      g_string_append_len (answer->body, body, n_bytes);
      answer->has_its_end = g_ascii_strtoull (get_header (answer, "content-length"), NULL, 10) == n_bytes;
      return;
    }
  while (body < end)
    {
      char *data;
      gsize size = g_ascii_strtoull (body, &data, 16);

      if (size == 0)
        {
          answer->has_its_end = TRUE;
          return;
        }
      data += 2;
      if (data + size > end)
        return;
      g_string_append_len (answer->body, data, size);
      g_ptr_array_add (answer->chunks, g_strndup (data, size));
      body = data + size + 2;
    }
}

static Answer *
read_answer (GSocketConnection *connection)
{
  g_autoptr (GString) raw = read_all (connection);
  Answer *answer = g_new0 (Answer, 1);
  const char *blank = strstr (raw->str, "\r\n\r\n");
  g_autofree char *head = NULL;

  answer->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  answer->body = g_string_new (NULL);
  answer->chunks = g_ptr_array_new_with_free_func (g_free);
  g_assert_nonnull (blank);
  head = g_strndup (raw->str, blank - raw->str);
  parse_head (answer, head);
  parse_body (answer, blank + 4, raw->len - (blank + 4 - raw->str));
  return answer;
}

static Answer *
ask (const TriPracticeServer *server, const char *method, const char *path, const char *extra, const char *body)
{
  g_autoptr (GSocketConnection) connection = connect_to (server);
  g_autofree char *request = dup_request (server, method, path, extra, body);

  send_text (connection, request);
  return read_answer (connection);
}

static Answer *
post (const TriPracticeServer *server, const char *path, const char *body)
{
  return ask (server, "POST", path, "", body);
}

static JsonNode *
parse (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (GError) error = NULL;
  JsonNode *node = tri_json_parse (bytes, NULL, &error);

  g_assert_no_error (error);
  return node;
}

/* The node at "choices.0.message". */
static JsonNode *
at (JsonNode *node, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);

  for (guint i = 0; steps[i]; i++)
    node = g_ascii_isdigit (*steps[i]) ? tri_json_at (node, atoi (steps[i])) : tri_json_get (node, steps[i]);
  return node;
}

static const char *
text_at (JsonNode *node, const char *path)
{
  return tri_json_string (at (node, path));
}

static gint64
count_at (JsonNode *node, const char *path)
{
  g_autofree char *parent = g_strdup (path);
  char *dot = strrchr (parent, '.');

  *dot = '\0';
  return tri_json_get_count (at (node, parent), dot + 1);
}

/* The members of an object, sorted and joined, so that a set of keys can be compared as one string. */
static char *
dup_keys (JsonNode *node)
{
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (node));
  g_autoptr (GString) out = g_string_new (NULL);

  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (GList *l = names; l; l = l->next)
    g_string_append_printf (out, "%s%s", out->len ? " " : "", (char *) l->data);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

#define assert_keys(node, expected)                                                                                    \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *found_keys = dup_keys (node);                                                                     \
    g_assert_cmpstr (found_keys, ==, expected);                                                                        \
  }                                                                                                                    \
  G_STMT_END

#define STORY "Write a one-sentence bedtime story about a unicorn."
#define STORY_ANSWER                                                                                                   \
  "[practice server] Under a lilac sky, a small unicorn named Luma tucked the last star into its cloud, whispered "    \
  "goodnight to the moon, and fell asleep to the sound of the meadow breathing."

#define RESPONSE_KEYS                                                                                                  \
  "background completed_at created_at error frequency_penalty id incomplete_details instructions max_output_tokens "   \
  "max_tool_calls metadata model object output parallel_tool_calls presence_penalty previous_response_id "             \
  "prompt_cache_key prompt_cache_retention reasoning safety_identifier service_tier status store temperature text "    \
  "tool_choice tools top_logprobs top_p truncation usage"

#define CHAT_USAGE_KEYS "completion_tokens completion_tokens_details prompt_tokens prompt_tokens_details total_tokens"

static void
check_common_headers (const Answer *answer)
{
  static const char *const names[]
      = { "openai-processing-ms",           "x-ratelimit-limit-requests",   "x-ratelimit-limit-tokens",
          "x-ratelimit-remaining-requests", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-requests",
          "x-ratelimit-reset-tokens" };

  g_assert_true (g_str_has_prefix (get_header (answer, "x-request-id"), "req_"));
  g_assert_true (g_str_has_prefix (get_header (answer, "server"), "Triptych-Practice/"));
  g_assert_cmpstr (get_header (answer, "openai-version"), ==, "2020-10-01");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_nonnull (get_header (answer, names[i]));
}

static void
test_documents (void)
{
  g_autoptr (TriPracticeServer) server = start (0);
  g_autoptr (Answer) completions
      = post (server, "/v1/completions", "{\"model\":\"gpt-5\",\"prompt\":\"" STORY "\",\"max_tokens\":99}");
  g_autoptr (Answer) chat = post (server, "/v1/chat/completions",
                                  "{\"model\":\"gpt-5\",\"messages\":[{\"role\":\"user\",\"content\":\"" STORY "\"}]}");
  g_autoptr (Answer) responses
      = post (server, "/v1/responses", "{\"model\":\"gpt-5\",\"input\":\"" STORY "\",\"temperature\":0.70}");
  g_autoptr (JsonNode) a = parse (completions->body->str);
  g_autoptr (JsonNode) b = parse (chat->body->str);
  g_autoptr (JsonNode) c = parse (responses->body->str);

  check_common_headers (completions);
  check_common_headers (chat);
  check_common_headers (responses);
  g_assert_cmpstr (get_header (responses, "content-type"), ==, "application/json");
  g_assert_cmpstr (get_header (responses, "x-practice-without-effect"), ==, "temperature");

  assert_keys (a, "choices created id model object system_fingerprint usage");
  assert_keys (at (a, "choices.0"), "finish_reason index logprobs text");
  assert_keys (at (a, "usage"), "completion_tokens prompt_tokens total_tokens");
  g_assert_cmpstr (text_at (a, "choices.0.text"), ==, STORY_ANSWER);
  g_assert_cmpstr (text_at (a, "choices.0.finish_reason"), ==, "stop");
  g_assert_cmpint (count_at (a, "usage.prompt_tokens"), ==, tri_practice_count_tokens (STORY));
  g_assert_cmpint (count_at (a, "usage.completion_tokens"), ==, tri_practice_count_tokens (STORY_ANSWER));

  assert_keys (b, "choices created id model object service_tier system_fingerprint usage");
  assert_keys (at (b, "choices.0"), "finish_reason index logprobs message");
  assert_keys (at (b, "choices.0.message"), "annotations content refusal role");
  assert_keys (at (b, "usage"), CHAT_USAGE_KEYS);
  g_assert_cmpstr (text_at (b, "choices.0.message.content"), ==, STORY_ANSWER);
  g_assert_cmpstr (text_at (b, "object"), ==, "chat.completion");

  assert_keys (c, RESPONSE_KEYS);
  assert_keys (at (c, "output.0"), "content id role status type");
  assert_keys (at (c, "output.0.content.0"), "annotations logprobs text type");
  assert_keys (at (c, "usage"), "input_tokens input_tokens_details output_tokens output_tokens_details total_tokens");
  g_assert_cmpstr (text_at (c, "output.0.content.0.text"), ==, STORY_ANSWER);
  g_assert_cmpstr (text_at (c, "status"), ==, "completed");
  g_assert_nonnull (at (c, "completed_at"));
  g_assert_nonnull (strstr (responses->body->str, "\"temperature\": 0.70,"));
}

/* The data of every event, as nodes; [DONE] is NULL. Checks on the way that each chunk is one event with LF only. */
static GPtrArray *
read_events (const Answer *answer, gboolean has_names)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (answer->has_its_end);
  g_assert_cmpstr (get_header (answer, "content-type"), ==, "text/event-stream; charset=utf-8");
  g_assert_cmpstr (get_header (answer, "cache-control"), ==, "no-cache");
  g_assert_null (get_header (answer, "content-length"));
  for (guint i = 0; i < answer->chunks->len; i++)
    {
      const char *chunk = answer->chunks->pdata[i];
      const char *data = strstr (chunk, "data: ");
      JsonNode *node;

      g_assert_null (strchr (chunk, '\r'));
      g_assert_true (g_str_has_suffix (chunk, "\n\n"));
      g_assert_true (strstr (chunk, "\n\n") == chunk + strlen (chunk) - 2);
      if (g_str_equal (chunk, "data: [DONE]\n\n"))
        {
          g_assert_cmpuint (i, ==, answer->chunks->len - 1);
          g_assert_false (has_names);
          continue;
        }
      node = parse (data + strlen ("data: "));
      g_ptr_array_add (events, node);
      if (has_names)
        {
          g_autofree char *line = g_strdup_printf ("event: %s\n", tri_json_get_string (node, "type"));

          g_assert_true (g_str_has_prefix (chunk, line));
          g_assert_cmpint (tri_json_get_count (node, "sequence_number"), ==, i);
        }
      else
        g_assert_true (data == chunk);
    }
  return events;
}

static void
test_stream_completions (void)
{
  g_autoptr (TriPracticeServer) server = start (0);
  g_autoptr (Answer) answer
      = post (server, "/v1/completions",
              "{\"model\":\"text-davinci-003\",\"prompt\":\"Once upon a time, in a land far, far away,\","
              "\"max_tokens\":5,\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
  g_autoptr (GPtrArray) events = read_events (answer, FALSE);
  g_autoptr (GString) text = g_string_new (NULL);

  check_common_headers (answer);
  g_assert_cmpuint (events->len, ==, 5 + 1 + 1);
  g_assert_cmpuint (answer->chunks->len, ==, events->len + 1);
  for (guint i = 0; i < 6; i++)
    {
      assert_keys (events->pdata[i], "choices created id model object system_fingerprint usage");
      g_assert_null (at (events->pdata[i], "usage"));
      g_string_append (text, text_at (events->pdata[i], "choices.0.text"));
      g_assert_cmpstr (text_at (events->pdata[i], "choices.0.finish_reason"), ==, i < 5 ? NULL : "length");
    }
  g_assert_cmpstr (text->str, ==, " [practice server] there");
  g_assert_cmpuint (tri_json_get_length (at (events->pdata[6], "choices")), ==, 0);
  g_assert_cmpint (count_at (events->pdata[6], "usage.completion_tokens"), ==, 5);
}

static void
test_stream_chat (void)
{
  g_autoptr (TriPracticeServer) server = start (0);
  g_autoptr (Answer) answer = post (server, "/v1/chat/completions",
                                    "{\"model\":\"gpt-4\",\"stream\":true,"
                                    "\"messages\":[{\"role\":\"user\",\"content\":\"" STORY "\"}]}");
  g_autoptr (GPtrArray) events = read_events (answer, FALSE);
  g_autoptr (GString) text = g_string_new (NULL);
  guint last = events->len - 1;

  g_assert_cmpstr (answer->chunks->pdata[answer->chunks->len - 1], ==, "data: [DONE]\n\n");
  g_assert_cmpuint (events->len, ==, 1 + tri_practice_count_tokens (STORY_ANSWER) + 1);
  for (guint i = 0; i <= last; i++)
    {
      assert_keys (events->pdata[i], "choices created id model obfuscation object service_tier system_fingerprint");
      assert_keys (at (events->pdata[i], "choices.0"), "delta finish_reason index logprobs");
      if (i > 0 && i < last)
        g_string_append (text, text_at (events->pdata[i], "choices.0.delta.content"));
    }
  assert_keys (at (events->pdata[0], "choices.0.delta"), "content refusal role");
  assert_keys (at (events->pdata[last], "choices.0.delta"), "");
  g_assert_cmpstr (text_at (events->pdata[last], "choices.0.finish_reason"), ==, "stop");
  g_assert_cmpstr (text->str, ==, STORY_ANSWER);
}

/* The types in order, runs of one type written once. */
static char *
dup_types (GPtrArray *events)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *last = "";

  for (guint i = 0; i < events->len; i++)
    {
      const char *type = tri_json_get_string (events->pdata[i], "type") + strlen ("response.");

      if (!g_str_equal (type, last))
        g_string_append_printf (out, "%s%s", out->len ? " " : "", type);
      last = type;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
check_response_events (GPtrArray *events)
{
  static const struct
  {
    const char *type;
    const char *keys;
  } rows[] = {
    { "response.created", "response sequence_number type" },
    { "response.output_item.added", "item output_index sequence_number type" },
    { "response.content_part.added", "content_index item_id output_index part sequence_number type" },
    { "response.output_text.delta",
      "content_index delta item_id logprobs obfuscation output_index sequence_number type" },
    { "response.output_text.done", "content_index item_id logprobs output_index sequence_number text type" },
    { "response.content_part.done", "content_index item_id output_index part sequence_number type" },
    { "response.output_item.done", "item output_index sequence_number type" },
    { "response.completed", "response sequence_number type" },
    { "response.incomplete", "response sequence_number type" },
  };

  for (guint i = 0; i < events->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (rows); j++)
      if (g_str_equal (tri_json_get_string (events->pdata[i], "type"), rows[j].type))
        assert_keys (events->pdata[i], rows[j].keys);
}

#define ENVELOPE                                                                                                       \
  "created in_progress output_item.added content_part.added output_text.delta output_text.done content_part.done "     \
  "output_item.done "

static void
test_stream_responses (void)
{
  g_autoptr (TriPracticeServer) server = start (0);
  g_autoptr (Answer) whole
      = post (server, "/v1/responses", "{\"model\":\"gpt-5\",\"stream\":true,\"input\":\"" STORY "\"}");
  g_autoptr (Answer) cut
      = post (server, "/v1/responses",
              "{\"model\":\"gpt-5\",\"stream\":true,\"input\":\"" STORY "\",\"max_output_tokens\":16,"
              "\"stream_options\":{\"include_obfuscation\":false}}");
  g_autoptr (GPtrArray) a = read_events (whole, TRUE);
  g_autoptr (GPtrArray) b = read_events (cut, TRUE);
  g_autofree char *types_a = dup_types (a);
  g_autofree char *types_b = dup_types (b);
  JsonNode *end_a = at (a->pdata[a->len - 1], "response");
  JsonNode *end_b = at (b->pdata[b->len - 1], "response");

  check_response_events (a);
  g_assert_cmpstr (types_a, ==, ENVELOPE "completed");
  g_assert_cmpstr (types_b, ==, ENVELOPE "incomplete");
  assert_keys (end_a, RESPONSE_KEYS);
  assert_keys (at (a->pdata[0], "response"), RESPONSE_KEYS);
  g_assert_cmpstr (text_at (a->pdata[0], "response.status"), ==, "in_progress");
  g_assert_cmpstr (text_at (end_a, "output.0.content.0.text"), ==, STORY_ANSWER);
  g_assert_cmpstr (text_at (end_a, "output.0.status"), ==, "completed");

  g_assert_null (strstr (cut->body->str, "obfuscation"));
  g_assert_cmpstr (text_at (end_b, "status"), ==, "incomplete");
  g_assert_cmpstr (text_at (end_b, "incomplete_details.reason"), ==, "max_output_tokens");
  g_assert_cmpstr (text_at (end_b, "output.0.status"), ==, "incomplete");
  g_assert_null (at (end_b, "completed_at"));
  g_assert_cmpint (count_at (end_b, "usage.output_tokens"), ==, 16);
}

static void
write_message (TriJsonWriter *writer, const char *role, const char *text)
{
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "role", role);
  tri_json_writer_member_string (writer, "content", text);
  tri_json_writer_end_object (writer);
}

/* The prompt as a request of endpoint 0, 1 or 2, in their usual order. */
static char *
dup_body (TriPrompt *prompt, guint endpoint)
{
  guint n_turns;
  const TriTurn *turns = tri_prompt_get_turns (prompt, &n_turns);
  g_autofree char *transcript = tri_prompt_dup_transcript (prompt);
  const char *instructions = tri_prompt_get_instructions (prompt);
  g_auto (TriJsonWriter) writer = { 0 };
  g_autoptr (GBytes) json = NULL;

  tri_json_writer_init (&writer, 0);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "model", TRI_PRACTICE_MODEL);
  if (endpoint == 0)
    {
      tri_json_writer_member_string (&writer, "prompt", transcript);
      tri_json_writer_member_integer (&writer, "max_tokens", 1000);
    }
  else
    {
      if (endpoint == 2)
        tri_json_writer_member_string (&writer, "instructions", instructions);
      tri_json_writer_key (&writer, endpoint == 1 ? "messages" : "input");
      tri_json_writer_begin_array (&writer);
      if (endpoint == 1 && instructions)
        write_message (&writer, "system", instructions);
      for (guint i = 0; i < n_turns; i++)
        write_message (&writer, turns[i].role == TRI_ROLE_USER ? "user" : "assistant", turns[i].text);
      write_message (&writer, "user", tri_prompt_get_text (prompt));
      tri_json_writer_end_array (&writer);
    }
  tri_json_writer_end_object (&writer);
  json = tri_json_writer_end (&writer);
  return g_strndup (g_bytes_get_data (json, NULL), g_bytes_get_size (json));
}

/* Asks the same of all three and gives back their texts. */
static void
ask_all (TriPracticeServer *server, TriPrompt *prompt, char *texts[3])
{
  static const char *const paths[] = { "/v1/completions", "/v1/chat/completions", "/v1/responses" };
  static const char *const places[] = { "choices.0.text", "choices.0.message.content", "output.0.content.0.text" };

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *body = dup_body (prompt, i);
      g_autoptr (Answer) answer = post (server, paths[i], body);
      g_autoptr (JsonNode) node = parse (answer->body->str);

      g_assert_cmpuint (answer->status, ==, 200);
      texts[i] = g_strdup (text_at (node, places[i]));
      g_assert_nonnull (texts[i]);
    }
}

static void
test_same_text (void)
{
  static const TriTurn turns[] = { { TRI_ROLE_USER, (char *) "Who?" }, { TRI_ROLE_ASSISTANT, (char *) "They." } };
  g_autoptr (TriPracticeServer) server = start (0);
  g_autoptr (GPtrArray) prompts = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_prompt_unref);
  guint n_samples;
  const TriSample *samples = tri_samples_list (&n_samples);

  for (guint i = 0; i < n_samples; i++)
    g_ptr_array_add (prompts, tri_sample_dup_prompt (&samples[i]));
  g_ptr_array_add (prompts, tri_prompt_new (NULL, "Tell me something.", NULL));
  g_ptr_array_add (prompts,
                   tri_prompt_new_with_turns ("Be brief.\n\nAnd kind.", turns, 2, "你好，世界 🙂", NULL));
  for (guint i = 0; i < prompts->len; i++)
    {
      char *texts[3] = { 0 };

      ask_all (server, prompts->pdata[i], texts);
      g_assert_cmpstr (texts[0], ==, texts[1]);
      g_assert_cmpstr (texts[1], ==, texts[2]);
      g_assert_nonnull (strstr (texts[0], "[practice server]"));
      g_assert_cmpint (strstr (texts[0], "[practice server]") - texts[0], <=, 1);
      if (i < n_samples)
        g_assert_true (g_str_has_suffix (texts[0], samples[i].answer));
      else
        g_assert_nonnull (strstr (texts[0], tri_prompt_get_text (prompts->pdata[i])));
      for (guint j = 0; j < 3; j++)
        g_free (texts[j]);
    }
}

static void
test_stop_and_limit (void)
{
  static const struct
  {
    const char *path;
    const char *body;
    const char *text_place;
    const char *text;
    const char *end_place;
    const char *end;
  } rows[] = {
    { "/v1/chat/completions",
      "{\"model\":\"gpt-4\",\"messages\":[{\"role\":\"user\",\"content\":\"" STORY
      "\"}],\"stop\":[\"moon\",\" sky,\"]}",
      "choices.0.message.content", "[practice server] Under a lilac", "choices.0.finish_reason", "stop" },
    { "/v1/chat/completions",
      "{\"model\":\"gpt-4\",\"messages\":[{\"role\":\"user\",\"content\":\"" STORY "\"}],\"stop\":\" moon\","
      "\"max_completion_tokens\":6}",
      "choices.0.message.content", "[practice server] Under a", "choices.0.finish_reason", "length" },
    { "/v1/completions", "{\"model\":\"gpt-4\",\"prompt\":\"" STORY "\",\"stop\":\"[\"}", "choices.0.text", "",
      "choices.0.finish_reason", "stop" },
    { "/v1/completions", "{\"model\":\"gpt-4\",\"prompt\":\"" STORY "\"}", "choices.0.text",
      "[practice server] Under a lilac sky, a small unicorn named Luma tucked the", "choices.0.finish_reason",
      "length" },
    { "/v1/completions", "{\"model\":\"gpt-4\",\"prompt\":\"" STORY "\",\"max_tokens\":0}", "choices.0.text", "",
      "choices.0.finish_reason", "length" },
    { "/v1/completions", "{\"model\":\"gpt-4\",\"prompt\":\"" STORY "\",\"max_tokens\":1,\"echo\":true}",
      "choices.0.text", STORY "[", "choices.0.finish_reason", "length" },
    { "/v1/completions", "{\"model\":\"gpt-4\",\"prompt\":[\"a\",\"" STORY "\"],\"max_tokens\":5,\"n\":2}",
      "choices.3.text", "[practice server] Under", "choices.3.finish_reason", "length" },
    { "/v1/responses", "{\"model\":\"gpt-4\",\"input\":\"" STORY "\",\"max_output_tokens\":17}",
      "output.0.content.0.text", "[practice server] Under a lilac sky, a small unicorn named Luma tucked the last",
      "incomplete_details.reason", "max_output_tokens" },
    { "/v1/responses",
      "{\"model\":\"gpt-4\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"" STORY
      "\"}]}],"
      "\"max_output_tokens\":4000}",
      "output.0.content.0.text", STORY_ANSWER, "status", "completed" },
  };
  g_autoptr (TriPracticeServer) server = start (0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Answer) answer = post (server, rows[i].path, rows[i].body);
      g_autoptr (JsonNode) node = parse (answer->body->str);

      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpstr (text_at (node, rows[i].text_place), ==, rows[i].text);
      g_assert_cmpstr (text_at (node, rows[i].end_place), ==, rows[i].end);
    }
}

#define CHAT "/v1/chat/completions"
#define HI "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
#define MOVED(name, to)                                                                                                \
  "Unsupported parameter: '" name "'. In the Responses API, this parameter has moved to '" to                          \
  "'. Try again with the new parameter. See the API documentation for more information: "                              \
  "https://platform.openai.com/docs/api-reference/responses/create."

/* Every refusal: what is sent, and status, message (its beginning), param and code that come back. */
static const struct
{
  const char *method;
  const char *path;
  const char *extra;
  const char *body;
  guint status;
  const char *message;
  const char *param;
  const char *code;
} refusals[] = {
  { "POST", "/v1/foo", "", "{}", 404, "Invalid URL (POST /v1/foo)", NULL, NULL },
  { "POST", "/v1/%ff", "", "{}", 404, "Invalid URL (POST /v1/", NULL, NULL },
  { "GET", CHAT, "", "", 405, "Not allowed to GET on /v1/chat/completions.", NULL, NULL },
  { "POST", "/v1/models", "", "{}", 405, "Not allowed to POST on /v1/models.", NULL, NULL },
  { "GET", "/v1/models/gpt-9", "", "", 404, "The model `gpt-9` does not exist", "model", "model_not_found" },
  { "POST", CHAT, "Origin: https://example.com\r\n", "{}", 403, "The practice server answers only pages", NULL, NULL },
  { "POST", CHAT, "Origin: null\r\n", "{}", 403, "The practice server answers only pages", NULL, NULL },
  { "POST", CHAT, "Host: evil.example\r\n", "{}", 403, "The practice server answers only under", NULL, NULL },
  { "POST", CHAT, "Authorization: Bearer " TRI_PRACTICE_WRONG_KEY "\r\n", "{}", 401, "Incorrect API key provided", NULL,
    "invalid_api_key" },
  { "POST", CHAT, "", "", 400, "We could not parse the JSON body", NULL, NULL },
  { "POST", CHAT, "", "{'model':1}", 400, "We could not parse the JSON body", NULL, NULL },
  { "POST", CHAT, "", "[]", 400, "We could not parse the JSON body", NULL, NULL },

  { "POST", CHAT, "", "{" HI "}", 400, "you must provide a model parameter", NULL, NULL },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\"}", 400, "Missing required parameter: 'messages'.", "messages",
    "missing_required_parameter" },
  { "POST", CHAT, "", "{\"model\":\"x\"," HI "}", 404, "The model `x` does not exist or you do not have access to it.",
    "model", "model_not_found" },
  { "POST", CHAT, "", "{\"model\":null," HI "}", 400,
    "Invalid type for 'model': expected a string, but got null instead.", "model", "invalid_type" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"foo\":1," HI "}", 400, "Unknown parameter: 'foo'.", "foo",
    "unknown_parameter" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"input\":\"hi\"}", 400, "Unknown parameter: 'input'.", "input",
    "unknown_parameter" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"temprature\":1," HI "}", 400,
    "Unknown parameter: 'temprature'. Did you mean 'temperature'?", "temprature", "unknown_parameter" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"stream.x\":1," HI "}", 400, "Unknown parameter: 'stream.x'.", "stream.x",
    "unknown_parameter" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"messages\":[]}", 400, "Invalid 'messages': empty array.", "messages",
    "empty_array" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"messages\":\"hi\"}", 400,
    "Invalid type for 'messages': expected an array of objects, but got a string instead.", "messages",
    "invalid_type" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"messages\":[{\"content\":\"hi\"}]}", 400,
    "Missing required parameter: 'messages[0].role'.", "messages[0].role", "missing_required_parameter" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"messages\":[{\"role\":\"robot\",\"content\":\"hi\"}]}", 400,
    "Invalid value: 'robot'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.",
    "messages[0].role", "invalid_value" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"messages\":[{\"role\":\"user\",\"content\":7}]}", 400,
    "Invalid type for 'messages[0].content': expected one of a string or array of objects, but got an integer instead.",
    "messages[0].content", "invalid_type" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]}", 400,
    "Missing required parameter: 'messages[0].content[0].text'.", "messages[0].content[0].text",
    "missing_required_parameter" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"stream\":\"yes\"," HI "}", 400,
    "Invalid type for 'stream': expected a boolean, but got a string instead.", "stream", "invalid_type" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"temperature\":3," HI "}", 400,
    "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.", "temperature",
    "decimal_above_max_value" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"max_tokens\":1.5," HI "}", 400,
    "Invalid type for 'max_tokens': expected an integer, but got a decimal instead.", "max_tokens", "invalid_type" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]," HI "}", 400,
    "Invalid 'stop': array too long.", "stop", "array_above_max_length" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"n\":9," HI "}", 400, "The practice server gives at most 8 choices.", "n",
    "practice_server_limit" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"stream_options\":{\"include_usage\":true}," HI "}", 400,
    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", NULL },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"response_format\":{\"type\":\"json_object\"}," HI "}", 400,
    "The practice server answers in plain words", "response_format", "practice_server_limit" },
  { "POST", CHAT, "", "{\"model\":\"gpt-4\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"}]," HI "}", 400,
    "Missing required parameter: 'tools[0].function'.", "tools[0].function", "missing_required_parameter" },

  { "POST", "/v1/completions", "", "{\"prompt\":\"hi\"}", 400, "you must provide a model parameter", NULL, NULL },
  { "POST", "/v1/completions", "", "{\"model\":\"gpt-4\"}", 400, "Missing required parameter: 'prompt'.", "prompt",
    "missing_required_parameter" },
  { "POST", "/v1/completions", "", "{\"model\":\"gpt-4\",\"prompt\":[1,2]}", 400,
    "The practice server has no tokenizer", "prompt", "practice_server_limit" },
  { "POST", "/v1/completions", "", "{\"model\":\"gpt-4\",\"prompt\":\"a\",\"messages\":[]}", 400,
    "Unknown parameter: 'messages'.", "messages", "unknown_parameter" },
  { "POST", "/v1/completions", "", "{\"model\":\"gpt-4\",\"prompt\":\"a\",\"logprobs\":6}", 400,
    "Invalid 'logprobs': integer above maximum value. Expected a value <= 5, but got 6 instead.", "logprobs",
    "integer_above_max_value" },

  { "POST", "/v1/responses", "", "{\"model\":\"gpt-4\"," HI "}", 400, MOVED ("messages", "input"), NULL,
    "unsupported_parameter" },
  { "POST", "/v1/responses", "", "{\"input\":\"a\",\"response_format\":{}}", 400,
    MOVED ("response_format", "text.format"), NULL, "unsupported_parameter" },
  { "POST", "/v1/responses", "", "{\"input\":\"a\",\"reasoning_effort\":\"low\"}", 400,
    MOVED ("reasoning_effort", "reasoning.effort"), NULL, "unsupported_parameter" },
  { "POST", "/v1/responses", "", "{\"input\":\"a\",\"max_completion_tokens\":20}", 400,
    MOVED ("max_completion_tokens", "max_output_tokens"), NULL, "unsupported_parameter" },
  { "POST", "/v1/responses", "", "{\"model\":\"gpt-4\",\"input\":\"a\",\"stop\":\"x\"}", 400,
    "Unknown parameter: 'stop'. Did you mean 'store'?", "stop", "unknown_parameter" },
  { "POST", "/v1/responses", "", "{\"model\":\"gpt-4\",\"input\":\"a\",\"n\":1}", 400, "Unknown parameter: 'n'.", "n",
    "unknown_parameter" },
  { "POST", "/v1/responses", "",
    "{\"model\":\"gpt-4\",\"input\":\"a\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}", 400,
    "Unknown parameter: 'stream_options.include_usage'.", "stream_options.include_usage", "unknown_parameter" },
  { "POST", "/v1/responses", "", "{\"input\":\"a\"}", 400, "Missing required parameter: 'model'.", "model",
    "missing_required_parameter" },
  { "POST", "/v1/responses", "", "{\"model\":\"gpt-4\"}", 400, "Missing required parameter: 'input'.", "input",
    "missing_required_parameter" },
  { "POST", "/v1/responses", "", "{\"model\":\"gpt-4\",\"input\":[]}", 400,
    "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be provided.", NULL,
    "missing_required_parameter" },
  { "POST", "/v1/responses", "", "{\"model\":\"\",\"input\":\"a\"}", 400, "The requested model '' does not exist.",
    "model", "model_not_found" },
  { "POST", "/v1/responses", "", "{\"model\":\"gpt-4\",\"input\":\"a\",\"max_output_tokens\":15}", 400,
    "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got 15 instead.",
    "max_output_tokens", "integer_below_min_value" },
  { "POST", "/v1/responses", "", "{\"model\":\"gpt-4\",\"input\":\"a\",\"truncation\":\"bogus\"}", 400,
    "Invalid value: 'bogus'. Supported values are: 'auto' and 'disabled'.", "truncation", "invalid_value" },
  { "POST", "/v1/responses", "", "{\"model\":\"gpt-4\",\"input\":\"a\",\"reasoning\":{\"effort\":\"a lot\"}}", 400,
    "Invalid value: 'a lot'. Supported values are: 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', and 'max'.",
    "reasoning.effort", "invalid_value" },
  { "POST", "/v1/responses", "",
    "{\"model\":\"gpt-4\",\"input\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"input_text\",\"text\":\"a\"}]}]}",
    400, "Invalid value: 'input_text'. Supported values are: 'output_text' and 'refusal'.", "input[0].content[0].type",
    "invalid_value" },
  { "POST", "/v1/responses", "",
    "{\"model\":\"gpt-4\",\"input\":[{\"role\":\"user\",\"content\":\"a\",\"name\":\"b\"}]}", 400,
    "Unknown parameter: 'input[0].name'.", "input[0].name", "unknown_parameter" },
  { "POST", "/v1/responses", "", "{\"model\":\"gpt-4\",\"input\":\"a\",\"previous_response_id\":\"resp_1\"}", 400,
    "Previous response with id 'resp_1' not found.", "previous_response_id", "previous_response_not_found" },
  { "POST", "/v1/responses", "", "{\"model\":\"practice-reasoning\",\"input\":\"a\",\"temperature\":0.5}", 400,
    "Unsupported parameter: 'temperature' is not supported with this model.", "temperature", NULL },
  { "POST", "/v1/responses", "",
    "{\"model\":\"gpt-4\",\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c9\",\"output\":\"1\"}]}", 400,
    "No tool call found for function call output with call_id c9.", "input", NULL },
  { "POST", "/v1/responses", "",
    "{\"model\":\"gpt-4\",\"input\":[{\"type\":\"custom_tool_call\",\"call_id\":\"c9\",\"name\":\"f\",\"input\":\"\"}]"
    "}",
    400, "No tool output found for function call c9.", "input", NULL },
  { "POST", "/v1/chat/completions", "",
    "{\"model\":\"practice-reasoning\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"temperature\":0.5}", 400,
    "Unsupported value: 'temperature' does not support 0.5 with this model. Only the default (1) value is supported.",
    "temperature", "unsupported_value" },
  { "POST", "/v1/chat/completions", "",
    "{\"model\":\"practice-reasoning\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"top_p\":0.5}", 400,
    "Unsupported parameter: 'top_p' is not supported with this model.", "top_p", "unsupported_parameter" },
  { "POST", "/v1/chat/completions", "",
    "{\"model\":\"practice-reasoning\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":20}", 400,
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    "max_tokens", "unsupported_parameter" },
  { "POST", "/v1/chat/completions", "",
    "{\"model\":\"practice-reasoning\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"tools\":[{\"type\":"
    "\"function\",\"function\":{\"name\":\"f\"}}]}",
    400,
    "Function tools with reasoning_effort are not supported for practice-reasoning in /v1/chat/completions. To use "
    "function tools, use /v1/responses or set reasoning_effort to 'none'.",
    "reasoning_effort", NULL },
  { "POST", "/v1/responses", "",
    "{\"model\":\"gpt-4\",\"input\":\"a\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}", 400,
    "Missing required parameter: 'tools[0].name'.", "tools[0].name", "missing_required_parameter" },
};

static void
test_refusals (void)
{
  g_autoptr (TriPracticeServer) server = start (0);

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (Answer) answer
          = ask (server, refusals[i].method, refusals[i].path, refusals[i].extra, refusals[i].body);
      g_autoptr (JsonNode) node = parse (answer->body->str);
      const char *message = text_at (node, "error.message");

      g_test_message ("%s %s %s", refusals[i].method, refusals[i].path, refusals[i].body);
      g_assert_cmpuint (answer->status, ==, refusals[i].status);
      check_common_headers (answer);
      g_assert_cmpstr (get_header (answer, "content-type"), ==, "application/json");
      assert_keys (node, "error");
      assert_keys (at (node, "error"), "code message param type");
      if (!g_str_has_prefix (message, refusals[i].message))
        g_assert_cmpstr (message, ==, refusals[i].message);
      g_assert_cmpstr (text_at (node, "error.type"), ==, "invalid_request_error");
      g_assert_cmpstr (text_at (node, "error.param"), ==, refusals[i].param);
      g_assert_cmpstr (text_at (node, "error.code"), ==, refusals[i].code);
    }
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *host; /* %u is the port */
    const char *origin;
    guint status;
  } rows[] = {
    { "127.0.0.1:%u", "", 200 },
    { "LOCALHOST:%u", "Origin: http://localhost:3000\r\n", 200 },
    { "[::1]:%u", "Origin: http://[::1]:80\r\n", 200 },
    { "127.0.0.1", "", 403 },
    { "practice.example:%u", "", 403 },
    { "127.0.0.1.example:%u", "", 403 },
    { "127.0.0.1:%u", "Origin: http://localhost.example\r\n", 403 },
    { "127.0.0.1:%u", "Origin: http://localhost@example.com\r\n", 403 },
  };
  g_autoptr (TriPracticeServer) server = start (0);
  guint port = tri_practice_server_get_port (server);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GSocketConnection) connection = connect_to (server);
      g_auto (GStrv) parts = g_strsplit (rows[i].host, "%u", 2);
      g_autofree char *number = parts[1] ? g_strdup_printf ("%u", port) : g_strdup ("");
      g_autofree char *request = g_strdup_printf (
          "GET /v1/models HTTP/1.1\r\nHost: %s%s\r\n%sConnection: close\r\n\r\n", parts[0], number, rows[i].origin);
      g_autoptr (Answer) answer = NULL;

      send_text (connection, request);
      answer = read_answer (connection);
      g_assert_cmpuint (answer->status, ==, rows[i].status);
    }
}

static void
test_models (void)
{
  g_autoptr (TriPracticeServer) server = start (0);
  g_autoptr (Answer) all = ask (server, "GET", "/v1/models", "Range: bytes=0-3\r\n", "");
  g_autoptr (Answer) one = ask (server, "GET", "/v1/models/practice-model", "", "");
  g_autoptr (JsonNode) list = parse (all->body->str);
  g_autoptr (JsonNode) model = parse (one->body->str);

  g_assert_cmpuint (all->status, ==, 200);
  assert_keys (list, "data object");
  g_assert_cmpuint (tri_json_get_length (at (list, "data")), ==, 5);
  assert_keys (at (list, "data.0"), "created id object owned_by");
  g_assert_cmpstr (text_at (list, "data.0.id"), ==, TRI_PRACTICE_MODEL);
  g_assert_cmpstr (text_at (model, "owned_by"), ==, "triptych-practice");
}

static void
test_key (void)
{
  TriPracticeOptions options = { .require_key = TRUE };
  g_autoptr (TriPracticeServer) server = tri_practice_server_new (&options, NULL);
  g_autoptr (Answer) none = ask (server, "GET", "/v1/models", "", "");
  g_autoptr (Answer) blank = ask (server, "GET", "/v1/models", "Authorization: Bearer  \r\n", "");
  g_autoptr (Answer) other = ask (server, "GET", "/v1/models", "Authorization: Basic YTpi\r\n", "");
  g_autoptr (Answer) right = ask (server, "GET", "/v1/models", "Authorization: Bearer any\r\n", "");

  g_assert_cmpuint (none->status, ==, 401);
  g_assert_nonnull (strstr (none->body->str, "You didn't provide an API key."));
  g_assert_cmpuint (blank->status, ==, 401);
  g_assert_cmpuint (other->status, ==, 401);
  g_assert_cmpuint (right->status, ==, 200);
}

/* A body over the limit is refused whether its length was told or not. */
static void
test_size (void)
{
  TriPracticeOptions options = { .max_body_bytes = 1000 };
  g_autoptr (TriPracticeServer) server = tri_practice_server_new (&options, NULL);
  g_autofree char *large = g_strnfill (200000, ' ');
  g_autoptr (Answer) told = post (server, CHAT, large);
  g_autoptr (Answer) waiting = NULL;
  g_autoptr (Answer) chunked = NULL;
  g_autoptr (Answer) both = NULL;
  g_autoptr (GSocketConnection) a = connect_to (server);
  g_autoptr (GSocketConnection) b = connect_to (server);
  g_autofree char *head = g_strdup_printf ("POST " CHAT " HTTP/1.1\r\nHost: localhost:%u\r\nConnection: close\r\n",
                                           tri_practice_server_get_port (server));

  g_assert_cmpuint (told->status, ==, 413);
  g_assert_nonnull (strstr (told->body->str, "at most 1000 bytes"));

  send_text (a, head);
  send_text (a, "Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n");
  waiting = read_answer (a);
  g_assert_cmpuint (waiting->status, ==, 413);

  send_text (b, head);
  send_text (b, "Transfer-Encoding: chunked\r\n\r\n");
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *chunk = g_strdup_printf ("400\r\n%.1024s\r\n", large);

      send_text (b, chunk);
    }
  send_text (b, "0\r\n\r\n");
  chunked = read_answer (b);
  g_assert_cmpuint (chunked->status, ==, 413);

  both = ask (server, "POST", CHAT, "Transfer-Encoding: chunked\r\n", "0\r\n\r\n");
  g_assert_cmpuint (both->status, ==, 400);
}

static void
test_tokens (void)
{
  static const struct
  {
    const char *text;
    guint n;
    const char *first_two;
  } rows[] = {
    { "", 0, "" },
    { "  \n", 0, "  \n" },
    { "one", 1, "one" },
    { "one two  three", 3, "one two" },
    { " a b ", 2, " a b " },
    { "Hi, there!", 4, "Hi," },
    { "GPT4 2020", 2, "GPT4 2020" },
    { "你好 世界", 4, "你好" },
    { "日本語abc", 4, "日本" },
    { "한국", 2, "한국" },
    { "e\xCC\x81"
      "a b",
      2,
      "e\xCC\x81"
      "a b" }, /* an accent of its own belongs to its letter */
    { "🙂🙂🙂", 3, "🙂🙂" },
    { "👍🏽 ok", 2, "👍🏽 ok" },          /* a skin tone too */
    { "👩\xE2\x80\x8D💻.x", 3, "👩\xE2\x80\x8D💻." }, /* two pictures joined into one */
    { "don't", 3, "don'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *start = g_strndup (rows[i].text, tri_practice_end_of_tokens (rows[i].text, 2));

      g_test_message ("%s", rows[i].text);
      g_assert_cmpuint (tri_practice_count_tokens (rows[i].text), ==, rows[i].n);
      g_assert_cmpstr (start, ==, rows[i].first_two);
      g_assert_cmpuint (tri_practice_end_of_tokens (rows[i].text, 0), ==, 0);
      g_assert_cmpuint (tri_practice_end_of_tokens (rows[i].text, 1000), ==, strlen (rows[i].text));
    }
}

static void
test_transcript (void)
{
  static const TriTurn turns[]
      = { { TRI_ROLE_USER, (char *) "Who?\n\nReally." }, { TRI_ROLE_ASSISTANT, (char *) "They: did." } };
  g_autoptr (TriPrompt) prompt = tri_prompt_new_with_turns ("Be brief.\n\nBe kind.", turns, 2, "And then?\n", NULL);
  g_autofree char *transcript = tri_prompt_dup_transcript (prompt);
  g_autoptr (TriPracticeTalk) talk = tri_practice_talk_from_prompt (transcript);
  g_autoptr (TriPracticeTalk) bare = tri_practice_talk_from_prompt ("User: is a word.\n");
  g_autoptr (TriPracticeTalk) empty = tri_practice_talk_from_prompt ("");
  g_autoptr (TriPracticeTalk) odd = tri_practice_talk_from_prompt ("System: a\n\nAssistant:");

  g_assert_cmpstr (talk->instructions, ==, "Be brief.\n\nBe kind.");
  g_assert_cmpuint (talk->turns->len, ==, 2);
  g_assert_cmpstr (g_array_index (talk->turns, TriTurn, 0).text, ==, "Who?\n\nReally.");
  g_assert_cmpint (g_array_index (talk->turns, TriTurn, 1).role, ==, TRI_ROLE_ASSISTANT);
  g_assert_cmpstr (g_array_index (talk->turns, TriTurn, 1).text, ==, "They: did.");
  g_assert_cmpstr (talk->text, ==, "And then?\n");
  g_assert_cmpuint (talk->n_tokens, ==, tri_practice_count_tokens (transcript));

  g_assert_cmpstr (bare->text, ==, "User: is a word.\n");
  g_assert_null (bare->instructions);
  g_assert_cmpstr (empty->text, ==, "");
  g_assert_cmpstr (odd->text, ==, "System: a\n\nAssistant:");
  g_assert_null (odd->instructions);
}

#define STREAM_STORY "{\"model\":\"gpt-5\",\"stream\":true,\"input\":\"" STORY "\"}"

/* A client that goes away in the middle disturbs nobody, and its answer ends. */
static void
test_disconnect (void)
{
  g_autoptr (TriPracticeServer) server = start (2000);
  g_autofree char *request = dup_request (server, "POST", "/v1/responses", "", STREAM_STORY);
  g_autofree char *waiting
      = dup_request (server, "POST", "/v1/responses", "", "{\"model\":\"gpt-5\",\"input\":\"" STORY "\"}");
  g_autoptr (Answer) other = NULL;
  char buffer[64];

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GSocketConnection) connection = connect_to (server);

      send_text (connection, i % 2 ? request : waiting);
      if (i % 2)
        g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                              sizeof buffer, NULL, NULL),
                         >, 0);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
  other = post (server, "/v1/responses", STREAM_STORY);
  g_assert_true (other->has_its_end);
}

/* The server may go while it answers: the stream is then cut, and free() comes back. */
static void
test_free_while_streaming (void)
{
  TriPracticeServer *server = start (50 * 1000);
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *request = dup_request (server, "POST", "/v1/responses", "", STREAM_STORY);
  gint64 begun_us;
  char buffer[64];

  for (guint i = 0; i < 6; i++)
    {
      GSocketConnection *connection = connect_to (server);

      g_ptr_array_add (connections, connection);
      send_text (connection, request);
      g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                            sizeof buffer, NULL, NULL),
                       >, 0);
    }
  g_ptr_array_add (connections, connect_to (server)); /* and one that says nothing */
  begun_us = g_get_monotonic_time ();
  tri_practice_server_free (server);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 5 * G_USEC_PER_SEC);
  for (guint i = 0; i < connections->len; i++)
    {
      g_autoptr (GString) rest = read_all (connections->pdata[i]);

      g_assert_null (strstr (rest->str, "response.completed"));
    }
}

static void
test_pace (void)
{
  g_autoptr (TriPracticeServer) server = start (5000);
  gint64 begun_us = g_get_monotonic_time (), elapsed_us;
  g_autoptr (Answer) answer = post (server, "/v1/completions",
                                    "{\"model\":\"gpt-5\",\"stream\":true,\"max_tokens\":20,\"prompt\":\"" STORY "\"}");

  elapsed_us = g_get_monotonic_time () - begun_us;
  g_assert_true (answer->has_its_end);
  g_assert_cmpint (elapsed_us, >=, 19 * 5000);
  g_assert_cmpint (elapsed_us, <, 5 * G_USEC_PER_SEC);
}

static gpointer
run_client (gpointer data)
{
  g_autoptr (Answer) answer = post (data, "/v1/responses", STREAM_STORY);
  g_autoptr (GPtrArray) events = read_events (answer, TRUE);

  g_assert_cmpstr (text_at (events->pdata[events->len - 1], "response.output.0.content.0.text"), ==, STORY_ANSWER);
  return NULL;
}

static void
test_many_clients (void)
{
  g_autoptr (TriPracticeServer) server = start (0);
  GThread *threads[16];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("client", run_client, server);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* Two requests on one connection, the second sent before the first is answered. */
static void
test_one_connection (void)
{
  g_autoptr (TriPracticeServer) server = start (0);
  g_autoptr (GSocketConnection) connection = connect_to (server);
  g_autofree char *last = dup_request (server, "POST", "/v1/responses", "", STREAM_STORY);
  g_autoptr (GString) request = g_string_new (last);
  g_autoptr (GString) all = NULL;

  g_string_replace (request, "Connection: close\r\n", "", 1);
  g_string_append (request, last);
  send_text (connection, request->str);
  all = read_all (connection);
  g_assert_nonnull (strstr (all->str, "response.completed"));
  g_assert_nonnull (strstr (strstr (all->str, "event: response.completed") + 10, "event: response.completed"));
}

static void
test_taken_port (void)
{
  g_autoptr (TriPracticeServer) server = start (0);
  TriPracticeOptions options = { .port = tri_practice_server_get_port (server) };
  g_autoptr (GError) error = NULL;
  g_autofree char *number = g_strdup_printf ("%u", options.port);

  g_assert_null (tri_practice_server_new (&options, &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, number));
  g_assert_nonnull (strstr (tri_practice_server_get_base_url (server), number));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/tokens", test_tokens);
  g_test_add_func ("/practice/transcript", test_transcript);
  g_test_add_func ("/practice/documents", test_documents);
  g_test_add_func ("/practice/stream/completions", test_stream_completions);
  g_test_add_func ("/practice/stream/chat", test_stream_chat);
  g_test_add_func ("/practice/stream/responses", test_stream_responses);
  g_test_add_func ("/practice/same-text", test_same_text);
  g_test_add_func ("/practice/stop-and-limit", test_stop_and_limit);
  g_test_add_func ("/practice/refusals", test_refusals);
  g_test_add_func ("/practice/addresses", test_addresses);
  g_test_add_func ("/practice/models", test_models);
  g_test_add_func ("/practice/key", test_key);
  g_test_add_func ("/practice/size", test_size);
  g_test_add_func ("/practice/disconnect", test_disconnect);
  g_test_add_func ("/practice/free-while-streaming", test_free_while_streaming);
  g_test_add_func ("/practice/pace", test_pace);
  g_test_add_func ("/practice/many-clients", test_many_clients);
  g_test_add_func ("/practice/one-connection", test_one_connection);
  g_test_add_func ("/practice/taken-port", test_taken_port);
  return g_test_run ();
}

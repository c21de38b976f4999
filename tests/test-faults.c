/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What happens to a comparison when a server, or the network before it, misbehaves: over real sockets, on loopback.
 *
 * Most faults are rows of a table. Each row is done to the Chat Completions column of a comparison whose two other
 * columns are answered well by the same server at the same time; what is asserted is how the column ended, what was
 * kept, what the message says, and that the neighbours noticed nothing. Limits are short, but no test measures time:
 * only order and outcome count, and a guard ends what does not end by itself.
 */

#include <string.h>

#include "core/comparison.h"
#include "core/error.h"
#include "core/formats.h"
#include "core/mask.h"
#include "core/transport.h"
#include "fault-server.h"

#define KEY "sk-CANARY-0123456789abcdefghij"
#define MASKED "******************************"
G_STATIC_ASSERT (sizeof KEY == sizeof MASKED);

#define CHAT_PATH "/v1/chat/completions"
#define GUARD_S 60

#define STREAM "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
#define CHUNKED "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
#define DOCUMENT "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"

#define DELTA(text)                                                                                                    \
  "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" text "\"},\"finish_reason\":null}]}\n\n"
#define FINISH "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
#define DONE "data: [DONE]\n\n"

#define MS G_TIME_SPAN_MILLISECOND

/* Where these point in this program: nothing for loopback may ever arrive there. */
static const char *const proxy_variables[]
    = { "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" };
static FaultServer *proxy;

/* Running */

static gboolean
on_guard (gpointer user_data)
{
  g_error ("%s did not end by itself", (const char *) user_data);
  return G_SOURCE_REMOVE;
}

typedef gboolean (*Condition) (gpointer user_data);

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until something is so. What happens in a server's thread does not wake the loop, hence the tick.
 */
static void
run_until (Condition condition, gpointer user_data)
{
  guint guard = g_timeout_add_seconds (GUARD_S, on_guard, (gpointer) g_test_get_path ());
  guint tick = g_timeout_add (5, on_tick, NULL);

  while (!condition (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  g_source_remove (guard);
}

static gboolean
has_ended (gpointer comparison)
{
  return !tri_comparison_is_running (comparison);
}

static gboolean
exchange_has_ended (gpointer exchange)
{
  return tri_exchange_get_state (exchange) == TRI_EXCHANGE_ENDED;
}

static gboolean
exchange_has_text (gpointer exchange)
{
  const TriReader *reader = tri_exchange_get_reader (exchange);

  return reader && tri_reader_get_first_text_us (reader) >= 0;
}

static gboolean
server_has_request (gpointer server)
{
  g_autoptr (GPtrArray) requests = fault_server_dup_requests (server);

  return requests->len > 0;
}

static gboolean
server_is_idle (gpointer server)
{
  return fault_server_get_n_accepted (server) > 0 && fault_server_get_n_open (server) == 0;
}

/* A limit of 0 in `limits` keeps the default, which no test reaches. */
static TriServer *
new_server (const char *base_url, const TriLimits *limits)
{
  g_autoptr (TriServer) server = tri_server_new ("the test’s server", base_url, NULL, KEY, "a-model");

  return limits
                 && (limits->total_us || limits->silence_us || limits->first_byte_us || limits->connect_us
                     || limits->max_bytes)
             ? tri_server_with_limits (server, limits)
             : g_steal_pointer (&server);
}

static TriPrompt *
new_prompt (void)
{
  return tri_prompt_new (NULL, "Say “hello” – 0.70 €", NULL);
}

static TriExchange *
new_exchange (const char *format, const char *base_url, const TriLimits *limits)
{
  g_autoptr (TriServer) server = new_server (base_url, limits);
  g_autoptr (TriPrompt) prompt = new_prompt ();
  g_autoptr (TriSettings) settings = tri_settings_new ();

  tri_settings_set_text (settings, TRI_SETTING_TEMPERATURE, "0.70", NULL);
  return tri_exchange_new (server, tri_format_find (format), &(TriAsk){ prompt, settings, "a-model" });
}

static void
send_all (TriComparison *comparison)
{
  g_autoptr (TriPrompt) prompt = new_prompt ();
  g_autoptr (TriSettings) settings = tri_settings_new ();

  tri_comparison_send (comparison, prompt, settings);
}

/* Checking */

static void
assert_ending (const TriRecord *record, TriEnding ending)
{
  if (record->ending != ending)
    g_test_message ("%s: %s", tri_ending_get_id (record->ending), record->message ? record->message : "no message");
  g_assert_cmpstr (tri_ending_get_id (record->ending), ==, tri_ending_get_id (ending));
}

static void
assert_text (TriExchange *exchange, const char *text)
{
  const TriReader *reader = tri_exchange_get_reader (exchange);
  g_autofree char *found = reader ? tri_reply_dup_text (tri_reader_get_reply (reader)) : g_strdup ("");

  g_assert_cmpstr (found, ==, text);
}

static void
assert_body (const TriRecord *record, const char *bytes, gsize n_bytes)
{
  gsize n;
  const char *found = g_bytes_get_data (record->response_body, &n);

  g_assert_cmpmem (found, n, bytes, n_bytes);
}

static gboolean
holds (gconstpointer bytes, gsize n_bytes, const char *what)
{
  gsize n = strlen (what);

  for (gsize i = 0; i + n <= n_bytes; i++)
    if (memcmp ((const char *) bytes + i, what, n) == 0)
      return TRUE;
  return FALSE;
}

static void
assert_headers_without_key (GPtrArray *headers)
{
  for (guint i = 0; i < headers->len; i++)
    {
      const TriHeader *header = g_ptr_array_index (headers, i);

      g_assert_null (strstr (header->value, KEY));
      g_assert_null (strstr (header->name, KEY));
    }
}

/* What holds for every record, however the attempt ended. */
static void
assert_sound (TriExchange *exchange)
{
  TriRecord *record = tri_exchange_get_record (exchange);
  g_autoptr (TriReader) again = NULL;
  g_autofree char *why = NULL;
  gsize n_bytes, offset = 0;
  const char *body = g_bytes_get_data (record->response_body, &n_bytes);
  gint64 at_us = 0;

  g_assert_cmpint (tri_exchange_get_state (exchange), ==, TRI_EXCHANGE_ENDED);
  g_assert_true (record->message == NULL || g_utf8_validate (record->message, -1, NULL));
  g_assert_true (record->message == NULL || strstr (record->message, KEY) == NULL);
  g_assert_true ((record->ending == TRI_ENDING_ANSWERED || record->ending == TRI_ENDING_STOPPED)
                 == (record->message == NULL));
  g_assert_false (holds (body, n_bytes, KEY));
  g_assert_false (record->reason && strstr (record->reason, KEY));
  assert_headers_without_key (record->request_headers);
  assert_headers_without_key (record->response_headers);

  for (guint i = 0; i < record->marks->len; i++)
    {
      const TriReadMark *mark = &g_array_index (record->marks, TriReadMark, i);

      g_assert_cmpuint (mark->offset, >, offset);
      g_assert_cmpint (mark->at_us, >=, at_us);
      offset = mark->offset;
      at_us = mark->at_us;
    }
  g_assert_cmpuint (offset, ==, n_bytes);
  g_assert_cmpint (record->times.ended_us, >=, 0);

  /* Replayed from the record alone it means the same. */
  if (tri_exchange_get_reader (exchange))
    {
      const TriReader *live = tri_exchange_get_reader (exchange);

      again = tri_record_replay (record, G_MAXINT64);
      if (!tri_reply_equal (tri_reader_get_reply (live), tri_reader_get_reply (again), &why))
        g_error ("replayed it differs: %s", why);
      g_assert_cmpstr (tri_reader_get_message (live), ==, tri_reader_get_message (again));
      g_assert_cmpuint (tri_reader_get_n_events (live), ==, tri_reader_get_n_events (again));
      g_assert_cmpuint (tri_reader_get_reply (live)->notes->len, ==, tri_reader_get_reply (again)->notes->len);
    }
}

static void
assert_healthy (TriExchange *exchange)
{
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_ANSWERED);
  assert_text (exchange, FAULT_HEALTHY_TEXT);
}

/* The table */

typedef struct
{
  const char *name;
  FaultStep steps[6];
  gboolean deaf; /* the steps are done without reading the request */
  TriLimits limits;

  TriEnding ending;
  guint status;
  const char *text;     /* of the reply; NULL means "" */
  const char *body;     /* NULL: not compared */
  gsize n_body;         /* 0: up to the NUL */
  const char *message;  /* a part of it */
  gboolean names_place; /* the message holds host:port */
} Row;

/* clang-format off */
static const Row rows[] = {
  /* Before any answer */
  { .name = "reset-before-headers", .steps = { { FAULT_RESET } }, .ending = TRI_ENDING_NETWORK,
    .message = "closed the connection without an answer", .names_place = TRUE },
  { .name = "fin-before-headers", .steps = { { FAULT_CLOSE } }, .ending = TRI_ENDING_NETWORK,
    .message = "closed the connection without an answer", .names_place = TRUE },
  { .name = "reset-within-headers", .steps = { { FAULT_SEND, "HTTP/1.1 200 OK\r\nContent-Ty" }, { FAULT_RESET } },
    .ending = TRI_ENDING_NETWORK, .names_place = TRUE },
  { .name = "no-http", .steps = { { FAULT_SEND, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\r\n" } }, .ending = TRI_ENDING_NETWORK,
    .names_place = TRUE },
  { .name = "stall-before-headers", .steps = { { FAULT_HANG } }, .limits = { .first_byte_us = 200 * MS },
    .ending = TRI_ENDING_TIMEOUT, .message = "sent nothing", .names_place = TRUE },
  { .name = "continues-1000", .steps = { { FAULT_REPEAT, "HTTP/1.1 100 Continue\r\n\r\n", .times = 1000 },
                                         { FAULT_SEND, STREAM DELTA ("hi") FINISH DONE } },
    .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "hi" },
  { .name = "continues-without-end", .steps = { { FAULT_REPEAT, "HTTP/1.1 100 Continue\r\n\r\n", .times = 200000 } },
    .ending = TRI_ENDING_NETWORK, .message = "interim responses without end", .names_place = TRUE },
  { .name = "gzip-though-not-asked-for",
    .steps = { { FAULT_SEND, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08" } },
    .ending = TRI_ENDING_UNREADABLE, .status = 200, .message = "Content-Encoding: gzip" },
  { .name = "early-hints-for-ever", .steps = { { FAULT_REPEAT, "HTTP/1.1 103 Early Hints\r\n\r\n", .rest_ms = 1 } },
    .limits = { .total_us = 300 * MS }, .ending = TRI_ENDING_TIMEOUT, .message = "longer than" },

  /* Within the answer */
  { .name = "reset-mid-body", .steps = { { FAULT_SEND, STREAM DELTA ("par") }, { FAULT_GATE }, { FAULT_RESET } },
    .ending = TRI_ENDING_NETWORK, .status = 200, .text = "par", .body = DELTA ("par"), .message = "What came is kept",
    .names_place = TRUE },
  { .name = "fin-mid-event", .steps = { { FAULT_SEND, STREAM DELTA ("par") "data: {\"choices\":[{\"ind" } },
    .ending = TRI_ENDING_CUT, .status = 200, .text = "par", .body = DELTA ("par") "data: {\"choices\":[{\"ind" },
  { .name = "fin-between-events", .steps = { { FAULT_SEND, STREAM DELTA ("par") } }, .ending = TRI_ENDING_CUT, .status = 200,
    .text = "par", .body = DELTA ("par") },
  { .name = "fin-without-any-event", .steps = { { FAULT_SEND, STREAM } }, .ending = TRI_ENDING_CUT, .status = 200, .body = "" },
  { .name = "no-done", .steps = { { FAULT_SEND, STREAM DELTA ("hi") FINISH } }, .ending = TRI_ENDING_ANSWERED, .status = 200,
    .text = "hi" },
  { .name = "no-done-and-open", .steps = { { FAULT_SEND, STREAM DELTA ("hi") FINISH }, { FAULT_HANG } },
    .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "hi" },
  { .name = "no-done-and-open-with-short-silence",
    .steps = { { FAULT_SEND, STREAM DELTA ("hi") FINISH }, { FAULT_HANG } }, .limits = { .silence_us = 200 * MS },
    .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "hi" },
  { .name = "no-done-and-comments-for-ever",
    .steps = { { FAULT_SEND, STREAM DELTA ("hi") FINISH }, { FAULT_REPEAT, ": keep-alive\n\n", .rest_ms = 20 } },
    .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "hi" },
  { .name = "done-and-open", .steps = { { FAULT_SEND, STREAM DELTA ("hi") FINISH DONE }, { FAULT_HANG } },
    .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "hi", .body = DELTA ("hi") FINISH DONE },
  { .name = "done-and-reset", .steps = { { FAULT_SEND, STREAM DELTA ("hi") FINISH DONE }, { FAULT_GATE }, { FAULT_RESET } },
    .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "hi" },
  { .name = "length-too-long",
    .steps = { { FAULT_SEND, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\n" DELTA ("par") } },
    .ending = TRI_ENDING_CUT, .status = 200, .text = "par", .body = DELTA ("par"), .message = "What came is kept",
    .names_place = TRUE },
  { .name = "length-too-long-though-finished",
    .steps = { { FAULT_SEND, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\n" DELTA ("par")
                                 FINISH } },
    .ending = TRI_ENDING_CUT, .status = 200, .text = "par" },
  { .name = "length-too-short",
    .steps = { { FAULT_SEND, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n"
                             "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}" } },
    .ending = TRI_ENDING_CUT, .status = 200, .body = "{\"choices\":[{\"messag" },
  { .name = "document-cut", .steps = { { FAULT_SEND, DOCUMENT "{\"choices\":[{\"message\":{\"content\":\"hi\"" } },
    .ending = TRI_ENDING_CUT, .status = 200, .body = "{\"choices\":[{\"message\":{\"content\":\"hi\"" },
  { .name = "document-empty", .steps = { { FAULT_SEND, DOCUMENT } }, .ending = TRI_ENDING_CUT, .status = 200, .body = "" },

  /* Chunks */
  { .name = "chunk-size-bad", .steps = { { FAULT_SEND, CHUNKED "zz\r\n" DELTA ("par") "\r\n" } }, .ending = TRI_ENDING_CUT,
    .status = 200 },
  { .name = "chunk-size-negative", .steps = { { FAULT_SEND, CHUNKED "-5\r\n" DELTA ("par") "\r\n" } },
    .ending = TRI_ENDING_CUT, .status = 200 },
  { .name = "chunk-cut-at-border",
    .steps = { { FAULT_SEND, CHUNKED "50\r\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"par\"},\"finish_reason\":"
                                     "null}]}\n\n\r\n" } },
    .ending = TRI_ENDING_CUT, .status = 200, .text = "par", .body = DELTA ("par") },
  { .name = "chunk-cut-within",
    .steps = { { FAULT_SEND, CHUNKED "fff\r\n" DELTA ("par") } }, .ending = TRI_ENDING_CUT, .status = 200, .text = "par",
    .body = DELTA ("par") },

  /* Time */
  { .name = "stall-mid-stream", .steps = { { FAULT_SEND, STREAM DELTA ("par") }, { FAULT_HANG } },
    .limits = { .silence_us = 200 * MS }, .ending = TRI_ENDING_TIMEOUT, .status = 200, .text = "par", .body = DELTA ("par"),
    .message = "fell silent", .names_place = TRUE },
  { .name = "stall-behind-headers", .steps = { { FAULT_SEND, STREAM }, { FAULT_HANG } }, .limits = { .silence_us = 200 * MS },
    .ending = TRI_ENDING_TIMEOUT, .status = 200, .body = "", .message = "fell silent" },
  { .name = "comments-are-silence",
    .steps = { { FAULT_SEND, STREAM DELTA ("par") }, { FAULT_REPEAT, ": keep-alive\n\n", .rest_ms = 5 } },
    .limits = { .silence_us = 300 * MS }, .ending = TRI_ENDING_TIMEOUT, .status = 200, .text = "par", .message = "fell silent" },
  { .name = "comments-for-ever",
    .steps = { { FAULT_SEND, STREAM DELTA ("par") }, { FAULT_REPEAT, ": keep-alive\n\n", .rest_ms = 5 } },
    .limits = { .total_us = 500 * MS }, .ending = TRI_ENDING_TIMEOUT, .status = 200, .text = "par", .message = "longer than" },
  { .name = "drip", .steps = { { FAULT_SEND, STREAM }, { FAULT_DRIP, DELTA ("drip") DELTA ("ping") FINISH DONE, .rest_ms = 1 } },
    .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "dripping" },

  /* Size */
  { .name = "endless-stream", .steps = { { FAULT_SEND, STREAM }, { FAULT_REPEAT, DELTA ("more ") } },
    .limits = { .max_bytes = 256 * 1024 }, .ending = TRI_ENDING_LIMIT, .status = 200, .message = "256.0\u00a0KiB" },
  { .name = "endless-line", .steps = { { FAULT_SEND, STREAM "data: " }, { FAULT_REPEAT, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } },
    .limits = { .max_bytes = 256 * 1024 }, .ending = TRI_ENDING_LIMIT, .status = 200, .message = "larger than" },
  { .name = "endless-document", .steps = { { FAULT_SEND, DOCUMENT "[" }, { FAULT_REPEAT, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[" } },
    .limits = { .max_bytes = 256 * 1024 }, .ending = TRI_ENDING_LIMIT, .status = 200, .message = "larger than" },
  { .name = "limit-within-the-end", .steps = { { FAULT_SEND, STREAM DELTA ("hi") FINISH DONE }, { FAULT_REPEAT, ": more\n" } },
    .limits = { .max_bytes = 64 * 1024 }, .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "hi" },

  /* Bytes */
  { .name = "invalid-utf8", .steps = { { FAULT_SEND, STREAM DELTA ("a\xff\xc3z") FINISH DONE } }, .ending = TRI_ENDING_ANSWERED,
    .status = 200, .text = "a\xef\xbf\xbd\xef\xbf\xbdz", .body = DELTA ("a\xff\xc3z") FINISH DONE },
  { .name = "split-character",
    .steps = { { FAULT_SEND, STREAM "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"caf\xc3" },
               { FAULT_REST, .rest_ms = 30 },
               { FAULT_SEND, "\xa9\"},\"finish_reason\":null}]}\r\n\r" },
               { FAULT_REST, .rest_ms = 30 },
               { FAULT_SEND, "\n" FINISH DONE } },
    .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "café" },
  { .name = "mark-and-lone-cr",
    .steps = { { FAULT_SEND, STREAM "\xef\xbb" }, { FAULT_REST, .rest_ms = 30 },
               { FAULT_SEND, "\xbf"
                             "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"cr\"},\"finish_reason\":\"stop\"}]}\r\r"
                             "data: [DONE]\r\r" } },
    .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "cr" },
  { .name = "nul-within", .steps = { { FAULT_SEND, STREAM DELTA ("a\0b") FINISH DONE, sizeof (STREAM DELTA ("a\0b") FINISH DONE) - 1 } },
    .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "a␀b", .body = DELTA ("a\0b") FINISH DONE,
    .n_body = sizeof (DELTA ("a\0b") FINISH DONE) - 1 },
  { .name = "deep-event",
    .steps = { { FAULT_SEND, STREAM DELTA ("par") "data: " }, { FAULT_REPEAT, "[[[[[[[[[[", .times = 10000 }, { FAULT_SEND, "\n\n" } },
    .ending = TRI_ENDING_UNREADABLE, .status = 200, .text = "par", .message = "512" },
  { .name = "deep-document",
    .steps = { { FAULT_SEND, DOCUMENT }, { FAULT_REPEAT, "[[[[[[[[[[", .times = 10000 } }, .ending = TRI_ENDING_UNREADABLE,
    .status = 200, .message = "512" },
  { .name = "packed-though-not-wanted",
    .steps = { { FAULT_SEND, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n"
                             "\x1f\x8b\x08 not undone" } },
    .ending = TRI_ENDING_UNREADABLE, .status = 200, .body = "\x1f\x8b\x08 not undone" },

  /* What the server says */
  { .name = "502-with-a-page",
    .steps = { { FAULT_SEND, "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<html><h1>502 Bad Gateway</h1></html>" } },
    .ending = TRI_ENDING_HTTP_ERROR, .status = 502, .body = "<html><h1>502 Bad Gateway</h1></html>",
    .message = "HTTP 502 Bad Gateway" },
  { .name = "503-without-a-body", .steps = { { FAULT_SEND, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n" } },
    .ending = TRI_ENDING_HTTP_ERROR, .status = 503, .body = "", .message = "HTTP 503" },
  { .name = "500-with-a-cut-body",
    .steps = { { FAULT_SEND, "HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\n{\"error\":{\"mess" } },
    .ending = TRI_ENDING_HTTP_ERROR, .status = 500, .body = "{\"error\":{\"mess", .message = "HTTP 500 Oops" },
  { .name = "500-with-a-reset-body",
    .steps = { { FAULT_SEND, "HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\n{\"error\":{\"me" }, { FAULT_GATE }, { FAULT_RESET } },
    .ending = TRI_ENDING_HTTP_ERROR, .status = 500, .body = "{\"error\":{\"me", .message = "HTTP 500 Oops" },
  { .name = "413-before-reading", .deaf = TRUE,
    .steps = { { FAULT_SEND, "HTTP/1.1 413 Payload Too Large\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
                             "{\"error\":{\"message\":\"too large\"}}" } },
    .ending = TRI_ENDING_HTTP_ERROR, .status = 413, .message = "too large" },
  { .name = "error-with-200",
    .steps = { { FAULT_SEND, DOCUMENT "{\"error\":{\"message\":\"quota exceeded\",\"code\":\"insufficient_quota\"}}" } },
    .ending = TRI_ENDING_API_ERROR, .status = 200, .message = "quota exceeded" },
  { .name = "error-in-stream",
    .steps = { { FAULT_SEND, STREAM DELTA ("par") "data: {\"error\":{\"message\":\"provider is gone\"}}\n\n" }, { FAULT_HANG } },
    .ending = TRI_ENDING_API_ERROR, .status = 200, .text = "par", .message = "provider is gone" },
  { .name = "document-instead-of-stream",
    .steps = { { FAULT_SEND, DOCUMENT "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"whole\"},"
                                      "\"finish_reason\":\"stop\"}]}" } },
    .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "whole" },
  { .name = "stream-without-content-type",
    .steps = { { FAULT_SEND, "HTTP/1.1 200 OK\r\n\r\n" DELTA ("bare") FINISH DONE } }, .ending = TRI_ENDING_ANSWERED,
    .status = 200, .text = "bare" },
  { .name = "http-1.0", .steps = { { FAULT_SEND, "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" DELTA ("old") FINISH DONE } },
    .ending = TRI_ENDING_ANSWERED, .status = 200, .text = "old" },
  { .name = "headers-that-are-no-utf8",
    .steps = { { FAULT_SEND, "HTTP/1.1 429 Trop de requ\xeates\r\nRetry-After: bient\xf4t\r\nContent-Length: 0\r\n\r\n" } },
    .ending = TRI_ENDING_HTTP_ERROR, .status = 429, .message = "HTTP 429" },
  { .name = "401-with-a-challenge",
    .steps = { { FAULT_SEND, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Type: application/json\r\n\r\n"
                             "{\"error\":{\"message\":\"Incorrect API key provided: " KEY ".\"}}" } },
    .ending = TRI_ENDING_HTTP_ERROR, .status = 401,
    .body = "{\"error\":{\"message\":\"Incorrect API key provided: " MASKED ".\"}}", .message = "Incorrect API key provided: " MASKED },
};
/* clang-format on */

typedef struct
{
  FaultServer *server;
  TriExchange *exchange;
  const Row *row;
  gsize n_body;
} Gate;

/* The gate opens when the faulty column has all that stands before it: only then is a reset sure to take nothing away.
 */
static gboolean
gate_can_open (gpointer user_data)
{
  Gate *gate = user_data;
  g_autoptr (GBytes) body = tri_exchange_dup_body (gate->exchange);

  return g_bytes_get_size (body) >= gate->n_body || exchange_has_ended (gate->exchange);
}

static gsize
count_bytes_before_gate (const Row *row)
{
  const char *body = NULL;

  for (guint i = 0; i + 1 < G_N_ELEMENTS (row->steps); i++)
    if (row->steps[i + 1].action == FAULT_GATE)
      body = strstr (row->steps[i].bytes, "\r\n\r\n") + 4;
  return body ? strlen (body) : 0;
}

static guint
count_steps (const Row *row)
{
  guint n = G_N_ELEMENTS (row->steps);

  while (n > 0 && row->steps[n - 1].action == FAULT_SEND && row->steps[n - 1].bytes == NULL)
    n--;
  return n;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autoptr (FaultServer) other = row->deaf ? fault_server_new (NULL) : NULL;
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autofree char *other_url = fault_server_dup_base_url (other ? other : fault);
  g_autofree char *place = g_strdup_printf ("127.0.0.1:%u", fault_server_get_port (fault));
  g_autoptr (TriServer) faulty = new_server (base_url, &row->limits);
  g_autoptr (TriServer) healthy = new_server (other_url, NULL);
  g_autoptr (TriComparison) comparison = tri_comparison_new ();
  TriExchange *exchange;
  TriRecord *record;
  gsize n_before_gate = count_bytes_before_gate (row);

  if (row->deaf)
    fault_server_script_deaf (fault, row->steps, count_steps (row));
  else
    fault_server_script (fault, CHAT_PATH, row->steps, count_steps (row));
  tri_comparison_add_all_formats (comparison, healthy);
  tri_column_set_server (tri_comparison_get_column (comparison, 1), faulty);
  send_all (comparison);

  exchange = tri_column_get_exchange (tri_comparison_get_column (comparison, 1));
  if (n_before_gate)
    {
      run_until (gate_can_open, &(Gate){ fault, exchange, row, n_before_gate });
      fault_server_open_gate (fault);
    }
  run_until (has_ended, comparison);

  record = tri_exchange_get_record (exchange);
  assert_sound (exchange);
  assert_ending (record, row->ending);
  g_assert_cmpuint (record->status, ==, row->status);
  if (row->ending != TRI_ENDING_LIMIT)
    assert_text (exchange, row->text ? row->text : "");
  if (row->body)
    assert_body (record, row->body, row->n_body ? row->n_body : strlen (row->body));
  if (row->message)
    {
      g_test_message ("%s", record->message);
      g_assert_nonnull (strstr (record->message, row->message));
    }
  if (row->names_place)
    g_assert_nonnull (strstr (record->message, place));
  if (row->ending == TRI_ENDING_LIMIT)
    g_assert_cmpuint (g_bytes_get_size (record->response_body), ==, row->limits.max_bytes);

  assert_healthy (tri_column_get_exchange (tri_comparison_get_column (comparison, 0)));
  assert_healthy (tri_column_get_exchange (tri_comparison_get_column (comparison, 2)));

  /* The server sees that nobody listens any more, also where it would go on for ever. */
  run_until (server_is_idle, fault);
}

/* Reaching the server */

static void
assert_message_holds (const TriRecord *record, const char *part)
{
  g_test_message ("%s", record->message);
  g_assert_nonnull (strstr (record->message, part));
}

static void
test_refused (void)
{
  g_autoptr (FaultServer) gone = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (gone);
  g_autofree char *place = g_strdup_printf ("127.0.0.1:%u", fault_server_get_port (gone));
  g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);

  g_clear_pointer (&gone, fault_server_free);
  tri_exchange_send (exchange);
  g_assert_true (tri_exchange_is_running (exchange));
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_NETWORK);
  assert_message_holds (tri_exchange_get_record (exchange), "Nothing listens on");
  assert_message_holds (tri_exchange_get_record (exchange), place);
  g_assert_cmpuint (tri_exchange_get_record (exchange)->status, ==, 0);
}

static void
test_refused_ipv6 (void)
{
  g_autoptr (TriExchange) exchange = new_exchange ("chat", "http://[::1]:1/v1", NULL);

  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_NETWORK);
  assert_message_holds (tri_exchange_get_record (exchange), "[::1]:1");
}

/* A resolver that knows no host, so that no question leaves the machine. */
typedef GResolver Nowhere;
typedef GResolverClass NowhereClass;
static GType nowhere_get_type (void);
G_DEFINE_TYPE (Nowhere, nowhere, G_TYPE_RESOLVER)

static void
nowhere_lookup_async (GResolver *resolver,
                      const char *host,
                      GResolverNameLookupFlags flags,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no host is known here");
}

static GList *
nowhere_lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
nowhere_class_init (NowhereClass *klass)
{
  klass->lookup_by_name_with_flags_async = nowhere_lookup_async;
  klass->lookup_by_name_with_flags_finish = nowhere_lookup_finish;
}

static void
nowhere_init (Nowhere *self)
{
}

static void
set_proxies (void)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", fault_server_get_port (proxy));

  for (guint i = 0; i < G_N_ELEMENTS (proxy_variables); i++)
    g_setenv (proxy_variables[i], url, TRUE);
}

static void
test_unknown_host (void)
{
  g_autoptr (GResolver) usual = g_resolver_get_default ();
  g_autoptr (GResolver) nowhere = g_object_new (nowhere_get_type (), NULL);
  g_autoptr (TriExchange) exchange = new_exchange ("chat", "https://nowhere.invalid/v1", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (proxy_variables); i++)
    g_unsetenv (proxy_variables[i]);
  g_resolver_set_default (nowhere);
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  g_resolver_set_default (usual);
  set_proxies ();
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_NETWORK);
  assert_message_holds (tri_exchange_get_record (exchange), "nowhere.invalid:443");
  assert_message_holds (tri_exchange_get_record (exchange), "not found");
}

static void
test_bad_url (void)
{
  static const char *const urls[]
      = { "http://127.0.0.1:99999/v1", "http://", "ftp://example.com",  "http://user:pw@example.com",
          "http://example.com/?key=1", "",        "http://exa mple.com" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;
      TriUrlReading reading;

      if (tri_url_read (urls[i], &reading, &error))
        g_error ("“%s” was taken for “%s”", urls[i], reading.base_url);
      g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
    }
}

static void
test_no_key_in_environment (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriServer) server = tri_server_new ("keyed", base_url, "TRI_TEST_NO_SUCH_KEY", NULL, "a-model");
  g_autoptr (TriComparison) comparison = tri_comparison_new ();
  TriExchange *exchange;

  g_unsetenv ("TRI_TEST_NO_SUCH_KEY");
  tri_comparison_add_all_formats (comparison, server);
  send_all (comparison);
  exchange = tri_column_get_exchange (tri_comparison_get_column (comparison, 0));
  g_assert_true (tri_comparison_is_running (comparison)); /* it never ends within the call */
  run_until (has_ended, comparison);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_INVALID);
  assert_message_holds (tri_exchange_get_record (exchange), "TRI_TEST_NO_SUCH_KEY");
  g_assert_cmpuint (fault_server_get_n_accepted (fault), ==, 0);
}

/* TLS */

static void
test_tls_untrusted (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "self-signed.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);
  g_autoptr (FaultServer) fault = fault_server_new (certificate);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriExchange) exchange = new_exchange ("responses", base_url, NULL);
  g_autoptr (GPtrArray) requests = NULL;

  g_assert_no_error (error);
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_TLS);
  assert_message_holds (tri_exchange_get_record (exchange), "signed by nobody");
  assert_message_holds (tri_exchange_get_record (exchange), "made out to another host");
  requests = fault_server_dup_requests (fault);
  g_assert_cmpuint (requests->len, ==, 0); /* the key stayed at home */
}

/* An HTTP server on a port that is taken for HTTPS: one that answers the greeting in clear, and one that waits for a
 * line which will never come. */
static void
test_tls_with_http_server (void)
{
  static const FaultStep steps[][1] = { { { FAULT_SEND, "HTTP/1.1 400 Bad Request\r\n\r\n" } }, { { FAULT_HANG } } };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (FaultServer) fault = fault_server_new (NULL);
      g_autofree char *base_url = g_strdup_printf ("https://127.0.0.1:%u/v1", fault_server_get_port (fault));
      g_autofree char *place = g_strdup_printf ("127.0.0.1:%u", fault_server_get_port (fault));
      g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, &(TriLimits){ .connect_us = 500 * MS });

      fault_server_script_deaf (fault, steps[i], 1);
      tri_exchange_send (exchange);
      run_until (exchange_has_ended, exchange);
      assert_sound (exchange);
      assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_TLS);
      assert_message_holds (tri_exchange_get_record (exchange), place);
    }
}

/* Redirects */

static void
test_redirect (gconstpointer data)
{
  guint status = GPOINTER_TO_UINT (data);
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autoptr (FaultServer) recorder = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autofree char *target = g_strdup_printf ("http://127.0.0.1:%u" CHAT_PATH, fault_server_get_port (recorder));
  g_autofree char *answer
      = g_strdup_printf ("HTTP/1.1 %u Elsewhere\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", status, target);
  g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);

  fault_server_script (fault, CHAT_PATH, &(FaultStep){ FAULT_SEND, answer }, 1);
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_HTTP_ERROR);
  assert_message_holds (tri_exchange_get_record (exchange), target);
  g_assert_cmpuint (fault_server_get_n_accepted (recorder), ==, 0);
  g_assert_cmpuint (fault_server_get_n_accepted (fault), ==, 1);
}

static void
test_redirect_odd (void)
{
  static const char *const answers[] = {
    "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 307 Temporary Redirect\r\nLocation: " CHAT_PATH "\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 301 Moved\r\nLocation: http://ex\xffmple/\r\nContent-Length: 0\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (FaultServer) fault = fault_server_new (NULL);
      g_autofree char *base_url = fault_server_dup_base_url (fault);
      g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);

      fault_server_script (fault, CHAT_PATH, &(FaultStep){ FAULT_SEND, answers[i] }, 1);
      tri_exchange_send (exchange);
      run_until (exchange_has_ended, exchange);
      assert_sound (exchange);
      assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_HTTP_ERROR);
      g_assert_cmpuint (fault_server_get_n_accepted (fault), ==, 1);
    }
}

/* Statuses */

static void
test_status (gconstpointer data)
{
  guint status = GPOINTER_TO_UINT (data);
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autofree char *answer
      = g_strdup_printf ("HTTP/1.1 %u Reason\r\nContent-Type: application/json\r\nRetry-After: 7\r\n\r\n"
                         "{\"error\":{\"message\":\"that will not "
                         "do\",\"type\":\"invalid_request_error\",\"param\":\"input\",\"code\":null}}",
                         status);
  g_autoptr (TriExchange) exchange = new_exchange ("responses", base_url, NULL);
  const TriApiError *error;

  fault_server_script (fault, "/v1/responses", &(FaultStep){ FAULT_SEND, answer }, 1);
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_HTTP_ERROR);
  g_assert_cmpuint (tri_exchange_get_record (exchange)->status, ==, status);
  assert_message_holds (tri_exchange_get_record (exchange), "that will not do");
  assert_message_holds (tri_exchange_get_record (exchange), "input");
  if (status == 401)
    assert_message_holds (tri_exchange_get_record (exchange), "Check the key of “the test’s server”");
  if (status == 429)
    assert_message_holds (tri_exchange_get_record (exchange), "Retry-After: 7");
  error = tri_reader_get_reply (tri_exchange_get_reader (exchange))->error;
  g_assert_cmpstr (error->type, ==, "invalid_request_error");
  g_assert_null (error->code);
  /* It was sent once: nobody retries behind the person's back. */
  g_assert_cmpuint (fault_server_get_n_accepted (fault), ==, 1);
}

/* Large answers */

static void
test_large_document (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);
  g_autofree char *text = g_strnfill (1024, 'x');
  g_autofree char *found = NULL;

  fault_server_script (fault, CHAT_PATH,
                       (FaultStep[]){ { FAULT_SEND, DOCUMENT "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"" },
                                      { FAULT_REPEAT, text, .times = 8 * 1024 },
                                      { FAULT_SEND, "\"},\"finish_reason\":\"stop\"}]}" } },
                       3);
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_ANSWERED);
  found = tri_reply_dup_text (tri_reader_get_reply (tri_exchange_get_reader (exchange)));
  g_assert_cmpuint (strlen (found), ==, 8 * 1024 * 1024);
}

static void
test_large_event (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);
  g_autofree char *text = g_strnfill (1024, 'x');
  g_autofree char *found = NULL;

  fault_server_script (
      fault, CHAT_PATH,
      (FaultStep[]){ { FAULT_SEND, STREAM "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" },
                     { FAULT_REPEAT, text, .times = 8 * 1024 },
                     { FAULT_SEND, "\"},\"finish_reason\":\"stop\"}]}\n\n" DONE } },
      3);
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_ANSWERED);
  found = tri_reply_dup_text (tri_reader_get_reply (tri_exchange_get_reader (exchange)));
  g_assert_cmpuint (strlen (found), ==, 8 * 1024 * 1024);
}

/* The request on the wire */

static guint
count_header (const char *head, const char *name, char **value)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  guint n = 0;

  for (guint i = 1; lines[i]; i++)
    if (g_ascii_strncasecmp (lines[i], name, strlen (name)) == 0 && lines[i][strlen (name)] == ':')
      {
        n++;
        if (value)
          {
            g_free (*value);
            *value = g_strstrip (g_strdup (lines[i] + strlen (name) + 1));
          }
      }
  return n;
}

static void
assert_header (const char *head, const char *name, const char *value)
{
  g_autofree char *found = NULL;

  g_assert_cmpuint (count_header (head, name, &found), ==, 1);
  g_assert_cmpstr (found, ==, value);
}

static void
test_request_on_the_wire (gconstpointer data)
{
  const TriFormat *format = data;
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autofree char *path = g_strconcat ("/v1", format->path, NULL);
  g_autofree char *line = g_strconcat ("POST ", path, " HTTP/1.1\r\n", NULL);
  g_autofree char *host = g_strdup_printf ("127.0.0.1:%u", fault_server_get_port (fault));
  g_autofree char *length = NULL;
  g_autoptr (TriExchange) exchange = new_exchange (format->id, base_url, NULL);
  g_autoptr (GPtrArray) requests = NULL;
  TriRecord *record = tri_exchange_get_record (exchange);
  const FaultRequest *request;

  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_healthy (exchange);

  requests = fault_server_dup_requests (fault);
  g_assert_cmpuint (requests->len, ==, 1);
  request = g_ptr_array_index (requests, 0);
  g_assert_true (g_str_has_prefix (request->head, line));
  assert_header (request->head, "Host", host);
  assert_header (request->head, "Content-Type", "application/json");
  assert_header (request->head, "Accept", "text/event-stream");
  assert_header (request->head, "Accept-Encoding", "identity");
  assert_header (request->head, "Authorization", "Bearer " KEY);
  assert_header (request->head, "User-Agent", "Triptych/" TRI_VERSION);
  length = g_strdup_printf ("%" G_GSIZE_FORMAT, g_bytes_get_size (record->request_body));
  assert_header (request->head, "Content-Length", length);
  g_assert_cmpuint (count_header (request->head, "Transfer-Encoding", NULL), ==, 0);
  g_assert_cmpuint (count_header (request->head, "Expect", NULL), ==, 0);
  g_assert_cmpuint (count_header (request->head, "Cookie", NULL), ==, 0);
  g_assert_true (g_bytes_equal (request->body, record->request_body));
  g_assert_true (
      holds (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body), "\"temperature\":0.70,"));

  /* The record tells the same, but for the key. */
  g_assert_cmpstr (tri_headers_get (record->request_headers, "authorization"), ==, "Bearer ****");
  g_assert_cmpstr (tri_headers_get (record->request_headers, "content-type"), ==, "application/json");
  g_assert_cmpstr (tri_headers_get (record->request_headers, "host"), ==, host);
  g_assert_true (g_str_has_suffix (record->url, path));
}

static void
test_request_without_key (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriServer) server = tri_server_new ("open", base_url, NULL, NULL, "a-model");
  g_autoptr (TriPrompt) prompt = new_prompt ();
  g_autoptr (TriSettings) settings = tri_settings_new ();
  g_autoptr (TriExchange) exchange = NULL;
  g_autoptr (GPtrArray) requests = NULL;

  tri_settings_set_switch (settings, TRI_SETTING_STREAM, FALSE);
  exchange = tri_exchange_new (server, tri_format_find ("chat"), &(TriAsk){ prompt, settings, "a-model" });
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_healthy (exchange);
  requests = fault_server_dup_requests (fault);
  g_assert_cmpuint (count_header (((FaultRequest *) g_ptr_array_index (requests, 0))->head, "Authorization", NULL), ==,
                    0);
  assert_header (((FaultRequest *) g_ptr_array_index (requests, 0))->head, "Accept", "application/json");
}

/* All at the same time */

static void
test_barrier (gconstpointer data)
{
  guint n = GPOINTER_TO_UINT (data), n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriServer) server = new_server (base_url, NULL);
  g_autoptr (TriComparison) comparison = tri_comparison_new ();
  g_autoptr (GPtrArray) requests = NULL;

  fault_server_set_barrier (fault, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TriColumn) column = tri_column_new (formats[i % n_formats], server, NULL);

      tri_comparison_insert (comparison, i, column);
    }
  send_all (comparison);
  g_assert_true (tri_comparison_is_running (comparison));
  /* Nobody is answered before all have asked: that it ends at all is the proof. */
  run_until (has_ended, comparison);
  for (guint i = 0; i < n; i++)
    assert_healthy (tri_column_get_exchange (tri_comparison_get_column (comparison, i)));
  requests = fault_server_dup_requests (fault);
  g_assert_cmpuint (requests->len, ==, n);
}

/* Stopping */

/* A document that is read in a worker. `n_bytes` is how large it is made. */
static char *
dup_large_document (gsize n_bytes)
{
  g_autofree char *text = g_strnfill (n_bytes, 'w');

  return g_strdup_printf (
      "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},"
      "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3}}",
      text);
}

/* While the worker reads nothing is known but the bytes, and they are all there. */
static void
look_while_read (TriExchange *exchange, gpointer user_data)
{
  guint *n_looks = user_data;
  g_autoptr (GBytes) body = tri_exchange_dup_body (exchange);
  g_autoptr (GBytes) again = NULL;

  g_assert_cmpuint (g_bytes_get_size (body), ==, tri_exchange_get_n_body_bytes (exchange));
  if (!tri_exchange_has_whole_body (exchange))
    return;
  (*n_looks)++;
  again = tri_exchange_dup_body (exchange);
  g_assert_true (again == body);
  g_assert_cmpint (tri_exchange_get_state (exchange), ==, TRI_EXCHANGE_RECEIVING);
  g_assert_cmpint (tri_exchange_get_record (exchange)->ending, ==, TRI_ENDING_NONE);
  g_assert_cmpuint (tri_reader_get_reply (tri_exchange_get_reader (exchange))->parts->len, ==, 0);
}

typedef struct
{
  const char *name;
  const char *head;
  gsize cut; /* so many bytes of the document do not come */
  TriEnding ending;
} LargeCase;

/* However it ends, a document that is read in a worker ends as one that is not. */
static void
test_read_in_worker (void)
{
  static const LargeCase cases[] = {
    { "whole", DOCUMENT, 0, TRI_ENDING_ANSWERED },
    { "cut", DOCUMENT, 5, TRI_ENDING_CUT },
    { "an error page", "HTTP/1.1 500 No\r\nContent-Type: application/json\r\n\r\n", 0, TRI_ENDING_HTTP_ERROR },
    { "no content type", "HTTP/1.1 200 OK\r\n\r\n", 0, TRI_ENDING_ANSWERED },
  };
  static const gsize sizes[] = { 1000, 1000 * 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
      {
        g_autoptr (FaultServer) fault = fault_server_new (NULL);
        g_autofree char *base_url = fault_server_dup_base_url (fault);
        g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);
        g_autofree char *document = dup_large_document (sizes[j]);
        gsize n_bytes = strlen (document) - cases[i].cut;
        guint n_looks = 0;

        g_test_message ("%s, %zu bytes", cases[i].name, sizes[j]);
        fault_server_script (fault, CHAT_PATH,
                             (FaultStep[]){ { FAULT_SEND, cases[i].head }, { FAULT_SEND, document, n_bytes } }, 2);
        g_signal_connect (exchange, "progressed", G_CALLBACK (look_while_read), &n_looks);
        tri_exchange_send (exchange);
        run_until (exchange_has_ended, exchange);
        assert_sound (exchange);
        assert_ending (tri_exchange_get_record (exchange), cases[i].ending);
        assert_body (tri_exchange_get_record (exchange), document, n_bytes);
        g_assert_cmpuint (n_looks, ==, j); /* the small one is read at once */
      }
}

static void
stop_while_read (TriExchange *exchange, gpointer user_data)
{
  if (tri_exchange_has_whole_body (exchange))
    tri_exchange_stop (exchange);
}

static void
test_stop_while_read (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);
  g_autofree char *document = dup_large_document (1000 * 1000);

  fault_server_script (fault, CHAT_PATH, (FaultStep[]){ { FAULT_SEND, DOCUMENT }, { FAULT_SEND, document } }, 2);
  g_signal_connect (exchange, "progressed", G_CALLBACK (stop_while_read), NULL);
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_STOPPED);
  assert_body (tri_exchange_get_record (exchange), document, strlen (document));
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static void
leave_while_read (TriExchange *exchange, gpointer user_data)
{
  if (tri_exchange_has_whole_body (exchange))
    g_clear_object ((TriExchange **) user_data);
}

/* Nobody waits for it any more: it goes by itself, when the worker is done. */
static void
test_gone_while_read (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autofree char *document = dup_large_document (1000 * 1000);
  TriExchange *exchange = new_exchange ("chat", base_url, NULL);
  gpointer weak = exchange;

  fault_server_script (fault, CHAT_PATH, (FaultStep[]){ { FAULT_SEND, DOCUMENT }, { FAULT_SEND, document } }, 2);
  g_object_add_weak_pointer (G_OBJECT (exchange), &weak);
  g_signal_connect (exchange, "progressed", G_CALLBACK (leave_while_read), &exchange);
  tri_exchange_send (exchange);
  run_until (is_gone, &weak);
  g_assert_null (exchange);
}

static void
test_stop_while_sending (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);

  fault_server_script (fault, CHAT_PATH, &(FaultStep){ FAULT_HANG }, 1);
  tri_exchange_send (exchange);
  run_until (server_has_request, fault);
  tri_exchange_stop (exchange);
  tri_exchange_stop (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_STOPPED);
  run_until (server_is_idle, fault);
}

static void
test_stop_at_once (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);

  tri_exchange_stop (exchange); /* nothing runs yet */
  tri_exchange_send (exchange);
  tri_exchange_stop (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_STOPPED);
}

static void
test_stop_mid_stream (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);

  fault_server_script (fault, CHAT_PATH, (FaultStep[]){ { FAULT_SEND, STREAM DELTA ("par") }, { FAULT_HANG } }, 2);
  tri_exchange_send (exchange);
  run_until (exchange_has_text, exchange);
  tri_exchange_stop (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_STOPPED);
  assert_text (exchange, "par");
  assert_body (tri_exchange_get_record (exchange), DELTA ("par"), strlen (DELTA ("par")));
  run_until (server_is_idle, fault);
}

static void
stop_on_progress (TriExchange *exchange, gpointer user_data)
{
  tri_exchange_stop (exchange);
}

static void
test_stop_from_a_signal (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);

  fault_server_script (
      fault, CHAT_PATH,
      (FaultStep[]){ { FAULT_SEND, STREAM DELTA ("par") }, { FAULT_REPEAT, DELTA ("more"), .rest_ms = 1 } }, 2);
  g_signal_connect (exchange, "progressed", G_CALLBACK (stop_on_progress), NULL);
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_STOPPED);
  run_until (server_is_idle, fault);
}

/* The answer comes when nobody is there any more. */
static void
test_gone_before_the_answer (void)
{
  static const FaultStep late[] = { { FAULT_GATE }, { FAULT_SEND, STREAM DELTA ("late") FINISH DONE } };
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriServer) server = new_server (base_url, NULL);
  TriComparison *comparison = tri_comparison_new ();
  TriColumn *column;

  fault_server_script (fault, CHAT_PATH, late, G_N_ELEMENTS (late));
  tri_comparison_add_all_formats (comparison, server);
  column = tri_comparison_get_column (comparison, 1);
  g_object_add_weak_pointer (G_OBJECT (column), (gpointer *) &column);
  send_all (comparison);
  run_until (server_has_request, fault);
  tri_comparison_remove (comparison, column);
  g_assert_null (column);
  fault_server_open_gate (fault);
  run_until (has_ended, comparison);
  g_assert_finalize_object (comparison);
  run_until (server_is_idle, fault);
}

static void
test_all_gone_while_running (void)
{
  static const FaultStep hang[] = { { FAULT_SEND, STREAM DELTA ("par") }, { FAULT_HANG } };
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  TriServer *server = new_server (base_url, NULL);
  TriComparison *comparison = tri_comparison_new ();
  TriExchange *exchange;

  fault_server_script (fault, CHAT_PATH, hang, G_N_ELEMENTS (hang));
  tri_comparison_add_all_formats (comparison, server);
  g_clear_pointer (&server, tri_server_unref);
  send_all (comparison);
  exchange = tri_column_get_exchange (tri_comparison_get_column (comparison, 1));
  run_until (exchange_has_text, exchange);
  g_object_add_weak_pointer (G_OBJECT (exchange), (gpointer *) &exchange);
  g_assert_finalize_object (comparison);
  run_until (server_is_idle, fault);
  while (exchange)
    g_main_context_iteration (NULL, TRUE);
}

/* A column that is asked again lets its first attempt go. */
static void
test_asked_again (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriServer) server = new_server (base_url, NULL);
  g_autoptr (TriComparison) comparison = tri_comparison_new ();
  g_autoptr (TriExchange) first = NULL;

  fault_server_script (fault, CHAT_PATH, (FaultStep[]){ { FAULT_SEND, STREAM DELTA ("par") }, { FAULT_HANG } }, 2);
  tri_comparison_add_all_formats (comparison, server);
  send_all (comparison);
  first = g_object_ref (tri_column_get_exchange (tri_comparison_get_column (comparison, 1)));
  run_until (exchange_has_text, first);
  fault_server_script (fault, CHAT_PATH, &(FaultStep){ FAULT_SEND, STREAM DELTA ("again") FINISH DONE }, 1);
  tri_column_retry (tri_comparison_get_column (comparison, 1));
  g_assert_true (tri_column_get_exchange (tri_comparison_get_column (comparison, 1)) != first);
  run_until (has_ended, comparison);
  run_until (exchange_has_ended, first);
  assert_ending (tri_exchange_get_record (first), TRI_ENDING_STOPPED);
  assert_text (first, "par");
  assert_text (tri_column_get_exchange (tri_comparison_get_column (comparison, 1)), "again");
}

/* Keys */

static void
test_key_is_masked (void)
{
  static const char before[] = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"your key: ";
  static const char after[] = "!\"},\"finish_reason\":\"stop\"}]}\n\n" DONE;
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);
  TriRecord *record = tri_exchange_get_record (exchange);
  const TriMaskSpan *span;

  /* Across two reads. */
  fault_server_script (
      fault, CHAT_PATH,
      (FaultStep[]){ { FAULT_SEND, "HTTP/1.1 200 Hello " KEY "\r\nContent-Type: text/event-stream\r\n"
                                   "X-Echo: got " KEY " from you\r\nX-" KEY ": name\r\n\r\n"
                                   "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"your key: "
                                   "sk-CANARY-01" },
                     { FAULT_REST, .rest_ms = 50 },
                     { FAULT_SEND, "23456789abcdefghij!\"},\"finish_reason\":\"stop\"}]}\n\n" DONE } },
      3);
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (record, TRI_ENDING_ANSWERED);
  assert_text (exchange, "your key: " MASKED "!");
  g_assert_cmpstr (tri_headers_get (record->response_headers, "X-Echo"), ==, "got " MASKED " from you");
  g_assert_cmpstr (record->reason, ==, "Hello " MASKED);
  g_assert_cmpuint (g_bytes_get_size (record->response_body), ==, strlen (before) + strlen (KEY) + strlen (after));
  g_assert_cmpuint (record->masked->len, ==, 1);
  span = &g_array_index (record->masked, TriMaskSpan, 0);
  g_assert_cmpuint (span->offset, ==, strlen (before));
  g_assert_cmpuint (span->length, ==, strlen (KEY));
}

static void
test_key_is_masked_in_a_drip (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);

  fault_server_script (
      fault, CHAT_PATH,
      (FaultStep[]){ { FAULT_SEND, "HTTP/1.1 401 Unauthorized\r\n\r\n" },
                     { FAULT_DRIP, "{\"error\":{\"message\":\"bad " KEY " and sk-CANARY\"}}sk-CANARY", .rest_ms = 1 } },
      2);
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_HTTP_ERROR);
  assert_body (tri_exchange_get_record (exchange),
               "{\"error\":{\"message\":\"bad " MASKED " and sk-CANARY\"}}sk-CANARY",
               strlen ("{\"error\":{\"message\":\"bad " MASKED " and sk-CANARY\"}}sk-CANARY"));
}

/* A secret that stands in an own body goes out as it is; neither it nor its echo, in two reads, enters the record. */
static void
test_key_in_body (void)
{
  static const char asked[] = "{\"stream\":true,\"tools\":[{\"type\":\"mcp\",\"authorization\":\"Zq-CANARY-secret\"}]}";
  static const char kept[] = "{\"stream\":true,\"tools\":[{\"type\":\"mcp\",\"authorization\":\"****************\"}]}";
  static const char before[] = "data: {\"object\":\"x\",\"choices\":[],\"tools\":[{\"headers\":{\"X-Api-Key\":\"";
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriServer) server = new_server (base_url, NULL);
  g_autoptr (TriPrompt) prompt = new_prompt ();
  g_autoptr (TriSettings) settings = tri_settings_new ();
  g_autoptr (GBytes) body = g_bytes_new_static (asked, strlen (asked));
  g_autoptr (TriExchange) exchange
      = tri_exchange_new_with_body (server, tri_format_find ("chat"), &(TriAsk){ prompt, settings, "a-model" }, body);
  TriRecord *record = tri_exchange_get_record (exchange);
  g_autoptr (GPtrArray) requests = NULL;
  GBytes *sent;
  const TriMaskSpan *span;

  fault_server_script (
      fault, CHAT_PATH,
      (FaultStep[]){ { FAULT_SEND, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                   "Set-Cookie: s=CANARY-cookie; path=/\r\n\r\n" },
                     { FAULT_SEND, before },
                     { FAULT_SEND, "Zq-CANARY" },
                     { FAULT_REST, .rest_ms = 50 },
                     { FAULT_SEND, "-secret\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                                   "\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n" DONE } },
      5);
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (record, TRI_ENDING_ANSWERED);
  requests = fault_server_dup_requests (fault);
  sent = ((FaultRequest *) requests->pdata[0])->body;
  g_assert_cmpmem (g_bytes_get_data (sent, NULL), g_bytes_get_size (sent), asked, strlen (asked));
  g_assert_cmpmem (g_bytes_get_data (record->request_body, NULL), g_bytes_get_size (record->request_body), kept,
                   strlen (kept));
  g_assert_cmpuint (record->request_masked->len, ==, 1);
  g_assert_cmpuint (record->masked->len, ==, 1);
  span = &g_array_index (record->masked, TriMaskSpan, 0);
  g_assert_cmpuint (span->offset, ==, strlen (before));
  g_assert_cmpuint (span->length, ==, strlen ("Zq-CANARY-secret"));
  g_assert_null (g_strstr_len (g_bytes_get_data (record->response_body, NULL),
                               (gssize) g_bytes_get_size (record->response_body), "CANARY"));
  g_assert_cmpstr (tri_headers_get (record->response_headers, "Set-Cookie"), ==, "s=*************; path=/");
}

static void
test_key_in_redirect (void)
{
  g_autoptr (FaultServer) fault = fault_server_new (NULL);
  g_autofree char *base_url = fault_server_dup_base_url (fault);
  g_autoptr (TriExchange) exchange = new_exchange ("chat", base_url, NULL);

  fault_server_script (
      fault, CHAT_PATH,
      &(FaultStep){ FAULT_SEND, "HTTP/1.1 307 Elsewhere\r\nLocation: /login?key=" KEY "\r\nContent-Length: 0\r\n\r\n" },
      1);
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_message_holds (tri_exchange_get_record (exchange), "/login?key=" MASKED);
}

/* Proxies */

/* When everything else has run: loopback went past the proxy every time. */
static void
test_proxy_got_nothing (void)
{
  g_assert_cmpuint (fault_server_get_n_accepted (proxy), ==, 0);
}

/* The counter-proof: another host is asked for at the proxy, and without its key, as TLS comes only behind it. */
static void
test_proxy_is_for_other_hosts (void)
{
  g_autoptr (TriExchange) exchange = new_exchange ("chat", "https://nowhere.invalid/v1", NULL);
  g_autoptr (GPtrArray) requests = NULL;

  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_NETWORK);
  requests = fault_server_dup_requests (proxy);
  g_assert_cmpuint (requests->len, ==, 1);
  g_assert_null (strstr (((FaultRequest *) g_ptr_array_index (requests, 0))->head, KEY));
}

/* What the proxy says is not taken for the server's word: a 403 of its own has nothing to do with a key. */
static void
test_proxy_refuses (void)
{
  static const FaultStep steps[] = { { FAULT_SEND, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n" } };
  g_autoptr (TriExchange) exchange = new_exchange ("chat", "https://nowhere.invalid/v1", NULL);

  fault_server_script (proxy, "nowhere.invalid:443", steps, G_N_ELEMENTS (steps));
  tri_exchange_send (exchange);
  run_until (exchange_has_ended, exchange);
  assert_sound (exchange);
  assert_ending (tri_exchange_get_record (exchange), TRI_ENDING_NETWORK);
  assert_message_holds (tri_exchange_get_record (exchange), "The proxy on the way to nowhere.invalid:443");
  assert_message_holds (tri_exchange_get_record (exchange), "403 Forbidden");
  g_assert_cmpuint (tri_exchange_get_record (exchange)->status, ==, 0);
}

static void
add_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/faults/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
}

static void
add_statuses (void)
{
  static const guint redirects[] = { 301, 302, 303, 307, 308 };
  static const guint statuses[] = { 400, 401, 403, 404, 405, 408, 409, 413, 422, 429, 500, 503, 504, 529 };

  for (guint i = 0; i < G_N_ELEMENTS (redirects); i++)
    {
      g_autofree char *path = g_strdup_printf ("/redirects/%u", redirects[i]);

      g_test_add_data_func (path, GUINT_TO_POINTER (redirects[i]), test_redirect);
    }
  g_test_add_func ("/redirects/odd", test_redirect_odd);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *path = g_strdup_printf ("/statuses/%u", statuses[i]);

      g_test_add_data_func (path, GUINT_TO_POINTER (statuses[i]), test_status);
    }
}

static void
add_wire (void)
{
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  for (guint i = 0; i < n_formats; i++)
    {
      g_autofree char *path = g_strconcat ("/wire/request/", formats[i]->id, NULL);

      g_test_add_data_func (path, formats[i], test_request_on_the_wire);
    }
  g_test_add_func ("/wire/request-without-key", test_request_without_key);
}

int
main (int argc, char *argv[])
{
  int status;

  tri_transport_init ();
  proxy = fault_server_new (NULL);
  set_proxies ();
  g_unsetenv ("no_proxy");
  g_unsetenv ("NO_PROXY");

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/same-time/3", GUINT_TO_POINTER (3), test_barrier);
  g_test_add_data_func ("/same-time/7", GUINT_TO_POINTER (7), test_barrier);
  g_test_add_data_func ("/same-time/20", GUINT_TO_POINTER (20), test_barrier);
  add_wire ();
  add_rows ();
  g_test_add_func ("/reach/refused", test_refused);
  g_test_add_func ("/reach/refused-ipv6", test_refused_ipv6);
  g_test_add_func ("/reach/unknown-host", test_unknown_host);
  g_test_add_func ("/reach/bad-url", test_bad_url);
  g_test_add_func ("/reach/no-key-in-environment", test_no_key_in_environment);
  if (g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_add_func ("/tls/untrusted", test_tls_untrusted);
      g_test_add_func ("/tls/with-http-server", test_tls_with_http_server);
    }
  add_statuses ();
  g_test_add_func ("/large/document", test_large_document);
  g_test_add_func ("/large/event", test_large_event);
  g_test_add_func ("/large/read-in-worker", test_read_in_worker);
  g_test_add_func ("/stop/while-read", test_stop_while_read);
  g_test_add_func ("/stop/gone-while-read", test_gone_while_read);
  g_test_add_func ("/stop/while-sending", test_stop_while_sending);
  g_test_add_func ("/stop/at-once", test_stop_at_once);
  g_test_add_func ("/stop/mid-stream", test_stop_mid_stream);
  g_test_add_func ("/stop/from-a-signal", test_stop_from_a_signal);
  g_test_add_func ("/stop/gone-before-the-answer", test_gone_before_the_answer);
  g_test_add_func ("/stop/all-gone-while-running", test_all_gone_while_running);
  g_test_add_func ("/stop/asked-again", test_asked_again);
  g_test_add_func ("/key/masked", test_key_is_masked);
  g_test_add_func ("/key/masked-in-a-drip", test_key_is_masked_in_a_drip);
  g_test_add_func ("/key/in-body", test_key_in_body);
  g_test_add_func ("/key/in-redirect", test_key_in_redirect);
  g_test_add_func ("/proxy/got-nothing", test_proxy_got_nothing);
  g_test_add_func ("/proxy/is-for-other-hosts", test_proxy_is_for_other_hosts);
  g_test_add_func ("/proxy/refuses", test_proxy_refuses);
  status = g_test_run ();
  fault_server_free (proxy);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * From bytes to an ending: what the reader reports while it is fed, and the collections of streams that others have
 * gathered, where they stand beside the project (TRI_CORPORA).
 */

#include <string.h>

#include "core/formats.h"
#include "core/json-node.h"
#include "core/reader.h"

#define DELTA "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"par\"},\"finish_reason\":null}]}\n\n"
#define FINISH "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
#define DONE "data: [DONE]\n\n"

static TriReader *
new_reader (const char *content_type)
{
  return tri_reader_new (tri_format_find ("chat"), 200, content_type);
}

static TriReadResult
feed (TriReader *reader, const char *text, gint64 at_us)
{
  return tri_reader_feed (reader, text, strlen (text), at_us);
}

static void
assert_ending (TriEnding found, const char *id)
{
  g_assert_cmpstr (tri_ending_get_id (found), ==, id);
}

/* What feeding reports steers the watchdogs. */
static void
test_results (void)
{
  g_autoptr (TriReader) reader = new_reader ("text/event-stream");

  g_assert_cmpint (feed (reader, ": waiting\n\n", 1), ==, TRI_READ_NOTHING);
  g_assert_cmpint (feed (reader, "\n\n\r\n", 2), ==, TRI_READ_NOTHING);
  g_assert_cmpint (feed (reader, DELTA, 3), ==, TRI_READ_PAYLOAD);
  g_assert_cmpint (feed (reader, ": still there\n", 4), ==, TRI_READ_NOTHING);
  g_assert_cmpint (feed (reader, FINISH, 5), ==, TRI_READ_FINISHED);
  g_assert_cmpint (feed (reader, ": still there\n", 6), ==, TRI_READ_NOTHING);
  g_assert_cmpint (feed (reader, DONE, 7), ==, TRI_READ_END);
  g_assert_cmpint (feed (reader, DELTA, 8), ==, TRI_READ_END);
  assert_ending (tri_reader_finish (reader, FALSE), "answered");
  g_assert_cmpint (tri_reader_get_first_text_us (reader), ==, 3);
  g_assert_null (tri_reader_get_message (reader));
}

static void
test_events_have_the_time_of_their_read (void)
{
  static const char first[] = "data: {\"choices\":[]}\n\ndata: {\"object\":\"x\",\"cho",
                    second[] = "ices\":[]}\n\n: c\n" DONE;
  static const struct
  {
    const char *name;
    gint64 at_us;
  } expected[] = { { "message", 10 }, { "x", 20 }, { "comment", 20 }, { "[DONE]", 20 } };
  g_autoptr (TriReader) reader = new_reader ("text/event-stream");
  gsize end = 0;

  feed (reader, first, 10);
  feed (reader, second, 20);
  g_assert_cmpuint (tri_reader_get_n_events (reader), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const TriEvent *event = tri_reader_get_event (reader, i);

      g_assert_cmpstr (event->name, ==, expected[i].name);
      g_assert_cmpint (event->at_us, ==, expected[i].at_us);
      g_assert_cmpuint (event->start, ==, end);
      end = event->end;
    }
  g_assert_cmpuint (end, ==, strlen (first) + strlen (second));
}

static void
test_content_types (void)
{
  static const char document[] = "{\"choices\":[{\"message\":{\"content\":\"whole\"},\"finish_reason\":\"stop\"}]}";
  static const struct
  {
    const char *content_type;
    const char *body;
    gboolean stream;
    const char *ending;
  } rows[] = {
    { "text/event-stream", DELTA FINISH DONE, TRUE, "answered" },
    { "Text/Event-Stream;charset=utf-8", DELTA FINISH DONE, TRUE, "answered" },
    { "text/event-stream;", DELTA FINISH DONE, TRUE, "answered" },
    { "text/event-stream", document, FALSE, "answered" }, /* the type is wrong, and the answer is not lost for that */
    { "text/event-stream", " \n{\"error\":{\"message\":\"m\"}}", FALSE, "api-error" },
    { "text/event-stream", "data", TRUE, "cut" },
    { "application/json", document, FALSE, "answered" },
    { "application/json; charset=utf-8", DELTA FINISH DONE, TRUE, "answered" },
    { "application/json", "event: error\ndata: {\"message\":\"m\"}\n\n", TRUE, "api-error" },
    { "application/json", "dat", FALSE, "unreadable" },
    { "application/json", "date", FALSE, "unreadable" },
    { "application/json", "{\"choices\":[{\"message\":{\"content\":\"a\xff\"},\"finish_reason\":\"stop\"}]}", FALSE,
      "answered" },
    { "application/problem+json", document, FALSE, "answered" },
    { NULL, DELTA FINISH DONE, TRUE, "answered" },
    { NULL, document, FALSE, "answered" },
    { NULL, "\n \r\n", FALSE, "cut" },
    { NULL, "", FALSE, "cut" },
    { "text/plain", ": hi\n\n" DELTA FINISH DONE, TRUE, "answered" },
    { "text/plain", "\xef\xbb\xbf" DELTA FINISH DONE, TRUE, "answered" },
    { "application/octet-stream", document, FALSE, "answered" },
    { "text/html", "<html></html>", FALSE, "unreadable" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint by_bytes = 0; by_bytes < 2; by_bytes++)
      {
        g_autoptr (TriReader) reader = new_reader (rows[i].content_type);
        g_autofree char *shown = g_strescape (rows[i].body, NULL); /* what a test says must be UTF-8 */

        if (!by_bytes)
          feed (reader, rows[i].body, 0);
        for (const char *p = rows[i].body; by_bytes && *p; p++)
          tri_reader_feed (reader, p, 1, 0);
        g_test_message ("%s: %s", rows[i].content_type ? rows[i].content_type : "none", shown);
        assert_ending (tri_reader_finish (reader, TRUE), rows[i].ending);
        g_assert_cmpint (tri_reader_is_stream (reader), ==, rows[i].stream);
      }
}

static void
test_unclean_end (void)
{
  static const struct
  {
    const char *body;
    const char *clean;
    const char *unclean;
  } rows[] = {
    { DELTA, "cut", "cut" },
    { DELTA FINISH, "answered", "cut" },
    { DELTA FINISH DONE, "answered", "answered" },
    { DELTA FINISH "data: [DONE]", "answered", "answered" },
    { "data: nonsense\n\n", "unreadable", "unreadable" },
    { "data: {\"error\":\"no\"}\n\n", "api-error", "api-error" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint clean = 0; clean < 2; clean++)
      {
        g_autoptr (TriReader) reader = new_reader ("text/event-stream");

        feed (reader, rows[i].body, 0);
        assert_ending (tri_reader_finish (reader, clean), clean ? rows[i].clean : rows[i].unclean);
      }
}

static void
test_status_decides (void)
{
  static const guint statuses[] = { 199, 300, 304, 400, 429, 500, 599 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (TriReader) reader = tri_reader_new (tri_format_find ("chat"), statuses[i], "text/event-stream");

      feed (reader, DELTA FINISH DONE, 0);
      assert_ending (tri_reader_finish (reader, TRUE), "http-error");
      g_assert_false (tri_reader_is_stream (reader));
    }
}

/* An error's words must not repeat what could not be read: it may be anything. */
static void
test_message_does_not_quote (void)
{
  g_autoptr (TriReader) reader = new_reader ("text/event-stream");
  g_autoptr (GString) long_word = g_string_new ("data: ");

  for (guint i = 0; i < 10000; i++)
    g_string_append (long_word, "secret");
  g_string_append (long_word, "\n\n");
  feed (reader, long_word->str, 0);
  assert_ending (tri_reader_finish (reader, TRUE), "unreadable");
  g_assert_cmpuint (strlen (tri_reader_get_message (reader)), <, 300);
}

/* Collections of others */

typedef struct
{
  char *bytes;
  gsize n_bytes;
  char *text;     /* NULL: not compared */
  char *outcome;  /* in the collection's words */
  char *then;     /* what the server does after the bytes: eof, hang, keepalive */
  gint64 n_items; /* events before the end; −1: not compared */
} Foreign;

static void
foreign_free (gpointer data)
{
  Foreign *foreign = data;

  g_free (foreign->bytes);
  g_free (foreign->text);
  g_free (foreign->outcome);
  g_free (foreign->then);
  g_free (foreign);
}

static const char *
ending_of (const char *outcome)
{
  static const struct
  {
    const char *outcome;
    const char *ending;
  } words[] = {
    { "done", "answered" }, { "parse-error", "unreadable" }, { "incomplete", "cut" }, { "api-error", "api-error" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].outcome, outcome) == 0)
      return words[i].ending;
  return NULL; /* a timeout, which is the transport's to find */
}

static guint
count_data_events (const TriReader *reader)
{
  guint n = 0;

  for (guint i = 0; i < tri_reader_get_n_events (reader); i++)
    n += tri_reader_get_event (reader, i)->kind == TRI_SSE_EVENT;
  return n;
}

/* Cut at `cut`, or byte by byte where it is behind the end. */
static void
check_foreign (const Foreign *foreign, gsize cut)
{
  const char *ending = ending_of (foreign->outcome);
  gboolean is_json = foreign->bytes[0] == '{' || foreign->bytes[0] == '\n';
  g_autoptr (TriReader) reader = new_reader (is_json ? "application/json" : "text/event-stream");
  TriReadResult result = TRI_READ_NOTHING;
  TriEnding found;

  if (cut < foreign->n_bytes)
    {
      tri_reader_feed (reader, foreign->bytes, cut, 0);
      result = tri_reader_feed (reader, foreign->bytes + cut, foreign->n_bytes - cut, 0);
    }
  for (gsize i = 0; cut >= foreign->n_bytes && i < foreign->n_bytes; i++)
    result = tri_reader_feed (reader, foreign->bytes + i, 1, 0);

  /* A server that does not close must not be waited for, once the answer is known; one that stalls must. */
  if (strcmp (foreign->then, "eof") != 0 && cut == 0)
    g_assert_cmpint (result >= TRI_READ_FINISHED, ==, ending != NULL);
  found = tri_reader_finish (reader, TRUE);
  if (ending)
    assert_ending (found, ending);
  if (foreign->text)
    {
      g_autofree char *text = tri_reply_dup_text (tri_reader_get_reply (reader));

      g_assert_cmpstr (text, ==, foreign->text);
    }
  if (foreign->n_items >= 0)
    g_assert_cmpuint (count_data_events (reader), >=, foreign->n_items);
}

static void
test_foreign (gconstpointer data)
{
  const Foreign *foreign = data;

  for (gsize cut = 0; cut <= foreign->n_bytes; cut++)
    check_foreign (foreign, cut);
}

static void
add_foreign (const char *corpus, JsonNode *item)
{
  JsonNode *expected = tri_json_get (item, "expected"), *items = tri_json_get (expected, "items");
  g_autofree char *path = g_strdup_printf ("/%s/%s", corpus, tri_json_get_string (item, "name"));
  const char *then = tri_json_get_string (item, "serverThen");
  Foreign *foreign = g_new0 (Foreign, 1);

  foreign->bytes = (char *) g_base64_decode (tri_json_get_string (item, "bytes"), &foreign->n_bytes);
  foreign->text = g_strdup (tri_json_get_string (expected, "text"));
  foreign->outcome = g_strdup (tri_json_get_string (expected, "outcome"));
  foreign->then = g_strdup (then ? then : "eof");
  foreign->n_items = items ? (gint64) tri_json_get_length (items) : -1;
  g_test_add_data_func_full (path, foreign, test_foreign, foreign_free);
}

static void
add_corpus (const char *corpus, const char *file, const char *member)
{
  const char *folder = g_getenv ("TRI_CORPORA");
  g_autofree char *path = folder ? g_build_filename (folder, file, NULL) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) document = NULL;
  JsonNode *list;
  char *contents;
  gsize n_bytes;

  if (path == NULL || !g_file_get_contents (path, &contents, &n_bytes, NULL))
    return;
  bytes = g_bytes_new_take (contents, n_bytes);
  document = tri_json_parse (bytes, NULL, &error);
  g_assert_no_error (error);
  list = tri_json_get (document, member);
  for (guint i = 0; i < tri_json_get_length (list); i++)
    add_foreign (corpus, tri_json_at (list, i));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reader/results", test_results);
  g_test_add_func ("/reader/times", test_events_have_the_time_of_their_read);
  g_test_add_func ("/reader/content-types", test_content_types);
  g_test_add_func ("/reader/unclean-end", test_unclean_end);
  g_test_add_func ("/reader/status", test_status_decides);
  g_test_add_func ("/reader/message", test_message_does_not_quote);
  add_corpus ("quirks", "sse-quirks.json", "cases");
  add_corpus ("applications", "sse-cases.json", "appCases");
  return g_test_run ();
}

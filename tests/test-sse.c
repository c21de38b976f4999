/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "core/error.h"
#include "core/json-index.h"
#include "core/sse.h"

/* Everything a parser said, so that two runs can be compared: the events with their ids, the comments, the places. */
typedef struct
{
  GPtrArray *events; /* of GBytes: type NUL data NUL id */
  GPtrArray *comments;
  GString *places;
  GString *tail; /* NULL: none */
  gint64 retry_ms;
  char *last_id;
  guint stop_after; /* events; 0 is never */
} Log;

static void
log_clear (Log *log)
{
  g_clear_pointer (&log->events, g_ptr_array_unref);
  g_clear_pointer (&log->comments, g_ptr_array_unref);
  if (log->places != NULL)
    g_string_free (log->places, TRUE);
  if (log->tail != NULL)
    g_string_free (log->tail, TRUE);
  g_free (log->last_id);
  *log = (Log){ 0 };
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Log, log_clear)

static GBytes *
event_bytes (const char *type, const char *data, gsize data_bytes, const char *id)
{
  GByteArray *all = g_byte_array_new ();

  g_byte_array_append (all, (const guint8 *) type, strlen (type) + 1);
  g_byte_array_append (all, (const guint8 *) data, data_bytes);
  g_byte_array_append (all, (const guint8 *) "", 1);
  g_byte_array_append (all, (const guint8 *) id, strlen (id));
  return g_byte_array_free_to_bytes (all);
}

static gboolean
on_block (const TriSseEvent *event, gpointer user_data)
{
  Log *log = user_data;

  g_assert_cmpint (event->data[event->data_bytes], ==, '\0');
  g_assert_cmpuint (event->start, <, event->end);
  g_string_append_printf (log->places, "%d:%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " ", event->kind, event->start,
                          event->end);

  if (event->kind == TRI_SSE_COMMENT)
    {
      g_ptr_array_add (log->comments, g_bytes_new (event->data, event->data_bytes));
      return TRUE;
    }

  g_assert_true (event->type_given || g_str_equal (event->type, "message"));
  g_ptr_array_add (log->events, event_bytes (event->type, event->data, event->data_bytes, event->last_id));
  return log->events->len != log->stop_after;
}

/* Feeds `bytes` in pieces: first `first` bytes, then `step` bytes each. */
static void
parse (Log *log, GBytes *bytes, gsize first, gsize step)
{
  g_autoptr (TriSse) sse = tri_sse_new (0, on_block, log);
  g_autoptr (GError) error = NULL;
  TriSseEvent tail;
  gsize n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);

  log->events = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  log->comments = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  log->places = g_string_new (NULL);

  for (gsize at = 0, n = first; at < n_bytes; at += n, n = step)
    {
      n = MIN (n, n_bytes - at);

      /* A copy of its own, so that reading beyond the piece is noticed. */
      g_autofree char *piece = g_memdup2 (data + at, n);

      g_assert_true (tri_sse_feed (sse, piece, n, &error));
      g_assert_no_error (error);
    }

  if (tri_sse_finish (sse, &tail))
    {
      log->tail = g_string_new_len (tail.data, tail.data_bytes);
      g_string_append_printf (log->places, "tail:%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " %s", tail.start, tail.end,
                              tail.type);
      g_assert_cmpuint (tail.end, ==, n_bytes);
    }
  log->retry_ms = tri_sse_get_retry_ms (sse);
  log->last_id = g_strdup (tri_sse_get_last_id (sse));
}

static void
assert_same_bytes (GPtrArray *a, GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    g_assert_true (g_bytes_equal (a->pdata[i], b->pdata[i]));
}

static void
assert_same (const Log *a, const Log *b)
{
  assert_same_bytes (a->events, b->events);
  assert_same_bytes (a->comments, b->comments);
  g_assert_cmpstr (a->places->str, ==, b->places->str);
  g_assert_cmpint (a->retry_ms, ==, b->retry_ms);
  g_assert_cmpstr (a->last_id, ==, b->last_id);
  g_assert_cmpint (a->tail != NULL, ==, b->tail != NULL);
  if (a->tail != NULL)
    g_assert_true (g_string_equal (a->tail, b->tail));
}

/* The law: every way to cut the input gives the same. */
static void
check_cuts (const Log *whole, GBytes *bytes)
{
  gsize n_bytes = g_bytes_get_size (bytes);

  for (gsize first = 1; first < n_bytes; first++)
    {
      g_auto (Log) log = { 0 };

      parse (&log, bytes, first, n_bytes);
      assert_same (whole, &log);
    }

  for (gsize step = 1; step <= 3; step++)
    {
      g_auto (Log) log = { 0 };

      parse (&log, bytes, step, step);
      assert_same (whole, &log);
    }
}

/* ---- Cases ---- */

#define X256                                                                                                           \
  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"     \
  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X2048 X256 X256 X256 X256 X256 X256 X256 X256
#define BOM "\xef\xbb\xbf"
#define BYTES(text) text, sizeof (text) - 1

/* Events are written type|data|id, each ended by a vertical bar at the end of the line: "message|a||". */
static const struct
{
  const char *name;
  const char *input;
  gsize n_bytes;
  const char *events;
  gsize events_bytes;
  gint64 retry_ms;
  const char *tail;
} cases[] = {
  /* The standard's own tests (web-platform-tests, eventsource). */
  { "bom", BYTES (BOM "data:1\n\n" BOM "data:2\n\ndata:3\n\n\n"), BYTES ("message|1||message|3||"), -1, NULL },
  { "bom-2", BYTES (BOM BOM "data:1\n\ndata:2\n\ndata:3\n\n\n"), BYTES ("message|2||message|3||"), -1, NULL },
  { "comments", BYTES ("data:1\r:\0\n:\r\ndata:2\n:" X2048 "\rdata:3\n:data:fail\r:" X2048 "\ndata:4\n\n"),
    BYTES ("message|1\n2\n3\n4||"), -1, NULL },
  { "data-before-final-empty-line", BYTES ("retry:1000\ndata:test1\n\nid:test\ndata:test2\n"),
    BYTES ("message|test1||"), 1000, "test2" },
  { "field-data", BYTES ("data:\n\ndata\ndata\n\ndata:test\n\n\n"), BYTES ("message|||message|\n||message|test||"), -1,
    NULL },
  { "field-event", BYTES ("event:test\ndata:x\n\ndata:x\n\n\n"), BYTES ("test|x||message|x||"), -1, NULL },
  { "field-event-empty", BYTES ("event: \ndata:data\n\n\n"), BYTES ("message|data||"), -1, NULL },
  { "field-id", BYTES ("id: …\nretry: 200\ndata: hello\n\n"), BYTES ("message|hello|…|"), 200, NULL },
  { "field-id-persists", BYTES ("id: 1\ndata: 1\n\ndata: 2\n\nid: 2\ndata:3\n\ndata:4\n\n"),
    BYTES ("message|1|1|message|2|1|message|3|2|message|4|2|"), -1, NULL },
  { "field-id-resets-1", BYTES ("id: 1\ndata: 1\n\nid:\ndata:2\n\ndata:3\n\n"),
    BYTES ("message|1|1|message|2||message|3||"), -1, NULL },
  { "field-id-resets-2", BYTES ("id: 1\ndata: 1\n\nid\ndata:2\n\ndata:3\n\n"),
    BYTES ("message|1|1|message|2||message|3||"), -1, NULL },
  { "field-id-null-1", BYTES ("id: \0\0\nretry: 200\ndata: hello\n\n"), BYTES ("message|hello||"), 200, NULL },
  { "field-id-null-2", BYTES ("id: x\0\nretry: 200\ndata: hello\n\n"), BYTES ("message|hello||"), 200, NULL },
  { "field-id-null-3", BYTES ("id: \0x\nretry: 200\ndata: hello\n\n"), BYTES ("message|hello||"), 200, NULL },
  { "field-id-null-4", BYTES ("id: x\0x\nretry: 200\ndata: hello\n\n"), BYTES ("message|hello||"), 200, NULL },
  { "field-id-null-5", BYTES ("id:  \0\nretry: 200\ndata: hello\n\n"), BYTES ("message|hello||"), 200, NULL },
  { "field-parsing",
    BYTES ("data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\n"
           "data:4\n\n"),
    BYTES ("message|\0\n 2\n1\n3\n\n4||"), -1, NULL },
  { "field-retry", BYTES ("retry:03000\ndata:x\n\n\n"), BYTES ("message|x||"), 3000, NULL },
  { "field-retry-bogus", BYTES ("retry:3000\nretry:1000x\ndata:x\n\n\n"), BYTES ("message|x||"), 3000, NULL },
  { "field-retry-empty", BYTES ("retry\ndata:test\n\n\n"), BYTES ("message|test||"), -1, NULL },
  { "field-unknown", BYTES ("data:test\n data\ndata\nfoobar:xxx\njustsometext\n:comment\ndata:test\n\n\n"),
    BYTES ("message|test\n\ntest||"), -1, NULL },
  { "leading-space", BYTES ("data:\ttest\rdata: \ndata:test\n\n\n"), BYTES ("message|\ttest\n\ntest||"), -1, NULL },
  { "newlines", BYTES ("data:test\r\ndata\ndata:test\r\n\r\n"), BYTES ("message|test\n\ntest||"), -1, NULL },
  { "null-character", BYTES ("data:\0\n\n\n\n\n"), BYTES ("message|\0||"), -1, NULL },
  { "utf-8", BYTES ("data:ok…\n\n\n"), BYTES ("message|ok…||"), -1, NULL },
  { "event-data",
    BYTES ("data:msg\ndata: msg\n\n:\nfalsefield:msg\n\nfalsefield:msg\nData:data\n\ndata\n\ndata:end\n\n"),
    BYTES ("message|msg\nmsg||message|||message|end||"), -1, NULL },
  { "readable-stream-newlines", BYTES ("data: cr\r\rdata: lf\n\ndata: crlf\r\n\r\n"),
    BYTES ("message|cr||message|lf||message|crlf||"), -1, NULL },

  /* What the streams of these APIs need. */
  { "bom-ascii", BYTES (BOM "data: a\n\n"), BYTES ("message|a||"), -1, NULL },
  { "cr-only", BYTES ("data: a\rdata: b\r\r"), BYTES ("message|a\nb||"), -1, NULL },
  { "crlf-mixed", BYTES ("data: a\r\ndata: b\r\n\r\n"), BYTES ("message|a\nb||"), -1, NULL },
  { "comment-first", BYTES (":ping\n\ndata:x\n\n"), BYTES ("message|x||"), -1, NULL },
  { "one-space", BYTES ("data:  x\n\n"), BYTES ("message| x||"), -1, NULL },
  { "event-is-reset", BYTES ("event: e\n\ndata: y\n\n"), BYTES ("message|y||"), -1, NULL },
  { "data-without-colon", BYTES ("data\n\ndata\ndata\n\n"), BYTES ("message|||message|\n||"), -1, NULL },
  { "other-fields", BYTES ("id: 1\nretry: 10\nfoo: z\ndata: q\n\n"), BYTES ("message|q|1|"), 10, NULL },
  { "json-on-two-lines", BYTES ("data: {\"a\":\ndata: 1}\n\n"), BYTES ("message|{\"a\":\n1}||"), -1, NULL },
  { "tail", BYTES ("data: tail"), BYTES (""), -1, "tail" },
  { "two-byte-character", BYTES ("data: é\n\n"), BYTES ("message|é||"), -1, NULL },
  { "done", BYTES ("data: [DONE]\n\n"), BYTES ("message|[DONE]||"), -1, NULL },

  /* Empty, broken, hostile. */
  { "nothing", BYTES (""), BYTES (""), -1, NULL },
  { "only-empty-lines", BYTES ("\n\r\r\n\n"), BYTES (""), -1, NULL },
  { "half-a-bom",
    BYTES ("\xef\xbb"
           "data: a\n\ndata: b\n\n"),
    BYTES ("message|b||"), -1, NULL },
  { "only-half-a-bom", BYTES ("\xef"), BYTES (""), -1, NULL },
  { "bom-then-nothing", BYTES (BOM), BYTES (""), -1, NULL },
  { "tail-of-whole-lines", BYTES ("event: e\ndata: a\ndata: b\n"), BYTES (""), -1, "a\nb" },
  { "tail-with-cut-type", BYTES ("data: a\nevent: respo"), BYTES (""), -1, "a" },
  { "tail-without-data", BYTES ("event: e\nid: 7\n"), BYTES (""), -1, NULL },
  { "tail-cr", BYTES ("data: a\r"), BYTES (""), -1, "a" },
  { "cut-retry-does-not-count", BYTES ("retry: 10"), BYTES (""), -1, NULL },
  { "retry-beyond-64-bits", BYTES ("retry: 99999999999999999999\n\n"), BYTES (""), G_MAXINT64, NULL },
  { "retry-negative", BYTES ("retry: -1\n\n"), BYTES (""), -1, NULL },
  { "invalid-utf-8", BYTES ("data: \xff\xc3\n\n"), BYTES ("message|\xff\xc3||"), -1, NULL },
  { "colon-first", BYTES (": data: no\n:\n::\n\ndata: yes\n\n"), BYTES ("message|yes||"), -1, NULL },
  { "html", BYTES ("<html>\n<body>502 Bad Gateway</body>\n</html>\n\n"), BYTES (""), -1, NULL },
};

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].input, cases[i].n_bytes);
  g_auto (Log) log = { 0 };
  g_autoptr (GByteArray) events = g_byte_array_new ();

  parse (&log, bytes, cases[i].n_bytes, 1);

  for (guint j = 0; j < log.events->len; j++)
    {
      gsize n_bytes;
      const guint8 *event = g_bytes_get_data (log.events->pdata[j], &n_bytes);
      gsize type_bytes = strlen ((const char *) event);
      gsize id_bytes = n_bytes;

      while (event[id_bytes - 1] != '\0')
        id_bytes--;
      g_byte_array_append (events, event, n_bytes);
      events->data[events->len - n_bytes + type_bytes] = '|';
      events->data[events->len - n_bytes + id_bytes - 1] = '|';
      g_byte_array_append (events, (const guint8 *) "|", 1);
    }

  g_assert_cmpmem (events->data, events->len, cases[i].events, cases[i].events_bytes);
  g_assert_cmpint (log.retry_ms, ==, cases[i].retry_ms);
  g_assert_cmpstr (log.tail != NULL ? log.tail->str : NULL, ==, cases[i].tail);
  check_cuts (&log, bytes);
}

static void
test_places (void)
{
  g_autoptr (GBytes) bytes
      = g_bytes_new_static (BYTES (BOM ": hi\n\n\ndata: a\n: there\ndata: b\r\n\r\nx\ndata: c\n\nid: 1"));
  g_auto (Log) log = { 0 };

  parse (&log, bytes, 1, 1);
  /* An empty line of CR and LF ends behind the CR. */
  g_assert_cmpstr (log.places->str, ==, "1:3-8 1:18-26 0:10-36 0:37-48 ");
}

static void
test_stop (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (BYTES ("data: 1\n\n: c\ndata: 2\n\ndata: 3\n\ndata: tail"));

  for (gsize step = 1; step < 50; step++)
    {
      g_auto (Log) log = { .stop_after = 2 };

      parse (&log, bytes, step, step);
      g_assert_cmpuint (log.events->len, ==, 2);
      g_assert_cmpuint (log.comments->len, ==, 1);
      g_assert_null (log.tail);
    }
}

static void
test_limit (void)
{
  static const struct
  {
    const char *input;
    gboolean fits;
  } rows[] = {
    { "data: 1234567890\n\n", TRUE },
    { "data: 12345678901\n\n", FALSE },
    { "data: 123456789012345678", FALSE },
    { "data: 123\ndata: 456\n\n", TRUE },
    { "data: 1234\ndata: 123456\n\n", FALSE },
    { ":23456789012345\n\n", TRUE },
    { ":2345678901234567\n\n", FALSE },
    { ": ping\n: ping\n: ping\n: ping\n: ping\n", TRUE }, /* comments for ever hold nothing */
    { "data\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\n\n", TRUE },
    { "data\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\n\n", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize step = 1; step < 80; step++)
      {
        g_auto (Log) log = { .events = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
                             .comments = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
                             .places = g_string_new (NULL) };
        g_autoptr (TriSse) sse = tri_sse_new (16, on_block, &log);
        g_autoptr (GError) error = NULL;
        gsize n_bytes = strlen (rows[i].input);
        gboolean fits = TRUE;

        for (gsize at = 0; at < n_bytes && fits; at += step)
          fits = tri_sse_feed (sse, rows[i].input + at, MIN (step, n_bytes - at), &error);

        g_assert_cmpint (fits, ==, rows[i].fits);
        if (fits)
          continue;

        g_assert_error (error, TRI_ERROR, TRI_ERROR_LIMIT);
        g_assert_nonnull (strstr (error->message, "16\u00a0B"));
        g_assert_true (tri_sse_feed (sse, "\n\ndata: x\n\n", 11, NULL));
        g_assert_false (tri_sse_finish (sse, NULL));
        g_assert_cmpuint (log.events->len, ==, 0);
      }
}

/* What costs quadratic time in a careless parser takes minutes with these sizes, and no second in a careful one. */
static void
test_linear (void)
{
  const gsize n_bytes = 4 * 1024 * 1024;
  g_autofree char *text = g_malloc (n_bytes);
  g_autoptr (GBytes) one_line = NULL, carriage_returns = NULL, both = NULL, ids = NULL;
  GString *many_ids = g_string_new ("id:");

  memset (text, 'x', n_bytes);
  memcpy (text, "data: ", 6);
  memcpy (text + n_bytes - 2, "\n\n", 2);
  one_line = g_bytes_new (text, n_bytes);
  memset (text, '\r', n_bytes);
  carriage_returns = g_bytes_new (text, n_bytes);
  memset (text, '\n', n_bytes - 1);
  both = g_bytes_new (text, n_bytes);

  for (guint i = 0; i < 1024 * 1024; i++)
    g_string_append_c (many_ids, 'i');
  for (guint i = 0; i < 100000; i++)
    g_string_append (many_ids, "\n\n");
  ids = g_string_free_to_bytes (many_ids);

  GBytes *inputs[] = { one_line, carriage_returns, both, ids };

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    for (gsize step = 1; step <= n_bytes; step *= 2048)
      {
        g_auto (Log) log = { 0 };

        parse (&log, inputs[i], step, step);
        g_assert_cmpuint (log.events->len, ==, inputs[i] == one_line ? 1 : 0);
      }
}

/* ---- The corpus ---- */

typedef struct
{
  TriJsonIndex *index;
  guint token;
} CorpusCase;

static char *
dup_member (const CorpusCase *test, guint token, const char *name, gsize *n_bytes)
{
  return tri_json_index_dup_string (test->index, tri_json_index_get_member (test->index, token, name), n_bytes);
}

static GBytes *
dup_base64 (const CorpusCase *test, guint token)
{
  g_autofree char *text = tri_json_index_dup_string (test->index, token, NULL);
  gsize n_bytes;
  guchar *bytes = g_base64_decode (text, &n_bytes);

  return g_bytes_new_take (bytes, n_bytes);
}

static void
check_expected (const CorpusCase *test, guint expected, const Log *log)
{
  const TriJsonIndex *index = test->index;
  guint events = tri_json_index_get_member (index, expected, "events");
  guint comments = tri_json_index_get_member (index, expected, "comments");
  guint retry = tri_json_index_get_member (index, expected, "reconnectionTime");
  g_autofree char *retry_text = tri_json_index_dup_raw (index, retry);
  g_autofree char *last_id = dup_member (test, expected, "lastEventIdAtEnd", NULL);

  for (guint i = 0; i < log->events->len; i++)
    {
      guint event = tri_json_index_get_element (index, events, i);
      g_autofree char *type = dup_member (test, event, "type", NULL);
      g_autofree char *id = dup_member (test, event, "lastEventId", NULL);
      g_autoptr (GBytes) data = dup_base64 (test, tri_json_index_get_member (index, event, "data_b64"));
      g_autoptr (GBytes) bytes = event_bytes (type, g_bytes_get_data (data, NULL), g_bytes_get_size (data), id);

      g_assert_true (g_bytes_equal (bytes, log->events->pdata[i]));
    }
  g_assert_cmpuint (tri_json_index_get_element (index, events, log->events->len), ==, TRI_JSON_NONE);

  for (guint i = 0; i < log->comments->len; i++)
    {
      gsize n_bytes;
      g_autofree char *text
          = tri_json_index_dup_string (index, tri_json_index_get_element (index, comments, i), &n_bytes);
      gsize n_spaces = text[0] == ' '; /* which the corpus keeps, and the parser does not */

      g_assert_cmpmem (text + n_spaces, n_bytes - n_spaces, g_bytes_get_data (log->comments->pdata[i], NULL),
                       g_bytes_get_size (log->comments->pdata[i]));
    }
  g_assert_cmpuint (tri_json_index_get_element (index, comments, log->comments->len), ==, TRI_JSON_NONE);

  g_assert_cmpint (log->retry_ms, ==, g_str_equal (retry_text, "null") ? -1 : g_ascii_strtoll (retry_text, NULL, 10));
  g_assert_cmpstr (log->last_id, ==, last_id);
}

static void
test_corpus_case (gconstpointer data)
{
  const CorpusCase *test = data;
  const TriJsonIndex *index = test->index;
  guint expected = tri_json_index_get_member (index, test->token, "expected");
  guint chunks = tri_json_index_get_member (index, test->token, "chunks");
  g_autoptr (GBytes) bytes = dup_base64 (test, tri_json_index_get_member (index, test->token, "bytes"));
  g_auto (Log) log = { 0 };

  parse (&log, bytes, g_bytes_get_size (bytes), 1);

  /* Status and content type are not the parser's business: there it only has to cut well. */
  if (tri_json_index_get_member (index, expected, "failConnection") == TRI_JSON_NONE)
    check_expected (test, expected, &log);
  check_cuts (&log, bytes);

  if (chunks != TRI_JSON_NONE)
    {
      g_auto (Log) pieces = { .events = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
                              .comments = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
                              .places = g_string_new (NULL) };
      g_autoptr (TriSse) sse = tri_sse_new (0, on_block, &pieces);
      guint chunk;

      for (guint i = 0; (chunk = tri_json_index_get_element (index, chunks, i)) != TRI_JSON_NONE; i++)
        {
          g_autoptr (GBytes) piece = dup_base64 (test, chunk);

          g_assert_true (tri_sse_feed (sse, g_bytes_get_data (piece, NULL), g_bytes_get_size (piece), NULL));
        }
      tri_sse_finish (sse, NULL);
      assert_same_bytes (log.events, pieces.events);
      assert_same_bytes (log.comments, pieces.comments);
    }
}

typedef struct
{
  guint n_events;
  gsize data_bytes;
} Count;

static gboolean
on_large_block (const TriSseEvent *event, gpointer user_data)
{
  Count *count = user_data;

  count->n_events++;
  count->data_bytes = event->data_bytes;
  return TRUE;
}

static void
test_generated_case (gconstpointer data)
{
  const CorpusCase *test = data;
  guint gen = tri_json_index_get_member (test->index, test->token, "gen");
  guint expected = tri_json_index_get_member (test->index, test->token, "expected");
  g_autofree char *prefix = dup_member (test, gen, "prefix", NULL);
  g_autofree char *unit = dup_member (test, gen, "unit", NULL);
  g_autofree char *suffix = dup_member (test, gen, "suffix", NULL);
  g_autofree char *count_text
      = tri_json_index_dup_raw (test->index, tri_json_index_get_member (test->index, gen, "count"));
  g_autofree char *length_text
      = tri_json_index_dup_raw (test->index, tri_json_index_get_member (test->index, expected, "dataLength"));
  guint64 n_units = g_ascii_strtoull (count_text, NULL, 10);
  GString *text = g_string_sized_new (strlen (prefix) + n_units * strlen (unit) + strlen (suffix));

  g_string_append (text, prefix);
  for (guint64 i = 0; i < n_units; i++)
    g_string_append (text, unit);
  g_string_append (text, suffix);

  for (gsize step = 1000; step < text->len * 1000; step *= 1000)
    {
      Count count = { 0 };
      g_autoptr (TriSse) sse = tri_sse_new (0, on_large_block, &count);

      for (gsize at = 0; at < text->len; at += step)
        g_assert_true (tri_sse_feed (sse, text->str + at, MIN (step, text->len - at), NULL));
      g_assert_cmpuint (count.n_events, ==, 1);
      if (length_text != NULL)
        g_assert_cmpuint (count.data_bytes, ==, g_ascii_strtoull (length_text, NULL, 10));
    }

  g_string_free (text, TRUE);
}

static void
corpus_case_free (gpointer data)
{
  CorpusCase *test = data;

  tri_json_index_unref (test->index);
  g_free (test);
}

static void
add_corpus (const char *folder, const char *list, GTestDataFunc func)
{
  g_autofree char *path = g_build_filename (folder, "sse-cases.json", NULL);
  g_autofree char *text = NULL;
  gsize n_bytes;
  guint token;

  if (!g_file_get_contents (path, &text, &n_bytes, NULL))
    return;

  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&text), n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, &error);

  g_assert_no_error (error);
  for (guint i = 0; (token = tri_json_index_get_element (index, tri_json_index_find (index, list), i)) != TRI_JSON_NONE;
       i++)
    {
      CorpusCase *test = g_new0 (CorpusCase, 1);
      g_autofree char *name = NULL;
      g_autofree char *test_path = NULL;

      test->index = tri_json_index_ref (index);
      test->token = token;
      name = dup_member (test, token, "name", NULL);
      test_path = g_strdup_printf ("/sse/corpus/%s/%u-%s", list, i, name);
      g_test_add_data_func_full (test_path, test, func, corpus_case_free);
    }
}

int
main (int argc, char **argv)
{
  const char *corpora = g_getenv ("TRI_CORPORA");

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/sse/case/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/sse/places", test_places);
  g_test_add_func ("/sse/stop", test_stop);
  g_test_add_func ("/sse/limit", test_limit);
  g_test_add_func ("/sse/linear", test_linear);

  if (corpora != NULL)
    {
      add_corpus (corpora, "cases", test_corpus_case);
      add_corpus (corpora, "generated", test_generated_case);
    }

  return g_test_run ();
}

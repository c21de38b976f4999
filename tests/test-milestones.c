/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The moments of an answer, for every format alike, and laws that hold for all the streams that stand in tests/cases;
 * and the bins in which many events are drawn.
 */

#include <string.h>

#include "core/formats.h"
#include "core/milestones.h"
#include "core/time-bins.h"

#define CHAT_ROLE "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
#define CHAT_TEXT "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n"
#define CHAT_FINISH "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
#define USAGE "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}"
#define CHAT_USAGE "data: {\"choices\":[]," USAGE "}\n\n"
#define CHAT_RUNNING "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]," USAGE "}\n\n"
#define DONE "data: [DONE]\n\n"
#define TEXT_TEXT "data: {\"choices\":[{\"index\":0,\"text\":\"a\",\"finish_reason\":null}]}\n\n"
#define TEXT_FINISH "data: {\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"length\"}]}\n\n"
#define NEW_CREATED                                                                                                    \
  "event: response.created\ndata: "                                                                                    \
  "{\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\",\"output\":[],\"usage\":null}}\n\n"
#define NEW_TEXT                                                                                                       \
  "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"m\","               \
  "\"output_index\":0,\"content_index\":0,\"delta\":\"a\"}\n\n"
#define NEW_COMPLETED                                                                                                  \
  "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\","          \
  "\"output\":[{\"type\":\"message\",\"id\":\"m\",\"content\":[{\"type\":\"output_text\",\"text\":\"a\"}]}],"          \
  "\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"total_tokens\":3}}}\n\n"
#define NONE -1

/* Each event is a read of its own, and event i comes at i milliseconds. */
static const struct
{
  const char *what;
  const char *format;
  const char *events[8];
  int text, usage, end; /* the event; NONE */
} rows[] = {
  { "chat, with usage", "chat", { CHAT_ROLE, CHAT_TEXT, CHAT_TEXT, CHAT_FINISH, CHAT_USAGE, DONE }, 1, 4, 5 },
  { "comments count as events", "chat", { ": c\n", CHAT_TEXT, ": c\n", CHAT_FINISH, DONE }, 1, NONE, 4 },
  { "the last of running totals", "chat", { CHAT_RUNNING, CHAT_RUNNING, CHAT_FINISH, DONE }, 0, 1, 3 },
  { "no [DONE]", "chat", { CHAT_TEXT, CHAT_FINISH, CHAT_USAGE }, 0, 2, 1 },
  { "cut", "chat", { CHAT_ROLE, CHAT_TEXT }, 1, NONE, NONE },
  { "nothing", "chat", { NULL }, NONE, NONE, NONE },
  { "broken", "chat", { CHAT_TEXT, "data: {\n\n", CHAT_TEXT }, 0, NONE, 1 },
  { "an error", "chat", { CHAT_TEXT, "data: {\"error\":{\"message\":\"no\"}}\n\n" }, 0, NONE, 1 },
  { "behind the end", "chat", { CHAT_FINISH, DONE, CHAT_TEXT, CHAT_USAGE }, NONE, NONE, 1 },
  { "completions", "completions", { TEXT_TEXT, TEXT_FINISH, CHAT_USAGE, DONE }, 0, 2, 3 },
  { "responses: all in one", "responses", { NEW_CREATED, NEW_TEXT, NEW_TEXT, NEW_COMPLETED }, 1, 3, 3 },
  { "responses: cut", "responses", { NEW_CREATED, NEW_TEXT, DONE }, 1, NONE, 2 },
};

static void
assert_moment (TriMoment found, int event, gint64 otherwise_us)
{
  g_assert_cmpuint (found.event, ==, event == NONE ? TRI_NO_EVENT : (guint) event);
  g_assert_cmpint (found.at_us, ==, event == NONE ? otherwise_us : event * 1000);
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TriReader) reader = tri_reader_new (tri_format_find (rows[i].format), 200, "text/event-stream");
      TriTimes times = { -1, -1, 7, -1, 99 };
      TriMoment moments[TRI_N_MILESTONES];

      g_test_message ("%s", rows[i].what);
      for (guint j = 0; rows[i].events[j]; j++)
        tri_reader_feed (reader, rows[i].events[j], strlen (rows[i].events[j]), j * 1000);
      tri_reader_finish (reader, TRUE);
      tri_milestones_read (reader, &times, moments);
      assert_moment (moments[TRI_MILESTONE_FIRST_BYTE], NONE, 7);
      assert_moment (moments[TRI_MILESTONE_FIRST_TEXT], rows[i].text, -1);
      assert_moment (moments[TRI_MILESTONE_USAGE], rows[i].usage, -1);
      assert_moment (moments[TRI_MILESTONE_END], rows[i].end, 99);
    }
}

static void
test_find_event (void)
{
  g_autoptr (TriReader) reader = tri_reader_new (tri_format_find ("chat"), 200, "text/event-stream");

  g_assert_cmpuint (tri_reader_find_event (reader, 0), ==, 0);
  for (guint i = 0; i < 5; i++)
    tri_reader_feed (reader, CHAT_TEXT CHAT_TEXT, strlen (CHAT_TEXT CHAT_TEXT), 10 * (i + 1));
  g_assert_cmpuint (tri_reader_find_event (reader, G_MININT64), ==, 0);
  g_assert_cmpuint (tri_reader_find_event (reader, 10), ==, 0);
  g_assert_cmpuint (tri_reader_find_event (reader, 11), ==, 2);
  g_assert_cmpuint (tri_reader_find_event (reader, 50), ==, 8);
  g_assert_cmpuint (tri_reader_find_event (reader, G_MAXINT64), ==, 10);
}

static void
test_document (void)
{
  static const char document[]
      = "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]," USAGE "}";
  g_autoptr (TriReader) reader = tri_reader_new (tri_format_find ("chat"), 200, "application/json");
  TriTimes times = { -1, -1, 7, -1, 99 };
  TriMoment moments[TRI_N_MILESTONES];

  tri_reader_feed (reader, document, strlen (document), 50);
  tri_reader_finish (reader, TRUE);
  tri_milestones_read (reader, &times, moments);
  assert_moment (moments[TRI_MILESTONE_FIRST_TEXT], NONE, 50);
  assert_moment (moments[TRI_MILESTONE_USAGE], NONE, 99);
  assert_moment (moments[TRI_MILESTONE_END], NONE, 99);

  tri_milestones_read (NULL, &(TriTimes){ -1, -1, -1, -1, 3 }, moments);
  for (guint i = 0; i < TRI_N_MILESTONES; i++)
    assert_moment (moments[i], NONE, i == TRI_MILESTONE_END ? 3 : -1);
}

static void
check_stream (const TriFormat *format, const char *bytes, gsize n_bytes)
{
  g_autoptr (TriReader) reader = tri_reader_new (format, 200, "text/event-stream");
  const TriReply *reply = tri_reader_get_reply (reader);
  guint text, usage, end;
  gboolean has_text = FALSE;
  TriEnding ending;

  for (gsize i = 0; i < n_bytes; i++)
    tri_reader_feed (reader, bytes + i, 1, (gint64) i);
  ending = tri_reader_finish (reader, TRUE);
  text = tri_reader_get_first_text_event (reader);
  usage = tri_reader_get_usage_event (reader);
  end = tri_reader_get_end_event (reader);
  for (guint i = 0; i < reply->parts->len; i++)
    has_text = has_text || ((TriPart *) reply->parts->pdata[i])->text->len > 0;

  g_assert_true ((text != TRI_NO_EVENT) == has_text);
  g_assert_true ((usage != TRI_NO_EVENT) == reply->usage_seen);
  g_assert_true (end != TRI_NO_EVENT || ending == TRI_ENDING_CUT);
  if (text != TRI_NO_EVENT)
    {
      g_assert_cmpint (tri_reader_get_event (reader, text)->at_us, ==, tri_reader_get_first_text_us (reader));
      g_assert_true (end == TRI_NO_EVENT || text <= end);
    }
}

static void
test_cases (void)
{
  guint n_formats, n_streams = 0;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  for (guint i = 0; i < n_formats; i++)
    {
      g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "cases", formats[i]->id, NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      g_assert_nonnull (dir);
      while ((name = g_dir_read_name (dir)))
        {
          g_autofree char *path = g_build_filename (folder, name, "stream.sse", NULL);
          g_autofree char *bytes = NULL;
          gsize n_bytes;

          if (!g_file_get_contents (path, &bytes, &n_bytes, NULL))
            continue;
          g_test_message ("%s/%s", formats[i]->id, name);
          check_stream (formats[i], bytes, n_bytes);
          n_streams++;
        }
    }
  g_assert_cmpuint (n_streams, >, 10);
}

static guint64
sum (const guint32 *counts, guint n)
{
  guint64 total = 0;

  for (guint i = 0; i < n; i++)
    total += counts[i];
  return total;
}

static void
test_bins (void)
{
  g_autofree TriTimeBins *bins = g_new0 (TriTimeBins, 1);
  guint32 pixels[300];

  g_assert_cmpuint (tri_time_bins_spread (bins, 1000, pixels, 300), ==, 0);
  g_assert_cmpuint (sum (pixels, 300), ==, 0);

  /* One at each end, and one in the middle. */
  tri_time_bins_add (bins, 0);
  tri_time_bins_add (bins, 500 * 1000);
  tri_time_bins_add (bins, 1000 * 1000);
  g_assert_cmpuint (tri_time_bins_spread (bins, 1000 * 1000, pixels, 300), ==, 1);
  g_assert_cmpuint (pixels[0], ==, 1);
  g_assert_cmpuint (pixels[149] + pixels[150], ==, 1); /* to the width of a bin */
  g_assert_cmpuint (pixels[299], ==, 1);
  /* On a scale twice as long they stand at half the way. */
  tri_time_bins_spread (bins, 2000 * 1000, pixels, 300);
  g_assert_cmpuint (pixels[74] + pixels[75], ==, 1);
  g_assert_cmpuint (pixels[149] + pixels[150], ==, 1);
  /* What lies beyond a scale that is too short is not lost. */
  g_assert_cmpuint (tri_time_bins_spread (bins, 1, pixels, 300), ==, 3);
  g_assert_cmpuint (sum (pixels, 300), ==, 3);
  g_assert_cmpuint (tri_time_bins_spread (bins, 0, pixels, 300), ==, 0);
  g_assert_cmpuint (tri_time_bins_spread (bins, 1000, pixels, 0), ==, 0);

  tri_time_bins_clear (bins);
  tri_time_bins_add (bins, -5);
  tri_time_bins_add (bins, G_MAXINT64);
  g_assert_cmpuint (tri_time_bins_spread (bins, G_MAXINT64, pixels, 300), ==, 1);
  g_assert_cmpuint (sum (pixels, 300), ==, 2);
}

static void
test_many_bins (void)
{
  g_autofree TriTimeBins *bins = g_new0 (TriTimeBins, 1);
  guint32 pixels[300];

  for (guint i = 0; i < 100000; i++)
    tri_time_bins_add (bins, (gint64) i * 100);
  g_assert_cmpuint (bins->n, ==, 100000);
  g_assert_cmpuint (sum (bins->counts, TRI_TIME_BINS), ==, 100000);
  g_assert_cmpint (bins->width_us, <=, bins->latest_us / 1000);
  tri_time_bins_spread (bins, 10 * G_USEC_PER_SEC, pixels, 300);
  g_assert_cmpuint (sum (pixels, 300), ==, 100000);
  for (guint i = 0; i < 300; i++)
    {
      g_assert_cmpuint (pixels[i], >, 200);
      g_assert_cmpuint (pixels[i], <, 450);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/milestones/rows", test_rows);
  g_test_add_func ("/milestones/find", test_find_event);
  g_test_add_func ("/milestones/document", test_document);
  g_test_add_func ("/milestones/cases", test_cases);
  g_test_add_func ("/time-bins/few", test_bins);
  g_test_add_func ("/time-bins/many", test_many_bins);
  return g_test_run ();
}

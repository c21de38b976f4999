/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What each format asks and reads: one folder for each case, tests/cases/FORMAT/CASE, found by listing them.
 *
 *   ask.json        given: what is asked, and what the answer's envelope says
 *                     prompt, instructions, model: strings; turns: [{"role": "user", "text": "…"}]
 *                     settings: by id, as typed ("temperature": "0.70") or as a switch ("stream": false); streaming and
 *                       usage in streams are on, as in the program
 *                     status (200) and content_type (of the file) of the answer
 *   response.json   given: the answer as one document, and/or
 *   stream.sse      given: the answer as a stream
 *   request.json    expected: the request, byte for byte
 *   reply.json      expected: what the answer means, how it ended, and in what the request differs from what was asked;
 *                   of the stream where there is one
 *   assembled.json  expected: the document that the stream amounts to
 *
 * TRI_UPDATE=1 in the environment writes what is expected anew; the difference is to be read like code.
 *
 * Beside the examples stand laws, which hold for every case:
 *   - a request is JSON in which every setting stands as it was typed;
 *   - a reader says the same for every way to cut the bytes;
 *   - and of a large document, of which it reads only what it must, the same as of a small one;
 *   - reading the assembled document of a stream equals folding its events, and reading the whole response;
 *   - every path of a reply leads to a value of the document;
 *   - pieces read straight from the index say what nodes would have said, whatever becomes of a stream's events.
 */

#include <string.h>

#include "core/error.h"
#include "core/formats.h"
#include "core/json-writer.h"
#include "core/reader.h"
#include "golden.h"

typedef struct
{
  const TriFormat *format;
  char *folder;

  TriPrompt *prompt;
  TriSettings *settings;
  char *model;
  guint status;
  char *content_type; /* NULL: that of the file */
  GBytes *document;
  GBytes *stream;
} Case;

static gboolean updating;

/* How far the places lie apart at which a stream is cut. Every one of them is tried, but under the sanitizers, which
 * make each allocation slow: there the cut at every byte at once must stand for the rest. */
#ifdef __SANITIZE_ADDRESS__
#define CUT_STEP 61
#define SPOILT_STREAMS 20
#else
#define CUT_STEP 1
#define SPOILT_STREAMS 300
#endif

/* Files */

/* Expected files end with a newline, for those who read and edit them. */
static void
expect_file (const Case *c, const char *name, GBytes *found)
{
  g_autofree char *path = g_build_filename (c->folder, name, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (found, NULL), g_bytes_get_size (found));
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  g_autofree char *expected = NULL;

  if (updating)
    {
      g_assert_true (g_file_set_contents (path, line, -1, NULL));
      return;
    }
  if (!g_file_get_contents (path, &expected, NULL, NULL))
    g_error ("%s is not there", path);
  g_assert_cmpstr (line, ==, expected);
}

static JsonNode *
read_json (const char *folder, const char *name)
{
  g_autoptr (GBytes) bytes = golden_read (folder, name);
  g_autoptr (GError) error = NULL;
  JsonNode *node = bytes ? tri_json_parse (bytes, NULL, &error) : NULL;

  if (node == NULL)
    g_error ("%s/%s: %s", folder, name, error ? error->message : "not there");
  return node;
}

static TriSetting
find_setting (const char *id)
{
  for (guint i = 0; i < TRI_N_SETTINGS; i++)
    if (strcmp (tri_setting_get_info (i)->id, id) == 0)
      return i;
  g_error ("there is no setting “%s”", id);
}

static void
read_settings (JsonNode *node, TriSettings *settings)
{
  JsonObjectIter iter;
  const char *id;
  JsonNode *value;

  if (node == NULL)
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &id, &value))
    {
      g_autoptr (GError) error = NULL;

      if (tri_json_string (value))
        tri_settings_set_text (settings, find_setting (id), tri_json_string (value), &error);
      else
        tri_settings_set_switch (settings, find_setting (id), json_node_get_boolean (value));
      g_assert_no_error (error);
    }
}

static Case *
case_new (const TriFormat *format, const char *folder)
{
  Case *c = g_new0 (Case, 1);
  g_autoptr (JsonNode) ask = read_json (folder, "ask.json");
  g_autoptr (GError) error = NULL;
  JsonNode *turns = tri_json_get (ask, "turns");
  g_autofree TriTurn *list = g_new0 (TriTurn, tri_json_get_length (turns) + 1);
  gint64 status = tri_json_get_count (ask, "status");

  for (guint i = 0; i < tri_json_get_length (turns); i++)
    {
      const char *role = tri_json_get_string (tri_json_at (turns, i), "role");

      list[i].role = strcmp (role, "assistant") == 0 ? TRI_ROLE_ASSISTANT : TRI_ROLE_USER;
      list[i].text = (char *) tri_json_get_string (tri_json_at (turns, i), "text");
    }
  c->format = format;
  c->folder = g_strdup (folder);
  c->prompt = tri_prompt_new_with_turns (tri_json_get_string (ask, "instructions"), list, tri_json_get_length (turns),
                                         tri_json_get_string (ask, "prompt"), &error);
  g_assert_no_error (error);
  c->settings = tri_settings_new ();
  read_settings (tri_json_get (ask, "settings"), c->settings);
  c->model = g_strdup (tri_json_get_string (ask, "model"));
  c->status = status >= 0 ? (guint) status : 200;
  c->content_type = g_strdup (tri_json_get_string (ask, "content_type"));
  c->document = golden_read (folder, "response.json");
  c->stream = golden_read (folder, "stream.sse");
  g_assert_true (c->document || c->stream);
  return c;
}

static void
case_free (gpointer data)
{
  Case *c = data;

  g_free (c->folder);
  tri_prompt_unref (c->prompt);
  tri_settings_free (c->settings);
  g_free (c->model);
  g_free (c->content_type);
  g_clear_pointer (&c->document, g_bytes_unref);
  g_clear_pointer (&c->stream, g_bytes_unref);
  g_free (c);
}

static TriAsk
get_ask (const Case *c)
{
  return (TriAsk){ c->prompt, c->settings, c->model };
}

/* A reply in words */

static const char *
finish_name (TriFinish finish)
{
  static const char *const names[]
      = { "none", "stop", "length", "tool-calls", "content-filter", "refusal", "failed", "cancelled", "unknown" };

  return names[finish];
}

static const char *
kind_name (TriPartKind kind)
{
  static const char *const names[] = { "text", "refusal", "reasoning", "tool-call", "other" };

  return names[kind];
}

static const char *
gap_name (TriGapKind kind)
{
  static const char *const names[] = { "dropped", "reshaped", "default", "refused" };

  return names[kind];
}

static void
write_if_any (TriJsonWriter *writer, const char *name, const char *text)
{
  if (text)
    tri_json_writer_member_string (writer, name, text);
}

static void
write_parts (TriJsonWriter *writer, const TriReply *reply)
{
  tri_json_writer_key (writer, "parts");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < reply->parts->len; i++)
    {
      const TriPart *part = g_ptr_array_index (reply->parts, i);

      tri_json_writer_begin_object (writer);
      tri_json_writer_member_string (writer, "kind", kind_name (part->kind));
      if (part->choice)
        tri_json_writer_member_integer (writer, "choice", part->choice);
      write_if_any (writer, "name", part->name);
      write_if_any (writer, "id", part->id);
      tri_json_writer_member_string (writer, "path", part->path);
      tri_json_writer_member_string (writer, "text", part->text->str);
      tri_json_writer_end_object (writer);
    }
  tri_json_writer_end_array (writer);
}

static void
write_facts (TriJsonWriter *writer, const char *name, const GPtrArray *facts)
{
  tri_json_writer_key (writer, name);
  tri_json_writer_begin_object (writer);
  for (guint i = 0; i < facts->len; i++)
    {
      const TriFact *fact = g_ptr_array_index (facts, i);
      g_autofree char *key = g_str_has_suffix (fact->path, fact->name)
                                 ? g_strdup (fact->path)
                                 : g_strdup_printf ("%s at %s", fact->name, fact->path);

      tri_json_writer_member_string (writer, key, fact->value);
    }
  tri_json_writer_end_object (writer);
}

static void
write_error (TriJsonWriter *writer, const TriApiError *error)
{
  tri_json_writer_key (writer, "error");
  tri_json_writer_begin_object (writer);
  write_if_any (writer, "message", error->message);
  write_if_any (writer, "type", error->type);
  write_if_any (writer, "code", error->code);
  write_if_any (writer, "param", error->param);
  tri_json_writer_end_object (writer);
}

static void
write_tokens (TriJsonWriter *writer, const TriReply *reply)
{
  tri_json_writer_key (writer, "tokens");
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_integer (writer, "input", reply->input_tokens);
  tri_json_writer_member_integer (writer, "output", reply->output_tokens);
  tri_json_writer_member_integer (writer, "total", reply->total_tokens);
  tri_json_writer_member_integer (writer, "reasoning", reply->reasoning_tokens);
  tri_json_writer_end_object (writer);
}

static void
write_gaps (TriJsonWriter *writer, const Case *c)
{
  TriAsk ask = get_ask (c);
  g_autoptr (GBytes) request = tri_format_build (c->format, &ask);
  g_autoptr (GPtrArray) gaps = tri_format_list_gaps (c->format, &ask, request);

  tri_json_writer_key (writer, "gaps");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < gaps->len; i++)
    {
      const TriGap *gap = g_ptr_array_index (gaps, i);
      g_autofree char *line = g_strdup_printf ("%s %s: %s", gap_name (gap->kind), gap->what, gap->text);

      tri_json_writer_string (writer, line, -1);
    }
  tri_json_writer_end_array (writer);
}

static void
write_events (TriJsonWriter *writer, const TriReader *reader)
{
  tri_json_writer_key (writer, "events");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < tri_reader_get_n_events (reader); i++)
    {
      const TriEvent *event = tri_reader_get_event (reader, i);
      g_autofree char *line
          = g_strdup_printf ("%s (%" G_GSIZE_FORMAT "–%" G_GSIZE_FORMAT ")", event->name, event->start, event->end);

      tri_json_writer_string (writer, line, -1);
    }
  tri_json_writer_end_array (writer);
}

static GBytes *
dump (const Case *c, const TriReader *reader, TriEnding ending)
{
  const TriReply *reply = tri_reader_get_reply (reader);
  TriAsk ask = get_ask (c);
  g_autoptr (GBytes) request = tri_format_build (c->format, &ask);
  g_autofree char *why = tri_format_explain_end (c->format, reply, request);
  TriJsonWriter writer;

  tri_json_writer_init (&writer, 2);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "ending", tri_ending_get_id (ending));
  write_if_any (&writer, "message", tri_reader_get_message (reader));
  write_if_any (&writer, "id", reply->id);
  write_if_any (&writer, "model", reply->model);
  write_parts (&writer, reply);
  write_facts (&writer, "ends", reply->ends);
  tri_json_writer_member_string (&writer, "finish", finish_name (reply->finish));
  write_if_any (&writer, "explained", why);
  if (reply->usage_seen)
    {
      write_facts (&writer, "usage", reply->usage);
      write_tokens (&writer, reply);
    }
  if (reply->error)
    write_error (&writer, reply->error);
  tri_json_writer_key (&writer, "notes");
  tri_json_writer_begin_array (&writer);
  for (guint i = 0; i < reply->notes->len; i++)
    tri_json_writer_string (&writer, g_ptr_array_index (reply->notes, i), -1);
  tri_json_writer_end_array (&writer);
  write_gaps (&writer, c);
  if (tri_reader_is_stream (reader))
    write_events (&writer, reader);
  tri_json_writer_end_object (&writer);
  return tri_json_writer_end (&writer);
}

/* Reading */

static const char *
get_content_type (const Case *c, gboolean stream)
{
  return c->content_type ? c->content_type : stream ? "text/event-stream; charset=utf-8" : "application/json";
}

/* Reads `bytes` in two pieces, cut at `cut`; or one by one, where it is G_MAXSIZE. */
static TriReader *
read_cut (const Case *c, GBytes *bytes, gboolean stream, gsize cut, TriEnding *ending)
{
  TriReader *reader = tri_reader_new (c->format, c->status, get_content_type (c, stream));
  gsize n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);

  if (cut == G_MAXSIZE)
    for (gsize i = 0; i < n_bytes; i++)
      tri_reader_feed (reader, data + i, 1, 0);
  else
    {
      if (cut > 0)
        tri_reader_feed (reader, data, cut, 0);
      if (cut < n_bytes)
        tri_reader_feed (reader, data + cut, n_bytes - cut, 0);
    }
  *ending = tri_reader_finish (reader, TRUE);
  return reader;
}

static void
assert_same_when_cut (const Case *c, GBytes *bytes, gboolean stream, gsize cut, GBytes *expected)
{
  TriEnding ending;
  g_autoptr (TriReader) reader = read_cut (c, bytes, stream, cut, &ending);
  g_autoptr (GBytes) found = dump (c, reader, ending);

  if (!g_bytes_equal (found, expected))
    g_error ("cut at byte %" G_GSIZE_FORMAT " it reads otherwise:\n%s", cut,
             (const char *) g_bytes_get_data (found, NULL));
}

static void
assert_same_for_every_cut (const Case *c, GBytes *bytes, gboolean stream, GBytes *expected)
{
  gsize n_bytes = g_bytes_get_size (bytes);

  /* A document is only gathered, so that a few cuts say it all. */
  for (gsize cut = 1; cut < n_bytes; cut += stream ? CUT_STEP : n_bytes / 4 + 1)
    assert_same_when_cut (c, bytes, stream, cut, expected);
  assert_same_when_cut (c, bytes, stream, G_MAXSIZE, expected);
}

/* Blanks behind a document mean nothing, but make it a large one. */
static void
assert_same_when_large (const Case *c, GBytes *bytes, GBytes *expected)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  g_autofree char *blanks = g_strnfill (1u << 20, ' ');
  GByteArray *grown = g_byte_array_new ();
  g_autoptr (GBytes) large = NULL;

  g_byte_array_append (grown, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (grown, (const guint8 *) blanks, 1u << 20);
  large = g_byte_array_free_to_bytes (grown);
  if (index)
    assert_same_when_cut (c, large, FALSE, 0, expected);
}

static void
assert_path (const TriJsonIndex *index, const char *path)
{
  if (tri_json_index_find (index, path) == TRI_JSON_NONE)
    g_error ("%s leads nowhere", path);
}

static void
assert_paths (const TriReply *reply, GBytes *document)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (document, NULL);

  g_assert_nonnull (index);
  for (guint i = 0; i < reply->parts->len; i++)
    assert_path (index, ((TriPart *) g_ptr_array_index (reply->parts, i))->path);
  for (guint i = 0; i < reply->ends->len; i++)
    assert_path (index, ((TriFact *) g_ptr_array_index (reply->ends, i))->path);
  for (guint i = 0; i < reply->usage->len; i++)
    assert_path (index, ((TriFact *) g_ptr_array_index (reply->usage, i))->path);
}

static void
assert_means_the_same (const char *law, const TriReply *a, const TriReply *b)
{
  g_autofree char *why = NULL;

  if (!tri_reply_equal (a, b, &why))
    g_error ("%s: %s", law, why);
}

static void
check_request (const Case *c)
{
  TriAsk ask = get_ask (c);
  g_autoptr (GBytes) request = tri_format_build (c->format, &ask);
  g_autoptr (GError) error = NULL;
  g_autoptr (TriJsonIndex) index = tri_json_index_new (request, &error);

  g_assert_no_error (error);
  g_assert_cmpint (tri_json_index_get_quirks (index) & TRI_JSON_QUIRK_DUPLICATE_KEY, ==, 0);
  for (TriSetting setting = 0; setting < TRI_N_SETTINGS; setting++)
    {
      const TriCell *cell = tri_format_get_setting_cell (c->format, setting);
      g_autofree char *raw = cell ? tri_json_index_dup_raw (index, tri_json_index_find (index, cell->path)) : NULL;
      gboolean unsent
          = setting == TRI_SETTING_STREAM_USAGE && !tri_settings_get_switch (c->settings, TRI_SETTING_STREAM);

      if (cell)
        g_assert_cmpstr (raw, ==, unsent ? NULL : c->settings->values[setting]);
    }
  expect_file (c, "request.json", request);
}

/* Reads an assembled document as a server's whole answer. */
static TriReader *
read_again (const Case *c, GBytes *document)
{
  TriReader *reader = tri_reader_new (c->format, 200, "application/json");
  gsize n_bytes;
  const char *data = g_bytes_get_data (document, &n_bytes);

  tri_reader_feed (reader, data, n_bytes, 0);
  tri_reader_finish (reader, TRUE);
  return reader;
}

static void
check_stream (const Case *c, const TriReader *reader, TriEnding ending)
{
  g_autoptr (GBytes) assembled = tri_fold_assemble (tri_reader_get_fold (reader));
  g_autoptr (TriReader) again = NULL;

  if (assembled == NULL)
    return;
  expect_file (c, "assembled.json", assembled);
  assert_paths (tri_reader_get_reply (reader), assembled);
  if (ending != TRI_ENDING_ANSWERED)
    return;
  again = read_again (c, assembled);
  assert_means_the_same ("folding the events and reading the assembled document", tri_reader_get_reply (reader),
                         tri_reader_get_reply (again));
}

/* What may happen to the line of an event. */
static const struct
{
  const char *from, *to;
} mishaps[] = {
  { "null", "\"said\"" },
  { "null", "7" },
  { ":\"", ":null,\"was\":\"" },
  { "\"content\":", "\"reasoning\":" },
  { "\"delta\":", "\"message\":" },
  { "\"delta\":", "\"delta\":5,\"delta\":" },
  { "\"text\":", "\"refusal\":" },
  { "\"text\":\"", "\"text\":\"\\u0000" },
  { "\"content\":\"", "\"content\":\"\\ud83d" },
  { "\"delta\":\"", "\"delta\":\"\\n\\u00e9" },
  { "\"delta\":\"", "\"delta\":\"\",\"was\":\"" },
  { "_index\":0", "_index\":1" },
  { "\"index\":0", "\"index\":1" },
  { "\"index\":0,", "" },
  { "\"index\":0", "\"index\":0.0" },
  { "[{", "[{},{" },
  { "}]", "},{\"index\":2}]" },
  { "{\"", "{\"error\":null,\"" },
  { "{\"", "{\"error\":\"no\",\"" },
  { "{\"", "{\"object\":\"error\",\"" },
  { "{\"", "{\"type\":\"error\",\"" },
  { "{\"", "{\"role\":\"assistant\",\"" },
  { "{\"", "{\"usage\":{\"total_tokens\":3},\"" },
  { "{\"", "{\"obfuscation\":\"x\",\"" },
  { "\"finish_reason\":null", "\"finish_reason\":\"stop\"" },
  { ".delta\"", ".done\"" },
  { "{", "[" },
};

/* A stream in which some events come twice, are missing, or say something else. */
static GBytes *
spoil (GBytes *stream, GRand *random)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (stream, NULL), g_bytes_get_size (stream));
  g_auto (GStrv) events = g_strsplit (text, "\n\n", -1);
  GString *spoilt = g_string_new (NULL);

  for (guint i = 0; events[i]; i++)
    {
      guint mishap = (guint) g_rand_int_range (random, 0, 4 * G_N_ELEMENTS (mishaps));
      g_autoptr (GString) event = g_string_new (events[i]);

      if (mishap < G_N_ELEMENTS (mishaps))
        g_string_replace (event, mishaps[mishap].from, mishaps[mishap].to, (guint) g_rand_int_range (random, 1, 3));
      for (int n = g_rand_int_range (random, 0, 8); n < 9; n += 7) /* mostly once, now and then twice or never */
        g_string_append_printf (spoilt, "%s\n\n", event->str);
    }
  return g_string_free_to_bytes (spoilt);
}

static void
assert_same_the_long_way (const Case *c, GBytes *stream)
{
  TriFormat format = *c->format;
  Case long_way = *c;
  TriEnding ending, other_ending;
  g_autoptr (TriReader) reader = read_cut (c, stream, TRUE, 0, &ending);
  g_autoptr (TriReader) other = NULL;
  g_autoptr (GBytes) found = dump (c, reader, ending);
  g_autoptr (GBytes) expected = NULL;
  g_autoptr (GBytes) assembled = tri_fold_assemble (tri_reader_get_fold (reader));
  g_autoptr (GBytes) other_assembled = NULL;

  format.read_piece = NULL;
  long_way.format = &format;
  other = read_cut (&long_way, stream, TRUE, 0, &other_ending);
  expected = dump (c, other, other_ending);
  other_assembled = tri_fold_assemble (tri_reader_get_fold (other));
  if (!g_bytes_equal (found, expected))
    g_error ("the long way it reads otherwise:\n%s\nof\n%s", (const char *) g_bytes_get_data (found, NULL),
             (const char *) g_bytes_get_data (stream, NULL));
  g_assert_true ((assembled == NULL) == (other_assembled == NULL));
  g_assert_true (assembled == NULL || g_bytes_equal (assembled, other_assembled));
}

static void
check_the_long_way (const Case *c)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (g_str_hash (c->folder));

  assert_same_the_long_way (c, c->stream);
  for (guint i = 0; i < SPOILT_STREAMS; i++)
    {
      g_autoptr (GBytes) spoilt = spoil (c->stream, random);

      assert_same_the_long_way (c, spoilt);
    }
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  gboolean stream = c->stream != NULL;
  GBytes *bytes = stream ? c->stream : c->document;
  TriEnding ending, other_ending;
  g_autoptr (TriReader) reader = read_cut (c, bytes, stream, 0, &ending);
  g_autoptr (TriReader) other = NULL;
  g_autoptr (GBytes) found = dump (c, reader, ending);

  check_request (c);
  expect_file (c, "reply.json", found);
  assert_same_for_every_cut (c, bytes, stream, found);
  if (!tri_reader_is_stream (reader))
    assert_same_when_large (c, bytes, found);
  if (tri_reader_is_stream (reader))
    check_stream (c, reader, ending);
  else if (ending == TRI_ENDING_ANSWERED)
    assert_paths (tri_reader_get_reply (reader), bytes);

  if (stream)
    check_the_long_way (c);
  if (c->stream && c->document)
    {
      other = read_cut (c, c->document, FALSE, 0, &other_ending);
      g_assert_cmpstr (tri_ending_get_id (other_ending), ==, tri_ending_get_id (ending));
      assert_means_the_same ("folding the events and reading the whole response", tri_reader_get_reply (reader),
                             tri_reader_get_reply (other));
    }
}

static void
add_cases (const TriFormat *format)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "cases", format->id, NULL);
  g_autoptr (GPtrArray) names = golden_list (folder);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *case_folder = g_build_filename (folder, name, NULL);
      g_autofree char *path = g_strdup_printf ("/cases/%s/%s", format->id, name);

      g_test_add_data_func_full (path, case_new (format, case_folder), test_case, case_free);
    }
}

int
main (int argc, char *argv[])
{
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  g_test_init (&argc, &argv, NULL);
  updating = g_strcmp0 (g_getenv ("TRI_UPDATE"), "1") == 0;
  for (guint i = 0; i < n_formats; i++)
    add_cases (formats[i]);
  return g_test_run ();
}

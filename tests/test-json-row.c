/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is said of a row is what the index says of the same bytes, wherever rows are cut.
 */

#include <string.h>

#include "core/json-index.h"
#include "core/json-row.h"

static const char *const documents[] = {
  "{}",
  "\"text\"",
  "12",
  "{\"a\":1,\"b c\":\"d, e\",\"quote \\\" in "
  "key\":\"\\\"\",\"f\":[true,false,null,-1.5e3,\"x\",{},[]],\"g\":{\"h\":\"\"}}",
  "[\"a string that is longer than any row: with a colon, and \\\"quotes\\\": , and a comma at the end,\",\"next\"]",
  "{\"\\u00e9\\\\\":\"\\\\\",\"\\\\\\\"\":\"ends in backslash \\\\\"}",
};

/* One letter for each byte of what is shown: k, s, c, or a point. */
static char *
dup_expected (GBytes *shown)
{
  gsize size;
  const char *text = g_bytes_get_data (shown, &size);
  g_autoptr (TriJsonIndex) index = tri_json_index_new (shown, NULL);
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  char *letters = g_strnfill (size, '.');

  for (guint i = 0; i < n_tokens; i++)
    if (tokens[i].kind != TRI_JSON_OBJECT && tokens[i].kind != TRI_JSON_ARRAY)
      memset (letters + tokens[i].start,
              tokens[i].is_key                    ? 'k'
              : tokens[i].kind == TRI_JSON_STRING ? 's'
                                                  : 'c',
              tokens[i].end - tokens[i].start);
  g_assert_nonnull (text);
  return letters;
}

static char *
dup_found (GBytes *shown, guint n_cells)
{
  gsize size;
  const char *text = g_bytes_get_data (shown, &size);
  g_autoptr (TriLines) lines = tri_lines_new (shown, n_cells);
  char *letters = g_strnfill (size, '.');

  for (guint i = 0; i < tri_lines_get_n_rows (lines); i++)
    {
      TriJsonRowSpan spans[TRI_JSON_ROW_MAX_SPANS];
      guint n_spans;
      TriRow row;

      g_assert_true (tri_lines_get_row (lines, i, &row));
      n_spans = tri_json_row_find_spans (text, size, &row, spans);
      for (guint j = 0; j < n_spans; j++)
        {
          g_assert_cmpuint (spans[j].end, <=, row.end - row.start);
          memset (letters + row.start + spans[j].start, "ksc"[spans[j].kind], spans[j].end - spans[j].start);
        }
    }
  return letters;
}

static void
check (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  g_autoptr (GBytes) shown = NULL;
  g_autofree char *expected = NULL;

  g_assert_nonnull (index);
  shown = tri_json_index_reindent (index, 2, NULL);
  expected = dup_expected (shown);
  for (guint n_cells = TRI_LINES_MIN_CELLS; n_cells < 100; n_cells++)
    {
      g_autofree char *found = dup_found (shown, n_cells);

      g_assert_cmpstr (found, ==, expected);
    }
}

static void
test_as_the_index (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    check (documents[i]);
}

/* Far behind the beginning of its line nobody looks for that, and a string is still a string. */
static void
test_long_string (void)
{
  g_autofree char *filler = g_strnfill (200 * 1000, 'x');
  g_autofree char *json = g_strdup_printf ("{\"key\":\"%s\",\"other\":1}", filler);

  check (json);
}

/* A document on one line has more in a line than can be told from its beginning. */
static void
test_one_line (void)
{
  static const char text[] = "{\"a\":\"b\",\"c\":[1,2]}";
  TriJsonRowSpan spans[TRI_JSON_ROW_MAX_SPANS];
  TriRow row = { 0, strlen (text), FALSE };

  g_assert_cmpuint (tri_json_row_find_spans (text, strlen (text), &row, spans), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-row/as-the-index", test_as_the_index);
  g_test_add_func ("/json-row/long-string", test_long_string);
  g_test_add_func ("/json-row/one-line", test_one_line);
  return g_test_run ();
}

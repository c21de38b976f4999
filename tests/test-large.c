/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Large texts, as they are made ready to be read: rows, search, and documents with gaps.
 */
#include <glib.h>
#include <string.h>

#include "core/document.h"
#include "core/json-node.h"
#include "core/lines.h"
#include "core/search.h"

#define BYTES(text) text, sizeof (text) - 1

/* ---- rows ---- */

static void
assert_rows (const char *text, gsize n_bytes, guint n_cells, const char *expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, n_bytes);
  g_autoptr (TriLines) lines = tri_lines_new (bytes, n_cells);
  g_autoptr (GString) rows = g_string_new (NULL);
  TriRow row;

  for (guint i = 0; tri_lines_get_row (lines, i, &row); i++)
    {
      g_autofree char *shown = tri_lines_dup_displayable (text + row.start, row.end - row.start);

      g_string_append_printf (rows, "%s%s|", row.continues ? "+" : "", shown);
    }
  g_assert_cmpstr (rows->str, ==, expected);
}

static void
test_rows (void)
{
  assert_rows (BYTES (""), 8, "");
  assert_rows (BYTES ("a"), 8, "a|");
  assert_rows (BYTES ("a\n"), 8, "a|");
  assert_rows (BYTES ("\n\n"), 8, "||");
  assert_rows (BYTES ("a\n\nb"), 8, "a||b|");
  assert_rows (BYTES ("12345678"), 8, "12345678|");
  assert_rows (BYTES ("12345678\n9"), 8, "12345678|9|");
  assert_rows (BYTES ("123456789\n"), 8, "12345678|+9|");
  assert_rows (BYTES ("1234567890"), 0, "12345678|+90|"); /* not less than the least */
  assert_rows (BYTES ("世界世界世界"), 8, "世界世界|+世界|");
  assert_rows (BYTES ("1234567世"), 8, "1234567|+世|");
  assert_rows (BYTES ("ééééééééé"), 8, "éééééééé|+é|");
  assert_rows (BYTES ("a\tb"), 8, "a|+\t|+b|");
}

/* A letter keeps its accent, and a picture of several keeps all of them. */
static void
test_joined (void)
{
  assert_rows (BYTES ("1234567e\xcc\x81x"), 8, "1234567e\xcc\x81|+x|");
  assert_rows (BYTES ("123456👩\xe2\x80\x8d🚀x"), 8, "123456👩\xe2\x80\x8d🚀|+x|");
  assert_rows (BYTES ("123456👍🏽x"), 8, "123456👍🏽|+x|");
  assert_rows (BYTES ("1234567☂\xef\xb8\x8fx"), 8, "1234567|+☂\xef\xb8\x8fx|");
}

static void
test_displayable (void)
{
  assert_rows (BYTES ("a\0b\r\n"), 8, "a␀b␍|");
  assert_rows (BYTES ("\x1b[1m\x7f"), 8, "␛[1m␡|");
  assert_rows (BYTES ("a\xe2\x80\xa8"
                      "b\xc2\x85"),
               80, "a␤b␤|");
  assert_rows (BYTES ("\xff\xfe"), 8, "\xef\xbf\xbd\xef\xbf\xbd|");
  assert_rows (BYTES ("\xed\xa0\x80"), 80, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd|");
  assert_rows (BYTES ("שלום مرحبا"), 80, "שלום مرحبا|");
}

/* The laws, for any bytes: nothing is left out but line ends, no row is too wide, and every byte is found in its row.
 */
static void
assert_laws (const guint8 *text, gsize n_bytes, guint n_cells)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, n_bytes);
  g_autoptr (TriLines) lines = tri_lines_new (bytes, n_cells);
  guint n_rows = tri_lines_get_n_rows (lines);
  gsize at = 0;
  TriRow row;

  g_assert_true (tri_lines_get_bytes (lines) == bytes);
  for (guint i = 0; i < n_rows; i++)
    {
      g_assert_true (tri_lines_get_row (lines, i, &row));
      g_assert_cmpuint (row.start, ==, at);
      g_assert_cmpuint (row.end, >=, row.start);
      g_assert_cmpuint (row.end - row.start, <=, 8 * (gsize) tri_lines_get_n_cells (lines) + 4);
      g_assert_null (memchr (text + row.start, '\n', row.end - row.start));
      g_assert_true (row.continues == (at > 0 && text[at - 1] != '\n'));
      if (g_utf8_validate_len ((const char *) text, n_bytes, NULL))
        g_assert_true (g_utf8_validate_len ((const char *) text + row.start, row.end - row.start, NULL));
      g_assert_cmpuint (tri_lines_find (lines, row.start), ==, i);
      at = row.end;
      if (at < n_bytes && text[at] == '\n')
        g_assert_cmpuint (tri_lines_find (lines, at++), ==, i);
    }
  g_assert_cmpuint (at, ==, n_bytes);
  g_assert_false (tri_lines_get_row (lines, n_rows, &row));
  g_assert_cmpuint (tri_lines_find (lines, n_bytes + 5), ==, n_rows > 0 ? n_rows - 1 : 0);
}

static void
test_laws (void)
{
  static const char *const pieces[]
      = { "a",        "bc ",  "\n",       "\n\n",     "é",        "世",       "🦄", "\xe2\x80\x8d",
          "\xcc\x81", "\xff", "\xe4\xb8", "\x80\x80", "\xf0\x9f", "12345678", "\t",   "\r" };

  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint n_pieces = g_test_rand_int_range (0, 400);
      guint few = g_test_rand_int_range (1, G_N_ELEMENTS (pieces) + 1);

      for (guint i = 0; i < n_pieces; i++)
        g_string_append (text, pieces[g_test_rand_int_range (0, few)]);
      assert_laws ((const guint8 *) text->str, text->len, g_test_rand_int_range (0, 40));
    }
}

/* Hostile sizes: one line of millions of bytes, and nothing but line ends, marks or broken bytes. */
static void
test_hostile (void)
{
  static const char bytes[] = { 'x', '\n', '\x80', '\xff', '\0' };
  gsize n_bytes = 3 * 1000 * 1000;

  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    {
      g_autofree guint8 *text = g_malloc (n_bytes);
      g_autoptr (GBytes) all = NULL;
      g_autoptr (TriLines) lines = NULL;
      TriRow row;

      memset (text, bytes[i], n_bytes);
      all = g_bytes_new_static (text, n_bytes);
      lines = tri_lines_new (all, 100);
      g_assert_true (tri_lines_get_row (lines, tri_lines_get_n_rows (lines) - 1, &row));
      g_assert_cmpuint (row.end + (bytes[i] == '\n'), ==, n_bytes);
    }

  /* Marks without end on one letter. */
  g_autoptr (GString) marks = g_string_new ("e");

  for (guint i = 0; i < 10000; i++)
    g_string_append (marks, "\xcc\x81");
  assert_laws ((const guint8 *) marks->str, marks->len, 10);
}

/* ---- search ---- */

static void
assert_found (const char *text, gsize n_bytes, const char *words, const char *expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, n_bytes);
  g_autoptr (TriSearch) search = tri_search_new (bytes, words, NULL);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_cmpuint (tri_search_get_n_matches (search), ==, tri_search_get_n_places (search));
  for (guint i = 0; i < tri_search_get_n_places (search); i++)
    {
      gsize start, end;

      tri_search_get_match (search, i, &start, &end);
      g_string_append_printf (found, "%s%zu-%zu", i > 0 ? " " : "", start, end);
      g_assert_cmpuint (tri_search_find (search, start), ==, i);
      g_assert_cmpuint (tri_search_find (search, start + 1), ==, i + 1);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_search (void)
{
  assert_found (BYTES (""), "a", "");
  assert_found (BYTES ("abc"), "", "");
  assert_found (BYTES ("Unicorn, UNICORN, unicor"), "unicorn", "0-7 9-16");
  assert_found (BYTES ("unicorn"), "UniCorn", "0-7");
  assert_found (BYTES ("aaaa"), "aa", "0-2 2-4");
  assert_found (BYTES ("ÜBER über"), "über", "0-5 6-11");
  assert_found (BYTES ("世界和平，世界"), "世界", "0-6 15-21");
  assert_found (BYTES ("\xe2\x84\xaa"
                       "elvin kelvin"),
                "kelvin", "0-8 9-15"); /* the sign for kelvin is a capital k */
  assert_found (BYTES ("a\0b\xff"
                       "b\xe4\xb8"),
                "b", "2-3 4-5");
  assert_found (BYTES ("\xe4\xb8"), "世", "");
  assert_found (BYTES ("{\"a\": 1}\n{\"a\": 2}"), "\"a\": ", "1-6 10-15");
}

static void
test_search_much (void)
{
  gsize n_bytes = TRI_SEARCH_MAX_PLACES + 7;
  g_autofree char *text = g_strnfill (n_bytes, 'e');
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, n_bytes);
  g_autoptr (TriSearch) search = tri_search_new (bytes, "e", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_assert_cmpuint (tri_search_get_n_matches (search), ==, n_bytes);
  g_assert_cmpuint (tri_search_get_n_places (search), ==, TRI_SEARCH_MAX_PLACES);
  g_assert_cmpuint (tri_search_find (search, n_bytes), ==, TRI_SEARCH_MAX_PLACES);
  g_cancellable_cancel (cancellable);
  g_assert_null (tri_search_new (bytes, "x", cancellable));
}

/* ---- documents ---- */

static TriDocument *
new_document (const char *text, gssize n_bytes)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, n_bytes < 0 ? strlen (text) : (gsize) n_bytes);

  return tri_document_new (bytes);
}

static char *
dup_shown (TriDocument *document)
{
  gsize n_bytes;
  const char *shown = g_bytes_get_data (tri_document_get_shown (document), &n_bytes);

  return g_strndup (shown, n_bytes);
}

static void
test_document (void)
{
  g_autoptr (TriDocument) json = new_document ("{\"a\":[1.0,2]}", -1);
  g_autoptr (GBytes) bytes = g_bytes_new_static (BYTES ("{\"a\":1}"));
  g_autoptr (TriDocument) plain = tri_document_new_plain (bytes);
  g_autoptr (TriDocument) text = new_document ("<html>\nno JSON", -1);
  g_autoptr (TriDocument) empty = new_document ("", -1);
  g_autoptr (TriDocument) hostile = new_document (BYTES ("a\0\xff"));
  g_autofree char *shown = dup_shown (json);
  g_autofree char *range = tri_document_dup_range (json, 2, 9);
  g_autofree char *beyond = tri_document_dup_range (text, 7, 1000);
  g_autofree char *nothing = tri_document_dup_range (empty, 5, 2);
  g_autofree char *fit = tri_document_dup_range (hostile, 0, 3);

  g_assert_true (tri_document_is_json (json));
  g_assert_cmpstr (shown, ==, "{\n  \"a\": [\n    1.0,\n    2\n  ]\n}");
  g_assert_cmpuint (tri_document_get_longest_line (json), ==, strlen ("  \"a\": ["));
  g_assert_cmpstr (range, ==, "  \"a\": ");
  g_assert_false (tri_document_is_json (text));
  g_assert_true (tri_document_get_shown (text) == tri_document_get_exact (text));
  g_assert_cmpstr (beyond, ==, "no JSON");
  g_assert_true (tri_document_get_shown (plain) == bytes);
  g_assert_false (tri_document_is_json (plain));
  g_assert_cmpuint (tri_document_get_longest_line (empty), ==, 0);
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (fit, ==, "a␀\xef\xbf\xbd");
}

/* What is very large stands there as it came, in the same memory. */
static void
test_very_large (void)
{
  g_autofree char *text = g_strnfill (TRI_DOCUMENT_MAX_INDENTED + 1, ' ');
  g_autoptr (TriDocument) document = NULL;

  text[0] = '[';
  text[TRI_DOCUMENT_MAX_INDENTED] = ']';
  document = new_document (text, -1);
  g_assert_false (tri_document_is_json (document));
  g_assert_true (tri_document_get_shown (document) == tri_document_get_exact (document));
  g_assert_cmpuint (tri_document_get_longest_line (document), ==, 0);
}

/* Of a list without end only the beginning becomes nodes, and what stands behind it is still found. */
static void
test_long_array (void)
{
  g_autoptr (GString) text = g_string_new ("{\"a\":[[0]");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 1; i < 3 * TRI_JSON_MAX_ELEMENTS; i++)
    g_string_append_printf (text, ",{\"b\":[%u,true]}", i);
  g_string_append (text, "],\"c\":[1,[2]],\"d\":\"e\"}");
  bytes = g_bytes_new (text->str, text->len);
  node = tri_json_parse (bytes, NULL, NULL);
  g_assert_cmpuint (tri_json_get_length (tri_json_get (node, "a")), ==, TRI_JSON_MAX_ELEMENTS);
  g_assert_cmpuint (tri_json_get_length (tri_json_get (tri_json_at (tri_json_get (node, "a"), 9999), "b")), ==, 2);
  g_assert_cmpuint (tri_json_get_length (tri_json_get (node, "c")), ==, 2);
  g_assert_cmpstr (tri_json_get_string (node, "d"), ==, "e");
}

/* A data URL is short on the screen and whole in what is copied, wherever the selection begins and ends. */
static void
test_gaps (void)
{
  g_autofree char *data = g_strnfill (1234567, 'A');
  g_autofree char *exact = g_strdup_printf ("{\"url\":\"data:image/png;base64,iVBORw0KGgo%s==\",\"b\":1}", data);
  g_autoptr (TriDocument) document = new_document (exact, -1);
  g_autofree char *shown = dup_shown (document);
  g_autofree char *all = tri_document_dup_range (document, 0, G_MAXSIZE);
  g_autofree char *expected
      = g_strdup_printf ("{\n  \"url\": \"data:image/png;base64,iVBORw0KGgo%s==\",\n  \"b\": 1\n}", data);
  const char *gap = strstr (shown, "… 1.2\u00a0MB …");
  g_autofree char *before = NULL;
  g_autofree char *behind = NULL;
  g_autofree char *within = NULL;

  g_assert_nonnull (gap);
  g_assert_cmpuint (tri_document_get_n_gaps (document), ==, 1);
  g_assert_nonnull (strstr (shown, "\"data:image/png;base64,iVBORw0KGgoA… 1.2\u00a0MB …\",\n"));
  g_assert_cmpuint (tri_document_get_longest_line (document), <, 100);
  g_assert_true (strcmp (all, expected) == 0);

  before = tri_document_dup_range (document, 0, gap - shown);
  behind = tri_document_dup_range (document, gap - shown + 3, strlen (shown));
  within = tri_document_dup_range (document, gap - shown, gap - shown + 2);
  g_assert_true (g_str_has_suffix (before, "iVBORw0KGgoA"));
  g_assert_cmpstr (behind, ==, "\",\n  \"b\": 1\n}");
  g_assert_cmpuint (strlen (within), ==,
                    strlen (data) + 1); /* one letter stands before the gap, two signs at its end */
}

/* What only looks like a data URL, or is a short one, stands there whole; what is none inside cuts no character. */
static void
test_no_gaps (void)
{
  g_autofree char *data = g_strnfill (5000, 'A');
  g_autofree char *plain = g_strdup_printf ("[\"%s\"]", data);
  g_autofree char *text = g_strdup_printf ("[\"data:text/plain,%s\"]", data);
  g_autofree char *key = g_strdup_printf ("{\"data:a;base64,%s\":1}", data);
  g_autofree char *wide = g_strdup_printf ("[\"data:;base64,1世世世世世%s\"]", data);
  const char *const none[] = { plain, text, key, "[\"data:a;base64,AAAA\"]", "[\"data:", "[]" };
  g_autoptr (TriDocument) cut = new_document (wide, -1);
  g_autofree char *shown = dup_shown (cut);
  g_autofree char *all = tri_document_dup_range (cut, 0, G_MAXSIZE);

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_autoptr (TriDocument) document = new_document (none[i], -1);

      g_assert_cmpuint (tri_document_get_n_gaps (document), ==, 0);
    }
  g_assert_cmpuint (tri_document_get_n_gaps (cut), ==, 1);
  g_assert_true (g_utf8_validate (shown, -1, NULL));
  g_assert_nonnull (strstr (all, "1世世世世世AAAA"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lines/rows", test_rows);
  g_test_add_func ("/lines/joined", test_joined);
  g_test_add_func ("/lines/displayable", test_displayable);
  g_test_add_func ("/lines/laws", test_laws);
  g_test_add_func ("/lines/hostile", test_hostile);
  g_test_add_func ("/search/ordinary", test_search);
  g_test_add_func ("/search/much", test_search_much);
  g_test_add_func ("/document/ordinary", test_document);
  g_test_add_func ("/document/very-large", test_very_large);
  g_test_add_func ("/node/long-array", test_long_array);
  g_test_add_func ("/document/gaps", test_gaps);
  g_test_add_func ("/document/no-gaps", test_no_gaps);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The Rosetta table, and what it makes of documents: one folder for each case, tests/cases/rosetta/CASE, found by
 * listing them.
 *
 *   FORMAT-request.json, FORMAT-response.json   given: documents that say the same, each in its own way
 *   FORMAT-events.jsonl                         given: the data of some events of a stream, one a line
 *   fields.txt                                  expected: the rows of requests and responses, and of the events;
 *                                               below each first row of a meaning what changes from format to format,
 *                                               and how its note begins
 *
 * TRI_UPDATE=1 in the environment writes what is expected anew; the difference is to be read like code.
 *
 * A cell counts as covered when a row of a case shows its value, so also its links and its note. All of them have to
 * be, and of each meaning that two formats have a case has to hold both, linked.
 *
 * Beside the examples stand laws: every leaf stands in exactly one row, whatever the documents; who is linked with a
 * counterpart is linked back; whatever the table names exists. And there are lists of what is published,
 * tests/published: FORMAT-PLACE.txt, a path a line, in the notation of the cells; each has its cell.
 */

#include <string.h>

#include "core/fields.h"
#include "golden.h"

static gboolean updating;
static GHashTable *covered; /* TriCell → itself */
static GHashTable *linked;  /* "meaning place format format", of which a case holds both */
static guint n_cases;

/* Files */

static TriFieldMap *
map_bytes (const TriFormat *format, TriPlace place, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, &error);

  g_assert_no_error (error);
  return tri_field_map_new (format, place, index);
}

static TriFieldMap *
map_file (const char *folder, const TriFormat *format, TriPlace place)
{
  g_autofree char *name
      = g_strdup_printf ("%s-%s.json", format->id, place == TRI_PLACE_REQUEST ? "request" : "response");
  g_autoptr (GBytes) bytes = golden_read (folder, name);

  return bytes ? map_bytes (format, place, bytes) : NULL;
}

/* Laws */

static gboolean
is_leaf (const TriJsonToken *tokens, guint i)
{
  return !tokens[i].is_key
         && ((tokens[i].kind != TRI_JSON_OBJECT && tokens[i].kind != TRI_JSON_ARRAY) || tokens[i].next == i + 1);
}

static void
assert_each_leaf_once (const TriFields *fields, guint column, TriPlace place, TriFieldMap *map)
{
  guint n_tokens;
  const TriJsonToken *tokens;
  g_autofree guint *seen = NULL;

  if (!map)
    return;
  tokens = tri_json_index_get_tokens (tri_field_map_get_index (map), &n_tokens);
  seen = g_new0 (guint, n_tokens);
  for (guint row = 0; row < tri_fields_get_n_rows (fields); row++)
    {
      guint token = tri_fields_get_token (fields, row, column);

      if (tri_fields_get_row (fields, row)->place == place && token != TRI_JSON_NONE)
        seen[token]++;
    }
  for (guint i = 0; i < n_tokens; i++)
    g_assert_cmpuint (seen[i], ==, is_leaf (tokens, i) ? 1 : 0);
}

static void
assert_links (TriFieldMap *a, TriFieldMap *b)
{
  guint n_tokens;

  if (!a || !b)
    return;
  tri_json_index_get_tokens (tri_field_map_get_index (a), &n_tokens);
  for (guint i = 0; i < n_tokens; i++)
    {
      guint owner, nearest, back;
      const TriCell *cell = tri_field_map_find_cell (a, i, &owner);
      g_autoptr (GArray) there = tri_field_map_find_counterparts (a, i, b, &nearest);
      g_autoptr (GArray) here = NULL;
      gboolean is_linked_back = FALSE;

      if (there->len == 0)
        continue;
      g_assert_nonnull (cell);
      here = tri_field_map_find_counterparts (b, g_array_index (there, guint32, nearest), a, &back);
      for (guint k = 0; k < here->len; k++)
        is_linked_back |= g_array_index (here, guint32, k) == owner;
      g_assert_true (is_linked_back);
    }
}

/* Cases */

static char *
dup_link (const TriMeaning *meaning, guint place, const TriFormat *from, const TriFormat *to)
{
  static const char *const places[] = { "request", "response", "event" };

  return g_strdup_printf ("%s: %s of %s and %s", meaning->id, places[place], from->id, to->id);
}

/* Of each meaning that both hold, from one to the other. */
static void
follow_links (TriFieldMap *a, const TriFormat *from, TriFieldMap *b, const TriFormat *to)
{
  guint n;
  const TriMeaning *const *meanings = tri_rosetta_list (&n);

  for (guint i = 0; a && b && i < n; i++)
    {
      g_autoptr (GArray) here = tri_field_map_list (a, meanings[i]);
      g_autoptr (GArray) there = tri_field_map_list (b, meanings[i]);
      g_autoptr (GArray) found = NULL;

      if (here->len == 0 || there->len == 0)
        continue;
      found = tri_field_map_find_counterparts (a, g_array_index (here, guint32, 0), b, NULL);
      g_assert_cmpmem (found->data, found->len * sizeof (guint32), there->data, there->len * sizeof (guint32));
      g_hash_table_add (linked, dup_link (meanings[i], tri_field_map_get_place (a), from, to));
    }
}

static void
append_changes (GString *out, const TriFieldRow *row, const TriFormat *const *formats, guint n)
{
  g_autofree char *start = g_utf8_substring (row->meaning->note, 0, MIN (40, g_utf8_strlen (row->meaning->note, -1)));

  for (guint a = 0; a < n; a++)
    for (guint b = a + 1; b < n; b++)
      {
        TriChange change = tri_meaning_get_change (row->meaning, formats[a], formats[b], row->place);
        g_autofree char *label = tri_change_dup_label (change);

        if (tri_meaning_get_cell (row->meaning, formats[a], row->place)
            || tri_meaning_get_cell (row->meaning, formats[b], row->place))
          g_string_append_printf (out, "    %s → %s: %s\n", formats[a]->id, formats[b]->id, label);
      }
  g_string_append_printf (out, "    “%s…”\n", start);
}

static void
append_row (GString *out, const TriFields *fields, guint row, const TriFormat *const *formats)
{
  const TriFieldRow *at = tri_fields_get_row (fields, row);
  g_autofree char *differences = tri_field_differences_dup_label (at->differences);

  g_string_append_printf (out, "%s  %s", at->place == TRI_PLACE_REQUEST ? "request" : "response",
                          at->meaning ? at->meaning->id : "not in the published API");
  if (at->instance > 0)
    g_string_append_printf (out, " %u", at->instance + 1);
  if (*differences)
    g_string_append_printf (out, "  (%s)", differences);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < tri_fields_get_n_columns (fields); i++)
    {
      g_autofree char *path = tri_fields_dup_path (fields, row, i);
      g_autofree char *raw = tri_fields_dup_raw (fields, row, i);

      if (path)
        g_string_append_printf (out, "    %-11s %s = %s\n", formats[i]->id, path, raw);
    }
  if (at->meaning && at->instance == 0)
    append_changes (out, at, formats, tri_fields_get_n_columns (fields));
}

/* A row is shown for each leaf. */
static void
count_map (TriFieldMap *map)
{
  guint n_tokens;
  const TriJsonToken *tokens;

  if (!map)
    return;
  tokens = tri_json_index_get_tokens (tri_field_map_get_index (map), &n_tokens);
  for (guint i = 0; i < n_tokens; i++)
    if (is_leaf (tokens, i) && tri_field_map_get_cell (map, i))
      g_hash_table_add (covered, (gpointer) tri_field_map_get_cell (map, i));
}

static void
append_whole_event (GString *out, TriFieldMap *map, const TriFormat *format, guint number)
{
  const TriCell *cell = tri_field_map_get_cell (map, 0);

  if (!cell)
    return;
  g_string_append_printf (out, "event  %-11s %u  %s\n", format->id, number, cell->meaning);
  g_hash_table_add (covered, (gpointer) cell);
}

static void
append_events (GString *out, const char *folder, const TriFormat *format)
{
  g_autofree char *name = g_strdup_printf ("%s-events.jsonl", format->id);
  g_autoptr (GBytes) bytes = golden_read (folder, name);
  g_autofree char *text = bytes ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
  g_auto (GStrv) lines = text ? g_strsplit (text, "\n", -1) : NULL;

  for (guint i = 0; lines && lines[i]; i++)
    {
      g_autoptr (GBytes) line = g_bytes_new (lines[i], strlen (lines[i]));
      g_autoptr (TriFieldMap) map = lines[i][0] ? map_bytes (format, TRI_PLACE_EVENT, line) : NULL;
      guint n_tokens = 0;
      const TriJsonToken *tokens = map ? tri_json_index_get_tokens (tri_field_map_get_index (map), &n_tokens) : NULL;

      count_map (map);
      if (map)
        append_whole_event (out, map, format, i + 1);
      for (guint k = 0; k < n_tokens; k++)
        if (is_leaf (tokens, k))
          {
            const TriCell *cell = tri_field_map_get_cell (map, k);
            g_autofree char *path = tri_json_index_dup_path (tri_field_map_get_index (map), k);
            g_autofree char *raw = tri_json_index_dup_raw (tri_field_map_get_index (map), k);

            g_string_append_printf (out, "event  %-11s %u  %s = %s  %s\n", format->id, i + 1, path, raw,
                                    cell ? cell->meaning : "not in the published API");
          }
    }
}

static void
expect (const char *folder, const char *found)
{
  g_autofree char *path = g_build_filename (folder, "fields.txt", NULL);
  g_autofree char *expected = NULL;

  if (updating)
    {
      g_assert_true (g_file_set_contents (path, found, -1, NULL));
      return;
    }
  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  g_assert_cmpstr (found, ==, expected);
}

static void
test_case (gconstpointer data)
{
  const char *folder = data;
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);
  g_autofree TriFieldSource *sources = g_new0 (TriFieldSource, n);
  g_autoptr (TriFields) fields = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      sources[i].request = map_file (folder, formats[i], TRI_PLACE_REQUEST);
      sources[i].response = map_file (folder, formats[i], TRI_PLACE_RESPONSE);
      count_map (sources[i].request);
      count_map (sources[i].response);
    }
  fields = tri_fields_new (sources, n);
  for (guint row = 0; row < tri_fields_get_n_rows (fields); row++)
    append_row (out, fields, row, formats);
  for (guint i = 0; i < n; i++)
    append_events (out, folder, formats[i]);

  for (guint i = 0; i < n; i++)
    {
      assert_each_leaf_once (fields, i, TRI_PLACE_REQUEST, sources[i].request);
      assert_each_leaf_once (fields, i, TRI_PLACE_RESPONSE, sources[i].response);
      for (guint k = 0; k < n; k++)
        {
          assert_links (sources[i].request, sources[k].request);
          assert_links (sources[i].response, sources[k].response);
          follow_links (sources[i].request, formats[i], sources[k].request, formats[k]);
          follow_links (sources[i].response, formats[i], sources[k].response, formats[k]);
        }
    }
  expect (folder, out->str);
  n_cases++;
  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&sources[i].request, tri_field_map_unref);
      g_clear_pointer (&sources[i].response, tri_field_map_unref);
    }
}

/* Random documents: half of the names are ones that the formats know, so that patterns are met half-way too. */
static void
append_random (GString *out, GRand *random, guint depth)
{
  static const char *const names[]
      = { "choices", "message", "content", "type",    "role",   "output", "text",     "usage", "tools", "function",
          "input",   "a",       "b c",     "\\u0061", "status", "format", "messages", "name",  "",      "metadata" };
  static const char *const words[] = { "\"message\"", "\"user\"", "\"output_text\"",   "\"function\"", "1", "-0.50",
                                       "true",        "null",     "\"\\u006dessage\"", "[]",           "{}" };
  guint what = depth > 6 ? 0 : g_rand_int_range (random, 0, 3);
  guint n = g_rand_int_range (random, 0, 5);

  if (what == 0)
    {
      g_string_append (out, words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
      return;
    }
  g_string_append_c (out, what == 1 ? '{' : '[');
  for (guint i = 0; i < n; i++)
    {
      g_string_append (out, i > 0 ? "," : "");
      if (what == 1)
        g_string_append_printf (out, "\"%s\":", names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))]);
      append_random (out, random, depth + 1);
    }
  g_string_append_c (out, what == 1 ? '}' : ']');
}

static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261128);
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);

  for (guint round = 0; round < 400; round++)
    {
      g_autofree TriFieldSource *sources = g_new0 (TriFieldSource, n);
      g_autoptr (TriFields) fields = NULL;

      for (guint i = 0; i < n; i++)
        for (guint place = 0; place < 2; place++)
          {
            g_autoptr (GString) text = g_string_new (NULL);
            g_autoptr (GBytes) bytes = NULL;
            TriFieldMap *map;

            append_random (text, random, 0);
            bytes = g_bytes_new (text->str, text->len);
            map = map_bytes (formats[i], place, bytes);
            *(place == TRI_PLACE_REQUEST ? &sources[i].request : &sources[i].response) = map;
          }
      fields = tri_fields_new (sources, n);
      for (guint i = 0; i < n; i++)
        {
          assert_each_leaf_once (fields, i, TRI_PLACE_REQUEST, sources[i].request);
          assert_each_leaf_once (fields, i, TRI_PLACE_RESPONSE, sources[i].response);
          assert_links (sources[i].request, sources[(i + 1) % n].request);
          g_clear_pointer (&sources[i].request, tri_field_map_unref);
          g_clear_pointer (&sources[i].response, tri_field_map_unref);
        }
    }
}

/* Runs last: what the cases held. A run of some of them only (-p) holds less, and shows nothing. */
static void
test_coverage (void)
{
  static const char *const places[] = { "request", "response", "event" };
  guint n_formats, n_cells = 0, n_covered = 0;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  if (n_cases == 0)
    return;
  for (guint f = 0; f < n_formats; f++)
    for (guint i = 0; i < formats[f]->cells->n; i++)
      {
        const TriCell *cell = &formats[f]->cells->list[i];

        n_cells++;
        if (g_hash_table_contains (covered, cell))
          n_covered++;
        else
          g_printerr ("no case holds %s %s %s\n", formats[f]->id, places[cell->place], cell->path);
      }
  g_test_message ("covered: %u of %u cells", n_covered, n_cells);
  g_assert_cmpuint (n_covered, ==, n_cells);
}

static void
test_links (void)
{
  guint n, n_formats, n_links = 0, n_followed = 0;
  const TriMeaning *const *meanings = tri_rosetta_list (&n);
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  for (guint i = 0; n_cases > 0 && i < n; i++)
    for (guint place = 0; place < TRI_PLACE_EVENT; place++)
      for (guint a = 0; a < n_formats; a++)
        for (guint b = 0; b < n_formats; b++)
          {
            g_autofree char *link = dup_link (meanings[i], place, formats[a], formats[b]);

            if (a == b || !tri_meaning_get_cell (meanings[i], formats[a], place)
                || !tri_meaning_get_cell (meanings[i], formats[b], place))
              continue;
            n_links++;
            if (g_hash_table_contains (linked, link))
              n_followed++;
            else
              g_printerr ("no case holds both: %s\n", link);
          }
  g_test_message ("followed: %u of %u links", n_followed, n_links);
  g_assert_cmpuint (n_followed, ==, n_links);
}

int
main (int argc, char *argv[])
{
  g_autofree char *root = NULL;
  g_autoptr (GPtrArray) names = NULL;

  g_test_init (&argc, &argv, NULL);
  updating = g_getenv ("TRI_UPDATE") != NULL;
  covered = g_hash_table_new (NULL, NULL);
  linked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_test_add_func ("/fields/random", test_random);

  root = g_test_build_filename (G_TEST_DIST, "cases", "rosetta", NULL);
  names = golden_list (root);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_strconcat ("/fields/case/", names->pdata[i], NULL);

      g_test_add_data_func_full (path, g_build_filename (root, names->pdata[i], NULL), test_case, g_free);
    }
  g_test_add_func ("/coverage/cells", test_coverage);
  g_test_add_func ("/coverage/links", test_links);
  return g_test_run ();
}

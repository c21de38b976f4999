/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The facet Fields, and fields that are linked between columns.
 *
 * For each golden case of the Rosetta table, tests/cases/rosetta/CASE, found by listing them, the documents stand side
 * by side as they do in columns, and each field that has counterparts is chosen in each of them: what is marked in the
 * others must be what the table says.
 */

#include <adwaita.h>
#include <string.h>

#include "core/field-list.h"
#include "golden.h"
#include "ui/columns.h"
#include "ui/fields-view.h"
#include "ui/link-line.h"
#include "ui/linked-view.h"
#include "ui/lines-view.h"
#include "ui-fixture.h"

#define MAX_COLUMNS 8

/* Linked documents */

typedef struct
{
  GtkWindow *window;
  TriLinks *links;
  GtkBox *box;
  TriJsonView *views[MAX_COLUMNS];
  guint n;
} Desk;

static void
desk_open (Desk *desk)
{
  g_autoptr (TriComparison) comparison = tri_comparison_new ();
  g_autoptr (TriServer) server = tri_server_new ("Server", "http://127.0.0.1:1/v1", NULL, NULL, "m");

  tri_comparison_add_all_formats (comparison, server);
  *desk = (Desk){ 0 };
  desk->window = GTK_WINDOW (gtk_window_new ());
  desk->links = tri_links_new (comparison, desk->window);
  desk->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_box_set_homogeneous (desk->box, TRUE);
  gtk_window_set_child (desk->window, GTK_WIDGET (desk->box));
  gtk_window_set_default_size (desk->window, 900, 500);
  gtk_window_present (desk->window);
}

static void
desk_add (Desk *desk, const TriFormat *format, TriPlace place, GBytes *bytes)
{
  TriJsonView *view = TRI_JSON_VIEW (tri_json_view_new (format->title));

  tri_linked_view_set_format (tri_linked_view_new (view, place), format);
  gtk_box_append (desk->box, GTK_WIDGET (view));
  tri_json_view_set_body (view, bytes, TRUE);
  desk->views[desk->n++] = view;
}

static void
wait_until_loaded (TriJsonView *view)
{
  while (!tri_json_view_get_document (view))
    g_main_context_iteration (NULL, TRUE);
}

static TriLinkedView *
get_linked (Desk *desk, guint i)
{
  return tri_linked_view_find (desk->views[i]);
}

static GBytes *
read_case (const char *folder, const TriFormat *format, TriPlace place)
{
  g_autofree char *name
      = g_strdup_printf ("%s-%s.json", format->id, place == TRI_PLACE_REQUEST ? "request" : "response");

  return golden_read (folder, name);
}

/* The letters of a text view from one byte to another carry the tag. */
static void
assert_tagged (TriJsonView *view, const TriMark *mark)
{
  GtkWidget *text = tri_json_view_get_text_view (view);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "tri-nearest");
  const char *shown = g_bytes_get_data (tri_document_get_shown (tri_json_view_get_document (view)), NULL);
  GtkTextIter start, end;

  g_assert_nonnull (tag);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) g_utf8_strlen (shown, (gssize) mark->start));
  gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) g_utf8_strlen (shown, (gssize) mark->end));
  g_assert_true (gtk_text_iter_starts_tag (&start, tag));
  g_assert_true (gtk_text_iter_ends_tag (&end, tag));
}

/* What the table says of the token is what is marked in the other view. */
static void
assert_marked (Desk *desk, guint from, guint token, guint to)
{
  TriFieldMap *here = tri_linked_view_get_map (get_linked (desk, from));
  TriFieldMap *there = tri_linked_view_get_map (get_linked (desk, to));
  GArray *marks = tri_linked_view_get_marks (get_linked (desk, to));
  const TriJsonToken *tokens = tri_json_index_get_tokens (tri_field_map_get_index (there), NULL);
  guint nearest, n_nearest = 0;
  g_autoptr (GArray) counterparts = tri_field_map_find_counterparts (here, token, there, &nearest);

  for (guint i = 0; i < marks->len; i++)
    {
      const TriMark *mark = &g_array_index (marks, TriMark, i);
      guint expected;

      if (!mark->nearest)
        continue;
      expected = g_array_index (counterparts, guint32, nearest);
      n_nearest++;
      g_assert_cmpuint (mark->start, <=, tokens[expected].start);
      g_assert_cmpuint (mark->end, >, tokens[expected].start);
      g_assert_cmpuint (mark->end, <=, tokens[expected].end);
      assert_tagged (desk->views[to], mark);
    }
  g_assert_cmpuint (n_nearest, ==, counterparts->len > 0 ? 1 : 0);
}

static guint
choose_all (Desk *desk, guint from)
{
  TriFieldMap *map = tri_linked_view_get_map (get_linked (desk, from));
  guint n_tokens, n_chosen = 0;
  const TriJsonToken *tokens = tri_json_index_get_tokens (tri_field_map_get_index (map), &n_tokens);

  for (guint i = 0; i < n_tokens; i++)
    {
      const TriCell *cell = tri_field_map_get_cell (map, i);
      const TriLink *link;

      if (!cell || tokens[i].is_key)
        continue;
      tri_linked_view_choose (get_linked (desk, from), tokens[i].start);
      link = tri_links_get_chosen (desk->links);
      /* Inside an array that holds nothing but what means something by itself, that is meant. */
      if (!link || !link->meaning || !g_str_equal (link->meaning->id, cell->meaning))
        continue;
      n_chosen++;
      for (guint to = 0; to < desk->n; to++)
        assert_marked (desk, from, i, to);
    }
  return n_chosen;
}

static void
test_case (gconstpointer folder)
{
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  for (TriPlace place = TRI_PLACE_REQUEST; place <= TRI_PLACE_RESPONSE; place++)
    {
      Desk desk;
      guint n_chosen = 0;

      desk_open (&desk);
      for (guint i = 0; i < n_formats; i++)
        {
          g_autoptr (GBytes) bytes = read_case (folder, formats[i], place);

          if (bytes)
            desk_add (&desk, formats[i], place, bytes);
        }
      gtk_test_widget_wait_for_draw (GTK_WIDGET (desk.window));
      for (guint i = 0; i < desk.n; i++)
        n_chosen += choose_all (&desk, i);
      g_test_message ("chosen: %u fields of %u documents", n_chosen, desk.n);
      close_window (desk.window);
    }
}

static GBytes *
new_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

/* Pointing passes, choosing stays, and clearing leaves nothing. */
static void
test_point_and_choose (void)
{
  Desk desk;
  g_autoptr (GBytes) one = new_bytes ("{\"model\":\"m\",\"temperature\":0.7,\"max_tokens\":5}");
  g_autoptr (GBytes) two = new_bytes ("{\"model\":\"m\",\"temperature\":0.7,\"max_completion_tokens\":5,\"own\":1}");
  const char *shown;

  desk_open (&desk);
  desk_add (&desk, tri_format_find ("completions"), TRI_PLACE_REQUEST, one);
  desk_add (&desk, tri_format_find ("chat"), TRI_PLACE_REQUEST, two);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (desk.window));
  shown = g_bytes_get_data (tri_document_get_shown (tri_json_view_get_document (desk.views[0])), NULL);

  tri_linked_view_choose (get_linked (&desk, 0), (gsize) (strstr (shown, "temperature") - shown));
  g_assert_cmpstr (tri_links_get_shown (desk.links)->meaning->id, ==, "temperature");
  tri_linked_view_point (get_linked (&desk, 0), (gsize) (strstr (shown, "max_tokens") - shown));
  g_assert_cmpstr (tri_links_get_shown (desk.links)->meaning->id, ==, "output-limit");
  g_assert_cmpuint (tri_linked_view_get_marks (get_linked (&desk, 1))->len, ==, 1);
  tri_links_point (desk.links, NULL, NULL);
  g_assert_cmpstr (tri_links_get_shown (desk.links)->meaning->id, ==, "temperature");
  /* Between the words of a line its name is meant. */
  tri_linked_view_point (get_linked (&desk, 0), (gsize) (strstr (shown, ": 0.7") - shown));
  g_assert_cmpstr (tri_links_get_shown (desk.links)->meaning->id, ==, "temperature");

  tri_links_choose (desk.links, NULL, NULL);
  g_assert_null (tri_links_get_shown (desk.links));
  g_assert_null (tri_links_dup_note (desk.links));
  for (guint i = 0; i < desk.n; i++)
    g_assert_cmpuint (tri_linked_view_get_marks (get_linked (&desk, i))->len, ==, 0);

  /* What the published API does not have is said to be so. */
  shown = g_bytes_get_data (tri_document_get_shown (tri_json_view_get_document (desk.views[1])), NULL);
  tri_linked_view_choose (get_linked (&desk, 1), (gsize) (strstr (shown, "own") - shown));
  g_assert_null (tri_links_get_shown (desk.links)->meaning);
  g_assert_cmpstr (tri_links_get_shown (desk.links)->path, ==, "own");
  close_window (desk.window);
}

/* A document that is shown in rows is marked there, and one that is read in a worker once it is. */
static void
test_rows (void)
{
  Desk desk;
  g_autoptr (GString) large = g_string_new ("{\"id\":\"x\",\"choices\":[");
  g_autoptr (GBytes) one = new_bytes ("{\"id\":\"y\",\"status\":\"completed\"}");
  g_autoptr (GBytes) two = NULL;
  const char *shown;
  GArray *marks;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (large, "%s{\"index\":%u,\"message\":{\"content\":\"word %u of many words\"}}", i ? "," : "",
                            i, i);
  g_string_append (large, "],\"usage\":{\"prompt_tokens\":7}}");
  two = g_bytes_new (large->str, large->len);
  desk_open (&desk);
  desk_add (&desk, tri_format_find ("responses"), TRI_PLACE_RESPONSE, one);
  desk_add (&desk, tri_format_find ("chat"), TRI_PLACE_RESPONSE, two);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (desk.window));
  wait_until_loaded (desk.views[1]);
  g_assert_true (TRI_IS_LINES_VIEW (tri_json_view_get_text_view (desk.views[1])));

  shown = g_bytes_get_data (tri_document_get_shown (tri_json_view_get_document (desk.views[0])), NULL);
  tri_linked_view_choose (get_linked (&desk, 0), (gsize) (strstr (shown, "id") - shown));
  marks = tri_linked_view_get_marks (get_linked (&desk, 1));
  while (marks->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (marks->len, ==, 1);
  shown = g_bytes_get_data (tri_document_get_shown (tri_json_view_get_document (desk.views[1])), NULL);
  g_assert_true (g_str_has_prefix (shown + g_array_index (marks, TriMark, 0).start, "\"id\": \"x\""));

  /* Of thousands of one meaning a few are marked, around the one that stands as the chosen one does. */
  tri_linked_view_choose (get_linked (&desk, 1), (gsize) (strstr (shown, "word 9000 of") - shown));
  g_assert_cmpstr (tri_links_get_chosen (desk.links)->meaning->id, ==, "text");
  g_assert_cmpuint (tri_links_get_chosen (desk.links)->instance, ==, 9000);
  g_assert_cmpuint (marks->len, ==, 32);
  close_window (desk.window);
}

/* The table */

static void
show_facet (TriWindow *window, const char *facet)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "facet", g_variant_new_string (facet));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
}

static TriFieldsView *
wait_for_fields (TriWindow *window)
{
  TriFieldsView *view = find (window, TRI_TYPE_FIELDS_VIEW);

  while (tri_fields_view_is_busy (view))
    g_main_context_iteration (NULL, TRUE);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  return view;
}

static guint
count_rows (TriFieldsView *view, TriPlace place)
{
  GArray *list = tri_fields_view_get_list (view);
  guint n = 0;

  for (guint i = 0; list && i < list->len; i++)
    {
      const TriFieldEntry *entry = &g_array_index (list, TriFieldEntry, i);

      n += entry->row != TRI_FIELD_HEADING && entry->place == place;
    }
  return n;
}

/* Before anything was sent the table shows what would be; then what was, and what came. */
static void
test_table (void)
{
  TriWindow *window = new_window ();
  TriFieldsView *view;

  show_facet (window, "fields");
  view = wait_for_fields (window);
  g_assert_cmpuint (count_rows (view, TRI_PLACE_REQUEST), >=, 3);
  g_assert_cmpuint (count_rows (view, TRI_PLACE_RESPONSE), ==, 0);
  send_and_wait (window);
  view = wait_for_fields (window);
  g_assert_cmpuint (count_rows (view, TRI_PLACE_RESPONSE), >=, 3);

  /* Columns come and go while the table is looked at. */
  g_action_group_activate_action (G_ACTION_GROUP (window), "add-column", g_variant_new_string ("chat"));
  wait_for_fields (window);
  g_action_group_activate_action (G_ACTION_GROUP (window), "remove-column", g_variant_new_uint32 (0));
  settle ();
  wait_for_fields (window);
  show_facet (window, "response");
  show_facet (window, "fields");
  close_window (window);
}

/* What is pointed at stays where it is, however much is said of it. */
static void
test_note_keeps_its_height (void)
{
  TriWindow *window = new_window ();
  TriLinks *links = tri_links_find (GTK_WIDGET (window));
  GtkWidget *line = find (window, TRI_TYPE_LINK_LINE);
  guint n_meanings;
  const TriMeaning *const *meanings = tri_rosetta_list (&n_meanings);
  int height;

  show_facet (window, "request");
  height = gtk_widget_get_height (line);
  g_assert_cmpint (height, >, 0);
  for (guint i = 0; i < n_meanings; i += 10)
    {
      tri_links_point (links, &(TriLink){ meanings[i], TRI_PLACE_REQUEST, 0, "x", FALSE }, window);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
      g_assert_cmpint (gtk_widget_get_height (line), ==, height);
    }
  close_window (window);
}

/* What is chosen in the table is chosen in the documents, and the other way round. */
static void
test_table_is_linked (void)
{
  TriWindow *window = new_window ();
  TriLinks *links = tri_links_find (GTK_WIDGET (window));
  TriFieldsView *view;
  TriJsonView *request;
  const char *shown;

  show_facet (window, "fields");
  view = wait_for_fields (window);
  tri_fields_view_select (view, 1);
  g_assert_nonnull (tri_links_get_chosen (links));
  g_assert_cmpstr (tri_links_get_chosen (links)->meaning->id, ==, "model");

  show_facet (window, "request");
  request = find (find (window, TRI_TYPE_COLUMNS), TRI_TYPE_JSON_VIEW);
  while (!gtk_widget_get_mapped (GTK_WIDGET (request)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (tri_linked_view_get_marks (tri_linked_view_find (request))->len, ==, 1);
  shown = g_bytes_get_data (tri_document_get_shown (tri_json_view_get_document (request)), NULL);
  tri_linked_view_choose (tri_linked_view_find (request), (gsize) (strstr (shown, "\"prompt\"") - shown));

  show_facet (window, "fields");
  view = wait_for_fields (window);
  g_assert_cmpuint (tri_fields_view_find_next (view, 0), ==, 1);
  g_assert_cmpstr (tri_links_get_chosen (links)->meaning->id, ==, "user-text");
  g_action_group_activate_action (G_ACTION_GROUP (window), "counterpart", NULL);
  close_window (window);
}

int
main (int argc, char *argv[])
{
  g_autofree char *root = NULL;
  g_autoptr (GPtrArray) names = NULL;

  init_ui_tests (&argc, &argv);
  g_test_add_func ("/links/point-and-choose", test_point_and_choose);
  g_test_add_func ("/links/rows", test_rows);
  g_test_add_func ("/fields-view/table", test_table);
  g_test_add_func ("/fields-view/linked", test_table_is_linked);
  g_test_add_func ("/fields-view/note", test_note_keeps_its_height);

  root = g_test_build_filename (G_TEST_DIST, "cases", "rosetta", NULL);
  names = golden_list (root);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_strconcat ("/links/case/", names->pdata[i], NULL);

      g_test_add_data_func_full (path, g_build_filename (root, names->pdata[i], NULL), test_case, g_free);
    }
  return run_ui_tests ();
}

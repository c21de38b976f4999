/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The widgets from inside: every template can be made and is gone afterwards, commands do what they say, and what a
 * person selected stays selected while somebody types. What a person does from outside is told by the journeys.
 */

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "core/samples.h"
#include "ui/body-dialog.h"
#include "ui/column-strip.h"
#include "ui/column-view.h"
#include "ui/composer.h"
#include "ui/document-view.h"
#include "ui/events-view.h"
#include "ui/fact-line.h"
#include "ui/facts.h"
#include "ui/fill-dialog.h"
#include "ui/gaps-view.h"
#include "ui/json-view.h"
#include "ui/lines-view.h"
#include "ui/output-rows.h"
#include "ui/output-view.h"
#include "ui/request-view.h"
#include "ui/response-view.h"
#include "ui/search-bar.h"
#include "ui/server-dialog.h"
#include "ui/servers.h"
#include "ui/settings-popover.h"
#include "ui/source.h"
#include "ui/turn-row.h"
#include "ui/zoom.h"
#include "ui-fixture.h"

static void
activate (TriWindow *window, const char *name, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), name, parameter);
}

static void
assert_goes (GtkWidget *widget)
{
  assert_gone (g_object_ref_sink (widget), g_object_unref);
}

static void
test_templates (void)
{
  g_autoptr (GListStore) servers = new_servers ();
  GtkWindow *dialog = GTK_WINDOW (tri_server_dialog_new (NULL, servers));

  assert_goes (tri_document_view_new ("Document"));
  assert_goes (tri_events_view_new ());
  assert_goes (tri_gaps_view_new ());
  assert_goes (tri_json_view_new ("JSON"));
  assert_goes (tri_lines_view_new ("Lines"));
  assert_goes (tri_output_rows_new ());
  assert_goes (tri_output_view_new ());
  assert_goes (tri_request_view_new ());
  assert_goes (tri_response_view_new ());
  assert_goes (tri_turn_row_new (TRI_ROLE_ASSISTANT, "text"));
  assert_goes (g_object_new (TRI_TYPE_COMPOSER, NULL));
  assert_goes (g_object_new (TRI_TYPE_FACT_LINE, NULL));
  assert_goes (g_object_new (TRI_TYPE_SEARCH_BAR, NULL));
  assert_goes (g_object_new (TRI_TYPE_SETTINGS_POPOVER, NULL));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_window_destroy (dialog);
  settle ();
  g_assert_null (dialog);
}

/* Windows beside the window, which are made anew each time, are gone when they are closed. */
static void
test_other_windows (void)
{
  static const char *const commands[] = { "preferences", "servers", "help", "add-server" };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      TriWindow *window = new_window ();
      guint n_before = g_list_model_get_n_items (gtk_window_get_toplevels ());
      gpointer other = NULL;

      activate (window, commands[i], NULL);
      g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, n_before + 1);
      for (guint j = 0; j <= n_before && !other; j++)
        {
          g_autoptr (GtkWindow) each = g_list_model_get_item (gtk_window_get_toplevels (), j);

          if (gtk_window_get_transient_for (each) == GTK_WINDOW (window))
            other = each;
        }
      g_assert_nonnull (other);
      settle ();
      close_window (other);
      close_window (window);
    }
}

/* Steps up and down lead to the ends and no further, from wherever the text size stands. */
static void
test_zoom (void)
{
  TriZoom *zoom = tri_zoom_get ();
  static const struct
  {
    int from, by, to;
  } rows[] = {
    { 100, 1, 110 }, { 100, -1, 90 }, { 300, 1, 300 }, { 50, -1, 50 },
    { 101, 1, 110 }, { 99, 1, 100 },  { 99, -1, 90 },  { 217, 0, 100 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      tri_zoom_set_percent (zoom, rows[i].from);
      tri_zoom_step (zoom, rows[i].by);
      g_assert_cmpint (tri_zoom_get_percent (zoom), ==, rows[i].to);
    }
  tri_zoom_set_percent (zoom, 100000);
  g_assert_cmpint (tri_zoom_get_percent (zoom), ==, TRI_ZOOM_MAX);
  tri_zoom_set_percent (zoom, -1);
  g_assert_cmpint (tri_zoom_get_percent (zoom), ==, TRI_ZOOM_MIN);
  tri_zoom_set_percent (zoom, 100);
}

static void
test_window (void)
{
  close_window (new_window ());
}

static void
test_facets (void)
{
  TriWindow *window = new_window ();
  static const char *const facets[] = { "request", "response", "events", "output", "request" };

  for (int sent = 0; sent < 2; sent++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (facets); i++)
        {
          g_autoptr (GVariant) state = NULL;

          activate (window, "facet", g_variant_new_string (facets[i]));
          state = g_action_group_get_action_state (G_ACTION_GROUP (window), "facet");
          g_assert_cmpstr (g_variant_get_string (state, NULL), ==, facets[i]);
          gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
        }
      if (!sent)
        send_and_wait (window);
    }
  close_window (window);
}

static void
test_send (void)
{
  TriWindow *window = new_window ();
  TriComparison *comparison = tri_window_get_comparison (window);

  send_and_wait (window);
  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      TriColumnView *view = find_nth (window, TRI_TYPE_COLUMN_VIEW, i);
      TriExchange *exchange = tri_column_get_exchange (tri_comparison_get_column (comparison, i));
      g_autofree char *answer = tri_reply_dup_text (tri_reader_get_reply (tri_exchange_get_reader (exchange)));
      g_autofree char *shown
          = tri_source_dup_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (tri_column_view_get_text_view (view))));

      g_assert_cmpint (tri_exchange_get_record (exchange)->ending, ==, TRI_ENDING_ANSWERED);
      g_assert_cmpstr (answer, !=, "");
      g_assert_cmpstr (shown, ==, answer);
      g_assert_false (tri_column_view_is_outdated (view));
    }
  close_window (window);
}

/* A window that is closed while answers run takes them with it. */
static void
test_close_while_running (void)
{
  TriWindow *window = new_window ();

  activate (window, "send", NULL);
  g_main_context_iteration (NULL, FALSE);
  close_window (window);
}

static void
test_invalid_is_not_sent (void)
{
  TriWindow *window = new_window ();
  TriComposer *composer = find (window, TRI_TYPE_COMPOSER);
  TriSettingsPopover *settings = find (composer, TRI_TYPE_SETTINGS_POPOVER);
  GtkEditable *entry;

  activate (window, "settings", NULL);
  entry = find (settings, GTK_TYPE_ENTRY);
  gtk_editable_set_text (entry, "many");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  activate (window, "send", NULL);
  g_assert_false (tri_comparison_is_running (tri_window_get_comparison (window)));

  gtk_editable_set_text (entry, "12");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  g_assert_cmpstr (tri_composer_get_settings (composer)->values[TRI_SETTING_OUTPUT_LIMIT], ==, "12");
  gtk_popover_popdown (GTK_POPOVER (settings));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (find_nth (composer, GTK_TYPE_TEXT_VIEW, 1)), "", -1);
  activate (window, "send", NULL);
  g_assert_false (tri_comparison_is_running (tri_window_get_comparison (window)));
  close_window (window);
}

/* The views follow the columns: which view stands where is the comparison's order and nothing else. */
static void
assert_in_order (TriWindow *window)
{
  TriComparison *comparison = tri_window_get_comparison (window);
  guint n_columns = tri_comparison_get_n_columns (comparison);

  for (guint i = 0; i < n_columns; i++)
    g_assert_true (tri_column_view_get_column (find_nth (window, TRI_TYPE_COLUMN_VIEW, i))
                   == tri_comparison_get_column (comparison, i));
  g_assert_null (find_nth (window, TRI_TYPE_COLUMN_VIEW, n_columns));
}

static void
test_columns (void)
{
  TriWindow *window = new_window ();
  TriComparison *comparison = tri_window_get_comparison (window);
  guint n_columns = tri_comparison_get_n_columns (comparison);
  TriColumn *first = tri_comparison_get_column (comparison, 0);

  assert_in_order (window);
  activate (window, "add-column", g_variant_new_string (tri_column_get_format (first)->id));
  g_assert_cmpuint (tri_comparison_get_n_columns (comparison), ==, n_columns + 1);
  assert_in_order (window);

  activate (window, "move-column-right", g_variant_new_uint32 (0));
  g_assert_true (tri_comparison_get_column (comparison, 1) == first);
  assert_in_order (window);
  activate (window, "move-column-left", g_variant_new_uint32 (1));
  g_assert_true (tri_comparison_get_column (comparison, 0) == first);
  assert_in_order (window);

  /* There is nothing to the left of the first, and no column beyond the last. */
  activate (window, "move-column-left", g_variant_new_uint32 (0));
  activate (window, "remove-column", g_variant_new_uint32 (99));
  assert_in_order (window);

  while (tri_comparison_get_n_columns (comparison) > 1)
    {
      activate (window, "remove-column", g_variant_new_uint32 (0));
      settle ();
      assert_in_order (window);
    }
  /* The last one stays. */
  activate (window, "remove-column", g_variant_new_uint32 (0));
  settle ();
  g_assert_cmpuint (tri_comparison_get_n_columns (comparison), ==, 1);
  send_and_wait (window);
  close_window (window);
}

/* Whole columns of at least 300 pixels, one in any case, and never more than there are. */
static void
test_column_strip (void)
{
  static const struct
  {
    int width;
    guint n_children;
    guint n_fitting;
  } rows[] = {
    { 0, 3, 1 },    { 299, 3, 1 },  { 336, 3, 1 },  { 611, 3, 1 },  { 612, 3, 2 }, { 923, 3, 2 }, { 924, 3, 3 },
    { 4000, 3, 3 }, { 4000, 1, 1 }, { 1236, 4, 4 }, { 1235, 4, 3 }, { 500, 0, 0 }, { -5, 2, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *strip = g_object_ref_sink (g_object_new (TRI_TYPE_COLUMN_STRIP, NULL));

      for (guint j = 0; j < rows[i].n_children; j++)
        gtk_widget_set_parent (gtk_label_new ("x"), strip);
      g_assert_cmpuint (tri_column_strip_count_fitting (TRI_COLUMN_STRIP (strip), rows[i].width), ==,
                        rows[i].n_fitting);
      g_object_unref (strip);
    }
}

static void
test_request_keeps_selection (void)
{
  TriWindow *window = new_window ();
  TriComposer *composer = find (window, TRI_TYPE_COMPOSER);
  GtkTextBuffer *prompt = gtk_text_view_get_buffer (find_nth (composer, GTK_TYPE_TEXT_VIEW, 1));
  GtkTextBuffer *request;
  GtkTextIter start, end;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *selected = NULL;

  activate (window, "facet", g_variant_new_string ("request"));
  request
      = gtk_text_view_get_buffer (GTK_TEXT_VIEW (tri_column_view_get_text_view (find (window, TRI_TYPE_COLUMN_VIEW))));
  before = tri_source_dup_text (request);
  gtk_text_buffer_get_start_iter (request, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, "\"stream\"", 0, &start, &end, NULL));
  gtk_text_buffer_select_range (request, &start, &end);

  gtk_text_buffer_get_end_iter (prompt, &end);
  gtk_text_buffer_insert (prompt, &end, " Ünïcode 世界", -1);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  settle ();
  after = tri_source_dup_text (request);
  g_assert_cmpstr (after, !=, before);
  g_assert_nonnull (strstr (after, "世界"));
  g_assert_true (gtk_text_buffer_get_selection_bounds (request, &start, &end));
  selected = gtk_text_buffer_get_text (request, &start, &end, FALSE);
  g_assert_cmpstr (selected, ==, "\"stream\"");
  close_window (window);
}

/* Replacing the middle must never cut a character, whatever the two texts have in common. */
static void
test_replace (void)
{
  static const char *const texts[]
      = { "", "a", "é", "è", "éé", "éè", "aéb", "aèb", "世界", "世世界", "界", "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x81" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
      {
        g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
        g_autofree char *text = NULL;

        gtk_text_buffer_set_text (buffer, texts[i], -1);
        tri_source_replace (buffer, texts[i], strlen (texts[i]), texts[j], strlen (texts[j]));
        text = tri_source_dup_text (buffer);
        g_assert_cmpstr (text, ==, texts[j]);
      }
}

static GtkWindow *
new_window_with (GtkWidget *child)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_default_size (window, 500, 400);
  gtk_window_set_child (window, child);
  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (child);
  return window;
}

static void
set_body (TriJsonView *view, const char *text, gssize n_bytes)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, n_bytes < 0 ? strlen (text) : (gsize) n_bytes);

  tri_json_view_set_body (view, bytes, TRUE);
  while (!tri_json_view_get_document (view) || tri_document_get_exact (tri_json_view_get_document (view)) != bytes)
    g_main_context_iteration (NULL, TRUE);
}

static TriLinesView *
wait_for_rows (TriJsonView *view)
{
  TriLinesView *lines = TRI_LINES_VIEW (tri_json_view_get_text_view (view));

  while (tri_lines_view_get_n_rows (lines) == 0)
    g_main_context_iteration (NULL, TRUE);
  return lines;
}

/* What is shown where: a text view for what it can bear, rows for the rest, and back again. */
static void
test_json_view (void)
{
  TriJsonView *view = TRI_JSON_VIEW (tri_json_view_new ("JSON"));
  GtkWindow *window = new_window_with (GTK_WIDGET (view));
  g_autofree char *long_line = g_strnfill (3 * TRI_SHOWN_MAX_LINE_BYTES, 'x');
  g_autofree char *large = g_strnfill (5 * 1000 * 1000, 'y');
  g_autofree char *data = g_strdup_printf ("[\"data:a/b;base64,%s\"]", long_line);
  g_autofree char *text = NULL;
  GtkTextBuffer *buffer;

  set_body (view, "{\"a\":1}", -1);
  g_assert_true (GTK_SOURCE_IS_VIEW (tri_json_view_get_text_view (view)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (tri_json_view_get_text_view (view)));
  text = tri_source_dup_text (buffer);
  g_assert_cmpstr (text, ==, "{\n  \"a\": 1\n}");

  set_body (view, long_line, -1);
  g_assert_true (TRI_IS_LINES_VIEW (tri_json_view_get_text_view (view)));
  wait_for_rows (view);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 0);
  set_body (view, large, -1);
  wait_for_rows (view);

  set_body (view, "a\0\xff", 3);
  g_free (text);
  text = tri_source_dup_text (buffer);
  g_assert_cmpstr (text, ==, "a␀\xef\xbf\xbd");

  /* With the data left out of sight it is small. */
  set_body (view, data, -1);
  g_assert_true (GTK_SOURCE_IS_VIEW (tri_json_view_get_text_view (view)));
  gtk_text_buffer_get_char_count (buffer);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), <, 100);
  set_body (view, "", 0);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 0);
  gtk_window_destroy (window);
  settle ();
}

/* Whatever way a long line was cut, copying it gives the line; and rows that are not neighbours stay apart. */
static void
test_lines_copy (void)
{
  TriJsonView *view = TRI_JSON_VIEW (tri_json_view_new ("Text"));
  GtkWindow *window = new_window_with (GTK_WIDGET (view));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *all = NULL;
  g_autofree char *first = NULL;
  g_autofree char *apart = NULL;
  TriLinesView *lines;
  GtkListView *list;
  GtkSelectionModel *selection;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "%u 世界 é🦄\t%s", i, i % 500 == 499 ? "\n" : "");
  set_body (view, text->str, text->len);
  lines = wait_for_rows (view);
  g_assert_cmpuint (tri_lines_view_get_n_rows (lines), >, 100);
  g_assert_null (tri_lines_view_dup_selected (lines));

  gtk_widget_activate_action (GTK_WIDGET (lines), "lines.select-all", NULL);
  all = tri_lines_view_dup_selected (lines);
  g_string_truncate (text, text->len - 1); /* the last line end begins no row, and is none of any row */
  g_assert_cmpstr (all, ==, text->str);

  list = find (lines, GTK_TYPE_LIST_VIEW);
  selection = gtk_list_view_get_model (list);
  gtk_selection_model_select_item (selection, 0, TRUE);
  first = tri_lines_view_dup_selected (lines);
  g_assert_true (g_str_has_prefix (text->str, first));
  gtk_selection_model_select_item (selection, 2, FALSE);
  apart = tri_lines_view_dup_selected (lines);
  g_assert_true (g_str_has_prefix (apart, first));
  g_assert_cmpint (apart[strlen (first)], ==, '\n');
  gtk_window_destroy (window);
  settle ();
}

/* The colours of the letters at a place of a row, "" for none. */
static char *
dup_ink (TriLinesView *lines, guint row, guint at)
{
  GtkWidget *inscription = find_nth (lines, GTK_TYPE_INSCRIPTION, row);
  PangoAttrList *list = gtk_inscription_get_attributes (GTK_INSCRIPTION (inscription));
  PangoAttrIterator *iter = list ? pango_attr_list_get_iterator (list) : NULL;
  char *ink = NULL;
  int start, end;

  do
    {
      PangoAttribute *color = iter ? pango_attr_iterator_get (iter, PANGO_ATTR_FOREGROUND) : NULL;

      if (iter)
        pango_attr_iterator_range (iter, &start, &end);
      if (color && start <= (int) at && (int) at < end)
        ink = pango_color_to_string (&((PangoAttrColor *) color)->color);
    }
  while (iter && !ink && pango_attr_iterator_next (iter));
  g_clear_pointer (&iter, pango_attr_iterator_destroy);
  return ink ? ink : g_strdup ("");
}

/* A large document has the colours of a small one: keys, strings and numbers apart, others in the dark, and over them
 * what is searched for. */
static void
test_lines_colors (void)
{
  TriJsonView *view = TRI_JSON_VIEW (tri_json_view_new ("Text"));
  GtkWindow *window = new_window_with (GTK_WIDGET (view));
  g_autofree char *filler = g_strnfill (3 * TRI_SHOWN_MAX_LINE_BYTES, 'x');
  g_autofree char *json = g_strdup_printf ("{\"key\":\"text\",\"n\":12,\"long\":\"%s\"}", filler);
  g_autofree char *key = NULL, *text = NULL, *number = NULL, *bracket = NULL, *dark = NULL, *plain = NULL;
  TriLinesView *lines;

  set_body (view, json, -1);
  lines = wait_for_rows (view);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  bracket = dup_ink (lines, 0, 0);
  key = dup_ink (lines, 1, 3);    /* "key": "text" */
  text = dup_ink (lines, 1, 10);  /* as above */
  number = dup_ink (lines, 2, 7); /* "n": 12 */
  g_assert_cmpstr (bracket, ==, "");
  g_assert_cmpstr (key, !=, "");
  g_assert_cmpstr (text, !=, key);
  g_assert_cmpstr (number, !=, "");
  g_assert_cmpstr (number, !=, text);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  dark = dup_ink (lines, 1, 3);
  g_assert_cmpstr (dark, !=, key);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);

  set_body (view, filler, -1);
  lines = wait_for_rows (view);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  plain = dup_ink (lines, 0, 0);
  g_assert_cmpstr (plain, ==, "");
  gtk_window_destroy (window);
  settle ();
}

static void
wait_for_matches (TriLinesView *lines, guint n_matches)
{
  while (tri_lines_view_get_n_matches (lines) != n_matches)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_lines_search (void)
{
  TriJsonView *view = TRI_JSON_VIEW (tri_json_view_new ("Text"));
  GtkWindow *window = new_window_with (GTK_WIDGET (view));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *row = NULL;
  TriLinesView *lines;

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (text, i % 50000 == 7 ? "the Needle %u\n" : "hay %u\n", i);
  set_body (view, text->str, text->len);
  lines = wait_for_rows (view);

  /* What is asked for while the search runs is done when it has. */
  tri_lines_view_search (lines, "needle");
  g_assert_true (tri_lines_view_go (lines, TRUE, TRUE));
  wait_for_matches (lines, 4);
  row = tri_lines_view_dup_selected (lines);
  g_assert_cmpstr (row, ==, "the Needle 7");
  for (guint i = 1; i < 4; i++)
    g_assert_true (tri_lines_view_go (lines, TRUE, FALSE));
  g_assert_false (tri_lines_view_go (lines, TRUE, FALSE));
  g_free (row);
  row = tri_lines_view_dup_selected (lines);
  g_assert_cmpstr (row, ==, "the Needle 150007");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (lines));
  g_assert_true (tri_lines_view_go (lines, FALSE, FALSE));

  tri_lines_view_search (lines, "nowhere");
  tri_lines_view_search (lines, "hay 19999");
  wait_for_matches (lines, 11);
  tri_lines_view_search (lines, NULL);
  g_assert_cmpuint (tri_lines_view_get_n_matches (lines), ==, 0);
  g_assert_false (tri_lines_view_go (lines, TRUE, TRUE));

  /* Closed while a worker reads, cuts and searches. */
  tri_lines_view_search (lines, "needle");
  g_string_append (text, "more");
  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
  tri_json_view_set_body (view, bytes, TRUE);
  gtk_window_destroy (window);
  settle ();
}

/* A sample fills an untouched draft, and a draft that was touched stays as it is. */
static void
test_samples (void)
{
  TriWindow *window = new_window ();
  TriComposer *composer = find (window, TRI_TYPE_COMPOSER);
  guint n_samples;
  const TriSample *samples = tri_samples_list (&n_samples);

  for (guint i = 0; i < n_samples; i++)
    {
      g_autoptr (TriPrompt) expected = tri_sample_dup_prompt (&samples[i]);
      g_autoptr (TriPrompt) prompt = NULL;

      activate (window, "sample", g_variant_new_string (samples[i].id));
      prompt = tri_composer_dup_prompt (composer, NULL);
      g_assert_true (tri_prompt_equal (prompt, expected));
    }
  activate (window, "sample", g_variant_new_string ("no such sample"));
  close_window (window);
}

/* A series shows its median, and each of its attempts can be seen again. */
static void
test_repeats (void)
{
  TriWindow *window = new_window ();
  TriColumn *column = tri_comparison_get_column (tri_window_get_comparison (window), 0);
  TriColumnView *view = find (window, TRI_TYPE_COLUMN_VIEW);
  TriExchange *latest;
  g_autofree char *times = NULL;
  g_autofree char *earlier = NULL;

  activate (window, "repeats", g_variant_new_uint32 (3));
  activate (window, "in-turn", g_variant_new_boolean (TRUE));
  send_and_wait (window);
  g_assert_cmpuint (tri_column_get_n_attempts (column), ==, 3);
  latest = tri_column_get_exchange (column);
  g_assert_false (tri_exchange_get_record (latest)->shares_server);
  times = tri_facts_dup_times (column, latest);
  g_assert_nonnull (strstr (times, "median"));
  g_assert_null (strstr (times, "shared server"));

  gtk_widget_activate_action (GTK_WIDGET (view), "column.previous-attempt", NULL);
  g_assert_false (tri_column_view_is_outdated (view));
  for (int i = 0; i < 3; i++) /* there is none before the first */
    gtk_widget_activate_action (GTK_WIDGET (view), "column.previous-attempt", NULL);
  for (int i = 0; i < 3; i++)
    gtk_widget_activate_action (GTK_WIDGET (view), "column.next-attempt", NULL);

  activate (window, "repeats", g_variant_new_uint32 (1));
  activate (window, "in-turn", g_variant_new_boolean (FALSE));
  send_and_wait (window);
  g_assert_cmpuint (tri_column_get_n_attempts (column), ==, 1);
  earlier = tri_facts_dup_times (column, tri_column_get_exchange (column));
  g_assert_nonnull (strstr (earlier, "shared server"));
  g_assert_null (strstr (earlier, "median"));
  close_window (window);
}

static TriBodyDialog *
new_body_dialog (TriWindow *window, GListStore *servers, TriColumn *column, TriBodyKind kind)
{
  TriComposer *composer = find (window, TRI_TYPE_COMPOSER);
  g_autoptr (TriPrompt) prompt = tri_composer_dup_prompt (composer, NULL);
  GtkWidget *dialog
      = tri_body_dialog_new (GTK_WINDOW (window), column, servers, prompt, tri_composer_get_settings (composer), kind);

  gtk_window_present (GTK_WINDOW (dialog));
  settle ();
  return TRI_BODY_DIALOG (dialog);
}

static GtkTextBuffer *
get_editor (TriBodyDialog *dialog)
{
  return gtk_text_view_get_buffer (find (dialog, GTK_SOURCE_TYPE_VIEW));
}

/* Clicks the button that takes what stands there; FALSE if it cannot be clicked. */
static gboolean
use (TriBodyDialog *dialog)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  collect (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, buttons);
  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_button_get_label (buttons->pdata[i]), "_Use") == 0)
      {
        if (!gtk_widget_is_sensitive (buttons->pdata[i]))
          return FALSE;
        g_signal_emit_by_name (buttons->pdata[i], "clicked");
        settle ();
        return TRUE;
      }
  g_assert_not_reached ();
}

static void
paste_over (TriBodyDialog *dialog, const char *text)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_editor (dialog), &start, &end);
  gtk_text_buffer_select_range (get_editor (dialog), &start, &end);
  tri_body_dialog_paste (dialog, text);
}

/* Of what the editor holds, how many letters are covered, and whether those of `secret` are, and no others. */
static void
assert_covered (GtkTextBuffer *buffer, const char *secret)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "tri-secret-ink");
  g_autoptr (GString) covered = g_string_new (NULL);
  GtkTextIter at;

  gtk_text_buffer_get_start_iter (buffer, &at);
  for (; !gtk_text_iter_is_end (&at); gtk_text_iter_forward_char (&at))
    if (gtk_text_iter_has_tag (&at, tag))
      g_string_append_unichar (covered, gtk_text_iter_get_char (&at));
  g_assert_cmpstr (covered->str, ==, secret);
}

/* A secret that is typed is covered from its first letter on, sent, and shown nowhere else. */
static void
test_secret_in_own_body (void)
{
  static const char before[] = "{\"model\":\"é\",\"tools\":[{\"type\":\"mcp\",\"authorization\":\"";
  static const char secret[] = "Zq-CANARY-é";
  TriWindow *window = new_window ();
  g_autoptr (GListStore) servers = new_servers ();
  TriColumn *column = tri_comparison_get_column (tri_window_get_comparison (window), 0);
  TriBodyDialog *dialog = new_body_dialog (window, servers, column, TRI_BODY_OWN);
  GtkTextBuffer *buffer = get_editor (dialog);
  g_autoptr (GString) typed = g_string_new (NULL);
  g_autoptr (GBytes) shown = NULL;
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (TriMaskSpan));

  paste_over (dialog, before);
  assert_covered (buffer, "");
  for (const char *at = secret; *at; at = g_utf8_next_char (at))
    {
      g_autofree char *letter = g_strndup (at, (gsize) (g_utf8_next_char (at) - at));

      g_string_append (typed, letter);
      gtk_text_buffer_insert_at_cursor (buffer, letter, -1);
      assert_covered (buffer, typed->str);
    }
  gtk_text_buffer_insert_at_cursor (buffer, "\"}]}", -1);
  assert_covered (buffer, secret);
  g_assert_true (use (dialog));
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (tri_column_get_body (column), NULL), -1, secret));
  shown = tri_column_dup_shown (column, NULL, NULL, spans);
  g_assert_null (g_strstr_len (g_bytes_get_data (shown, NULL), (gssize) g_bytes_get_size (shown), "CANARY"));
  g_assert_cmpuint (spans->len, ==, 1);

  dialog = new_body_dialog (window, servers, column, TRI_BODY_OWN);
  assert_covered (get_editor (dialog), secret);
  gtk_text_buffer_set_text (get_editor (dialog), "curl h/ -d '{\"a\": 1}' -H 'Authorization: Bearer ", -1);
  gtk_text_buffer_insert_at_cursor (get_editor (dialog), "sk-CANARY", -1);
  assert_covered (get_editor (dialog), "sk-CANARY");
  gtk_window_close (GTK_WINDOW (dialog));
  close_window (window);
}

static void
test_own_body (void)
{
  TriWindow *window = new_window ();
  g_autoptr (GListStore) servers = new_servers ();
  TriColumn *column = tri_comparison_get_column (tri_window_get_comparison (window), 0);
  TriBodyDialog *dialog = new_body_dialog (window, servers, column, TRI_BODY_OWN);
  g_autofree char *filled = g_strnfill (20000, 'x');
  g_autofree char *large = g_strdup_printf ("{\"model\":\"m\",\"prompt\":\"%s\"}", filled);
  g_autofree char *left = NULL;
  g_autofree char *key = NULL;
  static const char *const wrong[] = { "", "{", "[]", "{\"a\":01}", "curl 'never closed", "curl https://h/ ^\n -d x" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      paste_over (dialog, wrong[i]);
      g_assert_false (use (dialog));
    }
  paste_over (dialog, "{ \"model\" : \"m\", \"n\": 1.0 }\n");
  g_assert_true (use (dialog));
  g_assert_cmpmem (g_bytes_get_data (tri_column_get_body (column), NULL),
                   g_bytes_get_size (tri_column_get_body (column)), "{ \"model\" : \"m\", \"n\": 1.0 }\n", 28);

  /* A line that no text view should be asked to lay out is held, and sent as it is. */
  dialog = new_body_dialog (window, servers, column, TRI_BODY_OWN);
  paste_over (dialog, large);
  left = tri_source_dup_text (get_editor (dialog));
  g_assert_cmpstr (left, ==, "");
  g_assert_true (use (dialog));
  g_assert_cmpuint (g_bytes_get_size (tri_column_get_body (column)), ==, strlen (large));

  /* The key of a command goes to its server, and the editor never holds it. */
  dialog = new_body_dialog (window, servers, column, TRI_BODY_OWN);
  paste_over (
      dialog,
      "curl http://127.0.0.1:9/v1/responses -H 'Authorization: Bearer sk-CANARY-0123456789' -d '{\"input\":1}'");
  g_clear_pointer (&left, g_free);
  left = tri_source_dup_text (get_editor (dialog));
  g_assert_cmpstr (left, ==, "{\"input\":1}");
  g_assert_false (gtk_text_buffer_get_can_undo (get_editor (dialog)));
  g_assert_true (use (dialog));
  g_assert_cmpstr (tri_column_get_format (column)->id, ==, "responses");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (servers)), ==, 2);
  g_assert_cmpstr (tri_server_get_base_url (tri_column_get_server (column)), ==, "http://127.0.0.1:9/v1");
  key = tri_server_dup_key (tri_column_get_server (column), NULL);
  g_assert_cmpstr (key, ==, "sk-CANARY-0123456789");

  gtk_widget_activate_action (find (window, TRI_TYPE_COLUMN_VIEW), "column.compose", NULL);
  g_assert_null (tri_column_get_body (column));
  close_window (window);
}

static void
test_members (void)
{
  TriWindow *window = new_window ();
  g_autoptr (GListStore) servers = new_servers ();
  TriColumn *column = tri_comparison_get_column (tri_window_get_comparison (window), 2);
  TriBodyDialog *dialog = new_body_dialog (window, servers, column, TRI_BODY_MEMBERS);

  paste_over (dialog, "curl https://h/ -d '{}'");
  g_assert_false (use (dialog));
  paste_over (dialog, "{\"store\": false}");
  g_assert_true (use (dialog));
  g_assert_cmpstr (tri_column_get_members (column), ==, "{\"store\": false}");

  dialog = new_body_dialog (window, servers, column, TRI_BODY_MEMBERS);
  gtk_text_buffer_set_text (get_editor (dialog), "", -1);
  g_assert_true (use (dialog));
  g_assert_null (tri_column_get_members (column));
  close_window (window);
}

/* Each mark is a column, whatever their number. */
static void
test_fill (void)
{
  TriWindow *window = new_window ();
  TriComparison *comparison = tri_window_get_comparison (window);
  g_autoptr (GListStore) servers = new_servers ();
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  GtkWidget *dialog = tri_fill_dialog_new (GTK_WINDOW (window), comparison, G_LIST_MODEL (servers));
  guint n_marks = 0;

  gtk_window_present (GTK_WINDOW (dialog));
  collect (dialog, GTK_TYPE_CHECK_BUTTON, marks);
  for (guint i = 0; i < marks->len; i++)
    if (!gtk_check_button_get_child (marks->pdata[i])) /* those with words are choices */
      {
        gtk_check_button_set_active (marks->pdata[i], n_marks < 2);
        n_marks++;
      }
  g_signal_emit_by_name (find_nth (dialog, GTK_TYPE_BUTTON, 1), "clicked");
  settle ();
  g_assert_cmpuint (tri_comparison_get_n_columns (comparison), ==, 2);
  assert_in_order (window);
  close_window (window);
}

static void
test_baseline (void)
{
  TriWindow *window = new_window ();
  TriComparison *comparison = tri_window_get_comparison (window);
  TriColumn *first = tri_comparison_get_column (comparison, 0), *last = tri_comparison_get_column (comparison, 2);
  g_autofree char *before = tri_facts_dup_difference (last, first);
  g_autofree char *difference = NULL;

  g_assert_cmpstr (before, ==, "–");
  gtk_widget_activate_action (find (window, TRI_TYPE_COLUMN_VIEW), "column.baseline", NULL);
  g_assert_true (tri_comparison_get_baseline (comparison) == first);
  send_and_wait (window);
  difference = tri_facts_dup_difference (last, first);
  g_assert_nonnull (strstr (difference, "output tokens"));
  g_assert_nonnull (strstr (difference, "time\u00a0"));
  gtk_widget_activate_action (find (window, TRI_TYPE_COLUMN_VIEW), "column.no-baseline", NULL);
  g_assert_null (tri_comparison_get_baseline (comparison));
  close_window (window);
}

static AdwMessageDialog *
find_question (void)
{
  g_autoptr (GList) toplevels = gtk_window_list_toplevels ();

  settle ();
  for (GList *item = toplevels; item; item = item->next)
    if (ADW_IS_MESSAGE_DIALOG (item->data) && gtk_widget_get_visible (item->data))
      return item->data;
  return NULL;
}

static void
answer_question (const char *response)
{
  AdwMessageDialog *dialog = find_question ();

  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  settle ();
}

/* Nothing leaves this machine before somebody has agreed: once a server, and again before each series. */
static void
test_asks_before_sending_away (void)
{
  TriWindow *window = new_window ();
  TriComparison *comparison = tri_window_get_comparison (window);
  g_autoptr (TriServer) away = tri_server_new ("Away", "http://away.invalid/v1", NULL, NULL, "m");
  g_autoptr (TriExchange) before = NULL;

  tri_column_set_server (tri_comparison_get_column (comparison, 0), away);
  activate (window, "send", NULL);
  g_assert_false (tri_comparison_is_running (comparison));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (find_question ()), "Away"));
  answer_question ("cancel");
  g_assert_null (tri_column_get_exchange (tri_comparison_get_column (comparison, 0)));

  activate (window, "send", NULL);
  answer_question ("send");
  g_assert_nonnull (tri_column_get_exchange (tri_comparison_get_column (comparison, 0)));
  activate (window, "stop", NULL);
  while (tri_comparison_is_running (comparison))
    g_main_context_iteration (NULL, TRUE);

  g_set_object (&before, tri_column_get_exchange (tri_comparison_get_column (comparison, 0)));
  activate (window, "send", NULL);
  g_assert_true (tri_column_get_exchange (tri_comparison_get_column (comparison, 0)) != before);
  g_assert_null (find_question ());
  activate (window, "stop", NULL);
  while (tri_comparison_is_running (comparison))
    g_main_context_iteration (NULL, TRUE);

  activate (window, "repeats", g_variant_new_uint32 (3));
  activate (window, "send", NULL);
  g_assert_false (tri_comparison_is_running (comparison));
  answer_question ("cancel");
  close_window (window);
}

int
main (int argc, char *argv[])
{
  init_ui_tests (&argc, &argv);
  g_test_add_func ("/ui/templates", test_templates);
  g_test_add_func ("/ui/window", test_window);
  g_test_add_func ("/ui/other-windows", test_other_windows);
  g_test_add_func ("/ui/zoom", test_zoom);
  g_test_add_func ("/ui/facets", test_facets);
  g_test_add_func ("/ui/send", test_send);
  g_test_add_func ("/ui/close-while-running", test_close_while_running);
  g_test_add_func ("/ui/invalid-is-not-sent", test_invalid_is_not_sent);
  g_test_add_func ("/ui/columns", test_columns);
  g_test_add_func ("/ui/column-strip", test_column_strip);
  g_test_add_func ("/ui/request-keeps-selection", test_request_keeps_selection);
  g_test_add_func ("/ui/replace", test_replace);
  g_test_add_func ("/ui/json-view", test_json_view);
  g_test_add_func ("/ui/lines-copy", test_lines_copy);
  g_test_add_func ("/ui/lines-colors", test_lines_colors);
  g_test_add_func ("/ui/lines-search", test_lines_search);
  g_test_add_func ("/ui/samples", test_samples);
  g_test_add_func ("/ui/repeats", test_repeats);
  g_test_add_func ("/ui/fill", test_fill);
  g_test_add_func ("/ui/baseline", test_baseline);
  g_test_add_func ("/ui/own-body", test_own_body);
  g_test_add_func ("/ui/secret-in-own-body", test_secret_in_own_body);
  g_test_add_func ("/ui/members", test_members);
  g_test_add_func ("/ui/asks-before-sending-away", test_asks_before_sending_away);
  return run_ui_tests ();
}

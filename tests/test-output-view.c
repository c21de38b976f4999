/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The facet Output from inside: rendered as Markdown and back, what copying gives, and compared with another column.
 */

#include <adwaita.h>
#include <string.h>

#include "fault-server.h"
#include "ui/column-view.h"
#include "ui/look.h"
#include "ui/output-view.h"
#include "ui/source.h"
#include "ui-fixture.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
#define DOCUMENT(text)                                                                                                 \
  HEAD "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"" text "\"},\"finish_reason\":\"stop\"}]}"
#define SOURCE "# Title\n\nHello **there** again\n\n- one\n- <b>two</b>"
#define SOURCE_AS_JSON "# Title\\n\\nHello **there** again\\n\\n- one\\n- <b>two</b>"
#define RENDERED "Title\nHello there again\n•  one\n•  <b>two</b>"

typedef struct
{
  FaultServer *server;
  TriWindow *window;
  TriComparison *comparison;
} Fixture;

static void
set_up (Fixture *f, const char *answer)
{
  g_autofree char *base_url = NULL;
  g_autoptr (TriServer) server = NULL;

  f->server = fault_server_new (NULL);
  fault_server_script (f->server, "/v1/chat/completions", &(FaultStep){ FAULT_SEND, answer }, 1);
  base_url = fault_server_dup_base_url (f->server);
  server = tri_server_new ("Test", base_url, NULL, NULL, "m");
  f->window = new_window_for (server, -1);
  f->comparison = tri_window_get_comparison (f->window);
}

static void
tear_down (Fixture *f)
{
  close_window (f->window);
  fault_server_free (f->server);
}

static GtkTextView *
get_view (Fixture *f, guint column)
{
  gpointer view = find_nth (f->window, TRI_TYPE_OUTPUT_VIEW, column);

  g_assert_nonnull (view);
  return GTK_TEXT_VIEW (tri_output_view_get_text_view (view));
}

static char *
dup_shown (Fixture *f, guint column)
{
  return tri_source_dup_text (gtk_text_view_get_buffer (get_view (f, column)));
}

static void
assert_shown (Fixture *f, guint column, const char *expected)
{
  g_autofree char *shown = dup_shown (f, column);

  g_assert_cmpstr (shown, ==, expected);
}

static void
activate (Fixture *f, const char *name, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), name, parameter);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->window));
}

/* What copying gives when the words `from` to `to` are selected. */
static char *
dup_copied (Fixture *f, guint column, const char *from, const char *to)
{
  GtkTextView *view = get_view (f, column);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end, at;

  gtk_text_buffer_get_start_iter (buffer, &at);
  g_assert_true (gtk_text_iter_forward_search (&at, from, 0, &start, &end, NULL));
  g_assert_true (gtk_text_iter_forward_search (&start, to, 0, &at, &end, NULL));
  gtk_text_buffer_select_range (buffer, &start, &end);
  g_signal_emit_by_name (view, "copy-clipboard");
  return dup_clipboard (view);
}

static void
test_markdown (void)
{
  Fixture f;
  g_autofree char *word = NULL;
  g_autofree char *line = NULL;
  g_autofree char *everything = NULL;

  set_up (&f, DOCUMENT (SOURCE_AS_JSON));
  send_and_wait (f.window);
  assert_shown (&f, 1, SOURCE);
  assert_shown (&f, 0, FAULT_HEALTHY_TEXT);
  activate (&f, "markdown", NULL);
  assert_shown (&f, 1, RENDERED);
  assert_shown (&f, 0, FAULT_HEALTHY_TEXT);

  word = dup_copied (&f, 1, "there", "there");
  g_assert_cmpstr (word, ==, "there");
  line = dup_copied (&f, 1, "there", "again");
  g_assert_cmpstr (line, ==, "Hello **there** again");
  everything = dup_copied (&f, 1, "Title", "two</b>");
  g_assert_cmpstr (everything, ==, SOURCE);

  /* A new answer is rendered too, and then all are text again. */
  send_and_wait (f.window);
  assert_shown (&f, 1, RENDERED);
  activate (&f, "markdown", NULL);
  assert_shown (&f, 1, SOURCE);
  tear_down (&f);
}

static void
test_too_large_for_markdown (void)
{
  g_autoptr (GString) answer
      = g_string_new (HEAD "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"content\":\"");
  Fixture f;
  g_autofree char *shown = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append (answer, "**a** b\\n");
  g_string_append (answer, "\"}}]}");
  set_up (&f, answer->str);
  send_and_wait (f.window);
  activate (&f, "markdown", NULL);
  shown = dup_shown (&f, 1);
  g_assert_true (g_str_has_prefix (shown, "**a** b\n**a** b\n"));
  tear_down (&f);
}

static void
test_compare (void)
{
  Fixture f;
  TriColumn *chat;

  set_up (&f, DOCUMENT ("Hello, **there**"));
  activate (&f, "markdown", NULL);
  activate (&f, "facet", g_variant_new_string ("events"));
  send_and_wait (f.window);
  chat = tri_comparison_get_column (f.comparison, 1);

  /* Nonsense compares nothing. */
  activate (&f, "compare-text", g_variant_new ("(uu)", 1, 1));
  activate (&f, "compare-text", g_variant_new ("(uu)", 1, 99));
  g_assert_null (tri_look_get_compared (tri_look_find (GTK_WIDGET (f.window)), chat));
  assert_shown (&f, 1, "Hello, there");

  activate (&f, "compare-text", g_variant_new ("(uu)", 1, 0));
  assert_shown (&f, 1, "Hello, **there**"); /* the other column said “Hello there”, which is all in it */
  assert_shown (&f, 0, FAULT_HEALTHY_TEXT);
  activate (&f, "compare-text", g_variant_new ("(uu)", 0, 1));
  assert_shown (&f, 0, "Hello, **there**"); /* its own, and what is only there */

  /* It is compared again when it is sent again, and moves with its column. */
  send_and_wait (f.window);
  assert_shown (&f, 0, "Hello, **there**");
  activate (&f, "move-column-right", g_variant_new_uint32 (0));
  assert_shown (&f, 1, "Hello, **there**");

  activate (&f, "show-text", g_variant_new_uint32 (1));
  assert_shown (&f, 1, FAULT_HEALTHY_TEXT);

  /* A column that goes is compared with nobody. */
  activate (&f, "remove-column", g_variant_new_uint32 (1));
  while (tri_comparison_get_n_columns (f.comparison) > 2) /* it goes when nothing else is to be done */
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (tri_look_get_compared (tri_look_find (GTK_WIDGET (f.window)), chat));
  assert_shown (&f, 0, "Hello, there");
  tear_down (&f);
}

/* Nothing to compare with yet is no difference. */
static void
test_compare_before_sending (void)
{
  Fixture f;

  set_up (&f, DOCUMENT ("Hello"));
  activate (&f, "compare-text", g_variant_new ("(uu)", 1, 0));
  assert_shown (&f, 1, "");
  send_and_wait (f.window);
  assert_shown (&f, 1, "Hello there");
  tear_down (&f);
}

int
main (int argc, char *argv[])
{
  init_ui_tests (&argc, &argv);
  g_test_add_func ("/output-view/markdown", test_markdown);
  g_test_add_func ("/output-view/too-large", test_too_large_for_markdown);
  g_test_add_func ("/output-view/compare", test_compare);
  g_test_add_func ("/output-view/compare-before", test_compare_before_sending);
  return run_ui_tests ();
}

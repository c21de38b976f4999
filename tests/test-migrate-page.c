/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page that converts, and the bar of the pages, from inside. Of neither there is anything before it is asked for.
 */

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "ui/json-view.h"
#include "ui/ledger-view.h"
#include "ui/migrate-page.h"
#include "ui-fixture.h"

static TriMigratePage *
open_page (TriWindow *window)
{
  g_action_group_change_action_state (G_ACTION_GROUP (window), "page", g_variant_new_string ("migrate"));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  return find (GTK_WIDGET (window), TRI_TYPE_MIGRATE_PAGE);
}

static void
test_lazy (void)
{
  TriWindow *window = new_window ();
  GActionGroup *actions = G_ACTION_GROUP (window);

  g_assert_null (find (GTK_WIDGET (window), ADW_TYPE_FLAP));
  g_action_group_change_action_state (actions, "sidebar", g_variant_new_boolean (TRUE));
  g_assert_true (adw_flap_get_reveal_flap (find (GTK_WIDGET (window), ADW_TYPE_FLAP)));
  g_assert_null (find (GTK_WIDGET (window), TRI_TYPE_MIGRATE_PAGE));
  g_assert_nonnull (open_page (window));

  /* Commands of what nobody sees are not to be had. */
  g_assert_false (g_action_group_get_action_enabled (actions, "send"));
  g_assert_false (g_action_group_get_action_enabled (actions, "find"));
  g_action_group_change_action_state (actions, "page", g_variant_new_string ("compare"));
  g_assert_true (g_action_group_get_action_enabled (actions, "send"));
  g_action_group_change_action_state (actions, "page", g_variant_new_string ("nowhere"));
  g_assert_true (g_action_group_get_action_enabled (actions, "send"));
  close_window (window);
}

static void
assert_marked (TriMigratePage *page, gboolean in_result)
{
  GtkTextView *view = in_result
                          ? GTK_TEXT_VIEW (tri_json_view_get_text_view (find (GTK_WIDGET (page), TRI_TYPE_JSON_VIEW)))
                          : find (GTK_WIDGET (page), GTK_SOURCE_TYPE_VIEW);
  GtkTextTag *tag
      = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (gtk_text_view_get_buffer (view)), "tri-nearest");
  GtkTextIter iter;

  g_assert_nonnull (tag);
  gtk_text_buffer_get_start_iter (gtk_text_view_get_buffer (view), &iter);
  g_assert_true (gtk_text_iter_starts_tag (&iter, tag) || gtk_text_iter_forward_to_tag_toggle (&iter, tag));
}

static void
test_converting (void)
{
  TriWindow *window = new_window ();
  TriMigratePage *page = open_page (window);
  TriLedgerView *ledger = find (GTK_WIDGET (page), TRI_TYPE_LEDGER_VIEW);
  TriMigratePair pair;
  guint n_all;

  g_assert_null (tri_migrate_page_get_output (page));
  tri_migrate_page_set_text (page, "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}], "
                                   "\"seed\": 7}");
  g_assert_nonnull (tri_migrate_page_get_output (page));
  g_assert_true (tri_migrate_page_get_pair (page, &pair));
  g_assert_cmpstr (pair.from->id, ==, "chat");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));

  n_all = tri_ledger_view_get_n_listed (ledger);
  tri_ledger_view_choose (ledger, 0);
  g_assert_cmpuint (tri_ledger_view_get_chosen (ledger), ==, 0);
  assert_marked (page, FALSE);
  assert_marked (page, TRUE);
  tri_ledger_view_set_filter (ledger, TRI_VERDICT_DROPPED);
  g_assert_cmpuint (tri_ledger_view_get_n_listed (ledger), ==, 1);
  g_assert_cmpuint (tri_ledger_view_get_chosen (ledger), ==, G_MAXUINT);
  tri_ledger_view_choose (ledger, 0); /* which the filter hides */
  g_assert_cmpuint (tri_ledger_view_get_n_listed (ledger), ==, n_all);

  tri_migrate_page_set_text (page, "{\"model\"");
  g_assert_null (tri_migrate_page_get_output (page));
  g_assert_cmpuint (tri_ledger_view_get_n_listed (ledger), ==, 0);
  g_assert_false (tri_migrate_page_get_pair (page, &pair));
  close_window (window);
}

#define KEY "sk-CANARY-0123456789abcdef"
#define COMMAND(key) "curl https://h/v1/responses -H 'Authorization: Bearer " key "' -d '{\"input\": \"Hi\"}'"

static void
assert_no_key (TriMigratePage *page)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (GTK_WIDGET (page), GTK_SOURCE_TYPE_VIEW)));
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_assert_null (strstr (text, KEY));
  while (gtk_text_buffer_get_can_undo (buffer))
    gtk_text_buffer_undo (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  g_free (text);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_assert_null (strstr (text, KEY));
  while (gtk_text_buffer_get_can_redo (buffer))
    gtk_text_buffer_redo (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  g_free (text);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_assert_null (strstr (text, KEY));
}

/* However a key comes into the original, it does not stand there, and undoing does not bring it. */
static void
test_keys (void)
{
  TriWindow *window = new_window ();
  TriMigratePage *page = open_page (window);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (GTK_WIDGET (page), GTK_SOURCE_TYPE_VIEW)));
  GtkTextIter iter;
  TriMigratePair pair;

  tri_migrate_page_set_text (page, COMMAND (KEY));
  g_assert_nonnull (tri_migrate_page_get_output (page));
  g_assert_true (tri_migrate_page_get_pair (page, &pair));
  g_assert_null (pair.server); /* nobody asked for it */
  assert_no_key (page);

  /* Whole, into what is written already. */
  tri_migrate_page_set_text (page, "");
  gtk_text_buffer_insert_at_cursor (buffer, "# mine\n", -1);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_insert_at_cursor (buffer, COMMAND (KEY), -1);
  gtk_text_buffer_end_user_action (buffer);
  assert_no_key (page);

  /* The key alone, into the command. */
  tri_migrate_page_set_text (page, "");
  gtk_text_buffer_insert_at_cursor (buffer, "curl https://h/ -H 'Authorization: Bearer '", -1);
  gtk_text_buffer_get_end_iter (buffer, &iter);
  gtk_text_iter_backward_char (&iter);
  gtk_text_buffer_insert (buffer, &iter, KEY, -1);
  assert_no_key (page);

  /* Letter by letter, until somebody pauses. */
  tri_migrate_page_set_text (page, "");
  for (const char *p = COMMAND (KEY); *p; p++)
    gtk_text_buffer_insert_at_cursor (buffer, (const char[]){ *p, '\0' }, 1);
  while (!tri_migrate_page_get_output (page))
    g_main_context_iteration (NULL, TRUE);
  assert_no_key (page);
  close_window (window);
}

/* What a text view cannot take is converted in a worker, and a window may be closed meanwhile. */
static void
test_large (void)
{
  TriWindow *window = new_window ();
  TriMigratePage *page = open_page (window);
  g_autofree char *filling = g_strnfill (2000 * 1000, 'x');
  g_autofree char *text
      = g_strdup_printf ("{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}", filling);

  tri_migrate_page_set_text (page, text);
  while (!tri_migrate_page_get_output (page))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_bytes_get_size (tri_migrate_page_get_output (page)), >, 2000 * 1000);
  tri_ledger_view_choose (find (GTK_WIDGET (page), TRI_TYPE_LEDGER_VIEW), 2);
  settle ();
  tri_migrate_page_set_text (page, text);
  close_window (window);
}

int
main (int argc, char **argv)
{
  init_ui_tests (&argc, &argv);
  g_test_add_func ("/migrate-page/lazy", test_lazy);
  g_test_add_func ("/migrate-page/converting", test_converting);
  g_test_add_func ("/migrate-page/keys", test_keys);
  g_test_add_func ("/migrate-page/large", test_large);
  return run_ui_tests ();
}

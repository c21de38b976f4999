/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The files of the window from inside: what was saved opens again as it was, without a network; a draft is never
 * replaced; what cannot be opened or written is said and harms nothing; and nothing goes to a server that a file
 * brought before the person was asked.
 */

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/archive-write.h"
#include "core/formats.h"
#include "ui/column-view.h"
#include "ui/exporting.h"
#include "ui/facts.h"
#include "ui/files.h"
#include "ui/servers.h"
#include "ui-fixture.h"

static void
activate (TriWindow *window, const char *name)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), name, NULL);
}

static void
wait_files (TriWindow *window)
{
  while (tri_files_is_busy (tri_files_find (window)))
    g_main_context_iteration (NULL, TRUE);
  settle ();
}

static char *
dup_folder (void)
{
  return g_dir_make_tmp ("triptych-files-XXXXXX", NULL);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
open_path (TriWindow *window, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  tri_files_open (tri_files_find (window), file, NULL);
  wait_files (window);
}

/* The window on the screen with that title; NULL. */
static gpointer
find_window (const char *title, GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (each), type) && (!title || g_strcmp0 (gtk_window_get_title (each), title) == 0))
        return each;
    }
  return NULL;
}

/* A dialog is open; says what it says and closes it by that answer. */
static void
answer_dialog (const char *words, const char *response)
{
  AdwMessageDialog *dialog = find_window (NULL, ADW_TYPE_MESSAGE_DIALOG);

  g_assert_nonnull (dialog);
  if (!strstr (adw_message_dialog_get_body (dialog), words))
    g_error ("“%s” does not say “%s”", adw_message_dialog_get_body (dialog), words);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  settle ();
}

/* What a column says of its attempt: answer, end, usage, times, and both bodies. */
static char *
dup_facts (TriWindow *window)
{
  TriComparison *comparison = tri_window_get_comparison (window);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (comparison, i);
      TriExchange *exchange = tri_column_get_exchange (column);
      const TriRecord *record = exchange ? tri_exchange_get_record (exchange) : NULL;
      char *facts[] = { tri_facts_dup_end (exchange), tri_facts_dup_tokens (column, exchange),
                        tri_facts_dup_times (column, exchange), tri_facts_dup_note (exchange) };

      g_string_append_printf (text, "%s %s %u\n", tri_column_get_format (column)->id, tri_column_get_model (column),
                              tri_column_get_n_attempts (column));
      for (guint j = 0; j < G_N_ELEMENTS (facts); j++)
        {
          g_string_append_printf (text, "%s\n", facts[j] ? facts[j] : "-");
          g_free (facts[j]);
        }
      for (guint j = 0; record && j < 2; j++)
        {
          GBytes *body = j ? record->response_body : record->request_body;
          g_autofree char *sum = body ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body) : NULL;

          g_string_append_printf (text, "%s\n", sum);
        }
    }
  return g_string_free (text, FALSE);
}

/* A failed column and a stopped one beside the others. */
static TriWindow *
new_asked_window (void)
{
  g_autoptr (GListStore) servers = new_servers ();
  TriWindow *window = tri_window_new (NULL, servers);
  TriComparison *comparison = tri_window_get_comparison (window);
  static guint port = 1; /* another each time: what a file brought stays distrusted */
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/v1", port++);
  g_autoptr (TriServer) nobody = tri_server_new ("Nobody", url, NULL, NULL, NULL);
  g_autoptr (TriServerItem) item = tri_server_item_new (nobody);
  g_autoptr (TriColumn) failing = tri_column_new (tri_format_find ("chat"), nobody, "m");

  gtk_window_present (GTK_WINDOW (window));
  g_list_store_append (servers, item);
  tri_comparison_insert (comparison, 3, failing);
  activate (window, "send");
  wait_for_answers (window);
  tri_comparison_set_baseline (comparison, tri_comparison_get_column (comparison, 1));
  g_assert_cmpint (tri_exchange_get_record (tri_column_get_exchange (failing))->status, ==, 0);
  return window;
}

static void
test_saved_and_opened (void)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *path = g_build_filename (folder, "cats.triptych", NULL);
  TriWindow *window = new_asked_window (), *other;
  g_autofree char *facts = dup_facts (window);
  g_autofree char *shown = NULL;
  guint n_before;

  tri_files_save (tri_files_find (window), path, FALSE);
  wait_files (window);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "cats.triptych");
  g_assert_cmpstr (tri_files_get_path (tri_files_find (window)), ==, path);
  close_window (window);

  /* An untouched window is used, and nothing is started or sent. */
  n_before = count_starts ();
  other = new_window ();
  open_path (other, path);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (other)), ==, "cats.triptych");
  shown = dup_facts (other);
  g_assert_cmpstr (shown, ==, facts);
  g_assert_cmpuint (count_starts (), ==, n_before);
  g_assert_true (tri_comparison_get_baseline (tri_window_get_comparison (other))
                 == tri_comparison_get_column (tri_window_get_comparison (other), 1));
  close_window (other);
  remove_folder (folder);
}

static void
test_never_replaces (void)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *path = g_build_filename (folder, "cats.triptych", NULL);
  TriWindow *window = new_asked_window (), *other;
  g_autofree char *before = dup_facts (window);
  g_autofree char *after = NULL;

  tri_files_save (tri_files_find (window), path, FALSE);
  wait_files (window);
  open_path (window, path);
  other = find_window (NULL, TRI_TYPE_WINDOW);
  g_assert_true (other != window || find_window ("cats.triptych", TRI_TYPE_WINDOW) != NULL);
  after = dup_facts (window);
  g_assert_cmpstr (after, ==, before);
  for (guint n = 0; (other = find_window (NULL, TRI_TYPE_WINDOW)); n++)
    {
      g_assert_cmpuint (n, <, 2);
      close_window (other);
    }
  remove_folder (folder);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *name, *contents, *words;
  } cases[] = {
    { "empty.triptych", "", "empty.triptych" },
    { "text.triptych", "this is no comparison", "text.triptych" },
    { "cut.triptych", "PK\003\004cut", "cut.triptych" },
  };
  g_autofree char *folder = dup_folder ();
  g_autofree char *gone = g_build_filename (folder, "gone.triptych", NULL);
  TriWindow *window = new_window ();
  g_autofree char *before = dup_facts (window);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (folder, cases[i].name, NULL);
      g_autofree char *after = NULL;

      g_assert_true (g_file_set_contents (path, cases[i].contents, -1, NULL));
      open_path (window, path);
      answer_dialog (cases[i].words, "close");
      after = dup_facts (window);
      g_assert_cmpstr (after, ==, before);
    }
  open_path (window, gone);
  answer_dialog ("gone.triptych", "close");
  g_assert_null (tri_files_get_path (tri_files_find (window)));
  g_assert_true (tri_window_is_untouched (window));
  close_window (window);
  remove_folder (folder);
}

static void
test_not_written (void)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *path = g_build_filename (folder, "there.triptych", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "missing", "cats.triptych", NULL);
  g_autofree char *contents = NULL;
  TriWindow *window = new_asked_window ();

  g_assert_true (g_file_set_contents (path, "what stood there", -1, NULL));
  tri_files_save (tri_files_find (window), path, FALSE);
  wait_files (window);
  answer_dialog ("there.triptych", "close");
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "what stood there");
  tri_files_save (tri_files_find (window), nowhere, FALSE);
  wait_files (window);
  answer_dialog ("cats.triptych", "close");
  g_assert_null (tri_files_get_path (tri_files_find (window)));
  tri_files_save (tri_files_find (window), "/dev/full/cats.triptych", TRUE);
  wait_files (window);
  answer_dialog ("cats.triptych", "close");
  close_window (window);
  remove_folder (folder);
}

/* A file that asks somebody on this machine, which is not asked about otherwise, with a key of the person. */
static void
test_asks_first (void)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *path = g_build_filename (folder, "evil.triptych", NULL);
  TriWindow *window = new_window ();
  TriDraft *draft = tri_draft_new ();
  g_autoptr (TriArchive) archive = NULL;
  TriDraftColumn *column;
  TriComparison *comparison;
  g_autoptr (GError) error = NULL;

  draft->text = g_strdup ("Say hello.");
  column = tri_draft_add_column (draft);
  column->format = g_strdup ("chat");
  column->base_url = g_strdup ("http://127.0.0.1:9/v1");
  column->server_name = g_strdup ("OpenAI");
  column->default_model = g_strdup ("m");
  column->key_env = g_strdup ("SECRET_OF_MINE");
  archive = tri_archive_new_empty (draft);
  tri_archive_add_column (archive);
  tri_archive_save (archive, path, TRI_CONTAINER_ZIP, FALSE, &error);
  g_assert_no_error (error);

  open_path (window, path);
  comparison = tri_window_get_comparison (window);
  g_assert_cmpuint (tri_comparison_get_n_columns (comparison), ==, 1);
  g_assert_null (tri_column_get_exchange (tri_comparison_get_column (comparison, 0)));
  activate (window, "send");
  g_assert_null (tri_column_get_exchange (tri_comparison_get_column (comparison, 0)));
  answer_dialog ("http://127.0.0.1:9/v1", "cancel");
  g_assert_null (tri_column_get_exchange (tri_comparison_get_column (comparison, 0)));
  activate (window, "send");
  answer_dialog ("SECRET_OF_MINE", "send");
  wait_for_answers (window);
  g_assert_nonnull (tri_column_get_exchange (tri_comparison_get_column (comparison, 0)));

  /* Once agreed it is not asked again. */
  activate (window, "send");
  g_assert_null (find_window (NULL, ADW_TYPE_MESSAGE_DIALOG));
  wait_for_answers (window);
  close_window (window);
  remove_folder (folder);
}

/* An attempt that a file brought is not tried again without the question either. */
static void
test_asks_before_retry (void)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *path = g_build_filename (folder, "retry.triptych", NULL);
  TriWindow *window = new_asked_window (), *other;
  TriColumn *column;
  TriExchange *exchange;

  tri_files_save (tri_files_find (window), path, FALSE);
  wait_files (window);
  close_window (window);

  other = new_window ();
  open_path (other, path);
  column = tri_comparison_get_column (tri_window_get_comparison (other), 3);
  exchange = tri_column_get_exchange (column);
  g_action_group_activate_action (G_ACTION_GROUP (other), "retry-column", g_variant_new_uint32 (3));
  g_assert_true (tri_column_get_exchange (column) == exchange);
  answer_dialog ("http://127.0.0.1:", "cancel");
  g_assert_true (tri_column_get_exchange (column) == exchange);
  g_action_group_activate_action (G_ACTION_GROUP (other), "retry-column", g_variant_new_uint32 (3));
  answer_dialog ("Nobody", "send");
  wait_for_answers (other);
  g_assert_true (tri_column_get_exchange (column) != exchange);
  close_window (other);
  remove_folder (folder);
}

/* The text on the screen of a facet of a column. */
static char *
dup_view (GtkWidget *widget)
{
  if (GTK_IS_TEXT_VIEW (widget) && gtk_widget_get_mapped (widget)
      && !gtk_text_view_get_editable (GTK_TEXT_VIEW (widget)))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
      GtkTextIter start, end;

      gtk_text_buffer_get_bounds (buffer, &start, &end);
      return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      char *text = dup_view (child);

      if (text)
        return text;
    }
  return NULL;
}

static void
assert_shows (TriWindow *window, const char *words)
{
  g_autofree char *text = NULL;

  settle ();
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  text = dup_view (GTK_WIDGET (window));
  g_assert_nonnull (text);
  if (!strstr (text, words))
    g_error ("no “%s” in: %s", words, text);
}

/* Before anything is sent, in each language, and following the prompt. */
static void
test_code (void)
{
  static const struct
  {
    const char *language, *words;
  } cases[] = {
    { "curl", "curl " },       { "python", "urllib" },         { "python-sdk", "OpenAI" },
    { "javascript", "fetch" }, { "javascript-sdk", "openai" },
  };
  TriWindow *window = new_window ();

  g_action_group_activate_action (G_ACTION_GROUP (window), "facet", g_variant_new_string ("code"));
  assert_shows (window, "triptych-cli practice --port");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (window), "code", g_variant_new_string (cases[i].language));
      assert_shows (window, cases[i].words);
    }
  tri_window_set_prompt (window, "A wombat in the rain.");
  assert_shows (window, "A wombat in the rain.");
  close_window (window);
}

/* What a command of the first column puts onto the clipboard. */
static char *
dup_copied (TriWindow *window, const char *id)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));
  char *text = NULL;

  gdk_clipboard_set_text (clipboard, "");
  gtk_widget_activate_action (find (window, TRI_TYPE_COLUMN_VIEW), "column.copy-as", "s", id);
  while (!text || !text[0])
    {
      g_free (text);
      text = dup_clipboard (window);
    }
  return text;
}

static void
test_copy_as (void)
{
  TriWindow *window = new_window ();
  g_autofree char *draft = dup_copied (window, "request");
  g_autofree char *sent = NULL;
  g_autofree char *response = NULL;
  g_autofree char *curl = NULL;

  g_assert_nonnull (strstr (draft, "\"prompt\""));
  activate (window, "send");
  wait_for_answers (window);
  sent = dup_copied (window, "request");
  g_assert_cmpstr (sent, ==, draft);
  response = dup_copied (window, "response");
  g_assert_nonnull (strstr (response, "\"choices\""));
  curl = dup_copied (window, "curl");
  g_assert_nonnull (strstr (curl, "--data-binary"));
  for (TriExportKind kind = 0; kind < TRI_N_EXPORTS; kind++)
    if (tri_export_is_of_one_column (kind))
      {
        g_autofree char *text = dup_copied (window, tri_export_get_info (kind)->id);

        g_assert_nonnull (strstr (text, kind == TRI_EXPORT_EVENTS ? "data: [DONE]"
                                        : kind == TRI_EXPORT_TEXT ? "[practice server]"
                                                                  : "{"));
      }
  close_window (window);
}

static void
test_export (void)
{
  g_autofree char *folder = dup_folder ();
  TriWindow *window = new_window ();
  static const TriExportKind kinds[]
      = { TRI_EXPORT_HTML, TRI_EXPORT_MARKDOWN, TRI_EXPORT_HAR, TRI_EXPORT_JSON, TRI_EXPORT_CSV };

  tri_window_set_prompt (window, "A wombat in the rain.");
  activate (window, "send");
  wait_for_answers (window);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (kinds); i++)
    {
      TriExportKind kind = kinds[i / 2];
      g_autofree char *path = g_strdup_printf ("%s/out%u%s", folder, i, tri_export_get_info (kind)->suffix);
      g_autofree char *contents = NULL;
      gboolean without = i % 2 == 1;

      tri_exporting_all (window, kind, without, path);
      while (!g_file_test (path, G_FILE_TEST_EXISTS))
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_cmpuint (strlen (contents), >, 0);
      if (without)
        g_assert_null (strstr (contents, "wombat"));
      else if (kind != TRI_EXPORT_CSV)
        g_assert_nonnull (strstr (contents, "wombat"));
    }
  wait_files (window);
  g_assert_null (tri_files_get_path (tri_files_find (window)));
  close_window (window);
  remove_folder (folder);
}

/* A window of another program, as good as: what is dragged out of it is that file. */
static GtkWidget *
new_drag_window (const char *path)
{
  GtkWidget *window = gtk_window_new (), *label = gtk_label_new ("drag");
  GtkDragSource *source = gtk_drag_source_new ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GdkContentProvider) content = gdk_content_provider_new_typed (G_TYPE_FILE, file);

  gtk_drag_source_set_content (source, content);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (source));
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_set_default_size (GTK_WINDOW (window), 120, 60);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  return window;
}

static void
tool_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;

  *done = TRUE;
}

/* Moves the real pointer, while this program goes on. */
static void
use_pointer (const char *const *moves)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) tool = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  g_ptr_array_add (argv, (gpointer) "xdotool");
  for (guint i = 0; moves[i]; i++)
    g_ptr_array_add (argv, (gpointer) moves[i]);
  g_ptr_array_add (argv, NULL);
  tool = g_subprocess_newv ((const char *const *) argv->pdata, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_async (tool, NULL, tool_done, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_subprocess_get_successful (tool));
}

/* Whether what is dragged hangs over the window, and would be taken. */
static gboolean
would_take (GtkWidget *window)
{
  return (gtk_widget_get_state_flags (window) & GTK_STATE_FLAG_DROP_ACTIVE) != 0;
}

static gboolean
is_dropped (GtkWidget *window)
{
  return g_strcmp0 (gtk_window_get_title (GTK_WINDOW (window)), "dropped.triptych") == 0;
}

static void
wait_until (gboolean (*is_so) (GtkWidget *window), GtkWidget *window)
{
  gint64 end_us = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (!is_so (window) && g_get_monotonic_time () < end_us)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_true (is_so (window));
}

/* A file is let go over the window, and over the text of the prompt, which must not take its name for words. */
static void
test_dropped (void)
{
  static const char *const take[] = { "mousemove", "30", "30", "mousedown", "1", NULL };
  static const char *const near[] = { "mousemove_relative", "7", "3", NULL };
  static const char *const over_the_prompt[] = { "mousemove", "500", "130", NULL };
  static const char *const let_go[] = { "mouseup", "1", NULL };
  g_autofree char *folder = dup_folder ();
  g_autofree char *path = g_build_filename (folder, "dropped.triptych", NULL);
  TriWindow *window = new_asked_window (), *other;
  g_autofree char *facts = dup_facts (window);
  g_autofree char *shown = NULL;
  GtkWidget *from;

  tri_files_save (tri_files_find (window), path, FALSE);
  wait_files (window);
  close_window (window);
  other = new_window ();
  from = new_drag_window (path);
  use_pointer (take);
  for (guint i = 0; i < 5; i++)
    use_pointer (near);
  /* A pointer that is moved faster than the program looks has made one move. */
  for (guint i = 0; i < 100 && !would_take (GTK_WIDGET (other)); i++)
    {
      use_pointer (over_the_prompt);
      use_pointer (near);
      settle ();
    }
  g_assert_true (would_take (GTK_WIDGET (other)));
  use_pointer (let_go);
  wait_until (is_dropped, GTK_WIDGET (other));
  wait_files (other);
  shown = dup_facts (other);
  g_assert_cmpstr (shown, ==, facts);
  gtk_window_destroy (GTK_WINDOW (from));
  close_window (other);
  remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  init_ui_tests (&argc, &argv);
  g_test_add_func ("/files/saved-and-opened", test_saved_and_opened);
  g_test_add_func ("/files/never-replaces", test_never_replaces);
  g_test_add_func ("/files/refused", test_refused);
  g_test_add_func ("/files/not-written", test_not_written);
  g_test_add_func ("/files/asks-before-retry", test_asks_before_retry);
  g_test_add_func ("/files/asks-first", test_asks_first);
  g_test_add_func ("/files/code", test_code);
  g_test_add_func ("/files/copy-as", test_copy_as);
  g_test_add_func ("/files/export", test_export);
  g_test_add_func ("/files/dropped", test_dropped);
  return run_ui_tests ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files.h"

#include <glib/gi18n-lib.h>

#include "core/archive-read.h"
#include "core/archive-write.h"
#include "core/safe-file.h"
#include "core/text.h"

#define MAX_RECENT 10
#define MAX_WARNINGS 12

struct _TriFiles
{
  GObject parent_instance;

  TriWindow *window; /* not owned: it owns this */
  char *path;        /* NULL: not saved yet */
  GtkFileChooserNative *chooser;
  guint n_busy;
};

static guint n_saving; /* of all windows */

G_DEFINE_FINAL_TYPE (TriFiles, tri_files, G_TYPE_OBJECT)

/* Says that something went wrong with a file, in a dialog that stays. `heading` has one %s, for the file's name. */
static void
complain (GtkWindow *window, const char *heading, const char *path, const char *message)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *fit = tri_text_dup_displayable (message, -1, NULL);
  g_autoptr (GString) text = g_string_new (heading);
  GtkWidget *dialog = adw_message_dialog_new (window, NULL, NULL);

  g_string_replace (text, "%s", name, 1);
  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (dialog), text->str);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), fit);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str, -1);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Where the window's comparison stands from now on. */
static void
set_path (TriFiles *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  if (path != self->path)
    {
      g_free (self->path);
      self->path = g_strdup (path);
    }
  gtk_window_set_title (GTK_WINDOW (self->window), name);
  if (uri && g_str_has_suffix (path, TRI_ARCHIVE_SUFFIX))
    {
      GtkRecentData data = { .mime_type = (char *) TRI_ARCHIVE_MEDIA_TYPE,
                             .app_name = (char *) "Triptych",
                             .app_exec = (char *) "triptych %u" };

      gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
    }
}

/* A program without windows ends; not before its last file is written. */
static void
hold (TriFiles *self, gboolean saving)
{
  self->n_busy++;
  n_saving += saving;
  if (g_application_get_default ())
    g_application_hold (g_application_get_default ());
}

static void
release (TriFiles *self, gboolean saving)
{
  self->n_busy--;
  n_saving -= saving;
  if (g_application_get_default ())
    g_application_release (g_application_get_default ());
}

void
tri_files_wait (void)
{
  while (n_saving > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* NULL once it is closed, though a worker may hold it still. */
static TriWindow *
get_open_window (TriFiles *self)
{
  return self->window && tri_window_get_comparison (self->window) ? self->window : NULL;
}

/* Saving */

typedef struct
{
  TriArchive *archive;
  GBytes *bytes; /* instead of it: an export */
  TriContainerKind kind;
  char *path;
  gboolean replace;
  gboolean is_export; /* which is not where the window's comparison stands */
  gboolean partial;   /* answers are still coming, which are not part of it */
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  tri_archive_free (saving->archive);
  g_clear_pointer (&saving->bytes, g_bytes_unref);
  g_free (saving->path);
  g_free (saving);
}

static void
save_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;

  if (saving->bytes ? tri_safe_file_set (saving->path, saving->bytes, saving->replace, &error)
                    : tri_archive_save (saving->archive, saving->path, saving->kind, saving->replace, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TriFiles *self = TRI_FILES (source);
  Saving *saving = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  release (self, TRUE);
  g_task_propagate_boolean (G_TASK (result), &error);
  if (!get_open_window (self))
    return;
  if (error)
    {
      complain (GTK_WINDOW (self->window), _ ("“%s” Was Not Saved"), saving->path, error->message);
      return;
    }
  if (!saving->is_export)
    set_path (self, saving->path);
  if (saving->partial)
    tri_window_say (self->window, _ ("Saved, but for the answers that were still coming."));
}

/* Swallows `saving`. */
static void
start (TriFiles *self, Saving *saving)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, saved, NULL);

  g_task_set_task_data (task, saving, saving_free);
  hold (self, TRUE);
  g_task_run_in_thread (task, save_in_worker);
}

void
tri_files_write (TriFiles *self, GBytes *bytes, const char *path, gboolean replace)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->bytes = g_bytes_ref (bytes);
  saving->path = g_strdup (path);
  saving->replace = replace;
  saving->is_export = TRUE;
  start (self, saving);
}

void
tri_files_save_folder (TriFiles *self, TriArchive *archive, const char *path, gboolean replace)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->archive = archive;
  saving->kind = TRI_CONTAINER_FOLDER;
  saving->path = g_strdup (path);
  saving->replace = replace;
  saving->is_export = TRUE;
  start (self, saving);
}

void
tri_files_save (TriFiles *self, const char *path, gboolean replace)
{
  TriComparison *comparison = tri_window_get_comparison (self->window);
  g_autoptr (GError) error = NULL;
  TriArchive *archive = tri_archive_new (comparison, tri_window_dup_draft (self->window), &error);
  Saving *saving;

  if (!archive)
    {
      complain (GTK_WINDOW (self->window), _ ("“%s” Was Not Saved"), path, error->message);
      return;
    }
  saving = g_new0 (Saving, 1);
  saving->archive = archive;
  saving->kind = TRI_CONTAINER_ZIP;
  saving->path = g_strdup (path);
  saving->replace = replace;
  saving->partial = tri_comparison_is_running (comparison);
  start (self, saving);
}

static void
add_filter (GtkFileChooserNative *chooser, const char *name, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
}

/* Gone with the answer, not with the next question: GTK 4.8 tells the accessibility bus of the last window that there
 * is when it is asked for one that has just closed, and ends the program if that one is hidden. */
static void
forget_chooser (TriFiles *self)
{
  if (self->chooser)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
}

static void
choose (TriFiles *self, const char *title, GtkFileChooserAction action, const char *yes, GCallback chosen)
{
  forget_chooser (self);
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self->window), action, yes, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  add_filter (self->chooser, _ ("Triptych comparisons"), "*" TRI_ARCHIVE_SUFFIX);
  add_filter (self->chooser, _ ("All files"), "*");
  g_signal_connect_object (self->chooser, "response", chosen, self, 0);
}

static void
place_chosen (GtkNativeDialog *dialog, int response, TriFiles *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  forget_chooser (self);
  if (response != GTK_RESPONSE_ACCEPT || !file)
    return;
  if (!path)
    {
      g_autofree char *name = g_file_get_parse_name (file);

      complain (GTK_WINDOW (self->window), _ ("“%s” Was Not Saved"), name, _ ("Choose a place on this computer."));
    }
  else if (g_str_has_suffix (path, TRI_ARCHIVE_SUFFIX))
    tri_files_save (self, path, TRUE); /* the dialog asked about what stands there */
  else
    {
      g_autofree char *longer = g_strconcat (path, TRI_ARCHIVE_SUFFIX, NULL);

      tri_files_save (self, longer, FALSE);
    }
}

static void
save_as (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriFiles *self = user_data;

  choose (self, _ ("Save Comparison"), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), G_CALLBACK (place_chosen));
  if (self->path && g_str_has_suffix (self->path, TRI_ARCHIVE_SUFFIX))
    {
      g_autoptr (GFile) file = g_file_new_for_path (self->path);

      gtk_file_chooser_set_file (GTK_FILE_CHOOSER (self->chooser), file, NULL);
    }
  else
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), _ ("comparison.triptych"));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* A folder is never written over: what was opened from one gets a file. */
static void
save (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriFiles *self = user_data;

  if (self->path && !g_file_test (self->path, G_FILE_TEST_IS_DIR))
    tri_files_save (self, self->path, TRUE);
  else
    save_as (action, parameter, user_data);
}

/* Opening */

typedef struct
{
  char *path;
  char *facet; /* NULL: the one that the window shows */
  TriArchive *archive;
  GPtrArray *readers;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->path);
  g_free (opening->facet);
  tri_archive_free (opening->archive);
  g_clear_pointer (&opening->readers, g_ptr_array_unref);
  g_free (opening);
}

static void
open_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;

  opening->archive = tri_archive_load (opening->path, &error);
  if (opening->archive)
    {
      opening->readers = tri_archive_read_again (opening->archive);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

static void
show_warnings (TriWindow *window, const Opening *opening)
{
  const GPtrArray *warnings = opening->archive->warnings;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (warnings->len, MAX_WARNINGS); i++)
    g_string_append_printf (text, "%s%s", i ? "\n" : "", (const char *) warnings->pdata[i]);
  if (warnings->len > MAX_WARNINGS)
    {
      guint n_more = warnings->len - MAX_WARNINGS;

      g_string_append_c (text, '\n');
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more", n_more), n_more);
    }
  if (warnings->len > 0)
    complain (GTK_WINDOW (window), _ ("“%s” Was Opened in Part"), opening->path, text->str);
}

static void
opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TriFiles *self = TRI_FILES (source);
  Opening *opening = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  TriWindow *window;

  release (self, FALSE);
  g_task_propagate_boolean (G_TASK (result), &error);
  if (!get_open_window (self))
    return;
  if (error)
    {
      complain (GTK_WINDOW (self->window), _ ("“%s” Cannot Be Opened"), opening->path, error->message);
      return;
    }
  window = !self->path && tri_window_is_untouched (self->window) ? self->window : tri_window_new_beside (self->window);
  tri_window_show_archive (window, opening->archive, opening->readers);
  set_path (tri_files_find (window), opening->path);
  if (opening->facet)
    g_action_group_activate_action (G_ACTION_GROUP (window), "facet", g_variant_new_string (opening->facet));
  gtk_window_present (GTK_WINDOW (window));
  show_warnings (window, opening);
}

void
tri_files_open (TriFiles *self, GFile *file, const char *facet)
{
  g_autoptr (GTask) task = NULL;
  Opening *opening;

  if (!g_file_peek_path (file))
    {
      g_autofree char *name = g_file_get_parse_name (file);

      complain (GTK_WINDOW (self->window), _ ("“%s” Cannot Be Opened"), name,
                _ ("Only what is on this computer can be opened."));
      return;
    }
  task = g_task_new (self, NULL, opened, NULL);
  opening = g_new0 (Opening, 1);
  opening->path = g_file_get_path (file);
  opening->facet = g_strdup (facet);
  g_task_set_task_data (task, opening, opening_free);
  hold (self, FALSE);
  g_task_run_in_thread (task, open_in_worker);
}

static void
file_chosen (GtkNativeDialog *dialog, int response, TriFiles *self)
{
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

  forget_chooser (self);
  for (guint i = 0; response == GTK_RESPONSE_ACCEPT && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      tri_files_open (self, file, NULL);
    }
}

static void
open_file (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriFiles *self = user_data;

  choose (self, _ ("Open Comparison"), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), G_CALLBACK (file_chosen));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
open_recent (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  tri_files_open (TRI_FILES (user_data), file, NULL);
}

static gboolean
dropped (GtkDropTarget *target, const GValue *value, double x, double y, TriFiles *self)
{
  GSList *files = g_value_get_boxed (value);

  for (GSList *each = files; each; each = each->next)
    tri_files_open (self, each->data, NULL);
  return files != NULL;
}

static int
compare_visits (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
append_recent (GMenu *menu, GtkRecentInfo *info)
{
  const char *name = gtk_recent_info_get_display_name (info);
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);
  g_autofree char *escaped = g_strjoinv ("__", parts); /* one would be a mnemonic */
  g_autoptr (GMenuItem) item = g_menu_item_new (escaped, NULL);

  g_menu_item_set_action_and_target (item, "win.open-recent", "s", gtk_recent_info_get_uri (info));
  g_menu_append_item (menu, item);
}

static void
unref_info (gpointer info)
{
  gtk_recent_info_unref (info);
}

void
tri_files_list_recent (GMenu *menu)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  guint n = 0;

  g_menu_remove_all (menu);
  items = g_list_sort (items, compare_visits);
  for (GList *each = items; each && n < MAX_RECENT; each = each->next)
    if (g_str_has_suffix (gtk_recent_info_get_uri (each->data), TRI_ARCHIVE_SUFFIX)
        && gtk_recent_info_exists (each->data))
      {
        append_recent (menu, each->data);
        n++;
      }
  g_list_free_full (items, unref_info);
}

/* Life */

static const GActionEntry actions[] = {
  { .name = "save", .activate = save },
  { .name = "save-as", .activate = save_as },
  { .name = "open", .activate = open_file },
  { .name = "open-recent", .activate = open_recent, .parameter_type = "s" },
};

static void
tri_files_finalize (GObject *object)
{
  TriFiles *self = TRI_FILES (object);

  g_clear_object (&self->chooser);
  g_free (self->path);
  G_OBJECT_CLASS (tri_files_parent_class)->finalize (object);
}

static void
tri_files_class_init (TriFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_files_finalize;
}

static void
tri_files_init (TriFiles *self)
{
}

static void
window_gone (gpointer data)
{
  TriFiles *self = data;

  forget_chooser (self);
  self->window = NULL;
  g_object_unref (self);
}

TriFiles *
tri_files_new (TriWindow *window)
{
  TriFiles *self = g_object_new (TRI_TYPE_FILES, NULL);
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->window = window;
  g_object_set_data_full (G_OBJECT (window), "tri-files", self, window_gone);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (
          actions[i].name, actions[i].parameter_type ? G_VARIANT_TYPE (actions[i].parameter_type) : NULL);

      g_signal_connect_object (action, "activate", G_CALLBACK (actions[i].activate), self, 0);
      g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
    }
  /* Before the texts below the pointer, which would take the files' addresses as words. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drop), GTK_PHASE_CAPTURE);
  g_signal_connect_object (drop, "drop", G_CALLBACK (dropped), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (drop));
  return self;
}

TriFiles *
tri_files_find (TriWindow *window)
{
  return g_object_get_data (G_OBJECT (window), "tri-files");
}

const char *
tri_files_get_path (TriFiles *self)
{
  return self->path;
}

gboolean
tri_files_is_busy (TriFiles *self)
{
  return self->n_busy > 0;
}

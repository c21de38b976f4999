/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exporting.h"

#include <glib/gi18n-lib.h>

#include "column-code.h"
#include "core/content.h"
#include "core/text.h"
#include "files.h"

/* The forms of all columns, in the order in which they are offered; the last one is no kind of export. */
static const TriExportKind forms[] = {
  TRI_EXPORT_HTML, TRI_EXPORT_MARKDOWN, TRI_EXPORT_HAR,        TRI_EXPORT_JSON,
  TRI_EXPORT_CSV,  TRI_EXPORT_FIELDS,   TRI_EXPORT_FIELDS_CSV, TRI_N_EXPORTS,
};

/* One export on its way: what it is made of, and where it goes. */
typedef struct
{
  TriArchive *archive; /* NULL: `bytes` is all of it */
  GBytes *bytes;       /* what was made of it */
  TriExportKind kind;  /* TRI_N_EXPORTS: a folder */
  TriExportOptions options;
  gboolean without_content;
  gboolean copy;
  char *path; /* NULL: it is asked for */
  GtkFileChooserNative *chooser;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  tri_archive_free (job->archive);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_clear_object (&job->chooser);
  g_free (job->path);
  g_free (job);
}

static const char *
get_suffix (const Job *job)
{
  return job->kind == TRI_N_EXPORTS ? "" : tri_export_get_info (job->kind)->suffix;
}

static void
write_job (TriFiles *files, Job *job, gboolean replace)
{
  if (job->kind == TRI_N_EXPORTS)
    tri_files_save_folder (files, g_steal_pointer (&job->archive), job->path, replace);
  else
    tri_files_write (files, job->bytes, job->path, replace);
}

static void
place_chosen (GtkNativeDialog *dialog, int response, Job *job)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  GtkWindow *window = gtk_native_dialog_get_transient_for (dialog);
  gboolean whole;

  if (response != GTK_RESPONSE_ACCEPT || !file || !g_file_peek_path (file) || !window)
    {
      job_free (job);
      return;
    }
  whole = g_str_has_suffix (g_file_peek_path (file), get_suffix (job));
  job->path = whole ? g_file_get_path (file) : g_strconcat (g_file_peek_path (file), get_suffix (job), NULL);
  /* The dialog asked about what stands there, but not below a longer name. */
  write_job (tri_files_find (TRI_WINDOW (window)), job, whole && job->kind != TRI_N_EXPORTS);
  job_free (job);
}

/* Swallows `job`. */
static void
choose_place (GtkWindow *window, Job *job)
{
  TriFiles *files = tri_files_find (TRI_WINDOW (window));
  const char *path = tri_files_get_path (files);
  g_autofree char *base = path ? g_filename_display_basename (path) : g_strdup (_ ("comparison"));
  g_autofree char *name = NULL;

  if (g_str_has_suffix (base, TRI_ARCHIVE_SUFFIX))
    base[strlen (base) - strlen (TRI_ARCHIVE_SUFFIX)] = '\0';
  name = g_strconcat (base, get_suffix (job), NULL);
  job->chooser = gtk_file_chooser_native_new (_ ("Export"), window, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (job->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (job->chooser), name);
  g_signal_connect (job->chooser, "response", G_CALLBACK (place_chosen), job);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (job->chooser));
}

/* What was made goes where it was meant to go. Swallows `job`. */
static void
deliver (GtkWindow *window, Job *job)
{
  if (job->copy)
    {
      gsize length;
      const char *bytes = g_bytes_get_data (job->bytes, &length);
      g_autofree char *text = g_utf8_validate_len (bytes, length, NULL)
                                  ? g_strndup (bytes, length)
                                  : tri_text_dup_displayable (bytes, length, NULL);

      gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), text);
    }
  else if (!job->path)
    {
      choose_place (window, job);
      return;
    }
  else
    write_job (tri_files_find (TRI_WINDOW (window)), job, FALSE);
  job_free (job);
}

static void
make_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if (job->without_content)
    {
      TriArchive *plain = tri_archive_dup_without_content (job->archive);

      tri_archive_free (job->archive);
      job->archive = plain;
    }
  if (job->kind != TRI_N_EXPORTS)
    job->bytes = tri_export (job->archive, job->kind, &job->options, &error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GtkWindow *window = GTK_WINDOW (source);
  Job *job = user_data;
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (!error && tri_window_get_comparison (TRI_WINDOW (window)))
    {
      deliver (window, job);
      return;
    }
  if (error && tri_window_get_comparison (TRI_WINDOW (window)))
    tri_window_say (TRI_WINDOW (window), error->message);
  job_free (job);
}

/* Swallows `job`. */
static void
make (GtkWindow *window, Job *job)
{
  g_autoptr (GTask) task = g_task_new (window, NULL, made, job);

  g_task_set_task_data (task, job, NULL);
  g_task_run_in_thread (task, make_in_worker);
}

static TriArchive *
new_archive (GtkWindow *window)
{
  g_autoptr (GError) error = NULL;
  TriArchive *archive = tri_archive_new (tri_window_get_comparison (TRI_WINDOW (window)),
                                         tri_window_dup_draft (TRI_WINDOW (window)), &error);

  if (!archive)
    tri_window_say (TRI_WINDOW (window), error->message);
  return archive;
}

void
tri_exporting_all (TriWindow *window, TriExportKind kind, gboolean without_content, const char *path)
{
  TriArchive *archive = new_archive (GTK_WINDOW (window));
  Job *job;

  if (!archive)
    return;
  job = g_new0 (Job, 1);
  job->archive = archive;
  job->kind = kind;
  job->options.column = -1;
  job->without_content = without_content;
  job->path = g_strdup (path);
  make (GTK_WINDOW (window), job);
}

/* One column */

static TriExportKind
find_kind (const char *id)
{
  TriExportKind kind = 0;

  while (kind < TRI_N_EXPORTS && g_strcmp0 (tri_export_get_info (kind)->id, id) != 0)
    kind++;
  return kind;
}

/* What the draft would give, for what can be had before anything was sent. */
static GBytes *
dup_of_draft (const TriExportWish *wish, TriExportKind kind)
{
  if (!wish->prompt)
    return NULL;
  switch (kind)
    {
    case TRI_EXPORT_REQUEST:
      return tri_column_dup_shown (wish->column, wish->prompt, wish->settings, NULL);
    case TRI_EXPORT_CURL:
      return tri_column_dup_code (wish->column, wish->prompt, wish->settings, TRI_CODE_CURL);
    case TRI_EXPORT_PYTHON:
      return tri_column_dup_code (wish->column, wish->prompt, wish->settings, TRI_CODE_PYTHON);
    case TRI_EXPORT_JAVASCRIPT:
      return tri_column_dup_code (wish->column, wish->prompt, wish->settings, TRI_CODE_JAVASCRIPT);
    default:
      return NULL;
    }
}

/* The attempt that is shown becomes the last one, which is the one that is exported. */
static void
cut_behind (TriArchive *archive, guint position, const TriExportWish *wish)
{
  GPtrArray *records = ((TriArchiveColumn *) archive->columns->pdata[position])->records;

  for (guint i = 0; i < tri_column_get_n_attempts (wish->column); i++)
    if (tri_column_get_attempt (wish->column, i) == wish->exchange && i + 1 < records->len)
      g_ptr_array_set_size (records, (int) i + 1);
}

void
tri_exporting_column (GtkWindow *window, const TriExportWish *wish, const char *id)
{
  TriComparison *comparison = tri_window_get_comparison (TRI_WINDOW (window));
  TriExportKind kind = find_kind (id);
  guint position = 0;
  Job *job;

  while (position < tri_comparison_get_n_columns (comparison)
         && tri_comparison_get_column (comparison, position) != wish->column)
    position++;
  if (kind == TRI_N_EXPORTS || position == tri_comparison_get_n_columns (comparison))
    return;
  job = g_new0 (Job, 1);
  job->kind = kind;
  job->copy = wish->copy;
  job->options.column = (int) position;
  if (!wish->exchange)
    job->bytes = dup_of_draft (wish, kind);
  else if (tri_exchange_get_state (wish->exchange) == TRI_EXCHANGE_ENDED && (job->archive = new_archive (window)))
    cut_behind (job->archive, position, wish);
  if (job->archive)
    make (window, job);
  else if (job->bytes)
    deliver (window, job);
  else
    {
      tri_window_say (TRI_WINDOW (window), _ ("There is nothing yet that could be exported."));
      job_free (job);
    }
}

static void
append (GMenu *menu, TriExportKind kind, const char *action)
{
  const TriExportInfo *info = tri_export_get_info (kind);
  g_autoptr (GMenuItem) item = g_menu_item_new (_ (info->label), NULL);

  g_menu_item_set_action_and_target (item, action, "s", info->id);
  g_menu_append_item (menu, item);
}

void
tri_exporting_fill_menus (GMenu *export, GMenu *copy)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (export)) > 0)
    return;
  for (TriExportKind kind = 0; kind < TRI_N_EXPORTS; kind++)
    if (tri_export_is_of_one_column (kind))
      {
        append (export, kind, "column.export");
        append (copy, kind, "column.copy-as");
      }
}

/* All columns */

static void
form_chosen (AdwMessageDialog *dialog, const char *response, TriWindow *window)
{
  GtkDropDown *form = g_object_get_data (G_OBJECT (dialog), "form");
  GtkSwitch *content = g_object_get_data (G_OBJECT (dialog), "without-content");
  guint selected = gtk_drop_down_get_selected (form);

  if (g_str_equal (response, "export") && selected < G_N_ELEMENTS (forms))
    tri_exporting_all (window, forms[selected], gtk_switch_get_active (content), NULL);
}

static GtkWidget *
new_form_list (void)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *list;

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    gtk_string_list_append (labels, forms[i] == TRI_N_EXPORTS ? _ ("Folder of all requests and responses")
                                                              : _ (tri_export_get_info (forms[i])->label));
  list = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Form"), -1);
  return list;
}

static GtkWidget *
new_content_row (GtkWidget **content)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Without what people and models wrote"));

  *content = gtk_switch_new ();
  gtk_widget_set_valign (*content, GTK_ALIGN_CENTER);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), *content);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (*content), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Without what people and models wrote"), -1);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), *content);
  return row;
}

static void
export_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriWindow *window = user_data;
  AdwMessageDialog *dialog
      = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (window), _ ("Export Comparison"), NULL));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *form = new_form_list (), *content;

  gtk_box_append (GTK_BOX (box), form);
  gtk_box_append (GTK_BOX (box), new_content_row (&content));
  adw_message_dialog_set_extra_child (dialog, box);
  g_object_set_data (G_OBJECT (dialog), "form", form);
  g_object_set_data (G_OBJECT (dialog), "without-content", content);
  adw_message_dialog_set_body (dialog, _ ("Keys are never part of it."));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "export", _ ("_Export"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "export", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "export");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (form_chosen), window, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Export Comparison"), -1);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
tri_exporting_add_action (TriWindow *window)
{
  static const GActionEntry entry = { .name = "export", .activate = export_all };

  g_action_map_add_action_entries (G_ACTION_MAP (window), &entry, 1, window);
}

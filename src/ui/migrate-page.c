/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-page.h"

#include <glib/gi18n-lib.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "beside.h"
#include "core/migrate-reading.h"
#include "core/migrate-text.h"
#include "core/safe-file.h"
#include "flow.h"
#include "json-view.h"
#include "ledger-view.h"
#include "migrate-examples.h"
#include "migrate-marks.h"
#include "proof-dialog.h"
#include "source.h"

/* Long enough not to follow every letter, in milliseconds. */
#define DEBOUNCE_MS 150

/* More than this is converted in a worker. */
#define WORKER_MIN_BYTES (64u * 1024)

struct _TriMigratePage
{
  AdwBin parent_instance;

  GtkDropDown *from;
  GtkDropDown *to;
  GtkDropDown *target;
  GtkCheckButton *to_instructions;
  GtkWidget *clear;
  GtkStack *input_stack;
  GtkSourceView *editor;
  GtkWidget *empty;
  GtkWidget *examples;
  AdwBin *held_bin;
  GtkImage *check_icon;
  GtkLabel *check;
  GtkWidget *compare;
  GtkWidget *prove;
  GtkWidget *copy;
  GtkWidget *save;
  AdwBin *result_bin;
  GtkLabel *remarks;
  TriLedgerView *ledger;
  GtkWidget *reading;
  GtkBox *reading_box;

  GPtrArray *to_formats;     /* of the drop-down */
  GBytes *held;              /* an original that the editor does not take */
  guint convert_id;          /* it will be converted */
  GCancellable *converting;  /* it is, in a worker */
  GBytes *input;             /* what was converted last */
  TriMigrateText *converted; /* what came of it; NULL while there is nothing */
};

G_DEFINE_FINAL_TYPE (TriMigratePage, tri_migrate_page, ADW_TYPE_BIN)

enum
{
  COMPARE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkTextBuffer *
get_buffer (TriMigratePage *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
}

static TriJsonView *
get_result (TriMigratePage *self)
{
  return TRI_JSON_VIEW (adw_bin_get_child (self->result_bin));
}

static TriJsonView *
get_held (TriMigratePage *self)
{
  return TRI_JSON_VIEW (adw_bin_get_child (self->held_bin));
}

static GBytes *
dup_input (TriMigratePage *self)
{
  GtkTextIter start, end;
  char *text;

  if (self->held)
    return g_bytes_ref (self->held);
  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  text = gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
  return g_bytes_new_take (text, strlen (text));
}

static const TriFormat *
get_to (TriMigratePage *self)
{
  return self->to_formats->pdata[gtk_drop_down_get_selected (self->to)];
}

/* What is marked */

static void
mark_input (TriMigratePage *self, const TriMark *mark)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (TriMark));
  TriShown shown;
  gsize length;

  if (self->held)
    {
      tri_migrate_marks_show (get_held (self), mark);
      return;
    }
  if (!self->input)
    return;
  shown.text = (char *) g_bytes_get_data (self->input, &length);
  shown.length = length;
  if (mark)
    g_array_append_vals (marks, mark, 1);
  tri_text_marks_show (GTK_TEXT_VIEW (self->editor), &shown, marks);
  if (mark)
    tri_text_marks_reveal (GTK_TEXT_VIEW (self->editor), &shown, mark->start, FALSE);
}

static TriJsonIndex *
get_input_index (const TriMigratePart *part)
{
  return tri_ledger_get_input (tri_migration_get_ledger (part->migration));
}

static void
show_source (TriMigratePage *self, const TriMigratePart *part, const TriLedgerEntry *entry)
{
  const TriLedger *ledger = tri_migration_get_ledger (part->migration);
  TriMark mark = { 0, 0, TRUE };
  gboolean there = entry->n_sources > 0 && part->input_start != G_MAXSIZE;

  if (there)
    {
      TriJsonIndex *index = get_input_index (part);
      const TriJsonToken *token = &tri_json_index_get_tokens (index, NULL)[tri_ledger_get_source (ledger, entry, 0)];

      mark.start = part->input_start + token->start;
      mark.end = part->input_start + token->end;
      if (self->held)
        there = tri_migrate_marks_to_shown (get_held (self), self->held, index, mark.start, mark.end, &mark);
    }
  mark_input (self, there ? &mark : NULL);
}

static gboolean
is_lines (TriMigratePage *self)
{
  return tri_migrate_text_get_kind (self->converted) == TRI_MIGRATE_LINES;
}

static void
show_target (TriMigratePage *self, const TriMigratePart *part, const TriLedgerEntry *entry)
{
  const TriLedger *ledger = tri_migration_get_ledger (part->migration);
  TriMark mark;
  gboolean there = entry->n_targets > 0;

  if (there)
    {
      const TriLedgerTarget *target = tri_ledger_get_target (ledger, entry, 0);

      there = tri_migrate_marks_to_shown (get_result (self), tri_migrate_text_get_output (self->converted),
                                          is_lines (self) ? NULL : tri_migration_get_output_index (part->migration),
                                          part->output_start + target->start, part->output_start + target->end, &mark);
    }
  tri_migrate_marks_show (get_result (self), there ? &mark : NULL);
}

static void
entry_chosen (TriMigratePage *self)
{
  guint chosen = tri_ledger_view_get_chosen (self->ledger);
  const TriMigratePart *part;
  const TriLedgerEntry *entry;

  if (!self->converted || chosen == G_MAXUINT)
    {
      mark_input (self, NULL);
      tri_migrate_marks_show (get_result (self), NULL);
      return;
    }
  entry = tri_migrate_text_get_entry (self->converted, chosen, &part);
  show_source (self, part, entry);
  show_target (self, part, entry);
}

static void
choose_source (TriMigratePage *self, gsize offset)
{
  guint entry;

  if (self->converted && tri_migrate_text_find_source (self->converted, offset, &entry))
    tri_ledger_view_choose (self->ledger, entry);
}

static void
cursor_moved (TriMigratePage *self)
{
  const char *text = self->input ? g_bytes_get_data (self->input, NULL) : NULL;
  int position;

  if (!self->converted || self->held || self->convert_id > 0 || !gtk_widget_has_focus (GTK_WIDGET (self->editor)))
    return;
  g_object_get (get_buffer (self), "cursor-position", &position, NULL);
  choose_source (self, (gsize) (g_utf8_offset_to_pointer (text, position) - text));
}

static void
choose_in_view (TriMigratePage *self, TriJsonView *view, gsize shown)
{
  const TriMigratePart *part = self->converted ? tri_migrate_text_get_parts (self->converted)->pdata[0] : NULL;
  gboolean is_result = view == get_result (self);
  gsize offset;
  guint entry;

  if (!part)
    return;
  if (!tri_migrate_marks_to_exact (view, is_result ? tri_migrate_text_get_output (self->converted) : self->held,
                                   is_lines (self) ? NULL
                                   : is_result     ? tri_migration_get_output_index (part->migration)
                                                   : get_input_index (part),
                                   shown, &offset))
    return;
  if (!is_result)
    choose_source (self, offset);
  else if (tri_migrate_text_find_target (self->converted, offset, &entry))
    tri_ledger_view_choose (self->ledger, entry);
}

static void
view_clicked (GtkGestureClick *click, int n_press, double x, double y, TriMigratePage *self)
{
  TriJsonView *view = TRI_JSON_VIEW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click)));
  gsize offset;

  if (n_press == 1 && tri_json_view_get_offset_at (view, x, y, &offset))
    choose_in_view (self, view, offset);
}

static void
view_key_released (GtkEventControllerKey *key, guint keyval, guint keycode, GdkModifierType state, TriMigratePage *self)
{
  TriJsonView *view = TRI_JSON_VIEW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (key)));
  gsize offset;

  if ((keyval == GDK_KEY_Up || keyval == GDK_KEY_Down || keyval == GDK_KEY_Return)
      && tri_json_view_get_cursor (view, &offset))
    choose_in_view (self, view, offset);
}

static void
add_view (TriMigratePage *self, AdwBin *bin, const char *name)
{
  GtkWidget *view = tri_json_view_new (name);
  GtkEventController *click = GTK_EVENT_CONTROLLER (gtk_gesture_click_new ());
  GtkEventController *key = gtk_event_controller_key_new ();

  /* Before the text, which keeps clicks for itself. */
  gtk_event_controller_set_propagation_phase (click, GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (view_clicked), self, 0);
  g_signal_connect_object (key, "key-released", G_CALLBACK (view_key_released), self, 0);
  gtk_widget_add_controller (view, click);
  gtk_widget_add_controller (view, key);
  g_signal_connect_object (view, "loaded", G_CALLBACK (entry_chosen), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (bin, view);
}

/* What is shown */

static void
say (TriMigratePage *self, const char *icon, const char *css_class, const char *message)
{
  gtk_image_set_from_icon_name (self->check_icon, icon);
  gtk_widget_remove_css_class (GTK_WIDGET (self->check_icon), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->check_icon), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->check_icon), "warning");
  if (css_class)
    gtk_widget_add_css_class (GTK_WIDGET (self->check_icon), css_class);
  gtk_label_set_text (self->check, message);
}

static void
remark (TriMigratePage *self, const char *text)
{
  gtk_label_set_text (self->remarks, text);
  gtk_widget_set_visible (GTK_WIDGET (self->remarks), text[0] != '\0');
}

static void
append_code (TriMigratePage *self, const char *css_class, const char *sign, const char *code)
{
  g_autofree char *line = code ? g_strdup_printf ("%s %s", sign, code) : NULL;
  GtkWidget *label = gtk_label_new (line ? line : _ ("There is nothing like it."));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (self->reading_box, label);
}

/* As a difference of code is written, with the sign that says which line goes and which comes. */
static void
show_reading (TriMigratePage *self)
{
  const TriMigratePart *part = self->converted ? tri_migrate_text_get_parts (self->converted)->pdata[0] : NULL;
  g_autoptr (GPtrArray) changes = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->reading_box))))
    gtk_box_remove (self->reading_box, child);
  if (part)
    {
      TriJsonIndex *index = get_input_index (part);
      guint body = tri_json_index_get_member (index, 0, "body");

      changes = tri_migrate_list_reading (tri_migration_get_from (part->migration), get_to (self), index,
                                          body == TRI_JSON_NONE ? 0 : body);
    }
  for (guint i = 0; changes && i < changes->len; i++)
    {
      const TriReadingChange *change = changes->pdata[i];
      g_autofree char *words = change->in_stream ? g_strdup_printf (_ ("%s, in a stream"), _ (change->meaning->title))
                                                 : g_strdup (_ (change->meaning->title));
      GtkWidget *title = gtk_label_new (words);

      gtk_label_set_xalign (GTK_LABEL (title), 0);
      gtk_widget_add_css_class (title, "heading");
      gtk_box_append (self->reading_box, title);
      append_code (self, "reading-code", "−", change->before);
      append_code (self, "reading-code", "+", change->after);
    }
  gtk_widget_set_visible (self->reading, changes && changes->len > 0);
}

static void
show_commands (TriMigratePage *self)
{
  TriMigratePair pair;

  gtk_widget_set_sensitive (self->copy, self->converted != NULL);
  gtk_widget_set_sensitive (self->save, self->converted != NULL);
  gtk_widget_set_sensitive (self->compare, tri_migrate_page_get_pair (self, &pair));
  gtk_widget_set_sensitive (self->prove, tri_migrate_page_get_pair (self, &pair));
}

static void
show_success (TriMigratePage *self)
{
  guint n_parts = tri_migrate_text_get_parts (self->converted)->len;
  const TriMigratePart *part = tri_migrate_text_get_parts (self->converted)->pdata[0];
  const char *title = tri_migration_get_from (part->migration)->title;
  guint n_losses = 0;
  g_autofree char *requests = NULL;
  g_autofree char *losses = NULL;
  g_autofree char *message = NULL;

  for (guint i = 0; i < tri_migrate_text_get_n_entries (self->converted); i++)
    n_losses += tri_ledger_entry_is_loss (tri_migrate_text_get_entry (self->converted, i, &part)) ? 1 : 0;
  requests = n_parts == 1
                 ? g_strdup_printf (_ ("A request of %s."), title)
                 : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u request of %s.", "%u requests of %s.", n_parts),
                                    n_parts, title);
  losses = n_losses == 0
               ? g_strdup (_ ("Nothing is lost."))
               : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u value is lost.", "%u values are lost.", n_losses),
                                  n_losses);
  message = g_strdup_printf ("%s %s", requests, losses);
  say (self, n_losses == 0 ? "object-select-symbolic" : "dialog-warning-symbolic",
       n_losses == 0 ? "success" : "warning", message);
}

/* Takes what came of the conversion of `input`. */
static void
take_converted (TriMigratePage *self, GBytes *input, TriMigrateText *converted, const GError *error)
{
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
  g_autoptr (GString) remarks = g_string_new (NULL);

  tri_ledger_view_set_text (self->ledger, NULL);
  mark_input (self, NULL);
  g_clear_pointer (&self->converted, tri_migrate_text_free);
  g_clear_pointer (&self->input, g_bytes_unref);
  self->input = g_bytes_ref (input);
  self->converted = converted;
  tri_json_view_set_body (get_result (self), converted ? tri_migrate_text_get_output (converted) : none, TRUE);
  tri_ledger_view_set_text (self->ledger, converted);
  gtk_widget_set_visible (GTK_WIDGET (self->ledger), converted != NULL);
  for (guint i = 0; converted && i < tri_migrate_text_get_remarks (converted)->len; i++)
    g_string_append_printf (remarks, "%s%s", i > 0 ? "\n" : "",
                            (char *) tri_migrate_text_get_remarks (converted)->pdata[i]);
  remark (self, remarks->str);
  if (converted)
    show_success (self);
  else if (error)
    say (self, "dialog-error-symbolic", "error", error->message);
  else
    say (self, "dialog-information-symbolic", NULL, _ ("Nothing is converted yet."));
  show_reading (self);
  show_commands (self);
}

/* Converting */

typedef struct
{
  GBytes *input;
  TriMigrateOptions options;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_bytes_unref (work->input);
  g_free (work);
}

static void
work_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  TriMigrateText *converted = tri_migrate_text_new (work->input, &work->options, &error);

  if (converted)
    g_task_return_pointer (task, converted, (GDestroyNotify) tri_migrate_text_free);
  else
    g_task_return_error (task, error);
}

static void
worked (GObject *source, GAsyncResult *result, gpointer data)
{
  TriMigratePage *self = TRI_MIGRATE_PAGE (source);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  TriMigrateText *converted = g_task_propagate_pointer (G_TASK (result), &error);

  /* Another one is under way, or nobody looks any more. */
  if (g_task_get_cancellable (G_TASK (result)) != self->converting)
    {
      tri_migrate_text_free (converted);
      return;
    }
  g_clear_object (&self->converting);
  take_converted (self, work->input, converted, error);
}

static void
convert (TriMigratePage *self)
{
  g_autoptr (GBytes) input = dup_input (self);
  guint from = gtk_drop_down_get_selected (self->from);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  Work *work;
  TriMigrateOptions options = {
    .from = from > 0 ? tri_formats_list (NULL)[from - 1] : NULL,
    .to = get_to (self),
    .target = tri_migrate_list_targets ()[gtk_drop_down_get_selected (self->target)],
    .to_instructions = gtk_check_button_get_active (self->to_instructions),
  };

  if (self->converting)
    g_cancellable_cancel (self->converting);
  g_clear_object (&self->converting);
  if (g_bytes_get_size (input) == 0)
    {
      take_converted (self, input, NULL, NULL);
      return;
    }
  if (g_bytes_get_size (input) < WORKER_MIN_BYTES)
    {
      TriMigrateText *converted = tri_migrate_text_new (input, &options, &error);

      take_converted (self, input, converted, error);
      return;
    }
  say (self, "content-loading-symbolic", NULL, _ ("Converting…"));
  work = g_new0 (Work, 1);
  work->input = g_bytes_ref (input);
  work->options = options;
  self->converting = g_cancellable_new ();
  task = g_task_new (self, self->converting, worked, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, work_in_thread);
}

static gboolean
convert_now (gpointer data)
{
  TriMigratePage *self = data;

  self->convert_id = 0;
  convert (self);
  return G_SOURCE_REMOVE;
}

static void
options_changed (TriMigratePage *self)
{
  if (!self->to_formats)
    return; /* the template is still being filled */
  g_clear_handle_id (&self->convert_id, g_source_remove);
  convert (self);
}

static void
edited (TriMigratePage *self)
{
  gboolean empty = !self->held && gtk_text_buffer_get_char_count (get_buffer (self)) == 0;

  gtk_widget_set_visible (self->empty, empty);
  gtk_widget_set_sensitive (self->clear, !empty);
  /* What is on the screen is no longer the result of what is written. */
  gtk_widget_set_sensitive (self->copy, FALSE);
  gtk_widget_set_sensitive (self->save, FALSE);
  gtk_widget_set_sensitive (self->compare, FALSE);
  gtk_widget_set_sensitive (self->prove, FALSE);
  g_clear_handle_id (&self->convert_id, g_source_remove);
  self->convert_id = g_timeout_add (DEBOUNCE_MS, convert_now, self);
}

/* Taking texts */

static void
take_text (TriMigratePage *self, const char *text)
{
  gboolean fits = tri_source_fits (text, strlen (text));

  g_clear_pointer (&self->held, g_bytes_unref);
  if (!fits)
    {
      self->held = g_bytes_new (text, strlen (text));
      if (!get_held (self))
        add_view (self, self->held_bin, _ ("Original"));
      tri_json_view_set_body (get_held (self), self->held, TRUE);
    }
  gtk_text_buffer_set_text (get_buffer (self), fits ? text : "", -1);
  gtk_stack_set_visible_child_name (self->input_stack, fits ? "editor" : "held");
  edited (self);
  g_clear_handle_id (&self->convert_id, g_source_remove);
  convert (self);
}

void
tri_migrate_page_set_text (TriMigratePage *self, const char *text)
{
  take_text (self, text);
}

static void
clear_clicked (TriMigratePage *self)
{
  take_text (self, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
clipboard_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TriMigratePage) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (!text || !self->to_formats)
    return;
  if (!tri_source_fits (text, strlen (text)))
    {
      take_text (self, text);
      return;
    }
  gtk_text_buffer_delete_selection (get_buffer (self), TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (get_buffer (self), text, -1);
}

/* What is pasted is looked at before it comes to stand in the editor, which may not be able to take it. */
static void
paste_into_editor (GtkTextView *editor, TriMigratePage *self)
{
  g_signal_stop_emission_by_name (editor, "paste-clipboard");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, clipboard_read,
                                 g_object_ref (self));
}

static void
example_clicked (GtkButton *button, TriMigratePage *self)
{
  take_text (self, g_object_get_data (G_OBJECT (button), "tri-example"));
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

/* Taking the result away */

static void
copy_clicked (TriMigratePage *self)
{
  GBytes *output = tri_migrate_page_get_output (self);
  g_autofree char *text = NULL;

  if (!output)
    return;
  text = g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  remark (self, _ ("The result was copied."));
}

static void
save_chosen (GtkNativeDialog *chooser, int response, TriMigratePage *self)
{
  g_autoptr (GFile) file
      = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;
  g_autofree char *shown = path ? g_filename_display_name (path) : NULL;
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *output = g_object_get_data (G_OBJECT (chooser), "tri-output");

  if (path && tri_safe_file_set (path, output, TRUE, &error))
    message = g_strdup_printf (_ ("The result was saved as %s."), shown);
  else if (file)
    message = g_strdup (error ? error->message : _ ("It can only be saved on this computer."));
  if (message)
    remark (self, message);
  g_object_unref (chooser);
}

/* What is saved is what was seen when it was asked for. */
static void
save_clicked (TriMigratePage *self)
{
  GBytes *output = tri_migrate_page_get_output (self);
  GtkFileChooserNative *chooser;

  if (!output)
    return;
  chooser = gtk_file_chooser_native_new (_ ("Save the Result"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), is_lines (self) ? "request.jsonl" : "request.json");
  g_object_set_data_full (G_OBJECT (chooser), "tri-output", g_bytes_ref (output), (GDestroyNotify) g_bytes_unref);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (save_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
compare_clicked (TriMigratePage *self)
{
  g_signal_emit (self, signals[COMPARE], 0);
}

static void
prove_clicked (TriMigratePage *self)
{
  if (self->converted)
    tri_proof_dialog_open (GTK_WIDGET (self), self->converted);
}

GBytes *
tri_migrate_page_get_output (TriMigratePage *self)
{
  return self->converted ? tri_migrate_text_get_output (self->converted) : NULL;
}

gboolean
tri_migrate_page_get_pair (TriMigratePage *self, TriMigratePair *pair)
{
  const TriMigratePart *part;

  if (!self->converted || tri_migrate_text_get_parts (self->converted)->len != 1 || is_lines (self))
    return FALSE;
  part = tri_migrate_text_get_parts (self->converted)->pdata[0];
  pair->from = tri_migration_get_from (part->migration);
  pair->to = get_to (self);
  pair->original = tri_json_index_get_bytes (get_input_index (part));
  pair->result = tri_migrate_text_get_output (self->converted);
  return TRUE;
}

void
tri_migrate_page_focus (TriMigratePage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

/* Life */

static void
tri_migrate_page_dispose (GObject *object)
{
  TriMigratePage *self = TRI_MIGRATE_PAGE (object);

  g_clear_handle_id (&self->convert_id, g_source_remove);
  if (self->converting)
    g_cancellable_cancel (self->converting);
  g_clear_object (&self->converting);
  g_clear_pointer (&self->to_formats, g_ptr_array_unref);
  if (self->converted)
    tri_ledger_view_set_text (self->ledger, NULL);
  g_clear_pointer (&self->converted, tri_migrate_text_free);
  G_OBJECT_CLASS (tri_migrate_page_parent_class)->dispose (object);
}

static void
tri_migrate_page_finalize (GObject *object)
{
  TriMigratePage *self = TRI_MIGRATE_PAGE (object);

  g_clear_pointer (&self->held, g_bytes_unref);
  g_clear_pointer (&self->input, g_bytes_unref);
  G_OBJECT_CLASS (tri_migrate_page_parent_class)->finalize (object);
}

static void
tri_migrate_page_class_init (TriMigratePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_migrate_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tri_migrate_page_finalize;
  signals[COMPARE]
      = g_signal_new ("compare", TRI_TYPE_MIGRATE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (TRI_TYPE_BESIDE);
  g_type_ensure (TRI_TYPE_FLOW);
  g_type_ensure (TRI_TYPE_LEDGER_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/migrate-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, from);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, to);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, target);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, to_instructions);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, clear);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, input_stack);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, editor);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, empty);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, examples);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, held_bin);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, check_icon);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, check);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, compare);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, prove);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, copy);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, save);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, result_bin);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, remarks);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, ledger);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, reading);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, reading_box);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked);
  gtk_widget_class_bind_template_callback (widget_class, compare_clicked);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, entry_chosen);
  gtk_widget_class_bind_template_callback (widget_class, options_changed);
  gtk_widget_class_bind_template_callback (widget_class, prove_clicked);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked);
}

static void
fill_choices (TriMigratePage *self)
{
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);
  g_autoptr (GtkStringList) from = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) to = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) targets = gtk_string_list_new (tri_migrate_list_targets ());
  g_autoptr (GPtrArray) to_formats = g_ptr_array_new ();

  gtk_string_list_append (from, _ ("Guessed"));
  for (guint i = 0; i < n_formats; i++)
    {
      gboolean possible = FALSE;

      gtk_string_list_append (from, formats[i]->title);
      for (guint j = 0; j < n_formats; j++)
        possible = possible || (j != i && tri_migrate_is_possible (formats[j], formats[i]));
      if (!possible)
        continue;
      gtk_string_list_append (to, formats[i]->title);
      g_ptr_array_add (to_formats, (gpointer) formats[i]);
    }
  gtk_drop_down_set_model (self->from, G_LIST_MODEL (from));
  gtk_drop_down_set_model (self->to, G_LIST_MODEL (to));
  gtk_drop_down_set_model (self->target, G_LIST_MODEL (targets));
  gtk_drop_down_set_selected (self->to, to_formats->len - 1);
  self->to_formats = g_steal_pointer (&to_formats);
}

static void
add_examples (TriMigratePage *self)
{
  guint n_examples;
  const TriMigrateExample *examples = tri_migrate_examples_list (&n_examples);

  for (guint i = 0; i < n_examples; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (_ (examples[i].title));

      g_object_set_data (G_OBJECT (button), "tri-example", (gpointer) examples[i].text);
      g_signal_connect_object (button, "clicked", G_CALLBACK (example_clicked), self, 0);
      gtk_widget_set_parent (button, self->examples);
    }
}

static void
tri_migrate_page_init (TriMigratePage *self)
{
  GtkSourceBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  buffer = GTK_SOURCE_BUFFER (get_buffer (self));
  tri_source_follow_style (buffer);
  gtk_source_buffer_set_language (
      buffer, gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "json"));
  g_signal_connect_object (buffer, "changed", G_CALLBACK (edited), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "notify::cursor-position", G_CALLBACK (cursor_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "paste-clipboard", G_CALLBACK (paste_into_editor), self, 0);
  add_view (self, self->result_bin, _ ("Result"));
  add_examples (self);
  fill_choices (self);
  take_text (self, "");
}

GtkWidget *
tri_migrate_page_new (void)
{
  return g_object_new (TRI_TYPE_MIGRATE_PAGE, NULL);
}

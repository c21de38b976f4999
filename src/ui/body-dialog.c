/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "body-dialog.h"

#include <glib/gi18n-lib.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "core/curl-command.h"
#include "core/formats.h"
#include "core/text.h"
#include "document-view.h"
#include "servers.h"
#include "source.h"

struct _TriBodyDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkWidget *use;
  GtkLabel *description;
  GtkStack *stack;
  GtkSourceView *editor;
  AdwBin *held_bin;
  GtkImage *check_icon;
  GtkLabel *check;
  GtkWidget *tools;
  GtkWidget *read_curl;
  GtkWidget *write;
  GtkLabel *remarks;
  GtkCheckButton *use_server;
  GtkLabel *use_server_label;
  AdwBin *preview_bin;

  TriBodyKind kind;
  TriColumn *column;
  TriColumn *scratch; /* takes what is typed, so that core is the judge, and what would be sent can be seen */
  GListStore *servers;
  TriPrompt *prompt;
  TriSettings *settings;

  GBytes *held;            /* a body that is not in the editor */
  TriCurlCommand *command; /* where the body comes from, if it was pasted as one */
  TriServer *server;       /* that the command asks; NULL if there is none, or it is the column's own */
};

G_DEFINE_FINAL_TYPE (TriBodyDialog, tri_body_dialog, ADW_TYPE_WINDOW)

static GtkTextBuffer *
get_buffer (TriBodyDialog *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
}

static void
show_check (TriBodyDialog *self, gboolean good, const char *message)
{
  gtk_image_set_from_icon_name (self->check_icon, good ? "object-select-symbolic" : "dialog-error-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->check_icon), good ? "error" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (self->check_icon), good ? "success" : "error");
  gtk_label_set_text (self->check, message);
  gtk_widget_set_sensitive (self->use, good);
}

static GBytes *
dup_bytes (TriBodyDialog *self)
{
  char *text;

  if (self->held)
    return g_bytes_ref (self->held);
  text = tri_source_dup_text (get_buffer (self));
  return g_bytes_new_take (text, strlen (text));
}

static void
check_body (TriBodyDialog *self)
{
  g_autoptr (GBytes) bytes = dup_bytes (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *size = tri_text_dup_size ((gint64) g_bytes_get_size (bytes));
  g_autofree char *text = self->held ? NULL : tri_source_dup_text (get_buffer (self));
  g_autofree char *message = NULL;
  gboolean is_curl = text && tri_curl_command_is_one (text);

  gtk_widget_set_visible (self->read_curl, is_curl);
  if (tri_column_set_body (self->scratch, bytes, &error))
    {
      message = g_strdup_printf (_ ("A JSON object of %s, sent byte for byte"), size);
      show_check (self, TRUE, message);
    }
  else if (is_curl)
    show_check (self, FALSE, _ ("This is a curl command. It is not executed; read the request in it."));
  else
    show_check (self, FALSE, error->message);
}

static void
check_members (TriBodyDialog *self)
{
  g_autofree char *text = tri_source_dup_text (get_buffer (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;

  if (!tri_column_set_members (self->scratch, text, &error))
    {
      show_check (self, FALSE, error->message);
      return;
    }
  show_check (self, TRUE,
              text[0] ? _ ("A JSON object; its members are spelt in the request as they are here")
                      : _ ("No other members"));
  if (self->prompt)
    body = tri_column_preview (self->scratch, self->prompt, self->settings);
  tri_document_view_set_body (TRI_DOCUMENT_VIEW (adw_bin_get_child (self->preview_bin)), body, TRUE,
                              _ ("Write a prompt to see its request."));
}

static void
edited (TriBodyDialog *self)
{
  if (!self->scratch)
    return;
  if (self->kind == TRI_BODY_OWN)
    check_body (self);
  else
    check_members (self);
}

/* Puts a body in place of what is there: into the editor if that can take it, else aside. The editor forgets what it
 * held, for that may have been a command with a key. */
static void
take_bytes (TriBodyDialog *self, GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gboolean fits = tri_source_fits (data, length);
  g_autofree char *text = fits ? g_strndup (data, length) : NULL;

  g_bytes_ref (bytes);
  g_clear_pointer (&self->held, g_bytes_unref);
  if (!fits)
    self->held = g_bytes_ref (bytes);
  gtk_text_buffer_begin_irreversible_action (get_buffer (self));
  gtk_text_buffer_set_text (get_buffer (self), text ? text : "", -1);
  gtk_text_buffer_end_irreversible_action (get_buffer (self));
  if (!fits)
    tri_document_view_set_body (TRI_DOCUMENT_VIEW (adw_bin_get_child (self->held_bin)), bytes, TRUE, NULL);
  gtk_stack_set_visible_child_name (self->stack, fits ? "editor" : "held");
  gtk_widget_set_visible (self->write, !fits);
  g_bytes_unref (bytes);
  edited (self);
}

/* The server that a command asks: one that is known, or a new one with the command's key. NULL if it is the column's
 * own, or none can be made of it (`error`). */
static TriServer *
find_server (TriBodyDialog *self, const TriCurlCommand *command, GError **error)
{
  g_auto (TriUrlReading) reading = { NULL, NULL };
  gboolean has_key = command->key || command->key_env;

  if (!tri_url_read (command->url, &reading, error))
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->servers)); i++)
    {
      TriServer *server = tri_servers_get (G_LIST_MODEL (self->servers), i);
      gboolean same_key
          = !has_key || (!command->key && g_strcmp0 (tri_server_get_key_env (server), command->key_env) == 0);

      if (same_key && g_strcmp0 (tri_server_get_base_url (server), reading.base_url) == 0)
        return server == tri_column_get_server (self->column) ? NULL : tri_server_ref (server);
    }
  return tri_server_new (reading.base_url, reading.base_url, command->key ? NULL : command->key_env, command->key,
                         tri_column_get_model (self->scratch));
}

static void
show_server (TriBodyDialog *self)
{
  TriKeySource source = self->server ? tri_server_get_key_source (self->server) : TRI_KEY_NONE;
  g_autofree char *name = self->server ? tri_text_dup_displayable (tri_server_get_name (self->server), -1, NULL) : NULL;
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->use_server), self->server != NULL);
  if (!self->server)
    return;
  if (source == TRI_KEY_MEMORY)
    label = g_strdup_printf (_ ("Ask %s, with the key of the command; it is kept in memory only"), name);
  else if (source == TRI_KEY_ENVIRONMENT)
    label = g_strdup_printf (_ ("Ask %s, with the key from the environment variable %s"), name,
                             tri_server_get_key_env (self->server));
  else
    label = g_strdup_printf (_ ("Ask %s"), name);
  gtk_label_set_text (self->use_server_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->use_server), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_check_button_set_active (self->use_server, TRUE);
}

static void
show_remarks (TriBodyDialog *self, const TriFormat *format, const GError *server_error)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  if (format && format != tri_column_get_format (self->column))
    {
      g_string_append_printf (lines, _ ("The URL is that of %s, so the column takes this format."), format->title);
      g_string_append_c (lines, '\n');
    }
  for (guint i = 0; self->command && i < self->command->remarks->len; i++)
    g_string_append_printf (lines, "%s\n", (char *) self->command->remarks->pdata[i]);
  if (server_error)
    g_string_append_printf (lines, "%s\n", server_error->message);
  if (self->server)
    {
      g_autofree char *warning = tri_server_dup_warning (self->server);

      g_string_append (lines, warning ? warning : "");
    }
  if (lines->len > 0 && lines->str[lines->len - 1] == '\n')
    g_string_truncate (lines, lines->len - 1);
  gtk_label_set_text (self->remarks, lines->str);
  gtk_widget_set_visible (GTK_WIDGET (self->remarks), lines->len > 0);
}

static void
read_command (TriBodyDialog *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) server_error = NULL;
  g_autoptr (TriCurlCommand) command = tri_curl_command_parse (text, &error);
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
  const TriFormat *format;

  if (!command)
    {
      show_check (self, FALSE, error->message);
      return;
    }
  g_clear_pointer (&self->command, tri_curl_command_free);
  g_clear_pointer (&self->server, tri_server_unref);
  self->command = g_steal_pointer (&command);
  take_bytes (self, self->command->body ? self->command->body : none);
  format = self->command->url ? tri_format_find_for_url (self->command->url) : NULL;
  tri_column_set_format (self->scratch, format ? format : tri_column_get_format (self->column));
  adw_window_title_set_subtitle (self->title, tri_column_get_format (self->scratch)->title);
  if (self->command->url)
    self->server = find_server (self, self->command, &server_error);
  if (self->command->url && !format)
    {
      g_autofree char *url = tri_text_dup_excerpt (self->command->url, 120);

      g_ptr_array_add (
          self->command->remarks,
          g_strdup_printf (_ ("%s is the URL of no format that is known; the column keeps its own."), url));
    }
  show_server (self);
  show_remarks (self, format, server_error);
}

static void
read_curl_clicked (TriBodyDialog *self)
{
  g_autofree char *text = tri_source_dup_text (get_buffer (self));

  read_command (self, text);
}

void
tri_body_dialog_paste (TriBodyDialog *self, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  if (self->kind == TRI_BODY_OWN && tri_curl_command_is_one (text))
    {
      read_command (self, text);
      return;
    }
  if (tri_source_fits (text, strlen (text)) && !self->held)
    {
      gtk_text_buffer_delete_selection (get_buffer (self), TRUE, TRUE);
      gtk_text_buffer_insert_at_cursor (get_buffer (self), text, -1);
    }
  else if (self->kind == TRI_BODY_OWN)
    take_bytes (self, bytes);
  else
    show_check (self, FALSE, _ ("This is too much for members that are written by hand."));
}

static void
clipboard_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TriBodyDialog) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text && self->scratch)
    tri_body_dialog_paste (self, text);
}

static void
paste (TriBodyDialog *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, clipboard_read,
                                 g_object_ref (self));
}

/* What is pasted is looked at before it comes to stand in the editor. */
static void
paste_into_editor (GtkTextView *editor, TriBodyDialog *self)
{
  g_signal_stop_emission_by_name (editor, "paste-clipboard");
  paste (self);
}

static void
write_clicked (TriBodyDialog *self)
{
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);

  take_bytes (self, none);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
file_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TriBodyDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);
  g_autofree char *text = NULL;

  if (!self->scratch)
    return;
  if (!bytes)
    {
      show_check (self, FALSE, error->message);
      return;
    }
  text = g_strndup (g_bytes_get_data (bytes, NULL), MIN (g_bytes_get_size (bytes), 64 * 1024));
  if (tri_curl_command_is_one (text) && g_bytes_get_size (bytes) == strlen (text))
    read_command (self, text);
  else
    take_bytes (self, bytes);
}

static void
file_chosen (GtkNativeDialog *chooser, int response, TriBodyDialog *self)
{
  g_autoptr (GFile) file
      = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autoptr (GFileInfo) info = NULL;

  if (file)
    info = g_file_query_info (file, "standard::*", G_FILE_QUERY_INFO_NONE, NULL, NULL);
  if (info && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR
      && g_file_info_get_size (info) <= (goffset) TRI_JSON_MAX_BYTES)
    g_file_load_bytes_async (file, NULL, file_loaded, g_object_ref (self));
  else if (file)
    show_check (self, FALSE, _ ("This is no file that can be sent: it is missing, too large, or none at all."));
  g_object_unref (chooser);
}

static void
open_clicked (TriBodyDialog *self)
{
  GtkFileChooserNative *chooser
      = gtk_file_chooser_native_new (_ ("Open a Request"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
use_clicked (TriBodyDialog *self)
{
  g_autoptr (GBytes) bytes = dup_bytes (self);
  g_autofree char *text = self->kind == TRI_BODY_MEMBERS ? tri_source_dup_text (get_buffer (self)) : NULL;

  if (self->kind == TRI_BODY_MEMBERS)
    {
      if (!tri_column_set_members (self->column, text, NULL))
        return;
    }
  else
    {
      if (self->server && gtk_check_button_get_active (self->use_server))
        {
          if (tri_servers_find (G_LIST_MODEL (self->servers), self->server) == G_MAXUINT)
            {
              g_autoptr (TriServerItem) item = tri_server_item_new (self->server);

              g_list_store_append (self->servers, item);
            }
          tri_column_set_server (self->column, self->server);
        }
      tri_column_set_format (self->column, tri_column_get_format (self->scratch));
      if (!tri_column_set_body (self->column, bytes, NULL))
        return;
    }
  gtk_window_close (GTK_WINDOW (self));
}

typedef struct
{
  TriBodyDialog *dialog;
  char *text;
} Insertion;

static void
insertion_free (gpointer data)
{
  Insertion *insertion = data;

  g_object_unref (insertion->dialog);
  tri_key_free (insertion->text); /* there is a key in it */
  g_free (insertion);
}

static gboolean
read_insertion (gpointer data)
{
  Insertion *insertion = data;

  if (insertion->dialog->scratch)
    tri_body_dialog_paste (insertion->dialog, insertion->text);
  return G_SOURCE_REMOVE;
}

/* A command with a key that is dropped, or comes by the middle button, is read like one that is pasted: not a byte of
 * it comes to stand in the editor, which is not changed while it is being changed. */
static void
inserting (GtkTextBuffer *buffer, GtkTextIter *location, const char *text, int n_bytes, TriBodyDialog *self)
{
  g_autofree char *inserted = g_strndup (text, n_bytes < 0 ? strlen (text) : (gsize) n_bytes);
  g_autofree char *masked = NULL;
  Insertion *insertion;

  if (self->kind != TRI_BODY_OWN || !tri_curl_command_is_one (inserted))
    return;
  masked = tri_curl_dup_masked (inserted, 0);
  if (!masked)
    return;
  g_signal_stop_emission_by_name (buffer, "insert-text");
  insertion = g_new (Insertion, 1);
  *insertion = (Insertion){ g_object_ref (self), g_steal_pointer (&inserted) };
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, read_insertion, insertion, insertion_free);
}

static void
tri_body_dialog_dispose (GObject *object)
{
  TriBodyDialog *self = TRI_BODY_DIALOG (object);

  g_clear_object (&self->scratch);
  g_clear_object (&self->column);
  g_clear_object (&self->servers);
  g_clear_pointer (&self->prompt, tri_prompt_unref);
  g_clear_pointer (&self->settings, tri_settings_free);
  g_clear_pointer (&self->held, g_bytes_unref);
  g_clear_pointer (&self->command, tri_curl_command_free);
  g_clear_pointer (&self->server, tri_server_unref);
  G_OBJECT_CLASS (tri_body_dialog_parent_class)->dispose (object);
}

static void
tri_body_dialog_class_init (TriBodyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_body_dialog_dispose;
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/body-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, title);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, use);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, description);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, editor);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, held_bin);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, check_icon);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, check);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, tools);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, read_curl);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, write);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, remarks);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, use_server);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, use_server_label);
  gtk_widget_class_bind_template_child (widget_class, TriBodyDialog, preview_bin);
  gtk_widget_class_bind_template_callback (widget_class, use_clicked);
  gtk_widget_class_bind_template_callback (widget_class, paste);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked);
  gtk_widget_class_bind_template_callback (widget_class, read_curl_clicked);
  gtk_widget_class_bind_template_callback (widget_class, write_clicked);
}

static void
tri_body_dialog_init (TriBodyDialog *self)
{
  GtkSourceBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  buffer = GTK_SOURCE_BUFFER (get_buffer (self));
  tri_source_follow_style (buffer);
  gtk_source_buffer_set_language (
      buffer, gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "json"));
  g_signal_connect_object (buffer, "changed", G_CALLBACK (edited), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (inserting), self, 0);
  g_signal_connect_object (self->editor, "paste-clipboard", G_CALLBACK (paste_into_editor), self, 0);
}

/* Where one begins: what the column sends already, or else the composed request, easy to read and to change. */
static void
fill (TriBodyDialog *self)
{
  const char *members = tri_column_get_members (self->column);
  g_autoptr (GBytes) bytes = NULL;

  if (self->kind == TRI_BODY_MEMBERS)
    bytes = g_bytes_new (members ? members : "", members ? strlen (members) : 0);
  else if (tri_column_get_body (self->column))
    bytes = g_bytes_ref (tri_column_get_body (self->column));
  else if (self->prompt)
    {
      g_autoptr (GBytes) composed = tri_column_preview (self->column, self->prompt, self->settings);
      g_autoptr (TriJsonIndex) index = tri_json_index_new (composed, NULL);

      bytes = index ? tri_json_index_reindent (index, 2, NULL) : g_bytes_ref (composed);
    }
  else
    bytes = g_bytes_new_static ("{}", 2);
  take_bytes (self, bytes);
}

GtkWidget *
tri_body_dialog_new (GtkWindow *parent,
                     TriColumn *column,
                     GListStore *servers,
                     TriPrompt *prompt,
                     const TriSettings *settings,
                     TriBodyKind kind)
{
  TriBodyDialog *self = g_object_new (TRI_TYPE_BODY_DIALOG, "transient-for", parent, NULL);
  const TriFormat *format = tri_column_get_format (column);
  gboolean own = kind == TRI_BODY_OWN;
  g_autofree char *url = tri_column_dup_url (column);

  /* No wider than the window that it stands before. */
  gtk_window_set_default_size (GTK_WINDOW (self), CLAMP (gtk_widget_get_width (GTK_WIDGET (parent)), 340, 640), 600);
  self->kind = kind;
  self->column = g_object_ref (column);
  self->scratch = tri_column_new (format, tri_column_get_server (column), tri_column_get_model (column));
  self->servers = g_object_ref (servers);
  self->prompt = prompt ? tri_prompt_ref (prompt) : NULL;
  self->settings = tri_settings_copy (settings);
  gtk_window_set_title (GTK_WINDOW (self), own ? _ ("Own Body") : _ ("Other Members"));
  adw_window_title_set_title (self->title, gtk_window_get_title (GTK_WINDOW (self)));
  adw_window_title_set_subtitle (self->title, format->title);
  gtk_label_set_text (self->description,
                      own ? _ ("What this column sends instead of the composed request. Paste JSON or a curl command, "
                               "or open a saved request.")
                          : _ ("A JSON object whose members are added to the composed request, or take the place of "
                               "those of the same name."));
  gtk_widget_set_visible (self->tools, own);
  gtk_widget_set_visible (GTK_WIDGET (self->preview_bin), !own);
  adw_bin_set_child (self->held_bin, tri_document_view_new (_ ("Own body")));
  adw_bin_set_child (self->preview_bin, tri_document_view_new (_ ("Request")));
  tri_document_view_set_head (TRI_DOCUMENT_VIEW (adw_bin_get_child (self->held_bin)), "", "");
  tri_document_view_set_head (TRI_DOCUMENT_VIEW (adw_bin_get_child (self->preview_bin)), url, "");
  fill (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "original.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/curl-command.h"
#include "core/text.h"
#include "flow.h"
#include "migrate-examples.h"
#include "secret-guard.h"
#include "source.h"

struct _TriOriginal
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkSourceView *editor;
  GtkWidget *empty;
  GtkWidget *examples;
  AdwBin *held_bin;

  GtkWidget *secret;
  GtkCheckButton *use_server;
  GtkLabel *use_server_label;

  TriServer *server; /* of a command, with its key; NULL if there is none */
  GBytes *held;      /* what the editor does not take */
  gboolean is_taken; /* the editor changes because another text comes, not because somebody writes */
};

G_DEFINE_FINAL_TYPE (TriOriginal, tri_original, ADW_TYPE_BIN)

enum
{
  EDITED,
  REPLACED,
  PASTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkTextBuffer *
get_buffer (TriOriginal *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
}

GBytes *
tri_original_dup_bytes (TriOriginal *self)
{
  GtkTextIter start, end;
  char *text;

  if (self->held)
    return g_bytes_ref (self->held);
  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  text = gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
  return g_bytes_new_take (text, strlen (text));
}

gboolean
tri_original_is_empty (TriOriginal *self)
{
  return !self->held && gtk_text_buffer_get_char_count (get_buffer (self)) == 0;
}

GBytes *
tri_original_get_held (TriOriginal *self)
{
  return self->held;
}

GtkSourceView *
tri_original_get_editor (TriOriginal *self)
{
  return self->editor;
}

AdwBin *
tri_original_get_held_bin (TriOriginal *self)
{
  return self->held_bin;
}

/* Secrets */

static void
forget_server (TriOriginal *self)
{
  g_clear_pointer (&self->server, tri_server_unref);
  gtk_check_button_set_active (self->use_server, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->use_server), FALSE);
  gtk_widget_set_visible (self->secret, FALSE);
}

TriServer *
tri_original_get_server (TriOriginal *self)
{
  return gtk_check_button_get_active (self->use_server) ? self->server : NULL;
}

/* The key of a command is for the server of its URL, and for no other. */
static TriServer *
new_server (const char *text)
{
  g_autoptr (TriCurlCommand) command = tri_curl_command_is_one (text) ? tri_curl_command_parse (text, NULL) : NULL;
  g_auto (TriUrlReading) reading = { NULL, NULL };

  if (!command || !command->key || !command->url || !tri_url_read (command->url, &reading, NULL))
    return NULL;
  return tri_server_new (reading.base_url, reading.base_url, NULL, command->key, NULL);
}

static void
secret_hidden (const char *with_secret, gpointer user_data)
{
  TriOriginal *self = user_data;
  TriServer *server = new_server (with_secret);

  if (server)
    {
      g_autofree char *name = tri_text_dup_displayable (tri_server_get_name (server), -1, NULL);
      g_autofree char *warning = tri_server_dup_warning (server);
      g_autofree char *label = g_strdup_printf (
          _ ("Open in Compare asks %s, with the key of the command; it is kept in memory only"), name);

      forget_server (self);
      self->server = server;
      gtk_label_set_text (self->use_server_label, label);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->use_server), warning);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->use_server), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->use_server), self->server != NULL);
  gtk_widget_set_visible (self->secret, TRUE);
}

/* The colours of JSON would find fault with every word of a command. Not while the text is being changed, which
 * GtkSourceView does not stand. */
static void
follow_language (TriOriginal *self)
{
  GtkTextIter start, end;
  g_autofree char *begin = NULL;

  gtk_text_buffer_get_start_iter (get_buffer (self), &start);
  end = start;
  gtk_text_iter_forward_chars (&end, 100);
  begin = gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
  gtk_source_buffer_set_language (
      GTK_SOURCE_BUFFER (get_buffer (self)),
      gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (),
                                                tri_curl_command_is_one (begin) ? "sh" : "json"));
}

void
tri_original_settle (TriOriginal *self)
{
  if (self->held)
    return;
  follow_language (self);
  self->is_taken = TRUE;
  tri_secret_guard_check (get_buffer (self));
  self->is_taken = FALSE;
}

static void
changed (TriOriginal *self)
{
  gtk_widget_set_visible (self->empty, tri_original_is_empty (self));
  if (tri_original_is_empty (self) && !self->is_taken)
    forget_server (self);
  if (!self->is_taken)
    g_signal_emit (self, signals[EDITED], 0);
}

static void
announce (TriOriginal *self)
{
  self->is_taken = FALSE;
  changed (self);
  g_signal_emit (self, signals[REPLACED], 0);
}

void
tri_original_take (TriOriginal *self, const char *text)
{
  gboolean fits = tri_source_fits (text, strlen (text));
  g_autofree char *masked = fits ? NULL : tri_curl_dup_masked (text, 0);

  forget_server (self);
  g_clear_pointer (&self->held, g_bytes_unref);
  if (!fits)
    self->held = g_bytes_new (masked ? masked : text, strlen (text));
  if (masked)
    secret_hidden (text, self);
  self->is_taken = TRUE;
  gtk_text_buffer_set_text (get_buffer (self), fits ? text : "", -1);
  gtk_stack_set_visible_child_name (self->stack, fits ? "editor" : "held");
  announce (self);
}

void
tri_original_replace (TriOriginal *self, GBytes *bytes)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start, end;

  if (self->held || !tri_source_fits (text, strlen (text)))
    {
      tri_original_take (self, text);
      return;
    }
  self->is_taken = TRUE;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  announce (self);
}

static void
clipboard_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TriOriginal) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  gboolean is_done = FALSE;

  if (!text || !gtk_widget_get_root (GTK_WIDGET (self)))
    return;
  g_signal_emit (self, signals[PASTED], 0, text, &is_done);
  if (is_done)
    return;
  if (!tri_source_fits (text, strlen (text)))
    {
      tri_original_take (self, text);
      return;
    }
  gtk_text_buffer_delete_selection (get_buffer (self), TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (get_buffer (self), text, -1);
}

/* What is pasted is looked at before it comes to stand in the editor, which may not be able to take it. */
static void
paste (GtkTextView *editor, TriOriginal *self)
{
  g_signal_stop_emission_by_name (editor, "paste-clipboard");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, clipboard_read,
                                 g_object_ref (self));
}

static void
example_clicked (GtkButton *button, TriOriginal *self)
{
  tri_original_take (self, g_object_get_data (G_OBJECT (button), "tri-example"));
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TRI_ORIGINAL (widget)->editor));
}

static void
tri_original_finalize (GObject *object)
{
  g_clear_pointer (&TRI_ORIGINAL (object)->held, g_bytes_unref);
  g_clear_pointer (&TRI_ORIGINAL (object)->server, tri_server_unref);
  G_OBJECT_CLASS (tri_original_parent_class)->finalize (object);
}

static void
tri_original_class_init (TriOriginalClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tri_original_finalize;
  widget_class->grab_focus = grab_focus;
  signals[EDITED] = g_signal_new ("edited", TRI_TYPE_ORIGINAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REPLACED]
      = g_signal_new ("replaced", TRI_TYPE_ORIGINAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PASTED] = g_signal_new ("pasted", TRI_TYPE_ORIGINAL, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled,
                                  NULL, NULL, G_TYPE_BOOLEAN, 1, G_TYPE_STRING);
  g_type_ensure (TRI_TYPE_FLOW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/original.ui");
  gtk_widget_class_bind_template_child (widget_class, TriOriginal, stack);
  gtk_widget_class_bind_template_child (widget_class, TriOriginal, editor);
  gtk_widget_class_bind_template_child (widget_class, TriOriginal, empty);
  gtk_widget_class_bind_template_child (widget_class, TriOriginal, examples);
  gtk_widget_class_bind_template_child (widget_class, TriOriginal, held_bin);
  gtk_widget_class_bind_template_child (widget_class, TriOriginal, secret);
  gtk_widget_class_bind_template_child (widget_class, TriOriginal, use_server);
  gtk_widget_class_bind_template_child (widget_class, TriOriginal, use_server_label);
}

static void
add_examples (TriOriginal *self)
{
  guint n_examples;
  const TriMigrateExample *examples = tri_migrate_examples_list (&n_examples);

  for (guint i = 0; i < n_examples; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (_ (examples[i].title));

      gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), GTK_JUSTIFY_CENTER);
      gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
      g_object_set_data (G_OBJECT (button), "tri-example", (gpointer) examples[i].text);
      g_signal_connect_object (button, "clicked", G_CALLBACK (example_clicked), self, 0);
      gtk_widget_set_parent (button, self->examples);
    }
}

static void
tri_original_init (TriOriginal *self)
{
  GtkSourceBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  buffer = GTK_SOURCE_BUFFER (get_buffer (self));
  tri_source_follow_style (buffer);
  follow_language (self);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "paste-clipboard", G_CALLBACK (paste), self, 0);
  tri_secret_guard_add (GTK_TEXT_BUFFER (buffer), secret_hidden, self);
  add_examples (self);
}

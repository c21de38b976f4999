/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-view.h"

#include "lines-view.h"
#include "look.h"
#include "source.h"

/* What is smaller is read at once, which takes less than a frame has. */
#define WORKER_BYTES (256u * 1024)

struct _TriJsonView
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkWidget *scrolled;
  GtkSourceView *view;
  GtkSourceBuffer *buffer;
  TriLinesView *lines; /* NULL until something is large */
  char *name;

  GBytes *exact; /* the body that was set last */
  gboolean highlight;
  GCancellable *reading; /* the worker; NULL while there is none */
  TriDocument *document; /* what is shown; NULL before */
  TriShown shown;        /* what the buffer holds */
};

enum
{
  LOADED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriJsonView, tri_json_view, ADW_TYPE_BIN)

/* A gap in what was selected is filled; without gaps the text view copies as ever. */
static void
copy_clipboard (GtkTextView *view, TriJsonView *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (!self->document || tri_document_get_n_gaps (self->document) == 0
      || !gtk_text_buffer_get_selection_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end))
    return;
  /* A document with gaps is JSON, so the buffer's text is what is shown to the byte. */
  text = tri_document_dup_range (
      self->document, g_utf8_offset_to_pointer (self->shown.text, gtk_text_iter_get_offset (&start)) - self->shown.text,
      g_utf8_offset_to_pointer (self->shown.text, gtk_text_iter_get_offset (&end)) - self->shown.text);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (view)), text);
  g_signal_stop_emission_by_name (view, "copy-clipboard");
}

/* Values wrap rather than hide behind a scrollbar, unless somebody wants to see the lines: a column is narrow, and
 * prompts are long. */
static void
show_wrap (TriJsonView *self)
{
  TriLook *look = tri_look_find (GTK_WIDGET (self));
  gboolean wrap = !look || tri_look_get_wrap (look);

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), wrap ? GTK_WRAP_WORD_CHAR : GTK_WRAP_NONE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), wrap ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_AUTOMATIC);
}

static void
tri_json_view_root (GtkWidget *widget)
{
  TriLook *look;

  GTK_WIDGET_CLASS (tri_json_view_parent_class)->root (widget);
  look = tri_look_find (widget);
  if (look)
    g_signal_connect_object (look, "changed", G_CALLBACK (show_wrap), widget, G_CONNECT_SWAPPED);
  show_wrap (TRI_JSON_VIEW (widget));
}

static void
tri_json_view_unroot (GtkWidget *widget)
{
  TriLook *look = tri_look_find (widget);

  if (look)
    g_signal_handlers_disconnect_by_data (look, widget);
  GTK_WIDGET_CLASS (tri_json_view_parent_class)->unroot (widget);
}

static void
tri_json_view_dispose (GObject *object)
{
  TriJsonView *self = TRI_JSON_VIEW (object);

  if (self->reading)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  G_OBJECT_CLASS (tri_json_view_parent_class)->dispose (object);
}

static void
tri_json_view_finalize (GObject *object)
{
  TriJsonView *self = TRI_JSON_VIEW (object);

  tri_shown_clear (&self->shown);
  g_clear_pointer (&self->document, tri_document_unref);
  g_clear_pointer (&self->exact, g_bytes_unref);
  g_free (self->name);
  G_OBJECT_CLASS (tri_json_view_parent_class)->finalize (object);
}

static void
tri_json_view_class_init (TriJsonViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tri_json_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = tri_json_view_finalize;
  GTK_WIDGET_CLASS (klass)->root = tri_json_view_root;
  GTK_WIDGET_CLASS (klass)->unroot = tri_json_view_unroot;
  signals[LOADED] = g_signal_new ("loaded", TRI_TYPE_JSON_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_json_view_init (TriJsonView *self)
{
  GtkSourceLanguage *json
      = gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "json");
  GtkTextView *text_view;

  self->buffer = gtk_source_buffer_new (NULL);
  gtk_source_buffer_set_language (self->buffer, json);
  gtk_source_buffer_set_highlight_matching_brackets (self->buffer, FALSE);
  tri_source_follow_style (self->buffer);

  self->view = GTK_SOURCE_VIEW (gtk_source_view_new_with_buffer (self->buffer));
  g_object_unref (self->buffer);
  text_view = GTK_TEXT_VIEW (self->view);
  gtk_text_view_set_editable (text_view, FALSE);
  gtk_text_view_set_monospace (text_view, TRUE);
  gtk_text_view_set_left_margin (text_view, 14);
  gtk_text_view_set_right_margin (text_view, 14);
  gtk_text_view_set_top_margin (text_view, 2);
  gtk_text_view_set_bottom_margin (text_view, 12);
  gtk_text_view_set_accepts_tab (text_view, FALSE);
  gtk_text_view_set_pixels_below_lines (text_view, 1);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "code");
  g_signal_connect_object (self->view, "copy-clipboard", G_CALLBACK (copy_clipboard), self, 0);

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_child (self->stack, self->scrolled);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  show_wrap (self);

  tri_shown_init (&self->shown, "", 0);
}

GtkWidget *
tri_json_view_new (const char *accessible_name)
{
  TriJsonView *self = g_object_new (TRI_TYPE_JSON_VIEW, NULL);

  self->name = g_strdup (accessible_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name, -1);
  return GTK_WIDGET (self);
}

static void
show_as_text (TriJsonView *self, GBytes *bytes, gboolean highlight)
{
  g_auto (TriShown) shown = { 0 };
  gsize n_bytes;
  const void *text = g_bytes_get_data (bytes, &n_bytes);

  tri_shown_init (&shown, text, n_bytes);
  if (!highlight)
    gtk_source_buffer_set_highlight_syntax (self->buffer, FALSE);
  tri_source_replace (GTK_TEXT_BUFFER (self->buffer), self->shown.text, self->shown.length, shown.text, shown.length);
  if (highlight)
    gtk_source_buffer_set_highlight_syntax (self->buffer, TRUE);

  tri_shown_clear (&self->shown);
  self->shown = shown;
  shown = (TriShown){ 0 };
}

/* The view of what is large. It is told its width before it has one, or it would wait for a frame to cut rows. */
static void
ensure_lines (TriJsonView *self)
{
  if (self->lines)
    return;
  self->lines = TRI_LINES_VIEW (tri_lines_view_new (self->name));
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->lines));
  tri_lines_view_expect_width (self->lines, gtk_widget_get_width (GTK_WIDGET (self)));
}

/* Swallows `document`. */
static void
take_document (TriJsonView *self, TriDocument *document)
{
  GBytes *bytes = tri_document_get_shown (document);
  gboolean large = g_bytes_get_size (bytes) > TRI_SHOWN_MAX_BYTES
                   || tri_document_get_longest_line (document) > TRI_SHOWN_MAX_LINE_BYTES;

  g_clear_pointer (&self->document, tri_document_unref);
  self->document = document;
  if (large)
    {
      ensure_lines (self);
      tri_lines_view_set_document (self->lines, document);
    }
  else
    show_as_text (self, bytes, self->highlight && tri_document_is_json (document));
  /* The one that is not seen keeps nothing: both together could be more than the body itself. */
  if (large && self->shown.length > 0)
    {
      g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

      show_as_text (self, nothing, FALSE);
    }
  if (!large && self->lines)
    tri_lines_view_set_document (self->lines, NULL);
  gtk_stack_set_visible_child (self->stack, large ? GTK_WIDGET (self->lines) : self->scrolled);
  g_signal_emit (self, signals[LOADED], 0);
}

static void
read_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, tri_document_new (data), (GDestroyNotify) tri_document_unref);
}

static void
read_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TriJsonView *self = TRI_JSON_VIEW (source);
  TriDocument *document = g_task_propagate_pointer (G_TASK (result), NULL);

  if (!document) /* something else is to be shown by now */
    return;
  g_clear_object (&self->reading);
  take_document (self, document);
}

void
tri_json_view_set_body (TriJsonView *self, GBytes *exact, gboolean highlight)
{
  /* Large bodies are often set again, because something beside them has changed. */
  if (self->exact == exact)
    {
      if (self->highlight != highlight && !self->reading)
        {
          self->highlight = highlight;
          take_document (self, tri_document_ref (self->document));
        }
      self->highlight = highlight;
      return;
    }
  self->highlight = highlight;
  g_bytes_ref (exact);
  g_clear_pointer (&self->exact, g_bytes_unref);
  self->exact = exact;
  if (self->reading)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);

  if (g_bytes_get_size (exact) > WORKER_BYTES)
    {
      g_autoptr (GTask) task = NULL;

      self->reading = g_cancellable_new ();
      task = g_task_new (self, self->reading, read_done, NULL);
      g_task_set_task_data (task, g_bytes_ref (exact), (GDestroyNotify) g_bytes_unref);
      g_task_run_in_thread (task, read_in_worker);
      if (g_bytes_get_size (exact) > TRI_SHOWN_MAX_BYTES) /* no layout makes it smaller than that */
        ensure_lines (self);
    }
  else
    take_document (self, tri_document_new (exact));
}

TriDocument *
tri_json_view_get_document (TriJsonView *self)
{
  return self->document;
}

GtkWidget *
tri_json_view_get_text_view (TriJsonView *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);

  return shown == self->scrolled ? GTK_WIDGET (self->view) : shown;
}

static gboolean
is_in_rows (TriJsonView *self)
{
  return gtk_stack_get_visible_child (self->stack) != self->scrolled;
}

void
tri_json_view_set_marks (TriJsonView *self, GArray *marks)
{
  if (is_in_rows (self))
    tri_lines_view_set_marks (self->lines, marks);
  else
    tri_text_marks_show (GTK_TEXT_VIEW (self->view), &self->shown, marks);
}

void
tri_json_view_reveal (TriJsonView *self, gsize offset, gboolean focus)
{
  if (is_in_rows (self))
    tri_lines_view_reveal (self->lines, offset, focus);
  else
    tri_text_marks_reveal (GTK_TEXT_VIEW (self->view), &self->shown, offset, focus);
}

gboolean
tri_json_view_get_offset_at (TriJsonView *self, double x, double y, gsize *offset)
{
  GtkWidget *shown = tri_json_view_get_text_view (self);

  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self), shown, x, y, &x, &y))
    return FALSE;
  return is_in_rows (self) ? tri_lines_view_get_offset_at (self->lines, y, offset)
                           : tri_text_marks_get_offset_at (GTK_TEXT_VIEW (self->view), &self->shown, x, y, offset);
}

gboolean
tri_json_view_get_cursor (TriJsonView *self, gsize *offset)
{
  return is_in_rows (self) ? tri_lines_view_get_cursor (self->lines, offset)
                           : tri_text_marks_get_cursor (GTK_TEXT_VIEW (self->view), &self->shown, offset);
}

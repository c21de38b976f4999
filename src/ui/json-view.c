/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-view.h"

#include "source.h"

struct _TriJsonView
{
  AdwBin parent_instance;

  GtkSourceView *view;
  GtkSourceBuffer *buffer;

  TriShown shown; /* what the buffer holds */
};

G_DEFINE_FINAL_TYPE (TriJsonView, tri_json_view, ADW_TYPE_BIN)

static void
tri_json_view_finalize (GObject *object)
{
  tri_shown_clear (&TRI_JSON_VIEW (object)->shown);
  G_OBJECT_CLASS (tri_json_view_parent_class)->finalize (object);
}

static void
tri_json_view_class_init (TriJsonViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_json_view_finalize;
}

static void
tri_json_view_init (TriJsonView *self)
{
  GtkSourceLanguage *json
      = gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "json");
  GtkWidget *scrolled = gtk_scrolled_window_new ();
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
  /* Values wrap rather than hide behind a scrollbar: a column is narrow, and prompts are long. */
  gtk_text_view_set_wrap_mode (text_view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (text_view, 14);
  gtk_text_view_set_right_margin (text_view, 14);
  gtk_text_view_set_top_margin (text_view, 2);
  gtk_text_view_set_bottom_margin (text_view, 12);
  gtk_text_view_set_accepts_tab (text_view, FALSE);
  gtk_text_view_set_pixels_below_lines (text_view, 1);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "code");

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  adw_bin_set_child (ADW_BIN (self), scrolled);

  tri_shown_init (&self->shown, "", 0);
}

GtkWidget *
tri_json_view_new (const char *accessible_name)
{
  TriJsonView *self = g_object_new (TRI_TYPE_JSON_VIEW, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name, -1);
  return GTK_WIDGET (self);
}

gboolean
tri_json_view_set_bytes (TriJsonView *self, const void *bytes, gsize n_bytes, gboolean highlight)
{
  g_auto (TriShown) shown = { 0 };

  tri_shown_init (&shown, bytes, n_bytes);
  highlight = highlight && !shown.broken;
  if (!highlight)
    gtk_source_buffer_set_highlight_syntax (self->buffer, FALSE);
  tri_source_replace (GTK_TEXT_BUFFER (self->buffer), self->shown.text, self->shown.length, shown.text, shown.length);
  if (highlight)
    gtk_source_buffer_set_highlight_syntax (self->buffer, TRUE);

  tri_shown_clear (&self->shown);
  self->shown = shown;
  shown = (TriShown){ 0 };
  return !self->shown.cut && !self->shown.broken;
}

GtkSourceView *
tri_json_view_get_text_view (TriJsonView *self)
{
  return self->view;
}

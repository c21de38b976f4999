/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document-view.h"

#include <glib/gi18n-lib.h>

#include "core/text.h"
#include "json-view.h"
#include "linked-view.h"

struct _TriDocumentView
{
  GtkBox parent_instance;

  GtkExpander *expander;
  GtkLabel *line;
  GtkLabel *headers;
  GtkLabel *remark;
  AdwBin *switch_bin;
  AdwBin *body;
  GtkStack *stack;
  GtkLabel *instead;
  TriJsonView *json;

  GBytes *exact;
  char *kind; /* the remark that was given; the shown one adds what was left out */
};

G_DEFINE_FINAL_TYPE (TriDocumentView, tri_document_view, GTK_TYPE_BOX)

static void
copy_exact (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  TriDocumentView *self = TRI_DOCUMENT_VIEW (widget);
  gsize length;
  const char *bytes;
  g_autofree char *text = NULL;

  if (!self->exact)
    return;
  bytes = g_bytes_get_data (self->exact, &length);
  /* The clipboard takes text; bytes that are none become what the screen shows of them. */
  text = g_utf8_validate_len (bytes, length, NULL) ? g_strndup (bytes, length)
                                                   : tri_text_dup_displayable (bytes, length, NULL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
tri_document_view_finalize (GObject *object)
{
  TriDocumentView *self = TRI_DOCUMENT_VIEW (object);

  g_clear_pointer (&self->exact, g_bytes_unref);
  g_clear_pointer (&self->kind, g_free);
  G_OBJECT_CLASS (tri_document_view_parent_class)->finalize (object);
}

static void
tri_document_view_class_init (TriDocumentViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = tri_document_view_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/document-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TriDocumentView, expander);
  gtk_widget_class_bind_template_child (widget_class, TriDocumentView, line);
  gtk_widget_class_bind_template_child (widget_class, TriDocumentView, headers);
  gtk_widget_class_bind_template_child (widget_class, TriDocumentView, remark);
  gtk_widget_class_bind_template_child (widget_class, TriDocumentView, switch_bin);
  gtk_widget_class_bind_template_child (widget_class, TriDocumentView, body);
  gtk_widget_class_bind_template_child (widget_class, TriDocumentView, stack);
  gtk_widget_class_bind_template_child (widget_class, TriDocumentView, instead);
  gtk_widget_class_install_action (widget_class, "document.copy", NULL, copy_exact);
}

static void
tri_document_view_init (TriDocumentView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "document.copy", FALSE);
}

/* What was left out is said where it is missed, and that nothing is lost. */
static void
show_remark (TriDocumentView *self)
{
  TriDocument *document = tri_json_view_get_document (self->json);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *text = NULL;

  if (self->kind && self->kind[0])
    g_ptr_array_add (parts, self->kind);
  if (document && tri_document_get_n_gaps (document) > 0)
    g_ptr_array_add (parts, (char *) _ ("Long data is left out here; copying gives everything."));
  if (document && g_bytes_get_size (tri_document_get_exact (document)) > TRI_DOCUMENT_MAX_INDENTED)
    g_ptr_array_add (parts, (char *) _ ("Shown as it came, because it is very large."));
  g_ptr_array_add (parts, NULL);
  text = g_strjoinv (" · ", (char **) parts->pdata);
  gtk_label_set_text (self->remark, text);
  gtk_widget_set_visible (GTK_WIDGET (self->remark), text[0] != '\0');
}

GtkWidget *
tri_document_view_new (const char *accessible_name)
{
  TriDocumentView *self = g_object_new (TRI_TYPE_DOCUMENT_VIEW, NULL);

  self->json = TRI_JSON_VIEW (tri_json_view_new (accessible_name));
  adw_bin_set_child (self->body, GTK_WIDGET (self->json));
  g_signal_connect_object (self->json, "loaded", G_CALLBACK (show_remark), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
tri_document_view_set_head (TriDocumentView *self, const char *line, const char *headers)
{
  gtk_label_set_text (self->line, line);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->line), line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL, line, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), line[0] != '\0');
  gtk_label_set_text (self->headers, headers);
  gtk_widget_set_visible (GTK_WIDGET (self->headers), headers[0] != '\0');
  /* Without headers there is nothing to unfold, so the line is just a line. */
  gtk_widget_set_focusable (GTK_WIDGET (self->expander), headers[0] != '\0');
  gtk_widget_set_can_target (GTK_WIDGET (self->expander), headers[0] != '\0');
  if (headers[0])
    gtk_widget_remove_css_class (GTK_WIDGET (self->expander), "plain");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->expander), "plain");
}

void
tri_document_view_set_remark (TriDocumentView *self, const char *remark)
{
  g_free (self->kind);
  self->kind = g_strdup (remark);
  show_remark (self);
}

void
tri_document_view_set_body (TriDocumentView *self, GBytes *exact, gboolean highlight, const char *instead)
{
  gboolean empty = !exact || g_bytes_get_size (exact) == 0;
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  if (exact)
    g_bytes_ref (exact);
  g_clear_pointer (&self->exact, g_bytes_unref);
  self->exact = exact;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "document.copy", !empty);

  if (empty)
    gtk_label_set_text (self->instead, instead ? instead : "");
  tri_json_view_set_body (self->json, empty ? nothing : exact, highlight);
  gtk_stack_set_visible_child_name (self->stack, empty ? "instead" : "body");
  show_remark (self);
}

void
tri_document_view_link (TriDocumentView *self, const TriFormat *format, TriPlace place)
{
  TriLinkedView *linked = tri_linked_view_find (self->json);

  if (!linked)
    linked = tri_linked_view_new (self->json, place);
  tri_linked_view_set_format (linked, format);
}

void
tri_document_view_set_switch (TriDocumentView *self, GtkWidget *widget)
{
  adw_bin_set_child (self->switch_bin, widget);
}

GtkWidget *
tri_document_view_get_text_view (TriDocumentView *self)
{
  return tri_json_view_get_text_view (self->json);
}

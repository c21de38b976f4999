/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "request-view.h"

#include <glib/gi18n-lib.h>

#include "core/text.h"
#include "document-view.h"
#include "facts.h"

struct _TriRequestView
{
  AdwBin parent_instance;

  TriDocumentView *document;
  GtkWidget *box; /* Sent | Next */
  GtkToggleButton *sent;

  TriRecord *record;       /* of the attempt shown, NULL before there is one */
  const TriFormat *format; /* of what would be sent now */
  GBytes *next;
  char *next_line;
};

G_DEFINE_FINAL_TYPE (TriRequestView, tri_request_view, ADW_TYPE_BIN)

static void
show (TriRequestView *self)
{
  GBytes *was_sent = self->record ? self->record->request_body : NULL;
  gboolean differ = was_sent && (!self->next || !g_bytes_equal (was_sent, self->next));

  gtk_widget_set_visible (self->box, differ);
  if (was_sent && (!differ || gtk_toggle_button_get_active (self->sent)))
    {
      g_autofree char *line = g_strdup_printf ("%s %s", self->record->method, self->record->url);
      g_autofree char *fit = tri_text_dup_displayable (line, -1, NULL);
      g_autofree char *headers = tri_facts_dup_headers (self->record->request_headers);

      tri_document_view_link (self->document, self->record->format, TRI_PLACE_REQUEST);
      tri_document_view_set_head (self->document, fit, headers);
      tri_document_view_set_body (self->document, was_sent, TRUE, NULL);
    }
  else
    {
      if (self->format)
        tri_document_view_link (self->document, self->format, TRI_PLACE_REQUEST);
      tri_document_view_set_head (self->document, self->next_line ? self->next_line : "", "");
      tri_document_view_set_body (self->document, self->next, TRUE, _ ("Write a prompt to see its request."));
    }
}

static void
tri_request_view_finalize (GObject *object)
{
  TriRequestView *self = TRI_REQUEST_VIEW (object);

  g_clear_pointer (&self->record, tri_record_unref);
  g_clear_pointer (&self->next, g_bytes_unref);
  g_clear_pointer (&self->next_line, g_free);
  G_OBJECT_CLASS (tri_request_view_parent_class)->finalize (object);
}

static void
tri_request_view_class_init (TriRequestViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_request_view_finalize;
}

static GtkToggleButton *
add_choice (GtkWidget *box, GtkToggleButton *group, const char *label, const char *tooltip)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
  gtk_box_append (GTK_BOX (box), button);
  return GTK_TOGGLE_BUTTON (button);
}

static void
tri_request_view_init (TriRequestView *self)
{
  GtkToggleButton *next;

  self->document = TRI_DOCUMENT_VIEW (tri_document_view_new (_ ("Request")));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->document));

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->box, "facets");
  gtk_widget_add_css_class (self->box, "small");
  gtk_widget_set_visible (self->box, FALSE);
  self->sent = add_choice (self->box, NULL, C_ ("request", "Sent"), _ ("What was sent"));
  next = add_choice (self->box, self->sent, C_ ("request", "Next"), _ ("What would be sent now"));
  gtk_toggle_button_set_active (next, TRUE);
  g_signal_connect_object (self->sent, "toggled", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  tri_document_view_set_switch (self->document, self->box);
}

GtkWidget *
tri_request_view_new (void)
{
  return g_object_new (TRI_TYPE_REQUEST_VIEW, NULL);
}

void
tri_request_view_update (
    TriRequestView *self, TriColumn *column, TriExchange *exchange, TriPrompt *prompt, const TriSettings *settings)
{
  TriRecord *record = exchange ? tri_exchange_get_record (exchange) : NULL;
  g_autofree char *url = tri_column_dup_url (column);

  if (record)
    tri_record_ref (record);
  g_clear_pointer (&self->record, tri_record_unref);
  self->record = record;

  self->format = tri_column_get_format (column);
  g_clear_pointer (&self->next, g_bytes_unref);
  if (prompt)
    self->next = tri_column_dup_shown (column, prompt, settings, NULL);
  g_free (self->next_line);
  self->next_line = tri_text_dup_displayable (url, -1, NULL);
  show (self);
}

GtkWidget *
tri_request_view_get_text_view (TriRequestView *self)
{
  return tri_document_view_get_text_view (self->document);
}

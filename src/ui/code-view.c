/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "code-view.h"

#include <glib/gi18n-lib.h>

#include "column-code.h"
#include "core/text.h"
#include "document-view.h"
#include "look.h"

struct _TriCodeView
{
  AdwBin parent_instance;

  TriDocumentView *document;
  TriLook *look; /* not owned: that of the window in which it stands */

  TriColumn *column;
  TriPrompt *prompt;
  TriSettings *settings;
};

G_DEFINE_FINAL_TYPE (TriCodeView, tri_code_view, ADW_TYPE_BIN)

static void
show (TriCodeView *self)
{
  TriCodeLanguage language = self->look ? tri_look_get_code (self->look) : TRI_CODE_CURL;
  g_autoptr (GBytes) code = NULL;
  g_autofree char *url = NULL;
  g_autofree char *head = NULL;
  g_autofree char *fit = NULL;

  if (!self->column)
    return;
  code = tri_column_dup_code (self->column, self->prompt, self->settings, language);
  url = tri_column_dup_code_url (self->column);
  head = g_strconcat ("POST ", url, NULL);
  fit = tri_text_dup_displayable (head, -1, NULL);
  tri_document_view_set_head (self->document, fit, "");
  tri_document_view_set_body (self->document, code, FALSE, _ ("Write a prompt to see the program that sends it."));
}

static void
tri_code_view_root (GtkWidget *widget)
{
  TriCodeView *self = TRI_CODE_VIEW (widget);

  GTK_WIDGET_CLASS (tri_code_view_parent_class)->root (widget);
  self->look = tri_look_find (widget);
  if (self->look)
    g_signal_connect_object (self->look, "code-changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

static void
tri_code_view_unroot (GtkWidget *widget)
{
  TriCodeView *self = TRI_CODE_VIEW (widget);

  if (self->look)
    g_signal_handlers_disconnect_by_data (self->look, self);
  self->look = NULL;
  GTK_WIDGET_CLASS (tri_code_view_parent_class)->unroot (widget);
}

static void
tri_code_view_dispose (GObject *object)
{
  TriCodeView *self = TRI_CODE_VIEW (object);

  g_clear_object (&self->column);
  g_clear_pointer (&self->prompt, tri_prompt_unref);
  g_clear_pointer (&self->settings, tri_settings_free);
  G_OBJECT_CLASS (tri_code_view_parent_class)->dispose (object);
}

static void
tri_code_view_class_init (TriCodeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_code_view_dispose;
  widget_class->root = tri_code_view_root;
  widget_class->unroot = tri_code_view_unroot;
}

static void
tri_code_view_init (TriCodeView *self)
{
  self->document = TRI_DOCUMENT_VIEW (tri_document_view_new (_ ("Code")));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->document));
}

GtkWidget *
tri_code_view_new (void)
{
  return g_object_new (TRI_TYPE_CODE_VIEW, NULL);
}

void
tri_code_view_update (TriCodeView *self, TriColumn *column, TriPrompt *prompt, const TriSettings *settings)
{
  g_set_object (&self->column, column);
  if (prompt)
    tri_prompt_ref (prompt);
  g_clear_pointer (&self->prompt, tri_prompt_unref);
  self->prompt = prompt;
  g_clear_pointer (&self->settings, tri_settings_free);
  self->settings = tri_settings_copy (settings);
  show (self);
}

GtkWidget *
tri_code_view_get_text_view (TriCodeView *self)
{
  return tri_document_view_get_text_view (self->document);
}

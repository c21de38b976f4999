/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample-note.h"

struct _TriSampleNote
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (TriSampleNote, tri_sample_note, ADW_TYPE_BIN)

static void
hide_note (TriSampleNote *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static void
tri_sample_note_class_init (TriSampleNoteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/sample-note.ui");
  gtk_widget_class_bind_template_child (widget_class, TriSampleNote, revealer);
  gtk_widget_class_bind_template_child (widget_class, TriSampleNote, text);
  gtk_widget_class_bind_template_callback (widget_class, hide_note);
}

static void
tri_sample_note_init (TriSampleNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tri_sample_note_new (void)
{
  return g_object_new (TRI_TYPE_SAMPLE_NOTE, NULL);
}

void
tri_sample_note_say (TriSampleNote *self, const char *text)
{
  gtk_label_set_text (self->text, text);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "turn-row.h"

#include "source.h"

struct _TriTurnRow
{
  GtkBox parent_instance;

  GtkDropDown *role;
  GtkTextBuffer *buffer;
};

enum
{
  CHANGED,
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriTurnRow, tri_turn_row, GTK_TYPE_BOX)

static void
changed (GtkDropDown *role, GParamSpec *pspec, TriTurnRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
text_changed (GtkTextBuffer *buffer, TriTurnRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_clicked (GtkButton *button, TriTurnRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
tri_turn_row_class_init (TriTurnRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/turn-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TriTurnRow, role);
  gtk_widget_class_bind_template_child (widget_class, TriTurnRow, buffer);
  gtk_widget_class_bind_template_callback (widget_class, changed);
  gtk_widget_class_bind_template_callback (widget_class, text_changed);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked);
  signals[CHANGED]
      = g_signal_new ("changed", TRI_TYPE_TURN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", TRI_TYPE_TURN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_turn_row_init (TriTurnRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tri_turn_row_new (TriRole role, const char *text)
{
  TriTurnRow *self = g_object_new (TRI_TYPE_TURN_ROW, NULL);

  gtk_drop_down_set_selected (self->role, role == TRI_ROLE_ASSISTANT ? 1 : 0);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  return GTK_WIDGET (self);
}

TriRole
tri_turn_row_get_role (TriTurnRow *self)
{
  return gtk_drop_down_get_selected (self->role) == 1 ? TRI_ROLE_ASSISTANT : TRI_ROLE_USER;
}

char *
tri_turn_row_dup_text (TriTurnRow *self)
{
  return tri_source_dup_text (self->buffer);
}

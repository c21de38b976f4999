/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gaps-view.h"

#include "popover-layout.h"

struct _TriGapsView
{
  AdwBin parent_instance;

  GtkBox *box;
};

G_DEFINE_FINAL_TYPE (TriGapsView, tri_gaps_view, ADW_TYPE_BIN)

static void
tri_gaps_view_class_init (TriGapsViewClass *klass)
{
}

static void
tri_gaps_view_init (TriGapsView *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  gtk_widget_set_margin_start (GTK_WIDGET (self->box), 10);
  gtk_widget_set_margin_end (GTK_WIDGET (self->box), 10);
  gtk_widget_set_margin_top (GTK_WIDGET (self->box), 8);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->box), 8);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_widget_set_layout_manager (GTK_WIDGET (self), tri_popover_layout_new ());
}

GtkWidget *
tri_gaps_view_new (void)
{
  return g_object_new (TRI_TYPE_GAPS_VIEW, NULL);
}

void
tri_gaps_view_clear (TriGapsView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))))
    gtk_box_remove (self->box, child);
}

static void
add_line (TriGapsView *self, const char *text, const char *css_class, int margin_top)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
  gtk_widget_set_size_request (label, 290, -1);
  gtk_widget_set_margin_top (label, margin_top);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (self->box, label);
}

void
tri_gaps_view_add (TriGapsView *self, const char *title, GPtrArray *gaps)
{
  if (gaps->len == 0)
    return;
  if (title)
    add_line (self, title, "heading", gtk_widget_get_first_child (GTK_WIDGET (self->box)) ? 8 : 0);
  for (guint i = 0; i < gaps->len; i++)
    add_line (self, ((const TriGap *) gaps->pdata[i])->text, "body", 0);
}

void
tri_gaps_view_say (TriGapsView *self, const char *text)
{
  add_line (self, text, "body", 0);
}

char *
tri_gaps_view_dup_text (TriGapsView *self)
{
  GString *text = g_string_new (NULL);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->box));

  for (; child; child = gtk_widget_get_next_sibling (child))
    g_string_append_printf (text, "%s%s", text->len ? "\n" : "", gtk_label_get_text (GTK_LABEL (child)));
  return g_string_free (text, FALSE);
}

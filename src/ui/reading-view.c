/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-view.h"

#include <glib/gi18n-lib.h>

struct _TriReadingView
{
  AdwBin parent_instance;

  GtkBox *box;
};

G_DEFINE_FINAL_TYPE (TriReadingView, tri_reading_view, ADW_TYPE_BIN)

static void
append_code (TriReadingView *self, const char *css_class, const char *sign, const char *code)
{
  g_autofree char *line = code ? g_strdup_printf ("%s %s", sign, code) : NULL;
  GtkWidget *label = gtk_label_new (line ? line : _ ("There is nothing like it."));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (self->box, label);
}

static void
append_change (TriReadingView *self, const TriReadingChange *change)
{
  g_autofree char *words = change->in_stream ? g_strdup_printf (_ ("%s, in a stream"), _ (change->meaning->title))
                                             : g_strdup (_ (change->meaning->title));
  GtkWidget *title = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (self->box, title);
  append_code (self, "reading-code", "−", change->before);
  append_code (self, "reading-code", "+", change->after);
}

void
tri_reading_view_set (
    TriReadingView *self, const TriFormat *from, const TriFormat *to, const TriJsonIndex *index, guint root)
{
  g_autoptr (GPtrArray) changes = index ? tri_migrate_list_reading (from, to, index, root) : NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))))
    gtk_box_remove (self->box, child);
  for (guint i = 0; changes && i < changes->len; i++)
    append_change (self, changes->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), changes && changes->len > 0);
}

static void
tri_reading_view_class_init (TriReadingViewClass *klass)
{
}

static void
tri_reading_view_init (TriReadingView *self)
{
  GtkWidget *expander = gtk_expander_new (_ ("How reading the answer changes"));

  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  gtk_widget_set_margin_top (GTK_WIDGET (self->box), 8);
  gtk_widget_set_margin_start (GTK_WIDGET (self->box), 14);
  gtk_expander_set_child (GTK_EXPANDER (expander), GTK_WIDGET (self->box));
  adw_bin_set_child (ADW_BIN (self), expander);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

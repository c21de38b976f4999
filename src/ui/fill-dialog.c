/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fill-dialog.h"

#include <glib/gi18n-lib.h>

#include "core/formats.h"
#include "core/text.h"
#include "servers.h"

struct _TriFillDialog
{
  AdwWindow parent_instance;

  GtkWidget *fill;
  GtkGrid *grid;
  GtkCheckButton *replace;

  TriComparison *comparison;
  GArray *choices;  /* TriChoice, one a mark; each holds its server */
  GPtrArray *marks; /* GtkCheckButton, as the choices */
};

G_DEFINE_FINAL_TYPE (TriFillDialog, tri_fill_dialog, ADW_TYPE_WINDOW)

static void
choice_clear (gpointer data)
{
  tri_server_unref (((TriChoice *) data)->server);
}

/* The button says how many columns there would be, so that nobody is surprised by twenty. */
static void
toggled (TriFillDialog *self)
{
  guint n = 0;
  g_autofree char *label = NULL;

  for (guint i = 0; i < self->marks->len; i++)
    n += gtk_check_button_get_active (self->marks->pdata[i]);
  label = n == 0 ? g_strdup (_ ("Fill"))
                 : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Fill %u Column", "Fill %u Columns", n), n);
  gtk_button_set_label (GTK_BUTTON (self->fill), label);
  gtk_widget_set_sensitive (self->fill, n > 0);
}

static void
fill_clicked (TriFillDialog *self)
{
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (TriChoice));

  for (guint i = 0; i < self->marks->len; i++)
    if (gtk_check_button_get_active (self->marks->pdata[i]))
      g_array_append_val (chosen, g_array_index (self->choices, TriChoice, i));
  tri_comparison_fill (self->comparison, (const TriChoice *) (gpointer) chosen->data, chosen->len,
                       gtk_check_button_get_active (self->replace));
  gtk_window_close (GTK_WINDOW (self));
}

static void
tri_fill_dialog_dispose (GObject *object)
{
  TriFillDialog *self = TRI_FILL_DIALOG (object);

  g_clear_object (&self->comparison);
  g_clear_pointer (&self->choices, g_array_unref);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  G_OBJECT_CLASS (tri_fill_dialog_parent_class)->dispose (object);
}

static void
tri_fill_dialog_class_init (TriFillDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_fill_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/fill-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TriFillDialog, fill);
  gtk_widget_class_bind_template_child (widget_class, TriFillDialog, grid);
  gtk_widget_class_bind_template_child (widget_class, TriFillDialog, replace);
  gtk_widget_class_bind_template_callback (widget_class, fill_clicked);
}

static void
tri_fill_dialog_init (TriFillDialog *self)
{
  self->choices = g_array_new (FALSE, FALSE, sizeof (TriChoice));
  g_array_set_clear_func (self->choices, choice_clear);
  self->marks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
has_column (TriFillDialog *self, TriServer *server, const TriFormat *format)
{
  for (guint i = 0; i < tri_comparison_get_n_columns (self->comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);

      if (tri_column_get_server (column) == server && tri_column_get_format (column) == format)
        return TRUE;
    }
  return FALSE;
}

static GtkWidget *
new_label (const char *text, float xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static void
add_mark (TriFillDialog *self, TriServer *server, const char *name, const TriFormat *format, int column, int row)
{
  GtkWidget *mark = gtk_check_button_new ();
  /* Translators: a format and a server. */
  g_autofree char *label = g_strdup_printf (_ ("%s, %s"), format->title, name);
  TriChoice choice = { tri_server_ref (server), format };

  gtk_widget_set_halign (mark, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (mark, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (mark), has_column (self, server, format));
  g_signal_connect_object (mark, "toggled", G_CALLBACK (toggled), self, G_CONNECT_SWAPPED);
  gtk_grid_attach (self->grid, mark, column, row, 1, 1);
  g_array_append_val (self->choices, choice);
  g_ptr_array_add (self->marks, mark);
}

GtkWidget *
tri_fill_dialog_new (GtkWindow *parent, TriComparison *comparison, GListModel *servers)
{
  TriFillDialog *self = g_object_new (TRI_TYPE_FILL_DIALOG, "transient-for", parent, NULL);
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  self->comparison = g_object_ref (comparison);
  for (guint k = 0; k < n_formats; k++)
    {
      GtkWidget *title = new_label (formats[k]->title, 0.5f);

      gtk_label_set_justify (GTK_LABEL (title), GTK_JUSTIFY_CENTER);
      gtk_widget_add_css_class (title, "caption-heading");
      gtk_grid_attach (self->grid, title, (int) k + 1, 0, 1, 1);
    }
  for (guint i = 0; i < g_list_model_get_n_items (servers); i++)
    {
      TriServer *server = tri_servers_get (servers, i);
      g_autofree char *name = tri_text_dup_displayable (tri_server_get_name (server), -1, NULL);
      GtkWidget *label = new_label (name, 0);

      gtk_widget_set_hexpand (label, TRUE);
      gtk_grid_attach (self->grid, label, 0, (int) i + 1, 1, 1);
      for (guint k = 0; k < n_formats; k++)
        add_mark (self, server, name, formats[k], (int) k + 1, (int) i + 1);
    }
  toggled (self);
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column-switch.h"

#include <glib/gi18n-lib.h>

#include "either.h"
#include "seen.h"

struct _TriColumnSwitch
{
  GtkBox parent_instance;

  GtkWidget *previous;
  GtkWidget *next;
  GtkBox *tabs;
  GtkDropDown *list;
  GtkLabel *place;

  guint n_columns;
  guint first; /* seen from here on */
  guint n_seen;
  gboolean syncing; /* it is being set, nobody chose */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriColumnSwitch, tri_column_switch, GTK_TYPE_BOX)

static void
choose (TriColumnSwitch *self, guint position)
{
  g_signal_emit (self, signals[CHOSEN], 0, position);
}

static void
previous_clicked (TriColumnSwitch *self)
{
  if (self->first > 0)
    choose (self, self->first - 1);
}

static void
next_clicked (TriColumnSwitch *self)
{
  choose (self, self->first + self->n_seen);
}

static void
list_chosen (GtkDropDown *drop_down, GParamSpec *pspec, TriColumnSwitch *self)
{
  if (!self->syncing)
    choose (self, gtk_drop_down_get_selected (drop_down));
}

static void
tab_clicked (GtkWidget *tab, TriColumnSwitch *self)
{
  guint position = 0;

  for (GtkWidget *each = gtk_widget_get_prev_sibling (tab); each; each = gtk_widget_get_prev_sibling (each))
    position++;
  choose (self, position);
}

static const char *
get_title (TriComparison *comparison, guint position)
{
  return tri_column_get_format (tri_comparison_get_column (comparison, position))->title;
}

static gboolean
has_titles (TriColumnSwitch *self, TriComparison *comparison)
{
  GtkWidget *tab = gtk_widget_get_first_child (GTK_WIDGET (self->tabs));

  for (guint i = 0; i < self->n_columns; i++, tab = gtk_widget_get_next_sibling (tab))
    if (!tab || !g_str_equal (gtk_button_get_label (GTK_BUTTON (tab)), get_title (comparison, i)))
      return FALSE;
  return tab == NULL;
}

/* All are made anew where one is another: they are few. */
void
tri_column_switch_fill (TriColumnSwitch *self, TriComparison *comparison)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  GtkWidget *tab;

  self->n_columns = tri_comparison_get_n_columns (comparison);
  if (has_titles (self, comparison))
    return;
  self->syncing = TRUE;
  while ((tab = gtk_widget_get_first_child (GTK_WIDGET (self->tabs))))
    gtk_box_remove (self->tabs, tab);
  for (guint i = 0; i < self->n_columns; i++)
    {
      tab = gtk_toggle_button_new_with_label (get_title (comparison, i));
      gtk_widget_add_css_class (tab, "flat");
      g_signal_connect_object (tab, "clicked", G_CALLBACK (tab_clicked), self, 0);
      gtk_box_append (self->tabs, tab);
      gtk_string_list_append (titles, get_title (comparison, i));
    }
  gtk_drop_down_set_model (self->list, G_LIST_MODEL (titles));
  self->syncing = FALSE;
}

static void
show_tabs (TriColumnSwitch *self)
{
  GtkWidget *tab = gtk_widget_get_first_child (GTK_WIDGET (self->tabs));

  for (guint i = 0; tab; i++, tab = gtk_widget_get_next_sibling (tab))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tab), i >= self->first && i - self->first < self->n_seen);
}

/* At either end the button that led there has the focus, and hands it to the other one. */
static void
show_ways (TriColumnSwitch *self)
{
  gboolean back = self->first > 0, on = self->first + self->n_seen < self->n_columns;

  if (back && !on && tri_seen_has_focus (self->next))
    {
      gtk_widget_set_sensitive (self->previous, TRUE);
      gtk_widget_grab_focus (self->previous);
    }
  else if (on && !back && tri_seen_has_focus (self->previous))
    {
      gtk_widget_set_sensitive (self->next, TRUE);
      gtk_widget_grab_focus (self->next);
    }
  gtk_widget_set_sensitive (self->previous, back);
  gtk_widget_set_sensitive (self->next, on);
}

void
tri_column_switch_show (TriColumnSwitch *self, guint first, guint n_seen, guint current)
{
  guint last = first + n_seen;
  g_autofree char *place = n_seen > 1 ? g_strdup_printf (_ ("%u–%u of %u"), first + 1, last, self->n_columns)
                                      : g_strdup_printf (_ ("%u of %u"), first + 1, self->n_columns);

  self->first = first;
  self->n_seen = n_seen;
  self->syncing = TRUE;
  show_tabs (self);
  gtk_drop_down_set_selected (self->list, current);
  self->syncing = FALSE;
  gtk_label_set_text (self->place, place);
  show_ways (self);
}

static void
tri_column_switch_class_init (TriColumnSwitchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TRI_TYPE_EITHER);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/column-switch.ui");
  gtk_widget_class_bind_template_child (widget_class, TriColumnSwitch, previous);
  gtk_widget_class_bind_template_child (widget_class, TriColumnSwitch, next);
  gtk_widget_class_bind_template_child (widget_class, TriColumnSwitch, tabs);
  gtk_widget_class_bind_template_child (widget_class, TriColumnSwitch, list);
  gtk_widget_class_bind_template_child (widget_class, TriColumnSwitch, place);
  gtk_widget_class_bind_template_callback (widget_class, previous_clicked);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked);
  gtk_widget_class_bind_template_callback (widget_class, list_chosen);
  signals[CHOSEN] = g_signal_new ("chosen", TRI_TYPE_COLUMN_SWITCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_UINT);
}

static void
tri_column_switch_init (TriColumnSwitch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

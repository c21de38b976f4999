/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column-names.h"

#include <glib/gi18n-lib.h>

static const char *
get_what (GtkWidget *widget)
{
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;

  return label ? label : gtk_widget_get_tooltip_text (widget);
}

void
tri_column_names_set (GtkWidget *view, const char *title)
{
  for (GtkWidget *child = gtk_widget_get_first_child (view); child; child = gtk_widget_get_next_sibling (child))
    {
      gboolean button = GTK_IS_BUTTON (child) || GTK_IS_MENU_BUTTON (child);
      const char *what = button ? get_what (child) : NULL;

      if (what)
        {
          /* Translators: what a button does, and the title of the column that it is in. */
          g_autofree char *name = g_strdup_printf (_ ("%s, %s"), what, title);

          gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
        }
      if (!button && !GTK_IS_NATIVE (child) && !GTK_IS_LIST_VIEW (child))
        tri_column_names_set (child, title);
    }
}

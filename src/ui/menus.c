/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menus.h"

#include <glib/gi18n-lib.h>

#include "core/formats.h"
#include "core/samples.h"
#include "facet.h"
#include "files.h"
#include "zoom.h"

static void
append (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

static void
create_samples (GtkMenuButton *button, gpointer user_data)
{
  guint n_samples;
  const TriSample *samples = tri_samples_list (&n_samples);
  g_autoptr (GMenu) menu = g_menu_new ();

  if (gtk_menu_button_get_menu_model (button))
    return;
  for (guint i = 0; i < n_samples; i++)
    append (menu, _ (samples[i].title), "win.sample", samples[i].id);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
create_formats (GtkMenuButton *button, gpointer user_data)
{
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();

  if (gtk_menu_button_get_menu_model (button))
    return;
  for (guint i = 0; i < n_formats; i++)
    append (menu, formats[i]->title, "win.add-column", formats[i]->id);
  g_menu_append (more, _ ("_Fill Columns…"), "win.fill-columns");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
create_facets (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  if (gtk_menu_button_get_menu_model (button))
    return;
  for (TriFacet i = 0; i < TRI_N_FACETS; i++)
    append (menu, tri_facet_get_label (i), "win.facet", tri_facet_get_id (i));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
create_model (GtkMenuButton *button, gpointer user_data)
{
  if (!gtk_menu_button_get_menu_model (button))
    gtk_menu_button_set_menu_model (button, user_data);
}

static void
create_main (GtkMenuButton *button, gpointer user_data)
{
  tri_files_list_recent (g_object_get_data (user_data, "recent"));
  if (gtk_menu_button_get_menu_model (button))
    return;
  gtk_menu_button_set_menu_model (button, user_data);
  gtk_popover_menu_add_child (GTK_POPOVER_MENU (gtk_menu_button_get_popover (button)), tri_zoom_new_row (), "zoom");
}

void
tri_menus_set_samples (GtkMenuButton *button)
{
  gtk_menu_button_set_create_popup_func (button, create_samples, NULL, NULL);
}

void
tri_menus_set_formats (GtkMenuButton *button)
{
  gtk_menu_button_set_create_popup_func (button, create_formats, NULL, NULL);
}

void
tri_menus_set_facets (GtkMenuButton *button)
{
  gtk_menu_button_set_create_popup_func (button, create_facets, NULL, NULL);
}

void
tri_menus_set_model (GtkMenuButton *button, GMenuModel *model)
{
  gtk_menu_button_set_create_popup_func (button, create_model, g_object_ref (model), g_object_unref);
}

void
tri_menus_set_main (GtkMenuButton *button, GMenuModel *model, GMenu *recent)
{
  g_object_set_data_full (G_OBJECT (model), "recent", g_object_ref (recent), g_object_unref);
  gtk_menu_button_set_create_popup_func (button, create_main, g_object_ref (model), g_object_unref);
}

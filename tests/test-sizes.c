/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * However large somebody needs the letters, the window fits: GNOME's Large Text and twice the usual size leave nothing
 * that needs more room than the narrowest window has, in any facet, before, while and after answers come.
 */

#include <adwaita.h>

#include "ui/facet.h"
#include "ui-fixture.h"

#define NARROWEST 360
#define LOWEST 600

static void
set_text_scale (double scale)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * scale), NULL);
}

/* What needs the room, innermost last: the way down along whoever asks for the most. */
static void
explain (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  while (widget)
    {
      GtkWidget *largest = NULL;
      int minimum, most = 0;

      gtk_widget_measure (widget, orientation, for_size, &minimum, NULL, NULL, NULL);
      g_test_message ("%s “%s” needs %d", G_OBJECT_TYPE_NAME (widget),
                      GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "", minimum);
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
        {
          if (GTK_IS_NATIVE (child) || !gtk_widget_get_visible (child))
            continue;
          gtk_widget_measure (child, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size, &minimum,
                              NULL, NULL, NULL);
          if (minimum > most)
            most = minimum, largest = child;
        }
      widget = largest;
    }
}

static void
check_room (TriWindow *window, const char *facet)
{
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));
  int width, height;

  g_action_group_change_action_state (G_ACTION_GROUP (window), "facet", g_variant_new_string (facet));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  if (width > NARROWEST)
    explain (content, GTK_ORIENTATION_HORIZONTAL, -1);
  g_assert_cmpint (width, <=, NARROWEST);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, NARROWEST, &height, NULL, NULL, NULL);
  if (height > LOWEST)
    explain (content, GTK_ORIENTATION_VERTICAL, NARROWEST);
  g_assert_cmpint (height, <=, LOWEST);
}

static void
check_facets (TriWindow *window)
{
  for (TriFacet facet = 0; facet < TRI_N_FACETS; facet++)
    check_room (window, tri_facet_get_id (facet));
}

static void
test_fits (gconstpointer data)
{
  TriWindow *window;

  set_text_scale (GPOINTER_TO_INT (data) / 100.0);
  window = new_window_for (NULL, NARROWEST);
  check_facets (window);
  g_action_group_activate_action (G_ACTION_GROUP (window), "send", NULL);
  check_facets (window);
  wait_for_answers (window);
  check_facets (window);
  close_window (window);
  set_text_scale (1);
}

int
main (int argc, char *argv[])
{
  init_ui_tests (&argc, &argv);
  g_test_add_data_func ("/sizes/ordinary", GINT_TO_POINTER (100), test_fits);
  g_test_add_data_func ("/sizes/large", GINT_TO_POINTER (150), test_fits);
  g_test_add_data_func ("/sizes/twice", GINT_TO_POINTER (200), test_fits);
  return run_ui_tests ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "beside.h"

#define SPACING 12

struct _TriBeside
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (TriBeside, tri_beside, GTK_TYPE_LAYOUT_MANAGER)

static int
count (GtkWidget *widget)
{
  int n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    n++;
  return n;
}

/* What the height is depends on the width that is given. */
static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkLayoutManager *manager,
         GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  gboolean stacked = !across && for_size < TRI_BESIDE_WIDTH;
  int n = count (widget);

  *minimum = *natural = stacked ? (n - 1) * SPACING : 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = stacked ? *minimum + child_minimum : MAX (*minimum, child_minimum);
      *natural = stacked ? *natural + child_natural : MAX (*natural, child_natural);
    }
  *minimum_baseline = *natural_baseline = -1;
}

static void
allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  gboolean stacked = width < TRI_BESIDE_WIDTH;
  int n = count (widget), i = 0;
  int part = ((stacked ? height : width) - (n - 1) * SPACING) / MAX (n, 1);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child), i++)
    {
      int at = (mirrored && !stacked ? n - 1 - i : i) * (part + SPACING);

      gtk_widget_size_allocate (
          child,
          &(GtkAllocation){ stacked ? 0 : at, stacked ? at : 0, stacked ? width : part, stacked ? part : height }, -1);
    }
}

static void
tri_beside_class_init (TriBesideClass *klass)
{
  GTK_LAYOUT_MANAGER_CLASS (klass)->get_request_mode = get_request_mode;
  GTK_LAYOUT_MANAGER_CLASS (klass)->measure = measure;
  GTK_LAYOUT_MANAGER_CLASS (klass)->allocate = allocate;
}

static void
tri_beside_init (TriBeside *self)
{
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "beside.h"

#define SPACING 12

struct _TriBeside
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (TriBeside, tri_beside, GTK_TYPE_LAYOUT_MANAGER)

/* From `child` on, itself included; NULL behind the last one. */
static GtkWidget *
get_shown (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
get_first (GtkWidget *widget)
{
  return get_shown (gtk_widget_get_first_child (widget));
}

static GtkWidget *
get_next (GtkWidget *child)
{
  return get_shown (gtk_widget_get_next_sibling (child));
}

static int
count (GtkWidget *widget)
{
  int n = 0;

  for (GtkWidget *child = get_first (widget); child; child = get_next (child))
    n++;
  return n;
}

/* The width of each column. */
static int
get_part (int width, int n)
{
  return (width - (n - 1) * SPACING) / MAX (n, 1);
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
  int child_size = across || for_size < 0 ? -1 : stacked ? for_size : get_part (for_size, n);

  *minimum = *natural = stacked ? MAX (n - 1, 0) * SPACING : 0;
  for (GtkWidget *child = get_first (widget); child; child = get_next (child))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, orientation, child_size, &child_minimum, &child_natural, NULL, NULL);
      *minimum = stacked ? *minimum + child_minimum : MAX (*minimum, child_minimum);
      *natural = stacked ? *natural + child_natural : MAX (*natural, child_natural);
    }
  *minimum_baseline = *natural_baseline = -1;
}

static int
get_minimum (GtkWidget *child, int width)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Each gets what it needs, and an equal part of what is left. */
static void
allocate_below (GtkWidget *widget, int width, int height)
{
  int n = count (widget), left = height - (n - 1) * SPACING, y = 0;

  for (GtkWidget *child = get_first (widget); child; child = get_next (child))
    left -= get_minimum (child, width);
  for (GtkWidget *child = get_first (widget); child; child = get_next (child))
    {
      int part = get_minimum (child, width) + MAX (left, 0) / n;

      gtk_widget_size_allocate (child, &(GtkAllocation){ 0, y, width, part }, -1);
      y += part + SPACING;
    }
}

static void
allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  int n = count (widget), i = 0;
  int part = get_part (width, n);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (width < TRI_BESIDE_WIDTH)
    {
      allocate_below (widget, width, height);
      return;
    }
  for (GtkWidget *child = get_first (widget); child; child = get_next (child), i++)
    gtk_widget_size_allocate (child, &(GtkAllocation){ (mirrored ? n - 1 - i : i) * (part + SPACING), 0, part, height },
                              -1);
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

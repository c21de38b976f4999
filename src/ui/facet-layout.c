/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facet-layout.h"

#define SPACING 6

struct _TriFacetLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (TriFacetLayout, tri_facet_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct
{
  int minimum;
  int natural;
} Width;

static Width
get_width (GtkWidget *widget)
{
  Width width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width.minimum, &width.natural, NULL, NULL);
  return width;
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

  *minimum = *natural = across ? 2 * SPACING : 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = across ? *minimum + child_minimum : MAX (*minimum, child_minimum);
      *natural = across ? *natural + child_natural : MAX (*natural, child_natural);
    }
  *minimum_baseline = *natural_baseline = -1;
}

static void
place (GtkWidget *widget, GtkWidget *child, int x, int child_width, int width, int height)
{
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = width - x - child_width;
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, 0, child_width, height }, -1);
}

static void
allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *start = gtk_widget_get_first_child (widget);
  GtkWidget *middle = gtk_widget_get_next_sibling (start);
  GtkWidget *end = gtk_widget_get_last_child (widget);
  Width start_width = get_width (start), middle_width = get_width (middle), end_width = get_width (end);
  int side = MAX (start_width.natural, end_width.natural) + SPACING;
  gboolean wide = middle_width.natural + 2 * side <= width;
  int m = wide ? middle_width.natural : middle_width.minimum;
  int e = end_width.natural;
  int s = CLAMP (width - m - e - 2 * SPACING, start_width.minimum, start_width.natural);

  place (widget, start, 0, s, width, height);
  place (widget, middle, MAX (MIN ((width - m) / 2, width - e - SPACING - m), s + SPACING), m, width, height);
  place (widget, end, width - e, e, width, height);
}

static void
tri_facet_layout_class_init (TriFacetLayoutClass *klass)
{
  GTK_LAYOUT_MANAGER_CLASS (klass)->measure = measure;
  GTK_LAYOUT_MANAGER_CLASS (klass)->allocate = allocate;
}

static void
tri_facet_layout_init (TriFacetLayout *self)
{
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "popover-layout.h"

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* What a popover has around it, in pixels. */
#define AROUND 40

static void
measure_width (GtkWidget *widget, int *minimum, int *wanted)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  int room = root ? gtk_widget_get_width (GTK_WIDGET (root)) - AROUND : 0;

  gtk_widget_measure (gtk_widget_get_first_child (widget), GTK_ORIENTATION_HORIZONTAL, -1, minimum, wanted, NULL, NULL);
  if (room > 0)
    *wanted = CLAMP (room, *minimum, *wanted);
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int least, wanted;

  *minimum_baseline = *natural_baseline = -1;
  measure_width (widget, &least, &wanted);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = wanted;
      return;
    }
  if (for_size < 0 || for_size > wanted)
    for_size = wanted;
  gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, baseline, NULL);
}

GtkLayoutManager *
tri_popover_layout_new (void)
{
  return gtk_custom_layout_new (get_request_mode, measure, allocate);
}

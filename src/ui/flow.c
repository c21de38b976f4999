/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow.h"

/* In pixels, between controls and between lines. */
#define SPACING 6

struct _TriFlow
{
  GtkWidget parent_instance;
};

static void
add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (buildable));
}

static void
buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = add_child;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TriFlow,
                               tri_flow,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static int
get_width (GtkWidget *child)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  /* What expands is content with what it needs. */
  return gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? minimum : natural;
}

/* What is wider than the whole line may wrap, and is as high as it is then. */
static int
get_height (GtkWidget *child, int width)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, get_width (child) > width ? MAX (width, minimum) : -1, NULL,
                      &natural, NULL, NULL);
  return natural;
}

/* One line that begins with `first`: how high it is, what room it leaves, how many want that, and what comes after. */
static GtkWidget *
fill_line (GtkWidget *first, int width, int *height, int *left, int *n_expand)
{
  GtkWidget *child = first;
  int used = 0;

  *height = *n_expand = 0;
  while (child)
    {
      int wanted = get_width (child) + (used > 0 ? SPACING : 0);

      if (used > 0 && used + wanted > width)
        break;
      used += wanted;
      *height = MAX (*height, get_height (child, width));
      *n_expand += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? 1 : 0;
      child = next_shown (gtk_widget_get_next_sibling (child));
    }
  *left = MAX (width - used, 0);
  return child;
}

static GtkSizeRequestMode
tri_flow_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tri_flow_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  int height, left, n_expand;

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for (; child; child = next_shown (gtk_widget_get_next_sibling (child)))
      {
        int child_minimum;

        gtk_widget_measure (child, orientation, -1, &child_minimum, NULL, NULL, NULL);
        *minimum = MAX (*minimum, child_minimum);
        *natural += get_width (child) + SPACING;
      }
  else
    while (child)
      {
        child = fill_line (child, for_size < 0 ? G_MAXINT : for_size, &height, &left, &n_expand);
        *minimum += height + (child ? SPACING : 0);
      }
  *natural = MAX (*natural, *minimum);
}

static void
tri_flow_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child)
    {
      int line_height, left, n_expand, x = 0;
      GtkWidget *after = fill_line (child, width, &line_height, &left, &n_expand);

      for (; child != after; child = next_shown (gtk_widget_get_next_sibling (child)))
        {
          gboolean expands = gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
          int each = MIN (get_width (child) + (expands ? left / n_expand : 0), width);

          gtk_widget_size_allocate (child, &(GtkAllocation){ mirrored ? width - x - each : x, y, each, line_height },
                                    -1);
          x += each + SPACING;
        }
      y += line_height + SPACING;
    }
}

static void
tri_flow_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tri_flow_parent_class)->dispose (object);
}

static void
tri_flow_class_init (TriFlowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_flow_dispose;
  widget_class->get_request_mode = tri_flow_get_request_mode;
  widget_class->measure = tri_flow_measure;
  widget_class->size_allocate = tri_flow_size_allocate;
}

static void
tri_flow_init (TriFlow *self)
{
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column-strip.h"

#include "seen.h"

/* In pixels: 11 points, GNOME's own size. */
#define USUAL_LETTERS (11 * 96 / 72.0)

struct _TriColumnStrip
{
  GtkWidget parent_instance;

  guint first;
  guint n_seen;
};

G_DEFINE_FINAL_TYPE (TriColumnStrip, tri_column_strip, GTK_TYPE_WIDGET)

static int
get_width_of_each (int width, guint n_seen)
{
  int n = (int) MAX (n_seen, 1);

  return MAX ((width - (n - 1) * TRI_COLUMN_SPACING) / n, 0);
}

/* One column must fit across; how many are seen is then a matter of the width that there is. */
static void
tri_column_strip_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  TriColumnStrip *self = TRI_COLUMN_STRIP (widget);
  int n_children = (int) tri_column_strip_get_n_children (self);
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  int each
      = across || for_size < 0 ? -1 : get_width_of_each (for_size, tri_column_strip_count_fitting (self, for_size));

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural, narrowest;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, NULL, NULL, NULL);
      gtk_widget_measure (child, orientation, each < 0 ? -1 : MAX (each, narrowest), &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
  if (across)
    *natural = *natural * n_children + TRI_COLUMN_SPACING * MAX (n_children - 1, 0);
  *minimum_baseline = *natural_baseline = -1;
}

static void
tri_column_strip_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TriColumnStrip *self = TRI_COLUMN_STRIP (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int each = get_width_of_each (width, self->n_seen);
  guint position = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      gboolean seen = position >= self->first && position - self->first < self->n_seen;
      int x = seen ? (int) (position - self->first) * (each + TRI_COLUMN_SPACING) : 0;

      tri_seen_set (child, seen);
      if (seen)
        gtk_widget_size_allocate (child, &(GtkAllocation){ mirrored ? width - x - each : x, 0, each, height }, -1);
      position++;
    }
}

static GtkSizeRequestMode
tri_column_strip_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tri_column_strip_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tri_column_strip_parent_class)->dispose (object);
}

static void
tri_column_strip_class_init (TriColumnStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_column_strip_dispose;
  widget_class->measure = tri_column_strip_measure;
  widget_class->size_allocate = tri_column_strip_size_allocate;
  widget_class->get_request_mode = tri_column_strip_get_request_mode;
}

static void
tri_column_strip_init (TriColumnStrip *self)
{
}

guint
tri_column_strip_get_n_children (TriColumnStrip *self)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child;
       child = gtk_widget_get_next_sibling (child))
    n++;
  return n;
}

/* Whoever needs larger letters needs the columns to hold as many of them. */
static int
get_wanted_width (TriColumnStrip *self)
{
  const PangoFontDescription *font
      = pango_context_get_font_description (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (gtk_widget_get_pango_context (GTK_WIDGET (self))) / 72;
  return (int) (TRI_COLUMN_MIN_WIDTH * MAX (size / USUAL_LETTERS, 1));
}

guint
tri_column_strip_count_fitting (TriColumnStrip *self, int width)
{
  int narrowest, n_children = (int) tri_column_strip_get_n_children (self);

  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, NULL, NULL, NULL);
  narrowest = MAX (narrowest, get_wanted_width (self));
  return (guint) CLAMP ((width + TRI_COLUMN_SPACING) / (narrowest + TRI_COLUMN_SPACING), MIN (n_children, 1),
                        n_children);
}

void
tri_column_strip_set_seen (TriColumnStrip *self, guint first, guint n_seen)
{
  self->first = first;
  self->n_seen = n_seen;
}

void
tri_column_strip_show_now (TriColumnStrip *self)
{
  guint position = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child;
       child = gtk_widget_get_next_sibling (child), position++)
    tri_seen_set (child, position >= self->first && position - self->first < self->n_seen);
}

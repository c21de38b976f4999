/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time-mark.h"

#define GAP 3

struct _TriTimeMark
{
  GtkWidget parent_instance;

  guint milestones;
};

G_DEFINE_FINAL_TYPE (TriTimeMark, tri_time_mark, GTK_TYPE_WIDGET)

void
tri_time_mark_draw (GtkSnapshot *snapshot, TriMilestone milestone, float x, float y, const GdkRGBA *color)
{
  const double size = TRI_TIME_MARK_SIZE, half = size / 2;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, (float) size, (float) size));

  gdk_cairo_set_source_rgba (cr, color);
  cairo_translate (cr, x, y);
  switch (milestone)
    {
    case TRI_MILESTONE_FIRST_BYTE:
      cairo_arc (cr, half, half, half - 1.5, 0, 2 * G_PI);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
      break;
    case TRI_MILESTONE_FIRST_TEXT:
      cairo_arc (cr, half, half, half - 0.75, 0, 2 * G_PI);
      cairo_fill (cr);
      break;
    case TRI_MILESTONE_USAGE:
      cairo_move_to (cr, half, 0);
      cairo_line_to (cr, size, half);
      cairo_line_to (cr, half, size);
      cairo_line_to (cr, 0, half);
      cairo_fill (cr);
      break;
    default:
      cairo_rectangle (cr, 1, 1, size - 2, size - 2);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
}

static void
tri_time_mark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TriTimeMark *self = TRI_TIME_MARK (widget);
  float x = 0, y = (float) (gtk_widget_get_height (widget) - TRI_TIME_MARK_SIZE) / 2;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  for (TriMilestone i = 0; i < TRI_N_MILESTONES; i++)
    if (self->milestones & 1u << i)
      {
        tri_time_mark_draw (snapshot, i, x, y, &color);
        x += TRI_TIME_MARK_SIZE + GAP;
      }
}

static void
tri_time_mark_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  guint milestones = TRI_TIME_MARK (widget)->milestones;
  int n = 0;

  for (guint i = 0; i < TRI_N_MILESTONES; i++)
    n += (milestones >> i) & 1;
  *minimum = *natural
      = orientation == GTK_ORIENTATION_VERTICAL ? TRI_TIME_MARK_SIZE : MAX (n * (TRI_TIME_MARK_SIZE + GAP) - GAP, 0);
  *minimum_baseline = *natural_baseline = -1;
}

static void
tri_time_mark_class_init (TriTimeMarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = tri_time_mark_snapshot;
  widget_class->measure = tri_time_mark_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tri_time_mark_init (TriTimeMark *self)
{
}

GtkWidget *
tri_time_mark_new (void)
{
  return g_object_new (TRI_TYPE_TIME_MARK, "visible", FALSE, NULL);
}

void
tri_time_mark_set_milestones (TriTimeMark *self, guint milestones)
{
  g_autoptr (GString) names = NULL;

  if (milestones == self->milestones)
    return;
  self->milestones = milestones;
  names = g_string_new (NULL);
  for (TriMilestone i = 0; i < TRI_N_MILESTONES; i++)
    if (milestones & 1u << i)
      g_string_append_printf (names, "%s%s", names->len > 0 ? " · " : "", tri_milestone_get_label (i));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), names->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, names->str, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), milestones != 0);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time-axis.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/text.h"
#include "core/time-bins.h"
#include "time-mark.h"
#include "time-pen.h"

/* All in pixels. */
#define SIDE 14
#define TOP 10
#define BARS 22
#define BAR_STEP 3
#define BAR_WIDTH 2
#define MARKS 15
#define LEGEND_GAP 6
#define MARK_STEP (TRI_TIME_MARK_SIZE + 2)
#define TICK_MIN 60

#define GROW_MS 33

/* A bar for this many events is as high as a bar can be. In every column the same, so that heights can be compared. */
#define FULL_BAR_EVENTS 32

struct _TriTimeAxis
{
  GtkWidget parent_instance;

  TriLook *look;
  TriExchange *exchange;
  TriTimeBins events;
  TriTimeBins comments;
  char *filter;    /* by which the bins were filled */
  guint n_taken;   /* events that were looked at */
  guint selected;  /* TRI_NO_EVENT */
  guint growing;   /* a source, while it is seen and something runs */
  int text_height; /* of a line */
  int cell_width;  /* of the legend */
  TriMoment moments[TRI_N_MILESTONES];
};

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriTimeAxis, tri_time_axis, GTK_TYPE_WIDGET)

static const TriReader *
get_reader (TriTimeAxis *self)
{
  return self->exchange ? tri_exchange_get_reader (self->exchange) : NULL;
}

static gint64
get_span_us (TriTimeAxis *self)
{
  return self->look ? tri_look_get_span_us (self->look) : 1000;
}

static float
place (TriTimeAxis *self, gint64 at_us, gint64 span_us)
{
  float width = (float) MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * SIDE, 1);

  return SIDE + width * (float) ((double) CLAMP (at_us, 0, span_us) / (double) span_us);
}

static gboolean
is_listed (TriTimeAxis *self, const TriEvent *event)
{
  return !self->filter || g_str_equal (self->filter, event->name);
}

/* Pointing */

/* The listed event that is nearest in time to the place; TRI_NO_EVENT if there is none. */
static guint
find_nearest (TriTimeAxis *self, double x)
{
  const TriReader *reader = get_reader (self);
  guint n_events = reader ? tri_reader_get_n_events (reader) : 0;
  int width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * SIDE, 1);
  gint64 at_us = (gint64) ((x - SIDE) / width * (double) get_span_us (self));
  guint at = reader ? tri_reader_find_event (reader, at_us) : 0;
  guint after, before;

  for (after = at; after < n_events && !is_listed (self, tri_reader_get_event (reader, after));)
    after++;
  for (before = at; before > 0 && !is_listed (self, tri_reader_get_event (reader, before - 1));)
    before--;
  if (before == 0)
    return after < n_events ? after : TRI_NO_EVENT;
  if (after >= n_events)
    return before - 1;
  return tri_reader_get_event (reader, after)->at_us - at_us < at_us - tri_reader_get_event (reader, before - 1)->at_us
             ? after
             : before - 1;
}

static void
pick (TriTimeAxis *self, double x)
{
  guint event = find_nearest (self, x);

  if (event != TRI_NO_EVENT)
    g_signal_emit (self, signals[PICKED], 0, event);
}

static void
drag_began (GtkGestureDrag *gesture, double x, double y, TriTimeAxis *self)
{
  pick (self, x);
}

static void
drag_moved (GtkGestureDrag *gesture, double by_x, double by_y, TriTimeAxis *self)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (gesture, &x, &y))
    pick (self, x + by_x);
}

static gboolean
tri_time_axis_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TriTimeAxis *self = TRI_TIME_AXIS (widget);
  guint event = keyboard || y > TOP + BARS + MARKS ? TRI_NO_EVENT : find_nearest (self, x);
  g_autofree char *at = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (event == TRI_NO_EVENT)
    return FALSE;
  at = tri_text_dup_duration (tri_reader_get_event (get_reader (self), event)->at_us);
  name = tri_text_dup_excerpt (tri_reader_get_event (get_reader (self), event)->name, 80);
  text = g_strdup_printf ("%s · %s", at, name);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* Size */

static char *
dup_legend (TriTimeAxis *self, TriMilestone milestone)
{
  g_autofree char *at = tri_text_dup_duration (self->moments[milestone].at_us);

  return g_strdup_printf ("%s %s", tri_milestone_get_label (milestone), at);
}

/* Cells are as wide as the longest label with a time that is long, so that the legend never moves while times grow. */
static void
measure_text (TriTimeAxis *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  int width, height;

  self->cell_width = self->text_height = 0;
  for (TriMilestone i = 0; i < TRI_N_MILESTONES; i++)
    {
      g_autofree char *text = g_strdup_printf ("%s 000.0 ms", tri_milestone_get_label (i));

      pango_layout_set_text (layout, text, -1);
      pango_layout_get_pixel_size (layout, &width, &height);
      self->cell_width = MAX (self->cell_width, width + TRI_TIME_MARK_SIZE + 6);
      self->text_height = MAX (self->text_height, height);
    }
}

static int
count_legend_columns (TriTimeAxis *self, int width)
{
  int fitting = (width - 2 * SIDE) / MAX (self->cell_width, 1);

  return fitting >= 4 ? 4 : fitting >= 2 ? 2 : 1;
}

static void
tri_time_axis_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  TriTimeAxis *self = TRI_TIME_AXIS (widget);

  measure_text (self);
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->cell_width + 2 * SIDE;
      *natural = 2 * self->cell_width + 2 * SIDE;
    }
  else
    {
      int n_columns = count_legend_columns (self, for_size < 0 ? 2 * self->cell_width + 2 * SIDE : for_size);
      int n_rows = (TRI_N_MILESTONES + n_columns - 1) / n_columns;

      *minimum = *natural = TOP + BARS + MARKS + self->text_height + LEGEND_GAP + n_rows * (self->text_height + 2) + 8;
    }
}

static GtkSizeRequestMode
tri_time_axis_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Drawing */

static void
draw_bars (TriTimeAxis *self, TriTimePen *pen)
{
  guint n_bars = (guint) MAX ((pen->width - 2 * SIDE) / BAR_STEP, 1);
  g_autofree guint32 *events = g_new (guint32, n_bars);
  g_autofree guint32 *comments = g_new (guint32, n_bars);

  tri_time_bins_spread (&self->events, pen->span_us, events, n_bars);
  tri_time_bins_spread (&self->comments, pen->span_us, comments, n_bars);
  for (guint i = 0; i < n_bars; i++)
    {
      float x = (float) (SIDE + i * BAR_STEP);
      float share = log2f ((float) MIN (events[i], FULL_BAR_EVENTS) + 1) / log2f (FULL_BAR_EVENTS + 1);
      float height = roundf (4 + (BARS - 4) * share);

      if (events[i] > 0)
        tri_time_pen_draw_box (pen, x, TOP + BARS - height, BAR_WIDTH, height, &pen->quiet);
      else if (comments[i] > 0) /* a comment means nothing; it tells that somebody is still there */
        tri_time_pen_draw_box (pen, x, TOP + BARS - 3, BAR_WIDTH, 3, &pen->quiet);
    }
  tri_time_pen_draw_box (pen, SIDE, TOP + BARS, (float) (pen->width - 2 * SIDE), 1, &pen->faint);
}

/* A round number of which a few fit on the axis. */
static gint64
find_step_us (TriTimePen *pen, int label_width)
{
  static const int factors[] = { 1, 2, 5 };
  gint64 most = MAX ((pen->width - 2 * SIDE) / MAX (TICK_MIN, label_width * 3 / 2), 1);
  gint64 step_us = 1000;

  for (guint i = 0; pen->span_us / (step_us * factors[i % 3]) > most; i++)
    if (i % 3 == 2)
      step_us *= 10;
  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    if (pen->span_us / (step_us * factors[i]) <= most)
      return step_us * factors[i];
  return step_us * 10;
}

static void
draw_ticks (TriTimeAxis *self, TriTimePen *pen)
{
  float y = TOP + BARS + MARKS;
  int label_width;
  gint64 step_us;

  pango_layout_set_text (pen->layout, "000 ms", -1);
  pango_layout_get_pixel_size (pen->layout, &label_width, NULL);
  step_us = find_step_us (pen, label_width);
  for (gint64 at_us = 0; at_us <= pen->span_us; at_us += step_us)
    {
      float x = place (self, at_us, pen->span_us);
      g_autofree char *label = at_us > 0 ? tri_text_dup_duration (at_us) : g_strdup ("0");
      int width;

      tri_time_pen_draw_box (pen, roundf (x), TOP + BARS + 1, 1, 3, &pen->faint);
      pango_layout_set_text (pen->layout, label, -1);
      pango_layout_get_pixel_size (pen->layout, &width, NULL);
      x = at_us > 0 ? x - (float) width / 2 : x;
      if (x + (float) width <= (float) (pen->width - SIDE / 2))
        tri_time_pen_draw_text (pen, label, x, y, &pen->quiet);
    }
}

/* Signs that would lie on each other are moved apart, and a line leads from each to its time. */
static void
draw_moments (TriTimeAxis *self, TriTimePen *pen)
{
  float at[TRI_N_MILESTONES], sign[TRI_N_MILESTONES];
  guint order[TRI_N_MILESTONES], n = 0;
  float y = TOP + BARS + 4, limit;

  for (guint i = 0; i < TRI_N_MILESTONES; i++)
    if (self->moments[i].at_us >= 0)
      {
        guint j = n++;

        for (; j > 0 && self->moments[order[j - 1]].at_us > self->moments[i].at_us; j--)
          order[j] = order[j - 1];
        order[j] = i;
      }
  for (guint i = 0; i < n; i++)
    {
      at[i] = place (self, self->moments[order[i]].at_us, pen->span_us);
      sign[i] = at[i] - TRI_TIME_MARK_SIZE / 2.0f;
      if (i > 0)
        sign[i] = MAX (sign[i], sign[i - 1] + MARK_STEP);
    }
  limit = (float) (pen->width - SIDE + TRI_TIME_MARK_SIZE / 2);
  for (guint i = n; i-- > 0; limit = sign[i])
    sign[i] = MIN (sign[i], limit - (i == n - 1 ? TRI_TIME_MARK_SIZE : MARK_STEP));
  for (guint i = 0; i < n; i++)
    {
      tri_time_pen_draw_box (pen, floorf (at[i]), TOP + BARS, 1, 5, &pen->text);
      tri_time_mark_draw (pen->snapshot, order[i], roundf (sign[i]), y, &pen->text);
    }
}

static void
draw_selected (TriTimeAxis *self, TriTimePen *pen)
{
  const TriReader *reader = get_reader (self);
  float x;
  cairo_t *cr;

  if (!reader || self->selected >= tri_reader_get_n_events (reader))
    return;
  x = floorf (place (self, tri_reader_get_event (reader, self->selected)->at_us, pen->span_us));
  tri_time_pen_draw_box (pen, x - 0.5f, TOP - 5, 2, BARS + 6, &pen->accent);
  cr = gtk_snapshot_append_cairo (pen->snapshot, &GRAPHENE_RECT_INIT (x - 4.5f, TOP - 8, 10, 6));
  gdk_cairo_set_source_rgba (cr, &pen->accent);
  cairo_move_to (cr, x - 4.5, TOP - 8);
  cairo_line_to (cr, x + 5.5, TOP - 8);
  cairo_line_to (cr, x + 0.5, TOP - 2);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
draw_legend (TriTimeAxis *self, TriTimePen *pen)
{
  int n_columns = count_legend_columns (self, pen->width);
  int cell_width = (pen->width - 2 * SIDE) / n_columns;
  int y = TOP + BARS + MARKS + self->text_height + LEGEND_GAP;

  for (TriMilestone i = 0; i < TRI_N_MILESTONES; i++)
    {
      /* Down the columns, in the order of time. */
      int n_rows = (TRI_N_MILESTONES + n_columns - 1) / n_columns;
      float x = (float) (SIDE + (int) i / n_rows * cell_width);
      float top = (float) (y + (int) i % n_rows * (self->text_height + 2));
      g_autofree char *text = dup_legend (self, i);

      tri_time_mark_draw (pen->snapshot, i, x, roundf (top + (float) (self->text_height - TRI_TIME_MARK_SIZE) / 2),
                          &pen->text);
      tri_time_pen_draw_text (pen, text, x + TRI_TIME_MARK_SIZE + 6, top, &pen->quiet);
    }
}

static void
tri_time_axis_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TriTimeAxis *self = TRI_TIME_AXIS (widget);
  g_auto (TriTimePen) pen = { 0 };

  tri_time_pen_begin (&pen, widget, snapshot, get_span_us (self));
  draw_bars (self, &pen);
  draw_ticks (self, &pen);
  draw_moments (self, &pen);
  draw_selected (self, &pen);
  draw_legend (self, &pen);
}

/* What came */

static void
take_events (TriTimeAxis *self)
{
  const TriReader *reader = get_reader (self);
  guint n_events = reader ? tri_reader_get_n_events (reader) : 0;

  for (; self->n_taken < n_events; self->n_taken++)
    {
      const TriEvent *event = tri_reader_get_event (reader, self->n_taken);

      if (is_listed (self, event))
        tri_time_bins_add (event->kind == TRI_SSE_COMMENT ? &self->comments : &self->events, event->at_us);
    }
}

static void
begin_anew (TriTimeAxis *self)
{
  tri_time_bins_clear (&self->events);
  tri_time_bins_clear (&self->comments);
  self->n_taken = 0;
}

/* The same in words; the list tells each event. */
static void
say (TriTimeAxis *self)
{
  g_autoptr (GString) words = g_string_new (_ ("Time axis"));

  for (TriMilestone i = 0; i < TRI_N_MILESTONES; i++)
    {
      g_autofree char *text = dup_legend (self, i);

      g_string_append_printf (words, " · %s", text);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str, -1);
}

gboolean
tri_time_axis_update (TriTimeAxis *self, TriExchange *exchange)
{
  TriMoment moments[TRI_N_MILESTONES];
  gboolean moved = FALSE;

  if (g_set_object (&self->exchange, exchange))
    {
      self->selected = TRI_NO_EVENT;
      begin_anew (self);
    }
  take_events (self);
  tri_milestones_read (get_reader (self),
                       exchange ? &tri_exchange_get_record (exchange)->times : &(TriTimes){ -1, -1, -1, -1, -1 },
                       moments);
  for (guint i = 0; i < TRI_N_MILESTONES; i++)
    moved = moved || moments[i].at_us != self->moments[i].at_us || moments[i].event != self->moments[i].event;
  memcpy (self->moments, moments, sizeof moments);
  if (moved)
    say (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return moved;
}

const TriMoment *
tri_time_axis_get_moments (TriTimeAxis *self)
{
  return self->moments;
}

void
tri_time_axis_set_selected (TriTimeAxis *self, guint event)
{
  self->selected = event;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The scale grows while any column runs, also where nothing comes. It asks for a frame only when there is nothing else
 * to do: answers are read behind drawing, and a slow machine that always draws would never read. */
static gboolean
grow (gpointer user_data)
{
  TriTimeAxis *self = user_data;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->look && tri_look_is_running (self->look))
    return G_SOURCE_CONTINUE;
  self->growing = 0;
  return G_SOURCE_REMOVE;
}

static void
start_growing (TriTimeAxis *self)
{
  if (self->growing == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)) && self->look && tri_look_is_running (self->look))
    self->growing = g_timeout_add_full (G_PRIORITY_LOW, GROW_MS, grow, self, NULL);
}

static void
look_changed (TriTimeAxis *self)
{
  const char *filter = tri_look_get_filter (self->look);

  if (g_strcmp0 (filter, self->filter) != 0)
    {
      g_free (self->filter);
      self->filter = g_strdup (filter);
      begin_anew (self);
      take_events (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  start_growing (self);
}

void
tri_time_axis_set_look (TriTimeAxis *self, TriLook *look)
{
  if (self->look == look)
    return;
  if (self->look)
    g_signal_handlers_disconnect_by_data (self->look, self);
  g_set_object (&self->look, look);
  if (!look)
    return;
  g_signal_connect_object (look, "changed", G_CALLBACK (look_changed), self, G_CONNECT_SWAPPED);
  look_changed (self);
}

static void
tri_time_axis_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tri_time_axis_parent_class)->map (widget);
  start_growing (TRI_TIME_AXIS (widget));
}

static void
tri_time_axis_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&TRI_TIME_AXIS (widget)->growing, g_source_remove);
  GTK_WIDGET_CLASS (tri_time_axis_parent_class)->unmap (widget);
}

static void
tri_time_axis_dispose (GObject *object)
{
  TriTimeAxis *self = TRI_TIME_AXIS (object);

  g_clear_handle_id (&self->growing, g_source_remove);
  tri_time_axis_set_look (self, NULL);
  g_clear_object (&self->exchange);
  g_clear_pointer (&self->filter, g_free);
  G_OBJECT_CLASS (tri_time_axis_parent_class)->dispose (object);
}

static void
tri_time_axis_class_init (TriTimeAxisClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_time_axis_dispose;
  widget_class->get_request_mode = tri_time_axis_get_request_mode;
  widget_class->measure = tri_time_axis_measure;
  widget_class->snapshot = tri_time_axis_snapshot;
  widget_class->query_tooltip = tri_time_axis_query_tooltip;
  widget_class->map = tri_time_axis_map;
  widget_class->unmap = tri_time_axis_unmap;
  gtk_widget_class_set_css_name (widget_class, "timeaxis");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  signals[PICKED] = g_signal_new ("picked", TRI_TYPE_TIME_AXIS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_UINT);
}

static void
tri_time_axis_init (TriTimeAxis *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->selected = TRI_NO_EVENT;
  for (guint i = 0; i < TRI_N_MILESTONES; i++)
    self->moments[i] = (TriMoment){ -1, TRI_NO_EVENT };
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_moved), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self), "numeric");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  say (self);
}

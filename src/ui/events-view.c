/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "events-view.h"

#include <glib/gi18n-lib.h>

#include "core/text.h"
#include "json-view.h"
#include "look.h"
#include "number-list.h"
#include "time-axis.h"
#include "time-mark.h"

struct _TriEventsView
{
  AdwBin parent_instance;

  TriTimeAxis *axis;
  GtkStack *stack;
  GtkLabel *hint;
  GtkPaned *paned;
  GtkListView *list_view;
  GtkSingleSelection *selection;
  AdwBin *data_bin;
  TriJsonView *data;

  TriExchange *exchange; /* whose events stand in the list */
  TriNumberList *events;
  char *filter;   /* the name of the events that are listed; NULL: all */
  GArray *listed; /* guint, the positions of the events of that name, in order */
  guint n_looked; /* at how many events was looked for it */
  TriLook *look;
  GPtrArray *rows; /* GtkListItem that show an event now */
  guint scroll_tick;
};

G_DEFINE_FINAL_TYPE (TriEventsView, tri_events_view, ADW_TYPE_BIN)

static GtkWidget *
add_label (GtkWidget *row, const char *css_class, int width_chars, float xalign)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_width_chars (GTK_LABEL (label), width_chars);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (row), label);
  return label;
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_add_css_class (row, "event-row");
  add_label (row, "dim-label", 8, 1.0f);
  gtk_widget_set_hexpand (add_label (row, NULL, 2, 0.0f), TRUE);
  gtk_box_append (GTK_BOX (row), tri_time_mark_new ());
  add_label (row, "dim-label", 6, 1.0f);
  gtk_list_item_set_child (item, row);
}

/* What is announced is the row of the list, which has no name of its own. */
static void
name_row (GtkListItem *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  g_autoptr (GString) words = g_string_new (NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (row); child; child = gtk_widget_get_next_sibling (child))
    {
      const char *word = GTK_IS_LABEL (child)             ? gtk_label_get_text (GTK_LABEL (child))
                         : gtk_widget_get_visible (child) ? gtk_widget_get_tooltip_text (child)
                                                          : NULL;

      if (word)
        g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", word);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (row)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words->str, -1);
}

/* Which moments the event of a row brought. They may move while the answer runs: running totals do. */
static void
show_marks (TriEventsView *self, GtkListItem *item)
{
  const TriMoment *moments = tri_time_axis_get_moments (self->axis);
  guint position = tri_number_item_get (gtk_list_item_get_item (item));
  GtkWidget *size = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  guint marks = 0;

  for (guint i = 0; i < TRI_N_MILESTONES; i++)
    marks |= moments[i].event == position ? 1u << i : 0;
  tri_time_mark_set_milestones (TRI_TIME_MARK (gtk_widget_get_prev_sibling (size)), marks);
  name_row (item);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *item, TriEventsView *self)
{
  const TriEvent *event = tri_reader_get_event (tri_exchange_get_reader (self->exchange),
                                                tri_number_item_get (gtk_list_item_get_item (item)));
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *time = gtk_widget_get_first_child (row);
  GtkWidget *name = gtk_widget_get_next_sibling (time);
  g_autofree char *at = tri_text_dup_duration (event->at_us);
  g_autofree char *size = tri_text_dup_size (event->data_bytes);
  g_autofree char *fit = tri_text_dup_displayable (event->name, -1, NULL);
  g_autofree char *excerpt = tri_text_dup_excerpt (fit, 80);

  gtk_label_set_text (GTK_LABEL (time), at);
  /* A comment is no event, though its line says when somebody was there. */
  if (event->kind == TRI_SSE_COMMENT)
    gtk_widget_add_css_class (row, "comment");
  else
    gtk_widget_remove_css_class (row, "comment");
  gtk_label_set_text (GTK_LABEL (name), event->kind == TRI_SSE_COMMENT ? _ ("Comment, keeps alive") : excerpt);
  gtk_widget_set_tooltip_text (name, excerpt);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (row)), size);
  show_marks (self, item);
  g_ptr_array_add (self->rows, item);
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *item, TriEventsView *self)
{
  g_ptr_array_remove_fast (self->rows, item);
}

/* A frame later, when the data has taken its place from the list. */
static gboolean
scroll_to_selected (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TriEventsView *self = TRI_EVENTS_VIEW (widget);
  guint selected = gtk_single_selection_get_selected (self->selection);

  self->scroll_tick = 0;
  if (selected != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", selected);
  return G_SOURCE_REMOVE;
}

static void
event_picked (TriTimeAxis *axis, guint event, TriEventsView *self)
{
  guint position = tri_number_list_find (self->events, event);

  if (position == GTK_INVALID_LIST_POSITION)
    return;
  gtk_single_selection_set_selected (self->selection, position);
  if (self->scroll_tick == 0)
    self->scroll_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_selected, NULL, NULL);
}

static void
show_selected (GtkSingleSelection *selection, GParamSpec *pspec, TriEventsView *self)
{
  TriNumberItem *item = gtk_single_selection_get_selected_item (selection);
  g_autoptr (GBytes) data = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->data_bin), item != NULL);
  tri_time_axis_set_selected (self->axis, item ? tri_number_item_get (item) : TRI_NO_EVENT);
  if (!item)
    return;
  data = tri_exchange_dup_event_data (self->exchange, tri_number_item_get (item));
  tri_json_view_set_body (self->data, data, TRUE);
}

static void
show_hint (TriEventsView *self)
{
  const TriReader *reader = self->exchange ? tri_exchange_get_reader (self->exchange) : NULL;
  const char *hint = _ ("Each event of a stream will appear here, with its time.");

  if (reader && tri_reader_get_n_events (reader) > 0)
    hint = _ ("No event here has the name that is looked for.");
  else if (self->exchange && tri_exchange_get_state (self->exchange) == TRI_EXCHANGE_ENDED)
    hint = reader && !tri_reader_is_stream (reader)
               ? _ ("The answer came in one piece, so there are no events. Streaming is a switch in Settings.")
               : _ ("No events came.");
  gtk_label_set_text (self->hint, hint);
}

static void
show_page (TriEventsView *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->events)) > 0;

  show_hint (self);
  gtk_stack_set_visible_child_name (self->stack, any ? "events" : "hint");
}

/* Lists the events that came since, all or those of the name that is looked for. */
static void
list_events (TriEventsView *self)
{
  const TriReader *reader = self->exchange ? tri_exchange_get_reader (self->exchange) : NULL;
  guint n_events = reader ? tri_reader_get_n_events (reader) : 0;

  if (!self->filter)
    {
      tri_number_list_set (self->events, NULL, n_events);
      return;
    }
  for (; self->n_looked < n_events; self->n_looked++)
    if (g_strcmp0 (tri_reader_get_event (reader, self->n_looked)->name, self->filter) == 0)
      g_array_append_val (self->listed, self->n_looked);
  tri_number_list_set (self->events, self->listed, self->listed->len);
}

static void
list_none (TriEventsView *self)
{
  tri_number_list_set (self->events, NULL, 0);
  g_array_set_size (self->listed, 0);
  self->n_looked = 0;
}

static void
take_filter (TriEventsView *self, const char *filter)
{
  if (g_strcmp0 (self->filter, filter) == 0)
    return;
  list_none (self);
  g_free (self->filter);
  self->filter = g_strdup (filter);
}

static void
look_changed (TriEventsView *self)
{
  take_filter (self, tri_look_get_filter (self->look));
  list_events (self);
  show_page (self);
}

static void
set_look (TriEventsView *self, TriLook *look)
{
  if (self->look)
    g_signal_handlers_disconnect_by_data (self->look, self);
  g_set_object (&self->look, look);
  if (self->axis)
    tri_time_axis_set_look (self->axis, look);
  if (!look)
    return;
  g_signal_connect_object (look, "changed", G_CALLBACK (look_changed), self, G_CONNECT_SWAPPED);
  look_changed (self);
}

static void
tri_events_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tri_events_view_parent_class)->root (widget);
  set_look (TRI_EVENTS_VIEW (widget), tri_look_find (widget));
}

static void
tri_events_view_unroot (GtkWidget *widget)
{
  set_look (TRI_EVENTS_VIEW (widget), NULL);
  GTK_WIDGET_CLASS (tri_events_view_parent_class)->unroot (widget);
}

static void
tri_events_view_dispose (GObject *object)
{
  TriEventsView *self = TRI_EVENTS_VIEW (object);

  if (self->exchange)
    list_none (self);
  g_clear_object (&self->exchange);
  G_OBJECT_CLASS (tri_events_view_parent_class)->dispose (object);
}

static void
tri_events_view_finalize (GObject *object)
{
  TriEventsView *self = TRI_EVENTS_VIEW (object);

  g_ptr_array_unref (self->rows);
  g_clear_object (&self->events);
  g_array_unref (self->listed);
  g_free (self->filter);
  G_OBJECT_CLASS (tri_events_view_parent_class)->finalize (object);
}

static void
tri_events_view_class_init (TriEventsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_events_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = tri_events_view_finalize;
  widget_class->root = tri_events_view_root;
  widget_class->unroot = tri_events_view_unroot;
  g_type_ensure (TRI_TYPE_TIME_AXIS);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/events-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, axis);
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, stack);
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, hint);
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, paned);
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, list_view);
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, selection);
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, data_bin);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, event_picked);
  gtk_widget_class_bind_template_callback (widget_class, show_selected);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row);
}

static void
tri_events_view_init (TriEventsView *self)
{
  self->rows = g_ptr_array_new ();
  self->listed = g_array_new (FALSE, FALSE, sizeof (guint));
  self->events = tri_number_list_new (0);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->events));
  self->data = TRI_JSON_VIEW (tri_json_view_new (_ ("Data of the event")));
  adw_bin_set_child (self->data_bin, GTK_WIDGET (self->data));
}

GtkWidget *
tri_events_view_new (void)
{
  return g_object_new (TRI_TYPE_EVENTS_VIEW, NULL);
}

void
tri_events_view_update (TriEventsView *self, TriExchange *exchange)
{
  /* The rows of the old events are let go before what they are rows of. */
  if (exchange != self->exchange)
    list_none (self);
  g_set_object (&self->exchange, exchange);
  /* The moments first: rows that come with this update show them. */
  if (tri_time_axis_update (self->axis, exchange))
    for (guint i = 0; i < self->rows->len; i++)
      show_marks (self, self->rows->pdata[i]);
  list_events (self);
  gtk_widget_set_visible (GTK_WIDGET (self->axis), exchange != NULL);
  show_page (self);
}

GtkWidget *
tri_events_view_get_text_view (TriEventsView *self)
{
  return tri_json_view_get_text_view (self->data);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "events-view.h"

#include <glib/gi18n-lib.h>

#include "core/json-index.h"
#include "core/text.h"
#include "event-list.h"
#include "json-view.h"

struct _TriEventsView
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkLabel *hint;
  GtkPaned *paned;
  GtkListView *list_view;
  GtkSingleSelection *selection;
  AdwBin *data_bin;
  TriJsonView *data;

  TriExchange *exchange; /* whose events stand in the list */
  TriEventList *events;
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
  gtk_widget_set_hexpand (add_label (row, NULL, 6, 0.0f), TRUE);
  add_label (row, "dim-label", 6, 1.0f);
  gtk_list_item_set_child (item, row);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const TriEvent *event = tri_event_item_get_event (gtk_list_item_get_item (item));
  GtkWidget *time = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *name = gtk_widget_get_next_sibling (time);
  g_autofree char *at = tri_text_dup_duration (event->at_us);
  g_autofree char *size = tri_text_dup_size (event->data_bytes);
  g_autofree char *fit = tri_text_dup_displayable (event->name, -1, NULL);
  g_autofree char *excerpt = tri_text_dup_excerpt (fit, 80);

  gtk_label_set_text (GTK_LABEL (time), at);
  gtk_label_set_text (GTK_LABEL (name), excerpt);
  gtk_widget_set_tooltip_text (name, excerpt);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (name)), size);
}

static void
show_selected (GtkSingleSelection *selection, GParamSpec *pspec, TriEventsView *self)
{
  TriEventItem *item = gtk_single_selection_get_selected_item (selection);
  g_autoptr (GBytes) data = NULL;
  g_autoptr (GBytes) shown = NULL;
  g_autoptr (TriJsonIndex) index = NULL;
  gsize length;
  const void *bytes;

  gtk_widget_set_visible (GTK_WIDGET (self->data_bin), item != NULL);
  if (!item)
    return;
  data = tri_event_item_dup_data (item);
  index = tri_json_index_new (data, NULL);
  shown = index ? tri_json_index_reindent (index, 2, NULL) : g_bytes_ref (data);
  bytes = g_bytes_get_data (shown, &length);
  tri_json_view_set_bytes (self->data, bytes, length, index != NULL);
}

static void
tri_events_view_dispose (GObject *object)
{
  TriEventsView *self = TRI_EVENTS_VIEW (object);

  g_clear_object (&self->events);
  g_clear_object (&self->exchange);
  G_OBJECT_CLASS (tri_events_view_parent_class)->dispose (object);
}

static void
tri_events_view_class_init (TriEventsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_events_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/events-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, stack);
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, hint);
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, paned);
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, list_view);
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, selection);
  gtk_widget_class_bind_template_child (widget_class, TriEventsView, data_bin);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, show_selected);
}

static void
tri_events_view_init (TriEventsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
  const TriReader *reader = exchange ? tri_exchange_get_reader (exchange) : NULL;
  const char *hint = _ ("Each event of a stream will appear here, with its time.");

  if (g_set_object (&self->exchange, exchange))
    {
      g_clear_object (&self->events);
      if (exchange)
        self->events = tri_event_list_new (exchange);
      gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->events));
    }
  else if (self->events)
    tri_event_list_update (self->events);

  if (exchange && tri_exchange_get_state (exchange) == TRI_EXCHANGE_ENDED)
    hint = reader && !tri_reader_is_stream (reader)
               ? _ ("The answer came in one piece, so there are no events. Streaming is a switch in Settings.")
               : _ ("No events came.");
  gtk_label_set_text (self->hint, hint);
  gtk_stack_set_visible_child_name (
      self->stack, self->events && g_list_model_get_n_items (G_LIST_MODEL (self->events)) > 0 ? "events" : "hint");
}

GtkSourceView *
tri_events_view_get_text_view (TriEventsView *self)
{
  return tri_json_view_get_text_view (self->data);
}

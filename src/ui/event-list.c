/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "event-list.h"

/* An item keeps the exchange alive, and through it the reader that owns the event. */
struct _TriEventItem
{
  GObject parent_instance;

  TriExchange *exchange;
  guint position;
};

G_DEFINE_FINAL_TYPE (TriEventItem, tri_event_item, G_TYPE_OBJECT)

static void
tri_event_item_finalize (GObject *object)
{
  g_clear_object (&TRI_EVENT_ITEM (object)->exchange);
  G_OBJECT_CLASS (tri_event_item_parent_class)->finalize (object);
}

static void
tri_event_item_class_init (TriEventItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_event_item_finalize;
}

static void
tri_event_item_init (TriEventItem *self)
{
}

const TriEvent *
tri_event_item_get_event (TriEventItem *self)
{
  return tri_reader_get_event (tri_exchange_get_reader (self->exchange), self->position);
}

static gboolean
keep_data (const TriSseEvent *event, gpointer user_data)
{
  GBytes **data = user_data;

  if (!*data)
    *data = g_bytes_new (event->data, event->data_bytes);
  return FALSE;
}

guint
tri_event_item_get_position (TriEventItem *self)
{
  return self->position;
}

GBytes *
tri_event_item_dup_data (TriEventItem *self)
{
  const TriEvent *event = tri_event_item_get_event (self);
  gboolean there = event->start < event->end && event->end <= tri_exchange_get_n_body_bytes (self->exchange);
  g_autoptr (GBytes) part = there ? tri_exchange_dup_part (self->exchange, event->start, event->end) : NULL;
  GBytes *data = NULL;
  g_autoptr (TriSse) sse = tri_sse_new (0, keep_data, &data);
  TriSseEvent tail;

  if (part)
    tri_sse_feed (sse, g_bytes_get_data (part, NULL), g_bytes_get_size (part), NULL);
  /* The last event of a cut stream may lack its empty line. */
  if (!data && tri_sse_finish (sse, &tail))
    keep_data (&tail, &data);
  return data ? data : g_bytes_new (NULL, 0);
}

struct _TriEventList
{
  GObject parent_instance;

  TriExchange *exchange;
  guint n_items;
  char *name;     /* of the events that are listed; NULL: all */
  GArray *listed; /* guint, positions of the events of that name, in order */
  guint n_looked; /* at how many events the list has looked */
};

static GType
get_item_type (GListModel *model)
{
  return TRI_TYPE_EVENT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return TRI_EVENT_LIST (model)->n_items;
}

static gpointer
get_item (GListModel *model, guint position)
{
  TriEventList *self = TRI_EVENT_LIST (model);
  TriEventItem *item;

  if (position >= self->n_items)
    return NULL;
  item = g_object_new (TRI_TYPE_EVENT_ITEM, NULL);
  item->exchange = g_object_ref (self->exchange);
  item->position = self->name ? g_array_index (self->listed, guint, position) : position;
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TriEventList,
                               tri_event_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
tri_event_list_finalize (GObject *object)
{
  TriEventList *self = TRI_EVENT_LIST (object);

  g_clear_object (&self->exchange);
  g_free (self->name);
  g_array_unref (self->listed);
  G_OBJECT_CLASS (tri_event_list_parent_class)->finalize (object);
}

static void
tri_event_list_class_init (TriEventListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_event_list_finalize;
}

static void
tri_event_list_init (TriEventList *self)
{
  self->listed = g_array_new (FALSE, FALSE, sizeof (guint));
}

TriEventList *
tri_event_list_new (TriExchange *exchange)
{
  TriEventList *self = g_object_new (TRI_TYPE_EVENT_LIST, NULL);

  self->exchange = g_object_ref (exchange);
  tri_event_list_update (self);
  return self;
}

static guint
look_for_more (TriEventList *self)
{
  const TriReader *reader = tri_exchange_get_reader (self->exchange);
  guint n_events = reader ? tri_reader_get_n_events (reader) : 0;

  if (!self->name)
    return n_events;
  for (; self->n_looked < n_events; self->n_looked++)
    if (g_strcmp0 (tri_reader_get_event (reader, self->n_looked)->name, self->name) == 0)
      g_array_append_val (self->listed, self->n_looked);
  return self->listed->len;
}

void
tri_event_list_update (TriEventList *self)
{
  guint before = self->n_items;
  guint n_items = look_for_more (self);

  if (n_items <= before)
    return;
  self->n_items = n_items;
  g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n_items - before);
}

void
tri_event_list_set_name (TriEventList *self, const char *name)
{
  guint before = self->n_items;

  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  g_array_set_size (self->listed, 0);
  self->n_looked = 0;
  self->n_items = look_for_more (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->n_items);
}

guint
tri_event_list_find (TriEventList *self, guint event)
{
  guint low = 0, high = self->n_items;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if ((self->name ? g_array_index (self->listed, guint, middle) : middle) < event)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_items ? low : G_MAXUINT;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-feed.h"

#include "columns.h"

/* What is smaller is lined up at once, which takes less than a frame has. */
#define WORKER_BYTES (256u * 1024)

/* How often the table follows an answer that is being received. */
#define SLOW_MS 250

struct _TriFieldFeed
{
  GObject parent_instance;

  GtkWidget *view; /* not owned: it owns the feed */
  TriComparison *comparison;
  GPtrArray *watched; /* GObject whose signals are followed: columns and exchanges */
  TriPrompt *prompt;  /* the draft; NULL while there is none */
  TriSettings *settings;
  TriFieldFilter filter; /* its words are owned */
  gboolean is_active;

  TriFieldTable *table; /* NULL before there is one */
  GArray *list;         /* TriFieldEntry, of the table; NULL before */

  guint update_id;       /* a timeout or idle source */
  GCancellable *working; /* the worker; NULL while there is none */
  gboolean is_behind;    /* something changed while it worked */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriFieldFeed, tri_field_feed, G_TYPE_OBJECT)

static guint
get_n_columns (TriFieldFeed *self)
{
  return tri_comparison_get_n_columns (self->comparison);
}

/* Lining up */

static void
emit_changed (TriFieldFeed *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What is asked of the worker, and what it gives back. */
typedef struct
{
  TriFieldBodies *bodies; /* NULL: the table is as it was */
  guint n_columns;
  TriFieldTable *table; /* before and after; NULL before there is one */
  TriFieldFilter filter;
  char *words;
  GArray *list;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  for (guint i = 0; work->bodies && i < work->n_columns; i++)
    tri_field_bodies_clear (&work->bodies[i]);
  g_clear_pointer (&work->table, tri_field_table_unref);
  g_clear_pointer (&work->list, g_array_unref);
  g_free (work->bodies);
  g_free (work->words);
  g_free (work);
}

static void
do_work (Work *work, GCancellable *cancellable)
{
  if (work->bodies)
    {
      TriFieldTable *before = work->table;

      work->table = tri_field_table_new (work->bodies, work->n_columns, before);
      g_clear_pointer (&before, tri_field_table_unref);
    }
  work->filter.words = work->words;
  work->list = tri_field_list_new (tri_field_table_get_fields (work->table), &work->filter, cancellable);
}

static void
take_work (TriFieldFeed *self, Work *work)
{
  if (!work->list)
    return;
  g_clear_pointer (&self->table, tri_field_table_unref);
  g_clear_pointer (&self->list, g_array_unref);
  self->table = g_steal_pointer (&work->table);
  self->list = g_steal_pointer (&work->list);
  emit_changed (self);
}

static void
work_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  do_work (data, cancellable);
  g_task_return_boolean (task, TRUE);
}

static void need_update (TriFieldFeed *self, guint delay_ms);

static void
work_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TriFieldFeed *self = TRI_FIELD_FEED (source);

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  g_clear_object (&self->working);
  take_work (self, g_task_get_task_data (G_TASK (result)));
  if (self->is_behind)
    need_update (self, 0);
  self->is_behind = FALSE;
}

/* The exchange that the column's view shows, which may be an earlier one of the series. */
static TriExchange *
get_exchange (TriFieldFeed *self, guint column)
{
  GtkWidget *columns = gtk_widget_get_ancestor (self->view, TRI_TYPE_COLUMNS);
  TriColumnView *view = columns ? tri_columns_get_view (TRI_COLUMNS (columns), column) : NULL;

  return view ? tri_column_view_get_exchange (view)
              : tri_column_get_exchange (tri_comparison_get_column (self->comparison, column));
}

static GBytes *
dup_response (TriExchange *exchange)
{
  const TriReader *reader = exchange ? tri_exchange_get_reader (exchange) : NULL;

  if (!reader)
    return NULL;
  if (tri_reader_is_stream (reader))
    return tri_fold_assemble (tri_reader_get_fold (reader));
  return tri_exchange_has_whole_body (exchange) ? tri_exchange_dup_body (exchange) : NULL;
}

static gsize
fill_bodies (TriFieldFeed *self, guint position, TriFieldBodies *bodies)
{
  TriColumn *column = tri_comparison_get_column (self->comparison, position);
  TriExchange *exchange = get_exchange (self, position);
  TriRecord *record = exchange ? tri_exchange_get_record (exchange) : NULL;

  bodies->request_format = bodies->response_format = tri_column_get_format (column);
  if (record && record->request_body)
    {
      bodies->request = g_bytes_ref (record->request_body);
      bodies->request_format = bodies->response_format = record->format;
      bodies->response = dup_response (exchange);
    }
  else if (self->prompt)
    bodies->request = tri_column_dup_shown (column, self->prompt, self->settings, NULL);
  return (bodies->request ? g_bytes_get_size (bodies->request) : 0)
         + (bodies->response ? g_bytes_get_size (bodies->response) : 0);
}

static Work *
new_work (TriFieldFeed *self, gsize *n_bytes)
{
  Work *work = g_new0 (Work, 1);

  work->n_columns = get_n_columns (self);
  work->bodies = g_new0 (TriFieldBodies, work->n_columns);
  work->table = self->table ? tri_field_table_ref (self->table) : NULL;
  work->words = g_strdup (self->filter.words);
  work->filter = self->filter;
  *n_bytes = 0;
  for (guint i = 0; i < work->n_columns; i++)
    *n_bytes += fill_bodies (self, i, &work->bodies[i]);
  if (work->table && tri_field_table_is_of (work->table, work->bodies, work->n_columns))
    {
      for (guint i = 0; i < work->n_columns; i++)
        tri_field_bodies_clear (&work->bodies[i]);
      g_clear_pointer (&work->bodies, g_free);
    }
  return work;
}

static void
update (TriFieldFeed *self)
{
  g_autoptr (GTask) task = NULL;
  gsize n_bytes;
  Work *work;

  if (self->working)
    {
      self->is_behind = TRUE;
      return;
    }
  work = new_work (self, &n_bytes);
  if (n_bytes <= WORKER_BYTES)
    {
      do_work (work, NULL);
      take_work (self, work);
      free_work (work);
      return;
    }
  self->working = g_cancellable_new ();
  task = g_task_new (self, self->working, work_done, NULL);
  g_task_set_task_data (task, work, free_work);
  g_task_run_in_thread (task, work_in_worker);
  emit_changed (self);
}

static gboolean
update_now (gpointer user_data)
{
  TriFieldFeed *self = user_data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* However many changes there are at once, the table follows once; and not at all while nobody looks. */
static void
need_update (TriFieldFeed *self, guint delay_ms)
{
  if (!self->is_active)
    return;
  if (delay_ms == 0)
    g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->update_id == 0)
    self->update_id = delay_ms > 0 ? g_timeout_add (delay_ms, update_now, self)
                                   : g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_now, self, NULL);
}

/* Following */

static void
something_changed (TriFieldFeed *self)
{
  need_update (self, 0);
}

static void
exchange_progressed (TriFieldFeed *self)
{
  need_update (self, SLOW_MS);
}

static void watch (TriFieldFeed *self);

static void
exchange_replaced (TriFieldFeed *self)
{
  watch (self);
  need_update (self, 0);
}

static void
unwatch (TriFieldFeed *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (self->watched->pdata[i], self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
watch (TriFieldFeed *self)
{
  unwatch (self);
  for (guint i = 0; i < get_n_columns (self); i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);
      TriExchange *exchange = get_exchange (self, i);

      g_signal_connect_swapped (column, "changed", G_CALLBACK (something_changed), self);
      g_signal_connect_swapped (column, "notify::exchange", G_CALLBACK (exchange_replaced), self);
      g_ptr_array_add (self->watched, g_object_ref (column));
      if (!exchange)
        continue;
      g_signal_connect_swapped (exchange, "changed", G_CALLBACK (something_changed), self);
      g_signal_connect_swapped (exchange, "progressed", G_CALLBACK (exchange_progressed), self);
      g_ptr_array_add (self->watched, g_object_ref (exchange));
    }
}

static void
columns_changed (TriFieldFeed *self)
{
  if (self->is_active)
    exchange_replaced (self);
}

/* Life */

static void
tri_field_feed_dispose (GObject *object)
{
  TriFieldFeed *self = TRI_FIELD_FEED (object);

  if (self->working)
    g_cancellable_cancel (self->working);
  g_clear_object (&self->working);
  g_clear_handle_id (&self->update_id, g_source_remove);
  unwatch (self);
  if (self->comparison)
    g_signal_handlers_disconnect_by_data (self->comparison, self);
  g_clear_object (&self->comparison);
  g_clear_pointer (&self->prompt, tri_prompt_unref);
  g_clear_pointer (&self->settings, tri_settings_free);
  G_OBJECT_CLASS (tri_field_feed_parent_class)->dispose (object);
}

static void
tri_field_feed_finalize (GObject *object)
{
  TriFieldFeed *self = TRI_FIELD_FEED (object);

  g_clear_pointer (&self->table, tri_field_table_unref);
  g_clear_pointer (&self->list, g_array_unref);
  g_ptr_array_unref (self->watched);
  g_free ((char *) self->filter.words);
  G_OBJECT_CLASS (tri_field_feed_parent_class)->finalize (object);
}

static void
tri_field_feed_class_init (TriFieldFeedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tri_field_feed_dispose;
  G_OBJECT_CLASS (klass)->finalize = tri_field_feed_finalize;
  signals[CHANGED]
      = g_signal_new ("changed", TRI_TYPE_FIELD_FEED, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_field_feed_init (TriFieldFeed *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->settings = tri_settings_new ();
  self->filter = (TriFieldFilter){ .request = TRUE, .response = TRUE, .baseline = G_MAXUINT };
}

TriFieldFeed *
tri_field_feed_new (TriComparison *comparison, GtkWidget *view)
{
  TriFieldFeed *self = g_object_new (TRI_TYPE_FIELD_FEED, NULL);

  self->view = view;
  self->comparison = g_object_ref (comparison);
  g_signal_connect_object (comparison, "items-changed", G_CALLBACK (columns_changed), self, G_CONNECT_SWAPPED);
  return self;
}

void
tri_field_feed_set_active (TriFieldFeed *self, gboolean is_active)
{
  self->is_active = is_active;
  if (is_active)
    {
      watch (self);
      update (self);
      return;
    }
  unwatch (self);
  g_clear_handle_id (&self->update_id, g_source_remove);
}

void
tri_field_feed_set_draft (TriFieldFeed *self, TriPrompt *prompt, const TriSettings *settings)
{
  if (prompt)
    tri_prompt_ref (prompt);
  g_clear_pointer (&self->prompt, tri_prompt_unref);
  self->prompt = prompt;
  tri_settings_free (self->settings);
  self->settings = tri_settings_copy (settings);
  need_update (self, 0);
}

void
tri_field_feed_set_filter (TriFieldFeed *self, const TriFieldFilter *filter)
{
  char *words = g_strdup (filter->words);

  g_free ((char *) self->filter.words);
  self->filter = *filter;
  self->filter.words = words;
  need_update (self, 0);
}

TriFieldTable *
tri_field_feed_get_table (TriFieldFeed *self)
{
  return self->table;
}

GArray *
tri_field_feed_get_list (TriFieldFeed *self)
{
  return self->list;
}

gboolean
tri_field_feed_is_busy (TriFieldFeed *self)
{
  return self->working || self->update_id != 0;
}

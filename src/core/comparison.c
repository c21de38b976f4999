/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "comparison.h"

#include "formats.h"

struct _TriComparison
{
  GObject parent_instance;

  GPtrArray *columns; /* TriColumn */
  gboolean running;
  TriColumn *baseline; /* one of the columns, which hold it; NULL if there is none */

  /* The schedule under way; without a prompt there is none. */
  TriPrompt *prompt;
  TriSettings *settings;
  TriSchedule schedule;
  guint round;
  GPtrArray *waiting; /* TriColumn of this round still to be asked, in order */
};

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_BASELINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
get_item_type (GListModel *model)
{
  return TRI_TYPE_COLUMN;
}

static guint
get_n_items (GListModel *model)
{
  return TRI_COMPARISON (model)->columns->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  TriComparison *self = TRI_COMPARISON (model);

  return position < self->columns->len ? g_object_ref (g_ptr_array_index (self->columns, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TriComparison,
                               tri_comparison,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static gboolean
any_runs (TriComparison *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      TriExchange *exchange = tri_column_get_exchange (g_ptr_array_index (self->columns, i));

      if (exchange && tri_exchange_is_running (exchange))
        return TRUE;
    }
  return FALSE;
}

static void
end_schedule (TriComparison *self)
{
  g_clear_pointer (&self->prompt, tri_prompt_unref);
  g_clear_pointer (&self->settings, tri_settings_free);
  g_ptr_array_set_size (self->waiting, 0);
}

/* The order of a round: as the columns stand, but beginning with another one each time. */
static void
begin_round (TriComparison *self)
{
  guint n = self->columns->len;

  g_ptr_array_set_size (self->waiting, 0);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->waiting, g_object_ref (g_ptr_array_index (self->columns, (i + self->round) % n)));
}

static gboolean
shares_server (TriComparison *self, TriColumn *column)
{
  guint n = 0;

  for (guint i = 0; i < self->columns->len; i++)
    n += tri_column_get_server (g_ptr_array_index (self->columns, i)) == tri_column_get_server (column);
  return n > 1 && !self->schedule.in_turn;
}

static void
ask_next (TriComparison *self)
{
  g_autoptr (TriColumn) column = g_ptr_array_steal_index (self->waiting, 0);

  if (!g_ptr_array_find (self->columns, column, NULL))
    return; /* it was removed meanwhile */
  if (self->round == 0)
    tri_column_send (column, self->prompt, self->settings, shares_server (self, column));
  else
    tri_column_send_again (column, self->prompt, self->settings, shares_server (self, column));
}

/* Goes on with the schedule as far as it can: to the end of the round together, or to the next column in turn. */
static void
advance (TriComparison *self)
{
  while (self->prompt && (!self->schedule.in_turn || !any_runs (self)))
    {
      if (self->waiting->len > 0)
        ask_next (self);
      else if (any_runs (self))
        return;
      else if (++self->round < self->schedule.repeats && self->columns->len > 0)
        begin_round (self);
      else
        end_schedule (self);
    }
}

static void
update_running (TriComparison *self)
{
  gboolean running;

  advance (self);
  running = self->prompt != NULL || any_runs (self);
  if (running == self->running)
    return;
  self->running = running;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

static void
on_exchange_notify (TriColumn *column, GParamSpec *pspec, TriComparison *self)
{
  TriExchange *exchange = tri_column_get_exchange (column);

  if (exchange)
    g_signal_connect_object (exchange, "changed", G_CALLBACK (update_running), self, G_CONNECT_SWAPPED);
}

/* Lets go of a column that leaves: what still runs there is stopped, and nobody listens any more. */
static void
forget_column (TriComparison *self, TriColumn *column)
{
  TriExchange *exchange = tri_column_get_exchange (column);

  g_signal_handlers_disconnect_by_data (column, self);
  if (exchange)
    {
      g_signal_handlers_disconnect_by_data (exchange, self);
      tri_exchange_stop (exchange);
    }
}

static void
tri_comparison_dispose (GObject *object)
{
  TriComparison *self = TRI_COMPARISON (object);

  end_schedule (self);
  self->baseline = NULL;
  for (guint i = 0; i < self->columns->len; i++)
    forget_column (self, g_ptr_array_index (self->columns, i));
  g_ptr_array_set_size (self->columns, 0);

  G_OBJECT_CLASS (tri_comparison_parent_class)->dispose (object);
}

static void
tri_comparison_finalize (GObject *object)
{
  g_ptr_array_unref (TRI_COMPARISON (object)->columns);
  g_ptr_array_unref (TRI_COMPARISON (object)->waiting);

  G_OBJECT_CLASS (tri_comparison_parent_class)->finalize (object);
}

static void
tri_comparison_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_RUNNING)
    g_value_set_boolean (value, TRI_COMPARISON (object)->running);
  else if (prop_id == PROP_BASELINE)
    g_value_set_object (value, TRI_COMPARISON (object)->baseline);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tri_comparison_class_init (TriComparisonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tri_comparison_dispose;
  object_class->finalize = tri_comparison_finalize;
  object_class->get_property = tri_comparison_get_property;

  properties[PROP_RUNNING]
      = g_param_spec_boolean ("running", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BASELINE]
      = g_param_spec_object ("baseline", NULL, NULL, TRI_TYPE_COLUMN, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tri_comparison_init (TriComparison *self)
{
  self->columns = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

TriComparison *
tri_comparison_new (void)
{
  return g_object_new (TRI_TYPE_COMPARISON, NULL);
}

void
tri_comparison_add_all_formats (TriComparison *self, TriServer *server)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TriColumn) column = tri_column_new (formats[i], server, NULL);

      tri_comparison_insert (self, self->columns->len, column);
    }
}

gboolean
tri_comparison_is_untouched (TriComparison *self)
{
  guint n_columns = tri_comparison_get_n_columns (self), n_formats;

  tri_formats_list (&n_formats);
  if (n_columns != n_formats)
    return FALSE;
  for (guint i = 0; i < n_columns; i++)
    {
      TriColumn *column = tri_comparison_get_column (self, i);

      if (tri_column_get_exchange (column) || tri_column_get_body (column) || tri_column_get_members (column)
          || tri_column_has_own_model (column) || !tri_server_is_practice (tri_column_get_server (column)))
        return FALSE;
    }
  return TRUE;
}

guint
tri_comparison_get_n_columns (TriComparison *self)
{
  return self->columns->len;
}

TriColumn *
tri_comparison_get_column (TriComparison *self, guint position)
{
  return position < self->columns->len ? g_ptr_array_index (self->columns, position) : NULL;
}

void
tri_comparison_insert (TriComparison *self, guint position, TriColumn *column)
{
  position = MIN (position, self->columns->len);
  g_ptr_array_insert (self->columns, (int) position, g_object_ref (column));
  g_signal_connect_object (column, "notify::exchange", G_CALLBACK (on_exchange_notify), self, 0);
  on_exchange_notify (column, NULL, self);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  update_running (self);
}

void
tri_comparison_remove (TriComparison *self, TriColumn *column)
{
  guint position;

  if (!g_ptr_array_find (self->columns, column, &position))
    return;
  if (column == self->baseline)
    tri_comparison_set_baseline (self, NULL);
  forget_column (self, column);
  g_ptr_array_remove_index (self->columns, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  update_running (self);
}

void
tri_comparison_move (TriComparison *self, TriColumn *column, int by)
{
  guint position;
  gint64 target;
  guint first;

  if (!g_ptr_array_find (self->columns, column, &position))
    return;
  target = CLAMP ((gint64) position + by, 0, (gint64) self->columns->len - 1);
  if (target == position)
    return;
  g_ptr_array_insert (self->columns, (int) target, g_ptr_array_steal_index (self->columns, position));
  first = MIN (position, (guint) target);
  g_list_model_items_changed (G_LIST_MODEL (self), first, ABS ((int) target - (int) position) + 1,
                              ABS ((int) target - (int) position) + 1);
}

/* A column for `choice` that stands at `from` or behind. */
static TriColumn *
find_choice (TriComparison *self, const TriChoice *choice, guint from)
{
  for (guint i = from; i < self->columns->len; i++)
    {
      TriColumn *column = g_ptr_array_index (self->columns, i);

      if (tri_column_get_server (column) == choice->server && tri_column_get_format (column) == choice->format)
        return column;
    }
  return NULL;
}

void
tri_comparison_fill (TriComparison *self, const TriChoice *choices, guint n_choices, gboolean replace)
{
  guint first = replace ? 0 : self->columns->len;

  if (n_choices == 0)
    return;
  for (guint i = 0; i < n_choices; i++)
    {
      TriColumn *found = replace ? find_choice (self, &choices[i], i) : NULL;
      g_autoptr (TriColumn) column = found ? g_object_ref (found) : NULL;
      guint position;

      if (found && g_ptr_array_find (self->columns, found, &position))
        {
          tri_comparison_move (self, found, (int) i - (int) position);
          continue;
        }
      column = tri_column_new (choices[i].format, choices[i].server, NULL);
      tri_comparison_insert (self, first + i, column);
    }
  while (replace && self->columns->len > n_choices)
    tri_comparison_remove (self, g_ptr_array_index (self->columns, n_choices));
}

void
tri_comparison_set_baseline (TriComparison *self, TriColumn *column)
{
  if (column == self->baseline || (column && !g_ptr_array_find (self->columns, column, NULL)))
    return;
  self->baseline = column;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BASELINE]);
}

TriColumn *
tri_comparison_get_baseline (TriComparison *self)
{
  return self->baseline;
}

void
tri_comparison_send (TriComparison *self, TriPrompt *prompt, const TriSettings *settings)
{
  tri_comparison_send_scheduled (self, prompt, settings, &(TriSchedule){ .repeats = 1 });
}

void
tri_comparison_send_scheduled (TriComparison *self,
                               TriPrompt *prompt,
                               const TriSettings *settings,
                               const TriSchedule *schedule)
{
  g_autoptr (TriPrompt) held_prompt = tri_prompt_ref (prompt);
  g_autoptr (TriSettings) held_settings = tri_settings_copy (settings);

  tri_comparison_stop (self);
  self->schedule = *schedule;
  self->round = 0;
  begin_round (self);
  self->prompt = g_steal_pointer (&held_prompt);
  self->settings = g_steal_pointer (&held_settings);
  update_running (self);
}

static gboolean
is_away (TriServer *server)
{
  return !tri_server_is_practice (server) && !tri_url_is_loopback (tri_server_get_base_url (server));
}

GPtrArray *
tri_comparison_list_away (TriComparison *self)
{
  GPtrArray *servers = g_ptr_array_new ();

  for (guint i = 0; i < self->columns->len; i++)
    {
      TriServer *server = tri_column_get_server (g_ptr_array_index (self->columns, i));

      if (is_away (server) && !g_ptr_array_find (servers, server, NULL))
        g_ptr_array_add (servers, server);
    }
  return servers;
}

guint
tri_comparison_count_requests (TriComparison *self, const TriSchedule *schedule, guint *n_away)
{
  guint away = 0;

  for (guint i = 0; i < self->columns->len; i++)
    away += is_away (tri_column_get_server (g_ptr_array_index (self->columns, i)));
  if (n_away)
    *n_away = away * schedule->repeats;
  return self->columns->len * schedule->repeats;
}

void
tri_comparison_stop (TriComparison *self)
{
  end_schedule (self);
  for (guint i = 0; i < self->columns->len; i++)
    {
      TriExchange *exchange = tri_column_get_exchange (g_ptr_array_index (self->columns, i));

      if (exchange)
        tri_exchange_stop (exchange);
    }
}

gboolean
tri_comparison_is_running (TriComparison *self)
{
  return self->running;
}

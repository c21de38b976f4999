/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "look.h"

#include <string.h>

struct _TriLook
{
  GObject parent_instance;

  TriComparison *comparison;
  GSettings *settings; /* NULL where the schema is not installed */
  GSimpleAction *filter_action;
  GSimpleAction *markdown_action;
  GtkWindow *window;    /* not owned: it owns the look */
  GHashTable *compared; /* TriColumn → TriColumn */
  GSimpleAction *wrap_action;
  GSimpleAction *code_action;
  TriCodeLanguage code;
  char *filter; /* NULL: all */
  gboolean markdown;
  gboolean wrap;
};

enum
{
  CHANGED,
  CODE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriLook, tri_look, G_TYPE_OBJECT)

static void
emit_changed (TriLook *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_filter (GSimpleAction *action, GVariant *value, TriLook *self)
{
  const char *name = g_variant_get_string (value, NULL);

  g_simple_action_set_state (action, value);
  g_free (self->filter);
  self->filter = name[0] ? g_strdup (name) : NULL;
  emit_changed (self);
}

static void
set_markdown (GSimpleAction *action, GVariant *value, TriLook *self)
{
  g_simple_action_set_state (action, value);
  self->markdown = g_variant_get_boolean (value);
  if (self->settings)
    g_settings_set_boolean (self->settings, "markdown", self->markdown);
  emit_changed (self);
}

static TriColumn *
get_column (TriLook *self, guint position)
{
  return position < tri_comparison_get_n_columns (self->comparison)
             ? tri_comparison_get_column (self->comparison, position)
             : NULL;
}

static void
compare_text (GSimpleAction *action, GVariant *parameter, TriLook *self)
{
  TriColumn *column, *other;
  guint one, two;

  g_variant_get (parameter, "(uu)", &one, &two);
  column = get_column (self, one);
  other = get_column (self, two);
  if (!column || !other || column == other)
    return;
  g_hash_table_insert (self->compared, g_object_ref (column), g_object_ref (other));
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "facet", g_variant_new_string ("output"));
  emit_changed (self);
}

static void
show_text (GSimpleAction *action, GVariant *parameter, TriLook *self)
{
  TriColumn *column = get_column (self, g_variant_get_uint32 (parameter));

  if (column && g_hash_table_remove (self->compared, column))
    emit_changed (self);
}

static gboolean
is_gone (gpointer column, gpointer other, gpointer user_data)
{
  TriLook *self = user_data;
  gboolean has_column = FALSE, has_other = FALSE;

  for (guint i = 0; i < tri_comparison_get_n_columns (self->comparison); i++)
    {
      has_column = has_column || get_column (self, i) == column;
      has_other = has_other || get_column (self, i) == other;
    }
  return !has_column || !has_other;
}

static void
columns_changed (TriLook *self)
{
  g_hash_table_foreach_remove (self->compared, is_gone, self);
  emit_changed (self);
}

static void
set_wrap (GSimpleAction *action, GVariant *value, TriLook *self)
{
  g_simple_action_set_state (action, value);
  self->wrap = g_variant_get_boolean (value);
  if (self->settings)
    g_settings_set_boolean (self->settings, "wrap", self->wrap);
  emit_changed (self);
}

static void
set_code (GSimpleAction *action, GVariant *value, TriLook *self)
{
  self->code = tri_code_language_find (g_variant_get_string (value, NULL));
  g_simple_action_set_state (action, g_variant_new_string (tri_code_language_get_id (self->code)));
  if (self->settings)
    g_settings_set_string (self->settings, "code", tri_code_language_get_id (self->code));
  g_signal_emit (self, signals[CODE_CHANGED], 0);
}

static void
tri_look_dispose (GObject *object)
{
  TriLook *self = TRI_LOOK (object);

  g_clear_object (&self->comparison);
  g_clear_object (&self->settings);
  g_clear_object (&self->filter_action);
  g_clear_object (&self->markdown_action);
  g_clear_object (&self->wrap_action);
  g_clear_object (&self->code_action);
  g_clear_pointer (&self->filter, g_free);
  g_clear_pointer (&self->compared, g_hash_table_unref);
  G_OBJECT_CLASS (tri_look_parent_class)->dispose (object);
}

static void
tri_look_class_init (TriLookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tri_look_dispose;
  signals[CHANGED] = g_signal_new ("changed", TRI_TYPE_LOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CODE_CHANGED]
      = g_signal_new ("code-changed", TRI_TYPE_LOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_look_init (TriLook *self)
{
  self->compared = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
}

static void
add_command (TriLook *self, GActionMap *actions, const char *name, const char *type, GCallback activate)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, G_VARIANT_TYPE (type));

  g_signal_connect_object (action, "activate", activate, self, 0);
  g_action_map_add_action (actions, G_ACTION (action));
  self->wrap = TRUE;
}

static GSimpleAction *
add_action (TriLook *self, GActionMap *actions, const char *name, const char *type, GVariant *state, gpointer change)
{
  GSimpleAction *action = g_simple_action_new_stateful (name, type ? G_VARIANT_TYPE (type) : NULL, state);

  g_signal_connect_object (action, "change-state", change, self, 0);
  g_action_map_add_action (actions, G_ACTION (action));
  return action;
}

TriLook *
tri_look_new (TriComparison *comparison, GtkWindow *window)
{
  TriLook *self = g_object_new (TRI_TYPE_LOOK, NULL);
  GActionMap *actions = G_ACTION_MAP (window);

  g_object_set_data_full (G_OBJECT (window), "tri-look", self, g_object_unref);
  self->window = window;
  self->comparison = g_object_ref (comparison);
  self->filter_action
      = add_action (self, actions, "event-filter", "s", g_variant_new_string (""), G_CALLBACK (set_filter));
  self->markdown_action
      = add_action (self, actions, "markdown", NULL, g_variant_new_boolean (FALSE), G_CALLBACK (set_markdown));
  add_command (self, actions, "compare-text", "(uu)", G_CALLBACK (compare_text));
  add_command (self, actions, "show-text", "u", G_CALLBACK (show_text));
  self->wrap_action = add_action (self, actions, "wrap", NULL, g_variant_new_boolean (TRUE), G_CALLBACK (set_wrap));
  self->code_action = add_action (self, actions, "code", "s", g_variant_new_string ("curl"), G_CALLBACK (set_code));
  g_signal_connect_object (comparison, "notify::running", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison, "items-changed", G_CALLBACK (columns_changed), self, G_CONNECT_SWAPPED);
  return self;
}

TriLook *
tri_look_find (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return root ? g_object_get_data (G_OBJECT (root), "tri-look") : NULL;
}

static void
settings_changed (GSettings *settings, const char *key, TriLook *self)
{
  GSimpleAction *action = g_str_equal (key, "wrap") ? self->wrap_action : self->markdown_action;
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (action));

  if (g_variant_get_boolean (state) != g_settings_get_boolean (settings, key))
    g_action_change_state (G_ACTION (action), g_variant_new_boolean (g_settings_get_boolean (settings, key)));
}

void
tri_look_set_settings (TriLook *self, GSettings *settings)
{
  g_autofree char *code = g_settings_get_string (settings, "code");

  g_set_object (&self->settings, settings);
  g_signal_connect_object (settings, "changed::wrap", G_CALLBACK (settings_changed), self, 0);
  g_signal_connect_object (settings, "changed::markdown", G_CALLBACK (settings_changed), self, 0);
  g_action_change_state (G_ACTION (self->markdown_action),
                         g_variant_new_boolean (g_settings_get_boolean (settings, "markdown")));
  g_action_change_state (G_ACTION (self->wrap_action),
                         g_variant_new_boolean (g_settings_get_boolean (settings, "wrap")));
  g_action_change_state (G_ACTION (self->code_action), g_variant_new_string (code));
}

static gint64
get_length_us (TriExchange *exchange)
{
  const TriReader *reader = tri_exchange_get_reader (exchange);
  guint n_events = reader ? tri_reader_get_n_events (reader) : 0;

  /* What came behind the answer's own end is evidence too. */
  return MAX (tri_exchange_get_elapsed_us (exchange),
              n_events > 0 ? tri_reader_get_event (reader, n_events - 1)->at_us : 0);
}

gint64
tri_look_get_span_us (TriLook *self)
{
  gint64 span_us = 1000;

  for (guint i = 0; i < tri_comparison_get_n_columns (self->comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);

      /* All attempts of the series, so that one can be looked at after the other on the same scale. */
      for (guint j = 0; j < tri_column_get_n_attempts (column); j++)
        span_us = MAX (span_us, get_length_us (tri_column_get_attempt (column, j)));
    }
  return span_us;
}

gboolean
tri_look_is_running (TriLook *self)
{
  return tri_comparison_is_running (self->comparison);
}

const char *
tri_look_get_filter (TriLook *self)
{
  return self->filter;
}

gboolean
tri_look_get_markdown (TriLook *self)
{
  return self->markdown;
}

gboolean
tri_look_get_wrap (TriLook *self)
{
  return self->wrap;
}

TriCodeLanguage
tri_look_get_code (TriLook *self)
{
  return self->code;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const TriEventName *one = a, *other = b;

  if (one->count != other->count)
    return one->count < other->count ? 1 : -1;
  return strcmp (one->name, other->name);
}

GArray *
tri_look_list_event_names (TriLook *self, guint *n_events)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *names = g_array_new (FALSE, FALSE, sizeof (TriEventName));
  GHashTableIter iter;
  gpointer name, count;

  *n_events = 0;
  for (guint i = 0; i < tri_comparison_get_n_columns (self->comparison); i++)
    {
      TriExchange *exchange = tri_column_get_exchange (tri_comparison_get_column (self->comparison, i));
      const TriReader *reader = exchange ? tri_exchange_get_reader (exchange) : NULL;
      guint n = reader ? tri_reader_get_n_events (reader) : 0;

      *n_events += n;
      for (guint j = 0; j < n; j++)
        {
          char *key = tri_reader_get_event (reader, j)->name;

          g_hash_table_insert (counts, key,
                               GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1));
        }
    }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &name, &count))
    g_array_append_vals (names, &(TriEventName){ name, GPOINTER_TO_UINT (count) }, 1);
  g_array_sort (names, compare_names);
  return names;
}

TriColumn *
tri_look_get_compared (TriLook *self, TriColumn *column)
{
  return g_hash_table_lookup (self->compared, column);
}

TriComparison *
tri_look_get_comparison (TriLook *self)
{
  return self->comparison;
}

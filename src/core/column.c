/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column.h"

struct _TriColumn
{
  GObject parent_instance;

  const TriFormat *format;
  TriServer       *server;
  char            *model; /* NULL: the server's default */

  TriExchange *exchange;
  TriPrompt   *last_prompt;
  TriSettings *last_settings;
};

enum
{
  PROP_0,
  PROP_EXCHANGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (TriColumn, tri_column, G_TYPE_OBJECT)

static void
tri_column_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_EXCHANGE)
    g_value_set_object (value, TRI_COLUMN (object)->exchange);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tri_column_dispose (GObject *object)
{
  TriColumn *self = TRI_COLUMN (object);

  /* A running exchange holds itself; without its column nobody waits for it. */
  if (self->exchange)
    tri_exchange_stop (self->exchange);
  g_clear_object (&self->exchange);

  G_OBJECT_CLASS (tri_column_parent_class)->dispose (object);
}

static void
tri_column_finalize (GObject *object)
{
  TriColumn *self = TRI_COLUMN (object);

  tri_server_unref (self->server);
  g_free (self->model);
  g_clear_pointer (&self->last_prompt, tri_prompt_unref);
  g_clear_pointer (&self->last_settings, tri_settings_free);

  G_OBJECT_CLASS (tri_column_parent_class)->finalize (object);
}

static void
tri_column_class_init (TriColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tri_column_get_property;
  object_class->dispose = tri_column_dispose;
  object_class->finalize = tri_column_finalize;

  properties[PROP_EXCHANGE]
      = g_param_spec_object ("exchange", NULL, NULL, TRI_TYPE_EXCHANGE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  changed_signal
      = g_signal_new ("changed", TRI_TYPE_COLUMN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_column_init (TriColumn *self)
{
}

TriColumn *
tri_column_new (const TriFormat *format, TriServer *server, const char *model)
{
  TriColumn *self = g_object_new (TRI_TYPE_COLUMN, NULL);

  self->format = format;
  self->server = tri_server_ref (server);
  self->model = model && *model ? g_strdup (model) : NULL;
  return self;
}

const TriFormat *
tri_column_get_format (TriColumn *self)
{
  return self->format;
}

TriServer *
tri_column_get_server (TriColumn *self)
{
  return self->server;
}

const char *
tri_column_get_model (TriColumn *self)
{
  return self->model ? self->model : tri_server_get_default_model (self->server);
}

gboolean
tri_column_has_own_model (TriColumn *self)
{
  return self->model != NULL;
}

TriExchange *
tri_column_get_exchange (TriColumn *self)
{
  return self->exchange;
}

void
tri_column_set_format (TriColumn *self, const TriFormat *format)
{
  if (self->format == format)
    return;
  self->format = format;
  g_signal_emit (self, changed_signal, 0);
}

void
tri_column_set_server (TriColumn *self, TriServer *server)
{
  if (self->server == server)
    return;
  tri_server_unref (self->server);
  self->server = tri_server_ref (server);
  g_signal_emit (self, changed_signal, 0);
}

void
tri_column_set_model (TriColumn *self, const char *model)
{
  const char *wanted = model && *model ? model : NULL;
  char *copy;

  if (g_strcmp0 (self->model, wanted) == 0)
    return;
  copy = g_strdup (wanted); /* `model` may be our own */
  g_free (self->model);
  self->model = copy;
  g_signal_emit (self, changed_signal, 0);
}

static TriAsk
get_ask (TriColumn *self, TriPrompt *prompt, const TriSettings *settings)
{
  return (TriAsk){ .prompt = prompt, .settings = settings, .model = tri_column_get_model (self) };
}

void
tri_column_send (TriColumn *self, TriPrompt *prompt, const TriSettings *settings)
{
  TriAsk ask = get_ask (self, prompt, settings);
  TriPrompt *held_prompt = tri_prompt_ref (prompt);
  TriSettings *held_settings = tri_settings_copy (settings);

  if (self->exchange)
    tri_exchange_stop (self->exchange);
  g_clear_pointer (&self->last_prompt, tri_prompt_unref);
  g_clear_pointer (&self->last_settings, tri_settings_free);
  self->last_prompt = held_prompt;
  self->last_settings = held_settings;
  ask.settings = held_settings;

  g_clear_object (&self->exchange);
  self->exchange = tri_exchange_new (self->server, self->format, &ask);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXCHANGE]);
  tri_exchange_send (self->exchange);
}

void
tri_column_retry (TriColumn *self)
{
  g_autoptr (TriSettings) settings = NULL;

  if (self->last_prompt == NULL)
    return;
  settings = tri_settings_copy (self->last_settings);
  tri_column_send (self, self->last_prompt, settings);
}

GBytes *
tri_column_preview (TriColumn *self, TriPrompt *prompt, const TriSettings *settings)
{
  TriAsk ask = get_ask (self, prompt, settings);

  return tri_format_build (self->format, &ask);
}

GPtrArray *
tri_column_list_gaps (TriColumn *self, TriPrompt *prompt, const TriSettings *settings)
{
  TriAsk ask = get_ask (self, prompt, settings);

  return tri_format_list_gaps (self->format, &ask);
}

char *
tri_column_dup_url (TriColumn *self)
{
  const char *base_url = tri_server_get_base_url (self->server);

  /* The practice server gets its port when it starts. */
  return g_strdup_printf ("POST %s%s", base_url ? base_url : "http://127.0.0.1:…/v1", self->format->path);
}

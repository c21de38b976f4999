/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "redact.h"
#include "text.h"

struct _TriColumn
{
  GObject parent_instance;

  const TriFormat *format;
  TriServer *server;
  char *model; /* NULL: the server's default */

  char *members;    /* other members of a composed body; NULL if there are none */
  GBytes *body;     /* a raw body, NULL for a composed one */
  char *body_model; /* the model that it names, "" if none */

  GPtrArray *attempts; /* TriExchange, of one series */
  TriPrompt *last_prompt;
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
    g_value_set_object (value, tri_column_get_exchange (TRI_COLUMN (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tri_column_dispose (GObject *object)
{
  TriColumn *self = TRI_COLUMN (object);

  /* A running exchange holds itself; without its column nobody waits for it. */
  if (tri_column_get_exchange (self))
    tri_exchange_stop (tri_column_get_exchange (self));
  g_ptr_array_set_size (self->attempts, 0);

  G_OBJECT_CLASS (tri_column_parent_class)->dispose (object);
}

static void
tri_column_finalize (GObject *object)
{
  TriColumn *self = TRI_COLUMN (object);

  tri_server_unref (self->server);
  g_free (self->model);
  g_free (self->members);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->body_model);
  g_ptr_array_unref (self->attempts);
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

  changed_signal = g_signal_new ("changed", TRI_TYPE_COLUMN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_column_init (TriColumn *self)
{
  self->attempts = g_ptr_array_new_with_free_func (g_object_unref);
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
  if (self->body)
    return self->body_model;
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
  return self->attempts->len ? g_ptr_array_index (self->attempts, self->attempts->len - 1) : NULL;
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

/* Reads `json` as one object, for what a person typed. */
static gboolean
check_object (const char *what, GBytes *json, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (TriJsonIndex) index = tri_json_index_new (json, &why);

  if (index == NULL)
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("%s: %s"), what, why->message);
  else if (tri_json_index_get_tokens (index, NULL)[0].kind != TRI_JSON_OBJECT)
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("%s: expected a JSON object, as in {\"name\": value}"), what);
  else
    return TRUE;
  return FALSE;
}

gboolean
tri_column_set_members (TriColumn *self, const char *json, GError **error)
{
  const char *wanted = json && *json ? json : NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (wanted, wanted ? strlen (wanted) : 0);
  char *copy;

  if (g_strcmp0 (self->members, wanted) == 0)
    return TRUE;
  if (wanted && !check_object (_ ("Other members"), bytes, error))
    return FALSE;
  copy = g_strdup (wanted);
  g_free (self->members);
  self->members = copy;
  g_signal_emit (self, changed_signal, 0);
  return TRUE;
}

const char *
tri_column_get_members (TriColumn *self)
{
  return self->members;
}

/* The model that a raw body names, fit for the screen. */
static char *
dup_model (GBytes *body)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (body, NULL);
  gsize length = 0;
  g_autofree char *model
      = index ? tri_json_index_dup_string (index, tri_json_index_find (index, "model"), &length) : NULL;

  return tri_text_dup_displayable (model ? model : "", (gssize) length, NULL);
}

gboolean
tri_column_set_body (TriColumn *self, GBytes *body, GError **error)
{
  if (body && !check_object (_ ("Body"), body, error))
    return FALSE;
  if (body)
    g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->body_model, g_free);
  self->body = body;
  if (body)
    self->body_model = dup_model (body);
  g_signal_emit (self, changed_signal, 0);
  return TRUE;
}

GBytes *
tri_column_get_body (TriColumn *self)
{
  return self->body;
}

static TriAsk
get_ask (TriColumn *self, TriPrompt *prompt, const TriSettings *settings)
{
  return (
      TriAsk){ .prompt = prompt, .settings = settings, .model = tri_column_get_model (self), .members = self->members };
}

static void
begin_attempt (TriColumn *self, TriExchange *exchange, gboolean shares_server)
{
  tri_exchange_set_shares_server (exchange, shares_server);
  g_ptr_array_add (self->attempts, exchange);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXCHANGE]);
  tri_exchange_send (exchange);
}

static TriExchange *
new_exchange (TriColumn *self, TriPrompt *prompt, const TriSettings *settings)
{
  TriAsk ask = get_ask (self, prompt, settings);

  return self->body ? tri_exchange_new_with_body (self->server, self->format, &ask, self->body)
                    : tri_exchange_new (self->server, self->format, &ask);
}

void
tri_column_send (TriColumn *self, TriPrompt *prompt, const TriSettings *settings, gboolean shares_server)
{
  TriPrompt *held_prompt = tri_prompt_ref (prompt);
  TriSettings *held_settings = tri_settings_copy (settings);

  if (tri_column_get_exchange (self))
    tri_exchange_stop (tri_column_get_exchange (self));
  g_clear_pointer (&self->last_prompt, tri_prompt_unref);
  g_clear_pointer (&self->last_settings, tri_settings_free);
  self->last_prompt = held_prompt;
  self->last_settings = held_settings;

  g_ptr_array_set_size (self->attempts, 0);
  begin_attempt (self, new_exchange (self, held_prompt, held_settings), shares_server);
}

/* Whether `exchange` would ask what the latest attempt has asked: the same bytes of the same place. */
static gboolean
asks_the_same (TriColumn *self, TriExchange *exchange)
{
  TriExchange *latest = tri_column_get_exchange (self);
  const TriRecord *before = latest ? tri_exchange_get_record (latest) : NULL;
  const TriRecord *now = tri_exchange_get_record (exchange);

  return before && before->format == now->format && g_strcmp0 (before->server_name, now->server_name) == 0
         && g_bytes_equal (before->request_body, now->request_body);
}

void
tri_column_send_again (TriColumn *self, TriPrompt *prompt, const TriSettings *settings, gboolean shares_server)
{
  g_autoptr (TriExchange) exchange = new_exchange (self, prompt, settings);

  if (!asks_the_same (self, exchange))
    {
      tri_column_send (self, prompt, settings, shares_server);
      return;
    }
  tri_exchange_stop (tri_column_get_exchange (self));
  begin_attempt (self, g_steal_pointer (&exchange), shares_server);
}

void
tri_column_retry (TriColumn *self)
{
  g_autoptr (TriSettings) settings = NULL;

  if (self->last_prompt == NULL)
    return;
  settings = tri_settings_copy (self->last_settings);
  tri_column_send (self, self->last_prompt, settings, FALSE);
}

void
tri_column_add_attempt (TriColumn *self, TriExchange *exchange)
{
  const TriRecord *record = tri_exchange_get_record (exchange);

  g_clear_pointer (&self->last_prompt, tri_prompt_unref);
  g_clear_pointer (&self->last_settings, tri_settings_free);
  self->last_prompt = tri_prompt_ref (record->prompt);
  self->last_settings = tri_settings_copy (record->settings);
  g_ptr_array_add (self->attempts, g_object_ref (exchange));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXCHANGE]);
}

GBytes *
tri_column_preview (TriColumn *self, TriPrompt *prompt, const TriSettings *settings)
{
  TriAsk ask = get_ask (self, prompt, settings);

  return self->body ? g_bytes_ref (self->body) : tri_format_build (self->format, &ask);
}

GBytes *
tri_column_dup_shown (TriColumn *self, TriPrompt *prompt, const TriSettings *settings, GArray *spans)
{
  g_autoptr (GBytes) request = tri_column_preview (self, prompt, settings);

  return tri_redact_members (request, spans);
}

GBytes *
tri_column_preview_settings (TriColumn *self, const TriSettings *settings)
{
  TriAsk ask = get_ask (self, NULL, settings);

  return self->body ? g_bytes_ref (self->body) : tri_format_build_settings (self->format, &ask);
}

GPtrArray *
tri_column_list_gaps (TriColumn *self, TriPrompt *prompt, const TriSettings *settings)
{
  TriAsk ask = get_ask (self, prompt, settings);
  g_autoptr (GBytes) request = tri_column_preview_settings (self, settings);

  return tri_format_list_gaps (self->format, self->body ? NULL : &ask, request);
}

guint
tri_column_get_n_attempts (TriColumn *self)
{
  return self->attempts->len;
}

TriExchange *
tri_column_get_attempt (TriColumn *self, guint position)
{
  return position < self->attempts->len ? g_ptr_array_index (self->attempts, position) : NULL;
}

static gint64
get_time (const TriRecord *record, TriTime time)
{
  switch (time)
    {
    case TRI_TIME_FIRST_BYTE:
      return record->times.first_byte_us;
    case TRI_TIME_FIRST_TEXT:
      return record->times.first_text_us;
    case TRI_TIME_TOTAL:
    case TRI_N_TIMES:
    default:
      return record->times.ended_us;
    }
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

TriSpread
tri_column_get_spread (TriColumn *self, TriTime time)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->attempts->len; i++)
    {
      const TriRecord *record = tri_exchange_get_record (g_ptr_array_index (self->attempts, i));
      gint64 value = get_time (record, time);

      if (record->ending == TRI_ENDING_ANSWERED && value >= 0)
        g_array_append_val (times, value);
    }
  if (times->len == 0)
    return (TriSpread){ 0, -1, -1, -1 };
  g_array_sort (times, compare_times);
  return (TriSpread){ times->len, g_array_index (times, gint64, (times->len - 1) / 2), g_array_index (times, gint64, 0),
                      g_array_index (times, gint64, times->len - 1) };
}

char *
tri_column_dup_url (TriColumn *self)
{
  const char *base_url = tri_server_get_base_url (self->server);

  /* The practice server gets its port when it starts. */
  return g_strdup_printf ("POST %s%s", base_url ? base_url : "http://127.0.0.1:…/v1", self->format->path);
}

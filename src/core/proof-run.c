/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proof-run.h"

#define CALLS_A_ROUND 3

struct _TriProofRun
{
  GObject parent_instance;

  TriServer *server;
  TriProofAsk *ask;
  guint n_rounds;

  gboolean is_running, is_stopped;
  guint next;            /* the next call, from 0 on */
  gboolean is_converted; /* the call that runs asks the converted */
  TriExchange *exchange; /* that runs */
  GPtrArray *original, *converted;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriProofRun, tri_proof_run, G_TYPE_OBJECT)

static void
changed (TriProofRun *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Round 0 is original, original, converted; the next ones begin one later. */
static gboolean
asks_converted (guint call)
{
  guint round = call / CALLS_A_ROUND;

  return (call + round) % CALLS_A_ROUND == CALLS_A_ROUND - 1;
}

static void on_exchange (TriProofRun *self);

static void
call_next (TriProofRun *self)
{
  g_autoptr (TriPrompt) prompt = tri_prompt_new (NULL, "–", NULL); /* it is not sent */
  g_autoptr (TriSettings) settings = tri_settings_new ();
  const char *model = tri_proof_ask_get_model (self->ask);
  const TriAsk ask = { prompt, settings, model ? model : "", NULL };

  self->is_converted = asks_converted (self->next);
  self->exchange = tri_exchange_new_with_body (
      self->server, self->is_converted ? tri_proof_ask_get_to (self->ask) : tri_proof_ask_get_from (self->ask), &ask,
      self->is_converted ? tri_proof_ask_get_converted (self->ask) : tri_proof_ask_get_original (self->ask));
  self->next++;
  g_signal_connect_object (self->exchange, "changed", G_CALLBACK (on_exchange), self, G_CONNECT_SWAPPED);
  tri_exchange_send (self->exchange);
}

static void
observe (TriProofRun *self)
{
  g_autoptr (TriExchange) exchange = g_steal_pointer (&self->exchange);
  const TriRecord *record = tri_exchange_get_record (exchange);

  g_signal_handlers_disconnect_by_data (exchange, self);
  if (record->ending != TRI_ENDING_STOPPED)
    g_ptr_array_add (self->is_converted ? self->converted : self->original,
                     tri_observation_new (self->ask, record, tri_exchange_get_reader (exchange)));
}

/* The next call begins from the main loop, when the one before has told everybody that it ended. */
static gboolean
go_on (gpointer data)
{
  TriProofRun *self = data;

  if (!self->is_stopped && self->next < tri_proof_run_get_n_calls (self))
    call_next (self);
  else
    self->is_running = FALSE;
  changed (self);
  return G_SOURCE_REMOVE;
}

static void
go_on_soon (TriProofRun *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, go_on, g_object_ref (self), g_object_unref);
}

static void
on_exchange (TriProofRun *self)
{
  if (tri_exchange_get_state (self->exchange) != TRI_EXCHANGE_ENDED)
    return;
  observe (self);
  go_on_soon (self);
}

TriProofRun *
tri_proof_run_new (TriServer *server, TriProofAsk *ask, guint n_rounds)
{
  TriProofRun *self = g_object_new (TRI_TYPE_PROOF_RUN, NULL);

  self->server = tri_server_ref (server);
  self->ask = tri_proof_ask_ref (ask);
  self->n_rounds = CLAMP (n_rounds, 1, TRI_PROOF_MAX_ROUNDS);
  return self;
}

void
tri_proof_run_start (TriProofRun *self)
{
  g_return_if_fail (!self->is_running && self->next == 0);
  self->is_running = TRUE;
  go_on_soon (self);
}

void
tri_proof_run_stop (TriProofRun *self)
{
  self->is_stopped = TRUE;
  if (self->exchange)
    tri_exchange_stop (self->exchange);
}

gboolean
tri_proof_run_is_running (TriProofRun *self)
{
  return self->is_running;
}

guint
tri_proof_run_get_n_calls (TriProofRun *self)
{
  return self->n_rounds * CALLS_A_ROUND;
}

guint
tri_proof_run_get_n_ended (TriProofRun *self)
{
  return self->original->len + self->converted->len;
}

GPtrArray *
tri_proof_run_get_original (TriProofRun *self)
{
  return self->original;
}

GPtrArray *
tri_proof_run_get_converted (TriProofRun *self)
{
  return self->converted;
}

TriProof *
tri_proof_run_judge (TriProofRun *self)
{
  return tri_proof_new (self->original, self->converted);
}

static void
tri_proof_run_dispose (GObject *object)
{
  TriProofRun *self = TRI_PROOF_RUN (object);

  if (self->exchange)
    {
      g_signal_handlers_disconnect_by_data (self->exchange, self);
      tri_exchange_stop (self->exchange);
      g_clear_object (&self->exchange);
    }
  G_OBJECT_CLASS (tri_proof_run_parent_class)->dispose (object);
}

static void
tri_proof_run_finalize (GObject *object)
{
  TriProofRun *self = TRI_PROOF_RUN (object);

  g_clear_pointer (&self->server, tri_server_unref);
  g_clear_pointer (&self->ask, tri_proof_ask_unref);
  g_ptr_array_unref (self->original);
  g_ptr_array_unref (self->converted);
  G_OBJECT_CLASS (tri_proof_run_parent_class)->finalize (object);
}

static void
tri_proof_run_class_init (TriProofRunClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tri_proof_run_dispose;
  G_OBJECT_CLASS (klass)->finalize = tri_proof_run_finalize;
  signals[CHANGED]
      = g_signal_new ("changed", TRI_TYPE_PROOF_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_proof_run_init (TriProofRun *self)
{
  self->original = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_observation_free);
  self->converted = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_observation_free);
}

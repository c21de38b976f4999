/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transport-hand-over.h"

#include "ready-source.h"

/* Bytes are handed over at once, unless some were within this time before: then with all that come until its next
 * multiple, which is the same moment for every call. A turn of the caller's loop costs more than an event does. */
#define HAND_OVER_US (12 * 1000)

/* So many are worth a turn of their own, and with so many nothing more is read until the caller has taken them. */
#define HAND_OVER_BYTES (64 * 1024)
#define MAX_WAITING_BYTES (256 * 1024)

struct _TriHandOver
{
  TriNewsBatch taken; /* the caller's */

  GMutex mutex; /* for the rest */
  GCond room;
  TriNewsBatch waiting;
  GSource *source;      /* of the caller's context: there is something to take; may be woken without the mutex */
  gboolean due;         /* it is woken */
  gint64 last_taken_us; /* monotonic */
};

static void
clear_news (gpointer data)
{
  TriNews *news = data;

  g_clear_pointer (&news->headers, g_ptr_array_unref);
  if (news->head)
    g_free (news->head->reason);
  g_clear_pointer (&news->head, g_free);
}

static void
init_batch (TriNewsBatch *batch)
{
  batch->news = g_array_new (FALSE, FALSE, sizeof (TriNews));
  g_array_set_clear_func (batch->news, clear_news);
  batch->bytes = g_byte_array_new ();
}

static void
clear_batch (TriNewsBatch *batch)
{
  g_array_unref (batch->news);
  g_byte_array_unref (batch->bytes);
}

TriHandOver *
tri_hand_over_new (GMainContext *caller, GSourceFunc due, gpointer user_data)
{
  TriHandOver *self = g_new0 (TriHandOver, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->room);
  init_batch (&self->waiting);
  init_batch (&self->taken);
  self->source = tri_ready_source_new (caller, TRI_HAND_OVER_PRIORITY, due, user_data);
  return self;
}

void
tri_hand_over_close (TriHandOver *self)
{
  tri_ready_source_clear (&self->source);
}

void
tri_hand_over_free (TriHandOver *self)
{
  tri_hand_over_close (self);
  clear_batch (&self->taken);
  clear_batch (&self->waiting);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->room);
  g_free (self);
}

/* Mutex held. */
static void
wake_caller (TriHandOver *self, gint64 when_us)
{
  self->due = TRUE;
  g_source_set_ready_time (self->source, when_us);
}

void
tri_hand_over_tell (TriHandOver *self, TriNews news)
{
  g_mutex_lock (&self->mutex);
  g_array_append_val (self->waiting.news, news);
  wake_caller (self, 0);
  g_mutex_unlock (&self->mutex);
}

void
tri_hand_over_tell_bytes (
    TriHandOver *self, const void *bytes, gsize n_bytes, gint64 start_us, GCancellable *cancellable)
{
  gint64 now_us = g_get_monotonic_time ();
  TriNews news = { TRI_NEWS_BYTES, now_us - start_us, n_bytes, NULL, NULL };
  guint n_before;

  g_mutex_lock (&self->mutex);
  n_before = self->waiting.bytes->len;
  g_array_append_val (self->waiting.news, news);
  g_byte_array_append (self->waiting.bytes, bytes, (guint) n_bytes);
  if (n_before < HAND_OVER_BYTES && self->waiting.bytes->len >= HAND_OVER_BYTES)
    wake_caller (self, 0);
  else if (!self->due)
    wake_caller (self, now_us - self->last_taken_us < HAND_OVER_US ? (now_us / HAND_OVER_US + 1) * HAND_OVER_US : 0);
  while (self->waiting.bytes->len >= MAX_WAITING_BYTES && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->room, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

TriNewsBatch *
tri_hand_over_take (TriHandOver *self)
{
  TriNewsBatch batch = self->taken;

  g_mutex_lock (&self->mutex);
  self->taken = self->waiting;
  self->waiting = batch;
  self->due = FALSE;
  self->last_taken_us = g_get_monotonic_time ();
  g_source_set_ready_time (self->source, -1);
  g_cond_signal (&self->room);
  g_mutex_unlock (&self->mutex);
  return &self->taken;
}

void
tri_hand_over_done (TriHandOver *self)
{
  g_array_set_size (self->taken.news, 0);
  g_byte_array_set_size (self->taken.bytes, 0);
}

void
tri_hand_over_wake (TriHandOver *self)
{
  g_mutex_lock (&self->mutex);
  g_cond_signal (&self->room);
  g_mutex_unlock (&self->mutex);
}

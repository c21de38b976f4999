/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How what a call's thread reads gets to the caller: news in the order in which they came, and the bytes that some of
 * them are about, many at once where they come densely.
 *
 *     the thread                             the caller
 *     tri_hand_over_tell()       ──┐     ┌── its context calls `due`, which calls
 *     tri_hand_over_tell_bytes() ──┴→ … ─┴→  tri_hand_over_take(), and tri_hand_over_done() with what it gave
 *
 * What waits is of both, under a mutex that is never held while anything is reported. What was taken is the caller's
 * alone until it is done with it. Any thread may call tri_hand_over_wake(), after it has cancelled.
 */

#include <gio/gio.h>

G_BEGIN_DECLS

/* Right behind drawing (GTK draws at G_PRIORITY_HIGH_IDLE + 20), or a fast stream would keep a window from ever showing
 * it; before GTK's work of idle moments, such as measuring a long text, which would keep a stream waiting for seconds.
 */
#define TRI_HAND_OVER_PRIORITY (G_PRIORITY_HIGH_IDLE + 21)

/* In this order; several CONNECTED where a proxy is on the way. */
typedef enum
{
  TRI_NEWS_CONNECTED,
  TRI_NEWS_SENT_HEAD,
  TRI_NEWS_HEAD,
  TRI_NEWS_BYTES,
  TRI_NEWS_ENDED
} TriNewsKind;

typedef struct
{
  guint status;
  char *reason;
  const char *version;
} TriNewsHead;

typedef struct
{
  TriNewsKind kind;
  gint64 at_us;
  gsize n_bytes;      /* BYTES: the next so many of those that were read */
  GPtrArray *headers; /* SENT_HEAD, HEAD */
  TriNewsHead *head;  /* HEAD */
} TriNews;

typedef struct
{
  GArray *news; /* element type TriNews */
  GByteArray *bytes;
} TriNewsBatch;

typedef struct _TriHandOver TriHandOver;

TriHandOver *tri_hand_over_new (GMainContext *caller, GSourceFunc due, gpointer user_data);
void tri_hand_over_free (TriHandOver *self);

/* The thread. The news are swallowed. Bytes came now, which is so long after `start_us` (monotonic); this waits until
 * there is room for more, or it is cancelled. */
void tri_hand_over_tell (TriHandOver *self, TriNews news);
void tri_hand_over_tell_bytes (
    TriHandOver *self, const void *bytes, gsize n_bytes, gint64 start_us, GCancellable *cancellable);

/* The caller. (transfer none) */
TriNewsBatch *tri_hand_over_take (TriHandOver *self);
void tri_hand_over_done (TriHandOver *self);

/* Nothing is due any more. */
void tri_hand_over_close (TriHandOver *self);

void tri_hand_over_wake (TriHandOver *self);

G_END_DECLS

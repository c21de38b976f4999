/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One HTTP request, asynchronously, on libsoup; the only file of core that includes it. The watchdogs, the hand-over
 * between threads and the words of the ending have files of their own beside it.
 *
 * What is decided here, and why (measured on libsoup 3.2.3):
 *  - HTTP/1.1 only. Over HTTP/2 an asynchronous read never returns after a reset or a stall.
 *    tri_transport_init() must run before any thread does, because the switch is an environment variable.
 *  - No redirects: a 301 would turn the POST into a GET, and custom key headers would go to the other host.
 *  - Accept-Encoding: identity. The decoder hides truncation, and evidence is the bytes themselves.
 *  - A session of its own for each call. A POST never reuses a connection anyway, nothing is shared between columns,
 * and none waits for another one (a common session has two connections a host by default).
 *  - libsoup's own timeout is off. Four watchdogs of ours take its place (TriLimits): connect; first byte; silence,
 * which only payload re-arms, as comments may come for ever; total.
 *  - No proxy for loopback, whatever the environment says: it would get the key in clear.
 *  - No authentication manager: a 401 is an answer to show.
 *
 * A clean end proves nothing (chunked bodies that are cut at a chunk's end count as whole there), so this layer reports
 * how the connection ended and the reader says what that means.
 *
 * Each call has a thread, in which libsoup does all of its work and in which reads get their times; everything is
 * reported on the thread-default main context of the caller, where the watchdogs are too. Reads that come densely are
 * reported some eighty times a second, many at once, so that a flood costs the caller no more than its meaning.
 * What was read and not reported when a call is cancelled is dropped, as if it had not been read.
 */

#include <gio/gio.h>

#include "record.h"
#include "server.h"
#include "transport-ending.h"

G_BEGIN_DECLS

/* To be called first in main(). */
void tri_transport_init (void);

/* What a running call reports. `user_data` as given. */
typedef struct
{
  /* The request's head went out; these are all of its headers, the caller's to keep: element type TriHeader. */
  void (*sent_head) (GPtrArray *headers, gpointer user_data);
  /* The status line and headers came. `headers` is the caller's to keep: element type TriHeader. */
  void (*head) (
      guint status, const char *reason, const char *version, GPtrArray *headers, gint64 at_us, gpointer user_data);
  /* Body bytes came. The answer steers the watchdogs: NOTHING does not re-arm silence, FINISHED and END start a grace
   * of two seconds and of a tenth, in which the rest is still taken in. */
  TriReadResult (*bytes) (const void *bytes, gsize n_bytes, gint64 at_us, gpointer user_data);
  /* Those were the bytes of one or more reads, and all for now. */
  void (*progressed) (gpointer user_data);
  /* The call is over; always the last report, exactly once, never before tri_transport_post() has returned. `message`
   * is translated and names host, port and what can be done; NULL for CLEAN and STOPPED. */
  void (*ended) (TriTransportEnd end, const char *message, const TriTimes *times, gpointer user_data);
} TriTransportFuncs;

/* Sends `body` to `url`. `headers` (TriHeader) are sent as they stand beside those that HTTP needs; they must be valid.
 * The host is resolved asynchronously. Cancelling `cancellable` stops it at once; it belongs to this call alone, which
 * cancels it itself when a watchdog bites. */
void tri_transport_post (const char *url,
                         GPtrArray *headers,
                         GBytes *body,
                         const TriLimits *limits,
                         GCancellable *cancellable,
                         const TriTransportFuncs *funcs,
                         gpointer user_data);

G_END_DECLS

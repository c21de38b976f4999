/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One attempt to get one answer: the live process, the only thing that changes while time passes.
 *
 *     READY ── tri_exchange_send ──→ SENDING ── status line ──→ RECEIVING ──→ ENDED
 *
 * It builds the request, sends it, masks and keeps every byte with its time, reads it, and ends in a Record. Signals,
 * on the main thread: "changed"    the state changed "progressed" new bytes were read; at most once a read. Widgets
 * gather these and draw once a frame.
 *
 * A document that is large is read in a worker thread once its bytes have come: it is RECEIVING until it was read, with
 * nothing of the answer to be seen but its bytes.
 *
 * Whatever goes wrong ends up in the Record: there is no GError to handle, and what was received stays.
 */

#include <gio/gio.h>

#include "record.h"
#include "server.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_EXCHANGE_READY,
  TRI_EXCHANGE_SENDING,
  TRI_EXCHANGE_RECEIVING,
  TRI_EXCHANGE_ENDED
} TriExchangeState;

#define TRI_TYPE_EXCHANGE (tri_exchange_get_type ())
G_DECLARE_FINAL_TYPE (TriExchange, tri_exchange, TRI, EXCHANGE, GObject)

/* `ask` is copied. (transfer full) */
TriExchange *tri_exchange_new (TriServer *server, const TriFormat *format, const TriAsk *ask);

/* As above, but with a body of one's own, sent byte for byte. Whether it asks for a stream is read from it. */
TriExchange *tri_exchange_new_with_body (TriServer *server, const TriFormat *format, const TriAsk *ask, GBytes *body);

/* An attempt that was made before, as it was when it ended: `record`, which is shared and must not change any more.
 * `reader` is what tri_record_replay() made of it and is swallowed; NULL reads it when its reader is first asked for,
 * which takes a while for a large one. (transfer full) */
TriExchange *tri_exchange_new_from_record (TriServer *server, TriRecord *record, TriReader *reader);

/* Says that other requests run on the same server at the same time, so that its times are not its own; before it is
 * sent. The record keeps it. */
void tri_exchange_set_shares_server (TriExchange *exchange, gboolean shares_server);

/* Begins. A server that cannot be used (no key in the environment, practice server that does not start) ends the
 * exchange as TRI_ENDING_INVALID, from the main loop like everything else. */
void tri_exchange_send (TriExchange *exchange);

/* Stops: the Record ends as STOPPED with what was received, as soon as what was received is read. Nothing happens
 * unless it runs. */
void tri_exchange_stop (TriExchange *exchange);

TriExchangeState tri_exchange_get_state (TriExchange *exchange);
gboolean tri_exchange_is_running (TriExchange *exchange); /* SENDING or RECEIVING */

/* The record as it stands: complete and immutable once ENDED; while running its response body is still empty, use
 * tri_exchange_dup_body(). (transfer none) */
TriRecord *tri_exchange_get_record (TriExchange *exchange);

/* The bytes received so far: while more come a copy, afterwards always the same. (transfer full) */
GBytes *tri_exchange_dup_body (TriExchange *exchange);

/* How many they are, and whether no more will come. */
gsize tri_exchange_get_n_body_bytes (TriExchange *exchange);
gboolean tri_exchange_has_whole_body (TriExchange *exchange);

/* The data of an event of the reader, as it came in the data lines. (transfer full) */
GBytes *tri_exchange_dup_event_data (TriExchange *exchange, guint position);

/* What was read so far; NULL before the status line. (transfer none) */
const TriReader *tri_exchange_get_reader (TriExchange *exchange);

/* Microseconds since it was begun, while it runs; the total afterwards; 0 before. */
gint64 tri_exchange_get_elapsed_us (TriExchange *exchange);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How an attempt ended, and what is said of it: decided from what its bytes amount to and from what the connection did.
 * Where both failed, the one that tells more is told.
 */

#include "reader.h"
#include "record.h"
#include "server.h"
#include "transport-ending.h"

G_BEGIN_DECLS

typedef struct
{
  TriRecord *record; /* status and headers are there; its ending and its message are set */
  TriServer *server;
  const TriReader *reader; /* NULL: no head came */
  TriEnding content;       /* what the reader says of the bytes */
  TriTransportEnd transport;
  gboolean was_whole; /* the answer was, before the connection ended in whatever way */
} TriExchangeEnd;

/* `transport_message` is what the transport said; NULL for nothing. What servers say may hold a key: nothing is masked
 * here. */
void tri_exchange_end_decide (const TriExchangeEnd *end, const char *transport_message);

G_END_DECLS

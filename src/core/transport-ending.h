/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How a call ended, and in which words: decided from what was noted of it, without asking anybody.
 */

#include <gio/gio.h>

#include "server.h"
#include "transport-watchdogs.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_TRANSPORT_CLEAN,   /* the body ended in order, or the caller wanted no more */
  TRI_TRANSPORT_PARTIAL, /* fewer bytes than announced */
  TRI_TRANSPORT_STOPPED, /* cancelled */
  TRI_TRANSPORT_NETWORK,
  TRI_TRANSPORT_TLS,
  TRI_TRANSPORT_TIMEOUT,
  TRI_TRANSPORT_LIMIT
} TriTransportEnd;

/* What is noted while a call runs. It belongs to the call's thread until that has handed over the end, and to the
 * caller from then on; the call owns what it points to. */
typedef struct
{
  const char *where; /* host:port */
  const TriLimits *limits;
  GError *error;        /* NULL: the body ended in order */
  gboolean limited;     /* the body grew too large */
  gboolean handshaking; /* TCP stands, TLS does not yet */
  gboolean at_proxy;    /* a proxy was asked for the way and has not given it yet: what comes now is its own */
  gboolean has_head;
  gboolean began;   /* something came, if only a part of a head */
  gboolean flooded; /* by responses that come before the answer */
  GTlsCertificateFlags tls_flags;
} TriTransportNotes;

/* `bitten` is the TriWatch that ended it, or −1; `stopped` whether it was cancelled by anybody else. `message` is
 * translated and names host, port and what can be done; NULL for CLEAN and STOPPED (transfer full). */
TriTransportEnd tri_transport_judge (const TriTransportNotes *notes, int bitten, gboolean stopped, char **message);

G_END_DECLS

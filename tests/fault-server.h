/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A server that misbehaves on purpose, on loopback, in threads of its own. It speaks HTTP by hand over plain sockets,
 * because malformed HTTP is its job.
 *
 * What it does is a table of steps for each path. It keeps every request exactly as it was received. A path without a
 * script answers the request well, in the format of its path, so that healthy columns can be asked beside a faulty one.
 *
 *     g_autoptr (FaultServer) server = fault_server_new (NULL);
 *     fault_server_script (server, "/v1/responses", (FaultStep[]){ { FAULT_SEND, "HTTP/1.1 200 OK\r\n" }, { FAULT_RESET
 * } }, 2);
 *
 * Freeing it closes every connection and waits for its threads: no step outlives it.
 */

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the healthy answers say. */
#define FAULT_HEALTHY_TEXT "Hello there"

typedef enum
{
  FAULT_SEND,   /* `bytes` */
  FAULT_REPEAT, /* `bytes`, `times` times (0: until the other side goes), resting `rest_ms` after each */
  FAULT_DRIP,   /* `bytes` one by one, resting `rest_ms` after each */
  FAULT_REST,   /* `rest_ms` */
  FAULT_GATE,   /* until fault_server_open_gate() */
  FAULT_CLOSE,  /* FIN; also what happens behind the last step */
  FAULT_RESET,  /* RST */
  FAULT_HANG    /* until the other side closes */
} FaultAction;

typedef struct
{
  FaultAction action;
  const char *bytes;
  gsize n_bytes; /* 0: up to the NUL */
  guint times;
  guint rest_ms;
} FaultStep;

/* A request as it was received. */
typedef struct
{
  char *path; /* from the request line */
  char *head; /* request line and headers, up to and with the empty line */
  GBytes *body;
} FaultRequest;

typedef struct _FaultServer FaultServer;

/* Listens on a free port of 127.0.0.1. `certificate`, if not NULL, makes it speak TLS. (transfer full) */
FaultServer *fault_server_new (GTlsCertificate *certificate);
void fault_server_free (FaultServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FaultServer, fault_server_free)

guint16 fault_server_get_port (FaultServer *server);

/* "http://127.0.0.1:PORT/v1". (transfer full) */
char *fault_server_dup_base_url (FaultServer *server);

/* From now on `path` does these steps once a request for it was received. The bytes are copied. */
void fault_server_script (FaultServer *server, const char *path, const FaultStep *steps, guint n_steps);

/* The server does these steps as soon as somebody connects, without reading anything. */
void fault_server_script_deaf (FaultServer *server, const FaultStep *steps, guint n_steps);

/* The barrier: nobody gets an answer until `n` requests have been received. */
void fault_server_set_barrier (FaultServer *server, guint n);

/* Lets those pass who wait at a FAULT_GATE, now and later. */
void fault_server_open_gate (FaultServer *server);

/* The requests so far; element type FaultRequest. (transfer full) */
GPtrArray *fault_server_dup_requests (FaultServer *server);

/* How many connections have been accepted, and how many of them still last. */
guint fault_server_get_n_accepted (FaultServer *server);
guint fault_server_get_n_open (FaultServer *server);

G_END_DECLS

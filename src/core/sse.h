/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Server-sent events by the standard (WHATWG HTML, "Interpreting an event stream").
 *
 * Bytes go in as they come from the network, in any pieces; blocks come out through one function. One leading byte
 * order mark is skipped; LF, CR and CRLF end a line, also when CR and LF come in different reads; data may hold NUL and
 * invalid UTF-8, which is passed on as it came (tri_text_dup_displayable() is for the screen).
 *
 * Beside the events, the comments are reported too: they are evidence, and tell a server that waits from one that is
 * gone. What the parser does not do: reconnect (these POSTs cost money), know [DONE], or read JSON.
 *
 * Invariant: the same blocks come out for every way to cut the input. Time is linear also for pieces of one byte.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_SSE_EVENT,  /* a block with data, ended by an empty line */
  TRI_SSE_COMMENT /* one comment line; `data` is its text behind the colon, without the one leading space */
} TriSseKind;

/* One block. All pointers are lent for the time of the call. Offsets are in bytes from the start of the stream. */
typedef struct
{
  TriSseKind kind;
  const char *type;    /* the event field, NUL-terminated; "message" where none was given */
  gboolean type_given; /* the stream had an event field with a value */
  const char *data;    /* NUL-terminated for convenience; may hold NUL within */
  gsize data_bytes;
  const char *last_id; /* "" until an id was seen */
  gsize start;         /* where the block's first line begins */
  gsize end;           /* behind the empty line that ended it; for a comment behind its line. Where that line ends
                        * with CRLF, behind its CR: nobody can know whether a LF is still to come */
} TriSseEvent;

/* Returns FALSE to end the parsing: nothing more is reported, and tri_sse_feed() ignores what follows. */
typedef gboolean (*TriSseFunc) (const TriSseEvent *event, gpointer user_data);

typedef struct _TriSse TriSse;

#define TRI_SSE_MAX_EVENT_BYTES (128u * 1024 * 1024)

/* `max_event_bytes` limits what one block may hold before its empty line comes; 0 means TRI_SSE_MAX_EVENT_BYTES. */
TriSse *tri_sse_new (gsize max_event_bytes, TriSseFunc func, gpointer user_data);
void tri_sse_free (TriSse *sse);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriSse, tri_sse_free)

/* Feeds `n_bytes` bytes. FALSE with TRI_ERROR_LIMIT when a block grows too large; later calls are then ignored. */
gboolean tri_sse_feed (TriSse *sse, const void *bytes, gsize n_bytes, GError **error);

/* The stream has ended. A block without its empty line is discarded, as the standard says; but if it had data, `tail`
 * receives it and TRUE is returned, so that a tolerant reader may still accept a whole last event (pointers are lent
 * until the parser is freed). */
gboolean tri_sse_finish (TriSse *sse, TriSseEvent *tail);

/* The reconnection time in milliseconds, or −1 if the stream named none; and the last event id, "" if none. */
gint64 tri_sse_get_retry_ms (const TriSse *sse);
const char *tri_sse_get_last_id (const TriSse *sse);

/* The data of the first event in some bytes, even if its empty line is missing, as the last one's of a cut stream is;
 * no bytes if there is none. (transfer full) */
GBytes *tri_sse_dup_data (const void *bytes, gsize n_bytes);

G_END_DECLS

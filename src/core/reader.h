/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * From the bytes of a response to its meaning, without a socket: live exchanges, replays and tests all read through
 * here.
 *
 * The reader decides by the content type the server gave (not by what was asked) whether the body is a stream of events
 * or a document, unless the first bytes show that it is wrong, which is noted; where the server gave none that says, it
 * looks at the first byte. Event times are the times of the reads
 * that completed them, so two events from one read honestly share a time.
 *
 * An answer is whole only by the format's own end. tri_reader_finish() tells what the body amounts to: a clean end of
 * the connection proves nothing.
 */

#include "format.h"

G_BEGIN_DECLS

/* How an attempt ended. The order is of no meaning; ids are stable (tri_ending_get_id). */
typedef enum
{
  TRI_ENDING_NONE, /* still running */
  TRI_ENDING_ANSWERED,
  TRI_ENDING_CUT,        /* the connection ended before the answer did */
  TRI_ENDING_STOPPED,    /* by the person */
  TRI_ENDING_HTTP_ERROR, /* a status that is not 2xx, with whatever body */
  TRI_ENDING_API_ERROR,  /* 2xx, but the body or the stream says that it failed */
  TRI_ENDING_NETWORK,
  TRI_ENDING_TLS,
  TRI_ENDING_TIMEOUT,
  TRI_ENDING_LIMIT,      /* more bytes than allowed */
  TRI_ENDING_UNREADABLE, /* not what the format says */
  TRI_ENDING_INVALID,    /* not sent: the server's settings cannot be used */
  TRI_ENDING_INTERRUPTED /* the program ended while it ran */
} TriEnding;

const char *tri_ending_get_id (TriEnding ending);    /* "answered", "http-error" …; stable */
const char *tri_ending_get_label (TriEnding ending); /* translated */

/* One event or comment of a stream. */
typedef struct
{
  TriSseKind kind;
  gint64 at_us; /* since the request was begun */
  gsize start;  /* offsets in the body */
  gsize end;
  gsize data_bytes;
  char *name; /* the event field, else the data's own "type" or "object"; "comment"; "[DONE]" */
} TriEvent;

typedef struct _TriReader TriReader;

/* `content_type` may be NULL. (transfer full) */
TriReader *tri_reader_new (const TriFormat *format, guint status, const char *content_type);
void tri_reader_free (TriReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriReader, tri_reader_free)

/* What fed bytes did. */
typedef enum
{
  TRI_READ_NOTHING,  /* no payload: comments, blank lines */
  TRI_READ_PAYLOAD,  /* something of the answer */
  TRI_READ_FINISHED, /* every choice is finished; wait a short grace for what may follow */
  TRI_READ_END       /* nothing more is needed: the end, an error, or something unreadable */
} TriReadResult;

/* Before anything is fed: what will be fed is, each time, the new end of `body`, where the caller keeps it; so the
 * reader keeps no copy of its own. `body` must not change while tri_reader_finish() runs. */
void tri_reader_share_body (TriReader *reader, GByteArray *body);

/* Feeds body bytes read `at_us` after the request was begun. */
TriReadResult tri_reader_feed (TriReader *reader, const void *bytes, gsize n_bytes, gint64 at_us);

/* No more bytes will come. `clean`: the connection ended in order (FIN, last chunk); otherwise the caller knows better
 * why it ended, and only what was complete before counts. Returns ANSWERED, CUT, HTTP_ERROR, API_ERROR or UNREADABLE.
 */
TriEnding tri_reader_finish (TriReader *reader, gboolean clean);

/* Replaces `key` in what was read by as many '*': one that a server echoed in pieces is whole only here. */
void tri_reader_mask (TriReader *reader, const char *key);

/* Why, in a translated sentence, for CUT, API_ERROR and UNREADABLE; NULL otherwise. (transfer none) */
const char *tri_reader_get_message (const TriReader *reader);

const TriReply *tri_reader_get_reply (const TriReader *reader);
const TriFold *tri_reader_get_fold (const TriReader *reader);
gboolean tri_reader_is_stream (const TriReader *reader);
gint64 tri_reader_get_first_text_us (const TriReader *reader); /* −1 before the first text */
guint tri_reader_get_n_events (const TriReader *reader);
const TriEvent *tri_reader_get_event (const TriReader *reader, guint position);
/* The first event that came at this time or later; the number of events if there is none. */
guint tri_reader_find_event (const TriReader *reader, gint64 at_us);

/* The events that people look for, by position; TRI_NO_EVENT while none brought it, and for documents. Usage: the last
 * event that told it, because running totals count only then. End: the event that ended the answer, in order or not;
 * where a stream was accepted without one, the event that finished the last choice, known once it was finished. */
#define TRI_NO_EVENT G_MAXUINT
guint tri_reader_get_first_text_event (const TriReader *reader);
guint tri_reader_get_usage_event (const TriReader *reader);
guint tri_reader_get_end_event (const TriReader *reader);

G_END_DECLS

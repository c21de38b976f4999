/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What remains of an attempt: the evidence. Immutable once the exchange has ended, and atomically counted.
 *
 * It holds the request as it was sent and the response as it came (after masking, see mask.h: the only change that is
 * ever made, byte for byte of the same length, and recorded), the headers, every read with its time, and how it ended.
 * Everything else (events, reply, assembled document) is derived from it by tri_record_replay().
 *
 * All times are microseconds since the request was begun, on the monotonic clock; −1 means "did not happen".
 */

#include "echo.h"
#include "mask.h"
#include "reader.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *value;
} TriHeader;

/* After this read the body had `offset` bytes. */
typedef struct
{
  gsize offset;
  gint64 at_us;
} TriReadMark;

typedef struct
{
  gint64 connected_us;  /* TCP (and TLS) stood */
  gint64 sent_us;       /* the last byte of the request was handed over */
  gint64 first_byte_us; /* the status line had come */
  gint64 first_text_us; /* the first piece of text */
  gint64 ended_us;      /* the answer was whole, or the attempt ended otherwise */
} TriTimes;

typedef struct _TriRecord TriRecord;

struct _TriRecord
{
  gatomicrefcount ref_count;

  const TriFormat *format;
  char *server_name;
  char *model; /* as asked */
  TriPrompt *prompt;
  TriSettings *settings;

  char *method; /* "POST" */
  char *url;
  GPtrArray *request_headers; /* TriHeader; Authorization masked */
  GBytes *request_body;
  GArray *request_masked; /* TriMaskSpan of the request body */

  guint status; /* 0: no response came */
  char *reason;
  char *http_version; /* "HTTP/1.1" */
  GPtrArray *response_headers;
  GBytes *response_body; /* empty, never NULL */
  GArray *marks;         /* TriReadMark, in order */
  GArray *masked;        /* TriMaskSpan of the response body */

  gboolean raw_body;      /* the request body was the person's own, not composed */
  gboolean shares_server; /* other requests ran on the same server at the same time: the times are not its own */
  char *started_utc;      /* ISO 8601, UTC, with milliseconds */
  TriTimes times;
  TriEnding ending;
  gboolean clean; /* the connection ended in order, or after the answer was whole */
  char *message;  /* what failed, where, and what can be done; NULL if nothing did */
  char *program;  /* what made the attempt: "Triptych 0.1.0"; NULL if that is not known */

  /* Of records that were kept in a file (comparison-archive.h); elsewhere nothing. */
  gboolean altered;         /* a body is not the one that was saved */
  gboolean without_content; /* the strings of people and models were taken out (content.h) */
  TriJsonValue *rest;       /* members that are not known here, and such of its objects by their names; or NULL */
};

TriRecord *tri_record_new (void);
TriRecord *tri_record_ref (TriRecord *record);
void tri_record_unref (TriRecord *record);
TriRecord *tri_record_copy (const TriRecord *record); /* one that may be changed still (transfer full) */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriRecord, tri_record_unref)

void tri_header_free (TriHeader *header);
void tri_headers_add (GPtrArray *headers, const char *name, const char *value);
const char *tri_headers_get (GPtrArray *headers, const char *name); /* first of that name, any case; NULL if absent */

/* In what the request differed from what was asked; nothing where the body was the person's own. Element type TriGap.
 * (transfer full) */
GPtrArray *tri_record_list_gaps (const TriRecord *record);

/* Reads the record again as far as it was known `until_us` (G_MAXINT64: all). No sockets. (transfer full) */
TriReader *tri_record_replay (const TriRecord *record, gint64 until_us);

/* Where the answer is not what was asked for (echo.h), once it was answered; `reader` has read it. Empty also where the
 * answer is so large that looking would take long. Element type TriEcho. (transfer full) */
GPtrArray *tri_record_list_echoes (const TriRecord *record, const TriReader *reader);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A comparison that was saved: what was asked, whom, and every attempt with its bytes, so that it opens again as it was
 * and can be asked again. It is the value that all exports are made of, too.
 *
 * A saved comparison is one ".triptych" file, a ZIP, or a folder with the same files in it:
 *
 *   manifest.json                               what belongs to what; described below
 *   column-1-chat/attempt-1/request.json        bodies, one file each, byte for byte
 *   column-1-chat/attempt-1/response.sse        .json, .sse or .txt, by what the server called it
 *
 * The manifest is one JSON object. Its members:
 *
 *   triptych   the version of this layout, 1. A program reads its own and all before it.
 *   program    what wrote it; saved: when, in UTC (ISO 8601)
 *   draft      what would be asked now, and of whom: a draft (draft.h) with prompt, settings and columns; never a key
 *   baseline   the position of the column that the others are compared with, from 0; not there if there is none
 *   asked      prompts and settings that attempts were made with, each once, in the shape that they have in a draft
 *   columns    an object for each column of the draft, with attempts, an array, oldest first
 *
 * An attempt:
 *
 *     asked            position in `asked`
 *     format           "completions", "chat", "responses"
 *     server, model    the names, as they were then
 *     raw_body         true: the request body was the person's own
 *     shares_server    true: other requests ran there at the same time
 *     program          what made the attempt
 *     started          in UTC, with milliseconds
 *     method, url, request_headers         headers are arrays of [name, value]
 *     status, reason, http_version, response_headers        status 0: no response came
 *     request_ids      headers of the response that name the request for the server's people: {"x-request-id": "…"}
 *     server_software  what the response says of its server: {"Server": "…", "openai-version": "…"}
 *     request, response  null if empty; else an object:
 *       file             its name in the container
 *       bytes, sha256    of the file
 *       exact            true: byte for byte as it went over the wire
 *       redacted         where it is not exact: [offset, length] of each run of '*' that stands for a secret; sha256 is
 *                        then that of the rest, with its '*'
 *     reads            when how much of the response was there: [bytes, microseconds, bytes, microseconds, …]
 *     times_us         connected, sent, first_byte, first_text, ended: microseconds since the request was begun; null
 *                      if it did not happen
 *     ending           how it ended (tri_ending_get_id()); clean: whether the connection ended in order
 *     message          what failed, in a sentence of the language of then; null
 *     altered          true: when this was opened before, a body was not the one that `sha256` told of
 *     without_content  true: the strings of people and models were taken out, so that the bodies are not exact
 *
 * Strings that are no UTF-8 (a header may be) are written as {"base64": "…"}. Members that are not known here are kept
 * and written again, whichever object they stand in, but for those two that only repeat headers. What an attempt means
 * is not part of it: that is read again from its bytes.
 *
 * Laws: reading what was written gives the same, but for what redact.h takes out; a folder and a ZIP read alike.
 *
 * Who wrote such a file chose its addresses and the names of variables that hold keys. Opening sends nothing; but
 * before something is sent again to a server that a file brought, the person must have seen where the key would go.
 *
 * A TriArchive is a plain value. It may be used in any thread, by one at a time.
 */

#include "column-draft.h"
#include "comparison.h"

G_BEGIN_DECLS

#define TRI_ARCHIVE_SUFFIX ".triptych"
#define TRI_ARCHIVE_MEDIA_TYPE "application/vnd.triptych.comparison+zip"

#define TRI_ARCHIVE_MANIFEST "manifest.json"
#define TRI_ARCHIVE_VERSION 1

#define TRI_ARCHIVE_MAX_MANIFEST (32u * 1024 * 1024)
#define TRI_ARCHIVE_MAX_COLUMNS 1000u
#define TRI_ARCHIVE_MAX_ATTEMPTS 20000u /* of all columns */

typedef struct
{
  GPtrArray *records; /* TriRecord, oldest first */
  TriJsonValue *rest; /* members that are not known here; NULL */
} TriArchiveColumn;

typedef struct
{
  TriDraft *draft;
  GPtrArray *columns;  /* TriArchiveColumn, as many as the draft has columns */
  int baseline;        /* −1: none */
  char *program;       /* what wrote it; NULL in a new one */
  char *saved_utc;     /* when; NULL in a new one */
  TriJsonValue *rest;  /* members that are not known here; NULL */
  GPtrArray *warnings; /* char *, translated: what is odd about what was read, or was left out */
} TriArchive;

/* What the comparison holds now: ended attempts only. `draft` is swallowed; it has what would be asked, and gets the
 * columns. All is redacted (redact.h), for which the keys of the columns' servers are looked up once more.
 * TRI_ERROR_UNAVAILABLE if that cannot be done. On the main thread. (transfer full) */
TriArchive *tri_archive_new (TriComparison *comparison, TriDraft *draft, GError **error);
void tri_archive_free (TriArchive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriArchive, tri_archive_free)

/* For those who build one from parts. (transfer full) and (transfer none) */
TriArchive *tri_archive_new_empty (TriDraft *draft);
TriArchiveColumn *tri_archive_add_column (TriArchive *archive);

/* Makes columns of it. A practice server, and a server whose address cannot be used, is `practice`; it may be NULL if
 * nothing will be sent. (transfer full) */
TriComparison *tri_archive_dup_comparison (const TriArchive *archive, TriServer *practice);

/* For those who make the columns themselves: gives `column` the attempts of column `position`. `readers`, if not NULL,
 * has what tri_archive_read_again() gave and loses what is taken. */
void tri_archive_fill_column (const TriArchive *archive, guint position, TriColumn *column, GPtrArray *readers);

/* And what is not known here to the comparison, so that it is saved again. */
void tri_archive_keep_rest (const TriArchive *archive, TriComparison *comparison);

/* Reads all attempts again, which may take a while and belongs into a worker: for each column an array of TriReader,
 * NULL where no response came. (transfer full) */
GPtrArray *tri_archive_read_again (const TriArchive *archive);

G_END_DECLS

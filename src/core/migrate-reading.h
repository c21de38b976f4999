/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How code that reads the answer changes with the format, for the answer to one very request: only what that request
 * asks for is told of (calls if it has tools, the events if it is streamed, several answers if it wants several).
 *
 * The code is for plain JSON, without a library. `answer` is the document that came; `events` are those of a stream,
 * one for each "data:" line but "[DONE]". Where a request becomes several, `answers` are theirs.
 *
 * Pure, and safe in any thread.
 */

#include "formats.h"
#include "json-index.h"
#include "reading-code.h"
#include "rosetta.h"

G_BEGIN_DECLS

const char *tri_reading_language_get_title (TriReadingLanguage language); /* a proper name: "Python" */

/* By its name in small letters; FALSE if there is none. */
gboolean tri_reading_language_find (const char *name, TriReadingLanguage *language);

typedef struct
{
  const char *topic;         /* stable: "calls", "stream-text" */
  const TriMeaning *meaning; /* of which the title and note can be shown */
  gboolean in_stream;        /* it is of the events of a stream */
  const char *before; /* code of one or more lines, without a newline at the end; NULL: there was nothing to read */
  const char *after;  /* NULL: there is nothing any more */
} TriReadingChange;

/* `root` is the token of the request in `index`. Element type TriReadingChange; empty from a format to itself.
 * (transfer full) */
GPtrArray *tri_migrate_list_reading (
    const TriFormat *from, const TriFormat *to, const TriJsonIndex *index, guint root, TriReadingLanguage language);

G_END_DECLS

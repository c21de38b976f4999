/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How reading the answer changes with the format, for the answer to one very request: only what that request asks for
 * is told of (calls if it has tools, events if it is streamed). What stands where is taken from the Rosetta table.
 */

#include "formats.h"
#include "json-index.h"
#include "rosetta.h"

G_BEGIN_DECLS

typedef struct
{
  const TriMeaning *meaning; /* of which the title and note can be shown */
  gboolean in_stream;        /* it is of the events of a stream */
  char *before;              /* code: "response.choices[0].finish_reason"; NULL: there was none */
  char *after;               /* NULL: there is none any more */
} TriReadingChange;

/* `root` is the token of the request in `index`. Element type TriReadingChange. (transfer full) */
GPtrArray *tri_migrate_list_reading (const TriFormat *from, const TriFormat *to, const TriJsonIndex *index, guint root);

G_END_DECLS

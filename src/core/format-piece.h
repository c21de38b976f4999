/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the formats need to read a piece of text straight from an event's index (TriFormat.read_piece).
 *
 * Everything here says "no" when in doubt: the event is then read the long way, to the same effect.
 */

#include "format.h"

G_BEGIN_DECLS

/* The name of key token `key`, in `name`; FALSE if it is long or not spelled plainly. */
#define TRI_PIECE_NAME 64
gboolean tri_piece_read_name (const TriJsonIndex *index, guint key, char name[TRI_PIECE_NAME]);

/* A whole number from 0 to 9999, written in digits alone. */
gboolean tri_piece_read_number (const TriJsonIndex *index, guint token, guint *number);

/* Whether token `token` is spelled as `text`, quotes and all. */
gboolean tri_piece_is (const TriJsonIndex *index, guint token, const char *text);

/* Whether the value of a member, merged by "the last one that is not null counts", would leave `have` as it is. */
gboolean tri_piece_is_said (const TriJsonValue *have, const TriJsonIndex *index, guint token);

/* Appends the text of string `token` to string `have` of the document and, unless it is NULL, to `part`. */
void tri_piece_add (const TriJsonIndex *index, guint token, TriJsonValue *have, TriPart *part);

G_END_DECLS

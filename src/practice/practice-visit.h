/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One request under way: what is known of it, and the pacing of its answer.
 *
 * A visit lives from the moment its headers came until its message is finished or its client is gone; either ends it
 * once, and nothing of it is touched afterwards. It lives in the server's thread only.
 *
 * Pacing: at most one event waits to be written. The next is made when the one before it has left and its time has
 * come, always from the main loop, so that a long answer neither piles up before a slow client nor holds up the others.
 */

#include <libsoup/soup.h>

#include "practice-server.h"
#include "practice-wire.h"

G_BEGIN_DECLS

typedef struct _TriPracticeVisit TriPracticeVisit;

/* Begins a visit and puts it into `visits`, a set that it leaves by itself. (transfer none) */
TriPracticeVisit *
tri_practice_visit_begin (SoupServerMessage *message, const TriPracticeOptions *options, GHashTable *visits);

/* The visit of a message, or NULL. */
TriPracticeVisit *tri_practice_visit_get (SoupServerMessage *message);

/* The key that came with a request, in one of the usual headers; NULL if none did. */
const char *tri_practice_visit_find_key (SoupMessageHeaders *headers);

/* Ends it and frees it, whatever its state. */
void tri_practice_visit_end (TriPracticeVisit *visit);

/* Answers at once. A refusal also stops the body from being kept; what still comes of it is read and dropped, because a
 * client that is cut off while it sends would see a reset instead of the refusal. */
void tri_practice_visit_reply (TriPracticeVisit *visit, guint status, GBytes *json);
void tri_practice_visit_refuse (TriPracticeVisit *visit, const TriPracticeRefusal *refusal);

/* Answers with `wire` as a stream or as one document, in its own time. `wire` is swallowed. */
void tri_practice_visit_answer (TriPracticeVisit *visit, TriPracticeWire *wire);

G_END_DECLS

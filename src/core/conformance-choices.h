/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The rules of the streams of Completions and Chat Completions that no schema can say: what must stay the same from
 * chunk to chunk, what comes first and last, and that every choice ends once.
 */

#include "conformance-schema.h"

G_BEGIN_DECLS

typedef struct _TriChoicesCheck TriChoicesCheck;

/* Whether the request asked for usage, as far as it is known. */
typedef enum
{
  TRI_ASKED_UNKNOWN,
  TRI_ASKED_NO,
  TRI_ASKED_YES
} TriAsked;

TriChoicesCheck *tri_choices_check_new (TriConformance *conformance, TriAsked usage_asked);
void tri_choices_check_free (TriChoicesCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriChoicesCheck, tri_choices_check_free)

void tri_choices_check_event (TriChoicesCheck *self, const TriSpot *spot);

/* The stream is over; `spot` is where. */
void tri_choices_check_end (TriChoicesCheck *self, const TriSpot *spot);

/* Whether the stream said that it failed: it owes nothing more then. */
gboolean tri_choices_check_has_failed (const TriChoicesCheck *self);

/* Checks the `error` that an event or a body has, in whatever shape; FALSE if it has none. */
gboolean tri_conformance_check_error (TriConformance *conformance, const TriSpot *spot);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The rules of the stream of Responses that no schema can say: names and numbers of the events, the envelope from
 * response.created to exactly one terminal event, and that no event of an item stands outside the item's own frame.
 *
 * What the texts amount to is conformance-items.h.
 */

#include "conformance-items.h"

G_BEGIN_DECLS

typedef struct _TriResponsesCheck TriResponsesCheck;

TriResponsesCheck *tri_responses_check_new (TriConformance *conformance);
void tri_responses_check_free (TriResponsesCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriResponsesCheck, tri_responses_check_free)

/* `name` is the event field, NULL if the event had none. */
void tri_responses_check_event (TriResponsesCheck *self, const TriSpot *spot, const char *name);

void tri_responses_check_end (TriResponsesCheck *self, const TriSpot *spot);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The items of a Responses stream: each begins and ends once, all of its events stand between, the pieces of a text
 * amount to the text that is told at its end, and that text is the one in the item, and the item the one in the
 * response.
 */

#include "conformance-schema.h"

G_BEGIN_DECLS

typedef struct _TriItemsCheck TriItemsCheck;

TriItemsCheck *tri_items_check_new (TriConformance *conformance);
void tri_items_check_free (TriItemsCheck *self);

/* An event of any type; those that are of no item are let pass. */
void tri_items_check_event (TriItemsCheck *self, const TriSpot *spot, const char *type);

/* The terminal event came, with `response` as its token. `completed`: nothing may be left unfinished. */
void tri_items_check_terminal (TriItemsCheck *self, const TriSpot *spot, guint response, gboolean completed);

/* The same value, however it is spelt and in whatever order its members stand. */
gboolean tri_json_same_value (const TriJsonIndex *a, guint token_a, const TriJsonIndex *b, guint token_b);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The refusal of a request, explained on the page that converts. It is there once an error was pasted, and goes when it
 * is closed, or when its fix was applied.
 *
 * Signal "apply": the fix is wanted (tri_refusal_card_mend()).
 */

#include <adwaita.h>

#include "core/explain-text.h"

G_BEGIN_DECLS

#define TRI_TYPE_REFUSAL_CARD (tri_refusal_card_get_type ())
G_DECLARE_FINAL_TYPE (TriRefusalCard, tri_refusal_card, TRI, REFUSAL_CARD, AdwBin)

/* Explains the error that was found in a text. */
void tri_refusal_card_show (TriRefusalCard *card, const TriExplainText *found);

void tri_refusal_card_close (TriRefusalCard *card);

/* The request beside it, which a fix would mend; NULL: there is none, or it is no single JSON object. */
void tri_refusal_card_set_request (TriRefusalCard *card, GBytes *request);

/* The mended request, and the card goes; NULL, and it says why, if that must be done by hand. (transfer full) */
GBytes *tri_refusal_card_mend (TriRefusalCard *card);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meaning.h"

#include <glib/gi18n-lib.h>

static const TriMeaning meanings[] = {
  { .id = "instructions",
    .group = "ask",
    .title = N_ ("Instructions"),
    .note = N_ ("In Responses they stand beside the input and are not carried over by previous_response_id: send "
                "them again each turn."),
    .source = "guide" },
  { .id = "user-text",
    .group = "messages",
    .title = N_ ("User’s text"),
    .note = N_ ("Completions goes on with a text, the others answer a message."),
    .source = "guide" },
};

const TriMeaningTable tri_meanings_of_messages = { meanings, G_N_ELEMENTS (meanings) };

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meaning.h"

#include <glib/gi18n-lib.h>

static const TriMeaning meanings[] = {
  { .id = "id",
    .group = "envelope",
    .title = N_ ("Id of the answer"),
    .note = N_ ("It names the answer in logs and, for Responses, in later requests."),
    .source = "API" },
  { .id = "text",
    .group = "answer",
    .title = N_ ("Text"),
    .note = N_ ("In Responses the text is spread over items and parts; output_text at the top level exists in the "
                "libraries only, never on the wire."),
    .source = "guide" },
  { .id = "end",
    .group = "end",
    .title = N_ ("How it ended"),
    .note = N_ ("stop and completed mean the same; length is incomplete with the reason max_output_tokens; there "
                "is no status for calls of tools."),
    .source = "guide" },
  { .id = "input-tokens",
    .group = "usage",
    .title = N_ ("Input tokens"),
    .note = N_ ("The same count under another name."),
    .source = "API" },
};

const TriMeaningTable tri_meanings_of_responses = { meanings, G_N_ELEMENTS (meanings) };

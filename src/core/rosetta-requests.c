/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meaning.h"

#include <glib/gi18n-lib.h>

static const TriMeaning meanings[] = {
  { .id = "model",
    .group = "ask",
    .title = N_ ("Model"),
    .note = N_ ("The same name means different weights on different servers, and historic names answer on none "
                "but the practice server."),
    .source = "API" },
  { .id = "output-limit",
    .group = "output",
    .title = N_ ("Output limit"),
    .note = N_ ("Completions stops after 16 tokens when nothing is said. On reasoning models the limit counts the "
                "hidden reasoning too, so that a small one leaves no visible text."),
    .source = "API" },
  { .id = "temperature",
    .group = "sampling",
    .title = N_ ("Temperature"),
    .note = N_ ("How freely the next token is drawn. Whether a reasoning model takes it depends on the model and "
                "on the effort."),
    .source = "API" },
  { .id = "top-p",
    .group = "sampling",
    .title = N_ ("Top p"),
    .note = N_ ("Only the most likely tokens that make up this share are drawn from. Change it or the "
                "temperature, not both."),
    .source = "API" },
  { .id = "stop",
    .group = "output",
    .title = N_ ("Stop sequences"),
    .note = N_ ("Responses has none: cut the text yourself. The refusal's hint “Did you mean 'store'?” leads "
                "astray."),
    .source = "live" },
  { .id = "seed",
    .group = "sampling",
    .title = N_ ("Seed"),
    .note = N_ ("Makes repeats likely to be the same, never certain. Responses has none."),
    .source = "API" },
  { .id = "presence-penalty",
    .group = "sampling",
    .title = N_ ("Presence penalty"),
    .note = N_ ("Not part of the documented Responses API, though some servers take it there."),
    .source = "live" },
  { .id = "frequency-penalty",
    .group = "sampling",
    .title = N_ ("Frequency penalty"),
    .note = N_ ("Not part of the documented Responses API, though some servers take it there."),
    .source = "live" },
  { .id = "stream",
    .group = "streaming",
    .title = N_ ("Stream"),
    .note = N_ ("The same key, but wholly other events."),
    .source = "API" },
  { .id = "stream-usage",
    .group = "streaming",
    .title = N_ ("Usage in streams"),
    .note = N_ ("Without it a stream of Completions or Chat Completions ends without usage. Responses always "
                "tells it in the last event."),
    .source = "API" },
};

const TriMeaningTable tri_meanings_of_requests = { meanings, G_N_ELEMENTS (meanings) };

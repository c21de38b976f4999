/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells-common.h"
#include "format-completions.h"

/* Where this format keeps what the Rosetta table knows. Of several cells of one meaning the first is the one that is
 * written; the others are read. */

#define ASKED TRI_PLACE_REQUEST
#define SAID TRI_PLACE_RESPONSE
#define EVENT TRI_PLACE_EVENT

/* An event of a stream is written like a whole response. */
/* clang-format off */
#define BODY_CELLS(PLACE)                                                                                      \
  TRI_CHOICES_BODY_CELLS (PLACE, "\"text_completion\""),                                                       \
  { PLACE, "system-fingerprint", "system_fingerprint" },                                                       \
  { PLACE, "text", "choices[].text" },                                                                         \
  { PLACE, "logprobs", "choices[].logprobs", "{tokens, token_logprobs, …}" },                                  \
  { PLACE, "logprob-token", "choices[].logprobs.tokens[]", "[token]" },                                        \
  { PLACE, "logprobs", "choices[].logprobs.tokens" },                                                          \
  { PLACE, "logprob-value", "choices[].logprobs.token_logprobs[]", "[number]" },                               \
  { PLACE, "logprobs", "choices[].logprobs.token_logprobs" },                                                  \
  { PLACE, "top-logprob-value", "choices[].logprobs.top_logprobs[]", "{token: number}", NULL, TRI_CELL_OPEN }, \
  { PLACE, "top-logprobs-said", "choices[].logprobs.top_logprobs" },                                           \
  { PLACE, "text-offset", "choices[].logprobs.text_offset[]" },                                                \
  { PLACE, "text-offset", "choices[].logprobs.text_offset" }
/* clang-format on */

static const TriCell cells[] = {
  { ASKED, "model", "model" },
  { ASKED, "user-text", "prompt", "\"…\"", "\"<|endoftext|>\"" },
  { ASKED, "prompt-list", "prompt[]" },
  { ASKED, "prompt-list", "prompt[][]" },
  { ASKED, "suffix", "suffix", NULL, "null" },
  { ASKED, "echo", "echo", NULL, "false" },
  { ASKED, "best-of", "best_of", NULL, "1" },
  TRI_CHOICES_ASKED_CELLS (ASKED),
  { ASKED, "output-limit", "max_tokens", NULL, "16" },
  { ASKED, "seed", "seed" },
  { ASKED, "logprobs-asked", "logprobs", "0 … 5" },
  { ASKED, "user", "user" },

  BODY_CELLS (SAID),
  BODY_CELLS (EVENT),
};

const TriCellTable tri_completions_cells = { cells, G_N_ELEMENTS (cells) };

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "format-completions.h"

/* Where this format keeps what the Rosetta table knows. Of several cells of one meaning the first is the one that is
 * written; the others are read. */

#define ASKED TRI_PLACE_REQUEST
#define SAID TRI_PLACE_RESPONSE
#define EVENT TRI_PLACE_EVENT

/* An event of a stream is written like a whole response. */
/* clang-format off */
#define BODY_CELLS(PLACE)                                                                                      \
  { PLACE, "id", "id" },                                                                                       \
  { PLACE, "object", "object", "\"text_completion\"" },                                                        \
  { PLACE, "created", "created" },                                                                             \
  { PLACE, "model", "model" },                                                                                 \
  { PLACE, "system-fingerprint", "system_fingerprint" },                                                       \
  { PLACE, "choices", "choices" },                                                                             \
  { PLACE, "choice-index", "choices[].index" },                                                                \
  { PLACE, "text", "choices[].text" },                                                                         \
  { PLACE, "end", "choices[].finish_reason", "\"stop\", \"length\", …" },                                      \
  { PLACE, "logprobs", "choices[].logprobs", "{tokens, token_logprobs, …}" },                                  \
  { PLACE, "logprob-token", "choices[].logprobs.tokens[]", "[token]" },                                        \
  { PLACE, "logprobs", "choices[].logprobs.tokens" },                                                          \
  { PLACE, "logprob-value", "choices[].logprobs.token_logprobs[]", "[number]" },                               \
  { PLACE, "logprobs", "choices[].logprobs.token_logprobs" },                                                  \
  { PLACE, "top-logprob-value", "choices[].logprobs.top_logprobs[]", "{token: number}", NULL, TRI_CELL_OPEN }, \
  { PLACE, "top-logprobs-said", "choices[].logprobs.top_logprobs" },                                           \
  { PLACE, "text-offset", "choices[].logprobs.text_offset[]" },                                                \
  { PLACE, "text-offset", "choices[].logprobs.text_offset" },                                                  \
  { PLACE, "usage", "usage" },                                                                                 \
  { PLACE, "input-tokens", "usage.prompt_tokens" },                                                            \
  { PLACE, "output-tokens", "usage.completion_tokens" },                                                       \
  { PLACE, "total-tokens", "usage.total_tokens" },                                                             \
  { PLACE, "input-token-details", "usage.prompt_tokens_details" },                                             \
  { PLACE, "cached-tokens", "usage.prompt_tokens_details.cached_tokens" },                                     \
  { PLACE, "cache-write-tokens", "usage.prompt_tokens_details.cache_write_tokens" },                           \
  { PLACE, "input-audio-tokens", "usage.prompt_tokens_details.audio_tokens" },                                 \
  { PLACE, "input-text-tokens", "usage.prompt_tokens_details.text_tokens" },                                   \
  { PLACE, "input-image-tokens", "usage.prompt_tokens_details.image_tokens" },                                 \
  { PLACE, "output-token-details", "usage.completion_tokens_details" },                                        \
  { PLACE, "reasoning-tokens", "usage.completion_tokens_details.reasoning_tokens" },                           \
  { PLACE, "output-audio-tokens", "usage.completion_tokens_details.audio_tokens" },                            \
  { PLACE, "output-text-tokens", "usage.completion_tokens_details.text_tokens" },                              \
  { PLACE, "accepted-prediction-tokens", "usage.completion_tokens_details.accepted_prediction_tokens" },       \
  { PLACE, "rejected-prediction-tokens", "usage.completion_tokens_details.rejected_prediction_tokens" },       \
  { PLACE, "error", "error" },                                                                                 \
  { PLACE, "error-message", "error.message" },                                                                 \
  { PLACE, "error-kind", "error.type" },                                                                       \
  { PLACE, "error-param", "error.param" },                                                                     \
  { PLACE, "error-code", "error.code" }
/* clang-format on */

static const TriCell cells[] = {
  { ASKED, "model", "model" },
  { ASKED, "user-text", "prompt", "\"…\"", "\"<|endoftext|>\"" },
  { ASKED, "prompt-list", "prompt[]" },
  { ASKED, "prompt-list", "prompt[][]" },
  { ASKED, "suffix", "suffix", NULL, "null" },
  { ASKED, "echo", "echo", NULL, "false" },
  { ASKED, "best-of", "best_of", NULL, "1" },
  { ASKED, "answers-asked", "n", NULL, "1" },
  { ASKED, "output-limit", "max_tokens", NULL, "16" },
  { ASKED, "temperature", "temperature", NULL, "1" },
  { ASKED, "top-p", "top_p", NULL, "1" },
  { ASKED, "stop", "stop", NULL, "null" },
  { ASKED, "stop", "stop[]" },
  { ASKED, "seed", "seed" },
  { ASKED, "presence-penalty", "presence_penalty", NULL, "0" },
  { ASKED, "frequency-penalty", "frequency_penalty", NULL, "0" },
  { ASKED, "logit-bias", "logit_bias", NULL, "null", TRI_CELL_OPEN },
  { ASKED, "logprobs-asked", "logprobs", "0 … 5" },
  { ASKED, "stream", "stream", NULL, "false" },
  { ASKED, "stream-options", "stream_options", NULL, "null" },
  { ASKED, "stream-usage", "stream_options.include_usage", NULL, "false" },
  { ASKED, "stream-obfuscation", "stream_options.include_obfuscation", NULL, "true" },
  { ASKED, "user", "user" },

  BODY_CELLS (SAID),
  BODY_CELLS (EVENT),
};

const TriCellTable tri_completions_cells = { cells, G_N_ELEMENTS (cells) };

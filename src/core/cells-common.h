/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What several formats keep in the same way, as cells, so that each fact stands once. AT is what stands before, with
 * its dot; "" at the top level.
 */

#include "cell.h"

/* clang-format off */

/* Of a request, in all formats */
#define TRI_SAMPLING_CELLS(PLACE, AT)                    \
  { PLACE, "temperature", AT "temperature", NULL, "1" }, \
  { PLACE, "top-p", AT "top_p", NULL, "1" }

#define TRI_STREAM_CELLS(PLACE)                                \
  { PLACE, "stream", "stream", NULL, "false" },                \
  { PLACE, "stream-options", "stream_options", NULL, "null" }, \
  { PLACE, "stream-obfuscation", "stream_options.include_obfuscation", NULL, "true" }

/* Of a request, in Completions and Chat Completions */
#define TRI_CHOICES_ASKED_CELLS(PLACE)                                      \
  TRI_SAMPLING_CELLS (PLACE, ""),                                           \
  TRI_STREAM_CELLS (PLACE),                                                 \
  { PLACE, "stream-usage", "stream_options.include_usage", NULL, "false" }, \
  { PLACE, "answers-asked", "n", NULL, "1" },                               \
  { PLACE, "stop", "stop", NULL, "null" },                                  \
  { PLACE, "stop", "stop[]" },                                              \
  { PLACE, "presence-penalty", "presence_penalty", NULL, "0" },             \
  { PLACE, "frequency-penalty", "frequency_penalty", NULL, "0" },           \
  { PLACE, "logit-bias", "logit_bias", NULL, "null", TRI_CELL_OPEN }

/* Of a request, and of its echo, in Chat Completions and Responses */
#define TRI_SERVICE_CELLS(PLACE, AT)                                                                 \
  { PLACE, "parallel-tool-calls", AT "parallel_tool_calls", NULL, "true" },                          \
  { PLACE, "metadata", AT "metadata", NULL, NULL, TRI_CELL_OPEN },                                   \
  { PLACE, "service-tier", AT "service_tier", NULL, "\"auto\"" },                                    \
  { PLACE, "user", AT "user", NULL, NULL, TRI_CELL_DEPRECATED },                                     \
  { PLACE, "safety-identifier", AT "safety_identifier" },                                            \
  { PLACE, "prompt-cache-key", AT "prompt_cache_key" },                                              \
  { PLACE, "prompt-cache-retention", AT "prompt_cache_retention", NULL, NULL, TRI_CELL_DEPRECATED }, \
  { PLACE, "prompt-cache-mode", AT "prompt_cache_options.mode" },                                    \
  { PLACE, "prompt-cache-mode", AT "prompt_cache_options" },                                         \
  { PLACE, "prompt-cache-ttl", AT "prompt_cache_options.ttl" }

#define TRI_MODERATION_ASKED_CELLS(PLACE)                                 \
  { PLACE, "moderation-asked", "moderation" },                            \
  { PLACE, "moderation-asked", "moderation.model" },                      \
  { PLACE, "moderation-asked", "moderation.policy" },                     \
  { PLACE, "moderation-policy-input", "moderation.policy.input.mode" },   \
  { PLACE, "moderation-policy-input", "moderation.policy.input" },        \
  { PLACE, "moderation-policy-output", "moderation.policy.output.mode" }, \
  { PLACE, "moderation-policy-output", "moderation.policy.output" }

#define TRI_CACHE_BREAKPOINT_CELLS(PLACE, MEANING, AT)                         \
  { PLACE, MEANING, AT "prompt_cache_breakpoint.mode", NULL, "\"explicit\"" }, \
  { PLACE, MEANING, AT "prompt_cache_breakpoint" }

/* Of a response and of events, in Completions and Chat Completions, whose events are written like responses */
#define TRI_CHOICES_BODY_CELLS(PLACE, OBJECT)                                                            \
  { PLACE, "id", "id" },                                                                                 \
  { PLACE, "object", "object", OBJECT },                                                                 \
  { PLACE, "created", "created" },                                                                       \
  { PLACE, "model", "model" },                                                                           \
  { PLACE, "choices", "choices" },                                                                       \
  { PLACE, "choice-index", "choices[].index" },                                                          \
  { PLACE, "end", "choices[].finish_reason", "\"stop\", \"length\", …" },                                \
  { PLACE, "usage", "usage" },                                                                           \
  { PLACE, "input-tokens", "usage.prompt_tokens" },                                                      \
  { PLACE, "output-tokens", "usage.completion_tokens" },                                                 \
  { PLACE, "total-tokens", "usage.total_tokens" },                                                       \
  { PLACE, "input-token-details", "usage.prompt_tokens_details" },                                       \
  { PLACE, "cached-tokens", "usage.prompt_tokens_details.cached_tokens" },                               \
  { PLACE, "cache-write-tokens", "usage.prompt_tokens_details.cache_write_tokens" },                     \
  { PLACE, "input-audio-tokens", "usage.prompt_tokens_details.audio_tokens" },                           \
  { PLACE, "input-text-tokens", "usage.prompt_tokens_details.text_tokens" },                             \
  { PLACE, "input-image-tokens", "usage.prompt_tokens_details.image_tokens" },                           \
  { PLACE, "output-token-details", "usage.completion_tokens_details" },                                  \
  { PLACE, "reasoning-tokens", "usage.completion_tokens_details.reasoning_tokens" },                     \
  { PLACE, "output-audio-tokens", "usage.completion_tokens_details.audio_tokens" },                      \
  { PLACE, "output-text-tokens", "usage.completion_tokens_details.text_tokens" },                        \
  { PLACE, "accepted-prediction-tokens", "usage.completion_tokens_details.accepted_prediction_tokens" }, \
  { PLACE, "rejected-prediction-tokens", "usage.completion_tokens_details.rejected_prediction_tokens" }, \
  TRI_ERROR_CELLS (PLACE, "")

/* Of a response and of events, in all formats */
#define TRI_ERROR_CELLS(PLACE, AT)                \
  { PLACE, "error", AT "error" },                 \
  { PLACE, "error-message", AT "error.message" }, \
  { PLACE, "error-kind", AT "error.type" },       \
  { PLACE, "error-param", AT "error.param" },     \
  { PLACE, "error-code", AT "error.code" }

/* Of a response and of events, in Chat Completions and Responses; AT is one token, without a dot */
#define TRI_LOGPROB_CELLS(PLACE, AT)                                                     \
  { PLACE, "logprob-token", AT ".token", "[{token, logprob, …}]" },                      \
  { PLACE, "logprob-value", AT ".logprob", "[{token, logprob, …}]" },                    \
  { PLACE, "logprob-bytes", AT ".bytes[]" },                                             \
  { PLACE, "logprob-bytes", AT ".bytes" },                                               \
  { PLACE, "top-logprobs-said", AT ".top_logprobs" },                                    \
  { PLACE, "top-logprob-token", AT ".top_logprobs[].token" },                            \
  { PLACE, "top-logprob-value", AT ".top_logprobs[].logprob", "[{token, logprob, …}]" }, \
  { PLACE, "top-logprob-bytes", AT ".top_logprobs[].bytes[]" },                          \
  { PLACE, "top-logprob-bytes", AT ".top_logprobs[].bytes" }

/* AT is the verdict on the input or the output, and RESULT where it says of what it finds it guilty. */
#define TRI_MODERATION_CELLS(PLACE, AT, RESULT)                                                           \
  { PLACE, "moderation", AT },                                                                            \
  { PLACE, "moderation-kind", AT ".type" },                                                               \
  { PLACE, "moderation-model", AT ".model" },                                                             \
  { PLACE, "moderation-flagged", RESULT ".flagged" },                                                     \
  { PLACE, "moderation-categories", RESULT ".categories", NULL, NULL, TRI_CELL_OPEN },                    \
  { PLACE, "moderation-scores", RESULT ".category_scores", NULL, NULL, TRI_CELL_OPEN },                   \
  { PLACE, "moderation-input-kinds", RESULT ".category_applied_input_types", NULL, NULL, TRI_CELL_OPEN }, \
  { PLACE, "moderation-error-code", AT ".code" },                                                         \
  { PLACE, "moderation-error-message", AT ".message" }
/* clang-format on */

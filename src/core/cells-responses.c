/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells-responses-events.h"
#include "format-responses.h"

/* Where this format keeps what the Rosetta table knows. Of several cells of one meaning the first is the one that is
 * written; the others are read. Its tools, items and events stand in files of their own. */

#define ASKED TRI_PLACE_REQUEST
#define SAID TRI_PLACE_RESPONSE
#define EVENT TRI_PLACE_EVENT

/* What is sent and echoed: the same meaning in both. */
/* clang-format off */
#define SHARED_CELLS(PLACE, AT)                                                                           \
  { PLACE, "model", AT "model" },                                                                         \
  { PLACE, "instructions", AT "instructions" },                                                           \
  { PLACE, "output-limit", AT "max_output_tokens", NULL, "none" },                                        \
  TRI_SAMPLING_CELLS (PLACE, AT),                                                                         \
  { PLACE, "top-logprobs-asked", AT "top_logprobs" },                                                     \
  { PLACE, "text-settings", AT "text" },                                                                  \
  { PLACE, "verbosity", AT "text.verbosity", NULL, "\"medium\"" },                                        \
  { PLACE, "answer-format", AT "text.format.type" },                                                      \
  { PLACE, "answer-format", AT "text.format" },                                                           \
  { PLACE, "schema-name", AT "text.format<type=json_schema>.name", "{name, …}" },                         \
  { PLACE, "schema-description", AT "text.format<type=json_schema>.description", "{name, …}" },           \
  { PLACE, "schema", AT "text.format<type=json_schema>.schema", "{name, …}", NULL, TRI_CELL_OPEN },       \
  { PLACE, "schema-strict", AT "text.format<type=json_schema>.strict", "{name, …}", "false" },            \
  { PLACE, "reasoning-settings", AT "reasoning" },                                                        \
  { PLACE, "reasoning-effort", AT "reasoning.effort", NULL, "\"medium\"" },                               \
  { PLACE, "reasoning-summary-asked", AT "reasoning.summary" },                                           \
  { PLACE, "reasoning-summary-asked", AT "reasoning.generate_summary", NULL, NULL, TRI_CELL_DEPRECATED }, \
  { PLACE, "reasoning-mode", AT "reasoning.mode" },                                                       \
  { PLACE, "reasoning-context", AT "reasoning.context" },                                                 \
  { PLACE, "tools", AT "tools", "[{type, name, …}]" },                                                    \
  TRI_TOOL_CELLS (PLACE, AT "tools[]"),                                                                   \
  { PLACE, "tool-choice", AT "tool_choice" },                                                             \
  { PLACE, "tool-choice-kind", AT "tool_choice.type" },                                                   \
  { PLACE, "tool-choice-name", AT "tool_choice<type=function|custom|mcp>.name", "{type, name}" },         \
  { PLACE, "tool-choice-server", AT "tool_choice.server_label" },                                         \
  { PLACE, "allowed-tools-mode", AT "tool_choice<type=allowed_tools>.mode" },                             \
  { PLACE, "allowed-tools", AT "tool_choice<type=allowed_tools>.tools", "[{type, name}]" },               \
  { PLACE, "allowed-tool-kind", AT "tool_choice<type=allowed_tools>.tools[].type" },                      \
  { PLACE, "allowed-tool-name", AT "tool_choice<type=allowed_tools>.tools[].name" },                      \
  { PLACE, "tool-choice-server", AT "tool_choice<type=allowed_tools>.tools[].server_label" },             \
  TRI_SERVICE_CELLS (PLACE, AT),                                                                          \
  { PLACE, "max-tool-calls", AT "max_tool_calls" },                                                       \
  { PLACE, "store", AT "store", NULL, "true" },                                                           \
  { PLACE, "previous-response", AT "previous_response_id" },                                              \
  { PLACE, "conversation", AT "conversation", NULL, "null" },                                             \
  { PLACE, "conversation", AT "conversation.id" },                                                        \
  { PLACE, "prompt-template", AT "prompt" },                                                              \
  { PLACE, "prompt-template", AT "prompt.id" },                                                           \
  { PLACE, "prompt-template", AT "prompt.version" },                                                      \
  { PLACE, "prompt-template", AT "prompt.variables", NULL, NULL, TRI_CELL_OPEN },                         \
  { PLACE, "background", AT "background", NULL, "false" },                                                \
  { PLACE, "truncation", AT "truncation", NULL, "\"disabled\"", TRI_CELL_DEPRECATED },                    \
  { PLACE, "access-programs", AT "access_programs", NULL, NULL, TRI_CELL_OPEN },                          \
  { PLACE, "image-options", AT "image", NULL, NULL, TRI_CELL_OPEN }

/* Instructions are echoed as they were sent, a text, or as a list of the items that they became: then all that stands
 * in it is of the instructions, of whatever kind the items are. */
#define ECHOED_INSTRUCTIONS_CELLS(PLACE, AT)                \
  { PLACE, "instructions", AT, NULL, NULL, TRI_CELL_OPEN }, \
  { PLACE, "item-kind", AT ".type" },                       \
  { PLACE, "instructions-role", AT ".role" },               \
  { PLACE, "instructions", AT ".content" },                 \
  TRI_INPUT_PART_CELLS (PLACE, AT ".content[]", "instructions", "instructions-part")

#define RESPONSE_CELLS(PLACE, AT)                                                                  \
  SHARED_CELLS (PLACE, AT),                                                                        \
  ECHOED_INSTRUCTIONS_CELLS (PLACE, AT "instructions[]"),                                          \
  { PLACE, "input-transformations", AT "input_transformations", NULL, NULL, TRI_CELL_OPEN },       \
  { PLACE, "prompt-cache-diagnostics", AT "prompt_cache_diagnostics", NULL, NULL, TRI_CELL_OPEN }, \
  { PLACE, "presence-penalty", AT "presence_penalty" },                                            \
  { PLACE, "frequency-penalty", AT "frequency_penalty" },                                          \
  { PLACE, "id", AT "id" },                                                                        \
  { PLACE, "object", AT "object", "\"response\"" },                                                \
  { PLACE, "created", AT "created_at" },                                                           \
  { PLACE, "completed-at", AT "completed_at" },                                                    \
  { PLACE, "end", AT "status", "\"completed\", \"incomplete\", …" },                               \
  { PLACE, "end-reason", AT "incomplete_details.reason" },                                         \
  { PLACE, "end-reason", AT "incomplete_details" },                                                \
  TRI_ERROR_CELLS (PLACE, AT),                                                                     \
  { PLACE, "error-misalignment", AT "error.misalignment", NULL, NULL, TRI_CELL_OPEN },             \
  { PLACE, "output", AT "output" },                                                                \
  MESSAGE_CELLS (PLACE, AT "output[]<type=message>"),                                              \
  TRI_ITEM_CELLS (PLACE, AT "output[]"),                                                           \
  { PLACE, "output-text", AT "output_text" },                                                      \
  { PLACE, "usage", AT "usage" },                                                                  \
  { PLACE, "input-tokens", AT "usage.input_tokens" },                                              \
  { PLACE, "output-tokens", AT "usage.output_tokens" },                                            \
  { PLACE, "total-tokens", AT "usage.total_tokens" },                                              \
  { PLACE, "input-token-details", AT "usage.input_tokens_details" },                               \
  { PLACE, "cached-tokens", AT "usage.input_tokens_details.cached_tokens" },                       \
  { PLACE, "cache-write-tokens", AT "usage.input_tokens_details.cache_write_tokens" },             \
  { PLACE, "output-token-details", AT "usage.output_tokens_details" },                             \
  { PLACE, "reasoning-tokens", AT "usage.output_tokens_details.reasoning_tokens" },                \
  { PLACE, "tool-usage", AT "tool_usage", NULL, NULL, TRI_CELL_OPEN },                             \
  { PLACE, "moderation", AT "moderation" },                                                        \
  TRI_MODERATION_CELLS (PLACE, AT "moderation.input", AT "moderation.input"),                      \
  TRI_MODERATION_CELLS (PLACE, AT "moderation.output", AT "moderation.output")

#define MESSAGE_CELLS(PLACE, AT)               \
  { PLACE, "answer-role", AT ".role" },        \
  { PLACE, "phase", AT ".phase" },             \
  { PLACE, "message-content", AT ".content" }, \
  TRI_OUTPUT_PART_CELLS (PLACE, AT ".content[]", "text", "text-part")

/* clang-format on */

static const TriCell cells[] = {
  SHARED_CELLS (ASKED, ""),
  { ASKED, "user-text", "input", "\"…\" or [item]" },
  TRI_ITEM_CELLS (ASKED, "input[]"),
  { ASKED, "user-text", "input[]<role=user>.content" },
  { ASKED, "user-role", "input[]<role=user>.role" },
  TRI_INPUT_PART_CELLS (ASKED, "input[]<role=user>.content[]", "user-text", "text-part"),
  { ASKED, "instructions", "input[]<role=system|developer>.content" },
  { ASKED, "instructions-role", "input[]<role=system|developer>.role" },
  TRI_INPUT_PART_CELLS (ASKED, "input[]<role=system|developer>.content[]", "instructions", "instructions-part"),
  { ASKED, "assistant-text", "input[]<role=assistant>.content" },
  { ASKED, "assistant-role", "input[]<role=assistant>.role" },
  { ASKED, "phase", "input[]<role=assistant>.phase" },
  TRI_OUTPUT_PART_CELLS (ASKED, "input[]<role=assistant>.content[]", "assistant-text", "assistant-part"),
  { ASKED, "item-reference", "input[]<type=item_reference>.id" },
  { ASKED, "include", "include" },
  { ASKED, "include", "include[]" },
  { ASKED, "logprobs-asked", "include[]<=message.output_text.logprobs>", "an entry of a list" },
  TRI_STREAM_CELLS (ASKED),
  { ASKED, "context-management", "context_management" },
  { ASKED, "context-management", "context_management[].type" },
  { ASKED, "context-management", "context_management[].compact_threshold" },
  TRI_MODERATION_ASKED_CELLS (ASKED),

  RESPONSE_CELLS (SAID, ""),

  /* What comes first in a stream stands first: pieces, then items and parts, and the whole response last. */
  TRI_EVENT_CELLS (EVENT),
  MESSAGE_CELLS (EVENT, "item<type=message>"),
  TRI_ITEM_CELLS (EVENT, "item"),
  TRI_OUTPUT_PART_CELLS (EVENT, "part", "text", "text-part"),
  { EVENT, "tool-call-name", "<type=response.function_call_arguments.done>.name" },
  RESPONSE_CELLS (EVENT, "response."),
};

const TriCellTable tri_responses_cells = { cells, G_N_ELEMENTS (cells) };

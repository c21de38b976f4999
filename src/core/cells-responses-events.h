/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The events of a stream of Responses, as cells: all 58 kinds of the published API, and the one that only the official
 * libraries know. A cell on the root stands for the event as a whole; its members have the meaning that the value has
 * in the finished response, so that a piece of text leads to the text.
 */

#include "cells-responses-items.h"

/* clang-format off */
#define TRI_EVENT_CELLS(PLACE)                                \
  { PLACE, "event-kind", "type" },                            \
  { PLACE, "event-number", "sequence_number" },               \
  { PLACE, "event-item", "item_id" },                         \
  { PLACE, "event-item-position", "output_index" },           \
  { PLACE, "event-part-position", "content_index" },          \
  { PLACE, "event-summary-position", "summary_index" },       \
  { PLACE, "event-annotation-position", "annotation_index" }, \
  { PLACE, "event-command-position", "command_index" },       \
  { PLACE, "obfuscation", "obfuscation" },                    \
  TRI_ENVELOPE_EVENT_CELLS (PLACE),                           \
  TRI_TEXT_EVENT_CELLS (PLACE),                               \
  TRI_CALL_EVENT_CELLS (PLACE),                               \
  TRI_REASONING_EVENT_CELLS (PLACE),                          \
  TRI_HOSTED_EVENT_CELLS (PLACE),                             \
  TRI_SHELL_EVENT_CELLS (PLACE)

#define TRI_ENVELOPE_EVENT_CELLS(PLACE)                                   \
  { PLACE, "event-created", "<type=response.created>" },                  \
  { PLACE, "event-queued", "<type=response.queued>" },                    \
  { PLACE, "event-in-progress", "<type=response.in_progress>" },          \
  { PLACE, "event-completed", "<type=response.completed>" },              \
  { PLACE, "event-incomplete", "<type=response.incomplete>" },            \
  { PLACE, "event-failed", "<type=response.failed>" },                    \
  { PLACE, "event-item-added", "<type=response.output_item.added>" },     \
  { PLACE, "event-item-done", "<type=response.output_item.done>" },       \
  { PLACE, "event-compacting", "<type=response.compaction.compacting>" }, \
  { PLACE, "event-error", "<type=error>" },                               \
  { PLACE, "error-message", "<type=error>.message" },                     \
  { PLACE, "error-code", "<type=error>.code" },                           \
  { PLACE, "error-param", "<type=error>.param" },                         \
  { PLACE, "error-message", "<type=error>.error.message" },               \
  { PLACE, "error-kind", "<type=error>.error.type" },                     \
  { PLACE, "error-code", "<type=error>.error.code" },                     \
  { PLACE, "error-param", "<type=error>.error.param" }

#define TRI_TEXT_EVENT_CELLS(PLACE)                                              \
  { PLACE, "event-part-added", "<type=response.content_part.added>" },           \
  { PLACE, "event-part-done", "<type=response.content_part.done>" },             \
  { PLACE, "event-text-delta", "<type=response.output_text.delta>" },            \
  { PLACE, "text", "<type=response.output_text.delta>.delta" },                  \
  { PLACE, "event-text-done", "<type=response.output_text.done>" },              \
  { PLACE, "text", "<type=response.output_text.done>.text" },                    \
  { PLACE, "logprobs", "logprobs" },                                             \
  TRI_LOGPROB_CELLS (PLACE, "logprobs[]"),                                       \
  { PLACE, "event-annotation", "<type=response.output_text.annotation.added>" }, \
  TRI_CITATION_CELLS (PLACE, "annotation"),                                      \
  { PLACE, "event-refusal-delta", "<type=response.refusal.delta>" },             \
  { PLACE, "refusal", "<type=response.refusal.delta>.delta" },                   \
  { PLACE, "event-refusal-done", "<type=response.refusal.done>" },               \
  { PLACE, "refusal", "<type=response.refusal.done>.refusal" }

#define TRI_CALL_EVENT_CELLS(PLACE)                                                           \
  { PLACE, "event-arguments-delta", "<type=response.function_call_arguments.delta>" },        \
  { PLACE, "tool-call-arguments", "<type=response.function_call_arguments.delta>.delta" },    \
  { PLACE, "event-arguments-done", "<type=response.function_call_arguments.done>" },          \
  { PLACE, "tool-call-arguments", "<type=response.function_call_arguments.done>.arguments" }, \
  { PLACE, "event-tool-input-delta", "<type=response.custom_tool_call_input.delta>" },        \
  { PLACE, "tool-call-input", "<type=response.custom_tool_call_input.delta>.delta" },         \
  { PLACE, "event-tool-input-done", "<type=response.custom_tool_call_input.done>" },          \
  { PLACE, "tool-call-input", "<type=response.custom_tool_call_input.done>.input" }

#define TRI_REASONING_EVENT_CELLS(PLACE)                                                 \
  { PLACE, "event-summary-part-added", "<type=response.reasoning_summary_part.added>" }, \
  { PLACE, "event-summary-part-done", "<type=response.reasoning_summary_part.done>" },   \
  { PLACE, "item-status", "<type=response.reasoning_summary_part.done>.status" },        \
  { PLACE, "reasoning-summary", "part<type=summary_text>.text" },                        \
  { PLACE, "reasoning-part", "part<type=summary_text|reasoning_text>.type" },            \
  { PLACE, "event-summary-delta", "<type=response.reasoning_summary_text.delta>" },      \
  { PLACE, "reasoning-summary", "<type=response.reasoning_summary_text.delta>.delta" },  \
  { PLACE, "event-summary-done", "<type=response.reasoning_summary_text.done>" },        \
  { PLACE, "reasoning-summary", "<type=response.reasoning_summary_text.done>.text" },    \
  { PLACE, "reasoning-text", "part<type=reasoning_text>.text" },                         \
  { PLACE, "event-reasoning-delta", "<type=response.reasoning_text.delta>" },            \
  { PLACE, "reasoning-text", "<type=response.reasoning_text.delta>.delta" },             \
  { PLACE, "event-reasoning-done", "<type=response.reasoning_text.done>" },              \
  { PLACE, "reasoning-text", "<type=response.reasoning_text.done>.text" }

#define TRI_HOSTED_EVENT_CELLS(PLACE)                                                                            \
  { PLACE, "event-web-search", "<type=response.web_search_call.in_progress"                                      \
    "|response.web_search_call.searching|response.web_search_call.completed>" },                                 \
  { PLACE, "event-file-search", "<type=response.file_search_call.in_progress"                                    \
    "|response.file_search_call.searching|response.file_search_call.completed>" },                               \
  { PLACE, "event-code-interpreter", "<type=response.code_interpreter_call.in_progress"                          \
    "|response.code_interpreter_call.interpreting|response.code_interpreter_call.completed>" },                  \
  { PLACE, "event-code", "<type=response.code_interpreter_call_code.delta"                                       \
    "|response.code_interpreter_call_code.done>" },                                                              \
  { PLACE, "event-code", "<type=response.code_interpreter_call_code.delta"                                       \
    "|response.code_interpreter_call_code.done>.delta" },                                                        \
  { PLACE, "event-code", "<type=response.code_interpreter_call_code.delta"                                       \
    "|response.code_interpreter_call_code.done>.code" },                                                         \
  { PLACE, "event-image-generation", "<type=response.image_generation_call.in_progress"                          \
    "|response.image_generation_call.generating|response.image_generation_call.completed>" },                    \
  { PLACE, "event-partial-image", "<type=response.image_generation_call.partial_image>" },                       \
  { PLACE, "event-partial-image", "<type=response.image_generation_call.partial_image>.partial_image_index" },   \
  { PLACE, "event-partial-image", "<type=response.image_generation_call.partial_image>.partial_image_b64" },     \
  { PLACE, "event-partial-image", "<type=response.image_generation_call.partial_image>.size" },                  \
  { PLACE, "event-partial-image", "<type=response.image_generation_call.partial_image>.quality" },               \
  { PLACE, "event-partial-image", "<type=response.image_generation_call.partial_image>.background" },            \
  { PLACE, "event-partial-image", "<type=response.image_generation_call.partial_image>.output_format" },         \
  { PLACE, "event-mcp-call", "<type=response.mcp_call.in_progress|response.mcp_call.completed"                   \
    "|response.mcp_call.failed>" },                                                                              \
  { PLACE, "event-mcp-arguments", "<type=response.mcp_call_arguments.delta|response.mcp_call_arguments.done>" }, \
  { PLACE, "event-mcp-arguments", "<type=response.mcp_call_arguments.delta"                                      \
    "|response.mcp_call_arguments.done>.delta" },                                                                \
  { PLACE, "event-mcp-arguments", "<type=response.mcp_call_arguments.delta"                                      \
    "|response.mcp_call_arguments.done>.arguments" },                                                            \
  { PLACE, "event-mcp-tools", "<type=response.mcp_list_tools.in_progress"                                        \
    "|response.mcp_list_tools.completed|response.mcp_list_tools.failed>" },                                      \
  { PLACE, "event-audio", "<type=response.audio.delta|response.audio.done"                                       \
    "|response.audio.transcript.delta|response.audio.transcript.done>" },                                        \
  { PLACE, "event-audio", "<type=response.audio.delta|response.audio.done"                                       \
    "|response.audio.transcript.delta|response.audio.transcript.done>.delta" }

#define TRI_SHELL_EVENT_CELLS(PLACE)                                                                    \
  { PLACE, "event-shell-command", "<type=response.shell_call_command.added"                             \
    "|response.shell_call_command.delta|response.shell_call_command.done>" },                           \
  { PLACE, "event-shell-command", "<type=response.shell_call_command.added"                             \
    "|response.shell_call_command.delta|response.shell_call_command.done>.command" },                   \
  { PLACE, "event-shell-command", "<type=response.shell_call_command.added"                             \
    "|response.shell_call_command.delta|response.shell_call_command.done>.delta" },                     \
  { PLACE, "event-shell-output", "<type=response.shell_call_output_content.delta"                       \
    "|response.shell_call_output_content.done>" },                                                      \
  { PLACE, "event-shell-output", "<type=response.shell_call_output_content.delta"                       \
    "|response.shell_call_output_content.done>.delta.stdout" },                                         \
  { PLACE, "event-shell-output", "<type=response.shell_call_output_content.delta"                       \
    "|response.shell_call_output_content.done>.delta.stderr" },                                         \
  { PLACE, "event-shell-output", "<type=response.shell_call_output_content.delta"                       \
    "|response.shell_call_output_content.done>.output" },                                               \
  TRI_SHELL_OUTPUT_CELLS (PLACE, "event-shell-output", "<type=response.shell_call_output_content.delta" \
    "|response.shell_call_output_content.done>.output[]")
/* clang-format on */

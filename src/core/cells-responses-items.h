/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The items of Responses, as cells: they stand in the input, in the output and in events, so each kind is written once
 * and put wherever it stands.
 *
 * AT is the path of one element, "output[]". What all items have in common stands without a condition.
 */

#include "cells-responses-tools.h"

/* clang-format off */
#define TRI_ITEM_CELLS(PLACE, AT)                                                                   \
  { PLACE, "item-kind", AT ".type" },                                                               \
  { PLACE, "item-id", AT ".id" },                                                                   \
  { PLACE, "item-status", AT ".status" },                                                           \
  { PLACE, "item-creator", AT ".created_by" },                                                      \
  { PLACE, "hosted-call-id", AT ".call_id" },                                                       \
  { PLACE, "tool-call-caller", AT ".caller" },                                                      \
  { PLACE, "tool-call-caller", AT ".caller.type" },                                                 \
  { PLACE, "tool-call-caller", AT ".caller.caller_id" },                                            \
  TRI_CALL_CELLS (PLACE, AT "<type=function_call|custom_tool_call>"),                               \
  { PLACE, "tool-call-arguments", AT "<type=function_call>.arguments" },                            \
  { PLACE, "tool-call-input", AT "<type=custom_tool_call>.input" },                                 \
  TRI_RESULT_CELLS (PLACE, AT "<type=function_call_output|custom_tool_call_output>"),               \
  TRI_REASONING_CELLS (PLACE, AT "<type=reasoning>"),                                               \
  { PLACE, "compaction", AT "<type=compaction>.encrypted_content" },                                \
  TRI_HOSTED_CALL_CELLS (PLACE, AT),                                                                \
  TRI_COMPUTER_CALL_CELLS (PLACE, AT),                                                              \
  TRI_SHELL_CALL_CELLS (PLACE, AT),                                                                 \
  TRI_MCP_ITEM_CELLS (PLACE, AT),                                                                   \
  { PLACE, "call-tool-search", AT "<type=tool_search_call|tool_search_output>.execution" },         \
  { PLACE, "call-tool-search", AT "<type=tool_search_call>.arguments", NULL, NULL, TRI_CELL_OPEN }, \
  { PLACE, "call-tool-search", AT "<type=tool_search_output|additional_tools>.tools" },             \
  { PLACE, "call-tool-search", AT "<type=tool_search_output|additional_tools>.role" },              \
  TRI_TOOL_CELLS (PLACE, AT "<type=tool_search_output|additional_tools>.tools[]"),                  \
  { PLACE, "call-program", AT "<type=program>.code" },                                              \
  { PLACE, "call-program", AT "<type=program>.fingerprint" },                                       \
  { PLACE, "call-program", AT "<type=program_output>.result" }

#define TRI_CALL_CELLS(PLACE, AT)                               \
  { PLACE, "tool-call-kind", AT ".type", "\"function_call\"" }, \
  { PLACE, "tool-call-id", AT ".call_id" },                     \
  { PLACE, "tool-call-name", AT ".name" },                      \
  { PLACE, "tool-call-namespace", AT ".namespace" }

#define TRI_RESULT_CELLS(PLACE, AT)                                      \
  { PLACE, "tool-result-kind", AT ".type", "\"function_call_output\"" }, \
  { PLACE, "tool-result-id", AT ".call_id" },                            \
  { PLACE, "tool-result", AT ".output" },                                \
  { PLACE, "tool-result-name", AT ".name" },                             \
  { PLACE, "tool-call-namespace", AT ".namespace" },                     \
  TRI_INPUT_PART_CELLS (PLACE, AT ".output[]", "tool-result", "tool-result-part")

#define TRI_REASONING_CELLS(PLACE, AT)                  \
  { PLACE, "reasoning-summary", AT ".summary" },        \
  { PLACE, "reasoning-summary", AT ".summary[].text" }, \
  { PLACE, "reasoning-part", AT ".summary[].type" },    \
  { PLACE, "reasoning-text", AT ".content" },           \
  { PLACE, "reasoning-text", AT ".content[].text" },    \
  { PLACE, "reasoning-part", AT ".content[].type" },    \
  { PLACE, "reasoning-encrypted", AT ".encrypted_content" }

#define TRI_INPUT_PART_CELLS(PLACE, AT, TEXT, KIND)                         \
  { PLACE, TEXT, AT "<type=input_text>.text" },                             \
  { PLACE, KIND, AT "<type=input_text>.type", "\"input_text\"" },           \
  { PLACE, "image-part", AT "<type=input_image>.type", "\"input_image\"" }, \
  { PLACE, "image-url", AT "<type=input_image>.image_url", "\"…\"" },       \
  { PLACE, "image-file-id", AT "<type=input_image>.file_id" },              \
  { PLACE, "image-detail", AT "<type=input_image>.detail" },                \
  { PLACE, "file-part", AT "<type=input_file>.type", "\"input_file\"" },    \
  { PLACE, "file-data", AT "<type=input_file>.file_data" },                 \
  { PLACE, "file-id", AT "<type=input_file>.file_id" },                     \
  { PLACE, "file-name", AT "<type=input_file>.filename" },                  \
  { PLACE, "file-url", AT "<type=input_file>.file_url" },                   \
  { PLACE, "file-detail", AT "<type=input_file>.detail" },                  \
  TRI_CACHE_BREAKPOINT_CELLS (PLACE, "cache-breakpoint", AT ".")

#define TRI_OUTPUT_PART_CELLS(PLACE, AT, TEXT, KIND)                                \
  { PLACE, TEXT, AT "<type=output_text>.text" },                                    \
  { PLACE, KIND, AT "<type=output_text>.type", "\"output_text\"" },                 \
  { PLACE, "annotations", AT "<type=output_text>.annotations" },                    \
  TRI_CITATION_CELLS (PLACE, AT "<type=output_text>.annotations[]"),                \
  { PLACE, "logprobs", AT "<type=output_text>.logprobs", "[{token, logprob, …}]" }, \
  TRI_LOGPROB_CELLS (PLACE, AT "<type=output_text>.logprobs[]"),                    \
  { PLACE, "refusal", AT "<type=refusal>.refusal", "{type, refusal}" },             \
  { PLACE, "refusal-part", AT "<type=refusal>.type" }

#define TRI_CITATION_CELLS(PLACE, AT)                                                                   \
  { PLACE, "citation", AT "<type=url_citation>.type", "{type, url, …}" },                               \
  { PLACE, "citation-url", AT "<type=url_citation>.url", "{type, url, …}" },                            \
  { PLACE, "citation-title", AT "<type=url_citation>.title", "{type, url, …}" },                        \
  { PLACE, "citation-start", AT "<type=url_citation>.start_index", "{type, url, …}" },                  \
  { PLACE, "citation-end", AT "<type=url_citation>.end_index", "{type, url, …}" },                      \
  { PLACE, "file-citation", AT "<type=file_citation|container_file_citation|file_path>.type" },         \
  { PLACE, "file-citation", AT "<type=file_citation|container_file_citation|file_path>.file_id" },      \
  { PLACE, "file-citation", AT "<type=file_citation|container_file_citation|file_path>.filename" },     \
  { PLACE, "file-citation", AT "<type=file_citation|container_file_citation|file_path>.index" },        \
  { PLACE, "file-citation", AT "<type=file_citation|container_file_citation|file_path>.container_id" }, \
  { PLACE, "file-citation", AT "<type=file_citation|container_file_citation|file_path>.start_index" },  \
  { PLACE, "file-citation", AT "<type=file_citation|container_file_citation|file_path>.end_index" }

#define TRI_HOSTED_CALL_CELLS(PLACE, AT)                                                                       \
  { PLACE, "call-file-search", AT "<type=file_search_call>.queries" },                                         \
  { PLACE, "call-file-search", AT "<type=file_search_call>.queries[]" },                                       \
  { PLACE, "call-file-search", AT "<type=file_search_call>.results" },                                         \
  { PLACE, "call-file-search", AT "<type=file_search_call>.results[].file_id" },                               \
  { PLACE, "call-file-search", AT "<type=file_search_call>.results[].filename" },                              \
  { PLACE, "call-file-search", AT "<type=file_search_call>.results[].text" },                                  \
  { PLACE, "call-file-search", AT "<type=file_search_call>.results[].score" },                                 \
  { PLACE, "call-file-search", AT "<type=file_search_call>.results[].attributes", NULL, NULL, TRI_CELL_OPEN }, \
  { PLACE, "call-web-search", AT "<type=web_search_call>.action.type" },                                       \
  { PLACE, "call-web-search", AT "<type=web_search_call>.action.query" },                                      \
  { PLACE, "call-web-search", AT "<type=web_search_call>.action.queries" },                                    \
  { PLACE, "call-web-search", AT "<type=web_search_call>.action.queries[]" },                                  \
  { PLACE, "call-web-search", AT "<type=web_search_call>.action.sources" },                                    \
  { PLACE, "call-web-search", AT "<type=web_search_call>.action.sources[].type" },                             \
  { PLACE, "call-web-search", AT "<type=web_search_call>.action.sources[].url" },                              \
  { PLACE, "call-web-search", AT "<type=web_search_call>.action.url" },                                        \
  { PLACE, "call-web-search", AT "<type=web_search_call>.action.pattern" },                                    \
  { PLACE, "call-code-interpreter", AT "<type=code_interpreter_call>.container_id" },                          \
  { PLACE, "call-code-interpreter", AT "<type=code_interpreter_call>.code" },                                  \
  { PLACE, "call-code-interpreter", AT "<type=code_interpreter_call>.outputs" },                               \
  { PLACE, "call-code-interpreter", AT "<type=code_interpreter_call>.outputs[].type" },                        \
  { PLACE, "call-code-interpreter", AT "<type=code_interpreter_call>.outputs[].logs" },                        \
  { PLACE, "call-code-interpreter", AT "<type=code_interpreter_call>.outputs[].url" },                         \
  { PLACE, "call-image-generation", AT "<type=image_generation_call>.result" },                                \
  { PLACE, "call-apply-patch", AT "<type=apply_patch_call>.operation.type" },                                  \
  { PLACE, "call-apply-patch", AT "<type=apply_patch_call>.operation.path" },                                  \
  { PLACE, "call-apply-patch", AT "<type=apply_patch_call>.operation.diff" },                                  \
  { PLACE, "call-apply-patch", AT "<type=apply_patch_call_output>.output" }

#define TRI_COMPUTER_CALL_CELLS(PLACE, AT)                                                        \
  { PLACE, "call-computer", AT "<type=computer_call>.action" },                                   \
  TRI_COMPUTER_ACTION_CELLS (PLACE, AT "<type=computer_call>.action"),                            \
  { PLACE, "call-computer", AT "<type=computer_call>.actions" },                                  \
  TRI_COMPUTER_ACTION_CELLS (PLACE, AT "<type=computer_call>.actions[]"),                         \
  { PLACE, "call-computer", AT "<type=computer_call>.pending_safety_checks" },                    \
  { PLACE, "call-computer", AT "<type=computer_call>.pending_safety_checks[].id" },               \
  { PLACE, "call-computer", AT "<type=computer_call>.pending_safety_checks[].code" },             \
  { PLACE, "call-computer", AT "<type=computer_call>.pending_safety_checks[].message" },          \
  { PLACE, "call-computer", AT "<type=computer_call_output>.output.type" },                       \
  { PLACE, "call-computer", AT "<type=computer_call_output>.output.image_url" },                  \
  { PLACE, "call-computer", AT "<type=computer_call_output>.output.file_id" },                    \
  { PLACE, "call-computer", AT "<type=computer_call_output>.acknowledged_safety_checks" },        \
  { PLACE, "call-computer", AT "<type=computer_call_output>.acknowledged_safety_checks[].id" },   \
  { PLACE, "call-computer", AT "<type=computer_call_output>.acknowledged_safety_checks[].code" }, \
  { PLACE, "call-computer", AT "<type=computer_call_output>.acknowledged_safety_checks[].message" }

#define TRI_COMPUTER_ACTION_CELLS(PLACE, AT)  \
  { PLACE, "call-computer", AT ".type" },     \
  { PLACE, "call-computer", AT ".button" },   \
  { PLACE, "call-computer", AT ".x" },        \
  { PLACE, "call-computer", AT ".y" },        \
  { PLACE, "call-computer", AT ".keys" },     \
  { PLACE, "call-computer", AT ".keys[]" },   \
  { PLACE, "call-computer", AT ".path[].x" }, \
  { PLACE, "call-computer", AT ".path[].y" }, \
  { PLACE, "call-computer", AT ".scroll_x" }, \
  { PLACE, "call-computer", AT ".scroll_y" }, \
  { PLACE, "call-computer", AT ".text" }

#define TRI_SHELL_CALL_CELLS(PLACE, AT)                                                                         \
  { PLACE, "call-shell", AT "<type=local_shell_call>.action.type" },                                            \
  { PLACE, "call-shell", AT "<type=local_shell_call>.action.command" },                                         \
  { PLACE, "call-shell", AT "<type=local_shell_call>.action.command[]" },                                       \
  { PLACE, "call-shell", AT "<type=local_shell_call>.action.working_directory" },                               \
  { PLACE, "call-shell", AT "<type=local_shell_call>.action.env", NULL, NULL, TRI_CELL_OPEN },                  \
  { PLACE, "call-shell", AT "<type=local_shell_call>.action.user" },                                            \
  { PLACE, "call-shell", AT "<type=local_shell_call>.action.timeout_ms" },                                      \
  { PLACE, "call-shell", AT "<type=shell_call>.action.timeout_ms" },                                            \
  { PLACE, "call-shell", AT "<type=shell_call>.action.commands" },                                              \
  { PLACE, "call-shell", AT "<type=shell_call>.action.commands[]" },                                            \
  { PLACE, "call-shell", AT "<type=shell_call>.action.max_output_length" },                                     \
  { PLACE, "call-shell", AT "<type=shell_call>.environment" },                                                  \
  { PLACE, "call-shell", AT "<type=shell_call>.environment.type" },                                             \
  { PLACE, "call-shell", AT "<type=shell_call>.environment.container_id" },                                     \
  TRI_SKILL_CELLS (PLACE, "call-shell", AT "<type=shell_call>.environment.skills"),                             \
  { PLACE, "call-shell", AT "<type=local_shell_call_output|shell_call_output>.output" },                        \
  TRI_SHELL_OUTPUT_CELLS (PLACE, "call-shell", AT "<type=local_shell_call_output|shell_call_output>.output[]"), \
  { PLACE, "call-shell", AT "<type=shell_call_output>.max_output_length" }

#define TRI_SHELL_OUTPUT_CELLS(PLACE, MEANING, AT) \
  { PLACE, MEANING, AT ".stdout" },                \
  { PLACE, MEANING, AT ".stderr" },                \
  { PLACE, MEANING, AT ".outcome.type" },          \
  { PLACE, MEANING, AT ".outcome.exit_code" },     \
  { PLACE, MEANING, AT ".created_by" }

#define TRI_MCP_ITEM_CELLS(PLACE, AT)                                                                         \
  TRI_MCP_CALL_CELLS (PLACE, AT "<type=mcp_call|mcp_list_tools|mcp_approval_request|mcp_approval_response>"), \
  { PLACE, "mcp-tools", AT "<type=mcp_list_tools>.tools" },                                                   \
  { PLACE, "mcp-tools", AT "<type=mcp_list_tools>.tools[].name" },                                            \
  { PLACE, "mcp-tools", AT "<type=mcp_list_tools>.tools[].description" },                                     \
  { PLACE, "mcp-tools", AT "<type=mcp_list_tools>.tools[].input_schema", NULL, NULL, TRI_CELL_OPEN },         \
  { PLACE, "mcp-tools", AT "<type=mcp_list_tools>.tools[].annotations", NULL, NULL, TRI_CELL_OPEN }

#define TRI_MCP_CALL_CELLS(PLACE, AT)                                    \
  { PLACE, "call-mcp", AT ".server_label" },                             \
  { PLACE, "call-mcp", AT ".name" },                                     \
  { PLACE, "call-mcp", AT ".arguments" },                                \
  { PLACE, "call-mcp", AT ".output" },                                   \
  { PLACE, "call-mcp", AT ".error" },                                    \
  { PLACE, "call-mcp", AT ".error.type" },                               \
  { PLACE, "call-mcp", AT ".error.code" },                               \
  { PLACE, "call-mcp", AT ".error.message" },                            \
  { PLACE, "call-mcp", AT ".error.content", NULL, NULL, TRI_CELL_OPEN }, \
  { PLACE, "mcp-approval", AT ".approval_request_id" },                  \
  { PLACE, "mcp-approval", AT ".approve" },                              \
  { PLACE, "mcp-approval", AT ".reason" }

/* clang-format on */

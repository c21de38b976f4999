/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The tools that Responses knows, as cells: a list of them stands in requests, in the echo of a response, in items and
 * in events, so each list is written once and put wherever it stands.
 *
 * AT is the path of one element, "tools[]". What all tools have in common stands without a condition.
 */

#include "cells-common.h"

/* clang-format off */
#define TRI_TOOL_CELLS(PLACE, AT)                                                             \
  { PLACE, "hosted-tool", AT ".type" },                                                       \
  { PLACE, "tool-allowed-callers", AT ".allowed_callers" },                                   \
  { PLACE, "tool-allowed-callers", AT ".allowed_callers[]" },                                 \
  { PLACE, "tool-defer-loading", AT ".defer_loading" },                                       \
  TRI_FUNCTION_CELLS (PLACE, AT),                                                             \
  TRI_CUSTOM_TOOL_CELLS (PLACE, AT),                                                          \
  TRI_WEB_SEARCH_CELLS (PLACE, AT "<type=web_search|web_search_2025_08_26|web_search_preview" \
    "|web_search_preview_2025_03_11>"),                                                       \
  TRI_FILE_SEARCH_CELLS (PLACE, AT "<type=file_search>"),                                     \
  TRI_MCP_CELLS (PLACE, AT "<type=mcp>"),                                                     \
  TRI_CODE_INTERPRETER_CELLS (PLACE, AT "<type=code_interpreter>.container"),                 \
  TRI_IMAGE_GENERATION_CELLS (PLACE, AT "<type=image_generation>"),                           \
  TRI_SHELL_CELLS (PLACE, AT "<type=shell>.environment"),                                     \
  TRI_NAMESPACE_CELLS (PLACE, AT "<type=namespace>"),                                         \
  { PLACE, "tool-computer", AT "<type=computer_use_preview>.environment" },                   \
  { PLACE, "tool-computer", AT "<type=computer_use_preview>.display_width" },                 \
  { PLACE, "tool-computer", AT "<type=computer_use_preview>.display_height" },                \
  { PLACE, "tool-search", AT "<type=tool_search>.execution" },                                \
  { PLACE, "tool-search", AT "<type=tool_search>.description" },                              \
  { PLACE, "tool-search", AT "<type=tool_search>.parameters", NULL, NULL, TRI_CELL_OPEN }

#define TRI_FUNCTION_CELLS(PLACE, AT)                                                       \
  { PLACE, "function-tool", AT "<type=function>.type" },                                    \
  { PLACE, "tool-name", AT "<type=function>.name" },                                        \
  { PLACE, "tool-description", AT "<type=function>.description" },                          \
  { PLACE, "tool-parameters", AT "<type=function>.parameters", NULL, NULL, TRI_CELL_OPEN }, \
  { PLACE, "tool-strict", AT "<type=function>.strict", NULL, "true, else false" },          \
  { PLACE, "tool-output-schema", AT "<type=function>.output_schema", NULL, NULL, TRI_CELL_OPEN }

#define TRI_CUSTOM_TOOL_CELLS(PLACE, AT)                                \
  { PLACE, "custom-tool", AT "<type=custom>.type" },                    \
  { PLACE, "custom-tool-name", AT "<type=custom>.name" },               \
  { PLACE, "custom-tool-description", AT "<type=custom>.description" }, \
  { PLACE, "custom-tool-format", AT "<type=custom>.format.type" },      \
  { PLACE, "custom-tool-format", AT "<type=custom>.format" },           \
  { PLACE, "grammar-syntax", AT "<type=custom>.format.syntax" },        \
  { PLACE, "grammar", AT "<type=custom>.format.definition" }

#define TRI_WEB_SEARCH_CELLS(PLACE, AT)                                                \
  { PLACE, "web-search", AT ".type" },                                                 \
  { PLACE, "web-search-context-size", AT ".search_context_size", NULL, "\"medium\"" }, \
  { PLACE, "web-search-location", AT ".user_location.type" },                          \
  { PLACE, "web-search-location", AT ".user_location" },                               \
  { PLACE, "web-search-country", AT ".user_location.country" },                        \
  { PLACE, "web-search-region", AT ".user_location.region" },                          \
  { PLACE, "web-search-city", AT ".user_location.city" },                              \
  { PLACE, "web-search-timezone", AT ".user_location.timezone" },                      \
  { PLACE, "web-search-reach", AT ".external_web_access", NULL, "true" },              \
  { PLACE, "web-search-reach", AT ".filters" },                                        \
  { PLACE, "web-search-reach", AT ".filters.allowed_domains", NULL, "[]" },            \
  { PLACE, "web-search-reach", AT ".filters.allowed_domains[]" },                      \
  { PLACE, "web-search-reach", AT ".search_content_types" },                           \
  { PLACE, "web-search-reach", AT ".search_content_types[]" }

#define TRI_FILE_SEARCH_CELLS(PLACE, AT)                                               \
  { PLACE, "tool-file-search", AT ".vector_store_ids" },                               \
  { PLACE, "tool-file-search", AT ".vector_store_ids[]" },                             \
  { PLACE, "tool-file-search", AT ".max_num_results" },                                \
  { PLACE, "tool-file-search", AT ".ranking_options" },                                \
  { PLACE, "tool-file-search", AT ".ranking_options.hybrid_search" },                  \
  { PLACE, "tool-file-search", AT ".ranking_options.ranker" },                         \
  { PLACE, "tool-file-search", AT ".ranking_options.score_threshold" },                \
  { PLACE, "tool-file-search", AT ".ranking_options.hybrid_search.embedding_weight" }, \
  { PLACE, "tool-file-search", AT ".ranking_options.hybrid_search.text_weight" },      \
  { PLACE, "tool-file-search", AT ".filters", NULL, NULL, TRI_CELL_OPEN }

#define TRI_MCP_CELLS(PLACE, AT)                                     \
  { PLACE, "tool-mcp", AT ".server_label" },                         \
  { PLACE, "tool-mcp", AT ".server_url" },                           \
  { PLACE, "tool-mcp", AT ".connector_id" },                         \
  { PLACE, "tool-mcp", AT ".tunnel_id" },                            \
  { PLACE, "tool-mcp", AT ".authorization" },                        \
  { PLACE, "tool-mcp", AT ".server_description" },                   \
  { PLACE, "tool-mcp", AT ".headers", NULL, NULL, TRI_CELL_OPEN },   \
  { PLACE, "tool-mcp", AT ".allowed_tools" },                        \
  { PLACE, "tool-mcp", AT ".allowed_tools[]" },                      \
  { PLACE, "tool-mcp", AT ".allowed_tools.tool_names" },             \
  { PLACE, "tool-mcp", AT ".allowed_tools.tool_names[]" },           \
  { PLACE, "tool-mcp", AT ".allowed_tools.read_only" },              \
  { PLACE, "tool-mcp", AT ".require_approval", NULL, "\"always\"" }, \
  { PLACE, "tool-mcp", AT ".require_approval.always" },              \
  { PLACE, "tool-mcp", AT ".require_approval.never" },               \
  { PLACE, "tool-mcp", AT ".require_approval.always.tool_names" },   \
  { PLACE, "tool-mcp", AT ".require_approval.always.tool_names[]" }, \
  { PLACE, "tool-mcp", AT ".require_approval.always.read_only" },    \
  { PLACE, "tool-mcp", AT ".require_approval.never.tool_names" },    \
  { PLACE, "tool-mcp", AT ".require_approval.never.tool_names[]" },  \
  { PLACE, "tool-mcp", AT ".require_approval.never.read_only" }

#define TRI_CODE_INTERPRETER_CELLS(PLACE, AT)             \
  { PLACE, "tool-code-interpreter", AT },                 \
  { PLACE, "tool-code-interpreter", AT ".type" },         \
  { PLACE, "tool-code-interpreter", AT ".file_ids" },     \
  { PLACE, "tool-code-interpreter", AT ".file_ids[]" },   \
  { PLACE, "tool-code-interpreter", AT ".memory_limit" }, \
  TRI_NETWORK_CELLS (PLACE, "tool-code-interpreter", AT ".network_policy")

#define TRI_NETWORK_CELLS(PLACE, MEANING, AT)        \
  { PLACE, MEANING, AT },                            \
  { PLACE, MEANING, AT ".type" },                    \
  { PLACE, MEANING, AT ".allowed_domains" },         \
  { PLACE, MEANING, AT ".allowed_domains[]" },       \
  { PLACE, MEANING, AT ".domain_secrets" },          \
  { PLACE, MEANING, AT ".domain_secrets[].domain" }, \
  { PLACE, MEANING, AT ".domain_secrets[].name" },   \
  { PLACE, MEANING, AT ".domain_secrets[].value" }

#define TRI_IMAGE_GENERATION_CELLS(PLACE, AT)                                \
  { PLACE, "tool-image-generation", AT ".model" },                           \
  { PLACE, "tool-image-generation", AT ".quality", NULL, "\"auto\"" },       \
  { PLACE, "tool-image-generation", AT ".size", NULL, "\"auto\"" },          \
  { PLACE, "tool-image-generation", AT ".output_format", NULL, "\"png\"" },  \
  { PLACE, "tool-image-generation", AT ".output_compression", NULL, "100" }, \
  { PLACE, "tool-image-generation", AT ".moderation", NULL, "\"auto\"" },    \
  { PLACE, "tool-image-generation", AT ".background", NULL, "\"auto\"" },    \
  { PLACE, "tool-image-generation", AT ".input_fidelity" },                  \
  { PLACE, "tool-image-generation", AT ".input_image_mask" },                \
  { PLACE, "tool-image-generation", AT ".input_image_mask.image_url" },      \
  { PLACE, "tool-image-generation", AT ".input_image_mask.file_id" },        \
  { PLACE, "tool-image-generation", AT ".partial_images", NULL, "0" },       \
  { PLACE, "tool-image-generation", AT ".action" }

#define TRI_SHELL_CELLS(PLACE, AT)                               \
  { PLACE, "tool-shell", AT },                                   \
  { PLACE, "tool-shell", AT ".type" },                           \
  { PLACE, "tool-shell", AT ".container_id" },                   \
  { PLACE, "tool-shell", AT ".file_ids" },                       \
  { PLACE, "tool-shell", AT ".file_ids[]" },                     \
  { PLACE, "tool-shell", AT ".memory_limit" },                   \
  TRI_NETWORK_CELLS (PLACE, "tool-shell", AT ".network_policy"), \
  TRI_SKILL_CELLS (PLACE, "tool-shell", AT ".skills")

#define TRI_SKILL_CELLS(PLACE, MEANING, AT)      \
  { PLACE, MEANING, AT },                        \
  { PLACE, MEANING, AT "[].type" },              \
  { PLACE, MEANING, AT "[].skill_id" },          \
  { PLACE, MEANING, AT "[].version" },           \
  { PLACE, MEANING, AT "[].name" },              \
  { PLACE, MEANING, AT "[].description" },       \
  { PLACE, MEANING, AT "[].path" },              \
  { PLACE, MEANING, AT "[].source.type" },       \
  { PLACE, MEANING, AT "[].source.media_type" }, \
  { PLACE, MEANING, AT "[].source.data" }

#define TRI_NAMESPACE_CELLS(PLACE, AT)                                                 \
  { PLACE, "tool-namespace", AT ".name" },                                             \
  { PLACE, "tool-namespace", AT ".description" },                                      \
  { PLACE, "tool-namespace", AT ".tools" },                                            \
  { PLACE, "tool-namespace", AT ".tools[].type" },                                     \
  { PLACE, "tool-namespace", AT ".tools[].name" },                                     \
  { PLACE, "tool-namespace", AT ".tools[].description" },                              \
  { PLACE, "tool-namespace", AT ".tools[].parameters", NULL, NULL, TRI_CELL_OPEN },    \
  { PLACE, "tool-namespace", AT ".tools[].strict" },                                   \
  { PLACE, "tool-namespace", AT ".tools[].output_schema", NULL, NULL, TRI_CELL_OPEN }, \
  { PLACE, "tool-namespace", AT ".tools[].defer_loading" },                            \
  { PLACE, "tool-namespace", AT ".tools[].allowed_callers" },                          \
  { PLACE, "tool-namespace", AT ".tools[].allowed_callers[]" },                        \
  { PLACE, "tool-namespace", AT ".tools[].format" },                                   \
  { PLACE, "tool-namespace", AT ".tools[].format.type" },                              \
  { PLACE, "tool-namespace", AT ".tools[].format.syntax" },                            \
  { PLACE, "tool-namespace", AT ".tools[].format.definition" }
/* clang-format on */

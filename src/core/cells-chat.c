/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells-common.h"
#include "format-chat.h"

/* Where this format keeps what the Rosetta table knows. Of several cells of one meaning the first is the one that is
 * written; the others are read. */

#define ASKED TRI_PLACE_REQUEST
#define SAID TRI_PLACE_RESPONSE
#define EVENT TRI_PLACE_EVENT

/* What a response and an event of a stream have in common. */
/* clang-format off */
#define BODY_CELLS(PLACE)                                                                 \
  TRI_CHOICES_BODY_CELLS (PLACE, "\"chat.completion\""),                                  \
  { PLACE, "service-tier", "service_tier", NULL, "\"auto\"" },                            \
  { PLACE, "system-fingerprint", "system_fingerprint", NULL, NULL, TRI_CELL_DEPRECATED }, \
  { PLACE, "logprobs", "choices[].logprobs", "{content, refusal}" },                      \
  { PLACE, "logprobs", "choices[].logprobs.content" },                                    \
  TRI_LOGPROB_CELLS (PLACE, "choices[].logprobs.content[]"),                              \
  { PLACE, "refusal-logprobs", "choices[].logprobs.refusal" },                            \
  { PLACE, "refusal-logprobs", "choices[].logprobs.refusal[].token" },                    \
  { PLACE, "refusal-logprobs", "choices[].logprobs.refusal[].logprob" },                  \
  { PLACE, "refusal-logprobs", "choices[].logprobs.refusal[].bytes" },                    \
  { PLACE, "refusal-logprobs", "choices[].logprobs.refusal[].bytes[]" },                  \
  { PLACE, "refusal-logprobs", "choices[].logprobs.refusal[].top_logprobs" },             \
  { PLACE, "refusal-logprobs", "choices[].logprobs.refusal[].top_logprobs[].token" },     \
  { PLACE, "refusal-logprobs", "choices[].logprobs.refusal[].top_logprobs[].logprob" },   \
  { PLACE, "refusal-logprobs", "choices[].logprobs.refusal[].top_logprobs[].bytes" },     \
  { PLACE, "refusal-logprobs", "choices[].logprobs.refusal[].top_logprobs[].bytes[]" },   \
  { PLACE, "moderation", "moderation" },                                                  \
  MODERATION_CELLS (PLACE, "moderation.input"),                                           \
  MODERATION_CELLS (PLACE, "moderation.output")

#define MODERATION_CELLS(PLACE, AT)                       \
  TRI_MODERATION_CELLS (PLACE, AT, AT ".results[]"),      \
  { PLACE, "moderation-results", AT ".results" },         \
  { PLACE, "moderation-results", AT ".results[].type" },  \
  { PLACE, "moderation-results", AT ".results[].model" }
/* clang-format on */

static const TriCell cells[] = {
  { ASKED, "model", "model" },
  { ASKED, "instructions", "messages[]<role=system|developer>.content" },
  { ASKED, "instructions", "messages[]<role=system|developer>.content[]<type=text>.text" },
  { ASKED, "instructions-role", "messages[]<role=system|developer>.role" },
  { ASKED, "instructions-part", "messages[]<role=system|developer>.content[]<type=text>.type" },
  { ASKED, "user-text", "messages[]<role=user>.content", "[{role, content}]" },
  { ASKED, "user-text", "messages[]<role=user>.content[]<type=text>.text" },
  { ASKED, "user-text", "messages" },
  { ASKED, "user-role", "messages[]<role=user>.role" },
  { ASKED, "text-part", "messages[]<role=user>.content[]<type=text>.type", "\"text\"" },
  { ASKED, "image-part", "messages[]<role=user>.content[]<type=image_url>.type", "\"image_url\"" },
  { ASKED, "image-url", "messages[]<role=user>.content[]<type=image_url>.image_url.url", "{url, detail}" },
  { ASKED, "image-detail", "messages[]<role=user>.content[]<type=image_url>.image_url.detail", NULL, "\"auto\"" },
  { ASKED, "file-part", "messages[]<role=user>.content[]<type=file>.type", "\"file\"" },
  { ASKED, "file-data", "messages[]<role=user>.content[]<type=file>.file.file_data" },
  { ASKED, "file-id", "messages[]<role=user>.content[]<type=file>.file.file_id" },
  { ASKED, "file-name", "messages[]<role=user>.content[]<type=file>.file.filename" },
  { ASKED, "audio-part", "messages[]<role=user>.content[]<type=input_audio>.type" },
  { ASKED, "audio-data", "messages[]<role=user>.content[]<type=input_audio>.input_audio.data" },
  { ASKED, "audio-format", "messages[]<role=user>.content[]<type=input_audio>.input_audio.format" },
  { ASKED, "assistant-text", "messages[]<role=assistant>.content" },
  { ASKED, "assistant-text", "messages[]<role=assistant>.content[]<type=text>.text" },
  { ASKED, "assistant-role", "messages[]<role=assistant>.role" },
  { ASKED, "assistant-part", "messages[]<role=assistant>.content[]<type=text>.type", "\"text\"" },
  { ASKED, "refusal", "messages[]<role=assistant>.refusal", "\"…\"" },
  { ASKED, "refusal", "messages[]<role=assistant>.content[]<type=refusal>.refusal" },
  { ASKED, "refusal-part", "messages[]<role=assistant>.content[]<type=refusal>.type" },
  { ASKED, "assistant-audio", "messages[]<role=assistant>.audio" },
  { ASKED, "assistant-audio", "messages[]<role=assistant>.audio.id" },
  { ASKED, "message-name", "messages[]<role=system|developer>.name" },
  { ASKED, "message-name", "messages[]<role=user>.name" },
  { ASKED, "message-name", "messages[]<role=assistant>.name" },
  { ASKED, "tool-calls", "messages[]<role=assistant>.tool_calls" },
  { ASKED, "tool-call-kind", "messages[]<role=assistant>.tool_calls[].type", "\"function\"" },
  { ASKED, "tool-call-id", "messages[]<role=assistant>.tool_calls[].id" },
  { ASKED, "tool-call-name", "messages[]<role=assistant>.tool_calls[]<type=function>.function.name" },
  { ASKED, "tool-call-name", "messages[]<role=assistant>.tool_calls[]<type=custom>.custom.name" },
  { ASKED, "tool-call-name", "messages[]<role=assistant>.function_call.name", NULL, NULL, TRI_CELL_DEPRECATED },
  { ASKED, "tool-call-arguments", "messages[]<role=assistant>.tool_calls[]<type=function>.function.arguments" },
  { ASKED, "tool-call-arguments", "messages[]<role=assistant>.function_call.arguments", NULL, NULL,
    TRI_CELL_DEPRECATED },
  { ASKED, "tool-calls", "messages[]<role=assistant>.function_call", NULL, NULL, TRI_CELL_DEPRECATED },
  { ASKED, "tool-call-input", "messages[]<role=assistant>.tool_calls[]<type=custom>.custom.input" },
  { ASKED, "tool-result-kind", "messages[]<role=tool>.role", "\"tool\"" },
  { ASKED, "tool-result-kind", "messages[]<role=function>.role", NULL, NULL, TRI_CELL_DEPRECATED },
  { ASKED, "tool-result-id", "messages[]<role=tool>.tool_call_id" },
  { ASKED, "tool-result", "messages[]<role=tool>.content" },
  { ASKED, "tool-result", "messages[]<role=tool>.content[].text" },
  { ASKED, "tool-result", "messages[]<role=function>.content", NULL, NULL, TRI_CELL_DEPRECATED },
  { ASKED, "tool-result-part", "messages[]<role=tool>.content[].type" },
  { ASKED, "tool-result-name", "messages[]<role=function>.name", NULL, NULL, TRI_CELL_DEPRECATED },
  TRI_CACHE_BREAKPOINT_CELLS (ASKED, "cache-breakpoint", "messages[]<role=user>.content[]."),
  TRI_CACHE_BREAKPOINT_CELLS (ASKED, "cache-breakpoint", "messages[]<role=system|developer>.content[]."),
  TRI_CACHE_BREAKPOINT_CELLS (ASKED, "cache-breakpoint", "messages[]<role=assistant>.content[]."),
  TRI_CACHE_BREAKPOINT_CELLS (ASKED, "cache-breakpoint", "messages[]<role=tool>.content[]."),

  /* max_tokens is deprecated here. */
  { ASKED, "output-limit", "max_completion_tokens", NULL, "none" },
  { ASKED, "output-limit", "max_tokens", NULL, "none", TRI_CELL_DEPRECATED },
  TRI_CHOICES_ASKED_CELLS (ASKED),
  /* Deprecated as well, but there is no other way to say it. */
  { ASKED, "seed", "seed", NULL, NULL, TRI_CELL_DEPRECATED },
  { ASKED, "logprobs-asked", "logprobs", "true, false", "false" },
  { ASKED, "top-logprobs-asked", "top_logprobs" },
  { ASKED, "verbosity", "verbosity", NULL, "\"medium\"" },
  { ASKED, "reasoning-effort", "reasoning_effort", NULL, "\"medium\"" },
  { ASKED, "modalities", "modalities" },
  { ASKED, "modalities", "modalities[]" },
  { ASKED, "audio-asked", "audio" },
  { ASKED, "audio-asked", "audio.voice" },
  { ASKED, "audio-asked", "audio.voice.id" },
  { ASKED, "audio-asked", "audio.format" },
  { ASKED, "prediction", "prediction" },
  { ASKED, "prediction", "prediction.type" },
  { ASKED, "prediction", "prediction.content" },
  { ASKED, "prediction", "prediction.content[].type" },
  { ASKED, "prediction", "prediction.content[].text" },
  TRI_CACHE_BREAKPOINT_CELLS (ASKED, "prediction", "prediction.content[]."),

  { ASKED, "answer-format", "response_format.type" },
  { ASKED, "answer-format", "response_format" },
  { ASKED, "schema-name", "response_format<type=json_schema>.json_schema.name", "{json_schema: {name, …}}" },
  { ASKED, "schema-description", "response_format<type=json_schema>.json_schema.description",
    "{json_schema: {name, …}}" },
  { ASKED, "schema", "response_format<type=json_schema>.json_schema.schema", "{json_schema: {name, …}}", NULL,
    TRI_CELL_OPEN },
  { ASKED, "schema-strict", "response_format<type=json_schema>.json_schema.strict", "{json_schema: {name, …}}",
    "false" },

  { ASKED, "tools", "tools", "[{type, function: {…}}]" },
  { ASKED, "tools", "functions", "[{name, …}]", NULL, TRI_CELL_DEPRECATED },
  { ASKED, "function-tool", "tools[]<type=function>.type" },
  { ASKED, "tool-name", "tools[]<type=function>.function.name" },
  { ASKED, "tool-name", "functions[].name", NULL, NULL, TRI_CELL_DEPRECATED },
  { ASKED, "tool-description", "tools[]<type=function>.function.description" },
  { ASKED, "tool-description", "functions[].description", NULL, NULL, TRI_CELL_DEPRECATED },
  { ASKED, "tool-parameters", "tools[]<type=function>.function.parameters", NULL, NULL, TRI_CELL_OPEN },
  { ASKED, "tool-parameters", "functions[].parameters", NULL, NULL, TRI_CELL_DEPRECATED | TRI_CELL_OPEN },
  { ASKED, "tool-strict", "tools[]<type=function>.function.strict", NULL, "false" },
  { ASKED, "custom-tool", "tools[]<type=custom>.type" },
  { ASKED, "custom-tool-name", "tools[]<type=custom>.custom.name" },
  { ASKED, "custom-tool-description", "tools[]<type=custom>.custom.description" },
  { ASKED, "custom-tool-format", "tools[]<type=custom>.custom.format.type" },
  { ASKED, "custom-tool-format", "tools[]<type=custom>.custom.format" },
  { ASKED, "grammar-syntax", "tools[]<type=custom>.custom.format.grammar.syntax" },
  { ASKED, "grammar", "tools[]<type=custom>.custom.format.grammar.definition" },
  { ASKED, "web-search", "web_search_options" },
  { ASKED, "web-search-context-size", "web_search_options.search_context_size", NULL, "\"medium\"" },
  { ASKED, "web-search-location", "web_search_options.user_location.type" },
  { ASKED, "web-search-location", "web_search_options.user_location" },
  { ASKED, "web-search-country", "web_search_options.user_location.approximate.country" },
  { ASKED, "web-search-region", "web_search_options.user_location.approximate.region" },
  { ASKED, "web-search-city", "web_search_options.user_location.approximate.city" },
  { ASKED, "web-search-timezone", "web_search_options.user_location.approximate.timezone" },
  { ASKED, "tool-choice", "tool_choice" },
  { ASKED, "tool-choice", "function_call", NULL, NULL, TRI_CELL_DEPRECATED },
  { ASKED, "tool-choice-kind", "tool_choice.type" },
  { ASKED, "tool-choice-name", "tool_choice<type=function>.function.name", "{type, function: {name}}" },
  { ASKED, "tool-choice-name", "tool_choice<type=custom>.custom.name" },
  { ASKED, "tool-choice-name", "function_call.name", NULL, NULL, TRI_CELL_DEPRECATED },
  { ASKED, "allowed-tools-mode", "tool_choice<type=allowed_tools>.allowed_tools.mode" },
  { ASKED, "allowed-tools", "tool_choice<type=allowed_tools>.allowed_tools.tools", "[{type, function: {name}}]" },
  { ASKED, "allowed-tool-kind", "tool_choice<type=allowed_tools>.allowed_tools.tools[].type" },
  { ASKED, "allowed-tool-name", "tool_choice<type=allowed_tools>.allowed_tools.tools[].function.name" },
  { ASKED, "allowed-tool-name", "tool_choice<type=allowed_tools>.allowed_tools.tools[].custom.name" },
  TRI_SERVICE_CELLS (ASKED, ""),

  { ASKED, "store", "store", NULL, "false" },
  TRI_MODERATION_ASKED_CELLS (ASKED),

  BODY_CELLS (SAID),
  { SAID, "metadata", "metadata", NULL, NULL, TRI_CELL_OPEN },
  { SAID, "answer-role", "choices[].message.role" },
  { SAID, "text", "choices[].message.content" },
  { SAID, "refusal", "choices[].message.refusal", "\"…\"" },
  { SAID, "annotations", "choices[].message.annotations" },
  { SAID, "citation", "choices[].message.annotations[].type", "{type, url_citation: {…}}" },
  { SAID, "citation-url", "choices[].message.annotations[].url_citation.url", "{type, url_citation: {…}}" },
  { SAID, "citation-title", "choices[].message.annotations[].url_citation.title", "{type, url_citation: {…}}" },
  { SAID, "citation-start", "choices[].message.annotations[].url_citation.start_index", "{type, url_citation: {…}}" },
  { SAID, "citation-end", "choices[].message.annotations[].url_citation.end_index", "{type, url_citation: {…}}" },
  { SAID, "tool-calls", "choices[].message.tool_calls" },
  { SAID, "tool-call-kind", "choices[].message.tool_calls[].type", "\"function\"" },
  { SAID, "tool-call-id", "choices[].message.tool_calls[].id" },
  { SAID, "tool-call-name", "choices[].message.tool_calls[]<type=function>.function.name" },
  { SAID, "tool-call-name", "choices[].message.tool_calls[]<type=custom>.custom.name" },
  { SAID, "tool-call-name", "choices[].message.function_call.name", NULL, NULL, TRI_CELL_DEPRECATED },
  { SAID, "tool-call-arguments", "choices[].message.tool_calls[]<type=function>.function.arguments" },
  { SAID, "tool-call-arguments", "choices[].message.function_call.arguments", NULL, NULL, TRI_CELL_DEPRECATED },
  { SAID, "tool-calls", "choices[].message.function_call", NULL, NULL, TRI_CELL_DEPRECATED },
  { SAID, "tool-call-input", "choices[].message.tool_calls[]<type=custom>.custom.input" },
  { SAID, "answer-audio", "choices[].message.audio" },
  { SAID, "answer-audio", "choices[].message.audio.id" },
  { SAID, "answer-audio", "choices[].message.audio.expires_at" },
  { SAID, "answer-audio", "choices[].message.audio.data" },
  { SAID, "answer-audio", "choices[].message.audio.transcript" },

  BODY_CELLS (EVENT),
  { EVENT, "obfuscation", "obfuscation" },
  { EVENT, "delta", "choices[].delta" },
  { EVENT, "answer-role", "choices[].delta.role" },
  { EVENT, "text", "choices[].delta.content" },
  { EVENT, "refusal", "choices[].delta.refusal" },
  { EVENT, "tool-calls", "choices[].delta.tool_calls" },
  { EVENT, "tool-call-index", "choices[].delta.tool_calls[].index" },
  { EVENT, "tool-call-kind", "choices[].delta.tool_calls[].type", "\"function\"" },
  { EVENT, "tool-call-id", "choices[].delta.tool_calls[].id" },
  { EVENT, "tool-call-name", "choices[].delta.tool_calls[].function.name" },
  { EVENT, "tool-call-name", "choices[].delta.function_call.name", NULL, NULL, TRI_CELL_DEPRECATED },
  { EVENT, "tool-call-arguments", "choices[].delta.tool_calls[].function.arguments" },
  { EVENT, "tool-call-arguments", "choices[].delta.function_call.arguments", NULL, NULL, TRI_CELL_DEPRECATED },
  { EVENT, "tool-calls", "choices[].delta.function_call", NULL, NULL, TRI_CELL_DEPRECATED },
};

const TriCellTable tri_chat_cells = { cells, G_N_ELEMENTS (cells) };

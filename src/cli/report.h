/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the terminal says of a column: in words for people, or as JSON for scripts.
 */

#include "core/column.h"
#include "core/json-writer.h"

G_BEGIN_DECLS

/* The answer as text: text, refusals, reasoning and tool calls, each as what it is. (transfer full) */
char *tri_report_dup_answer (TriExchange *exchange);

/* The facts below an answer, a line each: end, why, usage, status, times; or what failed. (transfer full) */
char *tri_report_dup_facts (TriExchange *exchange);

/* The gaps as lines, "" if there are none. (transfer full) */
char *tri_report_dup_gaps (GPtrArray *gaps);

/* One column as a JSON object; the members are documented in triptych-cli(1). `gaps` as they were when it was sent. */
void tri_report_write_json (TriExchange *exchange, GPtrArray *gaps, TriJsonWriter *writer);

G_END_DECLS

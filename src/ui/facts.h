/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The quiet lines under every column, and the words for failures: an exchange told in one line each.
 *
 * Pure: no widgets. All strings are fit for the screen and translated; "–" stands where nothing is known yet.
 * `exchange` may be NULL (nothing was sent yet).
 */

#include "core/comparison.h"
#include "core/format.h"

G_BEGIN_DECLS

/* How serious an end is; the colour of its icon, which never stands alone. */
typedef enum
{
  TRI_TONE_NONE,
  TRI_TONE_RUNNING,
  TRI_TONE_GOOD,
  TRI_TONE_WARNING, /* there is an answer, but not all of it */
  TRI_TONE_FAILED
} TriTone;

TriTone tri_facts_get_tone (TriExchange *exchange);
const char *tri_facts_get_tone_icon (TriTone tone); /* NULL for none */

char *tri_facts_dup_end (TriExchange *exchange); /* "finish_reason: stop" (transfer full) */
/* "prompt_tokens 9 · completion_tokens 16" (transfer full) */
char *tri_facts_dup_tokens (TriColumn *column, TriExchange *exchange);
char *tri_facts_dup_usage (TriExchange *exchange); /* every count, one a line; NULL if there is none (transfer full) */

/* "200 OK · first byte 41 ms · …" for one of the column's attempts; of a series with the median and spread of the
 * total, "median 1.76 s of 5 (1.70–1.81 s)", in place of the attempt's own. (transfer full) */
char *tri_facts_dup_times (TriColumn *column, TriExchange *exchange);

/* What stands behind that line: the other medians, and why times are not the column's own. NULL if there is nothing to
 * say. (transfer full) */
char *tri_facts_dup_times_note (TriColumn *column, TriExchange *exchange);

/* How it differs from the baseline, "output tokens +23 · time −0.35 s". (transfer full) */
char *tri_facts_dup_difference (TriColumn *column, TriColumn *baseline);

/* What failed, where, and what can be done; for an answer why it ended so. NULL if there is nothing to say.
 * (transfer full) */
char *tri_facts_dup_note (TriExchange *exchange);

/* How the latest answers of all columns stand, for those who do not see them: "Waiting for 3 answers", "2 answers came,
 * 1 failed: Responses". NULL before anything was sent. (transfer full) */
char *tri_facts_dup_news (TriComparison *comparison);

/* "HTTP/1.1 200 OK", and headers as "Name: value" lines. (transfer full) */
char *tri_facts_dup_status_line (const TriRecord *record);
char *tri_facts_dup_headers (GPtrArray *headers);

G_END_DECLS

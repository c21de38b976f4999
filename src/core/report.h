/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the terminal and the reports say of a column, in words for people.
 */

#include "column.h"

G_BEGIN_DECLS

/* The answer as text: text, refusals, reasoning and tool calls, each as what it is. (transfer full) */
char *tri_report_dup_answer (TriExchange *exchange);

/* The facts below an answer, in groups, so that what means the same stands at the same height in all columns. */
typedef enum
{
  TRI_REPORT_END,   /* how it ended in that API's words, or what failed */
  TRI_REPORT_WHY,   /* the same for a newcomer, and oddities */
  TRI_REPORT_USAGE, /* in that API's words */
  TRI_REPORT_TIMES, /* status and times, and their spread over a series */
  TRI_N_REPORTS
} TriReportGroup;

/* One group, a line each, without a line end behind the last; "" if there is nothing to say. (transfer full) */
char *tri_report_dup_group (TriColumn *column, TriReportGroup group);

/* The gaps as lines, "" if there are none. (transfer full) */
char *tri_report_dup_gaps (GPtrArray *gaps);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How the answer of one column differs from that of another, in numbers: its tokens and its time.
 *
 * Only what both are known to have is compared. Of a series the time is the median. It says nothing of what the answers
 * mean, and nothing of whether the two were asked the same.
 */

#include "column.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_COUNT_INPUT,
  TRI_COUNT_OUTPUT,
  TRI_COUNT_TOTAL,
  TRI_N_COUNTS
} TriCount;

typedef struct
{
  gboolean has_tokens[TRI_N_COUNTS];
  gint64 tokens[TRI_N_COUNTS]; /* this one's less the baseline's */
  gboolean has_time;
  gint64 total_us; /* the same of the time until the answer was whole */
} TriDifference;

/* FALSE if there is nothing that could be compared. */
gboolean tri_column_compare (TriColumn *column, TriColumn *baseline, TriDifference *difference);

G_END_DECLS

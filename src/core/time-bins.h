/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How many things happened when, in few numbers: a histogram over time that grows with what is added and never holds
 * more than TRI_TIME_BINS counts, so that drawing a hundred thousand events costs as much as drawing a thousand.
 *
 * Adding costs constant time: when a time lies beyond the last bin, neighbours are joined and each bin stands for
 * twice as long. Invariant: the sum over all bins is the number of times added, and a bin is never off by more than
 * its own width. A bin is narrower than a thousandth of the latest time once that is over two milliseconds.
 */

#include <glib.h>

G_BEGIN_DECLS

#define TRI_TIME_BINS 2048u

/* A plain value: begin with zeroes (or tri_time_bins_clear()), nothing to free. */
typedef struct
{
  gint64 width_us;  /* of one bin; 0 before the first time */
  guint64 n;        /* how many were added */
  gint64 latest_us; /* the latest time */
  guint32 counts[TRI_TIME_BINS];
} TriTimeBins;

void tri_time_bins_clear (TriTimeBins *bins);

/* Times before 0 count as 0. */
void tri_time_bins_add (TriTimeBins *bins, gint64 at_us);

/* Spreads the bins over `n_pixels` pixels that stand for 0 to `span_us`: pixel i receives how many times lie within it.
 * What lies beyond the span falls into the last pixel. Returns the largest. A span or a number of 0 gives nothing. */
guint32 tri_time_bins_spread (const TriTimeBins *bins, gint64 span_us, guint32 *pixels, guint n_pixels);

G_END_DECLS

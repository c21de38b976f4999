/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Whether a few answers stand out from others by more than chance gives. Nothing here knows what an answer is.
 *
 * Two samples are compared: the original's and the converted's. How far they are from one another is a number from 0
 * (alike) to 1 (nothing in common):
 *
 *   of categories, the total variation distance of their frequencies: half of the sum of |share here − share there|
 *   of numbers, the surplus of pairs in which one side is larger (Cliff's delta, without its sign): 1 where every
 *   number of one side is larger than every number of the other
 *
 * Chance is exact, by the permutation test of Fisher and Pitman: of all ways to choose as many of the pooled answers as
 * there are of the converted, the share that is at least as far from the rest. If both requests mean the same, it does
 * not matter which answers are called the converted's, so a difference at that level is reported by mistake no more
 * often than that share says; whatever the distribution is, and however small the samples.
 *
 * Pure, and independent of the order within each sample. Counted, not drawn: no random numbers, and the same result
 * each time. Samples of up to a hundred take milliseconds.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double distance;      /* of the two samples */
  double self_distance; /* of two halves of the original, on the average of all ways to halve it; 0 if there is one */
  double chance;        /* see above; 1 where one of the samples is empty */
  double least_chance;  /* the smallest that samples of that size can have, however far they are */
} TriContrast;

/* `original[i]` and `converted[i]` are how often category i was seen. */
TriContrast tri_contrast_categories (const guint *original, const guint *converted, guint n_categories);

TriContrast tri_contrast_numbers (const gint64 *original, guint n_original, const gint64 *converted, guint n_converted);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time-bins.h"

#include <string.h>

void
tri_time_bins_clear (TriTimeBins *bins)
{
  memset (bins, 0, sizeof *bins);
}

static void
double_width (TriTimeBins *bins)
{
  for (guint i = 0; i < TRI_TIME_BINS / 2; i++)
    bins->counts[i] = bins->counts[2 * i] + bins->counts[2 * i + 1];
  memset (bins->counts + TRI_TIME_BINS / 2, 0, sizeof bins->counts / 2);
  bins->width_us *= 2;
}

void
tri_time_bins_add (TriTimeBins *bins, gint64 at_us)
{
  at_us = MAX (at_us, 0);
  if (bins->width_us == 0)
    bins->width_us = 1;
  while (at_us / bins->width_us >= TRI_TIME_BINS)
    double_width (bins);
  bins->counts[at_us / bins->width_us]++;
  bins->latest_us = MAX (bins->latest_us, at_us);
  bins->n++;
}

guint32
tri_time_bins_spread (const TriTimeBins *bins, gint64 span_us, guint32 *pixels, guint n_pixels)
{
  guint32 largest = 0;
  guint last;

  memset (pixels, 0, n_pixels * sizeof *pixels);
  if (span_us <= 0 || n_pixels == 0 || bins->n == 0)
    return 0;
  last = (guint) (bins->latest_us / bins->width_us);
  for (guint i = 0; i <= last; i++)
    {
      /* The middle of a bin stands for it; in floating point, because the product may not fit. */
      double at = ((double) i + 0.5) * (double) bins->width_us / (double) span_us * n_pixels;
      guint pixel = at >= n_pixels ? n_pixels - 1 : (guint) at;

      pixels[pixel] += bins->counts[i];
      largest = MAX (largest, pixels[pixel]);
    }
  return largest;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contrast.h"

#include <string.h>

/* How many ways there are to choose so and so many of all answers, by a whole number that the choice amounts to: the
 * distance times `scale`. */
typedef struct
{
  guint n_chosen; /* how many are chosen in the end */
  gsize n_sums;   /* of possible numbers, from 0 on */
  double *ways;   /* [chosen][number], row by row */
} Ways;

static void
ways_init (Ways *self, guint n_chosen, gsize n_sums)
{
  *self = (Ways){ n_chosen, n_sums, g_new0 (double, (n_chosen + 1) * n_sums) };
  self->ways[0] = 1;
}

static double *
get_row (Ways *self, guint chosen)
{
  return self->ways + chosen * self->n_sums;
}

static double
get_total (Ways *self)
{
  double *last = get_row (self, self->n_chosen);
  double total = 0;

  for (gsize sum = 0; sum < self->n_sums; sum++)
    total += last[sum];
  return total;
}

static double
choose (guint n, guint k)
{
  double ways = 1;

  for (guint i = 1; i <= k; i++)
    ways = ways * (n - k + i) / i;
  return ways;
}

static guint
greatest_divisor (guint a, guint b)
{
  return b == 0 ? a : greatest_divisor (b, a % b);
}

/* ---- Categories ---- */

/* Shares are compared as whole numbers, so that nothing depends on rounding. */
typedef struct
{
  guint a, b; /* what one of the chosen and one of the others weigh */
} Weights;

static Weights
get_weights (guint n_chosen, guint n_others)
{
  guint divisor = greatest_divisor (n_chosen, n_others);

  return (Weights){ n_others / divisor, n_chosen / divisor };
}

static gsize
get_share_difference (Weights weights, guint chosen, guint others)
{
  gint64 difference = (gint64) chosen * weights.a - (gint64) others * weights.b;

  return (gsize) ABS (difference);
}

/* Goes on to one more category, of which there are `count` in all. */
static void
add_category (Ways *self, Weights weights, guint count)
{
  g_autofree double *before = g_memdup2 (self->ways, sizeof (double) * (self->n_chosen + 1) * self->n_sums);

  memset (self->ways, 0, sizeof (double) * (self->n_chosen + 1) * self->n_sums);
  for (guint chosen = 0; chosen <= MIN (count, self->n_chosen); chosen++)
    {
      gsize more = get_share_difference (weights, chosen, count - chosen);
      double ways = choose (count, chosen);

      for (guint have = 0; have + chosen <= self->n_chosen; have++)
        {
          const double *from = before + have * self->n_sums;
          double *to = get_row (self, have + chosen);

          for (gsize sum = 0; sum + more < self->n_sums; sum++)
            to[sum + more] += from[sum] * ways;
        }
    }
}

/* All ways to choose `n_chosen` of the answers that are counted in `counts`. */
static Weights
count_categories (Ways *self, const guint *counts, guint n_categories, guint n_chosen, guint n_all)
{
  Weights weights = get_weights (n_chosen, n_all - n_chosen);

  ways_init (self, n_chosen, (gsize) n_chosen * weights.a + (gsize) (n_all - n_chosen) * weights.b + 1);
  for (guint i = 0; i < n_categories; i++)
    add_category (self, weights, counts[i]);
  return weights;
}

static double
get_self_distance (const guint *counts, guint n_categories, guint n_all)
{
  guint half = n_all / 2;
  Ways ways;
  double mean = 0;

  if (half == 0)
    return 0;
  count_categories (&ways, counts, n_categories, half, n_all);
  for (gsize sum = 0; sum < ways.n_sums; sum++)
    mean += get_row (&ways, half)[sum] * (double) sum;
  mean /= get_total (&ways) * (double) (ways.n_sums - 1);
  g_free (ways.ways);
  return mean;
}

TriContrast
tri_contrast_categories (const guint *original, const guint *converted, guint n_categories)
{
  TriContrast contrast = { 0, 0, 1, 1 };
  g_autofree guint *all = g_new (guint, n_categories + 1);
  guint n_original = 0, n_converted = 0;
  gsize found = 0;
  Weights weights;
  Ways ways;
  double as_far = 0;

  for (guint i = 0; i < n_categories; i++)
    {
      all[i] = original[i] + converted[i];
      n_original += original[i];
      n_converted += converted[i];
    }
  contrast.self_distance = get_self_distance (original, n_categories, n_original);
  if (n_original == 0 || n_converted == 0)
    return contrast;
  weights = count_categories (&ways, all, n_categories, n_converted, n_original + n_converted);
  for (guint i = 0; i < n_categories; i++)
    found += get_share_difference (weights, converted[i], original[i]);
  for (gsize sum = found; sum < ways.n_sums; sum++)
    as_far += get_row (&ways, n_converted)[sum];
  contrast.distance = (double) found / (double) (ways.n_sums - 1);
  contrast.chance = as_far / get_total (&ways);
  /* Samples of one size can change places. */
  contrast.least_chance = (n_original == n_converted ? 2 : 1) / choose (n_original + n_converted, n_converted);
  g_free (ways.ways);
  return contrast;
}

/* ---- Numbers ---- */

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Twice the rank of `number` among `sorted`, from 2 on; those that are equal share the middle of their ranks. */
static guint
get_double_rank (const gint64 *sorted, guint n, gint64 number)
{
  guint n_less = 0, n_equal = 0;

  for (guint i = 0; i < n; i++)
    {
      n_less += sorted[i] < number;
      n_equal += sorted[i] == number;
    }
  return 2 * n_less + n_equal + 1;
}

/* All ways to choose `n_chosen` of `numbers`, by the sum of their double ranks. */
static void
count_ranks (Ways *self, const gint64 *numbers, guint n, guint n_chosen)
{
  g_autofree gint64 *sorted = g_memdup2 (numbers, n * sizeof *numbers);

  qsort (sorted, n, sizeof *sorted, compare_numbers);
  ways_init (self, n_chosen, (gsize) 2 * n * n_chosen + 1);
  for (guint i = 0; i < n; i++)
    {
      guint rank = get_double_rank (sorted, n, sorted[i]);

      for (guint have = MIN (n_chosen, i + 1); have > 0; have--)
        {
          const double *from = get_row (self, have - 1);
          double *to = get_row (self, have);

          for (gsize sum = 0; sum + rank < self->n_sums; sum++)
            to[sum + rank] += from[sum];
        }
    }
}

/* How far a sum of double ranks of `n_chosen` of `n` numbers is from the middle; at the most n_chosen × others. */
static gsize
get_surplus (gsize sum, guint n_chosen, guint n)
{
  gint64 surplus = (gint64) sum - (gint64) n_chosen * (n + 1);

  return (gsize) ABS (surplus);
}

static double
get_self_distance_of_numbers (const gint64 *numbers, guint n)
{
  guint half = n / 2;
  Ways ways;
  double mean = 0;

  if (half == 0)
    return 0;
  count_ranks (&ways, numbers, n, half);
  for (gsize sum = 0; sum < ways.n_sums; sum++)
    if (get_row (&ways, half)[sum] > 0)
      mean += get_row (&ways, half)[sum] * (double) get_surplus (sum, half, n);
  mean /= get_total (&ways) * half * (n - half);
  g_free (ways.ways);
  return mean;
}

TriContrast
tri_contrast_numbers (const gint64 *original, guint n_original, const gint64 *converted, guint n_converted)
{
  TriContrast contrast = { 0, get_self_distance_of_numbers (original, n_original), 1, 1 };
  guint n = n_original + n_converted;
  g_autofree gint64 *all = g_new (gint64, n + 1);
  gsize sum = 0, found;
  Ways ways;
  double as_far = 0;

  if (n_original == 0 || n_converted == 0)
    return contrast;
  memcpy (all, original, n_original * sizeof *all);
  memcpy (all + n_original, converted, n_converted * sizeof *all);
  count_ranks (&ways, all, n, n_converted);
  for (guint i = 0; i < n_converted; i++)
    sum += get_double_rank (all, n, converted[i]);
  found = get_surplus (sum, n_converted, n);
  for (gsize each = 0; each < ways.n_sums; each++)
    if (get_surplus (each, n_converted, n) >= found)
      as_far += get_row (&ways, n_converted)[each];
  contrast.distance = (double) found / ((double) n_original * n_converted);
  contrast.chance = as_far / get_total (&ways);
  contrast.least_chance = 2 / choose (n, n_converted);
  g_free (ways.ways);
  return contrast;
}

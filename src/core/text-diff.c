/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-diff.h"

#include <string.h>

/* How far a search goes before it gives up: steps from either end, so that one search costs at most the square of it.
 */
#define MAX_STEPS 4000

typedef struct
{
  guint word; /* equal words have equal numbers */
  gsize start;
  gsize length;
} Token;

typedef struct
{
  const Token *a, *b;
  gboolean *only_a, *only_b; /* for each token */
  int *forward, *backward;   /* the furthest reach on each diagonal */
} Search;

/* A part of both texts that is still to be compared: tokens a0 to a1, b0 to b1. */
typedef struct
{
  int a0, a1, b0, b1;
} Box;

/* Words */

static gboolean
stands_alone (gunichar c)
{
  return g_unichar_iswide (c) || !(g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '_');
}

static gsize
get_token_bytes (const char *text)
{
  gunichar c = g_utf8_get_char (text);
  const char *p = g_utf8_next_char (text);

  if (g_unichar_isspace (c) && c != '\n')
    while (*p && *p != '\n' && g_unichar_isspace (g_utf8_get_char (p)))
      p = g_utf8_next_char (p);
  else if (!stands_alone (c))
    while (*p && !stands_alone (g_utf8_get_char (p)))
      p = g_utf8_next_char (p);
  return (gsize) (p - text);
}

static GArray *
split (const char *text, GHashTable *words)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (Token));

  for (const char *p = text; *p;)
    {
      Token token = { 0, (gsize) (p - text), get_token_bytes (p) };
      g_autofree char *word = g_strndup (p, token.length);

      token.word = GPOINTER_TO_UINT (g_hash_table_lookup (words, word));
      if (token.word == 0)
        {
          token.word = g_hash_table_size (words) + 1;
          g_hash_table_insert (words, g_steal_pointer (&word), GUINT_TO_POINTER (token.word));
        }
      g_array_append_val (tokens, token);
      p += token.length;
    }
  return tokens;
}

/* The search */

static void
mark_different (Search *search, const Box *box)
{
  for (int i = box->a0; i < box->a1; i++)
    search->only_a[i] = TRUE;
  for (int i = box->b0; i < box->b1; i++)
    search->only_b[i] = TRUE;
}

static void
trim (const Search *search, Box *box)
{
  while (box->a0 < box->a1 && box->b0 < box->b1 && search->a[box->a0].word == search->b[box->b0].word)
    {
      box->a0++;
      box->b0++;
    }
  while (box->a0 < box->a1 && box->b0 < box->b1 && search->a[box->a1 - 1].word == search->b[box->b1 - 1].word)
    {
      box->a1--;
      box->b1--;
    }
}

/* One step of the search from the front: how far each diagonal gets with one more difference. TRUE with the place where
 * it meets the search from the back. */
static gboolean
step_forward (const Search *search, const Box *box, int step, gboolean may_meet, int *x_out, int *y_out)
{
  int n = box->a1 - box->a0, m = box->b1 - box->b0, delta = n - m;
  int *f = search->forward, *r = search->backward;

  for (int k = -step; k <= step; k += 2)
    {
      int x, y;

      if (k < -m || k > n)
        continue;
      x = k == -step || (k != step && f[k - 1] < f[k + 1]) ? f[k + 1] : f[k - 1] + 1;
      y = x - k;
      if (x > n || y > m)
        {
          f[k] = x;
          continue;
        }
      while (x < n && y < m && search->a[box->a0 + x].word == search->b[box->b0 + y].word)
        {
          x++;
          y++;
        }
      f[k] = x;
      if (may_meet && k - delta >= -(step - 1) && k - delta <= step - 1 && f[k] + r[delta - k] >= n)
        {
          *x_out = x;
          *y_out = y;
          return TRUE;
        }
    }
  return FALSE;
}

/* The same from the back, counted from there. */
static gboolean
step_backward (const Search *search, const Box *box, int step, gboolean may_meet, int *x_out, int *y_out)
{
  int n = box->a1 - box->a0, m = box->b1 - box->b0, delta = n - m;
  int *f = search->forward, *r = search->backward;

  for (int k = -step; k <= step; k += 2)
    {
      int x, y;

      if (k < -m || k > n)
        continue;
      x = k == -step || (k != step && r[k - 1] < r[k + 1]) ? r[k + 1] : r[k - 1] + 1;
      y = x - k;
      if (x > n || y > m)
        {
          r[k] = x;
          continue;
        }
      while (x < n && y < m && search->a[box->a1 - 1 - x].word == search->b[box->b1 - 1 - y].word)
        {
          x++;
          y++;
        }
      r[k] = x;
      if (may_meet && delta - k >= -step && delta - k <= step && r[k] + f[delta - k] >= n)
        {
          *x_out = n - x;
          *y_out = m - y;
          return TRUE;
        }
    }
  return FALSE;
}

/* A place through which a shortest way leads; FALSE if it is not found soon enough. */
static gboolean
find_middle (const Search *search, const Box *box, int *x, int *y)
{
  int n = box->a1 - box->a0, m = box->b1 - box->b0;
  int most = MIN ((n + m + 1) / 2, MAX_STEPS);
  gboolean odd = (n - m) & 1;

  for (int k = -most - 1; k <= most + 1; k++)
    search->forward[k] = search->backward[k] = -1;
  search->forward[1] = search->backward[1] = 0;
  for (int step = 0; step <= most; step++)
    if (step_forward (search, box, step, odd, x, y) || step_backward (search, box, step, !odd, x, y))
      return TRUE;
  return FALSE;
}

/* The boxes that are left stand on a stack of their own: texts must not decide how deep the program's goes. */
static void
compare (Search *search, int n_a, int n_b)
{
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (Box));
  Box whole = { 0, n_a, 0, n_b };

  g_array_append_val (boxes, whole);
  while (boxes->len > 0)
    {
      Box box = g_array_index (boxes, Box, boxes->len - 1), left, right;
      int x, y;

      g_array_set_size (boxes, boxes->len - 1);
      trim (search, &box);
      left = right = box;
      if (box.a0 == box.a1 || box.b0 == box.b1 || !find_middle (search, &box, &x, &y))
        {
          mark_different (search, &box);
          continue;
        }
      left.a1 = right.a0 = box.a0 + x;
      left.b1 = right.b0 = box.b0 + y;
      if ((left.a0 == left.a1 && left.b0 == left.b1) || (right.a0 == right.a1 && right.b0 == right.b1))
        {
          mark_different (search, &box); /* no progress: all of the box is one change */
          continue;
        }
      g_array_append_val (boxes, right);
      g_array_append_val (boxes, left);
    }
}

/* Runs */

static void
append_run (GArray *runs, TriDiffKind kind, const Token *tokens, guint first, guint end)
{
  TriDiffRun run = { kind, tokens[first].start, tokens[end - 1].start + tokens[end - 1].length - tokens[first].start };

  g_array_append_val (runs, run);
}

static gboolean
is_blank (const char *text, const Token *token)
{
  return g_unichar_isspace (g_utf8_get_char (text + token->start));
}

/* Takes blanks that stand alone between two changes into them, where both texts have a change there. */
static void
join_changes (Search *search, const char *b, guint n_a, guint n_b)
{
  for (guint i = 0, j = 0; i < n_a || j < n_b;)
    {
      guint first_i = i, first_j = j, end_i, end_j;
      gboolean more_a, more_b;

      while (i < n_a && search->only_a[i])
        i++;
      while (j < n_b && search->only_b[j])
        j++;
      for (end_i = i, end_j = j; end_i < n_a && end_j < n_b && !search->only_a[end_i] && !search->only_b[end_j]
                                 && is_blank (b, &search->b[end_j]);
           end_i++)
        end_j++;
      more_a = end_i < n_a && search->only_a[end_i];
      more_b = end_j < n_b && search->only_b[end_j];
      if ((i > first_i || j > first_j) && (more_a || more_b) && (i > first_i || more_a) && (j > first_j || more_b))
        mark_different (search, &(Box){ (int) i, (int) end_i, (int) j, (int) end_j });
      i = end_i;
      j = end_j;
      if (!more_a && !more_b && i < n_a && j < n_b) /* a word that is the same */
        {
          i++;
          j++;
        }
    }
}

static GArray *
list_runs (const Search *search, guint n_a, guint n_b)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (TriDiffRun));

  for (guint i = 0, j = 0; i < n_a || j < n_b;)
    {
      guint first_i = i, first_j = j;

      while (i < n_a && search->only_a[i])
        i++;
      while (j < n_b && search->only_b[j])
        j++;
      if (i > first_i)
        append_run (runs, TRI_DIFF_ONLY_A, search->a, first_i, i);
      if (j > first_j)
        append_run (runs, TRI_DIFF_ONLY_B, search->b, first_j, j);
      first_j = j;
      for (; i < n_a && j < n_b && !search->only_a[i] && !search->only_b[j]; i++)
        j++;
      if (j > first_j)
        append_run (runs, TRI_DIFF_SAME, search->b, first_j, j);
    }
  return runs;
}

GArray *
tri_text_diff (const char *a, const char *b)
{
  g_autoptr (GHashTable) words = NULL;
  g_autoptr (GArray) tokens_a = NULL;
  g_autoptr (GArray) tokens_b = NULL;
  g_autofree gboolean *only_a = NULL;
  g_autofree gboolean *only_b = NULL;
  g_autofree int *reach = NULL;
  Search search;
  GArray *runs;

  if (strlen (a) > TRI_TEXT_DIFF_MAX_BYTES || strlen (b) > TRI_TEXT_DIFF_MAX_BYTES)
    return NULL;
  words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  tokens_a = split (a, words);
  tokens_b = split (b, words);
  only_a = g_new0 (gboolean, tokens_a->len + 1);
  only_b = g_new0 (gboolean, tokens_b->len + 1);
  reach = g_new (int, 2 * (2 * MAX_STEPS + 5));
  search = (Search){ (const Token *) (gpointer) tokens_a->data,
                     (const Token *) (gpointer) tokens_b->data,
                     only_a,
                     only_b,
                     reach + MAX_STEPS + 2,
                     reach + 3 * MAX_STEPS + 7 };
  compare (&search, (int) tokens_a->len, (int) tokens_b->len);
  join_changes (&search, b, tokens_a->len, tokens_b->len);
  runs = list_runs (&search, tokens_a->len, tokens_b->len);
  return runs;
}

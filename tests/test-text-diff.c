/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Differences by words: what people read, and the laws on thousands of random pairs; the shortest way is checked
 * against the simple algorithm that is too slow for anything else.
 */

#include <string.h>

#include "core/text-diff.h"

/* The sanitizers make each allocation slow, and a word is one. */
#ifdef __SANITIZE_ADDRESS__
#define MANY_WORDS 12000u
#else
#define MANY_WORDS 100000u
#endif

static const char *
get_text (const TriDiffRun *run, const char *a, const char *b)
{
  return run->kind == TRI_DIFF_ONLY_A ? a : b;
}

/* Applying the runs gives either text. */
static void
check_laws (const char *a, const char *b, GArray *runs)
{
  g_autoptr (GString) one = g_string_new (NULL);
  g_autoptr (GString) other = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      const TriDiffRun *run = &g_array_index (runs, TriDiffRun, i);
      const char *text = get_text (run, a, b) + run->start;

      g_assert_cmpuint (run->length, >, 0);
      g_assert_true (g_utf8_validate (text, (gssize) run->length, NULL));
      g_assert_true (i == 0 || run->kind != g_array_index (runs, TriDiffRun, i - 1).kind);
      if (run->kind != TRI_DIFF_ONLY_B)
        g_string_append_len (one, text, (gssize) run->length);
      if (run->kind != TRI_DIFF_ONLY_A)
        g_string_append_len (other, text, (gssize) run->length);
    }
  g_assert_cmpstr (one->str, ==, a);
  g_assert_cmpstr (other->str, ==, b);
}

static GArray *
diff (const char *a, const char *b)
{
  GArray *runs = tri_text_diff (a, b);

  g_assert_nonnull (runs);
  check_laws (a, b, runs);
  return runs;
}

static const struct
{
  const char *a, *b;
  const char *expected; /* [only in a] {only in b} */
} rows[] = {
  { "", "", "" },
  { "", "new", "{new}" },
  { "old", "", "[old]" },
  { "same words", "same words", "same words" },
  { "a small unicorn slept", "a tiny unicorn slept", "a [small]{tiny} unicorn slept" },
  { "one two three four", "one three four", "one [two ]three four" },
  { "one two", "one two!", "one two{!}" },
  { "a big old cat", "a tiny new cat", "a [big old]{tiny new} cat" },
  { "Hello there", "Hello, **there**", "Hello{,} {**}there{**}" },
  { "a b", "x y", "[a b]{x y}" },
  { "don't", "don’t", "don[']{’}t" },
  { "line\none", "line\ntwo", "line\n[one]{two}" },
  { "世界和平", "世界平安", "世界[和]平{安}" },
  { "Über naïve", "Uber naïve", "[Über]{Uber} naïve" },
  { "abc", "abcd", "[abc]{abcd}" },
  { "x", "y", "[x]{y}" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) runs = diff (rows[i].a, rows[i].b);
      g_autoptr (GString) found = g_string_new (NULL);

      for (guint j = 0; j < runs->len; j++)
        {
          const TriDiffRun *run = &g_array_index (runs, TriDiffRun, j);
          static const char *const open[] = { "", "[", "{" }, *const close[] = { "", "]", "}" };

          g_string_append (found, open[run->kind]);
          g_string_append_len (found, get_text (run, rows[i].a, rows[i].b) + run->start, (gssize) run->length);
          g_string_append (found, close[run->kind]);
        }
      g_assert_cmpstr (found->str, ==, rows[i].expected);
    }
}

/* The number of letters, each standing alone, that both have in common in order. */
static guint
count_common (const char *a, const char *b)
{
  guint n_b = (guint) strlen (b);
  g_autofree guint *row = g_new0 (guint, n_b + 1);

  for (; *a; a++)
    {
      guint corner = 0;

      for (guint j = 1; j <= n_b; j++)
        {
          guint above = row[j];

          row[j] = *a == b[j - 1] ? corner + 1 : MAX (row[j], row[j - 1]);
          corner = above;
        }
    }
  return row[n_b];
}

static char *
dup_random (GRand *rand, guint max, const char *letters)
{
  guint n = (guint) g_rand_int_range (rand, 0, (gint) max);
  char *text = g_malloc (n + 1);

  for (guint i = 0; i < n; i++)
    text[i] = letters[g_rand_int_range (rand, 0, (gint) strlen (letters))];
  text[n] = '\0';
  return text;
}

static void
test_shortest (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *a = dup_random (rand, 40, "+-*/");
      g_autofree char *b = dup_random (rand, 40, "+-*/");
      g_autoptr (GArray) runs = diff (a, b);
      gsize same = 0;

      for (guint j = 0; j < runs->len; j++)
        if (g_array_index (runs, TriDiffRun, j).kind == TRI_DIFF_SAME)
          same += g_array_index (runs, TriDiffRun, j).length;
      g_assert_cmpuint (same, ==, count_common (a, b));
    }
}

static void
test_random_words (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *a = dup_random (rand, 120, "ab  \n.,");
      g_autofree char *b = dup_random (rand, 120, "ab  \n.,");
      g_autoptr (GArray) runs = diff (a, b);
    }
}

static void
test_hostile (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (13);
  g_autoptr (GString) a = g_string_new (NULL);
  g_autoptr (GString) b = g_string_new (NULL);
  g_autoptr (GString) changed = NULL;
  g_autoptr (GArray) nothing_common = NULL;
  g_autoptr (GArray) one_word = NULL;
  g_autoptr (GArray) swapped = NULL;

  /* A hundred thousand words each, and none of them, or all but one, the same. */
  for (guint i = 0; i < MANY_WORDS; i++)
    {
      g_string_append_printf (a, "%u ", g_rand_int_range (rand, 0, 5000));
      g_string_append_printf (b, "%u ", g_rand_int_range (rand, 0, 5000));
    }
  changed = g_string_new (a->str);
  g_string_insert (changed, (gssize) changed->len / 2, " else ");
  nothing_common = diff (a->str, b->str);
  one_word = diff (a->str, changed->str);
  g_assert_cmpuint (one_word->len, <=, 5);
  g_string_append_len (changed, b->str, (gssize) b->len / 8);
  swapped = diff (changed->str, a->str);

  g_string_set_size (a, TRI_TEXT_DIFF_MAX_BYTES);
  memset (a->str, '+', a->len);
  g_string_set_size (b, TRI_TEXT_DIFF_MAX_BYTES);
  memset (b->str, '-', b->len);
  g_array_unref (diff (a->str, b->str));
  g_string_append_c (a, '+');
  g_assert_null (tri_text_diff (a->str, "x"));
  g_assert_null (tri_text_diff ("x", a->str));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-diff/rows", test_rows);
  g_test_add_func ("/text-diff/shortest", test_shortest);
  g_test_add_func ("/text-diff/words", test_random_words);
  g_test_add_func ("/text-diff/hostile", test_hostile);
  return g_test_run ();
}

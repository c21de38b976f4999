/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proof.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "text.h"

/* Of free words there are as many as answers; what follows is told by their number alone. */
#define MAX_SHOWN_VALUES 8u

static const struct
{
  const char *id, *label;
} likenesses[] = {
  [TRI_LIKENESS_SAME] = { "same", N_ ("the same") },
  [TRI_LIKENESS_NOT_DIFFERENT] = { "not-different", N_ ("not different") },
  [TRI_LIKENESS_TOO_FEW] = { "too-few", N_ ("too few to tell") },
  [TRI_LIKENESS_DIFFERENT] = { "different", N_ ("different") },
  [TRI_LIKENESS_NOT_COMPARED] = { "not-compared", N_ ("not compared") },
};

static const char *const verdicts[] = { "no-difference", "different", "undecided" };

const char *
tri_likeness_get_id (TriLikeness likeness)
{
  return likenesses[likeness].id;
}

const char *
tri_likeness_get_label (TriLikeness likeness)
{
  return _ (likenesses[likeness].label);
}

const char *
tri_proof_verdict_get_id (TriProofVerdict verdict)
{
  return verdicts[verdict];
}

/* ---- One aspect ---- */

static void
value_free (gpointer data)
{
  TriProofValue *value = data;

  g_free (value->word);
  g_free (value);
}

static void
row_free (gpointer data)
{
  TriProofRow *row = data;

  g_clear_pointer (&row->values, g_ptr_array_unref);
  g_free (row->broken_original);
  g_free (row->broken_converted);
  g_free (row);
}

static TriLikeness
judge (const TriProofRow *row, gboolean is_same)
{
  const TriContrast *contrast = &row->contrast;

  if (row->n_original == 0 || row->n_converted == 0)
    return TRI_LIKENESS_NOT_COMPARED;
  if (is_same)
    return TRI_LIKENESS_SAME;
  if (contrast->distance <= contrast->self_distance)
    return TRI_LIKENESS_NOT_DIFFERENT;
  if (contrast->chance * TRI_PROOF_ONE_IN <= 1)
    return TRI_LIKENESS_DIFFERENT;
  return contrast->least_chance * TRI_PROOF_ONE_IN > 1 ? TRI_LIKENESS_TOO_FEW : TRI_LIKENESS_NOT_DIFFERENT;
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const TriProofValue *x = *(TriProofValue *const *) a, *y = *(TriProofValue *const *) b;
  guint n_x = x->n_original + x->n_converted, n_y = y->n_original + y->n_converted;

  return n_x != n_y ? (n_x < n_y) - (n_x > n_y) : strcmp (x->word, y->word);
}

static void
count_words (GPtrArray *observations, TriAspect aspect, gboolean is_converted, GHashTable *counts)
{
  for (guint i = 0; i < observations->len; i++)
    {
      const char *word = ((TriObservation *) observations->pdata[i])->words[aspect];
      TriProofValue *value = word ? g_hash_table_lookup (counts, word) : NULL;

      if (!word)
        continue;
      if (!value)
        {
          value = g_new0 (TriProofValue, 1);
          value->word = g_strdup (word);
          g_hash_table_insert (counts, value->word, value);
        }
      value->n_original += !is_converted;
      value->n_converted += is_converted;
    }
}

static char *
dup_first_broken (GPtrArray *observations, TriAspect aspect)
{
  const char *first = NULL;

  for (guint i = 0; i < observations->len; i++)
    {
      const TriObservation *observation = observations->pdata[i];
      const char *broken = aspect == TRI_ASPECT_FORMAT                ? observation->broken_form
                           : aspect == TRI_ASPECT_ARGUMENTS_BY_SCHEMA ? observation->broken_arguments
                                                                      : NULL;

      if (broken && (!first || strcmp (broken, first) < 0))
        first = broken;
    }
  return g_strdup (first);
}

static void
compare_words (TriProofRow *row, GPtrArray *original, GPtrArray *converted)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree guint *originals = NULL;
  g_autofree guint *converteds = NULL;
  GHashTableIter iter;
  gpointer value;

  row->values = g_ptr_array_new_with_free_func (value_free);
  count_words (original, row->aspect, FALSE, counts);
  count_words (converted, row->aspect, TRUE, counts);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (row->values, value);
  g_ptr_array_sort (row->values, compare_values);
  originals = g_new0 (guint, row->values->len + 1);
  converteds = g_new0 (guint, row->values->len + 1);
  for (guint i = 0; i < row->values->len; i++)
    {
      const TriProofValue *each = row->values->pdata[i];

      row->n_original += originals[i] = each->n_original;
      row->n_converted += converteds[i] = each->n_converted;
    }
  row->contrast = tri_contrast_categories (originals, converteds, row->values->len);
  row->likeness = judge (row, row->values->len == 1);
  row->broken_original = dup_first_broken (original, row->aspect);
  row->broken_converted = dup_first_broken (converted, row->aspect);
}

static int
compare_numbers_by_size (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Element type gint64, those that were said, sorted. (transfer full) */
static GArray *
list_numbers (GPtrArray *observations, TriAspect aspect)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < observations->len; i++)
    {
      gint64 number = ((TriObservation *) observations->pdata[i])->numbers[aspect - TRI_N_WORD_ASPECTS];

      if (number >= 0)
        g_array_append_val (numbers, number);
    }
  g_array_sort (numbers, compare_numbers_by_size);
  return numbers;
}

static TriProofSpread
get_spread (GArray *sorted)
{
  const gint64 *numbers = (const gint64 *) (gpointer) sorted->data;
  guint n = sorted->len;

  return n == 0 ? (TriProofSpread){ 0, -1, -1, -1 }
                : (TriProofSpread){ n, numbers[0], numbers[(n - 1) / 2], numbers[n - 1] };
}

static void
compare_numbers (TriProofRow *row, GPtrArray *original, GPtrArray *converted)
{
  g_autoptr (GArray) originals = list_numbers (original, row->aspect);
  g_autoptr (GArray) converteds = list_numbers (converted, row->aspect);

  row->original = get_spread (originals);
  row->converted = get_spread (converteds);
  row->n_original = originals->len;
  row->n_converted = converteds->len;
  row->contrast = tri_contrast_numbers ((const gint64 *) (gpointer) originals->data, originals->len,
                                        (const gint64 *) (gpointer) converteds->data, converteds->len);
  row->likeness
      = judge (row, row->original.lowest == row->original.highest && row->converted.lowest == row->converted.highest
                        && row->original.lowest == row->converted.lowest);
}

/* Whether there is anything to be said of an aspect: that nothing was thought of by a model that does not is nothing.
 */
static gboolean
is_worth_a_row (const TriProofRow *row)
{
  if (row->aspect == TRI_ASPECT_REASONING_TOKENS && row->original.highest <= 0 && row->converted.highest <= 0)
    return FALSE;
  return row->n_original + row->n_converted > 0;
}

static TriProofRow *
row_new (TriAspect aspect, GPtrArray *original, GPtrArray *converted)
{
  TriProofRow *row = g_new0 (TriProofRow, 1);

  row->aspect = aspect;
  if (aspect < TRI_N_WORD_ASPECTS)
    compare_words (row, original, converted);
  else
    compare_numbers (row, original, converted);
  return row;
}

/* ---- All ---- */

static TriProofText
find_text (GPtrArray *observations)
{
  TriProofText text = { NULL, 0, 0, 0 };
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  const char *most = NULL;

  for (guint i = 0; i < observations->len; i++)
    {
      const char *each = ((TriObservation *) observations->pdata[i])->text;
      guint n;

      if (!each)
        continue;
      n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, each)) + 1;
      g_hash_table_insert (counts, (gpointer) each, GUINT_TO_POINTER (n));
      text.n_answers++;
      if (n > text.n_with_it || (n == text.n_with_it && strcmp (each, most) < 0))
        {
          most = each;
          text.n_with_it = n;
        }
    }
  text.text = g_strdup (most);
  text.n_texts = g_hash_table_size (counts);
  return text;
}

static TriProofVerdict
sum_up (const TriProof *self)
{
  TriProofVerdict verdict
      = self->original.n_answers > 0 && self->converted.n_answers > 0 ? TRI_PROOF_NO_DIFFERENCE : TRI_PROOF_UNDECIDED;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const TriProofRow *row = self->rows->pdata[i];

      if (row->likeness == TRI_LIKENESS_DIFFERENT)
        return TRI_PROOF_DIFFERENT;
      if (row->likeness == TRI_LIKENESS_TOO_FEW)
        verdict = TRI_PROOF_UNDECIDED;
    }
  return verdict;
}

TriProof *
tri_proof_new (GPtrArray *original, GPtrArray *converted)
{
  TriProof *self = g_new0 (TriProof, 1);

  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->n_original = original->len;
  self->n_converted = converted->len;
  for (guint aspect = 0; aspect < TRI_N_ASPECTS; aspect++)
    {
      TriProofRow *row = row_new (aspect, original, converted);

      if (is_worth_a_row (row))
        g_ptr_array_add (self->rows, row);
      else
        row_free (row);
    }
  self->original = find_text (original);
  self->converted = find_text (converted);
  self->verdict = sum_up (self);
  return self;
}

void
tri_proof_free (TriProof *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->rows);
  g_free (self->original.text);
  g_free (self->converted.text);
  g_free (self);
}

/* ---- In words ---- */

static char *
dup_measures (const TriContrast *contrast)
{
  /* Translators: distances from 0 (alike) to 1 (nothing in common), and a share. */
  return g_strdup_printf (_ ("Distance %.2f; halves of the original from each other %.2f; by chance in %.1f %% of "
                             "cases."),
                          contrast->distance, contrast->self_distance, contrast->chance * 100);
}

char *
tri_proof_row_dup_reason (const TriProofRow *row)
{
  g_autofree char *measures = dup_measures (&row->contrast);
  const char *first = "";
  GString *text = g_string_new (NULL);

  switch (row->likeness)
    {
    case TRI_LIKENESS_SAME:
      g_string_append (text, _ ("The same in all answers."));
      return g_string_free (text, FALSE);
    case TRI_LIKENESS_NOT_COMPARED:
      g_string_append (text, row->n_original == 0 ? _ ("The answers to the original have nothing of it.")
                                                  : _ ("The answers to the converted request have nothing of it."));
      return g_string_free (text, FALSE);
    case TRI_LIKENESS_NOT_DIFFERENT:
      first = _ ("No farther apart than chance gives.");
      break;
    case TRI_LIKENESS_TOO_FEW:
      first = _ ("So few answers cannot tell a difference from chance; more rounds can.");
      break;
    case TRI_LIKENESS_DIFFERENT:
    default:
      first = _ ("Farther apart than the original is from itself.");
      break;
    }
  tri_text_append_sentence (text, first);
  tri_text_append_sentence (text, measures);
  return g_string_free (text, FALSE);
}

static char *
dup_seen_numbers (const TriProofSpread *spread)
{
  if (spread->n == 0)
    return g_strdup (_ ("not said"));
  if (spread->lowest == spread->highest)
    return g_strdup_printf ("%" G_GINT64_FORMAT, spread->lowest);
  /* Translators: numbers of tokens. */
  return g_strdup_printf (_ ("%ld–%ld, half of them up to %ld"), (glong) spread->lowest, (glong) spread->highest,
                          (glong) spread->median);
}

char *
tri_proof_row_dup_seen (const TriProofRow *row, gboolean is_converted)
{
  const char *broken = is_converted ? row->broken_converted : row->broken_original;
  guint n = is_converted ? row->n_converted : row->n_original, n_values = 0;
  g_autoptr (GString) out = g_string_new (NULL);

  if (!row->values)
    return dup_seen_numbers (is_converted ? &row->converted : &row->original);
  if (n == 0)
    return g_strdup (_ ("nothing"));
  for (guint i = 0; i < row->values->len; i++)
    {
      const TriProofValue *value = row->values->pdata[i];
      guint count = is_converted ? value->n_converted : value->n_original;
      g_autofree char *shown = tri_aspect_dup_shown (row->aspect, value->word);

      n_values += count > 0;
      if (count > 0 && n_values <= MAX_SHOWN_VALUES)
        g_string_append_printf (out, "%s%s ×%u", out->len > 0 ? "\n" : "", shown, count);
    }
  if (n_values > MAX_SHOWN_VALUES)
    {
      guint n_more = n_values - MAX_SHOWN_VALUES;

      g_string_append_c (out, '\n');
      g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "… and %u more", "… and %u more", n_more), n_more);
    }
  if (broken)
    g_string_append_printf (out, "\n%s", broken);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static guint
count_rows (const TriProof *self, TriLikeness likeness)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    n += ((const TriProofRow *) self->rows->pdata[i])->likeness == likeness;
  return n;
}

char *
tri_proof_dup_verdict (const TriProof *self)
{
  guint n = count_rows (self, TRI_LIKENESS_DIFFERENT);

  if (self->verdict == TRI_PROOF_DIFFERENT)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "The converted request differs from the original in %u aspect by more than "
                                         "the original differs from itself.",
                                         "The converted request differs from the original in %u aspects by more than "
                                         "the original differs from itself.",
                                         n),
                            n);
  if (self->verdict == TRI_PROOF_NO_DIFFERENCE)
    return g_strdup (_ ("No difference was found that is larger than that of the original from itself."));
  if (self->original.n_answers == 0 && self->converted.n_answers == 0)
    return g_strdup (_ ("Nothing can be said: no call was answered."));
  if (self->original.n_answers == 0)
    return g_strdup (_ ("Nothing can be said: no call with the original was answered."));
  if (self->converted.n_answers == 0)
    return g_strdup (_ ("Nothing can be said: no call with the converted request was answered."));
  return g_strdup (_ ("Nothing can be said: there are too few answers; more rounds can tell."));
}

char *
tri_proof_dup_text_note (const TriProof *self)
{
  const TriProofText *original = &self->original, *converted = &self->converted;
  g_autoptr (GString) text = g_string_new (_ ("Text is not judged: other words can say the same."));
  g_autofree char *counts = NULL;

  if (original->n_texts == 1 && converted->n_texts == 1 && g_str_equal (original->text, converted->text))
    tri_text_append_sentence (text, _ ("It is the same in all answers."));
  else if (original->n_answers > 0 && converted->n_answers > 0)
    {
      /* Translators: the first two numbers are of texts and answers, and so are the last two. */
      counts = g_strdup_printf (
          _ ("Different texts: %u in %u answers to the original, %u in %u to the converted request."),
          original->n_texts, original->n_answers, converted->n_texts, converted->n_answers);
      tri_text_append_sentence (text, counts);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

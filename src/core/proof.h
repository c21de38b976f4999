/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Whether a converted request got the same answers as the original: a judgment over what was observed.
 *
 * Answers of models differ from call to call. So the original is asked twice as often as the converted, and "different"
 * is said of an aspect only where both holds: the converted is farther from the original than halves of the original
 * are from each other, and at most one in TRI_PROOF_ONE_IN ways to choose as many of all answers would be as far from
 * the rest (contrast.h). With two rounds that cannot be reached, whatever came: then "too few" is said. Equal is not
 * proven by it; it says that nothing was seen that chance does not give.
 *
 * What is observed of each aspect stands in observation.h.
 *
 * Text is not judged: other words can say the same. It is given for people to read, with the words that differ.
 *
 * Pure. What is said does not depend on the order of the observations.
 */

#include "contrast.h"
#include "observation.h"

G_BEGIN_DECLS

#define TRI_PROOF_ONE_IN 40

typedef enum
{
  TRI_LIKENESS_SAME,          /* one and the same in all answers */
  TRI_LIKENESS_NOT_DIFFERENT, /* they differ, but no more than chance gives */
  TRI_LIKENESS_TOO_FEW,       /* they differ, and so few answers cannot tell */
  TRI_LIKENESS_DIFFERENT,
  TRI_LIKENESS_NOT_COMPARED /* one of the two has nothing of it */
} TriLikeness;

const char *tri_likeness_get_id (TriLikeness likeness);    /* "not-different"; stable */
const char *tri_likeness_get_label (TriLikeness likeness); /* translated */

/* A value of an aspect, and in how many answers of each it was seen. */
typedef struct
{
  char *word;
  guint n_original, n_converted;
} TriProofValue;

typedef struct
{
  guint n;                        /* numbers that were said; the others are −1 if there is none */
  gint64 lowest, median, highest; /* the median of an even number is the lower one */
} TriProofSpread;

typedef struct
{
  TriAspect aspect;
  TriLikeness likeness;
  TriContrast contrast;
  guint n_original, n_converted;            /* answers that it was observed in */
  GPtrArray *values;                        /* TriProofValue, the most frequent first; NULL for numbers */
  TriProofSpread original, converted;       /* for numbers */
  char *broken_original, *broken_converted; /* the first in alphabet of what is broken in a schema; NULL */
} TriProofRow;

/* One in words. (transfer full) */
char *tri_proof_row_dup_reason (const TriProofRow *row);                   /* why it was found so */
char *tri_proof_row_dup_seen (const TriProofRow *row, gboolean converted); /* lines: "stop ×5" */

/* The text that most answers of a kind have (of several as frequent the first in alphabet). */
typedef struct
{
  char *text; /* NULL if there was no answer */
  guint n_with_it, n_texts, n_answers;
} TriProofText;

typedef enum
{
  TRI_PROOF_NO_DIFFERENCE, /* every aspect is the same or not different */
  TRI_PROOF_DIFFERENT,     /* one at least is different */
  TRI_PROOF_UNDECIDED      /* none is, but one of the two was never answered, or too few answers cannot tell */
} TriProofVerdict;

typedef struct
{
  GPtrArray *rows;               /* TriProofRow, of the aspects that there was anything of */
  guint n_original, n_converted; /* calls observed, answered or not */
  TriProofText original, converted;
  TriProofVerdict verdict;
} TriProof;

/* `original` and `converted` hold TriObservation, and may be empty. (transfer full) */
TriProof *tri_proof_new (GPtrArray *original, GPtrArray *converted);
void tri_proof_free (TriProof *proof);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriProof, tri_proof_free)

const char *tri_proof_verdict_get_id (TriProofVerdict verdict); /* "no-difference"; stable */

/* What it amounts to, in a translated sentence or two; and how many texts came. (transfer full) */
char *tri_proof_dup_verdict (const TriProof *proof);
char *tri_proof_dup_text_note (const TriProof *proof);

G_END_DECLS

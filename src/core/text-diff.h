/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * In which words two texts differ: the shortest way from one to the other by Myers' algorithm, in linear space.
 *
 * Words, blanks and signs are compared whole; scripts without blanks between words are compared by letters. Blanks that
 * alone are the same between two changes are taken into them, because nobody reads a difference word, blank, word.
 *
 * Laws: the runs' parts of the first text are the first text, those of the second the second; where a run is the same
 * in both, its parts are equal. Work is bounded: where texts have next to nothing in common, the search gives up there
 * and says that all of that part is different, which is then nearly true.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_DIFF_SAME,
  TRI_DIFF_ONLY_A,
  TRI_DIFF_ONLY_B
} TriDiffKind;

/* `start` and `length` in bytes: of text A for ONLY_A, otherwise of text B. */
typedef struct
{
  TriDiffKind kind;
  gsize start;
  gsize length;
} TriDiffRun;

/* More than this of either text is not compared. */
#define TRI_TEXT_DIFF_MAX_BYTES (1024u * 1024)

/* Compares valid UTF-8. Element type TriDiffRun; two empty texts have none; equal ones have one. NULL if one of them is
 * longer than TRI_TEXT_DIFF_MAX_BYTES. (transfer full) */
GArray *tri_text_diff (const char *a, const char *b);

G_END_DECLS

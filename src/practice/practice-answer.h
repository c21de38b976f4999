/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the practice server answers to a talk, and where that text ends.
 *
 * The text depends on the talk's instructions, turns and text alone, so that every endpoint gives the same one. It
 * always says first what it is: "[practice server] " stands before a known answer as before an explanation; before a
 * continuation, whose own first character is a blank, it is " [practice server]". It never claims to be a model.
 *
 * Also the counting of practice tokens (declared in practice-server.h): white space belongs to the token that follows
 * it, and to the last token at the end of the text. Marks, joiners and emoji modifiers belong to the character before
 * them, so that no cut falls within what people see as one character.
 */

#include "practice-talk.h"

G_BEGIN_DECLS

typedef struct
{
  char *text;
  GArray *ends;    /* of gsize: where each piece that is streamed ends in `text`, the last one at its end */
  guint n_tokens;  /* practice tokens generated: an echoed prompt is one piece, but no generated token */
  gboolean is_cut; /* the limit came before the end */
} TriPracticeAnswer;

/* `echo`: a prompt to be repeated before the answer, or NULL. `limit`: in tokens, −1 for none. `stop`: sequences before
 * the first of which the answer ends, or NULL. (transfer full) */
TriPracticeAnswer *
tri_practice_answer_new (const TriPracticeTalk *talk, const char *echo, gint64 limit, const char *const *stop);
void tri_practice_answer_free (TriPracticeAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriPracticeAnswer, tri_practice_answer_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Why an API refused a request (a 400 body), which row of the Rosetta table it is about, and how to mend the request.
 * What a request cannot mend (a key, a quota, an address, a server that failed) is explained too: the fix is advice.
 *
 * Known are the sentences of OpenAI's live API as they were measured in autumn 2026, and those of the practice server,
 * which are the same. A sentence of another server is matched as far as it speaks alike; what is not known is said to
 * be so, never guessed at. A key that the error repeats is masked in everything that is said of it.
 *
 * Pure, and safe in any thread.
 */

#include "formats.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id; /* of the kind of refusal, stable: "moved", "unknown-parameter"; "unknown" if it is none of them */
  const char *meaning; /* the id of a meaning, or NULL */
  char *param;         /* the path it is about, or NULL */
  char *message;       /* the API's own words */
  char *cause;         /* translated, for people */
  char *fix;           /* translated: what to do; advice where it cannot be applied */
  gboolean can_apply;  /* tri_explain_apply() can do it, with the values of TriExplainWords where it needs them */

  /* What the sentence says; for tri_explain_apply(). */
  char *value;  /* a limit, a word, a name; NULL if there is none */
  guint recipe; /* internal */
} TriExplanation;

/* `body`: the error as it came, whole. `request`, if not NULL: what was sent; some causes are seen only in it.
 * `status`: of the answer, 0 if it is not known; it tells where the body does not. Errors: those of
 * tri_json_index_new(), TRI_ERROR_SHAPE if the body holds no error. (transfer full) */
TriExplanation *tri_explain (GBytes *body, GBytes *request, guint status, GError **error);
void tri_explanation_free (TriExplanation *explanation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriExplanation, tri_explanation_free)

/* What no rule can know. */
typedef struct
{
  const char *model;         /* a model that exists; NULL: a missing one cannot be put in */
  const char *text;          /* for an input that is missing; NULL: likewise */
  const TriFormat *endpoint; /* whose endpoint refused it; NULL: found out from the request and the refusal */
} TriExplainWords;

/* Which of them tri_explain_apply() needs. */
typedef enum
{
  TRI_EXPLAIN_WORD_NONE,
  TRI_EXPLAIN_WORD_MODEL,
  TRI_EXPLAIN_WORD_TEXT
} TriExplainWord;

TriExplainWord tri_explanation_get_word (const TriExplanation *explanation);

/* Whether a fix can be applied to it at all; if not, the error tells what was expected: those of tri_json_index_new(),
 * TRI_ERROR_SHAPE if it is none. */
gboolean tri_explain_is_request (GBytes *request, GError **error);

/* The request without what was refused, in its own layout. Only the first error is told by an API, so that another one
 * may come. `words` may be NULL. TRI_ERROR_INVALID if it must be done by hand, with the reason,
 * TRI_ERROR_UNAVAILABLE if a word that it needs is not given. (transfer full) */
GBytes *
tri_explain_apply (const TriExplanation *explanation, GBytes *request, const TriExplainWords *words, GError **error);

G_END_DECLS

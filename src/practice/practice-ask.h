/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A request that the practice server has judged and understood.
 *
 * It is judged in this order, and only the first error is reported, as the live API does: JSON; unknown and moved keys;
 * required fields; types; ranges and words; the fields that exclude each other; the model; state; the conversation.
 *
 * What works: model, the conversation, the output limit, stop, n (with a few choices of the same text), echo, stream,
 * stream_options. What is accepted without effect (tools, sampling, seed, logprobs, penalties, store, metadata …) is
 * echoed where the format echoes it, and named in `idle_fields`. What is refused with 400 and a clear sentence, because
 * the answer would not be what was asked for: more than TRI_PRACTICE_MAX_CHOICES choices, prompts of token numbers,
 * structured output, audio, a forced tool call, background. What refers to earlier state (previous_response_id,
 * conversation, stored prompts) is not found, as on any server that never stored it.
 */

#include "practice-fields.h"

G_BEGIN_DECLS

#define TRI_PRACTICE_MAX_CHOICES 8

typedef struct
{
  TriPracticeEndpoint endpoint;
  TriJsonIndex *index; /* the request, for what is echoed as it was spelt */
  char *model;
  GPtrArray *talks;    /* of TriPracticeTalk: one, or one for each prompt of Completions */
  GPtrArray *prompts;  /* of char *: Completions' prompts as they came; empty otherwise */
  guint n_choices;     /* of each talk */
  gint64 limit_tokens; /* −1: none */
  GStrv stop;
  gboolean echo;
  gboolean stream;
  gboolean include_usage;
  gboolean obfuscate;
  char *idle_fields; /* ", "-joined names of what came and has no effect; NULL if none did */
} TriPracticeAsk;

/* NULL, and `refusal` filled, if the body is not a request that can be answered; `any_model` answers in the name of
 * models too that are not known here. (transfer full) */
TriPracticeAsk *
tri_practice_ask_new (TriPracticeEndpoint endpoint, GBytes *body, gboolean any_model, TriPracticeRefusal *refusal);
void tri_practice_ask_free (TriPracticeAsk *ask);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriPracticeAsk, tri_practice_ask_free)

/* The models that exist here. */
typedef struct
{
  const char *id;
  gint64 created; /* seconds since 1970 */
} TriPracticeModel;

const TriPracticeModel *tri_practice_list_models (guint *n_models);
const TriPracticeModel *tri_practice_find_model (const char *id);

/* The 404 for a model that does not exist. */
gboolean tri_practice_refuse_model (TriPracticeRefusal *refusal, const char *id);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What one call of a proof shows, aspect by aspect, in words that are the same whatever the format:
 *
 *   end                  why it ended, in neutral words; a call that failed is an observation like others ("failed: 429
 *                        rate_limit_exceeded"), and counts in this aspect alone
 *   tools                the names of the tools that were called, sorted: calls at the same time have no order
 *   argument-names       the names of the members of their arguments
 *   arguments            the arguments as JSON values (json-canonical.h); what is no JSON as its text
 *   arguments-by-schema  whether the arguments of every call keep to the schema of its tool
 *   format               whether the text is JSON, where JSON was asked for, and keeps to the schema if there is one
 *   input-tokens, output-tokens, reasoning-tokens   usage, as numbers
 *
 * Only the first choice is looked at, but for the end, which is that of all.
 */

#include "proof-ask.h"
#include "record.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_ASPECT_END,
  TRI_ASPECT_TOOLS,
  TRI_ASPECT_ARGUMENT_NAMES,
  TRI_ASPECT_ARGUMENTS,
  TRI_ASPECT_ARGUMENTS_BY_SCHEMA,
  TRI_ASPECT_FORMAT,
  TRI_N_WORD_ASPECTS, /* what is observed of those before is a word */
  TRI_ASPECT_INPUT_TOKENS = TRI_N_WORD_ASPECTS,
  TRI_ASPECT_OUTPUT_TOKENS,
  TRI_ASPECT_REASONING_TOKENS,
  TRI_N_ASPECTS
} TriAspect;

#define TRI_N_NUMBER_ASPECTS (TRI_N_ASPECTS - TRI_N_WORD_ASPECTS)

const char *tri_aspect_get_id (TriAspect aspect);    /* "arguments-by-schema"; stable */
const char *tri_aspect_get_label (TriAspect aspect); /* translated */

typedef struct
{
  gboolean is_answered;
  char *words[TRI_N_WORD_ASPECTS];      /* stable and not translated; NULL: there was nothing to observe */
  gint64 numbers[TRI_N_NUMBER_ASPECTS]; /* −1: not said */
  char *broken_arguments, *broken_form; /* the first place and keyword of the schema that is broken; NULL */
  char *message;                        /* of a call that failed, translated; NULL */
  char *text;                           /* valid UTF-8; NULL unless it was answered */
} TriObservation;

/* `reader` has read the record, and may be NULL where no response came. (transfer full) */
TriObservation *tri_observation_new (const TriProofAsk *ask, const TriRecord *record, const TriReader *reader);
void tri_observation_free (TriObservation *observation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriObservation, tri_observation_free)

/* A word of an aspect as people read it. (transfer full) */
char *tri_aspect_dup_shown (TriAspect aspect, const char *word);

G_END_DECLS

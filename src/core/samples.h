/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The prompts that every user of these APIs has seen, as a table: the window's menu, the terminal's `samples`, and what
 * the practice server knows how to answer. The published usage figures are captions, never forced onto an answer.
 */

#include "prompt.h"
#include "settings.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id;           /* stable: "completion", "conversation", "bedtime-story", "fine-tuning" */
  const char *title;        /* marked for translation */
  const char *look_for;     /* marked: what to watch when it is sent, and why it will end so */
  const char *published;    /* marked: the figures that were published with it; NULL if none */
  const char *model;        /* the historic name, which exists only on the practice server */
  const char *instructions; /* NULL if none */
  const TriTurn *turns;
  guint n_turns;
  const char *text;
  const char *output_limit; /* as text, or NULL */
  const char *answer;       /* what the practice server answers */
} TriSample;

const TriSample *tri_samples_list (guint *n_samples);
const TriSample *tri_sample_find (const char *id);

/* The sample's prompt, and what it sets over the given settings (its output limit, or none). (transfer full) */
TriPrompt *tri_sample_dup_prompt (const TriSample *sample);
void tri_sample_apply (const TriSample *sample, TriSettings *settings);

/* The text that stands in the window at the first start. */
#define TRI_FIRST_PROMPT "Write a one-sentence bedtime story about a unicorn."

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "samples.h"

#include <glib/gi18n-lib.h>

static const TriTurn world_series[] = {
  { TRI_ROLE_USER, (char *) "Who won the world series in 2020?" },
  { TRI_ROLE_ASSISTANT, (char *) "The Los Angeles Dodgers won the World Series in 2020." },
};

/* The answers are this project's own words, except where the sample's point is the fact (the stadium) or the last line
 * (42). The continuation is longer than its limit of 100 tokens by design: it has to be cut. */
static const TriSample samples[] = {
  {
      .id = "bedtime-story",
      .title = N_ ("Bedtime story"),
      .look_for
      = N_ ("The pair of the migration guide. Completions is cut after 16 tokens: that is its own default when "
            "no output limit is set. The other two end by themselves: “stop” and “completed” mean the same."),
      .model = "gpt-5",
      .text = TRI_FIRST_PROMPT,
      .answer = "Under a lilac sky, a small unicorn named Luma tucked the last star into its cloud, whispered "
                "goodnight to the moon, and fell asleep to the sound of the meadow breathing.",
  },
  {
      .id = "completion",
      .title = N_ ("Once upon a time"),
      .look_for
      = N_ ("A text to be continued, with a limit of 100 tokens. All three are cut, and each says so in its own "
            "words: finish_reason “length” twice, and status “incomplete” with reason “max_output_tokens”."),
      .published = N_ ("Published with it: model text-davinci-003, finish_reason length, usage 10 + 100 = 110."),
      .model = "text-davinci-003",
      .text = "Once upon a time, in a land far, far away,",
      .output_limit = "100",
      .answer
      = " there stood a village where every door was painted a different blue. The baker opened his at four in the "
        "morning, the teacher hers at seven, and the miller left his open all night, because he liked to hear the "
        "river think. One spring a traveller came who carried nothing but three empty frames. She hung the first on "
        "the well, the second on the oak, and the third on the road by which she had come. In the first the village "
        "saw what it had asked for, in the second what it had been told, and in the third what it had meant all "
        "along. The children were the first to notice that the three pictures were never quite the same, and they "
        "ran from one to the next until evening, laughing at what was missing. When the traveller left, nobody could "
        "say which frame had shown the truth, but every door in the village was now painted on both sides.",
  },
  {
      .id = "conversation",
      .title = N_ ("World Series"),
      .look_for = N_ ("A conversation with instructions and earlier turns. Chat Completions sends messages, Responses "
                      "instructions and input items; Completions has only one text, so it gets a transcript."),
      .published = N_ ("Published with it: model gpt-4, finish_reason stop, usage 50 + 20 = 70."),
      .model = "gpt-4",
      .instructions = "You are a helpful assistant.",
      .turns = world_series,
      .n_turns = G_N_ELEMENTS (world_series),
      .text = "Where was it played?",
      .output_limit = "64",
      .answer = "It was played at Globe Life Field in Arlington, Texas.",
  },
  {
      .id = "fine-tuning",
      .title = N_ ("Fine-tuning row"),
      .look_for = N_ ("A row of a fine-tuning set: a prompt that asks for steps, and a completion that ends in “Final "
                      "Answer:”. The number behind it is what is compared."),
      .model = "gpt-4",
      .text
      = "Question: A bookshop sold 18 books in the morning and 24 in the afternoon. How many books did it sell?\n\n"
        "Let's solve this step by step:\n",
      .output_limit = "64",
      .answer = "Step 1: The books of the morning and of the afternoon are added: 18 + 24 = 42.\nFinal Answer: 42",
  },
};

const TriSample *
tri_samples_list (guint *n_samples)
{
  *n_samples = G_N_ELEMENTS (samples);
  return samples;
}

const TriSample *
tri_sample_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    if (g_strcmp0 (samples[i].id, id) == 0)
      return &samples[i];
  return NULL;
}

TriPrompt *
tri_sample_dup_prompt (const TriSample *sample)
{
  return tri_prompt_new_with_turns (sample->instructions, sample->turns, sample->n_turns, sample->text, NULL);
}

void
tri_sample_apply (const TriSample *sample, TriSettings *settings)
{
  tri_settings_set_text (settings, TRI_SETTING_OUTPUT_LIMIT, sample->output_limit ? sample->output_limit : "", NULL);
}

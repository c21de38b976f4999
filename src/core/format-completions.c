/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "format-completions.h"

#include <glib/gi18n-lib.h>

#include "format-choices.h"

/*
 * POST /completions (legacy): one text in, its continuation out.
 * Request and response: the published API's CreateCompletionRequest and CreateCompletionResponse. Every chunk of a
 * stream is a whole response object with the next piece of `text`.
 */

static void
build (const TriAsk *ask, TriJsonValue *request)
{
  g_autofree char *transcript = tri_prompt_dup_transcript (ask->prompt);

  tri_json_value_take (request, "prompt", tri_json_value_new_string (transcript, -1));
}

static void
list_gaps (const TriAsk *ask, GPtrArray *gaps)
{
  TriGap *gap;

  if (!tri_prompt_is_conversation (ask->prompt))
    return;
  gap = g_new (TriGap, 1);
  *gap = (TriGap){ TRI_GAP_RESHAPED, "turns",
                   g_strdup (
                       _ ("Completions takes one text: instructions and turns go as a transcript, without a hidden "
                          "stop.")) };
  g_ptr_array_add (gaps, gap);
}

static gboolean
read_choice (JsonNode *choice, guint number, const char *path, TriFold *fold, GError **error)
{
  g_autofree char *full = g_strdup_printf ("%s.text", path);
  const char *text;

  if (!tri_format_expect_string (choice, "text", full, &text, error))
    return FALSE;
  if (text)
    tri_part_append (tri_reply_part (fold->reply, TRI_PART_TEXT, number, full, NULL), text);
  return TRUE;
}

static gboolean
read_document (JsonNode *document, TriFold *fold, GError **error)
{
  return tri_choices_read (document, read_choice, fold, error);
}

static TriNext
read_event (const TriSseEvent *event, JsonNode *data, const TriJsonIndex *index, TriFold *fold, GError **error)
{
  return tri_choices_read_event (data, index, read_choice, "text_completion", fold, error);
}

static gboolean
read_piece (const TriJsonIndex *index, TriFold *fold, TriNext *next)
{
  static const TriChoiceText text = { NULL, NULL, "text", "text" };

  return tri_choices_read_piece (index, &text, fold, next);
}

static const char *const library_members[]
    = { "model",      "prompt",   "stream", "stream_options",   "temperature",       "top_p",
        "max_tokens", "stop",     "seed",   "presence_penalty", "frequency_penalty", "n",
        "echo",       "logprobs", "suffix", "best_of",          "logit_bias",        "user",
        NULL };

static const TriLibrary library = {
  .call = "completions.create",
  .members = library_members,
  .text = "choices[0].text",
  .piece = "choices[0].text",
};

static const char *const reads[] = { "id", "model", "usage", "choices", NULL };

const TriFormat tri_format_completions = {
  .id = "completions",
  .title = "Completions",
  .about = N_ ("The oldest of them. It goes on with a text, and gives back what comes next. It knows no turns: a "
               "conversation reaches it as one transcript."),
  .cells = &tri_completions_cells,
  .path = "/completions",
  .library = &library,
  .build = build,
  .list_gaps = list_gaps,
  .reads = { reads, "logprobs", 2 },
  .read = read_document,
  .read_event = read_event,
  .read_piece = read_piece,
};

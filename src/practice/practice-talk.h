/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A conversation as it reached the practice server, read back into the same neutral terms whatever the endpoint:
 * instructions, earlier turns, and the last thing the person said.
 *
 * Messages, input items and a transcript of the same TriPrompt give equal talks, but for n_tokens, which counts the
 * text that really came. What is not text (images, files, tool calls and their results) is counted and not looked at.
 *
 * Also here, because the reading is where most requests are refused: TriPracticeRefusal, the one way to say no.
 * Refusals are wire text in English, in the words of the published API where they are known, and are never translated.
 */

#include "core/json-index.h"
#include "core/prompt.h"

G_BEGIN_DECLS

/* A refusal: an HTTP status, and the four members of the published error object. A plain value: zero it, and clear it.
 */
typedef struct
{
  guint status;
  char *message;
  const char *type; /* static */
  char *param;      /* NULL reads null */
  const char *code; /* static; NULL reads null */
} TriPracticeRefusal;

void tri_practice_refusal_clear (TriPracticeRefusal *refusal);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TriPracticeRefusal, tri_practice_refusal_clear)

/* Fills an empty `refusal` as invalid_request_error and returns FALSE, so that a check can end with it. */
gboolean tri_practice_refuse (
    TriPracticeRefusal *refusal, guint status, const char *param, const char *code, const char *format, ...)
    G_GNUC_PRINTF (5, 6);

/* The whole refusal as a published error body. (transfer full) */
GBytes *tri_practice_refusal_to_bytes (const TriPracticeRefusal *refusal);

/* A 400 with `path`'s type: "Invalid type for 'stream': expected a boolean, but got a string instead." */
gboolean tri_practice_refuse_type (
    TriPracticeRefusal *refusal, const TriJsonIndex *index, guint token, const char *path, const char *expected);

/* A 400: "Invalid value: 'bogus'. Supported values are: 'auto' and 'disabled'." `words` is NULL-terminated. */
gboolean
tri_practice_refuse_value (TriPracticeRefusal *refusal, const char *path, const char *value, const char *const *words);

/* A 400: "Missing required parameter: 'messages[0].role'." */
gboolean tri_practice_refuse_missing (TriPracticeRefusal *refusal, const char *path);

typedef struct
{
  char *instructions; /* NULL if none; several are joined by a blank line */
  GArray *turns;      /* of TriTurn: all user and assistant texts but `text`, oldest first */
  char *text;         /* the last user text, as it came; "" if there was none */
  guint n_other;      /* parts and items that are no text */
  guint n_tokens;     /* practice tokens of all text that came */
} TriPracticeTalk;

void tri_practice_talk_free (TriPracticeTalk *talk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriPracticeTalk, tri_practice_talk_free)

/* From Chat's `messages`, an array; NULL and `refusal` if an element is wrong. (transfer full) */
TriPracticeTalk *
tri_practice_talk_from_messages (const TriJsonIndex *index, guint messages, TriPracticeRefusal *refusal);

/* From Responses' `input`, a string or an array of items, and `instructions` (TRI_JSON_NONE if absent). (transfer full)
 */
TriPracticeTalk *
tri_practice_talk_from_input (const TriJsonIndex *index, guint input, guint instructions, TriPracticeRefusal *refusal);

/* Whether every result of a tool in `input` belongs to a call before it, and every call has a result: the live API
 * refuses anything else. A string has neither. */
gboolean tri_practice_check_calls (const TriJsonIndex *index, guint input, TriPracticeRefusal *refusal);

/* From a Completions prompt: the inverse of tri_prompt_dup_transcript(). What does not begin with "System: " or "User:
 * " and end in "Assistant:" is a bare prompt. (transfer full) */
TriPracticeTalk *tri_practice_talk_from_prompt (const char *prompt);

/* The text of a string token as valid UTF-8 without NUL. NULL if it is no string. (transfer full) */
char *tri_practice_dup_text (const TriJsonIndex *index, guint token);

G_END_DECLS

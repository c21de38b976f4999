/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the person wrote, in neutral terms: instructions, earlier turns, and the last user turn, which is "the prompt".
 *
 * Immutable and atomically counted. All text is valid UTF-8 without NUL. An empty prompt cannot be made: there would be
 * nothing to compare.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_ROLE_USER,
  TRI_ROLE_ASSISTANT
} TriRole;

typedef struct
{
  TriRole role;
  char *text;
} TriTurn;

typedef struct _TriPrompt TriPrompt;

/* `instructions` NULL or "" means none. Errors: TRI_ERROR_INVALID if `text` is empty or not UTF-8 ("the prompt: byte 17
 * is not UTF-8"). (transfer full) */
TriPrompt *tri_prompt_new (const char *instructions, const char *text, GError **error);

/* The same with earlier turns (element type TriTurn, oldest first, may be NULL). A turn without text is an error. */
TriPrompt *tri_prompt_new_with_turns (
    const char *instructions, const TriTurn *turns, guint n_turns, const char *text, GError **error);

TriPrompt *tri_prompt_ref (TriPrompt *prompt);
void tri_prompt_unref (TriPrompt *prompt);
gboolean tri_prompt_equal (const TriPrompt *a, const TriPrompt *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriPrompt, tri_prompt_unref)

const char *tri_prompt_get_instructions (const TriPrompt *prompt); /* NULL if none */
const char *tri_prompt_get_text (const TriPrompt *prompt);
const TriTurn *tri_prompt_get_turns (const TriPrompt *prompt, guint *n_turns); /* earlier turns only */

/* TRUE if there is more than one bare user text: then Completions must be given a transcript. */
gboolean tri_prompt_is_conversation (const TriPrompt *prompt);

/* The conversation as Completions must be told it: paragraphs "System: …", "User: …", "Assistant: …", ending in
 * "Assistant:". A bare prompt is returned as it is. No hidden stop is added. (transfer full) */
char *tri_prompt_dup_transcript (const TriPrompt *prompt);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What Completions and Chat Completions have in common: choices[], finish_reason, usage, and chunks that repeat the
 * frame of the document with a piece of each choice in it.
 *
 * The document that a stream amounts to is merged from the chunks by general rules, so that members nobody has heard of
 * are kept too: of top-level members and members of a choice the last value that is not null counts; within `delta`
 * strings are joined (but role, id, type and name are set), arrays of tool calls are merged by index, other arrays are
 * appended; logprobs' arrays are appended. Only `obfuscation`, random padding that belongs to the single event, is left
 * out.
 */

#include "format.h"

G_BEGIN_DECLS

/* More calls in one answer than any model makes, and than any server would be asked for; in a stream each piece has to
 * be matched with those before it. */
#define TRI_MAX_CALLS 1024

/* Reads one choice of a document (`choice`) or of a chunk into the reply; `path` is its place in the document. */
typedef gboolean (*TriChoiceFunc) (JsonNode *choice, guint number, const char *path, TriFold *fold, GError **error);

/* Reads a whole document. A missing choices array is an error of shape. */
gboolean tri_choices_read (JsonNode *document, TriChoiceFunc read_choice, TriFold *fold, GError **error);

/* Reads one chunk and merges it into the fold's document, whose `object` becomes `object`. FINISHED once every choice
 * that was begun has its finish_reason. */
TriNext tri_choices_read_event (JsonNode *data,
                                const TriJsonIndex *index,
                                TriChoiceFunc read_choice,
                                const char *object,
                                TriFold *fold,
                                GError **error);

/* Where the text of a choice stands in a chunk and in the document; no part of it is an array. */
typedef struct
{
  const char *container; /* in the chunk: "delta"; NULL if the text is a member of the choice itself */
  const char *merged;    /* "message", in the document; NULL as above */
  const char *member;
  const char *path; /* of the text within the choice of the document */
} TriChoiceText;

/* As TriFormat.read_piece. */
gboolean tri_choices_read_piece (const TriJsonIndex *index, const TriChoiceText *text, TriFold *fold, TriNext *next);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Where text stands in the items of a Responses answer, and which events bring it (streaming.md §3).
 */

#include "format.h"

G_BEGIN_DECLS

/* A place where text of an item stands: in the parts of an array member, or in a member of the item itself. */
typedef struct
{
  const char *event; /* without ".delta" and ".done" */
  TriPartKind kind;
  const char *array;     /* "content", "summary", or NULL */
  const char *position;  /* the event's member that holds the position in the array */
  const char *part_type; /* the type of a part in that array */
  const char *member;    /* where the text stands */
} TriResponsesPlace;

#define TRI_RESPONSES_N_PLACES 9
extern const TriResponsesPlace tri_responses_places[TRI_RESPONSES_N_PLACES];

/* As TriFormat.read_piece: a delta event of one of these places. */
gboolean tri_responses_read_piece (const TriJsonIndex *index, TriFold *fold, TriNext *next);

G_END_DECLS

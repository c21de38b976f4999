/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * An answer on its way out, in one of the three formats: as one document, or as a stream of events, one at a time.
 *
 * A format is a row: its steps in order, a function that writes one step's data, and one that writes the document. The
 * wire walks the steps; steps of a choice are done once for each choice, and pieces in rounds, so that the choices of
 * one answer grow side by side. Nothing is written ahead: an event exists when tri_practice_wire_next() is asked for
 * it.
 */

#include "practice-answer.h"
#include "practice-ask.h"
#include "core/json-writer.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_PRACTICE_STEP_CREATED,
  TRI_PRACTICE_STEP_IN_PROGRESS,
  TRI_PRACTICE_STEP_ITEM_ADDED,
  TRI_PRACTICE_STEP_PART_ADDED,
  TRI_PRACTICE_STEP_ROLE,  /* for each choice */
  TRI_PRACTICE_STEP_PIECE, /* for each piece of each choice */
  TRI_PRACTICE_STEP_TEXT_DONE,
  TRI_PRACTICE_STEP_PART_DONE,
  TRI_PRACTICE_STEP_ITEM_DONE,
  TRI_PRACTICE_STEP_TERMINAL,
  TRI_PRACTICE_STEP_FINISH, /* for each choice */
  TRI_PRACTICE_STEP_USAGE,  /* only if it was asked for */
  TRI_PRACTICE_STEP_DONE,   /* data: [DONE] */
  TRI_PRACTICE_STEP_END
} TriPracticeStep;

typedef struct _TriPracticeWire TriPracticeWire;

typedef struct
{
  const char *id_prefix;
  TriPracticeStep steps[12];
  void (*write_document) (TriPracticeWire *wire, TriJsonWriter *writer);
  void (*write_step) (TriPracticeWire *wire, TriJsonWriter *writer);
  const char *(*get_event) (TriPracticeWire *wire); /* the event's name; NULL: events have none */
} TriPracticeFormat;

struct _TriPracticeWire
{
  TriPracticeAsk *ask;
  const TriPracticeFormat *format;
  GPtrArray *answers; /* of TriPracticeAnswer, one a choice */
  char *id;
  char *item_id;
  gint64 created; /* seconds since 1970 */
  guint prompt_tokens;
  guint completion_tokens;

  guint place;    /* in format->steps: the step to come */
  guint choice;   /* whose step it is */
  guint round;    /* the piece it is */
  guint sequence; /* events written */
};

extern const TriPracticeFormat tri_practice_completions;
extern const TriPracticeFormat tri_practice_chat;
extern const TriPracticeFormat tri_practice_responses;

TriPracticeWire *tri_practice_wire_new (TriPracticeAsk *ask); /* `ask` is swallowed (transfer full) */
void tri_practice_wire_free (TriPracticeWire *wire);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriPracticeWire, tri_practice_wire_free)

GBytes *tri_practice_wire_dup_document (TriPracticeWire *wire); /* (transfer full) */

/* The next event, ready to be sent; NULL when there are no more. (transfer full) */
GBytes *tri_practice_wire_next (TriPracticeWire *wire);

/* TRUE if the next event holds the first piece of a round: what a model would need time for. */
gboolean tri_practice_wire_is_paced (const TriPracticeWire *wire);
gboolean tri_practice_wire_is_ended (const TriPracticeWire *wire);

/* How many rounds of pieces there are: what takes time. */
guint tri_practice_wire_get_rounds (const TriPracticeWire *wire);

/* For the formats. */
TriPracticeStep tri_practice_wire_get_step (const TriPracticeWire *wire);
const TriPracticeAnswer *tri_practice_wire_get_answer (const TriPracticeWire *wire);

/* The piece of text to come; it is not NUL-terminated. */
const char *tri_practice_wire_get_piece (const TriPracticeWire *wire, gsize *n_bytes);

/* Pads an event of `n_bytes` of text, so that its size does not tell the text's: the member "obfuscation". */
void tri_practice_write_obfuscation (TriJsonWriter *writer, gsize n_bytes);

/* An identifier: the prefix and 32 random hexadecimal digits. (transfer full) */
char *tri_practice_dup_id (const char *prefix);

G_END_DECLS

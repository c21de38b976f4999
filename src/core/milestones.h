/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The moments of an attempt that people compare: the first byte, the first text, usage and the end; each with its time
 * and, in a stream, the event that brought it. They are derived, for every format alike, from what the reader noted
 * and what the connection measured; so they are the same live, in replays and in tests.
 *
 * Two moments may be one event: a terminal event often carries the usage. A moment without an event is as true: the end
 * of a stream that was cut has a time but nothing that said so.
 */

#include "record.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_MILESTONE_FIRST_BYTE,
  TRI_MILESTONE_FIRST_TEXT,
  TRI_MILESTONE_USAGE,
  TRI_MILESTONE_END,
  TRI_N_MILESTONES
} TriMilestone;

typedef struct
{
  gint64 at_us; /* since the request was begun; −1: it has not come */
  guint event;  /* position among the reader's events, or TRI_NO_EVENT */
} TriMoment;

const char *tri_milestone_get_label (TriMilestone milestone); /* translated */

/* Fills `moments` (TRI_N_MILESTONES of them). `reader` may be NULL: nothing was received; `times` as the record has
 * them so far. */
void tri_milestones_read (const TriReader *reader, const TriTimes *times, TriMoment *moments);

G_END_DECLS

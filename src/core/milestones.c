/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "milestones.h"

#include <glib/gi18n-lib.h>

static const char *const labels[TRI_N_MILESTONES] = {
  [TRI_MILESTONE_FIRST_BYTE] = N_ ("First byte"),
  [TRI_MILESTONE_FIRST_TEXT] = N_ ("First text"),
  [TRI_MILESTONE_USAGE] = N_ ("Usage"),
  [TRI_MILESTONE_END] = NC_ ("moment", "End"),
};

const char *
tri_milestone_get_label (TriMilestone milestone)
{
  /* The end of an answer in time is another word in some languages than why it ended. */
  return milestone == TRI_MILESTONE_END ? C_ ("moment", "End") : _ (labels[milestone]);
}

static TriMoment
read_event (const TriReader *reader, guint event)
{
  return (TriMoment){ event == TRI_NO_EVENT ? -1 : tri_reader_get_event (reader, event)->at_us, event };
}

void
tri_milestones_read (const TriReader *reader, const TriTimes *times, TriMoment *moments)
{
  TriMoment *text = &moments[TRI_MILESTONE_FIRST_TEXT];
  TriMoment *usage = &moments[TRI_MILESTONE_USAGE];
  TriMoment *end = &moments[TRI_MILESTONE_END];

  for (guint i = 0; i < TRI_N_MILESTONES; i++)
    moments[i] = (TriMoment){ -1, TRI_NO_EVENT };
  moments[TRI_MILESTONE_FIRST_BYTE].at_us = times->first_byte_us;
  if (reader)
    {
      *text = read_event (reader, tri_reader_get_first_text_event (reader));
      *usage = read_event (reader, tri_reader_get_usage_event (reader));
      *end = read_event (reader, tri_reader_get_end_event (reader));
    }
  if (end->at_us < 0)
    end->at_us = times->ended_us;
  if (!reader || tri_reader_is_stream (reader))
    return;
  /* In a document everything is there when the last byte is. */
  text->at_us = tri_reader_get_first_text_us (reader);
  if (tri_reader_get_reply (reader)->usage_seen)
    usage->at_us = end->at_us;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transport-watchdogs.h"

#include "ready-source.h"

void
tri_watchdogs_init (TriWatchdogs *dogs, GMainContext *caller, int priority, GSourceFunc due, gpointer user_data)
{
  *dogs = (TriWatchdogs){ .timer = tri_ready_source_new (caller, priority, due, user_data) };
}

void
tri_watchdogs_clear (TriWatchdogs *dogs)
{
  tri_ready_source_clear (&dogs->timer);
}

void
tri_watchdogs_schedule (TriWatchdogs *dogs)
{
  gint64 earliest = 0;

  for (guint i = 0; i < TRI_N_WATCHES; i++)
    if (dogs->deadlines_us[i] && (earliest == 0 || dogs->deadlines_us[i] < earliest))
      earliest = dogs->deadlines_us[i];
  g_source_set_ready_time (dogs->timer, earliest ? earliest : -1);
}

int
tri_watchdogs_find_bitten (TriWatchdogs *dogs)
{
  gint64 now_us = g_get_monotonic_time ();

  for (int i = 0; i < TRI_N_WATCHES; i++)
    if (dogs->deadlines_us[i] && dogs->deadlines_us[i] <= now_us)
      {
        g_source_set_ready_time (dogs->timer, -1);
        return i;
      }
  tri_watchdogs_schedule (dogs);
  return -1;
}

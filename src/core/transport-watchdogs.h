/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The watchdogs of a call: moments at which something must have come, and the one timer that looks after all of them.
 * They are the caller's alone: armed, asked and cleared in the thread that runs its context. Times are monotonic.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_WATCH_CONNECT,
  TRI_WATCH_FIRST_BYTE,
  TRI_WATCH_SILENCE,
  TRI_WATCH_TOTAL,
  TRI_WATCH_GRACE,
  TRI_N_WATCHES
} TriWatch;

typedef struct
{
  gint64 deadlines_us[TRI_N_WATCHES]; /* 0: not armed */
  GSource *timer;
} TriWatchdogs;

/* `due` is called when one may have bitten; it asks tri_watchdogs_find_bitten() whether that is so. */
void tri_watchdogs_init (TriWatchdogs *dogs, GMainContext *caller, int priority, GSourceFunc due, gpointer user_data);
void tri_watchdogs_clear (TriWatchdogs *dogs);

/* Sets the timer to the nearest of them. */
void tri_watchdogs_schedule (TriWatchdogs *dogs);

/* From now on; a limit of 0 watches nothing. One that moves away is not rescheduled at once: the timer finds out when
 * it fires, which keeps the cost of thousands of reads a second at nothing. */
static inline void
tri_watchdogs_arm (TriWatchdogs *dogs, TriWatch watch, gint64 limit_us)
{
  gint64 before = dogs->deadlines_us[watch];

  dogs->deadlines_us[watch] = limit_us > 0 ? g_get_monotonic_time () + limit_us : 0;
  if (before == 0 || dogs->deadlines_us[watch] < before)
    tri_watchdogs_schedule (dogs);
}

static inline void
tri_watchdogs_disarm (TriWatchdogs *dogs, TriWatch watch)
{
  dogs->deadlines_us[watch] = 0;
}

/* The first whose time is over, after which the timer rests; −1 if it is none's, and the timer goes on. */
int tri_watchdogs_find_bitten (TriWatchdogs *dogs);

G_END_DECLS

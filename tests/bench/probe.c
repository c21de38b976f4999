/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe.h"

#include <string.h>
#include <time.h>

/* Two frames at 60 a second, and what timers are late by. */
#define LATE_US (34 * 1000)

/* After this long without work there is nothing left that starting has put off. */
#define REST_MS 400

static struct
{
  GtkWindow *window;
  ProbeReady ready;
  gpointer user_data;
  gulong first_frame;
} start;

static struct
{
  GdkFrameClock *clock;
  gulong painted;
  gint64 last_us;
  gint64 longest_us;
  guint n_frames;
  guint n_late;
} frames;

static gint64
get_cpu_us (clockid_t clock)
{
  struct timespec at = { 0 };

  clock_gettime (clock, &at);
  return (gint64) at.tv_sec * G_USEC_PER_SEC + at.tv_nsec / 1000;
}

gint64
probe_get_thread_us (void)
{
  return get_cpu_us (CLOCK_THREAD_CPUTIME_ID);
}

gint64
probe_get_process_us (void)
{
  return get_cpu_us (CLOCK_PROCESS_CPUTIME_ID);
}

void
probe_print (const char *name, gint64 value)
{
  g_print ("%s %" G_GINT64_FORMAT "\n", name, value);
}

/* A line of what the kernel says of this process's memory, in bytes; −1 if it does not say. */
static gint64
get_memory_bytes (const char *name)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return -1;
  line = strstr (text, name);
  return line ? g_ascii_strtoll (line + strlen (name), NULL, 10) * 1024 : -1;
}

static gboolean
rested (gpointer user_data)
{
  probe_print ("resident_bytes", get_memory_bytes ("\nRss:"));
  probe_print ("dirty_bytes", get_memory_bytes ("\nPrivate_Dirty:"));
  if (start.ready)
    start.ready (start.window, start.user_data);
  else
    g_application_quit (G_APPLICATION (gtk_window_get_application (start.window)));
  return G_SOURCE_REMOVE;
}

static void
painted_first (GdkFrameClock *clock)
{
  probe_print ("start_cpu_us", probe_get_process_us ());
  g_clear_signal_handler (&start.first_frame, clock);
  g_timeout_add (REST_MS, rested, NULL);
}

static void
mapped (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);

  if (start.first_frame == 0)
    start.first_frame = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_first), NULL);
}

static void
window_added (GtkApplication *application, GtkWindow *window)
{
  if (start.window)
    return;
  start.window = window;
  g_signal_connect_after (window, "map", G_CALLBACK (mapped), NULL);
}

void
probe_watch_start (GtkApplication *application, ProbeReady ready, gpointer user_data)
{
  start.ready = ready;
  start.user_data = user_data;
  g_signal_connect (application, "window-added", G_CALLBACK (window_added), NULL);
}

static void
painted (GdkFrameClock *clock)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 interval_us = frames.last_us ? now_us - frames.last_us : 0;

  frames.last_us = now_us;
  frames.n_frames++;
  frames.longest_us = MAX (frames.longest_us, interval_us);
  if (interval_us > LATE_US)
    frames.n_late++;
}

void
probe_frames_begin (GtkWindow *window)
{
  memset (&frames, 0, sizeof frames);
  frames.clock = g_object_ref (gtk_widget_get_frame_clock (GTK_WIDGET (window)));
  frames.painted = g_signal_connect (frames.clock, "after-paint", G_CALLBACK (painted), NULL);
}

void
probe_frames_end (void)
{
  g_clear_signal_handler (&frames.painted, frames.clock);
  g_clear_object (&frames.clock);
  probe_print ("frames", frames.n_frames);
  probe_print ("late_frames", frames.n_late);
  probe_print ("longest_us", frames.longest_us);
}

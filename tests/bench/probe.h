/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The one hook that every window is measured with: it looks at the frame clock from outside, so that the product holds
 * nothing that is there only to be measured, and so that two windows cannot be measured in two ways.
 *
 * Figures go to the standard output, one a line: a name, a blank, a whole number.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*ProbeReady) (GtkWindow *window, gpointer user_data);

/* To be called before the application runs. Prints, for its first window, what the process has spent until its first
 * frame was painted, and its memory after it has come to rest; then calls `ready`, if not NULL, or else quits.
 *
 * Memory is resident memory, and of it the dirty pages that no other process shares. Whether a clean page is private
 * depends on who else has the same library open at that moment, so that sum would be a figure about other programs. */
void probe_watch_start (GtkApplication *application, ProbeReady ready, gpointer user_data);

/* Counts frames from the next one on, until probe_frames_end() prints how many there were, how many came late (more
 * than two frames' time after the one before), and the longest interval. One at a time. */
void probe_frames_begin (GtkWindow *window);
void probe_frames_end (void);

/* The CPU time that the calling thread, and the whole process, have used. */
gint64 probe_get_thread_us (void);
gint64 probe_get_process_us (void);

void probe_print (const char *name, gint64 value);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the tests of widgets from inside share: a window with its columns and a practice server behind it, eyes to find
 * something in it, hands to send, and an end that leaves nothing behind.
 */

#include "ui/window.h"

G_BEGIN_DECLS

/* To be called first in main(), in place of g_test_init(). Assistive technology is left to the journeys. */
void init_ui_tests (int *argc, char ***argv);

/* Runs what was added, and ends the practice server. */
int run_ui_tests (void);

/* The practice server alone, which is started when it is first asked where it is. (transfer full) */
GListStore *new_servers (void);

/* How often it was asked. */
guint count_starts (void);

/* A window on the screen, whose columns ask the practice server. */
TriWindow *new_window (void);

/* The same with another server (NULL: the practice server), and so wide (−1: as it wants). */
TriWindow *new_window_for (TriServer *server, int width);

/* Destroys a window of any kind and holds it to its word that nothing keeps it. */
void close_window (gpointer window);

/* The same for whatever `end` is the end of. */
void assert_gone (gpointer object, void (*end) (gpointer object));

/* Does what there is to be done now. */
void settle (void);

/* The widgets of a type under `widget`, in the order in which they stand: all of them, the first, the n-th (from 0). */
void collect (GtkWidget *widget, GType type, GPtrArray *found);
gpointer find (gpointer widget, GType type);
gpointer find_nth (gpointer widget, GType type, guint position);

/* Presses Send and waits for the answers. */
void send_and_wait (TriWindow *window);
void wait_for_answers (TriWindow *window);

/* What was copied last; "" if it is no text. (transfer full) */
char *dup_clipboard (gpointer widget);

G_END_DECLS

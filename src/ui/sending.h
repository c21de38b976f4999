/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How a window sends: together or in turn, how often, how many requests that makes, and the question before requests
 * leave this machine.
 *
 * The schedule is the state of the actions win.in-turn and win.repeats. It is not remembered: who opens the window
 * tomorrow and presses Send means one request a column.
 */

#include <gtk/gtk.h>

#include "core/comparison.h"

G_BEGIN_DECLS

TriSchedule tri_sending_get_schedule (GActionGroup *actions);

/* Calls `send` at once if no request leaves this machine, or if the person has been asked in this session about all of
 * the servers and each column asks once. Otherwise it asks first, and calls `send` when the answer is yes. `window` is
 * what `send` is called with, and is held meanwhile. */
void tri_sending_ask (GtkWindow *window,
                      TriComparison *comparison,
                      TriPrompt *prompt,
                      const TriSettings *settings,
                      const TriSchedule *schedule,
                      void (*send) (GtkWindow *window));

/* Tries a column again, with the same question before: an attempt may have been made by somebody else, elsewhere. */
void tri_sending_ask_retry (GtkWindow *window, TriColumn *column);

/* Asks before `n_requests` go to `server`, each time they leave this machine, because they are many; `note` says what
 * there is to know of them. */
void tri_sending_ask_server (
    GtkWindow *window, TriServer *server, guint n_requests, const char *note, void (*send) (GtkWindow *window));

/* A file brought this server: whoever wrote it chose the address, and the variable whose key would go there. It is
 * asked only after the person has seen both and said yes, wherever it is. */
void tri_sending_distrust (TriServer *server);

G_END_DECLS

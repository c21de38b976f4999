/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Keeps the secrets of a command out of a text that can be edited: whatever brings a text into it (pasting, dropping,
 * the middle button, a screen reader), keys, cookies and passwords are masked before they stand there. So they are
 * neither seen nor to be had by undoing.
 *
 * What is typed letter by letter cannot be known for a secret before it is whole: for that tri_secret_guard_check() is
 * called once somebody pauses.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `with_secret` is the text as it came, valid during the call only. */
typedef void (*TriSecretHidden) (const char *with_secret, gpointer user_data);

void tri_secret_guard_add (GtkTextBuffer *buffer, TriSecretHidden hidden, gpointer user_data);

/* Masks what was typed; nothing before it can be undone then. Returns whether there was something. */
gboolean tri_secret_guard_check (GtkTextBuffer *buffer);

G_END_DECLS

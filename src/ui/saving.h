/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Bytes that are saved as a file of the person's choice.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `message` is translated, and tells that it was saved and where, or why not. */
typedef void (*TriSaved) (const char *message, gpointer owner);

/* Asks where, and saves `bytes`: what was seen when it was asked for. Nothing is told if the person thinks better of
 * it, or if `owner`, a GObject, is gone by then. */
void
tri_saving_ask (GtkWindow *parent, const char *title, const char *name, GBytes *bytes, TriSaved saved, gpointer owner);

G_END_DECLS

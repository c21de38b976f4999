/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The text that is to be converted: written or pasted into an editor, or held as it is and shown where an editor cannot
 * take it. While it is empty it says what can be pasted, and offers examples.
 *
 * The key of a command never stands in it (secret-guard.h). It can be kept in memory for the server that the command
 * names, as in the dialog for a body of one's own.
 *
 * Signals: "edited": somebody writes. "replaced": another text stands in its place, all at once. "pasted" (text,
 * returns whether that was dealt with): somebody pastes; otherwise it is put where the cursor is.
 */

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "core/server.h"

G_BEGIN_DECLS

#define TRI_TYPE_ORIGINAL (tri_original_get_type ())
G_DECLARE_FINAL_TYPE (TriOriginal, tri_original, TRI, ORIGINAL, AdwBin)

GBytes *tri_original_dup_bytes (TriOriginal *original); /* (transfer full) */
gboolean tri_original_is_empty (TriOriginal *original);

/* The text that the editor does not take; NULL: it is in the editor. (transfer none) */
GBytes *tri_original_get_held (TriOriginal *original);

/* Puts a text in the place of all, for good; or so that it can be undone, if the editor takes it. */
void tri_original_take (TriOriginal *original, const char *text);
void tri_original_replace (TriOriginal *original, GBytes *bytes);

/* For those who mark what stands in it. (transfer none) */
GtkSourceView *tri_original_get_editor (TriOriginal *original);
AdwBin *tri_original_get_held_bin (TriOriginal *original);

/* Masks a key that was typed, and gives the text the colours of what it is. Whoever converts asks for it first. */
void tri_original_settle (TriOriginal *original);

/* The server of a command that was pasted with its key, which is kept in memory for it, if the person wants to use it;
 * NULL otherwise. (transfer none) */
TriServer *tri_original_get_server (TriOriginal *original);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What is asked, for all columns at once: the prompt; instructions and earlier turns, which fold away; the settings.
 *
 * Signals: "changed" whenever what would be asked is another; "send" and "stop" are the window's actions.
 */

#include <gtk/gtk.h>

#include "core/draft.h"
#include "core/prompt.h"
#include "core/settings.h"

G_BEGIN_DECLS

#define TRI_TYPE_COMPOSER (tri_composer_get_type ())
G_DECLARE_FINAL_TYPE (TriComposer, tri_composer, TRI, COMPOSER, GtkBox)

/* What is written; NULL with an error while there is no prompt. (transfer full) */
TriPrompt *tri_composer_dup_prompt (TriComposer *composer, GError **error);
const TriSettings *tri_composer_get_settings (TriComposer *composer); /* (transfer none) */

/* Puts a prompt and settings in place of what is there; the draft then counts as untouched. */
void tri_composer_set (TriComposer *composer, TriPrompt *prompt, const TriSettings *settings);

/* Writes what stands here into a draft that has nothing of it yet, finished or not; and the way back, after which it
 * counts as touched. */
void tri_composer_save (TriComposer *composer, TriDraft *draft);
void tri_composer_load (TriComposer *composer, const TriDraft *draft);

/* TRUE if a person wrote something since tri_composer_set(). */
gboolean tri_composer_is_touched (TriComposer *composer);

/* FALSE if it cannot be sent as it is; what is wrong is then shown at its place. */
gboolean tri_composer_check (TriComposer *composer);

void tri_composer_set_running (TriComposer *composer, gboolean running);
/* How many requests Send makes, where that is worth saying; 0 where it is not. */
void tri_composer_set_n_requests (TriComposer *composer, guint n_requests);
void tri_composer_focus_prompt (TriComposer *composer);
void tri_composer_show_settings (TriComposer *composer);

G_END_DECLS

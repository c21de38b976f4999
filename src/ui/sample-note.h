/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The note under the prompt that says what to look for in the answers to a sample. Slides in when it is told
 * something, and away when the person has read it.
 */

#include <adwaita.h>

G_BEGIN_DECLS

#define TRI_TYPE_SAMPLE_NOTE (tri_sample_note_get_type ())
G_DECLARE_FINAL_TYPE (TriSampleNote, tri_sample_note, TRI, SAMPLE_NOTE, AdwBin)

GtkWidget *tri_sample_note_new (void);

void tri_sample_note_say (TriSampleNote *note, const char *text);

G_END_DECLS

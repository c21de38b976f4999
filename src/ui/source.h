/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What every text view of the window has in common: colours that follow the desktop, and text that was made fit for it.
 */

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* More than this is not put into a text view: it would take seconds and hundreds of megabytes. */
#define TRI_SHOWN_MAX_BYTES (1024u * 1024)

/* Nor is a text with a longer line: laying out a line costs more with every letter of it. */
#define TRI_SHOWN_MAX_LINE_BYTES 5000u

/* Whether a text view takes the bytes as they are, and soon. */
gboolean tri_source_fits (const char *data, gsize length);

/* Text for a buffer. */
typedef struct
{
  char *text; /* valid UTF-8 without NUL */
  gsize length;
} TriShown;

void tri_shown_init (TriShown *shown, const void *bytes, gsize n_bytes);
void tri_shown_clear (TriShown *shown);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TriShown, tri_shown_clear)

/* Light and dark as the desktop is, for as long as the buffer lives. */
void tri_source_follow_style (GtkSourceBuffer *buffer);

/* The colour of a style of the scheme that goes with the desktop, e.g. "def:string"; FALSE if it has none. */
gboolean tri_source_get_color (const char *style, GdkRGBA *color);

/* All that stands in a buffer. (transfer full) */
char *tri_source_dup_text (GtkTextBuffer *buffer);

/* Inserts some of a text, as gtk_text_buffer_insert () does. GTK 4.8 reports to the accessibility bus all that it is
 * given up to a NUL, beyond the length, so that a part must never be given to it in place. */
void tri_source_insert (GtkTextBuffer *buffer, GtkTextIter *location, const char *text, gsize length);

/* Makes `text` the buffer's text by replacing only what differs in the middle, so that scroll and selection stay.
 * `old` is what the buffer holds. */
void tri_source_replace (GtkTextBuffer *buffer, const char *old, gsize old_length, const char *text, gsize length);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Bytes from outside made fit for the screen.
 *
 * What is stored stays bytes. What is shown goes through here, once, at the border: GtkTextBuffer refuses invalid UTF-8
 * and NUL with a critical and shows nothing, and g_utf8_make_valid() does not follow the WHATWG rule on maximal
 * subparts, so the decoder is our own (https://encoding.spec.whatwg.org/#utf-8-decoder).
 *
 * Invariant: whatever is fed, in whatever pieces, the output is valid UTF-8, and is the same for every way to cut it.
 */

#include <glib.h>

G_BEGIN_DECLS

/* An incremental UTF-8 decoder. Plain value: initialise with tri_utf8_init(), nothing to free. */
typedef struct
{
  guint8 pending[4]; /* the bytes of an unfinished sequence, in order */
  guint8 n_pending;  /* how many of them there are */
  guint8 n_needed;   /* length in bytes of the sequence begun; 0 between characters */
  guint8 lower;      /* the range in which the next byte must lie, inclusive */
  guint8 upper;
} TriUtf8;

void tri_utf8_init (TriUtf8 *decoder);

/* Appends to `out` the characters that `n_bytes` bytes complete; each maximal ill-formed part gives one U+FFFD.
 * NUL bytes pass through as they are: GString keeps them. An empty piece changes nothing. */
void tri_utf8_feed (TriUtf8 *decoder, const void *bytes, gsize n_bytes, GString *out);

/* Ends the text: an unfinished sequence becomes one U+FFFD. The decoder is then as new. */
void tri_utf8_finish (TriUtf8 *decoder, GString *out);

/* The text of `n_bytes` bytes (−1: up to the NUL) as valid UTF-8 without NUL: ill-formed parts read U+FFFD, and NUL
 * reads U+2400 "␀". `n_out`, if not NULL, receives the length in bytes. Empty in, "" out. (transfer full) */
char *tri_text_dup_displayable (const void *bytes, gssize n_bytes, gsize *n_out);

/* TRUE for the marks that override or embed the direction of writing, and for the separators of lines and paragraphs:
 * in a text from outside they are shown as they are, but in a sentence of ours they would rearrange what we say. */
gboolean tri_text_is_direction (gunichar character);

/* At most `max_chars` characters of valid UTF-8 `text`, on one line, with "…" where something was left out; for
 * messages that quote what came from outside. (transfer full) */
char *tri_text_dup_excerpt (const char *text, guint max_chars);

/* Appends a translated sentence to others, as far apart as the language has its sentences. */
void tri_text_append_sentence (GString *text, const char *sentence);

/* A number of bytes or a duration in words for people, e.g. "380 ms", "2.41 s", "1.2 MB", "732 B", with a no-break
 * space between number and unit. −1 reads "–". (transfer full) */
char *tri_text_dup_duration (gint64 duration_us);
char *tri_text_dup_size (gint64 size_bytes);

/* Two durations as one range, "1.70–1.81 s"; if both read the same, as one duration. (transfer full) */
char *tri_text_dup_duration_range (gint64 lowest_us, gint64 highest_us);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Places of a document that are marked, wherever it is shown: in a text view, or in rows (lines-view.h).
 */

#include "source.h"

G_BEGIN_DECLS

/* In bytes of what is shown. */
typedef struct
{
  gsize start;
  gsize end;
  gboolean nearest; /* marked most */
} TriMark;

/* Marks those places of a text view and no others; `marks` (element type TriMark) is in order. */
void tri_text_marks_show (GtkTextView *view, const TriShown *shown, GArray *marks);

/* Brings a place into view; with the cursor, if `focus`. */
void tri_text_marks_reveal (GtkTextView *view, const TriShown *shown, gsize offset, gboolean focus);

/* The byte at a place of the view, and at its cursor. FALSE if there is no letter. */
gboolean tri_text_marks_get_offset_at (GtkTextView *view, const TriShown *shown, double x, double y, gsize *offset);
gboolean tri_text_marks_get_cursor (GtkTextView *view, const TriShown *shown, gsize *offset);

/* Adds to the attributes of a row what marks it: `text` is the row's, from `start` to `end` of the document, and
 * `marks` may be NULL. */
void tri_text_marks_add (PangoAttrList *attributes, GArray *marks, const char *text, gsize start, gsize end);

G_END_DECLS

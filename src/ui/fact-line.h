/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A fact in the foot of a column.
 *
 * One that ticks while an answer runs has its room reserved from the start: its height follows from its width and the
 * size of the letters, never from the text: one line where there is room for everything, up to three in a narrow column
 * with large letters. So nothing jumps while somebody reads. Any other fact is as high as its text, up to three lines;
 * a size group keeps it as high as its neighbours in the other columns.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRI_TYPE_FACT_LINE (tri_fact_line_get_type ())
G_DECLARE_FINAL_TYPE (TriFactLine, tri_fact_line, TRI, FACT_LINE, GtkWidget)

void tri_fact_line_set_text (TriFactLine *fact, const char *text);
void tri_fact_line_set_note (TriFactLine *fact, const char *note);    /* what pointing at it tells; NULL for nothing */
void tri_fact_line_set_reserve (TriFactLine *fact, gboolean reserve); /* FALSE from the start */

/* As high as so many lines whatever it says, and one more where lines are short; 0, as from the start: as its text. */
void tri_fact_line_set_n_lines (TriFactLine *fact, int n_lines);

G_END_DECLS

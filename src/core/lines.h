/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The rows in which a long text is shown: its lines, and lines that are too wide cut into several rows.
 *
 * A view that lays out a whole text pays for every line of it, and for one long line more than for all the others. So a
 * large text is shown row by row, and this says where each row begins. Every row is at most as wide as asked for; width
 * is counted in cells of a monospace font, without a font: from the first byte of a character, and rather too wide than
 * too narrow. Rows are cut between characters, and not before a mark that belongs to the character before it.
 *
 * Invariants: the rows stand in order and leave nothing out but the line ends between them; put together again they are
 * the text, byte for byte. Any bytes will do, also such as are no UTF-8. An index takes an eighth of the text's size at
 * most (of blank lines only), usually a hundredth, and holds the bytes.
 *
 * Immutable once made and atomically counted: safe in any thread.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TriLines TriLines;

/* One row: offsets in bytes, `end` behind its last byte, without the line end. */
typedef struct
{
  gsize start;
  gsize end;
  gboolean continues; /* the row before it is of the same line */
} TriRow;

#define TRI_LINES_MIN_CELLS 8u
#define TRI_LINES_MAX_CELLS 1000u

/* Rows of at most `n_cells` cells, which is brought between the limits above. No bytes, no rows; a line end at the very
 * end begins no further row. One pass over the bytes. (transfer full) */
TriLines *tri_lines_new (GBytes *bytes, guint n_cells);

TriLines *tri_lines_ref (TriLines *lines);
void tri_lines_unref (TriLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriLines, tri_lines_unref)

GBytes *tri_lines_get_bytes (const TriLines *lines);
guint tri_lines_get_n_rows (const TriLines *lines);
guint tri_lines_get_n_cells (const TriLines *lines);

/* FALSE, and nothing in `row`, if there is no such row. */
gboolean tri_lines_get_row (const TriLines *lines, guint position, TriRow *row);

/* The row in which the byte at `offset` stands; a line end belongs to the row that it ends, and what lies beyond the
 * end to the last row. 0 if there are no rows. */
guint tri_lines_find (const TriLines *lines, gsize offset);

/* A piece of one row as text that one line of the screen can show: valid UTF-8 in which NUL and other control
 * characters are visible marks, and nothing breaks the line. `bytes` must begin and end between characters. (transfer
 * full) */
char *tri_lines_dup_displayable (const void *bytes, gsize n_bytes);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Texts side by side in a terminal, wrapped by display width (CJK is two cells wide).
 *
 * Whatever comes from outside is harmless here: control characters, which a terminal would obey, are shown as their
 * pictures (U+2400 and following), and marks that turn the direction of writing as U+FFFD.
 */

#include <glib.h>

G_BEGIN_DECLS

/* `text` (valid UTF-8) on lines of at most `cells` cells, broken at spaces where there are some. Element type char *.
 * (transfer full) */
GPtrArray *tri_panels_wrap (const char *text, guint cells);

/* Appends `n` columns of lines side by side, each `cells` wide, to `out`; shorter ones are filled with blanks.
 * `last_lines` cuts the columns to that many lines at the end; 0 shows all. */
void tri_panels_append (GString *out, GPtrArray *const *columns, guint n, guint cells, guint last_lines);

/* A horizontal rule below or above `n` columns. */
void tri_panels_append_rule (GString *out, guint n, guint cells);

/* How many cells each of `n` columns can have in `width` cells; 0 if that would be too narrow to read. */
guint tri_panels_fit (guint n, guint width);

/* The terminal's width and height in cells; width 96 and height 0 where standard output is none. */
void tri_panels_get_size (guint *width, guint *height);

G_END_DECLS

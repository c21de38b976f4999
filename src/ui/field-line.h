/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A row of the table of fields: what it is about, and of each column two lines, a path above a value. The heads of the
 * columns are such a row too, so that everything stands in line.
 *
 * Of the columns some neighbours are seen. Where there is little room the title stands above them instead of beside
 * them. A row asks for no width and is one of two heights, so that a list never has to measure what it holds.
 */

#include <gtk/gtk.h>

#include "core/fields.h"

G_BEGIN_DECLS

#define TRI_TYPE_FIELD_LINE (tri_field_line_get_type ())
G_DECLARE_FINAL_TYPE (TriFieldLine, tri_field_line, TRI, FIELD_LINE, GtkWidget)

GtkWidget *tri_field_line_new (void);

/* `detail`: a quieter line below the title; NULL for a heading, which has no columns. */
void tri_field_line_set_title (TriFieldLine *line, const char *title, const char *detail);

void tri_field_line_set_n_columns (TriFieldLine *line, guint n_columns);
void tri_field_line_set_seen (TriFieldLine *line, guint first, guint n_seen);

/* What a column has; both NULL where it has nothing. A name, shape or value that is another than its counterpart's
 * stands out. */
void tri_field_line_set_column (
    TriFieldLine *line, guint column, const char *path, const char *value, TriFieldDifferences differences);

/* As the heads of the columns, and not as a row among others. */
void tri_field_line_set_is_head (TriFieldLine *line);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Which column a control belongs to, said in its name.
 *
 * Somebody who sees the window sees that; to somebody who goes from button to button by ear, three that are called
 * “Retry” are one too many and two too few.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names every button in `view` after what it does, which is its label or else its tooltip, and after the column:
 * “Retry this column, Responses”. Lists are left alone: their rows come and go. */
void tri_column_names_set (GtkWidget *view, const char *title);

G_END_DECLS

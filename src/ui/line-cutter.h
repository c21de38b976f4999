/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Cuts a text into rows: at once where that takes less than a frame has, and in a worker where it is large. Only what
 * was asked for last is cut.
 */

#include <gio/gio.h>

#include "core/lines.h"

G_BEGIN_DECLS

#define TRI_TYPE_LINE_CUTTER (tri_line_cutter_get_type ())
G_DECLARE_FINAL_TYPE (TriLineCutter, tri_line_cutter, TRI, LINE_CUTTER, GObject)

TriLineCutter *tri_line_cutter_new (void);

/* Cuts `bytes` into rows of at most `n_cells` cells (lines.h). Signal "cut" (TriLines *): here they are. */
void tri_line_cutter_cut (TriLineCutter *self, GBytes *bytes, guint n_cells);

/* Nothing is to be cut any more. */
void tri_line_cutter_stop (TriLineCutter *self);

G_END_DECLS

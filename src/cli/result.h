/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a comparison amounts to, in the terminal. Every column has an attempt.
 */

#include "core/comparison.h"

G_BEGIN_DECLS

/* All of it: answers, how they ended, usage, times, and what was not asked the same; as wide as the terminal. */
void tri_result_append (TriComparison *comparison, GString *out);

/* Pieces of it, each column `cells` wide. `last_lines` cuts the answers at their beginning; 0 shows all. */
void tri_result_append_titles (TriComparison *comparison, GString *out, guint cells);
void tri_result_append_answers (TriComparison *comparison, GString *out, guint cells, guint last_lines);

/* Every attempt of a series counts: a median of those that went well would hide the others. */
int tri_result_get_exit_code (TriComparison *comparison);

/* Bytes as they are, on the standard output. */
void tri_result_print_bytes (GBytes *bytes, gboolean ends_line);

G_END_DECLS

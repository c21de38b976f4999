/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Places of a JSON document in a view that shows it laid out otherwise, and back: the tokens of both are the same.
 */

#include "core/json-index.h"
#include "json-view.h"

G_BEGIN_DECLS

/* The bytes `start` to `end` of the document that was indexed as `exact`, as `view` shows them. `exact` NULL: it is
 * shown as it came. FALSE if it shows something else just now. */
gboolean tri_migrate_marks_to_shown (
    TriJsonView *view, GBytes *bytes, const TriJsonIndex *exact, gsize start, gsize end, TriMark *mark);

/* The byte of the document at a byte of what is shown. */
gboolean
tri_migrate_marks_to_exact (TriJsonView *view, GBytes *bytes, const TriJsonIndex *exact, gsize shown, gsize *offset);

/* Shows a mark, and brings it into view; NULL: none. */
void tri_migrate_marks_show (TriJsonView *view, const TriMark *mark);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How code that reads the answer changes with the format, as a difference of code is written: what goes, and what
 * comes. Folded until somebody wants to see it; not there at all where nothing changes.
 */

#include <adwaita.h>

#include "core/migrate-reading.h"

G_BEGIN_DECLS

#define TRI_TYPE_READING_VIEW (tri_reading_view_get_type ())
G_DECLARE_FINAL_TYPE (TriReadingView, tri_reading_view, TRI, READING_VIEW, AdwBin)

/* `root` is the token of the request in `index`, which is kept; `index` NULL: nothing is shown. */
void tri_reading_view_set (
    TriReadingView *view, const TriFormat *from, const TriFormat *to, TriJsonIndex *index, guint root);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How a row of a large document is written: JSON in the colours of the small ones, and over them what was searched for.
 */

#include <pango/pango.h>

#include "core/json-row.h"
#include "core/search.h"

G_BEGIN_DECLS

/* `shown` is the row as it is shown (see tri_lines_dup_displayable). Without `json` nothing is coloured; `search` may
 * be NULL, and `current` is the match that the person went to last. NULL for a plain row. (transfer full) */
PangoAttrList *tri_row_ink_new (
    GBytes *document, const TriRow *row, const char *shown, gboolean json, const TriSearch *search, guint current);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What is looked for in a large text, in a worker, what was found (core/search.h), and which of it was gone to last.
 */

#include "core/search.h"

G_BEGIN_DECLS

#define TRI_TYPE_LINE_SEARCH (tri_line_search_get_type ())
G_DECLARE_FINAL_TYPE (TriLineSearch, tri_line_search, TRI, LINE_SEARCH, GObject)

TriLineSearch *tri_line_search_new (void);

/* Looks for `words` and forgets what was looked for before; NULL or "", or no bytes, looks for nothing. Signal
 * "changed": there is something else, or nothing any more, or it was found. */
void tri_line_search_look_for (TriLineSearch *self, GBytes *bytes, const char *words);

/* The same for nothing, in silence. */
void tri_line_search_forget (TriLineSearch *self);

/* NULL for nothing. (transfer none) */
const char *tri_line_search_get_words (TriLineSearch *self);

/* NULL until it is known. (transfer none) */
const TriSearch *tri_line_search_get_found (TriLineSearch *self);

/* The number of the match that was gone to last; G_MAXUINT for none. */
guint tri_line_search_get_match (TriLineSearch *self);

/* Goes to the next match or the one before; to the first or last if `fresh`. FALSE if there is none that way. */
gboolean tri_line_search_step (TriLineSearch *self, gboolean forward, gboolean fresh, gsize *offset);

/* Remembers where to go when it is known what there is; FALSE, and nothing, if that is known. */
gboolean tri_line_search_promise (TriLineSearch *self, gboolean forward);

/* Where that was, −1 or 1, or 0 for nowhere; the promise is kept then. Nothing is promised before it is found. */
int tri_line_search_take_promise (TriLineSearch *self);

G_END_DECLS

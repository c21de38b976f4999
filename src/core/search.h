/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Where a word stands in a large text: plain search over its bytes, whatever the case of the letters.
 *
 * Letters match those of the other case where both are one character each (as everywhere in the Unicode tables but a
 * few like "ß" and "SS"). Matches do not overlap. Bytes that are no UTF-8 match nothing.
 *
 * Pure: safe in any thread, and made for a worker.
 */

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _TriSearch TriSearch;

/* So many matches have a place to go to; all are counted. */
#define TRI_SEARCH_MAX_PLACES 1000000u

/* Looks for `words`, valid UTF-8, in `bytes`. Nothing to look for gives no match. NULL if `cancellable`, which may be
 * NULL, was cancelled meanwhile. (transfer full) */
TriSearch *tri_search_new (GBytes *bytes, const char *words, GCancellable *cancellable);
void tri_search_free (TriSearch *search);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriSearch, tri_search_free)

guint tri_search_get_n_matches (const TriSearch *search);
guint tri_search_get_n_places (const TriSearch *search); /* the first of the matches */

/* Match number `position`, which must be one of the places: offsets in bytes. */
void tri_search_get_match (const TriSearch *search, guint position, gsize *start, gsize *end);

/* The number of the first place that begins at `offset` or behind it; the number of places if there is none. */
guint tri_search_find (const TriSearch *search, gsize offset);

G_END_DECLS

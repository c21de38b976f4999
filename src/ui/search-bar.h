/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Searches the facet that is on the screen, through all columns: the same words are marked in each of them, and going
 * on at the end of one column leads to the next.
 */

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define TRI_TYPE_SEARCH_BAR (tri_search_bar_get_type ())
G_DECLARE_FINAL_TYPE (TriSearchBar, tri_search_bar, TRI, SEARCH_BAR, AdwBin)

void tri_search_bar_open (TriSearchBar *bar);
void tri_search_bar_close (TriSearchBar *bar);
gboolean tri_search_bar_is_open (TriSearchBar *bar);

/* What is searched now, in the order of the columns: each a GtkSourceView or a TriLinesView. Taken over only while
 * open, and only where it differs from what is searched already. */
void tri_search_bar_set_views (TriSearchBar *bar, GPtrArray *views);

/* Goes to the next match, or the one before. */
void tri_search_bar_go (TriSearchBar *bar, gboolean forward);

/* Signal "opened": whoever owns the columns then gives the views. It is emitted before every look as well, because what
 * a column shows may have grown too large for the one kind of view. */

G_END_DECLS

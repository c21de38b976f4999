/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The pages of a window, and the bar at its side that names them. The first one is what the window was made with.
 *
 * Until somebody asks for the bar or for another page there is nothing of all this: the bar is built when it is first
 * shown, and so is each page. The actions win.sidebar and win.page are there from the beginning. Which page is chosen
 * is forgotten with the window.
 *
 * Signals: "changed": another page is shown. "compare": two requests are to be compared (tri_pages_get_pair()).
 */

#include "core/comparison.h"
#include "migrate-page.h"

G_BEGIN_DECLS

#define TRI_TYPE_PAGES (tri_pages_get_type ())
G_DECLARE_FINAL_TYPE (TriPages, tri_pages, TRI, PAGES, GObject)

/* `box` holds the header bar first, and below it the first page. The window keeps what is returned. (transfer none) */
TriPages *tri_pages_new (GtkWindow *window, GtkBox *box);

/* Whether another page than the first one is shown. */
gboolean tri_pages_hide_compare (TriPages *pages);

gboolean tri_pages_get_pair (TriPages *pages, TriMigratePair *pair);

/* Two columns in place of those that there are: the request, and what it was converted into, byte for byte. */
void tri_pages_fill_with_pair (TriComparison *comparison, TriServer *server, const TriMigratePair *pair);

G_END_DECLS

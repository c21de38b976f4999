/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What can be chosen for the facet that is on the screen, for all columns together: of Events which ones are listed, of
 * Output whether it is read as Markdown, of Code in which language. Nothing for the others.
 *
 * It follows the window's action "facet" and its look (look.h), and holds no state.
 */

#include <adwaita.h>

G_BEGIN_DECLS

#define TRI_TYPE_FACET_TOOLS (tri_facet_tools_get_type ())
G_DECLARE_FINAL_TYPE (TriFacetTools, tri_facet_tools, TRI, FACET_TOOLS, AdwBin)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The quiet line under the switch of facets: what is to be known of the field that is pointed at or chosen (links.h).
 *
 * It has its room wherever there are linked fields, also while there is nothing to say, so that columns do not move
 * below the pointer. It takes the focus, so that it can be read with a screen reader.
 */

#include <adwaita.h>

G_BEGIN_DECLS

#define TRI_TYPE_LINK_LINE (tri_link_line_get_type ())
G_DECLARE_FINAL_TYPE (TriLinkLine, tri_link_line, TRI, LINK_LINE, AdwBin)

G_END_DECLS

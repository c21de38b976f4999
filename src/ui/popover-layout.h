/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Lays out the only child of what stands in a popover.
 *
 * A popover asks for the height at its whole width, shadow included, which is more than its child gets: a line that
 * only just has to wrap would be cut off. So the height is never that of more width than is wanted. And it is wanted no
 * wider than the window, beyond which a popover would reach.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkLayoutManager *tri_popover_layout_new (void); /* (transfer full) */

G_END_DECLS

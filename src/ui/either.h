/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Two widgets for one purpose: shows `wide` where its natural width fits, and `narrow` where it does not.
 *
 * The one that is not shown is not mapped: it takes no focus and no keys. GTK 4.8 has no breakpoints, and a widget that
 * asks for what it was given needs no knowledge of the window.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRI_TYPE_EITHER (tri_either_get_type ())
G_DECLARE_FINAL_TYPE (TriEither, tri_either, TRI, EITHER, GtkWidget)

G_END_DECLS

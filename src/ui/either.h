/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Two widgets for one purpose: shows `wide` where its natural width fits, and `narrow` where it does not.
 *
 * The one that is not shown is not mapped: it takes no focus and no keys. GTK 4.8 has no breakpoints, and a widget that
 * asks for what it was given needs no knowledge of the window.
 *
 * In place of `narrow` an `icon` may be given, as g_icon_new_for_string() reads it. Its image is made when there is
 * first no room for `wide`: an icon that nobody sees is still looked up and read from the disk.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRI_TYPE_EITHER (tri_either_get_type ())
G_DECLARE_FINAL_TYPE (TriEither, tri_either, TRI, EITHER, GtkWidget)

G_END_DECLS

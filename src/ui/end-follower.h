/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Keeps the end of a text that grows in view, for as long as nobody scrolls up, and again from when somebody scrolls to
 * the end.
 *
 * "Am I at the end?" cannot be asked when text is added, because heights are computed lazily. So it is remembered, and
 * given up only when somebody scrolls up.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRI_TYPE_END_FOLLOWER (tri_end_follower_get_type ())
G_DECLARE_FINAL_TYPE (TriEndFollower, tri_end_follower, TRI, END_FOLLOWER, GObject)

TriEndFollower *tri_end_follower_new (void); /* active */

/* The height that grows and the place in it; once. */
void tri_end_follower_follow (TriEndFollower *self, GtkAdjustment *adjustment);

/* Whether the end is followed now. */
gboolean tri_end_follower_is_active (TriEndFollower *self);
void tri_end_follower_set_active (TriEndFollower *self, gboolean active);

G_END_DECLS

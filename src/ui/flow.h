/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Controls in a line, which becomes several lines where there is too little room for one. In each line what wants to
 * expand takes the room that is left.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRI_TYPE_FLOW (tri_flow_get_type ())
G_DECLARE_FINAL_TYPE (TriFlow, tri_flow, TRI, FLOW, GtkWidget)

/* Children are those of the template that it stands in, or come by gtk_widget_set_parent(). */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seen.h"

void
tri_seen_set (GtkWidget *child, gboolean seen)
{
  if (gtk_widget_get_child_visible (child) == seen)
    return;
  gtk_widget_set_child_visible (child, seen);
  gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN, !seen, -1);
}

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

gboolean
tri_seen_has_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

void
tri_seen_turn (GtkStack *stack, const char *name)
{
  GtkWidget *from = gtk_stack_get_visible_child (stack);
  gboolean had_focus = from && tri_seen_has_focus (from);

  gtk_stack_set_visible_child_name (stack, name);
  if (had_focus && gtk_stack_get_visible_child (stack) != from)
    gtk_widget_child_focus (gtk_stack_get_visible_child (stack), GTK_DIR_TAB_FORWARD);
}

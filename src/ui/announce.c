/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "announce.h"

#if !GTK_CHECK_VERSION(4, 14, 0)
#include <glib/gi18n-lib.h>
#endif

void
tri_announce (GtkWidget *widget, const char *words)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  if (!GTK_IS_WINDOW (root))
    return;
#if GTK_CHECK_VERSION(4, 14, 0)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations" /* newer than what is asked for at least */
  gtk_accessible_announce (GTK_ACCESSIBLE (root), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#pragma GCC diagnostic pop
#else
  /* Translators: the title of a window and what just happened in it, for screen readers. */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), gtk_window_get_title (GTK_WINDOW (root)), words);

  gtk_accessible_update_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
#endif
}

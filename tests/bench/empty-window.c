/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * empty-window [SECONDS]: what any program of this platform costs, to measure ours against: a window with a header bar
 * and nothing in it, as large as ours. With SECONDS it redraws itself with every frame for so long, which tells how
 * evenly this machine hands out frames right now.
 */
#include <adwaita.h>
#include <stdlib.h>

#include "probe.h"

static gboolean
redraw (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static gboolean
end (gpointer user_data)
{
  probe_frames_end ();
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_REMOVE;
}

static void
ready (GtkWindow *window, gpointer user_data)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (window), redraw, NULL, NULL);
  probe_frames_begin (window);
  g_timeout_add ((guint) (*(double *) user_data * 1000), end, gtk_window_get_application (window));
}

static void
activate (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "Empty");
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 800);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new ("app.triptych.Empty", G_APPLICATION_DEFAULT_FLAGS);
  double seconds = argc > 1 ? g_ascii_strtod (argv[1], NULL) : 0;

  g_signal_connect (application, "activate", G_CALLBACK (activate), NULL);
  probe_watch_start (GTK_APPLICATION (application), seconds > 0 ? ready : NULL, &seconds);
  return g_application_run (G_APPLICATION (application), 1, argv);
}

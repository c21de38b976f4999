/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-large BASE-URL FACET [stay]: one column of the program's own window asks a server that answers with a large
 * document, and shows it in FACET.
 *
 * Tells how long after the last byte the document is on the screen, the longest time for which the main loop did
 * nothing else, and what memory it takes at rest. With "stay" the window stays, to be looked at.
 */
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "core/transport.h"
#include "probe.h"
#include "ui/application.h"
#include "ui/column-view.h"
#include "ui/lines-view.h"
#include "ui/window.h"

/* After this long everything has come to rest. */
#define REST_MS 1500

static const char *base_url;
static const char *facet;
static gboolean stays;

static struct
{
  TriWindow *window;
  TriExchange *exchange;
  gulong painted;
  gint64 start_us; /* when it was sent */
  gint64 shown_us; /* when the frame was painted that shows it */
  gint64 memory;   /* before */
  gint64 longest_us;
  gint64 polled_us; /* when the loop last came back from waiting; 0 while it is not watched */
} large;

static gint64
get_memory_bytes (const char *name)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return -1;
  line = strstr (text, name);
  return line ? g_ascii_strtoll (line + strlen (name), NULL, 10) * 1024 : -1;
}

/* The time between two waits is time in which the window does nothing else. */
static gint
watched_poll (GPollFD *fds, guint n_fds, gint timeout)
{
  gint result;

  if (large.polled_us)
    large.longest_us = MAX (large.longest_us, g_get_monotonic_time () - large.polled_us);
  result = g_poll (fds, n_fds, timeout);
  if (large.polled_us)
    large.polled_us = g_get_monotonic_time ();
  return result;
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static gboolean
end (gpointer user_data)
{
  TriRecord *record = tri_exchange_get_record (large.exchange);

  probe_print ("body_bytes", g_bytes_get_size (record->response_body));
  probe_print ("first_frame_us", large.shown_us - large.start_us - record->times.ended_us);
  probe_print ("longest_us", large.longest_us);
  probe_print ("more_bytes", get_memory_bytes ("VmRSS:") - large.memory);
  probe_print ("peak_bytes", get_memory_bytes ("VmHWM:") - large.memory);
  probe_print ("answered", record->ending == TRI_ENDING_ANSWERED);
  if (!stays)
    g_application_quit (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (large.window))));
  return G_SOURCE_REMOVE;
}

/* A frame was painted: is the document in it, and has the answer been read as well? */
static void
painted (GdkFrameClock *clock)
{
  GtkWidget *view
      = tri_column_view_get_text_view (TRI_COLUMN_VIEW (find (GTK_WIDGET (large.window), TRI_TYPE_COLUMN_VIEW)));

  if (!large.shown_us && TRI_IS_LINES_VIEW (view) && tri_lines_view_get_n_rows (TRI_LINES_VIEW (view)) > 0)
    large.shown_us = g_get_monotonic_time ();
  if (!large.shown_us || tri_exchange_is_running (large.exchange))
    {
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
      return;
    }
  g_clear_signal_handler (&large.painted, clock);
  g_timeout_add (REST_MS, end, NULL);
}

static void
ready (GtkWindow *window, gpointer user_data)
{
  TriComparison *comparison = tri_window_get_comparison (TRI_WINDOW (window));
  g_autoptr (TriServer) server = tri_server_new ("Bench", base_url, NULL, NULL, "bench");
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

  large.window = TRI_WINDOW (window);
  /* The document is one of Chat Completions. Columns may have been remembered from the last run. */
  for (guint i = tri_comparison_get_n_columns (comparison); i > 0; i--)
    if (!g_str_equal (tri_column_get_format (tri_comparison_get_column (comparison, i - 1))->id, "chat"))
      tri_comparison_remove (comparison, tri_comparison_get_column (comparison, i - 1));
  tri_column_set_server (tri_comparison_get_column (comparison, 0), server);
  g_action_group_activate_action (G_ACTION_GROUP (window), "facet", g_variant_new_string (facet));
  large.memory = get_memory_bytes ("VmRSS:");
  large.polled_us = large.start_us = g_get_monotonic_time ();
  g_main_context_set_poll_func (NULL, watched_poll);
  g_action_group_activate_action (G_ACTION_GROUP (window), "send", NULL);
  large.exchange = tri_column_get_exchange (tri_comparison_get_column (comparison, 0));
  large.painted = g_signal_connect (clock, "after-paint", G_CALLBACK (painted), NULL);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
}

int
main (int argc, char **argv)
{
  g_autoptr (TriApplication) application = NULL;

  if (argc < 3)
    return 2;
  tri_transport_init ();
  base_url = argv[1];
  facet = argv[2];
  stays = argc > 3;
  application = tri_application_new ();
  probe_watch_start (GTK_APPLICATION (application), ready, NULL);
  return g_application_run (G_APPLICATION (application), 1, argv);
}

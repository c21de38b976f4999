/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-window [BASE-URL COUNT]: the program's own window, measured from outside.
 *
 * With a server that streams COUNT pieces of the known text to each column it sends, and tells what the streams cost
 * and whether what stands in the window at their end is that text to the byte.
 */
#include <gtksourceview/gtksource.h>
#include <stdlib.h>
#include <string.h>

#include "core/transport.h"
#include "event-text.h"
#include "probe.h"
#include "ui/application.h"
#include "ui/output-view.h"
#include "ui/window.h"

/* Long enough for the last frame, which is drawn after the end. */
#define LAST_FRAME_MS 200

static const char *base_url;
static guint n_pieces;

static struct
{
  gint64 thread_us;
  gint64 process_us;
  gint64 wall_us;
} before;

/* The n-th widget of a type below `widget`, in the order in which they stand; counts `n` down. */
static GtkWidget *
find_nth (GtkWidget *widget, GType type, guint *n)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_nth (child, type, n);
  return found;
}

static char *
dup_shown (GtkWidget *output)
{
  GtkWidget *view = GTK_WIDGET (tri_output_view_get_text_view (TRI_OUTPUT_VIEW (output)));
  GtkTextIter start, end;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/* Whether column `position` ended whole, holds the text, and shows it. */
static gboolean
is_exact (TriWindow *window, guint position)
{
  TriColumn *column = tri_comparison_get_column (tri_window_get_comparison (window), position);
  TriExchange *exchange = tri_column_get_exchange (column);
  const TriReader *reader = tri_exchange_get_reader (exchange);
  const char *format = tri_column_get_format (column)->id;
  guint stream = g_str_equal (format, "chat") ? 1 : g_str_equal (format, "responses") ? 2 : 0;
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autofree char *read = reader ? tri_reply_dup_text (tri_reader_get_reply (reader)) : NULL;
  g_autofree char *shown = NULL;
  guint n = position;
  GtkWidget *output = find_nth (GTK_WIDGET (window), TRI_TYPE_OUTPUT_VIEW, &n);

  for (guint i = 0; i < n_pieces; i++)
    event_text_append (expected, stream, i);
  if (output)
    shown = dup_shown (output);
  return tri_exchange_get_record (exchange)->ending == TRI_ENDING_ANSWERED && g_strcmp0 (read, expected->str) == 0
         && g_strcmp0 (shown, expected->str) == 0;
}

static gboolean
end (gpointer user_data)
{
  TriWindow *window = user_data;
  guint n_columns = tri_comparison_get_n_columns (tri_window_get_comparison (window));
  guint n_exact = 0;

  for (guint i = 0; i < n_columns; i++)
    n_exact += is_exact (window, i);
  probe_print ("columns", n_columns);
  probe_print ("exact_columns", n_exact);
  g_application_quit (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (window))));
  return G_SOURCE_REMOVE;
}

static void
running_changed (TriComparison *comparison, GParamSpec *pspec, gpointer user_data)
{
  if (tri_comparison_is_running (comparison))
    return;
  probe_print ("thread_us", probe_get_thread_us () - before.thread_us);
  probe_print ("process_us", probe_get_process_us () - before.process_us);
  probe_print ("wall_us", g_get_monotonic_time () - before.wall_us);
  probe_frames_end ();
  g_timeout_add (LAST_FRAME_MS, end, user_data);
}

static void
ready (GtkWindow *window, gpointer user_data)
{
  TriComparison *comparison = tri_window_get_comparison (TRI_WINDOW (window));
  g_autoptr (TriServer) server = tri_server_new ("Bench", base_url, NULL, NULL, "bench");

  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    tri_column_set_server (tri_comparison_get_column (comparison, i), server);
  before.thread_us = probe_get_thread_us ();
  before.process_us = probe_get_process_us ();
  before.wall_us = g_get_monotonic_time ();
  probe_frames_begin (window);
  g_action_group_activate_action (G_ACTION_GROUP (window), "send", NULL);
  g_signal_connect (comparison, "notify::running", G_CALLBACK (running_changed), window);
}

int
main (int argc, char **argv)
{
  g_autoptr (TriApplication) application = NULL;

  tri_transport_init ();
  base_url = argc > 2 ? argv[1] : NULL;
  n_pieces = argc > 2 ? (guint) strtoul (argv[2], NULL, 10) : 0;
  application = tri_application_new ();
  probe_watch_start (GTK_APPLICATION (application), base_url ? ready : NULL, NULL);
  return g_application_run (G_APPLICATION (application), 1, argv);
}

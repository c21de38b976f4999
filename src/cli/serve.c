/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "core/samples.h"
#include "practice/practice-server.h"

static gboolean
on_interrupt (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

int
tri_command_practice (int argc, char **argv)
{
  int port = 0, pace_ms = TRI_PRACTICE_READING_PACE_US / 1000;
  gboolean require_key = FALSE;
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_INT, &port, N_ ("Listen on this port of 127.0.0.1 (default: any free one)"),
      N_ ("N") },
    { "pace", 0, 0, G_OPTION_ARG_INT, &pace_ms, N_ ("Milliseconds between two tokens (default: 45)"), N_ ("MS") },
    { "require-key", 0, 0, G_OPTION_ARG_NONE, &require_key, N_ ("Refuse requests without a key"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (TriPracticeServer) server = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  TriPracticeOptions options;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Runs the practice server: the three endpoints on loopback, without a model."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return tri_command_usage_error ("practice", error->message);
  if (argc > 1)
    return tri_command_usage_error ("practice", _ ("expected options only"));
  if (port < 0 || port > 65535)
    return tri_command_usage_error ("practice", _ ("--port: expected a number from 0 to 65535"));
  if (pace_ms < 0 || pace_ms > 60000)
    return tri_command_usage_error ("practice", _ ("--pace: expected a number from 0 to 60000"));

  options
      = (TriPracticeOptions){ .port = (guint16) port, .pace_us = (gint64) pace_ms * 1000, .require_key = require_key };
  server = tri_practice_server_new (&options, &error);
  if (server == NULL)
    {
      g_printerr ("triptych-cli: %s\n", error->message);
      return TRI_EXIT_UNAVAILABLE;
    }
  g_print (_ ("The practice server listens on %s\n"), tri_practice_server_get_base_url (server));
  g_print (_ ("It is no model: it answers known samples, and tells what reached it. Ctrl+C ends it.\n"));
  g_unix_signal_add (SIGINT, on_interrupt, loop);
  g_unix_signal_add (SIGTERM, on_interrupt, loop);
  g_main_loop_run (loop);
  return TRI_EXIT_OK;
}

int
tri_command_samples (int argc, char **argv)
{
  guint n;
  const TriSample *samples = tri_samples_list (&n);
  const GOptionEntry entries[] = { { NULL } };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ ("List the samples that come with the program"));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return tri_command_usage_error ("samples", error->message);
  if (argc > 1)
    return tri_command_usage_error ("samples", _ ("expected no arguments"));
  for (guint i = 0; i < n; i++)
    {
      const TriSample *sample = &samples[i];

      g_print ("%s%s  —  %s\n    %s\n", i ? "\n" : "", sample->id, _ (sample->title), _ (sample->look_for));
      if (sample->published)
        g_print ("    %s\n", _ (sample->published));
      g_print ("    triptych-cli send --sample %s\n", sample->id);
    }
  return TRI_EXIT_OK;
}

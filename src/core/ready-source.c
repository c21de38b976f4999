/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ready-source.h"

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs funcs = { .dispatch = dispatch };

GSource *
tri_ready_source_new (GMainContext *context, int priority, GSourceFunc func, gpointer user_data)
{
  GSource *source = g_source_new (&funcs, sizeof (GSource));

  g_source_set_priority (source, priority);
  g_source_set_callback (source, func, user_data, NULL);
  g_source_attach (source, context);
  return source;
}

void
tri_ready_source_clear (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

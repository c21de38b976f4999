/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences.h"

#include "practice/practice-server.h"

static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source)
    schema = g_settings_schema_source_lookup (source, "app.triptych.Triptych", TRUE);
  return schema ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

GSettings *
tri_preferences_get (void)
{
  static GSettings *settings;
  static gboolean looked;

  if (!looked)
    settings = open_settings ();
  looked = TRUE;
  return settings;
}

static gint64
get_seconds_us (GSettings *settings, const char *key)
{
  return (gint64) g_settings_get_uint (settings, key) * G_USEC_PER_SEC;
}

TriLimits
tri_preferences_get_limits (void)
{
  GSettings *settings = tri_preferences_get ();
  TriLimits limits = TRI_LIMITS_DEFAULT;

  if (!settings)
    return limits;
  limits.connect_us = get_seconds_us (settings, "connect-limit");
  limits.first_byte_us = get_seconds_us (settings, "first-byte-limit");
  limits.silence_us = get_seconds_us (settings, "silence-limit");
  limits.total_us = get_seconds_us (settings, "total-limit");
  return limits;
}

gint64
tri_preferences_get_practice_pace_us (void)
{
  GSettings *settings = tri_preferences_get ();

  return settings ? (gint64) g_settings_get_uint (settings, "practice-pace") * 1000 : TRI_PRACTICE_READING_PACE_US;
}

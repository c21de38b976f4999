/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "settings.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "error.h"
#include "json-index.h"
#include "json-writer.h"

/* Ranges are those of the published API where all formats agree; what one format refuses beyond that is said by it
 * (TRI_GAP_REFUSED), because a server's refusal is worth seeing. */
static const TriSettingInfo infos[TRI_N_SETTINGS] = {
  [TRI_SETTING_OUTPUT_LIMIT] = { "output-limit", N_ ("Output limit"), TRI_SETTING_INTEGER, 1, G_MAXINT32 },
  [TRI_SETTING_TEMPERATURE] = { "temperature", N_ ("Temperature"), TRI_SETTING_NUMBER, 0, 2 },
  [TRI_SETTING_TOP_P] = { "top-p", N_ ("Top p"), TRI_SETTING_NUMBER, 0, 1 },
  [TRI_SETTING_STOP] = { "stop", N_ ("Stop sequences"), TRI_SETTING_STRINGS, 1, 4 },
  [TRI_SETTING_SEED] = { "seed", N_ ("Seed"), TRI_SETTING_INTEGER, -9223372036854775808.0, 9223372036854775807.0 },
  [TRI_SETTING_PRESENCE_PENALTY] = { "presence-penalty", N_ ("Presence penalty"), TRI_SETTING_NUMBER, -2, 2 },
  [TRI_SETTING_FREQUENCY_PENALTY] = { "frequency-penalty", N_ ("Frequency penalty"), TRI_SETTING_NUMBER, -2, 2 },
  [TRI_SETTING_STREAM] = { "stream", N_ ("Stream"), TRI_SETTING_SWITCH, 0, 1 },
  [TRI_SETTING_STREAM_USAGE] = { "stream-usage", N_ ("Ask for usage in streams"), TRI_SETTING_SWITCH, 0, 1 },
};

const TriSettingInfo *
tri_setting_get_info (TriSetting setting)
{
  return &infos[setting];
}

TriSettings *
tri_settings_new (void)
{
  TriSettings *settings = g_new0 (TriSettings, 1);

  tri_settings_set_switch (settings, TRI_SETTING_STREAM, TRUE);
  tri_settings_set_switch (settings, TRI_SETTING_STREAM_USAGE, TRUE);
  return settings;
}

TriSettings *
tri_settings_copy (const TriSettings *settings)
{
  TriSettings *copy = g_new0 (TriSettings, 1);

  for (guint i = 0; i < TRI_N_SETTINGS; i++)
    copy->values[i] = g_strdup (settings->values[i]);
  return copy;
}

void
tri_settings_free (TriSettings *settings)
{
  for (guint i = 0; i < TRI_N_SETTINGS; i++)
    g_free (settings->values[i]);
  g_free (settings);
}

gboolean
tri_settings_equal (const TriSettings *a, const TriSettings *b)
{
  for (guint i = 0; i < TRI_N_SETTINGS; i++)
    if (g_strcmp0 (a->values[i], b->values[i]) != 0)
      return FALSE;
  return TRUE;
}

static void
take_value (TriSettings *settings, TriSetting setting, char *value)
{
  g_free (settings->values[setting]);
  settings->values[setting] = value;
}

/* TRUE if `text` is one JSON number of the wanted kind within the range. */
static gboolean
number_is_valid (const TriSettingInfo *info, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  double value;

  if (index == NULL || tri_json_index_get_tokens (index, NULL)[0].kind != TRI_JSON_NUMBER)
    return FALSE;
  if (info->kind == TRI_SETTING_INTEGER
      && tri_json_index_get_quirks (index) & (TRI_JSON_QUIRK_FRACTION | TRI_JSON_QUIRK_BIG_INTEGER))
    return FALSE;
  value = g_ascii_strtod (text, NULL);
  return isfinite (value) && value >= info->minimum && value <= info->maximum;
}

static gboolean
set_number (TriSettings *settings, TriSetting setting, const char *text, GError **error)
{
  const TriSettingInfo *info = &infos[setting];
  g_autofree char *value = g_strstrip (g_strdup (text));

  if (*value == '\0')
    {
      take_value (settings, setting, NULL);
      return TRUE;
    }
  if (!number_is_valid (info, value))
    {
      if (setting == TRI_SETTING_SEED)
        g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                     _ ("%s: expected a whole number of at most 64 bits, found “%s”"), _ (info->label), value);
      else if (setting == TRI_SETTING_OUTPUT_LIMIT)
        g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                     _ ("%s: expected a whole number of tokens from 1, found “%s”"), _ (info->label), value);
      else
        g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("%s: expected a number from %g to %g, found “%s”"),
                     _ (info->label), info->minimum, info->maximum, value);
      return FALSE;
    }
  take_value (settings, setting, g_steal_pointer (&value));
  return TRUE;
}

/* Undoes \n, \t and \\; any other backslash stays as it is. */
static char *
unescape_line (const char *line)
{
  GString *out = g_string_new (NULL);

  for (const char *p = line; *p; p++)
    {
      if (p[0] == '\\' && (p[1] == 'n' || p[1] == 't' || p[1] == '\\'))
        {
          p++;
          g_string_append_c (out, *p == 'n' ? '\n' : *p == 't' ? '\t' : '\\');
        }
      else
        g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

static gboolean
set_strings (TriSettings *settings, TriSetting setting, const char *text, GError **error)
{
  const TriSettingInfo *info = &infos[setting];
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GBytes) bytes = NULL;
  TriJsonWriter writer;
  guint n = 0;

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("%s: expected UTF-8 text"), _ (info->label));
      return FALSE;
    }
  tri_json_writer_init (&writer, 0);
  tri_json_writer_begin_array (&writer);
  for (guint i = 0; lines[i]; i++)
    if (*lines[i])
      {
        g_autofree char *line = unescape_line (lines[i]);

        tri_json_writer_string (&writer, line, -1);
        n++;
      }
  tri_json_writer_end_array (&writer);
  bytes = tri_json_writer_end (&writer);

  if (n > info->maximum)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("%s: expected at most %d lines, found %u"), _ (info->label),
                   (int) info->maximum, n);
      return FALSE;
    }
  take_value (settings, setting, n ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL);
  return TRUE;
}

gboolean
tri_settings_set_text (TriSettings *settings, TriSetting setting, const char *text, GError **error)
{
  switch (infos[setting].kind)
    {
    case TRI_SETTING_INTEGER:
    case TRI_SETTING_NUMBER:
      return set_number (settings, setting, text, error);
    case TRI_SETTING_STRINGS:
      return set_strings (settings, setting, text, error);
    case TRI_SETTING_SWITCH:
      tri_settings_set_switch (settings, setting, g_strcmp0 (text, "true") == 0);
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

static char *
dup_strings_text (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  GString *out = g_string_new (NULL);
  guint element;

  for (guint i = 0; (element = tri_json_index_get_element (index, 0, i)) != TRI_JSON_NONE; i++)
    {
      g_autofree char *text = tri_json_index_dup_string (index, element, NULL);

      if (i > 0)
        g_string_append_c (out, '\n');
      for (const char *p = text; *p; p++)
        switch (*p)
          {
          case '\n':
            g_string_append (out, "\\n");
            break;
          case '\t':
            g_string_append (out, "\\t");
            break;
          case '\\':
            g_string_append (out, "\\\\");
            break;
          default:
            g_string_append_c (out, *p);
          }
    }
  return g_string_free (out, FALSE);
}

char *
tri_settings_dup_text (const TriSettings *settings, TriSetting setting)
{
  const char *value = settings->values[setting];

  if (value == NULL)
    return g_strdup ("");
  return infos[setting].kind == TRI_SETTING_STRINGS ? dup_strings_text (value) : g_strdup (value);
}

void
tri_settings_set_switch (TriSettings *settings, TriSetting setting, gboolean on)
{
  take_value (settings, setting, on ? g_strdup ("true") : NULL);
}

gboolean
tri_settings_get_switch (const TriSettings *settings, TriSetting setting)
{
  return settings->values[setting] != NULL;
}

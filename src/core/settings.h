/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What can be asked beside the prompt, in neutral terms.
 *
 * One table (tri_settings_get_info) says of each setting its id, kind and range; each format says in its cells under
 * which name it takes it, or that it cannot (format.h). Values are kept as JSON text exactly as they will be sent:
 * "0.70" stays "0.70". NULL means "not set": nothing is sent, and the server's default holds.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_SETTING_OUTPUT_LIMIT, /* tokens */
  TRI_SETTING_TEMPERATURE,
  TRI_SETTING_TOP_P,
  TRI_SETTING_STOP, /* 1 to 4 strings */
  TRI_SETTING_SEED,
  TRI_SETTING_PRESENCE_PENALTY,
  TRI_SETTING_FREQUENCY_PENALTY,
  TRI_SETTING_STREAM,
  TRI_SETTING_STREAM_USAGE, /* ask for usage in streams; only sent while streaming */
  TRI_N_SETTINGS
} TriSetting;

typedef enum
{
  TRI_SETTING_INTEGER,
  TRI_SETTING_NUMBER,
  TRI_SETTING_STRINGS,
  TRI_SETTING_SWITCH
} TriSettingKind;

typedef struct
{
  const char *id;    /* also the option's name in the terminal: "top-p" */
  const char *label; /* marked for translation; pass through _() to show */
  TriSettingKind kind;
  double minimum; /* inclusive, for numbers and integers; for strings: how many */
  double maximum;
} TriSettingInfo;

const TriSettingInfo *tri_setting_get_info (TriSetting setting);

/* A mutable plain value; copy it to keep it. */
typedef struct
{
  char *values[TRI_N_SETTINGS]; /* JSON text or NULL */
} TriSettings;

/* Nothing set, but streaming and usage in streams on. (transfer full) */
TriSettings *tri_settings_new (void);
TriSettings *tri_settings_copy (const TriSettings *settings);
void tri_settings_free (TriSettings *settings);
gboolean tri_settings_equal (const TriSettings *a, const TriSettings *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriSettings, tri_settings_free)

/* Sets from what a person typed: a number as JSON spells it, or for STOP one string a line with \n, \t and \\ as
 * escapes (so that a stop at a line end can be typed). White space around numbers is dropped; "" unsets. On error
 * (TRI_ERROR_INVALID, naming the setting, the range and what was found) the setting stays as it was. */
gboolean tri_settings_set_text (TriSettings *settings, TriSetting setting, const char *text, GError **error);

/* The same, backwards: what to show in the entry. "" if not set. (transfer full) */
char *tri_settings_dup_text (const TriSettings *settings, TriSetting setting);

void tri_settings_set_switch (TriSettings *settings, TriSetting setting, gboolean on);
gboolean tri_settings_get_switch (const TriSettings *settings, TriSetting setting);

G_END_DECLS

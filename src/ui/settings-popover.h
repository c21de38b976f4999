/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The settings of a comparison, one row for each line of core's table of settings.
 *
 * What cannot be used is said under its entry and never becomes part of the settings: nothing is sent until it is
 * mended. Signal "changed".
 */

#include <gtk/gtk.h>

#include "core/settings.h"

G_BEGIN_DECLS

#define TRI_TYPE_SETTINGS_POPOVER (tri_settings_popover_get_type ())
G_DECLARE_FINAL_TYPE (TriSettingsPopover, tri_settings_popover, TRI, SETTINGS_POPOVER, GtkPopover)

const TriSettings *tri_settings_popover_get_settings (TriSettingsPopover *popover); /* (transfer none) */
void tri_settings_popover_set_settings (TriSettingsPopover *popover, const TriSettings *settings);

/* How many values are set; switches do not count. */
guint tri_settings_popover_get_n_set (TriSettingsPopover *popover);

/* FALSE if an entry holds what cannot be used; the first such entry is then given the focus. */
gboolean tri_settings_popover_check (TriSettingsPopover *popover);

G_END_DECLS

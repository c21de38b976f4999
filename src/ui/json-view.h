/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * JSON (or any other text from outside) to read: highlighted, selectable, searchable, never editable.
 *
 * New text replaces only what differs, so scroll and selection stay while somebody types a prompt. Highlighting is off
 * while a stream runs and where a line is too long: both would cost more than a frame has.
 */

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define TRI_TYPE_JSON_VIEW (tri_json_view_get_type ())
G_DECLARE_FINAL_TYPE (TriJsonView, tri_json_view, TRI, JSON_VIEW, AdwBin)

GtkWidget *tri_json_view_new (const char *accessible_name);

/* Shows `n_bytes` of text, made fit for the screen. Returns FALSE if not all of it stands there as it is. */
gboolean tri_json_view_set_bytes (TriJsonView *view, const void *bytes, gsize n_bytes, gboolean highlight);

GtkSourceView *tri_json_view_get_text_view (TriJsonView *view); /* (transfer none) */

G_END_DECLS

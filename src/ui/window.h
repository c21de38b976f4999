/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One comparison: what is asked on top, one facet of all columns below.
 *
 * Every command is an action win.* (the table stands in window.c; those of columns, files and help beside it), so that
 * menus, keys, tests and the command line all do the same thing.
 */

#include <adwaita.h>

#include "columns.h"
#include "core/comparison-archive.h"
#include "core/draft-file.h"

G_BEGIN_DECLS

#define TRI_TYPE_WINDOW (tri_window_get_type ())
G_DECLARE_FINAL_TYPE (TriWindow, tri_window, TRI, WINDOW, AdwApplicationWindow)

/* With the first prompt and one column for each format. `application` may be NULL. `servers` holds TriServerItem, at
 * least one. */
TriWindow *tri_window_new (GtkApplication *application, GListStore *servers);

/* (transfer none) */
TriComparison *tri_window_get_comparison (TriWindow *window);
TriColumns *tri_window_get_columns (TriWindow *window);
GListModel *tri_window_get_servers (TriWindow *window); /* TriServerItem */

/* Keeps the draft in `file` from now on, until the window is closed. `draft` is what was read from it and is shown
 * first; NULL where nothing was. */
void tri_window_keep_draft (TriWindow *window, TriDraftFile *file, const TriDraft *draft);
void tri_window_save_draft (TriWindow *window); /* now; nothing if none is kept */

/* What stands in it now, without the columns. (transfer full) */
TriDraft *tri_window_dup_draft (TriWindow *window);

/* TRUE if nobody did anything in it yet, so that something else may take its place. */
gboolean tri_window_is_untouched (TriWindow *window);

/* A new one with the same servers, whose draft is kept if this one's is; to be presented. (transfer none) */
TriWindow *tri_window_new_beside (TriWindow *window);

/* Shows what was saved in place of what is there, precisely as it was; nothing is sent. `readers`: see
 * tri_archive_fill_column(). */
void tri_window_show_archive (TriWindow *window, const TriArchive *archive, GPtrArray *readers);

/* Says something that went wrong; it stays until it is closed, because nobody may be looking just then. */
void tri_window_say (TriWindow *window, const char *text);

/* A bare prompt in place of the draft. */
void tri_window_set_prompt (TriWindow *window, const char *text);

G_END_DECLS

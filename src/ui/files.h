/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The files of a window: saving what it shows, and opening saved comparisons, each in a window of its own.
 *
 * Adds the window's actions save, save-as, open, open-recent (address of a file), and takes files that are dropped on
 * it. What takes long is done in workers; a program that is about to end waits for what is being saved.
 *
 * Opening sends nothing. The servers that a file brought are asked only after the person has seen where the key would
 * go (sending.h).
 */

#include "window.h"

G_BEGIN_DECLS

#define TRI_TYPE_FILES (tri_files_get_type ())
G_DECLARE_FINAL_TYPE (TriFiles, tri_files, TRI, FILES, GObject)

/* For a window, which keeps it. (transfer none) */
TriFiles *tri_files_new (TriWindow *window);
TriFiles *tri_files_find (TriWindow *window); /* (transfer none) */

/* Opens a file or folder: in the window itself, if nobody did anything in it yet, otherwise in another one. What went
 * wrong is said there. `facet` is what is shown of it first (facet.h); NULL: what the window shows already. */
void tri_files_open (TriFiles *files, GFile *file, const char *facet);

/* Saves to `path`, and remembers it as the window's file once it is written. */
void tri_files_save (TriFiles *files, const char *path, gboolean replace);

/* Writes an export; the window keeps its own file. The second one swallows `archive`. */
void tri_files_write (TriFiles *files, GBytes *bytes, const char *path, gboolean replace);
void tri_files_save_folder (TriFiles *files, TriArchive *archive, const char *path, gboolean replace);

/* Where it was saved or opened last; NULL: nowhere. */
const char *tri_files_get_path (TriFiles *files);
gboolean tri_files_is_busy (TriFiles *files); /* a worker reads or writes for it */

/* Puts what was opened lately into a menu, anew. */
void tri_files_list_recent (GMenu *menu);

/* Returns when nothing is being saved any more, in any window. */
void tri_files_wait (void);

G_END_DECLS

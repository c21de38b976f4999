/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Where drafts are kept: one file for each, in a folder that belongs to one running program at a time.
 *
 * A file always holds a whole draft, the latest or the one before, whenever the program or the machine stops: it is
 * written beside its place and then put into it. It can be read by its owner only. Files that cannot be read are set
 * aside under another name and never deleted.
 */

#include <gio/gio.h>

#include "draft.h"

G_BEGIN_DECLS

typedef struct _TriDraftFile TriDraftFile;

/* TRUE if the drafts of `folder` belong to this process from now on until it ends; FALSE while another has them, or
 * if the folder cannot be made. */
gboolean tri_draft_folder_claim (const char *folder);

/* A file that is not there yet. (transfer full) */
TriDraftFile *tri_draft_file_new (const char *folder);
TriDraftFile *tri_draft_file_new_beside (const TriDraftFile *file); /* in the same folder (transfer full) */
TriDraftFile *tri_draft_file_ref (TriDraftFile *file);
void tri_draft_file_unref (TriDraftFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriDraftFile, tri_draft_file_unref)

/* The files of a folder, the oldest first; none if there is no folder. Element type TriDraftFile. (transfer full) */
GPtrArray *tri_draft_folder_list (const char *folder);

/* Errors as tri_draft_from_bytes(), and TRI_ERROR_UNAVAILABLE. If what is there is no draft, it is set aside, and the
 * message says under which name. (transfer full) */
TriDraft *tri_draft_file_read (TriDraftFile *file, GError **error);

/* Writes now, or in a worker; of several the last one counts, and after tri_draft_file_remove() none. `failed` is
 * called on the main thread with a message if the worker could not. */
gboolean tri_draft_file_write (TriDraftFile *file, GBytes *bytes, GError **error);
void tri_draft_file_write_later (TriDraftFile *file,
                                 GBytes *bytes,
                                 void (*failed) (const char *message, gpointer data),
                                 GObject *data);

/* FALSE while a worker has something to write, or could not write it. */
gboolean tri_draft_file_is_written (TriDraftFile *file);

void tri_draft_file_remove (TriDraftFile *file);

G_END_DECLS

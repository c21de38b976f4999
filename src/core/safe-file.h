/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Files that people ask to be written: whole or not at all.
 *
 * What is written stands beside its place under a hidden name until it is whole and on the disk; only then does it take
 * the place. Whatever goes wrong before (a full disk, a folder that cannot be written to, the end of the program), what
 * stood there stands there still. Nothing is written over unless that was asked for, not even something that came to
 * be there in the meantime.
 *
 * Errors: TRI_ERROR_INVALID if something stands there that must not be replaced; TRI_ERROR_UNAVAILABLE otherwise, with
 * the cause in words.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TriSafeFile TriSafeFile;

/* A file to be written that will stand at `path`. A symbolic link that stands there is followed. (transfer full) */
TriSafeFile *tri_safe_file_begin (const char *path, gboolean replace, GError **error);

/* Where to write. It belongs to the file. */
int tri_safe_file_get_fd (TriSafeFile *file);

/* Appends; after an error nothing more is written, and committing fails with that error. */
void tri_safe_file_write (TriSafeFile *file, const void *bytes, gsize n_bytes);

/* Gives the reason, as the number of a system error, why it must not be committed; for those who write on their own. */
void tri_safe_file_fail (TriSafeFile *file, int code);

gboolean tri_safe_file_commit (TriSafeFile *file, GError **error);
void tri_safe_file_free (TriSafeFile *file); /* throws away what was not committed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriSafeFile, tri_safe_file_free)

/* All of that at once. */
gboolean tri_safe_file_set (const char *path, GBytes *bytes, gboolean replace, GError **error);

/* Puts the finished file or folder `from` to the place `path`, which must be on the same disk. A folder never replaces
 * one that holds anything. */
gboolean tri_safe_move (const char *from, const char *path, gboolean replace, GError **error);

/* Sets the error that a system error means for the writing of `path`, and returns FALSE. */
gboolean tri_safe_set_error (GError **error, const char *path, int code);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What commands read, whole or in pieces, and what they write, whole or not at all.
 */

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

/* All of a file, or of standard input ("-"), byte for byte. (transfer full) */
GBytes *tri_read_input (const char *path, GError **error);

/* A file, or standard input ("-"), read line by line or to its end. A line can be as long as a document. */
typedef struct _TriLineReader TriLineReader;

TriLineReader *tri_line_reader_new (const char *path, GError **error);
void tri_line_reader_free (TriLineReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriLineReader, tri_line_reader_free)

/* The next line with its line end into `line`; FALSE at the end, or with an error that names the file. */
gboolean tri_line_reader_next (TriLineReader *reader, GString *line, GError **error);

/* Appends all that is left. */
gboolean tri_line_reader_rest (TriLineReader *reader, GString *text, GError **error);

gboolean tri_line_is_blank (const GString *line);
gboolean tri_has_lines_name (const char *path); /* the name says that it holds JSON Lines */

/* What is wrong in a file, as compilers write it: "FILE:LINE:COLUMN: expected …", "FILE:LINE: …" or "FILE: …". `line`:
 * that of JSON Lines which was read alone; 0: the whole file was. (transfer full) */
char *tri_dup_file_error (const char *path, guint64 line, const GError *error);
void tri_place_file_error (GError **error, const char *path, guint64 line); /* makes it the message */

/* A file that appears under its name only when it is complete (core/safe-file.h), or standard output: the same stream
 * to write to for both. A device or a pipe that stands under the name is written to as it is, as any command would. */
typedef struct _TriOutFile TriOutFile;

/* TRI_ERROR_UNAVAILABLE if it is there already and `force` is not given, or cannot be written. `path` NULL or "-": the
 * standard output. (transfer full) */
TriOutFile *tri_out_file_new (const char *path, gboolean force, GError **error);
FILE *tri_out_file_get (TriOutFile *out);
gboolean tri_out_file_commit (TriOutFile *out, GError **error);

/* Writes a request as it is, for whoever wants it wants to send it. On a terminal it is only seen: there the secrets in
 * it are masked, and that is said once. */
void tri_out_write_request (FILE *out, GBytes *request);
void tri_out_file_free (TriOutFile *out); /* what was not committed is gone */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriOutFile, tri_out_file_free)

G_END_DECLS

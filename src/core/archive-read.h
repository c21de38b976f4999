/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Opens a saved comparison; comparison-archive.h describes what is read.
 *
 * Nothing in it is trusted. What cannot be read is left out and named in the archive's warnings; only where nothing is
 * left to be shown it is an error. Nothing that is opened is sent, executed or written anywhere by that.
 */

#include "comparison-archive.h"
#include "container.h"

G_BEGIN_DECLS

/* A file or a folder, whichever stands at `path`. TRI_ERROR_UNAVAILABLE if there is none; TRI_ERROR_INVALID if it is no
 * comparison, or one of a newer version; what tri_json_index_new() says of its manifest; TRI_ERROR_SHAPE. May take a
 * while: for a worker. (transfer full) */
TriArchive *tri_archive_load (const char *path, GError **error);
TriArchive *tri_archive_load_bytes (GBytes *zip, GError **error); /* (transfer full) */

G_END_DECLS

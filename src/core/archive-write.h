/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Saves a comparison; comparison-archive.h describes what is written.
 */

#include "comparison-archive.h"
#include "container.h"

G_BEGIN_DECLS

/* Errors: those of tri_container_write(); TRI_ERROR_LIMIT if it is more than could be read again. May take a while: for
 * a worker. */
gboolean
tri_archive_save (const TriArchive *archive, const char *path, TriContainerKind kind, gboolean replace, GError **error);

/* What would be written: element type TriContainerFile, the manifest first. (transfer full) */
GPtrArray *tri_archive_list_files (const TriArchive *archive);

G_END_DECLS

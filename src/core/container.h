/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Several files in one: a ZIP file, or a folder. Both hold the same names with the same bytes.
 *
 * Writing is as in safe-file.h: all or nothing. Reading trusts nobody. Only files that were asked for are read, and of
 * each only as many bytes as were allowed; names never leave the container (tri_container_is_name()), links and devices
 * are not followed, nothing is ever unpacked onto the disk. What is odd but does no harm becomes a warning.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_CONTAINER_ZIP,
  TRI_CONTAINER_FOLDER
} TriContainerKind;

/* All files of a container together, unpacked; and how many files it may have. */
#define TRI_CONTAINER_MAX_BYTES (G_GUINT64_CONSTANT (1) << 30)
#define TRI_CONTAINER_MAX_FILES 65536u

/* To be written: a relative name with slashes, and what is in it. */
typedef struct
{
  char *name;
  GBytes *bytes;
} TriContainerFile;

/* (transfer full); `name` is swallowed. */
TriContainerFile *tri_container_file_new (char *name, GBytes *bytes);
void tri_container_file_free (TriContainerFile *file);

/* Writes `files` (element type TriContainerFile), in order. A folder is only written where there is none, or an empty
 * one, whatever `replace` says. TRI_ERROR_LIMIT if they are more than could be read again. */
gboolean
tri_container_write (const char *path, TriContainerKind kind, const GPtrArray *files, gboolean replace, GError **error);

typedef struct _TriContainer TriContainer;

/* TRI_ERROR_UNAVAILABLE if there is nothing at `path` that can be read. (transfer full) */
TriContainer *tri_container_open (const char *path, GError **error);
TriContainer *tri_container_open_bytes (GBytes *zip); /* (transfer full) */
void tri_container_free (TriContainer *container);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriContainer, tri_container_free)

/* TRUE for a relative name in printable ASCII whose parts all go down. */
gboolean tri_container_is_name (const char *name);

/* The files in `wanted` that are there: name → GBytes. `wanted` holds for each name how many bytes it may have, as a
 * guint64 *; one that has more is left out. Of two of the same name the first is read. The file `index`, which may be
 * NULL, is known already, so that nobody is warned of it. `warnings` (char *, translated) may be NULL.
 * TRI_ERROR_INVALID if it is no container at all. (transfer full) */
GHashTable *tri_container_read (
    TriContainer *container, GHashTable *wanted, const char *index, GPtrArray *warnings, GError **error);

G_END_DECLS

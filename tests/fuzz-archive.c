/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Opens whatever it is given as a saved comparison: a ZIP if it begins as one, else the manifest of one, because no
 * fuzzer finds the checksums of a ZIP. What opened is read and exported, and must be possible to save and to open again
 * without a word.
 */

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "core/archive-read.h"
#include "core/archive-write.h"
#include "export-laws.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* As a ZIP in memory. */
static GBytes *
zip (const GPtrArray *files)
{
  gsize room = 4096, used = 0;
  g_autofree char *buffer = NULL;
  struct archive *archive = archive_write_new ();

  for (guint i = 0; i < files->len; i++)
    room += g_bytes_get_size (((TriContainerFile *) files->pdata[i])->bytes) + 1024;
  buffer = g_malloc (room);
  archive_write_set_format_zip (archive);
  archive_write_zip_set_compression_store (archive);
  archive_write_open_memory (archive, buffer, room, &used);
  for (guint i = 0; i < files->len; i++)
    {
      const TriContainerFile *file = files->pdata[i];
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, file->name);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, (gint64) g_bytes_get_size (file->bytes));
      archive_write_header (archive, entry);
      archive_write_data (archive, g_bytes_get_data (file->bytes, NULL), g_bytes_get_size (file->bytes));
      archive_entry_free (entry);
    }
  archive_write_free (archive);
  return g_bytes_new (buffer, used);
}

/* The manifest with bodies under the names that the example has. */
static GBytes *
wrap (const guint8 *data, gsize size)
{
  static const char *const names[] = { "column-1-chat/attempt-1/request.json", "column-1-chat/attempt-1/response.sse" };
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_container_file_free);
  g_autoptr (GBytes) manifest = g_bytes_new (data, size);
  g_autoptr (GBytes) body = g_bytes_new_static ("data: {\"choices\":[]}\n\ndata: [DONE]\n\n", 36);

  g_ptr_array_add (files, tri_container_file_new (g_strdup (TRI_ARCHIVE_MANIFEST), manifest));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (files, tri_container_file_new (g_strdup (names[i]), body));
  return zip (files);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = size > 2 && memcmp (data, "PK", 2) == 0 ? g_bytes_new (data, size) : wrap (data, size);
  g_autoptr (TriArchive) archive = tri_archive_load_bytes (bytes, NULL);
  g_autoptr (GPtrArray) readers = archive ? tri_archive_read_again (archive) : NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GBytes) saved = NULL;
  g_autoptr (TriArchive) again = NULL;
  g_autoptr (GPtrArray) same = NULL;

  if (!archive)
    return 0;
  export_laws_check (archive);
  files = tri_archive_list_files (archive);
  saved = zip (files);
  again = tri_archive_load_bytes (saved, NULL);
  g_assert_nonnull (again);
  same = tri_archive_list_files (again);
  g_assert_cmpuint (same->len, ==, files->len);
  for (guint i = 1; i < files->len; i++)
    g_assert_true (
        g_bytes_equal (((TriContainerFile *) files->pdata[i])->bytes, ((TriContainerFile *) same->pdata[i])->bytes));
  return 0;
}

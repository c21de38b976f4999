/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalog.h"

#include <string.h>

/* The format of GNU gettext: magic, revision, number of strings, and where the tables of originals and of translations
 * stand; each entry of a table is a length and an offset. Contexts stand before their text, with this between them. */
#define MAGIC 0x950412deu
#define ENTRY_BYTES 8
#define CONTEXT_END "\004"

struct _TriCatalog
{
  GBytes *bytes;
  GHashTable *texts; /* original → translation, both within the bytes */
};

static gboolean
read_number (GBytes *bytes, gsize at, gboolean swapped, guint32 *number)
{
  gsize n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);

  if (at + sizeof *number > n_bytes)
    return FALSE;
  memcpy (number, data + at, sizeof *number);
  if (swapped)
    *number = GUINT32_SWAP_LE_BE (*number);
  return TRUE;
}

/* The text that an entry of a table points to; NULL if it does not lie within the file, or has no end. */
static const char *
read_text (GBytes *bytes, gsize entry, gboolean swapped)
{
  gsize n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);
  guint32 length, offset;

  if (!read_number (bytes, entry, swapped, &length) || !read_number (bytes, entry + 4, swapped, &offset)
      || (gsize) offset + length >= n_bytes || data[(gsize) offset + length] != '\0')
    return NULL;
  return data + offset;
}

static gboolean
fill (TriCatalog *catalog)
{
  guint32 magic, n, originals, translations;
  gboolean swapped;

  if (!read_number (catalog->bytes, 0, FALSE, &magic) || (magic != MAGIC && magic != GUINT32_SWAP_LE_BE (MAGIC)))
    return FALSE;
  swapped = magic != MAGIC;
  if (!read_number (catalog->bytes, 8, swapped, &n) || !read_number (catalog->bytes, 12, swapped, &originals)
      || !read_number (catalog->bytes, 16, swapped, &translations)
      || n > g_bytes_get_size (catalog->bytes) / ENTRY_BYTES)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      const char *original = read_text (catalog->bytes, originals + i * ENTRY_BYTES, swapped);
      const char *translation = read_text (catalog->bytes, translations + i * ENTRY_BYTES, swapped);

      if (!original || !translation)
        return FALSE;
      if (*translation && g_utf8_validate (translation, -1, NULL))
        g_hash_table_insert (catalog->texts, (gpointer) original, (gpointer) translation);
    }
  return TRUE;
}

TriCatalog *
tri_catalog_open (const char *folder, const char *language)
{
  g_autofree char *path = g_build_filename (folder, language, "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);
  g_autoptr (TriCatalog) catalog = NULL;
  char *contents;
  gsize n_bytes;

  if (!g_file_get_contents (path, &contents, &n_bytes, NULL))
    return NULL;
  catalog = g_new0 (TriCatalog, 1);
  catalog->bytes = g_bytes_new_take (contents, n_bytes);
  catalog->texts = g_hash_table_new (g_str_hash, g_str_equal);
  return fill (catalog) ? g_steal_pointer (&catalog) : NULL;
}

void
tri_catalog_free (TriCatalog *catalog)
{
  g_hash_table_unref (catalog->texts);
  g_bytes_unref (catalog->bytes);
  g_free (catalog);
}

const char *
tri_catalog_find (const TriCatalog *catalog, const char *context, const char *text)
{
  g_autofree char *key = context ? g_strconcat (context, CONTEXT_END, text, NULL) : g_strdup (text);

  return catalog ? g_hash_table_lookup (catalog->texts, key) : NULL;
}

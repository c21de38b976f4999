/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "container.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"
#include "safe-file.h"
#include "text.h"

#define MAX_NAME_BYTES 200
#define MAX_WARNINGS 100

/* A file grows by as much as comes, so that one that only claims to be large costs nothing. */
#define STEP_BYTES (64u * 1024)

struct _TriContainer
{
  int fd; /* of the file or the folder; −1 for bytes */
  gboolean is_folder;
  GBytes *bytes; /* instead of a file */
  char *name;    /* for messages */
};

TriContainerFile *
tri_container_file_new (char *name, GBytes *bytes)
{
  TriContainerFile *file = g_new (TriContainerFile, 1);

  *file = (TriContainerFile){ name, g_bytes_ref (bytes) };
  return file;
}

void
tri_container_file_free (TriContainerFile *file)
{
  g_free (file->name);
  g_bytes_unref (file->bytes);
  g_free (file);
}

gboolean
tri_container_is_name (const char *name)
{
  g_auto (GStrv) parts = NULL;

  if (strlen (name) > MAX_NAME_BYTES)
    return FALSE;
  for (const char *p = name; *p; p++)
    if (!g_ascii_isprint (*p) || strchr ("\\:", *p))
      return FALSE;
  parts = g_strsplit (name, "/", -1);
  for (guint i = 0; parts[i]; i++)
    if (*parts[i] == '\0' || strcmp (parts[i], ".") == 0 || strcmp (parts[i], "..") == 0)
      return FALSE;
  return parts[0] != NULL;
}

/* Writing */

static gboolean
check_sizes (const GPtrArray *files, GError **error)
{
  guint64 total = 0;

  for (guint i = 0; i < files->len; i++)
    total += g_bytes_get_size (((TriContainerFile *) files->pdata[i])->bytes);
  if (total <= TRI_CONTAINER_MAX_BYTES && files->len <= TRI_CONTAINER_MAX_FILES)
    return TRUE;
  g_set_error (error, TRI_ERROR, TRI_ERROR_LIMIT,
               _ ("That is too much to be kept in one file: more than %d GB or %u parts"),
               (int) (TRI_CONTAINER_MAX_BYTES >> 30), TRI_CONTAINER_MAX_FILES);
  return FALSE;
}

static int
write_zip_entry (struct archive *zip, const TriContainerFile *file, gint64 now)
{
  struct archive_entry *entry = archive_entry_new ();
  gsize size;
  const void *bytes = g_bytes_get_data (file->bytes, &size);
  int result;

  archive_entry_set_pathname (entry, file->name);
  archive_entry_set_size (entry, (la_int64_t) size);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_mtime (entry, now, 0);
  result = archive_write_header (zip, entry);
  if (result >= ARCHIVE_WARN && size > 0 && archive_write_data (zip, bytes, size) != (la_ssize_t) size)
    result = ARCHIVE_FATAL;
  if (result >= ARCHIVE_WARN)
    result = archive_write_finish_entry (zip);
  archive_entry_free (entry);
  return result;
}

static gboolean
write_zip (const char *path, const GPtrArray *files, gboolean replace, GError **error)
{
  g_autoptr (TriSafeFile) file = tri_safe_file_begin (path, replace, error);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  struct archive *zip;
  int result;

  if (!file)
    return FALSE;
  zip = archive_write_new ();
  archive_write_set_format_zip (zip);
  archive_write_set_format_option (zip, "zip", "compression", "deflate");
  archive_write_set_format_option (zip, "zip", "compression-level",
                                   "1"); /* what more saves is little, and costs much */
  archive_write_set_bytes_in_last_block (zip, 1);
  result = archive_write_open_fd (zip, tri_safe_file_get_fd (file));
  for (guint i = 0; i < files->len && result >= ARCHIVE_WARN; i++)
    result = write_zip_entry (zip, files->pdata[i], now);
  if (result >= ARCHIVE_WARN)
    result = archive_write_close (zip);
  if (result < ARCHIVE_WARN)
    tri_safe_file_fail (file, archive_errno (zip));
  archive_write_free (zip);
  return tri_safe_file_commit (file, error);
}

static int
remove_one (const char *path, const struct stat *status, int kind, struct FTW *walk)
{
  return g_remove (path);
}

/* Writes one file within a folder that is still ours alone. */
static gboolean
write_part (const char *folder, const TriContainerFile *file, GError **error)
{
  g_autofree char *path = g_build_filename (folder, file->name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  if (g_mkdir_with_parents (parent, 0777) != 0)
    return tri_safe_set_error (error, path, errno);
  return tri_safe_file_set (path, file->bytes, FALSE, error);
}

static gboolean
is_empty_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir && g_dir_read_name (dir) == NULL;
}

static gboolean
write_folder (const char *path, const GPtrArray *files, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *temporary = g_build_filename (parent, ".triptych.XXXXXX", NULL);
  gboolean done = TRUE;

  if (g_file_test (path, G_FILE_TEST_EXISTS) && !is_empty_folder (path))
    return tri_safe_set_error (error, path, EEXIST);
  if (g_mkdtemp_full (temporary, 0777) == NULL)
    return tri_safe_set_error (error, path, errno);
  for (guint i = 0; i < files->len && done; i++)
    done = write_part (temporary, files->pdata[i], error);
  done = done && tri_safe_move (temporary, path, TRUE, error); /* onto an empty folder or nothing, or it fails */
  if (!done)
    nftw (temporary, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  return done;
}

gboolean
tri_container_write (const char *path, TriContainerKind kind, const GPtrArray *files, gboolean replace, GError **error)
{
  g_autofree char *plain = g_strdup (path);

  while (strlen (plain) > 1 && g_str_has_suffix (plain, G_DIR_SEPARATOR_S))
    plain[strlen (plain) - 1] = '\0';
  if (!check_sizes (files, error))
    return FALSE;
  return kind == TRI_CONTAINER_ZIP ? write_zip (plain, files, replace, error) : write_folder (plain, files, error);
}

/* Reading */

TriContainer *
tri_container_open (const char *path, GError **error)
{
  g_autoptr (TriContainer) container = g_new0 (TriContainer, 1);
  struct stat status;

  container->name = g_filename_display_name (path);
  container->fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
  if (container->fd < 0 || fstat (container->fd, &status) != 0)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("“%s” cannot be opened: %s"), container->name,
                   g_strerror (errno));
      return NULL;
    }
  container->is_folder = S_ISDIR (status.st_mode);
  if (!container->is_folder && !S_ISREG (status.st_mode))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("“%s” is neither a file nor a folder"), container->name);
      return NULL;
    }
  return g_steal_pointer (&container);
}

TriContainer *
tri_container_open_bytes (GBytes *zip)
{
  TriContainer *container = g_new0 (TriContainer, 1);

  container->fd = -1;
  container->bytes = g_bytes_ref (zip);
  container->name = g_strdup ("ZIP");
  return container;
}

void
tri_container_free (TriContainer *container)
{
  if (!container)
    return;
  if (container->fd >= 0)
    close (container->fd);
  g_clear_pointer (&container->bytes, g_bytes_unref);
  g_free (container->name);
  g_free (container);
}

/* What one reading has found so far. */
typedef struct
{
  GHashTable *wanted;
  GHashTable *found;
  const char *index; /* of which nobody need be warned; NULL */
  guint n_indexes;
  GPtrArray *warnings;
  guint64 n_bytes;
} Find;

typedef enum
{
  ODD_TOO_LARGE,
  ODD_DAMAGED,
  ODD_NO_FILE,
  ODD_NAME,
  ODD_ENCRYPTED,
  ODD_UNKNOWN,
  ODD_TWICE,
  ODD_TOO_MANY,
  ODD_CUT
} Oddity;

static char *
dup_warning (Oddity oddity, const char *name)
{
  switch (oddity)
    {
    case ODD_TOO_LARGE:
      return g_strdup_printf (_ ("“%s” holds more than it should, and was left out"), name);
    case ODD_DAMAGED:
      return g_strdup_printf (_ ("“%s” is damaged, and was left out"), name);
    case ODD_NO_FILE:
      return g_strdup_printf (_ ("“%s” is no plain file, and was left out"), name);
    case ODD_NAME:
      return g_strdup_printf (_ ("“%s” is no name for a part of a comparison, and was left out"), name);
    case ODD_ENCRYPTED:
      return g_strdup_printf (_ ("“%s” is encrypted, and was left out"), name);
    case ODD_UNKNOWN:
      return g_strdup_printf (_ ("“%s” belongs to nothing, and was left out"), name);
    case ODD_TWICE:
      return g_strdup_printf (_ ("“%s” is there more than once; the first one counts"), name);
    case ODD_TOO_MANY:
      return g_strdup_printf (_ ("“%s” has more parts than a comparison can have; the others were left out"), name);
    case ODD_CUT:
    default:
      return g_strdup_printf (_ ("“%s” is damaged or ends too early; what could be read is shown"), name);
    }
}

static void
warn (Find *find, Oddity oddity, const char *name)
{
  g_autofree char *shown = tri_text_dup_displayable (name, -1, NULL);
  g_autofree char *excerpt = tri_text_dup_excerpt (shown, 80);

  if (find->warnings && find->warnings->len < MAX_WARNINGS)
    g_ptr_array_add (find->warnings, dup_warning (oddity, excerpt));
}

/* How many more bytes a file may have: what it is allowed, and what is left for all. */
static guint64
get_allowance (const Find *find, const char *name)
{
  const guint64 *allowed = g_hash_table_lookup (find->wanted, name);

  return MIN (*allowed, TRI_CONTAINER_MAX_BYTES - find->n_bytes);
}

typedef gssize (*ReadFunc) (gpointer source, void *buffer, gsize n_bytes);

/* All that `read` gives, or NULL if it is more than allowed or fails; what was read then counts nevertheless. */
static GBytes *
read_all (Find *find, const char *name, ReadFunc read, gpointer source)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 allowed = get_allowance (find, name);
  gssize n;

  do
    {
      gsize have = bytes->len;

      if (have + STEP_BYTES > G_MAXUINT / 2)
        return NULL;
      g_byte_array_set_size (bytes, (guint) (have + STEP_BYTES));
      n = read (source, bytes->data + have, STEP_BYTES);
      g_byte_array_set_size (bytes, (guint) (have + (gsize) MAX (n, 0)));
      if (bytes->len > allowed)
        {
          warn (find, ODD_TOO_LARGE, name);
          find->n_bytes += allowed;
          return NULL;
        }
    }
  while (n > 0);
  find->n_bytes += bytes->len;
  if (n < 0)
    {
      warn (find, ODD_DAMAGED, name);
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* A folder */

static gssize
read_fd (gpointer source, void *buffer, gsize n_bytes)
{
  return read (GPOINTER_TO_INT (source), buffer, n_bytes);
}

/* Opens a file below a folder without following a link on the way. −1 if that cannot be. */
static int
open_below (int folder, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  int at = dup (folder);

  for (guint i = 0; parts[i] && at >= 0; i++)
    {
      int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (parts[i + 1] ? O_DIRECTORY : 0);
      int next = openat (at, parts[i], flags);

      close (at);
      at = next;
    }
  return at;
}

static void
read_below (Find *find, int folder, const char *name)
{
  struct stat status;
  GBytes *bytes;
  int fd = tri_container_is_name (name) ? open_below (folder, name) : -1;

  if (fd < 0)
    return;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    {
      bytes = read_all (find, name, read_fd, GINT_TO_POINTER (fd));
      if (bytes)
        g_hash_table_insert (find->found, g_strdup (name), bytes);
    }
  else
    warn (find, ODD_NO_FILE, name);
  close (fd);
}

/* A ZIP file */

static gssize
read_entry (gpointer source, void *buffer, gsize n_bytes)
{
  return archive_read_data (source, buffer, n_bytes);
}

static void
take_entry (Find *find, struct archive *zip, struct archive_entry *entry)
{
  const char *name = archive_entry_pathname (entry);
  GBytes *bytes;

  if (archive_entry_filetype (entry) == AE_IFDIR)
    return;
  if (!name || !tri_container_is_name (name))
    warn (find, ODD_NAME, name ? name : "?");
  else if (archive_entry_filetype (entry) != AE_IFREG || archive_entry_symlink (entry)
           || archive_entry_hardlink (entry))
    warn (find, ODD_NO_FILE, name);
  else if (archive_entry_is_encrypted (entry))
    warn (find, ODD_ENCRYPTED, name);
  else if (find->index && strcmp (name, find->index) == 0)
    {
      if (find->n_indexes++ > 0)
        warn (find, ODD_TWICE, name);
    }
  else if (!g_hash_table_contains (find->wanted, name))
    warn (find, ODD_UNKNOWN, name);
  else if (g_hash_table_contains (find->found, name))
    warn (find, ODD_TWICE, name);
  else
    {
      bytes = read_all (find, name, read_entry, zip);
      if (bytes)
        g_hash_table_insert (find->found, g_strdup (name), bytes);
    }
}

static struct archive *
open_zip (TriContainer *container)
{
  struct archive *zip = archive_read_new ();
  gsize size;
  const void *bytes;
  int result;

  archive_read_support_format_zip (zip);
  if (container->bytes)
    {
      bytes = g_bytes_get_data (container->bytes, &size);
      result = archive_read_open_memory (zip, bytes ? bytes : "", size);
    }
  else
    {
      lseek (container->fd, 0, SEEK_SET);
      result = archive_read_open_fd (zip, container->fd, STEP_BYTES);
    }
  if (result == ARCHIVE_OK)
    return zip;
  archive_read_free (zip);
  return NULL;
}

static gboolean
read_zip (TriContainer *container, Find *find, GError **error)
{
  struct archive *zip = open_zip (container);
  struct archive_entry *entry;
  int result = zip ? ARCHIVE_OK : ARCHIVE_FATAL;
  guint n = 0;

  while (zip && n < TRI_CONTAINER_MAX_FILES && (result = archive_read_next_header (zip, &entry)) >= ARCHIVE_WARN
         && result != ARCHIVE_EOF)
    {
      take_entry (find, zip, entry);
      n++;
    }
  if (n == TRI_CONTAINER_MAX_FILES)
    warn (find, ODD_TOO_MANY, container->name);
  else if (result != ARCHIVE_EOF && n > 0)
    warn (find, ODD_CUT, container->name);
  if (zip)
    archive_read_free (zip);
  if (n == 0)
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("“%s” is no saved comparison, or it is damaged"),
                 container->name);
  return n > 0;
}

GHashTable *
tri_container_read (TriContainer *container, GHashTable *wanted, const char *index, GPtrArray *warnings, GError **error)
{
  g_autoptr (GHashTable) found
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  Find find = { wanted, found, index, 0, warnings, 0 };
  GHashTableIter iter;
  gpointer name;

  if (!container->is_folder)
    return read_zip (container, &find, error) ? g_steal_pointer (&found) : NULL;
  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    read_below (&find, container->fd, name);
  return g_steal_pointer (&found);
}

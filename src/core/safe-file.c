/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "safe-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"

struct _TriSafeFile
{
  char *path; /* where it will stand */
  char *temporary;
  gboolean replace;
  int fd;
  int failure; /* the first system error, or 0 */
};

gboolean
tri_safe_set_error (GError **error, const char *path, int code)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *folder = g_path_get_dirname (name);

  switch (code)
    {
    case EEXIST:
    case ENOTEMPTY:
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("“%s” is there already, and was left as it is"), name);
      break;
    case ENOSPC:
    case EDQUOT:
      g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE,
                   _ ("“%s” cannot be written: the disk is full. What was there before is still there; make room, or "
                      "choose another place"),
                   name);
      break;
    case EROFS:
    case EACCES:
    case EPERM:
      g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE,
                   _ ("“%s” cannot be written: the folder “%s” does not allow it; choose another one"), name, folder);
      break;
    case ENOENT:
    case ENOTDIR:
      g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("“%s” cannot be written: there is no folder “%s”"), name,
                   folder);
      break;
    default:
      g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("“%s” cannot be written: %s"), name, g_strerror (code));
    }
  return FALSE;
}

/* Where writing to `path` ends up: a link stays a link. (transfer full) */
static char *
dup_target (const char *path)
{
  struct stat status;
  char *resolved = lstat (path, &status) == 0 && S_ISLNK (status.st_mode) ? realpath (path, NULL) : NULL;
  char *target = g_strdup (resolved ? resolved : path);

  free (resolved);
  return target;
}

TriSafeFile *
tri_safe_file_begin (const char *path, gboolean replace, GError **error)
{
  g_autoptr (TriSafeFile) file = g_new0 (TriSafeFile, 1);
  g_autofree char *folder = NULL;
  struct stat status;

  file->fd = -1;
  file->path = dup_target (path);
  file->replace = replace;
  if (stat (file->path, &status) == 0 && (!replace || !S_ISREG (status.st_mode)))
    return tri_safe_set_error (error, path, S_ISDIR (status.st_mode) && replace ? EISDIR : EEXIST), NULL;

  folder = g_path_get_dirname (file->path);
  file->temporary = g_build_filename (folder, ".triptych.XXXXXX", NULL);
  file->fd = g_mkstemp_full (file->temporary, O_RDWR | O_CLOEXEC, 0666);
  if (file->fd < 0)
    {
      int code = errno;

      g_clear_pointer (&file->temporary, g_free);
      return tri_safe_set_error (error, path, code), NULL;
    }
  if (replace && stat (file->path, &status) == 0)
    (void) !fchmod (file->fd, status.st_mode & 07777); /* who could read it can read it still */
  return g_steal_pointer (&file);
}

int
tri_safe_file_get_fd (TriSafeFile *file)
{
  return file->fd;
}

void
tri_safe_file_fail (TriSafeFile *file, int code)
{
  if (file->failure == 0)
    file->failure = code ? code : EIO;
}

void
tri_safe_file_write (TriSafeFile *file, const void *bytes, gsize n_bytes)
{
  const char *at = bytes;

  while (n_bytes > 0 && file->failure == 0)
    {
      gssize n = write (file->fd, at, n_bytes);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        tri_safe_file_fail (file, errno);
      else
        {
          at += n;
          n_bytes -= (gsize) n;
        }
    }
}

/* A name is on the disk only when its folder is. A file system that cannot do that has done what it can. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* Not every file system knows how to rename without replacing; links do the same, and where there are none either, a
 * look before must do. */
static int
move_without_replacing (const char *from, const char *path)
{
  struct stat status;

  if (renameat2 (AT_FDCWD, from, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  if (link (from, path) == 0)
    {
      unlink (from);
      return 0;
    }
  if (errno == EEXIST)
    return errno;
  if (lstat (path, &status) == 0)
    return EEXIST;
  return rename (from, path) == 0 ? 0 : errno;
}

gboolean
tri_safe_move (const char *from, const char *path, gboolean replace, GError **error)
{
  int code = replace ? (rename (from, path) == 0 ? 0 : errno) : move_without_replacing (from, path);

  if (code != 0)
    return tri_safe_set_error (error, path, code);
  sync_folder (path);
  return TRUE;
}

gboolean
tri_safe_file_commit (TriSafeFile *file, GError **error)
{
  if (file->failure == 0 && fsync (file->fd) != 0 && errno != EINVAL)
    tri_safe_file_fail (file, errno);
  /* Closing is when a disk over the network says that it is full. */
  if (close (file->fd) != 0)
    tri_safe_file_fail (file, errno);
  file->fd = -1;
  if (file->failure != 0)
    return tri_safe_set_error (error, file->path, file->failure);
  if (!tri_safe_move (file->temporary, file->path, file->replace, error))
    return FALSE;
  g_clear_pointer (&file->temporary, g_free);
  return TRUE;
}

void
tri_safe_file_free (TriSafeFile *file)
{
  if (!file)
    return;
  if (file->fd >= 0)
    close (file->fd);
  if (file->temporary)
    g_unlink (file->temporary);
  g_free (file->temporary);
  g_free (file->path);
  g_free (file);
}

gboolean
tri_safe_file_set (const char *path, GBytes *bytes, gboolean replace, GError **error)
{
  g_autoptr (TriSafeFile) file = tri_safe_file_begin (path, replace, error);

  if (!file)
    return FALSE;
  tri_safe_file_write (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return tri_safe_file_commit (file, error);
}

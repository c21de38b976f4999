/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"
#include "core/json-index.h"

#define CHUNK_BYTES (256u * 1024)

struct _TriLineReader
{
  char *path;
  int fd;
  char *chunk;
  gsize at, n_bytes; /* of the chunk: what was given out, and what it holds */
};

/* "FILE: cannot be read: No such file or directory"; always FALSE. */
static gboolean
fail (GError **error, const char *path, gboolean to_write)
{
  const char *reason = g_strerror (errno);

  if (to_write)
    g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("%s: cannot be written: %s"), path, reason);
  else
    g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("%s: cannot be read: %s"), path, reason);
  return FALSE;
}

TriLineReader *
tri_line_reader_new (const char *path, GError **error)
{
  int fd = strcmp (path, "-") == 0 ? dup (STDIN_FILENO) : open (path, O_RDONLY | O_CLOEXEC);
  TriLineReader *reader;

  if (fd < 0)
    {
      fail (error, path, FALSE);
      return NULL;
    }
  reader = g_new0 (TriLineReader, 1);
  reader->path = g_strdup (path);
  reader->fd = fd;
  reader->chunk = g_malloc (CHUNK_BYTES);
  return reader;
}

void
tri_line_reader_free (TriLineReader *reader)
{
  if (!reader)
    return;
  close (reader->fd);
  g_free (reader->path);
  g_free (reader->chunk);
  g_free (reader);
}

/* Sees to it that something stands in the chunk; FALSE at the end, or with an error. */
static gboolean
fill (TriLineReader *reader, GError **error)
{
  gssize n;

  if (reader->at < reader->n_bytes)
    return TRUE;
  do
    n = read (reader->fd, reader->chunk, CHUNK_BYTES);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return fail (error, reader->path, FALSE);
  reader->at = 0;
  reader->n_bytes = n;
  return n > 0;
}

static gboolean
check_length (TriLineReader *reader, const GString *text, GError **error)
{
  if (text->len <= TRI_JSON_MAX_BYTES)
    return TRUE;
  g_set_error (error, TRI_ERROR, TRI_ERROR_LIMIT, _ ("%s: expected documents of at most %u MiB"), reader->path,
               TRI_JSON_MAX_BYTES >> 20);
  return FALSE;
}

gboolean
tri_line_reader_next (TriLineReader *reader, GString *line, GError **error)
{
  GError *local = NULL;

  g_string_truncate (line, 0);
  while (fill (reader, &local))
    {
      const char *start = reader->chunk + reader->at;
      const char *end = memchr (start, '\n', reader->n_bytes - reader->at);
      gsize n_bytes = end ? (gsize) (end - start + 1) : reader->n_bytes - reader->at;

      g_string_append_len (line, start, n_bytes);
      reader->at += n_bytes;
      if (!check_length (reader, line, error))
        return FALSE;
      if (end)
        return TRUE;
    }
  if (local)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  return line->len > 0;
}

gboolean
tri_line_reader_rest (TriLineReader *reader, GString *text, GError **error)
{
  GError *local = NULL;

  while (fill (reader, &local))
    {
      g_string_append_len (text, reader->chunk + reader->at, reader->n_bytes - reader->at);
      reader->at = reader->n_bytes;
      if (!check_length (reader, text, error))
        return FALSE;
    }
  if (local)
    g_propagate_error (error, local);
  return !local;
}

/* ---- Writing ---- */

struct _TriOutFile
{
  char *path;      /* NULL: standard output */
  char *temporary; /* NULL when there is none any more */
  FILE *stream;
  gboolean force;
};

TriOutFile *
tri_out_file_new (const char *path, gboolean force, GError **error)
{
  TriOutFile *file = g_new0 (TriOutFile, 1);
  int fd;

  file->force = force;
  if (!path || strcmp (path, "-") == 0)
    {
      file->stream = stdout;
      return file;
    }
  file->path = g_strdup (path);
  if (!force && g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("%s is there already; --force replaces it"), path);
      tri_out_file_free (file);
      return NULL;
    }
  file->temporary = g_strdup_printf ("%s.XX"
                                     "XXXX",
                                     path);
  fd = g_mkstemp_full (file->temporary, O_WRONLY | O_CLOEXEC, 0666);
  if (fd < 0)
    {
      fail (error, path, TRUE);
      g_clear_pointer (&file->temporary, g_free);
      tri_out_file_free (file);
      return NULL;
    }
  file->stream = fdopen (fd, "w");
  return file;
}

FILE *
tri_out_file_get (TriOutFile *file)
{
  return file->stream;
}

/* Gives the finished file its name. Without `force` a file that came into being meanwhile stays. */
static gboolean
give_name (TriOutFile *file)
{
  if (file->force)
    return rename (file->temporary, file->path) == 0;
  if (link (file->temporary, file->path) == 0)
    return unlink (file->temporary) == 0;
  /* Some file systems have no links. */
  if (errno != EEXIST && !g_file_test (file->path, G_FILE_TEST_EXISTS))
    return rename (file->temporary, file->path) == 0;
  return FALSE;
}

gboolean
tri_out_file_commit (TriOutFile *file, GError **error)
{
  const char *name = file->path ? file->path : _ ("standard output");
  FILE *stream = file->stream;
  gboolean is_written;

  if (!file->path)
    {
      is_written = fflush (stdout) == 0 && !ferror (stdout);
      return is_written ? TRUE : fail (error, name, TRUE);
    }
  file->stream = NULL;
  is_written = fflush (stream) == 0 && !ferror (stream) && fsync (fileno (stream)) == 0;
  if (fclose (stream) != 0 || !is_written || !give_name (file))
    return fail (error, name, TRUE);
  g_clear_pointer (&file->temporary, g_free);
  return TRUE;
}

void
tri_out_file_free (TriOutFile *file)
{
  if (!file)
    return;
  if (file->stream && file->path)
    fclose (file->stream);
  if (file->temporary)
    g_unlink (file->temporary);
  g_free (file->temporary);
  g_free (file->path);
  g_free (file);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error-place.h"
#include "core/json-index.h"
#include "core/redact.h"
#include "core/safe-file.h"

#define CHUNK_BYTES (256u * 1024)

GBytes *
tri_read_input (const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[8192];
  char *contents;
  gsize n;

  if (strcmp (path, "-") != 0)
    return g_file_get_contents (path, &contents, &n, error) ? g_bytes_new_take (contents, n) : NULL;
  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_byte_array_append (bytes, buffer, (guint) n);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

struct _TriLineReader
{
  char *path;
  int fd;
  char *chunk;
  gsize at, n_bytes; /* of the chunk: what was given out, and what it holds */
};

/* "FILE: cannot be read: No such file or directory"; always FALSE. */
static gboolean
fail_reading (GError **error, const char *path)
{
  g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("%s: cannot be read: %s"), path, g_strerror (errno));
  return FALSE;
}

TriLineReader *
tri_line_reader_new (const char *path, GError **error)
{
  int fd = strcmp (path, "-") == 0 ? dup (STDIN_FILENO) : open (path, O_RDONLY | O_CLOEXEC);
  TriLineReader *reader;

  if (fd < 0)
    {
      fail_reading (error, path);
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
    return fail_reading (error, reader->path);
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

gboolean
tri_line_is_blank (const GString *line)
{
  return strspn (line->str, " \t\r\n") == line->len;
}

gboolean
tri_has_lines_name (const char *path)
{
  return g_str_has_suffix (path, ".jsonl") || g_str_has_suffix (path, ".ndjson");
}

char *
tri_dup_file_error (const char *path, guint64 line, const GError *error)
{
  const char *words;
  guint within, column;

  if (tri_error_get_place (error, &within, &column, &words))
    return g_strdup_printf ("%s:%" G_GUINT64_FORMAT ":%u: %s", path, MAX (line, 1) + within - 1, column, words);
  return line > 0 ? g_strdup_printf ("%s:%" G_GUINT64_FORMAT ": %s", path, line, error->message)
                  : g_strdup_printf ("%s: %s", path, error->message);
}

void
tri_place_file_error (GError **error, const char *path, guint64 line)
{
  char *message = tri_dup_file_error (path, line, *error);

  g_free ((*error)->message);
  (*error)->message = message;
}

/* ---- Writing ---- */

struct _TriOutFile
{
  TriSafeFile *file; /* NULL: standard output, or what stands at `path` is no file and is written to as it is */
  char *path;
  gboolean force;
  FILE *stream;
};

/* Passes an error on. Of a file that stands in the way, the words say what would replace it. */
static gboolean
pass_on (TriOutFile *out, GError *local, GError **error)
{
  if (out->force || !g_error_matches (local, TRI_ERROR, TRI_ERROR_INVALID))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_error_free (local);
  g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("%s is there already; --force replaces it"), out->path);
  return FALSE;
}

/* Whether there is something at `path` to write into that is no file: a device, a pipe. /dev/null must stay what it is.
 */
static gboolean
is_special (const char *path)
{
  struct stat found;

  return stat (path, &found) == 0 && (S_ISCHR (found.st_mode) || S_ISFIFO (found.st_mode));
}

TriOutFile *
tri_out_file_new (const char *path, gboolean force, GError **error)
{
  g_autoptr (TriOutFile) out = g_new0 (TriOutFile, 1);
  GError *local = NULL;

  if (!path || strcmp (path, "-") == 0)
    {
      out->stream = stdout;
      return g_steal_pointer (&out);
    }
  out->path = g_strdup (path);
  out->force = force;
  if (is_special (path))
    {
      out->stream = fopen (path, "we");
      return out->stream ? g_steal_pointer (&out) : (tri_safe_set_error (error, path, errno), NULL);
    }
  out->file = tri_safe_file_begin (path, force, &local);
  if (!out->file)
    return pass_on (out, local, error), NULL;
  /* A stream closes what it writes to, and the file is not done then. */
  out->stream = fdopen (fcntl (tri_safe_file_get_fd (out->file), F_DUPFD_CLOEXEC, 0), "w");
  if (!out->stream)
    return tri_safe_set_error (error, path, errno), NULL;
  return g_steal_pointer (&out);
}

FILE *
tri_out_file_get (TriOutFile *out)
{
  return out->stream;
}

void
tri_out_write_request (FILE *out, GBytes *request)
{
  static gboolean is_said;
  g_autoptr (GBytes) shown = isatty (fileno (out)) ? tri_redact_members (request, NULL) : g_bytes_ref (request);

  fwrite (g_bytes_get_data (shown, NULL), 1, g_bytes_get_size (shown), out);
  if (shown == request || is_said)
    return;
  is_said = TRUE;
  g_printerr (_ ("triptych-cli: a secret in the request is not shown; in a file or a pipe it is written\n"));
}

gboolean
tri_out_file_commit (TriOutFile *out, GError **error)
{
  GError *local = NULL;

  if (!out->file)
    {
      if (fflush (out->stream) == 0 && !ferror (out->stream))
        return TRUE;
      g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("%s: cannot be written: %s"),
                   out->path ? out->path : _ ("standard output"), g_strerror (errno));
      return FALSE;
    }
  /* An error of an earlier write has left its mark, but not its number. */
  if (fflush (out->stream) != 0 || ferror (out->stream))
    tri_safe_file_fail (out->file, errno);
  if (fclose (g_steal_pointer (&out->stream)) != 0)
    tri_safe_file_fail (out->file, errno);
  return tri_safe_file_commit (out->file, &local) ? TRUE : pass_on (out, local, error);
}

void
tri_out_file_free (TriOutFile *out)
{
  if (!out)
    return;
  if (out->path && out->stream)
    fclose (out->stream);
  tri_safe_file_free (out->file);
  g_free (out->path);
  g_free (out);
}

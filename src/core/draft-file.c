/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draft-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "error.h"

#define SUFFIX ".json"

/* Far beyond what anybody writes; a file that is larger is not one of ours. */
#define MAX_BYTES (64 * 1024 * 1024)

struct _TriDraftFile
{
  gatomicrefcount ref_count;
  char *path;
  gint64 modified_us;

  GMutex mutex; /* over what follows, and over the file */
  guint64 asked;
  guint64 written;
  gboolean removed;
};

gboolean
tri_draft_folder_claim (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return FALSE;
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return FALSE;
  /* The lock goes with the process, however that ends, and so does the descriptor. */
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  close (fd);
  return FALSE;
}

static TriDraftFile *
new_file (char *path)
{
  TriDraftFile *file = g_new0 (TriDraftFile, 1);

  g_atomic_ref_count_init (&file->ref_count);
  g_mutex_init (&file->mutex);
  file->path = path;
  return file;
}

TriDraftFile *
tri_draft_file_new (const char *folder)
{
  g_autofree char *id = g_uuid_string_random ();

  return new_file (g_strconcat (folder, G_DIR_SEPARATOR_S, id, SUFFIX, NULL));
}

TriDraftFile *
tri_draft_file_new_beside (const TriDraftFile *file)
{
  g_autofree char *folder = g_path_get_dirname (file->path);

  return tri_draft_file_new (folder);
}

TriDraftFile *
tri_draft_file_ref (TriDraftFile *file)
{
  g_atomic_ref_count_inc (&file->ref_count);
  return file;
}

void
tri_draft_file_unref (TriDraftFile *file)
{
  if (!g_atomic_ref_count_dec (&file->ref_count))
    return;
  g_mutex_clear (&file->mutex);
  g_free (file->path);
  g_free (file);
}

static int
compare_ages (gconstpointer a, gconstpointer b)
{
  const TriDraftFile *one = *(TriDraftFile *const *) a, *other = *(TriDraftFile *const *) b;

  if (one->modified_us != other->modified_us)
    return one->modified_us < other->modified_us ? -1 : 1;
  return strcmp (one->path, other->path);
}

GPtrArray *
tri_draft_folder_list (const char *folder)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_draft_file_unref);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;
      TriDraftFile *file;

      if (!g_str_has_suffix (name, SUFFIX) || g_lstat (path, &info) != 0 || !S_ISREG (info.st_mode))
        continue;
      file = new_file (g_steal_pointer (&path));
      file->modified_us = (gint64) info.st_mtim.tv_sec * G_USEC_PER_SEC + (gint64) info.st_mtim.tv_nsec / 1000;
      g_ptr_array_add (files, file);
    }
  g_ptr_array_sort (files, compare_ages);
  return files;
}

/* Under a name that is free, so that nothing is lost that was set aside before. */
static char *
set_aside (TriDraftFile *file)
{
  for (guint i = 1; i < 1000; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s.broken-%u", file->path, i);

      if (!g_file_test (path, G_FILE_TEST_EXISTS) && g_rename (file->path, path) == 0)
        return g_steal_pointer (&path);
    }
  return g_strdup (file->path);
}

static GBytes *
read_bytes (TriDraftFile *file, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autofree char *name = g_filename_display_name (file->path);
  char *content;
  gsize length;
  GStatBuf info;

  if (g_stat (file->path, &info) == 0 && info.st_size > MAX_BYTES)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_LIMIT, _ ("%s is larger than a draft can be"), name);
      return NULL;
    }
  if (g_file_get_contents (file->path, &content, &length, &why))
    return g_bytes_new_take (content, length);
  g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("A draft could not be read: %s"), why->message);
  return NULL;
}

TriDraft *
tri_draft_file_read (TriDraftFile *file, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (GBytes) bytes = read_bytes (file, error);
  g_autofree char *aside = NULL;
  g_autofree char *name = NULL;
  TriDraft *draft;

  if (!bytes)
    return NULL;
  draft = tri_draft_from_bytes (bytes, &why);
  if (draft)
    return draft;
  aside = set_aside (file);
  name = g_filename_display_name (aside);
  g_set_error (error, TRI_ERROR, why->code, _ ("A draft could not be read and was set aside as %s: %s"), name,
               why->message);
  return NULL;
}

/* Whoever was asked later wins, whichever worker comes first. */
static gboolean
write_nth (TriDraftFile *file, guint64 n, GBytes *bytes, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&file->mutex);
  g_autoptr (GError) why = NULL;
  g_autofree char *folder = g_path_get_dirname (file->path);
  gsize length;
  const char *content = g_bytes_get_data (bytes, &length);

  if (file->removed || n < file->written)
    return TRUE;
  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents_full (file->path, content, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &why))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, _ ("The draft cannot be saved: %s"), why->message);
      return FALSE;
    }
  file->written = n;
  return TRUE;
}

static guint64
ask (TriDraftFile *file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&file->mutex);

  return ++file->asked;
}

gboolean
tri_draft_file_write (TriDraftFile *file, GBytes *bytes, GError **error)
{
  return write_nth (file, ask (file), bytes, error);
}

typedef struct
{
  TriDraftFile *file;
  guint64 n;
  GBytes *bytes;
  void (*failed) (const char *message, gpointer data);
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  tri_draft_file_unref (job->file);
  g_bytes_unref (job->bytes);
  g_free (job);
}

static void
write_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if (write_nth (job->file, job->n, job->bytes, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) && job->failed)
    job->failed (error->message, source);
}

void
tri_draft_file_write_later (TriDraftFile *file,
                            GBytes *bytes,
                            void (*failed) (const char *message, gpointer data),
                            GObject *data)
{
  g_autoptr (GTask) task = g_task_new (data, NULL, written, NULL);
  Job *job = g_new (Job, 1);

  *job = (Job){ tri_draft_file_ref (file), ask (file), g_bytes_ref (bytes), failed };
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, write_in_worker);
}

gboolean
tri_draft_file_is_written (TriDraftFile *file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&file->mutex);

  return file->written == file->asked;
}

void
tri_draft_file_remove (TriDraftFile *file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&file->mutex);

  file->removed = TRUE;
  g_unlink (file->path);
}

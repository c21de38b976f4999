/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-work.h"

typedef struct
{
  GBytes *input;
  TriMigrateOptions options;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_bytes_unref (work->input);
  g_free (work);
}

static void
work_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  TriMigrateText *converted = tri_migrate_text_new (work->input, &work->options, &error);

  if (converted)
    g_task_return_pointer (task, converted, (GDestroyNotify) tri_migrate_text_free);
  else
    g_task_return_error (task, error);
}

void
tri_migrate_work_begin (GObject *owner,
                        GBytes *input,
                        const TriMigrateOptions *options,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (owner, cancellable, callback, NULL);
  Work *work = g_new0 (Work, 1);

  work->input = g_bytes_ref (input);
  work->options = *options;
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, work_in_thread);
}

TriMigrateText *
tri_migrate_work_finish (GAsyncResult *result, GBytes **input, GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  *input = work->input;
  return g_task_propagate_pointer (G_TASK (result), error);
}

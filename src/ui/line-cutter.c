/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "line-cutter.h"

#define WORKER_BYTES (2u * 1024 * 1024)

struct _TriLineCutter
{
  GObject parent_instance;

  GCancellable *cutting; /* NULL while there is no worker */
};

enum
{
  CUT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriLineCutter, tri_line_cutter, G_TYPE_OBJECT)

typedef struct
{
  GBytes *bytes;
  guint n_cells;
} Job;

static void
free_job (gpointer data)
{
  g_bytes_unref (((Job *) data)->bytes);
  g_free (data);
}

static void
cut_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;

  g_task_return_pointer (task, tri_lines_new (job->bytes, job->n_cells), (GDestroyNotify) tri_lines_unref);
}

static void
cut_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TriLineCutter *self = TRI_LINE_CUTTER (source);
  g_autoptr (TriLines) lines = g_task_propagate_pointer (G_TASK (result), NULL);

  if (!lines) /* what was asked for since has a worker of its own */
    return;
  g_clear_object (&self->cutting);
  g_signal_emit (self, signals[CUT], 0, lines);
}

void
tri_line_cutter_cut (TriLineCutter *self, GBytes *bytes, guint n_cells)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  tri_line_cutter_stop (self);
  if (g_bytes_get_size (bytes) <= WORKER_BYTES)
    {
      g_autoptr (TriLines) lines = tri_lines_new (bytes, n_cells);

      g_signal_emit (self, signals[CUT], 0, lines);
      return;
    }
  job = g_new (Job, 1);
  *job = (Job){ g_bytes_ref (bytes), n_cells };
  self->cutting = g_cancellable_new ();
  task = g_task_new (self, self->cutting, cut_done, NULL);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, cut_in_worker);
}

void
tri_line_cutter_stop (TriLineCutter *self)
{
  if (self->cutting)
    g_cancellable_cancel (self->cutting);
  g_clear_object (&self->cutting);
}

static void
tri_line_cutter_dispose (GObject *object)
{
  tri_line_cutter_stop (TRI_LINE_CUTTER (object));
  G_OBJECT_CLASS (tri_line_cutter_parent_class)->dispose (object);
}

static void
tri_line_cutter_class_init (TriLineCutterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tri_line_cutter_dispose;
  signals[CUT] = g_signal_new ("cut", TRI_TYPE_LINE_CUTTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               G_TYPE_POINTER);
}

static void
tri_line_cutter_init (TriLineCutter *self)
{
}

TriLineCutter *
tri_line_cutter_new (void)
{
  return g_object_new (TRI_TYPE_LINE_CUTTER, NULL);
}

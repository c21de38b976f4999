/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "line-search.h"

struct _TriLineSearch
{
  GObject parent_instance;

  char *words; /* looked for; NULL for nothing */
  GCancellable *searching;
  TriSearch *found; /* NULL until it is done */
  guint match;
  int promised; /* where to go when it is done: −1, 0 or 1 */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriLineSearch, tri_line_search, G_TYPE_OBJECT)

typedef struct
{
  GBytes *bytes;
  char *words;
} Job;

static void
free_job (gpointer data)
{
  g_bytes_unref (((Job *) data)->bytes);
  g_free (((Job *) data)->words);
  g_free (data);
}

static void
look_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;

  g_task_return_pointer (task, tri_search_new (job->bytes, job->words, cancellable), (GDestroyNotify) tri_search_free);
}

static void
look_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TriLineSearch *self = TRI_LINE_SEARCH (source);
  g_autoptr (TriSearch) found = g_task_propagate_pointer (G_TASK (result), NULL);

  if (!found) /* other words are looked for by now */
    return;
  g_clear_object (&self->searching);
  self->found = g_steal_pointer (&found);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tri_line_search_forget (TriLineSearch *self)
{
  if (self->searching)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_pointer (&self->found, tri_search_free);
  g_clear_pointer (&self->words, g_free);
  self->match = G_MAXUINT;
  self->promised = 0;
}

void
tri_line_search_look_for (TriLineSearch *self, GBytes *bytes, const char *words)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  tri_line_search_forget (self);
  g_signal_emit (self, signals[CHANGED], 0);
  if (!words || !words[0] || !bytes)
    return;
  self->words = g_strdup (words);
  job = g_new (Job, 1);
  *job = (Job){ g_bytes_ref (bytes), g_strdup (words) };
  self->searching = g_cancellable_new ();
  task = g_task_new (self, self->searching, look_done, NULL);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, look_in_worker);
}

const char *
tri_line_search_get_words (TriLineSearch *self)
{
  return self->words;
}

const TriSearch *
tri_line_search_get_found (TriLineSearch *self)
{
  return self->found;
}

guint
tri_line_search_get_match (TriLineSearch *self)
{
  return self->match;
}

gboolean
tri_line_search_step (TriLineSearch *self, gboolean forward, gboolean fresh, gsize *offset)
{
  guint n_places = self->found ? tri_search_get_n_places (self->found) : 0;
  gsize end;

  fresh = fresh || self->match >= n_places;
  if (n_places == 0 || (!fresh && self->match == (forward ? n_places - 1 : 0)))
    return FALSE;
  self->match = fresh ? (forward ? 0 : n_places - 1) : self->match + (forward ? 1 : -1);
  tri_search_get_match (self->found, self->match, offset, &end);
  return TRUE;
}

gboolean
tri_line_search_promise (TriLineSearch *self, gboolean forward)
{
  if (self->searching)
    self->promised = forward ? 1 : -1;
  return self->searching != NULL;
}

int
tri_line_search_take_promise (TriLineSearch *self)
{
  int promised = self->promised;

  self->promised = 0;
  return promised;
}

static void
tri_line_search_dispose (GObject *object)
{
  tri_line_search_forget (TRI_LINE_SEARCH (object));
  G_OBJECT_CLASS (tri_line_search_parent_class)->dispose (object);
}

static void
tri_line_search_class_init (TriLineSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tri_line_search_dispose;
  signals[CHANGED]
      = g_signal_new ("changed", TRI_TYPE_LINE_SEARCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_line_search_init (TriLineSearch *self)
{
  self->match = G_MAXUINT;
}

TriLineSearch *
tri_line_search_new (void)
{
  return g_object_new (TRI_TYPE_LINE_SEARCH, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draft-keeper.h"

#include "core/column-draft.h"
#include "core/formats.h"
#include "preferences.h"
#include "servers.h"

#define DELAY_MS 1000

struct _TriDraftKeeper
{
  GObject parent_instance;

  TriComposer *composer;     /* weak: it goes with the window, before this */
  TriComparison *comparison; /* likewise */
  TriDraftFile *file;
  TriJsonValue *rest; /* of the draft that was read */
  GBytes *known;      /* what was written last, or what was there to begin with */
  guint timer;
  gboolean failed;
};

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriDraftKeeper, tri_draft_keeper, G_TYPE_OBJECT)

static GBytes *
collect (TriDraftKeeper *self)
{
  g_autoptr (TriDraft) draft = tri_draft_new ();

  tri_composer_save (self->composer, draft);
  draft->rest = self->rest ? tri_json_value_copy (self->rest) : NULL;
  for (guint i = 0; i < tri_comparison_get_n_columns (self->comparison); i++)
    tri_column_note (tri_comparison_get_column (self->comparison, i), draft);
  return tri_draft_to_bytes (draft);
}

static void
write_failed (const char *message, gpointer data)
{
  TriDraftKeeper *self = data;

  if (!self->failed)
    g_signal_emit (self, signals[FAILED], 0, message);
  self->failed = TRUE;
}

/* TRUE if there is something new to be written. */
static gboolean
is_news (TriDraftKeeper *self)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!self->composer || !self->comparison || !self->file)
    return FALSE;
  bytes = collect (self);
  if (g_bytes_equal (bytes, self->known))
    return FALSE;
  g_bytes_unref (self->known);
  self->known = g_steal_pointer (&bytes);
  return TRUE;
}

static gboolean
save_later (gpointer user_data)
{
  TriDraftKeeper *self = user_data;

  self->timer = 0;
  if (is_news (self))
    tri_draft_file_write_later (self->file, self->known, write_failed, G_OBJECT (self));
  return G_SOURCE_REMOVE;
}

void
tri_draft_keeper_touch (TriDraftKeeper *self)
{
  if (self->timer == 0 && self->file)
    self->timer = g_timeout_add (DELAY_MS, save_later, self);
}

void
tri_draft_keeper_save (TriDraftKeeper *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  /* A worker may still be on its way, and would not arrive if the program ended. */
  if (is_news (self) || (self->file && !tri_draft_file_is_written (self->file)))
    tri_draft_file_write (self->file, self->known, NULL);
}

void
tri_draft_keeper_forget (TriDraftKeeper *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->file)
    tri_draft_file_remove (self->file);
  g_clear_pointer (&self->file, tri_draft_file_unref);
}

TriDraftFile *
tri_draft_keeper_get_file (TriDraftKeeper *self)
{
  return self->file;
}

static void
tri_draft_keeper_finalize (GObject *object)
{
  TriDraftKeeper *self = TRI_DRAFT_KEEPER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_weak_pointer (&self->composer);
  g_clear_weak_pointer (&self->comparison);
  g_clear_pointer (&self->file, tri_draft_file_unref);
  g_clear_pointer (&self->rest, tri_json_value_free);
  g_clear_pointer (&self->known, g_bytes_unref);
  G_OBJECT_CLASS (tri_draft_keeper_parent_class)->finalize (object);
}

static void
tri_draft_keeper_class_init (TriDraftKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_draft_keeper_finalize;
  signals[FAILED] = g_signal_new ("failed", TRI_TYPE_DRAFT_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_STRING);
}

static void
tri_draft_keeper_init (TriDraftKeeper *self)
{
}

TriDraftKeeper *
tri_draft_keeper_new (TriComposer *composer, TriComparison *comparison, TriDraftFile *file, const TriDraft *draft)
{
  TriDraftKeeper *self = g_object_new (TRI_TYPE_DRAFT_KEEPER, NULL);

  g_set_weak_pointer (&self->composer, composer);
  g_set_weak_pointer (&self->comparison, comparison);
  self->file = tri_draft_file_ref (file);
  self->rest = draft && draft->rest ? tri_json_value_copy (draft->rest) : NULL;
  self->known = collect (self);
  return self;
}

/* The server of a list that is the one noted: the same place, name and source of the key. */
static TriServer *
find_server (GListModel *servers, TriServer *wanted)
{
  for (guint i = 0; i < g_list_model_get_n_items (servers); i++)
    {
      TriServer *each = tri_servers_get (servers, i);

      if (g_strcmp0 (tri_server_get_base_url (each), tri_server_get_base_url (wanted)) == 0
          && !tri_server_is_practice (each) && g_strcmp0 (tri_server_get_name (each), tri_server_get_name (wanted)) == 0
          && g_strcmp0 (tri_server_get_key_env (each), tri_server_get_key_env (wanted)) == 0)
        return each;
    }
  return NULL;
}

static TriServer *
get_server (const TriDraftColumn *noted, GListStore *servers, guint *n_keys)
{
  g_autoptr (TriServer) plain = tri_draft_column_dup_server (noted);
  g_autoptr (TriServer) server = NULL;
  g_autoptr (TriServerItem) item = NULL;
  TriLimits limits = tri_preferences_get_limits ();
  TriServer *found;

  if (!plain)
    return tri_servers_get (G_LIST_MODEL (servers), 0);
  server = tri_server_with_limits (plain, &limits);
  found = find_server (G_LIST_MODEL (servers), server);
  if (found)
    return found;
  if (n_keys)
    *n_keys += noted->key_typed;
  item = tri_server_item_new (server);
  g_list_store_append (servers, item);
  return tri_server_item_get_server (item);
}

/* Whether it gets a column. */
static gboolean
is_known (const TriDraftColumn *noted)
{
  return noted->format && tri_format_find (noted->format);
}

void
tri_draft_keeper_fill (const TriDraft *draft, TriComparison *comparison, GListStore *servers, guint *n_keys)
{
  guint n_old = tri_comparison_get_n_columns (comparison);
  guint n_new = 0;

  if (n_keys)
    *n_keys = 0;
  for (guint i = 0; i < draft->columns->len; i++)
    {
      const TriDraftColumn *noted = draft->columns->pdata[i];
      g_autoptr (TriColumn) column = NULL;

      if (!is_known (noted))
        continue;
      column = tri_column_new_from_note (noted, get_server (noted, servers, n_keys));
      tri_comparison_insert (comparison, n_old + n_new++, column);
    }
  for (guint i = 0; n_new > 0 && i < n_old; i++)
    tri_comparison_remove (comparison, tri_comparison_get_column (comparison, 0));
}

void
tri_draft_keeper_fill_archive (const TriArchive *archive, TriComparison *comparison, GPtrArray *readers)
{
  guint n_shown = 0;

  for (guint i = 0; i < archive->draft->columns->len; i++)
    {
      TriColumn *column;

      if (!is_known (archive->draft->columns->pdata[i]))
        continue;
      column = tri_comparison_get_column (comparison, n_shown++);
      tri_archive_fill_column (archive, i, column, readers);
      if (archive->baseline == (int) i)
        tri_comparison_set_baseline (comparison, column);
    }
}

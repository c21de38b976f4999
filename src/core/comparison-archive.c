/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "comparison-archive.h"

#include "formats.h"
#include "redact.h"

/* Kept with what was made of an archive, so that it is written again. */
#define REST "tri-archive-rest"

static void
column_free (gpointer data)
{
  TriArchiveColumn *column = data;

  g_ptr_array_unref (column->records);
  tri_json_value_free (column->rest);
  g_free (column);
}

TriArchive *
tri_archive_new_empty (TriDraft *draft)
{
  TriArchive *archive = g_new0 (TriArchive, 1);

  archive->draft = draft;
  archive->baseline = -1;
  archive->columns = g_ptr_array_new_with_free_func (column_free);
  archive->warnings = g_ptr_array_new_with_free_func (g_free);
  return archive;
}

void
tri_archive_free (TriArchive *archive)
{
  if (!archive)
    return;
  tri_draft_free (archive->draft);
  g_ptr_array_unref (archive->columns);
  g_ptr_array_unref (archive->warnings);
  g_free (archive->program);
  g_free (archive->saved_utc);
  tri_json_value_free (archive->rest);
  g_free (archive);
}

TriArchiveColumn *
tri_archive_add_column (TriArchive *archive)
{
  TriArchiveColumn *column = g_new0 (TriArchiveColumn, 1);

  column->records = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_record_unref);
  g_ptr_array_add (archive->columns, column);
  return column;
}

static void
free_key (gpointer key)
{
  tri_key_free (key);
}

/* The keys in use, each once, with NULL behind the last. A server whose key is gone has none to be taken out. */
static GPtrArray *
list_keys (TriComparison *comparison)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (free_key);

  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      char *key = tri_server_dup_key (tri_column_get_server (tri_comparison_get_column (comparison, i)), NULL);

      if (key && !g_ptr_array_find_with_equal_func (keys, key, g_str_equal, NULL))
        g_ptr_array_add (keys, key);
      else
        tri_key_free (key);
    }
  g_ptr_array_add (keys, NULL);
  return keys;
}

static void
redact_string (char **text, const char *const *keys)
{
  char *clean = tri_redact_dup_text (*text, keys);

  g_free (*text);
  *text = clean;
}

static void
redact_draft (TriDraft *draft, const char *const *keys)
{
  redact_string (&draft->instructions, keys);
  redact_string (&draft->text, keys);
  tri_redact_value (draft->rest, keys);
  for (guint i = 0; i < draft->turns->len; i++)
    redact_string (&g_array_index (draft->turns, TriTurn, i).text, keys);
  for (guint i = 0; i < TRI_N_SETTINGS; i++)
    redact_string (&draft->settings->values[i], keys);
  for (guint i = 0; i < draft->columns->len; i++)
    {
      TriDraftColumn *column = draft->columns->pdata[i];

      redact_string (&column->model, keys);
      redact_string (&column->members, keys);
      redact_string (&column->body, keys);
      redact_string (&column->base_url, keys);
      redact_string (&column->server_name, keys);
      redact_string (&column->default_model, keys);
      tri_redact_value (column->rest, keys);
    }
}

static gboolean
take_attempts (TriArchiveColumn *into, TriColumn *column, const char *const *keys, GError **error)
{
  const TriJsonValue *rest = g_object_get_data (G_OBJECT (column), REST);

  into->rest = rest ? tri_json_value_copy (rest) : NULL;
  tri_redact_value (into->rest, keys);
  for (guint i = 0; i < tri_column_get_n_attempts (column); i++)
    {
      TriExchange *exchange = tri_column_get_attempt (column, i);
      TriRecord *record;

      if (tri_exchange_get_state (exchange) != TRI_EXCHANGE_ENDED)
        continue;
      record = tri_redact_record (tri_exchange_get_record (exchange), keys, error);
      if (!record)
        return FALSE;
      g_ptr_array_add (into->records, record);
    }
  return TRUE;
}

TriArchive *
tri_archive_new (TriComparison *comparison, TriDraft *draft, GError **error)
{
  g_autoptr (TriArchive) archive = tri_archive_new_empty (draft);
  g_autoptr (GPtrArray) keys = list_keys (comparison);
  const TriJsonValue *rest = g_object_get_data (G_OBJECT (comparison), REST);

  archive->rest = rest ? tri_json_value_copy (rest) : NULL;
  tri_redact_value (archive->rest, (const char *const *) keys->pdata);
  g_ptr_array_set_size (draft->columns, 0);
  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (comparison, i);

      tri_column_note (column, draft);
      if (column == tri_comparison_get_baseline (comparison))
        archive->baseline = (int) i;
      if (!take_attempts (tri_archive_add_column (archive), column, (const char *const *) keys->pdata, error))
        return NULL;
    }
  redact_draft (draft, (const char *const *) keys->pdata);
  return g_steal_pointer (&archive);
}

/* Opening */

static void
free_readers (gpointer readers)
{
  g_ptr_array_unref (readers);
}

static void
free_reader (gpointer reader)
{
  if (reader)
    tri_reader_free (reader);
}

GPtrArray *
tri_archive_read_again (const TriArchive *archive)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (free_readers);

  for (guint i = 0; i < archive->columns->len; i++)
    {
      const TriArchiveColumn *column = archive->columns->pdata[i];
      GPtrArray *readers = g_ptr_array_new_with_free_func (free_reader);

      for (guint k = 0; k < column->records->len; k++)
        {
          const TriRecord *record = column->records->pdata[k];

          g_ptr_array_add (readers, record->status ? tri_record_replay (record, G_MAXINT64) : NULL);
        }
      g_ptr_array_add (all, readers);
    }
  return all;
}

void
tri_archive_fill_column (const TriArchive *archive, guint position, TriColumn *column, GPtrArray *readers)
{
  const TriArchiveColumn *from = archive->columns->pdata[position];
  GPtrArray *own = readers && position < readers->len ? readers->pdata[position] : NULL;

  for (guint i = 0; i < from->records->len; i++)
    {
      TriReader *reader = own ? g_steal_pointer (&own->pdata[i]) : NULL;
      g_autoptr (TriExchange) exchange
          = tri_exchange_new_from_record (tri_column_get_server (column), from->records->pdata[i], reader);

      tri_column_add_attempt (column, exchange);
    }
  if (from->rest)
    g_object_set_data_full (G_OBJECT (column), REST, tri_json_value_copy (from->rest),
                            (GDestroyNotify) tri_json_value_free);
}

/* Servers that are the same are one object, because columns that ask the same one know it by that. */
static TriServer *
get_server (GHashTable *servers, const TriDraftColumn *noted, TriServer *practice)
{
  g_autoptr (TriServer) server = tri_draft_column_dup_server (noted);
  g_autofree char *id = NULL;
  TriServer *known;

  if (!server)
    return practice;
  id = g_strjoin ("\n", tri_server_get_base_url (server), tri_server_get_name (server),
                  noted->key_env ? noted->key_env : "", noted->default_model ? noted->default_model : "", NULL);
  known = g_hash_table_lookup (servers, id);
  if (known)
    return known;
  known = server;
  g_hash_table_insert (servers, g_steal_pointer (&id), g_steal_pointer (&server));
  return known;
}

TriComparison *
tri_archive_dup_comparison (const TriArchive *archive, TriServer *practice)
{
  TriComparison *comparison = tri_comparison_new ();
  g_autoptr (GHashTable) servers
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tri_server_unref);
  g_autoptr (TriServer) nobody = practice ? NULL : tri_server_new ("", "", NULL, NULL, NULL);

  for (guint i = 0; i < archive->draft->columns->len; i++)
    {
      const TriDraftColumn *noted = archive->draft->columns->pdata[i];
      g_autoptr (TriColumn) column
          = tri_column_new_from_note (noted, get_server (servers, noted, practice ? practice : nobody));

      if (!column)
        continue;
      tri_archive_fill_column (archive, i, column, NULL);
      tri_comparison_insert (comparison, G_MAXUINT, column);
      if (archive->baseline == (int) i)
        tri_comparison_set_baseline (comparison, column);
    }
  tri_archive_keep_rest (archive, comparison);
  return comparison;
}

void
tri_archive_keep_rest (const TriArchive *archive, TriComparison *comparison)
{
  if (archive->rest)
    g_object_set_data_full (G_OBJECT (comparison), REST, tri_json_value_copy (archive->rest),
                            (GDestroyNotify) tri_json_value_free);
}

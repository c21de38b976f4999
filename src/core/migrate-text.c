/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "curl-command.h"
#include "error-place.h"

struct _TriMigrateText
{
  TriMigrateInput kind;
  GBytes *output;
  GPtrArray *parts;
  GPtrArray *remarks;
  guint n_entries;
  guint counts[TRI_N_VERDICTS];
};

static void
part_free (gpointer data)
{
  TriMigratePart *part = data;

  tri_migration_free (part->migration);
  g_free (part);
}

static gboolean
add (TriMigrateText *self,
     GBytes *input,
     gsize input_start,
     gsize output_start,
     const TriMigrateOptions *options,
     GError **error)
{
  TriMigration *migration = tri_migration_new (input, options, error);
  const TriLedger *ledger;
  TriMigratePart *part;

  if (!migration)
    return FALSE;
  part = g_new0 (TriMigratePart, 1);
  part->migration = migration;
  part->input_start = input_start;
  part->output_start = output_start;
  part->first_entry = self->n_entries;
  g_ptr_array_add (self->parts, part);
  ledger = tri_migration_get_ledger (migration);
  for (guint i = 0; i < tri_ledger_get_n_entries (ledger); i++)
    self->counts[tri_ledger_get_entry (ledger, i)->rule->verdict]++;
  self->n_entries += tri_ledger_get_n_entries (ledger);
  return TRUE;
}

/* The same error with the line's number in the text, not 1: the line is read once more at its place. */
static void
place_error (GError **error, GBytes *line, guint n_lines_before)
{
  g_autoptr (GString) text = g_string_sized_new (n_lines_before + g_bytes_get_size (line));
  g_autoptr (GBytes) placed = NULL;
  g_autoptr (TriJsonIndex) index = NULL;
  g_autoptr (GError) again = NULL;

  for (guint i = 0; i < n_lines_before; i++)
    g_string_append_c (text, '\n');
  g_string_append_len (text, g_bytes_get_data (line, NULL), (gssize) g_bytes_get_size (line));
  placed = g_bytes_new (text->str, text->len);
  index = tri_json_index_new (placed, &again);
  if (again)
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&again));
    }
  else
    g_prefix_error (error, _ ("line %u: "), n_lines_before + 1);
}

static gboolean
is_blank (const char *line, gsize length)
{
  return strspn (line, " \t\r\n") >= length;
}

static gboolean
add_lines (TriMigrateText *self, GBytes *text, const TriMigrateOptions *options, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  g_autoptr (GString) output = g_string_sized_new (length);
  guint n_lines = 0;

  for (gsize start = 0; start < length; n_lines++)
    {
      const char *newline = memchr (data + start, '\n', length - start);
      gsize end = newline ? (gsize) (newline - data) : length;
      g_autoptr (GBytes) line = g_bytes_new_from_bytes (text, start, end - start);

      g_autofree char *copy = g_strndup (data + start, end - start);

      if (!is_blank (copy, strlen (copy)))
        {
          GBytes *converted;

          if (!add (self, line, start, output->len, options, error))
            {
              place_error (error, line, n_lines);
              return FALSE;
            }
          converted
              = tri_migration_get_output (((TriMigratePart *) self->parts->pdata[self->parts->len - 1])->migration);
          g_string_append_len (output, g_bytes_get_data (converted, NULL), (gssize) g_bytes_get_size (converted));
        }
      if (newline)
        g_string_append_c (output, '\n');
      start = end + 1;
    }
  self->output = g_string_free_to_bytes (g_steal_pointer (&output));
  return TRUE;
}

static gboolean
add_command (TriMigrateText *self, GBytes *text, const TriMigrateOptions *options, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  g_autofree char *copy = g_strndup (data, length);
  g_autoptr (TriCurlCommand) command = tri_curl_command_parse (copy, error);
  TriMigrateOptions of_url = *options;
  g_autofree char *body = NULL;
  const char *found;

  if (!command)
    return FALSE;
  if (!command->body)
    {
      g_set_error_literal (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("There is no body in this curl command."));
      return FALSE;
    }
  for (guint i = 0; i < command->remarks->len; i++)
    g_ptr_array_add (self->remarks, g_strdup (command->remarks->pdata[i]));
  if (!of_url.from && command->url)
    of_url.from = tri_format_find_for_url (command->url);
  /* Bytes do not end with NUL, as what is looked for must. */
  body = g_strndup (g_bytes_get_data (command->body, NULL), g_bytes_get_size (command->body));
  found = *body ? g_strstr_len (copy, (gssize) length, body) : NULL;
  if (!add (self, command->body, found ? (gsize) (found - copy) : G_MAXSIZE, 0, &of_url, error))
    {
      tri_error_forget_place (*error);
      g_prefix_error_literal (error, _ ("In the body of the command, "));
      return FALSE;
    }
  self->output = g_bytes_ref (tri_migration_get_output (((TriMigratePart *) self->parts->pdata[0])->migration));
  return TRUE;
}

static gboolean
fill (TriMigrateText *self, GBytes *text, const TriMigrateOptions *options, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);

  self->kind = length > 0 ? tri_migrate_sniff (data, length) : TRI_MIGRATE_JSON;
  if (self->kind == TRI_MIGRATE_CURL)
    return add_command (self, text, options, error);
  if (self->kind == TRI_MIGRATE_LINES)
    return add_lines (self, text, options, error);
  if (!add (self, text, 0, 0, options, error))
    return FALSE;
  self->output = g_bytes_ref (tri_migration_get_output (((TriMigratePart *) self->parts->pdata[0])->migration));
  return TRUE;
}

TriMigrateText *
tri_migrate_text_new (GBytes *text, const TriMigrateOptions *options, GError **error)
{
  g_autoptr (TriMigrateText) self = g_new0 (TriMigrateText, 1);

  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  return fill (self, text, options, error) ? g_steal_pointer (&self) : NULL;
}

void
tri_migrate_text_free (TriMigrateText *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->output, g_bytes_unref);
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->remarks);
  g_free (self);
}

TriMigrateInput
tri_migrate_text_get_kind (const TriMigrateText *self)
{
  return self->kind;
}

GBytes *
tri_migrate_text_get_output (const TriMigrateText *self)
{
  return self->output;
}

GPtrArray *
tri_migrate_text_get_parts (const TriMigrateText *self)
{
  return self->parts;
}

GPtrArray *
tri_migrate_text_get_remarks (const TriMigrateText *self)
{
  return self->remarks;
}

guint
tri_migrate_text_get_n_entries (const TriMigrateText *self)
{
  return self->n_entries;
}

guint
tri_migrate_text_count (const TriMigrateText *self, TriVerdict verdict)
{
  return self->counts[verdict];
}

const TriLedgerEntry *
tri_migrate_text_get_entry (const TriMigrateText *self, guint entry, const TriMigratePart **part)
{
  guint low = 0, high = self->parts->len;

  /* The last part that begins at or before the entry. */
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (((TriMigratePart *) self->parts->pdata[middle])->first_entry <= entry)
        low = middle;
      else
        high = middle;
    }
  *part = self->parts->pdata[low];
  return tri_ledger_get_entry (tri_migration_get_ledger ((*part)->migration), entry - (*part)->first_entry);
}

gboolean
tri_migrate_text_find_source (const TriMigrateText *self, gsize offset, guint *entry)
{
  gsize best = G_MAXSIZE;

  for (guint i = 0; i < self->n_entries; i++)
    {
      const TriMigratePart *part;
      const TriLedgerEntry *each = tri_migrate_text_get_entry (self, i, &part);
      const TriLedger *ledger = tri_migration_get_ledger (part->migration);
      const TriJsonToken *tokens = tri_json_index_get_tokens (tri_ledger_get_input (ledger), NULL);

      if (part->input_start == G_MAXSIZE || offset < part->input_start)
        continue;
      for (guint j = 0; j < each->n_sources; j++)
        {
          guint source = tri_ledger_get_source (ledger, each, j);
          const TriJsonToken *token = &tokens[source];
          gsize start = token->start;

          /* Its name belongs to it. */
          if (token->parent != TRI_JSON_NONE && tokens[token->parent].kind == TRI_JSON_STRING)
            start = tokens[token->parent].start;
          if (start <= offset - part->input_start && offset - part->input_start < token->end
              && token->end - start < best)
            {
              best = token->end - start;
              *entry = i;
            }
        }
    }
  return best < G_MAXSIZE;
}

gboolean
tri_migrate_text_find_target (const TriMigrateText *self, gsize offset, guint *entry)
{
  gsize best = G_MAXSIZE;

  for (guint i = 0; i < self->n_entries; i++)
    {
      const TriMigratePart *part;
      const TriLedgerEntry *each = tri_migrate_text_get_entry (self, i, &part);
      const TriLedger *ledger = tri_migration_get_ledger (part->migration);

      if (offset < part->output_start)
        continue;
      for (guint j = 0; j < each->n_targets; j++)
        {
          const TriLedgerTarget *target = tri_ledger_get_target (ledger, each, j);

          if (target->start <= offset - part->output_start && offset - part->output_start < target->end
              && target->end - target->start < best)
            {
              best = target->end - target->start;
              *entry = i;
            }
        }
    }
  return best < G_MAXSIZE;
}

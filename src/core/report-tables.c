/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report-tables.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "conformance.h"
#include "field-list.h"
#include "migrate.h"
#include "text.h"

#define MAX_VALUE_CHARS 240u

static void
row_free (gpointer data)
{
  TriReportRow *row = data;
  TriReportCell *cells = row->cells;

  for (guint i = 0; cells && cells[i].text; i++)
    {
      g_free (cells[i].text);
      g_free (cells[i].detail);
    }
  g_free (row->heading);
  g_free (cells);
  g_free (row);
}

static void
table_free (gpointer data)
{
  TriReportTable *table = data;

  g_free (table->title);
  g_free (table->note);
  g_strfreev (table->heads);
  g_free (table->kinds);
  g_ptr_array_unref (table->rows);
  g_free (table);
}

static TriReportTable *
table_new (char *title, guint n_columns)
{
  TriReportTable *table = g_new0 (TriReportTable, 1);

  table->title = title;
  table->n_columns = n_columns;
  table->heads = g_new0 (char *, n_columns + 1);
  table->kinds = g_new0 (TriReportKindOfCell, n_columns);
  table->rows = g_ptr_array_new_with_free_func (row_free);
  return table;
}

static void
set_column (TriReportTable *table, guint position, const char *head, TriReportKindOfCell kind)
{
  table->heads[position] = g_strdup (head);
  table->kinds[position] = kind;
}

static void
add_heading (TriReportTable *table, char *heading)
{
  TriReportRow *row = g_new0 (TriReportRow, 1);

  row->heading = heading;
  g_ptr_array_add (table->rows, row);
}

/* A row to be filled; NULL if there is no room. */
static TriReportRow *
add_row (TriReportTable *table)
{
  TriReportRow *row;

  if (table->rows->len >= TRI_REPORT_MAX_ROWS)
    {
      table->n_left_out++;
      return NULL;
    }
  row = g_new0 (TriReportRow, 1);
  row->cells = g_new0 (TriReportCell, table->n_columns + 1);
  g_ptr_array_add (table->rows, row);
  return row;
}

/* Every cell has a text, so that the end of a row is the first without one. Swallows both. */
static void
fill (TriReportRow *row, guint position, char *text, char *detail)
{
  row->cells[position] = (TriReportCell){ text ? text : g_strdup (""), detail && *detail ? detail : NULL };
  if (detail && !*detail)
    g_free (detail);
}

char *
tri_report_table_dup_rest (const TriReportTable *table)
{
  if (table->n_left_out == 0)
    return NULL;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u more row is left out here.",
                                       "%u more rows are left out here.", table->n_left_out),
                          table->n_left_out);
}

gboolean
tri_report_table_has_cells (const TriReportTable *table)
{
  for (guint i = 0; i < table->rows->len; i++)
    if (((TriReportRow *) table->rows->pdata[i])->cells)
      return TRUE;
  return FALSE;
}

static char *
dup_value (const char *bytes, gsize n_bytes)
{
  g_autofree char *shown = tri_text_dup_displayable (bytes, (gssize) n_bytes, NULL);

  return tri_text_dup_excerpt (shown, MAX_VALUE_CHARS);
}

static const TriRecord *
get_record (TriComparison *comparison, guint position)
{
  return tri_exchange_get_record (tri_column_get_exchange (tri_comparison_get_column (comparison, position)));
}

/* Fields */

TriFieldTable *
tri_report_dup_fields (TriComparison *comparison)
{
  guint n = tri_comparison_get_n_columns (comparison);
  g_autofree TriFieldBodies *bodies = g_new0 (TriFieldBodies, n);
  TriFieldTable *table;

  for (guint i = 0; i < n; i++)
    {
      const TriRecord *record = get_record (comparison, i);
      const TriReader *reader
          = tri_exchange_get_reader (tri_column_get_exchange (tri_comparison_get_column (comparison, i)));
      gboolean is_stream = reader && tri_reader_is_stream (reader);
      GBytes *assembled = is_stream ? tri_fold_assemble (tri_reader_get_fold (reader)) : NULL;

      bodies[i] = (TriFieldBodies){ record->format, record->request_body ? g_bytes_ref (record->request_body) : NULL,
                                    record->format,
                                    assembled || is_stream ? assembled : g_bytes_ref (record->response_body) };
    }
  table = tri_field_table_new (bodies, n, NULL);
  for (guint i = 0; i < n; i++)
    tri_field_bodies_clear (&bodies[i]);
  return table;
}

static void
add_field (TriReportTable *table, const TriFields *fields, guint position)
{
  TriReportRow *row = add_row (table);
  TriFieldDifferences differences = tri_fields_get_row (fields, position)->differences;

  if (!row)
    return;
  fill (row, 0, tri_fields_dup_title (fields, position), tri_field_differences_dup_label (differences));
  for (guint i = 0; i + 1 < table->n_columns; i++)
    {
      g_autofree char *raw = tri_fields_dup_raw (fields, position, i);

      fill (row, i + 1, raw ? dup_value (raw, strlen (raw)) : NULL, tri_fields_dup_path (fields, position, i));
    }
}

static TriReportTable *
new_fields (TriComparison *comparison)
{
  const TriFieldFilter all = { .request = TRUE, .response = TRUE, .baseline = G_MAXUINT };
  g_autoptr (TriFieldTable) found = tri_report_dup_fields (comparison);
  const TriFields *fields = tri_field_table_get_fields (found);
  g_autoptr (GArray) list = tri_field_list_new (fields, &all, NULL);
  guint n = tri_comparison_get_n_columns (comparison);
  TriReportTable *table = table_new (g_strdup (_ ("Fields")), n + 1);

  set_column (table, 0, _ ("Field"), TRI_REPORT_WORDS);
  for (guint i = 0; i < n; i++)
    set_column (table, i + 1, get_record (comparison, i)->format->title, TRI_REPORT_VALUE);
  for (guint i = 0; i < list->len; i++)
    {
      const TriFieldEntry *entry = &g_array_index (list, TriFieldEntry, i);

      if (entry->row != TRI_FIELD_HEADING)
        add_field (table, fields, entry->row);
      else if (table->rows->len < TRI_REPORT_MAX_ROWS)
        add_heading (table, tri_field_entry_dup_heading (entry));
    }
  return table;
}

/* Ledger */

/* The same tokens in the same order, whatever stands between them. */
static gboolean
is_same_json (GBytes *a, GBytes *b)
{
  g_autoptr (TriJsonIndex) x = a ? tri_json_index_new (a, NULL) : NULL;
  g_autoptr (TriJsonIndex) y = b ? tri_json_index_new (b, NULL) : NULL;
  g_autoptr (GBytes) plain_x = x ? tri_json_index_reindent (x, 0, NULL) : NULL;
  g_autoptr (GBytes) plain_y = y ? tri_json_index_reindent (y, 0, NULL) : NULL;

  return plain_x && plain_y && g_bytes_equal (plain_x, plain_y);
}

/* The conversion of one column's request, if the other was asked just that. */
static TriMigration *
new_migration (const TriRecord *from, const TriRecord *to)
{
  const TriMigrateOptions options = { .from = from->format, .to = to->format };
  g_autoptr (TriMigration) migration = NULL;

  if (from->format == to->format || !from->request_body || !tri_migrate_is_possible (from->format, to->format))
    return NULL;
  migration = tri_migration_new (from->request_body, &options, NULL);
  if (!migration || !is_same_json (tri_migration_get_output (migration), to->request_body))
    return NULL;
  return g_steal_pointer (&migration);
}

/* Fills a cell with the first of several places. Swallows `text` and `path`. */
static void
fill_places (TriReportRow *row, guint position, guint n, char *text, char *path)
{
  if (n > 1)
    {
      char *longer = g_strdup_printf (_ ("%s and %u more"), path, n - 1);

      g_free (path);
      path = longer;
    }
  fill (row, position, text, path);
}

static void
add_entry (TriReportTable *table, TriMigration *migration, const TriLedgerEntry *entry)
{
  const TriLedger *ledger = tri_migration_get_ledger (migration);
  TriJsonIndex *input = tri_ledger_get_input (ledger), *output = tri_migration_get_output_index (migration);
  const char *written = g_bytes_get_data (tri_migration_get_output (migration), NULL);
  TriReportRow *row = add_row (table);

  if (!row)
    return;
  row->is_loud = tri_ledger_entry_is_loss (entry);
  /* Most rules are called as what they do, and most follow from the published API: that need not be said again. */
  fill (row, 0, g_strdup (tri_verdict_get_label (entry->rule->verdict)),
        strcmp (entry->rule->id, tri_verdict_get_id (entry->rule->verdict)) != 0 ? g_strdup (entry->rule->id) : NULL);
  if (entry->n_sources > 0)
    {
      guint token = tri_ledger_get_source (ledger, entry, 0);
      g_autofree char *raw = tri_json_index_dup_raw (input, token);

      fill_places (row, 1, entry->n_sources, dup_value (raw, strlen (raw)), tri_json_index_dup_path (input, token));
    }
  else
    fill (row, 1, NULL, NULL);
  if (entry->n_targets > 0)
    {
      const TriLedgerTarget *target = tri_ledger_get_target (ledger, entry, 0);

      fill_places (row, 2, entry->n_targets, dup_value (written + target->start, target->end - target->start),
                   tri_ledger_dup_target_path (target, output));
    }
  else
    fill (row, 2, NULL, NULL);
  fill (row, 3, g_strdup (_ (entry->rule->reason)),
        g_strcmp0 (entry->rule->source, "API") != 0 ? g_strdup (entry->rule->source) : NULL);
}

static TriReportTable *
new_ledger (TriMigration *migration, const TriRecord *from, const TriRecord *to)
{
  const TriLedger *ledger = tri_migration_get_ledger (migration);
  /* Translators: the names of two formats: “Ledger: Chat Completions → Responses” */
  TriReportTable *table
      = table_new (g_strdup_printf (_ ("Ledger: %s → %s"), from->format->title, to->format->title), 4);

  table->note = g_strdup (_ ("One request is the other, converted. This is what became of each value."));
  set_column (table, 0, _ ("Verdict"), TRI_REPORT_WORDS);
  set_column (table, 1, from->format->title, TRI_REPORT_VALUE);
  set_column (table, 2, to->format->title, TRI_REPORT_VALUE);
  set_column (table, 3, _ ("Why"), TRI_REPORT_WORDS);
  for (guint i = 0; i < tri_ledger_get_n_entries (ledger); i++)
    add_entry (table, migration, tri_ledger_get_entry (ledger, i));
  return table;
}

/* Of two columns the first that can be the original of the other is. */
static void
add_ledgers (GPtrArray *tables, TriComparison *comparison)
{
  guint n = tri_comparison_get_n_columns (comparison);

  for (guint i = 0; i < n; i++)
    for (guint k = i + 1; k < n; k++)
      {
        const TriRecord *a = get_record (comparison, i), *b = get_record (comparison, k);
        g_autoptr (TriMigration) there = new_migration (a, b);
        g_autoptr (TriMigration) back = there ? NULL : new_migration (b, a);

        if (there)
          g_ptr_array_add (tables, new_ledger (there, a, b));
        else if (back)
          g_ptr_array_add (tables, new_ledger (back, b, a));
      }
}

/* Conformance */

static void
add_finding (TriReportTable *table, const TriFinding *finding)
{
  gboolean is_broken = finding->severity == TRI_FINDING_BROKEN;
  TriReportRow *row = add_row (table);

  if (!row)
    return;
  row->is_loud = is_broken;
  fill (row, 0, g_strdup (is_broken ? _ ("broken") : _ ("odd")),
        finding->count > 1 ? g_strdup_printf ("× %u", finding->count) : NULL);
  fill (row, 1, tri_finding_dup_place (finding), NULL);
  fill (row, 2, g_strdup (finding->expected), NULL);
  fill (row, 3, g_strdup (finding->got), NULL);
  fill (row, 4, g_strdup (finding->source), g_strdup (finding->rule));
}

static void
add_findings (TriReportTable *table, const TriRecord *record)
{
  g_autoptr (TriConformance) found = NULL;

  if (record->without_content)
    {
      add_heading (table,
                   g_strdup_printf (_ ("%s: not checked, because its content was taken out"), record->format->title));
      return;
    }
  found = tri_conformance_check_record (record);
  if (found->n_broken + found->n_odd == 0)
    add_heading (table, g_strdup_printf ("%s: %s", record->format->title, _ ("Conforms to the published API")));
  else
    add_heading (table,
                 g_strdup_printf (_ ("%s: %u broken, %u odd"), record->format->title, found->n_broken, found->n_odd));
  for (guint i = 0; i < found->findings->len; i++)
    add_finding (table, found->findings->pdata[i]);
  table->n_left_out += found->n_left_off;
}

static TriReportTable *
new_findings (TriComparison *comparison)
{
  TriReportTable *table = table_new (g_strdup (_ ("Conformance to the published API")), 5);

  table->note = g_strdup_printf (_ ("Held against OpenAPI %s"), tri_published_version);
  set_column (table, 0, _ ("Deviation"), TRI_REPORT_WORDS);
  set_column (table, 1, _ ("Where"), TRI_REPORT_VALUE);
  set_column (table, 2, _ ("Expected"), TRI_REPORT_WORDS);
  set_column (table, 3, _ ("Found"), TRI_REPORT_VALUE);
  set_column (table, 4, _ ("Source"), TRI_REPORT_WORDS);
  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    if (get_record (comparison, i)->status)
      add_findings (table, get_record (comparison, i));
  return table;
}

static void
take_table (GPtrArray *tables, TriReportTable *table)
{
  if (table->rows->len > 0)
    g_ptr_array_add (tables, table);
  else
    table_free (table);
}

GPtrArray *
tri_report_list_tables (TriComparison *comparison)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func (table_free);

  add_ledgers (tables, comparison);
  take_table (tables, new_findings (comparison));
  take_table (tables, new_fields (comparison));
  return tables;
}

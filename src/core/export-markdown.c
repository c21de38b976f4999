/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report as Markdown (with tables, as on the usual forges): for tickets, notes and mails. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "export-parts.h"
#include "fairness.h"
#include "report-tables.h"
#include "report.h"
#include "text.h"

/* A text within a line: what Markdown or HTML would take for its own is escaped. */
static void
append_inline (GString *out, const char *text)
{
  g_autofree char *shown = tri_text_dup_displayable (text ? text : "", -1, NULL);

  for (const char *p = shown; *p; p++)
    {
      if (*p == '\n' || *p == '\r')
        g_string_append (out, *p == '\n' ? "<br>" : "");
      else if (*p == '<' || *p == '>' || *p == '&')
        g_string_append (out, *p == '<' ? "&lt;" : *p == '>' ? "&gt;" : "&amp;");
      else
        {
          if (strchr ("\\`*_{}[]|#~$", *p))
            g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
        }
    }
}

/* A text on lines of its own, exactly as it is: between fences that are longer than any in it. */
static void
append_fenced (GString *out, const char *kind, const char *text)
{
  guint longest = 2, run = 0;

  for (const char *p = text; *p; p++)
    {
      run = *p == '`' ? run + 1 : 0;
      longest = MAX (longest, run);
    }
  for (guint i = 0; i <= longest; i++)
    g_string_append_c (out, '`');
  g_string_append_printf (out, "%s\n%s%s", kind, text, *text && g_str_has_suffix (text, "\n") ? "" : "\n");
  for (guint i = 0; i <= longest; i++)
    g_string_append_c (out, '`');
  g_string_append (out, "\n\n");
}

static const TriRecord *
get_record (TriColumn *column)
{
  return tri_exchange_get_record (tri_column_get_exchange (column));
}

typedef void (*AppendCell) (GString *out, TriColumn *column);

static void
append_row (GString *out, TriComparison *comparison, const char *head, AppendCell append_cell)
{
  g_string_append_printf (out, "| %s |", head);
  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      g_string_append_c (out, ' ');
      append_cell (out, tri_comparison_get_column (comparison, i));
      g_string_append (out, " |");
    }
  g_string_append_c (out, '\n');
}

static void
append_title (GString *out, TriColumn *column)
{
  append_inline (out, get_record (column)->format->title);
}

static void
append_rule (GString *out, TriColumn *column)
{
  g_string_append (out, "---");
}

static void
append_model (GString *out, TriColumn *column)
{
  append_inline (out, get_record (column)->model);
}

static void
append_server (GString *out, TriColumn *column)
{
  append_inline (out, get_record (column)->server_name);
}

static void
append_started (GString *out, TriColumn *column)
{
  append_inline (out, get_record (column)->started_utc);
}

static void
append_group (GString *out, TriColumn *column, TriReportGroup group)
{
  g_autofree char *text = tri_report_dup_group (column, group);

  append_inline (out, text);
}

static void
append_end (GString *out, TriColumn *column)
{
  append_group (out, column, TRI_REPORT_END);
}

static void
append_why (GString *out, TriColumn *column)
{
  append_group (out, column, TRI_REPORT_WHY);
}

static void
append_usage (GString *out, TriColumn *column)
{
  append_group (out, column, TRI_REPORT_USAGE);
}

static void
append_times (GString *out, TriColumn *column)
{
  append_group (out, column, TRI_REPORT_TIMES);
}

static void
append_gaps (GString *out, TriComparison *comparison)
{
  g_string_append_printf (out, "| %s |", _ ("Not asked the same"));
  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      g_autoptr (GPtrArray) gaps = tri_comparison_list_sent_gaps (comparison, i);
      g_autofree char *text = tri_report_dup_gaps (gaps);

      g_string_append_c (out, ' ');
      append_inline (out, text);
      g_string_append (out, " |");
    }
  g_string_append_c (out, '\n');
}

static void
append_table (GString *out, TriComparison *comparison)
{
  const struct
  {
    const char *head;
    AppendCell append;
  } rows[] = {
    { "", append_title },           { "---", append_rule },
    { _ ("Model"), append_model },  { _ ("Server"), append_server },
    { _ ("Sent"), append_started }, { _ ("End"), append_end },
    { _ ("Why"), append_why },      { _ ("Usage"), append_usage },
    { _ ("Times"), append_times },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    append_row (out, comparison, rows[i].head, rows[i].append);
  append_gaps (out, comparison);
  g_string_append_c (out, '\n');
}

static void
append_body (GString *out, const char *title, const char *shown, GBytes *body, const GArray *masked, gboolean without)
{
  g_autofree char *fidelity = tri_export_dup_fidelity (body, masked, without);

  g_string_append_printf (out, "### %s\n\n%s\n\n", title, fidelity);
  append_fenced (out, *shown == '{' || *shown == '[' ? "json" : "", shown);
}

static void
append_column (GString *out, TriColumn *column)
{
  TriExchange *exchange = tri_column_get_exchange (column);
  const TriRecord *record = get_record (column);
  g_autofree char *answer = tri_report_dup_answer (exchange);
  g_autofree char *request = tri_export_dup_request (record);
  g_autofree char *response = tri_export_dup_response (record, tri_exchange_get_reader (exchange));

  g_string_append (out, "## ");
  append_title (out, column);
  g_string_append (out, "\n\n");
  if (*answer)
    append_fenced (out, "text", answer);
  append_body (out, _ ("Request"), request, record->request_body, record->request_masked, record->without_content);
  append_body (out, _ ("Response"), response, record->response_body, record->masked, record->without_content);
}

/* What was built by others, of several lines: a text, and below it what is said of it. */
static void
append_cell_of_table (GString *out, const TriReportCell *cell)
{
  g_string_append_c (out, ' ');
  append_inline (out, cell->text);
  if (cell->detail)
    {
      g_string_append (out, *cell->text ? "<br><sub>" : "<sub>");
      append_inline (out, cell->detail);
      g_string_append (out, "</sub>");
    }
  g_string_append (out, " |");
}

static void
append_heads (GString *out, const TriReportTable *table)
{
  g_string_append (out, "|");
  for (guint i = 0; i < table->n_columns; i++)
    {
      g_string_append_c (out, ' ');
      append_inline (out, table->heads[i]);
      g_string_append (out, " |");
    }
  g_string_append (out, "\n|");
  for (guint i = 0; i < table->n_columns; i++)
    g_string_append (out, " --- |");
  g_string_append_c (out, '\n');
}

static void
append_row_of_table (GString *out, const TriReportTable *table, const TriReportRow *row)
{
  g_string_append (out, "|");
  if (row->heading)
    {
      g_string_append (out, " **");
      append_inline (out, row->heading);
      g_string_append (out, "** |");
    }
  for (guint i = row->heading ? 1 : 0; i < table->n_columns; i++)
    if (row->heading)
      g_string_append (out, " |");
    else
      append_cell_of_table (out, &row->cells[i]);
  g_string_append_c (out, '\n');
}

/* Headings alone are a list: heads of columns would stand over nothing. */
static void
append_report_table (GString *out, const TriReportTable *table)
{
  g_autofree char *rest = tri_report_table_dup_rest (table);
  gboolean has_cells = tri_report_table_has_cells (table);

  g_string_append (out, "## ");
  append_inline (out, table->title);
  g_string_append_printf (out, "\n\n%s%s", table->note ? table->note : "", table->note ? "\n\n" : "");
  if (has_cells)
    append_heads (out, table);
  for (guint i = 0; i < table->rows->len; i++)
    {
      const TriReportRow *row = table->rows->pdata[i];

      if (has_cells)
        append_row_of_table (out, table, row);
      else
        {
          g_string_append (out, "- ");
          append_inline (out, row->heading);
          g_string_append_c (out, '\n');
        }
    }
  g_string_append_c (out, '\n');
  if (rest)
    g_string_append_printf (out, "%s\n\n", rest);
}

GBytes *
tri_export_markdown (TriComparison *comparison)
{
  GString *out = g_string_new (NULL);
  guint n = tri_comparison_get_n_columns (comparison);
  g_autoptr (GPtrArray) tables = tri_report_list_tables (comparison);
  const TriPrompt *prompt = n ? get_record (tri_comparison_get_column (comparison, 0))->prompt : NULL;

  g_string_append_printf (out, "# %s\n\n", _ ("One prompt, side by side"));
  if (prompt && tri_prompt_get_instructions (prompt))
    {
      g_string_append_printf (out, "%s\n\n", _ ("Instructions:"));
      append_fenced (out, "text", tri_prompt_get_instructions (prompt));
    }
  if (prompt && !get_record (tri_comparison_get_column (comparison, 0))->raw_body)
    {
      g_autofree char *transcript = tri_prompt_dup_transcript (prompt);

      g_string_append_printf (out, "%s\n\n", _ ("Prompt:"));
      append_fenced (out, "text", tri_prompt_is_conversation (prompt) ? transcript : tri_prompt_get_text (prompt));
    }
  append_table (out, comparison);
  for (guint i = 0; i < n; i++)
    append_column (out, tri_comparison_get_column (comparison, i));
  for (guint i = 0; i < tables->len; i++)
    append_report_table (out, tables->pdata[i]);
  g_string_append_printf (out, "---\n\n%s\n", "Triptych " TRI_VERSION);
  return g_string_free_to_bytes (out);
}

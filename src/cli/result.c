/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "result.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "commands.h"
#include "panels.h"
#include "core/fairness.h"
#include "core/report.h"

static void
free_lines (gpointer data)
{
  g_ptr_array_unref (data);
}

static void
append_all (GPtrArray *into, GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (into, g_strdup (g_ptr_array_index (lines, i)));
  g_ptr_array_unref (lines);
}

static TriExchange *
get_exchange (TriComparison *comparison, guint position)
{
  return tri_column_get_exchange (tri_comparison_get_column (comparison, position));
}

/* The model as it was asked; the column may ask another one now. */
static const char *
get_model (TriColumn *column)
{
  TriExchange *exchange = tri_column_get_exchange (column);

  return exchange ? tri_exchange_get_record (exchange)->model : tri_column_get_model (column);
}

static const char *
get_title (TriColumn *column)
{
  TriExchange *exchange = tri_column_get_exchange (column);

  return (exchange ? tri_exchange_get_record (exchange)->format : tri_column_get_format (column))->title;
}

void
tri_result_append_answers (TriComparison *comparison, GString *out, guint cells, guint last_lines)
{
  guint n = tri_comparison_get_n_columns (comparison);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (free_lines);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = tri_report_dup_answer (get_exchange (comparison, i));

      g_ptr_array_add (blocks, tri_panels_wrap (text, cells));
    }
  tri_panels_append (out, (GPtrArray *const *) blocks->pdata, n, cells, last_lines);
}

/* One group of facts of all columns; nothing if no column has any. */
static void
append_group (TriComparison *comparison, GString *out, guint cells, TriReportGroup group)
{
  guint n = tri_comparison_get_n_columns (comparison);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (free_lines);
  gboolean any = FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = tri_report_dup_group (tri_comparison_get_column (comparison, i), group);

      any |= *text != '\0';
      g_ptr_array_add (blocks, tri_panels_wrap (text, cells));
    }
  if (any)
    tri_panels_append (out, (GPtrArray *const *) blocks->pdata, n, cells, 0);
}

void
tri_result_append_titles (TriComparison *comparison, GString *out, guint cells)
{
  guint n = tri_comparison_get_n_columns (comparison);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (free_lines);

  for (guint i = 0; i < n; i++)
    {
      TriColumn *column = tri_comparison_get_column (comparison, i);
      GPtrArray *lines = tri_panels_wrap (get_title (column), cells);

      append_all (lines, tri_panels_wrap (get_model (column), cells));
      g_ptr_array_add (blocks, lines);
    }
  tri_panels_append (out, (GPtrArray *const *) blocks->pdata, n, cells, 0);
  tri_panels_append_rule (out, n, cells);
}

static void
append_stacked (TriComparison *comparison, GString *out, guint width)
{
  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (comparison, i);
      g_autofree char *answer = tri_report_dup_answer (get_exchange (comparison, i));
      g_autoptr (GString) all = g_string_new (NULL);
      g_autoptr (GPtrArray) lines = NULL;

      g_string_append_printf (all, "%s%s (%s)\n%s\n", i ? "\n" : "", get_title (column), get_model (column), answer);
      for (guint group = 0; group < TRI_N_REPORTS; group++)
        {
          g_autofree char *text = tri_report_dup_group (tri_comparison_get_column (comparison, i), group);

          g_string_append_printf (all, "%s%s", *text ? "\n" : "", text);
        }
      lines = tri_panels_wrap (all->str, width);
      for (guint k = 0; k < lines->len; k++)
        g_string_append_printf (out, "%s\n", (char *) g_ptr_array_index (lines, k));
    }
}

static void
append_gaps (TriComparison *comparison, GString *out, guint width)
{
  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      g_autoptr (GPtrArray) gaps = tri_comparison_list_sent_gaps (comparison, i);

      for (guint k = 0; k < gaps->len; k++)
        {
          g_autofree char *text = g_strdup_printf (_ ("Not asked the same: %s"), ((TriGap *) gaps->pdata[k])->text);
          g_autoptr (GPtrArray) lines = tri_panels_wrap (text, width);

          for (guint line = 0; line < lines->len; line++)
            g_string_append_printf (out, "%s\n", (char *) g_ptr_array_index (lines, line));
        }
    }
}

void
tri_result_append (TriComparison *comparison, GString *out)
{
  guint n = tri_comparison_get_n_columns (comparison);
  guint width, height, cells;

  tri_panels_get_size (&width, &height);
  cells = n ? tri_panels_fit (n, width) : 0;
  if (cells == 0)
    append_stacked (comparison, out, width);
  else
    {
      tri_result_append_titles (comparison, out, cells);
      tri_result_append_answers (comparison, out, cells, 0);
      tri_panels_append_rule (out, n, cells);
      for (guint group = 0; group < TRI_N_REPORTS; group++)
        append_group (comparison, out, cells, group);
    }
  append_gaps (comparison, out, width);
}

int
tri_result_get_exit_code (TriComparison *comparison)
{
  int code = TRI_EXIT_OK;

  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (comparison, i);

      for (guint k = 0; k < tri_column_get_n_attempts (column); k++)
        {
          TriEnding ending = tri_exchange_get_record (tri_column_get_attempt (column, k))->ending;

          if (ending == TRI_ENDING_INVALID)
            return TRI_EXIT_UNAVAILABLE;
          if (ending != TRI_ENDING_ANSWERED)
            code = TRI_EXIT_UNANSWERED;
        }
    }
  return code;
}

void
tri_result_print_bytes (GBytes *bytes, gboolean ends_line)
{
  fwrite (g_bytes_get_data (bytes, NULL), 1, g_bytes_get_size (bytes), stdout);
  if (ends_line)
    fputc ('\n', stdout);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "send.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "commands.h"
#include "core/error.h"
#include "panels.h"
#include "report.h"

/* As often as a person can see it; the text itself arrives whenever it arrives. */
#define DRAW_INTERVAL_MS 66

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
get_exchange (TriSend *self, guint position)
{
  return tri_column_get_exchange (tri_comparison_get_column (self->comparison, position));
}

static void
append_answers (TriSend *self, GString *out, guint cells, guint last_lines)
{
  guint n = tri_comparison_get_n_columns (self->comparison);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (free_lines);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = tri_report_dup_answer (get_exchange (self, i));

      g_ptr_array_add (blocks, tri_panels_wrap (text, cells));
    }
  tri_panels_append (out, (GPtrArray *const *) blocks->pdata, n, cells, last_lines);
}

/* One group of facts of all columns; nothing if no column has any. */
static void
append_group (TriSend *self, GString *out, guint cells, TriReportGroup group)
{
  guint n = tri_comparison_get_n_columns (self->comparison);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (free_lines);
  gboolean any = FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = tri_report_dup_group (tri_comparison_get_column (self->comparison, i), group);

      any |= *text != '\0';
      g_ptr_array_add (blocks, tri_panels_wrap (text, cells));
    }
  if (any)
    tri_panels_append (out, (GPtrArray *const *) blocks->pdata, n, cells, 0);
}

static void
append_titles (TriSend *self, GString *out, guint cells)
{
  guint n = tri_comparison_get_n_columns (self->comparison);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (free_lines);

  for (guint i = 0; i < n; i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);
      GPtrArray *lines = tri_panels_wrap (tri_column_get_format (column)->title, cells);

      append_all (lines, tri_panels_wrap (tri_column_get_model (column), cells));
      g_ptr_array_add (blocks, lines);
    }
  tri_panels_append (out, (GPtrArray *const *) blocks->pdata, n, cells, 0);
  tri_panels_append_rule (out, n, cells);
}

/* The picture in the terminal while answers arrive: replaced as a whole, and no higher than the terminal, because the
 * cursor cannot go back over lines that have scrolled away. */
static void
draw (TriSend *self)
{
  guint n = tri_comparison_get_n_columns (self->comparison);
  g_autoptr (GString) out = g_string_new (NULL);
  guint width, height, cells;

  tri_panels_get_size (&width, &height);
  cells = tri_panels_fit (n, width);
  if (cells == 0 || height < 8)
    return;
  if (self->drawn_lines)
    g_string_append_printf (out, "\033[%uA\033[J", self->drawn_lines);
  append_titles (self, out, cells);
  append_answers (self, out, cells, height - 5);

  self->drawn_lines = 0;
  for (const char *p = out->str; *p; p++)
    self->drawn_lines += *p == '\n';
  fputs (out->str, stdout);
  fflush (stdout);
}

static gboolean
on_draw (gpointer user_data)
{
  draw (user_data);
  return G_SOURCE_CONTINUE;
}

static void
print_stacked (TriSend *self, GString *out, guint width)
{
  for (guint i = 0; i < tri_comparison_get_n_columns (self->comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);
      g_autofree char *answer = tri_report_dup_answer (get_exchange (self, i));
      g_autoptr (GString) all = g_string_new (NULL);
      g_autoptr (GPtrArray) lines = NULL;

      g_string_append_printf (all, "%s%s (%s)\n%s\n", i ? "\n" : "", tri_column_get_format (column)->title,
                              tri_column_get_model (column), answer);
      for (guint group = 0; group < TRI_N_REPORTS; group++)
        {
          g_autofree char *text = tri_report_dup_group (tri_comparison_get_column (self->comparison, i), group);

          g_string_append_printf (all, "%s%s", *text ? "\n" : "", text);
        }
      lines = tri_panels_wrap (all->str, width);
      for (guint k = 0; k < lines->len; k++)
        g_string_append_printf (out, "%s\n", (char *) g_ptr_array_index (lines, k));
    }
}

static void
print_result (TriSend *self)
{
  guint n = tri_comparison_get_n_columns (self->comparison);
  g_autoptr (GString) out = g_string_new (NULL);
  guint width, height, cells;

  tri_panels_get_size (&width, &height);
  cells = tri_panels_fit (n, width);
  if (self->drawn_lines)
    g_string_append_printf (out, "\033[%uA\033[J", self->drawn_lines);
  if (cells == 0)
    print_stacked (self, out, width);
  else
    {
      append_titles (self, out, cells);
      append_answers (self, out, cells, 0);
      tri_panels_append_rule (out, n, cells);
      for (guint group = 0; group < TRI_N_REPORTS; group++)
        append_group (self, out, cells, group);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *gaps = tri_report_dup_gaps (g_ptr_array_index (self->gaps, i));

      if (*gaps && i < self->gaps->len)
        {
          g_auto (GStrv) lines = g_strsplit (gaps, "\n", -1);

          for (guint k = 0; lines[k]; k++)
            {
              g_string_append_printf (out, _ ("Not asked the same: %s"), lines[k]);
              g_string_append_c (out, '\n');
            }
        }
    }
  fputs (out->str, stdout);
}

static void
print_json (TriSend *self)
{
  TriJsonWriter writer;
  g_autoptr (GBytes) bytes = NULL;

  tri_json_writer_init (&writer, 2);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "program", "triptych-cli " TRI_VERSION);
  tri_json_writer_member_string (&writer, "prompt", self->body ? NULL : tri_prompt_get_text (self->prompt));
  tri_json_writer_key (&writer, "columns");
  tri_json_writer_begin_array (&writer);
  for (guint i = 0; i < tri_comparison_get_n_columns (self->comparison); i++)
    tri_report_write_json (tri_comparison_get_column (self->comparison, i), g_ptr_array_index (self->gaps, i), &writer);
  tri_json_writer_end_array (&writer);
  tri_json_writer_end_object (&writer);
  bytes = tri_json_writer_end (&writer);
  fwrite (g_bytes_get_data (bytes, NULL), 1, g_bytes_get_size (bytes), stdout);
  fputc ('\n', stdout);
}

static void
print_requests (TriSend *self)
{
  for (guint i = 0; i < tri_comparison_get_n_columns (self->comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);
      g_autoptr (GBytes) body = tri_column_preview (column, self->prompt, self->settings);
      g_autoptr (TriJsonIndex) index = tri_json_index_new (body, NULL);
      g_autoptr (GBytes) shown = tri_json_index_reindent (index, 2, NULL);
      g_autofree char *url = tri_column_dup_url (column);
      g_autofree char *gaps = tri_report_dup_gaps (g_ptr_array_index (self->gaps, i));

      g_print ("%s%s\n", i ? "\n" : "", url);
      fwrite (g_bytes_get_data (shown, NULL), 1, g_bytes_get_size (shown), stdout);
      g_print ("\n%s%s", gaps, *gaps ? "\n" : "");
    }
}

/* Running */

static void
on_running (TriComparison *comparison, GParamSpec *pspec, gpointer user_data)
{
  TriSend *self = user_data;

  if (!tri_comparison_is_running (comparison))
    g_main_loop_quit (self->loop);
}

/* The first Ctrl+C stops the columns and shows what came; a second one ends the program. */
static gboolean
on_interrupt (gpointer user_data)
{
  TriSend *self = user_data;

  self->interrupted = TRUE;
  tri_comparison_stop (self->comparison);
  return G_SOURCE_REMOVE;
}

/* Every attempt of a series counts: a median of those that went well would hide the others. */
static int
get_exit_code (TriSend *self)
{
  int code = TRI_EXIT_OK;

  for (guint i = 0; i < tri_comparison_get_n_columns (self->comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);

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

static int
run (TriSend *self)
{
  guint timer = 0;

  self->loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect (self->comparison, "notify::running", G_CALLBACK (on_running), self);
  g_unix_signal_add (SIGINT, on_interrupt, self);
  if (!self->json && isatty (STDOUT_FILENO))
    timer = g_timeout_add (DRAW_INTERVAL_MS, on_draw, self);
  tri_comparison_send_scheduled (self->comparison, self->prompt, self->settings, &self->schedule);
  if (tri_comparison_is_running (self->comparison))
    g_main_loop_run (self->loop);
  if (timer)
    g_source_remove (timer);

  if (self->json)
    print_json (self);
  else
    print_result (self);
  return get_exit_code (self);
}

int
tri_command_send (int argc, char **argv)
{
  g_auto (TriSend) self = { 0 };
  g_autoptr (GError) error = NULL;

  tri_send_init (&self);
  if (!tri_send_parse (&self, argc, argv, &error))
    {
      if (!g_error_matches (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE))
        return tri_command_usage_error ("send", error->message);
      g_printerr ("triptych-cli: %s\n", error->message);
      return TRI_EXIT_UNAVAILABLE;
    }

  self.gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < tri_comparison_get_n_columns (self.comparison); i++)
    g_ptr_array_add (self.gaps,
                     tri_column_list_gaps (tri_comparison_get_column (self.comparison, i), self.prompt, self.settings));
  if (self.dry_run)
    {
      print_requests (&self);
      return TRI_EXIT_OK;
    }
  return run (&self);
}

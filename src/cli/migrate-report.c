/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-report.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/json-writer.h"
#include "core/text.h"

gboolean
tri_report_kind_find (const char *name, TriReportKind *kind)
{
  static const char *const names[] = { "markdown", "junit", "sarif" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_loss (const TriMigrateRow *row)
{
  return row->rule->verdict >= TRI_VERDICT_DROPPED && !row->rule->is_lossless;
}

/* What a terminal, a table or XML would obey has no place in a path that somebody else made up. */
static char *
dup_harmless (const char *text)
{
  g_autofree char *shown = tri_text_dup_displayable (text, -1, NULL);
  GString *out = g_string_new (NULL);

  for (const char *at = shown; *at; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (g_unichar_iscntrl (character) || tri_text_is_direction (character))
        g_string_append (out, "\xef\xbf\xbd");
      else
        g_string_append_unichar (out, character);
    }
  return g_string_free (out, FALSE);
}

static const char *
get_place (const char *pattern)
{
  return *pattern ? pattern : _ ("(added)");
}

/* ---- Text ---- */

char *
tri_migrate_report_dup_text (const TriMigrateSubject *subject)
{
  g_autoptr (GPtrArray) rows = tri_migrate_summary_list (subject->summary);
  GString *out = g_string_new (NULL);
  guint64 counts[TRI_N_VERDICTS] = { 0 }, n = tri_migrate_summary_get_n_requests (subject->summary);
  guint64 n_counted = 0, n_unreadable = tri_migrate_summary_get_n_unreadable (subject->summary);

  g_string_append_printf (out, ngettext ("%s: %lu request", "%s: %lu requests", (gulong) n), subject->file, (gulong) n);
  if (n_unreadable > 0)
    g_string_append_printf (out, _ (", %lu unreadable"), (gulong) n_unreadable);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < rows->len; i++)
    {
      const TriMigrateRow *row = rows->pdata[i];
      g_autofree char *place = dup_harmless (get_place (row->pattern));

      counts[row->rule->verdict] += row->count;
      if (!is_loss (row))
        continue;
      g_string_append_printf (out, "  %s %s × %" G_GUINT64_FORMAT, tri_verdict_get_label (row->rule->verdict), place,
                              row->count);
      if (row->first_line > 0)
        g_string_append_printf (out, _ (", first in line %lu"), (gulong) row->first_line);
      g_string_append_printf (out, "\n    %s\n", _ (row->rule->reason));
      if (row->accepted)
        {
          g_string_append (out, "    ");
          g_string_append_printf (out, _ ("accepted: %s"), row->accepted);
          g_string_append_c (out, '\n');
        }
    }
  for (guint i = 0; i < TRI_N_VERDICTS; i++)
    if (counts[i] > 0)
      {
        g_string_append_printf (out, "%s %s %" G_GUINT64_FORMAT, n_counted == 0 ? " " : "", tri_verdict_get_label (i),
                                counts[i]);
        n_counted += counts[i];
      }
  if (n_counted > 0)
    g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

/* ---- Markdown ---- */

static void
append_cell (GString *out, const char *text)
{
  g_autofree char *harmless = dup_harmless (text);

  g_string_append (out, "| ");
  for (const char *at = harmless; *at; at++)
    {
      if (strchr ("|\\`*_<>[]", *at))
        g_string_append_c (out, '\\');
      g_string_append_c (out, *at);
    }
  g_string_append_c (out, ' ');
}

static void
append_markdown (GString *out, const TriMigrateSubject *subject)
{
  g_autofree char *file = dup_harmless (subject->file);
  g_autoptr (GPtrArray) rows = tri_migrate_summary_list (subject->summary);

  g_string_append (out, out->len > 0 ? "\n## " : "## ");
  g_string_append_printf (out, "%s\n\n", file);
  g_string_append_printf (out, _ ("%lu requests, %lu unreadable."),
                          (gulong) tri_migrate_summary_get_n_requests (subject->summary),
                          (gulong) tri_migrate_summary_get_n_unreadable (subject->summary));
  g_string_append (out, "\n\n");
  append_cell (out, _ ("Verdict"));
  append_cell (out, _ ("Path"));
  append_cell (out, _ ("Count"));
  append_cell (out, _ ("First line"));
  append_cell (out, _ ("Why"));
  g_string_append (out, "|\n|---|---|---:|---:|---|\n");
  for (guint i = 0; i < rows->len; i++)
    {
      const TriMigrateRow *row = rows->pdata[i];
      g_autofree char *count = g_strdup_printf ("%" G_GUINT64_FORMAT, row->count);
      g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT, row->first_line);
      g_autofree char *why = row->accepted
                                 ? g_strdup_printf (_ ("%s Accepted: %s"), _ (row->rule->reason), row->accepted)
                                 : g_strdup (_ (row->rule->reason));

      append_cell (out, tri_verdict_get_label (row->rule->verdict));
      append_cell (out, get_place (row->pattern));
      append_cell (out, count);
      append_cell (out, row->first_line > 0 ? line : "");
      append_cell (out, why);
      g_string_append (out, "|\n");
    }
}

/* ---- JUnit ---- */

static void
append_junit (GString *out, const TriMigrateSubject *subject)
{
  g_autoptr (GPtrArray) rows = tri_migrate_summary_list (subject->summary);
  g_autofree char *file = g_markup_escape_text (subject->file, -1);
  guint64 n_unreadable = tri_migrate_summary_get_n_unreadable (subject->summary);
  guint n_failures = 0;

  for (guint i = 0; i < rows->len; i++)
    n_failures += is_loss (rows->pdata[i]) && !((const TriMigrateRow *) rows->pdata[i])->accepted;
  g_string_append_printf (out, "  <testsuite name=\"%s\" tests=\"%u\" failures=\"%u\" errors=\"%u\">\n", file,
                          rows->len + (n_unreadable > 0), n_failures, n_unreadable > 0);
  for (guint i = 0; i < rows->len; i++)
    {
      const TriMigrateRow *row = rows->pdata[i];
      g_autofree char *harmless = dup_harmless (get_place (row->pattern));
      g_autofree char *place = g_markup_escape_text (harmless, -1);
      g_autofree char *reason = g_markup_escape_text (_ (row->rule->reason), -1);

      g_string_append_printf (out, "    <testcase classname=\"%s\" name=\"%s: %s\"", file, row->rule->id, place);
      if (is_loss (row) && !row->accepted)
        g_string_append_printf (out,
                                "><failure type=\"%s\" message=\"%s\">%" G_GUINT64_FORMAT
                                " × %s, line %" G_GUINT64_FORMAT "</failure></testcase>\n",
                                tri_verdict_get_id (row->rule->verdict), reason, row->count, place, row->first_line);
      else
        g_string_append (out, "/>\n");
    }
  if (n_unreadable > 0)
    g_string_append_printf (out,
                            "    <testcase classname=\"%s\" name=\"readable\"><error message=\"%" G_GUINT64_FORMAT
                            " unreadable\"/></testcase>\n",
                            file, n_unreadable);
  g_string_append (out, "  </testsuite>\n");
}

/* ---- SARIF ---- */

static void
write_location (TriJsonWriter *writer, const char *file, guint64 line)
{
  tri_json_writer_key (writer, "locations");
  tri_json_writer_begin_array (writer);
  tri_json_writer_begin_object (writer);
  tri_json_writer_key (writer, "physicalLocation");
  tri_json_writer_begin_object (writer);
  tri_json_writer_key (writer, "artifactLocation");
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "uri", file);
  tri_json_writer_end_object (writer);
  tri_json_writer_key (writer, "region");
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_integer (writer, "startLine", MAX (line, 1));
  tri_json_writer_end_object (writer);
  tri_json_writer_end_object (writer);
  tri_json_writer_end_object (writer);
  tri_json_writer_end_array (writer);
}

static void
write_message (TriJsonWriter *writer, const char *text)
{
  tri_json_writer_key (writer, "message");
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "text", text);
  tri_json_writer_end_object (writer);
}

static void
write_result (TriJsonWriter *writer, const char *file, const TriMigrateRow *row)
{
  g_autofree char *place = dup_harmless (get_place (row->pattern));
  g_autofree char *text = g_strdup_printf ("%s: %s", place, _ (row->rule->reason));

  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "ruleId", row->rule->id);
  tri_json_writer_member_string (writer, "level", row->rule->verdict == TRI_VERDICT_REFUSED ? "error" : "warning");
  write_message (writer, text);
  write_location (writer, file, row->first_line);
  tri_json_writer_member_integer (writer, "occurrenceCount", row->count);
  if (row->accepted)
    {
      tri_json_writer_key (writer, "suppressions");
      tri_json_writer_begin_array (writer);
      tri_json_writer_begin_object (writer);
      tri_json_writer_member_string (writer, "kind", "external");
      tri_json_writer_member_string (writer, "justification", row->accepted);
      tri_json_writer_end_object (writer);
      tri_json_writer_end_array (writer);
    }
  tri_json_writer_end_object (writer);
}

static void
write_results (TriJsonWriter *writer, const TriMigrateSubject *subject)
{
  g_autoptr (GPtrArray) rows = tri_migrate_summary_list (subject->summary);

  for (guint i = 0; i < rows->len; i++)
    if (is_loss (rows->pdata[i]))
      write_result (writer, subject->file, rows->pdata[i]);
  if (tri_migrate_summary_get_n_unreadable (subject->summary) > 0)
    {
      tri_json_writer_begin_object (writer);
      tri_json_writer_member_string (writer, "ruleId", "unreadable");
      tri_json_writer_member_string (writer, "level", "error");
      write_message (writer, _ ("A request cannot be read."));
      write_location (writer, subject->file, 1);
      tri_json_writer_end_object (writer);
    }
}

static char *
dup_sarif (const TriMigrateSubject *subjects, guint n_subjects)
{
  TriJsonWriter writer;
  g_autoptr (GBytes) bytes = NULL;

  tri_json_writer_init (&writer, 2);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  tri_json_writer_member_string (&writer, "version", "2.1.0");
  tri_json_writer_key (&writer, "runs");
  tri_json_writer_begin_array (&writer);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_key (&writer, "tool");
  tri_json_writer_begin_object (&writer);
  tri_json_writer_key (&writer, "driver");
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "name", "triptych-cli migrate");
  tri_json_writer_member_string (&writer, "version", TRI_VERSION);
  tri_json_writer_end_object (&writer);
  tri_json_writer_end_object (&writer);
  tri_json_writer_key (&writer, "results");
  tri_json_writer_begin_array (&writer);
  for (guint i = 0; i < n_subjects; i++)
    write_results (&writer, &subjects[i]);
  tri_json_writer_end_array (&writer);
  tri_json_writer_end_object (&writer);
  tri_json_writer_end_array (&writer);
  tri_json_writer_end_object (&writer);
  bytes = tri_json_writer_end (&writer);
  return g_strdup_printf ("%.*s\n", (int) g_bytes_get_size (bytes), (const char *) g_bytes_get_data (bytes, NULL));
}

char *
tri_migrate_report_dup (TriReportKind kind, const TriMigrateSubject *subjects, guint n_subjects)
{
  GString *out;

  if (kind == TRI_REPORT_SARIF)
    return dup_sarif (subjects, n_subjects);
  out = g_string_new (kind == TRI_REPORT_JUNIT ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n" : NULL);
  for (guint i = 0; i < n_subjects; i++)
    if (kind == TRI_REPORT_JUNIT)
      append_junit (out, &subjects[i]);
    else
      append_markdown (out, &subjects[i]);
  if (kind == TRI_REPORT_JUNIT)
    g_string_append (out, "</testsuites>\n");
  return g_string_free (out, FALSE);
}

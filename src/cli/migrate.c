/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "core/curl-command.h"
#include "core/error-place.h"
#include "core/migrate-summary.h"
#include "core/text.h"
#include "files.h"
#include "migrate-report.h"
#include "reading.h"

/* Exit codes of their own: whoever checks in a script wants to know how much was lost. */
enum
{
  LOSSLESS,
  DROPPED,
  REFUSED,
  UNREADABLE,
  USAGE
};

#define PROGRESS_LINES 20000u

typedef struct
{
  /* Arguments */
  char *from, *to, *system, *target, *output, *ledger_path, *report, *accept_path, *reading;
  gboolean force, lines, quiet;
  GStrv files;

  TriMigrateOptions options;
  TriReportKind report_kind;
  TriReadingLanguage language;
  TriAcceptances *acceptances;
  TriOutFile *ledger;
  FILE *out; /* of the input that is being read; NULL: nothing is written */
  TriMigrateSummary *summary;
  const char *file;
  gboolean is_failed; /* a file could not be opened, read or written */
} Migrate;

static void
migrate_clear (Migrate *self)
{
  g_free (self->from);
  g_free (self->to);
  g_free (self->system);
  g_free (self->target);
  g_free (self->output);
  g_free (self->ledger_path);
  g_free (self->report);
  g_free (self->accept_path);
  g_free (self->reading);
  g_strfreev (self->files);
  g_clear_pointer (&self->acceptances, tri_acceptances_free);
  g_clear_pointer (&self->ledger, tri_out_file_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Migrate, migrate_clear)

/* ---- One request ---- */

static void
write_ledger (Migrate *self, TriMigration *migration, guint64 line)
{
  const TriLedger *ledger = tri_migration_get_ledger (migration);

  for (guint i = 0; self->ledger && i < tri_ledger_get_n_entries (ledger); i++)
    {
      TriJsonWriter writer;
      g_autoptr (GBytes) json = NULL;

      tri_json_writer_init (&writer, 0);
      tri_ledger_write_entry (ledger, tri_ledger_get_entry (ledger, i), tri_migration_get_output_index (migration),
                              g_strv_length (self->files) > 1 ? self->file : NULL, line, &writer);
      json = tri_json_writer_end (&writer);
      fwrite (g_bytes_get_data (json, NULL), 1, g_bytes_get_size (json), tri_out_file_get (self->ledger));
      fputc ('\n', tri_out_file_get (self->ledger));
    }
}

static void
say_unreadable (Migrate *self, guint64 line, const GError *error)
{
  g_autofree char *message = tri_dup_file_error (self->file, line, error);

  tri_migrate_summary_add_unreadable (self->summary);
  g_printerr ("triptych-cli: %s\n", message);
}

static gboolean
convert (Migrate *self, const char *text, gsize n_bytes, const TriFormat *from, guint64 line, GError **error)
{
  TriMigrateOptions options = self->options;
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, n_bytes);
  g_autoptr (TriMigration) migration = NULL;
  GBytes *output;

  if (!options.from)
    options.from = from;
  migration = tri_migration_new (bytes, &options, error);
  if (!migration)
    return FALSE;
  output = tri_migration_get_output (migration);
  if (self->out)
    tri_out_write_request (self->out, output);
  write_ledger (self, migration, line);
  tri_migrate_summary_add (self->summary, migration, line);
  return TRUE;
}

/* ---- One file ---- */

/* Places in the body are none of the file: its quotes and escapes are gone. */
static gboolean
convert_curl (Migrate *self, const char *text, GError **error)
{
  g_autoptr (TriCurlCommand) command = tri_curl_command_parse (text, error);

  if (!command)
    return FALSE;
  for (guint i = 0; i < command->remarks->len; i++)
    g_printerr ("triptych-cli: %s: %s\n", self->file, (const char *) command->remarks->pdata[i]);
  if (!command->body)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("the command has no body that stands in it"));
      return FALSE;
    }
  if (!convert (self, g_bytes_get_data (command->body, NULL), g_bytes_get_size (command->body),
                command->url ? tri_format_find_for_url (command->url) : NULL, 0, error))
    {
      tri_error_forget_place (*error);
      g_prefix_error_literal (error, _ ("in the body of the command, "));
      return FALSE;
    }
  if (self->out)
    fputc ('\n', self->out);
  return TRUE;
}

/* What cannot be read is told, and whatever follows is read. */
static void
convert_whole (Migrate *self, const GString *text)
{
  g_autoptr (GError) error = NULL;

  if (tri_curl_command_is_one (text->str))
    convert_curl (self, text->str, &error);
  else
    convert (self, text->str, text->len, NULL, 0, &error);
  if (error)
    say_unreadable (self, 0, error);
}

/* The end of the line is none of the request: what is missing is missing before it. */
static void
convert_line (Migrate *self, GString *line, guint64 number)
{
  g_autoptr (GError) error = NULL;
  gsize n_bytes = strcspn (line->str, "\r\n");
  g_autofree char *line_end = g_strdup (line->str + n_bytes);

  /* A carriage return within a line, or a NUL, is for the reader of JSON to refuse. */
  if (strspn (line_end, "\r\n") == line->len - n_bytes)
    g_string_truncate (line, n_bytes);
  else
    line_end[0] = '\0';
  if (!convert (self, line->str, line->len, NULL, number, &error))
    say_unreadable (self, number, error);
  else if (self->out)
    fputs (line_end[0] ? line_end : "\n", self->out);
}

static void
show_progress (Migrate *self, guint64 line, gboolean is_over)
{
  if (self->quiet || !isatty (STDERR_FILENO) || line < PROGRESS_LINES)
    return;
  if (is_over)
    g_printerr ("\r\033[K");
  else if (line % PROGRESS_LINES == 0)
    {
      g_autofree char *text = g_strdup_printf (_ ("%s: %lu lines"), self->file, (gulong) line);

      g_printerr ("\r%s", text);
    }
}

static gboolean
convert_lines (Migrate *self, TriLineReader *reader, GString *line, guint64 first, GError **error)
{
  GError *local = NULL;
  guint64 n = first - 1;

  do
    {
      n++;
      if (tri_line_is_blank (line))
        continue;
      convert_line (self, line, n);
      show_progress (self, n, FALSE);
    }
  while (tri_line_reader_next (reader, line, &local));
  show_progress (self, n, TRUE);
  if (local)
    g_propagate_error (error, local);
  return !local;
}

/* Finds out what the file is from its first line, and only then reads on. */
static gboolean
convert_file (Migrate *self, GError **error)
{
  g_autoptr (TriLineReader) reader = tri_line_reader_new (self->file, error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) next = g_string_new (NULL);
  GError *local = NULL;
  gboolean is_lines = self->lines || tri_has_lines_name (self->file);

  if (!reader)
    return FALSE;
  if (!tri_line_reader_next (reader, text, &local) && local)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (is_lines)
    return text->len == 0 || convert_lines (self, reader, text, 1, error);
  /* One whole document on the first line, and more behind it. */
  if (tri_line_reader_next (reader, next, &local))
    {
      g_autofree char *two = g_strconcat (text->str, "x", NULL);

      if (tri_migrate_sniff (two, text->len + 1) == TRI_MIGRATE_LINES && !tri_line_is_blank (next))
        {
          convert_line (self, text, 1);
          return convert_lines (self, reader, next, 2, error);
        }
    }
  g_string_append_len (text, next->str, next->len);
  if (local || !tri_line_reader_rest (reader, text, &local))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  convert_whole (self, text);
  return TRUE;
}

/* Where the requests of a file go: nowhere if only a report is asked for. */
static TriOutFile *
open_output (Migrate *self, GError **error)
{
  g_autofree char *name = g_path_get_basename (self->file);
  g_autofree char *path = NULL;

  if (self->output && g_file_test (self->output, G_FILE_TEST_IS_DIR))
    path = g_build_filename (self->output, strcmp (self->file, "-") == 0 ? "stdin.json" : name, NULL);
  return tri_out_file_new (path ? path : self->output, self->force, error);
}

static gboolean
do_file (Migrate *self, GError **error)
{
  g_autoptr (TriOutFile) out = NULL;

  if (!self->report || self->output)
    {
      out = open_output (self, error);
      if (!out)
        return FALSE;
    }
  self->out = out ? tri_out_file_get (out) : NULL;
  if (!convert_file (self, error))
    return FALSE;
  self->out = NULL;
  return !out || tri_out_file_commit (out, error);
}

/* ---- All ---- */

static int
get_exit_code (Migrate *self, const TriMigrateSubject *subjects, guint n_subjects)
{
  int code = LOSSLESS;

  for (guint i = 0; i < n_subjects; i++)
    {
      if (tri_migrate_summary_get_n_unreadable (subjects[i].summary) > 0)
        return UNREADABLE;
      if (tri_migrate_summary_has_loss (subjects[i].summary, TRI_VERDICT_REFUSED))
        code = REFUSED;
      else if (code < DROPPED && tri_migrate_summary_has_loss (subjects[i].summary, TRI_VERDICT_DROPPED))
        code = DROPPED;
    }
  return self->is_failed ? UNREADABLE : code;
}

static void
say_error (Migrate *self, GError *error)
{
  g_printerr ("triptych-cli: %s\n", error->message);
  self->is_failed = TRUE;
}

static int
do_all (Migrate *self)
{
  guint n = g_strv_length (self->files);
  g_autofree TriMigrateSubject *subjects = g_new0 (TriMigrateSubject, n);
  g_autoptr (GPtrArray) summaries = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_migrate_summary_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *report = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) local = NULL;

      self->file = self->files[i];
      self->summary = tri_migrate_summary_new (self->acceptances);
      g_ptr_array_add (summaries, self->summary);
      subjects[i]
          = (TriMigrateSubject){ strcmp (self->file, "-") == 0 ? _ ("standard input") : self->file, self->summary };
      if (!do_file (self, &local))
        say_error (self, local);
    }
  if (self->ledger && !tri_out_file_commit (self->ledger, &error))
    say_error (self, error);
  if (self->report)
    {
      report = tri_migrate_report_dup (self->report_kind, subjects, n);
      fputs (report, stdout);
      fflush (stdout);
    }
  for (guint i = 0; i < n && !self->quiet; i++)
    {
      g_autofree char *text = tri_migrate_report_dup_text (&subjects[i]);

      g_printerr ("%s", text);
    }
  return get_exit_code (self, subjects, n);
}

static int
refuse (const char *message)
{
  tri_command_usage_error ("migrate", message);
  return USAGE;
}

static const char *
find_wrong_word (Migrate *self)
{
  if (self->from && !(self->options.from = tri_format_find (self->from)))
    return _ ("--from: expected completions, chat or responses");
  if (!(self->options.to = tri_format_find (self->to ? self->to : "responses"))
      || g_strcmp0 (self->to, "completions") == 0)
    return _ ("--to: expected responses or chat");
  if (self->options.from && !tri_migrate_is_possible (self->options.from, self->options.to))
    return _ ("--from and --to: these two do not go together");
  if (self->system && !g_str_equal (self->system, "instructions") && !g_str_equal (self->system, "input"))
    return _ ("--system: expected input or instructions");
  if (self->target && !tri_migrate_is_target (self->target))
    return _ ("--target: there is no such server; --help lists them");
  if (self->report && !tri_report_kind_find (self->report, &self->report_kind))
    return _ ("--report: expected markdown, junit or sarif");
  if (self->reading && !tri_reading_language_find (self->reading, &self->language))
    return _ ("--reading: expected python or javascript");
  if (!self->files)
    return _ ("expected a file, or - for the standard input");
  if (g_strv_length (self->files) > 1 && self->output && !g_file_test (self->output, G_FILE_TEST_IS_DIR))
    return _ ("-o: for several files it must be a folder");
  self->options.target = self->target;
  self->options.to_instructions = g_strcmp0 (self->system, "instructions") == 0;
  return NULL;
}

static gboolean
open_side_files (Migrate *self, GError **error)
{
  if (self->accept_path)
    {
      g_autofree char *text = NULL;
      g_autoptr (GBytes) bytes = NULL;
      gsize n_bytes;

      if (!g_file_get_contents (self->accept_path, &text, &n_bytes, error))
        return FALSE;
      bytes = g_bytes_new_take (g_steal_pointer (&text), n_bytes);
      self->acceptances = tri_acceptances_new (bytes, error);
      if (!self->acceptances)
        {
          tri_place_file_error (error, self->accept_path, 0);
          return FALSE;
        }
    }
  if (self->ledger_path)
    self->ledger = tri_out_file_new (self->ledger_path, self->force, error);
  return !self->ledger_path || self->ledger;
}

/* The whole of each file is one text here, and of several requests the first one tells. */
static int
show_reading (Migrate *self)
{
  for (guint i = 0; self->files[i]; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TriLineReader) reader = tri_line_reader_new (self->files[i], &error);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GBytes) bytes = NULL;

      if (reader && tri_line_reader_rest (reader, text, &error))
        {
          bytes = g_bytes_new (text->str, text->len);
          if (!tri_reading_print (bytes, &self->options, self->language, &error))
            {
              g_autofree char *message = tri_dup_file_error (self->files[i], 0, error);

              g_printerr ("triptych-cli: %s\n", message);
              self->is_failed = TRUE;
            }
        }
      else
        say_error (self, error);
    }
  return self->is_failed ? UNREADABLE : LOSSLESS;
}

int
tri_command_migrate (int argc, char **argv)
{
  g_auto (Migrate) self = { 0 };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &self.from, N_ ("The format of the requests (default: found out)"),
      N_ ("FORMAT") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &self.to, N_ ("responses or chat (default: responses)"), N_ ("FORMAT") },
    { "system", 0, 0, G_OPTION_ARG_STRING, &self.system,
      N_ ("Where leading system messages go: input or instructions (default: input)"), N_ ("PLACE") },
    { "target", 0, 0, G_OPTION_ARG_STRING, &self.target, N_ ("The server that will be asked (default: openai)"),
      N_ ("SERVER") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self.output, N_ ("Write the requests to this file or folder"),
      N_ ("FILE") },
    { "ledger", 0, 0, G_OPTION_ARG_FILENAME, &self.ledger_path, N_ ("Write the ledger to this file, as JSON Lines"),
      N_ ("FILE") },
    { "report", 0, 0, G_OPTION_ARG_STRING, &self.report,
      N_ ("Print a report instead of the requests: markdown, junit or sarif"), N_ ("KIND") },
    { "reading", 0, 0, G_OPTION_ARG_STRING, &self.reading,
      N_ ("Print how code that reads the answer changes instead: python or javascript"), N_ ("LANGUAGE") },
    { "accept", 0, 0, G_OPTION_ARG_FILENAME, &self.accept_path, N_ ("Losses that are accepted, with reasons"),
      N_ ("FILE") },
    { "lines", 0, 0, G_OPTION_ARG_NONE, &self.lines, N_ ("Read JSON Lines, whatever the file is called"), NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &self.force, N_ ("Replace files that are there"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self.quiet, N_ ("Print no summary"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self.files, NULL, N_ ("FILE…") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *targets = g_strjoinv (", ", (char **) tri_migrate_list_targets ());
  g_autofree char *description = g_strdup_printf (_ ("Servers: %s.\n"), targets);
  g_autoptr (GError) error = NULL;
  const char *wrong;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Converts requests from one format to another, and accounts for every value.\n"
                                   "FILE holds JSON, JSON Lines, lines of a Batch file, or a curl command; - "
                                   "is the standard input."));
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return refuse (error->message);
  wrong = find_wrong_word (&self);
  if (wrong)
    return refuse (wrong);
  if (!open_side_files (&self, &error))
    return refuse (error->message);
  return self.reading ? show_reading (&self) : do_all (&self);
}

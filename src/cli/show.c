/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "core/archive-read.h"
#include "core/error.h"
#include "core/export-json.h"
#include "result.h"

TriArchive *
tri_command_open (const char *command, const char *path, int *code)
{
  g_autoptr (GError) error = NULL;
  TriArchive *archive = tri_archive_load (path, &error);

  for (guint i = 0; archive && i < archive->warnings->len; i++)
    g_printerr ("triptych-cli: %s\n", (char *) archive->warnings->pdata[i]);
  if (error && g_error_matches (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE))
    {
      g_printerr ("triptych-cli: %s\n", error->message);
      *code = TRI_EXIT_UNAVAILABLE;
    }
  else if (error)
    *code = tri_command_usage_error (command, error->message);
  return archive;
}

/* Columns that were never asked have nothing to show. */
static void
drop_unasked (TriComparison *comparison)
{
  for (guint i = tri_comparison_get_n_columns (comparison); i > 0; i--)
    {
      TriColumn *column = tri_comparison_get_column (comparison, i - 1);

      if (!tri_column_get_exchange (column))
        tri_comparison_remove (comparison, column);
    }
}

static void
show (const TriArchive *archive, TriComparison *comparison)
{
  g_autoptr (GString) out = g_string_new (NULL);

  tri_result_append (comparison, out);
  fputs (out->str, stdout);
  if (tri_comparison_get_n_columns (comparison) == 0)
    puts (_ ("Nothing was sent yet."));
}

int
tri_command_show (int argc, char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document for scripts"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("FILE"));
  g_autoptr (GError) error = NULL;
  g_autoptr (TriArchive) archive = NULL;
  g_autoptr (TriComparison) comparison = NULL;
  int code = TRI_EXIT_OK;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ ("Shows a saved comparison as it was shown when it was sent."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return tri_command_usage_error ("show", error->message);
  if (argc != 2)
    return tri_command_usage_error ("show", _ ("expected one saved comparison"));
  archive = tri_command_open ("show", argv[1], &code);
  if (!archive)
    return code;
  comparison = tri_archive_dup_comparison (archive, NULL);
  drop_unasked (comparison);
  if (json)
    {
      g_autoptr (GBytes) bytes = tri_export_json (archive);

      tri_result_print_bytes (bytes, TRUE);
    }
  else
    show (archive, comparison);
  return tri_result_get_exit_code (comparison);
}

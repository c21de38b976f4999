/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/archive-write.h"
#include "core/content.h"
#include "core/error.h"
#include "core/export.h"
#include "core/safe-file.h"
#include "result.h"

typedef struct
{
  char *kind;
  char *output;
  int column; /* from 1; 0: none was chosen */
  gboolean indent, sdk, force, without_content;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->kind);
  g_free (arguments->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static char *
dup_kinds (void)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < TRI_N_EXPORTS; i++)
    g_string_append_printf (ids, "%s, ", tri_export_get_info (i)->id);
  g_string_append (ids, "folder, triptych");
  return g_string_free (ids, FALSE);
}

static gboolean
parse (Arguments *arguments, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "as", 'a', 0, G_OPTION_ARG_STRING, &arguments->kind, N_ ("The form to export it in"), N_ ("FORM") },
    { "column", 'c', 0, G_OPTION_ARG_INT, &arguments->column, N_ ("Only this column, from 1"), N_ ("N") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &arguments->output, N_ ("Write to this file or folder"), N_ ("PATH") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &arguments->force, N_ ("Replace the file if it is there already"), NULL },
    { "indent", 0, 0, G_OPTION_ARG_NONE, &arguments->indent, N_ ("Re-indent JSON, with every token as it is"), NULL },
    { "sdk", 0, 0, G_OPTION_ARG_NONE, &arguments->sdk, N_ ("Code with the official library"), NULL },
    { "without-content", 0, 0, G_OPTION_ARG_NONE, &arguments->without_content,
      N_ ("Lengths and hashes instead of what people and models wrote"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("FILE"));
  g_autofree char *kinds = dup_kinds ();
  g_autofree char *description = g_strdup_printf (_ ("Forms: %s"), kinds);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ ("Gives a saved comparison in a form that others read. No key is in any."));
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc != 2)
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("expected one saved comparison"));
  else if (!arguments->kind)
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("--as: expected one of %s"), kinds);
  else if (arguments->column < 0)
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("--column: expected a number from 1"));
  else
    return TRUE;
  return FALSE;
}

static int
report_error (const GError *error)
{
  if (!g_error_matches (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE))
    return tri_command_usage_error ("export", error->message);
  g_printerr ("triptych-cli: %s\n", error->message);
  return TRI_EXIT_UNAVAILABLE;
}

/* As a comparison that can be opened again. */
static gboolean
save (const TriArchive *archive, const Arguments *arguments, TriContainerKind kind, GError **error)
{
  if (arguments->output)
    return tri_archive_save (archive, arguments->output, kind, arguments->force, error);
  g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("--output is needed: where should it be?"));
  return FALSE;
}

static gboolean export(const TriArchive *archive, const Arguments *arguments, GError **error)
{
  const TriExportOptions options
      = { .column = arguments->column - 1, .indent = arguments->indent, .sdk = arguments->sdk };
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *kinds = NULL;

  if (strcmp (arguments->kind, "folder") == 0)
    return save (archive, arguments, TRI_CONTAINER_FOLDER, error);
  if (strcmp (arguments->kind, "triptych") == 0)
    return save (archive, arguments, TRI_CONTAINER_ZIP, error);
  for (guint i = 0; i < TRI_N_EXPORTS; i++)
    if (strcmp (arguments->kind, tri_export_get_info (i)->id) == 0)
      {
        bytes = tri_export (archive, i, &options, error);
        if (!bytes)
          return FALSE;
        if (arguments->output && strcmp (arguments->output, "-") != 0)
          return tri_safe_file_set (arguments->output, bytes, arguments->force, error);
        tri_result_print_bytes (bytes, FALSE);
        return TRUE;
      }
  kinds = dup_kinds ();
  g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("--as: expected one of %s"), kinds);
  return FALSE;
}

int
tri_command_export (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TriArchive) archive = NULL;
  int code = TRI_EXIT_OK;

  if (!parse (&arguments, &argc, &argv, &error))
    return report_error (error);
  archive = tri_command_open ("export", argv[1], &code);
  if (!archive)
    return code;
  if (arguments.without_content)
    {
      TriArchive *hidden = tri_archive_dup_without_content (archive);

      tri_archive_free (archive);
      archive = hidden;
    }
  return export(archive, &arguments, &error) ? TRI_EXIT_OK : report_error (error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "core/json-writer.h"
#include "core/scan.h"
#include "core/text.h"

/* A file that is larger is data, not code. */
#define MAX_FILE_BYTES (4u * 1024 * 1024)
#define MAX_DEPTH 64u

typedef struct
{
  gboolean json;
  guint n_hits;
  guint n_files;
  guint n_unreadable;
  guint n_large;
} Scan;

/* Folders that hold what others wrote, or what was built. */
static const char *const skipped[] = { ".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", NULL };

static void
print_hit (Scan *scan, const char *path, const TriScanHit *hit)
{
  scan->n_hits++;
  if (scan->json)
    {
      TriJsonWriter writer;
      g_autoptr (GBytes) line = NULL;
      g_autofree char *shown = tri_text_dup_displayable (path, -1, NULL);

      tri_json_writer_init (&writer, 0);
      tri_json_writer_begin_object (&writer);
      tri_json_writer_member_string (&writer, "file", shown);
      tri_json_writer_member_integer (&writer, "line", hit->line);
      tri_json_writer_member_integer (&writer, "column", hit->column);
      tri_json_writer_member_string (&writer, "found", hit->found);
      tri_json_writer_member_string (&writer, "rule", hit->row->id);
      tri_json_writer_member_string (&writer, "meaning", hit->row->meaning);
      tri_json_writer_member_string (&writer, "replacement", hit->row->replacement);
      tri_json_writer_member_string (&writer, "note", hit->row->note ? _ (hit->row->note) : NULL);
      tri_json_writer_end_object (&writer);
      line = tri_json_writer_end (&writer);
      g_print ("%.*s\n", (int) g_bytes_get_size (line), (const char *) g_bytes_get_data (line, NULL));
      return;
    }
  {
    g_autofree char *shown = tri_text_dup_displayable (path, -1, NULL);
    g_autofree char *excerpt = tri_text_dup_excerpt (shown, 400);

    g_print ("%s:%u:%u: %s → %s%s%s\n", excerpt, hit->line, hit->column, hit->found, hit->row->replacement,
             hit->row->note ? "  " : "", hit->row->note ? _ (hit->row->note) : "");
  }
}

static void
scan_file (Scan *scan, const char *path, GFileInfo *info)
{
  g_autofree char *text = NULL;
  gsize n_bytes;
  g_autoptr (GPtrArray) hits = NULL;

  if (g_file_info_get_size (info) > MAX_FILE_BYTES)
    {
      scan->n_large++;
      return;
    }
  if (!g_file_get_contents (path, &text, &n_bytes, NULL))
    {
      scan->n_unreadable++;
      return;
    }
  hits = tri_scan_text (text, n_bytes);
  scan->n_files += hits != NULL;
  for (guint i = 0; hits && i < hits->len; i++)
    print_hit (scan, path, hits->pdata[i]);
}

static int
compare_infos (gconstpointer a, gconstpointer b)
{
  return strcmp (g_file_info_get_name (*(GFileInfo *const *) a), g_file_info_get_name (*(GFileInfo *const *) b));
}

static void scan_folder (Scan *scan, const char *path, guint depth);

/* Links are not followed: what they lead to stands elsewhere, inside and then seen there, or outside. */
static void
scan_entry (Scan *scan, const char *folder, GFileInfo *info, guint depth)
{
  const char *name = g_file_info_get_name (info);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY && !g_strv_contains (skipped, name))
    scan_folder (scan, path, depth + 1);
  else if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
    scan_file (scan, path, info);
}

static void
scan_folder (Scan *scan, const char *path, guint depth)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileEnumerator) entries = NULL;
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func (g_object_unref);
  GFileInfo *info;

  entries = g_file_enumerate_children (file, "standard::name,standard::type,standard::size",
                                       G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  if (!entries || depth > MAX_DEPTH)
    {
      scan->n_unreadable++;
      return;
    }
  while ((info = g_file_enumerator_next_file (entries, NULL, NULL)))
    g_ptr_array_add (infos, info);
  g_ptr_array_sort (infos, compare_infos);
  for (guint i = 0; i < infos->len; i++)
    scan_entry (scan, path, infos->pdata[i], depth);
}

static void
print_sum (const Scan *scan)
{
  g_printerr (
      _ ("Places: %u, in files: %u. This is a search for text: it finds words in comments too, and cannot see what is "
         "put together from pieces.\n"),
      scan->n_hits, scan->n_files);
  if (scan->n_large > 0)
    g_printerr (_ ("%u files of more than 4 MB were left out.\n"), scan->n_large);
  if (scan->n_unreadable > 0)
    g_printerr (_ ("%u files or folders cannot be read.\n"), scan->n_unreadable);
}

int
tri_command_scan (int argc, char **argv)
{
  Scan scan = { 0 };
  g_auto (GStrv) places = NULL;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &scan.json, N_ ("Print a line of JSON for each place"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &places, NULL, N_ ("FOLDER…") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, _ ("Finds where code asks the older endpoints or reads their answers, by searching for text."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return tri_command_usage_error ("scan", error->message);
  if (!places)
    return tri_command_usage_error ("scan", _ ("expected a folder or a file"));
  for (guint i = 0; places[i]; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (places[i]);
      g_autoptr (GFileInfo) info = g_file_query_info (file, "standard::name,standard::type,standard::size",
                                                      G_FILE_QUERY_INFO_NONE, NULL, &error);

      if (!info)
        {
          g_printerr ("triptych-cli: %s\n", error->message);
          return TRI_EXIT_UNAVAILABLE;
        }
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        scan_folder (&scan, places[i], 0);
      else
        scan_file (&scan, places[i], info);
    }
  print_sum (&scan);
  return scan.n_hits > 0 ? TRI_EXIT_UNANSWERED : scan.n_unreadable > 0 ? TRI_EXIT_UNAVAILABLE : TRI_EXIT_OK;
}

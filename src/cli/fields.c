/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <glib/gi18n.h>
#include <libintl.h>
#include <string.h>

#include "core/reference.h"
#include "panels.h"

#define MAX_CELLS 100 /* longer lines are hard to read */

typedef struct
{
  GString *out;
  guint cells;
  const TriFormat *only;
} Text;

/* Wrapped, each line behind `indent` blanks. */
static void
append_wrapped (Text *text, guint indent, const char *words)
{
  g_autoptr (GPtrArray) lines = tri_panels_wrap (words, text->cells - indent);

  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text->out, "%*s%s\n", (int) indent, "", (const char *) g_ptr_array_index (lines, i));
}

static void
append_cell (Text *text, const TriCell *cell)
{
  g_string_append (text->out, cell->path);
  if (cell->shape)
    g_string_append_printf (text->out, "   %s %s", _ ("written as"), cell->shape);
  if (cell->default_value)
    g_string_append_printf (text->out, "   %s %s", _ ("default"), cell->default_value);
  if (cell->flags & TRI_CELL_DEPRECATED)
    g_string_append_printf (text->out, "   (%s)", _ ("deprecated"));
  g_string_append_c (text->out, '\n');
}

static void
append_cells (Text *text, const TriMeaning *meaning, const TriFormat *format, TriPlace place, gboolean in_full)
{
  g_autoptr (GPtrArray) cells = tri_reference_list_cells (meaning, format, place);

  g_string_append_printf (text->out, "    %-18s", format->title);
  if (cells->len == 0)
    g_string_append (text->out, "—\n");
  for (guint i = 0; i < cells->len && (i == 0 || in_full); i++)
    {
      if (i > 0)
        g_string_append_printf (text->out, "    %-18s", "");
      append_cell (text, g_ptr_array_index (cells, i));
    }
}

static void
append_changes (Text *text, const TriMeaning *meaning, TriPlace place)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint a = 0; a < n; a++)
    for (guint b = a + 1; b < n; b++)
      {
        g_autofree char *label = tri_change_dup_label (tri_meaning_get_change (meaning, formats[a], formats[b], place));

        if (tri_meaning_get_cell (meaning, formats[a], place) || tri_meaning_get_cell (meaning, formats[b], place))
          g_string_append_printf (line, "%s%s → %s: %s", line->len > 0 ? " · " : "", formats[a]->title,
                                  formats[b]->title, label);
      }
  append_wrapped (text, 4, line->str);
}

static void
append_places (Text *text, const TriMeaning *meaning, gboolean in_full)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);

  for (guint place = 0; place < TRI_N_PLACES; place++)
    {
      if (!tri_reference_has_place (meaning, place, text->only))
        continue;
      g_string_append_printf (text->out, "  %s\n", _ (tri_reference_get_place_label (place)));
      for (guint i = 0; i < n; i++)
        if (!text->only || text->only == formats[i])
          append_cells (text, meaning, formats[i], place, in_full);
      if (!text->only)
        append_changes (text, meaning, place);
    }
}

static void
append_more (Text *text, const TriMeaning *meaning)
{
  guint n;
  const TriServerFact *facts = tri_rosetta_list_server_facts (&n);

  if (meaning->transform)
    g_string_append_printf (text->out, "  %s %s\n", _ ("Carried over as"), meaning->transform);
  for (guint i = 0; i < n; i++)
    if (g_str_equal (facts[i].meaning, meaning->id))
      {
        const TriFormat *format = facts[i].format ? tri_format_find (facts[i].format) : NULL;
        g_autofree char *line = g_strdup_printf (
            "%s%s%s%s %s: %s (%s)", facts[i].server, format ? " (" : "", format ? format->title : "", format ? ")" : "",
            tri_server_word_get_label (facts[i].word), _ (facts[i].note), facts[i].source);

        append_wrapped (text, 2, line);
      }
  g_string_append_printf (text->out, "  %s %s\n", _ ("Source:"), meaning->source);
}

static void
append_meaning (Text *text, const TriMeaning *meaning, gboolean in_full)
{
  g_string_append_printf (text->out, "\n%s  —  %s\n", meaning->id, _ (meaning->title));
  append_wrapped (text, 2, _ (meaning->note));
  if (meaning->friend)
    {
      g_autofree char *line = g_strdup_printf ("%s %s", _ ("False friend:"), _ (meaning->friend));

      append_wrapped (text, 2, line);
    }
  append_places (text, meaning, in_full);
  if (in_full)
    append_more (text, meaning);
}

static void
print_text (GPtrArray *meanings, const TriFormat *format, gboolean in_full)
{
  guint width, height, n;
  const TriMeaningGroup *groups = tri_rosetta_list_groups (&n);
  g_autoptr (GString) out = g_string_new (NULL);
  Text text = { out, 0, format };

  tri_panels_get_size (&width, &height);
  text.cells = CLAMP (width, 40, MAX_CELLS);
  for (guint g = 0; g < n; g++)
    {
      gboolean has_head = FALSE;

      for (guint i = 0; i < meanings->len; i++)
        {
          const TriMeaning *meaning = g_ptr_array_index (meanings, i);

          if (!g_str_equal (meaning->group, groups[g].id))
            continue;
          if (!has_head && !in_full) /* each group on a page of its own */
            g_string_append_printf (out, "%s== %s ==\n", out->len > 0 ? "\n\f" : "", _ (groups[g].title));
          has_head = TRUE;
          append_meaning (&text, meaning, in_full);
        }
    }
  g_print ("%s", out->str + (in_full && out->len > 0 ? 1 : 0));
}

static void
print_html (GPtrArray *meanings, const TriFormat *format)
{
  g_autoptr (TriCatalog) catalog = tri_catalog_open (bindtextdomain (GETTEXT_PACKAGE, NULL), "zh_CN");
  const char *const *languages = g_get_language_names ();
  g_autofree char *html = tri_reference_dup_html (meanings, format, catalog, g_str_has_prefix (languages[0], "zh"));

  g_print ("%s", html);
}

static void
print_json (GPtrArray *meanings, const TriFormat *format)
{
  g_autoptr (GBytes) bytes = tri_reference_write_json (meanings, format);

  g_print ("%.*s\n", (int) g_bytes_get_size (bytes), (const char *) g_bytes_get_data (bytes, NULL));
}

int
tri_command_fields (int argc, char **argv)
{
  gboolean json = FALSE, markdown = FALSE, html = FALSE;
  g_autofree char *format_id = NULL;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format_id,
      N_ ("Only what this format has: completions, chat or responses"), N_ ("FORMAT") },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON, for scripts"), NULL },
    { "markdown", 0, 0, G_OPTION_ARG_NONE, &markdown, N_ ("Print tables of Markdown"), NULL },
    { "html", 0, 0, G_OPTION_ARG_NONE, &html, N_ ("Print one page of HTML, in English and Chinese"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("[FIELD]"));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) meanings = NULL;
  const TriFormat *format = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Shows where each format keeps what, and in what they differ. FIELD is a name "
                                   "of the list, a group, or a path; it is shown in full."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return tri_command_usage_error ("fields", error->message);
  if (argc > 2)
    return tri_command_usage_error ("fields", _ ("expected one field at most"));
  if (json + markdown + html > 1)
    return tri_command_usage_error ("fields", _ ("expected one of --json, --markdown and --html"));
  if (format_id && !(format = tri_format_find (format_id)))
    return tri_command_usage_error ("fields", _ ("--format: expected completions, chat or responses"));
  meanings = tri_reference_find (argc > 1 ? argv[1] : NULL, format);
  if (meanings->len == 0)
    return tri_command_usage_error ("fields", _ ("there is no such field; “triptych-cli fields” lists all of them"));

  if (json)
    print_json (meanings, format);
  else if (markdown)
    {
      g_autofree char *text = tri_reference_dup_markdown (meanings, format);

      g_print ("%s", text);
    }
  else if (html)
    print_html (meanings, format);
  else
    print_text (meanings, format, argc > 1);
  return TRI_EXIT_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CHINESE "zh-Hans"

typedef struct
{
  GString *out;
  const TriFormat *only;
  const TriCatalog *catalog;
} Page;

/* Writing */

static void
append_escaped (GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

/* A path may be broken behind its dots and brackets. */
static void
append_path (GString *out, const char *path)
{
  g_string_append (out, "<code>");
  for (const char *at = path; *at; at++)
    {
      char step[2] = { *at, '\0' };

      append_escaped (out, step);
      if (strchr (".]>|", *at))
        g_string_append (out, "<wbr/>");
    }
  g_string_append (out, "</code>");
}

static void
append_code (GString *out, const char *text)
{
  g_string_append (out, "<code>");
  append_escaped (out, text);
  g_string_append (out, "</code>");
}

static gboolean
is_of_name (char c)
{
  return g_ascii_isalnum (c) || strchr ("_.[]", c) != NULL;
}

static gsize
measure_name (const char *text)
{
  gsize n = 0;

  while (text[n] && is_of_name (text[n]))
    n++;
  while (n > 1 && text[n - 1] == '.') /* the end of a sentence */
    n--;
  return n;
}

/* Names of fields within a sentence are set like those in the table: what has a line or brackets in it, and single
 * words in quotation marks, which are then needed no more. */
static void
append_prose (GString *out, const char *text)
{
  static const char open[] = "“", close[] = "”";

  while (*text)
    {
      gboolean is_quoted = g_str_has_prefix (text, open);
      const char *start = is_quoted ? text + strlen (open) : text;
      gsize n = measure_name (start);
      g_autofree char *word = g_strndup (start, n);

      if (is_quoted && n > 0 && g_str_has_prefix (start + n, close))
        {
          append_code (out, word);
          text = start + n + strlen (close);
        }
      else if (!is_quoted && (strchr (word, '_') || strstr (word, "[]")))
        {
          append_code (out, word);
          text += n;
        }
      else
        {
          g_autofree char *rest = g_strndup (text, n > 0 && !is_quoted ? n : (gsize) (g_utf8_next_char (text) - text));

          append_escaped (out, rest);
          text += strlen (rest);
        }
    }
}

/* In all languages there are, of which the style shows one. */
static void
say_with (Page *page, const char *context, const char *text, void (*append) (GString *, const char *))
{
  const char *chinese = tri_catalog_find (page->catalog, context, text);

  if (!chinese)
    {
      append (page->out, text);
      return;
    }
  g_string_append (page->out, "<span lang=\"en\">");
  append (page->out, text);
  g_string_append (page->out, "</span><span lang=\"" CHINESE "\">");
  append (page->out, chinese);
  g_string_append (page->out, "</span>");
}

static void
say (Page *page, const char *text)
{
  say_with (page, NULL, text, append_prose);
}

/* A meaning */

static void
append_also (Page *page, const GPtrArray *cells)
{
  if (cells->len < 2)
    return;
  g_string_append (page->out, "<details><summary>");
  say (page, N_ ("also"));
  g_string_append_printf (page->out, " (%u)</summary><ul>", cells->len - 1);
  for (guint i = 1; i < cells->len; i++)
    {
      const TriCell *cell = g_ptr_array_index (cells, i);

      g_string_append (page->out, "<li>");
      append_path (page->out, cell->path);
      if (cell->flags & TRI_CELL_DEPRECATED)
        {
          g_string_append (page->out, " <b class=\"old\">");
          say (page, N_ ("deprecated"));
          g_string_append (page->out, "</b>");
        }
      g_string_append (page->out, "</li>");
    }
  g_string_append (page->out, "</ul></details>");
}

static void
append_fact (Page *page, const char *label, const char *code)
{
  if (!code)
    return;
  g_string_append (page->out, "<div>");
  say (page, label);
  g_string_append_c (page->out, ' ');
  append_code (page->out, code);
  g_string_append (page->out, "</div>");
}

static void
append_cell (Page *page, const TriMeaning *meaning, const TriFormat *format, TriPlace place)
{
  g_autoptr (GPtrArray) cells = tri_reference_list_cells (meaning, format, place);
  const TriCell *cell = cells->len > 0 ? g_ptr_array_index (cells, 0) : NULL;

  g_string_append_printf (page->out, "<td%s data-format=\"%s\">", cell ? "" : " class=\"none\"", format->title);
  if (!cell)
    {
      g_string_append (page->out, "—</td>");
      return;
    }
  if (strchr (cell->path, '<') == cell->path && strchr (cell->path, '>')[1] == '\0')
    {
      g_autofree char *name = g_strndup (cell->path + strlen ("<type="), strlen (cell->path) - strlen ("<type=>"));

      append_path (page->out, name); /* of an event as a whole */
    }
  else
    append_path (page->out, cell->path);
  append_fact (page, N_ ("written as"), cell->shape);
  append_fact (page, N_ ("default"), cell->default_value);
  if (cell->flags & TRI_CELL_DEPRECATED)
    {
      g_string_append (page->out, "<div><b class=\"old\">");
      say (page, N_ ("deprecated"));
      g_string_append (page->out, "</b></div>");
    }
  append_also (page, cells);
  g_string_append (page->out, "</td>");
}

static void
append_change (Page *page, const TriMeaning *meaning, const TriFormat *from, const TriFormat *to, TriPlace place)
{
  static const struct
  {
    TriChange change;
    const char *class;
    const char *label; /* those of tri_change_dup_label() */
  } words[] = {
    { TRI_CHANGE_RENAMED, "renamed", "renamed" },    { TRI_CHANGE_MOVED, "moved", "moved" },
    { TRI_CHANGE_RESHAPED, "reshaped", "reshaped" }, { TRI_CHANGE_DEFAULT, "default", "another default" },
    { TRI_CHANGE_REMOVED, "removed", "removed" },    { TRI_CHANGE_NEW, "new", "new" },
  };
  TriChange change = tri_meaning_get_change (meaning, from, to, place);
  guint n_words = 0;

  if (!tri_meaning_get_cell (meaning, from, place) && !tri_meaning_get_cell (meaning, to, place))
    return;
  g_string_append_printf (page->out, "<span>%s → %s", from->title, to->title);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (change & words[i].change)
      {
        g_string_append_printf (page->out, "%s <b class=\"%s\">", n_words++ > 0 ? "," : "", words[i].class);
        say_with (page, "change", words[i].label, append_escaped);
        g_string_append (page->out, "</b>");
      }
  if (change == TRI_CHANGE_SAME)
    {
      g_string_append (page->out, " <b class=\"same\">");
      say_with (page, "change", "same", append_escaped);
      g_string_append (page->out, "</b>");
    }
  g_string_append (page->out, "</span> ");
}

/* What is where, and below it what changes. */
static void
append_place (Page *page, const TriMeaning *meaning, TriPlace place)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);

  if (!tri_reference_has_place (meaning, place, page->only))
    return;
  g_string_append (page->out, "<tr><th scope=\"row\">");
  say (page, tri_reference_get_place_label (place));
  g_string_append (page->out, "</th>");
  for (guint i = 0; i < n; i++)
    if (!page->only || page->only == formats[i])
      append_cell (page, meaning, formats[i], place);
  g_string_append (page->out, "</tr>");
  if (!page->only)
    {
      g_string_append_printf (page->out, "<tr class=\"changes\"><td></td><td colspan=\"%u\">", n);
      for (guint a = 0; a < n; a++)
        for (guint b = a + 1; b < n; b++)
          append_change (page, meaning, formats[a], formats[b], place);
      g_string_append (page->out, "</td></tr>");
    }
  g_string_append_c (page->out, '\n');
}

static void
append_places (Page *page, const TriMeaning *meaning)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);

  g_string_append (page->out, "<table><thead><tr><td></td>");
  for (guint i = 0; i < n; i++)
    if (!page->only || page->only == formats[i])
      g_string_append_printf (page->out, "<th scope=\"col\">%s</th>", formats[i]->title);
  g_string_append (page->out, "</tr></thead><tbody>\n");
  for (guint place = 0; place < TRI_N_PLACES; place++)
    append_place (page, meaning, place);
  g_string_append (page->out, "</tbody></table>\n");
}

static void
append_servers (Page *page, const TriMeaning *meaning)
{
  guint n, n_found = 0;
  const TriServerFact *facts = tri_rosetta_list_server_facts (&n);

  for (guint i = 0; i < n; i++)
    {
      const TriFormat *format = facts[i].format ? tri_format_find (facts[i].format) : NULL;

      if (!g_str_equal (facts[i].meaning, meaning->id))
        continue;
      g_string_append (page->out, n_found++ == 0 ? "<ul class=\"servers\">" : "");
      g_string_append_printf (page->out, "<li><b>%s</b>", facts[i].server);
      if (format)
        g_string_append_printf (page->out, " (%s)", format->title);
      g_string_append_c (page->out, ' ');
      say (page, tri_server_word_get_text (facts[i].word));
      g_string_append (page->out, ": ");
      say (page, facts[i].note);
      g_string_append_printf (page->out, " <small>(%s)</small></li>", facts[i].source);
    }
  g_string_append (page->out, n_found > 0 ? "</ul>" : "");
}

static void
append_meaning (Page *page, const TriMeaning *meaning)
{
  g_string_append_printf (page->out, "<article id=\"%s\"><h3>", meaning->id);
  say (page, meaning->title);
  g_string_append_printf (page->out, " <a href=\"#%s\">#%s</a></h3>\n<p>", meaning->id, meaning->id);
  say (page, meaning->note);
  g_string_append (page->out, "</p>");
  if (meaning->friend)
    {
      g_string_append (page->out, "<p class=\"friend\"><strong>");
      say (page, N_ ("False friend:"));
      g_string_append (page->out, "</strong> ");
      say (page, meaning->friend);
      g_string_append (page->out, "</p>");
    }
  g_string_append_c (page->out, '\n');
  append_places (page, meaning);
  if (meaning->transform)
    {
      g_string_append (page->out, "<p>");
      say (page, N_ ("Carried over as"));
      g_string_append_c (page->out, ' ');
      append_code (page->out, meaning->transform);
      g_string_append (page->out, "</p>");
    }
  append_servers (page, meaning);
  g_string_append (page->out, "<p class=\"source\">");
  say (page, N_ ("Source:"));
  g_string_append_c (page->out, ' ');
  append_escaped (page->out, meaning->source);
  g_string_append (page->out, "</p></article>\n");
}

/* The page */

static void
append_legend (Page *page)
{
  static const char *const terms[][3] = {
    { "renamed", "renamed", N_ ("another name in the same place") },
    { "moved", "moved", N_ ("in another place, under whatever name") },
    { "reshaped", "reshaped", N_ ("the value is written in another way") },
    { "default", "another default", N_ ("something else holds where nothing is said") },
    { "removed", "removed", N_ ("only the first has it") },
    { "new", "new", N_ ("only the second has it") },
  };

  g_string_append (page->out, "<details><summary>");
  say (page, N_ ("How to read it"));
  g_string_append (page->out, "</summary><dl>");
  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      g_string_append_printf (page->out, "<dt><b class=\"%s\">", terms[i][0]);
      say_with (page, "change", terms[i][1], append_escaped);
      g_string_append (page->out, "</b></dt><dd>");
      say (page, terms[i][2]);
      g_string_append (page->out, "</dd>");
    }
  g_string_append (page->out, "</dl><p>");
  say (page,
       N_ ("In paths, “[]” is any element of a list, and “<role=user>” holds for an object that says so itself."));
  g_string_append (page->out, "</p><p>");
  say (
      page,
      N_ ("Sources: “API” is the published OpenAPI document of OpenAI, version 2.3.0 of 2026-08-21; “SDK” the official "
          "libraries of autumn 2026; “guide” the official guide “Migrate to the Responses API”; “live” is what others "
          "measured, which is evidence and not OpenAI’s word. What servers do was read in their code or documentation, "
          "or reported, and may have changed since."));
  g_string_append (page->out, "</p></details>\n");
}

static guint
count_members (GPtrArray *meanings, const char *group)
{
  guint n = 0;

  for (guint i = 0; i < meanings->len; i++)
    n += g_str_equal (((const TriMeaning *) g_ptr_array_index (meanings, i))->group, group);
  return n;
}

static void
append_head (Page *page, gboolean starts_chinese)
{
  g_string_append_printf (page->out,
                          "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"/>"
                          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>"
                          "<title>Completions · Chat Completions · Responses</title><style>\n%s</style></head><body>\n",
                          starts_chinese ? CHINESE : "en", tri_reference_style);
  if (page->catalog)
    g_string_append_printf (
        page->out,
        "<input class=\"pick\" type=\"radio\" name=\"language\" id=\"show-en\" aria-label=\"English\"%s/>"
        "<input class=\"pick\" type=\"radio\" name=\"language\" id=\"show-zh\" aria-label=\"简体中文\"%s/>\n",
        starts_chinese ? "" : " checked=\"checked\"", starts_chinese ? " checked=\"checked\"" : "");
  g_string_append (page->out, "<header><h1>");
  say (page, N_ ("Three APIs, field by field"));
  g_string_append (page->out, "</h1><p>");
  say (page,
       N_ ("Where Completions, Chat Completions and Responses keep the same thing, in what they differ, and why it "
           "matters. Each row can be linked to by its name."));
  g_string_append (page->out, "</p>");
  if (page->catalog)
    g_string_append (page->out, "<div class=\"switch\"><label for=\"show-en\" lang=\"en\">English</label>"
                                "<label for=\"show-zh\" lang=\"" CHINESE "\">简体中文</label></div>");
  append_legend (page);
}

static void
append_contents (Page *page, GPtrArray *meanings)
{
  guint n;
  const TriMeaningGroup *groups = tri_rosetta_list_groups (&n);

  g_string_append (page->out, "<nav><ul>");
  for (guint g = 0; g < n; g++)
    if (count_members (meanings, groups[g].id) > 0)
      {
        g_string_append_printf (page->out, "<li><a href=\"#group-%s\">", groups[g].id);
        say (page, groups[g].title);
        g_string_append_printf (page->out, " <small>%u</small></a></li>", count_members (meanings, groups[g].id));
      }
  g_string_append (page->out, "</ul></nav></header>\n<main>\n");
}

char *
tri_reference_dup_html (GPtrArray *meanings,
                        const TriFormat *format,
                        const TriCatalog *catalog,
                        gboolean starts_chinese)
{
  Page page = { g_string_new (NULL), format, catalog };
  guint n;
  const TriMeaningGroup *groups = tri_rosetta_list_groups (&n);

  append_head (&page, starts_chinese && catalog);
  append_contents (&page, meanings);
  for (guint g = 0; g < n; g++)
    {
      if (count_members (meanings, groups[g].id) == 0)
        continue;
      g_string_append_printf (page.out, "<section id=\"group-%s\"><h2>", groups[g].id);
      say (&page, groups[g].title);
      g_string_append (page.out, "</h2>\n");
      for (guint i = 0; i < meanings->len; i++)
        {
          const TriMeaning *meaning = g_ptr_array_index (meanings, i);

          if (g_str_equal (meaning->group, groups[g].id))
            append_meaning (&page, meaning);
        }
      g_string_append (page.out, "</section>\n");
    }
  g_string_append (page.out, "</main>\n<footer>Triptych " TRI_VERSION "</footer></body></html>\n");
  return g_string_free (page.out, FALSE);
}

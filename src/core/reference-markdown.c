/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What stands in a cell of a table of Markdown: whatever would be read as a mark is escaped. */
static void
append_escaped (GString *out, const char *text)
{
  for (const char *at = text; *at; at++)
    {
      if (strchr ("\\`*_[]<>|#", *at))
        g_string_append_c (out, '\\');
      g_string_append_c (out, *at);
    }
}

/* Code in a table still ends at a bar, unless it is escaped. */
static void
append_code (GString *out, const char *text)
{
  g_string_append_c (out, '`');
  for (const char *at = text; *at; at++)
    {
      if (*at == '|')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *at);
    }
  g_string_append_c (out, '`');
}

static void
append_cell (GString *out, const TriCell *cell)
{
  if (!cell)
    {
      g_string_append (out, "— ");
      return;
    }
  append_code (out, cell->path);
  if (cell->shape)
    {
      g_string_append (out, "<br>");
      append_code (out, cell->shape);
    }
  if (cell->default_value)
    {
      /* Translators: the value that holds where nothing is said */
      g_string_append_printf (out, "<br>%s ", _ ("default"));
      append_code (out, cell->default_value);
    }
  if (cell->flags & TRI_CELL_DEPRECATED)
    g_string_append_printf (out, "<br>%s", _ ("deprecated"));
  g_string_append_c (out, ' ');
}

static void
append_changes (GString *out, const TriMeaning *meaning, TriPlace place)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);

  for (guint a = 0; a < n; a++)
    for (guint b = a + 1; b < n; b++)
      {
        g_autofree char *label = tri_change_dup_label (tri_meaning_get_change (meaning, formats[a], formats[b], place));
        gboolean is_said
            = tri_meaning_get_cell (meaning, formats[a], place) || tri_meaning_get_cell (meaning, formats[b], place);

        g_string_append_printf (out, "| %s ", is_said ? label : "");
      }
}

static void
append_row (GString *out, const TriMeaning *meaning, TriPlace place, const TriFormat *only, gboolean is_first)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);

  g_string_append (out, "| ");
  if (is_first)
    {
      g_string_append_printf (out, "<a id=\"%s\"></a>**", meaning->id);
      append_escaped (out, _ (meaning->title));
      g_string_append (out, "** ");
    }
  g_string_append_printf (out, "| %s ", _ (tri_reference_get_place_label (place)));
  for (guint i = 0; i < n; i++)
    if (!only || only == formats[i])
      {
        g_string_append (out, "| ");
        append_cell (out, tri_meaning_get_cell (meaning, formats[i], place));
      }
  if (!only)
    append_changes (out, meaning, place);
  g_string_append (out, "| ");
  if (is_first)
    {
      append_escaped (out, _ (meaning->note));
      if (meaning->friend)
        {
          g_string_append_printf (out, "<br>**%s** ", _ ("False friend:"));
          append_escaped (out, _ (meaning->friend));
        }
    }
  g_string_append (out, " |\n");
}

static void
append_head (GString *out, const TriMeaningGroup *group, const TriFormat *only)
{
  guint n, n_columns = 3;
  const TriFormat *const *formats = tri_formats_list (&n);

  g_string_append_printf (out, "\n## %s\n\n| %s | %s ", _ (group->title), _ ("Meaning"), _ ("Place"));
  for (guint i = 0; i < n; i++)
    if (!only || only == formats[i])
      {
        g_string_append_printf (out, "| %s ", formats[i]->title);
        n_columns++;
      }
  for (guint a = 0; a < n && !only; a++)
    for (guint b = a + 1; b < n; b++, n_columns++)
      g_string_append_printf (out, "| %s → %s ", formats[a]->title, formats[b]->title);
  g_string_append_printf (out, "| %s |\n", _ ("Why it matters"));
  for (guint i = 0; i < n_columns; i++)
    g_string_append (out, "| --- ");
  g_string_append (out, "|\n");
}

char *
tri_reference_dup_markdown (GPtrArray *meanings, const TriFormat *format)
{
  GString *out = g_string_new (NULL);
  guint n_groups;
  const TriMeaningGroup *groups = tri_rosetta_list_groups (&n_groups);

  g_string_append_printf (out, "# %s\n", _ ("Three APIs, field by field"));
  for (guint g = 0; g < n_groups; g++)
    {
      gboolean has_head = FALSE;

      for (guint i = 0; i < meanings->len; i++)
        {
          const TriMeaning *meaning = g_ptr_array_index (meanings, i);
          gboolean is_first = TRUE;

          if (!g_str_equal (meaning->group, groups[g].id))
            continue;
          if (!has_head)
            append_head (out, &groups[g], format);
          has_head = TRUE;
          for (guint place = 0; place < TRI_N_PLACES; place++)
            if (tri_reference_has_place (meaning, place, format))
              {
                append_row (out, meaning, place, format, is_first);
                is_first = FALSE;
              }
        }
    }
  return g_string_free (out, FALSE);
}

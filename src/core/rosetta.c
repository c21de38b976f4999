/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rosetta.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const TriMeaningGroup groups[] = {
  { "ask", N_ ("What is asked") },
  { "messages", N_ ("Messages") },
  { "parts", N_ ("Parts of a message") },
  { "output", N_ ("Output") },
  { "sampling", N_ ("Sampling") },
  { "reasoning", N_ ("Reasoning") },
  { "schema", N_ ("Structured output") },
  { "tools", N_ ("Tools") },
  { "tool-choice", N_ ("Choice of tools") },
  { "tool-calls", N_ ("Calls of tools") },
  { "streaming", N_ ("Streaming") },
  { "state", N_ ("State and storage") },
  { "service", N_ ("Service and safety") },
  { "envelope", N_ ("Envelope of the response") },
  { "answer", N_ ("Answer") },
  { "end", N_ ("How it ended") },
  { "logprobs", N_ ("Log probabilities") },
  { "usage", N_ ("Usage") },
  { "errors", N_ ("Errors") },
  { "events", N_ ("Events of a stream") },
  { "hosted", N_ ("Hosted tools at work") },
};

static const TriMeaningTable *const tables[]
    = { &tri_meanings_of_requests, &tri_meanings_of_messages, &tri_meanings_of_tools, &tri_meanings_of_responses,
        &tri_meanings_of_events };

/* The meanings in the order of their groups, by id, and the cell that is written of each: made once, when somebody
 * first asks. */
typedef struct
{
  GPtrArray *list;
  GHashTable *positions; /* id → position + 1 */
  const TriCell **cells; /* of each meaning, format and place */
} Meanings;

static const TriCell **
find_slot (const Meanings *all, guint meaning, guint format, TriPlace place)
{
  guint n_formats;

  tri_formats_list (&n_formats);
  return &all->cells[(meaning * n_formats + format) * TRI_N_PLACES + place];
}

/* The first cell that is not deprecated, or else the first. */
static void
gather_cells (Meanings *all)
{
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  all->cells = g_new0 (const TriCell *, all->list->len *n_formats *TRI_N_PLACES);
  for (guint f = 0; f < n_formats; f++)
    for (guint i = 0; i < formats[f]->cells->n; i++)
      {
        const TriCell *cell = &formats[f]->cells->list[i];
        guint position = GPOINTER_TO_UINT (g_hash_table_lookup (all->positions, cell->meaning));
        const TriCell **slot;

        if (position == 0)
          continue;
        slot = find_slot (all, position - 1, f, cell->place);
        if (!*slot || ((*slot)->flags & TRI_CELL_DEPRECATED && !(cell->flags & TRI_CELL_DEPRECATED)))
          *slot = cell;
      }
}

static gpointer
gather (gpointer user_data)
{
  Meanings *all = g_new (Meanings, 1);

  all->list = g_ptr_array_new ();
  all->positions = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint g = 0; g < G_N_ELEMENTS (groups); g++)
    for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
      for (guint i = 0; i < tables[t]->n_meanings; i++)
        {
          const TriMeaning *meaning = &tables[t]->meanings[i];

          if (!g_str_equal (meaning->group, groups[g].id))
            continue;
          g_ptr_array_add (all->list, (gpointer) meaning);
          g_hash_table_insert (all->positions, (gpointer) meaning->id, GUINT_TO_POINTER (all->list->len));
        }
  gather_cells (all);
  return all;
}

static const Meanings *
get_meanings (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, gather, NULL);
}

const TriMeaning *const *
tri_rosetta_list (guint *n_meanings)
{
  const Meanings *all = get_meanings ();

  *n_meanings = all->list->len;
  return (const TriMeaning *const *) all->list->pdata;
}

const TriMeaningGroup *
tri_rosetta_list_groups (guint *n_groups)
{
  *n_groups = G_N_ELEMENTS (groups);
  return groups;
}

static guint
find_position (const char *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (get_meanings ()->positions, id));
}

const TriMeaning *
tri_meaning_find (const char *id)
{
  guint position = find_position (id);

  return position > 0 ? g_ptr_array_index (get_meanings ()->list, position - 1) : NULL;
}

guint
tri_meaning_get_position (const TriMeaning *meaning)
{
  return find_position (meaning->id) - 1;
}

const TriCell *
tri_meaning_get_cell (const TriMeaning *meaning, const TriFormat *format, TriPlace place)
{
  guint n_formats, position = 0;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  while (position < n_formats && formats[position] != format)
    position++;
  g_return_val_if_fail (position < n_formats, NULL);
  return *find_slot (get_meanings (), find_position (meaning->id) - 1, position, place);
}

/* How long the part of a path is that leads to its last member or element; dots in conditions are not steps. */
static gsize
measure_parent (const char *path)
{
  gsize parent = 0;
  gboolean in_condition = FALSE;

  for (gsize i = 0; path[i]; i++)
    if (path[i] == '<' || path[i] == '>')
      in_condition = path[i] == '<';
    else if (!in_condition && (path[i] == '.' || path[i] == '['))
      parent = i;
  return parent;
}

static TriChange
compare_paths (const char *from, const char *to)
{
  gsize parent = measure_parent (from);

  if (g_str_equal (from, to))
    return TRI_CHANGE_SAME;
  return parent == measure_parent (to) && strncmp (from, to, parent) == 0 ? TRI_CHANGE_RENAMED : TRI_CHANGE_MOVED;
}

TriChange
tri_meaning_get_change (const TriMeaning *meaning, const TriFormat *from, const TriFormat *to, TriPlace place)
{
  const TriCell *before = tri_meaning_get_cell (meaning, from, place);
  const TriCell *after = tri_meaning_get_cell (meaning, to, place);
  TriChange change;

  if (!before || !after)
    return before ? TRI_CHANGE_REMOVED : after ? TRI_CHANGE_NEW : TRI_CHANGE_SAME;
  change = compare_paths (before->path, after->path);
  if (before->shape && after->shape && !g_str_equal (before->shape, after->shape))
    change |= TRI_CHANGE_RESHAPED;
  if (before->default_value && after->default_value && !g_str_equal (before->default_value, after->default_value))
    change |= TRI_CHANGE_DEFAULT;
  return change;
}

char *
tri_change_dup_label (TriChange change)
{
  static const struct
  {
    TriChange change;
    const char *label;
  } words[] = {
    { TRI_CHANGE_RENAMED, NC_ ("change", "renamed") },   { TRI_CHANGE_MOVED, NC_ ("change", "moved") },
    { TRI_CHANGE_RESHAPED, NC_ ("change", "reshaped") }, { TRI_CHANGE_DEFAULT, NC_ ("change", "another default") },
    { TRI_CHANGE_REMOVED, NC_ ("change", "removed") },   { TRI_CHANGE_NEW, NC_ ("change", "new") },
  };
  GString *label = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (change & words[i].change)
      {
        /* Translators: between two words of a list */
        g_string_append (label, label->len > 0 ? C_ ("list", ", ") : "");
        g_string_append (label, g_dpgettext2 (GETTEXT_PACKAGE, "change", words[i].label));
      }
  if (label->len == 0)
    g_string_append (label, C_ ("change", "same"));
  return g_string_free (label, FALSE);
}

const TriServerFact *
tri_rosetta_list_server_facts (guint *n_facts)
{
  *n_facts = tri_n_server_facts;
  return tri_server_facts;
}

const char *
tri_server_word_get_text (TriServerWord word)
{
  static const char *const texts[] = {
    [TRI_SERVER_TAKES] = N_ ("takes it"),          [TRI_SERVER_LACKS] = N_ ("does not have it"),
    [TRI_SERVER_IGNORES] = N_ ("ignores it"),      [TRI_SERVER_REFUSES] = N_ ("refuses it"),
    [TRI_SERVER_DIFFERS] = N_ ("has its own way"), [TRI_SERVER_PASSES] = N_ ("passes it on"),
  };

  return texts[word];
}

const char *
tri_server_word_get_label (TriServerWord word)
{
  return _ (tri_server_word_get_text (word));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How many rows are looked at between two looks at whether somebody still wants to know. */
#define ROWS_BETWEEN_LOOKS 512

/* Of a document: where each value stands in its array, counted once for all rows. */
typedef struct
{
  TriJsonIndex *index; /* borrowed; NULL: there is none */
  guint32 *positions;
} Places;

typedef struct
{
  const TriFields *fields;
  const TriFieldFilter *filter;
  const char *words; /* as they are compared; NULL: none */
  gsize n_bytes;     /* of them */
  Places *places;    /* of each place and column, only if there are words */
  GString *path;     /* of the value that is looked at */
} Looking;

static gboolean
is_ascii (const char *text, gsize n_bytes)
{
  guint8 all = 0;

  for (gsize i = 0; i < n_bytes; i++)
    all |= (guint8) text[i];
  return all < 0x80;
}

/* In whatever case. Paths and most values are ASCII, for which folding and copying would be most of the work. */
static gboolean
holds (const Looking *looking, const char *text, gsize n_bytes)
{
  g_autofree char *folded = NULL;

  if (!is_ascii (text, n_bytes))
    {
      folded = g_utf8_casefold (text, (gssize) n_bytes);
      return strstr (folded, looking->words) != NULL;
    }
  for (gsize i = 0; i + looking->n_bytes <= n_bytes; i++)
    {
      gsize k = 0;

      while (k < looking->n_bytes && g_ascii_tolower (text[i + k]) == looking->words[k])
        k++;
      if (k == looking->n_bytes)
        return TRUE;
    }
  return FALSE;
}

static gboolean
column_holds (const Looking *looking, guint row, guint column)
{
  const TriFieldRow *at = tri_fields_get_row (looking->fields, row);
  guint token = tri_fields_get_token (looking->fields, row, column);
  const Places *places = &looking->places[column * TRI_N_PLACES + at->place];
  const TriJsonToken *tokens;
  const char *text;
  g_autofree char *value = NULL;
  gsize n_bytes;

  if (token == TRI_JSON_NONE)
    return FALSE;
  tokens = tri_json_index_get_tokens (places->index, NULL);
  g_string_truncate (looking->path, 0);
  tri_json_index_append_path (places->index, token, places->positions, looking->path);
  if (holds (looking, looking->path->str, looking->path->len))
    return TRUE;
  text = g_bytes_get_data (tri_json_index_get_bytes (places->index), NULL);
  if (holds (looking, text + tokens[token].start, tokens[token].end - tokens[token].start))
    return TRUE;
  /* What is written with escapes is found by what it says as well. */
  if (!tokens[token].has_escapes)
    return FALSE;
  value = tri_json_index_dup_string (places->index, token, &n_bytes);
  return value && holds (looking, value, n_bytes);
}

static gboolean
has_words (const Looking *looking, guint row)
{
  const TriFieldRow *at = tri_fields_get_row (looking->fields, row);
  const char *title = at->meaning ? _ (at->meaning->title) : "";

  if (!looking->words || holds (looking, title, strlen (title)))
    return TRUE;
  for (guint i = 0; i < tri_fields_get_n_columns (looking->fields); i++)
    if (column_holds (looking, row, i))
      return TRUE;
  return FALSE;
}

static gboolean
differs (const Looking *looking, guint row)
{
  const TriFieldRow *at = tri_fields_get_row (looking->fields, row);
  guint baseline = looking->filter->baseline;

  if (at->kind == TRI_FIELD_UNKNOWN)
    return TRUE;
  if (looking->filter->differences && !at->differences)
    return FALSE;
  if (baseline >= tri_fields_get_n_columns (looking->fields))
    return TRUE;
  for (guint i = 0; i < tri_fields_get_n_columns (looking->fields); i++)
    if (tri_fields_compare (looking->fields, row, i, baseline))
      return TRUE;
  return FALSE;
}

static gboolean
is_wanted (const Looking *looking, guint row)
{
  TriPlace place = tri_fields_get_row (looking->fields, row)->place;

  return (place == TRI_PLACE_REQUEST ? looking->filter->request : looking->filter->response) && differs (looking, row)
         && has_words (looking, row);
}

static guint8
find_group (const TriFieldRow *row)
{
  guint n_groups;
  const TriMeaningGroup *groups = tri_rosetta_list_groups (&n_groups);

  for (guint8 i = 0; row->meaning && i < n_groups; i++)
    if (g_str_equal (groups[i].id, row->meaning->group))
      return i;
  return TRI_FIELD_NO_GROUP;
}

/* FALSE once it is cancelled. */
static gboolean
append_rows (const Looking *looking, TriFieldKind kind, GArray *list, GCancellable *cancellable)
{
  const TriMeaning *meaning = NULL;
  TriFieldEntry heading = { TRI_FIELD_HEADING, TRI_N_PLACES, TRI_FIELD_NO_GROUP };
  guint8 group = TRI_FIELD_NO_GROUP;

  for (guint32 i = 0; i < tri_fields_get_n_rows (looking->fields); i++)
    {
      const TriFieldRow *row = tri_fields_get_row (looking->fields, i);
      TriFieldEntry entry = { i, row->place, TRI_FIELD_NO_GROUP };

      if (i % ROWS_BETWEEN_LOOKS == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (row->kind != kind || !is_wanted (looking, i))
        continue;
      if (row->meaning != meaning)
        group = find_group (row);
      meaning = row->meaning;
      entry.group = group;
      if (heading.place != entry.place || heading.group != entry.group)
        {
          heading.place = entry.place;
          heading.group = entry.group;
          g_array_append_val (list, heading);
        }
      g_array_append_val (list, entry);
    }
  return TRUE;
}

static Places *
new_places (const TriFields *fields)
{
  guint n_columns = tri_fields_get_n_columns (fields);
  Places *places = g_new0 (Places, n_columns * TRI_N_PLACES);

  for (guint i = 0; i < n_columns; i++)
    for (TriPlace place = TRI_PLACE_REQUEST; place <= TRI_PLACE_RESPONSE; place++)
      {
        TriFieldMap *map = tri_fields_get_map (fields, place, i);
        Places *at = &places[i * TRI_N_PLACES + place];

        at->index = map ? tri_field_map_get_index (map) : NULL;
        at->positions = map ? tri_json_index_list_positions (at->index) : NULL;
      }
  return places;
}

static void
free_places (const TriFields *fields, Places *places)
{
  for (guint i = 0; places && i < tri_fields_get_n_columns (fields) * TRI_N_PLACES; i++)
    g_free (places[i].positions);
  g_free (places);
}

GArray *
tri_field_list_new (const TriFields *fields, const TriFieldFilter *filter, GCancellable *cancellable)
{
  gboolean has_filter = filter->words && filter->words[0];
  g_autofree char *words = has_filter ? g_utf8_casefold (filter->words, -1) : NULL;
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (TriFieldEntry));
  Looking looking = { fields, filter, words, words ? strlen (words) : 0, NULL, path };
  gboolean whole;

  if (has_filter)
    looking.places = new_places (fields);
  whole = append_rows (&looking, TRI_FIELD_MEANING, list, cancellable)
          && append_rows (&looking, TRI_FIELD_UNKNOWN, list, cancellable);
  free_places (fields, looking.places);
  return whole ? g_steal_pointer (&list) : NULL;
}

guint
tri_field_list_find (GArray *list, const TriFields *fields, const TriMeaning *meaning, TriPlace place, guint instance)
{
  guint found = G_MAXUINT;

  for (guint i = 0; i < list->len; i++)
    {
      const TriFieldEntry *entry = &g_array_index (list, TriFieldEntry, i);
      const TriFieldRow *row = entry->row == TRI_FIELD_HEADING ? NULL : tri_fields_get_row (fields, entry->row);

      if (!row || row->meaning != meaning)
        continue;
      if (entry->place == place && row->instance == instance)
        return i;
      if (found == G_MAXUINT)
        found = i;
    }
  return found;
}

char *
tri_field_entry_dup_heading (const TriFieldEntry *entry)
{
  guint n_groups;
  const TriMeaningGroup *groups = tri_rosetta_list_groups (&n_groups);

  /* Translators: a heading, “Request · Sampling” */
  return g_strdup_printf (C_ ("heading", "%s · %s"), entry->place == TRI_PLACE_REQUEST ? _ ("Request") : _ ("Response"),
                          entry->group < n_groups ? _ (groups[entry->group].title) : _ ("Not in the published API"));
}

char *
tri_fields_dup_title (const TriFields *fields, guint row)
{
  const TriFieldRow *at = tri_fields_get_row (fields, row);

  if (at->meaning)
    return g_strdup (_ (at->meaning->title));
  for (guint i = 0; i < tri_fields_get_n_columns (fields); i++)
    {
      char *path = tri_fields_dup_path (fields, row, i);

      if (path)
        return path;
    }
  return g_strdup ("");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-reading.h"

#include <string.h>

/* What people read of an answer, in the order in which code does. */
static const struct
{
  const char *meaning;
  const char *member; /* of the request, without which it does not come; NULL: always */
  TriPlace place;
} readings[] = {
  { "text", NULL, TRI_PLACE_RESPONSE },
  { "text", "stream", TRI_PLACE_EVENT },
  { "refusal", NULL, TRI_PLACE_RESPONSE },
  { "tool-call-id", "tools", TRI_PLACE_RESPONSE },
  { "tool-call-name", "tools", TRI_PLACE_RESPONSE },
  { "tool-call-arguments", "tools", TRI_PLACE_RESPONSE },
  { "logprobs", "logprobs", TRI_PLACE_RESPONSE },
  { "end", NULL, TRI_PLACE_RESPONSE },
  { "input-tokens", NULL, TRI_PLACE_RESPONSE },
  { "output-tokens", NULL, TRI_PLACE_RESPONSE },
  { "cached-tokens", NULL, TRI_PLACE_RESPONSE },
  { "reasoning-tokens", NULL, TRI_PLACE_RESPONSE },
};

static void
change_free (gpointer data)
{
  TriReadingChange *change = data;

  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

/* The libraries have the text at hand; everything else stands where the table says. */
static char *
dup_code (const TriFormat *format, const TriMeaning *meaning, TriPlace place)
{
  const TriCell *cell = tri_meaning_get_cell (meaning, format, place);

  if (g_str_equal (meaning->id, "text") && place == TRI_PLACE_RESPONSE)
    return g_strconcat ("response.", format->library->text, NULL);
  if (g_str_equal (meaning->id, "text") && format->library->event)
    return g_strdup_printf ("event.%s  # event.type == \"%s\"", format->library->piece, format->library->event);
  if (g_str_equal (meaning->id, "text"))
    return g_strconcat ("chunk.", format->library->piece, NULL);
  if (!cell)
    return NULL;
  /* One answer is what nearly everybody asks for, and so what code reads. */
  if (g_str_has_prefix (cell->path, "choices[]"))
    return g_strconcat ("response.choices[0]", cell->path + strlen ("choices[]"), NULL);
  return g_strconcat ("response.", cell->path, NULL);
}

static gboolean
asks_for (const TriJsonIndex *index, guint root, const char *member)
{
  guint token = tri_json_index_get_member (index, root, member);
  g_autofree char *raw = token == TRI_JSON_NONE ? NULL : tri_json_index_dup_raw (index, token);

  return raw && !g_str_equal (raw, "false") && !g_str_equal (raw, "null") && !g_str_equal (raw, "[]");
}

GPtrArray *
tri_migrate_list_reading (const TriFormat *from, const TriFormat *to, const TriJsonIndex *index, guint root)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (change_free);

  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      const TriMeaning *meaning = tri_meaning_find (readings[i].meaning);
      TriReadingChange *change;

      if (!meaning || (readings[i].member && !asks_for (index, root, readings[i].member)))
        continue;
      change = g_new0 (TriReadingChange, 1);
      change->meaning = meaning;
      change->in_stream = readings[i].place == TRI_PLACE_EVENT;
      change->before = dup_code (from, meaning, readings[i].place);
      change->after = dup_code (to, meaning, readings[i].place);
      if (g_strcmp0 (change->before, change->after) == 0)
        change_free (change);
      else
        g_ptr_array_add (changes, change);
    }
  return changes;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "json-writer.h"

/* Finding */

/* A path without conditions and numbers: "messages[].content" of "messages[0].content" and of a pattern with roles. */
static char *
dup_plain_path (const char *path)
{
  GString *plain = g_string_new (NULL);

  for (const char *at = path; *at; at++)
    if (*at == '<' && strchr (at, '>'))
      at = strchr (at, '>');
    else if (!(g_ascii_isdigit (*at) && plain->len > 0 && plain->str[plain->len - 1] == '['))
      g_string_append_c (plain, *at);
  return g_string_free (plain, FALSE);
}

static char *
dup_without_numbers (const char *path)
{
  g_autoptr (GRegex) numbers = g_regex_new ("\\[[0-9]+\\]", 0, 0, NULL);

  return g_regex_replace_literal (numbers, path, -1, 0, "[]", 0, NULL);
}

/* One that stands on an event as a whole is named by the event. */
static gboolean
names_event (const char *pattern, const char *field)
{
  const char *words = *field && g_str_has_prefix (pattern, "<type=") ? pattern + strlen ("<type=") : NULL;
  const char *found = words ? strstr (words, field) : NULL;
  gsize n = strlen (field);

  for (; found; found = strstr (found + 1, field))
    if ((found[-1] == '=' || found[-1] == '|') && (found[n] == '|' || found[n] == '>'))
      return strchr (words, '>')[1] == '\0';
  return FALSE;
}

static gboolean
has_path (const TriMeaning *meaning, const TriFormat *format, const char *field, const char *plain_field)
{
  for (guint i = 0; i < format->cells->n; i++)
    {
      const TriCell *cell = &format->cells->list[i];
      g_autofree char *plain = NULL;

      if (!g_str_equal (cell->meaning, meaning->id))
        continue;
      plain = dup_plain_path (cell->path);
      if (g_str_equal (cell->path, field) || (*plain_field && g_str_equal (plain, plain_field))
          || names_event (cell->path, field))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_named (const TriMeaning *meaning, const char *field, const char *plain_field, const TriFormat *format)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);

  if (!field || g_str_equal (meaning->id, field) || g_str_equal (meaning->group, field))
    return TRUE;
  for (guint i = 0; i < n; i++)
    if ((!format || format == formats[i]) && has_path (meaning, formats[i], field, plain_field))
      return TRUE;
  return FALSE;
}

GPtrArray *
tri_reference_find (const char *field, const TriFormat *format)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autofree char *numberless = dup_without_numbers (field ? field : "");
  g_autofree char *plain_field = dup_plain_path (numberless);
  guint n;
  const TriMeaning *const *meanings = tri_rosetta_list (&n);

  for (guint i = 0; i < n; i++)
    {
      gboolean has_cell = FALSE;

      for (guint place = 0; place < TRI_N_PLACES; place++)
        has_cell |= tri_reference_has_place (meanings[i], place, format);
      if (has_cell && is_named (meanings[i], field, plain_field, format))
        g_ptr_array_add (found, (gpointer) meanings[i]);
    }
  return found;
}

GPtrArray *
tri_reference_list_cells (const TriMeaning *meaning, const TriFormat *format, TriPlace place)
{
  GPtrArray *cells = g_ptr_array_new ();
  const TriCell *first = tri_meaning_get_cell (meaning, format, place);

  if (first)
    g_ptr_array_add (cells, (gpointer) first);
  for (guint i = 0; first && i < format->cells->n; i++)
    {
      const TriCell *cell = &format->cells->list[i];

      if (cell != first && cell->place == place && g_str_equal (cell->meaning, meaning->id))
        g_ptr_array_add (cells, (gpointer) cell);
    }
  return cells;
}

gboolean
tri_reference_has_place (const TriMeaning *meaning, TriPlace place, const TriFormat *format)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);

  for (guint i = 0; i < n; i++)
    if ((!format || format == formats[i]) && tri_meaning_get_cell (meaning, formats[i], place))
      return TRUE;
  return FALSE;
}

const char *
tri_reference_get_place_label (TriPlace place)
{
  static const char *const labels[TRI_N_PLACES] = {
    [TRI_PLACE_REQUEST] = N_ ("In the request"),
    [TRI_PLACE_RESPONSE] = N_ ("In the response"),
    [TRI_PLACE_EVENT] = N_ ("In an event of a stream"),
  };

  return labels[place];
}

/* JSON */

static const char *const place_words[] = { "request", "response", "event" };
static const char *const server_words[] = { "takes", "lacks", "ignores", "refuses", "differs", "passes" };
static const char *const change_words[] = { "renamed", "moved", "reshaped", "default", "removed", "new" };

static void
write_cell (TriJsonWriter *writer, const TriFormat *format, const TriCell *cell, gboolean is_main)
{
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "format", format->id);
  tri_json_writer_member_string (writer, "place", place_words[cell->place]);
  tri_json_writer_member_string (writer, "path", cell->path);
  tri_json_writer_member_boolean (writer, "main", is_main);
  tri_json_writer_member_string (writer, "shape", cell->shape);
  tri_json_writer_member_string (writer, "default", cell->default_value);
  tri_json_writer_member_boolean (writer, "deprecated", (cell->flags & TRI_CELL_DEPRECATED) != 0);
  tri_json_writer_member_boolean (writer, "open", (cell->flags & TRI_CELL_OPEN) != 0);
  tri_json_writer_end_object (writer);
}

static void
write_cells (TriJsonWriter *writer, const TriMeaning *meaning, const TriFormat *only)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);

  tri_json_writer_key (writer, "cells");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < n; i++)
    for (guint place = 0; place < TRI_N_PLACES && (!only || only == formats[i]); place++)
      {
        g_autoptr (GPtrArray) cells = tri_reference_list_cells (meaning, formats[i], place);

        for (guint k = 0; k < cells->len; k++)
          write_cell (writer, formats[i], g_ptr_array_index (cells, k), k == 0);
      }
  tri_json_writer_end_array (writer);
}

static void
write_change (
    TriJsonWriter *writer, const TriMeaning *meaning, const TriFormat *from, const TriFormat *to, TriPlace place)
{
  TriChange change = tri_meaning_get_change (meaning, from, to, place);

  if (!tri_meaning_get_cell (meaning, from, place) && !tri_meaning_get_cell (meaning, to, place))
    return;
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "from", from->id);
  tri_json_writer_member_string (writer, "to", to->id);
  tri_json_writer_member_string (writer, "place", place_words[place]);
  tri_json_writer_key (writer, "change");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < G_N_ELEMENTS (change_words); i++)
    if (change & (1u << i))
      tri_json_writer_string (writer, change_words[i], -1);
  tri_json_writer_end_array (writer);
  tri_json_writer_end_object (writer);
}

static void
write_changes (TriJsonWriter *writer, const TriMeaning *meaning)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);

  tri_json_writer_key (writer, "changes");
  tri_json_writer_begin_array (writer);
  for (guint place = 0; place < TRI_N_PLACES; place++)
    for (guint a = 0; a < n; a++)
      for (guint b = a + 1; b < n; b++)
        write_change (writer, meaning, formats[a], formats[b], place);
  tri_json_writer_end_array (writer);
}

static void
write_servers (TriJsonWriter *writer, const TriMeaning *meaning)
{
  guint n;
  const TriServerFact *facts = tri_rosetta_list_server_facts (&n);

  tri_json_writer_key (writer, "servers");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < n; i++)
    if (g_str_equal (facts[i].meaning, meaning->id))
      {
        tri_json_writer_begin_object (writer);
        tri_json_writer_member_string (writer, "server", facts[i].server);
        tri_json_writer_member_string (writer, "format", facts[i].format);
        tri_json_writer_member_string (writer, "word", server_words[facts[i].word]);
        tri_json_writer_member_string (writer, "note", facts[i].note);
        tri_json_writer_member_string (writer, "source", facts[i].source);
        tri_json_writer_end_object (writer);
      }
  tri_json_writer_end_array (writer);
}

GBytes *
tri_reference_write_json (GPtrArray *meanings, const TriFormat *format)
{
  g_auto (TriJsonWriter) writer = { 0 };

  tri_json_writer_init (&writer, 2);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "api", "2.3.0");
  tri_json_writer_key (&writer, "meanings");
  tri_json_writer_begin_array (&writer);
  for (guint i = 0; i < meanings->len; i++)
    {
      const TriMeaning *meaning = g_ptr_array_index (meanings, i);

      tri_json_writer_begin_object (&writer);
      tri_json_writer_member_string (&writer, "id", meaning->id);
      tri_json_writer_member_string (&writer, "group", meaning->group);
      tri_json_writer_member_string (&writer, "title", meaning->title);
      tri_json_writer_member_string (&writer, "note", meaning->note);
      tri_json_writer_member_string (&writer, "false_friend", meaning->friend);
      tri_json_writer_member_string (&writer, "transform", meaning->transform);
      tri_json_writer_member_string (&writer, "source", meaning->source);
      write_cells (&writer, meaning, format);
      write_changes (&writer, meaning);
      write_servers (&writer, meaning);
      tri_json_writer_end_object (&writer);
    }
  tri_json_writer_end_array (&writer);
  tri_json_writer_end_object (&writer);
  return tri_json_writer_end (&writer);
}

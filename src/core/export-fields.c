/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of fields, whole, as JSON and as CSV (RFC 4180): what is asked and answered, lined up by what it means. The
 * names of members and columns are stable; values stand as they were spelt.
 */
#include <string.h>

#include "export-parts.h"
#include "field-list.h"
#include "report-tables.h"
#include "text.h"

static const struct
{
  TriFieldDifferences bit;
  const char *id;
} differences[] = {
  { TRI_FIELD_ABSENT, "absent" },
  { TRI_FIELD_NAMES, "names" },
  { TRI_FIELD_SHAPES, "shapes" },
  { TRI_FIELD_VALUES, "values" },
};

static const char *
get_place_id (TriPlace place)
{
  return place == TRI_PLACE_REQUEST ? "request" : "response";
}

typedef void (*WriteRow) (const TriFields *fields, guint row, gpointer into);

/* In the order in which people read them, under their headings. */
static void
each_row (const TriFields *fields, WriteRow write, gpointer into)
{
  const TriFieldFilter all = { .request = TRUE, .response = TRUE, .baseline = G_MAXUINT };
  g_autoptr (GArray) list = tri_field_list_new (fields, &all, NULL);

  for (guint i = 0; i < list->len; i++)
    {
      guint32 row = g_array_index (list, TriFieldEntry, i).row;

      if (row != TRI_FIELD_HEADING)
        write (fields, row, into);
    }
}

static const TriRecord *
get_record (TriComparison *comparison, guint position)
{
  return tri_exchange_get_record (tri_column_get_exchange (tri_comparison_get_column (comparison, position)));
}

/* JSON */

static void
write_value (const TriFields *fields, guint row, guint column, TriJsonWriter *json)
{
  g_autofree char *path = tri_fields_dup_path (fields, row, column);
  g_autofree char *raw = tri_fields_dup_raw (fields, row, column);

  if (!path || !raw)
    {
      tri_json_writer_null (json);
      return;
    }
  tri_json_writer_begin_object (json);
  tri_json_writer_member_string (json, "path", path);
  tri_json_writer_key (json, "value");
  tri_json_writer_raw (json, raw, -1);
  tri_json_writer_end_object (json);
}

static void
write_json_row (const TriFields *fields, guint row, gpointer into)
{
  const TriFieldRow *at = tri_fields_get_row (fields, row);
  g_autofree char *title = tri_fields_dup_title (fields, row);
  TriJsonWriter *json = into;

  tri_json_writer_begin_object (json);
  tri_json_writer_member_string (json, "place", get_place_id (at->place));
  tri_json_writer_member_string (json, "meaning", at->meaning ? at->meaning->id : NULL);
  tri_json_writer_member_string (json, "title", title);
  tri_json_writer_key (json, "differences");
  tri_json_writer_begin_array (json);
  for (guint i = 0; i < G_N_ELEMENTS (differences); i++)
    if (at->differences & differences[i].bit)
      tri_json_writer_string (json, differences[i].id, -1);
  tri_json_writer_end_array (json);
  tri_json_writer_key (json, "values");
  tri_json_writer_begin_array (json);
  for (guint i = 0; i < tri_fields_get_n_columns (fields); i++)
    write_value (fields, row, i, json);
  tri_json_writer_end_array (json);
  tri_json_writer_end_object (json);
}

GBytes *
tri_export_fields (TriComparison *comparison)
{
  g_autoptr (TriFieldTable) table = tri_report_dup_fields (comparison);
  TriJsonWriter json;

  tri_json_writer_init (&json, 1);
  tri_json_writer_begin_object (&json);
  tri_json_writer_key (&json, "columns");
  tri_json_writer_begin_array (&json);
  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      const TriRecord *record = get_record (comparison, i);

      tri_json_writer_begin_object (&json);
      tri_json_writer_member_string (&json, "format", record->format->id);
      tri_json_writer_member_string (&json, "model", record->model);
      tri_json_writer_member_string (&json, "server", record->server_name);
      tri_json_writer_end_object (&json);
    }
  tri_json_writer_end_array (&json);
  tri_json_writer_key (&json, "fields");
  tri_json_writer_begin_array (&json);
  each_row (tri_field_table_get_fields (table), write_json_row, &json);
  tri_json_writer_end_array (&json);
  tri_json_writer_end_object (&json);
  return tri_json_writer_end (&json);
}

/* CSV */

static void
append_differences (GString *out, TriFieldDifferences found)
{
  gboolean first = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (differences); i++)
    if (found & differences[i].bit)
      {
        g_string_append_printf (out, "%s%s", first ? "" : " ", differences[i].id);
        first = FALSE;
      }
}

static void
write_csv_row (const TriFields *fields, guint row, gpointer into)
{
  const TriFieldRow *at = tri_fields_get_row (fields, row);
  g_autofree char *title = tri_fields_dup_title (fields, row);
  GString *out = into;

  g_string_append_printf (out, "%s,", get_place_id (at->place));
  tri_export_append_csv (out, at->meaning ? at->meaning->id : NULL);
  g_string_append_c (out, ',');
  tri_export_append_csv (out, title);
  g_string_append_c (out, ',');
  append_differences (out, at->differences);
  for (guint i = 0; i < tri_fields_get_n_columns (fields); i++)
    {
      g_autofree char *path = tri_fields_dup_path (fields, row, i);
      g_autofree char *raw = tri_fields_dup_raw (fields, row, i);

      g_string_append_c (out, ',');
      tri_export_append_csv (out, path);
      g_string_append_c (out, ',');
      tri_export_append_csv (out, raw);
    }
  g_string_append (out, "\r\n");
}

GBytes *
tri_export_fields_csv (TriComparison *comparison)
{
  g_autoptr (TriFieldTable) table = tri_report_dup_fields (comparison);
  GString *out = g_string_new ("place,meaning,title,differences");

  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      const char *id = get_record (comparison, i)->format->id;

      g_string_append_printf (out, ",%u_%s_path,%u_%s_value", i + 1, id, i + 1, id);
    }
  g_string_append (out, "\r\n");
  each_row (tri_field_table_get_fields (table), write_csv_row, out);
  return g_string_free_to_bytes (out);
}

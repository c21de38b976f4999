/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-table.h"

struct _TriFieldTable
{
  gatomicrefcount ref_count;
  TriFieldBodies *bodies;
  TriFieldSource *sources;
  guint n_columns;
  TriFields *fields;
};

void
tri_field_bodies_clear (TriFieldBodies *bodies)
{
  g_clear_pointer (&bodies->request, g_bytes_unref);
  g_clear_pointer (&bodies->response, g_bytes_unref);
}

static gboolean
is_same (const TriFormat *format, GBytes *body, const TriFormat *other_format, GBytes *other)
{
  if (!body || !other)
    return body == other;
  return format == other_format && (body == other || g_bytes_equal (body, other));
}

static TriFieldMap *
map_body (const TriFormat *format, TriPlace place, GBytes *body, TriFieldTable *before)
{
  g_autoptr (TriJsonIndex) index = NULL;

  if (!body)
    return NULL;
  for (guint i = 0; before && i < before->n_columns; i++)
    {
      const TriFieldBodies *old = &before->bodies[i];
      gboolean asked = place == TRI_PLACE_REQUEST;
      TriFieldMap *map = asked ? before->sources[i].request : before->sources[i].response;

      if (map
          && is_same (format, body, asked ? old->request_format : old->response_format,
                      asked ? old->request : old->response))
        return tri_field_map_ref (map);
    }
  index = tri_json_index_new (body, NULL);
  return index ? tri_field_map_new (format, place, index) : NULL;
}

TriFieldTable *
tri_field_table_new (const TriFieldBodies *bodies, guint n_columns, TriFieldTable *before)
{
  TriFieldTable *table = g_new0 (TriFieldTable, 1);

  g_atomic_ref_count_init (&table->ref_count);
  table->n_columns = n_columns;
  table->bodies = g_memdup2 (bodies, n_columns * sizeof *bodies);
  table->sources = g_new0 (TriFieldSource, n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      if (bodies[i].request)
        g_bytes_ref (bodies[i].request);
      if (bodies[i].response)
        g_bytes_ref (bodies[i].response);
      table->sources[i].request = map_body (bodies[i].request_format, TRI_PLACE_REQUEST, bodies[i].request, before);
      table->sources[i].response = map_body (bodies[i].response_format, TRI_PLACE_RESPONSE, bodies[i].response, before);
    }
  table->fields = tri_fields_new (table->sources, n_columns);
  return table;
}

TriFieldTable *
tri_field_table_ref (TriFieldTable *table)
{
  g_atomic_ref_count_inc (&table->ref_count);
  return table;
}

void
tri_field_table_unref (TriFieldTable *table)
{
  if (!g_atomic_ref_count_dec (&table->ref_count))
    return;
  for (guint i = 0; i < table->n_columns; i++)
    {
      g_clear_pointer (&table->sources[i].request, tri_field_map_unref);
      g_clear_pointer (&table->sources[i].response, tri_field_map_unref);
      tri_field_bodies_clear (&table->bodies[i]);
    }
  tri_fields_free (table->fields);
  g_free (table->bodies);
  g_free (table->sources);
  g_free (table);
}

const TriFields *
tri_field_table_get_fields (const TriFieldTable *table)
{
  return table->fields;
}

gboolean
tri_field_table_is_of (const TriFieldTable *table, const TriFieldBodies *bodies, guint n_columns)
{
  if (table->n_columns != n_columns)
    return FALSE;
  for (guint i = 0; i < n_columns; i++)
    if (!is_same (bodies[i].request_format, bodies[i].request, table->bodies[i].request_format,
                  table->bodies[i].request)
        || !is_same (bodies[i].response_format, bodies[i].response, table->bodies[i].response_format,
                     table->bodies[i].response))
      return FALSE;
  return TRUE;
}

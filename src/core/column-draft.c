/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column-draft.h"

#include <string.h>

#include "formats.h"
#include "redact.h"

/* What the note had beside what is known here, kept with the column so that it is written again. */
#define REST "tri-draft-rest"

void
tri_column_note (TriColumn *column, TriDraft *draft)
{
  TriDraftColumn *noted = tri_draft_add_column (draft);
  GBytes *body = tri_column_get_body (column);
  const TriJsonValue *rest = g_object_get_data (G_OBJECT (column), REST);

  noted->format = g_strdup (tri_column_get_format (column)->id);
  noted->model = tri_column_has_own_model (column) ? g_strdup (tri_column_get_model (column)) : NULL;
  noted->members = tri_redact_dup_members (tri_column_get_members (column));
  if (body)
    {
      g_autoptr (GBytes) clean = tri_redact_members (body, NULL);

      noted->body = g_strndup (g_bytes_get_data (clean, NULL), g_bytes_get_size (clean));
    }
  noted->rest = rest ? tri_json_value_copy (rest) : NULL;
  tri_draft_column_set_server (noted, tri_column_get_server (column));
}

TriColumn *
tri_column_new_from_note (const TriDraftColumn *noted, TriServer *server)
{
  const TriFormat *format = noted->format ? tri_format_find (noted->format) : NULL;
  g_autoptr (GBytes) body = noted->body ? g_bytes_new (noted->body, strlen (noted->body)) : NULL;
  TriColumn *column;

  if (!format)
    return NULL;
  column = tri_column_new (format, server, noted->model);
  tri_column_set_members (column, noted->members, NULL);
  tri_column_set_body (column, body, NULL);
  if (noted->rest)
    g_object_set_data_full (G_OBJECT (column), REST, tri_json_value_copy (noted->rest),
                            (GDestroyNotify) tri_json_value_free);
  return column;
}

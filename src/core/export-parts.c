/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-parts.h"

#include <glib/gi18n-lib.h>

#include "sha256.h"
#include "text.h"

/* So many places are named; where there are more, their number is. */
#define MAX_PLACES 20u

char *
tri_export_dup_fidelity (GBytes *body, const GArray *masked, gboolean without_content)
{
  g_autofree char *hash = tri_sha256_dup (body);
  g_autoptr (GString) places = g_string_new (NULL);

  if (without_content)
    return g_strdup_printf (_ ("without content, SHA-256 %s"), hash);
  if (masked->len == 0)
    return g_strdup_printf (_ ("exact, SHA-256 %s"), hash);
  for (guint i = 0; i < MIN (masked->len, MAX_PLACES); i++)
    {
      const TriMaskSpan *span = &g_array_index (masked, TriMaskSpan, i);

      g_string_append_printf (places, "%s%zu+%zu", i ? ", " : "", span->offset, span->length);
    }
  if (masked->len > MAX_PLACES)
    g_string_append_printf (places, ", … (%u)", masked->len);
  /* Translators: places are offset+length in bytes: “redacted at 17+51, SHA-256 of the rest …” */
  return g_strdup_printf (_ ("redacted at %s, SHA-256 of the rest %s"), places->str, hash);
}

static char *
dup_shown (GBytes *body)
{
  g_autoptr (TriJsonIndex) index = body ? tri_json_index_new (body, NULL) : NULL;
  g_autoptr (GBytes) shown = index ? tri_json_index_reindent (index, 2, NULL) : NULL;
  GBytes *bytes = shown ? shown : body;

  return bytes ? tri_text_dup_displayable (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL)
               : g_strdup ("");
}

gboolean
tri_export_has_address (const TriRecord *record)
{
  return record->url && (g_str_has_prefix (record->url, "http://") || g_str_has_prefix (record->url, "https://"));
}

char *
tri_export_dup_request (const TriRecord *record)
{
  return dup_shown (record->request_body);
}

char *
tri_export_dup_response (const TriRecord *record, const TriReader *reader)
{
  g_autoptr (GBytes) assembled
      = reader && tri_reader_is_stream (reader) ? tri_fold_assemble (tri_reader_get_fold (reader)) : NULL;

  return dup_shown (assembled ? assembled : record->response_body);
}

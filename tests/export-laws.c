/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-laws.h"

#include <string.h>

#include "core/export.h"
#include "core/json-index.h"

/* What a body consists of is the server's business. */
static gboolean
is_body (TriExportKind kind)
{
  return kind == TRI_EXPORT_REQUEST || kind == TRI_EXPORT_RESPONSE || kind == TRI_EXPORT_EVENTS;
}

static void
check_document (TriExportKind kind, GBytes *document)
{
  const TriExportInfo *info = tri_export_get_info (kind);
  g_autoptr (TriJsonIndex) index = NULL;
  g_autoptr (GError) error = NULL;

  if (is_body (kind))
    return;
  if (!g_utf8_validate_len (g_bytes_get_data (document, NULL), g_bytes_get_size (document), NULL))
    g_error ("%s: no UTF-8", info->id);
  if (strcmp (info->media_type, "application/json") == 0 && !(index = tri_json_index_new (document, &error)))
    g_error ("%s: %s", info->id, error->message);
}

static void
check_export (const TriArchive *archive, TriExportKind kind, int column, gboolean more)
{
  const TriExportOptions options = { .column = column, .indent = more, .sdk = more };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = tri_export (archive, kind, &options, &error);

  g_assert_true ((document == NULL) == (error != NULL));
  if (document)
    check_document (kind, document);
  else
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

void
export_laws_check (const TriArchive *archive)
{
  for (TriExportKind kind = 0; kind < TRI_N_EXPORTS; kind++)
    for (int column = -1; column < (int) archive->columns->len; column++)
      {
        check_export (archive, kind, column, FALSE);
        check_export (archive, kind, column, TRUE);
      }
}

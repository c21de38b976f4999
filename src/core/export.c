/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export.h"

#include <glib/gi18n-lib.h>

#include "code.h"
#include "error.h"
#include "export-json.h"
#include "export-parts.h"
#include "report.h"

static const TriExportInfo infos[TRI_N_EXPORTS] = {
  [TRI_EXPORT_JSON] = { "json", N_ ("JSON of everything"), ".json", "application/json" },
  [TRI_EXPORT_HAR] = { "har", N_ ("HAR, for the network panel of a browser"), ".har", "application/json" },
  [TRI_EXPORT_MARKDOWN] = { "markdown", N_ ("Report as Markdown"), ".md", "text/markdown" },
  [TRI_EXPORT_HTML] = { "html", N_ ("Report as a page"), ".html", "text/html" },
  [TRI_EXPORT_CSV] = { "csv", N_ ("Table of attempts (CSV)"), ".csv", "text/csv" },
  [TRI_EXPORT_FIELDS] = { "fields", N_ ("Table of fields (JSON)"), ".fields.json", "application/json" },
  [TRI_EXPORT_FIELDS_CSV] = { "fields-csv", N_ ("Table of fields (CSV)"), ".fields.csv", "text/csv" },
  [TRI_EXPORT_REQUEST] = { "request", N_ ("Request"), ".json", "application/json" },
  [TRI_EXPORT_RESPONSE] = { "response", N_ ("Response"), ".json", "application/json" },
  [TRI_EXPORT_EVENTS] = { "events", N_ ("Event stream"), ".sse", "text/event-stream" },
  [TRI_EXPORT_TEXT] = { "text", N_ ("Text of the answer"), ".txt", "text/plain" },
  [TRI_EXPORT_CURL] = { "curl", N_ ("curl command"), ".sh", "application/x-sh" },
  [TRI_EXPORT_PYTHON] = { "python", "Python", ".py", "text/x-python" },
  [TRI_EXPORT_JAVASCRIPT] = { "javascript", "JavaScript", ".js", "text/javascript" },
};

const TriExportInfo *
tri_export_get_info (TriExportKind kind)
{
  return &infos[kind];
}

gboolean
tri_export_is_of_one_column (TriExportKind kind)
{
  return kind >= TRI_EXPORT_REQUEST;
}

/* The comparison, of the columns that were chosen and asked. */
static TriComparison *
choose (const TriArchive *archive, int position, GError **error)
{
  g_autoptr (TriComparison) comparison = tri_archive_dup_comparison (archive, NULL);
  guint n = tri_comparison_get_n_columns (comparison);

  if (position >= (int) n)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("There is no column %d; there are %u"), position + 1, n);
      return NULL;
    }
  for (guint i = n; i > 0; i--)
    {
      TriColumn *column = tri_comparison_get_column (comparison, i - 1);

      if ((position >= 0 && position != (int) i - 1) || !tri_column_get_exchange (column))
        tri_comparison_remove (comparison, column);
    }
  if (tri_comparison_get_n_columns (comparison) > 0)
    return g_steal_pointer (&comparison);
  g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("Nothing was sent yet, so there is nothing to export"));
  return NULL;
}

static GBytes *
indent (GBytes *bytes, gboolean wanted)
{
  g_autoptr (TriJsonIndex) index = wanted ? tri_json_index_new (bytes, NULL) : NULL;

  return index ? tri_json_index_reindent (index, 2, NULL) : g_bytes_ref (bytes);
}

static GBytes *
nothing (GError **error, const char *message)
{
  g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, "%s", message);
  return NULL;
}

static GBytes *
export_code (TriColumn *column, TriExportKind kind, gboolean sdk, GError **error)
{
  const TriRecord *record = tri_exchange_get_record (tri_column_get_exchange (column));
  gboolean had_key = tri_headers_get (record->request_headers, "Authorization") != NULL;
  const char *key_env = tri_server_get_key_env (tri_column_get_server (column));
  TriCode code = {
    .format = record->format,
    .url = record->url,
    .body = record->request_body,
    .key_env = had_key ? (key_env ? key_env : "API_KEY") : NULL,
    /* The one that an archive notes no address of. */
    .is_practice = *tri_server_get_name (tri_column_get_server (column)) == '\0',
    .is_exact = record->request_masked->len == 0 && !record->without_content,
  };

  if (!record->url)
    return nothing (error, _ ("It was never sent, so there is no request to be made again"));
  /* A saved comparison may come from anybody: what is not an address could be an option, or a file. */
  if (!tri_export_has_address (record))
    return nothing (error, _ ("It was not sent to an address of the web"));
  return kind == TRI_EXPORT_CURL     ? tri_code_curl (&code)
         : kind == TRI_EXPORT_PYTHON ? tri_code_python (&code, sdk)
                                     : tri_code_javascript (&code, sdk);
}

static GBytes *
export_column (TriColumn *column, TriExportKind kind, const TriExportOptions *options, GError **error)
{
  TriExchange *exchange = tri_column_get_exchange (column);
  const TriRecord *record = tri_exchange_get_record (exchange);
  const TriReader *reader = tri_exchange_get_reader (exchange);
  gboolean streamed = reader && tri_reader_is_stream (reader);
  g_autoptr (GBytes) assembled = streamed ? tri_fold_assemble (tri_reader_get_fold (reader)) : NULL;
  char *text;

  switch (kind)
    {
    case TRI_EXPORT_REQUEST:
      return indent (record->request_body, options->indent);
    case TRI_EXPORT_RESPONSE:
      if (!streamed)
        return indent (record->response_body, options->indent);
      return assembled ? g_bytes_ref (assembled)
                       : nothing (error, _ ("The stream ended before it amounted to anything"));
    case TRI_EXPORT_EVENTS:
      return streamed ? g_bytes_ref (record->response_body)
                      : nothing (error, _ ("The answer did not come as a stream"));
    case TRI_EXPORT_TEXT:
      text = tri_report_dup_answer (exchange);
      return g_bytes_new_take (text, strlen (text));
    default:
      return export_code (column, kind, options->sdk, error);
    }
}

GBytes *
tri_export (const TriArchive *archive, TriExportKind kind, const TriExportOptions *options, GError **error)
{
  g_autoptr (TriComparison) comparison = choose (archive, options->column, error);

  if (!comparison)
    return NULL;
  switch (kind)
    {
    case TRI_EXPORT_JSON:
      return tri_export_json_of (comparison, archive);
    case TRI_EXPORT_HAR:
      return tri_export_har (comparison);
    case TRI_EXPORT_MARKDOWN:
      return tri_export_markdown (comparison);
    case TRI_EXPORT_HTML:
      return tri_export_html (comparison);
    case TRI_EXPORT_CSV:
      return tri_export_csv (comparison);
    case TRI_EXPORT_FIELDS:
      return tri_export_fields (comparison);
    case TRI_EXPORT_FIELDS_CSV:
      return tri_export_fields_csv (comparison);
    default:
      if (tri_comparison_get_n_columns (comparison) == 1)
        return export_column (tri_comparison_get_column (comparison, 0), kind, options, error);
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("This is of one column: name one from 1 to %u"),
                   archive->columns->len);
      return NULL;
    }
}

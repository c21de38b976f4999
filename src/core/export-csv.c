/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row an attempt (RFC 4180), for spreadsheets and scripts: the names of the columns are stable. */
#include "export-parts.h"
#include "sha256.h"
#include "text.h"

void
tri_export_append_csv (GString *out, const char *text)
{
  g_autofree char *shown = tri_text_dup_displayable (text ? text : "", -1, NULL);

  g_string_append (out, "\"");
  if (*shown && strchr ("=+-@\t\r", *shown))
    g_string_append_c (out, '\'');
  for (const char *p = shown; *p; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

static void
append_text (GString *out, const char *text)
{
  tri_export_append_csv (out, text);
  g_string_append_c (out, ',');
}

static void
append_number (GString *out, gint64 number)
{
  if (number >= 0)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, number);
  g_string_append_c (out, ',');
}

static void
append_reply (GString *out, const TriReply *reply)
{
  g_autofree char *answer = reply ? tri_reply_dup_text (reply) : NULL;
  const TriFact *end = reply && reply->ends->len ? reply->ends->pdata[reply->ends->len - 1] : NULL;

  append_text (out, end ? end->value : NULL);
  append_number (out, reply ? reply->input_tokens : -1);
  append_number (out, reply ? reply->output_tokens : -1);
  append_number (out, reply ? reply->reasoning_tokens : -1);
  append_number (out, reply ? reply->total_tokens : -1);
  append_number (out, answer ? g_utf8_strlen (answer, -1) : -1);
}

static void
append_body (GString *out, GBytes *body, const GArray *masked, gboolean without_content)
{
  g_autofree char *hash = tri_sha256_dup (body);

  append_number (out, (gint64) g_bytes_get_size (body));
  g_string_append_printf (out, "%s,%s,", hash,
                          without_content ? "without content"
                          : masked->len   ? "redacted"
                                          : "exact");
}

static void
append_row (GString *out, guint column, guint attempt, TriExchange *exchange)
{
  const TriRecord *record = tri_exchange_get_record (exchange);
  const TriReader *reader = tri_exchange_get_reader (exchange);

  append_number (out, column);
  append_number (out, attempt);
  append_text (out, record->format->id);
  append_text (out, record->server_name);
  append_text (out, record->model);
  append_text (out, record->url);
  append_text (out, record->started_utc);
  append_number (out, record->status ? (gint64) record->status : -1);
  append_text (out, tri_ending_get_id (record->ending));
  append_reply (out, reader ? tri_reader_get_reply (reader) : NULL);
  append_number (out, record->times.connected_us);
  append_number (out, record->times.sent_us);
  append_number (out, record->times.first_byte_us);
  append_number (out, record->times.first_text_us);
  append_number (out, record->times.ended_us);
  append_number (out, record->shares_server);
  append_number (out, reader && tri_reader_is_stream (reader) ? (gint64) tri_reader_get_n_events (reader) : -1);
  append_body (out, record->request_body, record->request_masked, record->without_content);
  append_body (out, record->response_body, record->masked, record->without_content);
  append_text (out, record->message);
  g_string_truncate (out, out->len - 1);
  g_string_append (out, "\r\n");
}

GBytes *
tri_export_csv (TriComparison *comparison)
{
  GString *out = g_string_new (
      "column,attempt,format,server,model,url,started,status,ending,end,input_tokens,output_tokens,reasoning_tokens,"
      "total_tokens,characters,connected_us,sent_us,first_byte_us,first_text_us,ended_us,shares_server,events,"
      "request_bytes,request_sha256,request_is,response_bytes,response_sha256,response_is,message\r\n");

  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (comparison, i);

      for (guint k = 0; k < tri_column_get_n_attempts (column); k++)
        append_row (out, i + 1, k + 1, tri_column_get_attempt (column, k));
    }
  return g_string_free_to_bytes (out);
}

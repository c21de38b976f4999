/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-json.h"

#include <string.h>

#include "fairness.h"
#include "text.h"

static const char *const time_ids[TRI_N_TIMES] = {
  [TRI_TIME_FIRST_BYTE] = "first_byte",
  [TRI_TIME_FIRST_TEXT] = "first_text",
  [TRI_TIME_TOTAL] = "ended",
};

static void
write_facts (TriJsonWriter *writer, const char *name, const GPtrArray *facts, gboolean are_numbers)
{
  tri_json_writer_key (writer, name);
  tri_json_writer_begin_object (writer);
  for (guint i = 0; facts && i < facts->len; i++)
    {
      const TriFact *fact = g_ptr_array_index (facts, i);

      /* The first choice's word stands under its plain name; those of further choices under their paths. */
      tri_json_writer_key (writer, are_numbers || i == 0 || strcmp (fact->name, "finish_reason") != 0 ? fact->name
                                                                                                      : fact->path);
      if (are_numbers)
        tri_json_writer_raw (writer, fact->value, -1);
      else
        tri_json_writer_string (writer, fact->value, -1);
    }
  tri_json_writer_end_object (writer);
}

static void
write_time (TriJsonWriter *writer, const char *name, gint64 time_us)
{
  tri_json_writer_key (writer, name);
  if (time_us < 0)
    tri_json_writer_null (writer);
  else
    tri_json_writer_integer (writer, time_us);
}

static void
write_headers (TriJsonWriter *writer, const char *name, const GPtrArray *headers)
{
  tri_json_writer_key (writer, name);
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < headers->len; i++)
    {
      const TriHeader *header = g_ptr_array_index (headers, i);
      g_autofree char *member = tri_text_dup_displayable (header->name, -1, NULL);
      g_autofree char *value = tri_text_dup_displayable (header->value, -1, NULL);

      tri_json_writer_begin_array (writer);
      tri_json_writer_string (writer, member, -1);
      tri_json_writer_string (writer, value, -1);
      tri_json_writer_end_array (writer);
    }
  tri_json_writer_end_array (writer);
}

/* Bytes that are one JSON document stand as they are; others as a string. */
static void
write_body (TriJsonWriter *writer, const char *name, GBytes *body)
{
  g_autoptr (TriJsonIndex) index = body ? tri_json_index_new (body, NULL) : NULL;
  gsize n_bytes = 0;
  const char *bytes = body ? g_bytes_get_data (body, &n_bytes) : NULL;

  tri_json_writer_key (writer, name);
  if (index)
    {
      g_autoptr (GBytes) compact = tri_json_index_reindent (index, 0, NULL);

      tri_json_writer_raw (writer, g_bytes_get_data (compact, NULL), g_bytes_get_size (compact));
    }
  else if (n_bytes > 0)
    {
      g_autofree char *text = tri_text_dup_displayable (bytes, n_bytes, NULL);

      tri_json_writer_string (writer, text, -1);
    }
  else
    tri_json_writer_null (writer);
}

static void
write_error (TriJsonWriter *writer, const TriApiError *error)
{
  tri_json_writer_key (writer, "error");
  if (error == NULL)
    {
      tri_json_writer_null (writer);
      return;
    }
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "message", error->message);
  tri_json_writer_member_string (writer, "type", error->type);
  tri_json_writer_member_string (writer, "param", error->param);
  tri_json_writer_member_string (writer, "code", error->code);
  tri_json_writer_end_object (writer);
}

static void
write_texts (TriJsonWriter *writer, const char *name, const GPtrArray *texts)
{
  tri_json_writer_key (writer, name);
  tri_json_writer_begin_array (writer);
  for (guint i = 0; texts && i < texts->len; i++)
    tri_json_writer_string (writer, g_ptr_array_index (texts, i), -1);
  tri_json_writer_end_array (writer);
}

/* Where the answer is not what was asked for. */
static void
write_echoes (TriJsonWriter *writer, const TriRecord *record, const TriReader *reader)
{
  g_autoptr (GPtrArray) echoes = tri_record_list_echoes (record, reader);

  tri_json_writer_key (writer, "not_as_asked");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < echoes->len; i++)
    {
      const TriEcho *echo = g_ptr_array_index (echoes, i);

      tri_json_writer_begin_object (writer);
      tri_json_writer_member_string (writer, "what", echo->what);
      tri_json_writer_member_string (writer, "asked", echo->asked);
      tri_json_writer_member_string (writer, "said", echo->said);
      tri_json_writer_member_string (writer, "text", echo->text);
      tri_json_writer_end_object (writer);
    }
  tri_json_writer_end_array (writer);
}

static void
write_reply (TriJsonWriter *writer, const TriRecord *record, const TriReader *reader)
{
  const TriReply *reply = reader ? tri_reader_get_reply (reader) : NULL;
  g_autofree char *text = reply ? tri_reply_dup_text (reply) : g_strdup ("");
  g_autofree char *shown = tri_text_dup_displayable (text, -1, NULL);
  g_autofree char *why = reply ? tri_format_explain_end (record->format, reply, record->request_body) : NULL;

  tri_json_writer_member_string (writer, "text", shown);
  write_facts (writer, "ends", reply ? reply->ends : NULL, FALSE);
  tri_json_writer_member_string (writer, "why", why);
  if (reply && reply->usage_seen)
    write_facts (writer, "usage", reply->usage, TRUE);
  else
    tri_json_writer_member_null (writer, "usage");
  write_error (writer, reply ? reply->error : NULL);
  write_texts (writer, "notes", reply ? reply->notes : NULL);
  write_echoes (writer, record, reader);
}

static void
write_response (TriJsonWriter *writer, const TriRecord *record, const TriReader *reader)
{
  gboolean streamed = reader && tri_reader_is_stream (reader);
  g_autoptr (GBytes) assembled = streamed ? tri_fold_assemble (tri_reader_get_fold (reader)) : NULL;

  tri_json_writer_member_boolean (writer, "streamed", streamed);
  if (streamed)
    tri_json_writer_member_integer (writer, "events", tri_reader_get_n_events (reader));
  write_body (writer, streamed ? "assembled" : "response", streamed ? assembled : record->response_body);
}

/* Only for a series: a single attempt has its times already. */
static void
write_spread (TriJsonWriter *writer, TriColumn *column)
{
  if (tri_column_get_n_attempts (column) < 2)
    return;
  tri_json_writer_member_integer (writer, "attempts", tri_column_get_n_attempts (column));
  tri_json_writer_key (writer, "spread_us");
  tri_json_writer_begin_object (writer);
  for (guint i = 0; i < TRI_N_TIMES; i++)
    {
      TriSpread spread = tri_column_get_spread (column, i);

      tri_json_writer_key (writer, time_ids[i]);
      tri_json_writer_begin_object (writer);
      tri_json_writer_member_integer (writer, "n", spread.n);
      write_time (writer, "median", spread.median_us);
      write_time (writer, "lowest", spread.lowest_us);
      write_time (writer, "highest", spread.highest_us);
      tri_json_writer_end_object (writer);
    }
  tri_json_writer_end_object (writer);
}

static void
write_column (TriComparison *comparison, guint position, TriJsonWriter *writer)
{
  TriColumn *column = tri_comparison_get_column (comparison, position);
  TriExchange *exchange = tri_column_get_exchange (column);
  const TriRecord *record = tri_exchange_get_record (exchange);
  const TriReader *reader = tri_exchange_get_reader (exchange);
  g_autoptr (GPtrArray) gaps = tri_comparison_list_sent_gaps (comparison, position);

  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "format", record->format->id);
  tri_json_writer_member_string (writer, "server", record->server_name);
  tri_json_writer_member_string (writer, "model", record->model);
  tri_json_writer_member_string (writer, "url", record->url);
  tri_json_writer_member_string (writer, "started", record->started_utc);
  tri_json_writer_key (writer, "gaps");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < gaps->len; i++)
    tri_json_writer_string (writer, ((TriGap *) g_ptr_array_index (gaps, i))->text, -1);
  tri_json_writer_end_array (writer);
  tri_json_writer_member_string (writer, "ending", tri_ending_get_id (record->ending));
  tri_json_writer_member_string (writer, "message", record->message);
  tri_json_writer_key (writer, "status");
  if (record->status)
    tri_json_writer_integer (writer, record->status);
  else
    tri_json_writer_null (writer);
  write_reply (writer, record, reader);
  tri_json_writer_key (writer, "times_us");
  tri_json_writer_begin_object (writer);
  write_time (writer, "connected", record->times.connected_us);
  write_time (writer, "sent", record->times.sent_us);
  write_time (writer, "first_byte", record->times.first_byte_us);
  write_time (writer, "first_text", record->times.first_text_us);
  write_time (writer, "ended", record->times.ended_us);
  tri_json_writer_end_object (writer);
  tri_json_writer_member_boolean (writer, "shares_server", record->shares_server);
  write_spread (writer, column);
  write_headers (writer, "request_headers", record->request_headers);
  write_body (writer, "request", record->request_body);
  write_headers (writer, "response_headers", record->response_headers);
  write_response (writer, record, reader);
  tri_json_writer_end_object (writer);
}

GBytes *
tri_export_json_of (TriComparison *comparison, const TriArchive *archive)
{
  const char *prompt = archive->draft->text;
  TriJsonWriter writer;

  tri_json_writer_init (&writer, 2);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "program", "triptych-cli " TRI_VERSION);
  tri_json_writer_member_string (&writer, "prompt", prompt && *prompt ? prompt : NULL);
  tri_json_writer_key (&writer, "columns");
  tri_json_writer_begin_array (&writer);
  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    if (tri_column_get_exchange (tri_comparison_get_column (comparison, i)))
      write_column (comparison, i, &writer);
  tri_json_writer_end_array (&writer);
  tri_json_writer_end_object (&writer);
  return tri_json_writer_end (&writer);
}

GBytes *
tri_export_json (const TriArchive *archive)
{
  g_autoptr (TriComparison) comparison = tri_archive_dup_comparison (archive, NULL);

  return tri_export_json_of (comparison, archive);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

void
tri_header_free (TriHeader *header)
{
  g_free (header->name);
  g_free (header->value);
  g_free (header);
}

void
tri_headers_add (GPtrArray *headers, const char *name, const char *value)
{
  TriHeader *header = g_new (TriHeader, 1);

  *header = (TriHeader){ g_strdup (name), g_strdup (value) };
  g_ptr_array_add (headers, header);
}

const char *
tri_headers_get (GPtrArray *headers, const char *name)
{
  for (guint i = 0; i < headers->len; i++)
    {
      const TriHeader *header = g_ptr_array_index (headers, i);

      if (g_ascii_strcasecmp (header->name, name) == 0)
        return header->value;
    }
  return NULL;
}

TriRecord *
tri_record_new (void)
{
  TriRecord *record = g_new0 (TriRecord, 1);

  g_atomic_ref_count_init (&record->ref_count);
  record->request_headers = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_header_free);
  record->response_headers = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_header_free);
  record->response_body = g_bytes_new (NULL, 0);
  record->marks = g_array_new (FALSE, FALSE, sizeof (TriReadMark));
  record->masked = g_array_new (FALSE, FALSE, sizeof (TriMaskSpan));
  record->request_masked = g_array_new (FALSE, FALSE, sizeof (TriMaskSpan));
  record->times = (TriTimes){ -1, -1, -1, -1, -1 };
  return record;
}

TriRecord *
tri_record_ref (TriRecord *record)
{
  g_atomic_ref_count_inc (&record->ref_count);
  return record;
}

void
tri_record_unref (TriRecord *record)
{
  if (!g_atomic_ref_count_dec (&record->ref_count))
    return;
  g_free (record->server_name);
  g_free (record->model);
  g_clear_pointer (&record->prompt, tri_prompt_unref);
  g_clear_pointer (&record->settings, tri_settings_free);
  g_free (record->method);
  g_free (record->url);
  g_ptr_array_unref (record->request_headers);
  g_clear_pointer (&record->request_body, g_bytes_unref);
  g_free (record->reason);
  g_free (record->http_version);
  g_ptr_array_unref (record->response_headers);
  g_bytes_unref (record->response_body);
  g_array_unref (record->marks);
  g_array_unref (record->masked);
  g_array_unref (record->request_masked);
  g_free (record->started_utc);
  g_free (record->message);
  g_free (record->program);
  tri_json_value_free (record->rest);
  g_free (record);
}

static void
copy_headers (GPtrArray *into, GPtrArray *headers)
{
  for (guint i = 0; i < headers->len; i++)
    {
      const TriHeader *header = g_ptr_array_index (headers, i);

      tri_headers_add (into, header->name, header->value);
    }
}

TriRecord *
tri_record_copy (const TriRecord *record)
{
  TriRecord *copy = tri_record_new ();

  copy->format = record->format;
  copy->server_name = g_strdup (record->server_name);
  copy->model = g_strdup (record->model);
  copy->prompt = record->prompt ? tri_prompt_ref (record->prompt) : NULL;
  copy->settings = record->settings ? tri_settings_copy (record->settings) : NULL;
  copy->method = g_strdup (record->method);
  copy->url = g_strdup (record->url);
  copy_headers (copy->request_headers, record->request_headers);
  copy->request_body = record->request_body ? g_bytes_ref (record->request_body) : NULL;
  copy->status = record->status;
  copy->reason = g_strdup (record->reason);
  copy->http_version = g_strdup (record->http_version);
  copy_headers (copy->response_headers, record->response_headers);
  g_bytes_unref (copy->response_body);
  copy->response_body = g_bytes_ref (record->response_body);
  g_array_append_vals (copy->marks, record->marks->data, record->marks->len);
  g_array_append_vals (copy->masked, record->masked->data, record->masked->len);
  g_array_append_vals (copy->request_masked, record->request_masked->data, record->request_masked->len);
  copy->raw_body = record->raw_body;
  copy->shares_server = record->shares_server;
  copy->started_utc = g_strdup (record->started_utc);
  copy->times = record->times;
  copy->ending = record->ending;
  copy->clean = record->clean;
  copy->message = g_strdup (record->message);
  copy->program = g_strdup (record->program);
  copy->altered = record->altered;
  copy->without_content = record->without_content;
  copy->rest = record->rest ? tri_json_value_copy (record->rest) : NULL;
  return copy;
}

GPtrArray *
tri_record_list_gaps (const TriRecord *record)
{
  TriAsk ask = { .prompt = record->prompt, .settings = record->settings, .model = record->model };

  return tri_format_list_gaps (record->format, record->raw_body ? NULL : &ask, record->request_body);
}

/* The reader sees the body grow as it did, but in the record's own memory: nothing is copied. */
static void
replay_body (const TriRecord *record, TriReader *reader, GByteArray *body, gint64 until_us)
{
  gsize done = 0;

  for (guint i = 0; i < record->marks->len; i++)
    {
      const TriReadMark *mark = &g_array_index (record->marks, TriReadMark, i);

      if (mark->at_us > until_us)
        return;
      body->len = (guint) mark->offset;
      tri_reader_feed (reader, body->data + done, mark->offset - done, mark->at_us);
      done = mark->offset;
    }
  if (record->ending != TRI_ENDING_NONE && record->times.ended_us <= until_us)
    tri_reader_finish (reader, record->clean || record->ending == TRI_ENDING_ANSWERED);
}

TriReader *
tri_record_replay (const TriRecord *record, gint64 until_us)
{
  TriReader *reader
      = tri_reader_new (record->format, record->status, tri_headers_get (record->response_headers, "Content-Type"));
  gsize size;
  guint8 *bytes = (guint8 *) g_bytes_get_data (record->response_body, &size); /* only read */
  GByteArray *body = g_byte_array_new_take (bytes, size);

  body->len = 0;
  tri_reader_share_body (reader, body);
  replay_body (record, reader, body, until_us);
  g_byte_array_steal (body, NULL);
  g_byte_array_unref (body);
  return reader;
}

/* A larger answer is looked at in the table of fields, by whoever wants to wait for it. */
#define MAX_ECHO_BYTES (512u * 1024)

static TriFieldMap *
map_body (const TriFormat *format, TriPlace place, GBytes *body)
{
  g_autoptr (TriJsonIndex) index = NULL;

  if (!body || g_bytes_get_size (body) > MAX_ECHO_BYTES)
    return NULL;
  index = tri_json_index_new (body, NULL);
  return index ? tri_field_map_new (format, place, index) : NULL;
}

GPtrArray *
tri_record_list_echoes (const TriRecord *record, const TriReader *reader)
{
  gboolean is_stream = reader && tri_reader_is_stream (reader);
  gboolean is_small
      = record->ending == TRI_ENDING_ANSWERED && g_bytes_get_size (record->response_body) <= MAX_ECHO_BYTES;
  g_autoptr (GBytes) assembled = is_stream && is_small ? tri_fold_assemble (tri_reader_get_fold (reader)) : NULL;
  g_autoptr (TriFieldMap) request = NULL;
  g_autoptr (TriFieldMap) response = NULL;

  if (!reader || !is_small)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) tri_echo_free);
  request = map_body (record->format, TRI_PLACE_REQUEST, record->request_body);
  response = map_body (record->format, TRI_PLACE_RESPONSE, is_stream ? assembled : record->response_body);
  return tri_echo_list (&(TriEchoSource){ request, response, tri_reader_get_reply (reader), is_stream });
}

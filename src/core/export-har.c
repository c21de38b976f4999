/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/): what the network panels of browsers open. Members with a
 * leading underscore are ours, as the specification allows.
 */
#include "export-parts.h"
#include "sha256.h"
#include "text.h"

static void
write_text (TriJsonWriter *json, const char *name, const char *text)
{
  g_autofree char *shown = tri_text_dup_displayable (text ? text : "", -1, NULL);

  tri_json_writer_member_string (json, name, shown);
}

/* Milliseconds with three places, from microseconds. */
static void
write_ms (TriJsonWriter *json, const char *name, gint64 time_us)
{
  g_autofree char *text = time_us < 0
                              ? g_strdup ("-1")
                              : g_strdup_printf ("%" G_GINT64_FORMAT ".%03d", time_us / 1000, (int) (time_us % 1000));

  tri_json_writer_key (json, name);
  tri_json_writer_raw (json, text, -1);
}

static void
write_empty_array (TriJsonWriter *json, const char *name)
{
  tri_json_writer_key (json, name);
  tri_json_writer_begin_array (json);
  tri_json_writer_end_array (json);
}

static void
write_pair (TriJsonWriter *json, const char *name, const char *value)
{
  tri_json_writer_begin_object (json);
  write_text (json, "name", name);
  write_text (json, "value", value);
  tri_json_writer_end_object (json);
}

static void
write_headers (TriJsonWriter *json, const GPtrArray *headers)
{
  tri_json_writer_key (json, "headers");
  tri_json_writer_begin_array (json);
  for (guint i = 0; i < headers->len; i++)
    write_pair (json, ((TriHeader *) headers->pdata[i])->name, ((TriHeader *) headers->pdata[i])->value);
  tri_json_writer_end_array (json);
}

/* The address without a fragment, as the specification wants it; a file of a stranger may hold what needs escaping. */
static char *
dup_address (const char *url)
{
  g_autofree char *plain = g_strndup (url, strcspn (url, "#"));

  return g_uri_escape_string (plain, ":/?[]@!$&'()*+,;=%", FALSE);
}

static void
write_query (TriJsonWriter *json, const char *address)
{
  const char *query = strchr (address, '?');
  g_auto (GStrv) pairs = query && query[1] ? g_strsplit (query + 1, "&", -1) : NULL;

  tri_json_writer_key (json, "queryString");
  tri_json_writer_begin_array (json);
  for (guint i = 0; pairs && pairs[i]; i++)
    {
      char *equals = strchr (pairs[i], '=');

      if (*pairs[i] == '\0')
        continue;
      if (equals)
        *equals = '\0';
      write_pair (json, pairs[i], equals ? equals + 1 : "");
    }
  tri_json_writer_end_array (json);
}

/* The bytes as text, or in base64 where they are none. */
static void
write_bytes (TriJsonWriter *json, GBytes *bytes, const char *encoding_name)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *encoded = NULL;

  if (g_utf8_validate_len (data ? data : "", size, NULL))
    {
      tri_json_writer_key (json, "text");
      tri_json_writer_string (json, data ? data : "", (gssize) size);
      return;
    }
  encoded = g_base64_encode ((const guchar *) data, size);
  tri_json_writer_member_string (json, "text", encoded);
  tri_json_writer_member_string (json, encoding_name, "base64");
}

static void
write_fidelity (TriJsonWriter *json, GBytes *body, const GArray *masked, gboolean without_content)
{
  g_autofree char *hash = tri_sha256_dup (body);
  gboolean exact = masked->len == 0 && !without_content;

  tri_json_writer_member_string (json, "_sha256", hash);
  tri_json_writer_member_string (json, "_fidelity", exact ? "exact" : without_content ? "without content" : "redacted");
  if (masked->len == 0)
    return;
  tri_json_writer_key (json, "_redacted");
  tri_json_writer_begin_array (json);
  for (guint i = 0; i < masked->len; i++)
    {
      const TriMaskSpan *span = &g_array_index (masked, TriMaskSpan, i);

      tri_json_writer_begin_array (json);
      tri_json_writer_integer (json, (gint64) span->offset);
      tri_json_writer_integer (json, (gint64) span->length);
      tri_json_writer_end_array (json);
    }
  tri_json_writer_end_array (json);
}

static const char *
get_version (const TriRecord *record)
{
  return record->http_version && *record->http_version ? record->http_version : "unknown";
}

static gboolean
is_token (const char *text)
{
  return text && *text && strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "!#$%&'*+-.^_`|~") == strlen (text);
}

static void
write_request (TriJsonWriter *json, const TriRecord *record)
{
  const char *type = tri_headers_get (record->request_headers, "Content-Type");
  g_autofree char *address = dup_address (record->url);

  tri_json_writer_key (json, "request");
  tri_json_writer_begin_object (json);
  write_text (json, "method", is_token (record->method) ? record->method : "POST");
  write_text (json, "url", address);
  write_text (json, "httpVersion", get_version (record));
  write_empty_array (json, "cookies");
  write_headers (json, record->request_headers);
  write_query (json, address);
  tri_json_writer_key (json, "postData");
  tri_json_writer_begin_object (json);
  write_text (json, "mimeType", type ? type : "application/json");
  write_empty_array (json, "params");
  write_bytes (json, record->request_body, "_encoding");
  write_fidelity (json, record->request_body, record->request_masked, record->without_content);
  tri_json_writer_end_object (json);
  tri_json_writer_member_integer (json, "headersSize", -1);
  tri_json_writer_member_integer (json, "bodySize", (gint64) g_bytes_get_size (record->request_body));
  tri_json_writer_end_object (json);
}

static void
write_response (TriJsonWriter *json, const TriRecord *record)
{
  const char *type = tri_headers_get (record->response_headers, "Content-Type");
  const char *location = tri_headers_get (record->response_headers, "Location");
  gint64 size = (gint64) g_bytes_get_size (record->response_body);

  tri_json_writer_key (json, "response");
  tri_json_writer_begin_object (json);
  tri_json_writer_member_integer (json, "status", record->status);
  write_text (json, "statusText", record->reason);
  write_text (json, "httpVersion", get_version (record));
  write_empty_array (json, "cookies");
  write_headers (json, record->response_headers);
  tri_json_writer_key (json, "content");
  tri_json_writer_begin_object (json);
  tri_json_writer_member_integer (json, "size", size);
  write_text (json, "mimeType", type ? type : "x-unknown");
  write_bytes (json, record->response_body, "encoding");
  write_fidelity (json, record->response_body, record->masked, record->without_content);
  tri_json_writer_end_object (json);
  write_text (json, "redirectURL", location);
  tri_json_writer_member_integer (json, "headersSize", -1);
  tri_json_writer_member_integer (json, "bodySize", record->status ? size : -1);
  if (record->status == 0)
    write_text (json, "_error", record->message);
  tri_json_writer_end_object (json);
}

/* From one moment to the next, as long as both are known; what did not happen took no time. */
static gint64
get_phase (gint64 from_us, gint64 to_us)
{
  return from_us < 0 || to_us < from_us ? 0 : to_us - from_us;
}

static void
write_timings (TriJsonWriter *json, const TriTimes *times)
{
  gint64 connected = MAX (times->connected_us, 0);
  gint64 sent = MAX (times->sent_us, connected);
  gint64 ended = MAX (times->ended_us, 0);
  gint64 first = times->first_byte_us >= 0 ? MAX (times->first_byte_us, sent) : MAX (ended, sent);
  gint64 receive = get_phase (first, ended);

  write_ms (json, "time", first + receive);
  tri_json_writer_key (json, "timings");
  tri_json_writer_begin_object (json);
  tri_json_writer_member_integer (json, "blocked", -1);
  tri_json_writer_member_integer (json, "dns", -1);
  write_ms (json, "connect", connected);
  tri_json_writer_member_integer (json, "ssl", -1);
  write_ms (json, "send", sent - connected);
  write_ms (json, "wait", first - sent);
  write_ms (json, "receive", receive);
  tri_json_writer_end_object (json);
}

/* When the events of a stream came: [milliseconds, start, end]; only where events end does a read tell. */
typedef struct
{
  TriJsonWriter *json;
  const GArray *marks;
  guint at;
} Events;

static gboolean
on_event (const TriSseEvent *event, gpointer user_data)
{
  Events *events = user_data;
  char text[128];
  gint64 at_us;

  while (events->at + 1 < events->marks->len
         && g_array_index (events->marks, TriReadMark, events->at).offset < event->end)
    events->at++;
  at_us = events->marks->len ? g_array_index (events->marks, TriReadMark, events->at).at_us : 0;
  g_snprintf (text, sizeof text, "[%" G_GINT64_FORMAT ".%03d,%zu,%zu]", at_us / 1000, (int) (at_us % 1000),
              event->start, event->end);
  tri_json_writer_raw (events->json, text, -1);
  return TRUE;
}

static void
write_events (TriJsonWriter *json, const TriRecord *record)
{
  const char *type = tri_headers_get (record->response_headers, "Content-Type");
  Events events = { json, record->marks, 0 };
  g_autoptr (TriSse) sse = NULL;

  if (!type || g_ascii_strncasecmp (type, "text/event-stream", 17) != 0)
    return;
  tri_json_writer_key (json, "_events");
  tri_json_writer_begin_array (json);
  sse = tri_sse_new (0, on_event, &events);
  tri_sse_feed (sse, g_bytes_get_data (record->response_body, NULL), g_bytes_get_size (record->response_body), NULL);
  tri_json_writer_end_array (json);
}

/* A moment must stand here. Where none is known it is one that nobody takes for it, and a comment says so. */
static void
write_started (TriJsonWriter *json, const TriRecord *record)
{
  g_autoptr (GDateTime) started = record->started_utc ? g_date_time_new_from_iso8601 (record->started_utc, NULL) : NULL;
  g_autoptr (GDateTime) utc = started ? g_date_time_to_utc (started) : NULL;
  g_autofree char *seconds = utc ? g_date_time_format (utc, "%m-%dT%H:%M:%S") : NULL;
  g_autofree char *moment = seconds ? g_strdup_printf ("%04d-%s.%03dZ", g_date_time_get_year (utc), seconds,
                                                       g_date_time_get_microsecond (utc) / 1000)
                                    : NULL;

  tri_json_writer_member_string (json, "startedDateTime", moment ? moment : "1970-01-01T00:00:00.000Z");
  if (!moment)
    tri_json_writer_member_string (json, "comment", "When it was sent is not known.");
}

static void
write_entry (TriJsonWriter *json, const TriRecord *record)
{
  tri_json_writer_begin_object (json);
  write_started (json, record);
  write_timings (json, &record->times);
  write_request (json, record);
  write_response (json, record);
  tri_json_writer_key (json, "cache");
  tri_json_writer_begin_object (json);
  tri_json_writer_end_object (json);
  tri_json_writer_member_string (json, "_resourceType", "fetch");
  tri_json_writer_member_string (json, "_format", record->format->id);
  write_text (json, "_model", record->model);
  write_text (json, "_server", record->server_name);
  tri_json_writer_member_string (json, "_ending", tri_ending_get_id (record->ending));
  write_text (json, "_message", record->message);
  write_events (json, record);
  tri_json_writer_end_object (json);
}

static void
write_entries (TriJsonWriter *json, TriComparison *comparison)
{
  guint n_elsewhere = 0;

  tri_json_writer_key (json, "entries");
  tri_json_writer_begin_array (json);
  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (comparison, i);

      for (guint k = 0; k < tri_column_get_n_attempts (column); k++)
        {
          const TriRecord *record = tri_exchange_get_record (tri_column_get_attempt (column, k));

          if (tri_export_has_address (record))
            write_entry (json, record);
          else if (record->url) /* else it was never sent anywhere */
            n_elsewhere++;
        }
    }
  tri_json_writer_end_array (json);
  if (n_elsewhere > 0)
    {
      g_autofree char *comment
          = g_strdup_printf ("Without %u attempts that were not sent to an address of the web.", n_elsewhere);

      tri_json_writer_member_string (json, "comment", comment);
    }
}

GBytes *
tri_export_har (TriComparison *comparison)
{
  TriJsonWriter json;

  tri_json_writer_init (&json, 1);
  tri_json_writer_begin_object (&json);
  tri_json_writer_key (&json, "log");
  tri_json_writer_begin_object (&json);
  tri_json_writer_member_string (&json, "version", "1.2");
  tri_json_writer_key (&json, "creator");
  tri_json_writer_begin_object (&json);
  tri_json_writer_member_string (&json, "name", "Triptych");
  tri_json_writer_member_string (&json, "version", TRI_VERSION);
  tri_json_writer_end_object (&json);
  write_entries (&json, comparison);
  tri_json_writer_end_object (&json);
  tri_json_writer_end_object (&json);
  return tri_json_writer_end (&json);
}

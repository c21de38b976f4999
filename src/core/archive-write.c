/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive-write.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "sha256.h"

/* What is being written: the files that the manifest names are gathered while it is made. */
typedef struct
{
  TriJsonWriter json;
  GPtrArray *files;
  GPtrArray *asked;      /* GBytes: prompts and settings as JSON, in order */
  GHashTable *positions; /* GBytes → position in `asked`, plus 1 */
} Writing;

/* Strings that are no UTF-8 are written otherwise, so that not a byte is lost. */
static void
write_text (TriJsonWriter *json, const char *text)
{
  g_autofree char *encoded = NULL;

  if (!text)
    {
      tri_json_writer_null (json);
      return;
    }
  if (g_utf8_validate (text, -1, NULL))
    {
      tri_json_writer_string (json, text, -1);
      return;
    }
  encoded = g_base64_encode ((const guchar *) text, strlen (text));
  tri_json_writer_begin_object (json);
  tri_json_writer_member_string (json, "base64", encoded);
  tri_json_writer_end_object (json);
}

static void
write_member (TriJsonWriter *json, const char *name, const char *text)
{
  tri_json_writer_key (json, name);
  write_text (json, text);
}

/* The members of `rest`, but those in `but` (NULL-terminated; NULL: none). */
static void
write_rest (TriJsonWriter *json, const TriJsonValue *rest, const char *const *but)
{
  TriJsonValue *object = (TriJsonValue *) rest; /* only read */

  for (guint i = 0; i < tri_json_value_get_length (object); i++)
    {
      const char *name = tri_json_value_get_name (object, i);

      if (but && g_strv_contains (but, name))
        continue;
      tri_json_writer_key (json, name);
      tri_json_value_write (tri_json_value_at (object, i), json);
    }
}

/* What is not known of the object `name` of an attempt, which is being written. */
static void
write_rest_of (TriJsonWriter *json, const TriRecord *record, const char *name)
{
  write_rest (json, tri_json_value_get (record->rest, name), NULL);
}

static void
write_headers (TriJsonWriter *json, const char *name, const GPtrArray *headers)
{
  tri_json_writer_key (json, name);
  tri_json_writer_begin_array (json);
  for (guint i = 0; i < headers->len; i++)
    {
      const TriHeader *header = headers->pdata[i];

      tri_json_writer_begin_array (json);
      write_text (json, header->name);
      write_text (json, header->value);
      tri_json_writer_end_array (json);
    }
  tri_json_writer_end_array (json);
}

/* Those of the response's headers that begin or end so, as an object. */
static void
write_named_headers (TriJsonWriter *json, const char *member, const GPtrArray *headers, const char *const *names)
{
  tri_json_writer_key (json, member);
  tri_json_writer_begin_object (json);
  for (guint i = 0; i < headers->len; i++)
    {
      const TriHeader *header = headers->pdata[i];

      for (guint k = 0; names[k]; k++)
        if (g_ascii_strcasecmp (header->name, names[k]) == 0 && g_utf8_validate (header->name, -1, NULL))
          write_member (json, header->name, header->value);
    }
  tri_json_writer_end_object (json);
}

static void
write_flat (TriJsonWriter *json, GString *numbers)
{
  g_string_append_c (numbers, ']');
  tri_json_writer_raw (json, numbers->str, (gssize) numbers->len);
}

static void
write_spans (TriJsonWriter *json, const GArray *spans)
{
  g_autoptr (GString) text = g_string_new ("[");

  for (guint i = 0; i < spans->len; i++)
    {
      const TriMaskSpan *span = &g_array_index (spans, TriMaskSpan, i);

      g_string_append_printf (text, "%s[%zu,%zu]", i ? "," : "", span->offset, span->length);
    }
  write_flat (json, text);
}

static void
write_body (
    Writing *writing, const TriRecord *record, const char *member, GBytes *body, const GArray *masked, char *name)
{
  TriJsonWriter *json = &writing->json;
  g_autofree char *hash = NULL;

  tri_json_writer_key (json, member);
  if (!body || g_bytes_get_size (body) == 0)
    {
      tri_json_writer_null (json);
      g_free (name);
      return;
    }
  hash = tri_sha256_dup (body);
  tri_json_writer_begin_object (json);
  tri_json_writer_member_string (json, "file", name);
  tri_json_writer_member_integer (json, "bytes", (gint64) g_bytes_get_size (body));
  tri_json_writer_member_string (json, "sha256", hash);
  tri_json_writer_member_boolean (json, "exact", !record->without_content && masked->len == 0);
  if (masked->len)
    {
      tri_json_writer_key (json, "redacted");
      write_spans (json, masked);
    }
  write_rest_of (json, record, member);
  tri_json_writer_end_object (json);
  g_ptr_array_add (writing->files, tri_container_file_new (name, body));
}

static const char *
get_suffix (const TriRecord *record)
{
  const char *type = tri_headers_get (record->response_headers, "Content-Type");

  if (type && g_ascii_strncasecmp (type, "text/event-stream", 17) == 0)
    return "sse";
  return type && strstr (type, "json") ? "json" : "txt";
}

static void
write_times (TriJsonWriter *json, const TriRecord *record)
{
  const TriTimes *times = &record->times;
  const struct
  {
    const char *name;
    gint64 at_us;
  } all[] = { { "connected", times->connected_us },
              { "sent", times->sent_us },
              { "first_byte", times->first_byte_us },
              { "first_text", times->first_text_us },
              { "ended", times->ended_us } };

  tri_json_writer_key (json, "times_us");
  tri_json_writer_begin_object (json);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].at_us < 0)
      tri_json_writer_member_null (json, all[i].name);
    else
      tri_json_writer_member_integer (json, all[i].name, all[i].at_us);
  write_rest_of (json, record, "times_us");
  tri_json_writer_end_object (json);
}

static void
write_reads (TriJsonWriter *json, const GArray *marks)
{
  g_autoptr (GString) text = g_string_new ("[");

  for (guint i = 0; i < marks->len; i++)
    {
      const TriReadMark *mark = &g_array_index (marks, TriReadMark, i);

      g_string_append_printf (text, "%s%zu,%" G_GINT64_FORMAT, i ? "," : "", mark->offset, mark->at_us);
    }
  tri_json_writer_key (json, "reads");
  write_flat (json, text);
}

/* Where prompt and settings of `record` stand in `asked`. */
static guint
get_asked (Writing *writing, const TriRecord *record)
{
  g_autoptr (TriDraft) draft = tri_draft_new ();
  const TriJsonValue *rest = tri_json_value_get (record->rest, "asked");
  g_autoptr (TriJsonValue) value = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint position;

  tri_settings_free (draft->settings);
  draft->settings = tri_settings_copy (record->settings);
  tri_draft_set_prompt (draft, record->prompt);
  draft->rest = rest ? tri_json_value_copy (rest) : NULL;
  value = tri_draft_to_value (draft);
  tri_json_value_remove (value, "columns");
  bytes = tri_json_value_to_bytes (value, 0);
  position = GPOINTER_TO_UINT (g_hash_table_lookup (writing->positions, bytes));
  if (position == 0)
    {
      g_ptr_array_add (writing->asked, g_bytes_ref (bytes));
      position = writing->asked->len;
      g_hash_table_insert (writing->positions, g_steal_pointer (&bytes), GUINT_TO_POINTER (position));
    }
  return position - 1;
}

static void
write_what_was_asked (Writing *writing, const TriRecord *record, const char *folder)
{
  TriJsonWriter *json = &writing->json;

  tri_json_writer_member_integer (json, "asked", get_asked (writing, record));
  tri_json_writer_member_string (json, "format", record->format->id);
  write_member (json, "server", record->server_name);
  write_member (json, "model", record->model);
  tri_json_writer_member_boolean (json, "raw_body", record->raw_body);
  tri_json_writer_member_boolean (json, "shares_server", record->shares_server);
  write_member (json, "program", record->program);
  write_member (json, "started", record->started_utc);
  write_member (json, "method", record->method);
  write_member (json, "url", record->url);
  write_headers (json, "request_headers", record->request_headers);
  write_body (writing, record, "request", record->request_body, record->request_masked,
              g_strconcat (folder, "/request.json", NULL));
}

static void
write_what_came (Writing *writing, const TriRecord *record, const char *folder)
{
  static const char *const ids[] = { "x-request-id", "request-id",       "apim-request-id",  "x-ms-request-id",
                                     "cf-ray",       "x-correlation-id", "x-amzn-requestid", NULL };
  static const char *const software[] = { "Server",
                                          "openai-version",
                                          "x-powered-by",
                                          "x-ms-deployment-name",
                                          "openai-processing-ms",
                                          "x-vllm-version",
                                          "x-litellm-version",
                                          NULL };
  TriJsonWriter *json = &writing->json;

  tri_json_writer_member_integer (json, "status", record->status);
  write_member (json, "reason", record->reason);
  write_member (json, "http_version", record->http_version);
  write_headers (json, "response_headers", record->response_headers);
  write_named_headers (json, "request_ids", record->response_headers, ids);
  write_named_headers (json, "server_software", record->response_headers, software);
  write_body (writing, record, "response", record->response_body, record->masked,
              g_strconcat (folder, "/response.", get_suffix (record), NULL));
  write_reads (json, record->marks);
  write_times (json, record);
  tri_json_writer_member_string (json, "ending", tri_ending_get_id (record->ending));
  tri_json_writer_member_boolean (json, "clean", record->clean);
  write_member (json, "message", record->message);
  if (record->altered)
    tri_json_writer_member_boolean (json, "altered", TRUE);
  if (record->without_content)
    tri_json_writer_member_boolean (json, "without_content", TRUE);
}

static void
write_column (Writing *writing, const TriArchiveColumn *column, guint number, const char *format)
{
  static const char *const objects[] = { "asked", "request", "response", "times_us", NULL };
  TriJsonWriter *json = &writing->json;

  tri_json_writer_begin_object (json);
  tri_json_writer_key (json, "attempts");
  tri_json_writer_begin_array (json);
  for (guint i = 0; i < column->records->len; i++)
    {
      const TriRecord *record = column->records->pdata[i];
      g_autofree char *folder = g_strdup_printf ("column-%u-%s/attempt-%u", number, format, i + 1);

      tri_json_writer_begin_object (json);
      write_what_was_asked (writing, record, folder);
      write_what_came (writing, record, folder);
      write_rest (json, record->rest, objects);
      tri_json_writer_end_object (json);
    }
  tri_json_writer_end_array (json);
  write_rest (json, column->rest, NULL);
  tri_json_writer_end_object (json);
}

static void
write_columns (Writing *writing, const TriArchive *archive)
{
  tri_json_writer_key (&writing->json, "columns");
  tri_json_writer_begin_array (&writing->json);
  for (guint i = 0; i < archive->columns->len; i++)
    {
      const TriArchiveColumn *column = archive->columns->pdata[i];
      const char *format = column->records->len ? ((TriRecord *) column->records->pdata[0])->format->id : "new";

      write_column (writing, column, i + 1, format);
    }
  tri_json_writer_end_array (&writing->json);
}

static void
write_asked (Writing *writing)
{
  tri_json_writer_key (&writing->json, "asked");
  tri_json_writer_begin_array (&writing->json);
  for (guint i = 0; i < writing->asked->len; i++)
    {
      GBytes *bytes = writing->asked->pdata[i];

      tri_json_writer_raw (&writing->json, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
    }
  tri_json_writer_end_array (&writing->json);
}

static void
write_manifest (Writing *writing, const TriArchive *archive)
{
  TriJsonWriter *json = &writing->json;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *saved = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autoptr (TriJsonValue) draft = tri_draft_to_value (archive->draft);

  tri_json_writer_begin_object (json);
  tri_json_writer_member_integer (json, "triptych", TRI_ARCHIVE_VERSION);
  tri_json_writer_member_string (json, "program", "Triptych " TRI_VERSION);
  tri_json_writer_member_string (json, "saved", saved);
  tri_json_writer_key (json, "draft");
  tri_json_value_write (draft, json);
  if (archive->baseline >= 0)
    tri_json_writer_member_integer (json, "baseline", archive->baseline);
  write_columns (writing, archive);
  write_asked (writing); /* known only now */
  write_rest (json, archive->rest, NULL);
  tri_json_writer_end_object (json);
}

GPtrArray *
tri_archive_list_files (const TriArchive *archive)
{
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GHashTable) positions
      = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_container_file_free);
  Writing writing = { .files = files, .asked = asked, .positions = positions };
  g_autoptr (GBytes) manifest = NULL;

  tri_json_writer_init (&writing.json, 1);
  write_manifest (&writing, archive);
  manifest = tri_json_writer_end (&writing.json);
  g_ptr_array_insert (files, 0, tri_container_file_new (g_strdup (TRI_ARCHIVE_MANIFEST), manifest));
  return files;
}

/* What could not be read again is not written in the first place. */
static gboolean
check_limits (const TriArchive *archive, const GPtrArray *files, GError **error)
{
  guint n = 0;

  for (guint i = 0; i < archive->columns->len; i++)
    n += ((TriArchiveColumn *) archive->columns->pdata[i])->records->len;
  if (archive->columns->len <= TRI_ARCHIVE_MAX_COLUMNS && n <= TRI_ARCHIVE_MAX_ATTEMPTS
      && g_bytes_get_size (((TriContainerFile *) files->pdata[0])->bytes) <= TRI_ARCHIVE_MAX_MANIFEST)
    return TRUE;
  g_set_error (error, TRI_ERROR, TRI_ERROR_LIMIT, _ ("These are too many columns, attempts or reads for one file"));
  return FALSE;
}

gboolean
tri_archive_save (const TriArchive *archive, const char *path, TriContainerKind kind, gboolean replace, GError **error)
{
  g_autoptr (GPtrArray) files = tri_archive_list_files (archive);

  return check_limits (archive, files, error) && tri_container_write (path, kind, files, replace, error);
}

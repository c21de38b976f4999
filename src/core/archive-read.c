/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "formats.h"
#include "manifest.h"
#include "sha256.h"
#include "text.h"

#define MAX_WARNINGS 200

/* A body that the manifest tells of. */
typedef struct
{
  char *file; /* NULL: it is empty */
  guint64 n_bytes;
  char *sha256; /* NULL: none is told */
} Body;

/* An attempt whose bodies were not read yet. */
typedef struct
{
  TriArchiveColumn *column;
  guint column_number, number; /* from 1, for people */
  TriRecord *record;
  Body request, response;
} Pending;

typedef struct
{
  const TriManifest *manifest;
  TriArchive *archive;
  GPtrArray *asked;   /* TriDraft; NULL for one that could not be read */
  GPtrArray *pending; /* Pending */
  GHashTable *wanted; /* name → guint64 * */
} Reading;

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  tri_record_unref (pending->record);
  g_free (pending->request.file);
  g_free (pending->request.sha256);
  g_free (pending->response.file);
  g_free (pending->response.sha256);
  g_free (pending);
}

static void
take_warning (TriArchive *archive, char *text)
{
  if (archive->warnings->len < MAX_WARNINGS)
    g_ptr_array_add (archive->warnings, text);
  else
    g_free (text);
}

static void
warn_of_attempt (TriArchive *archive, guint column, guint attempt, const char *what)
{
  take_warning (archive, g_strdup_printf (_ ("Column %u, attempt %u: %s"), column, attempt, what));
}

static guint
member (const Reading *reading, guint object, const char *name)
{
  return tri_manifest_member (reading->manifest, object, name);
}

static gboolean
is_true (const Reading *reading, guint object, const char *name)
{
  return tri_manifest_is (reading->manifest, member (reading, object, name), TRI_JSON_TRUE);
}

/* Attempts */

static gboolean
read_body (Reading *reading, guint object, Body *body, GArray *spans, GError **error)
{
  gint64 n_bytes = 0;
  guint64 *allowed;

  if (tri_manifest_is_nothing (reading->manifest, object))
    return TRUE;
  if (!tri_manifest_expect (reading->manifest, object, TRI_JSON_OBJECT, _ ("an object"), error)
      || !tri_manifest_expect (reading->manifest, member (reading, object, "file"), TRI_JSON_STRING, _ ("a string"),
                               error)
      || !tri_manifest_read_text (reading->manifest, member (reading, object, "file"), &body->file, error)
      || !tri_manifest_read_text (reading->manifest, member (reading, object, "sha256"), &body->sha256, error)
      || !tri_manifest_read_integer (reading->manifest, member (reading, object, "bytes"), 0,
                                     TRI_MANIFEST_MAX_BODY_BYTES, &n_bytes, error)
      || !tri_manifest_read_spans (reading->manifest, member (reading, object, "redacted"), (guint64) n_bytes, spans,
                                   error))
    return FALSE;
  if (!tri_container_is_name (body->file) || g_hash_table_contains (reading->wanted, body->file))
    return tri_manifest_expect (reading->manifest, member (reading, object, "file"), TRI_JSON_NULL,
                                _ ("the name of a file of its own within the comparison"), error);
  body->n_bytes = (guint64) n_bytes;
  allowed = g_new (guint64, 1);
  *allowed = TRI_MANIFEST_MAX_BODY_BYTES; /* one that was changed is worth seeing, too */
  g_hash_table_insert (reading->wanted, g_strdup (body->file), allowed);
  return TRUE;
}

static gboolean
read_ending (const Reading *reading, guint token, TriEnding *ending, GError **error)
{
  g_autofree char *id = NULL;

  if (!tri_manifest_read_text (reading->manifest, token, &id, error))
    return FALSE;
  for (TriEnding i = TRI_ENDING_ANSWERED; id && i <= TRI_ENDING_INTERRUPTED; i++)
    if (strcmp (id, tri_ending_get_id (i)) == 0)
      {
        *ending = i;
        return TRUE;
      }
  g_set_error (error, TRI_ERROR, TRI_ERROR_SHAPE, _ ("its ending is not known here"));
  return FALSE;
}

static gboolean
read_format (const Reading *reading, guint token, const TriFormat **format, GError **error)
{
  g_autofree char *id = NULL;

  if (!tri_manifest_read_text (reading->manifest, token, &id, error))
    return FALSE;
  *format = id ? tri_format_find (id) : NULL;
  if (*format)
    return TRUE;
  g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("its format is not known here"));
  return FALSE;
}

static gboolean
read_asked_by (const Reading *reading, guint token, TriRecord *record, GError **error)
{
  const TriDraft *draft;
  gint64 position;

  if (!tri_manifest_read_integer (reading->manifest, token, 0, (gint64) reading->asked->len - 1, &position, error))
    return FALSE;
  draft = reading->asked->pdata[position];
  record->prompt = draft ? tri_draft_dup_prompt (draft, error) : NULL;
  if (record->prompt)
    record->settings = tri_settings_copy (draft->settings);
  else if (!draft)
    g_set_error (error, TRI_ERROR, TRI_ERROR_SHAPE, _ ("what was asked cannot be read"));
  return record->prompt != NULL;
}

/* Words of ours are shown as they are; only what a server said may be something else than UTF-8. */
static void
make_displayable (char **word)
{
  char *shown = *word && !g_utf8_validate (*word, -1, NULL) ? tri_text_dup_displayable (*word, -1, NULL) : NULL;

  if (!shown)
    return;
  g_free (*word);
  *word = shown;
}

static gboolean
read_words (const Reading *reading, guint object, TriRecord *record, GError **error)
{
  const struct
  {
    const char *name;
    char **place;
    gboolean is_servers;
  } words[] = {
    { "server", &record->server_name, FALSE }, { "model", &record->model, FALSE },
    { "program", &record->program, FALSE },    { "started", &record->started_utc, FALSE },
    { "method", &record->method, FALSE },      { "url", &record->url, FALSE },
    { "reason", &record->reason, TRUE },       { "http_version", &record->http_version, TRUE },
    { "message", &record->message, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (!tri_manifest_read_text (reading->manifest, member (reading, object, words[i].name), words[i].place, error))
        return FALSE;
      if (!words[i].is_servers)
        make_displayable (words[i].place);
    }
  if (!record->server_name)
    record->server_name = g_strdup ("");
  if (!record->model)
    record->model = g_strdup ("");
  record->raw_body = is_true (reading, object, "raw_body");
  record->shares_server = is_true (reading, object, "shares_server");
  record->clean = is_true (reading, object, "clean");
  record->altered = is_true (reading, object, "altered");
  record->without_content = is_true (reading, object, "without_content");
  return TRUE;
}

/* Keeps what is not known of the object `name` of an attempt in the object of that name in the record's rest. */
static void
keep_rest (TriRecord *record, const char *name, TriJsonValue *rest)
{
  if (!rest)
    return;
  if (!record->rest)
    record->rest = tri_json_value_new_object ();
  tri_json_value_take (record->rest, name, rest);
}

static void
read_rest (const Reading *reading, guint object, TriRecord *record)
{
  static const char *const body[] = { "file", "bytes", "sha256", "exact", "redacted", NULL };
  static const char *const times[] = { "connected", "sent", "first_byte", "first_text", "ended", NULL };
  static const char *const known[] = { "asked",
                                       "format",
                                       "server",
                                       "model",
                                       "raw_body",
                                       "shares_server",
                                       "program",
                                       "started",
                                       "method",
                                       "url",
                                       "status",
                                       "reason",
                                       "http_version",
                                       "request_headers",
                                       "request",
                                       "reads",
                                       "response_headers",
                                       "response",
                                       "times_us",
                                       "request_ids",
                                       "server_software",
                                       "ending",
                                       "clean",
                                       "message",
                                       "altered",
                                       "without_content",
                                       NULL };
  gint64 asked = 0;

  record->rest = tri_manifest_dup_rest (reading->manifest, object, known);
  keep_rest (record, "request", tri_manifest_dup_rest (reading->manifest, member (reading, object, "request"), body));
  keep_rest (record, "response", tri_manifest_dup_rest (reading->manifest, member (reading, object, "response"), body));
  keep_rest (record, "times_us",
             tri_manifest_dup_rest (reading->manifest, member (reading, object, "times_us"), times));
  if (tri_manifest_read_integer (reading->manifest, member (reading, object, "asked"), 0, G_MAXINT, &asked, NULL))
    keep_rest (record, "asked", tri_draft_dup_rest (reading->asked->pdata[asked]));
}

static gboolean
read_attempt (Reading *reading, guint object, Pending *pending, GError **error)
{
  TriRecord *record = pending->record;
  gint64 status = 0;

  /* The bodies first: where the rest cannot be read, their files still belong to something. */
  if (!tri_manifest_expect (reading->manifest, object, TRI_JSON_OBJECT, _ ("an object"), error)
      || !read_body (reading, member (reading, object, "request"), &pending->request, record->request_masked, error)
      || !read_body (reading, member (reading, object, "response"), &pending->response, record->masked, error)
      || !read_format (reading, member (reading, object, "format"), &record->format, error)
      || !read_asked_by (reading, member (reading, object, "asked"), record, error)
      || !read_words (reading, object, record, error)
      || !tri_manifest_read_integer (reading->manifest, member (reading, object, "status"), 0, 999, &status, error)
      || !tri_manifest_read_headers (reading->manifest, member (reading, object, "request_headers"),
                                     record->request_headers, error)
      || !tri_manifest_read_headers (reading->manifest, member (reading, object, "response_headers"),
                                     record->response_headers, error)
      || !tri_manifest_read_marks (reading->manifest, member (reading, object, "reads"), record->marks, error)
      || !tri_manifest_read_times (reading->manifest, member (reading, object, "times_us"), &record->times, error)
      || !read_ending (reading, member (reading, object, "ending"), &record->ending, error))
    return FALSE;
  record->status = (guint) status;
  read_rest (reading, object, record);
  return TRUE;
}

static void
read_attempts (Reading *reading, guint array, TriArchiveColumn *column, guint number)
{
  guint n = 0;

  if (!tri_manifest_is (reading->manifest, array, TRI_JSON_ARRAY))
    return;
  for (guint object = array + 1; object < reading->manifest->tokens[array].next;
       object = reading->manifest->tokens[object].next)
    {
      Pending *pending = g_new0 (Pending, 1);
      g_autoptr (GError) error = NULL;

      *pending = (Pending){ .column = column, .column_number = number, .number = ++n, .record = tri_record_new () };
      if (reading->pending->len < TRI_ARCHIVE_MAX_ATTEMPTS && read_attempt (reading, object, pending, &error))
        {
          g_ptr_array_add (reading->pending, pending);
          continue;
        }
      warn_of_attempt (reading->archive, number, n, error ? error->message : _ ("too many; it was left out"));
      pending_free (pending);
    }
}

/* Bodies */

static gboolean
take_body (const Pending *pending, const Body *body, GHashTable *files, GBytes **place, TriArchive *archive)
{
  GBytes *bytes = body->file ? g_hash_table_lookup (files, body->file) : NULL;
  g_autofree char *hash = NULL;

  if (!body->file)
    return TRUE;
  if (!bytes)
    {
      warn_of_attempt (archive, pending->column_number, pending->number,
                       _ ("a body is missing, so the attempt was left out"));
      return FALSE;
    }
  hash = tri_sha256_dup (bytes);
  if (g_bytes_get_size (bytes) != body->n_bytes || (body->sha256 && g_ascii_strcasecmp (hash, body->sha256) != 0))
    pending->record->altered = TRUE;
  g_clear_pointer (place, g_bytes_unref);
  *place = g_bytes_ref (bytes);
  return TRUE;
}

/* The spans of a body that is shorter than it was must not lead out of it. */
static void
cut_spans (GArray *spans, gsize n_bytes)
{
  while (spans->len > 0)
    {
      const TriMaskSpan *last = &g_array_index (spans, TriMaskSpan, spans->len - 1);

      if (last->offset + last->length <= n_bytes)
        return;
      g_array_set_size (spans, spans->len - 1);
    }
}

/* Reads that do not end where the body does are of another body: then all of it came at the end. */
static void
mend_marks (const Pending *pending, TriArchive *archive)
{
  TriRecord *record = pending->record;
  gsize n_bytes = g_bytes_get_size (record->response_body);
  gsize known = record->marks->len ? g_array_index (record->marks, TriReadMark, record->marks->len - 1).offset : 0;
  TriReadMark all = { n_bytes, MAX (record->times.ended_us, 0) };

  if (known == n_bytes)
    return;
  g_array_set_size (record->marks, 0);
  if (n_bytes > 0)
    g_array_append_val (record->marks, all);
  warn_of_attempt (archive, pending->column_number, pending->number,
                   _ ("the times of its reads do not fit its body, and were left out"));
}

static void
take_bodies (Reading *reading, GHashTable *files)
{
  for (guint i = 0; i < reading->pending->len; i++)
    {
      Pending *pending = reading->pending->pdata[i];
      TriRecord *record = pending->record;

      record->request_body = g_bytes_new (NULL, 0);
      if (!take_body (pending, &pending->request, files, &record->request_body, reading->archive)
          || !take_body (pending, &pending->response, files, &record->response_body, reading->archive))
        continue;
      if (record->altered)
        warn_of_attempt (reading->archive, pending->column_number, pending->number,
                         _ ("a body is not the one that was saved: its SHA-256 is another"));
      cut_spans (record->request_masked, g_bytes_get_size (record->request_body));
      cut_spans (record->masked, g_bytes_get_size (record->response_body));
      mend_marks (pending, reading->archive);
      g_ptr_array_add (pending->column->records, tri_record_ref (record));
    }
}

/* The whole */

static void
free_draft (gpointer draft)
{
  if (draft)
    tri_draft_free (draft);
}

static void
read_asked (Reading *reading)
{
  guint array = member (reading, 0, "asked");

  if (!tri_manifest_is (reading->manifest, array, TRI_JSON_ARRAY))
    return;
  for (guint object = array + 1; object < reading->manifest->tokens[array].next;
       object = reading->manifest->tokens[object].next)
    g_ptr_array_add (reading->asked, tri_draft_from_index (reading->manifest->index, object, NULL));
}

static gboolean
read_columns (Reading *reading, GError **error)
{
  static const char *const known[] = { "attempts", NULL };
  TriArchive *archive = reading->archive;
  guint n_columns = archive->draft->columns->len;
  guint array = member (reading, 0, "columns");

  if (!tri_manifest_expect (reading->manifest, array, TRI_JSON_ARRAY, _ ("an array"), error))
    return FALSE;
  for (guint object = array + 1; object < reading->manifest->tokens[array].next;
       object = reading->manifest->tokens[object].next)
    {
      TriArchiveColumn *column;

      if (archive->columns->len == n_columns)
        {
          take_warning (archive, g_strdup (_ ("There are attempts of columns that are not there; they were left out")));
          break;
        }
      column = tri_archive_add_column (archive);
      if (!tri_manifest_is (reading->manifest, object, TRI_JSON_OBJECT))
        continue;
      column->rest = tri_manifest_dup_rest (reading->manifest, object, known);
      read_attempts (reading, member (reading, object, "attempts"), column, archive->columns->len);
    }
  while (archive->columns->len < n_columns)
    tri_archive_add_column (archive);
  return TRUE;
}

static gboolean
check_version (const Reading *reading, GError **error)
{
  guint token = member (reading, 0, "triptych");
  gint64 version;

  if (!tri_manifest_read_integer (reading->manifest, token, 1, G_MAXINT64, &version, NULL))
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("This is not a saved comparison of Triptych"));
  else if (version > TRI_ARCHIVE_VERSION)
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                 _ ("This comparison was saved by a newer version of Triptych, which this one cannot read"));
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_root (Reading *reading, GError **error)
{
  static const char *const known[] = { "triptych", "program", "saved", "draft", "baseline", "asked", "columns", NULL };
  TriArchive *archive = reading->archive;
  guint baseline = member (reading, 0, "baseline");
  gint64 position;

  if (!tri_manifest_read_text (reading->manifest, member (reading, 0, "program"), &archive->program, error)
      || !tri_manifest_read_text (reading->manifest, member (reading, 0, "saved"), &archive->saved_utc, error))
    return FALSE;
  if (archive->draft->columns->len > TRI_ARCHIVE_MAX_COLUMNS)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_LIMIT, _ ("This comparison has %u columns; at most %u can be opened"),
                   archive->draft->columns->len, TRI_ARCHIVE_MAX_COLUMNS);
      return FALSE;
    }
  if (tri_manifest_read_integer (reading->manifest, baseline, 0, (gint64) archive->draft->columns->len - 1, &position,
                                 NULL))
    archive->baseline = (int) position;
  if (tri_json_index_get_quirks (reading->manifest->index) & TRI_JSON_QUIRK_DUPLICATE_KEY)
    take_warning (archive, g_strdup (_ ("The manifest names a member twice; the last one counts")));
  archive->rest = tri_manifest_dup_rest (reading->manifest, 0, known);
  read_asked (reading);
  return read_columns (reading, error);
}

static TriArchive *
read_manifest (TriContainer *container, GBytes *manifest, GError **error)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (manifest, error);
  g_autoptr (TriArchive) archive = NULL;
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (free_draft);
  g_autoptr (GPtrArray) pending = g_ptr_array_new_with_free_func (pending_free);
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) files = NULL;
  TriManifest values = { index, index ? tri_json_index_get_tokens (index, NULL) : NULL };
  Reading reading = { .manifest = &values, .asked = asked, .pending = pending, .wanted = wanted };
  TriDraft *draft;

  if (!index)
    {
      g_prefix_error (error, "%s: ", TRI_ARCHIVE_MANIFEST);
      return NULL;
    }
  if (!check_version (&reading, error))
    return NULL;
  draft = tri_draft_from_index (index, member (&reading, 0, "draft"), error);
  if (!draft)
    return NULL;
  reading.archive = archive = tri_archive_new_empty (draft);
  if (!read_root (&reading, error))
    return NULL;
  files = tri_container_read (container, wanted, TRI_ARCHIVE_MANIFEST, archive->warnings, error);
  if (!files)
    return NULL;
  take_bodies (&reading, files);
  return g_steal_pointer (&archive);
}

static TriArchive *
load (TriContainer *container, GError **error)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, NULL);
  guint64 allowed = TRI_ARCHIVE_MAX_MANIFEST;
  g_autoptr (GHashTable) files = NULL;
  GBytes *manifest;

  g_hash_table_insert (wanted, (gpointer) TRI_ARCHIVE_MANIFEST, &allowed);
  files = tri_container_read (container, wanted, NULL, NULL, error);
  if (!files)
    return NULL;
  manifest = g_hash_table_lookup (files, TRI_ARCHIVE_MANIFEST);
  if (manifest)
    return read_manifest (container, manifest, error);
  g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
               _ ("This is not a saved comparison: %s is missing, damaged or too large"), TRI_ARCHIVE_MANIFEST);
  return NULL;
}

TriArchive *
tri_archive_load (const char *path, GError **error)
{
  g_autoptr (TriContainer) container = tri_container_open (path, error);

  return container ? load (container, error) : NULL;
}

TriArchive *
tri_archive_load_bytes (GBytes *zip, GError **error)
{
  g_autoptr (TriContainer) container = tri_container_open_bytes (zip);

  return load (container, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "formats.h"
#include "sha256.h"
#include "text.h"

/* Ten years; a time beyond that is no time, and sums with it could overflow. */
#define MAX_US (G_GINT64_CONSTANT (10) * 366 * 24 * 3600 * G_USEC_PER_SEC)

/* One byte more than any program of ours has sent or taken. */
#define MAX_BODY_BYTES (TRI_JSON_MAX_BYTES + 1)

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
  const TriJsonIndex *index;
  const TriJsonToken *tokens;
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

/* Members */

static guint
member (const Reading *reading, guint object, const char *name)
{
  return tri_json_index_get_member (reading->index, object, name);
}

static gboolean
is_kind (const Reading *reading, guint token, TriJsonKind kind)
{
  return token != TRI_JSON_NONE && reading->tokens[token].kind == kind;
}

static gboolean
expect (const Reading *reading, guint token, TriJsonKind kind, const char *expected, GError **error)
{
  g_autofree char *path = NULL;

  if (is_kind (reading, token, kind))
    return TRUE;
  path = token != TRI_JSON_NONE ? tri_json_index_dup_path (reading->index, token) : g_strdup (TRI_ARCHIVE_MANIFEST);
  g_set_error (error, TRI_ERROR, TRI_ERROR_SHAPE, _ ("%s: expected %s"), path, expected);
  return FALSE;
}

static gboolean
is_nothing (const Reading *reading, guint token)
{
  return token == TRI_JSON_NONE || is_kind (reading, token, TRI_JSON_NULL);
}

/* A text as archive-write.c writes it: a string, an object with base64, or null; NULL where there is none. */
static gboolean
read_text (const Reading *reading, guint token, char **text, GError **error)
{
  guint encoded = member (reading, token, "base64");
  g_autofree char *found = NULL;
  gsize length;

  if (is_nothing (reading, token))
    return TRUE;
  if (encoded == TRI_JSON_NONE && !expect (reading, token, TRI_JSON_STRING, _ ("a string"), error))
    return FALSE;
  if (encoded != TRI_JSON_NONE && !expect (reading, encoded, TRI_JSON_STRING, _ ("a string"), error))
    return FALSE;
  found = tri_json_index_dup_string (reading->index, encoded != TRI_JSON_NONE ? encoded : token, &length);
  if (encoded != TRI_JSON_NONE)
    {
      g_autofree guchar *bytes = g_base64_decode (found, &length);

      *text = g_strndup ((const char *) bytes, length);
    }
  else
    *text
        = strlen (found) == length ? g_steal_pointer (&found) : tri_text_dup_displayable (found, (gssize) length, NULL);
  return TRUE;
}

static gboolean
read_integer (const Reading *reading, guint token, gint64 minimum, gint64 maximum, gint64 *value, GError **error)
{
  g_autofree char *text = NULL;

  if (!expect (reading, token, TRI_JSON_NUMBER, _ ("a whole number"), error))
    return FALSE;
  text = tri_json_index_dup_raw (reading->index, token);
  if (minimum <= maximum && g_ascii_string_to_signed (text, 10, minimum, maximum, value, NULL))
    return TRUE;
  return expect (reading, token, TRI_JSON_OBJECT, _ ("a whole number in its range"), error); /* which it is not */
}

/* What `object` has beside the members that are known; NULL if that is nothing. */
static TriJsonValue *
dup_rest (const Reading *reading, guint object, const char *const *known)
{
  TriJsonValue *rest = NULL;

  for (guint key = object + 1; key < reading->tokens[object].next; key = reading->tokens[key + 1].next)
    {
      g_autofree char *name = tri_json_index_dup_string (reading->index, key, NULL);

      if (g_strv_contains (known, name))
        continue;
      if (!rest)
        rest = tri_json_value_new_object ();
      tri_json_value_take (rest, name, tri_json_value_new_from_index (reading->index, key + 1));
    }
  return rest;
}

/* Attempts */

static gboolean
read_header (const Reading *reading, guint pair, GPtrArray *headers, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  if (!expect (reading, pair, TRI_JSON_ARRAY, _ ("an array"), error)
      || !read_text (reading, tri_json_index_get_element (reading->index, pair, 0), &name, error)
      || !read_text (reading, tri_json_index_get_element (reading->index, pair, 1), &value, error))
    return FALSE;
  tri_headers_add (headers, name ? name : "", value ? value : "");
  return TRUE;
}

static gboolean
read_headers (const Reading *reading, guint array, GPtrArray *headers, GError **error)
{
  if (is_nothing (reading, array))
    return TRUE;
  if (!expect (reading, array, TRI_JSON_ARRAY, _ ("an array"), error))
    return FALSE;
  for (guint pair = array + 1; pair < reading->tokens[array].next; pair = reading->tokens[pair].next)
    if (!read_header (reading, pair, headers, error))
      return FALSE;
  return TRUE;
}

/* Pairs that only go up, and end at `n_bytes` at most. */
static gboolean
read_spans (const Reading *reading, guint array, guint64 n_bytes, GArray *spans, GError **error)
{
  gint64 at = 0;

  if (is_nothing (reading, array))
    return TRUE;
  if (!expect (reading, array, TRI_JSON_ARRAY, _ ("an array"), error))
    return FALSE;
  for (guint pair = array + 1; pair < reading->tokens[array].next; pair = reading->tokens[pair].next)
    {
      gint64 offset, length;
      TriMaskSpan span;

      if (!read_integer (reading, tri_json_index_get_element (reading->index, pair, 0), at, (gint64) n_bytes, &offset,
                         error)
          || !read_integer (reading, tri_json_index_get_element (reading->index, pair, 1), 1, (gint64) n_bytes - offset,
                            &length, error))
        return FALSE;
      span = (TriMaskSpan){ (gsize) offset, (gsize) length };
      g_array_append_val (spans, span);
      at = offset + length;
    }
  return TRUE;
}

static gboolean
read_body (Reading *reading, guint object, Body *body, GArray *spans, GError **error)
{
  gint64 n_bytes = 0;
  guint64 *allowed;

  if (is_nothing (reading, object))
    return TRUE;
  if (!expect (reading, object, TRI_JSON_OBJECT, _ ("an object"), error)
      || !expect (reading, member (reading, object, "file"), TRI_JSON_STRING, _ ("a string"), error)
      || !read_text (reading, member (reading, object, "file"), &body->file, error)
      || !read_text (reading, member (reading, object, "sha256"), &body->sha256, error)
      || !read_integer (reading, member (reading, object, "bytes"), 0, MAX_BODY_BYTES, &n_bytes, error)
      || !read_spans (reading, member (reading, object, "redacted"), (guint64) n_bytes, spans, error))
    return FALSE;
  if (!tri_container_is_name (body->file) || g_hash_table_contains (reading->wanted, body->file))
    return expect (reading, member (reading, object, "file"), TRI_JSON_NULL,
                   _ ("the name of a file of its own within the comparison"), error);
  body->n_bytes = (guint64) n_bytes;
  allowed = g_new (guint64, 1);
  *allowed = MAX_BODY_BYTES; /* one that was changed is worth seeing, too */
  g_hash_table_insert (reading->wanted, g_strdup (body->file), allowed);
  return TRUE;
}

static gboolean
read_time (const Reading *reading, guint times, const char *name, gint64 *time, GError **error)
{
  guint token = member (reading, times, name);

  *time = -1;
  return is_nothing (reading, token) || read_integer (reading, token, 0, MAX_US, time, error);
}

static gboolean
read_times (const Reading *reading, guint object, TriTimes *times, GError **error)
{
  return read_time (reading, object, "connected", &times->connected_us, error)
         && read_time (reading, object, "sent", &times->sent_us, error)
         && read_time (reading, object, "first_byte", &times->first_byte_us, error)
         && read_time (reading, object, "first_text", &times->first_text_us, error)
         && read_time (reading, object, "ended", &times->ended_us, error);
}

static gboolean
read_reads (const Reading *reading, guint array, GArray *marks, GError **error)
{
  gint64 offset = 0, at_us = 0;

  if (is_nothing (reading, array))
    return TRUE;
  if (!expect (reading, array, TRI_JSON_ARRAY, _ ("an array"), error))
    return FALSE;
  for (guint token = array + 1; token < reading->tokens[array].next; token += 2)
    {
      guint second = token + 1 < reading->tokens[array].next ? token + 1 : TRI_JSON_NONE;
      TriReadMark mark;

      if (!read_integer (reading, token, offset, MAX_BODY_BYTES, &offset, error)
          || !read_integer (reading, second, at_us, MAX_US, &at_us, error))
        return FALSE;
      mark = (TriReadMark){ (gsize) offset, at_us };
      g_array_append_val (marks, mark);
    }
  return TRUE;
}

static gboolean
read_ending (const Reading *reading, guint token, TriEnding *ending, GError **error)
{
  g_autofree char *id = NULL;

  if (!read_text (reading, token, &id, error))
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

  if (!read_text (reading, token, &id, error))
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

  if (!read_integer (reading, token, 0, (gint64) reading->asked->len - 1, &position, error))
    return FALSE;
  draft = reading->asked->pdata[position];
  record->prompt = draft ? tri_draft_dup_prompt (draft, error) : NULL;
  if (record->prompt)
    record->settings = tri_settings_copy (draft->settings);
  else if (!draft)
    g_set_error (error, TRI_ERROR, TRI_ERROR_SHAPE, _ ("what was asked cannot be read"));
  return record->prompt != NULL;
}

static gboolean
read_words (const Reading *reading, guint object, TriRecord *record, GError **error)
{
  const struct
  {
    const char *name;
    char **place;
  } words[] = {
    { "server", &record->server_name },  { "model", &record->model },     { "program", &record->program },
    { "started", &record->started_utc }, { "method", &record->method },   { "url", &record->url },
    { "reason", &record->reason },       { "message", &record->message }, { "http_version", &record->http_version },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (!read_text (reading, member (reading, object, words[i].name), words[i].place, error))
      return FALSE;
  if (!record->server_name)
    record->server_name = g_strdup ("");
  if (!record->model)
    record->model = g_strdup ("");
  record->raw_body = is_kind (reading, member (reading, object, "raw_body"), TRI_JSON_TRUE);
  record->shares_server = is_kind (reading, member (reading, object, "shares_server"), TRI_JSON_TRUE);
  record->clean = is_kind (reading, member (reading, object, "clean"), TRI_JSON_TRUE);
  record->altered = is_kind (reading, member (reading, object, "altered"), TRI_JSON_TRUE);
  record->without_content = is_kind (reading, member (reading, object, "without_content"), TRI_JSON_TRUE);
  return TRUE;
}

static gboolean
read_attempt (Reading *reading, guint object, Pending *pending, GError **error)
{
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
  TriRecord *record = pending->record;
  gint64 status = 0;

  /* The bodies first: where the rest cannot be read, their files still belong to something. */
  if (!expect (reading, object, TRI_JSON_OBJECT, _ ("an object"), error)
      || !read_body (reading, member (reading, object, "request"), &pending->request, record->request_masked, error)
      || !read_body (reading, member (reading, object, "response"), &pending->response, record->masked, error)
      || !read_format (reading, member (reading, object, "format"), &record->format, error)
      || !read_asked_by (reading, member (reading, object, "asked"), record, error)
      || !read_words (reading, object, record, error)
      || !read_integer (reading, member (reading, object, "status"), 0, 999, &status, error)
      || !read_headers (reading, member (reading, object, "request_headers"), record->request_headers, error)
      || !read_headers (reading, member (reading, object, "response_headers"), record->response_headers, error)
      || !read_reads (reading, member (reading, object, "reads"), record->marks, error)
      || !read_times (reading, member (reading, object, "times_us"), &record->times, error)
      || !read_ending (reading, member (reading, object, "ending"), &record->ending, error))
    return FALSE;
  record->status = (guint) status;
  record->rest = dup_rest (reading, object, known);
  return TRUE;
}

static void
read_attempts (Reading *reading, guint array, TriArchiveColumn *column, guint number)
{
  guint n = 0;

  if (!is_kind (reading, array, TRI_JSON_ARRAY))
    return;
  for (guint object = array + 1; object < reading->tokens[array].next; object = reading->tokens[object].next)
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

  if (!is_kind (reading, array, TRI_JSON_ARRAY))
    return;
  for (guint object = array + 1; object < reading->tokens[array].next; object = reading->tokens[object].next)
    g_ptr_array_add (reading->asked, tri_draft_from_index (reading->index, object, NULL));
}

static gboolean
read_columns (Reading *reading, GError **error)
{
  static const char *const known[] = { "attempts", NULL };
  TriArchive *archive = reading->archive;
  guint n_columns = archive->draft->columns->len;
  guint array = member (reading, 0, "columns");

  if (!expect (reading, array, TRI_JSON_ARRAY, _ ("an array"), error))
    return FALSE;
  for (guint object = array + 1; object < reading->tokens[array].next; object = reading->tokens[object].next)
    {
      TriArchiveColumn *column;

      if (archive->columns->len == n_columns)
        {
          take_warning (archive, g_strdup (_ ("There are attempts of columns that are not there; they were left out")));
          break;
        }
      column = tri_archive_add_column (archive);
      if (!is_kind (reading, object, TRI_JSON_OBJECT))
        continue;
      column->rest = dup_rest (reading, object, known);
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

  if (!read_integer (reading, token, 1, G_MAXINT64, &version, NULL))
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

  if (!read_text (reading, member (reading, 0, "program"), &archive->program, error)
      || !read_text (reading, member (reading, 0, "saved"), &archive->saved_utc, error))
    return FALSE;
  if (archive->draft->columns->len > TRI_ARCHIVE_MAX_COLUMNS)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_LIMIT, _ ("This comparison has %u columns; at most %u can be opened"),
                   archive->draft->columns->len, TRI_ARCHIVE_MAX_COLUMNS);
      return FALSE;
    }
  if (read_integer (reading, baseline, 0, (gint64) archive->draft->columns->len - 1, &position, NULL))
    archive->baseline = (int) position;
  if (tri_json_index_get_quirks (reading->index) & TRI_JSON_QUIRK_DUPLICATE_KEY)
    take_warning (archive, g_strdup (_ ("The manifest names a member twice; the last one counts")));
  archive->rest = dup_rest (reading, 0, known);
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
  Reading reading = { .index = index, .asked = asked, .pending = pending, .wanted = wanted };
  TriDraft *draft;

  if (!index)
    {
      g_prefix_error (error, "%s: ", TRI_ARCHIVE_MANIFEST);
      return NULL;
    }
  reading.tokens = tri_json_index_get_tokens (index, NULL);
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

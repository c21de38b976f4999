/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Saved comparisons: what is saved opens again as it was, byte for byte and in what it means; nothing stands half
 * written; and whatever somebody puts into such a file, it gives a clear error, or opens partly and says so.
 */

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/archive-read.h"
#include "core/archive-write.h"
#include "core/code.h"
#include "core/column-draft.h"
#include "core/curl-command.h"
#include "core/error.h"
#include "core/export.h"
#include "core/formats.h"
#include "core/redact.h"
#include "export-laws.h"

static char *folder;

static char *
dup_place (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static GBytes *
read_file (const char *path)
{
  char *contents;
  gsize n_bytes;

  return g_file_get_contents (path, &contents, &n_bytes, NULL) ? g_bytes_new_take (contents, n_bytes) : NULL;
}

/* Archives to try */

static void
add_marks (TriRecord *record, gsize step)
{
  gsize n = g_bytes_get_size (record->response_body);

  for (gsize at = 0; at < n;)
    {
      at = MIN (at + step, n);
      g_array_append_val (record->marks, ((TriReadMark){ at, (gint64) at * 100 + 5000 }));
    }
}

static TriRecord *
new_record (const TriFormat *format, GBytes *request, GBytes *response, const char *type)
{
  TriRecord *record = tri_record_new ();
  TriTurn turns[] = { { TRI_ROLE_USER, (char *) "Earlier “ß”" }, { TRI_ROLE_ASSISTANT, (char *) "世界" } };

  record->format = format;
  record->server_name = g_strdup ("A server");
  record->model = g_strdup ("gpt-5");
  record->prompt = tri_prompt_new_with_turns ("Be short.", turns, 2, "Two\nlines\t\x01", NULL);
  record->settings = tri_settings_new ();
  tri_settings_set_text (record->settings, TRI_SETTING_TEMPERATURE, "0.70", NULL);
  tri_settings_set_text (record->settings, TRI_SETTING_STOP, "END\n\\n\\n", NULL);
  record->method = g_strdup ("POST");
  record->url = g_strconcat ("https://api.example.com/v1", format->path, NULL);
  tri_headers_add (record->request_headers, "Accept", "text/event-stream");
  tri_headers_add (record->request_headers, "Authorization", "Bearer ****");
  record->request_body = g_bytes_ref (request);
  record->status = 200;
  record->reason = g_strdup ("OK");
  record->http_version = g_strdup ("HTTP/1.1");
  tri_headers_add (record->response_headers, "Content-Type", type);
  tri_headers_add (record->response_headers, "X-Request-Id", "req_0123");
  tri_headers_add (record->response_headers, "X-Latin", "caf\xe9");
  g_bytes_unref (record->response_body);
  record->response_body = g_bytes_ref (response);
  add_marks (record, 7);
  record->started_utc = g_strdup ("2026-01-02T03:04:05.678Z");
  record->times = (TriTimes){ 1000, 2000, 3000, -1, 9000000 };
  record->ending = TRI_ENDING_ANSWERED;
  record->clean = TRUE;
  record->program = g_strdup ("Triptych 0.0.1");
  return record;
}

static TriArchive *
new_archive (void)
{
  TriDraft *draft = tri_draft_new ();

  draft->text = g_strdup ("What would be asked now");
  return tri_archive_new_empty (draft);
}

static TriArchiveColumn *
add_column (TriArchive *archive, const TriFormat *format)
{
  TriDraftColumn *column = tri_draft_add_column (archive->draft);

  column->format = g_strdup (format->id);
  column->base_url = g_strdup ("https://api.example.com/v1");
  column->server_name = g_strdup ("A server");
  column->default_model = g_strdup ("");
  column->key_env = g_strdup ("EXAMPLE_KEY");
  return tri_archive_add_column (archive);
}

/* Two columns, three attempts, one of which was never answered. */
static TriArchive *
new_example (void)
{
  TriArchive *archive = new_archive ();
  TriArchiveColumn *chat = add_column (archive, tri_format_find ("chat"));
  TriArchiveColumn *responses = add_column (archive, tri_format_find ("responses"));
  g_autoptr (GBytes) request = g_bytes_new_static ("{\"model\":\"gpt-5\"}", 17);
  const char *stream
      = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n"
        "data: [DONE]\n\n";
  g_autoptr (GBytes) body = g_bytes_new_static (stream, strlen (stream));
  TriRecord *refused;

  g_ptr_array_add (chat->records, new_record (tri_format_find ("chat"), request, body, "text/event-stream"));
  g_ptr_array_add (chat->records, new_record (tri_format_find ("chat"), request, body, "text/event-stream"));
  refused = tri_record_new ();
  refused->format = tri_format_find ("responses");
  refused->server_name = g_strdup ("");
  refused->model = g_strdup ("");
  refused->prompt = tri_prompt_new (NULL, "hi", NULL);
  refused->settings = tri_settings_new ();
  tri_settings_set_switch (refused->settings, TRI_SETTING_STREAM, FALSE);
  refused->request_body = g_bytes_ref (request);
  refused->ending = TRI_ENDING_NETWORK;
  refused->message = g_strdup ("Nothing listens on api.example.com.");
  g_ptr_array_add (responses->records, refused);
  archive->baseline = 1;
  return archive;
}

/* What is the same */

static void
assert_headers (GPtrArray *a, GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      const TriHeader *x = a->pdata[i], *y = b->pdata[i];

      g_assert_cmpstr (x->name, ==, y->name);
      g_assert_cmpstr (x->value, ==, y->value);
    }
}

static void
assert_arrays (GArray *a, GArray *b)
{
  g_assert_cmpmem (a->data, a->len * g_array_get_element_size (a), b->data, b->len * g_array_get_element_size (b));
}

static void
assert_meaning (const TriRecord *a, const TriRecord *b)
{
  g_autoptr (TriReader) x = a->status ? tri_record_replay (a, G_MAXINT64) : NULL;
  g_autoptr (TriReader) y = b->status ? tri_record_replay (b, G_MAXINT64) : NULL;
  g_autofree char *why = NULL;

  g_assert_true ((x == NULL) == (y == NULL));
  if (!x)
    return;
  g_assert_true (tri_reply_equal (tri_reader_get_reply (x), tri_reader_get_reply (y), &why));
  g_assert_cmpstr (tri_reader_get_message (x), ==, tri_reader_get_message (y));
  g_assert_cmpuint (tri_reader_get_n_events (x), ==, tri_reader_get_n_events (y));
}

static void
assert_records (const TriRecord *a, const TriRecord *b)
{
  g_assert_true (a->format == b->format);
  g_assert_cmpstr (a->server_name, ==, b->server_name);
  g_assert_cmpstr (a->model, ==, b->model);
  g_assert_true (tri_prompt_equal (a->prompt, b->prompt));
  g_assert_true (tri_settings_equal (a->settings, b->settings));
  g_assert_cmpstr (a->method, ==, b->method);
  g_assert_cmpstr (a->url, ==, b->url);
  assert_headers (a->request_headers, b->request_headers);
  g_assert_true (g_bytes_equal (a->request_body, b->request_body));
  g_assert_cmpuint (a->status, ==, b->status);
  g_assert_cmpstr (a->reason, ==, b->reason);
  g_assert_cmpstr (a->http_version, ==, b->http_version);
  assert_headers (a->response_headers, b->response_headers);
  g_assert_true (g_bytes_equal (a->response_body, b->response_body));
  assert_arrays (a->marks, b->marks);
  assert_arrays (a->masked, b->masked);
  assert_arrays (a->request_masked, b->request_masked);
  g_assert_true (a->raw_body == b->raw_body && a->shares_server == b->shares_server && a->clean == b->clean);
  g_assert_cmpstr (a->started_utc, ==, b->started_utc);
  g_assert_cmpmem (&a->times, sizeof a->times, &b->times, sizeof b->times);
  g_assert_cmpint (a->ending, ==, b->ending);
  g_assert_cmpstr (a->message, ==, b->message);
  g_assert_cmpstr (a->program, ==, b->program);
  g_assert_true (a->altered == b->altered);
  assert_meaning (a, b);
}

static void
assert_archives_but_drafts (const TriArchive *a, const TriArchive *b)
{
  g_assert_cmpint (a->baseline, ==, b->baseline);
  g_assert_cmpuint (a->columns->len, ==, b->columns->len);
  for (guint i = 0; i < a->columns->len; i++)
    {
      const TriArchiveColumn *c = a->columns->pdata[i], *d = b->columns->pdata[i];

      g_assert_cmpuint (c->records->len, ==, d->records->len);
      for (guint k = 0; k < c->records->len; k++)
        assert_records (c->records->pdata[k], d->records->pdata[k]);
    }
}

static void
assert_archives (const TriArchive *a, const TriArchive *b)
{
  g_autoptr (GBytes) x = tri_draft_to_bytes (a->draft);
  g_autoptr (GBytes) y = tri_draft_to_bytes (b->draft);

  g_assert_cmpmem (g_bytes_get_data (x, NULL), g_bytes_get_size (x), g_bytes_get_data (y, NULL), g_bytes_get_size (y));
  assert_archives_but_drafts (a, b);
}

static TriArchive *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  TriArchive *archive = tri_archive_load (path, &error);

  g_assert_no_error (error);
  return archive;
}

static void
assert_reopens (const TriArchive *archive)
{
  g_autofree char *zip = dup_place ("again.triptych");
  g_autofree char *files = dup_place ("again");
  g_autofree char *remove = g_strdup_printf ("rm -r '%s'", files);
  g_autoptr (GError) error = NULL;
  g_autoptr (TriArchive) from_zip = NULL;
  g_autoptr (TriArchive) from_folder = NULL;

  g_assert_true (tri_archive_save (archive, zip, TRI_CONTAINER_ZIP, TRUE, &error));
  g_assert_no_error (error);
  from_zip = load (zip);
  g_assert_cmpuint (from_zip->warnings->len, ==, 0);
  assert_archives (archive, from_zip);
  g_assert_true (tri_archive_save (from_zip, files, TRI_CONTAINER_FOLDER, FALSE, &error));
  g_assert_no_error (error);
  from_folder = load (files);
  g_assert_cmpuint (from_folder->warnings->len, ==, 0);
  assert_archives (archive, from_folder);
  g_assert_cmpint (system (remove), ==, 0);
}

/* Laws */

static void
add_case (TriArchive *archive, const TriFormat *format, const char *path, const char *name, const char *type)
{
  g_autofree char *request_path = g_build_filename (path, "request.json", NULL);
  g_autofree char *response_path = g_build_filename (path, name, NULL);
  g_autoptr (GBytes) request = read_file (request_path);
  g_autoptr (GBytes) response = read_file (response_path);
  TriRecord *record;

  if (!response)
    return;
  g_assert_nonnull (request);
  record = new_record (format, request, response, type);
  g_ptr_array_add (((TriArchiveColumn *) archive->columns->pdata[0])->records, record);
}

static void
test_every_case (gconstpointer data)
{
  const TriFormat *format = data;
  g_autofree char *cases = g_test_build_filename (G_TEST_DIST, "cases", format->id, NULL);
  g_autoptr (GDir) dir = g_dir_open (cases, 0, NULL);
  g_autoptr (TriArchive) archive = new_archive ();
  const char *name;

  add_column (archive, format);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (cases, name, NULL);

      add_case (archive, format, path, "stream.sse", "text/event-stream");
      add_case (archive, format, path, "response.json", "application/json");
    }
  g_assert_cmpuint (((TriArchiveColumn *) archive->columns->pdata[0])->records->len, >, 10);
  assert_reopens (archive);
}

static void
test_every_ending (void)
{
  g_autoptr (TriArchive) archive = new_example ();

  for (TriEnding ending = TRI_ENDING_ANSWERED; ending <= TRI_ENDING_INTERRUPTED; ending++)
    {
      TriArchiveColumn *column = archive->columns->pdata[0];
      TriRecord *record = tri_record_copy (column->records->pdata[0]);

      record->ending = ending;
      record->clean = ending % 2;
      record->raw_body = ending % 3 == 0;
      record->shares_server = ending % 3 == 1;
      record->message = g_strdup ("Because of “this”");
      g_ptr_array_add (column->records, record);
    }
  assert_reopens (archive);
}

static void
test_columns_again (void)
{
  g_autoptr (TriArchive) archive = new_example ();
  g_autoptr (TriServer) practice = tri_server_new ("Practice", "http://127.0.0.1:1/v1", NULL, NULL, NULL);
  g_autoptr (TriComparison) comparison = tri_archive_dup_comparison (archive, practice);
  TriColumn *chat = tri_comparison_get_column (comparison, 0);
  TriColumn *responses = tri_comparison_get_column (comparison, 1);
  TriExchange *exchange = tri_column_get_exchange (chat);
  g_autofree char *text = tri_reply_dup_text (tri_reader_get_reply (tri_exchange_get_reader (exchange)));
  g_autoptr (GError) error = NULL;
  g_autoptr (TriArchive) again = NULL;
  TriDraft *draft = tri_draft_new ();

  g_assert_cmpuint (tri_column_get_n_attempts (chat), ==, 2);
  g_assert_cmpstr (text, ==, "Hi");
  g_assert_cmpint (tri_exchange_get_state (exchange), ==, TRI_EXCHANGE_ENDED);
  g_assert_true (tri_exchange_has_whole_body (exchange));
  g_assert_cmpint (tri_exchange_get_elapsed_us (exchange), ==, 9000000);
  g_assert_null (tri_exchange_get_reader (tri_column_get_exchange (responses)));
  g_assert_true (tri_comparison_get_baseline (comparison) == responses);
  g_assert_true (tri_column_get_server (chat) == tri_column_get_server (responses));
  g_assert_cmpstr (tri_server_get_key_env (tri_column_get_server (chat)), ==, "EXAMPLE_KEY");
  g_assert_false (tri_comparison_is_running (comparison));
  /* What is there once more is there as before. */
  draft->text = g_strdup ("What would be asked now");
  again = tri_archive_new (comparison, draft, &error);
  g_assert_no_error (error);
  assert_archives (archive, again);
}

/* A file of a newer program that an older layout would lose. */
static GBytes *
replace_in_manifest (const TriArchive *archive, const char *old, const char *new)
{
  g_autoptr (GPtrArray) files = tri_archive_list_files (archive);
  TriContainerFile *manifest = files->pdata[0];
  g_autoptr (GString) text
      = g_string_new_len (g_bytes_get_data (manifest->bytes, NULL), (gssize) g_bytes_get_size (manifest->bytes));
  g_autofree char *path = dup_place ("replaced.triptych");
  g_autoptr (GError) error = NULL;

  if (g_string_replace (text, old, new, 1) == 0)
    g_error ("“%s” is not in %s", old, text->str);
  g_bytes_unref (manifest->bytes);
  manifest->bytes = g_bytes_new (text->str, text->len);
  g_assert_true (tri_container_write (path, TRI_CONTAINER_ZIP, files, TRUE, &error));
  g_assert_no_error (error);
  return read_file (path);
}

/* Whether what stands in this object of a manifest is made anew by whoever writes it. */
static gboolean
is_derived (const TriJsonIndex *index, guint object)
{
  g_autofree char *path = tri_json_index_dup_path (index, object);

  return g_str_has_suffix (path, ".request_ids") || g_str_has_suffix (path, ".server_software")
         || tri_json_index_get_member (index, object, "base64") != TRI_JSON_NONE;
}

/* The manifest with a member that nobody knows in every object, each with another value; some have objects within. */
static GBytes *
add_strangers (GBytes *manifest, guint32 seed, GPtrArray *paths)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (manifest, NULL);
  const char *bytes = g_bytes_get_data (manifest, NULL);
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  GString *out = g_string_new (NULL);
  gsize at = 0;
  guint n;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n);

  for (guint i = 0; i < n; i++)
    if (tokens[i].kind == TRI_JSON_OBJECT && !is_derived (index, i))
      {
        g_autofree char *path = tri_json_index_dup_path (index, i);
        guint32 name = g_rand_int (chance);

        g_string_append_len (out, bytes + at, (gssize) (tokens[i].start + 1 - at));
        g_string_append_printf (out, g_rand_boolean (chance) ? "\"x%x\": [%u.50, \"\\u00e9\"]" : "\"x%x\": {\"a\": %u}",
                                name, g_rand_int (chance));
        if (tokens[i].next > i + 1)
          g_string_append_c (out, ',');
        at = tokens[i].start + 1;
        g_ptr_array_add (paths, g_strdup_printf ("%s%sx%x", path, *path ? "." : "", name));
      }
  g_string_append_len (out, bytes + at, (gssize) (g_bytes_get_size (manifest) - at));
  return g_string_free_to_bytes (out);
}

static GBytes *
dup_manifest (const TriArchive *archive)
{
  g_autoptr (GPtrArray) files = tri_archive_list_files (archive);

  return g_bytes_ref (((TriContainerFile *) files->pdata[0])->bytes);
}

/* What stands at `path` is the same text in both. */
static void
assert_kept (GBytes *before, GBytes *after, const char *path)
{
  g_autoptr (TriJsonIndex) x = tri_json_index_new (before, NULL);
  g_autoptr (TriJsonIndex) y = tri_json_index_new (after, NULL);
  guint a = tri_json_index_find (x, path), b = tri_json_index_find (y, path);
  g_autoptr (TriJsonValue) expected = tri_json_value_new_from_index (x, a);
  g_autoptr (TriJsonValue) found = b != TRI_JSON_NONE ? tri_json_value_new_from_index (y, b) : NULL;
  g_autoptr (GBytes) wanted = tri_json_value_to_bytes (expected, 0);
  g_autoptr (GBytes) kept = found ? tri_json_value_to_bytes (found, 0) : NULL;

  if (!kept || !g_bytes_equal (wanted, kept))
    g_error ("%s did not survive", path);
}

/* Members of a newer program survive in whichever object they stand, also when the comparison was in use meanwhile. */
static void
test_unknown_members (void)
{
  g_autoptr (TriArchive) archive = new_example ();
  g_autoptr (TriServer) practice = tri_server_new ("Practice", "http://127.0.0.1:1/v1", NULL, NULL, NULL);
  g_autofree char *place = dup_place ("strangers.triptych");
  g_autoptr (GPtrArray) files = NULL;

  tri_draft_add_turn (archive->draft, TRI_ROLE_USER, "“Earlier” and\nmore");
  files = tri_archive_list_files (archive);
  for (guint32 seed = 0; seed < 20; seed++)
    {
      TriContainerFile *file = files->pdata[0];
      g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GBytes) plain = dup_manifest (archive);
      g_autoptr (TriArchive) opened = NULL;
      g_autoptr (TriArchive) again = NULL;
      g_autoptr (TriComparison) comparison = NULL;
      g_autoptr (GBytes) once = NULL;
      g_autoptr (GBytes) twice = NULL;

      g_bytes_unref (file->bytes);
      file->bytes = add_strangers (plain, seed, paths);
      g_assert_true (tri_container_write (place, TRI_CONTAINER_ZIP, files, TRUE, NULL));
      opened = load (place);
      g_assert_cmpuint (opened->warnings->len, ==, 0);
      assert_archives_but_drafts (archive, opened);
      once = dup_manifest (opened);
      comparison = tri_archive_dup_comparison (opened, practice);
      again = tri_archive_new (comparison, tri_draft_new (), NULL);
      twice = dup_manifest (again);
      for (guint i = 0; i < paths->len; i++)
        {
          const char *path = paths->pdata[i];
          gboolean is_drafts = g_str_has_prefix (path, "draft.") && !g_str_has_prefix (path, "draft.columns");

          assert_kept (file->bytes, once, path);
          if (!is_drafts) /* which is its owner's */
            assert_kept (file->bytes, twice, path);
        }
      g_assert_cmpuint (paths->len, >, 25);
    }
}

/* A file of the first layout, as it was written then. */
static void
test_older_files (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "seeds", "archive", "series.triptych", NULL);
  g_autoptr (TriArchive) archive = load (path);
  g_autoptr (TriComparison) comparison = tri_archive_dup_comparison (archive, NULL);
  TriExchange *exchange = tri_column_get_exchange (tri_comparison_get_column (comparison, 1));
  g_autofree char *text = tri_reply_dup_text (tri_reader_get_reply (tri_exchange_get_reader (exchange)));

  g_assert_cmpuint (archive->warnings->len, ==, 0);
  g_assert_cmpuint (tri_comparison_get_n_columns (comparison), ==, 2);
  g_assert_cmpstr (text, ==, "[practice server] It was played at Globe Life Field in Arlington, Texas.");
  assert_reopens (archive);
}

/* What curl is told is what our own reader of curl commands understands. */
static void
test_code_is_read_again (void)
{
  const char *body = "{\"model\":\"it's\",\n \"prompt\":\"$(x) `y` \\\\ \\\"世界\"}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  const TriCode code = { .format = tri_format_find ("completions"),
                         .url = "https://api.example.com/v1/completions",
                         .body = bytes,
                         .key_env = "EXAMPLE_KEY",
                         .is_exact = TRUE };
  g_autoptr (GBytes) curl = tri_code_curl (&code);
  g_autofree char *text = g_strndup (g_bytes_get_data (curl, NULL), g_bytes_get_size (curl));
  g_autoptr (GError) error = NULL;
  g_autoptr (TriCurlCommand) command = tri_curl_command_parse (strstr (text, "curl"), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (command->method, ==, "POST");
  g_assert_cmpstr (command->url, ==, code.url);
  g_assert_cmpstr (command->key_env, ==, "EXAMPLE_KEY");
  g_assert_true (g_bytes_equal (command->body, bytes));
}

/* Names of variables that a shell would not take for one, and what is no address. */
static void
test_code_of_strangers (void)
{
  g_autoptr (TriArchive) archive = new_example ();
  TriArchiveColumn *column = archive->columns->pdata[0];
  TriRecord *record = column->records->pdata[1];
  TriDraftColumn *noted = archive->draft->columns->pdata[0];
  const char *const urls[] = { "-o/etc/passwd", "file:///etc/passwd", "" };
  g_autoptr (GBytes) code = NULL;

  g_free (noted->key_env);
  noted->key_env = g_strdup ("X$(id)`id`'\"");
  for (TriExportKind kind = TRI_EXPORT_CURL; kind <= TRI_EXPORT_JAVASCRIPT; kind++)
    for (guint sdk = 0; sdk < 2; sdk++)
      {
        const TriExportOptions options = { .column = 0, .sdk = sdk };

        g_clear_pointer (&code, g_bytes_unref);
        code = tri_export (archive, kind, &options, NULL);
        g_assert_nonnull (g_strstr_len (g_bytes_get_data (code, NULL), (gssize) g_bytes_get_size (code), "API_KEY"));
        g_assert_null (g_strstr_len (g_bytes_get_data (code, NULL), (gssize) g_bytes_get_size (code), "(id)"));
      }
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      const TriExportOptions options = { .column = 0 };
      g_autoptr (GError) error = NULL;

      g_free (record->url);
      record->url = g_strdup (urls[i]);
      g_assert_null (tri_export (archive, TRI_EXPORT_CURL, &options, &error));
      g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
    }
}

/* Secrets */

#define CANARY "sk-CANARY/0123456789abcdef"

static void
assert_without (const TriArchive *archive, const char *word)
{
  g_autoptr (GPtrArray) files = tri_archive_list_files (archive);

  for (guint i = 0; i < files->len; i++)
    {
      TriContainerFile *file = files->pdata[i];

      g_assert_null (
          g_strstr_len (g_bytes_get_data (file->bytes, NULL), (gssize) g_bytes_get_size (file->bytes), word));
    }
}

static void
test_no_secret (void)
{
  const char *keys[] = { CANARY, NULL };
  const char *stream = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"say sk-CANARY/01\"}}]}\n\n"
                       "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"23456789abcdef!\"},\"finish_reason\":"
                       "\"stop\"}]}\n\ndata: [DONE]\n\n";
  g_autoptr (GBytes) request = g_bytes_new_static ("{\"prompt\":\"" CANARY "\"}", 12 + strlen (CANARY) + 1);
  g_autoptr (GBytes) response = g_bytes_new_static (stream, strlen (stream));
  g_autoptr (TriRecord) record = new_record (tri_format_find ("chat"), request, response, "text/event-stream");
  g_autoptr (TriRecord) clean = NULL;
  g_autoptr (TriReader) reader = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TriArchive) archive = new_archive ();

  tri_headers_add (record->request_headers, "X-Passphrase", "two words");
  tri_headers_add (record->request_headers, "api-key", "short");
  tri_headers_add (record->request_headers, "X-Vendor-Client-Secret", "short");
  tri_headers_add (record->request_headers, "Cookie", "a=1; secret=2");
  tri_headers_add (record->response_headers, "x-ratelimit-remaining-tokens", "149984");
  tri_headers_add (record->response_headers, "Set-Cookie", "__cf=abcdef; path=/; secure");
  tri_headers_add (record->response_headers, "X-Echo", "you sent " CANARY);
  g_free (record->url);
  record->url = g_strdup ("https://user:pass@api.example.com/v1?api-key=abc&v=1#x");
  record->message = g_strdup ("Incorrect key: " CANARY);

  clean = tri_redact_record (record, keys, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tri_headers_get (clean->request_headers, "X-Passphrase"), ==, "*********");
  g_assert_cmpstr (tri_headers_get (clean->request_headers, "api-key"), ==, "*****");
  g_assert_cmpstr (tri_headers_get (clean->request_headers, "x-vendor-client-secret"), ==, "*****");
  g_assert_cmpstr (tri_headers_get (clean->request_headers, "cookie"), ==, "a=*; secret=*");
  g_assert_cmpstr (tri_headers_get (clean->response_headers, "x-ratelimit-remaining-tokens"), ==, "149984");
  g_assert_cmpstr (tri_headers_get (clean->response_headers, "set-cookie"), ==, "__cf=******; path=/; secure");
  g_assert_cmpstr (clean->url, ==, "https://*********@api.example.com/v1?api-key=***&v=*#x");
  g_assert_cmpuint (clean->request_masked->len, ==, 1);
  g_assert_cmpuint (clean->masked->len, ==, 2);
  g_assert_cmpuint (g_bytes_get_size (clean->response_body), ==, g_bytes_get_size (record->response_body));
  reader = tri_record_replay (clean, G_MAXINT64);
  text = tri_reply_dup_text (tri_reader_get_reply (reader));
  g_assert_cmpstr (text, ==, "say **************************!");
  g_ptr_array_add (add_column (archive, record->format)->records, g_steal_pointer (&clean));
  assert_without (archive, CANARY);
  assert_without (archive, "23456789abcdef");
  assert_reopens (archive);
}

/* What stands in a body under a secret name, in records that a file brought, and in what a column would send. */
static void
test_no_secret_member (void)
{
  static const char *const request = "{\"tools\":[{\"type\":\"mcp\",\"authorization\":\"" CANARY "\"}]}";
  static const char *const response = "data: {\"choices\":[],\"headers\":{\"x-api-key\":\"" CANARY "\"}}\n\n";
  g_autoptr (GBytes) asked = g_bytes_new_static (request, strlen (request));
  g_autoptr (GBytes) said = g_bytes_new_static (response, strlen (response));
  g_autoptr (TriRecord) record = new_record (tri_format_find ("chat"), asked, said, "text/event-stream");
  g_autoptr (TriServer) server = tri_server_new ("Ours", "http://127.0.0.1:1/v1", NULL, NULL, "m");
  g_autoptr (TriColumn) column = tri_column_new (record->format, server, NULL);
  g_autoptr (TriDraft) draft = tri_draft_new ();
  g_autoptr (GBytes) noted = NULL;
  g_autoptr (TriRecord) clean = tri_redact_record (record, NULL, NULL);
  g_autoptr (TriArchive) archive = new_archive ();

  g_assert_cmpuint (clean->request_masked->len, ==, 1);
  g_assert_cmpuint (clean->masked->len, ==, 1);
  g_assert_cmpuint (g_array_index (clean->masked, TriMaskSpan, 0).length, ==, strlen (CANARY));
  g_ptr_array_add (add_column (archive, record->format)->records, g_steal_pointer (&clean));
  assert_without (archive, CANARY);
  assert_reopens (archive);

  g_assert_true (tri_column_set_members (column, "{\"api_key\": \"" CANARY "\", \"n\": 2}", NULL));
  g_assert_true (tri_column_set_body (column, asked, NULL));
  tri_column_note (column, draft);
  noted = tri_draft_to_bytes (draft);
  g_assert_null (g_strstr_len (g_bytes_get_data (noted, NULL), (gssize) g_bytes_get_size (noted), CANARY));
  g_assert_true (g_bytes_equal (tri_column_get_body (column), asked));
}

/* What a newer program wrote is kept, but not a key of a server in use, in whichever object it stands. */
static void
test_unknown_members_hold_no_key (void)
{
  g_autoptr (TriArchive) archive = new_example ();
  g_autoptr (TriServer) practice = tri_server_new ("Practice", "http://127.0.0.1:1/v1", NULL, NULL, NULL);
  g_autofree char *place = dup_place ("strange-keys.triptych");
  g_autoptr (GPtrArray) files = tri_archive_list_files (archive);
  TriContainerFile *file = files->pdata[0];
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) strange = add_strangers (file->bytes, 1, paths);
  g_autoptr (GString) text = g_string_new_len (g_bytes_get_data (strange, NULL), (gssize) g_bytes_get_size (strange));
  guint n_keys = g_string_replace (text, "\\u00e9", CANARY, 0);
  g_autoptr (TriArchive) opened = NULL;
  g_autoptr (TriComparison) comparison = NULL;
  g_autoptr (TriArchive) again = NULL;
  g_autoptr (GBytes) manifest = NULL;
  g_autoptr (GError) error = NULL;
  TriDraft *draft = tri_draft_new ();
  g_auto (GStrv) masked = NULL;

  g_assert_cmpuint (n_keys, >, 5);
  g_bytes_unref (file->bytes);
  file->bytes = g_bytes_new (text->str, text->len);
  g_assert_true (tri_container_write (place, TRI_CONTAINER_ZIP, files, TRUE, NULL));
  opened = load (place);
  g_setenv ("EXAMPLE_KEY", CANARY, TRUE); /* of the columns' server */
  comparison = tri_archive_dup_comparison (opened, practice);
  draft->rest = tri_draft_dup_rest (opened->draft);
  again = tri_archive_new (comparison, draft, &error);
  g_unsetenv ("EXAMPLE_KEY");
  g_assert_no_error (error);
  assert_without (again, CANARY);
  manifest = dup_manifest (again);
  masked = g_strsplit (g_bytes_get_data (manifest, NULL), "**************************", -1);
  g_assert_cmpuint (g_strv_length (masked), >, n_keys / 2);
}

/* Files */

static void
test_nothing_is_written_over (void)
{
  g_autoptr (TriArchive) archive = new_example ();
  g_autofree char *path = dup_place ("mine.triptych");
  g_autofree char *place = dup_place ("my folder");
  g_autofree char *inside = g_build_filename (place, "x", NULL);
  g_autofree char *nowhere = dup_place ("no such folder/x.triptych");
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  g_assert_false (tri_archive_save (archive, path, TRI_CONTAINER_ZIP, FALSE, &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "mine");
  g_clear_error (&error);

  g_mkdir (place, 0755);
  g_assert_true (g_file_set_contents (inside, "mine", -1, NULL));
  for (guint replace = 0; replace < 2; replace++)
    {
      g_assert_false (tri_archive_save (archive, place, TRI_CONTAINER_FOLDER, replace, &error));
      g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
      g_clear_error (&error);
      g_assert_false (tri_archive_save (archive, place, TRI_CONTAINER_ZIP, replace, &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
    }
  g_assert_true (g_file_test (inside, G_FILE_TEST_EXISTS));
  g_assert_false (tri_archive_save (archive, nowhere, TRI_CONTAINER_ZIP, FALSE, &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, "no such folder"));
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

/* A limit on files stands for a disk that is full: the bytes cannot be written, and that is found out late. */
static void
test_what_stood_there_stays (void)
{
  g_autoptr (TriArchive) archive = new_example ();
  g_autofree char *path = dup_place ("stays.triptych");
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit limit, small;
  guint n;

  g_assert_true (tri_archive_save (archive, path, TRI_CONTAINER_ZIP, FALSE, NULL));
  g_chmod (path, 0640);
  before = read_file (path);
  n = count_files ();
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 64;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (tri_archive_save (archive, path, TRI_CONTAINER_ZIP, TRUE, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE);
  after = read_file (path);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpuint (count_files (), ==, n);
  g_clear_error (&error);
  g_assert_true (tri_archive_save (archive, path, TRI_CONTAINER_ZIP, TRUE, &error));
  g_assert_cmpuint (count_files (), ==, n);
  {
    struct stat status;

    g_assert_cmpint (stat (path, &status), ==, 0);
    g_assert_cmpuint (status.st_mode & 0777, ==, 0640);
  }
}

/* Hostile ones */

static void
try (GBytes *zip, gboolean with_exports)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TriArchive) archive = tri_archive_load_bytes (zip, &error);
  g_autoptr (GPtrArray) files = NULL;

  g_assert_true ((archive == NULL) == (error != NULL));
  if (archive)
    {
      g_autoptr (GPtrArray) readers = tri_archive_read_again (archive);

      files = tri_archive_list_files (archive);
      if (with_exports)
        export_laws_check (archive);
    }
  else
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static GBytes *
dup_zip (const TriArchive *archive)
{
  g_autofree char *path = dup_place ("example.triptych");

  g_assert_true (tri_archive_save (archive, path, TRI_CONTAINER_ZIP, TRUE, NULL));
  return read_file (path);
}

static void
test_truncated_and_changed (void)
{
  g_autoptr (TriArchive) archive = new_example ();
  g_autoptr (GBytes) zip = dup_zip (archive);
  gsize size = g_bytes_get_size (zip);
  guint partly = 0;

  for (gsize at = 0; at < size; at += 13)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (zip, 0, at);
      g_autoptr (TriArchive) opened = tri_archive_load_bytes (cut, NULL);

      try (cut, FALSE);
      if (opened && opened->warnings->len == 0) /* only the directory at the end is gone */
        assert_archives (archive, opened);
      partly += opened && opened->warnings->len > 0;
    }
  g_assert_cmpuint (partly, >, 0);
  for (gsize at = 0; at < size; at += 3)
    {
      g_autofree char *bytes = g_memdup2 (g_bytes_get_data (zip, NULL), size);
      g_autoptr (GBytes) changed = NULL;

      bytes[at] ^= (char) (1 << at % 8);
      changed = g_bytes_new (bytes, size);
      try (changed, FALSE);
    }
}

static GBytes *
get_part (const GPtrArray *files, guint i)
{
  return ((TriContainerFile *) files->pdata[i])->bytes;
}

/* Every value of the manifest is put out for one of another type, one after the other. */
static void
test_wrong_types (void)
{
  const char *const others[] = { "null",
                                 "-1",
                                 "1e999",
                                 "\"\"",
                                 "[]",
                                 "{}",
                                 "true",
                                 "\"../../x\"",
                                 "[[9,9]]",
                                 "18446744073709551616",
                                 "{\"base64\":\"/2E=\"}",
                                 "{\"base64\":\"/2EA\"}" };
  g_autoptr (TriArchive) archive = new_example ();
  g_autoptr (GPtrArray) files = tri_archive_list_files (archive);
  g_autoptr (GBytes) manifest = g_bytes_ref (get_part (files, 0));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (manifest, NULL);
  guint n;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n);
  const char *bytes = g_bytes_get_data (manifest, NULL);
  g_autofree char *path = dup_place ("types.triptych");

  for (guint i = 0; i < n; i++)
    for (guint k = i % 2; k < G_N_ELEMENTS (others) && !tokens[i].is_key; k += 2)
      {
        g_autoptr (GString) text = g_string_new_len (bytes, tokens[i].start);
        g_autoptr (GBytes) zip = NULL;
        TriContainerFile *file = files->pdata[0];

        g_string_append (text, others[k]);
        g_string_append_len (text, bytes + tokens[i].end, (gssize) (g_bytes_get_size (manifest) - tokens[i].end));
        g_bytes_unref (file->bytes);
        file->bytes = g_bytes_new (text->str, text->len);
        g_assert_true (tri_container_write (path, TRI_CONTAINER_ZIP, files, TRUE, NULL));
        zip = read_file (path);
        try (zip, TRUE);
      }
}

static void
assert_warns (GBytes *zip, const char *word, guint n_first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TriArchive) archive = tri_archive_load_bytes (zip, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (archive->warnings->len, ==, 1);
  if (!strstr (archive->warnings->pdata[0], word))
    g_error ("“%s” is not in “%s”", word, (char *) archive->warnings->pdata[0]);
  g_assert_cmpuint (((TriArchiveColumn *) archive->columns->pdata[0])->records->len, ==, n_first);
}

static void
assert_refused (GBytes *zip, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tri_archive_load_bytes (zip, &error));
  if (!strstr (error->message, word))
    g_error ("“%s” is not in “%s”", word, error->message);
}

static void
test_lies (void)
{
  g_autoptr (TriArchive) archive = new_example ();
  const struct
  {
    const char *old, *new, *word;
    guint n_first;
  } partly[] = {
    { "\"sha256\": \"", "\"sha256\": \"00", "SHA-256", 2 },
    { "\"bytes\": 17", "\"bytes\": 18", "SHA-256", 2 },
    { "\"reads\": [7,", "\"reads\": [9,5,7,", "reads", 1 },
    { "\"reads\": [7,", "\"reads\": [9000,", "reads", 1 },
    { "\"format\": \"chat\",\n     \"server\"", "\"format\": \"chut\",\n     \"server\"", "format", 1 },
    { "\"ending\": \"answered\"", "\"ending\": \"none\"", "ending", 1 },
    { "\"asked\": 0", "\"asked\": 99", "asked", 1 },
    { "\"status\": 200", "\"status\": 200, \"status\": 200", "twice", 2 },
    { "\"ended\": 9000000", "\"ended\": 9223372036854775807", "ended", 1 },
  };
  g_autoptr (GBytes) newer = replace_in_manifest (archive, "\"triptych\": 1", "\"triptych\": 2");
  g_autoptr (GBytes) other = replace_in_manifest (archive, "\"triptych\"", "\"triptik\"");
  g_autoptr (GBytes) broken = replace_in_manifest (archive, "\"draft\": {", "\"draft\": ");
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) text = g_bytes_new_static ("not a comparison", 16);

  for (guint i = 0; i < G_N_ELEMENTS (partly); i++)
    {
      g_autoptr (GBytes) zip = replace_in_manifest (archive, partly[i].old, partly[i].new);

      g_test_message ("%s", partly[i].new);
      assert_warns (zip, partly[i].word, partly[i].n_first);
    }
  assert_refused (newer, "newer version");
  assert_refused (other, "not a saved comparison");
  assert_refused (broken, "line");
  assert_refused (nothing, "no saved comparison");
  assert_refused (text, "no saved comparison");
}

/* What was changed once is said to be so for ever. */
static void
test_a_changed_body_stays_known (void)
{
  g_autoptr (TriArchive) archive = new_example ();
  g_autoptr (GBytes) zip = replace_in_manifest (archive, "\"sha256\": \"", "\"sha256\": \"00");
  g_autoptr (TriArchive) opened = tri_archive_load_bytes (zip, NULL);
  g_autoptr (GBytes) again = dup_zip (opened);

  assert_warns (again, "SHA-256", 2);
}

/* A ZIP as nobody of ours would write it. */
static GBytes *
make_zip (const GPtrArray *files, const char *name, int type, const char *bytes, gsize size)
{
  g_autofree char *path = dup_place ("made.zip");
  struct archive *zip = archive_write_new ();

  archive_write_set_format_zip (zip);
  g_assert_cmpint (archive_write_open_filename (zip, path), ==, ARCHIVE_OK);
  for (guint i = 0; i <= files->len; i++)
    {
      const TriContainerFile *file = i < files->len ? files->pdata[i] : NULL;
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, file ? file->name : name);
      archive_entry_set_filetype (entry, file ? AE_IFREG : (unsigned) type);
      archive_entry_set_perm (entry, 0644);
      if (!file && type == AE_IFLNK)
        archive_entry_set_symlink (entry, "/etc/passwd");
      archive_entry_set_size (entry, file ? (gint64) g_bytes_get_size (file->bytes) : (gint64) size);
      archive_write_header (zip, entry);
      archive_write_data (zip, file ? g_bytes_get_data (file->bytes, NULL) : bytes,
                          file ? g_bytes_get_size (file->bytes) : size);
      archive_entry_free (entry);
    }
  archive_write_free (zip);
  return read_file (path);
}

static void
test_odd_entries (void)
{
  g_autoptr (TriArchive) archive = new_example ();
  g_autoptr (GPtrArray) files = tri_archive_list_files (archive);
  const struct
  {
    const char *name;
    int type;
    const char *word;
  } odd[] = {
    { "../../climbs", AE_IFREG, "no name" },
    { "/absolute", AE_IFREG, "no name" },
    { "a\\b", AE_IFREG, "belongs to nothing" },
    { "a/./b", AE_IFREG, "no name" },
    { "link", AE_IFLNK, "no plain file" },
    { "stranger", AE_IFREG, "belongs to nothing" },
    { "column-1-chat/attempt-1/request.json", AE_IFREG, "more than once" },
    { "manifest.json", AE_IFREG, "more than once" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GBytes) zip = make_zip (files, odd[i].name, odd[i].type, "x", odd[i].type == AE_IFREG);

      g_test_message ("%s", odd[i].name);
      assert_warns (zip, odd[i].word, 2);
    }
}

/* Forty megabytes of blanks take forty kilobytes of a ZIP. */
static void
test_bombs (void)
{
  gsize size = TRI_ARCHIVE_MAX_MANIFEST + 1;
  g_autofree char *blanks = g_malloc (size);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GBytes) large = NULL;
  g_autoptr (GBytes) deep = NULL;

  memset (blanks, ' ', size);
  large = make_zip (none, "manifest.json", AE_IFREG, blanks, size);
  g_assert_cmpuint (g_bytes_get_size (large), <, 100000);
  assert_refused (large, "too large");
  memset (blanks, '[', 100000);
  deep = make_zip (none, "manifest.json", AE_IFREG, blanks, 100000);
  assert_refused (deep, "512");
}

static void
test_a_folder_with_links (void)
{
  g_autoptr (TriArchive) archive = new_example ();
  g_autofree char *place = dup_place ("linked");
  g_autofree char *body = g_build_filename (place, "column-1-chat", "attempt-1", "response.sse", NULL);
  g_autofree char *attempt = g_build_filename (place, "column-1-chat", "attempt-2", NULL);
  g_autofree char *moved = dup_place ("moved");
  g_autoptr (TriArchive) opened = NULL;

  g_assert_true (tri_archive_save (archive, place, TRI_CONTAINER_FOLDER, FALSE, NULL));
  g_assert_cmpint (g_unlink (body), ==, 0);
  g_assert_cmpint (symlink ("/etc/passwd", body), ==, 0);
  g_assert_cmpint (g_rename (attempt, moved), ==, 0);
  g_assert_cmpint (symlink (moved, attempt), ==, 0);
  opened = load (place);
  g_assert_cmpuint (opened->warnings->len, ==, 2);
  g_assert_cmpuint (((TriArchiveColumn *) opened->columns->pdata[0])->records->len, ==, 0);
  g_assert_cmpuint (((TriArchiveColumn *) opened->columns->pdata[1])->records->len, ==, 1);
}

static void
test_names (void)
{
  const char *const good[] = { "a", "a/b.json", "column-1-chat/attempt-1/request.json", "...", "a b" };
  const char *const bad[]
      = { "", "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a\\b", "c:a", "a\nb", "é" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (tri_container_is_name (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tri_container_is_name (bad[i]));
}

int
main (int argc, char **argv)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);
  int result;
  g_autofree char *remove = NULL;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("triptych-archive-XXXXXX", NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat ("/archive/every-case/", formats[i]->id, NULL);

      g_test_add_data_func (path, formats[i], test_every_case);
    }
  g_test_add_func ("/archive/every-ending", test_every_ending);
  g_test_add_func ("/archive/columns-again", test_columns_again);
  g_test_add_func ("/archive/unknown-members", test_unknown_members);
  g_test_add_func ("/archive/older-files", test_older_files);
  g_test_add_func ("/archive/code-is-read-again", test_code_is_read_again);
  g_test_add_func ("/archive/code-of-strangers", test_code_of_strangers);
  g_test_add_func ("/archive/no-secret", test_no_secret);
  g_test_add_func ("/archive/no-secret-member", test_no_secret_member);
  g_test_add_func ("/archive/unknown-members-hold-no-key", test_unknown_members_hold_no_key);
  g_test_add_func ("/archive/nothing-is-written-over", test_nothing_is_written_over);
  g_test_add_func ("/archive/what-stood-there-stays", test_what_stood_there_stays);
  g_test_add_func ("/archive/truncated-and-changed", test_truncated_and_changed);
  g_test_add_func ("/archive/wrong-types", test_wrong_types);
  g_test_add_func ("/archive/lies", test_lies);
  g_test_add_func ("/archive/a-changed-body-stays-known", test_a_changed_body_stays_known);
  g_test_add_func ("/archive/odd-entries", test_odd_entries);
  g_test_add_func ("/archive/bombs", test_bombs);
  g_test_add_func ("/archive/a-folder-with-links", test_a_folder_with_links);
  g_test_add_func ("/archive/names", test_names);
  result = g_test_run ();
  remove = g_strdup_printf ("rm -r '%s'", folder);
  g_assert_cmpint (system (remove), ==, 0);
  return result;
}

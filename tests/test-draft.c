/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Drafts: what is written is read again, what is unknown is kept, what is broken is set aside, and no key is written.
 */

#include <glib/gstdio.h>
#include <string.h>

#include "core/draft-file.h"
#include "core/error.h"

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static char *
dup_document (const TriDraft *draft)
{
  g_autoptr (GBytes) bytes = tri_draft_to_bytes (draft);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static TriDraft *
new_full_draft (void)
{
  TriDraft *draft = tri_draft_new ();
  g_autoptr (TriServer) server
      = tri_server_new ("Ours", "http://localhost:8080/v1", NULL, "sk-canary-0123456789", "llama");
  TriDraftColumn *column;

  draft->instructions = g_strdup ("Be “brief”.\n\tAlways.");
  draft->text = g_strdup ("世界 \xf0\x9f\x98\x80 \\ \"");
  tri_draft_add_turn (draft, TRI_ROLE_USER, "Hello");
  tri_draft_add_turn (draft, TRI_ROLE_ASSISTANT, "");
  g_assert_true (tri_settings_set_text (draft->settings, TRI_SETTING_TEMPERATURE, "0.70", NULL));
  g_assert_true (tri_settings_set_text (draft->settings, TRI_SETTING_STOP, "END\n\\n\\n", NULL));
  tri_settings_set_switch (draft->settings, TRI_SETTING_STREAM, FALSE);
  column = tri_draft_add_column (draft);
  column->format = g_strdup ("responses");
  column->model = g_strdup ("m");
  column->body = g_strdup ("{\"a\": 1e400}");
  tri_draft_column_set_server (column, server);
  column->brought = TRUE;
  column = tri_draft_add_column (draft);
  column->format = g_strdup ("completions");
  column->members = g_strdup ("{\"user\":\"x\"}");
  return draft;
}

static void
test_round_trip (void)
{
  g_autoptr (TriDraft) draft = new_full_draft ();
  g_autoptr (GBytes) bytes = tri_draft_to_bytes (draft);
  g_autoptr (GError) error = NULL;
  g_autoptr (TriDraft) again = tri_draft_from_bytes (bytes, &error);
  g_autofree char *before = dup_document (draft);
  g_autofree char *after = NULL;
  const TriDraftColumn *column;
  g_autoptr (TriServer) server = NULL;

  g_assert_no_error (error);
  after = dup_document (again);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (again->text, ==, draft->text);
  g_assert_cmpstr (again->instructions, ==, draft->instructions);
  g_assert_cmpuint (again->turns->len, ==, 2);
  g_assert_cmpint (g_array_index (again->turns, TriTurn, 1).role, ==, TRI_ROLE_ASSISTANT);
  g_assert_true (tri_settings_equal (again->settings, draft->settings));
  column = again->columns->pdata[0];
  g_assert_cmpstr (column->body, ==, "{\"a\": 1e400}");
  g_assert_true (column->key_typed);
  g_assert_true (column->brought);
  g_assert_false (((TriDraftColumn *) again->columns->pdata[1])->brought);
  server = tri_draft_column_dup_server (column);
  g_assert_cmpstr (tri_server_get_name (server), ==, "Ours");
  g_assert_cmpstr (tri_server_get_base_url (server), ==, "http://localhost:8080/v1");
  g_assert_cmpint (tri_server_get_key_source (server), ==, TRI_KEY_NONE);
  g_assert_null (tri_draft_column_dup_server (again->columns->pdata[1]));
  g_assert_null (strstr (before, "canary"));
}

static void
test_empty (void)
{
  g_autoptr (GBytes) bytes = bytes_of ("{\"draft\":1}");
  g_autoptr (GError) error = NULL;
  g_autoptr (TriDraft) draft = tri_draft_from_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_null (draft->text);
  g_assert_cmpuint (draft->columns->len, ==, 0);
  g_assert_true (tri_settings_get_switch (draft->settings, TRI_SETTING_STREAM));
}

/* Members that this program does not know survive it, at every level. */
static void
test_unknown (void)
{
  g_autoptr (GBytes) bytes = bytes_of (
      "{\"draft\":1,\"later\":[1.50],\"prompt\":{\"text\":\"a\",\"image\":null},\"settings\":{\"top-k\":\"4\"},"
      "\"columns\":[{\"format\":\"messages\",\"colour\":\"red\",\"server\":{\"base_url\":\"http://[::1]/"
      "v1\",\"tls\":{}}}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (TriDraft) draft = tri_draft_from_bytes (bytes, &error);
  g_autofree char *document = NULL;

  g_assert_no_error (error);
  g_free (draft->text);
  draft->text = g_strdup ("b");
  document = dup_document (draft);
  for (guint i = 0; i < 5; i++)
    g_assert_nonnull (strstr (document, (const char *[]){ "1.50", "\"image\": null", "top-k", "colour", "tls" }[i]));
  g_assert_nonnull (strstr (document, "\"text\": \"b\""));
  g_assert_nonnull (strstr (document, "messages"));
}

static void
test_broken (void)
{
  static const struct
  {
    const char *text;
    TriError code;
    const char *says;
  } rows[] = {
    { "", TRI_ERROR_TRUNCATED, NULL },
    { "{\"draft\":1", TRI_ERROR_TRUNCATED, NULL },
    { "{\"draft\":1}}", TRI_ERROR_SYNTAX, NULL },
    { "\xff\xfe", TRI_ERROR_SYNTAX, NULL },
    { "[]", TRI_ERROR_INVALID, NULL },
    { "{}", TRI_ERROR_INVALID, NULL },
    { "{\"draft\":\"1\"}", TRI_ERROR_INVALID, NULL },
    { "{\"draft\":2}", TRI_ERROR_INVALID, "newer" },
    { "{\"draft\":99999999999999999999}", TRI_ERROR_INVALID, NULL },
    { "{\"draft\":1,\"prompt\":[]}", TRI_ERROR_SHAPE, "prompt" },
    { "{\"draft\":1,\"prompt\":{\"text\":7}}", TRI_ERROR_SHAPE, "prompt.text" },
    { "{\"draft\":1,\"prompt\":{\"turns\":[7]}}", TRI_ERROR_SHAPE, "prompt.turns[0]" },
    { "{\"draft\":1,\"settings\":{\"temperature\":0.7}}", TRI_ERROR_SHAPE, "settings.temperature" },
    { "{\"draft\":1,\"columns\":{}}", TRI_ERROR_SHAPE, "columns" },
    { "{\"draft\":1,\"columns\":[null]}", TRI_ERROR_SHAPE, "columns[0]" },
    { "{\"draft\":1,\"columns\":[{\"server\":\"x\"}]}", TRI_ERROR_SHAPE, "columns[0].server" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = bytes_of (rows[i].text);
      g_autoptr (GError) error = NULL;

      g_assert_null (tri_draft_from_bytes (bytes, &error));
      g_assert_error (error, TRI_ERROR, (int) rows[i].code);
      if (rows[i].says)
        g_assert_nonnull (strstr (error->message, rows[i].says));
    }
}

/* Nothing that stands in a file makes a server of what is none, or a setting of what is out of range. */
static void
test_hostile (void)
{
  g_autoptr (GBytes) bytes = bytes_of (
      "{\"draft\":1,\"prompt\":{\"text\":\"a\\u0000b\\ud800\"},\"settings\":{\"temperature\":\"-9\",\"stream\":7},"
      "\"columns\":[{\"server\":{\"base_url\":\"ftp://user:word@x/?k=1\"}},{\"server\":{\"base_url\":\"\"}}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (TriDraft) draft = tri_draft_from_bytes (bytes, &error);
  g_autofree char *document = NULL;

  g_assert_no_error (error);
  g_assert_true (g_utf8_validate (draft->text, -1, NULL));
  g_assert_nonnull (strchr (draft->text, 'b'));
  g_assert_null (draft->settings->values[TRI_SETTING_TEMPERATURE]);
  g_assert_null (tri_draft_column_dup_server (draft->columns->pdata[0]));
  g_assert_null (tri_draft_column_dup_server (draft->columns->pdata[1]));
  document = dup_document (draft);
  g_assert_true (g_utf8_validate (document, -1, NULL));
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_files (void)
{
  g_autofree char *room = g_dir_make_tmp ("triptych-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (room, "a", "drafts", NULL);
  g_autofree char *between = g_path_get_dirname (folder);
  g_autofree char *stray = g_build_filename (folder, "not-a-draft.json", NULL);
  g_autoptr (TriDraft) draft = new_full_draft ();
  g_autoptr (GBytes) bytes = tri_draft_to_bytes (draft);
  g_autoptr (GPtrArray) none = tri_draft_folder_list (folder);
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (TriDraftFile) file = tri_draft_file_new (folder);
  g_autoptr (TriDraftFile) gone = tri_draft_file_new_beside (file);
  guint n_read = 0;

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (tri_draft_folder_claim (folder));
  g_assert_false (tri_draft_folder_claim (folder)); /* once is for all */
  g_assert_true (tri_draft_file_write (file, bytes, NULL));
  g_assert_true (tri_draft_file_write (file, bytes, NULL));
  g_assert_true (tri_draft_file_is_written (file));
  g_assert_true (tri_draft_file_write (gone, bytes, NULL));
  tri_draft_file_remove (gone);
  g_assert_true (tri_draft_file_write (gone, bytes, NULL)); /* says yes and writes nothing */
  g_assert_true (g_file_set_contents (stray, "{\"draft\"", -1, NULL));

  files = tri_draft_folder_list (folder);
  g_assert_cmpuint (files->len, ==, 2);
  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TriDraft) read = tri_draft_file_read (files->pdata[i], &error);

      n_read += read != NULL;
      if (!read)
        g_assert_nonnull (strstr (error->message, "not-a-draft.json.broken-1"));
    }
  g_assert_cmpuint (n_read, ==, 1);
  left = tri_draft_folder_list (folder);
  g_assert_cmpuint (left->len, ==, 1);
  remove_folder (folder);
  g_assert_cmpint (g_rmdir (between), ==, 0);
  g_assert_cmpint (g_rmdir (room), ==, 0);
}

static void
failed (const char *message, gpointer data)
{
  g_object_set_data_full (data, "message", g_strdup (message), g_free);
}

/* Whatever order the workers come in, what was asked last is what stands there; and a folder that cannot be is said. */
static void
test_worker (void)
{
  g_autofree char *folder = g_dir_make_tmp ("triptych-XXXXXX", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "lock", "drafts", NULL);
  g_autoptr (TriDraftFile) file = tri_draft_file_new (folder);
  g_autoptr (TriDraftFile) hopeless = NULL;
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (TriDraft) last = NULL;

  for (guint i = 0; i <= 20; i++)
    {
      g_autoptr (TriDraft) draft = tri_draft_new ();
      g_autoptr (GBytes) bytes = NULL;

      draft->text = g_strdup_printf ("%u", i);
      bytes = tri_draft_to_bytes (draft);
      tri_draft_file_write_later (file, bytes, failed, owner);
    }
  while (!tri_draft_file_is_written (file))
    g_main_context_iteration (NULL, FALSE);
  last = tri_draft_file_read (file, NULL);
  g_assert_cmpstr (last->text, ==, "20");
  g_assert_null (g_object_get_data (owner, "message"));

  g_assert_true (tri_draft_folder_claim (folder)); /* makes the file "lock", which is no folder */
  hopeless = tri_draft_file_new (nowhere);
  {
    g_autoptr (GBytes) bytes = tri_draft_to_bytes (last);

    tri_draft_file_write_later (hopeless, bytes, failed, owner);
  }
  while (!g_object_get_data (owner, "message"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (tri_draft_file_is_written (hopeless));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft/round-trip", test_round_trip);
  g_test_add_func ("/draft/empty", test_empty);
  g_test_add_func ("/draft/unknown", test_unknown);
  g_test_add_func ("/draft/broken", test_broken);
  g_test_add_func ("/draft/hostile", test_hostile);
  g_test_add_func ("/draft/files", test_files);
  g_test_add_func ("/draft/worker", test_worker);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "core/curl-command.h"
#include "core/error.h"
#include "core/json-style.h"
#include "core/migrate.h"
#include "core/redact.h"
#include "core/text.h"
#include "practice/practice-relay.h"
#include "practice/practice-server.h"

/* Where what was seen is written; the practice server sees in a thread of its own. */
typedef struct
{
  GMutex mutex;
  FILE *out;
  const TriFormat *to;
  guint n;
} Record;

static void
write_ledger (TriMigration *migration, TriJsonWriter *writer)
{
  const TriLedger *ledger = tri_migration_get_ledger (migration);

  tri_json_writer_key (writer, "ledger");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < tri_ledger_get_n_entries (ledger); i++)
    tri_ledger_write_entry (ledger, tri_ledger_get_entry (ledger, i), tri_migration_get_output_index (migration), NULL,
                            0, writer);
  tri_json_writer_end_array (writer);
}

/* The body on one line, every token of it as it came. */
static void
write_body (const TriJsonIndex *index, const char *name, TriJsonWriter *writer)
{
  const TriJsonStyle style = { 0 };
  g_autoptr (GString) line = g_string_new (NULL);
  TriJsonPrinter printer;

  tri_json_printer_init (&printer, &style, line);
  tri_json_printer_copy (&printer, index, 0);
  tri_json_writer_key (writer, name);
  tri_json_writer_raw (writer, line->str, line->len);
}

static void
write_request (Record *record, const char *path, GBytes *body, TriJsonWriter *writer)
{
  TriMigrateOptions options = { .from = tri_format_find_for_url (path), .to = record->to };
  g_autoptr (GError) error = NULL;
  g_autoptr (TriJsonIndex) index = tri_json_index_new (body, &error);
  g_autoptr (TriMigration) migration = NULL;

  tri_json_writer_member_string (writer, "format", options.from ? options.from->id : NULL);
  if (!index)
    {
      g_autofree char *text = tri_text_dup_displayable (g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL);

      tri_json_writer_member_string (writer, "text", text);
      tri_json_writer_member_string (writer, "error", error->message);
      return;
    }
  write_body (index, "body", writer);
  if (!options.from || options.from == record->to)
    return;
  migration = tri_migration_new (body, &options, &error);
  if (!migration)
    {
      tri_json_writer_member_string (writer, "error", error->message);
      return;
    }
  write_body (tri_migration_get_output_index (migration), "converted", writer);
  write_ledger (migration, writer);
}

static void
on_seen (const char *path, GBytes *body, const char *key, gpointer data)
{
  Record *record = data;
  g_autoptr (TriMasker) masker = tri_masker_new (key);
  GByteArray *masked = g_byte_array_new ();
  g_autoptr (GBytes) keyless = NULL, clean = NULL, line = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *at = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *keyless_path = tri_mask_dup_text (path, key);
  g_autofree char *clean_path = tri_curl_dup_masked (keyless_path, 0);
  TriJsonWriter writer;

  if (g_bytes_get_size (body) == 0)
    {
      g_byte_array_unref (masked);
      return;
    }
  tri_masker_feed (masker, g_bytes_get_data (body, NULL), g_bytes_get_size (body), masked);
  tri_masker_finish (masker, masked);
  keyless = g_byte_array_free_to_bytes (masked);
  clean = tri_redact_members (keyless, NULL);
  tri_json_writer_init (&writer, 0);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "at", at);
  tri_json_writer_member_string (&writer, "path", clean_path ? clean_path : keyless_path);
  write_request (record, path, clean, &writer);
  tri_json_writer_end_object (&writer);
  line = tri_json_writer_end (&writer);

  g_mutex_lock (&record->mutex);
  fwrite (g_bytes_get_data (line, NULL), 1, g_bytes_get_size (line), record->out);
  fputc ('\n', record->out);
  fflush (record->out);
  record->n++;
  g_mutex_unlock (&record->mutex);
}

static gboolean
on_interrupt (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/* Says where it listens, and waits until it is interrupted. */
static int
run (Record *record, const char *base_url)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_printerr (
      _ ("Point the base URL of your code to %s\nWhat it sends is written down, without keys. Ctrl+C ends it.\n"),
      base_url);
  g_unix_signal_add (SIGINT, on_interrupt, loop);
  g_unix_signal_add (SIGTERM, on_interrupt, loop);
  g_main_loop_run (loop);
  return TRI_EXIT_OK;
}

static int
run_server (Record *record, guint16 port, const char *forward)
{
  /* The code names the models of its own server, and is to go on after the first answer. */
  TriPracticeOptions options = { .port = port, .any_model = TRUE, .seen = on_seen, .seen_data = record };
  g_autoptr (GError) error = NULL;
  g_autoptr (TriPracticeRelay) relay = forward ? tri_practice_relay_new (port, forward, on_seen, record, &error) : NULL;
  g_autoptr (TriPracticeServer) server = forward ? NULL : tri_practice_server_new (&options, &error);

  if (relay)
    return run (record, tri_practice_relay_get_base_url (relay));
  if (server)
    return run (record, tri_practice_server_get_base_url (server));
  g_printerr ("triptych-cli: %s\n", error->message);
  return TRI_EXIT_UNAVAILABLE;
}

int
tri_command_record (int argc, char **argv)
{
  int port = 0, code;
  gboolean force = FALSE;
  g_autofree char *forward = NULL, *output = NULL, *to = NULL;
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_INT, &port, N_ ("Listen on this port of 127.0.0.1 (default: any free one)"),
      N_ ("N") },
    { "forward", 0, 0, G_OPTION_ARG_STRING, &forward,
      N_ ("Pass requests on to this base URL (default: the practice server answers)"), N_ ("URL") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("The format of the ledger: responses or chat (default: responses)"),
      N_ ("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("Write to this file (default: the standard output)"),
      N_ ("FILE") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_ ("Replace a file that is there"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Record record = { .out = stdout };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ ("Stands where the base URL of a test suite points, and writes down every "
                                            "body that is sent, with its ledger, as JSON Lines."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return tri_command_usage_error ("record", error->message);
  record.to = tri_format_find (to ? to : "responses");
  if (argc > 1)
    return tri_command_usage_error ("record", _ ("expected options only"));
  if (port < 0 || port > 65535)
    return tri_command_usage_error ("record", _ ("--port: expected a number from 0 to 65535"));
  if (!record.to || g_str_equal (record.to->id, "completions"))
    return tri_command_usage_error ("record", _ ("--to: expected responses or chat"));
  if (output)
    record.out = fopen (output, force ? "we" : "wxe");
  if (!record.out)
    {
      g_printerr (_ ("triptych-cli: %s cannot be written, or is there already\n"), output);
      return TRI_EXIT_UNAVAILABLE;
    }
  g_mutex_init (&record.mutex);
  code = run_server (&record, (guint16) port, forward);
  if (output)
    fclose (record.out);
  g_mutex_clear (&record.mutex);
  return code;
}

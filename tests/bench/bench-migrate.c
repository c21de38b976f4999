/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-migrate FILE: what a bare parse of the lines of FILE by json-glib costs, beside which triptych-cli migrate is
 * measured; and what the conversion of one request of 10 KB costs, ledger and all. CPU time.
 */
#include <json-glib/json-glib.h>
#include <string.h>
#include <time.h>

#include "core/migrate.h"

#define N_REQUESTS 400
#define REQUEST_BYTES 10240u

static gint64
get_cpu_us (void)
{
  struct timespec at = { 0 };

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &at);
  return (gint64) at.tv_sec * G_USEC_PER_SEC + at.tv_nsec / 1000;
}

static gboolean
parse_lines (const char *text, gsize n_bytes)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  const char *end = text + n_bytes;

  for (const char *line = text; line < end;)
    {
      const char *next = memchr (line, '\n', end - line);

      next = next ? next : end;
      if (!json_parser_load_from_data (parser, line, next - line, NULL))
        return FALSE;
      line = next + 1;
    }
  return TRUE;
}

static GBytes *
new_request (void)
{
  GString *out = g_string_new ("{\"model\":\"practice-model\",\"temperature\":0.7,\"messages\":[");

  for (guint i = 0; out->len < REQUEST_BYTES; i++)
    g_string_append_printf (out,
                            "%s{\"role\":\"%s\",\"content\":\"Once upon a time, in turn %u, there was a unicorn who "
                            "could not sleep, and counted the stars over the meadow instead.\"}",
                            i ? "," : "", i % 2 ? "assistant" : "user", i);
  g_string_append (out, "]}");
  return g_string_free_to_bytes (out);
}

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;
  g_autoptr (GBytes) request = new_request ();
  TriMigrateOptions options = { 0 };
  gsize n_bytes;
  gint64 start_us;

  if (argc != 2 || !g_file_get_contents (argv[1], &text, &n_bytes, NULL))
    return 2;
  start_us = get_cpu_us ();
  if (!parse_lines (text, n_bytes))
    return 1;
  g_print ("json_glib_us %" G_GINT64_FORMAT "\n", get_cpu_us () - start_us);

  start_us = get_cpu_us ();
  for (guint i = 0; i < N_REQUESTS; i++)
    {
      g_autoptr (TriMigration) migration = tri_migration_new (request, &options, NULL);

      if (!migration || !tri_migration_get_output_index (migration))
        return 1;
    }
  g_print ("request_ns %" G_GINT64_FORMAT "\n", (get_cpu_us () - start_us) * 1000 / N_REQUESTS);
  return 0;
}

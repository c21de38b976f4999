/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-archive [BYTES]: what it costs to save and to reopen three answers of so many bytes each (5 MB), beside
 * indexing the same bytes; and the HAR of a stream of ten thousand events. CPU time, and memory as the kernel counts
 * it.
 */
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/archive-read.h"
#include "core/archive-write.h"
#include "core/export.h"
#include "core/formats.h"
#include "event-text.h"

#define N_COLUMNS 3
#define N_EVENTS 10000
#define READ_BYTES 16384u

static gint64
get_cpu_us (void)
{
  struct timespec at = { 0 };

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &at);
  return (gint64) at.tv_sec * G_USEC_PER_SEC + at.tv_nsec / 1000;
}

static void
print_since (const char *name, gint64 start_us)
{
  g_print ("%s %" G_GINT64_FORMAT "\n", name, get_cpu_us () - start_us);
}

/* The highest memory of this process so far, or since it was reset. */
static gint64
get_peak_bytes (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &text, NULL, NULL);
  line = text ? strstr (text, "VmHWM:") : NULL;
  return line ? g_ascii_strtoll (line + 6, NULL, 10) * 1024 : 0;
}

static gint64
reset_peak (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  if (file)
    {
      fputs ("5", file);
      fclose (file);
    }
  return get_peak_bytes ();
}

/* Short members, numbers, and texts of some hundred bytes, in great number: in a member that the format does not read,
 * as most of a large answer is (log probabilities, tokens), or as parts of the message, all of which is read. */
static GBytes *
new_document (gsize size, gboolean is_read)
{
  GString *out = g_string_sized_new (size + 4096);

  g_string_append (out,
                   "{\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":"
                   "\"assistant\",\"content\":");
  g_string_append (out, is_read ? "[{}" : "\"Good night.\"}}],\"data\":[0");
  for (guint i = 0; out->len < size; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint k = 0; k < 60; k++)
        event_text_append (text, i, k);
      g_string_append_printf (out, ",{\"id\":\"msg_%u\",\"type\":\"text\",\"logprob\":-0.%u,\"text\":\"", i, i);
      tri_json_escape (out, text->str, (gssize) text->len);
      g_string_append (out, "\"}");
    }
  g_string_append (out, is_read ? "]}}]}" : "]}");
  return g_string_free_to_bytes (out);
}

static GBytes *
new_stream (void)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < N_EVENTS; i++)
    g_string_append_printf (out,
                            "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                            "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word%u\"},"
                            "\"finish_reason\":null}]}\n\n",
                            i);
  g_string_append (out, "data: [DONE]\n\n");
  return g_string_free_to_bytes (out);
}

static TriRecord *
new_record (GBytes *body, const char *type, gsize step)
{
  TriRecord *record = tri_record_new ();
  gsize size = g_bytes_get_size (body);

  record->format = tri_format_find ("chat");
  record->server_name = g_strdup ("bench");
  record->model = g_strdup ("bench");
  record->prompt = tri_prompt_new (NULL, "hi", NULL);
  record->settings = tri_settings_new ();
  record->method = g_strdup ("POST");
  record->url = g_strdup ("http://127.0.0.1/v1/chat/completions");
  record->request_body = g_bytes_new_static ("{}", 2);
  record->status = 200;
  record->started_utc = g_strdup ("2026-01-02T03:04:05.678Z");
  tri_headers_add (record->response_headers, "Content-Type", type);
  g_bytes_unref (record->response_body);
  record->response_body = g_bytes_ref (body);
  for (gsize at = 0; at < size;)
    {
      at = MIN (at + step, size);
      g_array_append_val (record->marks, ((TriReadMark){ at, (gint64) at }));
    }
  record->times = (TriTimes){ 1, 2, 3, 4, (gint64) size };
  record->ending = TRI_ENDING_ANSWERED;
  return record;
}

static TriArchive *
new_archive (GBytes *const *bodies, guint n, const char *type, gsize step)
{
  TriArchive *archive = tri_archive_new_empty (tri_draft_new ());

  for (guint i = 0; i < n; i++)
    {
      tri_draft_add_column (archive->draft)->format = g_strdup ("chat");
      g_ptr_array_add (tri_archive_add_column (archive)->records, new_record (bodies[i], type, step));
    }
  return archive;
}

/* Each event came by a read of its own. */
static gboolean
write_har (GError **error)
{
  g_autoptr (GBytes) stream = new_stream ();
  g_autoptr (TriArchive) archive = new_archive (&stream, 1, "text/event-stream", g_bytes_get_size (stream) / N_EVENTS);
  const TriExportOptions options = { .column = -1 };
  gint64 start_us = get_cpu_us ();
  g_autoptr (GBytes) har = tri_export (archive, TRI_EXPORT_HAR, &options, error);

  print_since ("har_us", start_us);
  return har != NULL;
}

static gsize
read_all (gsize size)
{
  g_autoptr (GBytes) document = new_document (size, TRUE);
  GBytes *bodies[N_COLUMNS] = { document, document, document };
  g_autoptr (TriArchive) archive = new_archive (bodies, N_COLUMNS, "application/json", READ_BYTES);
  gint64 start_us = get_cpu_us ();
  g_autoptr (GPtrArray) readers = tri_archive_read_again (archive);
  const TriReply *reply = tri_reader_get_reply (((GPtrArray *) readers->pdata[0])->pdata[0]);
  gsize length = 0;

  print_since ("read_all_us", start_us);
  for (guint i = 0; i < reply->parts->len; i++)
    length += ((TriPart *) reply->parts->pdata[i])->text->len;
  return length;
}

static int
fail (const GError *error)
{
  g_printerr ("bench-archive: %s\n", error->message);
  return 1;
}

int
main (int argc, char **argv)
{
  gsize size = argc > 1 ? (gsize) g_ascii_strtoull (argv[1], NULL, 10) : 5000000;
  g_autofree char *folder = g_dir_make_tmp ("bench-archive-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x.triptych", NULL);
  g_autoptr (GBytes) document = new_document (size, FALSE);
  GBytes *bodies[N_COLUMNS] = { document, document, document };
  g_autoptr (TriArchive) archive = new_archive (bodies, N_COLUMNS, "application/json", READ_BYTES);
  g_autoptr (TriArchive) opened = NULL;
  g_autoptr (GPtrArray) readers = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_us = get_cpu_us (), before;

  g_print ("bytes %" G_GSIZE_FORMAT "\n", g_bytes_get_size (document) * N_COLUMNS);
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr (TriJsonIndex) index = tri_json_index_new (document, &error);

      if (!index)
        return fail (error);
    }
  print_since ("index_us", start_us);

  before = reset_peak ();
  start_us = get_cpu_us ();
  if (!tri_archive_save (archive, path, TRI_CONTAINER_ZIP, FALSE, &error))
    return fail (error);
  print_since ("save_us", start_us);
  g_print ("save_memory_bytes %" G_GINT64_FORMAT "\n", get_peak_bytes () - before);

  before = reset_peak ();
  start_us = get_cpu_us ();
  opened = tri_archive_load (path, &error);
  if (!opened)
    return fail (error);
  print_since ("load_us", start_us);
  g_print ("load_memory_bytes %" G_GINT64_FORMAT "\n", get_peak_bytes () - before);
  start_us = get_cpu_us ();
  readers = tri_archive_read_again (opened);
  print_since ("read_again_us", start_us);
  g_print ("read_again_memory_bytes %" G_GINT64_FORMAT "\n", get_peak_bytes () - before);
  g_unlink (path);
  g_rmdir (folder);
  g_print ("read_text_bytes %" G_GSIZE_FORMAT "\n", read_all (size));
  return write_har (&error) ? 0 : fail (error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-read: what reading costs: a document by the index and by json-glib, in turn, and a stream of events by the
 * parser of server-sent events. It is CPU time, so that what others do meanwhile does not count.
 */
#include <json-glib/json-glib.h>
#include <time.h>

#include "core/json-index.h"
#include "core/sse.h"
#include "event-text.h"

#define DOCUMENT_BYTES (4u * 1024 * 1024)
#define STREAM_BYTES (16u * 1024 * 1024)
#define READ_BYTES 8192u /* what comes from a socket at once */

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

/* A list of answers as the endpoints give them: short members, numbers, and texts of some hundred bytes. */
static GBytes *
new_document (void)
{
  GString *out = g_string_sized_new (DOCUMENT_BYTES + 4096);

  g_string_append (out, "{\n  \"object\": \"list\",\n  \"data\": [");
  for (guint i = 0; out->len < DOCUMENT_BYTES; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *escaped = NULL;

      for (guint k = 0; k < 60; k++)
        event_text_append (text, i, k);
      escaped = g_strescape (text->str, "\303\257\344\270\226\347\225\214\360\237\246\204");
      g_string_append_printf (
          out,
          "%s\n    {\n      \"id\": \"msg_%u\",\n      \"type\": \"message\",\n"
          "      \"status\": \"completed\",\n      \"logprob\": -0.%u,\n      \"index\": %u,\n"
          "      \"content\": [{ \"type\": \"output_text\", \"annotations\": [], \"text\": \"%s\" }]\n"
          "    }",
          i ? "," : "", i, i, i, escaped);
    }
  g_string_append (out, "\n  ]\n}\n");
  return g_string_free_to_bytes (out);
}

static GBytes *
new_stream (void)
{
  GString *out = g_string_sized_new (STREAM_BYTES + 4096);

  for (guint i = 0; out->len < STREAM_BYTES; i++)
    g_string_append_printf (out,
                            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\","
                            "\"sequence_number\":%u,\"output_index\":0,\"content_index\":0,\"delta\":\" word\"}\n\n",
                            i);
  return g_string_free_to_bytes (out);
}

static gboolean
count_event (const TriSseEvent *event, gpointer user_data)
{
  ++*(gint64 *) user_data;
  return TRUE;
}

static gboolean
read_document (GBytes *document)
{
  gsize size;
  const char *text = g_bytes_get_data (document, &size);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (TriJsonIndex) index = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_us = get_cpu_us ();

  index = tri_json_index_new (document, &error);
  print_since ("index_us", start_us);
  start_us = get_cpu_us ();
  if (index && json_parser_load_from_data (parser, text, (gssize) size, &error))
    print_since ("json_glib_us", start_us);
  if (error)
    g_printerr ("bench-read: %s\n", error->message);
  return error == NULL;
}

static void
read_stream (GBytes *stream)
{
  gsize size;
  const char *bytes = g_bytes_get_data (stream, &size);
  gint64 n_events = 0;
  g_autoptr (TriSse) sse = tri_sse_new (0, count_event, &n_events);
  gint64 start_us = get_cpu_us ();

  for (gsize at = 0; at < size; at += READ_BYTES)
    tri_sse_feed (sse, bytes + at, MIN (READ_BYTES, size - at), NULL);
  print_since ("sse_us", start_us);
  g_print ("sse_events %" G_GINT64_FORMAT "\n", n_events);
}

int
main (int argc, char **argv)
{
  g_autoptr (GBytes) document = new_document ();
  g_autoptr (GBytes) stream = new_stream ();

  g_print ("document_bytes %" G_GSIZE_FORMAT "\nstream_bytes %" G_GSIZE_FORMAT "\n", g_bytes_get_size (document),
           g_bytes_get_size (stream));
  if (!read_document (document))
    return 1;
  read_stream (stream);
  return 0;
}

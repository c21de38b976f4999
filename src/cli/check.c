/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "core/conformance.h"
#include "core/formats.h"
#include "core/json-writer.h"
#include "files.h"

/* What is to be checked, as it was told or guessed. */
typedef struct
{
  const TriFormat *format;
  TriPublishedKind kind;
  gboolean is_stream;
} Subject;

static const char *
get_kind_id (const Subject *subject)
{
  static const char *const ids[] = {
    [TRI_PUBLISHED_REQUEST] = "request",
    [TRI_PUBLISHED_RESPONSE] = "response",
    [TRI_PUBLISHED_EVENT] = "event",
    [TRI_PUBLISHED_ERROR] = "error",
  };

  return subject->is_stream ? "stream" : ids[subject->kind];
}

static const char *
get_kind_label (const Subject *subject)
{
  static const char *const labels[] = {
    [TRI_PUBLISHED_REQUEST] = N_ ("a request"),
    [TRI_PUBLISHED_RESPONSE] = N_ ("a response"),
    [TRI_PUBLISHED_EVENT] = N_ ("an event of a stream"),
    [TRI_PUBLISHED_ERROR] = N_ ("an error"),
  };

  return subject->is_stream ? _ ("a stream") : _ (labels[subject->kind]);
}

/* What was not told is what the bytes show. FALSE if neither says enough. */
static gboolean
find_subject (Subject *subject, const TriConformanceGuess *guess, const char *format, const char *kind)
{
  subject->format = format ? tri_format_find (format) : guess->format;
  subject->kind = guess->kind;
  subject->is_stream = guess->is_stream;
  if (kind != NULL)
    {
      subject->is_stream = strcmp (kind, "stream") == 0;
      if (!subject->is_stream)
        subject->kind = strcmp (kind, "request") == 0 ? TRI_PUBLISHED_REQUEST : TRI_PUBLISHED_RESPONSE;
    }
  else if (!guess->is_known && !guess->is_stream)
    return FALSE;
  return subject->format != NULL || (subject->kind == TRI_PUBLISHED_ERROR && !subject->is_stream);
}

static void
print_text (const TriConformance *result)
{
  for (guint i = 0; i < result->findings->len; i++)
    {
      const TriFinding *finding = g_ptr_array_index (result->findings, i);
      g_autofree char *text = tri_finding_dup_text (finding);

      g_print ("%s %s\n", finding->severity == TRI_FINDING_BROKEN ? _ ("broken") : _ ("odd"), text);
    }
  if (result->n_left_off > 0)
    g_print (g_dngettext (GETTEXT_PACKAGE, "… and %u deviation of another kind\n",
                          "… and %u deviations of other kinds\n", result->n_left_off),
             result->n_left_off);
  if (result->findings->len == 0)
    g_print ("%s\n", _ ("conforms"));
}

static void
write_finding (TriJsonWriter *writer, const TriFinding *finding)
{
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "severity", finding->severity == TRI_FINDING_BROKEN ? "broken" : "odd");
  tri_json_writer_member_string (writer, "rule", finding->rule);
  if (finding->event == TRI_CONFORMANCE_NO_EVENT)
    tri_json_writer_member_null (writer, "event");
  else
    tri_json_writer_member_integer (writer, "event", finding->event);
  tri_json_writer_member_string (writer, "path", finding->path);
  tri_json_writer_member_integer (writer, "offset", (gint64) finding->offset);
  tri_json_writer_member_string (writer, "expected", finding->expected);
  tri_json_writer_member_string (writer, "found", finding->got);
  tri_json_writer_member_string (writer, "source", finding->source);
  tri_json_writer_member_integer (writer, "count", finding->count);
  tri_json_writer_end_object (writer);
}

static void
print_json (const TriConformance *result, const Subject *subject)
{
  TriJsonWriter writer;
  g_autoptr (GBytes) bytes = NULL;

  tri_json_writer_init (&writer, 2);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "program", "triptych-cli " TRI_VERSION);
  tri_json_writer_member_string (&writer, "published", tri_published_version);
  tri_json_writer_member_string (&writer, "format", subject->format ? subject->format->id : NULL);
  tri_json_writer_member_string (&writer, "kind", get_kind_id (subject));
  tri_json_writer_member_integer (&writer, "broken", result->n_broken);
  tri_json_writer_member_integer (&writer, "odd", result->n_odd);
  tri_json_writer_member_integer (&writer, "left_off", result->n_left_off);
  tri_json_writer_key (&writer, "findings");
  tri_json_writer_begin_array (&writer);
  for (guint i = 0; i < result->findings->len; i++)
    write_finding (&writer, g_ptr_array_index (result->findings, i));
  tri_json_writer_end_array (&writer);
  tri_json_writer_end_object (&writer);
  bytes = tri_json_writer_end (&writer);
  fwrite (g_bytes_get_data (bytes, NULL), 1, g_bytes_get_size (bytes), stdout);
  fputc ('\n', stdout);
}

static const char *
find_fault (int argc, const char *format, const char *kind)
{
  static const char *const kinds[] = { "request", "response", "stream", NULL };

  if (argc != 2)
    return _ ("expected one FILE, or - for the standard input");
  if (format && !tri_format_find (format))
    return _ ("--format: expected completions, chat or responses");
  if (kind && !g_strv_contains (kinds, kind))
    return _ ("--kind: expected request, response or stream");
  return NULL;
}

static int
check (GBytes *bytes, const char *format, const char *kind, gboolean json)
{
  TriConformanceGuess guess = tri_conformance_guess (bytes);
  g_autoptr (TriConformance) result = NULL;
  Subject subject;

  if (!guess.is_readable)
    {
      g_printerr ("triptych-cli: %s\n", _ ("the input is neither a JSON document nor a stream of events"));
      return TRI_EXIT_UNAVAILABLE;
    }
  if (!find_subject (&subject, &guess, format, kind))
    return tri_command_usage_error ("check", _ ("what the input is does not show: say it with --format and --kind"));

  result = subject.is_stream ? tri_conformance_check_stream (subject.format, bytes, NULL)
                             : tri_conformance_check_document (subject.format, subject.kind, bytes);
  if (json)
    print_json (result, &subject);
  else
    {
      if (format == NULL || kind == NULL)
        g_printerr (_ ("Checked as %s of %s\n"), get_kind_label (&subject),
                    subject.format ? subject.format->title : _ ("every format"));
      print_text (result);
    }
  return result->n_broken > 0 ? TRI_EXIT_UNANSWERED : TRI_EXIT_OK;
}

int
tri_command_check (int argc, char **argv)
{
  g_autofree char *format = NULL;
  g_autofree char *kind = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, N_ ("completions, chat or responses (default: as it shows)"),
      N_ ("FORMAT") },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind, N_ ("request, response or stream (default: as it shows)"),
      N_ ("KIND") },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document instead of text"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("FILE|-"));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *fault;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Holds a request, a response or the body of a stream against the published API."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return tri_command_usage_error ("check", error->message);
  fault = find_fault (argc, format, kind);
  if (fault)
    return tri_command_usage_error ("check", fault);
  bytes = tri_read_input (argv[1], &error);
  if (bytes == NULL)
    {
      g_printerr ("triptych-cli: %s\n", error->message);
      return TRI_EXIT_UNAVAILABLE;
    }
  return check (bytes, format, kind, json);
}

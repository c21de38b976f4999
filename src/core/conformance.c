/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conformance.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "conformance-choices.h"
#include "conformance-responses.h"
#include "conformance-schema.h"
#include "formats.h"
#include "text.h"

#define BROKEN TRI_FINDING_BROKEN
#define ODD TRI_FINDING_ODD

static const TriSpot whole = { .event = TRI_CONFORMANCE_NO_EVENT };

/* Documents */

static TriJsonIndex *
read_json (TriConformance *self, GBytes *bytes, const TriSpot *spot)
{
  g_autoptr (GError) error = NULL;
  TriJsonIndex *index = tri_json_index_new (bytes, &error);

  if (index == NULL)
    tri_conformance_note (self, BROKEN, "json", spot, "RFC 8259", g_strdup (_ ("a JSON document")),
                          g_strdup (error->message));
  return index;
}

/* A 200 that says it failed: only Responses has that, and there with a status of its own. */
static void
check_body (TriConformance *self, TriPublishedKind kind, const TriJsonIndex *index)
{
  TriSpot spot = whole;

  spot.index = index;
  if (kind == TRI_PUBLISHED_RESPONSE && tri_spot_is (&spot, 0, TRI_JSON_OBJECT)
      && tri_spot_get (&spot, "object") == TRI_JSON_NONE && tri_spot_get (&spot, "error") != TRI_JSON_NONE)
    kind = TRI_PUBLISHED_ERROR;
  if (tri_published_get_root (self->format ? self->format->id : "", kind))
    tri_conformance_check_schema (self, tri_published_get_root (self->format ? self->format->id : "", kind), &spot);
}

TriConformance *
tri_conformance_check_document (const TriFormat *format, TriPublishedKind kind, GBytes *document)
{
  TriConformance *self = tri_conformance_new (format);
  g_autoptr (TriJsonIndex) index = read_json (self, document, &whole);

  if (index != NULL)
    check_body (self, kind, index);
  return self;
}

/* Streams */

typedef struct
{
  TriConformance *conformance;
  TriChoicesCheck *choices; /* one of the two */
  TriResponsesCheck *responses;
  gboolean done; /* [DONE] came */
  TriSpot last;
} Stream;

static void
check_done (Stream *self, const TriSpot *spot)
{
  if (self->done)
    tri_conformance_note (self->conformance, BROKEN, "after-end", spot, TRI_SOURCE_STREAMING,
                          g_strdup (_ ("nothing behind [DONE]")), g_strdup (_ ("another [DONE]")));
  self->done = TRUE;
}

/* [DONE] behind the terminal event of Responses is contested: OpenAI does not send it, Open Responses demands it. So
 * neither is a finding. */
static gboolean
on_event (const TriSseEvent *event, gpointer user_data)
{
  Stream *self = user_data;
  TriSpot spot = { .event = self->conformance->n_events, .offset = event->start };
  g_autoptr (TriJsonIndex) index = NULL;
  g_autoptr (GBytes) data = NULL;

  if (event->kind != TRI_SSE_EVENT || event->data_bytes == 0)
    return TRUE;
  self->last = spot;
  self->conformance->n_events++;
  if (event->data_bytes == strlen ("[DONE]") && memcmp (event->data, "[DONE]", event->data_bytes) == 0)
    {
      check_done (self, &spot);
      return TRUE;
    }
  if (self->done)
    tri_conformance_note (self->conformance, BROKEN, "after-end", &spot, TRI_SOURCE_STREAMING,
                          g_strdup (_ ("nothing behind [DONE]")), g_strdup (_ ("another event")));

  data = g_bytes_new (event->data, event->data_bytes);
  index = read_json (self->conformance, data, &spot);
  if (index == NULL)
    return TRUE;
  spot.index = index;
  if (self->responses)
    {
      tri_responses_check_event (self->responses, &spot, event->type_given ? event->type : NULL);
      return TRUE;
    }
  if (event->type_given && strcmp (event->type, "error") != 0)
    tri_conformance_note (self->conformance, ODD, "event-name", &spot, TRI_SOURCE_REFERENCE,
                          g_strdup (_ ("no “event:” line")), tri_conformance_quote (event->type, strlen (event->type)));
  tri_choices_check_event (self->choices, &spot);
  return TRUE;
}

static TriAsked
get_usage_asked (GBytes *request)
{
  g_autoptr (TriJsonIndex) index = request ? tri_json_index_new (request, NULL) : NULL;
  guint token;

  if (index == NULL)
    return TRI_ASKED_UNKNOWN;
  token = tri_json_index_find (index, "stream_options.include_usage");
  return token != TRI_JSON_NONE && tri_json_index_get_tokens (index, NULL)[token].kind == TRI_JSON_TRUE ? TRI_ASKED_YES
                                                                                                        : TRI_ASKED_NO;
}

static void
end_stream (Stream *self, gsize n_bytes, gboolean unfinished)
{
  TriSpot end = { .event = self->conformance->n_events ? self->last.event : TRI_CONFORMANCE_NO_EVENT,
                  .offset = self->conformance->n_events ? self->last.offset : n_bytes };

  if (unfinished)
    tri_conformance_note (self->conformance, BROKEN, "unfinished", &end, TRI_SOURCE_SSE,
                          g_strdup (_ ("an empty line behind the last event")), g_strdup (_ ("the end of the body")));
  if (self->responses)
    tri_responses_check_end (self->responses, &end);
  else
    tri_choices_check_end (self->choices, &end);
  if (self->choices && !self->done && !tri_choices_check_has_failed (self->choices))
    tri_conformance_note (self->conformance, BROKEN, "done", &end, TRI_SOURCE_REFERENCE,
                          g_strdup (_ ("[DONE] at the end")), g_strdup (_ ("a stream that ends without it")));
}

/* `is_whole`: the end of the body is the end that the server gave it. */
static void
check_stream (TriConformance *conformance, GBytes *body, GBytes *request, gboolean is_whole)
{
  Stream self = { .conformance = conformance };
  g_autoptr (TriSse) sse = tri_sse_new (0, on_event, &self);
  g_autoptr (GError) error = NULL;
  TriSseEvent tail;
  gsize n_bytes;
  const void *bytes = g_bytes_get_data (body, &n_bytes);
  gboolean has_tail = FALSE;

  if (conformance->format->has_terminal_event)
    self.responses = tri_responses_check_new (conformance);
  else
    self.choices = tri_choices_check_new (conformance, get_usage_asked (request));

  if (!tri_sse_feed (sse, bytes, n_bytes, &error))
    tri_conformance_note (conformance, BROKEN, "unfinished", &whole, TRI_SOURCE_SSE, g_strdup (_ ("events")),
                          g_strdup (error->message));
  else
    {
      has_tail = is_whole && tri_sse_finish (sse, &tail);
      if (has_tail)
        on_event (&tail, &self);
    }
  if (is_whole)
    end_stream (&self, n_bytes, has_tail);
  g_clear_pointer (&self.responses, tri_responses_check_free);
  g_clear_pointer (&self.choices, tri_choices_check_free);
}

TriConformance *
tri_conformance_check_stream (const TriFormat *format, GBytes *body, GBytes *request)
{
  TriConformance *self = tri_conformance_new (format);

  check_stream (self, body, request, TRUE);
  return self;
}

/* Attempts */

static gboolean
has_type (const char *content_type, const char *type)
{
  gsize n = strlen (type);

  return content_type && g_ascii_strncasecmp (content_type, type, n) == 0 && strchr ("; \t", content_type[n]) != NULL;
}

static void
check_content_type (TriConformance *self, const TriRecord *record, const char *expected)
{
  const char *found = tri_headers_get (record->response_headers, "content-type");

  if (!has_type (found, expected))
    tri_conformance_note (self, BROKEN, "content-type", &whole, tri_conformance_get_schema_source (),
                          g_strdup_printf (_ ("the content type %s"), expected),
                          found ? tri_conformance_quote (found, strlen (found)) : NULL);
}

/* Whether the end of the body is the server's own: of what a person stopped, or a network lost, the end says nothing.
 */
static gboolean
is_whole (const TriRecord *record)
{
  return record->ending == TRI_ENDING_ANSWERED || record->ending == TRI_ENDING_CUT
         || record->ending == TRI_ENDING_HTTP_ERROR || record->ending == TRI_ENDING_API_ERROR
         || record->ending == TRI_ENDING_UNREADABLE;
}

static gboolean
asked_for_stream (const TriRecord *record)
{
  g_autoptr (TriJsonIndex) index = record->request_body ? tri_json_index_new (record->request_body, NULL) : NULL;
  guint token = index ? tri_json_index_find (index, "stream") : TRI_JSON_NONE;

  return token != TRI_JSON_NONE && tri_json_index_get_tokens (index, NULL)[token].kind == TRI_JSON_TRUE;
}

static void
check_answer (TriConformance *self, const TriRecord *record)
{
  TriConformanceGuess guess = tri_conformance_guess (record->response_body);
  gboolean is_stream = guess.is_stream || (!guess.is_readable && asked_for_stream (record));
  g_autoptr (TriJsonIndex) index = NULL;

  if (!is_stream && !is_whole (record))
    return;
  if (guess.is_readable && !is_stream && asked_for_stream (record))
    tri_conformance_note (self, BROKEN, "stream", &whole, TRI_SOURCE_REFERENCE,
                          g_strdup (_ ("a stream, which was asked for")), g_strdup (_ ("a document")));
  else if (is_stream && !asked_for_stream (record))
    tri_conformance_note (self, BROKEN, "stream", &whole, TRI_SOURCE_REFERENCE,
                          g_strdup (_ ("a document, as no stream was asked for")), g_strdup (_ ("a stream")));
  check_content_type (self, record, is_stream ? "text/event-stream" : "application/json");
  if (is_stream)
    {
      check_stream (self, record->response_body, record->request_body, is_whole (record));
      return;
    }
  index = read_json (self, record->response_body, &whole);
  if (index == NULL)
    return;
  if (guess.kind == TRI_PUBLISHED_ERROR && guess.is_known)
    tri_conformance_note (self, BROKEN, "status-error", &whole, tri_conformance_get_schema_source (),
                          g_strdup (_ ("an HTTP status from 400 on with an error")),
                          g_strdup_printf ("%u", record->status));
  check_body (self, TRI_PUBLISHED_RESPONSE, index);
}

static void
check_refusal (TriConformance *self, const TriRecord *record)
{
  g_autoptr (TriJsonIndex) index = NULL;

  check_content_type (self, record, "application/json");
  if (record->status == 429 && !tri_headers_get (record->response_headers, "retry-after"))
    tri_conformance_note (self, ODD, "retry-after", &whole, tri_conformance_get_schema_source (),
                          g_strdup (_ ("a header Retry-After with the status 429")), NULL);
  index = read_json (self, record->response_body, &whole);
  if (index != NULL)
    check_body (self, TRI_PUBLISHED_ERROR, index);
}

TriConformance *
tri_conformance_check_record (const TriRecord *record)
{
  TriConformance *self = tri_conformance_new (record->format);

  if (record->status >= 400)
    check_refusal (self, record);
  else if (record->status >= 200 && record->status < 300)
    check_answer (self, record);
  return self;
}

/* Guessing */

static const struct
{
  const char *object;
  const char *format;
  TriPublishedKind kind;
} objects[] = {
  { "text_completion", "completions", TRI_PUBLISHED_RESPONSE },
  { "chat.completion", "chat", TRI_PUBLISHED_RESPONSE },
  { "chat.completion.chunk", "chat", TRI_PUBLISHED_EVENT },
  { "response", "responses", TRI_PUBLISHED_RESPONSE },
  { "error", "", TRI_PUBLISHED_ERROR }, /* older vLLM */
};

/* Members that only one kind of document has, the surest first. */
static const struct
{
  const char *member;
  const char *format;
  TriPublishedKind kind;
} marks[] = {
  { "messages", "chat", TRI_PUBLISHED_REQUEST },
  { "output", "responses", TRI_PUBLISHED_RESPONSE },
  { "input", "responses", TRI_PUBLISHED_REQUEST },
  { "previous_response_id", "responses", TRI_PUBLISHED_REQUEST },
  { "sequence_number", "responses", TRI_PUBLISHED_EVENT },
};

static void
set_guess (TriConformanceGuess *guess, const char *format, TriPublishedKind kind)
{
  guess->format = tri_format_find (format);
  guess->kind = kind;
  guess->is_known = TRUE;
}

static void
guess_document (TriConformanceGuess *guess, const TriJsonIndex *index)
{
  TriSpot spot = { .index = index };
  g_autofree char *object = tri_spot_dup_string (&spot, "object");
  g_autofree char *type = tri_spot_dup_string (&spot, "type");
  guint error = tri_spot_get (&spot, "error");

  for (guint i = 0; object && i < G_N_ELEMENTS (objects); i++)
    if (strcmp (object, objects[i].object) == 0)
      {
        set_guess (guess, objects[i].format, objects[i].kind);
        return;
      }
  if (type && (g_str_has_prefix (type, "response.") || strcmp (type, "error") == 0))
    set_guess (guess, "responses", TRI_PUBLISHED_EVENT);
  else if (error != TRI_JSON_NONE && !tri_spot_is (&spot, error, TRI_JSON_NULL))
    set_guess (guess, "", TRI_PUBLISHED_ERROR);
  for (guint i = 0; !guess->is_known && i < G_N_ELEMENTS (marks); i++)
    if (tri_spot_get (&spot, marks[i].member) != TRI_JSON_NONE)
      set_guess (guess, marks[i].format, marks[i].kind);
  if (!guess->is_known && tri_spot_is (&spot, tri_spot_get (&spot, "prompt"), TRI_JSON_OBJECT))
    set_guess (guess, "responses", TRI_PUBLISHED_REQUEST);
  else if (!guess->is_known && tri_spot_get (&spot, "prompt") != TRI_JSON_NONE)
    set_guess (guess, "completions", TRI_PUBLISHED_REQUEST);
}

/* The first event that shows a format; an error alone shows none. */
static gboolean
guess_event (const TriSseEvent *event, gpointer user_data)
{
  TriConformanceGuess *guess = user_data;
  g_autoptr (GBytes) data = NULL;
  g_autoptr (TriJsonIndex) index = NULL;
  TriConformanceGuess found = { 0 };

  if (event->kind != TRI_SSE_EVENT || event->data_bytes == 0)
    return TRUE;
  guess->is_readable = guess->is_stream = TRUE;
  data = g_bytes_new (event->data, event->data_bytes);
  index = tri_json_index_new (data, NULL);
  if (index == NULL)
    return TRUE;
  guess_document (&found, index);
  guess->format = found.format;
  guess->is_known = found.format != NULL;
  return !guess->is_known;
}

TriConformanceGuess
tri_conformance_guess (GBytes *bytes)
{
  TriConformanceGuess guess = { 0 };
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  g_autoptr (TriSse) sse = NULL;
  TriSseEvent tail;
  gsize n_bytes;
  const void *body = g_bytes_get_data (bytes, &n_bytes);

  if (index != NULL)
    {
      guess.is_readable = TRUE;
      guess_document (&guess, index);
      return guess;
    }
  guess.kind = TRI_PUBLISHED_EVENT;
  sse = tri_sse_new (0, guess_event, &guess);
  if (tri_sse_feed (sse, body, n_bytes, NULL) && !guess.is_known && tri_sse_finish (sse, &tail))
    guess_event (&tail, &guess);
  return guess;
}

/* Words */

char *
tri_finding_dup_place (const TriFinding *finding)
{
  if (finding->event == TRI_CONFORMANCE_NO_EVENT)
    return *finding->path ? g_strdup (finding->path) : g_strdup (_ ("the whole"));
  return *finding->path ? g_strdup_printf (_ ("event %u, %s"), finding->event, finding->path)
                        : g_strdup_printf (_ ("event %u"), finding->event);
}

char *
tri_finding_dup_text (const TriFinding *finding)
{
  g_autofree char *place = tri_finding_dup_place (finding);
  g_autofree char *text
      = g_strdup_printf (_ ("%s: expected %s, found %s [%s]"), place, finding->expected, finding->got, finding->source);

  if (finding->count == 1)
    return g_steal_pointer (&text);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s, and %u time more", "%s, and %u times more", finding->count - 1), text,
      finding->count - 1);
}

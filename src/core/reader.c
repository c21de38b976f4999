/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "text.h"

typedef enum
{
  BODY_UNDECIDED, /* no content type that tells, and no byte yet that does */
  BODY_STREAM,
  BODY_DOCUMENT
} BodyKind;

struct _TriReader
{
  TriFold *fold;
  guint status;
  BodyKind kind;
  BodyKind declared; /* by the content type */

  GByteArray *document; /* the body while it is not known to be a stream */
  gboolean shared;      /* it is the caller's, who appends to it */
  TriSse *sse;
  GArray *events; /* TriEvent */

  gint64 now_us; /* of the read that is being fed */
  gint64 first_text_us;
  guint first_text_event;
  guint usage_event;
  guint end_event;
  guint finished_event; /* after which only usage and the end may follow */
  guint n_usages;       /* of the reply, when usage_event was found */
  gsize n_blocks;       /* events with data so far, for messages */
  TriNext next;         /* the furthest that an event said */
  gboolean payload;     /* the read that is being fed had some */
  char *message;
};

static const struct
{
  const char *id;
  const char *label;
} endings[] = {
  [TRI_ENDING_NONE] = { "none", N_ ("Running") },
  [TRI_ENDING_ANSWERED] = { "answered", N_ ("Answered") },
  [TRI_ENDING_CUT] = { "cut", N_ ("Cut off") },
  [TRI_ENDING_STOPPED] = { "stopped", N_ ("Stopped") },
  [TRI_ENDING_HTTP_ERROR] = { "http-error", N_ ("HTTP error") },
  [TRI_ENDING_API_ERROR] = { "api-error", N_ ("Error from the server") },
  [TRI_ENDING_NETWORK] = { "network", N_ ("Network error") },
  [TRI_ENDING_TLS] = { "tls", N_ ("TLS error") },
  [TRI_ENDING_TIMEOUT] = { "timeout", N_ ("Timed out") },
  [TRI_ENDING_LIMIT] = { "limit", N_ ("Too large") },
  [TRI_ENDING_UNREADABLE] = { "unreadable", N_ ("Unreadable") },
  [TRI_ENDING_INVALID] = { "invalid", N_ ("Not sent") },
  [TRI_ENDING_INTERRUPTED] = { "interrupted", N_ ("Interrupted") },
};

const char *
tri_ending_get_id (TriEnding ending)
{
  return endings[ending].id;
}

const char *
tri_ending_get_label (TriEnding ending)
{
  return _ (endings[ending].label);
}

static void
clear_event (gpointer data)
{
  g_free (((TriEvent *) data)->name);
}

static gboolean on_event (const TriSseEvent *event, gpointer user_data);

static BodyKind
kind_from_content_type (const char *content_type)
{
  g_autofree char *type = NULL;

  if (content_type == NULL)
    return BODY_UNDECIDED;
  type = g_ascii_strdown (content_type, strcspn (content_type, "; \t"));
  if (strcmp (type, "text/event-stream") == 0)
    return BODY_STREAM;
  if (strcmp (type, "application/json") == 0 || g_str_has_suffix (type, "+json"))
    return BODY_DOCUMENT;
  return BODY_UNDECIDED;
}

TriReader *
tri_reader_new (const TriFormat *format, guint status, const char *content_type)
{
  TriReader *reader = g_new0 (TriReader, 1);

  reader->fold = tri_fold_new (format);
  reader->status = status;
  /* An error is never a stream of an answer, whatever its content type says (HTML, text, JSON). */
  reader->kind = status < 200 || status > 299 ? BODY_DOCUMENT : BODY_UNDECIDED;
  reader->declared = kind_from_content_type (content_type);
  reader->document = g_byte_array_new ();
  reader->events = g_array_new (FALSE, FALSE, sizeof (TriEvent));
  g_array_set_clear_func (reader->events, clear_event);
  reader->sse = tri_sse_new (0, on_event, reader);
  reader->first_text_us = -1;
  reader->first_text_event = reader->usage_event = reader->end_event = reader->finished_event = TRI_NO_EVENT;
  return reader;
}

void
tri_reader_free (TriReader *reader)
{
  tri_sse_free (reader->sse);
  tri_fold_free (reader->fold);
  g_byte_array_unref (reader->document);
  g_array_unref (reader->events);
  g_free (reader->message);
  g_free (reader);
}

static gboolean
is_done (const TriSseEvent *event)
{
  return event->data_bytes == 6 && memcmp (event->data, "[DONE]", 6) == 0;
}

/* The index of an event's data, if that is JSON. */
static TriJsonIndex *
index_event (const TriSseEvent *event)
{
  g_autoptr (GBytes) bytes = NULL;

  if (event->kind == TRI_SSE_COMMENT || is_done (event))
    return NULL;
  bytes = g_bytes_new_static (event->data, event->data_bytes);
  return tri_json_index_new (bytes, NULL);
}

/* The name of an event that its stream did not name: what its data calls itself. Found by the index, so that a "type"
 * within a string or deeper down is not taken for it. */
static char *
dup_event_name (const TriSseEvent *event, const TriJsonIndex *index)
{
  static const char *const names[] = { "type", "object", "error" };

  if (event->kind == TRI_SSE_COMMENT)
    return g_strdup ("comment");
  if (event->type_given)
    return tri_text_dup_displayable (event->type, -1, NULL);
  if (is_done (event))
    return g_strdup ("[DONE]");

  for (guint i = 0; index && i < G_N_ELEMENTS (names); i++)
    {
      guint token = tri_json_index_get_member (index, 0, names[i]);
      g_autofree char *text = token != TRI_JSON_NONE ? tri_json_index_dup_string (index, token, NULL) : NULL;

      if (text && *text) /* some servers have an "object" that is empty */
        return tri_text_dup_excerpt (text, 80);
      if (token != TRI_JSON_NONE && strcmp (names[i], "error") == 0)
        return g_strdup ("error");
    }
  return g_strdup (event->type);
}

static void
list_event (TriReader *reader, const TriSseEvent *event, const TriJsonIndex *index)
{
  TriEvent listed = {
    .kind = event->kind,
    .at_us = reader->now_us,
    .start = event->start,
    .end = event->end,
    .data_bytes = event->data_bytes,
    .name = dup_event_name (event, index),
  };

  g_array_append_val (reader->events, listed);
}

static void
note_first_text (TriReader *reader)
{
  const GPtrArray *parts = reader->fold->reply->parts;

  if (reader->first_text_us >= 0)
    return;
  for (guint i = 0; i < parts->len; i++)
    if (((TriPart *) g_ptr_array_index (parts, i))->text->len > 0)
      {
        reader->first_text_us = reader->now_us;
        return;
      }
}

/* Which of the events the one read last was: the first with text, one with usage, the end. */
static void
note_event (TriReader *reader)
{
  guint position = reader->events->len - 1;
  gboolean had_text = reader->first_text_us >= 0;

  note_first_text (reader);
  if (!had_text && reader->first_text_us >= 0)
    reader->first_text_event = position;
  if (reader->fold->reply->n_usages != reader->n_usages)
    reader->usage_event = position;
  reader->n_usages = reader->fold->reply->n_usages;
  if (reader->next >= TRI_NEXT_FINISHED && reader->finished_event == TRI_NO_EVENT)
    reader->finished_event = position;
  if (reader->next > TRI_NEXT_FINISHED && reader->end_event == TRI_NO_EVENT)
    reader->end_event = position;
}

static void
fold_event (TriReader *reader, const TriSseEvent *event, const TriJsonIndex *index)
{
  g_autoptr (GError) error = NULL;
  TriNext next = tri_fold_read_event (reader->fold, event, index, &error);

  if (next == TRI_NEXT_UNREADABLE)
    reader->message = g_strdup_printf (_ ("Event %zu (bytes %zu to %zu): %s"), reader->n_blocks, event->start,
                                       event->end, error->message);
  reader->next = next;
  note_event (reader);
}

static gboolean
on_event (const TriSseEvent *event, gpointer user_data)
{
  TriReader *reader = user_data;
  g_autoptr (TriJsonIndex) index = index_event (event);
  const char *name;

  list_event (reader, event, index);
  name = g_array_index (reader->events, TriEvent, reader->events->len - 1).name;
  if (event->kind == TRI_SSE_COMMENT)
    return TRUE;
  reader->payload = TRUE;
  reader->n_blocks++;
  /* What comes behind the end is evidence, and is listed, but it means nothing any more. The exception is the failed
   * response that may follow an error event: it says the same, and more. */
  if (reader->next <= TRI_NEXT_FINISHED)
    fold_event (reader, event, index);
  else if (reader->next == TRI_NEXT_API_ERROR && strcmp (name, "response.failed") == 0)
    {
      tri_fold_read_event (reader->fold, event, index, NULL);
      note_event (reader);
    }
  return TRUE;
}

/* The content type decides, unless the first bytes show that it is wrong: no stream begins with a brace or a bracket,
 * and no JSON with "data:" or "event:". Without a content type that tells, the first byte does. Undecided as long as it
 * takes more bytes to know. */
static BodyKind
decide (BodyKind declared, const guint8 *bytes, gsize n_bytes)
{
  static const char *const beginnings[] = { "data:", "event:" };
  gsize start = 0;

  while (start < n_bytes && (g_ascii_isspace (bytes[start]) || strchr ("\xef\xbb\xbf", bytes[start])))
    start++;
  if (start == n_bytes)
    return BODY_UNDECIDED;
  if (bytes[start] == '{' || bytes[start] == '[')
    return BODY_DOCUMENT;
  if (declared == BODY_STREAM)
    return BODY_STREAM;
  if (declared == BODY_UNDECIDED)
    return strchr (":deir", bytes[start]) ? BODY_STREAM : BODY_DOCUMENT;
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      gsize length = strlen (beginnings[i]);
      gsize known = MIN (length, n_bytes - start);

      if (memcmp (bytes + start, beginnings[i], known) == 0)
        return known == length ? BODY_STREAM : BODY_UNDECIDED;
    }
  return BODY_DOCUMENT;
}

static void
note_wrong_type (TriReader *reader)
{
  if (reader->kind == BODY_DOCUMENT && reader->declared == BODY_STREAM)
    tri_reply_note (reader->fold->reply,
                    _ ("The content type says that it is a stream of events, but the body is JSON."));
  if (reader->kind == BODY_STREAM && reader->declared == BODY_DOCUMENT)
    tri_reply_note (reader->fold->reply,
                    _ ("The content type says that it is JSON, but the body is a stream of events."));
}

static TriReadResult
feed_stream (TriReader *reader, const void *bytes, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;

  reader->payload = FALSE;
  if (!tri_sse_feed (reader->sse, bytes, n_bytes, &error) && reader->next <= TRI_NEXT_FINISHED)
    {
      reader->next = TRI_NEXT_UNREADABLE;
      reader->message = g_strdup (error->message);
    }
  if (reader->next > TRI_NEXT_FINISHED)
    return TRI_READ_END;
  if (!reader->payload)
    return TRI_READ_NOTHING; /* comments prolong nothing, the grace behind the last finish_reason neither */
  return reader->next == TRI_NEXT_FINISHED ? TRI_READ_FINISHED : TRI_READ_PAYLOAD;
}

void
tri_reader_share_body (TriReader *reader, GByteArray *body)
{
  g_byte_array_ref (body);
  g_byte_array_unref (reader->document);
  reader->document = body;
  reader->shared = TRUE;
}

TriReadResult
tri_reader_feed (TriReader *reader, const void *bytes, gsize n_bytes, gint64 at_us)
{
  reader->now_us = at_us;
  if (reader->kind == BODY_STREAM)
    return feed_stream (reader, bytes, n_bytes);

  if (!reader->shared)
    g_byte_array_append (reader->document, bytes, n_bytes);
  if (reader->kind == BODY_UNDECIDED)
    {
      reader->kind = decide (reader->declared, reader->document->data, reader->document->len);
      note_wrong_type (reader);
      if (reader->kind == BODY_STREAM)
        return feed_stream (reader, reader->document->data, reader->document->len);
    }
  return TRI_READ_PAYLOAD;
}

/* The body as a document. Bytes that are no UTF-8 are replaced first, as they are in events: one bad byte must not take
 * a whole answer away. What was received stays as it came. */
static TriJsonIndex *
index_body (TriReader *reader, GError **error)
{
  const char *data = (const char *) reader->document->data;
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, reader->document->len);
  g_autoptr (GBytes) mended = NULL;
  g_autoptr (GError) failure = NULL;
  TriJsonIndex *index = tri_json_index_new (bytes, &failure);
  gsize n_bytes;
  char *text;

  if (index)
    return index; /* it takes nothing but UTF-8 */
  if (g_utf8_validate_len (data, reader->document->len, NULL))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  text = tri_text_dup_displayable (data, reader->document->len, &n_bytes);
  mended = g_bytes_new_take (text, n_bytes);
  tri_reply_note (reader->fold->reply, _ ("The body is not all UTF-8; what is not reads “�”."));
  return tri_json_index_new (mended, error);
}

/* Some servers send their errors as a stream too. */
static gboolean
on_error_event (const TriSseEvent *event, gpointer user_data)
{
  JsonNode **node = user_data;
  g_autoptr (GBytes) data = g_bytes_new_static (event->data, event->data_bytes);

  if (event->kind == TRI_SSE_EVENT)
    *node = tri_json_parse (data, NULL, NULL);
  return *node == NULL;
}

/* An error page is shown as the bytes it is; if it is JSON, or events of JSON, its message is found. */
static TriEnding
finish_http_error (TriReader *reader)
{
  g_autoptr (TriJsonIndex) index = index_body (reader, NULL);
  g_autoptr (JsonNode) node = index ? tri_json_index_to_node (index) : NULL;
  TriApiError *error;

  if (node == NULL)
    {
      g_autoptr (TriSse) sse = tri_sse_new (0, on_error_event, &node);

      tri_sse_feed (sse, reader->document->data, reader->document->len, NULL);
    }
  error = tri_api_error_read (node);

  if (error)
    tri_reply_take_error (reader->fold->reply, error);
  return TRI_ENDING_HTTP_ERROR;
}

static TriEnding
finish_document (TriReader *reader, gboolean clean)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TriJsonIndex) index = index_body (reader, &error);
  g_autoptr (JsonNode) node = index ? tri_format_to_node (reader->fold->format, index) : NULL;

  if (node == NULL)
    {
      gboolean cut = g_error_matches (error, TRI_ERROR, TRI_ERROR_TRUNCATED);

      reader->message = cut ? g_strdup_printf (_ ("The response ended before its JSON did: %s"), error->message)
                            : g_strdup_printf (_ ("The response is no JSON: %s"), error->message);
      return cut || !clean ? TRI_ENDING_CUT : TRI_ENDING_UNREADABLE;
    }
  switch (tri_fold_read (reader->fold, node, index, &error))
    {
    case TRI_NEXT_API_ERROR:
      return TRI_ENDING_API_ERROR;
    case TRI_NEXT_UNREADABLE:
      reader->message = g_strdup (error->message);
      return TRI_ENDING_UNREADABLE;
    default:
      note_first_text (reader);
      return TRI_ENDING_ANSWERED;
    }
}

/* A last block without its empty line counts if it is whole: [DONE], or JSON from brace to brace. */
static void
read_tail (TriReader *reader)
{
  TriSseEvent tail;
  g_autoptr (TriJsonIndex) index = NULL;

  if (!tri_sse_finish (reader->sse, &tail))
    return;
  index = index_event (&tail);
  if (index || is_done (&tail))
    on_event (&tail, reader);
}

static TriEnding
finish_stream (TriReader *reader, gboolean clean)
{
  read_tail (reader);
  tri_fold_finish (reader->fold);
  switch (reader->next)
    {
    case TRI_NEXT_END:
      return TRI_ENDING_ANSWERED;
    case TRI_NEXT_API_ERROR:
      return TRI_ENDING_API_ERROR;
    case TRI_NEXT_UNREADABLE:
      return TRI_ENDING_UNREADABLE;
    case TRI_NEXT_FINISHED:
      if (clean)
        {
          reader->end_event = reader->finished_event;
          tri_reply_note (reader->fold->reply, _ ("No [DONE] came; every choice had its finish_reason."));
          return TRI_ENDING_ANSWERED;
        }
      break;
    case TRI_NEXT_CUT:
      reader->message = g_strdup (_ ("[DONE] came before the answer’s own last event. What came is kept."));
      return TRI_ENDING_CUT;
    case TRI_NEXT_MORE:
    default:
      break;
    }
  reader->message = g_strdup (_ ("The connection ended before the answer did. What came is kept."));
  return TRI_ENDING_CUT;
}

TriEnding
tri_reader_finish (TriReader *reader, gboolean clean)
{
  if (reader->status < 200 || reader->status > 299)
    return finish_http_error (reader);
  return reader->kind == BODY_STREAM ? finish_stream (reader, clean) : finish_document (reader, clean);
}

void
tri_reader_mask (TriReader *reader, const char *key)
{
  tri_reply_mask (reader->fold->reply, key);
  if (reader->fold->document)
    tri_json_value_mask (reader->fold->document, key);
}

const char *
tri_reader_get_message (const TriReader *reader)
{
  return reader->message;
}

const TriReply *
tri_reader_get_reply (const TriReader *reader)
{
  return reader->fold->reply;
}

const TriFold *
tri_reader_get_fold (const TriReader *reader)
{
  return reader->fold;
}

gboolean
tri_reader_is_stream (const TriReader *reader)
{
  return reader->kind == BODY_STREAM;
}

gint64
tri_reader_get_first_text_us (const TriReader *reader)
{
  return reader->first_text_us;
}

guint
tri_reader_get_n_events (const TriReader *reader)
{
  return reader->events->len;
}

const TriEvent *
tri_reader_get_event (const TriReader *reader, guint position)
{
  return &g_array_index (reader->events, TriEvent, position);
}

guint
tri_reader_find_event (const TriReader *reader, gint64 at_us)
{
  guint low = 0, high = reader->events->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (tri_reader_get_event (reader, middle)->at_us < at_us)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
tri_reader_get_first_text_event (const TriReader *reader)
{
  return reader->first_text_event;
}

guint
tri_reader_get_usage_event (const TriReader *reader)
{
  return reader->usage_event;
}

guint
tri_reader_get_end_event (const TriReader *reader)
{
  return reader->end_event;
}

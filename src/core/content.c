/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content.h"

#include <string.h>

#define KEY_BYTES 32
#define HASH_DIGITS 12

typedef struct
{
  guint8 key[KEY_BYTES];
} Hider;

static void
hider_init (Hider *hider)
{
  g_autofree char *a = g_uuid_string_random ();
  g_autofree char *b = g_uuid_string_random ();
  g_autofree char *seed = g_strconcat (a, b, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = KEY_BYTES;

  g_checksum_update (checksum, (const guchar *) seed, -1);
  g_checksum_get_digest (checksum, hider->key, &length);
}

/* What stands for a text. "" stays: that nothing was written is structure. */
static char *
hide (const Hider *hider, const char *text, gsize n_bytes)
{
  g_autofree char *hash = NULL;

  if (n_bytes == 0)
    return g_strdup ("");
  hash = g_compute_hmac_for_data (G_CHECKSUM_SHA256, hider->key, KEY_BYTES, (const guchar *) text, n_bytes);
  return g_strdup_printf ("[%ld characters %.*s]", g_utf8_strlen (text, (gssize) n_bytes), HASH_DIGITS, hash);
}

static void
hide_string (const Hider *hider, char **text)
{
  char *hidden = *text ? hide (hider, *text, strlen (*text)) : NULL;

  g_free (*text);
  *text = hidden;
}

/* JSON */

/* Members whose strings are words of the API. */
static gboolean
is_word (const char *name)
{
  static const char *const words[]
      = { "type",         "object",      "role",        "model",  "status",     "finish_reason",  "reason",
          "code",         "param",       "stop_reason", "event",  "truncation", "effort",         "system_fingerprint",
          "service_tier", "tool_choice", "verbosity",   "detail", "phase",      "summary_format", NULL };

  return g_strv_contains (words, name);
}

static void
append_hidden (const Hider *hider, const TriJsonIndex *index, guint token, GString *out)
{
  gsize length;
  g_autofree char *text = tri_json_index_dup_string (index, token, &length);
  g_autofree char *hidden = hide (hider, text ? text : "", text ? length : 0);

  g_string_append_c (out, '"');
  tri_json_escape (out, hidden, -1);
  g_string_append_c (out, '"');
}

/* The name of the member that a value is; NULL for an element. */
static char *
dup_member (const TriJsonIndex *index, guint token)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  guint parent = tokens[token].parent;

  return parent != TRI_JSON_NONE && tokens[parent].is_key ? tri_json_index_dup_string (index, parent, NULL) : NULL;
}

/* A document as it is laid out, with other strings in it. */
static void
append_json (const Hider *hider, const TriJsonIndex *index, GString *out)
{
  const char *bytes = g_bytes_get_data (tri_json_index_get_bytes (index), NULL);
  guint n;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n);
  gsize done = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = NULL;

      if (tokens[i].kind != TRI_JSON_STRING || tokens[i].is_key)
        continue;
      name = dup_member (index, i);
      if (name && is_word (name))
        continue;
      g_string_append_len (out, bytes + done, (gssize) (tokens[i].start - done));
      append_hidden (hider, index, i, out);
      done = tokens[i].end;
    }
  g_string_append_len (out, bytes + done, (gssize) (g_bytes_get_size (tri_json_index_get_bytes (index)) - done));
}

static void
append_bytes (const Hider *hider, const char *bytes, gsize n_bytes, GString *out)
{
  g_autoptr (GBytes) document = g_bytes_new (bytes, n_bytes);
  g_autoptr (TriJsonIndex) index = tri_json_index_new (document, NULL);
  g_autofree char *hidden = NULL;

  if (index)
    {
      append_json (hider, index, out);
      return;
    }
  if (n_bytes == 6 && memcmp (bytes, "[DONE]", 6) == 0)
    hidden = g_strdup ("[DONE]");
  else
    hidden = hide (hider, bytes, n_bytes);
  g_string_append (out, hidden);
}

static char *
hide_json (const Hider *hider, const char *json)
{
  GString *out = g_string_new (NULL);

  append_bytes (hider, json, strlen (json), out);
  return g_string_free (out, FALSE);
}

/* Bodies */

/* Streams are written anew, an event after the other; where each ended and ends now leads the times of the reads. */
typedef struct
{
  const Hider *hider;
  GString *out;
  GArray *ends; /* gsize pairs: before, now */
} Stream;

static gboolean
on_event (const TriSseEvent *event, gpointer user_data)
{
  Stream *stream = user_data;
  gsize ends[2];

  if (event->kind == TRI_SSE_COMMENT)
    g_string_append (stream->out, ": ");
  else if (event->type_given)
    g_string_append_printf (stream->out, "event: %s\ndata: ", event->type);
  else
    g_string_append (stream->out, "data: ");
  append_bytes (stream->hider, event->data, event->data_bytes, stream->out);
  g_string_append (stream->out, event->kind == TRI_SSE_COMMENT ? "\n" : "\n\n");
  ends[0] = event->end;
  ends[1] = stream->out->len;
  g_array_append_vals (stream->ends, ends, 2);
  return TRUE;
}

static void
move_marks (GArray *marks, const GArray *ends, gsize now)
{
  guint at = 0;
  gsize moved = 0;

  for (guint i = 0; i < marks->len; i++)
    {
      TriReadMark *mark = &g_array_index (marks, TriReadMark, i);

      while (at + 1 < ends->len && g_array_index (ends, gsize, at) <= mark->offset)
        {
          moved = g_array_index (ends, gsize, at + 1);
          at += 2;
        }
      mark->offset = i + 1 == marks->len ? now : moved;
    }
}

static void
hide_response (const Hider *hider, TriRecord *record)
{
  gsize size;
  const char *bytes = g_bytes_get_data (record->response_body, &size);
  const char *type = tri_headers_get (record->response_headers, "Content-Type");
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  GString *out = g_string_new (NULL);
  Stream stream = { hider, out, ends };
  TriSseEvent tail;

  if (type && g_ascii_strncasecmp (type, "text/event-stream", 17) == 0)
    {
      g_autoptr (TriSse) sse = tri_sse_new (0, on_event, &stream);

      tri_sse_feed (sse, bytes, size, NULL);
      if (tri_sse_finish (sse, &tail))
        on_event (&tail, &stream);
    }
  else if (size > 0)
    append_bytes (hider, bytes, size, out);
  move_marks (record->marks, ends, out->len);
  g_bytes_unref (record->response_body);
  record->response_body = g_string_free_to_bytes (out);
}

/* Records */

static TriPrompt *
hide_prompt (const Hider *hider, TriPrompt *prompt)
{
  guint n;
  const TriTurn *turns = tri_prompt_get_turns (prompt, &n);
  const char *had = tri_prompt_get_instructions (prompt);
  g_autofree char *instructions = had ? hide (hider, had, strlen (had)) : NULL;
  g_autofree char *text = hide (hider, tri_prompt_get_text (prompt), strlen (tri_prompt_get_text (prompt)));
  g_autofree TriTurn *hidden = g_new (TriTurn, n + 1);
  TriPrompt *made;

  for (guint i = 0; i < n; i++)
    hidden[i] = (TriTurn){ turns[i].role, hide (hider, turns[i].text, strlen (turns[i].text)) };
  made = tri_prompt_new_with_turns (instructions, hidden, n, text, NULL);
  for (guint i = 0; i < n; i++)
    g_free (hidden[i].text);
  return made;
}

static void
hide_settings (const Hider *hider, TriSettings *settings)
{
  char *stop = settings->values[TRI_SETTING_STOP];

  settings->values[TRI_SETTING_STOP] = stop ? hide_json (hider, stop) : NULL;
  g_free (stop);
}

/* Of what headers say of the one who asked only its length is left. */
static void
hide_headers (const Hider *hider, GPtrArray *headers)
{
  for (guint i = 0; i < headers->len; i++)
    {
      TriHeader *header = headers->pdata[i];

      if (g_ascii_strncasecmp (header->name, "openai-organization", 19) == 0
          || g_ascii_strncasecmp (header->name, "openai-project", 14) == 0)
        hide_string (hider, &header->value);
    }
}

static TriRecord *
hide_record (const Hider *hider, const TriRecord *record)
{
  TriRecord *hidden = tri_record_copy (record);
  TriPrompt *prompt = hide_prompt (hider, record->prompt);
  GString *request = g_string_new (NULL);
  gsize size = 0;
  const char *bytes = record->request_body ? g_bytes_get_data (record->request_body, &size) : NULL;

  tri_prompt_unref (hidden->prompt);
  hidden->prompt = prompt;
  hide_settings (hider, hidden->settings);
  hide_headers (hider, hidden->request_headers);
  hide_headers (hider, hidden->response_headers);
  hide_string (hider, &hidden->message); /* it may quote the server, which may quote the person */
  if (size > 0)
    append_bytes (hider, bytes, size, request);
  g_clear_pointer (&hidden->request_body, g_bytes_unref);
  hidden->request_body = g_string_free_to_bytes (request);
  hide_response (hider, hidden);
  g_array_set_size (hidden->masked, 0); /* what was masked is hidden, too */
  g_array_set_size (hidden->request_masked, 0);
  g_clear_pointer (&hidden->rest, tri_json_value_free);
  hidden->without_content = TRUE;
  return hidden;
}

static TriDraft *
hide_draft (const Hider *hider, const TriDraft *draft)
{
  TriDraft *hidden = tri_draft_new ();

  hidden->instructions = g_strdup (draft->instructions);
  hidden->text = g_strdup (draft->text);
  hide_string (hider, &hidden->instructions);
  hide_string (hider, &hidden->text);
  for (guint i = 0; i < draft->turns->len; i++)
    {
      const TriTurn *turn = &g_array_index (draft->turns, TriTurn, i);
      g_autofree char *text = hide (hider, turn->text, strlen (turn->text));

      tri_draft_add_turn (hidden, turn->role, text);
    }
  tri_settings_free (hidden->settings);
  hidden->settings = tri_settings_copy (draft->settings);
  hide_settings (hider, hidden->settings);
  for (guint i = 0; i < draft->columns->len; i++)
    {
      const TriDraftColumn *column = draft->columns->pdata[i];
      TriDraftColumn *copy = tri_draft_add_column (hidden);

      copy->format = g_strdup (column->format);
      copy->model = g_strdup (column->model);
      copy->members = column->members ? hide_json (hider, column->members) : NULL;
      copy->body = column->body ? hide_json (hider, column->body) : NULL;
      copy->base_url = g_strdup (column->base_url);
      copy->server_name = g_strdup (column->server_name);
      copy->default_model = g_strdup (column->default_model);
      copy->key_env = g_strdup (column->key_env);
      copy->key_typed = column->key_typed;
    }
  return hidden;
}

TriArchive *
tri_archive_dup_without_content (const TriArchive *archive)
{
  Hider hider;
  TriArchive *hidden;

  hider_init (&hider);
  hidden = tri_archive_new_empty (hide_draft (&hider, archive->draft));
  hidden->baseline = archive->baseline;
  for (guint i = 0; i < archive->columns->len; i++)
    {
      const TriArchiveColumn *column = archive->columns->pdata[i];
      TriArchiveColumn *copy = tri_archive_add_column (hidden);

      for (guint k = 0; k < column->records->len; k++)
        g_ptr_array_add (copy->records, hide_record (&hider, column->records->pdata[k]));
    }
  return hidden;
}

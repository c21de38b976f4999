/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "redact.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"

/* Texts */

char *
tri_redact_dup_text (const char *text, const char *const *keys)
{
  char *clean = g_strdup (text);

  for (guint i = 0; clean && keys && keys[i]; i++)
    {
      char *masked = tri_mask_dup_text (clean, keys[i]);

      g_free (clean);
      clean = masked;
    }
  return clean;
}

static void
blot (char *from, const char *to)
{
  memset (from, '*', (gsize) (to - from));
}

/* Members of a query that are no secret are not worth the risk of guessing which are. */
static char *
dup_url (const char *url)
{
  char *clean = g_strdup (url);
  char *host = clean ? strstr (clean, "://") : NULL;
  char *query = clean ? strchr (clean, '?') : NULL;
  char *end, *at;

  if (host)
    {
      host += 3;
      end = host + strcspn (host, "/?#");
      at = g_strrstr_len (host, end - host, "@");
      if (at)
        blot (host, at);
    }
  while (query && *query && *query != '#')
    {
      char *value = query + 1 + strcspn (query + 1, "=&#");

      query = query + 1 + strcspn (query + 1, "&#");
      if (*value == '=')
        blot (value + 1, query);
    }
  return clean;
}

/* Of a cookie that is set its name and its terms may be read, of others the names. */
static void
blot_cookies (char *value, gboolean is_set)
{
  char *at = value;

  do
    {
      char *end = at + strcspn (at, ";");
      char *equals = memchr (at, '=', (gsize) (end - at));

      blot (equals ? equals + 1 : at, end);
      at = *end ? end + 1 : end;
    }
  while (*at && !is_set);
}

static void
blot_secret (const char *name, char *value)
{
  gsize start;

  if (g_ascii_strcasecmp (name, "Set-Cookie") == 0 || g_ascii_strcasecmp (name, "Cookie") == 0)
    blot_cookies (value, g_ascii_strcasecmp (name, "Set-Cookie") == 0);
  else if (tri_redact_find_secret (value, strlen (value), &start))
    blot (value + start, value + strlen (value));
}

static gboolean
is_address (const char *header)
{
  return g_ascii_strcasecmp (header, "Location") == 0 || g_ascii_strcasecmp (header, "Content-Location") == 0
         || g_ascii_strcasecmp (header, "Referer") == 0;
}

void
tri_redact_headers (GPtrArray *headers, const char *const *keys)
{
  for (guint i = 0; i < headers->len; i++)
    {
      TriHeader *header = g_ptr_array_index (headers, i);
      char *name = tri_redact_dup_text (header->name, keys);
      char *value = tri_redact_dup_text (header->value, keys);

      if (tri_redact_is_secret_name (name, strlen (name), TRI_NAME_HEADER))
        blot_secret (name, value);
      else if (is_address (name))
        {
          char *url = dup_url (value);

          g_free (value);
          value = url;
        }
      g_free (header->name);
      g_free (header->value);
      *header = (TriHeader){ name, value };
    }
}

void
tri_redact_value (TriJsonValue *value, const char *const *keys)
{
  for (guint i = 0; value && keys && keys[i]; i++)
    tri_json_value_mask (value, keys[i]);
}

static TriPrompt *
redact_prompt (TriPrompt *prompt, const char *const *keys)
{
  guint n;
  const TriTurn *turns = tri_prompt_get_turns (prompt, &n);
  g_autofree char *instructions = tri_redact_dup_text (tri_prompt_get_instructions (prompt), keys);
  g_autofree char *text = tri_redact_dup_text (tri_prompt_get_text (prompt), keys);
  g_autofree TriTurn *clean = g_new (TriTurn, n + 1);
  TriPrompt *made;

  for (guint i = 0; i < n; i++)
    clean[i] = (TriTurn){ turns[i].role, tri_redact_dup_text (turns[i].text, keys) };
  made = tri_prompt_new_with_turns (instructions, clean, n, text, NULL);
  for (guint i = 0; i < n; i++)
    g_free (clean[i].text);
  return made;
}

/* Bodies */

static GBytes *
redact_bytes (GBytes *bytes, const char *const *keys, GArray *spans)
{
  GBytes *clean = g_bytes_ref (bytes);

  for (guint i = 0; keys && keys[i]; i++)
    {
      g_autoptr (TriMasker) masker = tri_masker_new (keys[i]);
      g_autoptr (GByteArray) out = g_byte_array_sized_new ((guint) g_bytes_get_size (clean));
      const GArray *found = tri_masker_get_spans (masker);

      tri_masker_feed (masker, g_bytes_get_data (clean, NULL), g_bytes_get_size (clean), out);
      tri_masker_finish (masker, out);
      if (found->len == 0)
        continue;
      g_array_append_vals (spans, found->data, found->len);
      g_bytes_unref (clean);
      clean = g_byte_array_free_to_bytes (g_steal_pointer (&out));
    }
  tri_redact_join_spans (spans);
  return clean;
}

/* Keys in pieces: the strings that stand at the same path in one event after the other are one text, of which each byte
 * has its place in the body. */
typedef struct
{
  GString *text;
  GArray *places; /* gsize, the offset of each byte of `text` */
} Strand;

typedef struct
{
  const char *body;
  GHashTable *strands; /* path → Strand */
} Pieces;

static void
strand_free (gpointer data)
{
  Strand *strand = data;

  g_string_free (strand->text, TRUE);
  g_array_unref (strand->places);
  g_free (strand);
}

static void
add_piece (Pieces *pieces, const TriJsonIndex *index, guint token, gsize start)
{
  const TriJsonToken *string = &tri_json_index_get_tokens (index, NULL)[token];
  const char *bytes = g_bytes_get_data (tri_json_index_get_bytes (index), NULL);
  g_autofree char *path = tri_json_index_dup_path (index, token);
  Strand *strand = g_hash_table_lookup (pieces->strands, path);

  if (!strand)
    {
      strand = g_new (Strand, 1);
      *strand = (Strand){ g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (gsize)) };
      g_hash_table_insert (pieces->strands, g_steal_pointer (&path), strand);
    }
  for (guint32 at = string->start + 1; at + 1 < string->end; at++)
    {
      gsize place = start + at;

      g_string_append_c (strand->text, bytes[at]);
      g_array_append_val (strand->places, place);
    }
}

static gboolean
on_event (const TriSseEvent *event, gpointer user_data)
{
  Pieces *pieces = user_data;
  g_autoptr (GBytes) data = g_bytes_new_static (event->data, event->data_bytes);
  g_autoptr (TriJsonIndex) index = event->kind == TRI_SSE_EVENT ? tri_json_index_new (data, NULL) : NULL;
  const char *found
      = index ? g_strstr_len (pieces->body + event->start, (gssize) (event->end - event->start), event->data) : NULL;
  const TriJsonToken *tokens;
  guint n;

  if (!found) /* data on several lines has no place of its own */
    return TRUE;
  tokens = tri_json_index_get_tokens (index, &n);
  for (guint i = 0; i < n; i++)
    if (tokens[i].kind == TRI_JSON_STRING && !tokens[i].is_key)
      add_piece (pieces, index, i, (gsize) (found - pieces->body));
  return TRUE;
}

/* Blots out of `body` what of `key` is spread over events. */
static void
blot_pieces (GHashTable *strands, const char *key, char *body, GArray *spans)
{
  gsize length = strlen (key);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, strands);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Strand *strand = value;

      for (const char *at = strstr (strand->text->str, key); at; at = strstr (at + length, key))
        for (gsize i = 0; i < length; i++)
          {
            TriMaskSpan span = { g_array_index (strand->places, gsize, (gsize) (at - strand->text->str) + i), 1 };

            body[span.offset] = '*';
            g_array_append_val (spans, span);
          }
    }
}

static GBytes *
redact_pieces (GBytes *bytes, const char *const *keys, GArray *spans)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *body = g_malloc (size + 1);
  g_autoptr (GHashTable) strands = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, strand_free);
  Pieces pieces = { body, strands };
  g_autoptr (TriSse) sse = tri_sse_new (0, on_event, &pieces);
  TriSseEvent tail;

  memcpy (body, data, size);
  body[size] = '\0';
  tri_sse_feed (sse, body, size, NULL);
  if (tri_sse_finish (sse, &tail))
    on_event (&tail, &pieces);
  for (guint i = 0; keys[i]; i++)
    blot_pieces (strands, keys[i], body, spans);
  tri_redact_join_spans (spans);
  return g_bytes_new_take (g_steal_pointer (&body), size);
}

/* Records */

static gboolean
bytes_hold (GBytes *bytes, const char *key)
{
  gsize size = 0;
  const char *data = bytes ? g_bytes_get_data (bytes, &size) : NULL;

  return data && memmem (data, size, key, strlen (key)) != NULL;
}

/* Whether what the record means has a key in it, though its bytes have none. */
static gboolean
means_a_key (const TriRecord *record, const char *const *keys)
{
  g_autoptr (TriReader) reader = keys && keys[0] && record->status ? tri_record_replay (record, G_MAXINT64) : NULL;
  g_autoptr (GBytes) assembled = NULL;

  if (!reader || !tri_reader_is_stream (reader))
    return FALSE;
  assembled = tri_fold_assemble (tri_reader_get_fold (reader));
  for (guint i = 0; keys[i]; i++)
    {
      const GPtrArray *parts = tri_reader_get_reply (reader)->parts;

      if (bytes_hold (assembled, keys[i]))
        return TRUE;
      for (guint k = 0; k < parts->len; k++)
        if (strstr (((const TriPart *) parts->pdata[k])->text->str, keys[i]))
          return TRUE;
    }
  return FALSE;
}

static void
redact_string (char **text, const char *const *keys)
{
  char *clean = tri_redact_dup_text (*text, keys);

  g_free (*text);
  *text = clean;
}

static void
redact_body (GBytes **body, const char *const *keys, GArray *spans)
{
  g_autoptr (GBytes) plain = *body ? redact_bytes (*body, keys, spans) : NULL;

  if (!plain)
    return;
  g_bytes_unref (*body);
  *body = tri_redact_members (plain, spans);
}

TriRecord *
tri_redact_record (TriRecord *record, const char *const *keys, GError **error)
{
  g_autoptr (TriRecord) clean = tri_record_copy (record);
  TriPrompt *prompt = clean->prompt ? redact_prompt (clean->prompt, keys) : NULL;
  char *url = dup_url (clean->url);

  if (clean->prompt)
    tri_prompt_unref (clean->prompt);
  clean->prompt = prompt;
  for (guint i = 0; clean->settings && i < TRI_N_SETTINGS; i++)
    redact_string (&clean->settings->values[i], keys);
  g_free (clean->url);
  clean->url = url;
  redact_string (&clean->url, keys);
  redact_string (&clean->server_name, keys);
  redact_string (&clean->model, keys);
  redact_string (&clean->reason, keys);
  redact_string (&clean->message, keys);
  tri_redact_value (clean->rest, keys);
  tri_redact_headers (clean->request_headers, keys);
  tri_redact_headers (clean->response_headers, keys);
  redact_body (&clean->request_body, keys, clean->request_masked);
  redact_body (&clean->response_body, keys, clean->masked);
  if (means_a_key (clean, keys))
    {
      GBytes *body = redact_pieces (clean->response_body, keys, clean->masked);

      g_bytes_unref (clean->response_body);
      clean->response_body = body;
    }
  if (!means_a_key (clean, keys))
    return g_steal_pointer (&clean);
  g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE,
               _ ("The answer holds the key in pieces that cannot be taken out, so nothing was written"));
  return NULL;
}

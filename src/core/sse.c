/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sse.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "text.h"

/* A buffer for what comes from outside: it may fail to grow, and has always a NUL behind its end. */
typedef struct
{
  char *text;
  gsize n_bytes;
  gsize n_allocated;
} Buffer;

struct _TriSse
{
  TriSseFunc func;
  gpointer user_data;
  gsize max_event_bytes;
  gboolean ended; /* by the function, by an error, or because the stream has ended */

  guint n_bom;       /* bytes of a byte order mark seen at the start; BOM_DONE once that is decided */
  gboolean after_cr; /* a line feed that comes now belongs to the line before */
  gsize offset;      /* of the piece that is being fed */
  gsize line_start;
  gsize line_end;

  Buffer line; /* the beginning of a line whose end has not come */
  Buffer data; /* each line of it with a line feed behind it */
  Buffer type;
  Buffer next_id; /* becomes the last id when the block ends */
  gboolean has_next_id;
  Buffer last_id;
  gboolean in_block;
  gsize block_start;
  gint64 retry_ms;
};

static const guint8 bom[] = { 0xef, 0xbb, 0xbf };
#define BOM_DONE G_N_ELEMENTS (bom)

/* A buffer that one event has made larger than this is not kept for the next. */
#define KEEP_BYTES (1024 * 1024)

static gboolean
buffer_append (Buffer *buffer, const void *text, gsize n_bytes)
{
  gsize n_wanted = buffer->n_bytes + n_bytes + 1;

  if (n_wanted > buffer->n_allocated)
    {
      gsize n_allocated = MAX (MAX (n_wanted, 64), buffer->n_allocated * 2);
      char *grown = g_try_realloc (buffer->text, n_allocated);

      if (grown == NULL)
        return FALSE;
      buffer->text = grown;
      buffer->n_allocated = n_allocated;
    }

  if (n_bytes > 0)
    memcpy (buffer->text + buffer->n_bytes, text, n_bytes);
  buffer->n_bytes += n_bytes;
  buffer->text[buffer->n_bytes] = '\0';
  return TRUE;
}

static void
buffer_clear (Buffer *buffer)
{
  g_free (buffer->text);
  *buffer = (Buffer){ 0 };
}

static void
buffer_empty (Buffer *buffer)
{
  if (buffer->n_allocated > KEEP_BYTES)
    buffer_clear (buffer);
  buffer->n_bytes = 0;
}

static gboolean
buffer_set (Buffer *buffer, const void *text, gsize n_bytes)
{
  buffer_empty (buffer);
  return buffer_append (buffer, text, n_bytes);
}

static const char *
buffer_get (const Buffer *buffer)
{
  return buffer->n_bytes > 0 ? buffer->text : "";
}

TriSse *
tri_sse_new (gsize max_event_bytes, TriSseFunc func, gpointer user_data)
{
  TriSse *sse = g_new0 (TriSse, 1);

  sse->func = func;
  sse->user_data = user_data;
  sse->max_event_bytes = max_event_bytes > 0 ? max_event_bytes : TRI_SSE_MAX_EVENT_BYTES;
  sse->retry_ms = -1;
  return sse;
}

void
tri_sse_free (TriSse *sse)
{
  if (sse == NULL)
    return;

  buffer_clear (&sse->line);
  buffer_clear (&sse->data);
  buffer_clear (&sse->type);
  buffer_clear (&sse->next_id);
  buffer_clear (&sse->last_id);
  g_free (sse);
}

static gboolean
fail (TriSse *sse, GError **error, gboolean too_large)
{
  g_autofree char *limit = tri_text_dup_size (sse->max_event_bytes);
  g_autofree char *place = g_strdup_printf ("%" G_GSIZE_FORMAT, sse->in_block ? sse->block_start : sse->line_start);

  sse->ended = TRUE;
  g_set_error (error, TRI_ERROR, TRI_ERROR_LIMIT,
               too_large ? _ ("the event at byte %s: expected at most %s before an empty line, found more")
                         : _ ("the event at byte %s: not enough memory for it, though the limit of %s is not reached"),
               place, limit);
  return FALSE;
}

static void
report (TriSse *sse, TriSseKind kind, const char *data, gsize data_bytes, gsize start)
{
  TriSseEvent event = {
    .kind = kind,
    .type = kind == TRI_SSE_EVENT && sse->type.n_bytes > 0 ? sse->type.text : "message",
    .type_given = kind == TRI_SSE_EVENT && sse->type.n_bytes > 0,
    .data = data,
    .data_bytes = data_bytes,
    .last_id = buffer_get (&sse->last_id),
    .start = start,
    .end = sse->line_end,
  };

  if (!sse->func (&event, sse->user_data))
    sse->ended = TRUE;
}

/* An empty line has come. */
static gboolean
end_block (TriSse *sse)
{
  if (sse->has_next_id && !buffer_set (&sse->last_id, buffer_get (&sse->next_id), sse->next_id.n_bytes))
    return FALSE;
  sse->has_next_id = FALSE;

  if (sse->data.n_bytes > 0)
    {
      sse->data.text[--sse->data.n_bytes] = '\0';
      report (sse, TRI_SSE_EVENT, sse->data.text, sse->data.n_bytes, sse->block_start);
    }

  buffer_empty (&sse->data);
  buffer_empty (&sse->type);
  sse->in_block = FALSE;
  return TRUE;
}

/* Only digits count, and whatever they say too high reads as the highest. */
static void
set_retry (TriSse *sse, const char *value, gsize n_bytes)
{
  gint64 retry_ms = 0;

  for (gsize i = 0; i < n_bytes; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return;
      retry_ms = retry_ms > (G_MAXINT64 - 9) / 10 ? G_MAXINT64 : retry_ms * 10 + (value[i] - '0');
    }

  if (n_bytes > 0)
    sse->retry_ms = retry_ms;
}

typedef struct
{
  const char *name;
  gsize name_bytes;
  const char *value;
  gsize value_bytes;
} Field;

static Field
split_field (const char *line, gsize n_bytes)
{
  const char *colon = memchr (line, ':', n_bytes);
  const char *end = line + n_bytes;
  Field field = { line, (colon != NULL ? colon : end) - line, colon != NULL ? colon + 1 : end, 0 };

  if (field.value < end && *field.value == ' ')
    field.value++;
  field.value_bytes = end - field.value;
  return field;
}

static gboolean
is_field (const Field *field, const char *name)
{
  return field->name_bytes == strlen (name) && memcmp (field->name, name, field->name_bytes) == 0;
}

static gboolean
take_field (TriSse *sse, const Field *field)
{
  if (!sse->in_block)
    {
      sse->in_block = TRUE;
      sse->block_start = sse->line_start;
    }

  if (is_field (field, "data"))
    return buffer_append (&sse->data, field->value, field->value_bytes) && buffer_append (&sse->data, "\n", 1);
  if (is_field (field, "event"))
    return buffer_set (&sse->type, field->value, field->value_bytes);
  if (is_field (field, "id") && memchr (field->value, '\0', field->value_bytes) == NULL)
    {
      sse->has_next_id = TRUE;
      return buffer_set (&sse->next_id, field->value, field->value_bytes);
    }
  if (is_field (field, "retry"))
    set_retry (sse, field->value, field->value_bytes);

  return TRUE;
}

static gboolean
take_line (TriSse *sse, const char *line, gsize n_bytes)
{
  if (n_bytes == 0)
    return end_block (sse);

  Field field = split_field (line, n_bytes);

  if (field.name_bytes > 0)
    return take_field (sse, &field);

  /* A comment is lent with a NUL behind it, which a line in the middle of a piece has not. */
  if (line != sse->line.text)
    {
      if (!buffer_append (&sse->line, field.value, field.value_bytes))
        return FALSE;
      field.value = sse->line.text;
    }

  report (sse, TRI_SSE_COMMENT, field.value, field.value_bytes, sse->line_start);
  return TRUE;
}

/* Returns how many of the first bytes were dealt with. */
static gsize
skip_bom (TriSse *sse, const guint8 *bytes, gsize n_bytes)
{
  gsize at = 0;

  while (at < n_bytes && sse->n_bom < BOM_DONE)
    {
      if (bytes[at] == bom[sse->n_bom])
        {
          at++;
          sse->n_bom++;
          if (sse->n_bom == BOM_DONE)
            sse->line_start = BOM_DONE;
        }
      else
        {
          /* It only began like one, and so belongs to the first line. A buffer so small does not fail. */
          buffer_append (&sse->line, bom, sse->n_bom);
          sse->n_bom = BOM_DONE;
        }
    }

  return at;
}

/* The next `byte` from `at` on, or `end`. `cached` is what was found last time, as searching anew for a rare line end
 * at every frequent one would take quadratic time. */
static const char *
find_byte (const char *cached, const char *at, const char *end, char byte)
{
  if (cached != NULL && cached >= at)
    return cached;

  const char *found = memchr (at, byte, end - at);

  return found != NULL ? found : end;
}

/* Takes one line whose end was found, or keeps its beginning. */
static gboolean
take_piece (TriSse *sse, const char *text, gsize n_bytes, gboolean has_end, GError **error)
{
  gboolean taken;

  if (n_bytes > sse->max_event_bytes || sse->data.n_bytes + sse->line.n_bytes > sse->max_event_bytes - n_bytes)
    return fail (sse, error, TRUE);

  if (!has_end)
    {
      taken = buffer_append (&sse->line, text, n_bytes);
    }
  else if (sse->line.n_bytes > 0)
    {
      taken = buffer_append (&sse->line, text, n_bytes) && take_line (sse, sse->line.text, sse->line.n_bytes);
      buffer_empty (&sse->line);
    }
  else
    {
      taken = take_line (sse, text, n_bytes);
      buffer_empty (&sse->line);
    }

  return taken || fail (sse, error, FALSE);
}

gboolean
tri_sse_feed (TriSse *sse, const void *bytes, gsize n_bytes, GError **error)
{
  const char *begin = bytes;
  const char *at = begin;
  const char *end = begin + n_bytes;
  const char *lf = NULL, *cr = NULL;

  if (sse->ended || n_bytes == 0)
    return TRUE;

  at += skip_bom (sse, bytes, n_bytes);

  while (at < end && !sse->ended)
    {
      if (sse->after_cr)
        {
          sse->after_cr = FALSE;
          if (*at == '\n')
            {
              at++;
              sse->line_start++;
              continue;
            }
        }

      lf = find_byte (lf, at, end, '\n');
      cr = find_byte (cr, at, end, '\r');

      const char *line_end = MIN (lf, cr);
      gboolean has_end = line_end < end;

      sse->line_end = sse->offset + (line_end - begin) + 1;
      if (!take_piece (sse, at, line_end - at, has_end, error))
        return FALSE;
      if (!has_end)
        break;

      sse->line_start = sse->line_end;
      sse->after_cr = *line_end == '\r';
      at = line_end + 1;
    }

  sse->offset += n_bytes;
  return TRUE;
}

gboolean
tri_sse_finish (TriSse *sse, TriSseEvent *tail)
{
  Field field = { 0 };

  if (sse->ended)
    return FALSE;
  sse->ended = TRUE;

  /* The last line may be cut. Half a type or id would mislead; half the data is the reader's to judge. */
  if (sse->line.n_bytes > 0)
    field = split_field (sse->line.text, sse->line.n_bytes);
  if ((is_field (&field, "data") && !take_field (sse, &field)) || sse->data.n_bytes == 0)
    return FALSE;

  sse->data.text[--sse->data.n_bytes] = '\0';
  if (tail != NULL)
    *tail = (TriSseEvent){
      .kind = TRI_SSE_EVENT,
      .type = sse->type.n_bytes > 0 ? sse->type.text : "message",
      .type_given = sse->type.n_bytes > 0,
      .data = sse->data.text,
      .data_bytes = sse->data.n_bytes,
      .last_id = buffer_get (sse->has_next_id ? &sse->next_id : &sse->last_id),
      .start = sse->block_start,
      .end = sse->offset,
    };

  return TRUE;
}

gint64
tri_sse_get_retry_ms (const TriSse *sse)
{
  return sse->retry_ms;
}

const char *
tri_sse_get_last_id (const TriSse *sse)
{
  return buffer_get (&sse->last_id);
}

static gboolean
keep_data (const TriSseEvent *event, gpointer user_data)
{
  GBytes **data = user_data;

  if (!*data)
    *data = g_bytes_new (event->data, event->data_bytes);
  return FALSE;
}

GBytes *
tri_sse_dup_data (const void *bytes, gsize n_bytes)
{
  GBytes *data = NULL;
  g_autoptr (TriSse) sse = tri_sse_new (0, keep_data, &data);
  TriSseEvent tail;

  tri_sse_feed (sse, bytes, n_bytes, NULL);
  if (!data && tri_sse_finish (sse, &tail))
    keep_data (&tail, &data);
  return data ? data : g_bytes_new (NULL, 0);
}

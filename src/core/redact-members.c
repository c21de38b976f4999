/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "redact.h"

/* Of an object or an array. */
enum
{
  FRAME_ARRAY = 1 << 0,
  FRAME_HEADERS = 1 << 1, /* its members are named as headers are */
  FRAME_SECRET = 1 << 2,  /* it stands under a secret name */
  FRAME_NAMED = 1 << 3    /* its member "name" is a secret name */
};

/* Deeper ones are all alike. */
#define MAX_FRAMES 1024u

/* How much of a string that is not whole is looked at to know whether it is a secret: a reference is shorter. Without
 * an end to it a long string that comes in small pieces would be read again with each. */
#define LOOK_BYTES 4096u

#define NO_PLACE G_MAXSIZE

struct _TriMemberMasker
{
  GByteArray *frames;
  guint n_beyond;  /* frames deeper than MAX_FRAMES */
  gsize position;  /* of what was not looked at */
  gsize start;     /* of what stands between the quotes of the string that is read; NO_PLACE between strings */
  gboolean escape; /* a backslash was the last */
  gsize key_start,
      key_end;        /* the last string, before it is known for a key, and afterwards; NO_PLACE if there is none */
  gboolean is_value;  /* there was a ":", so that a value comes */
  guint8 under;       /* FRAME_… of what the key says of its value */
  gboolean is_secret; /* the string that is read */
  gsize from, to;     /* where it is masked already; NO_PLACE if it is not */
};

TriMemberMasker *
tri_member_masker_new (void)
{
  TriMemberMasker *self = g_new0 (TriMemberMasker, 1);

  self->frames = g_byte_array_new ();
  self->start = self->key_start = NO_PLACE;
  return self;
}

void
tri_member_masker_free (TriMemberMasker *self)
{
  g_byte_array_unref (self->frames);
  g_free (self);
}

static guint8
get_frame (const TriMemberMasker *self)
{
  return self->frames->len && !self->n_beyond ? self->frames->data[self->frames->len - 1] : 0;
}

static void
add_span (gsize start, gsize end, GArray *spans)
{
  TriMaskSpan span = { start, end - start };

  if (spans)
    g_array_append_val (spans, span);
}

static void
blot (char *bytes, gsize start, gsize end, GArray *spans)
{
  memset (bytes + start, '*', end - start);
  add_span (start, end, spans);
}

/* ---- Names ---- */

/* Escapes in a name are spelt out, for a name may be written so that it is not seen. */
static char *
dup_name (const char *raw, gsize n_bytes)
{
  g_autofree char *quoted = g_strdup_printf ("\"%.*s\"", (int) n_bytes, raw);
  g_autoptr (GBytes) bytes = g_bytes_new_static (quoted, strlen (quoted));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);

  return index ? tri_json_index_dup_text (index, 0) : g_strndup (raw, n_bytes);
}

static gboolean
is_secret_name (const char *raw, gsize n_bytes, TriNameKind kind)
{
  g_autofree char *name = memchr (raw, '\\', n_bytes) ? dup_name (raw, n_bytes) : NULL;

  return tri_redact_is_secret_name (name ? name : raw, name ? strlen (name) : n_bytes, kind);
}

static gboolean
is_key (const TriMemberMasker *self, const char *bytes, const char *name)
{
  gsize n_bytes = self->key_end - self->key_start;

  return n_bytes == strlen (name) && g_ascii_strncasecmp (bytes + self->key_start, name, n_bytes) == 0;
}

static gboolean
ends_in_headers (const char *name, gsize n_bytes)
{
  gsize n = strlen ("headers");

  return n_bytes >= n && g_ascii_strncasecmp (name + n_bytes - n, "headers", n) == 0;
}

/* At the ":" behind a string. */
static void
take_key (TriMemberMasker *self, const char *bytes)
{
  const char *name = bytes + self->key_start;
  gsize n_bytes = self->key_end - self->key_start;
  guint8 frame = get_frame (self);

  self->is_value = TRUE;
  self->under = 0;
  if (is_secret_name (name, n_bytes, frame & FRAME_HEADERS ? TRI_NAME_HEADER : TRI_NAME_MEMBER))
    self->under |= FRAME_SECRET;
  if (ends_in_headers (name, n_bytes))
    self->under |= FRAME_HEADERS;
}

/* ---- Values ---- */

/* The string that begins here, as its key and what it stands in say. */
static gboolean
is_secret_string (const TriMemberMasker *self, const char *bytes)
{
  guint8 frame = get_frame (self);

  if (!self->is_value)
    return (frame & FRAME_ARRAY) && (frame & FRAME_SECRET);
  if (self->under & FRAME_SECRET)
    return TRUE;
  if (is_key (self, bytes, "value"))
    return (frame & (FRAME_SECRET | FRAME_NAMED)) != 0;
  return (frame & FRAME_SECRET) && (is_key (self, bytes, "token") || is_key (self, bytes, "key"));
}

/* User, password, and the parameters that are secret; "&" may be written as an escape. */
static void
blot_in_url (char *bytes, gsize start, gsize end, GArray *spans)
{
  char *url = bytes + start, *stop = bytes + end;
  char *host = g_strstr_len (url, (gssize) (end - start), "://");
  char *at, *path;

  if (!host)
    return;
  host += 3;
  for (path = host; path < stop && !strchr ("/?#\\ ", *path); path++)
    ;
  at = g_strrstr_len (host, path - host, "@");
  if (at && at > host)
    blot (bytes, (gsize) (host - bytes), (gsize) (at - bytes), spans);
  for (char *name = memchr (path, '?', (gsize) (stop - path)); name;)
    {
      char *value, *behind;

      name++;
      for (value = name; value < stop && !strchr ("=&# \\", *value); value++)
        ;
      for (behind = value; behind < stop && !strchr ("&# \\", *behind); behind++)
        ;
      if (value < behind && tri_redact_is_secret_name (name, (gsize) (value - name), TRI_NAME_PARAMETER))
        blot (bytes, (gsize) (value + 1 - bytes), (gsize) (behind - bytes), spans);
      name = stop - behind > 6 && strncmp (behind, "\\u0026", 6) == 0 ? behind + 5
             : behind < stop && *behind == '&'                        ? behind
                                                                      : NULL;
    }
}

/* `is_whole` FALSE: more of it may come. */
static void
mask_string (TriMemberMasker *self, char *bytes, gsize end, gboolean is_whole, GArray *spans)
{
  gsize length = end - self->start, from;

  if (self->from == NO_PLACE && self->is_secret
      && tri_redact_find_secret (bytes + self->start, is_whole ? length : MIN (length, LOOK_BYTES), &from))
    self->from = self->to = self->start + from;
  if (self->from != NO_PLACE)
    {
      memset (bytes + self->to, '*', end - self->to);
      self->to = end;
      if (is_whole)
        add_span (self->from, end, spans);
    }
  else if (is_whole && length > 7 && g_ascii_strncasecmp (bytes + self->start, "http", 4) == 0)
    blot_in_url (bytes, self->start, end, spans);
}

static void
end_string (TriMemberMasker *self, char *bytes, gsize end, GArray *spans)
{
  if (self->is_value && self->frames->len && is_key (self, bytes, "name")
      && is_secret_name (bytes + self->start, end - self->start, TRI_NAME_HEADER))
    self->frames->data[self->frames->len - 1] |= FRAME_NAMED;
  if (self->is_value || get_frame (self) & FRAME_ARRAY)
    mask_string (self, bytes, end, TRUE, spans);
  else
    {
      self->key_start = self->start;
      self->key_end = end;
    }
  self->start = NO_PLACE;
}

/* ---- Reading ---- */

static void
push (TriMemberMasker *self, gboolean is_array)
{
  guint8 frame = self->is_value ? self->under : get_frame (self) & FRAME_ARRAY ? get_frame (self) & ~FRAME_ARRAY : 0;

  frame |= is_array ? FRAME_ARRAY : 0;
  if (self->frames->len < MAX_FRAMES)
    g_byte_array_append (self->frames, &frame, 1);
  else
    self->n_beyond++;
  self->is_value = FALSE;
  self->key_start = NO_PLACE;
}

static void
pop (TriMemberMasker *self)
{
  if (self->n_beyond > 0)
    self->n_beyond--;
  else if (self->frames->len > 0)
    g_byte_array_set_size (self->frames, self->frames->len - 1);
  self->is_value = FALSE;
  self->key_start = NO_PLACE;
}

static void
read_sign (TriMemberMasker *self, char *bytes, gsize at)
{
  switch (bytes[at])
    {
    case '"':
      self->start = at + 1;
      self->from = NO_PLACE;
      self->escape = FALSE;
      self->is_secret = is_secret_string (self, bytes);
      break;
    case ':':
      if (self->key_start != NO_PLACE && !self->is_value)
        take_key (self, bytes);
      break;
    case '{':
    case '[':
      push (self, bytes[at] == '[');
      break;
    case '}':
    case ']':
      pop (self);
      break;
    case ',':
      self->is_value = FALSE;
      self->key_start = NO_PLACE;
      break;
    default:
      break;
    }
}

void
tri_member_masker_feed (TriMemberMasker *self, char *bytes, gsize n_bytes, GArray *spans)
{
  gsize at = self->position;

  for (; at < n_bytes; at++)
    if (self->start == NO_PLACE)
      read_sign (self, bytes, at);
    else if (self->escape)
      self->escape = FALSE;
    else if ((guchar) bytes[at] > '\\' || (bytes[at] != '"' && bytes[at] != '\\' && bytes[at] != '\n'))
      continue;
    else if (bytes[at] == '\\')
      self->escape = TRUE;
    else if (bytes[at] == '"')
      end_string (self, bytes, at, spans);
    else if (bytes[at] == '\n') /* no string reaches over a line: what is none must not lead astray */
      {
        end_string (self, bytes, at, spans);
        self->is_value = FALSE;
        self->key_start = NO_PLACE;
      }
  self->position = at;
  if (self->start != NO_PLACE)
    mask_string (self, bytes, at, FALSE, NULL);
}

void
tri_member_masker_finish (TriMemberMasker *self, char *bytes, gsize n_bytes, GArray *spans)
{
  if (self->start != NO_PLACE)
    end_string (self, bytes, n_bytes, spans);
}

/* ---- All at once ---- */

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const TriMaskSpan *one = a, *other = b;

  return one->offset < other->offset ? -1 : one->offset > other->offset;
}

void
tri_redact_join_spans (GArray *spans)
{
  guint n = 0;

  g_array_sort (spans, compare_spans);
  for (guint i = 0; i < spans->len; i++)
    {
      TriMaskSpan *last = n > 0 ? &g_array_index (spans, TriMaskSpan, n - 1) : NULL;
      TriMaskSpan span = g_array_index (spans, TriMaskSpan, i);

      if (last && span.offset <= last->offset + last->length)
        last->length = MAX (last->offset + last->length, span.offset + span.length) - last->offset;
      else
        g_array_index (spans, TriMaskSpan, n++) = span;
    }
  g_array_set_size (spans, n);
}

GBytes *
tri_redact_members (GBytes *bytes, GArray *spans)
{
  gsize n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);
  g_autofree char *copy = g_malloc (n_bytes + 1);
  g_autoptr (TriMemberMasker) masker = tri_member_masker_new ();
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (TriMaskSpan));

  if (n_bytes > 0)
    memcpy (copy, data, n_bytes);
  tri_member_masker_feed (masker, copy, n_bytes, found);
  tri_member_masker_finish (masker, copy, n_bytes, found);
  if (found->len == 0)
    return g_bytes_ref (bytes);
  if (spans)
    {
      g_array_append_vals (spans, found->data, found->len);
      tri_redact_join_spans (spans);
    }
  return g_bytes_new_take (g_steal_pointer (&copy), n_bytes);
}

char *
tri_redact_dup_members (const char *text)
{
  g_autoptr (GBytes) bytes = text ? g_bytes_new_static (text, strlen (text)) : NULL;
  g_autoptr (GBytes) clean = bytes ? tri_redact_members (bytes, NULL) : NULL;

  return clean ? g_strndup (g_bytes_get_data (clean, NULL), g_bytes_get_size (clean)) : NULL;
}

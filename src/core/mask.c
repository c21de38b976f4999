/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mask.h"

#include <string.h>

struct _TriMasker
{
  char *key; /* NULL: everything passes through */
  gsize key_bytes;
  GByteArray *held; /* the end of what was fed, where it could be the beginning of a key */
  gsize held_at;    /* its offset in all that was fed */
  GArray *spans;
};

typedef enum
{
  NO_MATCH,
  PARTIAL, /* the bytes end before it is decided */
  MATCH
} Match;

/* One byte as it stands within a JSON string. Sets `n_used` to the bytes of its spelling. */
static Match
match_spelled_byte (guint8 wanted, const guint8 *bytes, gsize n_bytes, gsize *n_used)
{
  static const char short_escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
  guint value = 0;

  if (n_bytes == 0)
    return PARTIAL;
  if (bytes[0] != '\\')
    {
      *n_used = 1;
      return bytes[0] == wanted ? MATCH : NO_MATCH;
    }
  if (n_bytes == 1)
    return PARTIAL;

  if (bytes[1] != 'u')
    {
      *n_used = 2;
      for (const char *escape = short_escapes; *escape != '\0'; escape += 2)
        if (bytes[1] == (guint8) escape[0])
          return (guint8) escape[1] == wanted ? MATCH : NO_MATCH;
      return NO_MATCH;
    }

  for (gsize i = 2; i < 6; i++)
    {
      if (i == n_bytes)
        return PARTIAL;
      if (!g_ascii_isxdigit (bytes[i]))
        return NO_MATCH;
      value = value * 16 + g_ascii_xdigit_value (bytes[i]);
    }

  *n_used = 6;
  return value == wanted ? MATCH : NO_MATCH;
}

/* Whether the key begins right here, either as it is or as JSON spells it. */
static Match
match_key (const TriMasker *masker, const guint8 *bytes, gsize n_bytes, gsize *n_matched)
{
  Match plain = PARTIAL;
  gsize at = 0;

  if (memcmp (bytes, masker->key, MIN (n_bytes, masker->key_bytes)) != 0)
    plain = NO_MATCH;
  else if (n_bytes >= masker->key_bytes)
    plain = MATCH;

  *n_matched = masker->key_bytes;
  if (plain == MATCH)
    return MATCH;

  for (gsize i = 0; i < masker->key_bytes; i++)
    {
      gsize n_used = 0;
      Match spelled = match_spelled_byte ((guint8) masker->key[i], bytes + at, n_bytes - at, &n_used);

      if (spelled == NO_MATCH)
        return plain;
      if (spelled == PARTIAL)
        return PARTIAL;
      at += n_used;
    }

  *n_matched = at;
  return MATCH;
}

TriMasker *
tri_masker_new (const char *key)
{
  TriMasker *masker = g_new0 (TriMasker, 1);

  masker->held = g_byte_array_new ();
  masker->spans = g_array_new (FALSE, FALSE, sizeof (TriMaskSpan));
  if (key != NULL && strlen (key) >= TRI_MASK_MIN_BYTES)
    {
      masker->key = g_strdup (key);
      masker->key_bytes = strlen (key);
    }

  return masker;
}

void
tri_masker_free (TriMasker *masker)
{
  if (masker == NULL)
    return;

  if (masker->key != NULL)
    explicit_bzero (masker->key, masker->key_bytes);
  if (masker->held->len > 0)
    explicit_bzero (masker->held->data, masker->held->len);
  g_free (masker->key);
  g_byte_array_unref (masker->held);
  g_array_unref (masker->spans);
  g_free (masker);
}

/* Gives out what of `bytes` is certain, and returns how much that is. */
static gsize
mask_certain (TriMasker *masker, const guint8 *bytes, gsize n_bytes, GByteArray *out)
{
  gsize begin = out->len;
  gsize done = 0; /* given out already */
  gsize at = 0;

  while (at < n_bytes)
    {
      gsize n_matched;

      if (bytes[at] != (guint8) masker->key[0] && bytes[at] != '\\')
        {
          at++;
          continue;
        }

      Match match = match_key (masker, bytes + at, n_bytes - at, &n_matched);

      if (match == PARTIAL)
        break;
      if (match == NO_MATCH)
        {
          at++;
          continue;
        }

      TriMaskSpan span = { masker->held_at + at, n_matched };

      g_byte_array_append (out, bytes + done, at - done);
      g_byte_array_set_size (out, out->len + n_matched);
      memset (out->data + out->len - n_matched, '*', n_matched);
      g_array_append_val (masker->spans, span);
      at += n_matched;
      done = at;
    }

  g_byte_array_append (out, bytes + done, at - done);
  g_assert (out->len - begin == at);
  return at;
}

void
tri_masker_feed (TriMasker *masker, const void *bytes, gsize n_bytes, GByteArray *out)
{
  gsize n_certain;

  if (n_bytes == 0)
    return;

  if (masker->key == NULL)
    {
      g_byte_array_append (out, bytes, n_bytes);
      return;
    }

  if (masker->held->len == 0)
    {
      n_certain = mask_certain (masker, bytes, n_bytes, out);
      if (n_certain < n_bytes)
        g_byte_array_append (masker->held, (const guint8 *) bytes + n_certain, n_bytes - n_certain);
    }
  else
    {
      g_byte_array_append (masker->held, bytes, n_bytes);
      n_certain = mask_certain (masker, masker->held->data, masker->held->len, out);
      if (n_certain > 0)
        g_byte_array_remove_range (masker->held, 0, n_certain);
    }

  masker->held_at += n_certain;
}

void
tri_masker_finish (TriMasker *masker, GByteArray *out)
{
  /* The first byte begins no key any more, but one may still lie whole behind it. */
  while (masker->held->len > 0)
    {
      gsize n_certain;

      g_byte_array_append (out, masker->held->data, 1);
      g_byte_array_remove_index (masker->held, 0);
      masker->held_at++;

      n_certain = mask_certain (masker, masker->held->data, masker->held->len, out);
      if (n_certain > 0)
        g_byte_array_remove_range (masker->held, 0, n_certain);
      masker->held_at += n_certain;
    }
}

const GArray *
tri_masker_get_spans (const TriMasker *masker)
{
  return masker->spans;
}

char *
tri_mask_dup_text (const char *text, const char *key)
{
  if (text == NULL)
    return NULL;

  g_autoptr (TriMasker) masker = tri_masker_new (key);
  g_autoptr (GByteArray) masked = g_byte_array_new ();

  tri_masker_feed (masker, text, strlen (text), masked);
  tri_masker_finish (masker, masked);
  g_byte_array_append (masked, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&masked), FALSE);
}

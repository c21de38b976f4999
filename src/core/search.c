/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search.h"

/* How many bytes are searched between two looks at whether anybody still wants to know. */
#define PIECE_BYTES (1u << 16)

struct _TriSearch
{
  GBytes *bytes;
  const char *text;
  gsize size;
  gunichar *words; /* in small letters */
  glong n_words;   /* in characters */
  GArray *places;  /* guint32: a document has no more bytes than that */
  guint n_matches;
};

/* The length of the match at `offset`, in bytes; 0 if there is none. */
static gsize
match (const TriSearch *search, gsize offset)
{
  gsize at = offset;

  for (glong i = 0; i < search->n_words; i++)
    {
      gunichar character;

      if (at >= search->size)
        return 0;
      if ((guint8) search->text[at] < 0x80)
        {
          character = (gunichar) g_ascii_tolower (search->text[at]);
          at++;
        }
      else
        {
          character = g_utf8_get_char_validated (search->text + at, MIN (search->size - at, 6));
          if (character >= (gunichar) -2)
            return 0;
          at += g_unichar_to_utf8 (character, NULL);
          character = g_unichar_tolower (character);
        }
      if (character != search->words[i])
        return 0;
    }
  return at - offset;
}

static void
mark_first_byte (gboolean *begins, gunichar character)
{
  char bytes[6];

  g_unichar_to_utf8 (character, bytes);
  begins[(guint8) bytes[0]] = TRUE;
}

/* With which bytes a match can begin. Letters whose small form is the one looked for, but which are not its capital
 * form, are few, and all beyond ASCII: there every byte is tried. */
static void
mark_first_bytes (const TriSearch *search, gboolean *begins)
{
  gunichar first = search->words[0];

  mark_first_byte (begins, first);
  mark_first_byte (begins, g_unichar_toupper (first));
  mark_first_byte (begins, g_unichar_totitle (first));
  if (g_unichar_isalpha (first))
    for (guint i = 0xc2; i <= 0xf4; i++)
      begins[i] = TRUE;
}

static gboolean
search_all (TriSearch *search, GCancellable *cancellable)
{
  gboolean begins[256] = { FALSE };
  gsize looked_at = 0;

  if (search->n_words == 0)
    return TRUE;
  mark_first_bytes (search, begins);
  for (gsize at = 0; at < search->size;)
    {
      gsize length = begins[(guint8) search->text[at]] ? match (search, at) : 0;

      if (length > 0)
        {
          guint32 place = at;

          if (search->places->len < TRI_SEARCH_MAX_PLACES)
            g_array_append_val (search->places, place);
          search->n_matches++;
        }
      at += MAX (length, 1);
      if (at - looked_at >= PIECE_BYTES)
        {
          looked_at = at;
          if (g_cancellable_is_cancelled (cancellable))
            return FALSE;
        }
    }
  return TRUE;
}

TriSearch *
tri_search_new (GBytes *bytes, const char *words, GCancellable *cancellable)
{
  g_autoptr (TriSearch) search = g_new0 (TriSearch, 1);

  search->bytes = g_bytes_ref (bytes);
  search->text = g_bytes_get_data (bytes, &search->size);
  search->words = g_utf8_to_ucs4_fast (words, -1, &search->n_words);
  for (glong i = 0; i < search->n_words; i++)
    search->words[i] = g_unichar_tolower (search->words[i]);
  search->places = g_array_new (FALSE, FALSE, sizeof (guint32));
  return search_all (search, cancellable) ? g_steal_pointer (&search) : NULL;
}

void
tri_search_free (TriSearch *search)
{
  g_bytes_unref (search->bytes);
  g_free (search->words);
  g_array_unref (search->places);
  g_free (search);
}

guint
tri_search_get_n_matches (const TriSearch *search)
{
  return search->n_matches;
}

guint
tri_search_get_n_places (const TriSearch *search)
{
  return search->places->len;
}

void
tri_search_get_match (const TriSearch *search, guint position, gsize *start, gsize *end)
{
  *start = g_array_index (search->places, guint32, position);
  *end = *start + match (search, *start);
}

guint
tri_search_find (const TriSearch *search, gsize offset)
{
  guint first = 0, behind = search->places->len;

  while (first < behind)
    {
      guint middle = first + (behind - first) / 2;

      if (g_array_index (search->places, guint32, middle) < offset)
        first = middle + 1;
      else
        behind = middle;
    }
  return first;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "format-piece.h"

#include <string.h>

#define MAX_DIGITS 4

static const char *
get_spelling (const TriJsonIndex *index, guint token, gsize *n_bytes)
{
  const TriJsonToken *said = &tri_json_index_get_tokens (index, NULL)[token];

  *n_bytes = said->end - said->start;
  return (const char *) g_bytes_get_data (tri_json_index_get_bytes (index), NULL) + said->start;
}

gboolean
tri_piece_read_name (const TriJsonIndex *index, guint key, char name[TRI_PIECE_NAME])
{
  gsize n_bytes;
  const char *text = get_spelling (index, key, &n_bytes);

  if (n_bytes - 2 >= TRI_PIECE_NAME || memchr (text, '\\', n_bytes))
    return FALSE;
  memcpy (name, text + 1, n_bytes - 2);
  name[n_bytes - 2] = '\0';
  return TRUE;
}

gboolean
tri_piece_read_number (const TriJsonIndex *index, guint token, guint *number)
{
  gsize n_bytes;
  const char *text = get_spelling (index, token, &n_bytes);

  *number = 0;
  for (gsize i = 0; i < n_bytes; i++)
    {
      if (i == MAX_DIGITS || !g_ascii_isdigit (text[i]))
        return FALSE;
      *number = *number * 10 + (guint) g_ascii_digit_value (text[i]);
    }
  return TRUE;
}

gboolean
tri_piece_is (const TriJsonIndex *index, guint token, const char *text)
{
  gsize n_bytes;
  const char *said = get_spelling (index, token, &n_bytes);

  return strncmp (text, said, n_bytes) == 0 && text[n_bytes] == '\0';
}

gboolean
tri_piece_is_said (const TriJsonValue *have, const TriJsonIndex *index, guint token)
{
  const char *raw = tri_json_value_get_raw (have);

  if (have == NULL)
    return FALSE;
  return tri_json_index_get_tokens (index, NULL)[token].kind == TRI_JSON_NULL
         || (raw && tri_piece_is (index, token, raw));
}

void
tri_piece_add (const TriJsonIndex *index, guint token, TriJsonValue *have, TriPart *part)
{
  g_autoptr (TriJsonValue) more = tri_json_value_new_from_index (index, token);
  g_autofree char *text = part ? tri_json_index_dup_text (index, token) : NULL;

  tri_json_value_join (have, more);
  if (part)
    tri_part_append (part, text);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-index.h"

#include <string.h>

#include "json-scan.h"
#include "text.h"

/* What json-index.h promises of looking up and of paths. */

static guint
find_member (const TriJsonIndex *index, guint object, TriJsonName name)
{
  g_autoptr (GByteArray) scratch = NULL;
  guint found = TRI_JSON_NONE;

  if (object >= index->n_tokens || index->tokens[object].kind != TRI_JSON_OBJECT)
    return TRI_JSON_NONE;

  for (guint key = object + 1; key < index->tokens[object].next; key = index->tokens[key].next)
    {
      if (index->tokens[key].has_escapes && scratch == NULL)
        scratch = g_byte_array_new ();
      if (tri_json_name_equal (name, tri_json_read_name (tri_json_get_text (index), &index->tokens[key], scratch)))
        found = key + 1;
    }

  return found;
}

guint
tri_json_index_get_member (const TriJsonIndex *index, guint object, const char *name)
{
  return find_member (index, object, (TriJsonName){ name, strlen (name) });
}

guint
tri_json_index_get_element (const TriJsonIndex *index, guint array, guint position)
{
  if (array >= index->n_tokens || index->tokens[array].kind != TRI_JSON_ARRAY)
    return TRI_JSON_NONE;

  for (guint element = array + 1; element < index->tokens[array].next; element = index->tokens[element].next)
    if (position-- == 0)
      return element;

  return TRI_JSON_NONE;
}

guint
tri_json_index_token_at (const TriJsonIndex *index, gsize offset)
{
  guint low = 0, high = index->n_tokens; /* the last token that starts at or before the offset is in [low, high) */
  guint token;

  if (offset < index->tokens[0].start)
    return TRI_JSON_NONE;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (index->tokens[middle].start <= offset)
        low = middle;
      else
        high = middle;
    }

  for (token = low; token != TRI_JSON_NONE && offset >= index->tokens[token].end;)
    token = index->tokens[token].parent;
  return token;
}

char *
tri_json_index_dup_string (const TriJsonIndex *index, guint token, gsize *n_out)
{
  char *text = NULL;
  gsize n_bytes = 0;

  if (token < index->n_tokens && index->tokens[token].kind == TRI_JSON_STRING)
    {
      const guint8 *start = tri_json_get_text (index) + index->tokens[token].start + 1;
      const guint8 *end = tri_json_get_text (index) + index->tokens[token].end - 1;

      text = g_try_malloc (end - start + 1);
      if (text != NULL)
        {
          n_bytes = tri_json_decode (start, end, FALSE, text);
          text[n_bytes] = '\0';
        }
    }

  if (n_out != NULL)
    *n_out = n_bytes;
  return text;
}

char *
tri_json_index_dup_text (const TriJsonIndex *index, guint token)
{
  gsize n_bytes;
  char *text = tri_json_index_dup_string (index, token, &n_bytes);
  char *shown;

  /* What the index has passed is UTF-8, so that nothing else needs to be looked at. */
  if (text != NULL && strlen (text) == n_bytes)
    return text;
  shown = tri_text_dup_displayable (text, n_bytes, NULL);
  g_free (text);
  return shown;
}

char *
tri_json_index_dup_raw (const TriJsonIndex *index, guint token)
{
  if (token >= index->n_tokens)
    return NULL;

  const TriJsonToken *found = &index->tokens[token];
  gsize n_bytes = found->end - found->start;
  char *raw = g_try_malloc (n_bytes + 1);

  if (raw != NULL)
    {
      memcpy (raw, tri_json_get_text (index) + found->start, n_bytes);
      raw[n_bytes] = '\0';
    }

  return raw;
}

/* ---- Paths ---- */

static gsize
measure_plain_name (const char *text, gsize n_bytes)
{
  gsize length = 0;

  while (length < n_bytes
         && (g_ascii_isalpha (text[length]) || text[length] == '_'
             || (length > 0 && (g_ascii_isdigit (text[length]) || text[length] == '-'))))
    length++;
  return length;
}

/* "[7]"; printf would be most of what a path costs. */
static void
append_position (GString *path, guint position)
{
  char digits[16];
  guint at = sizeof digits;

  digits[--at] = ']';
  do
    digits[--at] = (char) ('0' + position % 10);
  while ((position /= 10) > 0);
  digits[--at] = '[';
  g_string_append_len (path, digits + at, sizeof digits - at);
}

static void
append_step (const TriJsonIndex *index, guint token, const guint32 *positions, gboolean is_first, GString *path)
{
  const TriJsonToken *step = &index->tokens[token];

  if (step->is_key)
    {
      g_autoptr (GByteArray) scratch = step->has_escapes ? g_byte_array_new () : NULL;
      TriJsonName name = tri_json_read_name (tri_json_get_text (index), step, scratch);

      if (name.n_bytes > 0 && measure_plain_name (name.text, name.n_bytes) == name.n_bytes)
        {
          g_string_append (path, is_first ? "" : ".");
          g_string_append_len (path, name.text, name.n_bytes);
        }
      else
        {
          g_string_append_c (path, '[');
          g_string_append_len (path, (const char *) tri_json_get_text (index) + step->start, step->end - step->start);
          g_string_append_c (path, ']');
        }
    }
  else if (index->tokens[step->parent].kind == TRI_JSON_ARRAY)
    {
      guint position = positions ? positions[token] : 0;

      for (guint element = step->parent + 1; !positions && element < token; element = index->tokens[element].next)
        position++;
      append_position (path, position);
    }
}

guint32 *
tri_json_index_list_positions (const TriJsonIndex *index)
{
  guint32 *positions = g_new0 (guint32, index->n_tokens);

  for (guint array = 0; array < index->n_tokens; array++)
    if (index->tokens[array].kind == TRI_JSON_ARRAY)
      for (guint element = array + 1, n = 0; element < index->tokens[array].next; element = index->tokens[element].next)
        positions[element] = n++;
  return positions;
}

char *
tri_json_index_dup_path (const TriJsonIndex *index, guint token)
{
  return tri_json_index_dup_path_from (index, token, NULL);
}

void
tri_json_index_append_path (const TriJsonIndex *index, guint token, const guint32 *positions, GString *path)
{
  guint steps[2 * TRI_JSON_MAX_DEPTH + 2];
  gsize start = path->len;
  guint n_steps = 0;

  /* The root is no step. */
  if (token < index->n_tokens)
    for (; index->tokens[token].parent != TRI_JSON_NONE; token = index->tokens[token].parent)
      steps[n_steps++] = token;

  while (n_steps > 0)
    append_step (index, steps[--n_steps], positions, path->len == start, path);
}

char *
tri_json_index_dup_path_from (const TriJsonIndex *index, guint token, const guint32 *positions)
{
  GString *path = g_string_new (NULL);

  tri_json_index_append_path (index, token, positions, path);
  return g_string_free (path, FALSE);
}

/* Takes "[3]" or "[\"a b\"]" from the front of `path`, and returns the token it leads to from `token`. */
static guint
find_bracket (const TriJsonIndex *index, guint token, const char **path)
{
  const guint8 *at = (const guint8 *) *path + 1;
  const guint8 *end = at + strlen ((const char *) at);

  if (*at == '"')
    {
      g_autoptr (GByteArray) scratch = g_byte_array_new ();
      TriJsonToken key = { .start = 1 };
      TriJsonFault fault;
      const guint8 *behind = tri_json_scan_string (at, end, &key, &fault);

      if (behind == NULL || *behind != ']')
        return TRI_JSON_NONE;

      key.end = key.start + (behind - at);
      *path = (const char *) behind + 1;
      return find_member (index, token, tri_json_read_name (at - key.start, &key, scratch));
    }

  guint64 position;
  g_autofree char *digits = g_strndup ((const char *) at, tri_json_scan_digits (at, end) - at);

  at += strlen (digits);
  if (*at != ']' || (digits[0] == '0' && digits[1] != '\0')
      || !g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT32, &position, NULL))
    return TRI_JSON_NONE;

  *path = (const char *) at + 1;
  return tri_json_index_get_element (index, token, position);
}

guint
tri_json_index_find (const TriJsonIndex *index, const char *path)
{
  const char *at = path;
  guint token = 0;

  while (*at != '\0' && token != TRI_JSON_NONE)
    {
      if (*at == '[')
        {
          token = find_bracket (index, token, &at);
          continue;
        }

      if (at > path && *at++ != '.')
        return TRI_JSON_NONE;

      gsize length = measure_plain_name (at, strlen (at));

      if (length == 0)
        return TRI_JSON_NONE;
      token = find_member (index, token, (TriJsonName){ at, length });
      at += length;
    }

  return token;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-index.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error-place.h"
#include "json-scan.h"

/* As many as the event of a stream has. */
#define FEW_TOKENS 64u

/* ---- Reading ---- */

typedef struct
{
  const guint8 *text;
  const guint8 *at;
  const guint8 *end;
  TriJsonToken *tokens;
  guint n_tokens;
  guint n_allocated;
  gboolean on_stack; /* the tokens, as long as they are few */
  guint parent;      /* of the next value */
  guint depth;
  TriJsonQuirks quirks;
  guint64 secrets[2];     /* odd factors for the hashes of keys */
  GByteArray *scratch[2]; /* the values of two keys with escapes */
  GError **error;
} Reader;

typedef enum
{
  READ_VALUE,
  READ_FIRST_ELEMENT, /* or the end of the array */
  READ_FIRST_KEY,     /* or the end of the object */
  READ_KEY,
  READ_AFTER_VALUE,
  READ_END,
  READ_FAILED
} State;

/* Counts lines and columns only now that somebody wants to know them. */
static void
set_placed_error (const Reader *reader, TriError code, const guint8 *where, const char *words)
{
  guint line = 1, column = 1;

  for (const guint8 *byte = reader->text; byte < where; byte++)
    {
      if (*byte == '\n' || (*byte == '\r' && (byte + 1 == reader->end || byte[1] != '\n')))
        {
          line++;
          column = 1;
        }
      else if ((*byte & 0xc0) != 0x80)
        {
          column++;
        }
    }

  tri_error_set_placed (reader->error, code, line, column, words);
}

/* What stands at `where`, for a message: a word, a character, or the number of what cannot be shown. */
static char *
dup_found (const Reader *reader, const guint8 *where)
{
  const char *text = (const char *) where;
  gsize n_left = reader->end - where;
  gsize n_letters = 0;

  if (n_left == 0)
    return g_strdup (_ ("the end of the document"));
  if (n_left >= 3 && memcmp (where, "\xef\xbb\xbf", 3) == 0)
    return g_strdup (_ ("a byte order mark"));

  while (n_letters < MIN (n_left, 20) && g_ascii_isalpha (where[n_letters]))
    n_letters++;
  if (n_letters > 0)
    return g_strdup_printf (_ ("“%.*s”"), (int) n_letters, text);

  gunichar character = where[0] == '\0' ? 0 : g_utf8_get_char_validated (text, n_left);

  if (character == (gunichar) -1 || character == (gunichar) -2)
    return g_strdup_printf (_ ("the byte 0x%02X"), where[0]);
  if (!g_unichar_isprint (character))
    return g_strdup_printf (_ ("U+%04X"), character);

  return g_strdup_printf (_ ("“%.*s”"), (int) (g_utf8_next_char (text) - text), text);
}

/* Always returns READ_FAILED. What is missing at the end of the document is truncated, not wrong. */
static State
fail (Reader *reader, const guint8 *where, const char *expected)
{
  g_autofree char *found = dup_found (reader, where);
  g_autofree char *words = g_strdup_printf (_ ("expected %s, found %s"), expected, found);

  set_placed_error (reader, where == reader->end ? TRI_ERROR_TRUNCATED : TRI_ERROR_SYNTAX, where, words);
  return READ_FAILED;
}

static State
fail_memory (Reader *reader)
{
  g_set_error (reader->error, TRI_ERROR, TRI_ERROR_LIMIT, _ ("not enough memory to read %u bytes of JSON"),
               (guint) (reader->end - reader->text));
  return READ_FAILED;
}

static gboolean
allocate_tokens (Reader *reader, guint n_wanted)
{
  TriJsonToken *tokens = g_try_renew (TriJsonToken, reader->on_stack ? NULL : reader->tokens, n_wanted);

  if (tokens == NULL)
    return FALSE;
  if (reader->on_stack)
    memcpy (tokens, reader->tokens, reader->n_tokens * sizeof (TriJsonToken));
  reader->on_stack = FALSE;
  reader->tokens = tokens;
  reader->n_allocated = n_wanted;
  return TRUE;
}

/* Where the next token goes, already begun; NULL where memory is short. It counts once end_token() was called. */
static inline TriJsonToken *
begin_token (Reader *reader, TriJsonKind kind)
{
  if (reader->n_tokens == reader->n_allocated && !allocate_tokens (reader, reader->n_allocated * 2))
    return NULL;

  TriJsonToken *token = &reader->tokens[reader->n_tokens];

  *token = (TriJsonToken){
    .start = reader->at - reader->text,
    .parent = reader->parent,
    .next = reader->n_tokens + 1,
    .kind = kind,
  };
  return token;
}

static inline void
end_token (Reader *reader, TriJsonToken *token, const guint8 *end)
{
  token->end = end - reader->text;
  reader->at = end;
  reader->quirks |= token->quirks;
  reader->n_tokens++;
}

static inline void
skip_space (Reader *reader)
{
  while (reader->at < reader->end
         && (*reader->at == ' ' || *reader->at == '\n' || *reader->at == '\r' || *reader->at == '\t'))
    reader->at++;
}

/* A value is complete, and with it the key before it. */
static inline State
end_value (Reader *reader)
{
  if (reader->parent != TRI_JSON_NONE && reader->tokens[reader->parent].is_key)
    {
      reader->tokens[reader->parent].next = reader->n_tokens;
      reader->parent = reader->tokens[reader->parent].parent;
    }

  return reader->parent == TRI_JSON_NONE ? READ_END : READ_AFTER_VALUE;
}

static State
read_scalar (Reader *reader)
{
  TriJsonToken *token = begin_token (reader, TRI_JSON_STRING);
  TriJsonFault fault = { reader->at, NULL };
  const guint8 *behind;

  if (token == NULL)
    return fail_memory (reader);

  switch (reader->at < reader->end ? *reader->at : '\0')
    {
    case '"':
      behind = tri_json_scan_string (reader->at, reader->end, token, &fault);
      break;
    case 't':
      token->kind = TRI_JSON_TRUE;
      behind = tri_json_scan_word (reader->at, reader->end, "true", &fault);
      break;
    case 'f':
      token->kind = TRI_JSON_FALSE;
      behind = tri_json_scan_word (reader->at, reader->end, "false", &fault);
      break;
    case 'n':
      token->kind = TRI_JSON_NULL;
      behind = tri_json_scan_word (reader->at, reader->end, "null", &fault);
      break;
    case '-':
    case '0' ... '9':
      token->kind = TRI_JSON_NUMBER;
      behind = tri_json_scan_number (reader->at, reader->end, token, &fault);
      break;
    default:
      behind = tri_json_fault_at (&fault, reader->at, _ ("a value"));
      break;
    }

  if (behind == NULL)
    return fail (reader, fault.where, fault.expected);

  end_token (reader, token, behind);
  return end_value (reader);
}

static State
begin_container (Reader *reader, TriJsonKind kind)
{
  TriJsonToken *token = begin_token (reader, kind);

  if (token == NULL)
    return fail_memory (reader);
  if (reader->depth == TRI_JSON_MAX_DEPTH)
    {
      g_autofree char *words = g_strdup_printf (_ ("expected at most %d levels of objects and arrays, found one more"),
                                                TRI_JSON_MAX_DEPTH);

      set_placed_error (reader, TRI_ERROR_LIMIT, reader->at, words);
      return READ_FAILED;
    }

  reader->depth++;
  reader->parent = reader->n_tokens;
  end_token (reader, token, reader->at + 1);
  return kind == TRI_JSON_OBJECT ? READ_FIRST_KEY : READ_FIRST_ELEMENT;
}

static inline State
read_value (Reader *reader)
{
  if (reader->at < reader->end && *reader->at == '{')
    return begin_container (reader, TRI_JSON_OBJECT);
  if (reader->at < reader->end && *reader->at == '[')
    return begin_container (reader, TRI_JSON_ARRAY);

  return read_scalar (reader);
}

static State
read_key (Reader *reader, gboolean first)
{
  if (reader->at == reader->end || *reader->at != '"')
    return fail (reader, reader->at, first ? _ ("a key in “\"” or “}”") : _ ("a key in “\"”"));

  TriJsonToken *token = begin_token (reader, TRI_JSON_STRING);
  TriJsonFault fault;

  if (token == NULL)
    return fail_memory (reader);

  const guint8 *behind = tri_json_scan_string (reader->at, reader->end, token, &fault);

  if (behind == NULL)
    return fail (reader, fault.where, fault.expected);

  token->is_key = TRUE;
  reader->parent = reader->n_tokens;
  end_token (reader, token, behind);

  skip_space (reader);
  if (reader->at == reader->end || *reader->at != ':')
    return fail (reader, reader->at, _ ("“:” behind the key"));
  reader->at++;
  return READ_VALUE;
}

/* ---- Duplicate keys ---- */

/* The factors are secret, so that nobody can prepare keys that collide: the first carries a difference upwards, the
 * rotation brings it down, the second spreads what would else have stayed in the highest bits. */
static inline guint64
mix (const Reader *reader, guint64 hash, guint64 piece)
{
  hash = (hash ^ piece) * reader->secrets[0];
  return (hash << 32 | hash >> 32) * reader->secrets[1];
}

static inline guint32
hash_name (const Reader *reader, TriJsonName name)
{
  guint64 hash = name.n_bytes;
  guint64 piece;

  for (; name.n_bytes >= 8; name.text += 8, name.n_bytes -= 8)
    {
      memcpy (&piece, name.text, 8);
      hash = mix (reader, hash, piece);
    }

  piece = 0;
  memcpy (&piece, name.text, name.n_bytes);
  return (guint32) (mix (reader, hash, piece) >> 32);
}

typedef struct
{
  guint32 hash;
  guint32 key; /* a token, or TRI_JSON_NONE in an empty slot */
} Slot;

/* Whether the key of `slot` stood in the object before; else it is entered. */
static gboolean
enter_key (Reader *reader, Slot *slots, guint n_slots, Slot slot, TriJsonName name)
{
  guint at = slot.hash & (n_slots - 1);

  for (; slots[at].key != TRI_JSON_NONE; at = (at + 1) & (n_slots - 1))
    if (slots[at].hash == slot.hash
        && tri_json_name_equal (name,
                                tri_json_read_name (reader->text, &reader->tokens[slots[at].key], reader->scratch[1])))
      return TRUE;

  slots[at] = slot;
  return FALSE;
}

/* Marks the keys of an object, whose tokens are the last ones, that stood in it before. */
static gboolean
mark_duplicates (Reader *reader, guint object)
{
  Slot few[64];
  g_autofree Slot *many = NULL;
  Slot *slots = few;
  guint n_keys = 0, n_slots = 4;

  for (guint key = object + 1; key < reader->n_tokens; key = reader->tokens[key].next)
    n_keys++;
  if (n_keys < 2)
    return TRUE;

  while (n_slots < 2 * n_keys)
    n_slots *= 2;
  if (n_slots > G_N_ELEMENTS (few))
    {
      many = g_try_new (Slot, n_slots);
      if (many == NULL)
        return FALSE;
      slots = many;
    }
  memset (slots, 0xff, n_slots * sizeof (Slot));

  for (guint key = object + 1; key < reader->n_tokens; key = reader->tokens[key].next)
    {
      TriJsonName name = tri_json_read_name (reader->text, &reader->tokens[key], reader->scratch[0]);
      Slot slot = { hash_name (reader, name), key };

      if (enter_key (reader, slots, n_slots, slot, name))
        {
          reader->tokens[key].quirks |= TRI_JSON_QUIRK_DUPLICATE_KEY;
          reader->quirks |= TRI_JSON_QUIRK_DUPLICATE_KEY;
        }
    }

  return TRUE;
}

/* ---- The document ---- */

static State
end_container (Reader *reader)
{
  TriJsonToken *token = &reader->tokens[reader->parent];

  if (token->kind == TRI_JSON_OBJECT && !mark_duplicates (reader, reader->parent))
    return fail_memory (reader);

  reader->at++;
  reader->depth--;
  token->end = reader->at - reader->text;
  token->next = reader->n_tokens;
  reader->parent = token->parent;
  return end_value (reader);
}

static inline State
read_after_value (Reader *reader)
{
  gboolean in_object = reader->tokens[reader->parent].kind == TRI_JSON_OBJECT;
  guint8 found = reader->at < reader->end ? *reader->at : '\0';

  if (found == ',')
    {
      reader->at++;
      return in_object ? READ_KEY : READ_VALUE;
    }
  if (found == (in_object ? '}' : ']'))
    return end_container (reader);

  return fail (reader, reader->at, in_object ? _ ("“,” or “}”") : _ ("“,” or “]”"));
}

static gboolean
read_document (Reader *reader)
{
  State state = READ_VALUE;

  for (;;)
    {
      skip_space (reader);
      guint8 found = reader->at < reader->end ? *reader->at : '\0';

      switch (state)
        {
        case READ_VALUE:
          state = read_value (reader);
          break;
        case READ_FIRST_ELEMENT:
          state = found == ']' ? end_container (reader) : read_value (reader);
          break;
        case READ_FIRST_KEY:
          state = found == '}' ? end_container (reader) : read_key (reader, TRUE);
          break;
        case READ_KEY:
          state = read_key (reader, FALSE);
          break;
        case READ_AFTER_VALUE:
          state = read_after_value (reader);
          break;
        case READ_END:
          if (reader->at < reader->end)
            fail (reader, reader->at, _ ("the end of the document"));
          return reader->at == reader->end;
        case READ_FAILED:
        default:
          return FALSE;
        }
    }
}

TriJsonIndex *
tri_json_index_new (GBytes *bytes, GError **error)
{
  gsize n_bytes;
  const guint8 *text = g_bytes_get_data (bytes, &n_bytes);
  TriJsonToken few[FEW_TOKENS];
  Reader reader
      = { .tokens = few, .n_allocated = FEW_TOKENS, .on_stack = TRUE, .parent = TRI_JSON_NONE, .error = error };
  TriJsonIndex *index = NULL;

  if (n_bytes > TRI_JSON_MAX_BYTES)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_LIMIT, _ ("expected at most %u MiB of JSON, found %u MiB"),
                   TRI_JSON_MAX_BYTES >> 20, (guint) (n_bytes >> 20) + 1);
      return NULL;
    }

  reader.text = reader.at = text != NULL ? text : (const guint8 *) "";
  reader.end = reader.text + n_bytes;
  for (guint i = 0; i < 2; i++)
    {
      reader.secrets[i] = (guint64) g_random_int () << 32 | g_random_int () | 1;
      reader.scratch[i] = g_byte_array_new ();
    }

  if (read_document (&reader) && (allocate_tokens (&reader, reader.n_tokens) || !reader.on_stack))
    {
      index = g_new0 (TriJsonIndex, 1);
      g_atomic_ref_count_init (&index->ref_count);
      index->bytes = g_bytes_ref (bytes);
      index->tokens = reader.tokens;
      index->n_tokens = reader.n_tokens;
      index->quirks = reader.quirks;
    }
  else
    {
      if (error != NULL && *error == NULL)
        fail_memory (&reader);
      if (!reader.on_stack)
        g_free (reader.tokens);
    }

  for (guint i = 0; i < 2; i++)
    g_byte_array_unref (reader.scratch[i]);
  return index;
}

TriJsonIndex *
tri_json_index_ref (TriJsonIndex *index)
{
  g_atomic_ref_count_inc (&index->ref_count);
  return index;
}

void
tri_json_index_unref (TriJsonIndex *index)
{
  if (!g_atomic_ref_count_dec (&index->ref_count))
    return;

  g_bytes_unref (index->bytes);
  g_free (index->tokens);
  g_free (index);
}

GBytes *
tri_json_index_get_bytes (const TriJsonIndex *index)
{
  return index->bytes;
}

const TriJsonToken *
tri_json_index_get_tokens (const TriJsonIndex *index, guint *n_tokens)
{
  if (n_tokens != NULL)
    *n_tokens = index->n_tokens;
  return index->tokens;
}

TriJsonQuirks
tri_json_index_get_quirks (const TriJsonIndex *index)
{
  return index->quirks;
}

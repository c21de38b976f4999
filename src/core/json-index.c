/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-index.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"

struct _TriJsonIndex
{
  gatomicrefcount ref_count;
  GBytes *bytes;
  TriJsonToken *tokens;
  guint n_tokens;
  TriJsonQuirks quirks;
};

static inline gboolean
is_container (const TriJsonToken *token)
{
  return token->kind == TRI_JSON_OBJECT || token->kind == TRI_JSON_ARRAY;
}

/* ---- Letters: how to step over one string, number or word (RFC 8259 §3, §6, §7) ----
 *
 * Each takes the place where a token begins and the end of the document, and returns the place behind the token; or
 * NULL, and then `fault` says where something else was expected. A fault at the end of the document means it is
 * truncated. */

typedef struct
{
  const guint8 *where;
  const char *expected; /* translated; no owner */
} Fault;

static const guint8 *
fault_at (Fault *fault, const guint8 *where, const char *expected)
{
  *fault = (Fault){ where, expected };
  return NULL;
}

/* The length of the well-formed character that begins with a byte of 0x80 or more, or 0. */
static inline guint
scan_character (const guint8 *at, const guint8 *end)
{
  gsize n_left = end - at;

  if (at[0] < 0xe0)
    return at[0] >= 0xc2 && n_left > 1 && (at[1] & 0xc0) == 0x80 ? 2 : 0;
  if (n_left < 3 || (at[1] & 0xc0) != 0x80 || (at[2] & 0xc0) != 0x80)
    return 0;
  if (at[0] < 0xf0)
    return (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) ? 0 : 3;
  if (n_left < 4 || (at[3] & 0xc0) != 0x80 || at[0] > 0xf4)
    return 0;

  return (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f) ? 0 : 4;
}

/* The number that four hexadecimal digits write, or −1. */
static gint32
scan_hex (const guint8 *at)
{
  gint32 value = 0;

  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (at[i]))
        return -1;
      value = value * 16 + g_ascii_xdigit_value (at[i]);
    }

  return value;
}

/* What the escape "\uXXXX" at `at`, which was scanned before, writes: a character, or half of a surrogate pair that
 * stands alone. `n_used` receives 6, or 12 for a pair. */
static gunichar
scan_unicode (const guint8 *at, const guint8 *end, guint *n_used)
{
  gint32 unit = scan_hex (at + 2);

  *n_used = 6;
  if ((unit & 0xfc00) == 0xd800 && end - at >= 12 && at[6] == '\\' && at[7] == 'u')
    {
      gint32 low = scan_hex (at + 8);

      if (low >= 0xdc00 && low <= 0xdfff)
        {
          *n_used = 12;
          return 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
        }
    }

  return unit;
}

static const guint8 *
scan_escape (const guint8 *at, const guint8 *end, TriJsonQuirks *quirks, Fault *fault)
{
  const guint8 *letter = at + 1;
  guint n_used;

  if (letter == end || *letter == '\0' || strchr ("\"\\/bfnrtu", *letter) == NULL)
    return fault_at (fault, letter, _ ("one of “\"”, “\\”, “/”, “b”, “f”, “n”, “r”, “t”, “u” behind “\\”"));
  if (*letter != 'u')
    return letter + 1;

  for (const guint8 *digit = letter + 1; digit <= letter + 4; digit++)
    if (digit == end || !g_ascii_isxdigit (*digit))
      return fault_at (fault, digit, _ ("four hexadecimal digits behind “\\u”"));

  gunichar character = scan_unicode (at, end, &n_used);

  if (character == 0)
    *quirks |= TRI_JSON_QUIRK_NUL;
  if ((character & ~0x7ffu) == 0xd800)
    *quirks |= TRI_JSON_QUIRK_LONE_SURROGATE;
  return at + n_used;
}

/* Where the bytes end before a character that was begun well, more is missing; else the character is wrong. */
static const guint8 *
fault_character (const guint8 *at, const guint8 *end, Fault *fault)
{
  if (end - at < 4 && g_utf8_get_char_validated ((const char *) at, end - at) == (gunichar) -2)
    return fault_at (fault, end, _ ("the rest of a character in UTF-8"));

  return fault_at (fault, at, _ ("a character in UTF-8"));
}

/* Steps over what is plain in a string: ASCII, no quote, no backslash, no control character. Eight bytes go at a time
 * while none of them has its highest bit set, itself or after a subtraction that only the bytes looked for (and perhaps
 * their neighbours, which does no harm) do not survive. */
static inline const guint8 *
scan_plain (const guint8 *at, const guint8 *end)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);

  while (end - at >= 8)
    {
      guint64 bytes, quotes, backslashes;

      memcpy (&bytes, at, 8);
      quotes = bytes ^ (ones * '"');
      backslashes = bytes ^ (ones * '\\');
      if (((bytes | (bytes - ones * 0x20) | (quotes - ones) | (backslashes - ones)) & (ones * 0x80)) != 0)
        break;
      at += 8;
    }

  while (at < end && *at >= 0x20 && *at < 0x80 && *at != '"' && *at != '\\')
    at++;
  return at;
}

static inline const guint8 *
scan_string (const guint8 *at, const guint8 *end, TriJsonToken *token, Fault *fault)
{
  TriJsonQuirks quirks = 0;

  for (at++;;)
    {
      at = scan_plain (at, end);
      if (at == end)
        return fault_at (fault, at, _ ("“\"” at the end of the string"));
      if (*at == '"')
        break;

      if (*at == '\\')
        {
          token->has_escapes = TRUE;
          at = scan_escape (at, end, &quirks, fault);
          if (at == NULL)
            return NULL;
        }
      else if (*at >= 0x80)
        {
          guint length = scan_character (at, end);

          if (length == 0)
            return fault_character (at, end, fault);
          at += length;
        }
      else
        {
          return fault_at (fault, at, _ ("an escape in place of a control character"));
        }
    }

  token->quirks = quirks;
  return at + 1;
}

static inline const guint8 *
scan_digits (const guint8 *at, const guint8 *end)
{
  while (at < end && g_ascii_isdigit (*at))
    at++;
  return at;
}

/* Asks the C library only where it can matter: the usual number is far from both limits. */
static TriJsonQuirks
judge_number (const guint8 *start, const guint8 *exponent, const guint8 *end, gboolean is_integer)
{
  const guint8 *digits = start + (*start == '-');
  gsize n_digits = exponent - digits;
  TriJsonQuirks quirks = is_integer ? 0 : TRI_JSON_QUIRK_FRACTION;

  if (is_integer && n_digits >= 19)
    {
      const char *limit = *start == '-' ? "9223372036854775808" : "9223372036854775807";

      if (n_digits > 19 || memcmp (digits, limit, 19) > 0)
        quirks |= TRI_JSON_QUIRK_BIG_INTEGER;
    }

  /* Below 200 digits and 10^99 no number comes near the largest double. */
  if (n_digits > 200 || end - exponent > 3)
    {
      g_autofree char *copy = g_try_malloc (end - start + 1);

      if (copy == NULL)
        return quirks | TRI_JSON_QUIRK_BIG_NUMBER;

      memcpy (copy, start, end - start);
      copy[end - start] = '\0';
      if (ABS (g_ascii_strtod (copy, NULL)) > G_MAXDOUBLE)
        quirks |= TRI_JSON_QUIRK_BIG_NUMBER;
    }

  return quirks;
}

static inline const guint8 *
scan_number (const guint8 *start, const guint8 *end, TriJsonToken *token, Fault *fault)
{
  const guint8 *integer = start + (*start == '-');
  const guint8 *at = scan_digits (integer, end);
  const guint8 *part;
  gboolean is_integer = TRUE;

  if (at == integer)
    return fault_at (fault, at, _ ("a digit"));
  if (*integer == '0' && at > integer + 1)
    return fault_at (fault, integer, _ ("a number without leading zeros"));

  if (at < end && *at == '.')
    {
      is_integer = FALSE;
      part = at + 1;
      at = scan_digits (part, end);
      if (at == part)
        return fault_at (fault, at, _ ("a digit behind the decimal point"));
    }

  const guint8 *exponent = at;

  if (at < end && (*at == 'e' || *at == 'E'))
    {
      is_integer = FALSE;
      part = at + 1;
      if (part < end && (*part == '+' || *part == '-'))
        part++;
      at = scan_digits (part, end);
      if (at == part)
        return fault_at (fault, at, _ ("a digit in the exponent"));
    }

  token->quirks = judge_number (start, exponent, at, is_integer);
  return at;
}

static const guint8 *
scan_word (const guint8 *at, const guint8 *end, const char *word, Fault *fault)
{
  gsize length = strlen (word);
  gsize n_left = end - at;

  if (memcmp (at, word, MIN (n_left, length)) != 0)
    return fault_at (fault, at, _ ("a value"));
  if (n_left < length)
    return fault_at (fault, end, _ ("the rest of “true”, “false” or “null”"));

  return at + length;
}

/* ---- What strings mean ---- */

/* Writes the value of the string whose inside lies between `at` and `end` to `out`, which has room for as many bytes as
 * the inside has: no escape is shorter than what it writes. Half of a surrogate pair reads U+FFFD, unless `exact`: keys
 * that differ only in that are still two keys. */
static gsize
decode (const guint8 *at, const guint8 *end, gboolean exact, char *out)
{
  static const char letters[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
  char *out_at = out;

  while (at < end)
    {
      const guint8 *backslash = memchr (at, '\\', end - at);
      gsize n_plain = (backslash != NULL ? backslash : end) - at;

      memcpy (out_at, at, n_plain);
      out_at += n_plain;
      at += n_plain;
      if (at == end)
        break;

      if (at[1] == 'u')
        {
          guint n_used;
          gunichar character = scan_unicode (at, end, &n_used);

          if (!exact && (character & ~0x7ffu) == 0xd800)
            character = 0xfffd;
          out_at += g_unichar_to_utf8 (character, out_at); /* which writes half of a pair as a character of its size */
          at += n_used;
        }
      else
        {
          const char *letter = letters;

          while ((guint8) *letter != at[1])
            letter += 2;
          *out_at++ = letter[1];
          at += 2;
        }
    }

  return out_at - out;
}

/* The value of a key, to be compared: the bytes themselves, or, where it has escapes, what they mean, in `scratch`. */
typedef struct
{
  const char *text;
  gsize n_bytes;
} Name;

static Name
read_name (const guint8 *text, const TriJsonToken *token, GByteArray *scratch)
{
  const guint8 *inside = text + token->start + 1;
  gsize n_bytes = token->end - token->start - 2;

  if (!token->has_escapes)
    return (Name){ (const char *) inside, n_bytes };

  g_byte_array_set_size (scratch, n_bytes);
  return (Name){ (const char *) scratch->data, decode (inside, inside + n_bytes, TRUE, (char *) scratch->data) };
}

static gboolean
name_equal (Name a, Name b)
{
  return a.n_bytes == b.n_bytes && memcmp (a.text, b.text, a.n_bytes) == 0;
}

/* ---- Reading ---- */

typedef struct
{
  const guint8 *text;
  const guint8 *at;
  const guint8 *end;
  TriJsonToken *tokens;
  guint n_tokens;
  guint n_allocated;
  guint parent; /* of the next value */
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
static char *
dup_place (const Reader *reader, const guint8 *where)
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

  return g_strdup_printf (_ ("line %u, column %u"), line, column);
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
    return g_strdup_printf ("U+%04X", character);

  return g_strdup_printf (_ ("“%.*s”"), (int) (g_utf8_next_char (text) - text), text);
}

/* Always returns READ_FAILED. What is missing at the end of the document is truncated, not wrong. */
static State
fail (Reader *reader, const guint8 *where, const char *expected)
{
  g_autofree char *place = dup_place (reader, where);
  g_autofree char *found = dup_found (reader, where);

  g_set_error (reader->error, TRI_ERROR, where == reader->end ? TRI_ERROR_TRUNCATED : TRI_ERROR_SYNTAX,
               _ ("%s: expected %s, found %s"), place, expected, found);
  return READ_FAILED;
}

static State
fail_memory (Reader *reader)
{
  g_set_error (reader->error, TRI_ERROR, TRI_ERROR_LIMIT, _ ("not enough memory to read %u bytes of JSON"),
               (guint) (reader->end - reader->text));
  return READ_FAILED;
}

/* Where the next token goes, already begun; NULL where memory is short. It counts once end_token() was called. */
static inline TriJsonToken *
begin_token (Reader *reader, TriJsonKind kind)
{
  if (reader->n_tokens == reader->n_allocated)
    {
      guint n_wanted = MAX (64, reader->n_allocated * 2);
      TriJsonToken *tokens = g_try_renew (TriJsonToken, reader->tokens, n_wanted);

      if (tokens == NULL)
        return NULL;
      reader->tokens = tokens;
      reader->n_allocated = n_wanted;
    }

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
  Fault fault = { reader->at, NULL };
  const guint8 *behind;

  if (token == NULL)
    return fail_memory (reader);

  switch (reader->at < reader->end ? *reader->at : '\0')
    {
    case '"':
      behind = scan_string (reader->at, reader->end, token, &fault);
      break;
    case 't':
      token->kind = TRI_JSON_TRUE;
      behind = scan_word (reader->at, reader->end, "true", &fault);
      break;
    case 'f':
      token->kind = TRI_JSON_FALSE;
      behind = scan_word (reader->at, reader->end, "false", &fault);
      break;
    case 'n':
      token->kind = TRI_JSON_NULL;
      behind = scan_word (reader->at, reader->end, "null", &fault);
      break;
    case '-':
    case '0' ... '9':
      token->kind = TRI_JSON_NUMBER;
      behind = scan_number (reader->at, reader->end, token, &fault);
      break;
    default:
      behind = fault_at (&fault, reader->at, _ ("a value"));
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
      g_autofree char *place = dup_place (reader, reader->at);

      g_set_error (reader->error, TRI_ERROR, TRI_ERROR_LIMIT,
                   _ ("%s: expected at most %d levels of objects and arrays, found one more"), place,
                   TRI_JSON_MAX_DEPTH);
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
  Fault fault;

  if (token == NULL)
    return fail_memory (reader);

  const guint8 *behind = scan_string (reader->at, reader->end, token, &fault);

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
hash_name (const Reader *reader, Name name)
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
enter_key (Reader *reader, Slot *slots, guint n_slots, Slot slot, Name name)
{
  guint at = slot.hash & (n_slots - 1);

  for (; slots[at].key != TRI_JSON_NONE; at = (at + 1) & (n_slots - 1))
    if (slots[at].hash == slot.hash
        && name_equal (name, read_name (reader->text, &reader->tokens[slots[at].key], reader->scratch[1])))
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
      Name name = read_name (reader->text, &reader->tokens[key], reader->scratch[0]);
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
  Reader reader = { .parent = TRI_JSON_NONE, .error = error };
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

  if (read_document (&reader))
    {
      TriJsonToken *trimmed = g_try_renew (TriJsonToken, reader.tokens, reader.n_tokens);

      index = g_new0 (TriJsonIndex, 1);
      g_atomic_ref_count_init (&index->ref_count);
      index->bytes = g_bytes_ref (bytes);
      index->tokens = trimmed != NULL ? trimmed : reader.tokens;
      index->n_tokens = reader.n_tokens;
      index->quirks = reader.quirks;
    }
  else
    {
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

/* ---- Looking up ---- */

static const guint8 *
get_text (const TriJsonIndex *index)
{
  return g_bytes_get_data (index->bytes, NULL);
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

static guint
find_member (const TriJsonIndex *index, guint object, Name name)
{
  g_autoptr (GByteArray) scratch = NULL;
  guint found = TRI_JSON_NONE;

  if (object >= index->n_tokens || index->tokens[object].kind != TRI_JSON_OBJECT)
    return TRI_JSON_NONE;

  for (guint key = object + 1; key < index->tokens[object].next; key = index->tokens[key].next)
    {
      if (index->tokens[key].has_escapes && scratch == NULL)
        scratch = g_byte_array_new ();
      if (name_equal (name, read_name (get_text (index), &index->tokens[key], scratch)))
        found = key + 1;
    }

  return found;
}

guint
tri_json_index_get_member (const TriJsonIndex *index, guint object, const char *name)
{
  return find_member (index, object, (Name){ name, strlen (name) });
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
      const guint8 *start = get_text (index) + index->tokens[token].start + 1;
      const guint8 *end = get_text (index) + index->tokens[token].end - 1;

      text = g_try_malloc (end - start + 1);
      if (text != NULL)
        {
          n_bytes = decode (start, end, FALSE, text);
          text[n_bytes] = '\0';
        }
    }

  if (n_out != NULL)
    *n_out = n_bytes;
  return text;
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
      memcpy (raw, get_text (index) + found->start, n_bytes);
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

static void
append_step (const TriJsonIndex *index, guint token, GString *path)
{
  const TriJsonToken *step = &index->tokens[token];

  if (step->is_key)
    {
      g_autoptr (GByteArray) scratch = g_byte_array_new ();
      Name name = read_name (get_text (index), step, scratch);

      if (name.n_bytes > 0 && measure_plain_name (name.text, name.n_bytes) == name.n_bytes)
        {
          g_string_append (path, path->len > 0 ? "." : "");
          g_string_append_len (path, name.text, name.n_bytes);
        }
      else
        {
          g_string_append_c (path, '[');
          g_string_append_len (path, (const char *) get_text (index) + step->start, step->end - step->start);
          g_string_append_c (path, ']');
        }
    }
  else if (index->tokens[step->parent].kind == TRI_JSON_ARRAY)
    {
      guint position = 0;

      for (guint element = step->parent + 1; element < token; element = index->tokens[element].next)
        position++;
      g_string_append_printf (path, "[%u]", position);
    }
}

char *
tri_json_index_dup_path (const TriJsonIndex *index, guint token)
{
  guint steps[2 * TRI_JSON_MAX_DEPTH + 2];
  guint n_steps = 0;
  GString *path = g_string_new (NULL);

  /* The root is no step. */
  if (token < index->n_tokens)
    for (; index->tokens[token].parent != TRI_JSON_NONE; token = index->tokens[token].parent)
      steps[n_steps++] = token;

  while (n_steps > 0)
    append_step (index, steps[--n_steps], path);
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
      Fault fault;
      const guint8 *behind = scan_string (at, end, &key, &fault);

      if (behind == NULL || *behind != ']')
        return TRI_JSON_NONE;

      key.end = key.start + (behind - at);
      *path = (const char *) behind + 1;
      return find_member (index, token, read_name (at - key.start, &key, scratch));
    }

  guint64 position;
  g_autofree char *digits = g_strndup ((const char *) at, scan_digits (at, end) - at);

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
      token = find_member (index, token, (Name){ at, length });
      at += length;
    }

  return token;
}

/* ---- Indentation ---- */

/* Walks through the document twice with the same code: first only to count, then to write. */
typedef struct
{
  const TriJsonIndex *index;
  guint indent;
  guint depth;
  gsize length;
  char *out; /* NULL while counting */
  guint32 *map;
} Printer;

static inline void
print (Printer *printer, const void *text, gsize n_bytes)
{
  if (printer->out != NULL)
    memcpy (printer->out + printer->length, text, n_bytes);
  printer->length += n_bytes;
}

static inline void
print_break (Printer *printer)
{
  gsize n_spaces = (gsize) printer->indent * printer->depth;

  if (printer->indent == 0)
    return;

  print (printer, "\n", 1);
  if (printer->out != NULL)
    memset (printer->out + printer->length, ' ', n_spaces);
  printer->length += n_spaces;
}

/* What comes between a value and the next token: the ends of the containers that it completes, and the comma. */
static void
print_behind_value (Printer *printer, guint token)
{
  const TriJsonToken *tokens = printer->index->tokens;
  guint next = tokens[token].next;

  for (guint parent = tokens[token].parent; parent != TRI_JSON_NONE; parent = tokens[parent].parent)
    {
      if (tokens[parent].is_key)
        continue;
      if (tokens[parent].next != next)
        {
          print (printer, ",", 1);
          print_break (printer);
          return;
        }

      printer->depth--;
      print_break (printer);
      print (printer, tokens[parent].kind == TRI_JSON_OBJECT ? "}" : "]", 1);
    }
}

static void
print_document (Printer *printer)
{
  const guint8 *text = get_text (printer->index);

  printer->length = 0;
  for (guint i = 0; i < printer->index->n_tokens; i++)
    {
      const TriJsonToken *token = &printer->index->tokens[i];

      if (printer->map != NULL && printer->out != NULL)
        printer->map[i] = printer->length;

      if (is_container (token) && token->next > i + 1)
        {
          print (printer, text + token->start, 1);
          printer->depth++;
          print_break (printer);
        }
      else if (is_container (token))
        {
          print (printer, token->kind == TRI_JSON_OBJECT ? "{}" : "[]", 2);
          print_behind_value (printer, i);
        }
      else
        {
          print (printer, text + token->start, token->end - token->start);
          if (token->is_key)
            print (printer, ": ", printer->indent > 0 ? 2 : 1);
          else
            print_behind_value (printer, i);
        }
    }
}

GBytes *
tri_json_index_reindent (const TriJsonIndex *index, guint indent, GArray **map)
{
  Printer printer = { .index = index, .indent = indent };

  print_document (&printer);
  if (printer.length > TRI_JSON_MAX_BYTES && indent > 0)
    {
      printer.indent = 0;
      print_document (&printer);
    }

  if (map != NULL)
    {
      *map = g_array_sized_new (FALSE, FALSE, sizeof (guint32), index->n_tokens);
      g_array_set_size (*map, index->n_tokens);
      printer.map = (guint32 *) (*map)->data;
    }

  gsize n_bytes = printer.length;

  printer.out = g_try_malloc (n_bytes);
  if (printer.out != NULL)
    {
      print_document (&printer);
      return g_bytes_new_take (printer.out, n_bytes);
    }

  for (guint i = 0; printer.map != NULL && i < index->n_tokens; i++)
    printer.map[i] = index->tokens[i].start;
  return g_bytes_ref (index->bytes);
}

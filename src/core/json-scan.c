/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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
scan_escape (const guint8 *at, const guint8 *end, TriJsonQuirks *quirks, TriJsonFault *fault)
{
  const guint8 *letter = at + 1;
  guint n_used;

  if (letter == end || *letter == '\0' || strchr ("\"\\/bfnrtu", *letter) == NULL)
    return tri_json_fault_at (fault, letter, _ ("one of “\"”, “\\”, “/”, “b”, “f”, “n”, “r”, “t”, “u” behind “\\”"));
  if (*letter != 'u')
    return letter + 1;

  for (const guint8 *digit = letter + 1; digit <= letter + 4; digit++)
    if (digit == end || !g_ascii_isxdigit (*digit))
      return tri_json_fault_at (fault, digit, _ ("four hexadecimal digits behind “\\u”"));

  gunichar character = scan_unicode (at, end, &n_used);

  if (character == 0)
    *quirks |= TRI_JSON_QUIRK_NUL;
  if ((character & ~0x7ffu) == 0xd800)
    *quirks |= TRI_JSON_QUIRK_LONE_SURROGATE;
  return at + n_used;
}

/* Where the bytes end before a character that was begun well, more is missing; else the character is wrong. */
static const guint8 *
fault_character (const guint8 *at, const guint8 *end, TriJsonFault *fault)
{
  if (end - at < 4 && g_utf8_get_char_validated ((const char *) at, end - at) == (gunichar) -2)
    return tri_json_fault_at (fault, end, _ ("the rest of a character in UTF-8"));

  return tri_json_fault_at (fault, at, _ ("a character in UTF-8"));
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

const guint8 *
tri_json_scan_string (const guint8 *at, const guint8 *end, TriJsonToken *token, TriJsonFault *fault)
{
  TriJsonQuirks quirks = 0;

  for (at++;;)
    {
      at = scan_plain (at, end);
      if (at == end)
        return tri_json_fault_at (fault, at, _ ("“\"” at the end of the string"));
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
          return tri_json_fault_at (fault, at, _ ("an escape in place of a control character"));
        }
    }

  token->quirks = quirks;
  return at + 1;
}

const guint8 *
tri_json_scan_digits (const guint8 *at, const guint8 *end)
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

const guint8 *
tri_json_scan_number (const guint8 *start, const guint8 *end, TriJsonToken *token, TriJsonFault *fault)
{
  const guint8 *integer = start + (*start == '-');
  const guint8 *at = tri_json_scan_digits (integer, end);
  const guint8 *part;
  gboolean is_integer = TRUE;

  if (at == integer)
    return tri_json_fault_at (fault, at, _ ("a digit"));
  if (*integer == '0' && at > integer + 1)
    return tri_json_fault_at (fault, integer, _ ("a number without leading zeros"));

  if (at < end && *at == '.')
    {
      is_integer = FALSE;
      part = at + 1;
      at = tri_json_scan_digits (part, end);
      if (at == part)
        return tri_json_fault_at (fault, at, _ ("a digit behind the decimal point"));
    }

  const guint8 *exponent = at;

  if (at < end && (*at == 'e' || *at == 'E'))
    {
      is_integer = FALSE;
      part = at + 1;
      if (part < end && (*part == '+' || *part == '-'))
        part++;
      at = tri_json_scan_digits (part, end);
      if (at == part)
        return tri_json_fault_at (fault, at, _ ("a digit in the exponent"));
    }

  token->quirks = judge_number (start, exponent, at, is_integer);
  return at;
}

const guint8 *
tri_json_scan_word (const guint8 *at, const guint8 *end, const char *word, TriJsonFault *fault)
{
  gsize length = strlen (word);
  gsize n_left = end - at;

  if (memcmp (at, word, MIN (n_left, length)) != 0)
    return tri_json_fault_at (fault, at, _ ("a value"));
  if (n_left < length)
    return tri_json_fault_at (fault, end, _ ("the rest of “true”, “false” or “null”"));

  return at + length;
}

gsize
tri_json_decode (const guint8 *at, const guint8 *end, gboolean exact, char *out)
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

TriJsonName
tri_json_read_name (const guint8 *text, const TriJsonToken *token, GByteArray *scratch)
{
  const guint8 *inside = text + token->start + 1;
  gsize n_bytes = token->end - token->start - 2;

  if (!token->has_escapes)
    return (TriJsonName){ (const char *) inside, n_bytes };

  g_byte_array_set_size (scratch, n_bytes);
  return (TriJsonName){ (const char *) scratch->data,
                        tri_json_decode (inside, inside + n_bytes, TRUE, (char *) scratch->data) };
}

gboolean
tri_json_name_equal (TriJsonName a, TriJsonName b)
{
  return a.n_bytes == b.n_bytes && memcmp (a.text, b.text, a.n_bytes) == 0;
}

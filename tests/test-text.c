/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "core/json-index.h"
#include "core/mask.h"
#include "core/sha256.h"
#include "core/text.h"

#define BYTES(text) text, sizeof (text) - 1
#define FFFD "\xef\xbf\xbd"

/* ---- UTF-8 ---- */

static char *
decode (const char *bytes, gsize n_bytes, gsize first, gsize step, gsize *n_out)
{
  GString *out = g_string_new (NULL);
  TriUtf8 decoder;

  tri_utf8_init (&decoder);
  for (gsize at = 0, n = first; at < n_bytes; at += n, n = step)
    {
      n = MIN (n, n_bytes - at);

      g_autofree char *piece = g_memdup2 (bytes + at, n);

      tri_utf8_feed (&decoder, piece, n, out);
    }
  tri_utf8_finish (&decoder, out);

  *n_out = out->len;
  return g_string_free (out, FALSE);
}

static void
check_decoder (const char *bytes, gsize n_bytes, const char *expected, gsize expected_bytes)
{
  for (gsize first = 0; first <= n_bytes; first++)
    for (gsize step = 1; step <= n_bytes + 1; step += MAX (n_bytes, 1))
      {
        gsize n_out;
        g_autofree char *out = decode (bytes, n_bytes, MAX (first, 1), step, &n_out);

        g_assert_cmpmem (out, n_out, expected, expected_bytes);
      }
}

static void
test_decoder (void)
{
  static const struct
  {
    const char *bytes;
    gsize n_bytes;
    const char *expected;
    gsize expected_bytes;
  } rows[] = {
    { BYTES (""), BYTES ("") },
    { BYTES ("plain"), BYTES ("plain") },
    { BYTES ("é…𝒜\xf4\x8f\xbf\xbf"), BYTES ("é…𝒜\xf4\x8f\xbf\xbf") },
    { BYTES ("a\0b"), BYTES ("a\0b") },
    { BYTES ("\xef\xbb\xbf"
             "a"),
      BYTES ("\xef\xbb\xbf"
             "a") },
    { BYTES ("\xff"), BYTES (FFFD) },
    { BYTES ("\x80\xbf"), BYTES (FFFD FFFD) },
    { BYTES ("a\xc3"), BYTES ("a" FFFD) },
    { BYTES ("a\xc3"
             "b"),
      BYTES ("a" FFFD "b") },
    { BYTES ("\xc0\x80"), BYTES (FFFD FFFD) },                   /* overlong */
    { BYTES ("\xe0\x80\x80"), BYTES (FFFD FFFD FFFD) },          /* overlong */
    { BYTES ("\xed\xa0\x80"), BYTES (FFFD FFFD FFFD) },          /* a surrogate */
    { BYTES ("\xf4\x90\x80\x80"), BYTES (FFFD FFFD FFFD FFFD) }, /* beyond U+10FFFF */
    { BYTES ("\xf5\x80\x80\x80"), BYTES (FFFD FFFD FFFD FFFD) },
    { BYTES ("\xf0\x9f\x98"), BYTES (FFFD) }, /* one maximal part */
    { BYTES ("\xf0\x9f\x98\xf0\x9f\x98\x80"), BYTES (FFFD "😀") },
    { BYTES ("\xe2\x80\xe2\x80\xa6"), BYTES (FFFD "…") },
    { BYTES ("\xf0\x90\x80\0"), BYTES (FFFD "\0") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check_decoder (rows[i].bytes, rows[i].n_bytes, rows[i].expected, rows[i].expected_bytes);
}

static void
test_displayable (void)
{
  static const struct
  {
    const char *bytes;
    gssize n_bytes;
    const char *expected;
  } rows[] = {
    { "", 0, "" },
    { NULL, 0, "" },
    { "", -1, "" },
    { "up to the NUL\0not this", -1, "up to the NUL" },
    { BYTES ("a\0b\0"), "a␀b␀" },
    { BYTES ("\xf0\x9f\0\xff"), FFFD "␀" FFFD },
    { "line\nand tab\t", -1, "line\nand tab\t" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize n_out = 99;
      g_autofree char *text = tri_text_dup_displayable (rows[i].bytes, rows[i].n_bytes, &n_out);

      g_assert_cmpstr (text, ==, rows[i].expected);
      g_assert_cmpuint (n_out, ==, strlen (text));
    }
}

/* Whatever comes, the screen gets valid UTF-8 without NUL, and the same for every way to cut it. */
static void
test_random (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      char bytes[24];
      gsize n_bytes = g_test_rand_int_range (0, sizeof (bytes)), n_out, n_decoded;
      static const guint8 picks[] = { 0, 'a', 0x80, 0xbf, 0xc3, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xff, 0xa0, 0x9f };

      for (gsize i = 0; i < n_bytes; i++)
        bytes[i] = picks[g_test_rand_int_range (0, G_N_ELEMENTS (picks))];

      g_autofree char *text = tri_text_dup_displayable (bytes, n_bytes, &n_out);
      g_autofree char *decoded = decode (bytes, n_bytes, MAX (n_bytes, 1), 1, &n_decoded);

      g_assert_true (g_utf8_validate_len (text, n_out, NULL));
      g_assert_cmpuint (strlen (text), ==, n_out);
      check_decoder (bytes, n_bytes, decoded, n_decoded);
    }
}

static void
test_excerpt (void)
{
  static const struct
  {
    const char *text;
    guint max_chars;
    const char *expected;
  } rows[] = {
    { "", 10, "" },
    { "short", 10, "short" },
    { "exactly it", 10, "exactly it" },
    { "just too long", 10, "just too …" },
    { "éééééé", 5, "éééé…" },
    { "one\r\ntwo\t\tthree", 40, "one two three" },
    { "  blanks at both ends \n", 40, "blanks at both ends" },
    { "ten chars!   ", 10, "ten chars!" },
    { "a\x1b[31mb\xe2\x80\xa8"
      "c",
      40, "a [31mb c" },
    { "anything", 1, "…" },
    { "x", 1, "x" },
    { "anything", 0, "" },
    { "anything", G_MAXUINT, "anything" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *excerpt = tri_text_dup_excerpt (rows[i].text, rows[i].max_chars);

      g_assert_cmpstr (excerpt, ==, rows[i].expected);
    }
}

static void
test_units (void)
{
  static const struct
  {
    gint64 number;
    const char *duration;
    const char *size;
  } rows[] = {
    { -1, "–", "–" },
    { 0, "0\u00a0µs", "0\u00a0B" },
    { 732, "732\u00a0µs", "732\u00a0B" },
    { 999, "999\u00a0µs", "999\u00a0B" },
    { 1000, "1\u00a0ms", "1.0\u00a0kB" },
    { 380000, "380\u00a0ms", "380.0\u00a0kB" },
    { 999499, "999\u00a0ms", "999.5\u00a0kB" },
    { 999500, "1.00\u00a0s", "999.5\u00a0kB" },
    { 999950, "1.00\u00a0s", "1.0\u00a0MB" },
    { 1234567, "1.23\u00a0s", "1.2\u00a0MB" },
    { 2410000, "2.41\u00a0s", "2.4\u00a0MB" },
    { 59994999, "59.99\u00a0s", "60.0\u00a0MB" },
    { 59995000, "1\u00a0min\u00a00\u00a0s", "60.0\u00a0MB" },
    { 61999999, "1\u00a0min\u00a02\u00a0s", "62.0\u00a0MB" },
    { 3599499999, "59\u00a0min\u00a059\u00a0s", "3.6\u00a0GB" },
    { 3599500000, "1\u00a0h\u00a00\u00a0min", "3.6\u00a0GB" },
    { 7260000000, "2\u00a0h\u00a01\u00a0min", "7.3\u00a0GB" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *duration = tri_text_dup_duration (rows[i].number);
      g_autofree char *size = tri_text_dup_size (rows[i].number);

      g_assert_cmpstr (duration, ==, rows[i].duration);
      g_assert_cmpstr (size, ==, rows[i].size);
    }
}

/* ---- Keys ---- */

#define KEY "sk-CANARY/0123456789+a="
#define STARS "***********************"

static void
check_mask (const char *key, const char *text, gsize n_bytes, const char *expected)
{
  for (gsize first = 0; first <= n_bytes; first++)
    for (gsize step = 1; step <= n_bytes + 1; step += MAX (n_bytes, 1))
      {
        g_autoptr (TriMasker) masker = tri_masker_new (key);
        g_autoptr (GByteArray) out = g_byte_array_new ();

        for (gsize at = 0, n = MAX (first, 1); at < n_bytes; at += n, n = step)
          {
            n = MIN (n, n_bytes - at);

            g_autofree char *piece = g_memdup2 (text + at, n);

            tri_masker_feed (masker, piece, n, out);
            g_assert_cmpmem (out->data, out->len, expected, out->len);
          }
        tri_masker_finish (masker, out);
        g_assert_cmpmem (out->data, out->len, expected, n_bytes);

        /* The spans are just what differs, if no key holds a star. */
        const GArray *spans = tri_masker_get_spans (masker);
        gsize n_masked = 0, n_stars = 0;

        for (guint i = 0; i < spans->len; i++)
          {
            const TriMaskSpan *span = &g_array_index (spans, TriMaskSpan, i);

            for (gsize at = span->offset; at < span->offset + span->length; at++)
              g_assert_cmpint (expected[at], ==, '*');
            n_masked += span->length;
          }
        for (gsize at = 0; at < n_bytes; at++)
          n_stars += expected[at] == '*';
        g_assert_cmpuint (n_masked, ==, n_stars);
      }
}

static void
test_mask (void)
{
  static const struct
  {
    const char *key;
    const char *text;
    gsize n_bytes;
    const char *expected;
  } rows[] = {
    { KEY, BYTES (""), "" },
    { KEY, BYTES ("innocent text, sk-CANARY, sk-"), "innocent text, sk-CANARY, sk-" },
    { KEY, BYTES (KEY), STARS },
    { KEY, BYTES ("Incorrect API key: " KEY "."), "Incorrect API key: " STARS "." },
    { KEY, BYTES (KEY KEY "x" KEY), STARS STARS "x" STARS },
    { KEY, BYTES ("sk-sk-CANARsk-CANARY/0123456789+" KEY), "sk-sk-CANARsk-CANARY/0123456789+" STARS },
    { KEY, BYTES ("a\0" KEY "\0b"), "a\0" STARS "\0b" },
    /* As JSON may spell it. */
    { KEY, BYTES ("\"sk-CANARY\\/0123456789+a=\""), "\"" STARS "*\"" },
    { KEY, BYTES ("\"sk-CANARY\\/0123456789+a\\u003D\""), "\"" STARS "******\"" },
    { KEY, BYTES ("\\u0073k-CANARY/0123456789+a="), "*****" STARS },
    { KEY, BYTES ("\\sk-CANARY\\u002"), "\\sk-CANARY\\u002" },
    { "with \"quotes\" and \\", BYTES ("with \\\"quotes\\\" and \\\\."), "**********************." },
    { "with \"quotes\" and \\", BYTES ("with \"quotes\" and \\."), "*******************." },
    { "aaaaaaaaaaaaaaab", BYTES ("aaaaaaaaaaaaaaaaaab"), "aaa****************" },
    /* No key, or one too short to be one. */
    { NULL, BYTES ("abc" KEY), "abc" KEY },
    { "", BYTES ("abc"), "abc" },
    { "fifteen bytes ..", BYTES ("fifteen bytes .. fifteen bytes ."), "**************** fifteen bytes ." },
    { "fifteen bytes .", BYTES ("fifteen bytes ."), "fifteen bytes ." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check_mask (rows[i].key, rows[i].text, rows[i].n_bytes, rows[i].expected);
}

/* Nothing but the beginning of a key is held back. */
static void
test_mask_latency (void)
{
  g_autoptr (TriMasker) masker = tri_masker_new (KEY);
  g_autoptr (GByteArray) out = g_byte_array_new ();

  tri_masker_feed (masker, BYTES ("data: s"), out);
  g_assert_cmpuint (out->len, ==, 6);
  tri_masker_feed (masker, BYTES ("k"), out);
  g_assert_cmpuint (out->len, ==, 6);
  tri_masker_feed (masker, BYTES ("y"), out);
  g_assert_cmpuint (out->len, ==, 9);
}

static void
test_mask_text (void)
{
  g_autofree char *masked = tri_mask_dup_text ("Bearer " KEY, KEY);
  g_autofree char *untouched = tri_mask_dup_text ("Bearer none", KEY);
  g_autofree char *without_key = tri_mask_dup_text ("text", NULL);
  g_autofree char *empty = tri_mask_dup_text ("", KEY);

  g_assert_cmpstr (masked, ==, "Bearer " STARS);
  g_assert_cmpstr (untouched, ==, "Bearer none");
  g_assert_cmpstr (without_key, ==, "text");
  g_assert_cmpstr (empty, ==, "");
  g_assert_null (tri_mask_dup_text (NULL, KEY));
}

/* ---- Corpora ---- */

static GByteArray *
parse_hex (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();

  if (g_str_equal (text, "nothing"))
    return bytes;

  for (; *text != '\0'; text++)
    if (g_ascii_isxdigit (text[0]))
      {
        guint8 byte = g_ascii_xdigit_value (text[0]) * 16 + g_ascii_xdigit_value (text[1]);

        g_byte_array_append (bytes, &byte, 1);
        text++;
      }

  return bytes;
}

/* num:valid:text, num:valid hex:bytes, num:invalid hex:bytes:skipped:replaced */
static void
test_utf8_corpus (gconstpointer data)
{
  g_auto (GStrv) lines = g_strsplit (data, "\n", -1);
  guint n_cases = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (g_strchomp (lines[i]), ":", 5);
      gboolean invalid;

      if (lines[i][0] == '#' || g_strv_length (fields) < 3)
        continue;

      g_strstrip (fields[1]);
      invalid = g_str_equal (fields[1], "invalid hex");

      g_autoptr (GByteArray) bytes = g_str_has_suffix (fields[1], "hex") ? parse_hex (fields[2]) : g_byte_array_new ();

      if (g_str_equal (fields[1], "valid"))
        g_byte_array_append (bytes, (guint8 *) fields[2], strlen (fields[2]));

      g_autoptr (GByteArray) replaced = invalid ? parse_hex (fields[4]) : g_byte_array_ref (bytes);

      check_decoder ((char *) bytes->data, bytes->len, (char *) replaced->data, replaced->len);
      n_cases++;
    }

  g_test_message ("%u cases", n_cases);
  g_assert_cmpuint (n_cases, >=, 221);
}

static void
test_utf8_stress_file (gconstpointer data)
{
  const char *text = data;
  gsize n_bytes = strlen (text), n_whole, n_pieces;
  g_autofree char *whole = decode (text, n_bytes, n_bytes, 1, &n_whole);
  g_autofree char *pieces = decode (text, n_bytes, 1, 1, &n_pieces);

  g_assert_true (g_utf8_validate_len (whole, n_whole, NULL));
  g_assert_cmpmem (whole, n_whole, pieces, n_pieces);
  g_assert_nonnull (strstr (whole, "THE END"));
}

static void
test_naughty_strings (gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, strlen (data));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  guint n_strings = 0, token;

  for (; (token = tri_json_index_get_element (index, 0, n_strings)) != TRI_JSON_NONE; n_strings++)
    {
      gsize n_bytes, n_out;
      g_autofree char *text = tri_json_index_dup_string (index, token, &n_bytes);
      g_autofree char *shown = tri_text_dup_displayable (text, n_bytes, &n_out);
      g_autofree char *excerpt = tri_text_dup_excerpt (shown, 20);

      g_assert_true (g_utf8_validate_len (shown, n_out, NULL));
      g_assert_cmpuint (strlen (shown), ==, n_out);
      g_assert_true (g_utf8_validate (excerpt, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (excerpt, -1), <=, 20);
      g_assert_null (strpbrk (excerpt, "\r\n"));
    }
  g_assert_cmpuint (n_strings, ==, 515);
}

/* A common unit is said once, and equal ends are one duration. */
static void
test_ranges (void)
{
  static const struct
  {
    gint64 lowest, highest;
    const char *words;
  } rows[] = {
    { 1700000, 1810000, "1.70–1.81\u00a0s" },
    { 35000, 40000, "35–40\u00a0ms" },
    { 35000, 35001, "35\u00a0ms" },
    { 950000, 1200000, "950\u00a0ms–1.20\u00a0s" },
    { 61000000, 65000000, "1\u00a0min\u00a01\u00a0s–1\u00a0min\u00a05\u00a0s" },
    { 3000000, 61000000, "3.00\u00a0s–1\u00a0min\u00a01\u00a0s" },
    { -1, -1, "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = tri_text_dup_duration_range (rows[i].lowest, rows[i].highest);

      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

/* The examples of FIPS 180-4, and what another implementation says of every length around the size of a block. */
static void
test_sha256 (void)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autofree char *of_nothing = tri_sha256_dup (nothing);
  g_autofree char *of_abc = tri_sha256_dup_data ("abc", 3);
  guint8 bytes[200] = { 0 };

  g_assert_cmpstr (of_nothing, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (of_abc, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  for (guint i = 0; i < sizeof bytes; i++)
    {
      g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, i);
      g_autofree char *found = tri_sha256_dup_data (bytes, i);

      g_assert_cmpstr (found, ==, expected);
      bytes[i] = (guint8) (i * 37 + 11);
    }
}

static void
add_corpus (const char *name, const char *path, GTestDataFunc func)
{
  const char *corpora = g_getenv ("TRI_CORPORA");
  g_autofree char *whole_path = g_build_filename (corpora != NULL ? corpora : "", path, NULL);
  g_autofree char *text = NULL;

  if (corpora != NULL && g_file_get_contents (whole_path, &text, NULL, NULL))
    g_test_add_data_func_full (name, g_steal_pointer (&text), func, g_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/decoder", test_decoder);
  g_test_add_func ("/text/displayable", test_displayable);
  g_test_add_func ("/text/random", test_random);
  g_test_add_func ("/text/excerpt", test_excerpt);
  g_test_add_func ("/text/units", test_units);
  g_test_add_func ("/text/ranges", test_ranges);
  g_test_add_func ("/text/sha256", test_sha256);
  g_test_add_func ("/mask/every-cut", test_mask);
  g_test_add_func ("/mask/latency", test_mask_latency);
  g_test_add_func ("/mask/text", test_mask_text);
  add_corpus ("/text/corpus/utf8tests", "utf8/utf8tests.txt", test_utf8_corpus);
  add_corpus ("/text/corpus/stress-file", "utf8/UTF-8-test.txt", test_utf8_stress_file);
  add_corpus ("/text/corpus/naughty-strings", "blns/blns.json", test_naughty_strings);

  return g_test_run ();
}

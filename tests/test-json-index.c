/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "core/error.h"
#include "core/json-index.h"
#include "core/json-node.h"
#include "core/json-value.h"
#include "core/text.h"

#define BYTES(text) text, sizeof (text) - 1

/* ---- Laws: what holds for every valid document ---- */

static void
check_tokens (const TriJsonIndex *index)
{
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  TriJsonQuirks quirks = 0;

  g_assert_cmpuint (tokens[0].parent, ==, TRI_JSON_NONE);
  g_assert_cmpuint (tokens[0].next, ==, n_tokens);

  for (guint i = 0; i < n_tokens; i++)
    {
      g_assert_cmpuint (tokens[i].start, <, tokens[i].end);
      g_assert_cmpuint (tokens[i].next, >, i);
      g_assert_cmpuint (tri_json_index_token_at (index, tokens[i].start), ==, i);
      g_assert_cmpuint (tri_json_index_token_at (index, tokens[i].end - 1), ==, i);
      if (i > 0)
        {
          g_assert_cmpuint (tokens[i].parent, <, i);
          g_assert_cmpuint (tokens[i].next, <=, tokens[tokens[i].parent].next);
          g_assert_cmpuint (tokens[i].start, >, tokens[i - 1].start);
        }
      if (tokens[i].is_key)
        g_assert_cmpuint (tokens[i + 1].parent, ==, i);
      quirks |= tokens[i].quirks;
    }

  g_assert_cmpuint (tri_json_index_get_quirks (index), ==, quirks);
}

static void
check_paths (const TriJsonIndex *index)
{
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);

  for (guint i = 0; i < MIN (n_tokens, 2000); i++)
    {
      g_autofree char *path = tri_json_index_dup_path (index, i);
      guint value = tokens[i].is_key ? i + 1 : i;
      guint found = tri_json_index_find (index, path);

      /* Of namesakes the last is found, and what stands in the others may not be found at all. */
      if (tri_json_index_get_quirks (index) & TRI_JSON_QUIRK_DUPLICATE_KEY)
        value = found;
      if (value == TRI_JSON_NONE)
        continue;
      g_assert_cmpuint (found, ==, value);

      g_autofree char *again = tri_json_index_dup_path (index, value);

      g_assert_cmpstr (again, ==, path);
    }
}

static void
assert_same_tokens (const TriJsonIndex *a, const TriJsonIndex *b, GArray *map)
{
  guint n_a, n_b;
  const TriJsonToken *tokens_a = tri_json_index_get_tokens (a, &n_a);
  const TriJsonToken *tokens_b = tri_json_index_get_tokens (b, &n_b);

  g_assert_cmpuint (n_a, ==, n_b);
  g_assert_cmpuint (n_a, ==, map->len);
  for (guint i = 0; i < n_a; i++)
    {
      g_assert_cmpuint (tokens_a[i].kind, ==, tokens_b[i].kind);
      g_assert_cmpuint (tokens_a[i].parent, ==, tokens_b[i].parent);
      g_assert_cmpuint (tokens_a[i].next, ==, tokens_b[i].next);
      g_assert_cmpuint (tokens_a[i].is_key, ==, tokens_b[i].is_key);
      g_assert_cmpuint (tokens_a[i].quirks, ==, tokens_b[i].quirks);
      g_assert_cmpuint (g_array_index (map, guint32, i), ==, tokens_b[i].start);

      if (tokens_a[i].kind != TRI_JSON_OBJECT && tokens_a[i].kind != TRI_JSON_ARRAY)
        {
          const char *text_a = g_bytes_get_data (tri_json_index_get_bytes (a), NULL);
          const char *text_b = g_bytes_get_data (tri_json_index_get_bytes (b), NULL);

          g_assert_cmpmem (text_a + tokens_a[i].start, tokens_a[i].end - tokens_a[i].start, text_b + tokens_b[i].start,
                           tokens_b[i].end - tokens_b[i].start);
        }
    }
}

static GBytes *
reindent (GBytes *bytes, guint indent)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);

  return tri_json_index_reindent (index, indent, NULL);
}

static void
check_indentation (const TriJsonIndex *index)
{
  g_autoptr (GBytes) flat = tri_json_index_reindent (index, 0, NULL);
  g_autoptr (TriJsonValue) value = tri_json_value_new_from_index (index, 0);
  g_autoptr (TriJsonValue) copy = tri_json_value_copy (value);

  for (guint indent = 0; indent <= 4; indent += 2)
    {
      g_autoptr (GArray) map = NULL;
      g_autoptr (GBytes) once = tri_json_index_reindent (index, indent, &map);
      g_autoptr (GBytes) twice = reindent (once, indent);
      g_autoptr (GBytes) by_way_of_flat = reindent (flat, indent);
      g_autoptr (GBytes) built = tri_json_value_to_bytes (copy, indent);
      g_autoptr (TriJsonIndex) indented = tri_json_index_new (once, NULL);

      assert_same_tokens (index, indented, map);
      g_assert_true (g_bytes_equal (once, twice));
      g_assert_true (g_bytes_equal (once, by_way_of_flat));
      g_assert_true (g_bytes_equal (once, built));
    }
}

/* The tree of json-glib, or what stands in for it, says the same as the tokens. */
static void
check_node (const TriJsonIndex *index, guint token, JsonNode *node)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  g_autofree char *raw = tri_json_index_dup_raw (index, token);
  gsize n_bytes;
  g_autofree char *text = tri_json_index_dup_string (index, token, &n_bytes);
  g_autofree char *shown = tri_text_dup_displayable (text, n_bytes, NULL);

  switch ((TriJsonKind) tokens[token].kind)
    {
    case TRI_JSON_OBJECT:
      g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
      for (guint key = token + 1; key < tokens[token].next; key = tokens[key].next)
        {
          g_autofree char *path = tri_json_index_dup_path (index, key);
          g_autofree char *name = tri_json_index_dup_string (index, key, &n_bytes);
          g_autofree char *shown_name = tri_text_dup_displayable (name, n_bytes, NULL);
          JsonNode *member = json_object_get_member (json_node_get_object (node), shown_name);

          g_assert_nonnull (member);
          if (tri_json_index_find (index, path) == key + 1)
            check_node (index, key + 1, member);
        }
      break;
    case TRI_JSON_ARRAY:
      for (guint i = 0, element = token + 1; element < tokens[token].next; element = tokens[element].next)
        check_node (index, element, tri_json_at (node, i++));
      g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
      break;
    case TRI_JSON_STRING:
      g_assert_cmpstr (tri_json_string (node), ==, shown);
      break;
    case TRI_JSON_NUMBER:
      g_assert_cmpfloat (json_node_get_double (node), ==,
                         CLAMP (g_ascii_strtod (raw, NULL), -G_MAXDOUBLE, G_MAXDOUBLE));
      if (!(tokens[token].quirks & (TRI_JSON_QUIRK_FRACTION | TRI_JSON_QUIRK_BIG_INTEGER)))
        g_assert_cmpint (json_node_get_int (node), ==, g_ascii_strtoll (raw, NULL, 10));
      break;
    case TRI_JSON_TRUE:
    case TRI_JSON_FALSE:
      g_assert_cmpint (json_node_get_boolean (node), ==, tokens[token].kind == TRI_JSON_TRUE);
      break;
    case TRI_JSON_NULL:
    default:
      g_assert_true (JSON_NODE_HOLDS_NULL (node));
      break;
    }
}

static void
check_laws (const TriJsonIndex *index)
{
  g_autoptr (JsonNode) node = tri_json_index_to_node (index);
  g_autoptr (JsonNode) built = tri_json_index_build_node (index);

  check_tokens (index);
  check_paths (index);
  check_indentation (index);
  check_node (index, 0, node);
  check_node (index, 0, built);
}

/* Bytes that end where their memory ends, so that reading beyond is noticed. */
static TriJsonIndex *
read_exactly (const char *text, gsize n_bytes, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, n_bytes);

  return tri_json_index_new (bytes, error);
}

/* ---- Cases ---- */

static void
test_valid (void)
{
  static const struct
  {
    const char *text;
    gsize n_bytes;
    TriJsonQuirks quirks;
  } rows[] = {
    { BYTES ("{}"), 0 },
    { BYTES (" [ ] \r\n\t"), 0 },
    { BYTES ("\"\""), 0 },
    { BYTES ("0"), 0 },
    { BYTES ("-0"), 0 },
    { BYTES ("null"), 0 },
    { BYTES ("{\"a\":[1,{\"b\":[]},\"c\"],\"d\":{\"e\":{}},\"\":true}"), 0 },
    { BYTES ("[[],{},[[]],[{}],{\"a\":[]}]"), 0 },
    { BYTES ("[\"é…𝒜\", \"\\u00e9\\ud835\\udc9c\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"), 0 },
    { BYTES ("{\"a b\":1,\"0\":2,\"-\":3,\"a-1\":4,\"\\u0061\\u0062\":5,\"é\":6,\"]\":7,\"\\\"\":8}"), 0 },
    { BYTES ("[9223372036854775807,-9223372036854775808,1000000000000000000]"), 0 },
    { BYTES ("9223372036854775808"), TRI_JSON_QUIRK_BIG_INTEGER },
    { BYTES ("-9223372036854775809"), TRI_JSON_QUIRK_BIG_INTEGER },
    { BYTES ("[18446744073709551615]"), TRI_JSON_QUIRK_BIG_INTEGER },
    { BYTES ("[0.7,1e2,1E+2,-0.0,1e-400,1e18,0e400]"), TRI_JSON_QUIRK_FRACTION },
    { BYTES ("[1e400,-1e400]"), TRI_JSON_QUIRK_BIG_NUMBER | TRI_JSON_QUIRK_FRACTION },
    { BYTES ("\"a\\u0000b\""), TRI_JSON_QUIRK_NUL },
    { BYTES ("{\"a\\u0000b\":1,\"a\":2,\"a\\u0000c\":3}"), TRI_JSON_QUIRK_NUL },
    { BYTES ("[\"\\ud800\",\"\\udc00\",\"\\ud800\\ud800\",\"\\ud800x\",\"\\udc00\\ud800\"]"),
      TRI_JSON_QUIRK_LONE_SURROGATE },
    { BYTES ("{\"a\":1,\"b\":2,\"a\":3}"), TRI_JSON_QUIRK_DUPLICATE_KEY },
    { BYTES ("{\"a\":{\"x\":1},\"\\u0061\":{\"x\":2}}"), TRI_JSON_QUIRK_DUPLICATE_KEY },
    { BYTES ("[{\"a\":1},{\"a\":1}]"), 0 },
    { BYTES ("[\"\x7f\xc2\x80\xf4\x8f\xbf\xbf\xef\xbf\xbf\"]"), 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TriJsonIndex) index = read_exactly (rows[i].text, rows[i].n_bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (tri_json_index_get_quirks (index), ==, rows[i].quirks);
      check_laws (index);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    gsize n_bytes;
    int code; /* TriError */
    const char *message;
  } rows[] = {
    { BYTES (""), TRI_ERROR_TRUNCATED, "line 1, column 1: expected a value, found the end of the document" },
    { BYTES (" \n "), TRI_ERROR_TRUNCATED, "line 2, column 2: expected a value, found the end of the document" },
    { BYTES ("{\"a\": [1,\n 2,\n  }"), TRI_ERROR_SYNTAX, "line 3, column 3: expected a value, found “}”" },
    { BYTES ("[1 2]"), TRI_ERROR_SYNTAX, "line 1, column 4: expected “,” or “]”, found “2”" },
    { BYTES ("{\"a\":1 \"b\":2}"), TRI_ERROR_SYNTAX, "line 1, column 8: expected “,” or “}”, found “\"”" },
    { BYTES ("{\"a\" 1}"), TRI_ERROR_SYNTAX, "line 1, column 6: expected “:” behind the key, found “1”" },
    { BYTES ("{a:1}"), TRI_ERROR_SYNTAX, "line 1, column 2: expected a key in “\"” or “}”, found “a”" },
    { BYTES ("{\"a\":1,}"), TRI_ERROR_SYNTAX, "line 1, column 8: expected a key in “\"”, found “}”" },
    { BYTES ("{} {}"), TRI_ERROR_SYNTAX, "line 1, column 4: expected the end of the document, found “{”" },
    { BYTES ("[NaN]"), TRI_ERROR_SYNTAX, "line 1, column 2: expected a value, found “NaN”" },
    { BYTES ("'x'"), TRI_ERROR_SYNTAX, "line 1, column 1: expected a value, found “'”" },
    { BYTES ("[true, /* c */ 1]"), TRI_ERROR_SYNTAX, "line 1, column 8: expected a value, found “/”" },
    { BYTES ("[012]"), TRI_ERROR_SYNTAX, "line 1, column 2: expected a number without leading zeros, found “0”" },
    { BYTES ("[+1]"), TRI_ERROR_SYNTAX, "found “+”" },
    { BYTES ("[.5]"), TRI_ERROR_SYNTAX, "found “.”" },
    { BYTES ("[2.]"), TRI_ERROR_SYNTAX, "expected a digit behind the decimal point, found “]”" },
    { BYTES ("[1e]"), TRI_ERROR_SYNTAX, "expected a digit in the exponent, found “]”" },
    { BYTES ("[- 1]"), TRI_ERROR_SYNTAX, "expected a digit, found “ ”" },
    { BYTES ("[0x1F]"), TRI_ERROR_SYNTAX, "found “x”" },
    { BYTES ("[\"é\t\"]"), TRI_ERROR_SYNTAX,
      "line 1, column 4: expected an escape in place of a control character, found U+0009" },
    { BYTES ("[\"\\q\"]"), TRI_ERROR_SYNTAX, "line 1, column 4" },
    { BYTES ("[\"\\u12g4\"]"), TRI_ERROR_SYNTAX, "expected four hexadecimal digits behind “\\u”, found “g”" },
    { BYTES ("[\"a\xff\"]"), TRI_ERROR_SYNTAX, "line 1, column 4: expected a character in UTF-8, found the byte 0xFF" },
    { BYTES ("[\"\xed\xa0\x80\"]"), TRI_ERROR_SYNTAX, "expected a character in UTF-8, found the byte 0xED" },
    { BYTES ("\xef\xbb\xbf{}"), TRI_ERROR_SYNTAX, "line 1, column 1: expected a value, found a byte order mark" },
    { BYTES ("\xff\xfe[\0]\0"), TRI_ERROR_SYNTAX, "found the byte 0xFF" },
    { BYTES ("\0[\0]"), TRI_ERROR_SYNTAX, "found U+0000" },
    { BYTES ("[]\0"), TRI_ERROR_SYNTAX, "found U+0000" },
    { BYTES ("[1,\xc2\xa0 2]"), TRI_ERROR_SYNTAX, "line 1, column 4" },
    { BYTES ("<html>502</html>"), TRI_ERROR_SYNTAX, "line 1, column 1: expected a value, found “<”" },
    { BYTES ("data: {}"), TRI_ERROR_SYNTAX, "found “data”" },
    { BYTES ("[1,\r2,\r\n3,\n4,,]"), TRI_ERROR_SYNTAX, "line 4, column 3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      TriJsonIndex *index = read_exactly (rows[i].text, rows[i].n_bytes, &error);

      g_assert_null (index);
      g_assert_error (error, TRI_ERROR, rows[i].code);
      g_assert_nonnull (strstr (error->message, rows[i].message));
    }
}

/* Every beginning of a document is truncated, and nothing else: that is how a stream that was cut is told from one that
 * is wrong. */
static void
test_truncated (void)
{
  static const char text[] = "{\"a\\u00e9\\ud835\\udc9c\": [true, false, null, -1.5e+7, \"é…𝒜\\n\", {}, []]}";

  for (gsize n_bytes = 0; n_bytes < sizeof (text) - 1; n_bytes++)
    {
      g_autoptr (GError) error = NULL;
      TriJsonIndex *index = read_exactly (text, n_bytes, &error);

      g_assert_null (index);
      g_assert_error (error, TRI_ERROR, TRI_ERROR_TRUNCATED);
    }
}

static char *
nest (guint depth, const char *open, const char *inside, const char *close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, inside);
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  static const struct
  {
    const char *open, *inside, *close;
  } rows[] = { { "[", "", "]" }, { "{\"a\":", "1", "}" }, { "[{\"\":", "[]", "}]" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint levels = i == 2 ? 2 : 1;
      guint inner = i == 2 ? 1 : 0;
      const guint depths[]
          = { 1, (TRI_JSON_MAX_DEPTH - inner) / levels, (TRI_JSON_MAX_DEPTH - inner) / levels + 1, 100000 };

      for (guint j = 0; j < G_N_ELEMENTS (depths); j++)
        {
          g_autofree char *text = nest (depths[j], rows[i].open, rows[i].inside, rows[i].close);
          g_autoptr (GError) error = NULL;
          g_autoptr (TriJsonIndex) index = read_exactly (text, strlen (text), &error);

          if (depths[j] * levels + inner <= TRI_JSON_MAX_DEPTH)
            {
              g_assert_no_error (error);
              check_laws (index);
            }
          else
            {
              g_assert_null (index);
              g_assert_error (error, TRI_ERROR, TRI_ERROR_LIMIT);
              g_assert_nonnull (strstr (error->message, "line 1, column "));
              g_assert_nonnull (strstr (error->message, "512"));
            }
        }
    }
}

static void
test_too_large (void)
{
  gsize n_bytes = (gsize) TRI_JSON_MAX_BYTES + 1;
  static const char nothing[1];
  /* The size is judged before a byte is read. */
  g_autoptr (GBytes) bytes = g_bytes_new_static (nothing, n_bytes);
  g_autoptr (GError) error = NULL;

  g_assert_null (tri_json_index_new (bytes, &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "256 MiB"));
}

static void
test_look_up (void)
{
  static const char text[] = "{\"choices\":[{\"message\":{\"content\":\"hi\"}}],\"metadata\":{\"a "
                             "b\":1,\"\":2,\"x\\\"]\":3},\"n\":1,\"n\":2}";
  static const struct
  {
    const char *path;
    const char *raw; /* NULL: there is none */
  } rows[] = {
    { "choices[0].message.content", "\"hi\"" },
    { "metadata[\"a b\"]", "1" },
    { "metadata[\"\\u0061 b\"]", "1" },
    { "metadata[\"\"]", "2" },
    { "metadata[\"x\\\"]\"]", "3" },
    { "[\"metadata\"][\"a b\"]", "1" },
    { "n", "2" },
    { "", text },
    { "choices[1]", NULL },
    { "choices[00]", NULL },
    { "choices[-1]", NULL },
    { "choices[]", NULL },
    { "choices[0", NULL },
    { "choices[4294967296]", NULL },
    { "choices[99999999999999999999]", NULL },
    { "choices[0]message", NULL },
    { "choices.message", NULL },
    { "choices.0", NULL },
    { ".choices", NULL },
    { "choices.", NULL },
    { "choices..x", NULL },
    { "n.x", NULL },
    { "n[0]", NULL },
    { "metadata[\"a b]", NULL },
    { "metadata[\"a b\"", NULL },
    { "metadata.a b", NULL },
    { "absent.too[3]", NULL },
  };
  g_autoptr (TriJsonIndex) index = read_exactly (text, sizeof (text) - 1, NULL);
  guint choices = tri_json_index_get_member (index, 0, "choices");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *raw = tri_json_index_dup_raw (index, tri_json_index_find (index, rows[i].path));

      g_assert_cmpstr (raw, ==, rows[i].raw);
    }

  /* Look-ups can be chained, whatever is missing. */
  g_assert_cmpuint (tri_json_index_get_member (index, TRI_JSON_NONE, "x"), ==, TRI_JSON_NONE);
  g_assert_cmpuint (tri_json_index_get_element (index, TRI_JSON_NONE, 0), ==, TRI_JSON_NONE);
  g_assert_cmpuint (tri_json_index_get_element (index, 0, 0), ==, TRI_JSON_NONE);
  g_assert_cmpuint (tri_json_index_get_member (index, choices, "x"), ==, TRI_JSON_NONE);
  g_assert_cmpuint (tri_json_index_get_element (index, choices, 0), ==, choices + 1);
  g_assert_null (tri_json_index_dup_string (index, choices, NULL));
  g_assert_null (tri_json_index_dup_string (index, TRI_JSON_NONE, NULL));
  g_assert_cmpuint (tri_json_index_token_at (index, sizeof (text)), ==, TRI_JSON_NONE);
}

static void
test_token_at (void)
{
  static const int expected[] = { -1, 0, 1, 1, 1, 0, 0, 0, 2, 3, 2, 2, 4, 4, 2, 2, 0, 0, -1 };
  g_autoptr (TriJsonIndex) index = read_exactly (BYTES (" {\"a\" : [1, 22 ] } "), NULL);

  for (gsize at = 0; at < G_N_ELEMENTS (expected); at++)
    {
      guint token = tri_json_index_token_at (index, at);

      g_assert_cmpint (token == TRI_JSON_NONE ? -1 : (int) token, ==, expected[at]);
    }
}

static void
test_strings (void)
{
  g_autoptr (TriJsonIndex) index = read_exactly (BYTES ("[\"a\\u0000b\",\"\\ud800\",\"\\ud835\\udc9c\\n\"]"), NULL);
  static const struct
  {
    const char *text;
    gsize n_bytes;
  } rows[] = { { BYTES ("a\0b") }, { BYTES ("\xef\xbf\xbd") }, { BYTES ("𝒜\n") } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize n_bytes;
      g_autofree char *text = tri_json_index_dup_string (index, i + 1, &n_bytes);

      g_assert_cmpmem (text, n_bytes, rows[i].text, rows[i].n_bytes);
      g_assert_cmpint (text[n_bytes], ==, '\0');
    }
}

static void
test_indentation (void)
{
  g_autoptr (TriJsonIndex) index = read_exactly (BYTES ("{\"a\":[1.50,{ } ,[\n]],\"b\":{\"c\":\"\\u0041\"}}"), NULL);
  g_autoptr (GBytes) indented = tri_json_index_reindent (index, 2, NULL);
  static const char expected[] = "{\n"
                                 "  \"a\": [\n"
                                 "    1.50,\n"
                                 "    {},\n"
                                 "    []\n"
                                 "  ],\n"
                                 "  \"b\": {\n"
                                 "    \"c\": \"\\u0041\"\n"
                                 "  }\n"
                                 "}";

  g_assert_cmpmem (g_bytes_get_data (indented, NULL), g_bytes_get_size (indented), expected, sizeof (expected) - 1);
}

/* Half a megabyte that would be half a gigabyte with its spaces. */
static void
test_indentation_is_bounded (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 500; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < 300000; i++)
    g_string_append (text, "1,");
  g_string_append_c (text, '1');
  for (guint i = 0; i < 500; i++)
    g_string_append_c (text, ']');

  g_autoptr (GBytes) bytes = g_string_free_to_bytes (text);
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  g_autoptr (GBytes) indented = tri_json_index_reindent (index, 4, NULL);

  g_assert_true (g_bytes_equal (bytes, indented));
}

/* What costs quadratic time in a careless index takes minutes with these sizes. */
static void
test_linear (void)
{
  GString *keys = g_string_new ("{");
  GString *escaped = g_string_new ("{");
  GString *digits = g_string_new ("[");
  GString *nulls = g_string_new ("{\"");

  for (guint i = 0; i < 200000; i++)
    {
      g_string_append_printf (keys, "\"%d\":0,\"key number %d of many\":0,", i, i);
      g_string_append_printf (escaped, "\"\\u0061%d\":0,", i);
      g_string_append_printf (digits, "1%0300d,", i);
      g_string_append (nulls, "\\u0000");
    }
  g_string_append (keys, "\"last\":0}");
  g_string_append (escaped, "\"last\":0}");
  g_string_append (digits, "0]");
  g_string_append (nulls, "\":0}");

  GString *texts[] = { keys, escaped, digits, nulls };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_string_free_to_bytes (texts[i]);
      g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
      g_autoptr (TriJsonValue) value = tri_json_value_new_from_index (index, 0);
      g_autoptr (GBytes) written = tri_json_value_to_bytes (value, 0);

      g_assert_true (g_bytes_equal (bytes, written));
      g_assert_false (tri_json_index_get_quirks (index) & TRI_JSON_QUIRK_DUPLICATE_KEY);
    }
}

/* Whatever a document is turned into: it is refused with its place, or obeys the laws. */
static void
test_mutations (void)
{
  static const char text[]
      = "{\"a\":[1,-2.5e3,true,null,\"x\\u00e9\\ud835\\udc9c\\n\"],\"b c\":{\"d\":{},\"e\":[[]]},\"a\":\"é𝒜\"}";
  static const char picks[] = "{}[]\",:\\u0019eE+-.tfn /\t\n\x80\xc3\xf0\xed\xa0";

  for (guint round = 0; round < 20000; round++)
    {
      char changed[sizeof (text)];
      gsize n_bytes = sizeof (text) - 1;
      g_autoptr (GError) error = NULL;

      memcpy (changed, text, n_bytes);
      for (gint i = g_test_rand_int_range (1, 4); i > 0; i--)
        changed[g_test_rand_int_range (0, n_bytes)] = picks[g_test_rand_int_range (0, sizeof (picks) - 1)];

      g_autoptr (TriJsonIndex) index = read_exactly (changed, n_bytes, &error);

      if (index != NULL)
        check_laws (index);
      else
        g_assert_true (g_str_has_prefix (error->message, "line "));
    }
}

/* ---- The corpus ---- */

/* What RFC 8259 leaves open, and we do not accept: whatever is not UTF-8, a byte order mark, another encoding. */
static const char *const refused[] = { "i_string_UTF-16LE_with_BOM.json",
                                       "i_string_UTF-8_invalid_sequence.json",
                                       "i_string_UTF8_surrogate_U+D800.json",
                                       "i_string_invalid_utf-8.json",
                                       "i_string_iso_latin_1.json",
                                       "i_string_lone_utf8_continuation_byte.json",
                                       "i_string_not_in_unicode_range.json",
                                       "i_string_overlong_sequence_2_bytes.json",
                                       "i_string_overlong_sequence_6_bytes.json",
                                       "i_string_overlong_sequence_6_bytes_null.json",
                                       "i_string_truncated-utf-8.json",
                                       "i_string_utf16BE_no_BOM.json",
                                       "i_string_utf16LE_no_BOM.json",
                                       "i_structure_UTF-8_BOM_empty_object.json",
                                       "string_1_invalid_codepoint.json",
                                       "string_2_invalid_codepoints.json",
                                       "string_3_invalid_codepoints.json",
                                       NULL };

/* And what we accept, with the quirk that tells of it. */
static const struct
{
  const char *name;
  TriJsonQuirks quirks;
} accepted[] = {
  { "i_number_double_huge_neg_exp.json", TRI_JSON_QUIRK_FRACTION },
  { "i_number_huge_exp.json", TRI_JSON_QUIRK_FRACTION | TRI_JSON_QUIRK_BIG_NUMBER },
  { "i_number_neg_int_huge_exp.json", TRI_JSON_QUIRK_FRACTION | TRI_JSON_QUIRK_BIG_NUMBER },
  { "i_number_pos_double_huge_exp.json", TRI_JSON_QUIRK_FRACTION | TRI_JSON_QUIRK_BIG_NUMBER },
  { "i_number_real_neg_overflow.json", TRI_JSON_QUIRK_FRACTION | TRI_JSON_QUIRK_BIG_NUMBER },
  { "i_number_real_pos_overflow.json", TRI_JSON_QUIRK_FRACTION | TRI_JSON_QUIRK_BIG_NUMBER },
  { "i_number_real_underflow.json", TRI_JSON_QUIRK_FRACTION },
  { "i_number_too_big_neg_int.json", TRI_JSON_QUIRK_BIG_INTEGER },
  { "i_number_too_big_pos_int.json", TRI_JSON_QUIRK_BIG_INTEGER },
  { "i_number_very_big_negative_int.json", TRI_JSON_QUIRK_BIG_INTEGER },
  { "i_object_key_lone_2nd_surrogate.json", TRI_JSON_QUIRK_LONE_SURROGATE },
  { "i_string_1st_surrogate_but_2nd_missing.json", TRI_JSON_QUIRK_LONE_SURROGATE },
  { "i_string_1st_valid_surrogate_2nd_invalid.json", TRI_JSON_QUIRK_LONE_SURROGATE },
  { "i_string_incomplete_surrogate_and_escape_valid.json", TRI_JSON_QUIRK_LONE_SURROGATE },
  { "i_string_incomplete_surrogate_pair.json", TRI_JSON_QUIRK_LONE_SURROGATE },
  { "i_string_incomplete_surrogates_escape_valid.json", TRI_JSON_QUIRK_LONE_SURROGATE },
  { "i_string_invalid_lonely_surrogate.json", TRI_JSON_QUIRK_LONE_SURROGATE },
  { "i_string_invalid_surrogate.json", TRI_JSON_QUIRK_LONE_SURROGATE },
  { "i_string_inverted_surrogates_U+1D11E.json", TRI_JSON_QUIRK_LONE_SURROGATE },
  { "i_string_lone_second_surrogate.json", TRI_JSON_QUIRK_LONE_SURROGATE },
  { "i_structure_500_nested_arrays.json", 0 },
};

static void
test_corpus_file (gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree char *name = g_path_get_basename (data);
  g_autoptr (GError) error = NULL;
  gsize n_bytes;

  g_assert_true (g_file_get_contents (data, &text, &n_bytes, NULL));

  g_autoptr (TriJsonIndex) index = read_exactly (text, n_bytes, &error);

  if (g_str_has_prefix (name, "n_") || g_strv_contains (refused, name))
    {
      g_assert_null (index);
      g_assert_true (g_error_matches (error, TRI_ERROR, TRI_ERROR_SYNTAX)
                     || g_error_matches (error, TRI_ERROR, TRI_ERROR_TRUNCATED)
                     || g_error_matches (error, TRI_ERROR, TRI_ERROR_LIMIT));
      g_assert_true (g_regex_match_simple ("^line \\d+, column \\d+: expected .+, found .+", error->message, 0, 0));
      return;
    }

  g_assert_no_error (error);
  check_laws (index);

  gboolean listed = !g_str_has_prefix (name, "i_");

  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    if (g_str_equal (accepted[i].name, name))
      {
        listed = TRUE;
        g_assert_cmpuint (tri_json_index_get_quirks (index), ==, accepted[i].quirks);
      }
  g_assert_true (listed);
}

static void
add_corpus (const char *folder)
{
  g_autofree char *path = g_build_filename (g_getenv ("TRI_CORPORA"), "JSONTestSuite", folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *test_path = g_strdup_printf ("/json-index/corpus/%s/%s", folder, name);

      g_test_add_data_func_full (test_path, g_build_filename (path, name, NULL), test_corpus_file, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-index/valid", test_valid);
  g_test_add_func ("/json-index/refused", test_refused);
  g_test_add_func ("/json-index/truncated", test_truncated);
  g_test_add_func ("/json-index/depth", test_depth);
  g_test_add_func ("/json-index/too-large", test_too_large);
  g_test_add_func ("/json-index/look-up", test_look_up);
  g_test_add_func ("/json-index/token-at", test_token_at);
  g_test_add_func ("/json-index/strings", test_strings);
  g_test_add_func ("/json-index/indentation", test_indentation);
  g_test_add_func ("/json-index/indentation-is-bounded", test_indentation_is_bounded);
  g_test_add_func ("/json-index/linear", test_linear);
  g_test_add_func ("/json-index/mutations", test_mutations);
  if (g_getenv ("TRI_CORPORA") != NULL)
    {
      add_corpus ("test_parsing");
      add_corpus ("test_transform");
    }

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "core/error.h"
#include "core/json-node.h"
#include "core/json-value.h"
#include "core/json-writer.h"

static void
assert_written (GBytes *bytes, const char *expected)
{
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, strlen (expected));
}

static void
assert_value (const TriJsonValue *value, const char *expected)
{
  g_autoptr (GBytes) bytes = tri_json_value_to_bytes (value, 0);

  assert_written (bytes, expected);
}

static TriJsonValue *
value_of (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);

  return tri_json_value_new_from_index (index, 0);
}

/* ---- The writer ---- */

static void
write_sample (TriJsonWriter *writer)
{
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "model", "a \"b\"");
  tri_json_writer_member_string (writer, "none", NULL);
  tri_json_writer_member_integer (writer, "n", G_MININT64);
  tri_json_writer_member_boolean (writer, "stream", TRUE);
  tri_json_writer_member_null (writer, "stop");
  tri_json_writer_key (writer, "list");
  tri_json_writer_begin_array (writer);
  tri_json_writer_raw (writer, "0.10", -1);
  tri_json_writer_begin_object (writer);
  tri_json_writer_end_object (writer);
  tri_json_writer_begin_array (writer);
  tri_json_writer_end_array (writer);
  tri_json_writer_boolean (writer, FALSE);
  tri_json_writer_end_array (writer);
  tri_json_writer_raw_key (writer, "\"\\u0061\"", -1);
  tri_json_writer_string (writer, "\0x", 2);
  tri_json_writer_end_object (writer);
}

static void
test_writer (void)
{
  TriJsonWriter writer;

  tri_json_writer_init (&writer, 0);
  write_sample (&writer);
  g_autoptr (GBytes) flat = tri_json_writer_end (&writer);

  assert_written (flat,
                  "{\"model\":\"a \\\"b\\\"\",\"none\":null,\"n\":-9223372036854775808,\"stream\":true,\"stop\":null,"
                  "\"list\":[0.10,{},[],false],\"\\u0061\":\"\\u0000x\"}");
  g_assert_null (writer.out);
  tri_json_writer_clear (&writer);

  /* What the writer indents is what the index would indent. */
  g_autoptr (TriJsonIndex) index = tri_json_index_new (flat, NULL);

  for (guint indent = 0; indent < 5; indent++)
    {
      g_autoptr (GBytes) expected = tri_json_index_reindent (index, indent, NULL);

      tri_json_writer_init (&writer, indent);
      write_sample (&writer);
      g_autoptr (GBytes) written = tri_json_writer_end (&writer);

      g_assert_true (g_bytes_equal (written, expected));
    }
}

static void
test_writer_scalars (void)
{
  TriJsonWriter writer;

  tri_json_writer_init (&writer, 2);
  tri_json_writer_null (&writer);
  g_autoptr (GBytes) bytes = tri_json_writer_end (&writer);

  assert_written (bytes, "null");

  /* What was begun can be thrown away. */
  tri_json_writer_init (&writer, 2);
  tri_json_writer_begin_array (&writer);
  tri_json_writer_clear (&writer);
}

static void
test_escape (void)
{
  static const struct
  {
    const char *text;
    gssize n_bytes;
    const char *expected;
  } rows[] = {
    { "", 0, "" },
    { "", -1, "" },
    { "plain text, as it mostly is / é…𝒜 \x7f", -1, "plain text, as it mostly is / é…𝒜 \x7f" },
    { "\"\\\b\f\n\r\t", -1, "\\\"\\\\\\b\\f\\n\\r\\t" },
    { "\x01\x1f\x0b", -1, "\\u0001\\u001f\\u000b" },
    { "a\0b\0", 4, "a\\u0000b\\u0000" },
    { "cut here", 3, "cut" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) out = g_string_new ("> ");

      tri_json_escape (out, rows[i].text, rows[i].n_bytes);
      g_assert_cmpstr (out->str + 2, ==, rows[i].expected);
    }
}

/* A value where a key must stand is a mistake in the program, and does not become a wrong request. */
static void
test_misuse (void)
{
  if (g_test_subprocess ())
    {
      TriJsonWriter writer;

      tri_json_writer_init (&writer, 0);
      tri_json_writer_begin_object (&writer);
      tri_json_writer_null (&writer);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

/* ---- Values ---- */

static void
test_build (void)
{
  g_autoptr (TriJsonValue) request = tri_json_value_new_object ();
  TriJsonValue *list = tri_json_value_new_array ();

  assert_value (request, "{}");
  tri_json_value_take (request, "model", tri_json_value_new_string ("m", -1));
  tri_json_value_take (request, "temperature", tri_json_value_new_raw ("0.70", -1));
  tri_json_value_take (request, "input", list);
  tri_json_value_append (list, tri_json_value_new_raw ("true", -1));
  tri_json_value_append (list, tri_json_value_new_raw ("null and more", 4));
  tri_json_value_append (list, tri_json_value_new_raw ("\"\\u00e9\"", -1));
  assert_value (request, "{\"model\":\"m\",\"temperature\":0.70,\"input\":[true,null,\"\\u00e9\"]}");

  /* A member keeps its place when its value is replaced. */
  tri_json_value_take (request, "model", tri_json_value_new_string ("other\n", -1));
  tri_json_value_take_path (request, "text.format.type", tri_json_value_new_string ("json", -1));
  tri_json_value_take_path (request, "text.verbosity", tri_json_value_new_string ("low", -1));
  tri_json_value_replace (list, 0, tri_json_value_new_raw ("false", -1));
  tri_json_value_replace (list, 7, tri_json_value_new_raw ("1e3", -1));
  tri_json_value_remove (request, "temperature");
  tri_json_value_remove (request, "absent");
  assert_value (request, "{\"model\":\"other\\n\",\"input\":[false,null,\"\\u00e9\",1e3],"
                         "\"text\":{\"format\":{\"type\":\"json\"},\"verbosity\":\"low\"}}");

  tri_json_value_take_path (request, "model.id", tri_json_value_new_raw ("7", -1));
  g_assert_cmpstr (tri_json_value_get_raw (tri_json_value_get (tri_json_value_get (request, "model"), "id")), ==, "7");
}

static void
test_read (void)
{
  g_autoptr (TriJsonValue) value = value_of ("{\"a\":[1.0,null],\"b\":\"x\",\"\\u0063\":{}}");
  TriJsonValue *list = tri_json_value_get (value, "a");

  g_assert_cmpuint (tri_json_value_get_kind (value), ==, TRI_JSON_OBJECT);
  g_assert_cmpuint (tri_json_value_get_length (value), ==, 3);
  g_assert_cmpuint (tri_json_value_get_length (list), ==, 2);
  g_assert_cmpstr (tri_json_value_get_raw (tri_json_value_at (list, 0)), ==, "1.0");
  g_assert_true (tri_json_value_is_null (tri_json_value_at (list, 1)));
  g_assert_cmpstr (tri_json_value_get_name (value, 2), ==, "c");
  g_assert_true (tri_json_value_at (value, 2) == tri_json_value_get (value, "c"));

  /* Nothing is there, and nobody is harmed. */
  g_assert_null (tri_json_value_get (list, "a"));
  g_assert_null (tri_json_value_get (NULL, "a"));
  g_assert_null (tri_json_value_at (list, 2));
  g_assert_null (tri_json_value_at (NULL, 0));
  g_assert_null (tri_json_value_get_name (value, 3));
  g_assert_null (tri_json_value_get_name (list, 0));
  g_assert_null (tri_json_value_get_raw (list));
  g_assert_null (tri_json_value_get_raw (NULL));
  g_assert_cmpuint (tri_json_value_get_length (NULL), ==, 0);
  g_assert_true (tri_json_value_is_null (NULL));
  tri_json_value_free (NULL);
}

static void
test_namesakes (void)
{
  g_autoptr (TriJsonValue) value = value_of ("{\"a\":1,\"\\u0061\":2,\"a\\u0000\":3}");

  assert_value (value, "{\"a\":1,\"\\u0061\":2,\"a\\u0000\":3}");
  g_assert_cmpstr (tri_json_value_get_raw (tri_json_value_get (value, "a")), ==, "2");
  g_assert_cmpstr (tri_json_value_get_name (value, 2), ==, "a␀");

  tri_json_value_take (value, "a", tri_json_value_new_raw ("4", -1));
  assert_value (value, "{\"a\":1,\"\\u0061\":4,\"a\\u0000\":3}");
  tri_json_value_remove (value, "a");
  assert_value (value, "{\"a\\u0000\":3}");
}

/* Of many members each is found at once, and what is set, doubled or taken away is known as among few. Looking through
 * all of them for each would take minutes. */
static void
test_many_members (void)
{
  g_autoptr (TriJsonValue) object = NULL, twins = NULL;
  g_autoptr (GString) text = g_string_new ("{");

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (text, "\"k%u\":%u,", i, i);
  g_string_append (text, "\"k7\":\"twin\"}");
  object = value_of (text->str);
  for (guint i = 0; i < 200000; i++)
    {
      g_autofree char *name = g_strdup_printf ("k%u", i);

      g_assert_nonnull (tri_json_value_get (object, name));
      tri_json_value_take (object, name, tri_json_value_new_raw (i == 8 ? "88" : "1", -1));
    }
  g_assert_cmpuint (tri_json_value_get_length (object), ==, 200001);
  assert_value (tri_json_value_get (object, "k8"), "88");
  tri_json_value_take (object, "new", tri_json_value_new_raw ("2", -1));
  assert_value (tri_json_value_get (object, "new"), "2");

  tri_json_value_remove (object, "k7");
  g_assert_null (tri_json_value_get (object, "k7"));
  assert_value (tri_json_value_get (object, "k8"), "88");
  assert_value (tri_json_value_get (object, "new"), "2");
  g_assert_cmpuint (tri_json_value_get_length (object), ==, 200000);

  twins = value_of (text->str);
  assert_value (tri_json_value_get (twins, "k7"), "\"twin\"");
  tri_json_value_drop_duplicates (twins);
  assert_value (tri_json_value_get (twins, "k7"), "\"twin\"");
  assert_value (tri_json_value_get (twins, "k8"), "8");
}

static void
test_from_token (void)
{
  static const char text[] = "[ {\"a\" : [ ] } , 1 ]";
  static const char *const expected[] = { "[{\"a\":[]},1]", "{\"a\":[]}", "\"a\"", "[]", "1" };
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (TriJsonValue) value = tri_json_value_new_from_index (index, i);

      assert_value (value, expected[i]);
    }
}

/* The two halves of "𝒜" come in two deltas. */
static void
test_join (void)
{
  g_autoptr (TriJsonValue) text = tri_json_value_new_raw ("\"a\\ud835\"", -1);
  g_autoptr (TriJsonValue) half = tri_json_value_new_raw ("\"\\udc9c\"", -1);
  g_autoptr (TriJsonValue) nothing = tri_json_value_new_string ("", -1);
  g_autoptr (TriJsonValue) quote = tri_json_value_new_string ("\"", -1);

  tri_json_value_join (text, half);
  tri_json_value_join (text, nothing);
  tri_json_value_join (text, quote);
  assert_value (text, "\"a\\ud835\\udc9c\\\"\"");

  g_autoptr (GBytes) bytes = tri_json_value_to_bytes (text, 0);
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  g_autofree char *decoded = tri_json_index_dup_string (index, 0, NULL);

  g_assert_cmpstr (decoded, ==, "a𝒜\"");

  /* A long answer is joined from very many deltas. */
  for (guint i = 0; i < 500000; i++)
    tri_json_value_join (text, quote);
  g_assert_cmpuint (strlen (tri_json_value_get_raw (text)), ==, 17 + 1000000);
}

/* ---- Nodes ---- */

static void
test_node (void)
{
  static const char text[] = "{\"s\":\"x\",\"n\":null,\"t\":true,\"i\":3,\"f\":2.9,\"m\":-1,\"h\":1e300,"
                             "\"z\":0,\"a\":[1,null],\"o\":{}}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (TriJsonIndex) index = NULL;
  g_autoptr (JsonNode) node = tri_json_parse (bytes, &index, NULL);
  static const struct
  {
    const char *name;
    const char *string;
    gint64 count;
    guint length;
    const char *type;
  } rows[] = {
    { "s", "x", -1, 0, "a string" },   { "n", NULL, -1, 0, "nothing" },      { "t", NULL, -1, 0, "true" },
    { "i", NULL, 3, 0, "a number" },   { "f", NULL, 2, 0, "a number" },      { "m", NULL, -1, 0, "a number" },
    { "h", NULL, -1, 0, "a number" },  { "z", NULL, 0, 0, "a number" },      { "a", NULL, -1, 2, "an array" },
    { "o", NULL, -1, 0, "an object" }, { "absent", NULL, -1, 0, "nothing" },
  };

  g_assert_nonnull (index);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JsonNode *member = tri_json_get (node, rows[i].name);

      g_assert_cmpstr (tri_json_get_string (node, rows[i].name), ==, rows[i].string);
      g_assert_cmpstr (tri_json_string (member), ==, rows[i].string);
      g_assert_cmpint (tri_json_get_count (node, rows[i].name), ==, rows[i].count);
      g_assert_cmpuint (tri_json_get_length (member), ==, rows[i].length);
      g_assert_cmpstr (tri_json_type_name (member), ==, rows[i].type);
      g_assert_null (tri_json_get (member, "x"));
    }

  g_assert_true (tri_json_get_boolean (node, "t", FALSE));
  g_assert_true (tri_json_get_boolean (node, "s", TRUE));
  g_assert_false (tri_json_get_boolean (node, "absent", FALSE));
  g_assert_null (tri_json_get (NULL, "x"));
  g_assert_cmpstr (tri_json_type_name (tri_json_at (tri_json_get (node, "a"), 1)), ==, "null");
  g_assert_null (tri_json_at (tri_json_get (node, "a"), 2));
  g_assert_null (tri_json_at (NULL, 0));
}

/* What json-glib would misread. */
static void
test_node_from_index (void)
{
  static const struct
  {
    const char *text;
    double number;
    const char *string;
  } rows[] = {
    { "[18446744073709551615]", 18446744073709551615.0, NULL },
    { "[-9223372036854775809]", -9223372036854775808.0, NULL },
    { "[1e400]", G_MAXDOUBLE, NULL },
    { "[-1e400]", -G_MAXDOUBLE, NULL },
    { "[\"a\\u0000b\"]", 0, "a␀b" },
    { "[\"a\\ud800b\"]", 0,
      "a\xef\xbf\xbd"
      "b" },
    { "[\"\", \"\\u0000\"]", 0, "" },
    { "[0.7]", 0.7, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i].text, strlen (rows[i].text));
      g_autoptr (JsonNode) node = tri_json_parse (bytes, NULL, NULL);
      JsonNode *element = tri_json_at (node, 0);

      g_assert_cmpstr (tri_json_string (element), ==, rows[i].string);
      if (rows[i].string == NULL)
        g_assert_cmpfloat (json_node_get_double (element), ==, rows[i].number);
    }
}

/* Of what is left out nothing becomes a node, whatever it holds; what stands behind it is found. */
static void
test_node_wanted (void)
{
  static const char *const top[] = { "choices", "id", NULL };
  static const TriJsonWanted wanted = { top, "logprobs", 2 };
  static const struct
  {
    const char *text, *expected;
  } rows[] = {
    { "{\"data\": [{\"a\": {}}, 2], \"id\": \"x\", \"id2\": null}", "{\"id\":\"x\"}" },
    { "{\"choices\": [{\"logprobs\": {\"content\": [[]]}, \"index\": 0}, {\"logprobs\": null}], \"logprobs\": 1}",
      "{\"choices\":[{\"index\":0},{}]}" },
    { "{\"choices\": [{\"a\": [{\"logprobs\": 1, \"data\": 2}]}]}",
      "{\"choices\":[{\"a\":[{\"logprobs\":1,\"data\":2}]}]}" },
    { "[{\"data\": 1}]", "[{\"data\":1}]" },
    { "{\"id\": 1, \"data\": {}}", "{\"id\":1}" },
    { "7", "7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i].text, strlen (rows[i].text));
      g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
      g_autoptr (JsonNode) node = tri_json_index_build_wanted (index, &wanted);
      g_autoptr (JsonNode) small = tri_json_index_to_wanted (index, &wanted);
      g_autoptr (JsonNode) whole = tri_json_index_to_node (index);
      g_autofree char *found = json_to_string (node, FALSE);

      g_assert_cmpstr (found, ==, rows[i].expected);
      g_assert_true (json_node_equal (small, whole));
    }
}

static void
test_node_errors (void)
{
  static const char *const rows[] = { "", "{} {}", "// c\n{}", "'x'", "[1,]", "nul" };
  g_autoptr (GError) shape = NULL;
  g_autoptr (GError) root = NULL;
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), "x");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i], strlen (rows[i]));
      g_autoptr (GError) error = NULL;
      TriJsonIndex *index = NULL;

      g_assert_null (tri_json_parse (bytes, &index, &error));
      g_assert_null (index);
      g_assert_nonnull (error);
      g_assert_true (error->domain == TRI_ERROR);
    }

  g_assert_false (tri_json_set_shape_error (&shape, "choices[0].message", "an object", node));
  g_assert_error (shape, TRI_ERROR, TRI_ERROR_SHAPE);
  g_assert_cmpstr (shape->message, ==, "choices[0].message: expected an object, found a string");
  g_assert_false (tri_json_set_shape_error (&root, "", "an object", NULL));
  g_assert_cmpstr (root->message, ==, "the document: expected an object, found nothing");
}

/* ---- The corpus: a string goes through writer and index and comes back as it was ---- */

static void
test_naughty_strings (gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, strlen (data));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  guint n_strings = 0, token;

  for (; (token = tri_json_index_get_element (index, 0, n_strings)) != TRI_JSON_NONE; n_strings++)
    {
      gsize n_bytes, n_again;
      g_autofree char *text = tri_json_index_dup_string (index, token, &n_bytes);
      g_autoptr (TriJsonValue) value = tri_json_value_new_object ();

      tri_json_value_take (value, text, tri_json_value_new_string (text, n_bytes));

      g_autoptr (GBytes) written = tri_json_value_to_bytes (value, 2);
      g_autoptr (TriJsonIndex) written_index = tri_json_index_new (written, NULL);
      g_autofree char *again = tri_json_index_dup_string (written_index, 2, &n_again);
      g_autoptr (JsonNode) node = tri_json_index_to_node (written_index);

      g_assert_cmpmem (text, n_bytes, again, n_again);
      g_assert_cmpuint (tri_json_index_get_member (written_index, 0, text), ==, 2);
      g_assert_cmpstr (tri_json_get_string (node, text), ==, text);
    }
  g_assert_cmpuint (n_strings, ==, 515);
}

int
main (int argc, char **argv)
{
  const char *corpora = g_getenv ("TRI_CORPORA");
  g_autofree char *path = g_build_filename (corpora != NULL ? corpora : "", "blns", "blns.json", NULL);
  g_autofree char *naughty = NULL;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-writer/document", test_writer);
  g_test_add_func ("/json-writer/scalars", test_writer_scalars);
  g_test_add_func ("/json-writer/escape", test_escape);
  g_test_add_func ("/json-writer/misuse", test_misuse);
  g_test_add_func ("/json-value/build", test_build);
  g_test_add_func ("/json-value/read", test_read);
  g_test_add_func ("/json-value/namesakes", test_namesakes);
  g_test_add_func ("/json-value/many-members", test_many_members);
  g_test_add_func ("/json-value/from-token", test_from_token);
  g_test_add_func ("/json-value/join", test_join);
  g_test_add_func ("/json-node/accessors", test_node);
  g_test_add_func ("/json-node/from-index", test_node_from_index);
  g_test_add_func ("/json-node/wanted", test_node_wanted);
  g_test_add_func ("/json-node/errors", test_node_errors);
  if (corpora != NULL && g_file_get_contents (path, &naughty, NULL, NULL))
    g_test_add_data_func ("/json-value/corpus/naughty-strings", naughty, test_naughty_strings);

  return g_test_run ();
}

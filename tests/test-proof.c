/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Whether a conversion is proven: JSON values that are the same, schemas that are kept to, and the judgment over what
 * was observed. Everything here is without a server; test-proof-run has the calls.
 *
 * Laws: the same samples are never "different"; in whatever order the calls came, the judgment is the same; what has
 * nothing in common is "different" as soon as there are enough answers; and where both are drawn from the same urn,
 * "different" is said no more often than promised.
 */

#include <math.h>
#include <string.h>

#include "core/json-canonical.h"
#include "core/proof-json.h"
#include "core/proof.h"
#include "core/schema-check.h"

static TriJsonIndex *
index_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  TriJsonIndex *index = tri_json_index_new (bytes, &error);

  g_assert_no_error (error);
  return index;
}

/* ---- JSON values ---- */

static void
test_canonical (void)
{
  static const char *const rows[][2] = {
    { " { \"b\" : 1 , \"a\" : [ ] } ", "{\"a\":[],\"b\":1}" },
    { "{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}" },
    { "[1.0, 1, 10e-1, 0.1e1, 1E+0]", "[1,1,1,1,1]" },
    { "[0, -0, 0.000, 0e9, -1.50, 0.05, 123.4560]", "[0,0,0,0,-1.5,0.05,123.456]" },
    { "[100, 1e2, 12345678901234567890]", "[100,100,12345678901234567890]" },
    { "[1e400, 10e399, 1e-400]", "[1e400,1e400,1e-400]" },
    { "\"\\u0041\\/\\u00e9\\n\"", "\"A/é\\n\"" },
    { "\"\\ud83e\\udd84\"", "\"🦄\"" },
    { "[true,false,null]", "[true,false,null]" },
    { "{\"\\u0061\":{\"z\":[{}]}}", "{\"a\":{\"z\":[{}]}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TriJsonIndex) index = index_text (rows[i][0]);
      g_autofree char *text = tri_json_dup_canonical (index, 0);
      g_autoptr (TriJsonIndex) again = index_text (text);
      g_autofree char *twice = tri_json_dup_canonical (again, 0);

      g_assert_cmpstr (text, ==, rows[i][1]);
      g_assert_cmpstr (twice, ==, text);
    }
}

static void
test_names (void)
{
  g_autoptr (TriJsonIndex) index = index_text ("{\"b\":1,\"a\":{\"c\":1},\"b\":2}");
  g_autoptr (GPtrArray) names = tri_json_list_names (index, 0);
  g_autoptr (TriJsonIndex) list = index_text ("[1]");
  g_autoptr (GPtrArray) none = tri_json_list_names (list, 0);

  g_assert_cmpuint (names->len, ==, 2);
  g_assert_cmpstr (names->pdata[0], ==, "a");
  g_assert_cmpstr (names->pdata[1], ==, "b");
  g_assert_cmpuint (none->len, ==, 0);
}

/* ---- Schemas ---- */

typedef struct
{
  const char *schema, *value, *why; /* NULL: valid */
} SchemaRow;

static const SchemaRow schema_rows[] = {
  { "true", "1", NULL },
  { "false", "1", "false" },
  { "{}", "[{}]", NULL },
  { "{\"type\":\"object\"}", "[]", "type" },
  { "{\"type\":[\"string\",\"null\"]}", "null", NULL },
  { "{\"type\":[\"string\",\"null\"]}", "1", "type" },
  { "{\"type\":\"integer\"}", "1.0", NULL },
  { "{\"type\":\"integer\"}", "1e3", NULL },
  { "{\"type\":\"integer\"}", "1.5", "type" },
  { "{\"type\":\"integer\"}", "1e-9999", "type" },
  { "{\"type\":\"number\"}", "1.5", NULL },
  { "{\"type\":\"number\"}", "\"1\"", "type" },
  { "{\"type\":\"boolean\"}", "false", NULL },
  { "{\"enum\":[\"a\",1,{\"x\":[]}]}", "{ \"x\" : [ ] }", NULL },
  { "{\"enum\":[\"a\",1]}", "1.0", NULL },
  { "{\"enum\":[\"a\",1]}", "\"b\"", "enum" },
  { "{\"const\":null}", "null", NULL },
  { "{\"const\":3}", "4", "const" },
  { "{\"required\":[\"a\"]}", "{\"a\":null}", NULL },
  { "{\"required\":[\"a\",\"b\"]}", "{\"a\":1}", "required" },
  { "{\"required\":[\"a\"]}", "[]", NULL },
  { "{\"properties\":{\"age\":{\"type\":\"integer\"}}}", "{\"age\":\"old\"}", "age: type" },
  { "{\"properties\":{\"age\":{\"type\":\"integer\"}},\"additionalProperties\":false}", "{\"age\":1,\"x\":2}",
    "x: additionalProperties" },
  { "{\"properties\":{\"age\":{}},\"additionalProperties\":{\"type\":\"string\"}}", "{\"age\":1,\"x\":\"2\"}", NULL },
  { "{\"properties\":{\"age\":{}},\"additionalProperties\":{\"type\":\"string\"}}", "{\"age\":1,\"x\":2}", "x: type" },
  { "{\"additionalProperties\":false,\"patternProperties\":{\"^x\":{}}}", "{\"x\":2}", NULL },
  { "{\"items\":{\"type\":\"integer\"}}", "[1,2]", NULL },
  { "{\"items\":{\"type\":\"integer\"}}", "[1,\"2\"]", "[1]: type" },
  { "{\"items\":{\"properties\":{\"a\":{\"const\":1}}}}", "[{\"a\":1},{\"a\":2}]", "[1].a: const" },
  { "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}", "1", NULL },
  { "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}", "null", "anyOf" },
  { "{\"allOf\":[{\"type\":\"object\"},{\"required\":[\"a\"]}]}", "{}", "required" },
  { "{\"$ref\":\"#/$defs/p\",\"$defs\":{\"p\":{\"type\":\"string\"}}}", "\"a\"", NULL },
  { "{\"$ref\":\"#/$defs/p\",\"$defs\":{\"p\":{\"type\":\"string\"}}}", "1", "type" },
  { "{\"properties\":{\"next\":{\"$ref\":\"#\"}},\"required\":[\"v\"]}", "{\"v\":1,\"next\":{\"v\":1,\"next\":{}}}",
    "next.next: required" },
  { "{\"allOf\":[{\"$ref\":\"#/allOf/1\"},{\"type\":\"array\"}]}", "{}", "type" },
  { "{\"minimum\":5}", "1", NULL }, /* not checked, and named */
};

static void
test_schema (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (schema_rows); i++)
    {
      g_autoptr (TriJsonIndex) schema = index_text (schema_rows[i].schema);
      g_autoptr (TriJsonIndex) value = index_text (schema_rows[i].value);
      g_autofree char *why = NULL;
      TriSchemaResult result = tri_schema_check (schema, 0, value, 0, &why);

      if (g_strcmp0 (why, schema_rows[i].why) != 0)
        g_error ("%s of %s: %s", schema_rows[i].schema, schema_rows[i].value, why ? why : "valid");
      g_assert_cmpint (result, ==, why ? TRI_SCHEMA_INVALID : TRI_SCHEMA_VALID);
    }
}

/* Circles and explosions end. */
static void
test_schema_hostile (void)
{
  static const char *const schemas[] = {
    "{\"$ref\":\"#\"}",
    "{\"anyOf\":[{\"$ref\":\"#/$defs/b\"}],\"$defs\":{\"b\":{\"$ref\":\"#\"}}}",
    "{\"allOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}",
  };
  g_autoptr (TriJsonIndex) value = index_text ("{\"a\":[1,2,{}]}");

  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_autoptr (TriJsonIndex) schema = index_text (schemas[i]);

      g_assert_cmpint (tri_schema_check (schema, 0, value, 0, NULL), ==, TRI_SCHEMA_UNDECIDED);
    }
}

static void
test_schema_unchecked (void)
{
  g_autoptr (TriJsonIndex) schema = index_text (
      "{\"title\":\"t\",\"type\":\"object\",\"properties\":{\"minimum\":{\"minimum\":1,\"description\":\"d\"},"
      "\"b\":{\"items\":[{}]},\"c\":{\"$ref\":\"other.json\"},\"e\":{\"anyOf\":[{\"pattern\":\"x\"}]}},"
      "\"$defs\":{\"x\":{\"minimum\":2,\"format\":\"date\"}}}");
  g_autoptr (GPtrArray) found = tri_schema_list_unchecked (schema, 0);
  g_autofree char *words = NULL;

  g_ptr_array_add (found, NULL);
  words = g_strjoinv (" ", (char **) found->pdata);
  g_assert_cmpstr (words, ==, "minimum items $ref pattern format");
}

/* ---- Chance ---- */

static gboolean
is_near (double a, double b)
{
  return fabs (a - b) < 1e-9;
}

/* Ways that can be counted by hand. */
static void
test_contrast_categories (void)
{
  TriContrast contrast = tri_contrast_categories ((guint[]){ 6, 0 }, (guint[]){ 0, 3 }, 2);

  g_assert_true (is_near (contrast.distance, 1));
  g_assert_true (is_near (contrast.self_distance, 0));
  g_assert_true (is_near (contrast.chance, 1 / 84.0));
  g_assert_true (is_near (contrast.least_chance, 1 / 84.0));

  contrast = tri_contrast_categories ((guint[]){ 6 }, (guint[]){ 3 }, 1);
  g_assert_true (is_near (contrast.distance, 0));
  g_assert_true (is_near (contrast.chance, 1));

  /* One odd answer among the converted: a third of the choices have it, and the others are half as far. */
  contrast = tri_contrast_categories ((guint[]){ 6, 0 }, (guint[]){ 2, 1 }, 2);
  g_assert_true (is_near (contrast.distance, 1 / 3.0));
  g_assert_true (is_near (contrast.chance, 1 / 3.0));

  /* Two coins: halves of HHTT are HH|TT in 2 of 6 ways, and HT|HT in 4. */
  contrast = tri_contrast_categories ((guint[]){ 2, 2 }, (guint[]){ 1, 1 }, 2);
  g_assert_true (is_near (contrast.self_distance, 1 / 3.0));
  g_assert_true (is_near (contrast.distance, 0));
  g_assert_true (is_near (contrast.chance, 1));

  /* All different: nothing stands out. */
  contrast = tri_contrast_categories ((guint[]){ 1, 1, 0 }, (guint[]){ 0, 0, 1 }, 3);
  g_assert_true (is_near (contrast.chance, 1));

  contrast = tri_contrast_categories ((guint[]){ 0 }, (guint[]){ 3 }, 1);
  g_assert_true (is_near (contrast.chance, 1));
}

static void
test_contrast_numbers (void)
{
  TriContrast contrast = tri_contrast_numbers ((gint64[]){ 1, 2, 3, 4, 5, 6 }, 6, (gint64[]){ 7, 8, 9 }, 3);

  g_assert_true (is_near (contrast.distance, 1));
  g_assert_true (is_near (contrast.chance, 2 / 84.0));
  g_assert_true (is_near (contrast.least_chance, 2 / 84.0));

  contrast = tri_contrast_numbers ((gint64[]){ 5, 5, 5, 5, 5, 5 }, 6, (gint64[]){ 9, 9, 9 }, 3);
  g_assert_true (is_near (contrast.distance, 1));
  g_assert_true (is_near (contrast.self_distance, 0));
  g_assert_true (is_near (contrast.chance, 1 / 84.0));

  contrast = tri_contrast_numbers ((gint64[]){ 5, 5 }, 2, (gint64[]){ 5 }, 1);
  g_assert_true (is_near (contrast.distance, 0));
  g_assert_true (is_near (contrast.chance, 1));

  /* Of 1 2 3 4 the halves 12|34 and 34|12 are 1 apart, 13|24 and 24|13 a half, 14|23 and 23|14 nothing. */
  contrast = tri_contrast_numbers ((gint64[]){ 1, 2, 3, 4 }, 4, NULL, 0);
  g_assert_true (is_near (contrast.self_distance, 0.5));
  g_assert_true (is_near (contrast.chance, 1));
}

/* The same numbers as by trying every choice. */
static void
test_contrast_by_hand (void)
{
  for (guint seed = 0; seed < 200; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      guint n_categories = (guint) g_rand_int_range (rand, 1, 5);
      guint n_original = (guint) g_rand_int_range (rand, 1, 8), n_converted = (guint) g_rand_int_range (rand, 1, 5);
      guint n = n_original + n_converted, found = 0, n_ways = 0, n_as_far = 0;
      guint all[16], original[5] = { 0 }, converted[5] = { 0 };
      TriContrast contrast;

      for (guint i = 0; i < n; i++)
        {
          all[i] = (guint) g_rand_int_range (rand, 0, (gint32) n_categories);
          *(i < n_original ? &original[all[i]] : &converted[all[i]]) += 1;
        }
      for (guint c = 0; c < n_categories; c++)
        found += (guint) ABS ((int) (converted[c] * n_original) - (int) (original[c] * n_converted));
      for (guint chosen = 0; chosen < 1u << n; chosen++)
        {
          guint with[5] = { 0 }, without[5] = { 0 }, n_with = 0, distance = 0;

          for (guint i = 0; i < n; i++)
            {
              n_with += chosen >> i & 1;
              *(chosen >> i & 1 ? &with[all[i]] : &without[all[i]]) += 1;
            }
          if (n_with != n_converted)
            continue;
          for (guint c = 0; c < n_categories; c++)
            distance += (guint) ABS ((int) (with[c] * n_original) - (int) (without[c] * n_converted));
          n_ways++;
          n_as_far += distance >= found;
        }
      contrast = tri_contrast_categories (original, converted, n_categories);
      g_assert_true (is_near (contrast.chance, (double) n_as_far / n_ways));
      g_assert_true (is_near (contrast.distance, found / (2.0 * n_original * n_converted)));
    }
}

/* ---- Judging ---- */

static TriObservation *
observe (const char *end, const char *arguments, gint64 tokens, const char *text)
{
  TriObservation *observation = g_new0 (TriObservation, 1);

  observation->is_answered = text != NULL;
  observation->words[TRI_ASPECT_END] = g_strdup (end);
  observation->words[TRI_ASPECT_ARGUMENTS] = g_strdup (arguments);
  observation->text = g_strdup (text);
  for (guint i = 0; i < TRI_N_NUMBER_ASPECTS; i++)
    observation->numbers[i] = -1;
  observation->numbers[TRI_ASPECT_OUTPUT_TOKENS - TRI_N_WORD_ASPECTS] = tokens;
  return observation;
}

static GPtrArray *
new_sample (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tri_observation_free);
}

static const TriProofRow *
find_row (const TriProof *proof, TriAspect aspect)
{
  for (guint i = 0; i < proof->rows->len; i++)
    if (((const TriProofRow *) proof->rows->pdata[i])->aspect == aspect)
      return proof->rows->pdata[i];
  return NULL;
}

static void
assert_likeness (const TriProof *proof, TriAspect aspect, TriLikeness likeness)
{
  g_assert_nonnull (find_row (proof, aspect));
  g_assert_cmpstr (tri_likeness_get_id (find_row (proof, aspect)->likeness), ==, tri_likeness_get_id (likeness));
}

static TriProof *
judge_ends (const char *original, const char *converted)
{
  g_autoptr (GPtrArray) originals = new_sample ();
  g_autoptr (GPtrArray) converteds = new_sample ();

  for (const char *each = original; *each; each++)
    g_ptr_array_add (originals, observe ((char[]){ *each, '\0' }, NULL, -1, "t"));
  for (const char *each = converted; *each; each++)
    g_ptr_array_add (converteds, observe ((char[]){ *each, '\0' }, NULL, -1, "t"));
  return tri_proof_new (originals, converteds);
}

static void
test_findings (void)
{
  static const struct
  {
    const char *original, *converted;
    TriLikeness likeness;
    TriProofVerdict verdict;
  } rows[] = {
    { "aa", "a", TRI_LIKENESS_SAME, TRI_PROOF_NO_DIFFERENCE },
    { "aaaaaa", "aaa", TRI_LIKENESS_SAME, TRI_PROOF_NO_DIFFERENCE },
    { "aa", "b", TRI_LIKENESS_TOO_FEW, TRI_PROOF_UNDECIDED },
    { "aaaa", "bb", TRI_LIKENESS_TOO_FEW, TRI_PROOF_UNDECIDED },
    { "aaaaaa", "bbb", TRI_LIKENESS_DIFFERENT, TRI_PROOF_DIFFERENT },
    { "aaaaaa", "aab", TRI_LIKENESS_NOT_DIFFERENT, TRI_PROOF_NO_DIFFERENCE },
    { "aaaaab", "aaa", TRI_LIKENESS_NOT_DIFFERENT, TRI_PROOF_NO_DIFFERENCE },
    { "aaabbb", "aab", TRI_LIKENESS_NOT_DIFFERENT, TRI_PROOF_NO_DIFFERENCE },
    { "ab", "a", TRI_LIKENESS_NOT_DIFFERENT, TRI_PROOF_NO_DIFFERENCE },
    { "abcdef", "ghi", TRI_LIKENESS_NOT_DIFFERENT, TRI_PROOF_NO_DIFFERENCE },
    { "aaaaaaaaab", "bbbbb", TRI_LIKENESS_DIFFERENT, TRI_PROOF_DIFFERENT },
    { "", "aaa", TRI_LIKENESS_NOT_COMPARED, TRI_PROOF_UNDECIDED },
    { "aaa", "", TRI_LIKENESS_NOT_COMPARED, TRI_PROOF_UNDECIDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TriProof) proof = judge_ends (rows[i].original, rows[i].converted);

      assert_likeness (proof, TRI_ASPECT_END, rows[i].likeness);
      g_assert_cmpstr (tri_proof_verdict_get_id (proof->verdict), ==, tri_proof_verdict_get_id (rows[i].verdict));
      for (guint side = 0; side < 2; side++)
        {
          g_autofree char *seen = tri_proof_row_dup_seen (find_row (proof, TRI_ASPECT_END), side == 1);
          g_autofree char *reason = tri_proof_row_dup_reason (find_row (proof, TRI_ASPECT_END));
          g_autofree char *verdict = tri_proof_dup_verdict (proof);

          g_assert_true (*seen && *reason && *verdict);
        }
    }
}

/* A call that failed counts in the end and nowhere else. */
static void
test_failures (void)
{
  g_autoptr (GPtrArray) original = new_sample ();
  g_autoptr (GPtrArray) converted = new_sample ();
  g_autoptr (TriProof) proof = NULL;
  g_autofree char *seen = NULL;

  for (guint i = 0; i < 6; i++)
    g_ptr_array_add (original, observe ("stop", NULL, 10, "Hello"));
  g_ptr_array_add (converted, observe ("stop", NULL, 10, "Hello"));
  g_ptr_array_add (converted, observe ("stop", NULL, 10, "Hello"));
  g_ptr_array_add (converted, observe ("failed: 429 rate_limit_exceeded", NULL, -1, NULL));
  proof = tri_proof_new (original, converted);
  assert_likeness (proof, TRI_ASPECT_END, TRI_LIKENESS_NOT_DIFFERENT);
  assert_likeness (proof, TRI_ASPECT_OUTPUT_TOKENS, TRI_LIKENESS_SAME);
  g_assert_cmpuint (find_row (proof, TRI_ASPECT_OUTPUT_TOKENS)->n_converted, ==, 2);
  g_assert_cmpint (proof->verdict, ==, TRI_PROOF_NO_DIFFERENCE);
  seen = tri_proof_row_dup_seen (find_row (proof, TRI_ASPECT_END), TRUE);
  g_assert_cmpstr (seen, ==, "stop ×2\nfailed: 429 rate_limit_exceeded ×1");
  g_assert_cmpuint (proof->converted.n_answers, ==, 2);
}

/* Where nothing was answered there is nothing to compare, though all failed alike. */
static void
test_nothing_answered (void)
{
  g_autoptr (GPtrArray) original = new_sample ();
  g_autoptr (GPtrArray) converted = new_sample ();
  g_autoptr (TriProof) proof = NULL;

  for (guint i = 0; i < 6; i++)
    g_ptr_array_add (i < 4 ? original : converted, observe ("failed: 401", NULL, -1, NULL));
  proof = tri_proof_new (original, converted);
  assert_likeness (proof, TRI_ASPECT_END, TRI_LIKENESS_SAME);
  g_assert_cmpint (proof->verdict, ==, TRI_PROOF_UNDECIDED);
  g_assert_null (proof->original.text);
}

/* Of many values the most frequent are shown, and how many more there are. */
static void
test_many_values (void)
{
  g_autoptr (TriProof) proof = judge_ends ("abcdefghijklmm", "nopqrst");
  g_autofree char *original = tri_proof_row_dup_seen (find_row (proof, TRI_ASPECT_END), FALSE);
  g_autofree char *converted = tri_proof_row_dup_seen (find_row (proof, TRI_ASPECT_END), TRUE);

  g_assert_cmpstr (original, ==, "m ×2\na ×1\nb ×1\nc ×1\nd ×1\ne ×1\nf ×1\ng ×1\n… and 5 more");
  g_assert_cmpstr (converted, ==, "n ×1\no ×1\np ×1\nq ×1\nr ×1\ns ×1\nt ×1");
}

static void
test_texts (void)
{
  g_autoptr (GPtrArray) original = new_sample ();
  g_autoptr (GPtrArray) converted = new_sample ();
  g_autoptr (TriProof) proof = NULL;
  static const char *const texts[] = { "b", "a", "c", "b", "a", "d" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_ptr_array_add (original, observe ("stop", NULL, -1, texts[i]));
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (converted, observe ("stop", NULL, -1, "z"));
  proof = tri_proof_new (original, converted);
  g_assert_cmpstr (proof->original.text, ==, "a");
  g_assert_cmpuint (proof->original.n_with_it, ==, 2);
  g_assert_cmpuint (proof->original.n_texts, ==, 4);
  g_assert_cmpstr (proof->converted.text, ==, "z");
  g_assert_cmpint (proof->verdict, ==, TRI_PROOF_NO_DIFFERENCE); /* text is not judged */
}

/* ---- Laws ---- */

static TriObservation *
draw (GRand *rand, guint n_kinds)
{
  static const char *const ends[] = { "stop", "length", "tool_calls", "failed: 500" };
  guint kind = (guint) g_rand_int_range (rand, 0, (gint32) n_kinds);
  g_autofree char *arguments = g_strdup_printf ("f({\"a\":%d})", g_rand_int_range (rand, 0, (gint32) n_kinds));
  g_autofree char *text = g_strdup_printf ("text %d", g_rand_int_range (rand, 0, 3));

  return observe (ends[kind], arguments, g_rand_int_range (rand, 10, 10 + (gint32) n_kinds * 3), text);
}

static TriObservation *
copy (const TriObservation *observation)
{
  return observe (observation->words[TRI_ASPECT_END], observation->words[TRI_ASPECT_ARGUMENTS],
                  observation->numbers[TRI_ASPECT_OUTPUT_TOKENS - TRI_N_WORD_ASPECTS], observation->text);
}

static GPtrArray *
shuffle (GRand *rand, GPtrArray *sample)
{
  GPtrArray *other = new_sample ();

  for (guint i = 0; i < sample->len; i++)
    g_ptr_array_insert (other, g_rand_int_range (rand, 0, (gint32) i + 1), copy (sample->pdata[i]));
  return other;
}

/* All of a judgment in words. */
static char *
dup_all (const TriProof *proof)
{
  g_autofree char *verdict = tri_proof_dup_verdict (proof);
  GString *out = g_string_new (verdict);

  for (guint i = 0; i < proof->rows->len; i++)
    {
      const TriProofRow *row = proof->rows->pdata[i];
      g_autofree char *original = tri_proof_row_dup_seen (row, FALSE);
      g_autofree char *converted = tri_proof_row_dup_seen (row, TRUE);
      g_autofree char *reason = tri_proof_row_dup_reason (row);

      g_string_append_printf (out, "\n%s %s | %s | %s | %s", tri_aspect_get_id (row->aspect),
                              tri_likeness_get_id (row->likeness), original, converted, reason);
    }
  g_string_append_printf (out, "\n%s | %s", proof->original.text, proof->converted.text);
  return g_string_free (out, FALSE);
}

static void
test_order_is_nothing (void)
{
  for (guint seed = 0; seed < 100; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      guint n = (guint) g_rand_int_range (rand, 1, 7);
      g_autoptr (GPtrArray) original = new_sample ();
      g_autoptr (GPtrArray) converted = new_sample ();
      g_autoptr (GPtrArray) other_original = NULL;
      g_autoptr (GPtrArray) other_converted = NULL;
      g_autoptr (TriProof) proof = NULL;
      g_autoptr (TriProof) other = NULL;
      g_autofree char *all = NULL;
      g_autofree char *other_all = NULL;

      for (guint i = 0; i < 2 * n; i++)
        g_ptr_array_add (original, draw (rand, 1 + seed % 4));
      for (guint i = 0; i < n; i++)
        g_ptr_array_add (converted, draw (rand, 1 + seed % 4));
      other_original = shuffle (rand, original);
      other_converted = shuffle (rand, converted);
      proof = tri_proof_new (original, converted);
      other = tri_proof_new (other_original, other_converted);
      all = dup_all (proof);
      other_all = dup_all (other);
      g_assert_cmpstr (all, ==, other_all);
    }
}

/* The converted says what the original says, in the same shares: whatever that is, it is not different. */
static void
test_the_same_is_never_different (void)
{
  for (guint seed = 0; seed < 100; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      guint n = (guint) g_rand_int_range (rand, 1, 12);
      g_autoptr (GPtrArray) original = new_sample ();
      g_autoptr (GPtrArray) converted = new_sample ();
      g_autoptr (TriProof) proof = NULL;

      for (guint i = 0; i < n; i++)
        {
          TriObservation *observation = draw (rand, 4);

          g_ptr_array_add (original, observation);
          g_ptr_array_add (original, copy (observation));
          g_ptr_array_add (converted, copy (observation));
        }
      proof = tri_proof_new (original, converted);
      g_assert_cmpstr (tri_proof_verdict_get_id (proof->verdict), ==, "no-difference");
    }
}

static void
test_nothing_in_common_is_different (void)
{
  for (guint n = 3; n <= TRI_PROOF_MAX_ROUNDS; n++)
    {
      g_autoptr (GPtrArray) original = new_sample ();
      g_autoptr (GPtrArray) converted = new_sample ();
      g_autoptr (TriProof) proof = NULL;

      for (guint i = 0; i < 2 * n; i++)
        g_ptr_array_add (original, observe (i % 2 ? "stop" : "length", "f({})", 10 + i, "t"));
      for (guint i = 0; i < n; i++)
        g_ptr_array_add (converted, observe ("refusal", "g({})", 500 + i, "t"));
      proof = tri_proof_new (original, converted);
      assert_likeness (proof, TRI_ASPECT_ARGUMENTS, TRI_LIKENESS_DIFFERENT);
      assert_likeness (proof, TRI_ASPECT_OUTPUT_TOKENS, TRI_LIKENESS_DIFFERENT);
      /* Where the original itself is undecided, three rounds are not enough: three times three can be chosen in three
       * ways of 84. */
      assert_likeness (proof, TRI_ASPECT_END, n == 3 ? TRI_LIKENESS_NOT_DIFFERENT : TRI_LIKENESS_DIFFERENT);
    }
}

/* Both are drawn from one urn, a thousand times: "different" is an error then, and no more frequent than promised. The
 * seeds are fixed, so that it is the same each time; the margin is four standard deviations. */
static void
test_errors_are_as_rare_as_promised (void)
{
  guint n_trials = 1000, n_wrong[TRI_N_ASPECTS] = { 0 };

  for (guint seed = 0; seed < n_trials; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      guint n = 3 + seed % 4;
      g_autoptr (GPtrArray) original = new_sample ();
      g_autoptr (GPtrArray) converted = new_sample ();
      g_autoptr (TriProof) proof = NULL;

      for (guint i = 0; i < 3 * n; i++)
        g_ptr_array_add (i < 2 * n ? original : converted, draw (rand, 2));
      proof = tri_proof_new (original, converted);
      for (guint i = 0; i < proof->rows->len; i++)
        {
          const TriProofRow *row = proof->rows->pdata[i];

          n_wrong[row->aspect] += row->likeness == TRI_LIKENESS_DIFFERENT;
        }
    }
  for (guint aspect = 0; aspect < TRI_N_ASPECTS; aspect++)
    g_assert_cmpuint (n_wrong[aspect], <=,
                      (guint) (n_trials / (double) TRI_PROOF_ONE_IN + 4 * sqrt (n_trials / (double) TRI_PROOF_ONE_IN)));
}

/* ---- What is asked ---- */

static TriProofAsk *
new_ask (const char *text, const char *to)
{
  TriMigrateOptions options = { .to = tri_format_find (to) };
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (TriMigrateText) converted = tri_migrate_text_new (bytes, &options, &error);
  TriProofAsk *ask;

  g_assert_no_error (error);
  ask = tri_proof_ask_new (converted, 0, &error);
  g_assert_no_error (error);
  return ask;
}

static void
assert_bytes (GBytes *bytes, const char *text)
{
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

static void
test_ask (void)
{
  g_autoptr (TriProofAsk) ask = new_ask ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                                         "\"max_completion_tokens\":20,\"tools\":[{\"type\":\"function\",\"function\":"
                                         "{\"name\":\"f\",\"parameters\":{\"minProperties\":1}}}],\"response_format\":"
                                         "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":"
                                         "{\"type\":\"object\",\"pattern\":\"a\"}}}}",
                                         "responses");
  TriProofCost cost = tri_proof_ask_get_cost (ask, 3);
  guint root;

  g_assert_cmpstr (tri_proof_ask_get_model (ask), ==, "m");
  g_assert_cmpstr (tri_proof_ask_get_from (ask)->id, ==, "chat");
  g_assert_cmpstr (tri_proof_ask_get_to (ask)->id, ==, "responses");
  g_assert_cmpint (tri_proof_ask_get_form (ask), ==, TRI_PROOF_SCHEMA);
  g_assert_nonnull (tri_proof_ask_get_schema (ask, &root));
  g_assert_true (tri_proof_ask_has_tools (ask));
  g_assert_nonnull (tri_proof_ask_get_tool_schema (ask, "f", &root));
  g_assert_null (tri_proof_ask_get_tool_schema (ask, "g", &root));
  g_assert_cmpuint (tri_proof_ask_get_unchecked (ask)->len, ==, 2);
  g_assert_cmpstr (tri_proof_ask_get_unchecked (ask)->pdata[0], ==, "minProperties");

  g_assert_cmpuint (cost.n_original, ==, 6);
  g_assert_cmpuint (cost.n_converted, ==, 3);
  g_assert_cmpuint (cost.input_bytes, ==,
                    6 * g_bytes_get_size (tri_proof_ask_get_original (ask))
                        + 3 * g_bytes_get_size (tri_proof_ask_get_converted (ask)));
  g_assert_cmpint (cost.output_tokens, ==, 180);
  g_assert_false (cost.has_more_input);
  g_assert_true (is_near (tri_proof_cost_get_price (&cost, 2, 10), (cost.input_bytes * 2.0 + 1800) / 1e6));
  g_assert_true (tri_proof_cost_get_price (&cost, -1, 10) < 0);
}

static void
test_ask_of_a_batch_line (void)
{
  g_autoptr (TriProofAsk) ask
      = new_ask ("{\"custom_id\":\"1\",\"method\":\"POST\",\"url\":\"/v1/completions\",\"body\":{\"model\":\"m\","
                 "\"prompt\":\"Hi\",\"n\":1, \"temperature\":0.70}}",
                 "chat");
  g_autoptr (TriProofAsk) other = NULL;
  TriProofCost cost = tri_proof_ask_get_cost (ask, 1);

  assert_bytes (tri_proof_ask_get_original (ask), "{\"model\":\"m\",\"prompt\":\"Hi\",\"n\":1, \"temperature\":0.70}");
  g_assert_cmpstr (tri_proof_ask_get_from (ask)->id, ==, "completions");
  g_assert_cmpint (tri_proof_ask_get_form (ask), ==, TRI_PROOF_FREE_TEXT);
  g_assert_cmpint (cost.output_tokens, ==, 48); /* 16 are the default of Completions, and are written out for Chat */
  other = tri_proof_ask_with_model (ask, "a \"b\"");
  assert_bytes (tri_proof_ask_get_original (other),
                "{\"model\":\"a \\\"b\\\"\",\"prompt\":\"Hi\",\"n\":1, \"temperature\":0.70}");
  g_assert_cmpstr (tri_proof_ask_get_model (other), ==, "a \"b\"");
  g_assert_cmpstr (tri_proof_ask_get_model (ask), ==, "m");
}

static void
test_ask_what_is_refused (void)
{
  g_autoptr (TriProofAsk) ask
      = new_ask ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"n\":2}", "responses");

  g_assert_cmpuint (tri_proof_ask_get_refused (ask)->len, ==, 1);
  g_assert_cmpstr (tri_proof_ask_get_refused (ask)->pdata[0], ==, "n");
}

static void
test_cost_that_is_not_known (void)
{
  static const struct
  {
    const char *text;
    gboolean has_more;
    gint64 output;
  } rows[] = {
    { "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", FALSE, -1 },
    { "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
      "\"image_url\":{\"url\":\"https://example.org/a.png\"}}]}]}",
      TRUE, -1 },
    { "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"image_url\"}],\"max_completion_tokens\":16}",
      FALSE, 48 },
    { "{\"model\":\"m\",\"input\":\"Hi\",\"tools\":[{\"type\":\"web_search\"}],\"max_output_tokens\":16}", TRUE, 48 },
    { "{\"model\":\"m\",\"input\":\"Hi\",\"previous_response_id\":\"r\",\"max_output_tokens\":16}", TRUE, 48 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TriProofAsk) ask = new_ask (rows[i].text, "responses");
      TriProofCost cost = tri_proof_ask_get_cost (ask, 1);
      g_autofree char *text = tri_proof_cost_dup_text (&cost, 1, 1);

      g_assert_cmpint (cost.has_more_input, ==, rows[i].has_more);
      if (rows[i].output >= 0)
        g_assert_cmpint (cost.output_tokens, ==, rows[i].output);
      g_assert_true ((strstr (text, "At the given prices") != NULL) == (!rows[i].has_more && rows[i].output >= 0));
      g_assert_nonnull (strstr (text, "3 calls"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/canonical", test_canonical);
  g_test_add_func ("/json/names", test_names);
  g_test_add_func ("/schema/rows", test_schema);
  g_test_add_func ("/schema/hostile", test_schema_hostile);
  g_test_add_func ("/schema/unchecked", test_schema_unchecked);
  g_test_add_func ("/contrast/categories", test_contrast_categories);
  g_test_add_func ("/contrast/numbers", test_contrast_numbers);
  g_test_add_func ("/contrast/by-hand", test_contrast_by_hand);
  g_test_add_func ("/proof/findings", test_findings);
  g_test_add_func ("/proof/failures", test_failures);
  g_test_add_func ("/proof/nothing-answered", test_nothing_answered);
  g_test_add_func ("/proof/many-values", test_many_values);
  g_test_add_func ("/proof/texts", test_texts);
  g_test_add_func ("/laws/order-is-nothing", test_order_is_nothing);
  g_test_add_func ("/laws/the-same-is-never-different", test_the_same_is_never_different);
  g_test_add_func ("/laws/nothing-in-common-is-different", test_nothing_in_common_is_different);
  g_test_add_func ("/laws/errors-are-as-rare-as-promised", test_errors_are_as_rare_as_promised);
  g_test_add_func ("/ask/chat", test_ask);
  g_test_add_func ("/ask/batch", test_ask_of_a_batch_line);
  g_test_add_func ("/ask/refused", test_ask_what_is_refused);
  g_test_add_func ("/ask/cost", test_cost_that_is_not_known);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is a secret by its name, and what of JSON is masked by it. Records are redacted in test-archive. */
#include <string.h>

#include "core/formats.h"
#include "core/redact.h"

#define KEY "Zq-CANARY-0123456789abcdef" /* looks like no key */
#define STARS "**************************"

/* ---- Names ---- */

#define H (1u << TRI_NAME_HEADER)
#define M (1u << TRI_NAME_MEMBER)
#define P (1u << TRI_NAME_PARAMETER)
#define V (1u << TRI_NAME_VARIABLE)
#define ALL (H | M | P | V)

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    guint kinds; /* for which it is one */
  } names[] = {
    { "Authorization", ALL },
    { "proxy-authorization", ALL },
    { "cf-aig-authorization", ALL },
    { "api-key", ALL },
    { "api_key", ALL },
    { "apiKey", ALL },
    { "apikey", ALL },
    { "X-API-Key", ALL },
    { "OPENAI_API_KEY", ALL },
    { "openAIApiKey", ALL },
    { "x-rapidapi-key", ALL },
    { "api_keys", ALL },
    { "Ocp-Apim-Subscription-Key", ALL },
    { "AWS_SECRET_ACCESS_KEY", ALL },
    { "x-amz-security-token", ALL },
    { "access_token", ALL },
    { "HF_TOKEN", ALL },
    { "authToken", ALL },
    { "client_secret", ALL },
    { "domain_secrets", ALL },
    { "db.password", ALL },
    { "Helicone-Auth", ALL },
    { "Cookie", H | V },
    { "Set-Cookie", H | V },
    { "key", H | P },
    { "sig", P },
    { "X-Amz-Signature", P },
    { "token", H | P | V },
    /* Text, and keys that open nothing. */
    { "eos_token", H },
    { "next_page_token", H },
    { "time_to_first_token", H },
    { "max_tokens", 0 },
    { "max_completion_tokens", 0 },
    { "tokens", 0 },
    { "x-ratelimit-remaining-tokens", 0 },
    { "x-ratelimit-reset-tokens", 0 },
    { "token_count", 0 },
    { "logit_bias", 0 },
    { "prompt_cache_key", 0 },
    { "safety_identifier", 0 },
    { "encrypted_content", 0 },
    { "Idempotency-Key", 0 },
    { "Sec-WebSocket-Key", 0 },
    { "public_key", 0 },
    { "author", 0 },
    { "WWW-Authenticate", 0 },
    { "tokenizer", 0 },
    { "secretary", 0 },
    { "monkey", 0 },
    { "s", 0 },
    { "", 0 },
    { "a name that is much longer than anybody would make one, and that ends in what counts: api key", ALL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (TriNameKind kind = TRI_NAME_HEADER; kind <= TRI_NAME_VARIABLE; kind++)
      {
        g_test_message ("%s, %d", names[i].name, kind);
        g_assert_cmpint (tri_redact_is_secret_name (names[i].name, strlen (names[i].name), kind), ==,
                         (names[i].kinds & 1u << kind) != 0);
      }
}

static void
test_values (void)
{
  static const struct
  {
    const char *value;
    int start; /* −1: no secret */
  } values[] = {
    { KEY, 0 },
    { "Bearer " KEY, 7 },
    { "bearer  " KEY, 8 },
    { "Basic bWU6cHc=", 6 },
    { "two words", 0 },
    { "Bearer", 0 },
    { "$ecret!", 0 },
    { "", -1 },
    { "Bearer ", -1 },
    { "****", -1 },
    { "Bearer ****", -1 },
    { "**** and " KEY, 0 },
    { "$KEY", -1 },
    { "Bearer ${KEY}", -1 },
    { "%KEY%", -1 },
    { "$env:KEY", -1 },
    { "{{ secrets.a }}", -1 },
    { "<your key>", -1 },
    { "YOUR_API_KEY", -1 },
    { "${KEY:-" KEY "}", 0 },
    { "$(echo " KEY ")", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      gsize start;
      gboolean is_secret = tri_redact_find_secret (values[i].value, strlen (values[i].value), &start);

      g_test_message ("%s", values[i].value);
      g_assert_cmpint (is_secret ? (int) start : -1, ==, values[i].start);
    }
}

/* Of all that the formats have, these are secret, and nothing else. */
static void
test_formats (void)
{
  guint n_formats, n_found = 0;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  for (guint i = 0; i < n_formats; i++)
    for (guint k = 0; k < formats[i]->cells->n; k++)
      {
        const TriCell *cell = &formats[i]->cells->list[k];
        const char *dot = strrchr (cell->path, '.');
        const char *name = dot ? dot + 1 : cell->path;

        if (!tri_redact_is_secret_name (name, strcspn (name, "["), TRI_NAME_MEMBER))
          continue;
        g_test_message ("%s", cell->path);
        n_found++;
        g_assert_true (strcmp (name, "authorization") == 0 || strcmp (name, "domain_secrets") == 0);
      }
  g_assert_cmpuint (n_found, >=, 2);
}

/* ---- JSON ---- */

static const struct
{
  const char *json;
  const char *masked; /* NULL: nothing is secret */
} documents[] = {
  { "{\"api_key\":\"" KEY "\",\"a\":\"" KEY "\"}", "{\"api_key\":\"" STARS "\",\"a\":\"" KEY "\"}" },
  { "{\"api-key\" : \"x\"}", "{\"api-key\" : \"*\"}" },
  { "{\"tools\":[{\"type\":\"mcp\",\"authorization\":\"" KEY "\",\"headers\":{\"Authorization\":\"Bearer " KEY
    "\",\"key\":\"abc\",\"X-Org\":\"us\"}}]}",
    "{\"tools\":[{\"type\":\"mcp\",\"authorization\":\"" STARS "\",\"headers\":{\"Authorization\":\"Bearer " STARS
    "\",\"key\":\"***\",\"X-Org\":\"us\"}}]}" },
  { "{\"extra_headers\":{\"Cookie\":\"a=b\"}}", "{\"extra_headers\":{\"Cookie\":\"***\"}}" },
  { "{\"domain_secrets\":[{\"domain\":\"d\",\"name\":\"n\",\"value\":\"abc\"}]}",
    "{\"domain_secrets\":[{\"domain\":\"d\",\"name\":\"n\",\"value\":\"***\"}]}" },
  { "{\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer abc\"},{\"name\":\"Accept\",\"value\":\"x\"}]}",
    "{\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer ***\"},{\"name\":\"Accept\",\"value\":\"x\"}]}" },
  { "{\"authorization\":{\"type\":\"oauth\",\"token\":\"abc\"}}",
    "{\"authorization\":{\"type\":\"oauth\",\"token\":\"***\"}}" },
  { "{\"api_keys\":[\"a\",\"bc\"],\"b\":[\"a\"]}", "{\"api_keys\":[\"*\",\"**\"],\"b\":[\"a\"]}" },
  { "{\"server_url\":\"https://me:pw@h/sse?api_key=abc&b=1\\u0026token=de#f\"}",
    "{\"server_url\":\"https://*****@h/sse?api_key=***&b=1\\u0026token=**#f\"}" },
  { "{\"api\\u005fkey\":\"abc\"}", "{\"api\\u005fkey\":\"***\"}" },
  { "{\"password\":\"a\\\"b\\\\\"}", "{\"password\":\"******\"}" },
  /* Not whole, several, and with something around. */
  { "{\"api_key\":\"abc", "{\"api_key\":\"***" },
  { "{\"api_key\":\"abc\n\"api_key\":\"d\"", "{\"api_key\":\"***\n\"api_key\":\"*\"" },
  { "{\"api_key\":\"a\"}\n{\"api_key\":\"b\"}\n", "{\"api_key\":\"*\"}\n{\"api_key\":\"*\"}\n" },
  { "event: a\ndata: {\"tools\":[{\"authorization\":\"abc\"}]}\n\ndata: {\"authorization\":\"d\"}\n\ndata: [DONE]\n\n",
    "event: a\ndata: {\"tools\":[{\"authorization\":\"***\"}]}\n\ndata: {\"authorization\":\"*\"}\n\ndata: "
    "[DONE]\n\n" },
  /* Text, counts, names of things, what is asked. */
  { "{\"content\":\"my api_key: \\\"" KEY "\\\", Authorization: Bearer " KEY "\"}", NULL },
  { "{\"arguments\":\"{\\\"api_key\\\":\\\"" KEY "\\\"}\"}", NULL },
  { "{\"logprobs\":{\"content\":[{\"token\":\"Hello\",\"logprob\":-0.1}],\"tokens\":[\"Hello\"]}}", NULL },
  { "{\"usage\":{\"prompt_tokens\":9,\"token\":3},\"max_tokens\":5,\"logit_bias\":{\"token\":1,\"50256\":-100}}",
    NULL },
  { "{\"prompt_cache_key\":\"mine\",\"safety_identifier\":\"user-1\",\"eos_token\":\"</s>\"}", NULL },
  { "{\"parameters\":{\"properties\":{\"api_key\":{\"type\":\"string\",\"description\":\"Key\"}},\"required\":[\"api_"
    "key\"]}}",
    NULL },
  { "{\"filters\":{\"type\":\"eq\",\"key\":\"region\",\"value\":\"us\"}}", NULL },
  { "{\"authorization\":null,\"password\":12,\"secret\":\"\",\"api_key\":\"$KEY\"}", NULL },
  { "{\"image_url\":{\"url\":\"https://h/a.png?size=3\"},\"name\":\"x\",\"value\":\"y\"}", NULL },
  { "plain text", NULL },
  { "", NULL },
};

static void
assert_spans (const GArray *spans, const char *text)
{
  gsize behind = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      const TriMaskSpan *span = &g_array_index (spans, TriMaskSpan, i);

      g_assert_cmpuint (span->offset, >=, behind + (i > 0));
      behind = span->offset + span->length;
      g_assert_cmpuint (behind, <=, strlen (text));
      g_assert_cmpuint (strspn (text + span->offset, "*"), >=, span->length);
    }
}

static void
test_members (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      const char *json = documents[i].json, *expected = documents[i].masked ? documents[i].masked : json;
      g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
      g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (TriMaskSpan));
      g_autoptr (GBytes) masked = tri_redact_members (bytes, spans);
      g_autofree char *text = tri_redact_dup_members (json);

      g_test_message ("%s", json);
      g_assert_cmpstr (text, ==, expected);
      g_assert_cmpmem (g_bytes_get_data (masked, NULL), g_bytes_get_size (masked), expected, strlen (expected));
      g_assert_cmpint (masked == bytes, ==, documents[i].masked == NULL);
      g_assert_cmpint (spans->len == 0, ==, documents[i].masked == NULL);
      assert_spans (spans, expected);
      g_clear_pointer (&masked, g_bytes_unref);
      g_array_set_size (spans, 0);
    }
}

/* However it comes, the same is masked; and at no time is more to be seen than what stood before the secret. */
static void
test_pieces (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    for (gsize at = 0; at <= strlen (documents[i].json); at++)
      {
        const char *json = documents[i].json, *expected = documents[i].masked ? documents[i].masked : json;
        gsize n_bytes = strlen (json);
        g_autofree char *bytes = g_strndup (json, at);
        g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (TriMaskSpan));
        g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (TriMaskSpan));
        g_autoptr (GBytes) all = g_bytes_new_static (json, n_bytes);
        g_autoptr (GBytes) masked = tri_redact_members (all, whole);
        g_autoptr (TriMemberMasker) masker = tri_member_masker_new ();

        tri_member_masker_feed (masker, bytes, at, spans);
        bytes = g_realloc (bytes, n_bytes + 1);
        memcpy (bytes + at, json + at, n_bytes - at + 1);
        tri_member_masker_feed (masker, bytes, n_bytes, spans);
        tri_member_masker_finish (masker, bytes, n_bytes, spans);
        tri_redact_join_spans (spans);
        for (gsize k = 0; k < n_bytes; k++)
          g_assert_true (bytes[k] == expected[k] || (bytes[k] == '*' && expected[k] != '"'));
        g_assert_null (documents[i].masked && !strstr (expected, "CANARY") ? strstr (bytes, "CANARY") : NULL);
        assert_spans (spans, bytes);
      }
}

/* Deep, long and broken: in linear time, and never more than wrong. */
static void
test_hostile (void)
{
  static const char *const pieces[]
      = { "[", "{\"a\":", "\"", "\\", "\"a\":\"", "]}", "{\"headers\":{\"api_key\":[", "\n" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *masked = NULL;

      while (text->len < 1024 * 1024)
        g_string_append (text, pieces[i]);
      g_string_append (text, "\n{\"api_key\":\"" KEY "\"}");
      masked = tri_redact_dup_members (text->str);
      g_assert_cmpuint (strlen (masked), ==, text->len);
      if (strcmp (pieces[i], "\"a\":\"") != 0)
        g_assert_null (strstr (masked, "CANARY"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redact/names", test_names);
  g_test_add_func ("/redact/values", test_values);
  g_test_add_func ("/redact/formats", test_formats);
  g_test_add_func ("/redact/members", test_members);
  g_test_add_func ("/redact/pieces", test_pieces);
  g_test_add_func ("/redact/hostile", test_hostile);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The plain values: settings, prompts, servers and their keys, replies. */

#include <string.h>

#include "core/column.h"
#include "core/error.h"
#include "core/formats.h"
#include "core/samples.h"

/* Settings */

static const struct
{
  TriSetting setting;
  const char *text;
  const char *json; /* what is sent; NULL: nothing */
  const char *back; /* what the entry shows then; NULL: `text` */
} accepted[] = {
  { TRI_SETTING_OUTPUT_LIMIT, "1", "1" },
  { TRI_SETTING_OUTPUT_LIMIT, " 100\n", "100", "100" },
  { TRI_SETTING_OUTPUT_LIMIT, "2147483647", "2147483647" },
  { TRI_SETTING_OUTPUT_LIMIT, "", NULL },
  { TRI_SETTING_OUTPUT_LIMIT, "  ", NULL, "" },
  { TRI_SETTING_TEMPERATURE, "0.70", "0.70" },
  { TRI_SETTING_TEMPERATURE, "2", "2" },
  { TRI_SETTING_TEMPERATURE, "0", "0" },
  { TRI_SETTING_TEMPERATURE, "1e-1", "1e-1" },
  { TRI_SETTING_TEMPERATURE, "0.30000000000000004", "0.30000000000000004" },
  { TRI_SETTING_TEMPERATURE, "-0", "-0" },
  { TRI_SETTING_TOP_P, "1.0", "1.0" },
  { TRI_SETTING_PRESENCE_PENALTY, "-2", "-2" },
  { TRI_SETTING_FREQUENCY_PENALTY, "1.99", "1.99" },
  { TRI_SETTING_SEED, "-9223372036854775808", "-9223372036854775808" },
  { TRI_SETTING_SEED, "9223372036854775807", "9223372036854775807" },
  { TRI_SETTING_STOP, "END", "[\"END\"]" },
  { TRI_SETTING_STOP, "a\n\nb", "[\"a\",\"b\"]", "a\nb" },
  { TRI_SETTING_STOP, "\\n\\n", "[\"\\n\\n\"]" },
  { TRI_SETTING_STOP, "\\t\\\\ \\x", "[\"\\t\\\\ \\\\x\"]", "\\t\\\\ \\\\x" },
  { TRI_SETTING_STOP, " \n\"", "[\" \",\"\\\"\"]" },
  { TRI_SETTING_STOP, "–\né\n1\n2", "[\"–\",\"é\",\"1\",\"2\"]" },
  { TRI_SETTING_STOP, "\n\n", NULL, "" },
  { TRI_SETTING_STREAM, "true", "true" },
  { TRI_SETTING_STREAM, "", NULL },
};

static const struct
{
  TriSetting setting;
  const char *text;
} refused[] = {
  { TRI_SETTING_OUTPUT_LIMIT, "0" },
  { TRI_SETTING_OUTPUT_LIMIT, "-1" },
  { TRI_SETTING_OUTPUT_LIMIT, "1.0" },
  { TRI_SETTING_OUTPUT_LIMIT, "1e2" },
  { TRI_SETTING_OUTPUT_LIMIT, "2147483648" },
  { TRI_SETTING_OUTPUT_LIMIT, "ten" },
  { TRI_SETTING_OUTPUT_LIMIT, "\"10\"" },
  { TRI_SETTING_OUTPUT_LIMIT, "10 20" },
  { TRI_SETTING_TEMPERATURE, "2.1" },
  { TRI_SETTING_TEMPERATURE, "-0.1" },
  { TRI_SETTING_TEMPERATURE, "0,7" },
  { TRI_SETTING_TEMPERATURE, ".7" },
  { TRI_SETTING_TEMPERATURE, "1." },
  { TRI_SETTING_TEMPERATURE, "+1" },
  { TRI_SETTING_TEMPERATURE, "01" },
  { TRI_SETTING_TEMPERATURE, "NaN" },
  { TRI_SETTING_TEMPERATURE, "1e400" },
  { TRI_SETTING_TEMPERATURE, "true" },
  { TRI_SETTING_TEMPERATURE, "[1]" },
  { TRI_SETTING_TEMPERATURE, "1,\"x\":2" },
  { TRI_SETTING_TOP_P, "1.01" },
  { TRI_SETTING_SEED, "9223372036854775808" },
  { TRI_SETTING_SEED, "0.5" },
  { TRI_SETTING_STOP, "1\n2\n3\n4\n5" },
  { TRI_SETTING_STOP, "a\xff" },
};

static void
test_settings_accept (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (TriSettings) settings = tri_settings_new ();
      g_autoptr (TriSettings) copy = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *back = NULL;

      g_assert_true (tri_settings_set_text (settings, accepted[i].setting, accepted[i].text, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (settings->values[accepted[i].setting], ==, accepted[i].json);
      back = tri_settings_dup_text (settings, accepted[i].setting);
      g_assert_cmpstr (back, ==, accepted[i].back ? accepted[i].back : accepted[i].text);

      /* What the entry shows means the same when it is typed again. */
      copy = tri_settings_copy (settings);
      g_assert_true (tri_settings_set_text (copy, accepted[i].setting, back, NULL));
      g_assert_true (tri_settings_equal (settings, copy));
    }
}

static void
test_settings_refuse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (TriSettings) settings = tri_settings_new ();
      g_autoptr (TriSettings) before = tri_settings_copy (settings);
      g_autoptr (GError) error = NULL;

      if (tri_settings_set_text (settings, refused[i].setting, refused[i].text, &error))
        g_error ("“%s” was taken", refused[i].text);
      g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, tri_setting_get_info (refused[i].setting)->label));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (tri_settings_equal (settings, before));
    }
}

static void
test_settings_defaults (void)
{
  g_autoptr (TriSettings) settings = tri_settings_new ();

  for (guint i = 0; i < TRI_N_SETTINGS; i++)
    g_assert_cmpstr (settings->values[i], ==, i == TRI_SETTING_STREAM || i == TRI_SETTING_STREAM_USAGE ? "true" : NULL);
  tri_settings_set_text (settings, TRI_SETTING_OUTPUT_LIMIT, "100", NULL);
  g_assert_cmpstr (settings->values[TRI_SETTING_OUTPUT_LIMIT], ==, "100");
  tri_settings_set_switch (settings, TRI_SETTING_STREAM, FALSE);
  g_assert_false (tri_settings_get_switch (settings, TRI_SETTING_STREAM));
}

static void
test_usage_not_asked (void)
{
  g_autoptr (TriSettings) settings = tri_settings_new ();

  g_assert_false (tri_format_usage_not_asked (tri_format_find ("chat"), settings));
  tri_settings_set_switch (settings, TRI_SETTING_STREAM_USAGE, FALSE);
  g_assert_true (tri_format_usage_not_asked (tri_format_find ("chat"), settings));
  g_assert_true (tri_format_usage_not_asked (tri_format_find ("completions"), settings));
  g_assert_false (tri_format_usage_not_asked (tri_format_find ("responses"), settings));
  tri_settings_set_switch (settings, TRI_SETTING_STREAM, FALSE);
  g_assert_false (tri_format_usage_not_asked (tri_format_find ("chat"), settings));
}

/* Servers */

static void
test_url_read (void)
{
  static const struct
  {
    const char *text;
    const char *base_url; /* NULL: refused */
    gboolean remarked;
  } rows[] = {
    { "https://api.example.com/v1", "https://api.example.com/v1", FALSE },
    { "  https://api.example.com/v1/ \n", "https://api.example.com/v1", FALSE },
    { "https://api.example.com/v1///", "https://api.example.com/v1", FALSE },
    { "https://api.example.com", "https://api.example.com/v1", TRUE },
    { "https://api.example.com/", "https://api.example.com/v1", TRUE },
    { "api.example.com", "https://api.example.com/v1", TRUE },
    { "api.example.com/openai/v1", "https://api.example.com/openai/v1", TRUE },
    { "localhost:8080/v1", "http://localhost:8080/v1", TRUE },
    { "127.0.0.1:8080", "http://127.0.0.1:8080/v1", TRUE },
    { "[::1]:8080/v1", "http://[::1]:8080/v1", TRUE },
    { "http://[::1]:8080/v1", "http://[::1]:8080/v1", FALSE },
    { "https://api.example.com/v1/chat/completions", "https://api.example.com/v1", TRUE },
    { "https://api.example.com/v1/completions", "https://api.example.com/v1", TRUE },
    { "https://api.example.com/v1/responses/", "https://api.example.com/v1", TRUE },
    { "https://api.example.com/v1/models", "https://api.example.com/v1", TRUE },
    { "https://api.example.com/api/v1/completions-proxy", "https://api.example.com/api/v1/completions-proxy", FALSE },
    { "http://localhost:11434/v1", "http://localhost:11434/v1", FALSE },
    { "HTTPS://API.example.com/v1", "https://API.example.com/v1", FALSE },
    { "https://h.example/a%20b/v1", "https://h.example/a%20b/v1", FALSE },
    { "https://h.example/a%2Fb/v1", "https://h.example/a%2Fb/v1", FALSE },
    { "https://h.example:65535/v1", "https://h.example:65535/v1", FALSE },
    { "", NULL, FALSE },
    { "   ", NULL, FALSE },
    { "https://", NULL, FALSE },
    { "https:///v1", NULL, FALSE },
    { "ftp://h.example/v1", NULL, FALSE },
    { "file:///etc/passwd", NULL, FALSE },
    { "https://h.example:65536/v1", NULL, FALSE },
    { "https://h.example:port/v1", NULL, FALSE },
    { "https://user:password@h.example/v1", NULL, FALSE },
    { "https://sk-key@h.example/v1", NULL, FALSE },
    { "https://h.example/v1?key=secret", NULL, FALSE },
    { "https://h.example/v1#secret", NULL, FALSE },
    { "https://h.ex ample/v1", NULL, FALSE },
    { "https://h.example/v1\nHost: other", NULL, FALSE },
    { "https://h.example/\xff", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      TriUrlReading reading, again;
      gboolean ok = tri_url_read (rows[i].text, &reading, &error);

      if (ok != (rows[i].base_url != NULL))
        g_error ("“%s” was %s", rows[i].text, ok ? reading.base_url : error->message);
      if (!ok)
        {
          g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
          g_assert_null (strstr (error->message, "secret"));
          g_assert_null (strstr (error->message, "password@"));
          g_assert_null (reading.base_url);
          continue;
        }
      g_assert_cmpstr (reading.base_url, ==, rows[i].base_url);
      g_assert_cmpint (reading.remark != NULL, ==, rows[i].remarked);

      /* What was read is read again without another remark. */
      g_assert_true (tri_url_read (reading.base_url, &again, NULL));
      g_assert_cmpstr (again.base_url, ==, reading.base_url);
      g_assert_null (again.remark);
      tri_url_reading_clear (&again);
      tri_url_reading_clear (&reading);
    }
}

static void
test_loopback (void)
{
  static const char *const near[] = { "http://127.0.0.1/", "http://127.8.9.10:80/v1", "http://localhost:1/",
                                      "http://LOCALHOST/", "http://[::1]:80/",        "http://a.localhost/" };
  static const char *const far[] = { "http://127.0.0.1.example.com/",
                                     "http://localhost.example.com/",
                                     "http://10.0.0.1/",
                                     "http://0.0.0.0/",
                                     "http://[2001:db8::1]/",
                                     "nonsense",
                                     "" };

  for (guint i = 0; i < G_N_ELEMENTS (near); i++)
    g_assert_true (tri_url_is_loopback (near[i]));
  for (guint i = 0; i < G_N_ELEMENTS (far); i++)
    g_assert_false (tri_url_is_loopback (far[i]));
}

static void
test_key_clean (void)
{
  static const struct
  {
    const char *text;
    const char *key;
  } rows[] = { { NULL, NULL },          { "", NULL }, { " \n\t", NULL }, { "sk-1", "sk-1" }, { " sk-1\r\n", "sk-1" },
               { "a/b+c=~", "a/b+c=~" } };
  static const char *const bad[] = { "sk secret", "sk-\nsecret", "sk-\x01secret", "sk-é-secret", "sk\x7fsecret" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      char *key = tri_key_clean (rows[i].text, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (key, ==, rows[i].key);
      tri_key_free (key);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tri_key_clean (bad[i], &error));
      g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_server_keys (void)
{
  g_autoptr (TriServer) open = tri_server_new ("open", "http://h.example/v1", NULL, NULL, NULL);
  g_autoptr (TriServer) typed = tri_server_new ("typed", "http://h.example/v1", NULL, "sk-1", "m");
  g_autoptr (TriServer) safe = tri_server_new ("safe", "https://h.example/v1", NULL, "sk-1", "m");
  g_autoptr (TriServer) near = tri_server_new ("near", "http://localhost/v1", NULL, "sk-1", "m");
  g_autoptr (TriServer) from_env = tri_server_new ("from env", "https://h.example/v1", "TRI_TEST_KEY", NULL, "m");
  g_autoptr (TriServer) limited = tri_server_with_limits (from_env, &(TriLimits){ .max_bytes = 7 });
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = tri_server_dup_warning (typed);
  char *key;

  g_assert_cmpint (tri_server_get_key_source (open), ==, TRI_KEY_NONE);
  g_assert_cmpint (tri_server_get_key_source (typed), ==, TRI_KEY_MEMORY);
  g_assert_cmpint (tri_server_get_key_source (limited), ==, TRI_KEY_ENVIRONMENT);
  g_assert_cmpuint (tri_server_get_limits (limited)->max_bytes, ==, 7);
  g_assert_cmpstr (tri_server_get_default_model (open), ==, "");
  g_assert_nonnull (warning);
  g_assert_null (tri_server_dup_warning (open));
  g_assert_null (tri_server_dup_warning (safe));
  g_assert_null (tri_server_dup_warning (near));

  g_assert_null (tri_server_dup_key (open, &error));
  g_assert_no_error (error);
  key = tri_server_dup_key (typed, &error);
  g_assert_cmpstr (key, ==, "sk-1");
  tri_key_free (key);

  g_unsetenv ("TRI_TEST_KEY");
  g_assert_null (tri_server_dup_key (limited, &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, "TRI_TEST_KEY"));
  g_clear_error (&error);
  g_setenv ("TRI_TEST_KEY", " sk-2\n", TRUE);
  key = tri_server_dup_key (limited, &error);
  g_assert_cmpstr (key, ==, "sk-2");
  tri_key_free (key);
  g_setenv ("TRI_TEST_KEY", " \n", TRUE);
  g_assert_null (tri_server_dup_key (limited, &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE);
}

static char *
start_once (gpointer user_data, GError **error)
{
  guint *n = user_data;

  if (++*n == 1)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE, "no port is free");
      return NULL;
    }
  return g_strdup ("http://127.0.0.1:1/v1");
}

static void
test_started_server (void)
{
  guint n = 0;
  g_autoptr (TriServer) server = tri_server_new_started ("practice", "practice-model", start_once, &n);
  g_autoptr (GError) error = NULL;

  g_assert_true (tri_server_is_practice (server));
  g_assert_null (tri_server_get_base_url (server));
  g_assert_null (tri_server_dup_ready_url (server, &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *url = tri_server_dup_ready_url (server, NULL);

      g_assert_cmpstr (url, ==, "http://127.0.0.1:1/v1");
    }
  g_assert_cmpuint (n, ==, 2); /* failed once, then started once */
}

/* Prompts */

static void
test_prompt (void)
{
  static const TriTurn turns[] = { { TRI_ROLE_USER, (char *) "one" }, { TRI_ROLE_ASSISTANT, (char *) "two" } };
  static const TriTurn empty[] = { { TRI_ROLE_USER, (char *) "" } };
  g_autoptr (GError) error = NULL;
  g_autoptr (TriPrompt) bare = tri_prompt_new ("", " text\n", NULL);
  g_autoptr (TriPrompt) full = tri_prompt_new_with_turns ("Be kind.", turns, G_N_ELEMENTS (turns), "three", NULL);
  g_autoptr (TriPrompt) same = tri_prompt_new_with_turns ("Be kind.", turns, G_N_ELEMENTS (turns), "three", NULL);
  g_autoptr (TriPrompt) fewer = tri_prompt_new_with_turns ("Be kind.", turns, 1, "three", NULL);
  g_autofree char *as_is = tri_prompt_dup_transcript (bare);
  g_autofree char *transcript = tri_prompt_dup_transcript (full);
  guint n;

  g_assert_null (tri_prompt_get_instructions (bare));
  g_assert_false (tri_prompt_is_conversation (bare));
  g_assert_cmpstr (as_is, ==, " text\n");
  g_assert_true (tri_prompt_is_conversation (full));
  g_assert_cmpstr (transcript, ==, "System: Be kind.\n\nUser: one\n\nAssistant: two\n\nUser: three\n\nAssistant:");
  g_assert_cmpstr (tri_prompt_get_turns (full, &n)[1].text, ==, "two");
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (tri_prompt_equal (full, same));
  g_assert_false (tri_prompt_equal (full, fewer));
  g_assert_false (tri_prompt_equal (full, bare));

  g_assert_null (tri_prompt_new (NULL, "", &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (tri_prompt_new (NULL, "ab\xff", &error));
  g_assert_nonnull (strstr (error->message, "byte 3"));
  g_clear_error (&error);
  g_assert_null (tri_prompt_new ("\xff", "ab", &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (tri_prompt_new_with_turns (NULL, empty, 1, "ab", &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
}

static void
test_samples (void)
{
  guint n;
  const TriSample *samples = tri_samples_list (&n);

  g_assert_cmpuint (n, >=, 4);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TriPrompt) prompt = tri_sample_dup_prompt (&samples[i]);
      g_autoptr (TriSettings) settings = tri_settings_new ();

      g_assert_nonnull (prompt);
      g_assert_true (tri_sample_find (samples[i].id) == &samples[i]);
      tri_sample_apply (&samples[i], settings);
      g_assert_cmpstr (settings->values[TRI_SETTING_OUTPUT_LIMIT], ==, samples[i].output_limit);
    }
  g_assert_null (tri_sample_find ("no such sample"));
}

/* Replies */

static void
test_finish_words (void)
{
  g_assert_cmpint (tri_finish_from_word (NULL), ==, TRI_FINISH_NONE);
  g_assert_cmpint (tri_finish_from_word (""), ==, TRI_FINISH_NONE);
  g_assert_cmpint (tri_finish_from_word ("stop"), ==, TRI_FINISH_STOP);
  g_assert_cmpint (tri_finish_from_word ("model_length"), ==, TRI_FINISH_LENGTH);
  g_assert_cmpint (tri_finish_from_word ("STOP"), ==, TRI_FINISH_UNKNOWN);
  g_assert_cmpint (tri_finish_from_word ("insufficient_system_resource"), ==, TRI_FINISH_UNKNOWN);
}

static void
test_reply (void)
{
  g_autoptr (TriReply) a = tri_reply_new ();
  g_autoptr (TriReply) b = tri_reply_new ();
  g_autofree char *text = NULL, *why = NULL;
  TriPart *part;

  part = tri_reply_part (a, TRI_PART_TEXT, 0, "choices[0].text", NULL);
  tri_part_append (part, "one ");
  g_assert_true (tri_reply_part (a, TRI_PART_TEXT, 0, "choices[0].text", NULL) == part);
  tri_part_append (part, "two");
  tri_part_append (tri_reply_part (a, TRI_PART_TEXT, 1, "choices[1].text", NULL), "other");
  text = tri_reply_dup_text (a);
  g_assert_cmpstr (text, ==, "one two");

  g_assert_false (tri_reply_equal (a, b, &why));
  g_assert_nonnull (why);
  tri_part_append (tri_reply_part (b, TRI_PART_TEXT, 1, "choices[1].text", NULL), "other");
  tri_part_append (tri_reply_part (b, TRI_PART_TEXT, 0, "choices[0].text", NULL), "one two");
  g_assert_true (tri_reply_equal (a, b, NULL));
  g_assert_false (tri_reply_take_parts (a, b)); /* alike: the parts keep their identity */
  g_assert_true (g_ptr_array_index (a->parts, 0) == part);

  tri_reply_end (a, "finish_reason", "stop", "choices[0].finish_reason");
  tri_reply_end (a, "finish_reason", "length", "choices[0].finish_reason");
  g_assert_cmpuint (a->ends->len, ==, 1);
  g_assert_cmpstr (((TriFact *) g_ptr_array_index (a->ends, 0))->value, ==, "length");
  tri_reply_note (a, "odd");
  tri_reply_note (a, "odd");
  g_assert_cmpuint (a->notes->len, ==, 1);
  g_assert_false (tri_reply_equal (a, b, NULL));

  tri_part_append (tri_reply_part (b, TRI_PART_REFUSAL, 0, "x", NULL), "no");
  g_assert_true (tri_reply_take_parts (a, b));
  g_assert_cmpuint (a->parts->len, ==, 3);
}

/* Formats and columns */

static void
test_formats (void)
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (tri_format_find (formats[i]->id) == formats[i]);
      g_assert_true (g_str_has_prefix (formats[i]->path, "/"));
    }
  g_assert_null (tri_format_find ("no such format"));
  g_assert_null (tri_format_find (NULL));
}

static void
count (GObject *object, guint *n)
{
  ++*n;
}

static void
test_column (void)
{
  g_autoptr (TriServer) server = tri_server_new ("s", "https://h.example/v1", NULL, NULL, "usual");
  g_autoptr (TriServer) other = tri_server_new ("o", "https://o.example/v1", NULL, NULL, "others");
  g_autoptr (TriColumn) column = tri_column_new (tri_format_find ("chat"), server, "");
  g_autofree char *url = tri_column_dup_url (column);
  guint n = 0;

  g_signal_connect (column, "changed", G_CALLBACK (count), &n);
  g_assert_cmpstr (url, ==, "POST https://h.example/v1/chat/completions");
  g_assert_false (tri_column_has_own_model (column));
  g_assert_cmpstr (tri_column_get_model (column), ==, "usual");
  tri_column_set_model (column, "mine");
  tri_column_set_model (column, tri_column_get_model (column));
  g_assert_cmpuint (n, ==, 1);
  tri_column_set_server (column, other);
  g_assert_cmpstr (tri_column_get_model (column), ==, "mine");
  tri_column_set_model (column, NULL);
  g_assert_cmpstr (tri_column_get_model (column), ==, "others");
  tri_column_set_format (column, tri_format_find ("responses"));
  g_assert_cmpuint (n, ==, 4);
  tri_column_retry (column); /* nothing was sent yet */
  g_assert_null (tri_column_get_exchange (column));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/accept", test_settings_accept);
  g_test_add_func ("/settings/refuse", test_settings_refuse);
  g_test_add_func ("/settings/defaults", test_settings_defaults);
  g_test_add_func ("/settings/usage-not-asked", test_usage_not_asked);
  g_test_add_func ("/server/url", test_url_read);
  g_test_add_func ("/server/loopback", test_loopback);
  g_test_add_func ("/server/key-clean", test_key_clean);
  g_test_add_func ("/server/keys", test_server_keys);
  g_test_add_func ("/server/started", test_started_server);
  g_test_add_func ("/prompt/prompt", test_prompt);
  g_test_add_func ("/prompt/samples", test_samples);
  g_test_add_func ("/reply/finish-words", test_finish_words);
  g_test_add_func ("/reply/reply", test_reply);
  g_test_add_func ("/format/list", test_formats);
  g_test_add_func ("/column/column", test_column);
  return g_test_run ();
}

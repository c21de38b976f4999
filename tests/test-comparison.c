/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparisons over real sockets and the practice server: schedules, series, raw bodies and raw members.
 */
#include <string.h>

#include "core/baseline.h"
#include "core/comparison.h"
#include "core/error.h"
#include "core/formats.h"
#include "practice/practice-server.h"

typedef struct
{
  TriPracticeServer *practice;
  TriServer *server;
  TriComparison *comparison;
  TriPrompt *prompt;
  TriSettings *settings;
  GString *order;     /* a letter for each attempt that began */
  guint most_running; /* at the same time */
} Scene;

static char *
start (gpointer user_data, GError **error)
{
  return g_strdup (tri_practice_server_get_base_url (user_data));
}

static void
on_exchange (TriColumn *column, GParamSpec *pspec, gpointer user_data)
{
  Scene *scene = user_data;

  g_string_append_c (scene->order, tri_column_get_format (column)->id[0] == 'c'
                                       ? tri_column_get_format (column)->id[1] == 'o' ? 'C' : 'H'
                                       : 'R');
}

static void
on_changed (TriExchange *exchange, Scene *scene)
{
  guint running = 0;

  for (guint i = 0; i < tri_comparison_get_n_columns (scene->comparison); i++)
    {
      TriExchange *each = tri_column_get_exchange (tri_comparison_get_column (scene->comparison, i));

      running += each && tri_exchange_is_running (each);
    }
  scene->most_running = MAX (scene->most_running, running);
}

static void
on_new_exchange (TriColumn *column, GParamSpec *pspec, gpointer user_data)
{
  g_signal_connect (tri_column_get_exchange (column), "changed", G_CALLBACK (on_changed), user_data);
}

static void
set_up (Scene *scene, gconstpointer data)
{
  TriPracticeOptions options = { 0 };

  scene->practice = tri_practice_server_new (&options, NULL);
  g_assert_nonnull (scene->practice);
  scene->server = tri_server_new_started ("Practice", TRI_PRACTICE_MODEL, start, scene->practice);
  scene->comparison = tri_comparison_new ();
  scene->prompt = tri_prompt_new (NULL, "Say something.", NULL);
  scene->settings = tri_settings_new ();
  scene->order = g_string_new (NULL);
  tri_comparison_add_all_formats (scene->comparison, scene->server);
  for (guint i = 0; i < tri_comparison_get_n_columns (scene->comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (scene->comparison, i);

      g_signal_connect (column, "notify::exchange", G_CALLBACK (on_exchange), scene);
      g_signal_connect (column, "notify::exchange", G_CALLBACK (on_new_exchange), scene);
    }
}

static void
tear_down (Scene *scene, gconstpointer data)
{
  g_assert_finalize_object (scene->comparison);
  tri_server_unref (scene->server);
  tri_prompt_unref (scene->prompt);
  tri_settings_free (scene->settings);
  tri_practice_server_free (scene->practice);
  g_string_free (scene->order, TRUE);
}

static void
wait_until_over (Scene *scene)
{
  while (tri_comparison_is_running (scene->comparison))
    g_main_context_iteration (NULL, TRUE);
}

static void
send_scheduled (Scene *scene, guint repeats, gboolean in_turn)
{
  TriSchedule schedule = { repeats, in_turn };

  tri_comparison_send_scheduled (scene->comparison, scene->prompt, scene->settings, &schedule);
  wait_until_over (scene);
}

static TriRecord *
get_record (Scene *scene, guint column)
{
  return tri_exchange_get_record (tri_column_get_exchange (tri_comparison_get_column (scene->comparison, column)));
}

static void
test_together (Scene *scene, gconstpointer data)
{
  send_scheduled (scene, 2, FALSE);
  g_assert_cmpstr (scene->order->str, ==, "CHRHRC");
  g_assert_cmpuint (scene->most_running, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (get_record (scene, i)->ending, ==, TRI_ENDING_ANSWERED);
      g_assert_true (get_record (scene, i)->shares_server);
      g_assert_cmpuint (tri_column_get_n_attempts (tri_comparison_get_column (scene->comparison, i)), ==, 2);
    }
}

/* None is always first, and none ever runs beside another one. */
static void
test_in_turn (Scene *scene, gconstpointer data)
{
  send_scheduled (scene, 4, TRUE);
  g_assert_cmpstr (scene->order->str, ==, "CHRHRCRCHCHR");
  g_assert_cmpuint (scene->most_running, ==, 1);
  for (guint i = 0; i < 3; i++)
    {
      TriColumn *column = tri_comparison_get_column (scene->comparison, i);
      TriSpread spread = tri_column_get_spread (column, TRI_TIME_TOTAL);

      g_assert_false (get_record (scene, i)->shares_server);
      g_assert_cmpuint (spread.n, ==, 4);
      g_assert_cmpint (spread.lowest_us, <=, spread.median_us);
      g_assert_cmpint (spread.median_us, <=, spread.highest_us);
      g_assert_cmpint (spread.lowest_us, >, 0);
    }
}

static void
test_stop_ends_the_schedule (Scene *scene, gconstpointer data)
{
  TriSchedule schedule = { 1000, TRUE };

  tri_comparison_send_scheduled (scene->comparison, scene->prompt, scene->settings, &schedule);
  while (scene->order->len < 4)
    g_main_context_iteration (NULL, TRUE);
  tri_comparison_stop (scene->comparison);
  wait_until_over (scene);
  g_assert_cmpuint (scene->order->len, ==, 4);
  g_assert_cmpint (get_record (scene, 1)->ending, ==, TRI_ENDING_STOPPED);
}

static void
test_a_new_schedule_replaces_the_old (Scene *scene, gconstpointer data)
{
  TriSchedule schedule = { 1000, FALSE };

  tri_comparison_send_scheduled (scene->comparison, scene->prompt, scene->settings, &schedule);
  tri_comparison_send (scene->comparison, scene->prompt, scene->settings);
  wait_until_over (scene);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (get_record (scene, i)->ending, ==, TRI_ENDING_ANSWERED);
      g_assert_cmpuint (tri_column_get_n_attempts (tri_comparison_get_column (scene->comparison, i)), ==, 1);
    }
}

static void
test_columns_come_and_go (Scene *scene, gconstpointer data)
{
  TriSchedule schedule = { 3, TRUE };

  tri_comparison_send_scheduled (scene->comparison, scene->prompt, scene->settings, &schedule);
  tri_comparison_remove (scene->comparison, tri_comparison_get_column (scene->comparison, 1));
  wait_until_over (scene);
  g_assert_cmpstr (scene->order->str, ==, "CRRCCR");

  while (tri_comparison_get_n_columns (scene->comparison) > 0)
    tri_comparison_remove (scene->comparison, tri_comparison_get_column (scene->comparison, 0));
  send_scheduled (scene, 5, FALSE);
  g_assert_false (tri_comparison_is_running (scene->comparison));
}

static void
test_series_end_where_the_question_changes (Scene *scene, gconstpointer data)
{
  TriColumn *column = tri_comparison_get_column (scene->comparison, 0);

  send_scheduled (scene, 2, FALSE);
  tri_settings_set_text (scene->settings, TRI_SETTING_SEED, "7", NULL);
  tri_column_send_again (column, scene->prompt, scene->settings, FALSE);
  g_assert_cmpuint (tri_column_get_n_attempts (column), ==, 1);
  wait_until_over (scene);
  tri_column_send_again (column, scene->prompt, scene->settings, FALSE);
  g_assert_cmpuint (tri_column_get_n_attempts (column), ==, 2);
  wait_until_over (scene);
}

static void
test_counting (Scene *scene, gconstpointer data)
{
  TriSchedule schedule = { 4, FALSE };
  TriServer *away = tri_server_new ("away", "https://api.example.com/v1", NULL, NULL, "m");
  guint n_away;

  g_assert_cmpuint (tri_comparison_count_requests (scene->comparison, &schedule, &n_away), ==, 12);
  g_assert_cmpuint (n_away, ==, 0);
  tri_column_set_server (tri_comparison_get_column (scene->comparison, 2), away);
  g_assert_cmpuint (tri_comparison_count_requests (scene->comparison, &schedule, &n_away), ==, 12);
  g_assert_cmpuint (n_away, ==, 4);
  tri_server_unref (away);
}

/* White space, order, spelling of numbers, unknown members: not a byte is touched. */
static void
test_raw_body (Scene *scene, gconstpointer data)
{
  static const char text[] = "{ \"messages\":[ {\"role\":\"user\", \"content\":\"h\\u0069\"} ],\n"
                             "\t\"temperature\" : 0.70, \"stream\":true,\"model\":\"gpt-4\" }\n";
  TriColumn *column = tri_comparison_get_column (scene->comparison, 1);
  g_autoptr (GBytes) body = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GPtrArray) gaps = NULL;
  GError *error = NULL;

  g_assert_true (tri_column_set_body (column, body, &error));
  tri_settings_set_switch (scene->settings, TRI_SETTING_STREAM, FALSE);
  tri_settings_set_text (scene->settings, TRI_SETTING_STOP, "x", NULL);
  send_scheduled (scene, 1, FALSE);
  g_assert_cmpint (get_record (scene, 1)->ending, ==, TRI_ENDING_ANSWERED);
  g_assert_true (g_bytes_equal (get_record (scene, 1)->request_body, body));
  g_assert_true (get_record (scene, 1)->raw_body);
  g_assert_true (tri_reader_is_stream (tri_exchange_get_reader (tri_column_get_exchange (column))));
  g_assert_true (tri_format_usage_not_asked (tri_column_get_format (column), get_record (scene, 1)->settings));
  gaps = tri_column_list_gaps (column, scene->prompt, scene->settings);
  g_assert_cmpuint (gaps->len, ==, 0);
}

static void
test_wrong_raw_bodies (Scene *scene, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *words;
  } cases[] = {
    { "", "Body: " },
    { "{\"a\":}", "line 1, column 6" },
    { "[1]", "expected a JSON object" },
    { "\"x\"", "expected a JSON object" },
    { "{}{}", "line 1, column 3" },
    { "{\"a\":\"\xff\"}", "line 1" },
  };
  TriColumn *column = tri_comparison_get_column (scene->comparison, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr (GError) error = NULL;

      g_assert_false (tri_column_set_body (column, body, &error));
      g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_null (tri_column_get_body (column));
    }
}

static void
test_raw_members (Scene *scene, gconstpointer data)
{
  TriColumn *column = tri_comparison_get_column (scene->comparison, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;

  g_assert_true (tri_column_set_members (column, "{\"metadata\": {\"a\": 1e2}, \"model\": \"gpt-5\"}", &error));
  body = tri_column_preview (column, scene->prompt, scene->settings);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body),
                   "{\"model\":\"gpt-5\",\"input\":\"Say something.\",\"stream\":true,\"metadata\":{\"a\":1e2}}", 77);
  g_assert_cmpstr (tri_column_get_model (column), ==, TRI_PRACTICE_MODEL);
  g_assert_false (tri_column_set_members (column, "{\"a\": 01}", &error));
  g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
  g_assert_nonnull (strstr (tri_column_get_members (column), "1e2"));
  g_assert_true (tri_column_set_members (column, "", NULL));
  g_assert_null (tri_column_get_members (column));
}

static void
test_fill (Scene *scene, gconstpointer data)
{
  TriComparison *comparison = scene->comparison;
  g_autoptr (TriServer) other = tri_server_new ("Other", "http://127.0.0.1:1/v1", NULL, NULL, "m");
  const TriFormat *first = tri_column_get_format (tri_comparison_get_column (comparison, 0));
  TriColumn *kept = tri_comparison_get_column (comparison, 2);
  const TriFormat *last = tri_column_get_format (kept);
  const TriChoice choices[] = { { other, first }, { scene->server, last }, { other, last }, { scene->server, last } };

  tri_comparison_fill (comparison, choices, 0, TRUE);
  g_assert_cmpuint (tri_comparison_get_n_columns (comparison), ==, 3);
  tri_comparison_fill (comparison, choices, 1, FALSE);
  g_assert_cmpuint (tri_comparison_get_n_columns (comparison), ==, 4);
  g_assert_true (tri_comparison_get_column (comparison, 2) == kept);

  tri_comparison_fill (comparison, choices, 4, TRUE);
  g_assert_cmpuint (tri_comparison_get_n_columns (comparison), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      TriColumn *column = tri_comparison_get_column (comparison, i);

      g_assert_true (tri_column_get_server (column) == choices[i].server);
      g_assert_true (tri_column_get_format (column) == choices[i].format);
      g_assert_cmpint (column == kept, ==, i == 1); /* once, though it is asked for twice */
    }
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

static void
test_baseline (Scene *scene, gconstpointer data)
{
  TriComparison *comparison = scene->comparison;
  TriColumn *baseline = tri_comparison_get_column (comparison, 0);
  TriColumn *other = tri_comparison_get_column (comparison, 2);
  g_autoptr (TriColumn) stranger = tri_column_new (tri_column_get_format (other), scene->server, NULL);
  TriDifference difference;
  guint n_notified = 0;

  g_signal_connect (comparison, "notify::baseline", G_CALLBACK (count_notify), &n_notified);
  tri_comparison_set_baseline (comparison, stranger);
  g_assert_null (tri_comparison_get_baseline (comparison));
  tri_comparison_set_baseline (comparison, baseline);
  tri_comparison_set_baseline (comparison, baseline);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_false (tri_column_compare (other, baseline, &difference)); /* nothing was asked yet */

  send_scheduled (scene, 1, FALSE);
  g_assert_true (tri_column_compare (other, baseline, &difference));
  g_assert_true (difference.has_time && difference.has_tokens[TRI_COUNT_TOTAL]);
  g_assert_cmpint (difference.tokens[TRI_COUNT_INPUT] + difference.tokens[TRI_COUNT_OUTPUT], ==,
                   difference.tokens[TRI_COUNT_TOTAL]);
  g_assert_true (tri_column_compare (baseline, baseline, &difference));
  g_assert_cmpint (difference.tokens[TRI_COUNT_TOTAL], ==, 0);
  g_assert_cmpint (difference.total_us, ==, 0);
  g_assert_false (tri_column_compare (stranger, baseline, &difference));

  tri_comparison_remove (comparison, baseline);
  g_assert_null (tri_comparison_get_baseline (comparison));
  g_assert_cmpuint (n_notified, ==, 2);
}

/* The model of a raw body is the one it names, whatever that is; without the body the column has its own again. */
static void
test_raw_model (Scene *scene, gconstpointer data)
{
  static const char *const bodies[][2] = {
    { "{\"model\":\"a\\u0062\"}", "ab" }, { "{}", "" }, { "{\"model\":1}", "" }, { "{\"model\":\"\\u0000\"}", "␀" }
  };
  TriColumn *column = tri_comparison_get_column (scene->comparison, 0);

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i][0], strlen (bodies[i][0]));

      g_assert_true (tri_column_set_body (column, body, NULL));
      g_assert_cmpstr (tri_column_get_model (column), ==, bodies[i][1]);
    }
  g_assert_true (tri_column_set_body (column, NULL, NULL));
  g_assert_cmpstr (tri_column_get_model (column), ==, TRI_PRACTICE_MODEL);
}

/* Who is told what leaves this machine: each server once, and none that stands here. */
static void
test_away (Scene *scene, gconstpointer data)
{
  g_autoptr (TriServer) here = tri_server_new ("Here", "http://127.0.0.1:1/v1", NULL, NULL, "m");
  g_autoptr (TriServer) there = tri_server_new ("There", "https://api.example.invalid/v1", NULL, NULL, "m");
  g_autoptr (GPtrArray) none = tri_comparison_list_away (scene->comparison);
  g_autoptr (GPtrArray) one = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  tri_column_set_server (tri_comparison_get_column (scene->comparison, 0), here);
  tri_column_set_server (tri_comparison_get_column (scene->comparison, 1), there);
  tri_column_set_server (tri_comparison_get_column (scene->comparison, 2), there);
  one = tri_comparison_list_away (scene->comparison);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_true (one->pdata[0] == there);
}

/* Providers of Responses keep answers unless a request forbids it; the others keep none unless a request asks. */
static void
test_storage (Scene *scene, gconstpointer data)
{
  static const struct
  {
    const char *format;
    const char *body;
    gboolean said;
  } rows[] = {
    { "responses", "{}", TRUE },
    { "responses", "{\"store\": true}", TRUE },
    { "responses", "{\"store\":false}", FALSE },
    { "responses", "{\"metadata\": {\"store\": false}}", TRUE },
    { "responses", "broken", TRUE },
    { "chat", "{}", FALSE },
    { "chat", "{\"store\": true}", TRUE },
    { "completions", "{}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (rows[i].body, strlen (rows[i].body));
      g_autofree char *note = tri_format_dup_storage_note (tri_format_find (rows[i].format), body);

      g_assert_cmpint (note != NULL, ==, rows[i].said);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define CASE(name, func) g_test_add ("/comparison/" name, Scene, NULL, set_up, func, tear_down)
  CASE ("together", test_together);
  CASE ("in-turn", test_in_turn);
  CASE ("stop-ends-the-schedule", test_stop_ends_the_schedule);
  CASE ("a-new-schedule-replaces-the-old", test_a_new_schedule_replaces_the_old);
  CASE ("columns-come-and-go", test_columns_come_and_go);
  CASE ("series-end-where-the-question-changes", test_series_end_where_the_question_changes);
  CASE ("counting", test_counting);
  CASE ("away", test_away);
  CASE ("storage", test_storage);
  CASE ("raw-body", test_raw_body);
  CASE ("wrong-raw-bodies", test_wrong_raw_bodies);
  CASE ("raw-members", test_raw_members);
  CASE ("raw-model", test_raw_model);
  CASE ("fill", test_fill);
  CASE ("baseline", test_baseline);
#undef CASE
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * In what the columns are not asked the same, and that nothing is said where they are.
 */

#include <string.h>

#include "core/fairness.h"
#include "core/formats.h"

typedef struct
{
  TriComparison *comparison;
  TriPrompt *prompt;
  TriSettings *settings;
} Scene;

static void
scene_open (Scene *scene)
{
  g_autoptr (TriServer) server = tri_server_new ("Here", "http://127.0.0.1:9/v1", NULL, NULL, "m");

  scene->comparison = tri_comparison_new ();
  tri_comparison_add_all_formats (scene->comparison, server);
  scene->prompt = tri_prompt_new (NULL, "x", NULL);
  scene->settings = tri_settings_new ();
  tri_settings_set_text (scene->settings, TRI_SETTING_OUTPUT_LIMIT, "64", NULL);
}

static void
scene_close (Scene *scene)
{
  g_clear_object (&scene->comparison);
  tri_prompt_unref (scene->prompt);
  tri_settings_free (scene->settings);
}

static void
assert_gaps (Scene *scene, guint position, const char *expected)
{
  g_autoptr (GPtrArray) gaps = tri_comparison_list_gaps (scene->comparison, position, scene->prompt, scene->settings);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < gaps->len; i++)
    g_string_append_printf (lines, "%s%s: %s", i > 0 ? "\n" : "", ((const TriGap *) gaps->pdata[i])->what,
                            ((const TriGap *) gaps->pdata[i])->text);
  g_assert_cmpstr (lines->str, ==, expected);
}

static void
test_same (void)
{
  Scene scene;

  scene_open (&scene);
  for (guint i = 0; i < tri_comparison_get_n_columns (scene.comparison); i++)
    assert_gaps (&scene, i, "");
  scene_close (&scene);
}

/* What a format cannot say, and its other default, are said as before. */
static void
test_formats (void)
{
  Scene scene;

  scene_open (&scene);
  tri_settings_set_text (scene.settings, TRI_SETTING_OUTPUT_LIMIT, "", NULL);
  tri_settings_set_text (scene.settings, TRI_SETTING_SEED, "7", NULL);
  assert_gaps (&scene, 0, "output-limit: Completions stops after 16 tokens when no output limit is set.");
  assert_gaps (&scene, 1, "");
  assert_gaps (&scene, 2, "seed: Responses cannot say “Seed”: it is not sent.");
  scene_close (&scene);
}

static void
test_whom (void)
{
  Scene scene;
  g_autoptr (TriServer) away = tri_server_new ("Away", "https://api.example.org/v1", NULL, NULL, "n");

  scene_open (&scene);
  tri_column_set_model (tri_comparison_get_column (scene.comparison, 1), "other");
  tri_column_set_server (tri_comparison_get_column (scene.comparison, 2), away);
  assert_gaps (&scene, 0, "");
  assert_gaps (&scene, 1, "model: Chat Completions asks the model other, the first column m.");
  assert_gaps (&scene, 2,
               "model: Responses asks the model n, the first column m.\n"
               "server: Responses asks the server Away, the first column Here.\n"
               "store: Responses: providers store the answer unless the request has “\"store\": false”, which it has "
               "not.");
  /* A comparison of one has nothing to be unlike. */
  while (tri_comparison_get_n_columns (scene.comparison) > 1)
    tri_comparison_remove (scene.comparison, tri_comparison_get_column (scene.comparison, 0));
  assert_gaps (&scene, 0, "");
  scene_close (&scene);
}

static void
test_own (void)
{
  Scene scene;
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"model\":\"m\"}", 13);

  scene_open (&scene);
  g_assert_true (tri_column_set_body (tri_comparison_get_column (scene.comparison, 0), body, NULL));
  g_assert_true (tri_column_set_members (tri_comparison_get_column (scene.comparison, 1),
                                         "{\"n\":2,\"logit_bias\":{\"50256\":-100}}", NULL));
  assert_gaps (&scene, 0, "body: Completions sends a body of its own.");
  assert_gaps (&scene, 1, "members: Chat Completions sends other members too: n, logit_bias.");
  scene_close (&scene);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fairness/same", test_same);
  g_test_add_func ("/fairness/formats", test_formats);
  g_test_add_func ("/fairness/whom", test_whom);
  g_test_add_func ("/fairness/own", test_own);
  return g_test_run ();
}

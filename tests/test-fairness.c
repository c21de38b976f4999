/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * In what the columns are not asked the same, and that nothing is said where they are.
 */

#include <string.h>

#include "core/fairness.h"
#include "core/formats.h"
#include "core/rosetta.h"

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

/* What Responses takes for granted */
#define STORES "store: Responses takes “Store” as true where nothing is said, Chat Completions as false."

static void
set_members (Scene *scene, guint position, const char *members)
{
  g_assert_true (tri_column_set_members (tri_comparison_get_column (scene->comparison, position), members, NULL));
}

static void
set_body (Scene *scene, guint position, const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  g_assert_true (tri_column_set_body (tri_comparison_get_column (scene->comparison, position), body, NULL));
}

static void
test_same (void)
{
  Scene scene;

  scene_open (&scene);
  tri_comparison_remove (scene.comparison, tri_comparison_get_column (scene.comparison, 2));
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
  assert_gaps (&scene, 2, "seed: Responses cannot say “Seed”: it is not sent.\n" STORES);
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

/* Defaults that are not those of most formats are said where the request leaves them open, and only then. */
static void
test_defaults (void)
{
  static const char chat_tool[] = "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}";
  static const char tool[] = "{\"store\":false,\"tools\":[{\"type\":\"function\",\"name\":\"f\"}]}";
  static const char strict_tools[] = "{\"store\":false,\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"strict\":"
                                     "true},{\"type\":\"web_search\"}]}";
  static const char a_strict_tool[] = "{\"store\":false,\"tools\":[{\"type\":\"function\",\"strict\":true},"
                                      "{\"type\":\"function\",\"strict\":null}]}";
  Scene scene;

  scene_open (&scene);
  assert_gaps (&scene, 1, "");
  assert_gaps (&scene, 2, STORES);

  /* One that is told what it would do anyway leaves nothing open. */
  set_members (&scene, 2, "{\"store\":true}");
  assert_gaps (&scene, 2, "members: Responses sends other members too: store.");
  set_members (&scene, 2, NULL);

  /* The other is told what Responses does, or something else. */
  set_members (&scene, 1, "{\"store\":true}");
  assert_gaps (&scene, 2, "");
  set_members (&scene, 1, "{\"store\":false}");
  assert_gaps (&scene, 2, "store: Responses takes “Store” as true where nothing is said, Chat Completions says false.");
  set_members (&scene, 1, "{\"store\":null}"); /* as good as not there */
  assert_gaps (&scene, 2, STORES);

  /* What stands in a list is left open where there is something of which it could be said. */
  set_members (&scene, 1, chat_tool);
  set_members (&scene, 2, tool);
  assert_gaps (&scene, 2,
               "members: Responses sends other members too: store, tools.\n"
               "tool-strict: Responses takes “Strict arguments” as true, else false where nothing is said, Chat "
               "Completions as false.");
  set_members (&scene, 2, strict_tools);
  assert_gaps (&scene, 2, "members: Responses sends other members too: store, tools.");
  set_members (&scene, 2, a_strict_tool);
  assert_gaps (&scene, 2,
               "members: Responses sends other members too: store, tools.\n"
               "tool-strict: Responses takes “Strict arguments” as true, else false where nothing is said, Chat "
               "Completions as false.");
  scene_close (&scene);
}

/* A limit is one whoever wrote it: a setting, another member or a body of one's own. */
static void
test_limits (void)
{
  Scene scene;

  scene_open (&scene);
  tri_settings_set_text (scene.settings, TRI_SETTING_OUTPUT_LIMIT, "", NULL);
  set_members (&scene, 0, "{\"max_tokens\":64}");
  assert_gaps (&scene, 0, "members: Completions sends other members too: max_tokens.");
  set_members (&scene, 0, "{\"max_tokens\":null}");
  assert_gaps (&scene, 0,
               "output-limit: Completions stops after 16 tokens when no output limit is set.\n"
               "members: Completions sends other members too: max_tokens.");
  set_members (&scene, 2, "{\"max_output_tokens\":15,\"store\":false}");
  assert_gaps (&scene, 2,
               "output-limit: Responses takes no output limit under 16 tokens: the server may refuse it.\n"
               "members: Responses sends other members too: max_output_tokens, store.");
  scene_close (&scene);
}

static void
test_own (void)
{
  Scene scene;

  scene_open (&scene);
  set_body (&scene, 0, "{\"model\":\"m\"}");
  set_members (&scene, 1, "{\"n\":2,\"logit_bias\":{\"50256\":-100}}");
  assert_gaps (&scene, 0,
               "output-limit: Completions stops after 16 tokens when no output limit is set.\n"
               "body: Completions sends a body of its own.");
  assert_gaps (&scene, 1, "members: Chat Completions sends other members too: n, logit_bias.");
  assert_gaps (&scene, 2, STORES);

  set_body (&scene, 0, "{\"model\":\"m\",\"max_tokens\":7}");
  assert_gaps (&scene, 0, "body: Completions sends a body of its own.");
  set_body (&scene, 2, "{\"model\":\"m\",\"input\":\"x\"}");
  assert_gaps (&scene, 2, "body: Responses sends a body of its own.\n" STORES);
  set_body (&scene, 2, "{\"model\":\"m\",\"input\":\"x\",\"store\":false,\"max_output_tokens\":7}");
  assert_gaps (&scene, 2,
               "output-limit: Responses takes no output limit under 16 tokens: the server may refuse it.\n"
               "body: Responses sends a body of its own.");
  scene_close (&scene);
}

static void
assert_subject (const char *what, const char *expected)
{
  TriGap gap = { TRI_GAP_OWN, what, NULL };
  g_autofree char *subject = tri_gap_dup_subject (&gap, "Chat");

  g_assert_cmpstr (subject, ==, expected);
}

/* All that a gap can be about has a name that can be read. */
static void
test_subjects (void)
{
  assert_subject ("output-limit", "Output limit (Chat)");
  assert_subject ("tool-strict", "Strict arguments (Chat)");
  assert_subject ("model", "Model (Chat)");
  assert_subject ("server", "Server (Chat)");
  assert_subject ("turns", "Turns (Chat)");
  assert_subject ("body", "Own body (Chat)");
  assert_subject ("members", "Other members (Chat)");
  for (guint i = 0; i < TRI_N_SETTINGS; i++)
    g_assert_nonnull (tri_meaning_find (tri_setting_get_info (i)->id));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fairness/same", test_same);
  g_test_add_func ("/fairness/formats", test_formats);
  g_test_add_func ("/fairness/whom", test_whom);
  g_test_add_func ("/fairness/defaults", test_defaults);
  g_test_add_func ("/fairness/limits", test_limits);
  g_test_add_func ("/fairness/own", test_own);
  g_test_add_func ("/fairness/subjects", test_subjects);
  return g_test_run ();
}

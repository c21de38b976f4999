/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Conversions proven over real sockets: every golden case of the migration against the practice server, and a server
 * that answers otherwise on purpose.
 */

#include <string.h>

#include "core/error.h"
#include "core/proof-json.h"
#include "core/proof-run.h"
#include "fault-server.h"
#include "practice/practice-server.h"

#define CHAT_ASKS "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"

typedef struct
{
  TriPracticeServer *practice;
  FaultServer *fault;
  TriServer *server;
} Scene;

static void
set_up_practice (Scene *scene, gconstpointer data)
{
  TriPracticeOptions options = { 0 };

  scene->practice = tri_practice_server_new (&options, NULL);
  g_assert_nonnull (scene->practice);
  scene->server
      = tri_server_new ("Practice", tri_practice_server_get_base_url (scene->practice), NULL, NULL, TRI_PRACTICE_MODEL);
}

static void
set_up_fault (Scene *scene, gconstpointer data)
{
  g_autofree char *url = NULL;

  scene->fault = fault_server_new (NULL);
  url = fault_server_dup_base_url (scene->fault);
  scene->server = tri_server_new ("Fault", url, NULL, NULL, "m");
}

static void
tear_down (Scene *scene, gconstpointer data)
{
  tri_server_unref (scene->server);
  g_clear_pointer (&scene->practice, tri_practice_server_free);
  g_clear_pointer (&scene->fault, fault_server_free);
}

static TriProofAsk *
new_ask (GBytes *bytes, const TriMigrateOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TriMigrateText) text = tri_migrate_text_new (bytes, options, &error);
  TriProofAsk *ask;

  g_assert_no_error (error);
  ask = tri_proof_ask_new (text, 0, &error);
  g_assert_no_error (error);
  return ask;
}

/* A request of Chat, with other members. */
static TriProofAsk *
new_chat_ask (const char *members)
{
  g_autofree char *json = g_strdup_printf (CHAT_ASKS, members);
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  TriMigrateOptions options = { 0 };

  return new_ask (bytes, &options);
}

static void
wait_until_over (TriProofRun *run)
{
  while (tri_proof_run_is_running (run))
    g_main_context_iteration (NULL, TRUE);
}

static TriProofRun *
run_through (Scene *scene, TriProofAsk *ask, guint n_rounds)
{
  TriProofRun *run = tri_proof_run_new (scene->server, ask, n_rounds);

  tri_proof_run_start (run);
  wait_until_over (run);
  g_assert_cmpuint (tri_proof_run_get_n_ended (run), ==, tri_proof_run_get_n_calls (run));
  return run;
}

static void
assert_likeness (const TriProof *proof, TriAspect aspect, TriLikeness likeness)
{
  for (guint i = 0; i < proof->rows->len; i++)
    {
      const TriProofRow *row = proof->rows->pdata[i];

      if (row->aspect == aspect)
        {
          g_assert_cmpstr (tri_likeness_get_id (row->likeness), ==, tri_likeness_get_id (likeness));
          return;
        }
    }
  g_error ("nothing is said of %s", tri_aspect_get_id (aspect));
}

static const char *
get_only_word (GPtrArray *sample, TriAspect aspect)
{
  const char *word = ((TriObservation *) sample->pdata[0])->words[aspect];

  for (guint i = 1; i < sample->len; i++)
    g_assert_cmpstr (((TriObservation *) sample->pdata[i])->words[aspect], ==, word);
  return word;
}

/* ---- The practice server ---- */

static GBytes *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text;
  gsize n_bytes;

  return g_file_get_contents (path, &text, &n_bytes, NULL) ? g_bytes_new_take (text, n_bytes) : NULL;
}

static char *
dup_option (const TriJsonIndex *index, const char *name)
{
  return index ? tri_json_index_dup_string (index, tri_json_index_get_member (index, 0, name), NULL) : NULL;
}

/* The ask of a golden case; NULL if it is one that no server takes, that cannot be converted, or
 * that need not be. */
static TriProofAsk *
new_ask_of_case (const char *folder)
{
  g_autoptr (GBytes) input = read_file (folder, "input.json");
  g_autoptr (GBytes) text = read_file (folder, "options.json");
  g_autoptr (TriJsonIndex) index = text ? tri_json_index_new (text, NULL) : NULL;
  g_autofree char *from = dup_option (index, "from");
  g_autofree char *to = dup_option (index, "to");
  g_autofree char *target = dup_option (index, "target");
  g_autofree char *system = dup_option (index, "system");
  g_autofree char *accepted = dup_option (index, "accepted");
  TriMigrateOptions options = { .from = from ? tri_format_find (from) : NULL,
                                .to = to ? tri_format_find (to) : NULL,
                                .target = target,
                                .to_instructions = g_strcmp0 (system, "instructions") == 0 };
  g_autoptr (TriProofAsk) ask = new_ask (input, &options);

  if (accepted || target || tri_proof_ask_get_from (ask) == tri_proof_ask_get_to (ask)
      || tri_proof_ask_get_refused (ask)->len > 0)
    return NULL;
  return g_steal_pointer (&ask);
}

/* What the practice server cannot do it says, of both. */
static gboolean
is_beyond_practice (TriProofRun *run)
{
  const char *original = get_only_word (tri_proof_run_get_original (run), TRI_ASPECT_END);
  const char *converted = get_only_word (tri_proof_run_get_converted (run), TRI_ASPECT_END);

  return g_str_equal (original, "failed: 400 practice_server_limit") && g_str_equal (converted, original);
}

/* Every conversion that refuses nothing gets the same answer, and costs as much. */
static void
test_golden_cases (Scene *scene, gconstpointer data)
{
  g_autofree char *cases = g_test_build_filename (G_TEST_DIST, "cases", "migrate", NULL);
  g_autoptr (GDir) dir = g_dir_open (cases, 0, NULL);
  guint n_proven = 0, n_beyond = 0;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *folder = g_build_filename (cases, name, NULL);
      g_autoptr (TriProofAsk) ask = new_ask_of_case (folder);
      g_autoptr (TriProofRun) run = ask ? run_through (scene, ask, 2) : NULL;
      g_autoptr (TriProof) proof = run ? tri_proof_run_judge (run) : NULL;

      if (!run)
        continue;
      if (is_beyond_practice (run))
        {
          n_beyond++;
          continue;
        }
      if (proof->verdict != TRI_PROOF_NO_DIFFERENCE)
        {
          g_autoptr (GBytes) json
              = tri_proof_to_json (proof, ask, tri_proof_run_get_original (run), tri_proof_run_get_converted (run), 6);

          g_error ("%s: %.*s", name, (int) g_bytes_get_size (json), (const char *) g_bytes_get_data (json, NULL));
        }
      for (guint i = 0; i < proof->rows->len; i++)
        g_assert_cmpint (((TriProofRow *) proof->rows->pdata[i])->likeness, ==, TRI_LIKENESS_SAME);
      n_proven++;
    }
  g_test_message ("%u proven, %u that the practice server cannot answer", n_proven, n_beyond);
  g_assert_cmpuint (n_proven, >=, 45);
  g_assert_cmpuint (n_beyond, >=, 5);
}

static void
note_call (const char *path, GBytes *body, const char *key, gpointer user_data)
{
  g_string_append_c (user_data, g_str_has_suffix (path, "/responses") ? 'c' : 'o');
}

/* Two of the original and one of the converted a round, and none is always first. */
static void
test_order (Scene *scene, gconstpointer data)
{
  g_autoptr (GString) order = g_string_new (NULL);
  TriPracticeOptions options = { .seen = note_call, .seen_data = order };
  g_autoptr (TriProofAsk) plain = new_chat_ask (",\"max_completion_tokens\":16");
  g_autoptr (TriProofAsk) ask = tri_proof_ask_with_model (plain, TRI_PRACTICE_MODEL);
  g_autoptr (TriProofRun) run = NULL;

  scene->practice = tri_practice_server_new (&options, NULL);
  scene->server
      = tri_server_new ("Practice", tri_practice_server_get_base_url (scene->practice), NULL, NULL, TRI_PRACTICE_MODEL);
  run = run_through (scene, ask, 4);
  g_assert_cmpuint (tri_proof_run_get_original (run)->len, ==, 8);
  g_assert_cmpuint (tri_proof_run_get_converted (run)->len, ==, 4);
  g_assert_cmpstr (order->str, ==,
                   "ooc"
                   "oco"
                   "coo"
                   "ooc");
}

/* ---- Servers that answer otherwise ---- */

static void
script (Scene *scene, const char *path, const char *status, const char *body)
{
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                                             "Connection: close\r\n\r\n%s",
                                             status, strlen (body), body);

  fault_server_script (scene->fault, path, (FaultStep[]){ { FAULT_SEND, answer } }, 1);
}

#define CHAT_SAYS(message, finish)                                                                                     \
  "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"              \
  "\"message\":{\"role\":\"assistant\"," message "},\"finish_reason\":\"" finish "\"}],"                               \
  "\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":2,\"total_tokens\":10}}"
#define RESPONSES_SAYS(output)                                                                                         \
  "{\"id\":\"r\",\"object\":\"response\",\"created_at\":1,\"status\":\"completed\",\"model\":\"m\",\"output\":"        \
  "[" output "],\"usage\":{\"input_tokens\":8,\"output_tokens\":2,\"total_tokens\":10}}"
#define RESPONSES_TEXT(text)                                                                                           \
  "{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"status\":\"completed\",\"content\":[{\"type\":"         \
  "\"output_text\",\"text\":\"" text "\",\"annotations\":[]}]}"
#define RESPONSES_CALL(arguments)                                                                                      \
  "{\"type\":\"function_call\",\"id\":\"f\",\"call_id\":\"c\",\"name\":\"f\",\"status\":\"completed\","                \
  "\"arguments\":\"" arguments "\"}"
#define CHAT_CALL(arguments)                                                                                           \
  "\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\","                 \
  "\"arguments\":\"" arguments "\"}}]"

#define TOOLS                                                                                                          \
  ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\","               \
  "\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"string\"}},\"required\":[\"a\"],"                    \
  "\"additionalProperties\":false}}}]"
#define FORMAT                                                                                                         \
  ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"type\":\"object\","    \
  "\"required\":[\"age\"]}}}"

static void
test_same_from_a_stranger (Scene *scene, gconstpointer data)
{
  g_autoptr (TriProofAsk) ask = new_chat_ask ("");
  g_autoptr (TriProofRun) run = NULL;
  g_autoptr (TriProof) proof = NULL;

  script (scene, "/v1/chat/completions", "200 OK", CHAT_SAYS ("\"content\":\"Hi\"", "stop"));
  script (scene, "/v1/responses", "200 OK", RESPONSES_SAYS (RESPONSES_TEXT ("Hi")));
  run = run_through (scene, ask, 3);
  proof = tri_proof_run_judge (run);
  g_assert_cmpint (proof->verdict, ==, TRI_PROOF_NO_DIFFERENCE);
  g_assert_cmpstr (proof->original.text, ==, "Hi");
  g_assert_cmpstr (proof->converted.text, ==, "Hi");
}

/* A call is made with another value, and one more that the original leaves out: what a strict schema does. */
static void
test_other_arguments (Scene *scene, gconstpointer data)
{
  g_autoptr (TriProofAsk) ask = new_chat_ask (TOOLS);
  g_autoptr (TriProofRun) run = NULL;
  g_autoptr (TriProof) proof = NULL;

  script (scene, "/v1/chat/completions", "200 OK", CHAT_SAYS (CHAT_CALL ("{\\\"a\\\": 1.0}"), "tool_calls"));
  script (scene, "/v1/responses", "200 OK", RESPONSES_SAYS (RESPONSES_CALL ("{\\\"b\\\":\\\"\\\",\\\"a\\\":1}")));
  run = run_through (scene, ask, 3);
  proof = tri_proof_run_judge (run);
  g_assert_cmpint (proof->verdict, ==, TRI_PROOF_DIFFERENT);
  assert_likeness (proof, TRI_ASPECT_END, TRI_LIKENESS_SAME);
  assert_likeness (proof, TRI_ASPECT_TOOLS, TRI_LIKENESS_SAME);
  assert_likeness (proof, TRI_ASPECT_ARGUMENT_NAMES, TRI_LIKENESS_DIFFERENT);
  assert_likeness (proof, TRI_ASPECT_ARGUMENTS, TRI_LIKENESS_DIFFERENT);
  assert_likeness (proof, TRI_ASPECT_ARGUMENTS_BY_SCHEMA, TRI_LIKENESS_SAME);
  assert_likeness (proof, TRI_ASPECT_OUTPUT_TOKENS, TRI_LIKENESS_SAME);
  g_assert_cmpstr (get_only_word (tri_proof_run_get_original (run), TRI_ASPECT_ARGUMENTS), ==, "f({\"a\":1})");
  g_assert_cmpstr (get_only_word (tri_proof_run_get_converted (run), TRI_ASPECT_ARGUMENT_NAMES), ==, "f(a, b)");
}

/* The same values, written otherwise; and Chat says "stop" where a tool had to be called. */
static void
test_same_arguments (Scene *scene, gconstpointer data)
{
  g_autoptr (TriProofAsk) ask = new_chat_ask (TOOLS);
  g_autoptr (TriProofRun) run = NULL;
  g_autoptr (TriProof) proof = NULL;

  script (scene, "/v1/chat/completions", "200 OK",
          CHAT_SAYS (CHAT_CALL ("{\\\"b\\\": \\\"\\\\u0041\\\", \\\"a\\\": 1e1}"), "stop"));
  script (scene, "/v1/responses", "200 OK", RESPONSES_SAYS (RESPONSES_CALL ("{\\\"a\\\":10,\\\"b\\\":\\\"A\\\"}")));
  run = run_through (scene, ask, 3);
  proof = tri_proof_run_judge (run);
  assert_likeness (proof, TRI_ASPECT_END, TRI_LIKENESS_SAME);
  assert_likeness (proof, TRI_ASPECT_ARGUMENTS, TRI_LIKENESS_SAME);
  g_assert_cmpint (proof->verdict, ==, TRI_PROOF_NO_DIFFERENCE);
}

static void
test_no_call (Scene *scene, gconstpointer data)
{
  g_autoptr (TriProofAsk) ask = new_chat_ask (TOOLS);
  g_autoptr (TriProofRun) run = NULL;
  g_autoptr (TriProof) proof = NULL;

  script (scene, "/v1/chat/completions", "200 OK", CHAT_SAYS (CHAT_CALL ("{\\\"a\\\":\\\"1\\\"}"), "tool_calls"));
  script (scene, "/v1/responses", "200 OK", RESPONSES_SAYS (RESPONSES_TEXT ("No.")));
  run = run_through (scene, ask, 3);
  proof = tri_proof_run_judge (run);
  assert_likeness (proof, TRI_ASPECT_END, TRI_LIKENESS_DIFFERENT);
  assert_likeness (proof, TRI_ASPECT_TOOLS, TRI_LIKENESS_DIFFERENT);
  assert_likeness (proof, TRI_ASPECT_ARGUMENTS, TRI_LIKENESS_NOT_COMPARED);
  g_assert_cmpstr (get_only_word (tri_proof_run_get_original (run), TRI_ASPECT_ARGUMENTS_BY_SCHEMA), ==,
                   "not-by-schema");
  g_assert_cmpstr (((TriObservation *) tri_proof_run_get_original (run)->pdata[0])->broken_arguments, ==, "f(a: type)");
}

static void
test_form (Scene *scene, gconstpointer data)
{
  g_autoptr (TriProofAsk) ask = new_chat_ask (FORMAT);
  g_autoptr (TriProofRun) run = NULL;
  g_autoptr (TriProof) proof = NULL;

  script (scene, "/v1/chat/completions", "200 OK", CHAT_SAYS ("\"content\":\"{\\\"age\\\":1}\"", "stop"));
  script (scene, "/v1/responses", "200 OK", RESPONSES_SAYS (RESPONSES_TEXT ("```json {} ```")));
  run = run_through (scene, ask, 3);
  proof = tri_proof_run_judge (run);
  assert_likeness (proof, TRI_ASPECT_FORMAT, TRI_LIKENESS_DIFFERENT);
  g_assert_cmpstr (get_only_word (tri_proof_run_get_original (run), TRI_ASPECT_FORMAT), ==, "valid");
  g_assert_cmpstr (get_only_word (tri_proof_run_get_converted (run), TRI_ASPECT_FORMAT), ==, "not-json");
}

/* The endpoint that is migrated to is not there, or asks too often. */
static void
test_failing (Scene *scene, gconstpointer data)
{
  g_autoptr (TriProofAsk) ask = new_chat_ask ("");
  g_autoptr (TriProofRun) run = NULL;
  g_autoptr (TriProof) proof = NULL;
  g_autofree char *verdict = NULL;

  script (scene, "/v1/responses", "429 Too Many Requests",
          "{\"error\":{\"message\":\"Slow down.\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}");
  run = run_through (scene, ask, 3);
  proof = tri_proof_run_judge (run);
  assert_likeness (proof, TRI_ASPECT_END, TRI_LIKENESS_DIFFERENT);
  g_assert_cmpint (proof->verdict, ==, TRI_PROOF_DIFFERENT);
  g_assert_cmpstr (get_only_word (tri_proof_run_get_converted (run), TRI_ASPECT_END), ==,
                   "failed: 429 rate_limit_exceeded");
  g_assert_nonnull (strstr (((TriObservation *) tri_proof_run_get_converted (run)->pdata[0])->message, "Slow down."));

  script (scene, "/v1/chat/completions", "429 Too Many Requests",
          "{\"error\":{\"message\":\"Slow down.\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}");
  g_clear_object (&run);
  g_clear_pointer (&proof, tri_proof_free);
  run = run_through (scene, ask, 3);
  proof = tri_proof_run_judge (run);
  assert_likeness (proof, TRI_ASPECT_END, TRI_LIKENESS_SAME);
  g_assert_cmpint (proof->verdict, ==, TRI_PROOF_UNDECIDED);
  verdict = tri_proof_dup_verdict (proof);
  g_assert_nonnull (strstr (verdict, "no call was answered"));
}

static void
heal_after_two (TriProofRun *run, Scene *scene)
{
  if (tri_proof_run_get_n_ended (run) == 2)
    script (scene, "/v1/chat/completions", "200 OK", CHAT_SAYS ("\"content\":\"Hi\"", "stop"));
}

/* Some calls fail, and the others are compared. */
static void
test_failing_at_first (Scene *scene, gconstpointer data)
{
  g_autoptr (TriProofAsk) ask = new_chat_ask ("");
  g_autoptr (TriProofRun) run = tri_proof_run_new (scene->server, ask, 3);
  g_autoptr (TriProof) proof = NULL;

  script (scene, "/v1/chat/completions", "503 Service Unavailable", "starting");
  script (scene, "/v1/responses", "200 OK", RESPONSES_SAYS (RESPONSES_TEXT ("Hi")));
  g_signal_connect (run, "changed", G_CALLBACK (heal_after_two), scene);
  tri_proof_run_start (run);
  wait_until_over (run);
  proof = tri_proof_run_judge (run);
  g_assert_cmpuint (proof->n_original, ==, 6);
  g_assert_cmpuint (proof->original.n_answers, ==, 4);
  assert_likeness (proof, TRI_ASPECT_END, TRI_LIKENESS_NOT_DIFFERENT);
  assert_likeness (proof, TRI_ASPECT_INPUT_TOKENS, TRI_LIKENESS_SAME);
  g_assert_cmpint (proof->verdict, ==, TRI_PROOF_NO_DIFFERENCE);
}

static void
stop_after_four (TriProofRun *run, Scene *scene)
{
  if (tri_proof_run_get_n_ended (run) == 4)
    fault_server_script (scene->fault, "/v1/chat/completions", (FaultStep[]){ { FAULT_HANG } }, 1);
}

static guint
count_requests (Scene *scene)
{
  g_autoptr (GPtrArray) requests = fault_server_dup_requests (scene->fault);

  return requests->len;
}

/* Stopped while a call hangs: that call is no observation, and what came before stays. */
static void
test_stop (Scene *scene, gconstpointer data)
{
  g_autoptr (TriProofAsk) ask = new_chat_ask ("");
  g_autoptr (TriProofRun) run = tri_proof_run_new (scene->server, ask, 3);
  g_autoptr (TriProof) proof = NULL;

  script (scene, "/v1/chat/completions", "200 OK", CHAT_SAYS ("\"content\":\"Hi\"", "stop"));
  script (scene, "/v1/responses", "200 OK", RESPONSES_SAYS (RESPONSES_TEXT ("Hi")));
  g_signal_connect (run, "changed", G_CALLBACK (stop_after_four), scene);
  tri_proof_run_start (run);
  while (count_requests (scene) < 6) /* the last one hangs */
    g_main_context_iteration (NULL, FALSE);
  tri_proof_run_stop (run);
  wait_until_over (run);
  proof = tri_proof_run_judge (run);
  g_assert_cmpuint (tri_proof_run_get_n_ended (run), ==, 5);
  g_assert_cmpuint (proof->n_original, ==, 3);
  g_assert_cmpuint (proof->n_converted, ==, 2);
  assert_likeness (proof, TRI_ASPECT_END, TRI_LIKENESS_SAME);
}

/* Let go while it runs: nothing is left behind. */
static void
test_let_go (Scene *scene, gconstpointer data)
{
  g_autoptr (TriProofAsk) ask = new_chat_ask ("");
  TriProofRun *run = tri_proof_run_new (scene->server, ask, 3);
  GWeakRef ref;
  g_autoptr (GObject) left = NULL;

  fault_server_script (scene->fault, "/v1/chat/completions", (FaultStep[]){ { FAULT_HANG } }, 1);
  g_weak_ref_init (&ref, run);
  tri_proof_run_start (run);
  while (fault_server_get_n_open (scene->fault) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_object_unref (run);
  left = g_weak_ref_get (&ref);
  g_assert_null (left);
  g_weak_ref_clear (&ref);
  while (fault_server_get_n_open (scene->fault) > 0)
    g_main_context_iteration (NULL, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/practice/golden-cases", Scene, NULL, set_up_practice, test_golden_cases, tear_down);
  g_test_add ("/practice/order", Scene, NULL, NULL, test_order, tear_down);
  g_test_add ("/fault/same", Scene, NULL, set_up_fault, test_same_from_a_stranger, tear_down);
  g_test_add ("/fault/other-arguments", Scene, NULL, set_up_fault, test_other_arguments, tear_down);
  g_test_add ("/fault/same-arguments", Scene, NULL, set_up_fault, test_same_arguments, tear_down);
  g_test_add ("/fault/no-call", Scene, NULL, set_up_fault, test_no_call, tear_down);
  g_test_add ("/fault/form", Scene, NULL, set_up_fault, test_form, tear_down);
  g_test_add ("/fault/failing", Scene, NULL, set_up_fault, test_failing, tear_down);
  g_test_add ("/fault/failing-at-first", Scene, NULL, set_up_fault, test_failing_at_first, tear_down);
  g_test_add ("/run/stop", Scene, NULL, set_up_fault, test_stop, tear_down);
  g_test_add ("/run/let-go", Scene, NULL, set_up_fault, test_let_go, tear_down);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"
#include "core/proof-json.h"
#include "core/proof-run.h"
#include "core/text.h"
#include "files.h"
#include "practice/practice-ask.h"
#include "practice/practice-server.h"
#include "prove-report.h"
#include "result.h"

/* Exit codes of their own: whoever checks in a script wants to know what was found. */
enum
{
  NO_DIFFERENCE,
  DIFFERENT,
  REFUSED,
  UNREADABLE,
  USAGE,
  UNDECIDED,
  UNAVAILABLE
};

typedef struct
{
  /* Arguments */
  char *from, *to, *system, *target, *base_url, *key_env, *model;
  int n_rounds, line;
  double input_price, output_price;
  gboolean yes, json, quiet;
  GStrv files;

  TriMigrateOptions options;
  TriServer *server;
  TriPracticeServer *practice;
  TriProofAsk *ask;
  TriProofRun *run;
  GMainLoop *loop;
} Prove;

static void
prove_clear (Prove *self)
{
  g_free (self->from);
  g_free (self->to);
  g_free (self->system);
  g_free (self->target);
  g_free (self->base_url);
  g_free (self->key_env);
  g_free (self->model);
  g_strfreev (self->files);
  g_clear_object (&self->run);
  g_clear_pointer (&self->ask, tri_proof_ask_unref);
  g_clear_pointer (&self->server, tri_server_unref);
  g_clear_pointer (&self->practice, tri_practice_server_free);
  g_clear_pointer (&self->loop, g_main_loop_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Prove, prove_clear)

static int
say_error (int code, const GError *error)
{
  g_printerr ("triptych-cli: %s\n", error->message);
  return code;
}

static int
refuse (const char *message)
{
  tri_command_usage_error ("prove", message);
  return USAGE;
}

/* ---- What is asked ---- */

/* Of JSON Lines only the request that is meant, because another one may be broken, and there may be very many. */
static gboolean
read_one_line (TriLineReader *reader, guint number, GString *text, guint64 *line, GError **error)
{
  GError *local = NULL;
  guint n = 0;

  for (*line = 1; tri_line_reader_next (reader, text, &local); ++*line)
    if (!tri_line_is_blank (text) && ++n == number)
      {
        g_string_truncate (text, strcspn (text->str, "\r\n"));
        return TRUE;
      }
  if (local)
    g_propagate_error (error, local);
  else
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                 g_dngettext (GETTEXT_PACKAGE, "there is only %u request", "there are only %u requests", n), n);
  return FALSE;
}

static gboolean
read_request (Prove *self, GError **error)
{
  const char *file = self->files[0];
  g_autoptr (TriLineReader) reader = tri_line_reader_new (file, error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TriMigrateText) converted = NULL;
  gboolean one_line = self->line > 0 && tri_has_lines_name (file);
  guint64 line = 0;

  if (!reader)
    return FALSE;
  if (one_line && !read_one_line (reader, (guint) self->line, text, &line, error))
    {
      g_prefix_error (error, "%s: ", file);
      return FALSE;
    }
  if (!one_line && !tri_line_reader_rest (reader, text, error))
    return FALSE;
  bytes = g_string_free_to_bytes (g_steal_pointer (&text));
  converted = tri_migrate_text_new (bytes, &self->options, error);
  if (converted && self->line == 0 && tri_migrate_text_get_parts (converted)->len > 1)
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("it holds %u requests; --line tells which one is meant"),
                 tri_migrate_text_get_parts (converted)->len);
  else if (converted)
    {
      GPtrArray *remarks = tri_migrate_text_get_remarks (converted);

      self->ask = tri_proof_ask_new (converted, self->line > 0 && !one_line ? (guint) self->line - 1 : 0, error);
      for (guint i = 0; i < remarks->len; i++)
        g_printerr ("triptych-cli: %s: %s\n", file, (const char *) remarks->pdata[i]);
    }
  if (!self->ask)
    tri_place_file_error (error, file, line);
  return self->ask != NULL;
}

static void
ask_model (Prove *self, const char *model)
{
  TriProofAsk *ask = tri_proof_ask_with_model (self->ask, model);

  tri_proof_ask_unref (self->ask);
  self->ask = ask;
}

/* The practice server knows few models, and which one is asked changes nothing of what is proven there. */
static void
choose_model (Prove *self)
{
  const char *named = tri_proof_ask_get_model (self->ask);

  if (self->model)
    ask_model (self, self->model);
  else if (!self->base_url && named && !tri_practice_find_model (named))
    {
      g_autofree char *harmless = tri_text_dup_displayable (named, -1, NULL);
      g_autofree char *excerpt = tri_text_dup_excerpt (harmless, 80);

      g_printerr (_ ("The practice server has no model “%s”: both requests ask %s instead."), excerpt,
                  TRI_PRACTICE_MODEL);
      g_printerr ("\n");
      ask_model (self, TRI_PRACTICE_MODEL);
    }
}

static int
say_refused (Prove *self)
{
  GPtrArray *refused = tri_proof_ask_get_refused (self->ask);
  g_autoptr (GString) paths = g_string_new (NULL);

  for (guint i = 0; i < refused->len; i++)
    g_string_append_printf (paths, "%s%s", i > 0 ? ", " : "", (char *) refused->pdata[i]);
  g_printerr (_ ("triptych-cli: %s: not everything can be converted, so the requests do not mean the same: %s\n"),
              self->files[0], paths->str);
  return REFUSED;
}

/* ---- Whom ---- */

static char *
start_practice (gpointer user_data, GError **error)
{
  Prove *self = user_data;
  TriPracticeOptions options = { 0 };

  self->practice = tri_practice_server_new (&options, error);
  return self->practice ? g_strdup (tri_practice_server_get_base_url (self->practice)) : NULL;
}

/* Everything that can be wrong with a server is found out before anything is sent. */
static gboolean
make_server (Prove *self, GError **error)
{
  g_auto (TriUrlReading) reading = { NULL, NULL };
  g_autofree char *warning = NULL;
  g_autofree char *url = NULL;
  char *key;

  if (!self->base_url)
    self->server = tri_server_new_started (_ ("Practice server"), TRI_PRACTICE_MODEL, start_practice, self);
  else
    {
      if (!tri_url_read (self->base_url, &reading, error))
        return FALSE;
      if (reading.remark)
        g_printerr (_ ("Base URL %s: %s\n"), reading.base_url, reading.remark);
      self->server = tri_server_new (reading.base_url, reading.base_url, self->key_env, NULL, NULL);
      warning = tri_server_dup_warning (self->server);
      if (warning)
        g_printerr ("%s\n", warning);
    }
  key = tri_server_dup_key (self->server, error);
  tri_key_free (key);
  if (*error)
    return FALSE;
  url = tri_server_dup_ready_url (self->server, error);
  return url != NULL;
}

static gboolean
is_away (Prove *self)
{
  return self->base_url && !tri_url_is_loopback (tri_server_get_base_url (self->server));
}

/* What is about to be sent, what it costs, and what is kept of it elsewhere. */
static void
say_cost (Prove *self)
{
  TriProofCost cost = tri_proof_ask_get_cost (self->ask, (guint) self->n_rounds);
  g_autofree char *text = tri_proof_cost_dup_text (&cost, self->input_price, self->output_price);
  g_autofree char *original
      = tri_format_dup_storage_note (tri_proof_ask_get_from (self->ask), tri_proof_ask_get_original (self->ask));
  g_autofree char *converted
      = tri_format_dup_storage_note (tri_proof_ask_get_to (self->ask), tri_proof_ask_get_converted (self->ask));

  if (self->quiet && !is_away (self))
    return;
  g_printerr ("%s\n", text);
  if (is_away (self) && original)
    g_printerr ("%s\n", original);
  if (is_away (self) && converted && g_strcmp0 (converted, original) != 0)
    g_printerr ("%s\n", converted);
}

/* Asks a person, where there is one. */
static gboolean
is_agreed (Prove *self)
{
  char answer[16] = "";

  if (!is_away (self) || self->yes)
    return TRUE;
  if (!isatty (STDIN_FILENO) || !isatty (STDERR_FILENO) || g_str_equal (self->files[0], "-"))
    return FALSE;
  /* Translators: the answer that sends is y in every language. */
  g_printerr (_ ("Send them to %s? [y/N] "), tri_server_get_base_url (self->server));
  return fgets (answer, sizeof answer, stdin) && (*answer == 'y' || *answer == 'Y');
}

/* ---- Running ---- */

static void
on_changed (TriProofRun *run, Prove *self)
{
  if (!self->quiet && isatty (STDERR_FILENO))
    {
      g_printerr ("\r\033[K");
      if (tri_proof_run_is_running (run))
        g_printerr (_ ("%u of %u calls"), tri_proof_run_get_n_ended (run), tri_proof_run_get_n_calls (run));
    }
  if (!tri_proof_run_is_running (run))
    g_main_loop_quit (self->loop);
}

/* The first Ctrl+C stops and tells what can be told; a second one ends the program. */
static gboolean
on_interrupt (gpointer user_data)
{
  tri_proof_run_stop (((Prove *) user_data)->run);
  return G_SOURCE_REMOVE;
}

/* Why calls failed, each reason once: the table has only their status. */
static void
say_failures (Prove *self)
{
  GPtrArray *const samples[] = { tri_proof_run_get_original (self->run), tri_proof_run_get_converted (self->run) };
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint side = 0; side < G_N_ELEMENTS (samples); side++)
    for (guint i = 0; i < samples[side]->len; i++)
      {
        const TriObservation *observation = samples[side]->pdata[i];

        if (observation->message && g_hash_table_add (said, observation->message))
          g_printerr ("%s: %s\n", side == 0 ? _ ("Original") : _ ("Converted"), observation->message);
      }
}

static int
finish (Prove *self)
{
  static const int codes[] = {
    [TRI_PROOF_NO_DIFFERENCE] = NO_DIFFERENCE, [TRI_PROOF_DIFFERENT] = DIFFERENT, [TRI_PROOF_UNDECIDED] = UNDECIDED
  };
  g_autoptr (TriProof) proof = tri_proof_run_judge (self->run);
  guint n_calls = tri_proof_run_get_n_calls (self->run), n_ended = tri_proof_run_get_n_ended (self->run);
  g_autoptr (GString) out = g_string_new (NULL);

  if (self->json)
    {
      g_autoptr (GBytes) json = tri_proof_to_json (proof, self->ask, tri_proof_run_get_original (self->run),
                                                   tri_proof_run_get_converted (self->run), n_calls);

      tri_result_print_bytes (json, TRUE);
    }
  else
    {
      tri_prove_report_append (proof, self->ask, out);
      fputs (out->str, stdout);
    }
  fflush (stdout);
  say_failures (self);
  if (n_ended < n_calls)
    g_printerr (_ ("Stopped after %u of %u calls.\n"), n_ended, n_calls);
  return codes[proof->verdict];
}

static int
prove (Prove *self)
{
  self->loop = g_main_loop_new (NULL, FALSE);
  self->run = tri_proof_run_new (self->server, self->ask, (guint) self->n_rounds);
  g_signal_connect (self->run, "changed", G_CALLBACK (on_changed), self);
  g_unix_signal_add (SIGINT, on_interrupt, self);
  tri_proof_run_start (self->run);
  g_main_loop_run (self->loop);
  return finish (self);
}

/* ---- Arguments ---- */

static const char *
find_wrong_word (Prove *self)
{
  if (self->from && !(self->options.from = tri_format_find (self->from)))
    return _ ("--from: expected completions, chat or responses");
  if (!(self->options.to = tri_format_find (self->to ? self->to : "responses"))
      || g_strcmp0 (self->to, "completions") == 0)
    return _ ("--to: expected responses or chat");
  if (self->system && !g_str_equal (self->system, "instructions") && !g_str_equal (self->system, "input"))
    return _ ("--system: expected input or instructions");
  if (self->target && !tri_migrate_is_target (self->target))
    return _ ("--target: there is no such server; “triptych-cli migrate --help” lists them");
  if (self->n_rounds < 1 || self->n_rounds > (int) TRI_PROOF_MAX_ROUNDS)
    return _ ("--rounds: expected a number from 1 to 30");
  if (self->line < 0)
    return _ ("--line: expected a number from 1 on");
  if (self->key_env && !self->base_url)
    return _ ("--key-env needs --base-url: the practice server takes no key");
  if (!self->files || self->files[1])
    return _ ("expected one file, or - for the standard input");
  self->options.target = self->target;
  self->options.to_instructions = g_strcmp0 (self->system, "instructions") == 0;
  return NULL;
}

/* The likeliest wrong argument of all, and the one that would leave a secret in the shell's history. */
static gboolean
on_key (const char *name, const char *value, gpointer data, GError **error)
{
  g_set_error (
      error, TRI_ERROR, TRI_ERROR_INVALID,
      _ ("a key never comes from an argument, where others can read it; put it into an environment variable and name "
         "that with --key-env"));
  return FALSE;
}

static gboolean
parse (Prove *self, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "rounds", 'n', 0, G_OPTION_ARG_INT, &self->n_rounds,
      N_ ("Send the original twice this many times, the converted request once (default: 3)"), N_ ("N") },
    { "base-url", 'u', 0, G_OPTION_ARG_STRING, &self->base_url, N_ ("Ask this server instead of the practice server"),
      N_ ("URL") },
    { "key-env", 'k', 0, G_OPTION_ARG_STRING, &self->key_env, N_ ("The environment variable that holds the key"),
      N_ ("NAME") },
    { "model", 'm', 0, G_OPTION_ARG_STRING, &self->model, N_ ("Ask this model in both requests"), N_ ("NAME") },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &self->yes, N_ ("Do not ask before something leaves this computer"), NULL },
    { "input-price", 0, 0, G_OPTION_ARG_DOUBLE, &self->input_price, N_ ("What a million tokens of input cost"),
      N_ ("X") },
    { "output-price", 0, 0, G_OPTION_ARG_DOUBLE, &self->output_price, N_ ("What a million tokens of output cost"),
      N_ ("X") },
    { "from", 0, 0, G_OPTION_ARG_STRING, &self->from, N_ ("The format of the requests (default: found out)"),
      N_ ("FORMAT") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &self->to, N_ ("responses or chat (default: responses)"), N_ ("FORMAT") },
    { "system", 0, 0, G_OPTION_ARG_STRING, &self->system,
      N_ ("Where leading system messages go: input or instructions (default: input)"), N_ ("PLACE") },
    { "target", 0, 0, G_OPTION_ARG_STRING, &self->target, N_ ("The server that will be asked (default: openai)"),
      N_ ("SERVER") },
    { "line", 0, 0, G_OPTION_ARG_INT, &self->line, N_ ("The request to prove, of a file with several"), N_ ("N") },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print one JSON document for scripts"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet, N_ ("Tell neither the cost of local calls nor the progress"),
      NULL },
    { "key", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_CALLBACK, on_key, NULL, NULL },
    { "api-key", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_CALLBACK, on_key, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files, NULL, N_ ("FILE|-") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context,
      _ ("Converts a request, sends both, and says what differs by more than the original differs from itself.\n"
         "FILE holds JSON, a line of a Batch file, or a curl command; - is the standard input."));
  g_option_context_set_description (
      context,
      _ ("Exit status: 0 no difference was found, 1 something is different, 2 not everything can be converted, "
         "3 unreadable, 4 wrong arguments, 5 nothing can be said, 6 something could not be started."));
  return g_option_context_parse (context, &argc, &argv, error);
}

int
tri_command_prove (int argc, char **argv)
{
  g_auto (Prove) self = { .n_rounds = TRI_PROOF_DEFAULT_ROUNDS, .input_price = -1, .output_price = -1 };
  g_autoptr (GError) error = NULL;
  const char *wrong;

  if (!parse (&self, argc, argv, &error))
    return refuse (error->message);
  wrong = find_wrong_word (&self);
  if (wrong)
    return refuse (wrong);
  if (!read_request (&self, &error))
    return say_error (UNREADABLE, error);
  choose_model (&self);
  if (tri_proof_ask_get_refused (self.ask)->len > 0)
    return say_refused (&self);
  if (!make_server (&self, &error))
    return g_error_matches (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE) ? say_error (UNAVAILABLE, error)
                                                                     : refuse (error->message);
  say_cost (&self);
  if (!is_agreed (&self))
    return refuse (_ ("nothing was sent; --yes says that it may leave this computer"));
  return prove (&self);
}

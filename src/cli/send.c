/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/archive-write.h"
#include "core/error.h"
#include "core/export-json.h"
#include "core/fairness.h"
#include "core/formats.h"
#include "core/safe-file.h"
#include "core/samples.h"
#include "files.h"
#include "panels.h"
#include "practice/practice-server.h"
#include "core/report.h"
#include "result.h"

/* As often as a person can see it; the text itself arrives whenever it arrives. */
#define DRAW_INTERVAL_MS 66

typedef struct
{
  TriServer *server;
  TriPracticeServer *practice;
  TriComparison *comparison;
  TriPrompt *prompt;
  TriSettings *settings;
  GArray *turns; /* TriTurn */
  char *instructions;
  const TriSample *sample;

  GBytes *body;  /* a raw body instead of a composed one */
  char *members; /* other members of a composed one */

  TriSchedule schedule;
  gboolean json;
  gboolean dry_run;
  char *save; /* where to; NULL */
  gboolean force;

  GMainLoop *loop;
  guint drawn_lines; /* of the picture that stands in the terminal now */
  gboolean interrupted;
} Send;

static void
clear_turn (gpointer data)
{
  g_free (((TriTurn *) data)->text);
}

static void
send_clear (Send *self)
{
  g_clear_object (&self->comparison);
  g_clear_pointer (&self->server, tri_server_unref);
  g_clear_pointer (&self->practice, tri_practice_server_free);
  g_clear_pointer (&self->prompt, tri_prompt_unref);
  g_clear_pointer (&self->settings, tri_settings_free);
  g_clear_pointer (&self->turns, g_array_unref);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->members);
  g_free (self->save);
  g_free (self->instructions);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Send, send_clear)

/* Arguments */

static gboolean
on_turn (const char *name, const char *value, gpointer data, GError **error)
{
  Send *self = data;
  TriTurn turn = { strcmp (name, "--user") == 0 ? TRI_ROLE_USER : TRI_ROLE_ASSISTANT, g_strdup (value) };

  g_array_append_val (self->turns, turn);
  return TRUE;
}

static gboolean
on_setting (const char *name, const char *value, gpointer data, GError **error)
{
  Send *self = data;
  const char *id = name + 2;

  for (guint i = 0; i < TRI_N_SETTINGS; i++)
    if (strcmp (tri_setting_get_info (i)->id, id) == 0)
      {
        /* --stop may be given several times: a line each. */
        g_autofree char *have = tri_settings_dup_text (self->settings, i);
        g_autofree char *text
            = i == TRI_SETTING_STOP && *have ? g_strconcat (have, "\n", value, NULL) : g_strdup (value);

        return tri_settings_set_text (self->settings, i, text, error);
      }
  g_assert_not_reached ();
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

/* The text of "-": standard input, without the one line end that echo and editors add. */
static char *
read_stdin (GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[8192];
  gsize n;

  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (text, buffer, (gssize) n);
  if (memchr (text->str, '\0', text->len))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("Prompt: byte %zu of standard input is NUL"),
                   (gsize) ((const char *) memchr (text->str, '\0', text->len) - text->str) + 1);
      return NULL;
    }
  if (text->len > 0 && text->str[text->len - 1] == '\n')
    g_string_truncate (text, text->len - 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
start_practice (gpointer user_data, GError **error)
{
  Send *self = user_data;
  const char *pace = g_getenv ("TRIPTYCH_PRACTICE_PACE_US");
  TriPracticeOptions options = { .pace_us = pace ? g_ascii_strtoll (pace, NULL, 10) : TRI_PRACTICE_READING_PACE_US };

  self->practice = tri_practice_server_new (&options, error);
  return self->practice ? g_strdup (tri_practice_server_get_base_url (self->practice)) : NULL;
}

static gboolean
make_server (Send *self, const char *base_url, const char *key_env, const char *const *models, GError **error)
{
  g_auto (TriUrlReading) reading = { NULL, NULL };
  g_autofree char *warning = NULL;
  g_autofree char *key = NULL;

  if (base_url == NULL)
    {
      if (key_env)
        {
          g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                       _ ("--key-env needs --base-url: the practice server takes no key"));
          return FALSE;
        }
      self->server = tri_server_new_started (
          _ ("Practice server"), self->sample ? self->sample->model : TRI_PRACTICE_MODEL, start_practice, self);
      return TRUE;
    }
  if (!tri_url_read (base_url, &reading, error))
    return FALSE;
  if (reading.remark)
    g_printerr (_ ("Base URL %s: %s\n"), reading.base_url, reading.remark);
  if (self->body == NULL && (models == NULL || *models == NULL))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                   _ ("--base-url needs --model: no model is known of that server"));
      return FALSE;
    }
  self->server = tri_server_new (reading.base_url, reading.base_url, key_env, NULL, NULL);
  warning = tri_server_dup_warning (self->server);
  if (warning)
    g_printerr ("%s\n", warning);
  key = tri_server_dup_key (self->server, error); /* found out now rather than once a column */
  tri_key_free (g_steal_pointer (&key));
  return *error == NULL;
}

/* A model for all columns ("gpt-5"), or for one format ("chat=gpt-5"). */
static const char *
find_model (const TriFormat *format, const char *const *models)
{
  const char *found = NULL;

  for (guint i = 0; models && models[i]; i++)
    {
      const char *equals = strchr (models[i], '=');
      g_autofree char *id = equals ? g_strndup (models[i], equals - models[i]) : NULL;

      if (id && tri_format_find (id))
        {
          if (tri_format_find (id) == format)
            return equals + 1;
        }
      else if (found == NULL)
        found = models[i];
    }
  return found;
}

static gboolean
make_columns (Send *self, const char *const *formats, const char *const *models, GError **error)
{
  guint n;
  const TriFormat *const *all = tri_formats_list (&n);

  self->comparison = tri_comparison_new ();
  for (guint i = 0; formats ? formats[i] != NULL : i < n; i++)
    {
      const TriFormat *format = formats ? tri_format_find (formats[i]) : all[i];
      g_autoptr (TriColumn) column = NULL;

      if (format == NULL)
        {
          g_autoptr (GString) ids = g_string_new (NULL);

          for (guint k = 0; k < n; k++)
            g_string_append_printf (ids, "%s%s", k ? ", " : "", all[k]->id);
          g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("--format: expected one of %s; found “%s”"), ids->str,
                       formats[i]);
          return FALSE;
        }
      column = tri_column_new (format, self->server, find_model (format, models));
      if ((self->body && !tri_column_set_body (column, self->body, error))
          || !tri_column_set_members (column, self->members, error))
        return FALSE;
      if (!self->body && *tri_column_get_model (column) == '\0')
        {
          g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("--model: none is given for %s"), format->id);
          return FALSE;
        }
      tri_comparison_insert (self->comparison, G_MAXUINT, column);
    }
  return TRUE;
}

static gboolean
make_prompt (Send *self, int argc, char **argv, GError **error)
{
  g_autofree char *text = NULL;

  if (self->body)
    {
      if (argc > 1 || self->sample)
        {
          g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                       _ ("--body: expected no prompt beside it; the body has its own"));
          return FALSE;
        }
      self->prompt = tri_prompt_new (NULL, "–", error); /* it is not sent */
      return self->prompt != NULL;
    }
  if (argc > 2 || (argc == 2 && self->sample) || (argc == 1 && !self->sample))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                   _ ("expected one prompt (in quotes), or “-” to read it from standard input, or --sample"));
      return FALSE;
    }
  if (self->sample)
    {
      self->prompt = tri_sample_dup_prompt (self->sample);
      return TRUE;
    }
  text = strcmp (argv[1], "-") == 0 ? read_stdin (error) : g_strdup (argv[1]);
  if (text == NULL)
    return FALSE;
  self->prompt = tri_prompt_new_with_turns (self->instructions, (const TriTurn *) self->turns->data, self->turns->len,
                                            text, error);
  return self->prompt != NULL;
}

static gboolean
parse (Send *self, int argc, char **argv, GError **error)
{
  g_autofree char *base_url = NULL, *key_env = NULL, *sample = NULL, *body = NULL;
  g_auto (GStrv) models = NULL, formats = NULL;
  gboolean no_stream = FALSE, no_stream_usage = FALSE;
  int repeats = 1;
  const GOptionEntry entries[] = {
    { "base-url", 'u', 0, G_OPTION_ARG_STRING, &base_url, N_ ("Ask this server instead of the practice server"),
      N_ ("URL") },
    { "key-env", 'k', 0, G_OPTION_ARG_STRING, &key_env, N_ ("The environment variable that holds the key"),
      N_ ("NAME") },
    { "model", 'm', 0, G_OPTION_ARG_STRING_ARRAY, &models, N_ ("The model, or one for a format: chat=NAME"),
      N_ ("NAME") },
    { "format", 'f', 0, G_OPTION_ARG_STRING_ARRAY, &formats, N_ ("A column: completions, chat or responses"),
      N_ ("FORMAT") },
    { "sample", 's', 0, G_OPTION_ARG_STRING, &sample, N_ ("Send this sample instead of a prompt"), N_ ("ID") },
    { "instructions", 'i', 0, G_OPTION_ARG_STRING, &self->instructions, N_ ("Instructions"), N_ ("TEXT") },
    { "body", 'b', 0, G_OPTION_ARG_FILENAME, &body, N_ ("Send the JSON of this file, byte for byte, in one format"),
      N_ ("FILE|-") },
    { "members", 0, 0, G_OPTION_ARG_STRING, &self->members, N_ ("Add the members of this object to the requests"),
      N_ ("JSON") },
    { "no-stream", 0, 0, G_OPTION_ARG_NONE, &no_stream, N_ ("Ask for whole responses"), NULL },
    { "no-stream-usage", 0, 0, G_OPTION_ARG_NONE, &no_stream_usage, N_ ("Do not ask for usage in streams"), NULL },
    { "repeat", 'r', 0, G_OPTION_ARG_INT, &repeats, N_ ("Ask this many times, and show medians and spread"), N_ ("N") },
    { "in-turn", 't', 0, G_OPTION_ARG_NONE, &self->schedule.in_turn, N_ ("Ask one after another instead of together"),
      NULL },
    { "save", 'o', 0, G_OPTION_ARG_FILENAME, &self->save, N_ ("Save the comparison, to be opened again"), N_ ("FILE") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &self->force, N_ ("Replace the file if it is there already"), NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print one JSON document for scripts"), NULL },
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &self->dry_run, N_ ("Show the requests, send nothing"), NULL },
    { NULL },
  };
  const GOptionEntry asked[] = {
    { "user", 0, 0, G_OPTION_ARG_CALLBACK, on_turn, N_ ("An earlier turn of the person, in order"), N_ ("TEXT") },
    { "assistant", 0, 0, G_OPTION_ARG_CALLBACK, on_turn, N_ ("An earlier turn of the assistant, in order"),
      N_ ("TEXT") },
    { "output-limit", 0, 0, G_OPTION_ARG_CALLBACK, on_setting, N_ ("At most this many tokens"), N_ ("N") },
    { "temperature", 0, 0, G_OPTION_ARG_CALLBACK, on_setting, N_ ("0 to 2"), N_ ("X") },
    { "top-p", 0, 0, G_OPTION_ARG_CALLBACK, on_setting, N_ ("0 to 1"), N_ ("X") },
    { "stop", 0, 0, G_OPTION_ARG_CALLBACK, on_setting, N_ ("A stop sequence; up to four"), N_ ("TEXT") },
    { "seed", 0, 0, G_OPTION_ARG_CALLBACK, on_setting, N_ ("A whole number"), N_ ("N") },
    { "presence-penalty", 0, 0, G_OPTION_ARG_CALLBACK, on_setting, N_ ("−2 to 2"), N_ ("X") },
    { "frequency-penalty", 0, 0, G_OPTION_ARG_CALLBACK, on_setting, N_ ("−2 to 2"), N_ ("X") },
    { "key", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_CALLBACK, on_key, NULL, NULL },
    { "api-key", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_CALLBACK, on_key, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("PROMPT|-"));
  GOptionGroup *group = g_option_group_new ("send", NULL, NULL, self, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_add_entries (group, asked);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_main_group (context, group);
  g_option_context_set_summary (context,
                                _ ("Sends one prompt to all formats at the same time and compares the answers."));
  g_option_context_set_description (context, _ ("Exit status: 0 all answered, 1 an answer did not come whole, 2 wrong "
                                                "arguments, 3 something could not be started."));
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;

  if (sample && (self->sample = tri_sample_find (sample)) == NULL)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                   _ ("--sample: there is none named “%s”; “triptych-cli samples” lists them"), sample);
      return FALSE;
    }
  if (repeats < 1 || repeats > 1000)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("--repeat: expected a number from 1 to 1000, found %d"),
                   repeats);
      return FALSE;
    }
  self->schedule.repeats = (guint) repeats;
  if (body && (self->members || !formats || formats[1]))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("--body: expected one --format, and no --members"));
      return FALSE;
    }
  if (body && (self->body = tri_read_input (body, error)) == NULL)
    return FALSE;
  if (no_stream)
    tri_settings_set_switch (self->settings, TRI_SETTING_STREAM, FALSE);
  if (no_stream_usage)
    tri_settings_set_switch (self->settings, TRI_SETTING_STREAM_USAGE, FALSE);
  if (self->sample && self->settings->values[TRI_SETTING_OUTPUT_LIMIT] == NULL)
    tri_sample_apply (self->sample, self->settings);
  return make_prompt (self, argc, argv, error)
         && make_server (self, base_url, key_env, (const char *const *) models, error)
         && make_columns (self, (const char *const *) formats, (const char *const *) models, error);
}

/* Showing */

/* The picture in the terminal while answers arrive: replaced as a whole, and no higher than the terminal, because the
 * cursor cannot go back over lines that have scrolled away. */
static void
draw (Send *self)
{
  guint n = tri_comparison_get_n_columns (self->comparison);
  g_autoptr (GString) out = g_string_new (NULL);
  guint width, height, cells;

  tri_panels_get_size (&width, &height);
  cells = tri_panels_fit (n, width);
  if (cells == 0 || height < 8)
    return;
  if (self->drawn_lines)
    g_string_append_printf (out, "\033[%uA\033[J", self->drawn_lines);
  tri_result_append_titles (self->comparison, out, cells);
  tri_result_append_answers (self->comparison, out, cells, height - 5);

  self->drawn_lines = 0;
  for (const char *p = out->str; *p; p++)
    self->drawn_lines += *p == '\n';
  fputs (out->str, stdout);
  fflush (stdout);
}

static gboolean
on_draw (gpointer user_data)
{
  draw (user_data);
  return G_SOURCE_CONTINUE;
}

static void
print_requests (Send *self)
{
  for (guint i = 0; i < tri_comparison_get_n_columns (self->comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);
      g_autoptr (GBytes) body = tri_column_dup_shown (column, self->prompt, self->settings, NULL);
      g_autoptr (TriJsonIndex) index = tri_json_index_new (body, NULL);
      g_autoptr (GBytes) shown = tri_json_index_reindent (index, 2, NULL);
      g_autofree char *url = tri_column_dup_url (column);
      g_autoptr (GPtrArray) list = tri_comparison_list_gaps (self->comparison, i, self->prompt, self->settings);
      g_autofree char *gaps = tri_report_dup_gaps (list);

      g_print ("%s%s\n", i ? "\n" : "", url);
      fwrite (g_bytes_get_data (shown, NULL), 1, g_bytes_get_size (shown), stdout);
      g_print ("\n%s%s", gaps, *gaps ? "\n" : "");
    }
}

/* Running */

static void
on_running (TriComparison *comparison, GParamSpec *pspec, gpointer user_data)
{
  Send *self = user_data;

  if (!tri_comparison_is_running (comparison))
    g_main_loop_quit (self->loop);
}

/* The first Ctrl+C stops the columns and shows what came; a second one ends the program. */
static gboolean
on_interrupt (gpointer user_data)
{
  Send *self = user_data;

  self->interrupted = TRUE;
  tri_comparison_stop (self->comparison);
  return G_SOURCE_REMOVE;
}

/* What was asked and what came, as it can be saved and exported. */
static TriArchive *
make_archive (Send *self, GError **error)
{
  TriDraft *draft = tri_draft_new ();

  if (!self->body)
    tri_draft_set_prompt (draft, self->prompt);
  tri_settings_free (draft->settings);
  draft->settings = tri_settings_copy (self->settings);
  return tri_archive_new (self->comparison, draft, error);
}

static void
print_result (Send *self)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (self->drawn_lines)
    g_string_append_printf (out, "\033[%uA\033[J", self->drawn_lines);
  tri_result_append (self->comparison, out);
  fputs (out->str, stdout);
}

/* Prints and saves. What cannot be saved is seen at least. */
static int
finish (Send *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TriArchive) archive = self->json || self->save ? make_archive (self, &error) : NULL;

  if (!self->json)
    print_result (self);
  else if (archive)
    {
      g_autoptr (GBytes) json = tri_export_json (archive);

      tri_result_print_bytes (json, TRUE);
    }
  fflush (stdout);
  if (error == NULL && self->save)
    tri_archive_save (archive, self->save, TRI_CONTAINER_ZIP, self->force, &error);
  if (error == NULL)
    return tri_result_get_exit_code (self->comparison);
  g_printerr ("triptych-cli: %s\n", error->message);
  return TRI_EXIT_UNAVAILABLE;
}

static int
run (Send *self)
{
  guint timer = 0;

  self->loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect (self->comparison, "notify::running", G_CALLBACK (on_running), self);
  g_unix_signal_add (SIGINT, on_interrupt, self);
  if (!self->json && isatty (STDOUT_FILENO))
    timer = g_timeout_add (DRAW_INTERVAL_MS, on_draw, self);
  tri_comparison_send_scheduled (self->comparison, self->prompt, self->settings, &self->schedule);
  if (tri_comparison_is_running (self->comparison))
    g_main_loop_run (self->loop);
  if (timer)
    g_source_remove (timer);

  return finish (self);
}

int
tri_command_send (int argc, char **argv)
{
  g_auto (Send) self = { .settings = tri_settings_new (), .turns = g_array_new (FALSE, FALSE, sizeof (TriTurn)) };
  g_autoptr (GError) error = NULL;

  g_array_set_clear_func (self.turns, clear_turn);
  if (!parse (&self, argc, argv, &error))
    {
      if (!g_error_matches (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE))
        return tri_command_usage_error ("send", error->message);
      g_printerr ("triptych-cli: %s\n", error->message);
      return TRI_EXIT_UNAVAILABLE;
    }

  if (self.save && !self.force && g_file_test (self.save, G_FILE_TEST_EXISTS))
    {
      tri_safe_set_error (&error, self.save, EEXIST); /* said before anything is sent */
      return tri_command_usage_error ("send", error->message);
    }
  if (self.save && !self.dry_run)
    {
      g_autofree char *folder = g_path_get_dirname (self.save);

      if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
        {
          tri_safe_set_error (&error, self.save, ENOENT); /* answers may have cost something */
          g_printerr ("triptych-cli: %s\n", error->message);
          return TRI_EXIT_UNAVAILABLE;
        }
    }
  if (self.dry_run)
    {
      print_requests (&self);
      return TRI_EXIT_OK;
    }
  return run (&self);
}

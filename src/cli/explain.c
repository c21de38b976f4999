/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/error.h"
#include "core/explain-text.h"
#include "core/rosetta.h"
#include "core/text.h"
#include "files.h"

static GBytes *
read_file (const char *path, GError **error) /* the error names the file */
{
  g_autoptr (TriLineReader) reader = tri_line_reader_new (path, error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!reader || !tri_line_reader_rest (reader, text, error))
    return NULL;
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/* "label: text", where there is one; what others wrote is harmless in a terminal. */
static void
print_line (const char *label, const char *text)
{
  g_autofree char *excerpt = text ? tri_text_dup_excerpt (text, 600) : NULL;

  if (excerpt)
    g_print ("%s: %s\n", label, excerpt);
}

static void
print_explanation (const TriExplanation *explanation)
{
  const TriMeaning *meaning = explanation->meaning ? tri_meaning_find (explanation->meaning) : NULL;

  print_line (_ ("The API says"), explanation->message);
  print_line (_ ("It is about"), explanation->param);
  print_line (_ ("Cause"), explanation->cause);
  print_line (explanation->can_apply ? _ ("Fix") : _ ("Advice"), explanation->fix);
  print_line (_ ("Row of the table"), explanation->meaning);
  if (meaning && meaning->note)
    print_line (_ ("Worth knowing"), _ (meaning->note));
}

static int
apply (const TriExplanation *explanation,
       GBytes *request,
       const TriExplainWords *words,
       const char *output,
       gboolean force)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) mended = tri_explain_apply (explanation, request, words, &error);
  g_autoptr (TriOutFile) file = mended ? tri_out_file_new (output, force, &error) : NULL;

  if (file)
    {
      tri_out_write_request (tri_out_file_get (file), mended);
      if (!output)
        fputc ('\n', tri_out_file_get (file));
      if (tri_out_file_commit (file, &error))
        return TRI_EXIT_OK;
    }
  g_printerr ("triptych-cli: %s\n", error->message);
  if (g_error_matches (error, TRI_ERROR, TRI_ERROR_UNAVAILABLE) && !mended)
    g_printerr ("%s\n", tri_explanation_get_word (explanation) == TRI_EXPLAIN_WORD_MODEL ? _ ("Give it by --model.")
                                                                                         : _ ("Give it by --input."));
  return TRI_EXIT_UNAVAILABLE;
}

/* Whether the text looks as if it was meant to be JSON. */
static gboolean
is_json (const char *text, gsize n_bytes)
{
  gsize i = 0;

  while (i < n_bytes && g_ascii_isspace (text[i]))
    i++;
  return i < n_bytes && strchr ("{[", text[i]);
}

/* The error of a text, and the request beside it unless there is one already. */
static TriExplanation *
explain (GBytes *text, GBytes **request, const TriFormat **endpoint, GError **error)
{
  gsize n_bytes;
  const char *bytes = g_bytes_get_data (text, &n_bytes);
  g_autoptr (TriExplainText) found = tri_explain_text_read (bytes, n_bytes);

  if (found && found->request && !*request)
    *request = g_bytes_ref (found->request);
  if (found && !*endpoint)
    *endpoint = found->endpoint;
  if (!found && !is_json (bytes, n_bytes))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID,
                   _ ("expected an error: its JSON, what a library printed of it, or a sentence that is known, found "
                      "none"));
      return NULL;
    }
  /* Where there is none, it is said why the text is no error. */
  return tri_explain (found ? found->body : text, *request, found ? found->status : 0, error);
}

int
tri_command_explain (int argc, char **argv)
{
  g_autofree char *request_path = NULL, *output = NULL, *model = NULL, *text = NULL, *at = NULL;
  const TriFormat *endpoint;
  gboolean force = FALSE, do_apply = FALSE;
  g_auto (GStrv) files = NULL;
  const GOptionEntry entries[] = {
    { "request", 0, 0, G_OPTION_ARG_FILENAME, &request_path, N_ ("The request that was refused"), N_ ("FILE") },
    { "apply", 0, 0, G_OPTION_ARG_NONE, &do_apply, N_ ("Print the mended request instead"), NULL },
    { "model", 0, 0, G_OPTION_ARG_STRING, &model, N_ ("The model to put in where one is missing"), N_ ("NAME") },
    { "input", 0, 0, G_OPTION_ARG_STRING, &text, N_ ("The input to put in where one is missing"), N_ ("TEXT") },
    { "endpoint", 0, 0, G_OPTION_ARG_STRING, &at,
      N_ ("Whose endpoint refused it: completions, chat or responses (default: found out)"), N_ ("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("Write the mended request to this file"), N_ ("FILE") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_ ("Replace a file that is there"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, N_ ("FILE") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL, request = NULL;
  g_autoptr (TriExplanation) explanation = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Explains why an API refused a request.\nFILE holds the error as it came, and "
                                   "maybe the request beside it; - is the standard input."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return tri_command_usage_error ("explain", error->message);
  if (!files || files[1])
    return tri_command_usage_error ("explain", _ ("expected one file, or - for the standard input"));
  endpoint = at ? tri_format_find (at) : NULL;
  if (at && !endpoint)
    return tri_command_usage_error ("explain", _ ("--endpoint: expected completions, chat or responses"));
  body = read_file (files[0], &error);
  request = body && request_path ? read_file (request_path, &error) : NULL;
  explanation = error ? NULL : explain (body, &request, &endpoint, &error);
  if (!explanation)
    {
      g_autofree char *message
          = body && (request || !request_path) ? tri_dup_file_error (files[0], 0, error) : g_strdup (error->message);

      g_printerr ("triptych-cli: %s\n", message);
      return TRI_EXIT_UNAVAILABLE;
    }
  if ((do_apply || output) && !request)
    return tri_command_usage_error ("explain", _ ("--apply needs the request: beside the error, or by --request"));
  if (do_apply || output)
    {
      TriExplainWords words = { model, text, endpoint };

      return apply (explanation, request, &words, output, force);
    }
  print_explanation (explanation);
  return g_str_equal (explanation->id, "unknown") ? TRI_EXIT_UNANSWERED : TRI_EXIT_OK;
}

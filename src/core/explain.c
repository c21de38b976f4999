/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "curl-command.h"
#include "error.h"
#include "explain-mend.h"
#include "explain-rows.h"
#include "json-index.h"
#include "migrate-rules.h"
#include "server.h"

/* ---- What a name means ---- */

/* Why a member has no place in Responses. */
static const TriLedgerRule *
find_rule (const char *param)
{
  static const struct
  {
    const char *name;
    TriRule rule;
  } lost[] = {
    { "n", TRI_RULE_MANY_ANSWERS },
    { "stop", TRI_RULE_STOP },
    { "seed", TRI_RULE_SEED },
    { "presence_penalty", TRI_RULE_PENALTY },
    { "frequency_penalty", TRI_RULE_PENALTY },
    { "logit_bias", TRI_RULE_LOGIT_BIAS },
    { "logprobs", TRI_RULE_LOGPROBS },
    { "suffix", TRI_RULE_SUFFIX },
    { "echo", TRI_RULE_ECHO },
    { "best_of", TRI_RULE_BEST_OF },
    { "audio", TRI_RULE_AUDIO },
    { "modalities", TRI_RULE_MODALITIES },
    { "prediction", TRI_RULE_PREDICTION },
    { "stream_options.include_usage", TRI_RULE_STREAM_USAGE },
    { "web_search_options", TRI_RULE_WEB_SEARCH },
    { "functions", TRI_RULE_FUNCTION_TOOL },
  };

  for (guint i = 0; param && i < G_N_ELEMENTS (lost); i++)
    if (g_str_equal (lost[i].name, param))
      return tri_migrate_get_rule (lost[i].rule);
  if (param && g_str_has_suffix (param, ".name") && g_str_has_prefix (param, "input["))
    return tri_migrate_get_rule (TRI_RULE_NAME);
  return NULL;
}

/* "tools[0].name" as cells write it: "tools[].name". */
static char *
dup_pattern (const char *param)
{
  GString *pattern = g_string_new (NULL);

  for (const char *at = param; *at; at++)
    {
      g_string_append_c (pattern, *at);
      if (*at == '[')
        at += strspn (at + 1, "0123456789");
    }
  return g_string_free (pattern, FALSE);
}

/* Whether the path of a cell, whatever the shapes in it, is `pattern`. */
static gboolean
is_path (const char *path, const char *pattern)
{
  for (; *path; path++)
    {
      if (*path == '<')
        path += strcspn (path, ">");
      else if (*path != *pattern++)
        return FALSE;
    }
  return *pattern == '\0';
}

/* The meaning of what stands there in requests of one format; NULL if it has none, or several. */
static const char *
find_cell_meaning (const TriCellTable *cells, const char *pattern)
{
  const char *meaning = NULL;

  for (guint i = 0; i < cells->n; i++)
    {
      const TriCell *cell = &cells->list[i];

      if (cell->place != TRI_PLACE_REQUEST || !is_path (cell->path, pattern))
        continue;
      if (meaning && !g_str_equal (meaning, cell->meaning))
        return NULL;
      meaning = cell->meaning;
    }
  return meaning;
}

/* The row of the table: of the value itself, or of what is around it. */
static const char *
find_meaning (const char *param)
{
  g_autofree char *pattern = param ? dup_pattern (param) : NULL;
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  while (pattern && *pattern)
    {
      char *dot = strrchr (pattern, '.'), *bracket = strrchr (pattern, '[');

      for (guint i = 0; i < n_formats; i++)
        {
          const char *meaning = find_cell_meaning (formats[i]->cells, pattern);

          if (meaning)
            return meaning;
        }
      *(dot > bracket ? dot : bracket ? bracket : pattern) = '\0';
    }
  return NULL;
}

/* ---- Reading ---- */

/* {error: {message, …}}, {message, …}, or [{error: …}] as some servers send it. */
static guint
find_error (const TriJsonIndex *index)
{
  guint root = tri_json_index_get_element (index, 0, 0);
  guint error;

  if (root == TRI_JSON_NONE)
    root = 0;
  error = tri_json_index_get_member (index, root, "error");
  return tri_json_index_get_member (index, error, "message") != TRI_JSON_NONE ? error : root;
}

/* Where there is no `message`: {error: "…"}, {detail: "…"}, and {detail: [{msg, loc}]} of FastAPI. */
static char *
dup_other_message (const TriJsonIndex *index)
{
  guint detail = tri_json_index_get_member (index, 0, "detail");
  guint first = tri_json_index_get_element (index, detail, 0);
  char *error = tri_json_index_dup_string (index, tri_json_index_get_member (index, 0, "error"), NULL);

  if (error)
    return error;
  return first == TRI_JSON_NONE
             ? tri_json_index_dup_string (index, detail, NULL)
             : tri_json_index_dup_string (index, tri_json_index_get_member (index, first, "msg"), NULL);
}

static char *
dup_member (const TriJsonIndex *index, guint object, const char *name)
{
  return tri_json_index_dup_string (index, tri_json_index_get_member (index, object, name), NULL);
}

static void
fill_unknown (TriExplanation *explanation)
{
  explanation->id = "unknown";
  explanation->recipe = TRI_RECIPE_NONE;
  explanation->meaning = find_meaning (explanation->param);
  explanation->cause = g_strdup (_ ("The table does not have this sentence; the API's own words are all there is."));
  explanation->fix = explanation->param ? g_strdup_printf (_ ("Look at “%s”."), explanation->param)
                                        : g_strdup (_ ("Look for it in the documentation of the server."));
}

/* What cannot be parsed is looked at: the place is known. */
static void
look_at_request (TriExplanation *explanation, GBytes *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TriJsonIndex) index = request ? tri_json_index_new (request, &error) : NULL;

  if (!request || index || !g_str_equal (explanation->id, "not-json"))
    return;
  g_free (explanation->fix);
  explanation->fix = g_strdup_printf (_ ("Mend this: %s."), error->message);
}

static void
fill (TriExplanation *explanation, const TriExplainRow *row, char **quotes)
{
  const TriLedgerRule *rule;

  if (!explanation->param && row->param_at >= 0)
    explanation->param = g_strdup (quotes[row->param_at]);
  if (row->value_at >= 0)
    explanation->value = g_strdup (quotes[row->value_at]);
  explanation->id = row->id;
  explanation->recipe = row->recipe;
  rule = row->recipe == TRI_RECIPE_UNKNOWN ? find_rule (explanation->param) : NULL;
  explanation->meaning = row->meaning            ? row->meaning
                         : rule && rule->meaning ? rule->meaning
                                                 : find_meaning (explanation->param);
  explanation->cause = rule ? g_strdup_printf ("%s %s", _ (row->cause), _ (rule->reason)) : g_strdup (_ (row->cause));
  explanation->fix = g_strdup (_ (row->fix));
  explanation->can_apply = row->recipe != TRI_RECIPE_NONE;
}

/* Servers repeat keys ("Incorrect API key provided: …"). */
static void
mask (char **text)
{
  char *masked = *text ? tri_curl_dup_masked (*text, 0) : NULL;

  if (!masked)
    return;
  tri_key_free (*text);
  *text = masked;
}

/* What came with such a status is no JSON: a page of what stands before the server, or nothing. */
static TriExplanation *
explain_status (guint status)
{
  char *no_quotes[TRI_EXPLAIN_MAX_QUOTES] = { NULL };
  const TriExplainRow *row = tri_explain_find_other (NULL, NULL, NULL, status);
  TriExplanation *explanation = row ? g_new0 (TriExplanation, 1) : NULL;

  if (!explanation)
    return NULL;
  explanation->message = g_strdup_printf (_ ("Status %u, and no words of an API"), status);
  fill (explanation, row, no_quotes);
  return explanation;
}

TriExplanation *
tri_explain (GBytes *body, GBytes *request, guint status, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (TriJsonIndex) index = tri_json_index_new (body, &local);
  g_autoptr (TriExplanation) explanation = index ? NULL : explain_status (status);
  g_autofree char *code = NULL, *type = NULL;
  char *quotes[TRI_EXPLAIN_MAX_QUOTES] = { NULL };
  const TriExplainRow *row;
  guint object;

  if (!index && !explanation)
    g_propagate_error (error, g_steal_pointer (&local));
  if (!index)
    return g_steal_pointer (&explanation);
  object = find_error (index);
  explanation = g_new0 (TriExplanation, 1);
  explanation->message = dup_member (index, object, "message");
  explanation->param = dup_member (index, object, "param");
  code = dup_member (index, object, "code");
  type = dup_member (index, object, "type");
  if (!explanation->message)
    explanation->message = dup_other_message (index);
  mask (&explanation->message);
  mask (&explanation->param);
  if (!explanation->message)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_SHAPE,
                   _ ("expected an error such as {\"error\": {\"message\": \"…\"}}, found none"));
      return NULL;
    }
  row = tri_explain_find_row (explanation->message, quotes);
  if (!row)
    row = tri_explain_find_other (explanation->message, code, type, status);
  if (row)
    fill (explanation, row, quotes);
  else
    fill_unknown (explanation);
  tri_explain_clear_quotes (quotes);
  look_at_request (explanation, request);
  return g_steal_pointer (&explanation);
}

void
tri_explanation_free (TriExplanation *explanation)
{
  if (!explanation)
    return;
  g_free (explanation->param);
  g_free (explanation->message);
  g_free (explanation->cause);
  g_free (explanation->fix);
  g_free (explanation->value);
  g_free (explanation);
}

/* Where texts to be answered stand. */
static gboolean
is_text (const char *param)
{
  static const char *const names[] = { "input", "messages", "prompt", NULL };

  return param && g_strv_contains (names, param);
}

TriExplainWord
tri_explanation_get_word (const TriExplanation *explanation)
{
  switch (explanation->recipe)
    {
    case TRI_RECIPE_MODEL:
      return TRI_EXPLAIN_WORD_MODEL;
    case TRI_RECIPE_INPUT:
      return TRI_EXPLAIN_WORD_TEXT;
    case TRI_RECIPE_MISSING:
      return g_strcmp0 (explanation->param, "model") == 0 ? TRI_EXPLAIN_WORD_MODEL
             : is_text (explanation->param)               ? TRI_EXPLAIN_WORD_TEXT
                                                          : TRI_EXPLAIN_WORD_NONE;
    default:
      return TRI_EXPLAIN_WORD_NONE;
    }
}

gboolean
tri_explain_is_request (GBytes *request, GError **error)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (request, error);

  return index && tri_explain_check_request (index, error);
}

GBytes *
tri_explain_apply (const TriExplanation *explanation, GBytes *request, const TriExplainWords *words, GError **error)
{
  TriExplainOrder order = { explanation->recipe, explanation->param, explanation->value, NULL, NULL, NULL };

  if (!explanation->can_apply)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("this must be mended by hand: %s"), explanation->fix);
      return NULL;
    }
  if (words)
    {
      order.model = words->model;
      order.text = words->text;
      order.endpoint = words->endpoint;
    }
  return tri_explain_cook (&order, request, error);
}

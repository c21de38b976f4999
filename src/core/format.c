/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Asking */

/* The cell with which a request says it: one that is deprecated only where nothing has taken its place. */
static const TriCell *
find_request_cell (const TriFormat *format, const char *meaning)
{
  const TriCell *deprecated = NULL;

  for (guint i = 0; i < format->cells->n; i++)
    {
      const TriCell *cell = &format->cells->list[i];

      if (cell->place != TRI_PLACE_REQUEST || !g_str_equal (cell->meaning, meaning))
        continue;
      if (!(cell->flags & TRI_CELL_DEPRECATED))
        return cell;
      if (!deprecated)
        deprecated = cell;
    }
  return deprecated;
}

const TriCell *
tri_format_get_setting_cell (const TriFormat *format, TriSetting setting)
{
  return find_request_cell (format, tri_setting_get_info (setting)->id);
}

/* Checked JSON text as a value: a setting's number, truth value or array of strings; a person's members. */
static TriJsonValue *
new_value (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);

  g_assert (index != NULL); /* whoever keeps it has checked it */
  return tri_json_value_new_from_index (index, 0);
}

/* The person's own members come last, and have the last word. */
static void
add_members (TriJsonValue *request, const char *json)
{
  g_autoptr (TriJsonValue) members = json ? new_value (json) : NULL;

  for (guint i = 0; i < tri_json_value_get_length (members); i++)
    {
      const char *name = tri_json_value_get_name (members, i);

      tri_json_value_take (request, name, tri_json_value_copy (tri_json_value_get (members, name)));
    }
}

/* Without what the prompt becomes, whose place is behind the model. */
static GBytes *
build_request (const TriFormat *format, const TriAsk *ask, gboolean with_prompt)
{
  g_autoptr (TriJsonValue) request = tri_json_value_new_object ();
  gboolean streams = tri_settings_get_switch (ask->settings, TRI_SETTING_STREAM);

  tri_json_value_take (request, "model", tri_json_value_new_string (ask->model, -1));
  if (with_prompt)
    format->build (ask, request);
  for (TriSetting setting = 0; setting < TRI_N_SETTINGS; setting++)
    {
      const TriCell *cell = tri_format_get_setting_cell (format, setting);
      const char *value = ask->settings->values[setting];

      /* The published API refuses stream_options without stream. */
      if (cell && value && (setting != TRI_SETTING_STREAM_USAGE || streams))
        tri_json_value_take_path (request, cell->path, new_value (value));
    }
  add_members (request, ask->members);
  return tri_json_value_to_bytes (request, 0);
}

GBytes *
tri_format_build (const TriFormat *format, const TriAsk *ask)
{
  return build_request (format, ask, TRUE);
}

GBytes *
tri_format_build_settings (const TriFormat *format, const TriAsk *ask)
{
  return build_request (format, ask, FALSE);
}

/* What a request says, whoever wrote it */

static guint
find_said (const TriFormat *format, const TriJsonIndex *request, const char *meaning)
{
  for (guint i = 0; request && i < format->cells->n; i++)
    {
      const TriCell *cell = &format->cells->list[i];
      guint token = TRI_JSON_NONE;

      if (cell->place == TRI_PLACE_REQUEST && g_str_equal (cell->meaning, meaning))
        token = tri_json_index_find (request, cell->path); /* patterns are no paths, and lead to nothing */
      if (token != TRI_JSON_NONE && tri_json_index_get_tokens (request, NULL)[token].kind != TRI_JSON_NULL)
        return token;
    }
  return TRI_JSON_NONE;
}

/* Tokens; -1 if the request leaves it open. */
static gint64
read_output_limit (const TriFormat *format, const TriJsonIndex *request)
{
  guint token = find_said (format, request, "output-limit");
  g_autofree char *raw = token != TRI_JSON_NONE ? tri_json_index_dup_raw (request, token) : NULL;

  return raw ? CLAMP (g_ascii_strtoll (raw, NULL, 10), 0, G_MAXINT) : -1;
}

/* How many answers share the tokens of the usage: those that are asked for, or written to be chosen from. */
static gint64
count_answers (const TriFormat *format, const TriJsonIndex *request)
{
  static const char *const meanings[] = { "answers-asked", "best-of" };
  gint64 n = 1;

  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    {
      guint token = find_said (format, request, meanings[i]);
      g_autofree char *raw = token != TRI_JSON_NONE ? tri_json_index_dup_raw (request, token) : NULL;

      n = CLAMP (raw ? g_ascii_strtoll (raw, NULL, 10) : 1, n, G_MAXINT);
    }
  return n;
}

int
tri_format_get_default_output_limit (const TriFormat *format)
{
  const TriCell *cell = tri_format_get_setting_cell (format, TRI_SETTING_OUTPUT_LIMIT);

  return cell && cell->default_value ? (int) g_ascii_strtoll (cell->default_value, NULL, 10) : 0;
}

void
tri_gap_free (TriGap *gap)
{
  g_free (gap->text);
  g_free (gap);
}

static void
add_gap (GPtrArray *gaps, TriGapKind kind, const char *what, char *text)
{
  TriGap *gap = g_new (TriGap, 1);

  *gap = (TriGap){ kind, what, text };
  g_ptr_array_add (gaps, gap);
}

static void
list_unsayable (const TriFormat *format, const TriSettings *settings, GPtrArray *gaps)
{
  for (guint i = 0; i < TRI_N_SETTINGS; i++)
    /* A format without a name for "usage in streams" always sends it, so nothing is lost. */
    if (settings->values[i] && i != TRI_SETTING_STREAM_USAGE && tri_format_get_setting_cell (format, i) == NULL)
      {
        const TriSettingInfo *info = tri_setting_get_info (i);

        add_gap (gaps, TRI_GAP_DROPPED, info->id,
                 g_strdup_printf (_ ("%s cannot say “%s”: it is not sent."), format->title, _ (info->label)));
      }
}

GPtrArray *
tri_format_list_gaps (const TriFormat *format, const TriAsk *ask, GBytes *request)
{
  GPtrArray *gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_gap_free);
  g_autoptr (TriJsonIndex) index = request ? tri_json_index_new (request, NULL) : NULL;
  gint64 limit = read_output_limit (format, index);

  if (ask && format->list_gaps)
    format->list_gaps (ask, gaps);
  if (ask)
    list_unsayable (format, ask->settings, gaps);

  if (index && limit < 0 && tri_format_get_default_output_limit (format) > 0)
    add_gap (gaps, TRI_GAP_DEFAULT, "output-limit",
             g_strdup_printf (_ ("%s stops after %d tokens when no output limit is set."), format->title,
                              tri_format_get_default_output_limit (format)));
  if (limit >= 0 && limit < format->minimum_output_limit)
    add_gap (gaps, TRI_GAP_REFUSED, "output-limit",
             g_strdup_printf (_ ("%s takes no output limit under %d tokens: the server may refuse it."), format->title,
                              format->minimum_output_limit));
  return gaps;
}

gboolean
tri_format_usage_not_asked (const TriFormat *format, const TriSettings *settings)
{
  return tri_settings_get_switch (settings, TRI_SETTING_STREAM)
         && tri_format_get_setting_cell (format, TRI_SETTING_STREAM_USAGE) != NULL
         && !tri_settings_get_switch (settings, TRI_SETTING_STREAM_USAGE);
}

char *
tri_format_dup_storage_note (const TriFormat *format, GBytes *request)
{
  g_autoptr (TriJsonIndex) index = request ? tri_json_index_new (request, NULL) : NULL;
  guint token = index ? tri_json_index_find (index, "store") : TRI_JSON_NONE;
  g_autofree char *store = token != TRI_JSON_NONE ? tri_json_index_dup_raw (index, token) : NULL;
  const TriCell *cell = find_request_cell (format, "store");

  if (g_strcmp0 (store, "true") == 0)
    return g_strdup_printf (_ ("%s: the request asks the provider to store the answer."), format->title);
  if (store || !cell || g_strcmp0 (cell->default_value, "true") != 0)
    return NULL;
  return g_strdup_printf (
      _ ("%s: providers store the answer unless the request has “\"store\": false”, which it has not."), format->title);
}

/* Why it ended */

static char *
explain_length (const TriFormat *format, gint64 limit)
{
  if (limit >= 0)
    return g_strdup_printf (_ ("Cut at the output limit of %d tokens that was set."), (int) limit);
  if (tri_format_get_default_output_limit (format) > 0)
    return g_strdup_printf (_ ("Cut after %d tokens: the default of %s when no output limit is set."),
                            tri_format_get_default_output_limit (format), format->title);
  return g_strdup (_ ("Cut at the server’s own output limit."));
}

static char *
explain_stop (const TriReply *reply, gint64 limit, gint64 n_answers, gboolean stop_asked)
{
  if (limit >= 0 && reply->output_tokens >= limit * n_answers)
    return g_strdup_printf (_ ("The server says it ended by itself, but the answer is as long as the limit of "
                               "%d tokens: it may have been cut."),
                            (int) limit);
  return g_strdup (stop_asked ? _ ("Ended by itself or at a stop sequence.") : _ ("Ended by itself."));
}

char *
tri_format_explain_end (const TriFormat *format, const TriReply *reply, GBytes *request)
{
  g_autoptr (TriJsonIndex) index = request ? tri_json_index_new (request, NULL) : NULL;
  gint64 limit = read_output_limit (format, index);
  g_autofree char *why = NULL;

  switch (reply->finish)
    {
    case TRI_FINISH_NONE:
      return NULL;
    case TRI_FINISH_STOP:
      why = explain_stop (reply, limit, count_answers (format, index),
                          find_said (format, index, "stop") != TRI_JSON_NONE);
      break;
    case TRI_FINISH_LENGTH:
      why = explain_length (format, limit);
      break;
    case TRI_FINISH_TOOL_CALLS:
      return g_strdup (_ ("The turn ended with a request to call a function."));
    case TRI_FINISH_CONTENT_FILTER:
      return g_strdup (_ ("A content filter of the server ended it."));
    case TRI_FINISH_REFUSAL:
      return g_strdup (_ ("The model refused to answer."));
    case TRI_FINISH_FAILED:
      return g_strdup (_ ("The server failed while it answered."));
    case TRI_FINISH_CANCELLED:
      return g_strdup (_ ("It was cancelled on the server."));
    case TRI_FINISH_UNKNOWN:
    default:
      return g_strdup (_ ("The published API does not have this word; it is the server’s own."));
    }

  if (!tri_reply_has_text (reply) && reply->reasoning_tokens > 0)
    return g_strdup_printf (_ ("%s 0 visible tokens, %d of reasoning."), why,
                            (int) MIN (reply->reasoning_tokens, G_MAXINT));
  return g_steal_pointer (&why);
}

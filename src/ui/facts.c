/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/baseline.h"
#include "core/text.h"

#define NOTHING "–"
#define BETWEEN "\u00a0· " /* a line never begins with the point */

/* Outside words for one line of the screen. */
static void
append_outside (GString *line, const char *text, guint max_chars)
{
  g_autofree char *fit = tri_text_dup_displayable (text ? text : "", -1, NULL);
  g_autofree char *excerpt = tri_text_dup_excerpt (fit, max_chars);

  g_string_append (line, excerpt);
}

static void
append_between (GString *line)
{
  if (line->len > 0)
    g_string_append (line, BETWEEN);
}

static const TriReply *
get_reply (TriExchange *exchange)
{
  const TriReader *reader = exchange ? tri_exchange_get_reader (exchange) : NULL;

  return reader ? tri_reader_get_reply (reader) : NULL;
}

TriTone
tri_facts_get_tone (TriExchange *exchange)
{
  const TriReply *reply = get_reply (exchange);

  if (!exchange || tri_exchange_get_state (exchange) == TRI_EXCHANGE_READY)
    return TRI_TONE_NONE;
  if (tri_exchange_is_running (exchange))
    return TRI_TONE_RUNNING;

  switch (tri_exchange_get_record (exchange)->ending)
    {
    case TRI_ENDING_ANSWERED:
      break;
    case TRI_ENDING_STOPPED:
    case TRI_ENDING_CUT:
      return TRI_TONE_WARNING;
    default:
      return TRI_TONE_FAILED;
    }

  switch (reply ? reply->finish : TRI_FINISH_NONE)
    {
    case TRI_FINISH_STOP:
    case TRI_FINISH_TOOL_CALLS:
      return TRI_TONE_GOOD;
    case TRI_FINISH_FAILED:
      return TRI_TONE_FAILED;
    default:
      return TRI_TONE_WARNING;
    }
}

const char *
tri_facts_get_tone_icon (TriTone tone)
{
  switch (tone)
    {
    case TRI_TONE_GOOD:
      return "object-select-symbolic";
    case TRI_TONE_WARNING:
      return "dialog-warning-symbolic";
    case TRI_TONE_FAILED:
      return "dialog-error-symbolic";
    default:
      return NULL;
    }
}

char *
tri_facts_dup_end (TriExchange *exchange)
{
  GString *line;
  const TriReply *reply = get_reply (exchange);
  const TriRecord *record;

  if (!exchange || tri_exchange_get_state (exchange) == TRI_EXCHANGE_READY)
    return g_strdup (NOTHING);
  if (tri_exchange_get_state (exchange) == TRI_EXCHANGE_SENDING)
    return g_strdup (_ ("Waiting for the first byte…"));

  line = g_string_new (NULL);
  record = tri_exchange_get_record (exchange);
  if (tri_exchange_is_running (exchange))
    g_string_append (line, _ ("Receiving…"));
  else
    {
      if (record->ending != TRI_ENDING_ANSWERED)
        append_outside (line, tri_ending_get_label (record->ending), 60);
      for (guint i = 0; reply && i < reply->ends->len; i++)
        {
          const TriFact *fact = reply->ends->pdata[i];

          append_between (line);
          append_outside (line, fact->name, 60);
          g_string_append (line, ": ");
          append_outside (line, fact->value, 60);
        }
      if (line->len == 0)
        g_string_append (line, _ ("The server did not say"));
    }
  return g_string_free (line, FALSE);
}

/* The counts first, their details behind them: a name with a point in it is a detail. Details that are nought would
 * only push the others out of sight. */
static void
append_usage (GString *line, GPtrArray *usage, gboolean details)
{
  for (guint i = 0; i < usage->len; i++)
    {
      const TriFact *fact = usage->pdata[i];

      if ((strchr (fact->name, '.') != NULL) != details || (details && g_str_equal (fact->value, "0")))
        continue;
      append_between (line);
      append_outside (line, fact->name, 80);
      g_string_append (line, "\u00a0"); /* a name is not torn from its number */
      append_outside (line, fact->value, 24);
    }
}

char *
tri_facts_dup_tokens (TriColumn *column, TriExchange *exchange)
{
  const TriReply *reply = get_reply (exchange);
  const TriRecord *record = exchange ? tri_exchange_get_record (exchange) : NULL;
  GString *line;

  if (reply && reply->usage->len > 0)
    {
      line = g_string_new (NULL);
      append_usage (line, reply->usage, FALSE);
      append_usage (line, reply->usage, TRUE);
      if (tri_server_is_practice (tri_column_get_server (column)))
        {
          append_between (line);
          /* Translators: behind the counts of tokens; they are the practice server's own, no model's. */
          g_string_append (line, _ ("practice tokens"));
        }
      return g_string_free (line, FALSE);
    }
  if (!reply || tri_exchange_is_running (exchange))
    return g_strdup (NOTHING);
  if (record->ending != TRI_ENDING_ANSWERED && record->ending != TRI_ENDING_CUT && record->ending != TRI_ENDING_STOPPED)
    return g_strdup (NOTHING);
  if (tri_reader_is_stream (tri_exchange_get_reader (exchange)) && record->settings
      && tri_format_usage_not_asked (record->format, record->settings))
    return g_strdup (_ ("Not asked for: see Settings"));
  if (record->ending == TRI_ENDING_STOPPED)
    return g_strdup (_ ("Stopped before the count came"));
  return g_strdup (_ ("The server did not say"));
}

char *
tri_facts_dup_usage (TriExchange *exchange)
{
  const TriReply *reply = get_reply (exchange);
  GString *lines = g_string_new (NULL);

  for (guint i = 0; reply && i < reply->usage->len; i++)
    {
      const TriFact *fact = reply->usage->pdata[i];

      if (lines->len > 0)
        g_string_append_c (lines, '\n');
      append_outside (lines, fact->name, 80);
      g_string_append (lines, ": ");
      append_outside (lines, fact->value, 24);
    }
  return g_string_free (lines, lines->len == 0);
}

static void
append_time (GString *line, const char *format, gint64 duration_us)
{
  g_autofree char *duration = NULL;

  if (duration_us < 0)
    return;
  duration = tri_text_dup_duration (duration_us);
  append_between (line);
/* The formats are the translated literals below. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (line, format, duration);
#pragma GCC diagnostic pop
}

/* Of a series, and with something to compare. */
static gboolean
get_spread (TriColumn *column, TriTime time, TriSpread *spread)
{
  *spread = (TriSpread){ 0, -1, -1, -1 };
  if (column && tri_column_get_n_attempts (column) > 1)
    *spread = tri_column_get_spread (column, time);
  return spread->n > 1;
}

static char *
dup_median (const TriSpread *spread)
{
  g_autofree char *median = tri_text_dup_duration (spread->median_us);
  g_autofree char *range = tri_text_dup_duration_range (spread->lowest_us, spread->highest_us);

  /* Translators: “median 1.76 s of 5 (1.70–1.81 s)”: of five measured times, with the lowest and the highest. */
  return g_strdup_printf (_ ("median %s of %u (%s)"), median, spread->n, range);
}

char *
tri_facts_dup_times_note (TriColumn *column, TriExchange *exchange)
{
  static const char *const names[TRI_N_TIMES] = {
    [TRI_TIME_FIRST_BYTE] = N_ ("First byte: %s"),
    [TRI_TIME_FIRST_TEXT] = N_ ("First text: %s"),
    [TRI_TIME_TOTAL] = N_ ("Total: %s"),
  };
  GString *note = g_string_new (NULL);
  TriSpread spread;

  for (TriTime i = 0; i < TRI_N_TIMES; i++)
    if (get_spread (column, i, &spread))
      {
        g_autofree char *median = dup_median (&spread);

        g_string_append (note, note->len > 0 ? "\n" : "");
/* The formats are the translated literals above. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        g_string_append_printf (note, _ (names[i]), median);
#pragma GCC diagnostic pop
      }
  if (exchange && tri_exchange_get_record (exchange)->shares_server)
    g_string_append_printf (note, "%s%s", note->len > 0 ? "\n" : "",
                            _ ("Several columns asked this server at the same time and took time from each other. To "
                               "measure each alone, choose “One after Another” beside Send."));
  return g_string_free (note, note->len == 0);
}

char *
tri_facts_dup_times (TriColumn *column, TriExchange *exchange)
{
  const TriReader *reader = exchange ? tri_exchange_get_reader (exchange) : NULL;
  const TriRecord *record;
  TriSpread spread;
  GString *line;

  if (!exchange || tri_exchange_get_state (exchange) == TRI_EXCHANGE_READY)
    return g_strdup (NOTHING);

  line = g_string_new (NULL);
  record = tri_exchange_get_record (exchange);
  if (record->status > 0)
    {
      g_string_append_printf (line, "%u ", record->status);
      append_outside (line, record->reason, 40);
      g_strchomp (line->str);
      line->len = strlen (line->str);
      append_time (line, _ ("first byte %s"), record->times.first_byte_us);
    }
  if (reader)
    append_time (line, _ ("first text %s"), tri_reader_get_first_text_us (reader));
  if (!tri_exchange_is_running (exchange) && get_spread (column, TRI_TIME_TOTAL, &spread))
    {
      g_autofree char *median = dup_median (&spread);

      append_between (line);
      g_string_append (line, median);
    }
  else
    append_time (line, tri_exchange_is_running (exchange) ? _ ("%s so far") : _ ("total %s"),
                 tri_exchange_get_elapsed_us (exchange));
  if (record->shares_server && record->status > 0)
    {
      append_between (line);
      g_string_append (line, _ ("shared server"));
    }
  return g_string_free (line, FALSE);
}

char *
tri_facts_dup_difference (TriColumn *column, TriColumn *baseline)
{
  static const char *const names[TRI_N_COUNTS] = {
    [TRI_COUNT_INPUT] = N_ ("input tokens"),
    [TRI_COUNT_OUTPUT] = N_ ("output tokens"),
    [TRI_COUNT_TOTAL] = N_ ("all tokens"),
  };
  TriDifference difference;
  GString *line;

  if (column == baseline)
    return g_strdup (_ ("The others are compared with this column"));
  if (!tri_column_compare (column, baseline, &difference))
    return g_strdup (NOTHING);
  line = g_string_new (NULL);
  for (TriCount i = 0; i < TRI_N_COUNTS; i++)
    if (difference.has_tokens[i])
      {
        append_between (line);
        g_string_append_printf (line, "%s\u00a0%s%" G_GINT64_FORMAT, _ (names[i]),
                                difference.tokens[i] < 0   ? "−"
                                : difference.tokens[i] > 0 ? "+"
                                                           : "±",
                                ABS (difference.tokens[i]));
      }
  if (difference.has_time)
    {
      g_autofree char *duration = tri_text_dup_duration (ABS (difference.total_us));
      g_autofree char *time = g_strdup_printf ("%s%s", difference.total_us < 0 ? "−" : "+", duration);

      append_between (line);
      g_string_append_printf (line, "%s\u00a0%s", _ ("time"), time);
    }
  return g_string_free (line, FALSE);
}

/* What the server said of its error, as far as the message that stands there does not say it already. */
static void
append_api_error (GString *note, const TriApiError *error, const char *said)
{
  const struct
  {
    const char *name;
    const char *value;
  } members[] = { { "type", error->type }, { "code", error->code }, { "param", error->param } };

  gboolean first = TRUE;

  if (note->len > 0)
    g_string_append_c (note, '\n');
  if (error->message && !(said && strstr (said, error->message)))
    {
      append_outside (note, error->message, 600);
      first = FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].value)
      {
        if (!first)
          append_between (note);
        first = FALSE;
        g_string_append_printf (note, "%s: ", members[i].name);
        append_outside (note, members[i].value, 80);
      }
}

char *
tri_facts_dup_note (TriExchange *exchange)
{
  const TriReply *reply = get_reply (exchange);
  const TriRecord *record;
  g_autoptr (GPtrArray) echoes = NULL;
  GString *note;

  if (!exchange || tri_exchange_get_state (exchange) != TRI_EXCHANGE_ENDED)
    return NULL;

  record = tri_exchange_get_record (exchange);
  note = g_string_new (NULL);
  if (record->message)
    append_outside (note, record->message, 800);
  if (reply && reply->error)
    append_api_error (note, reply->error, record->message);
  if (reply && record->ending == TRI_ENDING_ANSWERED && record->prompt)
    {
      g_autofree char *why = tri_format_explain_end (record->format, reply, record->request_body);

      if (why)
        g_string_append_printf (note, "%s%s", note->len > 0 ? "\n" : "", why);
    }
  for (guint i = 0; reply && i < reply->notes->len; i++)
    {
      if (note->len > 0)
        g_string_append_c (note, '\n');
      append_outside (note, reply->notes->pdata[i], 300);
    }
  echoes = tri_record_list_echoes (record, tri_exchange_get_reader (exchange));
  for (guint i = 0; i < echoes->len; i++)
    {
      if (note->len > 0)
        g_string_append_c (note, '\n');
      append_outside (note, ((const TriEcho *) echoes->pdata[i])->text, 300);
    }
  return g_string_free (note, note->len == 0);
}

static void
append_news (GString *news, char *words)
{
  if (news->len > 0)
    g_string_append (news, C_ ("list", ", "));
  g_string_append (news, words);
  g_free (words);
}

char *
tri_facts_dup_news (TriComparison *comparison)
{
  g_autoptr (GString) news = g_string_new (NULL);
  g_autoptr (GPtrArray) failed = g_ptr_array_new ();
  guint n_running = 0, n_came = 0, n_stopped = 0;

  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (comparison, i);
      TriExchange *exchange = tri_column_get_exchange (column);
      TriTone tone = tri_facts_get_tone (exchange);

      if (tone == TRI_TONE_RUNNING)
        n_running++;
      else if (tone == TRI_TONE_FAILED)
        g_ptr_array_add (failed, (gpointer) tri_column_get_format (column)->title);
      else if (tone != TRI_TONE_NONE && tri_exchange_get_record (exchange)->ending == TRI_ENDING_STOPPED)
        n_stopped++;
      else if (tone != TRI_TONE_NONE)
        n_came++;
    }
  if (n_running > 0)
    return g_strdup_printf (ngettext ("Waiting for %u answer", "Waiting for %u answers", n_running), n_running);
  if (n_came > 0)
    append_news (news, g_strdup_printf (ngettext ("%u answer came", "%u answers came", n_came), n_came));
  if (n_stopped > 0)
    append_news (news, g_strdup_printf (ngettext ("%u was stopped", "%u were stopped", n_stopped), n_stopped));
  if (failed->len > 0)
    {
      guint n_failed = failed->len;
      g_autofree char *titles = NULL;

      g_ptr_array_add (failed, NULL);
      titles = g_strjoinv (C_ ("list", ", "), (char **) failed->pdata);
      /* Translators: %s are the titles of columns. */
      append_news (news, g_strdup_printf (ngettext ("%u failed: %s", "%u failed: %s", n_failed), n_failed, titles));
    }
  return news->len > 0 ? g_string_free (g_steal_pointer (&news), FALSE) : NULL;
}

char *
tri_facts_dup_status_line (const TriRecord *record)
{
  GString *line = g_string_new (NULL);

  if (record->status > 0)
    {
      append_outside (line, record->http_version, 20);
      g_string_append_printf (line, " %u ", record->status);
      append_outside (line, record->reason, 200);
    }
  return g_string_free (line, FALSE);
}

char *
tri_facts_dup_headers (GPtrArray *headers)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; headers && i < headers->len; i++)
    {
      const TriHeader *header = headers->pdata[i];

      if (lines->len > 0)
        g_string_append_c (lines, '\n');
      append_outside (lines, header->name, 200);
      g_string_append (lines, ": ");
      append_outside (lines, header->value, 600);
    }
  return g_string_free (lines, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "text.h"

static void
append_part (GString *out, const TriPart *part)
{
  g_autofree char *text = tri_text_dup_displayable (part->text->str, part->text->len, NULL);
  g_autofree char *name = tri_text_dup_displayable (part->name ? part->name : "", -1, NULL);

  if (out->len > 0)
    g_string_append (out, "\n\n");
  if (part->choice > 0)
    g_string_append_printf (out, "[choices[%u]] ", part->choice); /* as that API counts them */
  switch (part->kind)
    {
    case TRI_PART_TEXT:
      g_string_append (out, text);
      break;
    case TRI_PART_REFUSAL:
      g_string_append_printf (out, _ ("[refusal] %s"), text);
      break;
    case TRI_PART_REASONING:
      g_string_append_printf (out, _ ("[reasoning] %s"), text);
      break;
    case TRI_PART_TOOL_CALL:
      g_string_append_printf (out, "%s(%s)", name, text);
      break;
    case TRI_PART_OTHER:
    default:
      g_string_append_printf (out, "[%s] %s", name, text);
    }
}

char *
tri_report_dup_answer (TriExchange *exchange)
{
  const TriReader *reader = tri_exchange_get_reader (exchange);
  const GPtrArray *parts = reader ? tri_reader_get_reply (reader)->parts : NULL;
  GString *out = g_string_new (NULL);

  for (guint i = 0; parts && i < parts->len; i++)
    if (((TriPart *) g_ptr_array_index (parts, i))->text->len > 0
        || ((TriPart *) g_ptr_array_index (parts, i))->kind >= TRI_PART_TOOL_CALL)
      append_part (out, g_ptr_array_index (parts, i));
  return g_string_free (out, FALSE);
}

static void
append_line (GString *out, const char *line)
{
  g_string_append_printf (out, "%s%s", out->len ? "\n" : "", line);
}

static void
append_fact (GString *out, const TriFact *fact)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", fact->name, fact->value);

  append_line (out, line);
}

static void
append_end (GString *out, const TriRecord *record, const TriReply *reply)
{
  if (record->ending != TRI_ENDING_ANSWERED && record->ending != TRI_ENDING_NONE)
    {
      g_autofree char *message = tri_text_dup_displayable (record->message ? record->message : "", -1, NULL);

      append_line (out, tri_ending_get_label (record->ending));
      if (*message)
        append_line (out, message);
    }
  for (guint i = 0; reply && i < reply->ends->len; i++)
    append_fact (out, g_ptr_array_index (reply->ends, i));
}

static void
append_why (GString *out, const TriRecord *record, const TriReader *reader)
{
  const TriReply *reply = reader ? tri_reader_get_reply (reader) : NULL;
  g_autoptr (GPtrArray) echoes = tri_record_list_echoes (record, reader);
  g_autofree char *why = reply ? tri_format_explain_end (record->format, reply, record->request_body) : NULL;

  if (why)
    append_line (out, why);
  for (guint i = 0; reply && i < reply->notes->len; i++)
    append_line (out, g_ptr_array_index (reply->notes, i));
  for (guint i = 0; i < echoes->len; i++)
    append_line (out, ((const TriEcho *) g_ptr_array_index (echoes, i))->text);
}

/* The counts at the top; details that are zero say nothing to a reader of a terminal, and stand in --json. */
static void
append_usage (GString *out, const TriRecord *record, const TriReply *reply)
{
  if (reply == NULL)
    return;
  if (!reply->usage_seen)
    {
      if (record->ending == TRI_ENDING_ANSWERED || record->ending == TRI_ENDING_CUT)
        append_line (out, tri_format_usage_not_asked (record->format, record->settings)
                              ? _ ("usage: not asked for")
                              : _ ("usage: the server did not say"));
      return;
    }
  for (guint i = 0; i < reply->usage->len; i++)
    {
      const TriFact *fact = g_ptr_array_index (reply->usage, i);

      if (strchr (fact->name, '.') == NULL || strcmp (fact->value, "0") != 0)
        append_fact (out, fact);
    }
}

static void
append_times (GString *out, const TriRecord *record)
{
  g_autofree char *first_byte = tri_text_dup_duration (record->times.first_byte_us);
  g_autofree char *first_text = tri_text_dup_duration (record->times.first_text_us);
  g_autofree char *total = tri_text_dup_duration (record->times.ended_us);
  g_autofree char *reason = tri_text_dup_displayable (record->reason ? record->reason : "", -1, NULL);

  if (record->status)
    g_string_append_printf (out, "HTTP %u %s\n", record->status, reason);
  g_string_append_printf (out, _ ("first byte %s · first text %s · total %s"), first_byte, first_text, total);
}

static const struct
{
  const char *id;
  const char *label;
} times[TRI_N_TIMES] = {
  [TRI_TIME_FIRST_BYTE] = { "first_byte", N_ ("first byte") },
  [TRI_TIME_FIRST_TEXT] = { "first_text", N_ ("first text") },
  [TRI_TIME_TOTAL] = { "ended", N_ ("total") },
};

/* A series of attempts: the medians, with the lowest and the highest behind them. */
static void
append_spread (GString *out, TriColumn *column)
{
  for (guint i = 0; i < TRI_N_TIMES && tri_column_get_n_attempts (column) > 1; i++)
    {
      TriSpread spread = tri_column_get_spread (column, i);
      g_autofree char *median = tri_text_dup_duration (spread.median_us);
      g_autofree char *lowest = tri_text_dup_duration (spread.lowest_us);
      g_autofree char *highest = tri_text_dup_duration (spread.highest_us);

      /* Translators: “median of 5, total: 710 ms (690 ms to 802 ms)” */
      g_string_append_c (out, '\n');
      g_string_append_printf (out, _ ("median of %u, %s: %s (%s to %s)"), spread.n, _ (times[i].label), median, lowest,
                              highest);
    }
}

char *
tri_report_dup_group (TriColumn *column, TriReportGroup group)
{
  TriExchange *exchange = tri_column_get_exchange (column);
  const TriRecord *record = tri_exchange_get_record (exchange);
  const TriReader *reader = tri_exchange_get_reader (exchange);
  const TriReply *reply = reader ? tri_reader_get_reply (reader) : NULL;
  GString *out = g_string_new (NULL);

  switch (group)
    {
    case TRI_REPORT_END:
      append_end (out, record, reply);
      break;
    case TRI_REPORT_WHY:
      append_why (out, record, reader);
      break;
    case TRI_REPORT_USAGE:
      append_usage (out, record, reply);
      break;
    case TRI_REPORT_TIMES:
    case TRI_N_REPORTS:
    default:
      append_times (out, record);
      append_spread (out, column);
    }
  return g_string_free (out, FALSE);
}

char *
tri_report_dup_gaps (GPtrArray *gaps)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < gaps->len; i++)
    g_string_append_printf (out, "%s%s", i ? "\n" : "", ((TriGap *) g_ptr_array_index (gaps, i))->text);
  return g_string_free (out, FALSE);
}

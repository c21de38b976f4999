/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as one HTML page that needs nothing else: no script, no font, no picture from anywhere. It is read on
 * screens of any width, light and dark, and printed.
 */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "export-parts.h"
#include "fairness.h"
#include "report-tables.h"
#include "report.h"
#include "text.h"

static const char style[]
    = ":root{color-scheme:light "
      "dark;--bg:#f6f5f4;--card:#fff;--fg:#1d1d20;--dim:#5e5c64;--line:#deddda;--accent:#1a5fb4;"
      "--good:#1b7a43;--bad:#a51d2d;--code:#f3f2f0}"
      "@media(prefers-color-scheme:dark){:root{--bg:#1d1d20;--card:#2a2a2e;--fg:#f6f5f4;--dim:#b4b1ad;--line:#44444a;"
      "--accent:#99c1f1;--good:#8ff0a4;--bad:#ff9a94;--code:#222226}}"
      "*{box-sizing:border-box}"
      "body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.55 Cantarell,\"Noto Sans\",system-ui,sans-serif}"
      "main{max-width:110rem;margin:0 auto;padding:2.5rem clamp(1rem,3vw,3rem) 4rem}"
      "h1{font-size:1.05rem;letter-spacing:.04em;color:var(--dim);font-weight:600;margin:0 0 1rem}"
      ".prompt{font-size:1.35rem;line-height:1.45;margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere;"
      "max-width:62rem}"
      ".turn{margin:0 0 .75rem;max-width:62rem;white-space:pre-wrap;overflow-wrap:anywhere}"
      ".turn:has(+.prompt){margin:0}.role{display:block;font-size:.8rem;font-weight:600;color:var(--dim)}"
      ".columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr));gap:1.25rem;"
      "margin-top:2rem;align-items:start}"
      "@supports(grid-template-rows:subgrid){@media screen{article{display:grid;grid-row:span 5;"
      "grid-template-rows:subgrid;row-gap:0;align-self:stretch}}}"
      "article{background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:hidden;min-width:0}"
      "header{padding:1.1rem 1.25rem .9rem;border-bottom:1px solid var(--line)}"
      "h2{font-size:1.15rem;margin:0}"
      ".model{color:var(--dim);font-size:.9rem;overflow-wrap:anywhere}"
      ".answer{padding:1.1rem 1.25rem;white-space:pre-wrap;overflow-wrap:anywhere;min-height:6rem}"
      ".empty{color:var(--dim);font-style:italic}"
      "dl{margin:0;padding:.9rem 1.25rem;border-top:1px solid "
      "var(--line);display:grid;grid-template-columns:7.5rem 1fr;"
      "gap:.35rem 1rem;font-size:.9rem;align-content:start}"
      "dt{color:var(--dim)}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}"
      ".good{color:var(--good);font-weight:600}.plain-end{font-weight:600}.bad{color:var(--bad);font-weight:600}"
      "details{border-top:1px solid var(--line);font-size:.9rem}"
      "summary{padding:.7rem 1.25rem;cursor:pointer;color:var(--accent);font-weight:600}"
      "summary:focus-visible{outline:2px solid var(--accent);outline-offset:-3px}"
      ".fidelity{padding:0 1.25rem .6rem;margin:0;color:var(--dim);font-size:.78rem;overflow-wrap:anywhere}"
      "pre{margin:0;padding:1rem 1.25rem;background:var(--code);font:.82rem/1.5 \"JetBrains Mono\",\"DejaVu Sans "
      "Mono\","
      "monospace;white-space:pre-wrap;overflow-wrap:anywhere;max-height:36rem;overflow:auto}"
      ".table{margin-top:2.5rem}.table h2{margin:0 0 .25rem}"
      ".note{color:var(--dim);font-size:.9rem;margin:0 0 .75rem}"
      ".scroll{background:var(--card);border:1px solid var(--line);border-radius:12px;overflow-x:auto}"
      "table{border-collapse:collapse;width:100%;font-size:.88rem;table-layout:fixed}"
      "th,td{padding:.5rem .9rem;text-align:start;vertical-align:top;border-top:1px solid var(--line);"
      "overflow-wrap:anywhere}"
      "thead th{border-top:0;color:var(--dim);font-weight:600}tbody tr:first-child .group{border-top-width:1px}"
      ".group{background:var(--code);color:var(--dim);font-weight:600}"
      "tbody th[scope=row]{font-weight:600}"
      "code{font:.82rem/1.45 \"JetBrains Mono\",\"DejaVu Sans Mono\",monospace;white-space:pre-wrap}"
      ".detail{display:block;color:var(--dim);font-size:.78rem;font-weight:400}"
      ".plain{list-style:none;margin:0;padding:.35rem 0}.plain li{padding:.35rem .9rem}"
      "@media screen and (max-width:48rem){table,tbody,tr,td,tbody th{display:block}thead{display:none}"
      "td{border-top:0;padding:.15rem .9rem "
      ".45rem}td:empty{display:none}td::before{content:attr(data-head);display:block;"
      "color:var(--dim);font-size:.75rem}}"
      "footer{margin-top:2rem;color:var(--dim);font-size:.85rem}"
      "@media print{:root{--bg:#fff;--card:#fff;--fg:#000;--dim:#444;--line:#bbb;--accent:#000;--code:#fff;--good:#000;"
      "--bad:#000;color-scheme:light}body{font-size:10pt}main{padding:0}article{border-radius:0}"
      ".columns{grid-template-columns:repeat(auto-fit,minmax(5.5cm,1fr));gap:.4cm}pre{max-height:none;font-size:7.5pt}"
      "header,.answer,dl,summary,pre{padding:.2cm .25cm}.fidelity{padding:0 .25cm .15cm}.answer{min-height:0}"
      "dl{display:block;font-size:8.5pt}dt{font-size:7.5pt}dd{margin:0 0 .12cm}"
      "header,dl,tr{break-inside:avoid}h2,tr:has(.group){break-after:avoid}thead{display:table-header-group}"
      ".scroll{border-radius:0;overflow:visible}table{font-size:8pt}code{font-size:7.5pt}th,td{padding:.12cm .2cm}"
      "details::details-content{content-visibility:visible;height:auto}}";

static void
append_text (GString *out, const char *text)
{
  g_autofree char *shown = tri_text_dup_displayable (text ? text : "", -1, NULL);

  for (const char *p = shown; *p; p = g_utf8_next_char (p))
    switch (*p)
      {
      case '<':
        g_string_append (out, "&lt;");
        break;
      case '>':
        g_string_append (out, "&gt;");
        break;
      case '&':
        g_string_append (out, "&amp;");
        break;
      case '"':
        g_string_append (out, "&quot;");
        break;
      case '\r':
        g_string_append (out, "&#13;");
        break;
      default:
        /* Controls are no characters of HTML. */
        if ((guchar) *p < 0x20 && *p != '\n' && *p != '\t')
          g_string_append_unichar (out, 0x2400 + (guchar) *p);
        else
          g_string_append_len (out, p, g_utf8_next_char (p) - p);
      }
}

/* An element with a text, which may be written in either direction. */
static void
append_element (GString *out, const char *tag, const char *class, const char *text)
{
  g_string_append_printf (out, "<%s%s%s%s dir=\"auto\">", tag, class ? " class=\"" : "", class ? class : "",
                          class ? "\"" : "");
  append_text (out, text);
  g_string_append_printf (out, "</%s>\n", tag);
}

static void
append_fact (GString *out, const char *name, const char *value, const char *class)
{
  if (!value || !*value)
    return;
  append_element (out, "dt", NULL, name);
  append_element (out, "dd", class, value);
}

/* Green is what came whole: an answer that was cut at a limit did come, but is no success. */
static const char *
get_end_class (TriColumn *column, const TriRecord *record)
{
  const TriReader *reader = tri_exchange_get_reader (tri_column_get_exchange (column));
  TriFinish finish = reader ? tri_reader_get_reply (reader)->finish : TRI_FINISH_NONE;

  if (record->ending != TRI_ENDING_ANSWERED)
    return "bad";
  return finish == TRI_FINISH_STOP || finish == TRI_FINISH_TOOL_CALLS ? "good" : "plain-end";
}

static void
append_facts (GString *out, TriComparison *comparison, guint position)
{
  TriColumn *column = tri_comparison_get_column (comparison, position);
  const TriRecord *record = tri_exchange_get_record (tri_column_get_exchange (column));
  g_autofree char *end = tri_report_dup_group (column, TRI_REPORT_END);
  g_autofree char *why = tri_report_dup_group (column, TRI_REPORT_WHY);
  g_autofree char *usage = tri_report_dup_group (column, TRI_REPORT_USAGE);
  g_autofree char *times = tri_report_dup_group (column, TRI_REPORT_TIMES);
  g_autoptr (GPtrArray) gaps = tri_comparison_list_sent_gaps (comparison, position);
  g_autofree char *unlike = tri_report_dup_gaps (gaps);

  g_string_append (out, "<dl>\n");
  append_fact (out, _ ("End"), end, get_end_class (column, record));
  append_fact (out, _ ("Why"), why, NULL);
  append_fact (out, _ ("Usage"), usage, NULL);
  append_fact (out, _ ("Times"), times, NULL);
  append_fact (out, _ ("Sent"), record->started_utc, NULL);
  append_fact (out, _ ("Not asked the same"), unlike, NULL);
  g_string_append (out, "</dl>\n");
}

static void
append_body (GString *out, const char *title, const char *shown, GBytes *body, const GArray *masked, gboolean without)
{
  g_autofree char *fidelity = tri_export_dup_fidelity (body, masked, without);
  g_autofree char *size = tri_text_dup_size ((gint64) g_bytes_get_size (body));

  g_string_append (out, "<details><summary>");
  append_text (out, title);
  g_string_append (out, " · ");
  append_text (out, size);
  g_string_append (out, "</summary>\n");
  append_element (out, "p", "fidelity", fidelity);
  g_string_append (out, "<pre tabindex=\"0\">");
  append_text (out, shown);
  g_string_append (out, "</pre></details>\n");
}

static void
append_column (GString *out, TriComparison *comparison, guint position)
{
  TriExchange *exchange = tri_column_get_exchange (tri_comparison_get_column (comparison, position));
  const TriRecord *record = tri_exchange_get_record (exchange);
  g_autofree char *answer = tri_report_dup_answer (exchange);
  g_autofree char *request = tri_export_dup_request (record);
  g_autofree char *response = tri_export_dup_response (record, tri_exchange_get_reader (exchange));

  g_string_append (out, "<article>\n<header>\n");
  append_element (out, "h2", NULL, record->format->title);
  g_string_append (out, "<div class=\"model\"><bdi>"); /* a name that runs backwards turns no other around */
  append_text (out, record->model);
  g_string_append (out, "</bdi> · <bdi>");
  append_text (out, record->server_name);
  g_string_append (out, "</bdi></div>\n</header>\n");
  append_element (out, "div", *answer ? "answer" : "answer empty", *answer ? answer : _ ("No text"));
  append_facts (out, comparison, position);
  append_body (out, _ ("Request"), request, record->request_body, record->request_masked, record->without_content);
  append_body (out, _ ("Response"), response, record->response_body, record->masked, record->without_content);
  g_string_append (out, "</article>\n");
}

/* Tables */

static void
append_cell (GString *out, const TriReportTable *table, const TriReportRow *row, guint position)
{
  const TriReportCell *cell = &row->cells[position];
  gboolean is_code = table->kinds[position] == TRI_REPORT_VALUE;

  if (position == 0)
    g_string_append (out, row->is_loud ? "<th scope=\"row\" class=\"bad\">" : "<th scope=\"row\">");
  else
    {
      g_string_append (out, "<td data-head=\"");
      append_text (out, table->heads[position]);
      g_string_append (out, "\">");
    }
  if (*cell->text)
    {
      g_string_append (out, is_code ? "<code dir=\"auto\">" : "<span dir=\"auto\">");
      append_text (out, cell->text);
      g_string_append (out, is_code ? "</code>" : "</span>");
    }
  if (cell->detail)
    {
      g_string_append (out, "<span class=\"detail\" dir=\"auto\">");
      append_text (out, cell->detail);
      g_string_append (out, "</span>");
    }
  g_string_append (out, position == 0 ? "</th>" : "</td>");
}

static void
append_rows (GString *out, const TriReportTable *table)
{
  g_string_append (out, "<table>\n<thead><tr>");
  for (guint i = 0; i < table->n_columns; i++)
    {
      g_string_append (out, "<th scope=\"col\">");
      append_text (out, table->heads[i]);
      g_string_append (out, "</th>");
    }
  g_string_append (out, "</tr></thead>\n<tbody>\n");
  for (guint i = 0; i < table->rows->len; i++)
    {
      const TriReportRow *row = table->rows->pdata[i];

      g_string_append (out, "<tr>");
      if (row->heading)
        {
          g_string_append_printf (out, "<th class=\"group\" scope=\"colgroup\" colspan=\"%u\">", table->n_columns);
          append_text (out, row->heading);
          g_string_append (out, "</th>");
        }
      for (guint k = 0; !row->heading && k < table->n_columns; k++)
        append_cell (out, table, row, k);
      g_string_append (out, "</tr>\n");
    }
  g_string_append (out, "</tbody>\n</table>\n");
}

/* Where there are headings alone, they are a list: heads of columns would stand over nothing. */
static void
append_headings (GString *out, const TriReportTable *table)
{
  g_string_append (out, "<ul class=\"plain\">\n");
  for (guint i = 0; i < table->rows->len; i++)
    append_element (out, "li", NULL, ((TriReportRow *) table->rows->pdata[i])->heading);
  g_string_append (out, "</ul>\n");
}

static void
append_table (GString *out, const TriReportTable *table)
{
  g_autofree char *rest = tri_report_table_dup_rest (table);

  g_string_append (out, "<section class=\"table\">\n");
  append_element (out, "h2", NULL, table->title);
  if (table->note)
    append_element (out, "p", "note", table->note);
  g_string_append (out, "<div class=\"scroll\">\n");
  if (tri_report_table_has_cells (table))
    append_rows (out, table);
  else
    append_headings (out, table);
  g_string_append (out, "</div>\n");
  if (rest)
    append_element (out, "p", "note", rest);
  g_string_append (out, "</section>\n");
}

static void
append_turn (GString *out, const char *role, const char *text)
{
  g_string_append (out, "<div class=\"turn\" dir=\"auto\"><span class=\"role\">");
  append_text (out, role);
  g_string_append (out, "</span>");
  append_text (out, text);
  g_string_append (out, "</div>\n");
}

static void
append_prompt (GString *out, const TriRecord *record)
{
  guint n;
  const TriTurn *turns = tri_prompt_get_turns (record->prompt, &n);

  if (record->raw_body)
    return;
  if (tri_prompt_get_instructions (record->prompt))
    append_turn (out, _ ("Instructions"), tri_prompt_get_instructions (record->prompt));
  for (guint i = 0; i < n; i++)
    append_turn (out, turns[i].role == TRI_ROLE_ASSISTANT ? _ ("Assistant") : _ ("User"), turns[i].text);
  if (tri_prompt_is_conversation (record->prompt))
    append_turn (out, _ ("User"), "");
  append_element (out, "p", "prompt", tri_prompt_get_text (record->prompt));
}

/* "zh_CN.UTF-8" → "zh-CN" */
static char *
dup_language (void)
{
  const char *name = g_get_language_names ()[0];
  char *language = g_strdelimit (g_strndup (name, strcspn (name, ".@")), "_", '-');

  if (strlen (language) >= 2 && g_ascii_isalpha (*language) && strcmp (language, "POSIX") != 0)
    return language;
  g_free (language);
  return g_strdup ("en");
}

GBytes *
tri_export_html (TriComparison *comparison)
{
  GString *out = g_string_new ("<!DOCTYPE html>\n");
  guint n = tri_comparison_get_n_columns (comparison);
  g_autofree char *language = dup_language ();
  g_autoptr (GPtrArray) tables = tri_report_list_tables (comparison);

  g_string_append (out, "<html lang=\"");
  append_text (out, language);
  g_string_append (out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                        "'unsafe-inline'\">\n<meta name=\"generator\" content=\"Triptych " TRI_VERSION "\">\n<title>");
  append_text (out, _ ("One prompt, side by side"));
  g_string_append_printf (out, "</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n", style);
  append_element (out, "h1", NULL, _ ("One prompt, side by side"));
  if (n > 0)
    append_prompt (out, tri_exchange_get_record (tri_column_get_exchange (tri_comparison_get_column (comparison, 0))));
  g_string_append (out, "<section class=\"columns\">\n");
  for (guint i = 0; i < n; i++)
    append_column (out, comparison, i);
  g_string_append (out, "</section>\n");
  for (guint i = 0; i < tables->len; i++)
    append_table (out, tables->pdata[i]);
  append_element (out, "footer", NULL, "Triptych " TRI_VERSION);
  g_string_append (out, "</main>\n</body>\n</html>\n");
  return g_string_free_to_bytes (out);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-style.h"

#include <string.h>

TriJsonStyle
tri_json_style_find (const TriJsonIndex *index)
{
  guint n_tokens, first;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  const char *text = g_bytes_get_data (tri_json_index_get_bytes (index), NULL);
  TriJsonStyle style = { 0 };
  const char *space, *end, *line;

  if (n_tokens < 2)
    return style;
  first = 1;
  space = text + tokens[0].start + 1;
  end = text + tokens[first].start;
  line = g_strrstr_len (space, end - space, "\n");
  if (line)
    {
      gsize n_bytes = MIN ((gsize) (end - line - 1), sizeof style.unit - 1);

      style.line_end = line > space && line[-1] == '\r' ? "\r\n" : "\n";
      memcpy (style.unit, line + 1, n_bytes);
    }
  if (tokens[first].is_key)
    style.has_colon_space = text[tokens[first + 1].start - 1] == ' ';
  if (tokens[first].next < tokens[0].next)
    style.has_comma_space = text[tokens[tokens[first].next].start - 1] == ' ';
  return style;
}

void
tri_json_printer_init (TriJsonPrinter *printer, const TriJsonStyle *style, GString *out)
{
  *printer = (TriJsonPrinter){ .style = *style, .out = out, .is_fresh = TRUE };
}

static void
break_line (TriJsonPrinter *printer)
{
  if (!printer->style.line_end)
    return;
  g_string_append (printer->out, printer->style.line_end);
  for (guint i = 0; printer->style.unit[0] != '\0' && i < printer->depth; i++)
    g_string_append (printer->out, printer->style.unit);
}

/* What stands before a member or an element. */
static void
begin_entry (TriJsonPrinter *printer)
{
  if (!printer->is_fresh)
    {
      g_string_append_c (printer->out, ',');
      if (!printer->style.line_end && printer->style.has_comma_space)
        g_string_append_c (printer->out, ' ');
    }
  printer->is_fresh = FALSE;
  break_line (printer);
}

static void
begin_value (TriJsonPrinter *printer)
{
  if (printer->is_after_key)
    printer->is_after_key = FALSE;
  else if (printer->depth > 0)
    begin_entry (printer);
}

gsize
tri_json_printer_begin (TriJsonPrinter *printer, char bracket)
{
  begin_value (printer);
  g_string_append_c (printer->out, bracket);
  printer->depth++;
  printer->is_fresh = TRUE;
  return printer->out->len - 1;
}

void
tri_json_printer_end (TriJsonPrinter *printer, char bracket)
{
  g_assert (printer->depth > 0 && !printer->is_after_key);
  printer->depth--;
  if (!printer->is_fresh)
    break_line (printer);
  g_string_append_c (printer->out, bracket);
  printer->is_fresh = FALSE;
}

static void
end_key (TriJsonPrinter *printer)
{
  g_string_append (printer->out, printer->style.has_colon_space ? ": " : ":");
  printer->is_after_key = TRUE;
}

void
tri_json_printer_key (TriJsonPrinter *printer, const char *name)
{
  begin_entry (printer);
  g_string_append_c (printer->out, '"');
  g_string_append (printer->out, name);
  g_string_append_c (printer->out, '"');
  end_key (printer);
}

static void
append_token (TriJsonPrinter *printer, const TriJsonIndex *index, guint token)
{
  const TriJsonToken *at = &tri_json_index_get_tokens (index, NULL)[token];
  const char *text = g_bytes_get_data (tri_json_index_get_bytes (index), NULL);

  g_string_append_len (printer->out, text + at->start, at->end - at->start);
}

void
tri_json_printer_copy_key (TriJsonPrinter *printer, const TriJsonIndex *index, guint key)
{
  begin_entry (printer);
  append_token (printer, index, key);
  end_key (printer);
}

gsize
tri_json_printer_raw (TriJsonPrinter *printer, const char *json, gssize n_bytes)
{
  gsize start;

  begin_value (printer);
  start = printer->out->len;
  g_string_append_len (printer->out, json, n_bytes);
  return start;
}

/* The ends of the containers up to `root` that the value before `next` completes. */
static void
end_containers (TriJsonPrinter *printer, const TriJsonToken *tokens, guint token, guint root, guint next)
{
  while (token != root)
    {
      token = tokens[token].parent;
      if (tokens[token].is_key)
        {
          if (token == root)
            return;
          continue;
        }
      if (tokens[token].next != next)
        return;
      tri_json_printer_end (printer, tokens[token].kind == TRI_JSON_OBJECT ? '}' : ']');
    }
}

gsize
tri_json_printer_copy (TriJsonPrinter *printer, const TriJsonIndex *index, guint root)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  gsize start = G_MAXSIZE;

  for (guint token = root; token < tokens[root].next; token++)
    {
      const TriJsonToken *at = &tokens[token];
      gboolean is_container = at->kind == TRI_JSON_OBJECT || at->kind == TRI_JSON_ARRAY;
      gsize place;

      if (at->is_key)
        {
          tri_json_printer_copy_key (printer, index, token);
          continue;
        }
      if (is_container && at->next > token + 1)
        place = tri_json_printer_begin (printer, at->kind == TRI_JSON_OBJECT ? '{' : '[');
      else
        {
          begin_value (printer);
          place = printer->out->len;
          if (is_container)
            g_string_append (printer->out, at->kind == TRI_JSON_OBJECT ? "{}" : "[]");
          else
            append_token (printer, index, token);
          end_containers (printer, tokens, token, root, at->next);
        }
      if (start == G_MAXSIZE)
        start = place;
    }
  return start;
}

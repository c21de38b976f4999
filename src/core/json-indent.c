/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-index.h"

#include <string.h>

#include "json-scan.h"
#include "text.h"

/* What json-index.h promises of re-indenting. */

/* So many bytes of a long data URL's data are shown before the gap. */
#define DATA_HEAD_BYTES 12u

/* Within so many bytes a data URL says what it holds, or it is none. */
#define DATA_TYPE_BYTES 200u

/* Walks through the document twice with the same code: first only to count, then to write. */
typedef struct
{
  const TriJsonIndex *index;
  guint indent;
  guint depth;
  gsize length;
  char *out; /* NULL while counting */
  guint32 *map;
  gsize max_data; /* 0: nothing is left out */
  GArray *gaps;   /* TriJsonGap, as they are written */
} Printer;

static inline void
print (Printer *printer, const void *text, gsize n_bytes)
{
  if (printer->out != NULL)
    memcpy (printer->out + printer->length, text, n_bytes);
  printer->length += n_bytes;
}

static inline void
print_break (Printer *printer)
{
  gsize n_spaces = (gsize) printer->indent * printer->depth;

  if (printer->indent == 0)
    return;

  print (printer, "\n", 1);
  if (printer->out != NULL)
    memset (printer->out + printer->length, ' ', n_spaces);
  printer->length += n_spaces;
}

/* Where the data of a data URL in base64 begins, as offset in the token; 0 if the string is none. */
static gsize
find_data (const guint8 *string, gsize n_bytes)
{
  static const char scheme[] = "\"data:", encoding[] = ";base64,";
  const char *found;

  if (n_bytes < strlen (scheme) || memcmp (string, scheme, strlen (scheme)) != 0)
    return 0;
  found = g_strstr_len ((const char *) string, MIN (n_bytes, DATA_TYPE_BYTES), encoding);
  return found ? (const guint8 *) found - string + strlen (encoding) : 0;
}

/* A string; of a long data URL only the beginning, and how much the rest is. */
static void
print_string (Printer *printer, const guint8 *text, const TriJsonToken *token)
{
  gsize n_bytes = token->end - token->start;
  gsize data = printer->max_data > 0 && !token->is_key && n_bytes > printer->max_data
                   ? find_data (text + token->start, n_bytes)
                   : 0;
  g_autofree char *size = NULL;
  g_autofree char *words = NULL;
  TriJsonGap gap;

  if (data == 0)
    {
      print (printer, text + token->start, n_bytes);
      return;
    }
  size = tri_text_dup_size (n_bytes - 2);
  words = g_strdup_printf ("… %s …", size);
  gap.exact_start = token->start + data + DATA_HEAD_BYTES;
  gap.exact_end = token->end - 1;
  /* What calls itself base64 may be anything, and no character is cut. */
  while ((text[gap.exact_start] & 0xc0) == 0x80)
    gap.exact_start++;
  print (printer, text + token->start, gap.exact_start - token->start);
  gap.start = printer->length;
  print (printer, words, strlen (words));
  gap.end = printer->length;
  print (printer, "\"", 1);
  if (printer->out != NULL)
    g_array_append_val (printer->gaps, gap);
}

/* What comes between a value and the next token: the ends of the containers that it completes, and the comma. */
static void
print_behind_value (Printer *printer, guint token)
{
  const TriJsonToken *tokens = printer->index->tokens;
  guint next = tokens[token].next;

  for (guint parent = tokens[token].parent; parent != TRI_JSON_NONE; parent = tokens[parent].parent)
    {
      if (tokens[parent].is_key)
        continue;
      if (tokens[parent].next != next)
        {
          print (printer, ",", 1);
          print_break (printer);
          return;
        }

      printer->depth--;
      print_break (printer);
      print (printer, tokens[parent].kind == TRI_JSON_OBJECT ? "}" : "]", 1);
    }
}

static void
print_document (Printer *printer)
{
  const guint8 *text = tri_json_get_text (printer->index);

  printer->length = 0;
  for (guint i = 0; i < printer->index->n_tokens; i++)
    {
      const TriJsonToken *token = &printer->index->tokens[i];

      if (printer->map != NULL && printer->out != NULL)
        printer->map[i] = printer->length;

      if (tri_json_is_container (token) && token->next > i + 1)
        {
          print (printer, text + token->start, 1);
          printer->depth++;
          print_break (printer);
        }
      else if (tri_json_is_container (token))
        {
          print (printer, token->kind == TRI_JSON_OBJECT ? "{}" : "[]", 2);
          print_behind_value (printer, i);
        }
      else
        {
          if (token->kind == TRI_JSON_STRING)
            print_string (printer, text, token);
          else
            print (printer, text + token->start, token->end - token->start);
          if (token->is_key)
            print (printer, ": ", printer->indent > 0 ? 2 : 1);
          else
            print_behind_value (printer, i);
        }
    }
}

/* The whole document, if there is memory for it; else NULL. */
static GBytes *
print_to_bytes (Printer *printer)
{
  gsize n_bytes;

  print_document (printer);
  if (printer->length > TRI_JSON_MAX_BYTES && printer->indent > 0)
    {
      printer->indent = 0;
      print_document (printer);
    }
  n_bytes = printer->length;
  printer->out = g_try_malloc (n_bytes);
  if (printer->out == NULL)
    return NULL;
  print_document (printer);
  return g_bytes_new_take (printer->out, n_bytes);
}

GBytes *
tri_json_index_reindent (const TriJsonIndex *index, guint indent, GArray **map)
{
  Printer printer = { .index = index, .indent = indent };
  GBytes *bytes;

  if (map != NULL)
    {
      *map = g_array_sized_new (FALSE, FALSE, sizeof (guint32), index->n_tokens);
      g_array_set_size (*map, index->n_tokens);
      printer.map = (guint32 *) (*map)->data;
    }
  bytes = print_to_bytes (&printer);
  for (guint i = 0; bytes == NULL && printer.map != NULL && i < index->n_tokens; i++)
    printer.map[i] = index->tokens[i].start;
  return bytes != NULL ? bytes : g_bytes_ref (index->bytes);
}

GBytes *
tri_json_index_reindent_short (const TriJsonIndex *index, guint indent, gsize max_data, GArray *gaps)
{
  /* Shorter than its own beginning no data is. */
  Printer printer = { .index = index, .indent = indent, .max_data = MAX (max_data, 2 * DATA_TYPE_BYTES), .gaps = gaps };
  GBytes *bytes = print_to_bytes (&printer);

  return bytes != NULL ? bytes : g_bytes_ref (index->bytes);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-index.h"

#include <string.h>

#include "json-scan.h"

/* What json-index.h promises of re-indenting. */

/* Walks through the document twice with the same code: first only to count, then to write. */
typedef struct
{
  const TriJsonIndex *index;
  guint indent;
  guint depth;
  gsize length;
  char *out; /* NULL while counting */
  guint32 *map;
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
          print (printer, text + token->start, token->end - token->start);
          if (token->is_key)
            print (printer, ": ", printer->indent > 0 ? 2 : 1);
          else
            print_behind_value (printer, i);
        }
    }
}

GBytes *
tri_json_index_reindent (const TriJsonIndex *index, guint indent, GArray **map)
{
  Printer printer = { .index = index, .indent = indent };

  print_document (&printer);
  if (printer.length > TRI_JSON_MAX_BYTES && indent > 0)
    {
      printer.indent = 0;
      print_document (&printer);
    }

  if (map != NULL)
    {
      *map = g_array_sized_new (FALSE, FALSE, sizeof (guint32), index->n_tokens);
      g_array_set_size (*map, index->n_tokens);
      printer.map = (guint32 *) (*map)->data;
    }

  gsize n_bytes = printer.length;

  printer.out = g_try_malloc (n_bytes);
  if (printer.out != NULL)
    {
      print_document (&printer);
      return g_bytes_new_take (printer.out, n_bytes);
    }

  for (guint i = 0; printer.map != NULL && i < index->n_tokens; i++)
    printer.map[i] = index->tokens[i].start;
  return g_bytes_ref (index->bytes);
}

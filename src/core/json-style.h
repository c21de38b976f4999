/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Writes JSON in the layout of a document that somebody else wrote: its line breaks, its indentation, its spaces behind
 * colons and commas. Tokens of that document are copied byte for byte.
 *
 * Unlike json-writer.h it tells where each value stands in what was written. Misuse asserts.
 */

#include "json-index.h"

G_BEGIN_DECLS

typedef struct
{
  const char *line_end; /* "\n" or "\r\n"; NULL: all on one line */
  char unit[17];        /* what a level is indented by */
  gboolean has_colon_space;
  gboolean has_comma_space; /* only on one line */
} TriJsonStyle;

/* The layout of the outermost container that has something in it; compact if there is none. */
TriJsonStyle tri_json_style_find (const TriJsonIndex *index);

typedef struct
{
  TriJsonStyle style;
  GString *out;
  guint depth;
  gboolean is_fresh;     /* nothing stands yet in the innermost container */
  gboolean is_after_key; /* a key was written and waits for its value */
} TriJsonPrinter;

/* Appends to `out`, which stays the caller's. */
void tri_json_printer_init (TriJsonPrinter *printer, const TriJsonStyle *style, GString *out);

/* Each value begins where this returns, and ends at out->len. */
gsize tri_json_printer_begin (TriJsonPrinter *printer, char bracket);
void tri_json_printer_end (TriJsonPrinter *printer, char bracket);
void tri_json_printer_key (TriJsonPrinter *printer, const char *name); /* needs no escaping */
void tri_json_printer_copy_key (TriJsonPrinter *printer, const TriJsonIndex *index, guint key);
gsize tri_json_printer_raw (TriJsonPrinter *printer, const char *json, gssize n_bytes);        /* a scalar or "{}" */
gsize tri_json_printer_copy (TriJsonPrinter *printer, const TriJsonIndex *index, guint token); /* with all below it */

G_END_DECLS

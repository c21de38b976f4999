/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What stands in one row of an indented JSON document: a key, a value, or both.
 *
 * An indented document (json-index.h) has one value a line, so a row needs no index to be coloured: the beginning of
 * its line says what the row is of, and what lies far behind the beginning of a long line can only be a string. The
 * work is bounded, however long the line: rows are asked about while somebody scrolls.
 *
 * Of a document on one line, which has several values in a line, nothing is said.
 */

#include "lines.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_JSON_ROW_KEY,
  TRI_JSON_ROW_STRING,
  TRI_JSON_ROW_CONSTANT, /* a number, true, false or null */
} TriJsonRowKind;

/* Offsets in bytes within the row's text; `end` is behind the last byte. */
typedef struct
{
  TriJsonRowKind kind;
  gsize start;
  gsize end;
} TriJsonRowSpan;

#define TRI_JSON_ROW_MAX_SPANS 2u

/* The spans of `row`, in order, and how many there are. `text` is all of the document, of `size` bytes. */
guint tri_json_row_find_spans (const char *text, gsize size, const TriRow *row, TriJsonRowSpan *spans);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Where source code asks the older endpoints or reads their answers.
 *
 * It is a search for text: it knows no programming language, finds words in comments too, and cannot see what is put
 * together from pieces. What it looks for are rows: paths of the older formats as they are written in code, and the
 * names of the libraries' calls.
 *
 * Pure: it is given text. Linear in its length times the number of rows.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *id;          /* "chat-call" */
  const char *meaning;     /* the id of a meaning of the Rosetta table, or NULL */
  const char *replacement; /* as code */
  const char *note;        /* marked for translation; NULL if there is nothing to say */
} TriScanRow;

typedef struct
{
  const TriScanRow *row;
  guint line, column; /* from 1; the column counts characters */
  char *found;        /* what stands there */
} TriScanHit;

/* All places in `text`, in order; element type TriScanHit. NULL if it is no text (it holds a NUL). (transfer full) */
GPtrArray *tri_scan_text (const char *text, gsize n_bytes);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a report has beyond its columns, as tables of texts that any form can show: the ledger, where the request of one
 * column is the other's converted; in what the answers deviate from the published API; and the fields of all columns
 * side by side.
 *
 * Long values are cut and long tables end early, and say so: a report is for reading. Texts are valid UTF-8 without
 * NUL, but whatever a server sent; who shows them escapes them.
 */

#include "comparison.h"
#include "field-table.h"

G_BEGIN_DECLS

#define TRI_REPORT_MAX_ROWS 500u /* of one table */

typedef enum
{
  TRI_REPORT_WORDS, /* a text for people */
  TRI_REPORT_VALUE  /* a value as it was spelt, or a path */
} TriReportKindOfCell;

typedef struct
{
  char *text;   /* "" for nothing; NULL behind the last cell of a row */
  char *detail; /* said below it, of less weight; NULL */
} TriReportCell;

typedef struct
{
  char *heading; /* over the whole width, with no cells; NULL in a row of cells */
  TriReportCell *cells;
  gboolean is_loud; /* it tells of a loss, or of something that is broken */
} TriReportRow;

typedef struct
{
  char *title;
  char *note; /* one sentence before the table; NULL */
  guint n_columns;
  char **heads; /* NULL-terminated, one a column */
  TriReportKindOfCell *kinds;
  GPtrArray *rows;  /* TriReportRow */
  guint n_left_out; /* rows that there was no room for */
} TriReportTable;

/* Those tables that have something to say, in the order above. Every column must have been asked. May take a while.
 * Element type TriReportTable. (transfer full) */
GPtrArray *tri_report_list_tables (TriComparison *comparison);

/* The fields of all columns; of a stream those of the document that it amounts to. (transfer full) */
TriFieldTable *tri_report_dup_fields (TriComparison *comparison);

/* FALSE if it consists of headings alone. */
gboolean tri_report_table_has_cells (const TriReportTable *table);

/* "12 more rows are left out here.", NULL if none are. (transfer full) */
char *tri_report_table_dup_rest (const TriReportTable *table);

G_END_DECLS

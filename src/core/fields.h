/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What several requests and responses say, lined up: a row a meaning, a column a column.
 *
 * Every leaf of every document stands in exactly one row: a leaf is a value that is neither an object nor an array, or
 * one of those that is empty. Leaves with a meaning stand first, in the order of the Rosetta table; where a column has
 * several of one meaning (choices, items, tokens), the first stands beside the first of the others, and so on. Leaves
 * without a meaning follow, by their path: what the published API has and only one format knows, and then what it does
 * not have.
 *
 * Immutable once made; safe in any thread.
 */

#include "field-map.h"

G_BEGIN_DECLS

/* What a column brings; either may be NULL. */
typedef struct
{
  TriFieldMap *request;
  TriFieldMap *response;
} TriFieldSource;

typedef enum
{
  TRI_FIELD_MEANING, /* it has a row in the Rosetta table */
  TRI_FIELD_UNKNOWN  /* the published API does not have it */
} TriFieldKind;

/* In what the columns of a row differ. */
typedef enum
{
  TRI_FIELD_ABSENT = 1 << 0, /* some columns have it, and some have not */
  TRI_FIELD_NAMES = 1 << 1,  /* they have it under other paths */
  TRI_FIELD_SHAPES = 1 << 2, /* they write it as another kind of value */
  TRI_FIELD_VALUES = 1 << 3  /* they say something else */
} TriFieldDifferences;

typedef struct
{
  TriFieldKind kind;
  TriPlace place;            /* REQUEST or RESPONSE */
  const TriMeaning *meaning; /* NULL without one */
  guint instance;            /* of a meaning's rows, or of a path's: 0 for the first */
  TriFieldDifferences differences;
} TriFieldRow;

typedef struct _TriFields TriFields;

/* (transfer full) */
TriFields *tri_fields_new (const TriFieldSource *sources, guint n_columns);
void tri_fields_free (TriFields *fields);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriFields, tri_fields_free)

guint tri_fields_get_n_rows (const TriFields *fields);
guint tri_fields_get_n_columns (const TriFields *fields);
const TriFieldRow *tri_fields_get_row (const TriFields *fields, guint row);

/* The map of a column's request or response; NULL if it has none. (transfer none) */
TriFieldMap *tri_fields_get_map (const TriFields *fields, TriPlace place, guint column);

/* The token of the leaf that a column has in a row, of the index of its request or response; TRI_JSON_NONE: it has
 * none there. */
guint tri_fields_get_token (const TriFields *fields, guint row, guint column);

/* Its path, and its bytes; NULL where the column has none. (transfer full) */
char *tri_fields_dup_path (const TriFields *fields, guint row, guint column);
char *tri_fields_dup_raw (const TriFields *fields, guint row, guint column);

/* In what `column` differs from `baseline` in this row. */
TriFieldDifferences tri_fields_compare (const TriFields *fields, guint row, guint column, guint baseline);

/* Names and labels of differences, translated: "other name, other value"; "" for none. (transfer full) */
char *tri_field_differences_dup_label (TriFieldDifferences differences);

G_END_DECLS

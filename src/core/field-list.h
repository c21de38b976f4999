/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The rows of a table of fields as they are read: under headings, and only those that are looked for.
 *
 * What the published API does not have stands at the end, under a heading of its own; only words and the place leave it
 * out, never the wish for differences. Headings without rows are left out.
 */

#include <gio/gio.h>

#include "fields.h"

G_BEGIN_DECLS

#define TRI_FIELD_HEADING G_MAXUINT32 /* in place of a row */
#define TRI_FIELD_NO_GROUP G_MAXUINT8

typedef struct
{
  guint32 row;  /* of the table, or TRI_FIELD_HEADING */
  guint8 place; /* TriPlace */
  guint8 group; /* its position in the list of groups; TRI_FIELD_NO_GROUP: not in the published API */
} TriFieldEntry;

typedef struct
{
  const char *words;    /* in a title, path or value, in any case; NULL or "": all */
  gboolean request;     /* what was asked */
  gboolean response;    /* what was answered */
  gboolean differences; /* only rows whose columns differ */
  guint baseline;       /* only rows in which a column differs from this one; G_MAXUINT: all */
} TriFieldFilter;

/* Element type TriFieldEntry; NULL once it is cancelled. Slow for large tables: it belongs into a worker thread.
 * (transfer full) */
GArray *tri_field_list_new (const TriFields *fields, const TriFieldFilter *filter, GCancellable *cancellable);

/* The position of a meaning's row; G_MAXUINT if it is not in the list. Of rows of the other place too, if there is none
 * of this one. */
guint
tri_field_list_find (GArray *list, const TriFields *fields, const TriMeaning *meaning, TriPlace place, guint instance);

/* "Request · Sampling"; translated. (transfer full) */
char *tri_field_entry_dup_heading (const TriFieldEntry *entry);

/* The name of a row: its meaning, or else the path of the first column that has it. Translated. (transfer full) */
char *tri_fields_dup_title (const TriFields *fields, guint row);

G_END_DECLS

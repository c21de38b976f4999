/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A cell of the Rosetta table: where one format keeps one meaning. The meanings stand in rosetta.h; each format brings
 * its own cells, in cells-NAME.c, and whatever is to be known of where a thing goes is known from them alone: the
 * builder of requests, what a format cannot express, the table of fields, the links between columns, the reference.
 *
 * A path is a pattern over the paths of json-index.h, in the notation of the published API's field lists:
 *
 *   usage.prompt_tokens                     members
 *   choices[].message.content               any element of an array
 *   messages[]<role=user>.content           of the object that is there, only if its member `role` says "user"
 *   tools[]<type=function|custom>.name      one of several words
 *   include[]<=a.b>                         of a string, only if it says "a.b" itself
 *
 * There are no other wildcards, so that no cell swallows what it does not know. What stands below a cell belongs to it
 * only where it is OPEN: where the published API leaves the members to whoever writes them (a JSON schema, metadata),
 * or only the official libraries know them, which can change them any day.
 */

#include <glib.h>

G_BEGIN_DECLS

/* Which document it stands in. */
typedef enum
{
  TRI_PLACE_REQUEST,
  TRI_PLACE_RESPONSE, /* a whole one; that of a stream is the assembled one */
  TRI_PLACE_EVENT,    /* the data of one event of a stream */
  TRI_N_PLACES
} TriPlace;

typedef enum
{
  TRI_CELL_DEPRECATED = 1 << 0,
  TRI_CELL_OPEN = 1 << 1
} TriCellFlags;

typedef struct
{
  guint8 place;              /* TriPlace */
  const char *meaning;       /* the id of a meaning; that of a setting is the setting's */
  const char *path;          /* the pattern */
  const char *shape;         /* how the value is written, as code ("[{role, content}]"), where formats differ in it;
                                NULL: as the others write it */
  const char *default_value; /* what holds where nothing is said, as code; NULL: nothing is published */
  guint8 flags;              /* TriCellFlags */
} TriCell;

/* All cells of a format. */
typedef struct
{
  const TriCell *list;
  guint n;
} TriCellTable;

G_END_DECLS

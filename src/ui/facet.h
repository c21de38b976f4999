/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The rows of the matrix: what of an attempt every column shows at the same time.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_FACET_OUTPUT,
  TRI_FACET_REQUEST,
  TRI_FACET_RESPONSE,
  TRI_FACET_EVENTS,
  TRI_FACET_FIELDS, /* one table of all columns, in their place */
  TRI_FACET_CODE,
  TRI_N_FACETS
} TriFacet;

/* "output", "request" …: the states of win.facet, and what is remembered in the settings. */
const char *tri_facet_get_id (TriFacet facet);
const char *tri_facet_get_label (TriFacet facet); /* translated */
TriFacet tri_facet_find (const char *id);         /* the first one if unknown */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facet.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *id;
  const char *label;
} facets[TRI_N_FACETS] = {
  [TRI_FACET_OUTPUT] = { "output", N_ ("Output") },       [TRI_FACET_REQUEST] = { "request", N_ ("Request") },
  [TRI_FACET_RESPONSE] = { "response", N_ ("Response") }, [TRI_FACET_EVENTS] = { "events", N_ ("Events") },
  [TRI_FACET_FIELDS] = { "fields", N_ ("Fields") },       [TRI_FACET_CODE] = { "code", N_ ("Code") },
};

const char *
tri_facet_get_id (TriFacet facet)
{
  return facets[facet].id;
}

const char *
tri_facet_get_label (TriFacet facet)
{
  return _ (facets[facet].label);
}

TriFacet
tri_facet_find (const char *id)
{
  for (TriFacet i = 0; i < TRI_N_FACETS; i++)
    if (g_strcmp0 (facets[i].id, id) == 0)
      return i;
  return TRI_FACET_OUTPUT;
}

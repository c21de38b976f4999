/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How requests are mended: what the files of explain share, and nobody else includes. */

#include "formats.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_RECIPE_NONE,        /* by hand */
  TRI_RECIPE_MEND,        /* what has the form of another endpoint gets that of this one */
  TRI_RECIPE_RENAME,      /* param gets the name `value` */
  TRI_RECIPE_REMOVE,      /* param goes */
  TRI_RECIPE_UNKNOWN,     /* mended if that helps, else it goes */
  TRI_RECIPE_MODEL,       /* the model is put in */
  TRI_RECIPE_MISSING,     /* mended, or put in where there are words for it */
  TRI_RECIPE_INPUT,       /* the input is put in */
  TRI_RECIPE_SET_NUMBER,  /* param becomes the number `value` */
  TRI_RECIPE_SHORTEN,     /* param keeps `value` members, elements or characters */
  TRI_RECIPE_WORD,        /* mended, or param becomes one of the words of the list `value`, or goes */
  TRI_RECIPE_TYPE,        /* mended, or param is written otherwise, or goes */
  TRI_RECIPE_ORPHAN,      /* results of the call `value` go */
  TRI_RECIPE_UNANSWERED,  /* the call `value` goes */
  TRI_RECIPE_EFFORT_NONE, /* no reasoning */
} TriExplainRecipe;

/* What is to be done, with what the refusal said and what the person added. */
typedef struct
{
  TriExplainRecipe recipe;
  const char *param, *value; /* NULL where the refusal says none */
  const char *model, *text;  /* put in where they are missing; NULL: there are none */
  const TriFormat *endpoint; /* whose endpoint refused it; NULL: found out */
} TriExplainOrder;

/* The mended request. TRI_ERROR_INVALID if it must be done by hand. (transfer full) */
GBytes *tri_explain_cook (const TriExplainOrder *order, GBytes *request, GError **error);

G_END_DECLS

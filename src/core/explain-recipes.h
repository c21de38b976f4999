/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How requests are mended: what explain.c and explain-recipes.c share, and nobody else includes. */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_RECIPE_NONE,        /* by hand */
  TRI_RECIPE_MEND,        /* what has the form of Chat gets that of Responses */
  TRI_RECIPE_RENAME,      /* param gets the name `value` */
  TRI_RECIPE_REMOVE,      /* param goes */
  TRI_RECIPE_UNKNOWN,     /* mended if that helps, else it goes */
  TRI_RECIPE_MODEL,       /* the model is put in */
  TRI_RECIPE_MISSING,     /* mended, or put in where there are words for it */
  TRI_RECIPE_INPUT,       /* the input is put in */
  TRI_RECIPE_SET_NUMBER,  /* param becomes the number `value` */
  TRI_RECIPE_SHORTEN,     /* param keeps `value` members, elements or characters */
  TRI_RECIPE_WORD,        /* mended, or param becomes the word `value` */
  TRI_RECIPE_TYPE,        /* mended, or param is written otherwise, or goes */
  TRI_RECIPE_ORPHAN,      /* results of the call `value` go */
  TRI_RECIPE_UNANSWERED,  /* the call `value` goes */
  TRI_RECIPE_EFFORT_NONE, /* no reasoning */
} TriExplainRecipe;

/* `model` and `text`, if not NULL, are put in where they are missing. (transfer full) */
GBytes *tri_explain_cook (TriExplainRecipe recipe,
                          const char *param,
                          const char *value,
                          GBytes *request,
                          const char *model,
                          const char *text,
                          GError **error);

G_END_DECLS

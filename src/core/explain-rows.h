/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The refusals that are known, a row each: by the sentence of the API, and for what a request cannot mend also by the
 * code of the error or the status of the answer. For the files of explain only.
 */

#include "explain-recipes.h"

G_BEGIN_DECLS

#define TRI_EXPLAIN_MAX_QUOTES 6

/* How the sentence goes, with "*" for what it quotes. The first quotation is what it is about, or what the row says. */
typedef struct
{
  const char *id;
  const char *sentence;
  const char *meaning;
  TriExplainRecipe recipe;
  int param_at; /* which "*" is the path, if the body says none; −1: none */
  int value_at; /* which "*" is the value; −1: none */
  const char *cause;
  const char *fix;
} TriExplainRow;

/* The row whose sentence goes as `message`; what stands for each "*" is put into `quotes`, of TRI_EXPLAIN_MAX_QUOTES
 * (transfer full). NULL if there is none. */
const TriExplainRow *tri_explain_find_row (const char *message, char **quotes);
void tri_explain_clear_quotes (char **quotes);

/* By the code, the sentence, or the type of the error, else by the status (0: it is not known). NULL if there is none.
 */
const TriExplainRow *tri_explain_find_other (const char *message, const char *code, const char *type, guint status);

G_END_DECLS

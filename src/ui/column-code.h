/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a column would send now, as a program: in the languages that the window offers, with the official library or
 * with what the language brings. core/code.h says what holds for such a program.
 */

#include "core/column.h"
#include "core/export.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_CODE_CURL,
  TRI_CODE_PYTHON,
  TRI_CODE_PYTHON_SDK,
  TRI_CODE_JAVASCRIPT,
  TRI_CODE_JAVASCRIPT_SDK,
  TRI_N_CODES
} TriCodeLanguage;

/* The port that a practice server which does not run yet is told to take. */
#define TRI_CODE_PRACTICE_PORT 8911u

/* "curl", "python-sdk" …: the states of win.code, and what is remembered in the settings. */
const char *tri_code_language_get_id (TriCodeLanguage language);
const char *tri_code_language_get_label (TriCodeLanguage language); /* translated */
TriCodeLanguage tri_code_language_find (const char *id);            /* the first one if unknown */

/* Where the program sends to: where the column does, or, of a practice server that does not run yet, where it is told
 * to listen. (transfer full) */
char *tri_column_dup_code_url (TriColumn *column);

/* NULL while there is no prompt. (transfer full) */
GBytes *
tri_column_dup_code (TriColumn *column, TriPrompt *prompt, const TriSettings *settings, TriCodeLanguage language);

G_END_DECLS

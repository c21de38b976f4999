/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The facet Code: what a column would send now as a program that makes the same request, in the language that is chosen
 * for all columns together (look.h). What is copied can be run as it is.
 */

#include <adwaita.h>

#include "core/column.h"

G_BEGIN_DECLS

#define TRI_TYPE_CODE_VIEW (tri_code_view_get_type ())
G_DECLARE_FINAL_TYPE (TriCodeView, tri_code_view, TRI, CODE_VIEW, AdwBin)

GtkWidget *tri_code_view_new (void);

/* `prompt` NULL: there is none yet. */
void tri_code_view_update (TriCodeView *view, TriColumn *column, TriPrompt *prompt, const TriSettings *settings);

GtkWidget *tri_code_view_get_text_view (TriCodeView *view); /* (transfer none) */

G_END_DECLS

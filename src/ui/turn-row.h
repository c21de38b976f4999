/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One earlier turn of the conversation: who spoke, and what. Signals "changed" and "remove".
 */

#include <gtk/gtk.h>

#include "core/prompt.h"

G_BEGIN_DECLS

#define TRI_TYPE_TURN_ROW (tri_turn_row_get_type ())
G_DECLARE_FINAL_TYPE (TriTurnRow, tri_turn_row, TRI, TURN_ROW, GtkBox)

GtkWidget *tri_turn_row_new (TriRole role, const char *text);

TriRole tri_turn_row_get_role (TriTurnRow *row);
char *tri_turn_row_dup_text (TriTurnRow *row); /* (transfer full) */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Between a column and the note of it in a draft.
 */

#include "column.h"
#include "draft.h"

G_BEGIN_DECLS

/* Notes whom `column` asks and how, without the secrets that stand in its members or its body: they must be typed anew.
 */
void tri_column_note (TriColumn *column, TriDraft *draft);

/* The column that was noted, asking `server`; NULL if its format is not known. Members and a body that cannot be used
 * are left out. (transfer full) */
TriColumn *tri_column_new_from_note (const TriDraftColumn *noted, TriServer *server);

G_END_DECLS

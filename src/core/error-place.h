/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Where in a text an error of TRI_ERROR is, beside its message: for those who write places in their own way.
 */

#include "error.h"

G_BEGIN_DECLS

/* Sets an error whose message is `words` behind the place in words: "line 2, column 5: expected …". Line and column
 * count from 1; the column counts characters. */
void tri_error_set_placed (GError **error, TriError code, guint line, guint column, const char *words);

/* Of any error; FALSE if it has no place. `words` is the message without the place, and without what was put before it
 * (transfer none). */
gboolean tri_error_get_place (const GError *error, guint *line, guint *column, const char **words);

/* For who takes what was in error out of what is read: the message stays. */
void tri_error_forget_place (GError *error);

G_END_DECLS

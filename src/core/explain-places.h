/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Places in a request, by paths as APIs write them: "input[1].content". For the files of explain only. */

#include "json-value.h"

G_BEGIN_DECLS

/* The value that `path` leads to; NULL if there is none. (transfer none) */
TriJsonValue *tri_explain_find (TriJsonValue *root, const char *path);

/* Puts `value`, which is swallowed, where `path` leads, or takes away what is there (NULL): a member, or an element,
 * whose successors then move up. FALSE if it leads nowhere. */
gboolean tri_explain_put (TriJsonValue *root, const char *path, TriJsonValue *value);

/* The text of a string; NULL if it is none. (transfer full) */
char *tri_explain_dup_text (const TriJsonValue *value);

/* The first name of a path: "tools" of "tools[0].name". (transfer full) */
char *tri_explain_dup_first (const char *path);

/* A request as it stands now, in the layout that it had. (transfer full) */
GBytes *tri_explain_lay_out (const TriJsonValue *root, const TriJsonIndex *before);

G_END_DECLS

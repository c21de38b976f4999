/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Whether two values are the same as JSON, however they are written.
 *
 * The canonical text of a value has no white space, its members sorted by the bytes of their names, of namesakes only
 * the last, escapes only where RFC 8259 demands them, and numbers in one spelling of their exact value: 1.0, 1 and
 * 10e-1 are one number, and no number passes through a double. Two values are the same if their texts are. Lone
 * surrogates all read U+FFFD. Linear in the size of the value but for the sorting.
 */

#include "json-index.h"

G_BEGIN_DECLS

/* (transfer full) */
char *tri_json_dup_canonical (const TriJsonIndex *index, guint token);

/* The names of the members of an object, sorted, each once; element type char *, decoded. Empty for other values.
 * (transfer full) */
GPtrArray *tri_json_list_names (const TriJsonIndex *index, guint token);

G_END_DECLS

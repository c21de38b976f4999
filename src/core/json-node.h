/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * json-glib behind the check: what the formats read.
 *
 * A JsonNode is made only from bytes that the strict index has passed. Where json-glib 1.6 would misread a valid
 * document (integers beyond 64 bits, numbers beyond double, \u0000, lone surrogates) the node is built from the index
 * instead (so it is where that is cheaper): such integers and numbers become the nearest double (or ±G_MAXDOUBLE), NUL
 * becomes U+2400 and a lone surrogate U+FFFD. Nodes are for meaning only; nothing that people see as JSON is ever
 * printed from them.
 *
 * The accessors never warn and never crash, whatever the types are: absent, null and "of another type" all read as
 * absent.
 */

#include <json-glib/json-glib.h>

#include "json-index.h"

G_BEGIN_DECLS

/* Of a longer array only so many elements become nodes: no format has a list of that length that means anything, and a
 * node takes fifty times the memory of its text. The index has them all. */
#define TRI_JSON_MAX_ELEMENTS 10000u

/* The document as a node, and, if `index_out` is not NULL, its index. Errors as tri_json_index_new(). (transfer full)
 */
JsonNode *tri_json_parse (GBytes *bytes, TriJsonIndex **index_out, GError **error);

/* The node of a document that was indexed before. (transfer full) */
JsonNode *tri_json_index_to_node (const TriJsonIndex *index);

/* Which members become nodes, where a document is read for a purpose. */
typedef struct
{
  const char *const *top; /* the members of the outermost object that do, NULL-terminated */
  const char *spared;     /* and a member that does not, in the objects that so many containers stand around; NULL */
  guint spared_depth;
} TriJsonWanted;

/* The node with what is wanted of it; of a small document that is all, since to choose would cost more. `wanted` may be
 * NULL. (transfer full) */
JsonNode *tri_json_index_to_wanted (const TriJsonIndex *index, const TriJsonWanted *wanted);
JsonNode *tri_json_index_build_wanted (const TriJsonIndex *index, const TriJsonWanted *wanted); /* whatever its size */

/* The same node, made from the tokens. For events, of which thousands come a second: to set a parser up for one takes
 * longer than to read it. (transfer full) */
JsonNode *tri_json_index_build_node (const TriJsonIndex *index);

/* Member `name` of `node`, or NULL: also when `node` is NULL or no object, or the member is null. (transfer none) */
JsonNode *tri_json_get (JsonNode *node, const char *name);
const char *tri_json_get_string (JsonNode *node, const char *name);
gboolean tri_json_get_boolean (JsonNode *node, const char *name, gboolean fallback);
gint64 tri_json_get_count (JsonNode *node, const char *name); /* a whole number ≥ 0 (floats are cut); else −1 */

/* Elements of the array `node`; 0 and NULL where it is none. */
guint tri_json_get_length (JsonNode *node);
JsonNode *tri_json_at (JsonNode *node, guint position);

/* The string value of `node`, or NULL. (transfer none) */
const char *tri_json_string (JsonNode *node);

/* What `node` is, in words for messages: "an object", "a string", "null", "nothing" (for NULL) … Not translated
 * separately: the words are marked for translation as part of the message. */
const char *tri_json_type_name (JsonNode *node);

/* Sets TRI_ERROR_SHAPE "PATH: expected EXPECTED, found a string" and returns FALSE. `expected` is translated. */
gboolean tri_json_set_shape_error (GError **error, const char *path, const char *expected, JsonNode *found);

G_END_DECLS

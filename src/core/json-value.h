/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A JSON document that can be built and changed, whose scalars are the exact text that somebody wrote.
 *
 * Requests are built in it, and the documents that streams amount to are assembled in it, because there no number may
 * pass through a double and no string may change its spelling. It is not for reading: the formats read JsonNode.
 *
 * A value belongs to the container it was put into; the root belongs to the caller. Members keep their order, and keys
 * that came from an index keep their spelling and their namesakes; of namesakes the last is meant.
 */

#include "json-index.h"
#include "json-writer.h"

G_BEGIN_DECLS

typedef struct _TriJsonValue TriJsonValue;

TriJsonValue *tri_json_value_new_object (void);
TriJsonValue *tri_json_value_new_array (void);
TriJsonValue *tri_json_value_new_string (const char *text, gssize n_bytes);
TriJsonValue *tri_json_value_new_raw (const char *token, gssize n_bytes); /* a number, true, false, null or "string" */
TriJsonValue *tri_json_value_new_from_index (const TriJsonIndex *index, guint token);
TriJsonValue *tri_json_value_copy (const TriJsonValue *value);
void tri_json_value_free (TriJsonValue *value);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriJsonValue, tri_json_value_free)

TriJsonKind tri_json_value_get_kind (const TriJsonValue *value);
gboolean tri_json_value_is_null (const TriJsonValue *value);    /* also TRUE for NULL */
guint tri_json_value_get_length (const TriJsonValue *value);    /* members or elements; 0 for scalars */
const char *tri_json_value_get_raw (const TriJsonValue *value); /* a scalar's exact text; NULL for containers */

/* Members and elements; NULL where there is none or `value` is NULL or of another kind, so that calls can be chained.
 */
TriJsonValue *tri_json_value_get (TriJsonValue *value, const char *name);
TriJsonValue *tri_json_value_at (TriJsonValue *value, guint position); /* element, or value of member, `position` */
const char *tri_json_value_get_name (TriJsonValue *object, guint position); /* decoded; NUL in it reads U+2400 */

/* Sets member `name`, replacing the one that stands there in its place; a position behind the last element appends.
 * Removing removes all of that name. `member` and `element` are swallowed. */
void tri_json_value_take (TriJsonValue *object, const char *name, TriJsonValue *member);
void tri_json_value_append (TriJsonValue *array, TriJsonValue *element);
void tri_json_value_replace (TriJsonValue *array, guint position, TriJsonValue *element);
void tri_json_value_remove (TriJsonValue *object, const char *name);
void tri_json_value_remove_at (TriJsonValue *array, guint position); /* an element that is there */

/* Leaves of members of the same name the last one, which is the one that readers take; everywhere in `value`. */
void tri_json_value_drop_duplicates (TriJsonValue *value);

/* Replaces `key` in every string of `value` by as many '*'; for keys that came in pieces and were joined here. */
void tri_json_value_mask (TriJsonValue *value, const char *key);

/* As tri_json_value_take(), with "a.b" meaning member b of object a, which is made where it is missing or no
 * object. */
void tri_json_value_take_path (TriJsonValue *object, const char *path, TriJsonValue *member);

/* Appends string `more` to string `text`: their spellings are joined, so that two halves of a surrogate pair that came
 * in two deltas become one character again. */
void tri_json_value_join (TriJsonValue *text, const TriJsonValue *more);

void tri_json_value_write (const TriJsonValue *value, TriJsonWriter *writer);
GBytes *tri_json_value_to_bytes (const TriJsonValue *value, guint indent); /* (transfer full) */

G_END_DECLS

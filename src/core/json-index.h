/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The strict index over the bytes of a JSON document (RFC 8259).
 *
 * It is the judge of what is JSON, and gives every value its place in the bytes and its path. json-glib parses only
 * what has passed here: version 1.6 accepts comments, single quotes and octal numbers, merges duplicate keys, cuts
 * strings at \u0000 and overflows its stack on deep nesting. The index changes nothing and copies nothing: tokens point
 * into the GBytes, which it keeps alive.
 *
 * Invariants: iterative (no recursion, whatever the depth); linear time; the tokens stand in document order, a parent
 * before its children; an index exists only for one whole valid document in UTF-8 with nothing but white space around
 * it.
 *
 * Not refused, but noted (tri_json_index_get_quirks): duplicate keys, numbers beyond double or 64 bits, \u0000, lone
 * surrogates. A byte order mark at the start is refused, as RFC 8259 §8.1 forbids senders to add one.
 *
 * Immutable once made and atomically counted: safe in any thread.
 */

#include "json-token.h"

G_BEGIN_DECLS

typedef struct _TriJsonIndex TriJsonIndex;

#define TRI_JSON_MAX_DEPTH 512
#define TRI_JSON_MAX_BYTES (256u * 1024 * 1024)

/* Indexes `bytes`. Errors: TRI_ERROR_SYNTAX ("line 3, column 14: expected …, found …"; columns count characters from
 * 1), TRI_ERROR_TRUNCATED when the document ends too early (the empty one too), TRI_ERROR_LIMIT beyond
 * TRI_JSON_MAX_DEPTH or TRI_JSON_MAX_BYTES. (transfer full) */
TriJsonIndex *tri_json_index_new (GBytes *bytes, GError **error);

TriJsonIndex *tri_json_index_ref (TriJsonIndex *index);
void tri_json_index_unref (TriJsonIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriJsonIndex, tri_json_index_unref)

GBytes *tri_json_index_get_bytes (const TriJsonIndex *index);
const TriJsonToken *tri_json_index_get_tokens (const TriJsonIndex *index, guint *n_tokens);
TriJsonQuirks tri_json_index_get_quirks (const TriJsonIndex *index);

/* The member `name` of object token `object` (the last one, where it stands twice), or element `position` of array
 * token `array`: the value's token, or TRI_JSON_NONE; also when the token is of another kind or TRI_JSON_NONE itself,
 * so that look-ups can be chained. */
guint tri_json_index_get_member (const TriJsonIndex *index, guint object, const char *name);
guint tri_json_index_get_element (const TriJsonIndex *index, guint array, guint position);

/* A path is written as in "choices[0].message.content"; a key that is not [A-Za-z_][A-Za-z0-9_-]* is written as a JSON
 * string in brackets: metadata["a b"]. The root's path is "". Of namesakes a path leads to the last. */
guint tri_json_index_find (const TriJsonIndex *index, const char *path); /* TRI_JSON_NONE if absent or ill-formed */
char *tri_json_index_dup_path (const TriJsonIndex *index, guint token);  /* a key's path is its value's (full) */

/* For many paths of one document: the position of each token that is an element of an array, counted once. Without it a
 * path takes as long as there are elements before. (transfer full) */
guint32 *tri_json_index_list_positions (const TriJsonIndex *index);
char *tri_json_index_dup_path_from (const TriJsonIndex *index, guint token, const guint32 *positions); /* (full) */
void tri_json_index_append_path (const TriJsonIndex *index, guint token, const guint32 *positions, GString *path);

guint tri_json_index_token_at (const TriJsonIndex *index, gsize offset); /* innermost; TRI_JSON_NONE outside */

/* The decoded value of a string token; `n_out`, if not NULL, receives its length in bytes, as it may hold NUL. Lone
 * surrogates read U+FFFD. NULL if the token is no string, or memory for it cannot be had. (transfer full) */
char *tri_json_index_dup_string (const TriJsonIndex *index, guint token, gsize *n_out);

/* The same for those who want a C string: NUL reads U+2400. Never NULL. (transfer full) */
char *tri_json_index_dup_text (const TriJsonIndex *index, guint token);

/* The exact bytes of a token, in a NUL-terminated copy; NULL as above. (transfer full) */
char *tri_json_index_dup_raw (const TriJsonIndex *index, guint token);

/* The document on as many lines as it has values, indented by `indent` spaces a level, every token byte for byte as it
 * came; empty objects and arrays stay on one line; no newline at the end. `indent` 0 gives the document on one line
 * without white space. `map`, if not NULL, receives for each token (element type guint32) the offset in the output at
 * which it starts, so that a place on the screen leads back to the token.
 *
 * Spaces can outweigh a document a thousand times: one that would grow beyond TRI_JSON_MAX_BYTES by them stays on one
 * line, and if there is no memory for that, as it came. (transfer full) */
GBytes *tri_json_index_reindent (const TriJsonIndex *index, guint indent, GArray **map);

/* Where something of a document is not shown. Offsets are in bytes; `end` is behind the last one. */
typedef struct
{
  gsize start, end;             /* what stands there instead, in the output */
  gsize exact_start, exact_end; /* what it stands for, in the document */
} TriJsonGap;

/* As above, but of every string of more than `max_data` bytes that is a data URL in base64 only the beginning stands
 * there, and how much the rest is. Each gap is appended to `gaps` (element type TriJsonGap), in order. (transfer full)
 */
GBytes *tri_json_index_reindent_short (const TriJsonIndex *index, guint indent, gsize max_data, GArray *gaps);

G_END_DECLS

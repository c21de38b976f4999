/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The index from within: what json-index, json-path and json-indent share, and nobody else includes.
 *
 * The scanners step over one string, number or word (RFC 8259 §3, §6, §7). Each takes the place where a token begins
 * and the end of the document, and returns the place behind the token; or NULL, and then `fault` says where something
 * else was expected. A fault at the end of the document means that it is truncated.
 */

#include "json-token.h"

G_BEGIN_DECLS

struct _TriJsonIndex
{
  gatomicrefcount ref_count;
  GBytes *bytes;
  TriJsonToken *tokens;
  guint n_tokens;
  TriJsonQuirks quirks;
};

typedef struct
{
  const guint8 *where;
  const char *expected; /* translated; no owner */
} TriJsonFault;

/* The value of a key, to be compared: the bytes themselves, or, where it has escapes, what they mean. */
typedef struct
{
  const char *text;
  gsize n_bytes;
} TriJsonName;

static inline gboolean
tri_json_is_container (const TriJsonToken *token)
{
  return token->kind == TRI_JSON_OBJECT || token->kind == TRI_JSON_ARRAY;
}

static inline const guint8 *
tri_json_get_text (const struct _TriJsonIndex *index)
{
  return g_bytes_get_data (index->bytes, NULL);
}

/* Says where something else was expected; always NULL. */
static inline const guint8 *
tri_json_fault_at (TriJsonFault *fault, const guint8 *where, const char *expected)
{
  *fault = (TriJsonFault){ where, expected };
  return NULL;
}

/* The place behind the decimal digits at `at`. */
const guint8 *tri_json_scan_digits (const guint8 *at, const guint8 *end);

/* These set the token's quirks, and has_escapes of a string. */
const guint8 *tri_json_scan_string (const guint8 *at, const guint8 *end, TriJsonToken *token, TriJsonFault *fault);
const guint8 *tri_json_scan_number (const guint8 *start, const guint8 *end, TriJsonToken *token, TriJsonFault *fault);
const guint8 *tri_json_scan_word (const guint8 *at, const guint8 *end, const char *word, TriJsonFault *fault);

/* Writes the value of the string whose inside lies between `at` and `end` to `out`, which has room for as many bytes as
 * the inside has: no escape is shorter than what it writes. Half of a surrogate pair reads U+FFFD, unless `exact`: keys
 * that differ only in that are still two keys. Returns the number of bytes written. */
gsize tri_json_decode (const guint8 *at, const guint8 *end, gboolean exact, char *out);

/* The name that a key token says; `scratch` is used, and must not be NULL, where it has escapes. */
TriJsonName tri_json_read_name (const guint8 *text, const TriJsonToken *token, GByteArray *scratch);
gboolean tri_json_name_equal (TriJsonName a, TriJsonName b);

G_END_DECLS

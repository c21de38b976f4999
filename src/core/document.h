/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A body from outside, made ready to be read: JSON re-indented, with very long data URLs left out of sight; anything
 * else as it is.
 *
 * Every token stands there as it was spelt. Only of a "data:…;base64," string of more than TRI_DOCUMENT_MAX_DATA bytes
 * the most is not shown: a gap stands for it, which says how much it is ("… 1.2 MB …"), and what is copied has it
 * again.
 *
 * It does not shorten, judge or decode anything else. Pure, and so slow for large bodies that it belongs into a worker
 * thread (about 4 ms a megabyte); immutable once made and atomically counted: safe in any thread.
 */

#include "json-index.h"

G_BEGIN_DECLS

/* In bytes, of the string as it is spelt. */
#define TRI_DOCUMENT_MAX_DATA 4096u

/* A larger body is shown as it came: re-indented it could be several times its size, and nobody reads so much of it
 * that this would be worth the memory. */
#define TRI_DOCUMENT_MAX_INDENTED (16u * 1024 * 1024)

typedef struct _TriDocument TriDocument;

/* No bytes give an empty document. (transfer full) */
TriDocument *tri_document_new (GBytes *exact);

/* A text that is shown as it is, whatever it looks like. (transfer full) */
TriDocument *tri_document_new_plain (GBytes *exact);

TriDocument *tri_document_ref (TriDocument *document);
void tri_document_unref (TriDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriDocument, tri_document_unref)

GBytes *tri_document_get_exact (const TriDocument *document); /* (transfer none) */
GBytes *tri_document_get_shown (const TriDocument *document); /* (transfer none) */
gboolean tri_document_is_json (const TriDocument *document);  /* FALSE also where it was too large to look */
guint tri_document_get_n_gaps (const TriDocument *document);

/* The longest line of what is shown, in bytes; 0 where nobody looked: in a plain text, and in a body
 * shown as it came. It is looked for when it is asked for. */
gsize tri_document_get_longest_line (const TriDocument *document);

/* What copying the bytes `start` to `end` of what is shown gives: those bytes, with every gap that begins there filled.
 * Valid UTF-8 without NUL, as the clipboard wants it. (transfer full) */
char *tri_document_dup_range (const TriDocument *document, gsize start, gsize end);

G_END_DECLS

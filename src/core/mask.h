/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Keys are the one exception to "never a byte": they never reach a Record, a view, a file or a message.
 *
 * A masker knows the key values in use and replaces each occurrence in a stream of bytes by the same number of '*',
 * also where a key is spread over several reads. To be able to, it holds back the last bytes of a read for as long as
 * they could be the beginning of a key, and no others; tri_masker_finish() gives them out. Offsets therefore never
 * shift.
 *
 * Values shorter than TRI_MASK_MIN_BYTES are not masked: "abc" as a key would blot out innocent text, and no provider
 * issues such keys.
 */

#include <glib.h>

G_BEGIN_DECLS

#define TRI_MASK_MIN_BYTES 16

typedef struct _TriMasker TriMasker;

/* What was masked: `length` bytes at `offset` of everything fed so far. */
typedef struct
{
  gsize offset;
  gsize length;
} TriMaskSpan;

/* `key` may be NULL or short: the masker then passes everything through. The key is copied, and wiped when freed. Also
 * masked is the key's JSON spelling, where it differs ("/" may travel as "\/"). (transfer full) */
TriMasker *tri_masker_new (const char *key);
void tri_masker_free (TriMasker *masker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriMasker, tri_masker_free)

/* Appends to `out` what of all bytes fed so far is now certain. */
void tri_masker_feed (TriMasker *masker, const void *bytes, gsize n_bytes, GByteArray *out);

/* Appends what was held back. */
void tri_masker_finish (TriMasker *masker, GByteArray *out);

/* The spans masked so far, in order; element type TriMaskSpan. (transfer none) */
const GArray *tri_masker_get_spans (const TriMasker *masker);

/* `text` with every occurrence of `key` masked, for messages and headers. NULL in, NULL out. (transfer full) */
char *tri_mask_dup_text (const char *text, const char *key);

G_END_DECLS

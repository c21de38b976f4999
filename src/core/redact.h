/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What is a secret, and Records fit to leave the program: in a file, on the clipboard, in a report.
 *
 * The keys in use are known by their value, and mask.h keeps them out. Any other secret is known by the name that it
 * stands under: a header, a member of a JSON object, a parameter of a query, a variable in code. Which names those are
 * is decided in one place, tri_redact_is_secret_name(), by everything that masks.
 *
 * A Record has neither in it: an exchange masks both as they come. Records that come out of a file may have, and a
 * prompt may hold a key in use: tri_redact_record() takes out what is left. Each byte becomes a '*', so that no offset
 * shifts, and what was taken out of a body is noted in its spans: such a body is called redacted, never exact. What
 * somebody asks or a model says, the inside of a string, is not searched for names.
 */

#include "record.h"

G_BEGIN_DECLS

/* ---- Names ---- */

typedef enum
{
  TRI_NAME_HEADER,    /* of HTTP: "x-api-key" */
  TRI_NAME_MEMBER,    /* of a JSON object: "authorization" */
  TRI_NAME_PARAMETER, /* of a query or a form: "key" */
  TRI_NAME_VARIABLE   /* in code, configuration or a shell: "OPENAI_API_KEY", "apiKey" */
} TriNameKind;

/* Whether what stands under `name` (any bytes) is a secret: by how the name ends, as vendors put their own before it,
 * and in whatever way it is written ("x-api-key", "X_API_KEY", "xApiKey"). Not one are the tokens of a text
 * ("max_tokens", "x-ratelimit-remaining-tokens", "eos_token", the "token" of a probability) and keys that open nothing
 * ("prompt_cache_key", "Idempotency-Key"). */
gboolean tri_redact_is_secret_name (const char *name, gsize n_bytes, TriNameKind kind);

/* What of a value under such a name is the secret: all behind the scheme ("Bearer "), from `start` on. FALSE if it is
 * none: empty, masked before, or says where it is kept: a variable ("$KEY", "${KEY}", "%KEY%", "{{key}}"), a command
 * that fetches it ("$(cat key)"), or a name in its place ("<key>", "YOUR_API_KEY"). */
gboolean tri_redact_find_secret (const char *value, gsize n_bytes, gsize *start);

/* A key as providers issue them ("sk-…"), which is known by how it begins. Where the first one stands; FALSE if there
 * is none. `start` and `end` may be NULL. */
gboolean tri_redact_find_key (const char *text, gsize n_bytes, gsize *start, gsize *end);

/* ---- JSON ---- */

/* Masks the values of secret names in JSON, whatever is around it: events, lines, an end that is missing. Secret are
 * strings under a secret name, strings in an array under one, the `value` of an object under one or beside a `name`
 * that is one; of a URL only user, password and the parameters that are. Of the members of "headers" the names are
 * those of headers. */
typedef struct _TriMemberMasker TriMemberMasker;

TriMemberMasker *tri_member_masker_new (void);
void tri_member_masker_free (TriMemberMasker *masker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriMemberMasker, tri_member_masker_free)

/* `bytes` is everything so far, of which what was not there the last time is new; a value that has not come to its end
 * is masked as far as it came. What was masked is appended to `spans` (of TriMaskSpan, in order) once it is whole. */
void tri_member_masker_feed (TriMemberMasker *masker, char *bytes, gsize n_bytes, GArray *spans);
void tri_member_masker_finish (TriMemberMasker *masker, char *bytes, gsize n_bytes, GArray *spans);

/* All at once: `bytes` itself if nothing in it is secret. `spans` may be NULL; otherwise they are merged into those
 * that are there, in order. (transfer full) */
GBytes *tri_redact_members (GBytes *bytes, GArray *spans);
char *tri_redact_dup_members (const char *text); /* NULL in, NULL out (transfer full) */

/* Sorts spans; neighbours become one. */
void tri_redact_join_spans (GArray *spans);

/* ---- Records ---- */

/* `text` without `keys` (NULL-terminated). NULL in, NULL out. (transfer full) */
char *tri_redact_dup_text (const char *text, const char *const *keys);

/* Takes keys and secrets out of TriHeaders in place. `keys` may be NULL. */
void tri_redact_headers (GPtrArray *headers, const char *const *keys);

/* `record` without secrets: itself, if there are none in it. TRI_ERROR_UNAVAILABLE if a key could not be taken out:
 * then nothing must leave. (transfer full) */
TriRecord *tri_redact_record (TriRecord *record, const char *const *keys, GError **error);

/* Blots the keys out of the strings of `value`, which may be NULL. */
void tri_redact_value (TriJsonValue *value, const char *const *keys);

G_END_DECLS

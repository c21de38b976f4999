/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The values of a manifest (comparison-archive.h), each read as what it must be.
 *
 * What is of another kind is TRI_ERROR_SHAPE with its path; what is out of its range, too. Where a member may be left
 * out, null is the same as nothing, and leaves what is read as it was.
 */

#include "json-value.h"
#include "record.h"

G_BEGIN_DECLS

/* One byte more than any program of ours has sent or taken. */
#define TRI_MANIFEST_MAX_BODY_BYTES (TRI_JSON_MAX_BYTES + 1)

typedef struct
{
  const TriJsonIndex *index;
  const TriJsonToken *tokens;
} TriManifest;

/* The value of member `name`; TRI_JSON_NONE if there is none, or `object` is none. */
guint tri_manifest_member (const TriManifest *manifest, guint object, const char *name);

gboolean tri_manifest_is (const TriManifest *manifest, guint token, TriJsonKind kind);
gboolean tri_manifest_is_nothing (const TriManifest *manifest, guint token); /* null, or not there */

/* FALSE with an error where it is not of that kind; `expected` says the kind in translated words. */
gboolean
tri_manifest_expect (const TriManifest *manifest, guint token, TriJsonKind kind, const char *expected, GError **error);

/* A text as archive-write.c writes it: a string, an object with base64, or null. (`*text` transfer full) */
gboolean tri_manifest_read_text (const TriManifest *manifest, guint token, char **text, GError **error);

gboolean tri_manifest_read_integer (
    const TriManifest *manifest, guint token, gint64 minimum, gint64 maximum, gint64 *value, GError **error);

gboolean tri_manifest_read_headers (const TriManifest *manifest, guint array, GPtrArray *headers, GError **error);

/* Pairs that only go up, and end at `n_bytes` at most. Element type TriMaskSpan. */
gboolean
tri_manifest_read_spans (const TriManifest *manifest, guint array, guint64 n_bytes, GArray *spans, GError **error);

/* Sets all of them, to −1 where there is none. */
gboolean tri_manifest_read_times (const TriManifest *manifest, guint object, TriTimes *times, GError **error);

/* Element type TriReadMark; bytes and times only go up. */
gboolean tri_manifest_read_marks (const TriManifest *manifest, guint array, GArray *marks, GError **error);

/* What `object` has beside the members that are known (NULL-terminated); NULL if that is nothing. (transfer full) */
TriJsonValue *tri_manifest_dup_rest (const TriManifest *manifest, guint object, const char *const *known);

G_END_DECLS

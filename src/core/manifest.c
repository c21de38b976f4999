/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "manifest.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "text.h"

/* Ten years; a time beyond that is no time, and sums with it could overflow. */
#define MAX_US (G_GINT64_CONSTANT (10) * 366 * 24 * 3600 * G_USEC_PER_SEC)

guint
tri_manifest_member (const TriManifest *manifest, guint object, const char *name)
{
  return tri_json_index_get_member (manifest->index, object, name);
}

gboolean
tri_manifest_is (const TriManifest *manifest, guint token, TriJsonKind kind)
{
  return token != TRI_JSON_NONE && manifest->tokens[token].kind == kind;
}

gboolean
tri_manifest_expect (const TriManifest *manifest, guint token, TriJsonKind kind, const char *expected, GError **error)
{
  g_autofree char *path = NULL;

  if (tri_manifest_is (manifest, token, kind))
    return TRUE;
  path = token != TRI_JSON_NONE ? tri_json_index_dup_path (manifest->index, token) : g_strdup ("manifest.json");
  g_set_error (error, TRI_ERROR, TRI_ERROR_SHAPE, _ ("%s: expected %s"), path, expected);
  return FALSE;
}

gboolean
tri_manifest_is_nothing (const TriManifest *manifest, guint token)
{
  return token == TRI_JSON_NONE || tri_manifest_is (manifest, token, TRI_JSON_NULL);
}

gboolean
tri_manifest_read_text (const TriManifest *manifest, guint token, char **text, GError **error)
{
  guint encoded = tri_manifest_member (manifest, token, "base64");
  g_autofree char *found = NULL;
  gsize length;

  if (tri_manifest_is_nothing (manifest, token))
    return TRUE;
  if (encoded == TRI_JSON_NONE && !tri_manifest_expect (manifest, token, TRI_JSON_STRING, _ ("a string"), error))
    return FALSE;
  if (encoded != TRI_JSON_NONE && !tri_manifest_expect (manifest, encoded, TRI_JSON_STRING, _ ("a string"), error))
    return FALSE;
  found = tri_json_index_dup_string (manifest->index, encoded != TRI_JSON_NONE ? encoded : token, &length);
  if (encoded != TRI_JSON_NONE)
    {
      g_autofree guchar *bytes = g_base64_decode (found, &length);

      *text = g_strndup ((const char *) bytes, length);
    }
  else
    *text
        = strlen (found) == length ? g_steal_pointer (&found) : tri_text_dup_displayable (found, (gssize) length, NULL);
  return TRUE;
}

gboolean
tri_manifest_read_integer (
    const TriManifest *manifest, guint token, gint64 minimum, gint64 maximum, gint64 *value, GError **error)
{
  g_autofree char *text = NULL;

  if (!tri_manifest_expect (manifest, token, TRI_JSON_NUMBER, _ ("a whole number"), error))
    return FALSE;
  text = tri_json_index_dup_raw (manifest->index, token);
  if (minimum <= maximum && g_ascii_string_to_signed (text, 10, minimum, maximum, value, NULL))
    return TRUE;
  return tri_manifest_expect (manifest, token, TRI_JSON_OBJECT, _ ("a whole number in its range"),
                              error); /* which it is not */
}

TriJsonValue *
tri_manifest_dup_rest (const TriManifest *manifest, guint object, const char *const *known)
{
  TriJsonValue *rest = NULL;

  if (!tri_manifest_is (manifest, object, TRI_JSON_OBJECT))
    return NULL;
  for (guint key = object + 1; key < manifest->tokens[object].next; key = manifest->tokens[key + 1].next)
    {
      g_autofree char *name = tri_json_index_dup_string (manifest->index, key, NULL);

      if (g_strv_contains (known, name))
        continue;
      if (!rest)
        rest = tri_json_value_new_object ();
      tri_json_value_take (rest, name, tri_json_value_new_from_index (manifest->index, key + 1));
    }
  return rest;
}

static gboolean
read_header (const TriManifest *manifest, guint pair, GPtrArray *headers, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  if (!tri_manifest_expect (manifest, pair, TRI_JSON_ARRAY, _ ("an array"), error)
      || !tri_manifest_read_text (manifest, tri_json_index_get_element (manifest->index, pair, 0), &name, error)
      || !tri_manifest_read_text (manifest, tri_json_index_get_element (manifest->index, pair, 1), &value, error))
    return FALSE;
  tri_headers_add (headers, name ? name : "", value ? value : "");
  return TRUE;
}

gboolean
tri_manifest_read_headers (const TriManifest *manifest, guint array, GPtrArray *headers, GError **error)
{
  if (tri_manifest_is_nothing (manifest, array))
    return TRUE;
  if (!tri_manifest_expect (manifest, array, TRI_JSON_ARRAY, _ ("an array"), error))
    return FALSE;
  for (guint pair = array + 1; pair < manifest->tokens[array].next; pair = manifest->tokens[pair].next)
    if (!read_header (manifest, pair, headers, error))
      return FALSE;
  return TRUE;
}

gboolean
tri_manifest_read_spans (const TriManifest *manifest, guint array, guint64 n_bytes, GArray *spans, GError **error)
{
  gint64 at = 0;

  if (tri_manifest_is_nothing (manifest, array))
    return TRUE;
  if (!tri_manifest_expect (manifest, array, TRI_JSON_ARRAY, _ ("an array"), error))
    return FALSE;
  for (guint pair = array + 1; pair < manifest->tokens[array].next; pair = manifest->tokens[pair].next)
    {
      gint64 offset, length;
      TriMaskSpan span;

      if (!tri_manifest_read_integer (manifest, tri_json_index_get_element (manifest->index, pair, 0), at,
                                      (gint64) n_bytes, &offset, error)
          || !tri_manifest_read_integer (manifest, tri_json_index_get_element (manifest->index, pair, 1), 1,
                                         (gint64) n_bytes - offset, &length, error))
        return FALSE;
      span = (TriMaskSpan){ (gsize) offset, (gsize) length };
      g_array_append_val (spans, span);
      at = offset + length;
    }
  return TRUE;
}

static gboolean
read_time (const TriManifest *manifest, guint times, const char *name, gint64 *time, GError **error)
{
  guint token = tri_manifest_member (manifest, times, name);

  *time = -1;
  return tri_manifest_is_nothing (manifest, token)
         || tri_manifest_read_integer (manifest, token, 0, MAX_US, time, error);
}

gboolean
tri_manifest_read_times (const TriManifest *manifest, guint object, TriTimes *times, GError **error)
{
  return read_time (manifest, object, "connected", &times->connected_us, error)
         && read_time (manifest, object, "sent", &times->sent_us, error)
         && read_time (manifest, object, "first_byte", &times->first_byte_us, error)
         && read_time (manifest, object, "first_text", &times->first_text_us, error)
         && read_time (manifest, object, "ended", &times->ended_us, error);
}

gboolean
tri_manifest_read_marks (const TriManifest *manifest, guint array, GArray *marks, GError **error)
{
  gint64 offset = 0, at_us = 0;

  if (tri_manifest_is_nothing (manifest, array))
    return TRUE;
  if (!tri_manifest_expect (manifest, array, TRI_JSON_ARRAY, _ ("an array"), error))
    return FALSE;
  for (guint token = array + 1; token < manifest->tokens[array].next; token += 2)
    {
      guint second = token + 1 < manifest->tokens[array].next ? token + 1 : TRI_JSON_NONE;
      TriReadMark mark;

      if (!tri_manifest_read_integer (manifest, token, offset, TRI_MANIFEST_MAX_BODY_BYTES, &offset, error)
          || !tri_manifest_read_integer (manifest, second, at_us, MAX_US, &at_us, error))
        return FALSE;
      mark = (TriReadMark){ (gsize) offset, at_us };
      g_array_append_val (marks, mark);
    }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conformance-findings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "text.h"

#define PATH_CHARS 400
#define QUOTED_CHARS 60
#define QUOTED_BYTES (QUOTED_CHARS * 8)

static void
finding_free (gpointer data)
{
  TriFinding *finding = data;

  g_free (finding->path);
  g_free (finding->expected);
  g_free (finding->got);
  g_free (finding->source);
  g_free (finding);
}

TriConformance *
tri_conformance_new (const TriFormat *format)
{
  TriConformance *self = g_new0 (TriConformance, 1);

  self->format = format;
  self->findings = g_ptr_array_new_with_free_func (finding_free);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
tri_conformance_free (TriConformance *self)
{
  g_ptr_array_unref (self->findings);
  g_hash_table_unref (self->seen);
  g_free (self);
}

gboolean
tri_conformance_count (TriConformance *self, TriFindingSeverity severity, const char *rule, const char *kind)
{
  g_autofree char *key = g_strconcat (rule, "\n", kind, NULL);
  gpointer known;

  if (severity == TRI_FINDING_BROKEN)
    self->n_broken++;
  else
    self->n_odd++;

  known = g_hash_table_lookup (self->seen, key);
  if (known != NULL)
    {
      TriFinding *finding = g_ptr_array_index (self->findings, GPOINTER_TO_UINT (known) - 1);

      finding->count++;
      return FALSE;
    }
  if (self->findings->len >= TRI_CONFORMANCE_MAX_FINDINGS)
    {
      self->n_left_off++;
      return FALSE;
    }
  g_hash_table_insert (self->seen, g_steal_pointer (&key), GUINT_TO_POINTER (self->findings->len + 1));
  return TRUE;
}

char *
tri_conformance_quote (const char *text, gsize n_bytes)
{
  g_autofree char *shown = tri_text_dup_displayable (text, (gssize) MIN (n_bytes, QUOTED_BYTES), NULL);
  g_autofree char *excerpt = tri_text_dup_excerpt (shown, QUOTED_CHARS);

  return g_strdup_printf (_ ("“%s”"), excerpt);
}

/* What stands at a spot, as it is spelt. */
static char *
dup_exact (const TriSpot *spot)
{
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (spot->index, &n_tokens);
  const TriJsonToken *token = &tokens[MIN (spot->token, n_tokens - 1)];
  const char *text = (const char *) g_bytes_get_data (tri_json_index_get_bytes (spot->index), NULL) + token->start;
  gsize n_bytes = MIN (token->end - token->start, QUOTED_BYTES);
  g_autofree char *shown = NULL;

  if (token->kind == TRI_JSON_OBJECT)
    return g_strdup (_ ("an object"));
  if (token->kind == TRI_JSON_ARRAY)
    return g_strdup (_ ("an array"));
  shown = tri_text_dup_displayable (text, (gssize) n_bytes, NULL);
  return tri_text_dup_excerpt (shown, QUOTED_CHARS);
}

void
tri_conformance_add (TriConformance *self,
                     TriFindingSeverity severity,
                     const char *rule,
                     const TriSpot *spot,
                     const char *source,
                     char *expected,
                     char *got)
{
  TriFinding *finding = g_new0 (TriFinding, 1);

  finding->severity = severity;
  finding->rule = rule;
  finding->event = spot->event;
  finding->offset = spot->offset;
  finding->expected = expected;
  finding->source = g_strdup (source);
  finding->count = 1;
  if (spot->index != NULL)
    {
      g_autofree char *path = tri_json_index_dup_path (spot->index, spot->token);
      g_autofree char *shown = NULL;

      shown = tri_text_dup_displayable (path, -1, NULL);
      finding->path = tri_text_dup_excerpt (shown, PATH_CHARS);
      if (spot->event == TRI_CONFORMANCE_NO_EVENT)
        finding->offset = tri_json_index_get_tokens (spot->index, NULL)[spot->token].start;
    }
  else
    finding->path = g_strdup ("");
  if (got != NULL)
    finding->got = got;
  else
    finding->got = spot->index ? dup_exact (spot) : g_strdup (_ ("nothing"));
  g_ptr_array_add (self->findings, finding);
}

void
tri_conformance_note (TriConformance *self,
                      TriFindingSeverity severity,
                      const char *rule,
                      const TriSpot *spot,
                      const char *source,
                      char *expected,
                      char *got)
{
  if (tri_conformance_count (self, severity, rule, NULL))
    tri_conformance_add (self, severity, rule, spot, source, expected, got);
  else
    {
      g_free (expected);
      g_free (got);
    }
}

const char *
tri_conformance_get_schema_source (void)
{
  static gsize once = 0;
  static char source[32];

  if (g_once_init_enter (&once))
    {
      g_snprintf (source, sizeof source, "OpenAPI %s", tri_published_version);
      g_once_init_leave (&once, 1);
    }
  return source;
}

TriSpot
tri_spot_at (const TriSpot *spot, guint token)
{
  TriSpot at = *spot;

  if (token != TRI_JSON_NONE)
    at.token = token;
  return at;
}

guint
tri_spot_get (const TriSpot *spot, const char *name)
{
  return tri_json_index_get_member (spot->index, spot->token, name);
}

gboolean
tri_spot_is (const TriSpot *spot, guint token, TriJsonKind kind)
{
  return token != TRI_JSON_NONE && tri_json_index_get_tokens (spot->index, NULL)[token].kind == kind;
}

char *
tri_spot_dup_string (const TriSpot *spot, const char *name)
{
  return tri_json_index_dup_string (spot->index, tri_spot_get (spot, name), NULL);
}

gint64
tri_spot_get_number (const TriSpot *spot, const char *name)
{
  guint token = tri_spot_get (spot, name);
  g_autofree char *raw = NULL;
  gint64 value;

  if (!tri_spot_is (spot, token, TRI_JSON_NUMBER))
    return -1;
  raw = tri_json_index_dup_raw (spot->index, token);
  return raw && g_ascii_string_to_signed (raw, 10, 0, G_MAXINT64, &value, NULL) ? value : -1;
}

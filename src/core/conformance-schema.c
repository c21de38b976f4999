/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conformance-schema.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define REQUEST (1u << TRI_PUBLISHED_REQUEST)
#define RESPONSE (1u << TRI_PUBLISHED_RESPONSE)
#define EVENT (1u << TRI_PUBLISHED_EVENT)
#define ERROR (1u << TRI_PUBLISHED_ERROR)
/* Of longer lists of words only so many are told. */
#define MAX_VALUES 8u

#define SILENT TRI_EXCEPTION_SILENT
#define ODD TRI_EXCEPTION_ODD

static const TriException exceptions[] = {
  { "", REQUEST | RESPONSE | EVENT, "value", "model", SILENT,
    "the names of models are an open list: the schema takes any string beside the published ones", "OpenAPI, anyOf" },
  { "completions", EVENT, "null", "choices[].finish_reason", SILENT,
    "the chunk has the schema of a whole response, but null stands there until the last chunk of a choice",
    "live API; official SDKs" },
  { "completions", EVENT, "null", "usage", SILENT,
    "with stream_options.include_usage every chunk but the last has null", "OpenAPI, include_usage" },
  { "chat", EVENT, "null", "usage", SILENT, "with stream_options.include_usage every chunk but the last has null",
    "OpenAPI, include_usage" },
  { "chat", RESPONSE | EVENT, "null", "system_fingerprint", SILENT, "deprecated; the live API sends null", "live API" },
  { "completions", RESPONSE | EVENT, "null", "system_fingerprint", SILENT, "as in chat", "live API" },
  { "completions", EVENT, "unknown", "obfuscation", SILENT,
    "asked for with stream_options.include_obfuscation, which the request's schema has", "OpenAPI, stream_options" },
  { "completions", RESPONSE | EVENT, "unknown", "service_tier", SILENT, "sent along by the live API", "live API" },
  { "responses", RESPONSE, "null", "usage", SILENT, "null while the response is in progress, or when it failed",
    "live API; Open Responses" },
  { "responses", RESPONSE, "unknown", "store", SILENT,
    "always sent, and required by Open Responses, though the schema does not have it", "live API; Open Responses" },
  { "responses", RESPONSE, "unknown", "frequency_penalty", SILENT, "echoed; required by Open Responses",
    "live API; Open Responses" },
  { "responses", RESPONSE, "unknown", "presence_penalty", SILENT, "echoed; required by Open Responses",
    "live API; Open Responses" },
  { "responses", RESPONSE, "unknown", "billing", SILENT, "sent along by the live API", "live API" },
  { "responses", RESPONSE, "missing", "usage.input_tokens_details.cache_write_tokens", ODD,
    "newer than most servers; a client that misses it reads 0", "measured" },
  { "responses", RESPONSE, "value", "error.code", SILENT, "an open list: the SDKs already have more",
    "openai-node 7.57.0" },
  { "responses", EVENT, "missing", "<type=response.function_call_arguments.done>.name", SILENT,
    "required by the schema, but gone from the official SDKs", "openai-node 7.57.0" },
  { "responses", EVENT, "unknown", "<type=response.audio*>.response_id", SILENT,
    "the schema requires it without saying what it is", "OpenAPI 2.3.0" },
  { "responses", EVENT, "unknown", "<type=response.*.delta>.obfuscation", SILENT,
    "padding, on unless stream_options.include_obfuscation is false", "OpenAPI, stream_options" },
  { "responses", REQUEST, "missing", "tools[]<type=function>.strict", SILENT,
    "required by the schema, but the migration guide says what happens when it is left out", "OpenAI migration guide" },
  { "", REQUEST, "null", "*", ODD, "the live API takes null for a member that is left out", "live API" },
  { "", ERROR, "unknown", "type", SILENT, "an error within a stream is an event of that type", "live API" },
  { "", ERROR, "unknown", "sequence_number", SILENT, "an error within a stream is numbered like every event",
    "live API; Open Responses" },
  { "", ERROR, "unknown", "error.headers", SILENT, "sent along in error events", "live API" },
};

const TriException *
tri_exceptions_list (guint *n_exceptions)
{
  *n_exceptions = G_N_ELEMENTS (exceptions);
  return exceptions;
}

typedef struct
{
  TriConformance *conformance;
  TriSpot spot;
  const TriPublishedField *root;
  const TriJsonToken *tokens;
  gboolean is_request;
} Check;

/* What the rule is worth at that place: FALSE if nothing. */
static gboolean
apply_exceptions (const TriPublishedField *field, const char *rule, const char *path, TriFindingSeverity *severity)
{
  const TriPublishedRoot *document = tri_published_get_document (field);

  for (guint i = 0; i < G_N_ELEMENTS (exceptions); i++)
    {
      const TriException *e = &exceptions[i];

      if (!(e->kinds & 1u << document->kind) || (*e->format && strcmp (e->format, document->format) != 0)
          || strcmp (e->rule, rule) != 0 || !g_pattern_match_simple (e->pattern, path))
        continue;
      if (e->effect == TRI_EXCEPTION_SILENT)
        return FALSE;
      *severity = TRI_FINDING_ODD;
    }
  return TRUE;
}

/* Whether a deviation is to be told. `name` is a member below `field`, or NULL; *source then says where it is from. */
static gboolean
begin (Check *check,
       TriFindingSeverity severity,
       const char *rule,
       const TriPublishedField *field,
       const char *name,
       TriFindingSeverity *final,
       char **source)
{
  g_autofree char *path = tri_published_dup_path (field);
  g_autofree char *place = name ? g_strconcat (path, *path ? "." : "", name, NULL) : g_strdup (path);

  *final = severity;
  if (!apply_exceptions (field, rule, place, final))
    return FALSE;
  if (!tri_conformance_count (check->conformance, *final, rule, place))
    return FALSE;
  *source = *path ? g_strdup_printf ("%s: %s", tri_conformance_get_schema_source (), path)
                  : g_strdup (tri_conformance_get_schema_source ());
  return TRUE;
}

static void
report (Check *check,
        TriFindingSeverity severity,
        const char *rule,
        guint token,
        const char *source,
        char *expected,
        char *got)
{
  TriSpot spot = tri_spot_at (&check->spot, token);

  tri_conformance_add (check->conformance, severity, rule, &spot, source, expected, got);
}

/* The words a value may be, as many as one reads. */
static char *
dup_values (const TriPublishedField *field)
{
  GString *text = g_string_new (NULL);
  const char *value;

  for (guint i = 0; (value = tri_published_get_value (field, i, NULL)) != NULL; i++)
    {
      if (i == MAX_VALUES)
        {
          g_string_append (text, " | …");
          break;
        }
      g_string_append_printf (text, "%s%s", i ? " | " : "", value);
    }
  return g_string_free (text, FALSE);
}

static char *
dup_types (const TriPublishedField *field)
{
  static const char *const names[] = { "string", "integer", "number", "boolean", "object", "array", "null" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (field->types & 1u << i)
      g_string_append_printf (text, "%s%s", text->len ? " | " : "", names[i]);
  return g_string_free (text, FALSE);
}

static void
check_value_list (Check *check, const TriPublishedField *field, guint token)
{
  gsize n_bytes;
  g_autofree char *text = tri_json_index_dup_string (check->spot.index, token, &n_bytes);
  g_autofree char *source = NULL;
  g_autofree char *values = NULL;
  TriFindingSeverity severity;
  const char *value;

  for (guint i = 0; (value = tri_published_get_value (field, i, NULL)) != NULL; i++)
    if (text && strcmp (value, text) == 0 && strlen (value) == n_bytes)
      return;
  if (!begin (check, TRI_FINDING_BROKEN, "value", field, NULL, &severity, &source))
    return;
  values = dup_values (field);
  report (check, severity, "value", token, source, g_strdup_printf (_ ("one of %s"), values), NULL);
}

static gint64
count_elements (Check *check, guint array)
{
  gint64 n = 0;

  for (guint child = array + 1; child < check->tokens[array].next; child = check->tokens[child].next)
    n++;
  return n;
}

static void
check_length (Check *check, const TriPublishedField *field, guint token, gint64 length, int least, int most)
{
  g_autofree char *source = NULL;
  g_autofree char *told = g_strdup_printf ("%" G_GINT64_FORMAT, length);
  TriFindingSeverity severity;
  char *expected;

  if ((least < 0 || length >= least) && (most < 0 || length <= most))
    return;
  if (!begin (check, TRI_FINDING_BROKEN, "length", field, NULL, &severity, &source))
    return;
  expected = least >= 0 && length < least ? g_strdup_printf (_ ("a length of %d or more"), least)
                                          : g_strdup_printf (_ ("a length of %d or less"), most);
  report (check, severity, "length", token, source, expected, g_strdup_printf (_ ("a length of %s"), told));
}

static void
check_range (Check *check, const TriPublishedField *field, guint token)
{
  const TriPublishedLimits *limits = tri_published_get_limits (field);
  g_autofree char *raw = tri_json_index_dup_raw (check->spot.index, token);
  double value = raw ? g_ascii_strtod (raw, NULL) : 0;
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *source = NULL;
  TriFindingSeverity severity;
  char *expected;

  if (value >= limits->minimum && value <= limits->maximum)
    return;
  if (!begin (check, TRI_FINDING_BROKEN, "range", field, NULL, &severity, &source))
    return;
  g_ascii_formatd (low, sizeof low, "%.15g", limits->minimum);
  g_ascii_formatd (high, sizeof high, "%.15g", limits->maximum);
  if (isinf (limits->maximum))
    expected = g_strdup_printf (_ ("a number of %s or more"), low);
  else if (isinf (limits->minimum))
    expected = g_strdup_printf (_ ("a number of %s or less"), high);
  else
    expected = g_strdup_printf (_ ("a number from %s to %s"), low, high);
  report (check, severity, "range", token, source, expected, NULL);
}

static void
check_limits (Check *check, const TriPublishedField *field, guint token)
{
  const TriPublishedLimits *limits = tri_published_get_limits (field);
  TriJsonKind kind = check->tokens[token].kind;

  if (field->limits == 0)
    return;
  if (kind == TRI_JSON_NUMBER)
    check_range (check, field, token);
  else if (kind == TRI_JSON_ARRAY)
    check_length (check, field, token, count_elements (check, token), limits->min_items, limits->max_items);
  else if (kind == TRI_JSON_STRING)
    {
      gsize n_bytes;
      g_autofree char *text = tri_json_index_dup_string (check->spot.index, token, &n_bytes);

      if (text != NULL)
        check_length (check, field, token, g_utf8_strlen (text, (gssize) n_bytes), limits->min_length,
                      limits->max_length);
    }
}

static void
check_value (Check *check, const TriPublishedField *field, guint token)
{
  TriPublishedTypes types = tri_published_get_types (check->spot.index, token);
  g_autofree char *source = NULL;
  TriFindingSeverity severity;

  if (!(field->types & types))
    {
      const char *rule = types == TRI_PUBLISHED_NULL ? "null" : "type";

      if (begin (check, TRI_FINDING_BROKEN, rule, field, NULL, &severity, &source))
        {
          g_autofree char *names = dup_types (field);

          report (check, severity, rule, token, source, g_strdup_printf (_ ("a value of the type %s"), names), NULL);
        }
      return;
    }
  if (field->values && types == TRI_PUBLISHED_STRING)
    check_value_list (check, field, token);
  check_limits (check, field, token);
  if (check->is_request && field->flags & TRI_PUBLISHED_DEPRECATED
      && begin (check, TRI_FINDING_ODD, "deprecated", field, NULL, &severity, &source))
    report (check, severity, "deprecated", token, source, g_strdup (_ ("a member that is not deprecated")), NULL);
}

/* An object of a shape that is not published. A shape that is not marked at all is no shape; of an unknown mark a
 * client is to take no notice, and only in a request is it wrong. */
static void
report_shape (Check *check, const TriPublishedField *field, guint object)
{
  gsize n_bytes = 0;
  const char *name = tri_published_get_mark (field, &n_bytes);
  g_autofree char *mark = name ? g_strndup (name, n_bytes) : g_strdup ("");
  guint value = tri_json_index_get_member (check->spot.index, object, mark);
  gboolean is_broken = value == TRI_JSON_NONE || check->is_request;
  g_autoptr (GString) known = g_string_new (NULL);
  g_autofree char *source = NULL;
  TriFindingSeverity severity;
  guint n = 0;

  if (!begin (check, is_broken ? TRI_FINDING_BROKEN : TRI_FINDING_ODD, "shape", field, NULL, &severity, &source))
    return;
  for (const TriPublishedField *s = tri_published_next (field, NULL); s; s = tri_published_next (field, s), n++)
    {
      const char *equals = strchr (tri_published_get_label (s), '=');

      if (n < MAX_VALUES)
        g_string_append_printf (known, "%s%s", n ? " | " : "", equals ? equals + 1 : tri_published_get_label (s));
    }
  g_string_append (known, n > MAX_VALUES ? " | …" : "");
  report (check, severity, "shape", value == TRI_JSON_NONE ? object : value, source,
          g_strdup_printf (_ ("“%s” to be one of %s"), mark, known->str),
          value == TRI_JSON_NONE ? g_strdup (_ ("nothing")) : NULL);
}

static void
check_members (Check *check, const TriPublishedField *shape, guint object)
{
  TriFindingSeverity severity;

  for (const TriPublishedField *m = tri_published_next (shape, NULL); m; m = tri_published_next (shape, m))
    {
      const char *name = tri_published_get_label (m);
      g_autofree char *source = NULL;

      if (m->flags & TRI_PUBLISHED_REQUIRED
          && tri_json_index_get_member (check->spot.index, object, name) == TRI_JSON_NONE
          && begin (check, TRI_FINDING_BROKEN, "missing", m, NULL, &severity, &source))
        report (check, severity, "missing", object, source, g_strdup_printf (_ ("a member “%s”"), name),
                g_strdup (_ ("nothing")));
    }
}

static void
report_unknown (Check *check, const TriPublishedField *shape, guint key)
{
  gsize n_bytes;
  g_autofree char *name = tri_json_index_dup_string (check->spot.index, key, &n_bytes);
  g_autofree char *source = NULL;
  TriFindingSeverity severity;

  if (name && begin (check, TRI_FINDING_ODD, "unknown", shape, name, &severity, &source))
    report (check, severity, "unknown", key, source, g_strdup (_ ("members that are published")),
            tri_conformance_quote (name, n_bytes));
}

static void
check_object (Check *check, const TriPublishedField **map, guint object)
{
  const TriPublishedField *field = map[object];
  const TriPublishedField *shape = tri_published_choose (field, check->spot.index, object);
  g_autofree char *source = NULL;
  TriFindingSeverity severity;

  if (shape == NULL)
    {
      if (field->types & TRI_PUBLISHED_OBJECT)
        report_shape (check, field, object);
      return;
    }
  if (!tri_published_is_open (shape))
    check_members (check, shape, object);
  for (guint key = object + 1; key < check->tokens[object].next; key = check->tokens[key].next)
    {
      if (map[key] == NULL)
        report_unknown (check, shape, key);
      if (check->tokens[key].quirks & TRI_JSON_QUIRK_DUPLICATE_KEY
          && begin (check, TRI_FINDING_ODD, "duplicate", shape, NULL, &severity, &source))
        {
          g_free (source);
          source = g_strdup ("RFC 8259, section 4");
          report (check, severity, "duplicate", key, source, g_strdup (_ ("each member once")),
                  g_strdup (_ ("one of that name before")));
        }
    }
}

void
tri_conformance_check_schema (TriConformance *self, const TriPublishedField *root, const TriSpot *spot)
{
  guint n_tokens;
  Check check = { .conformance = self, .spot = *spot, .root = root };
  g_autofree const TriPublishedField **map = tri_published_map (root, spot->index);

  check.tokens = tri_json_index_get_tokens (spot->index, &n_tokens);
  check.is_request = tri_published_get_document (root)->kind == TRI_PUBLISHED_REQUEST;
  for (guint i = 0; i < n_tokens; i++)
    {
      if (check.tokens[i].is_key || map[i] == NULL)
        continue;
      check_value (&check, map[i], i);
      if (check.tokens[i].kind == TRI_JSON_OBJECT)
        check_object (&check, map, i);
    }
}

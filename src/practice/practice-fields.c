/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-fields.h"

#include "core/text.h"

#include <string.h>

/* Types a field may have. The order is that in which messages name them. */
enum
{
  STRING = 1 << 0,
  STRINGS = 1 << 1, /* an array of strings */
  BOOLEAN = 1 << 2,
  INTEGER = 1 << 3,
  DECIMAL = 1 << 4, /* integers too */
  OBJECT = 1 << 5,
  OBJECTS = 1 << 6, /* an array of objects */
  ARRAY = 1 << 7,   /* an array of anything; its elements are judged by who reads them */
};

/* What else is to know of a field. */
enum
{
  IDLE = 1 << 0,     /* accepted without effect */
  REQUIRED = 1 << 1, /* and null does not count as absent */
  CLOSED = 1 << 2,   /* an object whose members all have a row of their own */
  WORD = 1 << 3      /* a string that is one of a list */
};

#define MAX_WORDS 9
#define NO_MAXIMUM G_MAXDOUBLE

typedef struct
{
  const char *path;
  guint types;
  guint flags;
  double minimum; /* of a number; both 0 if there is no range */
  double maximum;
  guint max_chars;   /* of a string; 0: any */
  guint max_members; /* of an array or object; 0: any */
  const char *words[MAX_WORDS + 1];
} Field;

/* clang-format off */
#define EFFORTS { "none", "minimal", "low", "medium", "high", "xhigh", "max" }
#define VERBOSITIES { "low", "medium", "high" }
#define SUMMARIES { "auto", "concise", "detailed" }
#define STREAM_OPTIONS { "stream_options", OBJECT, CLOSED }, { "stream_options.include_obfuscation", BOOLEAN }
#define METADATA { "metadata", OBJECT, .max_chars = 512, .max_members = 16 }
#define PENALTY(name) { name, DECIMAL, IDLE, -2, 2 }
#define RETENTION { "prompt_cache_retention", STRING, IDLE, .words = { "in_memory", "24h" } }
/* clang-format on */

static const Field completions_fields[] = {
  { "model", STRING, REQUIRED },
  { "prompt", STRING | ARRAY, REQUIRED },
  { "best_of", INTEGER, IDLE, 0, 20 },
  { "echo", BOOLEAN },
  PENALTY ("frequency_penalty"),
  { "logit_bias", OBJECT, IDLE },
  { "logprobs", INTEGER, IDLE, 0, 5 },
  { "max_tokens", INTEGER, 0, 0, NO_MAXIMUM },
  { "n", INTEGER, 0, 1, 128 },
  PENALTY ("presence_penalty"),
  { "seed", INTEGER, IDLE },
  { "stop", STRING | STRINGS, .max_members = 4 },
  { "stream", BOOLEAN },
  STREAM_OPTIONS,
  { "stream_options.include_usage", BOOLEAN },
  { "suffix", STRING, IDLE },
  { "temperature", DECIMAL, IDLE, 0, 2 },
  { "top_p", DECIMAL, IDLE, 0, 1 },
  { "user", STRING, IDLE },
  { NULL },
};

static const Field chat_fields[] = {
  { "model", STRING, REQUIRED },
  { "messages", OBJECTS, REQUIRED },
  { "audio", OBJECT },
  PENALTY ("frequency_penalty"),
  { "function_call", STRING | OBJECT },
  { "functions", OBJECTS, IDLE, .max_members = 128 },
  { "logit_bias", OBJECT, IDLE },
  { "logprobs", BOOLEAN, IDLE },
  { "max_completion_tokens", INTEGER, 0, 1, NO_MAXIMUM },
  { "max_tokens", INTEGER, 0, 1, NO_MAXIMUM },
  METADATA,
  { "modalities", STRINGS },
  { "moderation", OBJECT, IDLE },
  { "n", INTEGER, 0, 1, 128 },
  { "parallel_tool_calls", BOOLEAN, IDLE },
  { "prediction", OBJECT, IDLE },
  PENALTY ("presence_penalty"),
  { "prompt_cache_key", STRING, IDLE },
  { "prompt_cache_options", OBJECT, IDLE },
  RETENTION,
  { "reasoning_effort", STRING, IDLE, .words = EFFORTS },
  { "response_format", OBJECT },
  { "response_format.type", STRING, .words = { "json_object", "json_schema", "text" } },
  { "safety_identifier", STRING, IDLE, .max_chars = 64 },
  { "seed", INTEGER, IDLE },
  { "service_tier", STRING, .words = { "auto", "default", "flex", "scale", "priority", "fast" } },
  { "stop", STRING | STRINGS, .max_members = 4 },
  { "store", BOOLEAN, IDLE },
  { "stream", BOOLEAN },
  STREAM_OPTIONS,
  { "stream_options.include_usage", BOOLEAN },
  { "temperature", DECIMAL, IDLE, 0, 2 },
  { "tool_choice", STRING | OBJECT },
  { "tools", OBJECTS, IDLE, .max_members = 128 },
  { "top_logprobs", INTEGER, IDLE, 0, 20 },
  { "top_p", DECIMAL, IDLE, 0, 1 },
  { "user", STRING, IDLE },
  { "verbosity", STRING, IDLE, .words = VERBOSITIES },
  { "web_search_options", OBJECT, IDLE },
  { NULL },
};

/* The penalties are not published for Responses, but the live API takes and echoes them. */
static const Field responses_fields[] = {
  { "model", STRING, REQUIRED },
  { "input", STRING | ARRAY, REQUIRED },
  { "background", BOOLEAN },
  { "context_management", OBJECTS, IDLE },
  { "conversation", STRING | OBJECT },
  PENALTY ("frequency_penalty"),
  { "include", STRINGS, IDLE,
    .words = { "file_search_call.results", "web_search_call.results", "web_search_call.action.sources",
               "message.input_image.image_url", "computer_call_output.output.image_url",
               "code_interpreter_call.outputs", "reasoning.encrypted_content", "message.output_text.logprobs" } },
  { "instructions", STRING },
  { "max_output_tokens", INTEGER, 0, 16, NO_MAXIMUM },
  { "max_tool_calls", INTEGER, IDLE },
  METADATA,
  { "moderation", OBJECT, IDLE },
  { "parallel_tool_calls", BOOLEAN, IDLE },
  PENALTY ("presence_penalty"),
  { "previous_response_id", STRING },
  { "prompt", OBJECT },
  { "prompt_cache_key", STRING, IDLE },
  { "prompt_cache_options", OBJECT, IDLE },
  RETENTION,
  { "reasoning", OBJECT, IDLE | CLOSED },
  { "reasoning.context", STRING, .words = { "auto", "current_turn", "all_turns" } },
  { "reasoning.effort", STRING, .words = EFFORTS },
  { "reasoning.generate_summary", STRING, .words = SUMMARIES },
  { "reasoning.mode", STRING, .words = { "standard", "pro" } },
  { "reasoning.summary", STRING, .words = SUMMARIES },
  { "safety_identifier", STRING, IDLE, .max_chars = 64 },
  { "service_tier", STRING, .words = { "auto", "default", "flex", "scale", "priority", "fast", "ultrafast" } },
  { "store", BOOLEAN, IDLE },
  { "stream", BOOLEAN },
  STREAM_OPTIONS,
  { "temperature", DECIMAL, IDLE, 0, 2 },
  { "text", OBJECT, CLOSED },
  { "text.format", OBJECT },
  { "text.format.type", STRING, .words = { "json_object", "json_schema", "text" } },
  { "text.verbosity", STRING, IDLE, .words = VERBOSITIES },
  { "tool_choice", STRING | OBJECT },
  { "tools", OBJECTS, IDLE },
  { "top_logprobs", INTEGER, IDLE, 0, 20 },
  { "top_p", DECIMAL, IDLE, 0, 1 },
  { "truncation", STRING, IDLE, .words = { "auto", "disabled" } },
  { "user", STRING, IDLE },
  { NULL },
};

/* Fields of Chat that Responses refuses with directions, not as unknown. */
static const struct
{
  const char *name;
  const char *moved_to;
} moved[] = {
  { "messages", "input" },
  { "response_format", "text.format" },
  { "reasoning_effort", "reasoning.effort" },
  { "max_completion_tokens", "max_output_tokens" },
};

static const struct
{
  const char *path;
  const Field *fields;
} endpoints[TRI_PRACTICE_N_ENDPOINTS] = {
  { "/v1/completions", completions_fields },
  { "/v1/chat/completions", chat_fields },
  { "/v1/responses", responses_fields },
};

const char *
tri_practice_endpoint_get_path (TriPracticeEndpoint endpoint)
{
  return endpoints[endpoint].path;
}

static TriJsonKind
kind_of (const TriJsonIndex *index, guint token)
{
  guint n_tokens;

  return tri_json_index_get_tokens (index, &n_tokens)[token].kind;
}

guint
tri_practice_find (const TriJsonIndex *index, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  guint token = 0;

  for (guint i = 0; names[i]; i++)
    token = tri_json_index_get_member (index, token, names[i]);
  return token == TRI_JSON_NONE || kind_of (index, token) == TRI_JSON_NULL ? TRI_JSON_NONE : token;
}

static const Field *
find_field (const Field *fields, const char *path)
{
  for (; fields->path; fields++)
    if (g_str_equal (fields->path, path))
      return fields;
  return NULL;
}

/* How many letters must be put in, taken out or changed to turn `a` into `b`. */
static guint
edit_distance (const char *a, const char *b)
{
  gsize n = strlen (b);
  g_autofree guint *row = g_new (guint, n + 1);

  for (gsize j = 0; j <= n; j++)
    row[j] = j;
  for (gsize i = 1; a[i - 1]; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (gsize j = 1; j <= n; j++)
        {
          guint above = row[j];

          row[j] = MIN (MIN (above, row[j - 1]) + 1, diagonal + (a[i - 1] != b[j - 1]));
          diagonal = above;
        }
    }
  return row[n];
}

/* The top-level field that was probably meant; NULL if none is near or it came already. */
static const char *
find_meant (const Field *fields, const TriJsonIndex *index, const char *name)
{
  const char *best = NULL;
  guint best_distance = 3;

  if (strlen (name) > 64)
    return NULL;
  for (; fields->path; fields++)
    {
      guint distance = edit_distance (name, fields->path);

      if (distance < best_distance && !strchr (fields->path, '.')
          && tri_json_index_get_member (index, 0, fields->path) == TRI_JSON_NONE)
        {
          best = fields->path;
          best_distance = distance;
        }
    }
  return best;
}

static gboolean
refuse_unknown (const Field *fields, const TriJsonIndex *index, const char *path, TriPracticeRefusal *refusal)
{
  g_autofree char *excerpt = tri_text_dup_excerpt (path, 64);
  const char *meant = strchr (path, '.') ? NULL : find_meant (fields, index, path);

  if (meant)
    return tri_practice_refuse (refusal, 400, excerpt, "unknown_parameter",
                                "Unknown parameter: '%s'. Did you mean '%s'?", excerpt, meant);
  return tri_practice_refuse (refusal, 400, excerpt, "unknown_parameter", "Unknown parameter: '%s'.", excerpt);
}

static gboolean
refuse_moved (const char *name, TriPracticeRefusal *refusal)
{
  for (guint i = 0; i < G_N_ELEMENTS (moved); i++)
    if (g_str_equal (name, moved[i].name))
      return tri_practice_refuse (refusal, 400, NULL, "unsupported_parameter",
                                  "Unsupported parameter: '%s'. In the Responses API, this parameter has moved to "
                                  "'%s'. Try again with the new parameter. See the API documentation for more "
                                  "information: https://platform.openai.com/docs/api-reference/responses/create.",
                                  name, moved[i].moved_to);
  return TRUE;
}

/* The members of the root, or of the closed object `parent`. */
static gboolean
check_members (TriPracticeEndpoint endpoint,
               const TriJsonIndex *index,
               guint object,
               const char *parent,
               TriPracticeRefusal *refusal)
{
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  const Field *fields = endpoints[endpoint].fields;

  for (guint key = object + 1; key < tokens[object].next; key = tokens[key + 1].next)
    {
      g_autofree char *name = tri_practice_dup_text (index, key);
      g_autofree char *path = parent ? g_strconcat (parent, ".", name, NULL) : g_strdup (name);

      if (endpoint == TRI_PRACTICE_RESPONSES && !parent && !refuse_moved (name, refusal))
        return FALSE;
      /* A dot in a key of the root must not reach the row of an inner field. */
      if (strchr (name, '.') || !find_field (fields, path))
        return refuse_unknown (fields, index, path, refusal);
    }
  return TRUE;
}

gboolean
tri_practice_check_names (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal)
{
  if (!check_members (endpoint, index, 0, NULL, refusal))
    return FALSE;
  for (const Field *field = endpoints[endpoint].fields; field->path; field++)
    {
      guint token = field->flags & CLOSED ? tri_practice_find (index, field->path) : TRI_JSON_NONE;

      if (token != TRI_JSON_NONE && kind_of (index, token) == TRI_JSON_OBJECT
          && !check_members (endpoint, index, token, field->path, refusal))
        return FALSE;
    }
  return TRUE;
}

gboolean
tri_practice_check_required (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal)
{
  for (const Field *field = endpoints[endpoint].fields; field->path; field++)
    {
      guint token = tri_json_index_get_member (index, 0, field->path);

      if (!(field->flags & REQUIRED) || token != TRI_JSON_NONE)
        continue;
      if (endpoint != TRI_PRACTICE_RESPONSES && g_str_equal (field->path, "model"))
        return tri_practice_refuse (refusal, 400, NULL, NULL, "you must provide a model parameter");
      /* A chained response may go without input. */
      if (g_str_equal (field->path, "input")
          && (tri_practice_find (index, "previous_response_id") != TRI_JSON_NONE
              || tri_practice_find (index, "conversation") != TRI_JSON_NONE
              || tri_practice_find (index, "prompt") != TRI_JSON_NONE))
        continue;
      return tri_practice_refuse_missing (refusal, field->path);
    }
  return TRUE;
}

/* "a boolean"; "one of a string or array of strings". */
static char *
dup_expected (guint types)
{
  static const struct
  {
    guint type;
    const char *article;
    const char *words;
  } names[] = {
    { STRING, "a ", "string" },
    { STRINGS, "an ", "array of strings" },
    { BOOLEAN, "a ", "boolean" },
    { INTEGER, "an ", "integer" },
    { DECIMAL, "a ", "decimal" },
    { OBJECT, "an ", "object" },
    { OBJECTS, "an ", "array of objects" },
    { ARRAY, "an ", "array" },
  };
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean several = (types & (types - 1)) != 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (types & names[i].type)
      g_string_append_printf (out, "%s%s%s",
                              out->len  ? " or "
                              : several ? "one of "
                                        : "",
                              out->len ? "" : names[i].article, names[i].words);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
is_integer (const TriJsonIndex *index, guint token)
{
  g_autofree char *raw = tri_json_index_dup_raw (index, token);

  return strpbrk (raw, ".eE") == NULL;
}

static gboolean
has_type (const TriJsonIndex *index, guint token, guint types)
{
  switch (kind_of (index, token))
    {
    case TRI_JSON_OBJECT:
      return (types & OBJECT) != 0;
    case TRI_JSON_ARRAY:
      return (types & (STRINGS | OBJECTS | ARRAY)) != 0;
    case TRI_JSON_STRING:
      return (types & STRING) != 0;
    case TRI_JSON_NUMBER:
      return (types & DECIMAL) || ((types & INTEGER) && is_integer (index, token));
    case TRI_JSON_TRUE:
    case TRI_JSON_FALSE:
      return (types & BOOLEAN) != 0;
    case TRI_JSON_NULL:
    default:
      return FALSE;
    }
}

/* The elements of an array that holds strings or objects. */
static gboolean
check_elements (const Field *field, const TriJsonIndex *index, guint array, TriPracticeRefusal *refusal)
{
  guint n_tokens, i = 0;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);
  guint wanted = field->types & STRINGS ? STRING : field->types & OBJECTS ? OBJECT : 0;

  for (guint element = array + 1; wanted && element < tokens[array].next; element = tokens[element].next, i++)
    if (!has_type (index, element, wanted))
      {
        g_autofree char *path = g_strdup_printf ("%s[%u]", field->path, i);

        return tri_practice_refuse_type (refusal, index, element, path, wanted == STRING ? "a string" : "an object");
      }
  return TRUE;
}

gboolean
tri_practice_check_types (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal)
{
  for (const Field *field = endpoints[endpoint].fields; field->path; field++)
    {
      guint token = field->flags & REQUIRED ? tri_json_index_get_member (index, 0, field->path)
                                            : tri_practice_find (index, field->path);

      if (token == TRI_JSON_NONE)
        continue;
      if (!has_type (index, token, field->types))
        {
          g_autofree char *expected = dup_expected (field->types);

          return tri_practice_refuse_type (refusal, index, token, field->path, expected);
        }
      if (kind_of (index, token) == TRI_JSON_ARRAY && !check_elements (field, index, token, refusal))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_number (const Field *field, const TriJsonIndex *index, guint token, TriPracticeRefusal *refusal)
{
  g_autofree char *raw = tri_json_index_dup_raw (index, token);
  double value = g_ascii_strtod (raw, NULL);
  gboolean whole = (field->types & INTEGER) != 0;

  if (field->minimum == 0 && field->maximum == 0)
    return TRUE;
  if (value < field->minimum)
    return tri_practice_refuse (refusal, 400, field->path,
                                whole ? "integer_below_min_value" : "decimal_below_min_value",
                                "Invalid '%s': %s below minimum value. Expected a value >= %g, but got %s instead.",
                                field->path, whole ? "integer" : "decimal", field->minimum, raw);
  if (value > field->maximum)
    return tri_practice_refuse (refusal, 400, field->path,
                                whole ? "integer_above_max_value" : "decimal_above_max_value",
                                "Invalid '%s': %s above maximum value. Expected a value <= %g, but got %s instead.",
                                field->path, whole ? "integer" : "decimal", field->maximum, raw);
  return TRUE;
}

static gboolean
check_string (const Field *field, const TriJsonIndex *index, guint token, const char *path, TriPracticeRefusal *refusal)
{
  g_autofree char *text = tri_practice_dup_text (index, token);
  glong n_chars = g_utf8_strlen (text, -1);

  if (field->words[0] && !g_strv_contains (field->words, text))
    return tri_practice_refuse_value (refusal, path, text, field->words);
  if (field->max_chars && n_chars > field->max_chars)
    return tri_practice_refuse (refusal, 400, path, "string_above_max_length",
                                "Invalid '%s': string too long. Expected a string with maximum length %u, but got a "
                                "string with length %ld instead.",
                                path, field->max_chars, n_chars);
  return TRUE;
}

static gboolean
check_array (const Field *field, const TriJsonIndex *index, guint token, TriPracticeRefusal *refusal)
{
  guint n_tokens, n = 0;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);

  for (guint element = token + 1; element < tokens[token].next; element = tokens[element].next)
    {
      g_autofree char *path = g_strdup_printf ("%s[%u]", field->path, n++);

      if (tokens[element].kind == TRI_JSON_STRING && !check_string (field, index, element, path, refusal))
        return FALSE;
    }
  if (field->max_members && n > field->max_members)
    return tri_practice_refuse (refusal, 400, field->path, "array_above_max_length",
                                "Invalid '%s': array too long. Expected an array with maximum length %u, but got an "
                                "array with length %u instead.",
                                field->path, field->max_members, n);
  if (n == 0 && (field->flags & REQUIRED) && (field->types & OBJECTS))
    return tri_practice_refuse (refusal, 400, field->path, "empty_array",
                                "Invalid '%s': empty array. Expected an array with minimum length 1, but got an empty "
                                "array instead.",
                                field->path);
  return TRUE;
}

/* Objects with a limit are maps of strings: metadata. */
static gboolean
check_map (const Field *field, const TriJsonIndex *index, guint token, TriPracticeRefusal *refusal)
{
  guint n_tokens, n = 0;
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, &n_tokens);

  if (!field->max_members)
    return TRUE;
  for (guint key = token + 1; key < tokens[token].next; key = tokens[key + 1].next, n++)
    {
      g_autofree char *name = tri_practice_dup_text (index, key);
      g_autofree char *excerpt = tri_text_dup_excerpt (name, 64);
      g_autofree char *path = g_strconcat (field->path, ".", excerpt, NULL);

      if (tokens[key + 1].kind != TRI_JSON_STRING)
        return tri_practice_refuse_type (refusal, index, key + 1, path, "a string");
      if (!check_string (field, index, key + 1, path, refusal))
        return FALSE;
    }
  if (n > field->max_members)
    return tri_practice_refuse (refusal, 400, field->path, "object_above_max_properties",
                                "Invalid '%s': too many properties. Expected an object with at most %u properties, but "
                                "got an object with %u properties instead.",
                                field->path, field->max_members, n);
  return TRUE;
}

gboolean
tri_practice_check_values (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal)
{
  for (const Field *field = endpoints[endpoint].fields; field->path; field++)
    {
      guint token = tri_practice_find (index, field->path);
      gboolean is_right = TRUE;

      if (token == TRI_JSON_NONE)
        continue;
      switch (kind_of (index, token))
        {
        case TRI_JSON_NUMBER:
          is_right = check_number (field, index, token, refusal);
          break;
        case TRI_JSON_STRING:
          is_right = check_string (field, index, token, field->path, refusal);
          break;
        case TRI_JSON_ARRAY:
          is_right = check_array (field, index, token, refusal);
          break;
        case TRI_JSON_OBJECT:
          is_right = check_map (field, index, token, refusal);
          break;
        default:
          break;
        }
      if (!is_right)
        return FALSE;
    }
  return TRUE;
}

char *
tri_practice_dup_idle_fields (TriPracticeEndpoint endpoint, const TriJsonIndex *index)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (const Field *field = endpoints[endpoint].fields; field->path; field++)
    if ((field->flags & IDLE) && tri_practice_find (index, field->path) != TRI_JSON_NONE)
      g_string_append_printf (names, "%s%s", names->len ? ", " : "", field->path);
  return names->len ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}

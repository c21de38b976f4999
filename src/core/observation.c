/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "observation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "json-canonical.h"
#include "schema-check.h"
#include "text.h"

#define FAILED "failed: "
#define MAX_CODE_CHARS 60
#define MAX_SHOWN_CHARS 240

static const struct
{
  const char *id, *label;
} aspects[TRI_N_ASPECTS] = {
  [TRI_ASPECT_END] = { "end", N_ ("End") },
  [TRI_ASPECT_TOOLS] = { "tools", N_ ("Tools called") },
  [TRI_ASPECT_ARGUMENT_NAMES] = { "argument-names", N_ ("Names of the arguments") },
  [TRI_ASPECT_ARGUMENTS] = { "arguments", N_ ("Arguments") },
  [TRI_ASPECT_ARGUMENTS_BY_SCHEMA] = { "arguments-by-schema", N_ ("Arguments by the schema") },
  [TRI_ASPECT_FORMAT] = { "format", N_ ("Form of the answer") },
  [TRI_ASPECT_INPUT_TOKENS] = { "input-tokens", N_ ("Input tokens") },
  [TRI_ASPECT_OUTPUT_TOKENS] = { "output-tokens", N_ ("Output tokens") },
  [TRI_ASPECT_REASONING_TOKENS] = { "reasoning-tokens", N_ ("Reasoning tokens") },
};

const char *
tri_aspect_get_id (TriAspect aspect)
{
  return aspects[aspect].id;
}

const char *
tri_aspect_get_label (TriAspect aspect)
{
  return _ (aspects[aspect].label);
}

/* What there is of words that are ours, and not an API's or a tool's. */
static const struct
{
  TriAspect aspect;
  const char *word, *label;
} shown[] = {
  { TRI_ASPECT_TOOLS, "", N_ ("none") },
  { TRI_ASPECT_ARGUMENTS_BY_SCHEMA, "valid", N_ ("valid") },
  { TRI_ASPECT_ARGUMENTS_BY_SCHEMA, "not-json", N_ ("no JSON") },
  { TRI_ASPECT_ARGUMENTS_BY_SCHEMA, "not-by-schema", N_ ("not by the schema") },
  { TRI_ASPECT_ARGUMENTS_BY_SCHEMA, "undecided", N_ ("too much to check") },
  { TRI_ASPECT_FORMAT, "valid", N_ ("valid") },
  { TRI_ASPECT_FORMAT, "not-json", N_ ("no JSON") },
  { TRI_ASPECT_FORMAT, "no-object", N_ ("no JSON object") },
  { TRI_ASPECT_FORMAT, "not-by-schema", N_ ("not by the schema") },
  { TRI_ASPECT_FORMAT, "undecided", N_ ("too much to check") },
  { TRI_ASPECT_FORMAT, "no-text", N_ ("no text") },
};

char *
tri_aspect_dup_shown (TriAspect aspect, const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    if (shown[i].aspect == aspect && g_str_equal (shown[i].word, word))
      return g_strdup (_ (shown[i].label));
  if (aspect == TRI_ASPECT_END && g_str_has_prefix (word, FAILED))
    /* Translators: a call that failed; %s is an HTTP status and an API's own word. */
    return g_strdup_printf (_ ("failed: %s"), word + strlen (FAILED));
  return tri_text_dup_excerpt (word, MAX_SHOWN_CHARS);
}

/* ---- The end ---- */

static const char *
get_finish_word (TriFinish finish)
{
  static const struct
  {
    TriFinish finish;
    const char *word;
  } words[] = {
    { TRI_FINISH_STOP, "stop" },       { TRI_FINISH_LENGTH, "length" },
    { TRI_FINISH_REFUSAL, "refusal" }, { TRI_FINISH_CONTENT_FILTER, "content_filter" },
    { TRI_FINISH_FAILED, "failed" },   { TRI_FINISH_TOOL_CALLS, "tool_calls" },
    { TRI_FINISH_NONE, "not said" },   { TRI_FINISH_CANCELLED, "cancelled" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].finish == finish)
      return words[i].word;
  return NULL;
}

static gboolean
has_calls (const TriReply *reply)
{
  for (guint i = 0; i < reply->parts->len; i++)
    if (((const TriPart *) reply->parts->pdata[i])->kind == TRI_PART_TOOL_CALL)
      return TRUE;
  return FALSE;
}

/* Chat says "stop" where a function was called because it had to be (its published finish_reason says so of
 * tool_choice), and Responses has no word for calls at all: a call is a call. */
static const char *
get_end_word (const TriReply *reply, TriFinish finish)
{
  return get_finish_word (finish == TRI_FINISH_STOP && has_calls (reply) ? TRI_FINISH_TOOL_CALLS : finish);
}

/* Of several choices all, in their order. */
static char *
dup_end (const TriReply *reply)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < reply->ends->len && reply->ends->len > 1; i++)
    {
      const TriFact *end = reply->ends->pdata[i];
      const char *word = get_end_word (reply, tri_finish_from_word (end->value));

      if (!g_str_equal (end->name, "finish_reason"))
        break;
      g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", word ? word : end->value);
    }
  if (out->len == 0)
    {
      const char *word = get_end_word (reply, reply->finish);
      const TriFact *end = reply->ends->len > 0 ? reply->ends->pdata[0] : NULL;

      g_string_assign (out, word ? word : end ? end->value : "not said");
    }
  return tri_text_dup_displayable (out->str, -1, NULL);
}

/* The status and the API's own word for it; where no response came, what did not work. */
static char *
dup_failure (const TriRecord *record, const TriReply *reply)
{
  const TriApiError *error = reply ? reply->error : NULL;
  const char *word = error && error->code ? error->code : error ? error->type : NULL;
  g_autofree char *harmless = word ? tri_text_dup_displayable (word, -1, NULL) : NULL;
  g_autofree char *code = harmless ? tri_text_dup_excerpt (harmless, MAX_CODE_CHARS) : NULL;

  if (record->ending == TRI_ENDING_HTTP_ERROR)
    return g_strdup_printf (FAILED "%u%s%s", record->status, code ? " " : "", code ? code : "");
  return g_strdup_printf (FAILED "%s%s%s", tri_ending_get_id (record->ending), code ? " " : "", code ? code : "");
}

/* ---- Calls ---- */

/* What was called, and with what. */
typedef struct
{
  char *tool;
  char *names;     /* "f(a, b)" */
  char *arguments; /* "f({…})" */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->tool);
  g_free (call->names);
  g_free (call->arguments);
  g_free (call);
}

static TriJsonIndex *
index_text (const char *text, gsize n_bytes)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, n_bytes);

  return tri_json_index_new (bytes, NULL);
}

static Call *
call_new (const TriPart *part, const TriJsonIndex *arguments)
{
  Call *call = g_new0 (Call, 1);
  g_autofree char *value = arguments ? tri_json_dup_canonical (arguments, 0) : NULL;
  g_autofree char *text = tri_text_dup_displayable (part->text->str, (gssize) part->text->len, NULL);

  call->tool = tri_text_dup_displayable (part->name ? part->name : "", -1, NULL);
  call->arguments = g_strdup_printf ("%s(%s)", call->tool, value ? value : text);
  if (arguments)
    {
      g_autoptr (GPtrArray) list = tri_json_list_names (arguments, 0);
      g_autofree char *names = NULL;

      g_ptr_array_add (list, NULL);
      names = g_strjoinv (", ", (char **) list->pdata);
      call->names = g_strdup_printf ("%s(%s)", call->tool, names);
    }
  else
    call->names = g_strdup_printf ("%s(…)", call->tool);
  return call;
}

static int
compare_calls (gconstpointer a, gconstpointer b)
{
  const Call *x = *(Call *const *) a, *y = *(Call *const *) b;
  int order = strcmp (x->tool, y->tool);

  return order != 0 ? order : strcmp (x->arguments, y->arguments);
}

/* The words of one member of all calls, one after the other. */
static char *
join (GPtrArray *calls, gsize member)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < calls->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", G_STRUCT_MEMBER (char *, calls->pdata[i], member));
  return g_string_free (out, FALSE);
}

static const char *
get_result_word (TriSchemaResult result)
{
  return result == TRI_SCHEMA_VALID ? "valid" : result == TRI_SCHEMA_INVALID ? "not-by-schema" : "undecided";
}

/* Holds the arguments of a call against the schema of its tool. NULL if there is none. */
static const char *
check_call (TriObservation *self, const TriProofAsk *ask, const TriPart *part, const TriJsonIndex *arguments)
{
  guint root;
  const TriJsonIndex *schema = part->name ? tri_proof_ask_get_tool_schema (ask, part->name, &root) : NULL;
  TriSchemaResult result;
  g_autofree char *why = NULL;

  if (!schema)
    return NULL;
  if (!arguments)
    return "not-json";
  result = tri_schema_check (schema, root, arguments, 0, &why);
  if (why && !self->broken_arguments)
    self->broken_arguments = g_strdup_printf ("%s(%s)", part->name, why);
  return get_result_word (result);
}

static void
observe_calls (TriObservation *self, const TriProofAsk *ask, const TriReply *reply)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func (call_free);
  const char *by_schema = NULL;

  for (guint i = 0; i < reply->parts->len; i++)
    {
      const TriPart *part = reply->parts->pdata[i];
      g_autoptr (TriJsonIndex) arguments = NULL;
      const char *word;

      if (part->kind != TRI_PART_TOOL_CALL || part->choice != 0)
        continue;
      arguments = index_text (part->text->str, part->text->len);
      g_ptr_array_add (calls, call_new (part, arguments));
      word = check_call (self, ask, part, arguments);
      /* One call that is not as it should be says more than all that are. */
      if (word && (!by_schema || g_str_equal (by_schema, "valid")))
        by_schema = word;
    }
  g_ptr_array_sort (calls, compare_calls);
  if (calls->len > 0 || tri_proof_ask_has_tools (ask))
    self->words[TRI_ASPECT_TOOLS] = join (calls, G_STRUCT_OFFSET (Call, tool));
  if (calls->len == 0)
    return;
  self->words[TRI_ASPECT_ARGUMENT_NAMES] = join (calls, G_STRUCT_OFFSET (Call, names));
  self->words[TRI_ASPECT_ARGUMENTS] = join (calls, G_STRUCT_OFFSET (Call, arguments));
  self->words[TRI_ASPECT_ARGUMENTS_BY_SCHEMA] = g_strdup (by_schema);
}

/* ---- The text ---- */

/* The answer, or in its place the words with which the model refused. */
static char *
dup_text (const TriReply *reply)
{
  g_autofree char *text = tri_reply_dup_text (reply);
  g_autoptr (GString) refusal = g_string_new (NULL);

  for (guint i = 0; i < reply->parts->len && *text == '\0'; i++)
    {
      const TriPart *part = reply->parts->pdata[i];

      if (part->kind == TRI_PART_REFUSAL && part->choice == 0)
        g_string_append (refusal, part->text->str);
    }
  return tri_text_dup_displayable (*text ? text : refusal->str, -1, NULL);
}

static const char *
check_form (TriObservation *self, const TriProofAsk *ask, const TriReply *reply)
{
  guint root;
  const TriJsonIndex *schema = tri_proof_ask_get_schema (ask, &root);
  g_autofree char *text = tri_reply_dup_text (reply);
  g_autoptr (TriJsonIndex) index = index_text (text, strlen (text));

  if (*text == '\0')
    return "no-text";
  if (!index)
    return "not-json";
  if (!schema)
    return tri_json_index_get_tokens (index, NULL)[0].kind == TRI_JSON_OBJECT ? "valid" : "no-object";
  return get_result_word (tri_schema_check (schema, root, index, 0, &self->broken_form));
}

TriObservation *
tri_observation_new (const TriProofAsk *ask, const TriRecord *record, const TriReader *reader)
{
  TriObservation *self = g_new0 (TriObservation, 1);
  const TriReply *reply = reader ? tri_reader_get_reply (reader) : NULL;

  for (guint i = 0; i < TRI_N_NUMBER_ASPECTS; i++)
    self->numbers[i] = -1;
  self->is_answered = record->ending == TRI_ENDING_ANSWERED && reply;
  if (!self->is_answered)
    {
      self->words[TRI_ASPECT_END] = dup_failure (record, reply);
      self->message = g_strdup (record->message ? record->message : tri_ending_get_label (record->ending));
      return self;
    }
  self->words[TRI_ASPECT_END] = dup_end (reply);
  observe_calls (self, ask, reply);
  if (tri_proof_ask_get_form (ask) != TRI_PROOF_FREE_TEXT)
    self->words[TRI_ASPECT_FORMAT] = g_strdup (check_form (self, ask, reply));
  self->numbers[TRI_ASPECT_INPUT_TOKENS - TRI_N_WORD_ASPECTS] = reply->input_tokens;
  self->numbers[TRI_ASPECT_OUTPUT_TOKENS - TRI_N_WORD_ASPECTS] = reply->output_tokens;
  self->numbers[TRI_ASPECT_REASONING_TOKENS - TRI_N_WORD_ASPECTS] = reply->reasoning_tokens;
  self->text = dup_text (reply);
  return self;
}

void
tri_observation_free (TriObservation *self)
{
  if (!self)
    return;
  for (guint i = 0; i < TRI_N_WORD_ASPECTS; i++)
    g_free (self->words[i]);
  g_free (self->broken_arguments);
  g_free (self->broken_form);
  g_free (self->message);
  g_free (self->text);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the published API says, and what the check says of documents and streams.
 *
 *   - a law: every published path is found again in a document that is built from it, and that document conforms;
 *   - the documents of tests/cases conform, or their findings stand in tests/cases/conformance.txt (TRI_UPDATE=1 writes
 *     it anew; the difference is to be read like code);
 *   - a stream that conforms, with one thing changed in it, has that one finding;
 *   - whatever the practice server answers conforms;
 *   - hostile documents are judged, and end.
 */

#include <string.h>

#include "core/comparison.h"
#include "core/conformance.h"
#include "core/conformance-schema.h"
#include "core/formats.h"
#include "core/json-writer.h"
#include "core/samples.h"
#include "golden.h"
#include "practice/practice-server.h"

/* How many members a hostile document has, and every how manyth path is tried. The sanitizers make each allocation
 * slow. */
#ifdef __SANITIZE_ADDRESS__
#define MANY 5000u
#define PATH_STEP 13u
#else
#define MANY 100000u
#define PATH_STEP 1u
#endif

/* Documents that are built from what is published */

typedef struct
{
  TriJsonWriter writer;
  GPtrArray *chain; /* from the root to the field that is to be in it */
  GString *path;    /* where that field will be */
} Builder;

static void write_value (Builder *self, const TriPublishedField *field, guint step);

static void
write_string (Builder *self, const TriPublishedField *field)
{
  const char *value = tri_published_get_value (field, 0, NULL);
  int least = tri_published_get_limits (field)->min_length;
  g_autofree char *filled = g_strnfill (MAX (least, 1), 'x');

  tri_json_writer_string (&self->writer, value ? value : filled, -1);
}

static void
write_number (Builder *self, const TriPublishedField *field)
{
  double least = tri_published_get_limits (field)->minimum;

  tri_json_writer_integer (&self->writer, least > 0 ? (gint64) least : 0);
}

/* The field that stands at a step of the chain; NULL behind its end. */
static const TriPublishedField *
get_step (Builder *self, guint step)
{
  return step < self->chain->len ? g_ptr_array_index (self->chain, step) : NULL;
}

/* The mark of a shape: the first word of "type=a|b". */
static char *
dup_mark_value (const TriPublishedField *shape)
{
  const char *word = strchr (tri_published_get_label (shape), '=') + 1;

  return g_strndup (word, strcspn (word, "|:"));
}

/* Whether other shapes have the same mark: then only the members tell which one it is. */
static gboolean
is_ambiguous (const TriPublishedField *field, const TriPublishedField *shape)
{
  g_autofree char *value = dup_mark_value (shape);
  guint n = 0;

  for (const TriPublishedField *s = tri_published_next (field, NULL); s; s = tri_published_next (field, s))
    {
      g_autofree char *other = dup_mark_value (s);

      n += strcmp (value, other) == 0;
    }
  return n > 1;
}

static void
write_members (Builder *self, const TriPublishedField *field, guint step)
{
  const TriPublishedField *first = tri_published_next (field, NULL);
  const TriPublishedField *wanted = get_step (self, step);
  const TriPublishedField *shape = field;
  gboolean all = FALSE;
  g_autofree char *mark = NULL;
  gsize n_mark = 0;

  tri_json_writer_begin_object (&self->writer);
  if (first && first->place == TRI_PUBLISHED_VARIANT)
    {
      const char *name = tri_published_get_mark (field, &n_mark);

      shape = wanted ? wanted : first;
      wanted = wanted ? get_step (self, ++step) : NULL;
      if (name)
        {
          g_autofree char *value = dup_mark_value (shape);

          all = is_ambiguous (field, shape);
          mark = g_strndup (name, n_mark);
          tri_json_writer_member_string (&self->writer, mark, value);
          if (wanted && strcmp (tri_published_get_label (wanted), mark) == 0)
            g_string_append_printf (self->path, "%s%s", self->path->len ? "." : "", mark);
        }
    }
  for (const TriPublishedField *m = tri_published_next (shape, NULL); m; m = tri_published_next (shape, m))
    {
      const char *name = tri_published_get_label (m);

      if ((!all && !(m->flags & TRI_PUBLISHED_REQUIRED) && m != wanted) || g_strcmp0 (mark, name) == 0)
        continue;
      if (m == wanted)
        g_string_append_printf (self->path, "%s%s", self->path->len ? "." : "", name);
      tri_json_writer_key (&self->writer, name);
      write_value (self, m, m == wanted ? step + 1 : G_MAXUINT);
    }
  tri_json_writer_end_object (&self->writer);
}

static void
write_elements (Builder *self, const TriPublishedField *field, guint step)
{
  const TriPublishedField *element = tri_published_get_element (field);
  int least = tri_published_get_limits (field)->min_items;
  gboolean is_wanted = element && get_step (self, step) == element;

  tri_json_writer_begin_array (&self->writer);
  if (is_wanted)
    g_string_append (self->path, "[0]");
  if (is_wanted || least > 0)
    write_value (self, element, is_wanted ? step + 1 : G_MAXUINT);
  tri_json_writer_end_array (&self->writer);
}

static void
write_value (Builder *self, const TriPublishedField *field, guint step)
{
  const TriPublishedField *wanted = get_step (self, step);
  guint types = field->types;

  if (wanted)
    types = wanted->place == TRI_PUBLISHED_ELEMENT ? TRI_PUBLISHED_ARRAY : TRI_PUBLISHED_OBJECT;
  if (types & TRI_PUBLISHED_STRING)
    write_string (self, field);
  else if (types & (TRI_PUBLISHED_INTEGER | TRI_PUBLISHED_NUMBER))
    write_number (self, field);
  else if (types & TRI_PUBLISHED_BOOLEAN)
    tri_json_writer_boolean (&self->writer, TRUE);
  else if (types & TRI_PUBLISHED_ARRAY)
    write_elements (self, field, step);
  else
    write_members (self, field, step);
}

static TriJsonIndex *
build (const TriPublishedField *field, guint *token)
{
  Builder self = { .chain = g_ptr_array_new (), .path = g_string_new (NULL) };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const TriPublishedField *root;
  TriJsonIndex *index;

  for (root = field; root->place != TRI_PUBLISHED_ROOT; root = &tri_published_fields[root->parent])
    g_ptr_array_insert (self.chain, 0, (gpointer) root);
  tri_json_writer_init (&self.writer, 0);
  write_value (&self, root, 0);
  bytes = tri_json_writer_end (&self.writer);
  index = tri_json_index_new (bytes, &error);
  g_assert_no_error (error);
  *token = tri_json_index_find (index, self.path->str);
  g_string_free (self.path, TRUE);
  g_ptr_array_unref (self.chain);
  return index;
}

static TriConformance *
check_index (const TriPublishedField *root, const TriJsonIndex *index)
{
  TriConformance *result = tri_conformance_new (NULL);
  TriSpot spot = { .event = TRI_CONFORMANCE_NO_EVENT, .index = index };

  tri_conformance_check_schema (result, root, &spot);
  return result;
}

static char *
dup_findings (const TriConformance *result)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < result->findings->len; i++)
    {
      g_autofree char *line = tri_finding_dup_text (g_ptr_array_index (result->findings, i));

      g_string_append_printf (text, "%s\n", line);
    }
  return g_string_free (text, FALSE);
}

static void
test_every_path (void)
{
  guint n = 0;

  for (guint i = 1; i < tri_published_n_fields; i += PATH_STEP)
    {
      const TriPublishedField *field = &tri_published_fields[i];
      const TriPublishedField *root = &tri_published_fields[tri_published_get_document (field)->field];
      g_autofree char *path = tri_published_dup_path (field);
      g_autoptr (TriConformance) result = NULL;
      g_autoptr (TriJsonIndex) index = NULL;
      g_autofree const TriPublishedField **map = NULL;
      g_autofree char *findings = NULL;
      guint token;

      if (field->place == TRI_PUBLISHED_VARIANT || field->place == TRI_PUBLISHED_ROOT)
        continue;
      index = build (field, &token);
      map = tri_published_map (root, index);
      if (token == TRI_JSON_NONE || map[token] != field)
        g_error ("%s is not found again in %s", path,
                 (const char *) g_bytes_get_data (tri_json_index_get_bytes (index), NULL));
      result = check_index (root, index);
      findings = dup_findings (result);
      if (result->n_broken > 0)
        g_error ("%s: %s", path, findings);
      n++;
    }
  g_test_message ("%u paths", n);
  g_assert_cmpuint (n, >, 3000 / PATH_STEP - 100);
}

static const TriPublishedField *
find_path (const TriPublishedField *root, const char *path)
{
  for (guint i = 0; i < root->size; i++)
    {
      g_autofree char *other = tri_published_dup_path (root + i);

      if (strcmp (path, other) == 0)
        return root + i;
    }
  return NULL;
}

static void
test_exceptions (void)
{
  guint n;
  const TriException *exceptions = tri_exceptions_list (&n);

  for (guint i = 0; i < n; i++)
    for (guint kind = 0; kind <= TRI_PUBLISHED_ERROR; kind++)
      {
        const TriException *e = &exceptions[i];
        const TriPublishedField *root = tri_published_get_root (e->format, kind);
        const TriPublishedField *field;

        if (!(e->kinds & 1u << kind) || root == NULL || strchr (e->pattern, '*'))
          continue;
        field = find_path (root, e->pattern);
        g_test_message ("%s %s %s", e->format, e->rule, e->pattern);
        if (strcmp (e->rule, "unknown") == 0)
          g_assert_null (field);
        else if (strcmp (e->rule, "null") == 0)
          g_assert_true (field && !(field->types & TRI_PUBLISHED_NULL));
        else if (strcmp (e->rule, "missing") == 0)
          g_assert_true (field && field->flags & TRI_PUBLISHED_REQUIRED);
        else
          g_assert_nonnull (field);
        g_assert_true (*e->reason && *e->source);
      }
}

/* What people may count on */

static void
test_lookup (void)
{
  const struct
  {
    const char *format;
    TriPublishedKind kind;
    const char *json;
    const char *path;     /* in the document */
    const char *expected; /* the pattern; NULL: not published; "": open */
  } cases[] = {
    { "chat", TRI_PUBLISHED_REQUEST, "{'messages':[{'content':[{'text':'a','type':'text'}],'role':'user'}]}",
      "messages[0].content[0].text", "messages[]<role=user>.content[]<type=text>.text" },
    { "chat", TRI_PUBLISHED_REQUEST, "{'messages':[{'role':'robot','content':'a'}]}", "messages[0].content", NULL },
    { "chat", TRI_PUBLISHED_REQUEST, "{'metadata':{'a':{'b':1}}}", "metadata.a.b", "" },
    { "chat", TRI_PUBLISHED_REQUEST, "{'n\\u0075':1}", "nu", NULL },
    { "chat", TRI_PUBLISHED_REQUEST, "{'\\u006e':1}", "n", "n" },
    { "chat", TRI_PUBLISHED_REQUEST,
      "{'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object'}}}]}",
      "tools[0].function.parameters.type", "" },
    { "responses", TRI_PUBLISHED_REQUEST, "{'input':[{'role':'user','content':'a'}]}", "input[0].content",
      "input[]<type=message>.content" },
    { "responses", TRI_PUBLISHED_REQUEST, "{'input':[{'id':'msg_1'}]}", "input[0].id",
      "input[]<type=item_reference>.id" },
    { "responses", TRI_PUBLISHED_REQUEST,
      "{'input':[{'type':'message','role':'assistant','content':[{'type':'output_text','text':'a'}]}]}",
      "input[0].content[0].text", "input[]<type=message:OutputMessage>.content[]<type=output_text>.text" },
    { "responses", TRI_PUBLISHED_EVENT, "{'type':'response.created','response':{'usage':{'input_tokens':1}}}",
      "response.usage.input_tokens", "usage.input_tokens" },
    { "responses", TRI_PUBLISHED_EVENT,
      "{'type':'response.output_item.done','item':{'type':'message','role':'assistant'}}", "item.role",
      "output[]<type=message>.role" },
    { "responses", TRI_PUBLISHED_RESPONSE, "{'instructions':[{'role':'user','content':'a'}]}", "instructions[0].role",
      "input[]<type=message>.role" },
    { "responses", TRI_PUBLISHED_EVENT, "{'type':'response.compaction.compacting','item_id':'a'}", "item_id",
      "<type=response.compaction.compacting>.item_id" },
    { "completions", TRI_PUBLISHED_ERROR, "{'error':{'code':null}}", "error.code", "error.code" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (cases[i].json, "'", -1);
      g_autofree char *json = g_strjoinv ("\"", parts);
      g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
      g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
      g_autofree const TriPublishedField **map
          = tri_published_map (tri_published_get_root (cases[i].format, cases[i].kind), index);
      guint token = tri_json_index_find (index, cases[i].path);
      g_autofree char *path = NULL;

      g_assert_cmpuint (token, !=, TRI_JSON_NONE);
      path = map[token] ? tri_published_dup_path (map[token]) : NULL;
      g_assert_cmpstr (path, ==, cases[i].expected);
      g_assert_true (map[token - 1] == map[token] || !tri_json_index_get_tokens (index, NULL)[token - 1].is_key);
    }
}

/* Cases */

static void
append_result (GString *out, const char *format, const char *name, const char *file, const TriConformance *result)
{
  for (guint i = 0; i < result->findings->len; i++)
    {
      const TriFinding *finding = g_ptr_array_index (result->findings, i);
      g_autofree char *text = tri_finding_dup_text (finding);

      g_string_append_printf (out, "%s/%s/%s: %s %s: %s\n", format, name, file,
                              finding->severity == TRI_FINDING_BROKEN ? "broken" : "odd", finding->rule, text);
    }
}

static void
append_case (GString *out, const TriFormat *format, const char *name)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "cases", format->id, name, NULL);
  g_autoptr (GBytes) request = golden_read (folder, "request.json");
  g_autoptr (GBytes) response = golden_read (folder, "response.json");
  g_autoptr (GBytes) stream = golden_read (folder, "stream.sse");

  if (request)
    {
      g_autoptr (TriConformance) r = tri_conformance_check_document (format, TRI_PUBLISHED_REQUEST, request);

      append_result (out, format->id, name, "request.json", r);
    }
  if (response)
    {
      g_autoptr (TriConformance) r = tri_conformance_check_document (format, TRI_PUBLISHED_RESPONSE, response);

      append_result (out, format->id, name, "response.json", r);
    }
  if (stream)
    {
      g_autoptr (TriConformance) r = tri_conformance_check_stream (format, stream, request);

      append_result (out, format->id, name, "stream.sse", r);
    }
}

static void
test_cases (void)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "cases", "conformance.txt", NULL);
  g_autofree char *expected = NULL;
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  for (guint i = 0; i < n_formats; i++)
    {
      g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "cases", formats[i]->id, NULL);
      g_autoptr (GPtrArray) names = golden_list (folder);

      for (guint k = 0; k < names->len; k++)
        append_case (found, formats[i], g_ptr_array_index (names, k));
    }
  if (g_getenv ("TRI_UPDATE"))
    g_assert_true (g_file_set_contents (path, found->str, -1, NULL));
  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  g_assert_cmpstr (found->str, ==, expected);
}

/* One thing wrong at a time */

typedef struct
{
  const char *rules; /* all that is found, in order; "" for nothing */
  const char *find;  /* its first occurrence */
  const char *put;
} Change;

static void
check_changes (const char *format, const char *stream, const char *request, const Change *changes, guint n)
{
  g_autoptr (GBytes) asked = request ? g_bytes_new_static (request, strlen (request)) : NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) text = g_string_new (stream);
      g_autoptr (GString) rules = g_string_new (NULL);
      g_autoptr (GBytes) body = NULL;
      g_autoptr (TriConformance) result = NULL;
      g_autofree char *findings = NULL;

      g_assert_nonnull (strstr (stream, changes[i].find));
      g_string_replace (text, changes[i].find, changes[i].put, 1);
      body = g_bytes_new (text->str, text->len);
      result = tri_conformance_check_stream (tri_format_find (format), body, asked);
      for (guint k = 0; k < result->findings->len; k++)
        g_string_append_printf (rules, "%s%s", k ? " " : "",
                                ((TriFinding *) g_ptr_array_index (result->findings, k))->rule);
      findings = dup_findings (result);
      g_test_message ("%s becomes %s:\n%s", changes[i].find, changes[i].put, findings);
      g_assert_cmpstr (rules->str, ==, changes[i].rules);
    }
}

#define CHAT_HEAD "\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\""
#define CHAT_CHUNK(delta, finish)                                                                                      \
  "data: {" CHAT_HEAD ",\"choices\":[{\"index\":0,\"delta\":" delta ",\"finish_reason\":" finish                       \
  "}],\"usage\":null}\n\n"
#define CHAT_USAGE                                                                                                     \
  "data: {" CHAT_HEAD ",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}"    \
  "\n\n"

/* clang-format off */
static const char chat_stream[]
    = CHAT_CHUNK ("{\"role\":\"assistant\",\"content\":\"\"}", "null")
      CHAT_CHUNK ("{\"content\":\"a\"}", "null")
      CHAT_CHUNK ("{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"type\":\"function\","
                  "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}", "null")
      CHAT_CHUNK ("{}", "\"stop\"")
      CHAT_USAGE
      "data: [DONE]\n\n";
/* clang-format on */

static void
test_chat_streams (void)
{
  static const Change changes[] = {
    { "", "", "" },
    { "constant", "\"id\":\"c1\"", "\"id\":\"c2\"" },
    { "constant", "\"created\":1", "\"created\":2" },
    { "done", "data: [DONE]\n\n", "" },
    { "unfinished", "[DONE]\n\n", "[DONE]" },
    { "after-end", "data: [DONE]\n\n", "data: [DONE]\n\ndata: [DONE]\n\n" },
    { "role-first", "\"role\":\"assistant\",", "" },
    { "after-finish finish-once", "\"a\"},\"finish_reason\":null", "\"a\"},\"finish_reason\":\"stop\"" },
    { "finish-missing", "\"stop\"", "null" },
    { "usage-missing", CHAT_USAGE, "" },
    { "usage-last", CHAT_USAGE, CHAT_USAGE CHAT_USAGE },
    { "usage-chunk", "\"stop\"}],\"usage\":null",
      "\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}" },
    { "usage-null", ",\"usage\":null", "" },
    { "tool-call", "\"id\":\"t\",", "" },
    { "type", "\"a\"", "7" },
    { "null", "\"role\":\"assistant\"", "\"role\":null" },
    { "value", "\"stop\"", "\"eos\"" },
    { "unknown", "\"content\":\"a\"", "\"content\":\"a\",\"reasoning\":\"b\"" },
    { "missing", ",\"model\":\"m\"", "" },
    { "duplicate", "\"model\":\"m\"", "\"model\":\"m\",\"model\":\"m\"" },
    { "json", "data: {", "data: {\n\ndata: {" },
    { "event-name", "data: {", "event: x\ndata: {" },
    { "", "data: {", ": a comment\n\ndata: {" },
    { "", CHAT_USAGE, "data: {\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":null}}\n\n" },
  };

  check_changes ("chat", chat_stream, "{\"stream\":true,\"stream_options\":{\"include_usage\":true}}", changes,
                 G_N_ELEMENTS (changes));
}

#define EVENT(type, sequence, rest)                                                                                    \
  "event: " type "\ndata: {\"type\":\"" type "\",\"sequence_number\":" sequence "," rest "}\n\n"
#define RESPONSE(status, output)                                                                                       \
  "\"response\":{\"id\":\"r1\",\"object\":\"response\",\"created_at\":1,\"status\":\"" status                          \
  "\",\"error\":null,\"incomplete_details\":null,\"instructions\":null,\"metadata\":{},\"model\":\"m\","               \
  "\"output\":[" output "],\"parallel_tool_calls\":true,\"temperature\":1,\"tool_choice\":\"auto\",\"tools\":[],"      \
  "\"top_p\":1,\"usage\":null}"
#define PART(text) "{\"type\":\"output_text\",\"text\":\"" text "\",\"annotations\":[],\"logprobs\":[]}"
#define ITEM(status, content)                                                                                          \
  "{\"id\":\"m1\",\"type\":\"message\",\"status\":\"" status "\",\"role\":\"assistant\",\"content\":[" content "]}"
#define IN_PART "\"item_id\":\"m1\",\"output_index\":0,\"content_index\":0,"

/* clang-format off */
static const char responses_stream[]
    = EVENT ("response.created", "0", RESPONSE ("in_progress", ""))
      EVENT ("response.in_progress", "1", RESPONSE ("in_progress", ""))
      EVENT ("response.output_item.added", "2", "\"output_index\":0,\"item\":" ITEM ("in_progress", ""))
      EVENT ("response.content_part.added", "3", IN_PART "\"part\":" PART (""))
      EVENT ("response.output_text.delta", "4", IN_PART "\"delta\":\"a\",\"logprobs\":[],\"obfuscation\":\"x\"")
      EVENT ("response.output_text.delta", "5", IN_PART "\"delta\":\"b\",\"logprobs\":[]")
      EVENT ("response.output_text.done", "6", IN_PART "\"text\":\"ab\",\"logprobs\":[]")
      EVENT ("response.content_part.done", "7", IN_PART "\"part\":" PART ("ab"))
      EVENT ("response.output_item.done", "8", "\"output_index\":0,\"item\":" ITEM ("completed", PART ("ab")))
      EVENT ("response.completed", "9", RESPONSE ("completed", ITEM ("completed", PART ("ab"))));
/* clang-format on */

static void
test_responses_streams (void)
{
  static const Change changes[] = {
    { "", "", "" },
    { "event-name", "event: response.output_text.done", "event: response.output_text.ready" },
    { "event-name", "event: response.output_text.done\n", "" },
    { "sequence", "\"sequence_number\":4", "\"sequence_number\":3" },
    { "sequence created", EVENT ("response.created", "0", RESPONSE ("in_progress", "")), "event: e\n\n" },
    { "status", "\"status\":\"in_progress\",\"error\"", "\"status\":\"completed\",\"error\"" },
    { "status", "\"status\":\"completed\",\"error\"", "\"status\":\"incomplete\",\"error\"" },
    { "constant", "\"id\":\"r1\"", "\"id\":\"r2\"" },
    { "delta-text", "\"delta\":\"b\"", "\"delta\":\"c\"" },
    { "delta-text part-text", "\"text\":\"ab\"", "\"text\":\"ac\"" },
    { "part-text", "\"part\":" PART ("ab"), "\"part\":" PART ("ac") },
    { "terminal-output", ITEM ("completed", PART ("ab")) "],\"parallel",
      ITEM ("completed", PART ("ac")) "],\"parallel" },
    { "terminal-output", ITEM ("completed", PART ("ab")) "],\"parallel", "],\"parallel" },
    { "item-id", IN_PART "\"delta\":\"b\"",
      "\"item_id\":\"m2\",\"output_index\":0,\"content_index\":0,\"delta\":\"b\"" },
    { "item-same terminal-output", "\"item\":{\"id\":\"m1\",\"type\":\"message\",\"status\":\"completed\"",
      "\"item\":{\"id\":\"m2\",\"type\":\"message\",\"status\":\"completed\"" },
    { "item-status terminal-output", "\"item\":" ITEM ("completed", PART ("ab")),
      "\"item\":" ITEM ("in_progress", PART ("ab")) },
    { "frame delta-text frame", "\"content_index\":0,\"delta\":\"b\"", "\"content_index\":1,\"delta\":\"b\"" },
    { "frame delta-text", "\"output_index\":0,\"content_index\":0,\"delta\":\"b\"",
      "\"output_index\":1,\"content_index\":0,\"delta\":\"b\"" },
    { "shape event-name delta-text", "\"type\":\"response.output_text.delta\"",
      "\"type\":\"response.output_text.piece\"" },
    { "value", "\"role\":\"assistant\"", "\"role\":\"user\"" },
    { "null delta-text", "\"delta\":\"b\"", "\"delta\":null" },
    { "", "\"response\":{", "\"response\":{\"store\":true," },
  };
  g_autofree char *twice
      = g_strconcat (responses_stream,
                     EVENT ("response.completed", "10", RESPONSE ("completed", ITEM ("completed", PART ("ab")))), NULL);
  g_autofree char *done = g_strconcat (responses_stream, "data: [DONE]\n\n", NULL);
  static const Change again[] = { { "after-end", "", "" } };

  check_changes ("responses", responses_stream, NULL, changes, G_N_ELEMENTS (changes));
  check_changes ("responses", twice, NULL, again, 1);
  check_changes ("responses", done, NULL, changes, 1);
}

/* The practice server */

static char *
start (gpointer user_data, GError **error)
{
  return g_strdup (tri_practice_server_get_base_url (user_data));
}

static void
check_attempt (TriServer *server, const TriFormat *format, const TriAsk *ask, const char *body)
{
  g_autoptr (GBytes) bytes = body ? g_bytes_new (body, strlen (body)) : tri_format_build (format, ask);
  g_autoptr (TriExchange) exchange = tri_exchange_new_with_body (server, format, ask, bytes);
  g_autoptr (TriConformance) result = NULL;
  g_autoptr (TriConformance) request = NULL;
  g_autofree char *findings = NULL;
  g_autofree char *report = NULL;
  TriRecord *record;

  tri_exchange_send (exchange);
  while (tri_exchange_get_state (exchange) != TRI_EXCHANGE_ENDED)
    g_main_context_iteration (NULL, TRUE);
  record = tri_exchange_get_record (exchange);
  g_assert_cmpuint (record->status, >, 0);
  result = tri_conformance_check_record (record);
  findings = dup_findings (result);
  g_test_message ("%s %u: %s", format->id, record->status, findings);
  g_assert_cmpuint (result->findings->len, ==, 0);

  report = tri_conformance_dup_report (result, record);
  g_assert_nonnull (strstr (report, "curl -N "));
  g_assert_null (strstr (report, "secret"));
  if (record->status == 200 && body == NULL)
    {
      request = tri_conformance_check_document (format, TRI_PUBLISHED_REQUEST, bytes);
      g_assert_cmpuint (request->n_broken, ==, 0);
    }
}

static void
test_practice (void)
{
  TriPracticeOptions options = { 0 };
  TriPracticeServer *practice = tri_practice_server_new (&options, NULL);
  g_autoptr (TriServer) server = tri_server_new_started ("Practice", TRI_PRACTICE_MODEL, start, practice);
  guint n_formats, n_samples;
  const TriFormat *const *formats = tri_formats_list (&n_formats);
  const TriSample *samples = tri_samples_list (&n_samples);

  for (guint i = 0; i < n_formats; i++)
    {
      for (guint k = 0; k < 4 * n_samples; k++)
        {
          const TriSample *sample = &samples[k / 4];
          g_autoptr (TriPrompt) prompt = tri_sample_dup_prompt (sample);
          g_autoptr (TriSettings) settings = tri_settings_new ();
          TriAsk ask = { .prompt = prompt, .settings = settings, .model = TRI_PRACTICE_MODEL };

          tri_settings_set_switch (settings, TRI_SETTING_STREAM, k & 1);
          tri_settings_set_switch (settings, TRI_SETTING_STREAM_USAGE, k >> 1 & 1);
          check_attempt (server, formats[i], &ask, NULL);
          if (k == 0)
            {
              check_attempt (server, formats[i], &ask, "{");
              check_attempt (server, formats[i], &ask, "{\"model\":\"no-such-model\"}");
              check_attempt (server, formats[i], &ask, "{\"wrong\":1}");
            }
        }
    }
  tri_practice_server_free (practice);
}

/* Hostile documents */

static void
check_text (TriPublishedKind kind, const char *text, gsize n_bytes)
{
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, n_bytes);

  for (guint i = 0; i < n_formats; i++)
    {
      g_autoptr (TriConformance) result = kind == TRI_PUBLISHED_EVENT
                                              ? tri_conformance_check_stream (formats[i], bytes, NULL)
                                              : tri_conformance_check_document (formats[i], kind, bytes);

      g_assert_cmpuint (result->findings->len, >, 0);
      g_assert_cmpuint (result->findings->len, <=, TRI_CONFORMANCE_MAX_FINDINGS);
    }
}

/* `n` times the same piece, with a number in the place of each #, between a head and a tail. */
static void
check_many (TriPublishedKind kind, const char *head, const char *piece, guint n, const char *tail)
{
  g_autoptr (GString) text = g_string_new (head);

  for (guint i = 0; i < n; i++)
    for (const char *c = piece; *c; c++)
      if (*c == '#')
        g_string_append_printf (text, "%u", i);
      else
        g_string_append_c (text, *c);
  g_string_append (text, tail);
  check_text (kind, text->str, text->len);
}

static void
test_hostile (void)
{
  const guint n = MANY;
  static const char stream[]
      = "data: {\"type\":\"response.output_item.added\",\"output_index\":#,\"item\":{\"id\":\"a\"}}\n\n";

  for (guint kind = 0; kind <= TRI_PUBLISHED_RESPONSE; kind++)
    {
      check_many (kind, "{\"model\":7", ",\"a#\":1", n, "}");
      check_many (kind, "{\"model\":7", ",\"model\":#", n, "}");
      check_many (kind, "{\"messages\":[7", ",{\"role\":\"user\",\"content\":#}", n, "]}");
      check_many (kind, "{\"input\":[7",
                  ",{\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":#}]}", n, "]}");
      check_many (kind, "{\"output\":[7", ",{\"type\":\"message\",\"content\":{\"a#\":1}}", n, "]}");
      check_many (kind, "{\"choices\":[7", ",{\"index\":#}", n, "]}");
      check_many (kind, "{\"input\":[{\"role\":\"user\",\"content\":1", ",\"a#\":1", n, "}]}");
      check_many (kind, "", "[", 500, "");
    }
  check_many (TRI_PUBLISHED_EVENT, "", "data: {\"type\":#}\n\n", n / 4, "");
  check_many (TRI_PUBLISHED_EVENT, "", stream, n / 4, "");
  check_many (TRI_PUBLISHED_EVENT, "", "data: {\"choices\":[{\"index\":#,\"delta\":{}}]}\n\n", n / 4, "");
  check_many (TRI_PUBLISHED_EVENT, "data: {\"choices\":[7", ",{\"index\":#,\"delta\":{}}", n, "]}\n\n");
  check_many (TRI_PUBLISHED_EVENT, "data: ", "x#", n, "");
  check_text (TRI_PUBLISHED_EVENT, "", 0);
  check_text (TRI_PUBLISHED_RESPONSE, "\0", 1);
  check_text (TRI_PUBLISHED_EVENT, "data: \0\n\ndata: \377\n\n", 16);
}

/* Every value of a document that conforms, by every other type. */
static void
test_wrong_types (void)
{
  static const char *const values[]
      = { "null", "7", "-1e400", "\"\\ud800\\u0000\"", "[]", "[[{}]]", "{}", "{\"a\":{}}", "true" };

  for (guint i = 1; i < tri_published_n_fields; i += 7)
    {
      const TriPublishedField *field = &tri_published_fields[i];
      const TriPublishedField *root = &tri_published_fields[tri_published_get_document (field)->field];
      g_autoptr (TriJsonIndex) index = NULL;
      const TriJsonToken *tokens;
      const char *text;
      guint token, n_tokens;

      if (field->place == TRI_PUBLISHED_VARIANT || field->place == TRI_PUBLISHED_ROOT)
        continue;
      index = build (field, &token);
      tokens = tri_json_index_get_tokens (index, &n_tokens);
      text = g_bytes_get_data (tri_json_index_get_bytes (index), NULL);
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        {
          g_autoptr (GString) json = g_string_new_len (text, tokens[token].start);
          g_autoptr (GBytes) bytes = NULL;
          g_autoptr (TriJsonIndex) other = NULL;
          g_autoptr (TriConformance) result = NULL;

          g_string_append (json, values[k]);
          g_string_append (json, text + tokens[token].end);
          bytes = g_bytes_new (json->str, json->len);
          other = tri_json_index_new (bytes, NULL);
          g_assert_nonnull (other);
          result = check_index (root, other);
        }
    }

  /* And every piece of a stream left out. */
  for (gsize i = 0; i < sizeof responses_stream - 40; i += 13)
    {
      g_autoptr (GString) text = g_string_new (responses_stream);
      g_autoptr (GBytes) body = NULL;
      g_autoptr (TriConformance) result = NULL;

      g_string_erase (text, (gssize) i, 1 + (gssize) i % 29);
      body = g_bytes_new (text->str, text->len);
      result = tri_conformance_check_stream (tri_format_find ("responses"), body, NULL);
    }
}

static void
test_guess (void)
{
  static const struct
  {
    const char *text;
    const char *format;
    TriPublishedKind kind;
    gboolean is_stream;
  } cases[] = {
    { "{\"model\":\"m\",\"messages\":[]}", "chat", TRI_PUBLISHED_REQUEST, FALSE },
    { "{\"model\":\"m\",\"prompt\":\"a\"}", "completions", TRI_PUBLISHED_REQUEST, FALSE },
    { "{\"model\":\"m\",\"prompt\":{\"id\":\"p\"}}", "responses", TRI_PUBLISHED_REQUEST, FALSE },
    { "{\"model\":\"m\",\"input\":\"a\"}", "responses", TRI_PUBLISHED_REQUEST, FALSE },
    { "{\"object\":\"text_completion\"}", "completions", TRI_PUBLISHED_RESPONSE, FALSE },
    { "{\"object\":\"response\",\"error\":null}", "responses", TRI_PUBLISHED_RESPONSE, FALSE },
    { "{\"error\":{}}", NULL, TRI_PUBLISHED_ERROR, FALSE },
    { "data: {\"error\":{}}\n\ndata: {\"object\":\"chat.completion.chunk\"}\n\n", "chat", TRI_PUBLISHED_EVENT, TRUE },
    { "event: response.created\r\ndata: {\"type\":\"response.created\"}", "responses", TRI_PUBLISHED_EVENT, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      TriConformanceGuess guess = tri_conformance_guess (bytes);

      g_assert_true (guess.is_readable);
      g_assert_cmpstr (guess.format ? guess.format->id : NULL, ==, cases[i].format);
      g_assert_cmpint (guess.kind, ==, cases[i].kind);
      g_assert_cmpint (guess.is_stream, ==, cases[i].is_stream);
    }
}

/* What a person stopped is not blamed for having no end. */
static void
test_stopped (void)
{
  static const TriEnding endings[] = { TRI_ENDING_STOPPED, TRI_ENDING_CUT };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autoptr (TriRecord) record = tri_record_new ();
      g_autoptr (TriConformance) result = NULL;

      record->format = tri_format_find ("chat");
      record->status = 200;
      record->ending = endings[i];
      record->request_body = g_bytes_new_static ("{\"stream\":true}", 15);
      tri_headers_add (record->response_headers, "Content-Type", "text/event-stream");
      g_bytes_unref (record->response_body);
      record->response_body = g_bytes_new_static (chat_stream, 300);
      result = tri_conformance_check_record (record);
      g_assert_cmpuint (result->findings->len > 0, ==, endings[i] == TRI_ENDING_CUT);
    }
}

/* A record without a socket: what HTTP says beside the body, and a report without a key. */
static void
test_record (void)
{
  g_autoptr (TriRecord) record = tri_record_new ();
  g_autoptr (TriConformance) result = NULL;
  g_autofree char *report = NULL;

  record->format = tri_format_find ("chat");
  record->status = 429;
  record->ending = TRI_ENDING_HTTP_ERROR;
  record->url = g_strdup ("https://me:pa55@example.org/v1/chat/completions?api-key=hidden");
  tri_headers_add (record->request_headers, "Authorization", "Bearer ********");
  tri_headers_add (record->request_headers, "Content-Type", "application/json");
  tri_headers_add (record->request_headers, "X-Secret", "hidden");
  record->request_body = g_bytes_new_static ("{\"a\":\"it's\"}", 12);
  tri_headers_add (record->response_headers, "Content-Type", "text/html");
  g_bytes_unref (record->response_body);
  record->response_body = g_bytes_new_static ("<p>`no`</p>", 11);

  result = tri_conformance_check_record (record);
  g_assert_cmpuint (result->findings->len, ==, 3);
  report = tri_conformance_dup_report (result, record);
  g_assert_nonnull (strstr (report, "-H \"Authorization: Bearer $API_KEY\""));
  g_assert_nonnull (strstr (report, "-H 'Content-Type: application/json'"));
  g_assert_nonnull (strstr (report, "'https://example.org/v1/chat/completions'"));
  g_assert_nonnull (strstr (report, "'{\"a\":\"it'\\''s\"}'"));
  g_assert_null (strstr (report, "hidden"));
  g_assert_null (strstr (report, "pa55"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/published/every-path", test_every_path);
  g_test_add_func ("/published/lookup", test_lookup);
  g_test_add_func ("/conformance/exceptions", test_exceptions);
  g_test_add_func ("/conformance/cases", test_cases);
  g_test_add_func ("/conformance/chat-streams", test_chat_streams);
  g_test_add_func ("/conformance/responses-streams", test_responses_streams);
  g_test_add_func ("/conformance/practice", test_practice);
  g_test_add_func ("/conformance/hostile", test_hostile);
  g_test_add_func ("/conformance/wrong-types", test_wrong_types);
  g_test_add_func ("/conformance/guess", test_guess);
  g_test_add_func ("/conformance/record", test_record);
  g_test_add_func ("/conformance/stopped", test_stopped);
  return g_test_run ();
}

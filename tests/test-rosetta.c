/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The Rosetta table itself: whatever it names exists, and it says what was published.
 *
 * tests/published/FORMAT-PLACE.txt are lists of what is published, a path a line in the notation of the cells: each has
 * its cell. Verdicts of the migration document are held against the kinds of change that follow from the cells.
 */

#include <glib/gstdio.h>
#include <string.h>

#include "core/field-map.h"
#include "core/published.h"
#include "core/reference.h"

static TriFieldMap *
map_bytes (const TriFormat *format, TriPlace place, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, &error);

  g_assert_no_error (error);
  return tri_field_map_new (format, place, index);
}

static void
test_table (void)
{
  guint n, n_formats, n_groups, n_facts;
  const TriMeaning *const *meanings = tri_rosetta_list (&n);
  const TriFormat *const *formats = tri_formats_list (&n_formats);
  const TriMeaningGroup *groups = tri_rosetta_list_groups (&n_groups);
  const TriServerFact *facts = tri_rosetta_list_server_facts (&n_facts);

  for (guint i = 0; i < n; i++)
    {
      gboolean has_cell = FALSE;

      g_assert_true (tri_meaning_find (meanings[i]->id) == meanings[i]); /* no id stands twice */
      g_assert_cmpuint (tri_meaning_get_position (meanings[i]), ==, i);
      g_assert_nonnull (meanings[i]->title);
      g_assert_nonnull (meanings[i]->note);
      g_assert_nonnull (meanings[i]->source);
      for (guint f = 0; f < n_formats; f++)
        for (guint place = 0; place < TRI_N_PLACES; place++)
          has_cell |= tri_meaning_get_cell (meanings[i], formats[f], place) != NULL;
      if (!has_cell)
        g_error ("the meaning %s has no cell", meanings[i]->id);
    }
  for (guint f = 0; f < n_formats; f++)
    for (guint i = 0; i < formats[f]->cells->n; i++)
      if (!tri_meaning_find (formats[f]->cells->list[i].meaning))
        g_error ("the cell %s has no meaning", formats[f]->cells->list[i].path);
  for (guint g = 0; g < n_groups; g++)
    {
      guint n_members = 0;

      for (guint i = 0; i < n; i++)
        n_members += g_str_equal (meanings[i]->group, groups[g].id);
      g_test_message ("%s: %u", groups[g].id, n_members);
    }
  for (guint i = 0; i < n_facts; i++)
    {
      g_assert_nonnull (tri_meaning_find (facts[i].meaning));
      g_assert_true (!facts[i].format || tri_format_find (facts[i].format));
    }
}

/* Verdicts of the migration document, row by row of its tables: what becomes of a field from Completions to Chat
 * Completions, and from there to Responses. Kinds of change are derived from the cells, and these hold them to it. What
 * is written in another way because it stands elsewhere says both; “split” of `user` is a deprecated key that is still
 * the same. */
#define SAME TRI_CHANGE_SAME
#define RENAMED TRI_CHANGE_RENAMED
#define MOVED TRI_CHANGE_MOVED
#define RESHAPED TRI_CHANGE_RESHAPED
#define DEFAULT TRI_CHANGE_DEFAULT
#define REMOVED TRI_CHANGE_REMOVED
#define NEW TRI_CHANGE_NEW
#define ASKED TRI_PLACE_REQUEST
#define SAID TRI_PLACE_RESPONSE

static const struct
{
  TriPlace place;
  const char *meaning;
  TriChange changes[2];
} verdicts[] = {
  { ASKED, "model", { SAME, SAME } },
  { ASKED, "user-text", { MOVED | RESHAPED, MOVED | RESHAPED } },
  { ASKED, "prompt-list", { REMOVED, SAME } },
  { ASKED, "suffix", { REMOVED, SAME } },
  { ASKED, "echo", { REMOVED, SAME } },
  { ASKED, "best-of", { REMOVED, SAME } },
  { ASKED, "answers-asked", { SAME, REMOVED } },
  { ASKED, "output-limit", { RENAMED | DEFAULT, RENAMED } },
  { ASKED, "temperature", { SAME, SAME } },
  { ASKED, "top-p", { SAME, SAME } },
  { ASKED, "stop", { SAME, REMOVED } },
  { ASKED, "presence-penalty", { SAME, REMOVED } },
  { ASKED, "frequency-penalty", { SAME, REMOVED } },
  { ASKED, "logit-bias", { SAME, REMOVED } },
  { ASKED, "logprobs-asked", { RESHAPED, MOVED | RESHAPED } },
  { ASKED, "top-logprobs-asked", { NEW, SAME } },
  { ASKED, "seed", { SAME, REMOVED } },
  { ASKED, "stream", { SAME, SAME } },
  { ASKED, "stream-usage", { SAME, REMOVED } },
  { ASKED, "stream-obfuscation", { SAME, SAME } },
  { ASKED, "user", { SAME, SAME } },
  { ASKED, "instructions", { NEW, MOVED } },
  { ASKED, "answer-format", { NEW, MOVED } },
  { ASKED, "verbosity", { NEW, MOVED } },
  { ASKED, "reasoning-effort", { NEW, MOVED } },
  { ASKED, "tools", { NEW, RESHAPED } },
  { ASKED, "tool-choice", { NEW, SAME } },
  { ASKED, "parallel-tool-calls", { NEW, SAME } },
  { ASKED, "web-search", { NEW, MOVED } },
  { ASKED, "modalities", { NEW, REMOVED } },
  { ASKED, "audio-asked", { NEW, REMOVED } },
  { ASKED, "prediction", { NEW, REMOVED } },
  { ASKED, "store", { NEW, DEFAULT } },
  { ASKED, "metadata", { NEW, SAME } },
  { ASKED, "service-tier", { NEW, SAME } },
  { ASKED, "safety-identifier", { NEW, SAME } },
  { ASKED, "prompt-cache-key", { NEW, SAME } },
  { ASKED, "prompt-cache-mode", { NEW, SAME } },
  { ASKED, "prompt-cache-ttl", { NEW, SAME } },
  { ASKED, "prompt-cache-retention", { NEW, SAME } },
  { ASKED, "moderation-asked", { NEW, SAME } },
  { ASKED, "previous-response", { SAME, NEW } },
  { ASKED, "conversation", { SAME, NEW } },
  { ASKED, "include", { SAME, NEW } },
  { ASKED, "background", { SAME, NEW } },
  { ASKED, "max-tool-calls", { SAME, NEW } },
  { ASKED, "prompt-template", { SAME, NEW } },
  { ASKED, "context-management", { SAME, NEW } },
  { ASKED, "reasoning-summary-asked", { SAME, NEW } },
  { ASKED, "reasoning-mode", { SAME, NEW } },
  { ASKED, "reasoning-context", { SAME, NEW } },
  { ASKED, "truncation", { SAME, NEW } },
  { ASKED, "file-url", { SAME, NEW } },
  { ASKED, "image-file-id", { SAME, NEW } },
  { ASKED, "phase", { SAME, NEW } },
  { ASKED, "assistant-text", { NEW, MOVED } },
  { ASKED, "refusal", { NEW, MOVED | RESHAPED } },
  { ASKED, "tool-call-id", { NEW, MOVED } },
  { ASKED, "tool-call-name", { NEW, MOVED } },
  { ASKED, "tool-call-arguments", { NEW, MOVED } },
  { ASKED, "tool-call-input", { NEW, MOVED } },
  { ASKED, "tool-result-id", { NEW, MOVED } },
  { ASKED, "tool-result", { NEW, MOVED } },
  { ASKED, "assistant-audio", { NEW, REMOVED } },
  { ASKED, "message-name", { NEW, REMOVED } },
  { ASKED, "text-part", { NEW, MOVED | RESHAPED } },
  { ASKED, "image-url", { NEW, MOVED | RESHAPED } },
  { ASKED, "image-detail", { NEW, MOVED } },
  { ASKED, "file-data", { NEW, MOVED } },
  { ASKED, "file-id", { NEW, MOVED } },
  { ASKED, "file-name", { NEW, MOVED } },
  { ASKED, "audio-data", { NEW, REMOVED } },
  { ASKED, "cache-breakpoint", { NEW, MOVED } },
  { ASKED, "tool-name", { NEW, MOVED } },
  { ASKED, "tool-parameters", { NEW, MOVED } },
  { ASKED, "tool-strict", { NEW, MOVED | DEFAULT } },
  { ASKED, "custom-tool-name", { NEW, MOVED } },
  { ASKED, "grammar", { NEW, MOVED } },
  { ASKED, "tool-choice-name", { NEW, MOVED | RESHAPED } },
  { ASKED, "allowed-tools-mode", { NEW, MOVED } },
  { ASKED, "allowed-tools", { NEW, MOVED | RESHAPED } },
  { ASKED, "schema-name", { NEW, MOVED | RESHAPED } },
  { ASKED, "schema", { NEW, MOVED | RESHAPED } },
  { ASKED, "schema-strict", { NEW, MOVED | RESHAPED } },
  { SAID, "id", { SAME, SAME } },
  { SAID, "object", { RESHAPED, RESHAPED } },
  { SAID, "created", { SAME, RENAMED } },
  { SAID, "completed-at", { SAME, NEW } },
  { SAID, "model", { SAME, SAME } },
  { SAID, "text", { MOVED, MOVED } },
  { SAID, "choice-index", { SAME, REMOVED } },
  { SAID, "end", { SAME, MOVED | RESHAPED } },
  { SAID, "logprobs", { RESHAPED, MOVED | RESHAPED } },
  { SAID, "logprob-token", { MOVED | RESHAPED, MOVED } },
  { SAID, "refusal", { NEW, MOVED | RESHAPED } },
  { SAID, "citation-url", { NEW, MOVED | RESHAPED } },
  { SAID, "tool-call-name", { NEW, MOVED } },
  { SAID, "answer-audio", { NEW, REMOVED } },
  { SAID, "reasoning-summary", { SAME, NEW } },
  { SAID, "system-fingerprint", { SAME, REMOVED } },
  { SAID, "service-tier", { NEW, SAME } },
  { SAID, "metadata", { NEW, SAME } },
  { SAID, "moderation", { NEW, SAME } },
  { SAID, "instructions", { SAME, NEW } },
  { SAID, "previous-response", { SAME, NEW } },
  { SAID, "store", { SAME, NEW } },
  { SAID, "input-tokens", { SAME, RENAMED } },
  { SAID, "output-tokens", { SAME, RENAMED } },
  { SAID, "total-tokens", { SAME, SAME } },
  { SAID, "cached-tokens", { SAME, MOVED } },
  { SAID, "reasoning-tokens", { SAME, MOVED } },
  { SAID, "input-audio-tokens", { SAME, REMOVED } },
  { SAID, "accepted-prediction-tokens", { SAME, REMOVED } },
  { SAID, "end-reason", { SAME, NEW } },
};

static void
assert_change (const TriMeaning *meaning, TriPlace place, const char *from, const char *to, TriChange expected)
{
  TriChange change = tri_meaning_get_change (meaning, tri_format_find (from), tri_format_find (to), place);
  g_autofree char *derived = tri_change_dup_label (change);
  g_autofree char *wanted = tri_change_dup_label (expected);

  if (change != expected)
    g_error ("%s from %s to %s: derived is “%s”, the verdict is “%s”", meaning->id, from, to, derived, wanted);
}

static void
test_verdicts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      const TriMeaning *meaning = tri_meaning_find (verdicts[i].meaning);

      assert_change (meaning, verdicts[i].place, "completions", "chat", verdicts[i].changes[0]);
      assert_change (meaning, verdicts[i].place, "chat", "responses", verdicts[i].changes[1]);
    }
  /* What is not the one after the other */
  assert_change (tri_meaning_find ("user-text"), ASKED, "completions", "responses", RENAMED | RESHAPED);
  assert_change (tri_meaning_find ("prompt-list"), ASKED, "completions", "responses", REMOVED);
  assert_change (tri_meaning_find ("output-limit"), ASKED, "completions", "responses", RENAMED | DEFAULT);
  assert_change (tri_meaning_find ("logprobs-asked"), ASKED, "completions", "responses", MOVED | RESHAPED);
}

/* What is published */

/* Takes the step of a condition from a pattern: its member, and the word-th of its words or the last. */
static const char *
read_condition (const char *at, guint word, char **name, char **value)
{
  const char *equals = strchr (at, '='), *end = strchr (at, '>');
  g_autofree char *text = g_strndup (equals + 1, end - equals - 1);
  g_auto (GStrv) words = g_strsplit (text, "|", -1);

  *name = g_strndup (at + 1, equals - at - 1);
  *value = g_strdup (words[MIN (word, g_strv_length (words) - 1)]);
  return end + 1;
}

/* The smallest document that holds what a pattern names: its last value is it. */
static void
append_document (GString *out, const char *at, guint word)
{
  g_autofree char *name = NULL, *value = NULL;
  gboolean is_named = FALSE;

  if (at[0] == '[')
    {
      g_string_append_c (out, '[');
      append_document (out, at + 2, word);
      g_string_append_c (out, ']');
      return;
    }
  if (at[0] == '\0')
    {
      g_string_append (out, "null");
      return;
    }
  g_string_append_c (out, '{');
  if (at[0] == '<')
    {
      at = read_condition (at, word, &name, &value);
      g_string_append_printf (out, "\"%s\":\"%s\"", name, value);
    }
  if (at[0] == '.')
    at++;
  is_named = name && g_str_equal (at, name); /* the word is what is named */
  if (at[0] && !is_named)
    {
      gsize n = strcspn (at, ".[<");

      g_string_append_printf (out, "%s\"%.*s\":", name ? "," : "", (int) n, at);
      append_document (out, at + n, word);
    }
  g_string_append_c (out, '}');
}

static gboolean
has_cell (const TriFormat *format, TriPlace place, const char *pattern, guint word)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TriFieldMap) map = NULL;
  guint n_tokens;

  append_document (text, pattern, word);
  bytes = g_bytes_new (text->str, text->len);
  map = map_bytes (format, place, bytes);
  tri_json_index_get_tokens (tri_field_map_get_index (map), &n_tokens);
  return tri_field_map_get_cell (map, pattern[strlen (pattern) - 1] == '>' ? 0 : n_tokens - 1) != NULL;
}

/* An object or list need not have a cell of its own where its members are published. */
static gboolean
has_members (GStrv lines, const char *pattern)
{
  for (guint i = 0; lines[i]; i++)
    if (g_str_has_prefix (lines[i], pattern) && lines[i][strlen (pattern)]
        && strchr (".[<", lines[i][strlen (pattern)]) != NULL)
      return TRUE;
  return FALSE;
}

/* As many documents as its longest condition has words, at most. */
static guint
count_words (const char *pattern)
{
  guint n = 1;

  for (; *pattern; pattern++)
    n += *pattern == '|';
  return n;
}

static guint
check_published (const TriFormat *format, TriPlace place, guint *n_missing)
{
  static const char *const places[] = { "request", "response", "event" };
  g_autofree char *name = g_strdup_printf ("%s-%s.txt", format->id, places[place]);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "published", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (; lines[n]; n++)
    for (guint word = 0; word < count_words (lines[n]); word++)
      if (!has_cell (format, place, lines[n], word) && !has_members (lines, lines[n]))
        {
          g_printerr ("%s %s: %s is published and has no cell\n", format->id, places[place], lines[n]);
          (*n_missing)++;
          break;
        }
  return n;
}

static void
test_published (void)
{
  guint n_formats, n = 0, n_missing = 0;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  for (guint f = 0; f < n_formats; f++)
    for (guint place = 0; place < TRI_N_PLACES; place++)
      n += check_published (formats[f], place, &n_missing);
  g_assert_cmpuint (n_missing, ==, 0);
  g_test_message ("published: %u paths, each with its cell", n);
}

/* What the official libraries have beyond what is published, all of it. */
static void
test_newer (void)
{
  guint n = 0, n_missing = 0;

  for (guint i = 0; i < tri_published_n_fields; i++)
    {
      const TriPublishedField *field = &tri_published_fields[i];
      const TriPublishedRoot *document = tri_published_get_document (field);
      g_autofree char *path = tri_published_dup_path (field);

      if (!(field->flags & TRI_PUBLISHED_NEWER) || document->kind > TRI_PUBLISHED_EVENT)
        continue;
      n++;
      if (has_cell (tri_format_find (document->format), (TriPlace) document->kind, path, 0))
        continue;
      g_printerr ("%s: only the libraries have %s, and it has no cell\n", document->format, path);
      n_missing++;
    }
  g_assert_cmpuint (n_missing, ==, 0);
  g_assert_cmpuint (n, >, 0);
  g_test_message ("only in the libraries: %u paths, each with its cell", n);
}

static const TriCell *
find_cell (const TriFormat *format, const char *path)
{
  for (guint i = 0; i < format->cells->n; i++)
    if (format->cells->list[i].place == TRI_PLACE_REQUEST && g_str_equal (format->cells->list[i].path, path))
      return &format->cells->list[i];
  return NULL;
}

/* Defaults are those that are published; "null" says that there is none, and the mark of a kind is no choice. What has
 * none there is told in the words of the description, or of the guide. */
static void
test_defaults (void)
{
  static const char *const told[] = { "output-limit", "tool-strict", "stream-usage", "stream-obfuscation", NULL };
  guint n = 0, n_told = 0, n_wrong = 0;

  for (guint i = 0; i < tri_published_n_fields; i++)
    {
      const TriPublishedField *field = &tri_published_fields[i];
      const TriPublishedRoot *document = tri_published_get_document (field);
      const char *published = tri_published_get_default (field);
      g_autofree char *path = tri_published_dup_path (field);
      const TriCell *cell
          = document->kind == TRI_PUBLISHED_REQUEST ? find_cell (tri_format_find (document->format), path) : NULL;

      if (!cell || g_str_has_suffix (path, ".type") || (!published[0] && !cell->default_value)
          || (g_str_equal (published, "null") && !cell->default_value))
        continue;
      if (published[0] ? !g_str_equal (published, cell->default_value ? cell->default_value : "")
                       : !g_strv_contains (told, cell->meaning))
        {
          g_printerr ("%s %s: published is %s, the cell says %s\n", document->format, path, published,
                      cell->default_value ? cell->default_value : "nothing");
          n_wrong++;
        }
      *(published[0] ? &n : &n_told) += 1;
    }
  g_assert_cmpuint (n_wrong, ==, 0);
  g_assert_cmpuint (n, >, 30);
  g_test_message ("defaults: %u as published, %u as told in words", n, n_told);
}

/* The reference */

static void
test_find (void)
{
  static const struct
  {
    const char *field, *format, *found;
  } cases[] = {
    { "output-limit", NULL, "output-limit" },
    { "max_tokens", "chat", "output-limit" },
    { "max_tokens", "responses", NULL },
    { "input[0].content", NULL, "instructions" },
    { "messages[3].tool_calls[0].function.name", NULL, "tool-call-name" },
    { "tools[]<type=function>.function.name", NULL, "tool-name" },
    { "response.output_text.delta", NULL, "event-text-delta" },
    { "response.output_text", NULL, "output-text" },
    { "response.mcp_call.failed", NULL, "event-mcp-call" },
    { "[0]", NULL, NULL },
    { "", NULL, NULL },
    { "<", NULL, NULL },
    { "nothing", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TriFormat *format = cases[i].format ? tri_format_find (cases[i].format) : NULL;
      g_autoptr (GPtrArray) found = tri_reference_find (cases[i].field, format);
      const TriMeaning *first = found->len > 0 ? g_ptr_array_index (found, 0) : NULL;

      g_test_message ("%s", cases[i].field);
      g_assert_cmpstr (first ? first->id : NULL, ==, cases[i].found);
    }
}

/* A catalogue of two texts, as msgfmt writes it. */
/* clang-format off */
static const guint8 catalog[] = {
  0xDE, 0x12, 0x04, 0x95, 0, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 44, 0, 0, 0, 0, 0, 0, 0, 60, 0, 0, 0, /* header */
  3, 0, 0, 0, 60, 0, 0, 0, 5, 0, 0, 0, 64, 0, 0, 0, /* originals */
  3, 0, 0, 0, 70, 0, 0, 0, 2, 0, 0, 0, 74, 0, 0, 0, /* translations */
  'o', 'n', 'e', 0, 'c', 4, 't', 'w', 'o', 0, 0xE4, 0xB8, 0x80, 0, 'z', 'w', 0,
};
/* clang-format on */

static TriCatalog *
open_bytes (const guint8 *bytes, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("triptych-XXXXXX", &error);
  g_autofree char *inner = g_build_filename (folder, "xx", "LC_MESSAGES", NULL);
  g_autofree char *outer = g_build_filename (folder, "xx", NULL);
  g_autofree char *path = g_build_filename (inner, "triptych.mo", NULL);
  TriCatalog *opened;

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir_with_parents (inner, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, (const char *) bytes, n_bytes, NULL));
  opened = tri_catalog_open (folder, "xx");
  g_assert_cmpint (g_unlink (path) + g_rmdir (inner) + g_rmdir (outer) + g_rmdir (folder), ==, 0);
  return opened;
}

static void
test_catalog (void)
{
  g_autoptr (TriCatalog) good = open_bytes (catalog, sizeof catalog);
  g_autofree guint8 *bad = g_memdup2 (catalog, sizeof catalog);

  g_assert_nonnull (good);
  g_assert_cmpstr (tri_catalog_find (good, NULL, "one"), ==, "一");
  g_assert_cmpstr (tri_catalog_find (good, "c", "two"), ==, "zw");
  g_assert_null (tri_catalog_find (good, NULL, "two"));
  g_assert_null (tri_catalog_find (NULL, NULL, "one"));
  g_assert_null (tri_catalog_open ("/nowhere", "xx"));

  for (gsize n = 0; n < sizeof catalog; n++) /* cut anywhere */
    g_assert_null (open_bytes (catalog, n));
  for (gsize i = 0; i < 60; i++) /* and with numbers that lie: read or refused, but never past the end */
    {
      TriCatalog *opened;

      bad[i] ^= 0xFF;
      opened = open_bytes (bad, sizeof catalog);
      g_clear_pointer (&opened, tri_catalog_free);
      bad[i] = catalog[i];
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rosetta/table", test_table);
  g_test_add_func ("/rosetta/verdicts", test_verdicts);
  g_test_add_func ("/rosetta/published", test_published);
  g_test_add_func ("/rosetta/newer", test_newer);
  g_test_add_func ("/rosetta/defaults", test_defaults);
  g_test_add_func ("/rosetta/find", test_find);
  g_test_add_func ("/rosetta/catalog", test_catalog);
  return g_test_run ();
}

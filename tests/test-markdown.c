/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Markdown as runs: what each construct becomes, written as text with marks, and the laws that hold for all of it, for
 * empty, broken and hostile sources too.
 */

#include <glib.h>
#include <string.h>

#include "ui/markdown.h"

/* Runs are in order, do not overlap, cover everything, and begin and end between characters. */
static void
check_laws (const TriMarkdown *markdown)
{
  gsize at = 0;

  g_assert_true (g_utf8_validate (markdown->text->str, (gssize) markdown->text->len, NULL));
  for (guint i = 0; i < markdown->runs->len; i++)
    {
      const TriMarkdownRun *run = &g_array_index (markdown->runs, TriMarkdownRun, i);

      g_assert_cmpuint (run->start, ==, at);
      g_assert_cmpuint (run->length, >, 0);
      g_assert_cmpuint (run->indent, <=, 8);
      g_assert_true (g_utf8_validate (markdown->text->str + at, (gssize) run->length, NULL));
      g_assert_cmpuint (run->first_line, <=, run->last_line);
      at += run->length;
    }
  g_assert_cmpuint (at, ==, markdown->text->len);
}

/* "{heading1:Title}" and so on; what has no style stands as it is, line separators as "⏎". */
static char *
dump (const TriMarkdown *markdown)
{
  static const struct
  {
    guint style;
    const char *name;
  } names[] = { { TRI_MARKDOWN_GAP, "^" },        { TRI_MARKDOWN_QUOTE, "q" },  { TRI_MARKDOWN_HEADING, "h" },
                { TRI_MARKDOWN_EMPHASIS, "e" },   { TRI_MARKDOWN_STRONG, "s" }, { TRI_MARKDOWN_CODE, "c" },
                { TRI_MARKDOWN_CODE_BLOCK, "C" }, { TRI_MARKDOWN_LINK, "l" },   { TRI_MARKDOWN_IMAGE, "i" },
                { TRI_MARKDOWN_MARKER, "m" },     { TRI_MARKDOWN_RULE, "r" } };
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < markdown->runs->len; i++)
    {
      const TriMarkdownRun *run = &g_array_index (markdown->runs, TriMarkdownRun, i);
      g_autofree char *text = g_strndup (markdown->text->str + run->start, run->length);
      g_autoptr (GString) style = g_string_new (NULL);

      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        if (run->style & names[j].style)
          g_string_append (style, names[j].name);
      if (run->level)
        g_string_append_printf (style, "%u", run->level);
      if (run->indent)
        g_string_append_printf (style, ">%u", run->indent);
      if (run->url)
        g_string_append_printf (style, "=%s=", run->url);
      if (strcmp (text, "\n") == 0)
        g_string_append (out, "\n");
      else if (strcmp (text, "\342\200\250") == 0)
        g_string_append (out, "⏎");
      else if (style->len > 0)
        g_string_append_printf (out, "{%s:%s}", style->str, text);
      else
        g_string_append (out, text);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static const struct
{
  const char *source;
  const char *expected;
} rows[] = {
  { "", "" },
  { "\n\n \n", "" },
  { "plain", "plain" },
  { "one\n\ntwo", "one\n{^:two}" },
  { "soft\nbreak", "soft⏎break" },
  { "hard  \nbreak", "hard⏎break" },
  { "# One\ntext\n### Three", "{h1:One}\n{^:text}\n{^h3:Three}" },
  { "Setext\n===", "{h1:Setext}" },
  { "a *b* **c** ***d***", "a {e:b} {s:c} {es:d}" },
  { "un*closed **here", "un*closed **here" },
  { "say `code *here*` now", "say {c:code *here*} now" },
  { "```c\nint a;\n\n  b\n```", "{C:int a;}\n\n{C:  b}" },
  { "```\nnever closed", "{C:never closed}" },
  { "    indented", "{C:indented}" },
  { "- a\n- b", "{m>1:•  }{>1:a}\n{m>1:•  }{>1:b}" },
  { "7. a\n8. b", "{m>1:7. }{>1:a}\n{m>1:8. }{>1:b}" },
  { "- a\n  - b\n- c", "{m>1:•  }{>1:a}\n{m>2:•  }{>2:b}\n{m>1:•  }{>1:c}" },
  { "- a\n\n- b", "{m>1:•  }{>1:a}\n{^m>1:•  }{>1:b}" },
  { "- \n- b", "{m>1:•  }\n{m>1:•  }{>1:b}" },
  { "- >", "{m>1:•  }" },
  { "> quoted\n> *more*", "{q>1:quoted}⏎{qe>1:more}" },
  { "a\n\n---\n\nb", "a\n{^r:────────────}\n{^:b}" },
  { "[text](http://a/ \"t\")", "{l=http://a/=:text}" },
  { "[*text*](u) after", "{el=u=:text} after" },
  { "<http://a/>", "{l=http://a/=:http://a/}" },
  { "[dangling](", "[dangling](" },
  { "[x]: http://a/\n\n[x]", "{l=http://a/=:x}" },
  { "![alt *text*](u.png)", "{i=u.png=:alt }{ei=u.png=:text}" },
  { "![](u.png)", "{i=u.png=:u.png}" },
  { "[![alt](i)](l)", "{li=i=:alt}" },
  { "a <b>bold</b> &amp; &lt;", "a <b>bold</b> & <" },
  { "<script>\nalert (1)\n</script>", "<script>\nalert (1)\n</script>" },
  { "\\*escaped\\*", "*escaped*" },
  { "| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |⏎|---|---|⏎| 1 | 2 |" },
  { "“世界” \360\237\246\204", "“世界” \360\237\246\204" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TriMarkdown) markdown = tri_markdown_new (rows[i].source, strlen (rows[i].source));
      g_autofree char *found = NULL;

      g_assert_nonnull (markdown);
      check_laws (markdown);
      found = dump (markdown);
      g_test_message ("%s", rows[i].source);
      g_assert_cmpstr (found, ==, rows[i].expected);
    }
}

static char *
repeat (const char *text, gsize n_bytes)
{
  GString *out = g_string_sized_new (n_bytes);

  while (out->len + strlen (text) <= n_bytes)
    g_string_append (out, text);
  return g_string_free (out, FALSE);
}

/* Whatever is nested or repeated, up to the limit: no stack overflows, and it ends. */
static void
test_hostile (void)
{
  static const char *const pieces[] = { ">",
                                        "> ",
                                        "- ",
                                        "1. ",
                                        "*",
                                        "**a ",
                                        "_a *b ",
                                        "[",
                                        "![",
                                        "[a](",
                                        "![[]()",
                                        "`",
                                        "``a `",
                                        "<",
                                        "<!--",
                                        "<a ",
                                        "&",
                                        "\\",
                                        "#",
                                        "***\n",
                                        "- a\n",
                                        "  - a\n",
                                        "*a*",
                                        "[a]: b\n",
                                        "(((",
                                        "a\n\n",
                                        "\n",
                                        "a\nb\n> ",
                                        "```\n",
                                        "====\n",
                                        "\360\237\246\204",
                                        "a " };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *source = repeat (pieces[i], 60 * 1024);
      gint64 before_us = g_get_monotonic_time ();
      g_autoptr (TriMarkdown) markdown = tri_markdown_new (source, strlen (source));

      g_test_message ("%s: %" G_GINT64_FORMAT " µs, %u runs", pieces[i], g_get_monotonic_time () - before_us,
                      markdown ? markdown->runs->len : 0);
      if (markdown)
        {
          check_laws (markdown);
          g_assert_cmpuint (markdown->runs->len, <=, TRI_MARKDOWN_MAX_RUNS);
        }
    }
}

static void
test_limits (void)
{
  g_autofree char *long_line = repeat ("word ", TRI_MARKDOWN_MAX_BYTES);
  g_autofree char *no_blanks = repeat ("世", TRI_MARKDOWN_MAX_BYTES);
  g_autofree char *too_long = repeat ("a", TRI_MARKDOWN_MAX_BYTES + 1);
  g_autofree char *brackets = repeat ("![[]()", 6 * TRI_MARKDOWN_MAX_BRACKETS);
  g_autofree char *many_runs = repeat ("*a*b", 4 * TRI_MARKDOWN_MAX_RUNS);

  for (guint i = 0; i < 2; i++)
    {
      const char *source = i ? no_blanks : long_line;
      g_autoptr (TriMarkdown) markdown = tri_markdown_new (source, strlen (source));
      gsize paragraph = 0;

      g_assert_nonnull (markdown);
      check_laws (markdown);
      for (const char *p = markdown->text->str; *p; p++)
        {
          paragraph = *p == '\n' ? 0 : paragraph + 1;
          g_assert_cmpuint (paragraph, <=, 5100);
        }
    }
  g_assert_null (tri_markdown_new (brackets, strlen (brackets)));
  g_assert_null (tri_markdown_new (too_long, strlen (too_long)));
  g_assert_null (tri_markdown_new (many_runs, strlen (many_runs)));
}

static void
test_lines (void)
{
  static const char source[] = "# a\n\nb\nc\n\n- d\n- e";
  static const struct
  {
    guint first, last;
    const char *expected;
  } spans[]
      = { { 1, 1, "# a" }, { 3, 4, "b\nc" }, { 7, 7, "- e" }, { 6, 99, "- d\n- e" }, { 8, 9, "" }, { 1, 7, source } };
  g_autoptr (TriMarkdown) markdown = tri_markdown_new (source, strlen (source));

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_autofree char *found = tri_markdown_dup_lines (source, spans[i].first, spans[i].last);

      g_assert_cmpstr (found, ==, spans[i].expected);
    }
  /* Each run knows the lines of its block. */
  for (guint i = 0; i < markdown->runs->len; i++)
    {
      const TriMarkdownRun *run = &g_array_index (markdown->runs, TriMarkdownRun, i);
      g_autofree char *lines = tri_markdown_dup_lines (source, run->first_line, run->last_line);
      g_autofree char *text = g_strndup (markdown->text->str + run->start, run->length);

      if (run->style == 0 && strlen (text) == 1 && g_ascii_isalpha (*text))
        g_assert_nonnull (strstr (lines, text));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown/rows", test_rows);
  g_test_add_func ("/markdown/hostile", test_hostile);
  g_test_add_func ("/markdown/limits", test_limits);
  g_test_add_func ("/markdown/lines", test_lines);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Markdown as text with styles: CommonMark in, plain text and runs out. It knows no widget; the output view makes tags
 * of the runs. Parsing is cmark's, the reference implementation.
 *
 * Nothing is ever interpreted beyond that: HTML stands there as the text it is, images are their alternative text, and
 * a link is text that has an address. Soft line breaks stay line breaks, as the standard lets a renderer choose,
 * because verses, and tables that CommonMark does not know, lose their shape otherwise.
 *
 * Invariant: runs are in order, do not overlap, and cover the whole text.
 */

#include <glib.h>

G_BEGIN_DECLS

/* What is longer, or falls into more runs, is not rendered: it would keep the window waiting. Brackets are counted
 * because cmark 0.30 takes the square of their number for some texts made of them. */
#define TRI_MARKDOWN_MAX_BYTES (128u * 1024)
#define TRI_MARKDOWN_MAX_RUNS 20000u
#define TRI_MARKDOWN_MAX_BRACKETS 4000u

typedef enum
{
  TRI_MARKDOWN_EMPHASIS = 1 << 0,
  TRI_MARKDOWN_STRONG = 1 << 1,
  TRI_MARKDOWN_CODE = 1 << 2,
  TRI_MARKDOWN_CODE_BLOCK = 1 << 3,
  TRI_MARKDOWN_LINK = 1 << 4,
  TRI_MARKDOWN_IMAGE = 1 << 5,
  TRI_MARKDOWN_HEADING = 1 << 6, /* of `level` */
  TRI_MARKDOWN_QUOTE = 1 << 7,
  TRI_MARKDOWN_MARKER = 1 << 8, /* the bullet or number of an item: it hangs before the text */
  TRI_MARKDOWN_RULE = 1 << 9,
  TRI_MARKDOWN_GAP = 1 << 10 /* at the beginning of a block that stands apart from the one before */
} TriMarkdownStyle;

typedef struct
{
  gsize start; /* in bytes of the text */
  gsize length;
  guint style;   /* TriMarkdownStyle */
  guint8 level;  /* of a heading, 1 to 6 */
  guint8 indent; /* in how many lists and quotes it stands, at most 8 */
  guint first_line;
  guint last_line; /* of the source, from 1: where the block stands to which the run belongs */
  char *url;       /* of a link or image; NULL */
} TriMarkdownRun;

typedef struct
{
  GString *text;
  GArray *runs; /* TriMarkdownRun */
} TriMarkdown;

/* Renders valid UTF-8. Empty in, empty out. NULL where it is more than the limits allow. (transfer full) */
TriMarkdown *tri_markdown_new (const char *source, gsize n_bytes);
void tri_markdown_free (TriMarkdown *markdown);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriMarkdown, tri_markdown_free)

/* The run in which the letter at `offset` (in letters, not bytes) stands; NULL behind the end. (transfer none) */
const TriMarkdownRun *tri_markdown_find_run (const TriMarkdown *markdown, glong offset);

/* The lines `first` to `last` of a source, from 1, without the last line end. (transfer full) */
char *tri_markdown_dup_lines (const char *source, guint first, guint last);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "markdown.h"

#include <cmark.h>
#include <string.h>

#define MAX_INDENT 8
#define LINE_SEPARATOR "\342\200\250" /* U+2028: a new line, but the same paragraph */
#define RULE "────────────"

/* Laying out one paragraph costs more with every word in it: a longer one is broken at a line end or a blank. */
#define PARAGRAPH_BYTES 4000u

/* The walk is a loop over cmark's iterator, so that no nesting, however deep, needs a stack. What is open is counted.
 */
typedef struct
{
  TriMarkdown *out;
  guint strong, emphasis, images, quotes;
  GArray *lists;    /* int, the next number of each open list; −1 for bullets */
  GArray *tight;    /* gboolean of the same lists */
  cmark_node *link; /* the open one */
  cmark_node *image;
  cmark_node *block; /* the leaf block that is open, for its lines */
  guint block_style;
  guint8 level;
  gboolean gap;       /* the next block stands apart */
  gboolean gap_due;   /* the next run begins such a block */
  gboolean marked;    /* an item's marker stands on this line already */
  gsize paragraph_at; /* where the paragraph begins in the text */
} Walk;

static void
clear_run (gpointer data)
{
  g_free (((TriMarkdownRun *) data)->url);
}

static void
append (Walk *walk, const char *text, gsize length, guint style)
{
  TriMarkdown *out = walk->out;
  const char *url = NULL;
  TriMarkdownRun run = { out->text->len, length, style | walk->block_style };

  if (length == 0)
    return;
  g_string_append_len (out->text, text, (gssize) length);
  run.level = walk->level;
  run.indent = (guint8) MIN (walk->lists->len + walk->quotes, MAX_INDENT);
  run.style |= walk->strong ? TRI_MARKDOWN_STRONG : 0;
  run.style |= walk->emphasis ? TRI_MARKDOWN_EMPHASIS : 0;
  run.style |= walk->quotes ? TRI_MARKDOWN_QUOTE : 0;
  run.style |= walk->gap_due ? TRI_MARKDOWN_GAP : 0;
  walk->gap_due = FALSE;
  if (walk->link)
    url = cmark_node_get_url (walk->link);
  run.style |= walk->link ? TRI_MARKDOWN_LINK : 0;
  if (walk->image)
    url = cmark_node_get_url (walk->image);
  run.style |= walk->image ? TRI_MARKDOWN_IMAGE : 0;
  run.url = url && *url ? g_strdup (url) : NULL;
  if (walk->block)
    {
      run.first_line = (guint) MAX (cmark_node_get_start_line (walk->block), 1);
      run.last_line = (guint) MAX (cmark_node_get_end_line (walk->block), (int) run.first_line);
    }
  g_array_append_val (out->runs, run);
}

static void
end_line (Walk *walk)
{
  append (walk, "\n", 1, 0);
  walk->paragraph_at = walk->out->text->len;
  walk->marked = FALSE;
}

/* Appends text of a paragraph, broken where that grows too long. */
static void
append_text (Walk *walk, const char *text, guint style)
{
  while (text && *text)
    {
      gsize length = strlen (text), room, used = walk->out->text->len - walk->paragraph_at;

      room = used < PARAGRAPH_BYTES ? PARAGRAPH_BYTES - used : 0;
      if (length <= room)
        {
          append (walk, text, length, style);
          return;
        }
      /* At the first blank behind the limit, or a little later anywhere. */
      length = room + strcspn (text + room, " ");
      length = length < room + 1000 ? length + (text[length] == ' ' ? 1 : 0)
                                    : (gsize) (g_utf8_find_prev_char (text, text + room + 1000) - text);
      append (walk, text, length, style);
      if (text[length] != '\0')
        {
          append (walk, "\n", 1, style);
          walk->paragraph_at = walk->out->text->len;
        }
      text += length;
    }
}

static void
break_line (Walk *walk)
{
  gboolean full = walk->out->text->len - walk->paragraph_at > PARAGRAPH_BYTES / 2;

  append (walk, full ? "\n" : LINE_SEPARATOR, full ? 1 : strlen (LINE_SEPARATOR), 0);
  if (full)
    walk->paragraph_at = walk->out->text->len;
}

/* Begins a leaf block: on a line of its own, unless it is the first behind a marker. */
static void
begin_block (Walk *walk, cmark_node *node, guint style)
{
  gboolean tight = walk->tight->len > 0 && g_array_index (walk->tight, gboolean, walk->tight->len - 1);

  walk->block = node;
  walk->block_style = style;
  if (!walk->marked)
    {
      walk->gap_due = walk->gap && !tight;
      walk->paragraph_at = walk->out->text->len;
    }
  walk->gap = TRUE;
}

static void
end_block (Walk *walk)
{
  end_line (walk);
  walk->block = NULL;
  walk->block_style = 0;
  walk->level = 0;
}

/* Lines of code and of HTML are lines: each is a paragraph of its own. */
static void
append_lines (Walk *walk, cmark_node *node, guint style)
{
  const char *text = cmark_node_get_literal (node);

  begin_block (walk, node, style);
  while (text && *text)
    {
      gsize length = strcspn (text, "\n");
      g_autofree char *line = g_strndup (text, length);

      append_text (walk, line, 0);
      text += length + (text[length] == '\n');
      if (*text)
        end_line (walk);
    }
  end_block (walk);
}

static void
open_list (Walk *walk, cmark_node *node)
{
  int next = cmark_node_get_list_type (node) == CMARK_ORDERED_LIST ? cmark_node_get_list_start (node) : -1;
  gboolean tight = cmark_node_get_list_tight (node) != 0;

  g_array_append_val (walk->lists, next);
  g_array_append_val (walk->tight, tight);
}

static void
close_list (Walk *walk)
{
  g_array_set_size (walk->lists, walk->lists->len - 1);
  g_array_set_size (walk->tight, walk->tight->len - 1);
  walk->gap = TRUE;
}

/* An item that begins with another list has two markers on one line, as it has in the source. */
static void
begin_item (Walk *walk, cmark_node *node)
{
  int *next = &g_array_index (walk->lists, int, walk->lists->len - 1);
  gboolean tight = g_array_index (walk->tight, gboolean, walk->tight->len - 1);
  gboolean within_tight = walk->tight->len > 1 && g_array_index (walk->tight, gboolean, walk->tight->len - 2);
  g_autofree char *marker = *next >= 0 ? g_strdup_printf ("%d. ", *next) : g_strdup ("•  ");

  if (*next >= 0 && *next < G_MAXINT)
    ++*next;
  walk->gap_due = !walk->marked && walk->gap && (!tight || (!within_tight && cmark_node_previous (node) == NULL));
  walk->block = node;
  append (walk, marker, strlen (marker), TRI_MARKDOWN_MARKER);
  walk->block = NULL;
  walk->marked = TRUE;
}

static void
enter_block (Walk *walk, cmark_node *node)
{
  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_BLOCK_QUOTE:
      walk->quotes++;
      break;
    case CMARK_NODE_LIST:
      open_list (walk, node);
      break;
    case CMARK_NODE_ITEM:
      begin_item (walk, node);
      break;
    case CMARK_NODE_HEADING:
      begin_block (walk, node, TRI_MARKDOWN_HEADING);
      walk->level = (guint8) cmark_node_get_heading_level (node);
      break;
    case CMARK_NODE_PARAGRAPH:
      begin_block (walk, node, 0);
      break;
    case CMARK_NODE_CODE_BLOCK:
      append_lines (walk, node, TRI_MARKDOWN_CODE_BLOCK);
      break;
    case CMARK_NODE_HTML_BLOCK:
      append_lines (walk, node, 0);
      break;
    case CMARK_NODE_THEMATIC_BREAK:
      begin_block (walk, node, TRI_MARKDOWN_RULE);
      append (walk, RULE, strlen (RULE), 0);
      end_block (walk);
      break;
    default:
      break;
    }
}

static void
leave_block (Walk *walk, cmark_node *node)
{
  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_BLOCK_QUOTE:
      walk->quotes--;
      break;
    case CMARK_NODE_LIST:
      close_list (walk);
      break;
    case CMARK_NODE_ITEM:
      if (walk->marked)
        end_line (walk); /* it was empty */
      break;
    case CMARK_NODE_HEADING:
    case CMARK_NODE_PARAGRAPH:
      end_block (walk);
      break;
    default:
      break;
    }
}

static void
visit_inline (Walk *walk, cmark_node *node, int by)
{
  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_HTML_INLINE:
      append_text (walk, cmark_node_get_literal (node), 0);
      break;
    case CMARK_NODE_CODE:
      append_text (walk, cmark_node_get_literal (node), TRI_MARKDOWN_CODE);
      break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
      break_line (walk);
      break;
    case CMARK_NODE_EMPH:
      walk->emphasis += (guint) by;
      break;
    case CMARK_NODE_STRONG:
      walk->strong += (guint) by;
      break;
    case CMARK_NODE_LINK:
      walk->link = by > 0 ? node : NULL;
      break;
    case CMARK_NODE_IMAGE:
      walk->images += (guint) by;
      walk->image = walk->images > 0 ? node : NULL;
      /* Without a word for it the address is all that there is to see. */
      if (by > 0 && cmark_node_first_child (node) == NULL)
        append_text (walk, cmark_node_get_url (node), 0);
      break;
    default:
      break;
    }
}

static gboolean
is_inline (cmark_node *node)
{
  return cmark_node_get_type (node) >= CMARK_NODE_FIRST_INLINE;
}

/* The last line needs no end. */
static void
drop_last_line_end (TriMarkdown *markdown)
{
  guint n = markdown->runs->len;
  TriMarkdownRun *last = n > 0 ? &g_array_index (markdown->runs, TriMarkdownRun, n - 1) : NULL;

  if (!last || markdown->text->str[markdown->text->len - 1] != '\n')
    return;
  g_string_truncate (markdown->text, markdown->text->len - 1);
  if (--last->length == 0)
    g_array_set_size (markdown->runs, n - 1);
}

TriMarkdown *
tri_markdown_new (const char *source, gsize n_bytes)
{
  Walk walk = { 0 };
  cmark_node *document;
  cmark_iter *iter;
  cmark_event_type event;
  guint n_brackets = 0;

  for (gsize i = 0; i < n_bytes; i++)
    n_brackets += source[i] == '[';
  if (n_bytes > TRI_MARKDOWN_MAX_BYTES || n_brackets > TRI_MARKDOWN_MAX_BRACKETS)
    return NULL;
  document = cmark_parse_document (source, n_bytes, CMARK_OPT_DEFAULT);
  walk.out = g_new0 (TriMarkdown, 1);
  walk.out->text = g_string_sized_new (n_bytes);
  walk.out->runs = g_array_new (FALSE, FALSE, sizeof (TriMarkdownRun));
  g_array_set_clear_func (walk.out->runs, clear_run);
  walk.lists = g_array_new (FALSE, FALSE, sizeof (int));
  walk.tight = g_array_new (FALSE, FALSE, sizeof (gboolean));

  iter = cmark_iter_new (document);
  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE && walk.out->runs->len <= TRI_MARKDOWN_MAX_RUNS)
    {
      cmark_node *node = cmark_iter_get_node (iter);

      if (is_inline (node))
        visit_inline (&walk, node, event == CMARK_EVENT_ENTER ? 1 : -1);
      else if (event == CMARK_EVENT_ENTER)
        enter_block (&walk, node);
      else
        leave_block (&walk, node);
    }
  cmark_iter_free (iter);
  cmark_node_free (document);
  g_array_unref (walk.lists);
  g_array_unref (walk.tight);
  if (walk.out->runs->len > TRI_MARKDOWN_MAX_RUNS)
    g_clear_pointer (&walk.out, tri_markdown_free);
  else
    drop_last_line_end (walk.out);
  return walk.out;
}

void
tri_markdown_free (TriMarkdown *markdown)
{
  g_string_free (markdown->text, TRUE);
  g_array_unref (markdown->runs);
  g_free (markdown);
}

const TriMarkdownRun *
tri_markdown_find_run (const TriMarkdown *markdown, glong offset)
{
  guint low = 0, high = markdown->runs->len;
  gsize at;

  if (offset < 0 || offset >= g_utf8_strlen (markdown->text->str, (gssize) markdown->text->len))
    return NULL;
  at = (gsize) (g_utf8_offset_to_pointer (markdown->text->str, offset) - markdown->text->str);
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (markdown->runs, TriMarkdownRun, middle).start <= at)
        low = middle;
      else
        high = middle;
    }
  return &g_array_index (markdown->runs, TriMarkdownRun, low);
}

char *
tri_markdown_dup_lines (const char *source, guint first, guint last)
{
  const char *start = source, *end;
  guint line = 1;

  for (; line < first && *start; line++)
    {
      start += strcspn (start, "\n");
      start += *start == '\n';
    }
  end = start;
  for (; line <= last && *end; line++)
    {
      end += strcspn (end, "\n");
      if (line < last && *end == '\n')
        end++;
    }
  return g_strndup (start, (gsize) (end - start));
}

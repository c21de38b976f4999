/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rich-text.h"

#include "core/text-diff.h"
#include "source.h"

/* In pixels, as the margins of the view. */
#define MARGIN 14
#define INDENT 20

static const GdkRGBA wash = { 0.5f, 0.5f, 0.5f, 0.16f };
static const GdkRGBA green_wash = { 0.18f, 0.76f, 0.49f, 0.24f };
static const GdkRGBA red_wash = { 0.88f, 0.11f, 0.14f, 0.2f };

/* One tag for each style, made when it is first needed. */
static GtkTextTag *
make_tag (GtkTextBuffer *buffer, const char *name, guint style)
{
  switch (style)
    {
    case TRI_MARKDOWN_EMPHASIS:
      return gtk_text_buffer_create_tag (buffer, name, "style", PANGO_STYLE_ITALIC, NULL);
    case TRI_MARKDOWN_STRONG:
      return gtk_text_buffer_create_tag (buffer, name, "weight", 700, NULL);
    case TRI_MARKDOWN_CODE:
      return gtk_text_buffer_create_tag (buffer, name, "family", "monospace", "scale", 0.92, "background-rgba", &wash,
                                         NULL);
    case TRI_MARKDOWN_CODE_BLOCK:
      return gtk_text_buffer_create_tag (buffer, name, "family", "monospace", "scale", 0.92,
                                         "paragraph-background-rgba", &wash, "pixels-below-lines", 0, "left-margin",
                                         MARGIN + 8, NULL);
    case TRI_MARKDOWN_LINK:
      return gtk_text_buffer_create_tag (buffer, name, "underline", PANGO_UNDERLINE_SINGLE, NULL);
    case TRI_MARKDOWN_IMAGE:
      return gtk_text_buffer_create_tag (buffer, name, "style", PANGO_STYLE_ITALIC, "background-rgba", &wash, NULL);
    case TRI_MARKDOWN_QUOTE:
      return gtk_text_buffer_create_tag (buffer, name, "style", PANGO_STYLE_ITALIC, NULL);
    case TRI_MARKDOWN_MARKER:
      return gtk_text_buffer_create_tag (buffer, name, "indent", -INDENT + 4, "weight", 600, NULL);
    case TRI_MARKDOWN_RULE:
      return gtk_text_buffer_create_tag (buffer, name, "justification", GTK_JUSTIFY_CENTER, "scale", 0.8, NULL);
    case TRI_MARKDOWN_GAP:
      return gtk_text_buffer_create_tag (buffer, name, "pixels-above-lines", 9, NULL);
    default:
      return NULL;
    }
}

static GtkTextTag *
get_style_tag (GtkTextBuffer *buffer, guint style)
{
  g_autofree char *name = g_strdup_printf ("style-%u", style);
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);

  return tag ? tag : make_tag (buffer, name, style);
}

static GtkTextTag *
get_heading_tag (GtkTextBuffer *buffer, guint level)
{
  static const double scales[] = { 1.0, 1.5, 1.28, 1.13, 1.0, 0.95, 0.9 };
  g_autofree char *name = g_strdup_printf ("heading-%u", level);
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);

  return tag ? tag
             : gtk_text_buffer_create_tag (buffer, name, "weight", 700, "scale",
                                           scales[MIN (level, G_N_ELEMENTS (scales) - 1)], NULL);
}

static GtkTextTag *
get_indent_tag (GtkTextBuffer *buffer, guint indent)
{
  g_autofree char *name = g_strdup_printf ("indent-%u", indent);
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);

  return tag ? tag : gtk_text_buffer_create_tag (buffer, name, "left-margin", MARGIN + INDENT * (int) indent, NULL);
}

/* Where a run begins and ends, in letters, as it was inserted from `base` on. */
static void
apply (GtkTextBuffer *buffer, GtkTextTag *tag, int start, int end)
{
  GtkTextIter from, to;

  if (!tag)
    return;
  gtk_text_buffer_get_iter_at_offset (buffer, &from, start);
  gtk_text_buffer_get_iter_at_offset (buffer, &to, end);
  gtk_text_buffer_apply_tag (buffer, tag, &from, &to);
}

static void
apply_run (GtkTextBuffer *buffer, const TriMarkdownRun *run, int start, int end)
{
  if (run->indent)
    apply (buffer, get_indent_tag (buffer, run->indent), start, end);
  if (run->style & TRI_MARKDOWN_HEADING)
    apply (buffer, get_heading_tag (buffer, run->level), start, end);
  for (guint style = 1; style <= TRI_MARKDOWN_GAP; style <<= 1)
    if (run->style & style)
      apply (buffer, get_style_tag (buffer, style), start, end);
}

static int
append_text (GtkTextBuffer *buffer, const char *text, gsize length)
{
  GtkTextIter end;
  int offset = gtk_text_buffer_get_char_count (buffer);

  gtk_text_buffer_get_end_iter (buffer, &end);
  tri_source_insert (buffer, &end, text, length);
  return offset;
}

void
tri_rich_text_append_markdown (GtkTextBuffer *buffer, const TriMarkdown *markdown)
{
  int start = append_text (buffer, markdown->text->str, markdown->text->len);

  for (guint i = 0; i < markdown->runs->len; i++)
    {
      const TriMarkdownRun *run = &g_array_index (markdown->runs, TriMarkdownRun, i);
      int end = start + (int) g_utf8_strlen (markdown->text->str + run->start, run->length);

      apply_run (buffer, run, start, end);
      start = end;
    }
}

static GtkTextTag *
get_diff_tag (GtkTextBuffer *buffer, TriDiffKind kind)
{
  const char *name = kind == TRI_DIFF_ONLY_A ? "only-there" : "only-here";
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);

  if (tag || kind == TRI_DIFF_SAME)
    return kind == TRI_DIFF_SAME ? NULL : tag;
  if (kind == TRI_DIFF_ONLY_A)
    return gtk_text_buffer_create_tag (buffer, name, "strikethrough", TRUE, "background-rgba", &red_wash, NULL);
  return gtk_text_buffer_create_tag (buffer, name, "underline", PANGO_UNDERLINE_SINGLE, "background-rgba", &green_wash,
                                     NULL);
}

void
tri_rich_text_append_diff (GtkTextBuffer *buffer, GArray *runs, const char *a, const char *b)
{
  for (guint i = 0; i < runs->len; i++)
    {
      const TriDiffRun *run = &g_array_index (runs, TriDiffRun, i);
      int start = append_text (buffer, (run->kind == TRI_DIFF_ONLY_A ? a : b) + run->start, run->length);

      apply (buffer, get_diff_tag (buffer, run->kind), start, gtk_text_buffer_get_char_count (buffer));
    }
}

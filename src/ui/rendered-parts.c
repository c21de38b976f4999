/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rendered-parts.h"

#include "core/text.h"
#include "markdown.h"
#include "rich-text.h"

/* A part, and where it begins in the buffer, in letters. */
typedef struct
{
  int start;
  char *source; /* as it is shown when it is not rendered */
  TriMarkdown *markdown;
} Rendered;

struct _TriRenderedParts
{
  GObject parent_instance;

  GtkTextBuffer *buffer; /* of the view */
  GArray *parts;         /* Rendered */
};

G_DEFINE_FINAL_TYPE (TriRenderedParts, tri_rendered_parts, G_TYPE_OBJECT)

static void
clear_rendered (gpointer data)
{
  Rendered *rendered = data;

  g_free (rendered->source);
  tri_markdown_free (rendered->markdown);
}

/* The rendered part in which a letter of the buffer stands, and the run in it. */
static const Rendered *
find_rendered (TriRenderedParts *self, int offset, const TriMarkdownRun **run)
{
  for (guint i = self->parts->len; i-- > 0;)
    {
      const Rendered *rendered = &g_array_index (self->parts, Rendered, i);

      if (rendered->start > offset)
        continue;
      *run = tri_markdown_find_run (rendered->markdown, offset - rendered->start);
      return *run ? rendered : NULL;
    }
  return NULL;
}

/* The source of what is selected. Within one run that is the selected words themselves, which default copying gives. */
static void
copy_source (GtkTextView *view, TriRenderedParts *self)
{
  const Rendered *from, *to;
  const TriMarkdownRun *first = NULL, *last = NULL;
  g_autofree char *lines = NULL;
  GtkTextIter start, end;

  if (!gtk_text_buffer_get_selection_bounds (gtk_text_view_get_buffer (view), &start, &end))
    return;
  from = find_rendered (self, gtk_text_iter_get_offset (&start), &first);
  to = find_rendered (self, gtk_text_iter_get_offset (&end) - 1, &last);
  if (!from || from != to || first == last)
    return;
  lines = tri_markdown_dup_lines (from->source, first->first_line, last->last_line);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (view)), lines);
  g_signal_stop_emission_by_name (view, "copy-clipboard");
}

/* The address of a link is seen, and never opened by itself. */
static gboolean
tell_url (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, TriRenderedParts *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (widget);
  const TriMarkdownRun *run = NULL;
  g_autofree char *url = NULL;
  GtkTextIter iter;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, x, y, &x, &y);
  if (keyboard || !gtk_text_view_get_iter_at_location (view, &iter, x, y)
      || !find_rendered (self, gtk_text_iter_get_offset (&iter), &run) || !run->url)
    return FALSE;
  url = tri_text_dup_excerpt (run->url, 300);
  gtk_tooltip_set_text (tooltip, url);
  return TRUE;
}

gboolean
tri_rendered_parts_append (TriRenderedParts *self, const GString *text)
{
  Rendered rendered = { .start = gtk_text_buffer_get_char_count (self->buffer) };
  gsize length;

  if (text->len > TRI_MARKDOWN_MAX_BYTES)
    return FALSE;
  rendered.source = tri_text_dup_displayable (text->str, (gssize) text->len, &length);
  rendered.markdown = tri_markdown_new (rendered.source, length);
  if (!rendered.markdown)
    {
      g_free (rendered.source);
      return FALSE;
    }
  tri_rich_text_append_markdown (self->buffer, rendered.markdown);
  g_array_append_val (self->parts, rendered);
  return TRUE;
}

void
tri_rendered_parts_clear (TriRenderedParts *self)
{
  g_array_set_size (self->parts, 0);
}

static void
tri_rendered_parts_finalize (GObject *object)
{
  TriRenderedParts *self = TRI_RENDERED_PARTS (object);

  g_array_unref (self->parts);
  g_object_unref (self->buffer);
  G_OBJECT_CLASS (tri_rendered_parts_parent_class)->finalize (object);
}

static void
tri_rendered_parts_class_init (TriRenderedPartsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_rendered_parts_finalize;
}

static void
tri_rendered_parts_init (TriRenderedParts *self)
{
  self->parts = g_array_new (FALSE, FALSE, sizeof (Rendered));
  g_array_set_clear_func (self->parts, clear_rendered);
}

TriRenderedParts *
tri_rendered_parts_new (GtkTextView *view)
{
  TriRenderedParts *self = g_object_new (TRI_TYPE_RENDERED_PARTS, NULL);

  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  gtk_widget_set_has_tooltip (GTK_WIDGET (view), TRUE);
  g_signal_connect_object (view, "query-tooltip", G_CALLBACK (tell_url), self, 0);
  g_signal_connect_object (view, "copy-clipboard", G_CALLBACK (copy_source), self, 0);
  return self;
}

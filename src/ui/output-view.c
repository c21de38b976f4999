/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/text.h"
#include "source.h"

/* A paragraph is broken at the first blank behind the first limit, or anywhere at the second (in bytes). */
#define PARAGRAPH_SOFT_BYTES 4000u
#define PARAGRAPH_HARD_BYTES 5000u

/* A part of the reply as far as it stands in the buffer. */
typedef struct
{
  GtkTextMark *end; /* left gravity: what is inserted there belongs to the part */
  GtkTextTag *tag;
  gsize shown_bytes;
  gsize paragraph_bytes; /* since the last line end */
} Shown;

struct _TriOutputView
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkLabel *hint;
  GtkScrolledWindow *scrolled;
  GtkSourceView *view; /* NULL until it is needed, and with it all that belongs to its buffer */
  GtkTextBuffer *buffer;
  GtkTextTag *heading;
  GtkTextTag *quiet;
  GtkTextTag *code;

  GArray *parts; /* Shown */
  gsize total_bytes;
  gboolean full;
  guint revision; /* of the reply that is shown */

  gboolean sticky; /* follow the end */
  double last_value;
};

G_DEFINE_FINAL_TYPE (TriOutputView, tri_output_view, ADW_TYPE_BIN)

/* "Am I at the end?" cannot be asked when text is added, because heights are computed lazily. So it is remembered, and
 * given up only when somebody scrolls up. */
static void
value_changed (GtkAdjustment *adjustment, TriOutputView *self)
{
  double value = gtk_adjustment_get_value (adjustment);
  double last = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (value < self->last_value - 0.5)
    self->sticky = FALSE;
  if (value >= last - 1.0)
    self->sticky = TRUE;
  self->last_value = value;
}

static void
extent_changed (GtkAdjustment *adjustment, TriOutputView *self)
{
  gboolean sticky = self->sticky;

  /* A value that shrinks with the extent is nobody's scrolling. */
  self->last_value = MIN (self->last_value, gtk_adjustment_get_value (adjustment));
  if (sticky)
    gtk_adjustment_set_value (adjustment,
                              gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment));
  self->sticky = sticky;
}

/* Appends `text`, with line ends put into paragraphs that grow too long. */
static void
break_paragraphs (Shown *shown, const char *text, gsize length, GString *out)
{
  const char *end = text + length;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gsize char_bytes = g_utf8_next_char (p) - p;

      g_string_append_len (out, p, char_bytes);
      shown->paragraph_bytes += char_bytes;
      if (*p == '\n')
        shown->paragraph_bytes = 0;
      else if (shown->paragraph_bytes > PARAGRAPH_HARD_BYTES
               || (*p == ' ' && shown->paragraph_bytes > PARAGRAPH_SOFT_BYTES))
        {
          g_string_append_c (out, '\n');
          shown->paragraph_bytes = 0;
        }
    }
}

static void
insert_at_end (TriOutputView *self, const char *text, GtkTextTag *tag)
{
  GtkTextIter iter;

  gtk_text_buffer_get_end_iter (self->buffer, &iter);
  gtk_text_buffer_insert_with_tags (self->buffer, &iter, text, -1, tag, NULL);
}

/* What a part is called above its text; NULL for the plain answer. (transfer full) */
static char *
dup_heading (const TriPart *part)
{
  g_autofree char *name = part->name ? tri_text_dup_displayable (part->name, -1, NULL) : NULL;

  switch (part->kind)
    {
    case TRI_PART_REFUSAL:
      return g_strdup (_ ("Refusal"));
    case TRI_PART_REASONING:
      return g_strdup (_ ("Reasoning"));
    case TRI_PART_TOOL_CALL:
      return g_strdup_printf (_ ("Tool call: %s"), name ? name : "");
    case TRI_PART_OTHER:
      return g_strdup (name ? name : _ ("Other"));
    default:
      return part->choice > 0 ? g_strdup_printf (_ ("Choice %u"), part->choice + 1) : NULL;
    }
}

static GtkTextTag *
get_tag (TriOutputView *self, TriPartKind kind)
{
  if (kind == TRI_PART_REASONING)
    return self->quiet;
  return kind == TRI_PART_TOOL_CALL || kind == TRI_PART_OTHER ? self->code : NULL;
}

static void
begin_part (TriOutputView *self, const TriPart *part)
{
  g_autofree char *heading = dup_heading (part);
  Shown shown = { .tag = get_tag (self, part->kind) };
  GtkTextIter iter;

  if (gtk_text_buffer_get_char_count (self->buffer) > 0)
    insert_at_end (self, heading || self->parts->len > 0 ? "\n\n" : "", NULL);
  if (heading)
    {
      insert_at_end (self, heading, self->heading);
      insert_at_end (self, "\n", NULL);
    }
  gtk_text_buffer_get_end_iter (self->buffer, &iter);
  shown.end = gtk_text_buffer_create_mark (self->buffer, NULL, &iter, TRUE);
  g_array_append_val (self->parts, shown);
}

static void
grow_part (TriOutputView *self, Shown *shown, const GString *text)
{
  g_autofree char *tail = NULL;
  g_autoptr (GString) broken = NULL;
  GtkTextIter iter;
  gsize length;

  if (shown->shown_bytes >= text->len || self->full)
    return;
  tail = tri_text_dup_displayable (text->str + shown->shown_bytes, text->len - shown->shown_bytes, &length);
  shown->shown_bytes = text->len;
  if (self->total_bytes + length > TRI_SHOWN_MAX_BYTES)
    {
      insert_at_end (self, "\n", NULL);
      insert_at_end (self, _ ("Only the beginning is shown. Copying the answer gives everything."), self->heading);
      self->full = TRUE;
      return;
    }
  self->total_bytes += length;

  broken = g_string_sized_new (length + 2);
  break_paragraphs (shown, tail, length, broken);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, shown->end);
  gtk_text_buffer_insert_with_tags (self->buffer, &iter, broken->str, broken->len, shown->tag, NULL);
  gtk_text_buffer_move_mark (self->buffer, shown->end, &iter);
}

/* Made with the first text: it is a sixth of what the window takes to start, and no answer is there at the start. */
static void
ensure_view (TriOutputView *self)
{
  GtkAdjustment *adjustment;

  if (self->view)
    return;
  self->view = g_object_new (GTK_SOURCE_TYPE_VIEW, "editable", FALSE, "cursor-visible", FALSE, "accepts-tab", FALSE,
                             "wrap-mode", GTK_WRAP_WORD_CHAR, "left-margin", 14, "right-margin", 14, "top-margin", 6,
                             "bottom-margin", 14, "pixels-inside-wrap", 3, "pixels-below-lines", 3, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Output"), -1);
  gtk_scrolled_window_set_child (self->scrolled, GTK_WIDGET (self->view));

  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
  gtk_source_buffer_set_highlight_syntax (GTK_SOURCE_BUFFER (self->buffer), FALSE);
  tri_source_follow_style (GTK_SOURCE_BUFFER (self->buffer));

  self->heading
      = gtk_text_buffer_create_tag (self->buffer, NULL, "scale", 0.85, "weight", 600, "pixels-below-lines", 2, NULL);
  self->quiet = gtk_text_buffer_create_tag (self->buffer, NULL, "style", PANGO_STYLE_ITALIC, NULL);
  self->code = gtk_text_buffer_create_tag (self->buffer, NULL, "family", "monospace", "scale", 0.92, NULL);

  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed), self, 0);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (extent_changed), self, 0);
}

void
tri_output_view_clear (TriOutputView *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    gtk_text_buffer_delete_mark (self->buffer, g_array_index (self->parts, Shown, i).end);
  g_array_set_size (self->parts, 0);
  if (self->buffer)
    gtk_text_buffer_set_text (self->buffer, "", 0);
  self->total_bytes = 0;
  self->full = FALSE;
  self->sticky = TRUE;
  gtk_stack_set_visible_child_name (self->stack, "hint");
}

void
tri_output_view_set_hint (TriOutputView *self, const char *hint)
{
  gtk_label_set_text (self->hint, hint);
}

void
tri_output_view_update (TriOutputView *self, const TriReply *reply)
{
  if (!reply || reply->parts->len == 0)
    return;

  if (reply->revision != self->revision)
    tri_output_view_clear (self);
  self->revision = reply->revision;
  ensure_view (self);
  gtk_stack_set_visible_child_name (self->stack, "text");
  for (guint i = 0; i < reply->parts->len; i++)
    {
      const TriPart *part = reply->parts->pdata[i];

      if (i >= self->parts->len)
        begin_part (self, part);
      grow_part (self, &g_array_index (self->parts, Shown, i), part->text);
    }
}

GtkWidget *
tri_output_view_get_text_view (TriOutputView *self)
{
  ensure_view (self);
  return GTK_WIDGET (self->view);
}

static void
tri_output_view_finalize (GObject *object)
{
  g_array_unref (TRI_OUTPUT_VIEW (object)->parts);
  G_OBJECT_CLASS (tri_output_view_parent_class)->finalize (object);
}

static void
tri_output_view_class_init (TriOutputViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tri_output_view_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/output-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TriOutputView, stack);
  gtk_widget_class_bind_template_child (widget_class, TriOutputView, hint);
  gtk_widget_class_bind_template_child (widget_class, TriOutputView, scrolled);
}

static void
tri_output_view_init (TriOutputView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->parts = g_array_new (FALSE, FALSE, sizeof (Shown));
  self->sticky = TRUE;
}

GtkWidget *
tri_output_view_new (void)
{
  return g_object_new (TRI_TYPE_OUTPUT_VIEW, NULL);
}

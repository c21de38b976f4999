/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output-rows.h"

#include <glib/gi18n-lib.h>

#include "core/text.h"
#include "lines-view.h"
#include "source.h"

/* What a heading shows of a name. */
#define NAME_CHARS 120

struct _TriOutputRows
{
  AdwBin parent_instance;

  TriLinesView *lines;
  TriExchange *exchange; /* what is shown; NULL: nothing */
  gsize shown_bytes;     /* of its text, when it was last copied; 0: it is not */
};

G_DEFINE_FINAL_TYPE (TriOutputRows, tri_output_rows, ADW_TYPE_BIN)

char *
tri_output_rows_dup_heading (const TriPart *part)
{
  g_autofree char *whole = part->name ? tri_text_dup_displayable (part->name, -1, NULL) : NULL;
  g_autofree char *name = whole ? tri_text_dup_excerpt (whole, NAME_CHARS) : NULL; /* a server may send any length */

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
      return part->choice > 0 ? g_strdup_printf ("choices[%u]", part->choice) : NULL;
    }
}

static gsize
count_bytes (const TriReply *reply)
{
  gsize n_bytes = 0;

  for (guint i = 0; i < reply->parts->len; i++)
    n_bytes += ((const TriPart *) reply->parts->pdata[i])->text->len;
  return n_bytes;
}

gboolean
tri_output_rows_are_needed (const TriReply *reply)
{
  return count_bytes (reply) > TRI_SHOWN_MAX_BYTES;
}

static TriDocument *
new_document (const TriReply *reply, gsize n_bytes)
{
  GString *text = g_string_sized_new (n_bytes + 64);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < reply->parts->len; i++)
    {
      const TriPart *part = reply->parts->pdata[i];
      g_autofree char *heading = tri_output_rows_dup_heading (part);

      if (i > 0)
        g_string_append (text, "\n\n");
      if (heading)
        g_string_append_printf (text, "%s\n", heading);
      g_string_append_len (text, part->text->str, part->text->len);
    }
  bytes = g_string_free_to_bytes (text);
  return tri_document_new_plain (bytes);
}

static void
update (TriOutputRows *self)
{
  const TriReader *reader = self->exchange ? tri_exchange_get_reader (self->exchange) : NULL;
  gsize n_bytes = reader ? count_bytes (tri_reader_get_reply (reader)) : 0;
  gboolean running = self->exchange && tri_exchange_is_running (self->exchange);
  gboolean first = self->shown_bytes == 0;
  g_autoptr (TriDocument) document = NULL;

  if (n_bytes == 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      tri_lines_view_set_document (self->lines, NULL);
      self->shown_bytes = 0;
      return;
    }
  if (n_bytes == self->shown_bytes || (running && n_bytes < self->shown_bytes + self->shown_bytes / 8))
    return;
  document = new_document (tri_reader_get_reply (reader), n_bytes);
  tri_lines_view_set_document (self->lines, document);
  self->shown_bytes = n_bytes;
  /* Who saw the stream grow goes on seeing its end. */
  if (first && running)
    tri_lines_view_go_to_end (self->lines);
}

static void
tri_output_rows_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tri_output_rows_parent_class)->map (widget);
  update (TRI_OUTPUT_ROWS (widget));
}

static void
tri_output_rows_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tri_output_rows_parent_class)->unmap (widget);
  update (TRI_OUTPUT_ROWS (widget));
}

static void
tri_output_rows_dispose (GObject *object)
{
  g_clear_object (&TRI_OUTPUT_ROWS (object)->exchange);
  G_OBJECT_CLASS (tri_output_rows_parent_class)->dispose (object);
}

static void
tri_output_rows_class_init (TriOutputRowsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_output_rows_dispose;
  widget_class->map = tri_output_rows_map;
  widget_class->unmap = tri_output_rows_unmap;
}

static void
tri_output_rows_init (TriOutputRows *self)
{
  self->lines = TRI_LINES_VIEW (tri_lines_view_new (_ ("Output")));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->lines));
}

GtkWidget *
tri_output_rows_new (void)
{
  return g_object_new (TRI_TYPE_OUTPUT_ROWS, NULL);
}

void
tri_output_rows_show (TriOutputRows *self, TriExchange *exchange)
{
  if (g_set_object (&self->exchange, exchange))
    self->shown_bytes = 0;
  update (self);
}

GtkWidget *
tri_output_rows_get_text_view (TriOutputRows *self)
{
  return GTK_WIDGET (self->lines);
}

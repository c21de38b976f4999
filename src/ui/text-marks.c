/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-marks.h"

#include <string.h>

#include "core/lines.h"

/* Blue that can be read on light and dark alike; the line below says the same without a colour. */
static const GdkRGBA paper = { 0.21f, 0.52f, 0.89f, 0.30f };
static const GdkRGBA paper_of_others = { 0.21f, 0.52f, 0.89f, 0.10f };

#define TAG "tri-nearest"
#define TAG_OF_OTHERS "tri-others"

static GtkTextTag *
get_tag (GtkTextBuffer *buffer, gboolean nearest)
{
  const char *name = nearest ? TAG : TAG_OF_OTHERS;
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);

  if (!tag)
    tag = gtk_text_buffer_create_tag (buffer, name, "background-rgba", nearest ? &paper : &paper_of_others, "underline",
                                      nearest ? PANGO_UNDERLINE_DOUBLE : PANGO_UNDERLINE_SINGLE, NULL);
  return tag;
}

void
tri_text_marks_show (GtkTextView *view, const TriShown *shown, GArray *marks)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;
  glong chars = 0;
  gsize at = 0;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, get_tag (buffer, TRUE), &start, &end);
  gtk_text_buffer_remove_tag (buffer, get_tag (buffer, FALSE), &start, &end);
  for (guint i = 0; i < marks->len; i++)
    {
      const TriMark *mark = &g_array_index (marks, TriMark, i);

      if (mark->end > shown->length || mark->start < at)
        continue;
      chars += g_utf8_strlen (shown->text + at, (gssize) (mark->start - at));
      at = mark->start;
      gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) chars);
      gtk_text_buffer_get_iter_at_offset (buffer, &end,
                                          (int) (chars + g_utf8_strlen (shown->text + at, (gssize) (mark->end - at))));
      gtk_text_buffer_apply_tag (buffer, get_tag (buffer, mark->nearest), &start, &end);
    }
}

void
tri_text_marks_reveal (GtkTextView *view, const TriShown *shown, gsize offset, gboolean focus)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextMark *mark = gtk_text_buffer_get_mark (buffer, TAG);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter,
                                      (int) g_utf8_strlen (shown->text, (gssize) MIN (offset, shown->length)));
  if (focus)
    {
      gtk_text_buffer_place_cursor (buffer, &iter);
      gtk_widget_grab_focus (GTK_WIDGET (view));
    }
  /* By a mark, which is found where it is once the lines before it have been laid out. */
  if (mark)
    gtk_text_buffer_move_mark (buffer, mark, &iter);
  else
    mark = gtk_text_buffer_create_mark (buffer, TAG, &iter, TRUE);
  gtk_text_view_scroll_to_mark (view, mark, 0.1, FALSE, 0, 0);
}

static gboolean
get_offset (const TriShown *shown, const GtkTextIter *iter, gsize *offset)
{
  *offset = (gsize) (g_utf8_offset_to_pointer (shown->text, gtk_text_iter_get_offset (iter)) - shown->text);
  return *offset < shown->length;
}

gboolean
tri_text_marks_get_offset_at (GtkTextView *view, const TriShown *shown, double x, double y, gsize *offset)
{
  GtkTextIter iter;
  int buffer_x, buffer_y;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &buffer_x, &buffer_y);
  gtk_text_view_get_iter_at_location (view, &iter, buffer_x, buffer_y);
  return get_offset (shown, &iter, offset);
}

gboolean
tri_text_marks_get_cursor (GtkTextView *view, const TriShown *shown, gsize *offset)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  return get_offset (shown, &iter, offset);
}

/* How many bytes the first `n_bytes` bytes of a row take on the screen. */
static guint
get_shown_bytes (const char *row, gsize n_bytes)
{
  g_autofree char *shown = tri_lines_dup_displayable (row, n_bytes);

  return strlen (shown);
}

void
tri_text_marks_add (PangoAttrList *attributes, GArray *marks, const char *text, gsize start, gsize end)
{
  for (guint i = 0; marks && i < marks->len; i++)
    {
      const TriMark *mark = &g_array_index (marks, TriMark, i);
      PangoAttribute *all[3];

      if (mark->end <= start || mark->start >= end)
        continue;
      all[0] = pango_attr_background_new ((guint16) (paper.red * 65535), (guint16) (paper.green * 65535),
                                          (guint16) (paper.blue * 65535));
      all[1] = pango_attr_background_alpha_new ((guint16) ((mark->nearest ? paper : paper_of_others).alpha * 65535));
      all[2] = pango_attr_underline_new (mark->nearest ? PANGO_UNDERLINE_DOUBLE : PANGO_UNDERLINE_SINGLE);
      for (guint k = 0; k < G_N_ELEMENTS (all); k++)
        {
          all[k]->start_index = get_shown_bytes (text, MAX (mark->start, start) - start);
          all[k]->end_index = get_shown_bytes (text, MIN (mark->end, end) - start);
          pango_attr_list_insert (attributes, all[k]);
        }
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time-pen.h"

#include <adwaita.h>

static GdkRGBA
fade (const GdkRGBA *color, float alpha)
{
  GdkRGBA faded = *color;

  faded.alpha *= alpha;
  return faded;
}

void
tri_time_pen_begin (TriTimePen *pen, GtkWidget *widget, GtkSnapshot *snapshot, gint64 span_us)
{
  gboolean contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  GtkStyleContext *style = gtk_widget_get_style_context (widget);

  *pen
      = (TriTimePen){ snapshot, gtk_widget_create_pango_layout (widget, NULL), gtk_widget_get_width (widget), span_us };
  gtk_style_context_get_color (style, &pen->text);
  pen->quiet = fade (&pen->text, contrast ? 1.0f : 0.62f);
  pen->faint = fade (&pen->text, contrast ? 0.8f : 0.2f);
  if (!gtk_style_context_lookup_color (style, "accent_color", &pen->accent))
    pen->accent = pen->text;
}

void
tri_time_pen_end (TriTimePen *pen)
{
  g_clear_object (&pen->layout);
}

void
tri_time_pen_draw_box (TriTimePen *pen, float x, float y, float width, float height, const GdkRGBA *color)
{
  gtk_snapshot_append_color (pen->snapshot, color, &GRAPHENE_RECT_INIT (x, y, width, height));
}

void
tri_time_pen_draw_text (TriTimePen *pen, const char *text, float x, float y, const GdkRGBA *color)
{
  pango_layout_set_text (pen->layout, text, -1);
  gtk_snapshot_save (pen->snapshot);
  gtk_snapshot_translate (pen->snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (pen->snapshot, pen->layout, color);
  gtk_snapshot_restore (pen->snapshot);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the time axis is drawn with, for the length of one drawing: the letters and colours of its widget, which follow
 * the theme and high contrast, and how long a time the width stands for.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  GtkSnapshot *snapshot;
  PangoLayout *layout;
  int width;
  gint64 span_us;
  GdkRGBA text;
  GdkRGBA quiet;
  GdkRGBA faint;
  GdkRGBA accent;
} TriTimePen;

void tri_time_pen_begin (TriTimePen *pen, GtkWidget *widget, GtkSnapshot *snapshot, gint64 span_us);
void tri_time_pen_end (TriTimePen *pen);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TriTimePen, tri_time_pen_end)

void tri_time_pen_draw_box (TriTimePen *pen, float x, float y, float width, float height, const GdkRGBA *color);
void tri_time_pen_draw_text (TriTimePen *pen, const char *text, float x, float y, const GdkRGBA *color);

G_END_DECLS

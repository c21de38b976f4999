/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fact-line.h"

#include <glib/gi18n-lib.h>

/* How many letters have to fit on a line for one line to do, and for two. */
#define CHARS_FOR_ONE_LINE 64
#define CHARS_FOR_TWO_LINES 35

#define MAX_LINES 3

struct _TriFactLine
{
  GtkWidget parent_instance;

  GtkWidget *inscription;
  gboolean reserve;
  int n_fixed; /* lines, whatever it says; 0: not fixed */
  int n_lines; /* that it had room for when it was allocated last */
};

G_DEFINE_FINAL_TYPE (TriFactLine, tri_fact_line, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
tri_fact_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* How many lines a text of the kind that ticks takes, whatever it says now. */
static int
count_reserved (TriFactLine *self, int width)
{
  PangoContext *context = gtk_widget_get_pango_context (self->inscription);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int char_width = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);
  if (width * PANGO_SCALE >= CHARS_FOR_ONE_LINE * char_width)
    return 1;
  return width * PANGO_SCALE >= CHARS_FOR_TWO_LINES * char_width ? 2 : 3;
}

static int
count_lines (TriFactLine *self, int width)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (width <= 0)
    return 2;
  if (self->n_fixed > 0)
    return MIN (self->n_fixed + (count_reserved (self, width) > 1 ? 1 : 0), MAX_LINES);
  if (self->reserve)
    return count_reserved (self, width);
  layout = gtk_widget_create_pango_layout (self->inscription,
                                           gtk_inscription_get_text (GTK_INSCRIPTION (self->inscription)));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  return CLAMP (pango_layout_get_line_count (layout), 1, MAX_LINES);
}

/* Lines are as high as the script of the language makes them, which may come from a taller font than the figures do.
 * They are measured together, because the height of one is rounded. */
static int
get_height (TriFactLine *self, int n_lines)
{
  g_autoptr (PangoLayout) layout = NULL;
  g_autoptr (GString) lines = g_string_new (_ ("Status"));
  int height;

  for (int i = 1; i < n_lines; i++)
    g_string_append_printf (lines, "\n%s", _ ("Status"));
  layout = gtk_widget_create_pango_layout (self->inscription, lines->str);
  pango_layout_get_size (layout, NULL, &height);
  return PANGO_PIXELS_CEIL (height);
}

static void
tri_fact_line_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  TriFactLine *self = TRI_FACT_LINE (widget);

  gtk_widget_measure (self->inscription, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = MAX (*minimum, get_height (self, count_lines (self, for_size)));
  *minimum_baseline = *natural_baseline = -1;
}

static void
tri_fact_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TriFactLine *self = TRI_FACT_LINE (widget);

  self->n_lines = count_lines (self, width);
  gtk_widget_allocate (self->inscription, width, height, baseline, NULL);
}

static void
tri_fact_line_dispose (GObject *object)
{
  g_clear_pointer (&TRI_FACT_LINE (object)->inscription, gtk_widget_unparent);
  G_OBJECT_CLASS (tri_fact_line_parent_class)->dispose (object);
}

static void
tri_fact_line_class_init (TriFactLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_fact_line_dispose;
  widget_class->get_request_mode = tri_fact_line_get_request_mode;
  widget_class->measure = tri_fact_line_measure;
  widget_class->size_allocate = tri_fact_line_size_allocate;
}

static void
tri_fact_line_init (TriFactLine *self)
{
  GtkInscription *inscription = GTK_INSCRIPTION (gtk_inscription_new (""));

  gtk_inscription_set_min_lines (inscription, 1);
  gtk_inscription_set_nat_lines (inscription, 1);
  gtk_inscription_set_xalign (inscription, 0);
  gtk_inscription_set_yalign (inscription, 0);
  gtk_inscription_set_wrap_mode (inscription, PANGO_WRAP_WORD_CHAR);
  gtk_inscription_set_text_overflow (inscription, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  self->inscription = GTK_WIDGET (inscription);
  gtk_widget_set_parent (self->inscription, GTK_WIDGET (self));
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

void
tri_fact_line_set_text (TriFactLine *self, const char *text)
{
  if (g_strcmp0 (text, gtk_inscription_get_text (GTK_INSCRIPTION (self->inscription))) == 0)
    return;
  gtk_inscription_set_text (GTK_INSCRIPTION (self->inscription), text);
  if (count_lines (self, gtk_widget_get_width (GTK_WIDGET (self))) != self->n_lines)
    gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
tri_fact_line_set_note (TriFactLine *self, const char *note)
{
  /* GTK makes a tooltip anew, and asks for it to be measured, whatever it said before. */
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self)), note) != 0)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), note);
}

void
tri_fact_line_set_reserve (TriFactLine *self, gboolean reserve)
{
  self->reserve = reserve;
}

void
tri_fact_line_set_n_lines (TriFactLine *self, int n_lines)
{
  self->n_fixed = n_lines;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

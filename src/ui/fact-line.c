/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fact-line.h"

#include <glib/gi18n-lib.h>

/* How many letters have to fit on a line for one line to do, and for two. */
#define CHARS_FOR_ONE_LINE 64
#define CHARS_FOR_TWO_LINES 35

struct _TriFactLine
{
  GtkWidget parent_instance;

  GtkWidget *inscription;
};

G_DEFINE_FINAL_TYPE (TriFactLine, tri_fact_line, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
tri_fact_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
count_lines (TriFactLine *self, int width)
{
  PangoContext *context = gtk_widget_get_pango_context (self->inscription);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int char_width = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);
  if (width < 0)
    return 2;
  if (width * PANGO_SCALE >= CHARS_FOR_ONE_LINE * char_width)
    return 1;
  return width * PANGO_SCALE >= CHARS_FOR_TWO_LINES * char_width ? 2 : 3;
}

/* A line is as high as the script of the language makes it, which may come from a taller font than the figures do. */
static int
get_line_height (TriFactLine *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->inscription, _ ("Status"));
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
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
    {
      int line_height = MAX (*minimum, get_line_height (self));
      int n_lines = count_lines (self, for_size);

      /* The third line is a wish. Columns that can be scrolled sideways are asked for the height they need when they
       * are narrowest, and would take it from the conversation above them at every width. */
      *minimum = line_height * MIN (n_lines, 2);
      *natural = line_height * n_lines;
    }
  *minimum_baseline = *natural_baseline = -1;
}

static void
tri_fact_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (TRI_FACT_LINE (widget)->inscription, width, height, baseline, NULL);
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
  GtkInscription *inscription = GTK_INSCRIPTION (gtk_inscription_new (NULL));

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
  if (g_strcmp0 (text, gtk_inscription_get_text (GTK_INSCRIPTION (self->inscription))) != 0)
    gtk_inscription_set_text (GTK_INSCRIPTION (self->inscription), text);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-line.h"

#include "seen.h"

/* In pixels: between columns, and of the title beside them. */
#define SPACING 12
#define TITLE_MIN_WIDTH 120
#define TITLE_MAX_WIDTH 260

/* Less room than this for everything, and the title stands above. */
#define NARROW_WIDTH 520

typedef struct
{
  GtkWidget *path;
  GtkWidget *value;
} Column;

struct _TriFieldLine
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *detail;
  GArray *columns; /* Column */
  guint first;
  guint n_seen;
  gboolean is_heading; /* of rows that follow */
  gboolean is_head;    /* of the columns */
};

G_DEFINE_FINAL_TYPE (TriFieldLine, tri_field_line, GTK_TYPE_WIDGET)

static GtkWidget *
add_line (TriFieldLine *self, const char *css_class)
{
  GtkWidget *line = gtk_inscription_new (NULL);

  gtk_inscription_set_min_chars (GTK_INSCRIPTION (line), 0);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (line), 0);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (line), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_yalign (GTK_INSCRIPTION (line), 0.5f);
  gtk_widget_add_css_class (line, css_class);
  gtk_widget_set_parent (line, GTK_WIDGET (self));
  return line;
}

static gboolean
is_seen (TriFieldLine *self, guint column)
{
  return !self->is_heading && column >= self->first && column - self->first < self->n_seen;
}

static gboolean
has_text (GtkWidget *line)
{
  const char *text = gtk_inscription_get_text (GTK_INSCRIPTION (line));

  return text && text[0];
}

static int
get_height (GtkWidget *line)
{
  int height;

  gtk_widget_measure (line, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  return height;
}

/* Where there is little room the title and what is said of it share a line, and the columns' head needs no title. */
static int
get_title_height (TriFieldLine *self, gboolean narrow)
{
  if (narrow)
    return self->is_head ? 0 : get_height (self->title);
  return get_height (self->title) + (self->is_heading ? 0 : get_height (self->detail));
}

/* Of the path and the value of any column: all have the same letters. */
static int
get_cell_height (TriFieldLine *self)
{
  const Column *column = self->columns->len > 0 ? &g_array_index (self->columns, Column, 0) : NULL;

  return column && !self->is_heading ? get_height (column->path) + get_height (column->value) : 0;
}

static GtkSizeRequestMode
tri_field_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tri_field_line_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  TriFieldLine *self = TRI_FIELD_LINE (widget);

  *minimum_baseline = *natural_baseline = -1;
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  *minimum = *natural = for_size >= 0 && for_size < NARROW_WIDTH
                            ? get_title_height (self, TRUE) + get_cell_height (self)
                            : MAX (get_title_height (self, FALSE), get_cell_height (self));
}

static void
place (GtkWidget *widget, GtkWidget *line, int x, int y, int width, int height)
{
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x - width;
  gtk_widget_size_allocate (line, &(GtkAllocation){ x, y, MAX (width, 0), height }, -1);
}

static void
place_title (TriFieldLine *self, int width, gboolean narrow)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int title_height = get_height (self->title), detail_height = get_height (self->detail);
  int half = narrow && !self->is_heading ? width / 2 : 0;

  tri_seen_set (self->title, !(narrow && self->is_head));
  tri_seen_set (self->detail, has_text (self->detail) && !(narrow && self->is_head));
  gtk_inscription_set_xalign (GTK_INSCRIPTION (self->detail), narrow ? 1 : 0);
  if (gtk_widget_get_child_visible (self->title))
    place (widget, self->title, 0, 0, width - half, title_height);
  if (gtk_widget_get_child_visible (self->detail))
    place (widget, self->detail, width - half - (narrow ? 0 : width), narrow ? 0 : title_height, narrow ? half : width,
           narrow ? title_height : detail_height);
}

static void
tri_field_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TriFieldLine *self = TRI_FIELD_LINE (widget);
  gboolean narrow = width < NARROW_WIDTH;
  int n = (int) MAX (self->n_seen, 1);
  int title_width = self->is_heading || narrow ? width : CLAMP (width * 2 / 10, TITLE_MIN_WIDTH, TITLE_MAX_WIDTH);
  int left = narrow ? 0 : title_width + SPACING;
  int top = narrow ? get_title_height (self, TRUE) : 0;
  int each = (width - left - (n - 1) * SPACING) / n;

  place_title (self, title_width, narrow);
  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = &g_array_index (self->columns, Column, i);
      int x = left + ((int) i - (int) self->first) * (each + SPACING);
      int path_height = get_height (column->path);

      tri_seen_set (column->path, is_seen (self, i));
      /* Nothing is no value: screen readers would read the name of a class. */
      tri_seen_set (column->value, is_seen (self, i) && has_text (column->value));
      if (!is_seen (self, i))
        continue;
      place (widget, column->path, x, top, each, path_height);
      if (has_text (column->value))
        place (widget, column->value, x, top + path_height, each, get_height (column->value));
    }
}

static void
clear_columns (TriFieldLine *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      gtk_widget_unparent (g_array_index (self->columns, Column, i).path);
      gtk_widget_unparent (g_array_index (self->columns, Column, i).value);
    }
  g_array_set_size (self->columns, 0);
}

static void
tri_field_line_dispose (GObject *object)
{
  TriFieldLine *self = TRI_FIELD_LINE (object);

  clear_columns (self);
  g_clear_pointer (&self->title, gtk_widget_unparent);
  g_clear_pointer (&self->detail, gtk_widget_unparent);
  G_OBJECT_CLASS (tri_field_line_parent_class)->dispose (object);
}

static void
tri_field_line_finalize (GObject *object)
{
  g_array_unref (TRI_FIELD_LINE (object)->columns);
  G_OBJECT_CLASS (tri_field_line_parent_class)->finalize (object);
}

static void
tri_field_line_class_init (TriFieldLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_field_line_dispose;
  G_OBJECT_CLASS (klass)->finalize = tri_field_line_finalize;
  widget_class->get_request_mode = tri_field_line_get_request_mode;
  widget_class->measure = tri_field_line_measure;
  widget_class->size_allocate = tri_field_line_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "fieldrow");
}

static void
tri_field_line_init (TriFieldLine *self)
{
  self->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  self->title = add_line (self, "title");
  self->detail = add_line (self, "detail");
  self->n_seen = 1;
}

GtkWidget *
tri_field_line_new (void)
{
  return g_object_new (TRI_TYPE_FIELD_LINE, NULL);
}

static void
set_class (GtkWidget *widget, const char *css_class, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

void
tri_field_line_set_title (TriFieldLine *self, const char *title, const char *detail)
{
  gboolean is_heading = detail == NULL;

  gtk_inscription_set_text (GTK_INSCRIPTION (self->title), title);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->detail), detail);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (self->is_heading == is_heading)
    return;
  self->is_heading = is_heading;
  set_class (GTK_WIDGET (self), "heading", is_heading);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
tri_field_line_set_n_columns (TriFieldLine *self, guint n_columns)
{
  if (self->columns->len == n_columns)
    return;
  clear_columns (self);
  for (guint i = 0; i < n_columns; i++)
    {
      Column column = { add_line (self, "path"), add_line (self, "value") };

      g_array_append_val (self->columns, column);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
tri_field_line_set_seen (TriFieldLine *self, guint first, guint n_seen)
{
  if (self->first == first && self->n_seen == n_seen)
    return;
  self->first = first;
  self->n_seen = n_seen;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
tri_field_line_set_column (
    TriFieldLine *self, guint position, const char *path, const char *value, TriFieldDifferences differences)
{
  const Column *column = &g_array_index (self->columns, Column, position);

  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_inscription_set_text (GTK_INSCRIPTION (column->path), path);
  gtk_inscription_set_text (GTK_INSCRIPTION (column->value), value);
  set_class (column->path, "differs", differences & TRI_FIELD_NAMES);
  set_class (column->value, "differs", differences & (TRI_FIELD_SHAPES | TRI_FIELD_VALUES));
}

void
tri_field_line_set_is_head (TriFieldLine *self)
{
  self->is_head = TRUE;
  gtk_widget_add_css_class (GTK_WIDGET (self), "head");
}

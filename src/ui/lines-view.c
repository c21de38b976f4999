/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lines-view.h"

#include <string.h>

#include "line-cutter.h"
#include "line-search.h"
#include "number-list.h"
#include "row-ink.h"

struct _TriLinesView
{
  AdwBin parent_instance;

  GtkScrolledWindow *scrolled;
  GtkListView *list_view;
  GtkMultiSelection *selection;
  GMenuModel *menu;
  GtkWidget *popover; /* NULL until it is needed */
  GPtrArray *bound;   /* GtkListItem on the screen; borrowed */

  TriDocument *document;     /* what is to be shown */
  TriDocument *cut_document; /* what is: the one that the rows are of */
  TriLines *lines;           /* as they are shown; NULL before */
  guint n_cells;             /* that there is room for; 0 before the first allocation */
  TriLineCutter *cutter;
  guint recut;   /* an idle source */
  gsize top;     /* the byte to be brought to the top */
  guint restore; /* the tick that does so */

  GArray *marked; /* TriMark; NULL for nothing */
  TriLineSearch *search;
};

enum
{
  SEARCHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriLinesView, tri_lines_view, ADW_TYPE_BIN)

static const char *
get_text (TriLinesView *self)
{
  return g_bytes_get_data (tri_lines_get_bytes (self->lines), NULL);
}

/* Rows */

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  /* It asks for no room of its own, so that it is never measured, and is laid out only when it is drawn. */
  GtkWidget *row = gtk_inscription_new ("");

  gtk_inscription_set_min_chars (GTK_INSCRIPTION (row), 0);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (row), 0);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (row), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_yalign (GTK_INSCRIPTION (row), 0.5f);
  gtk_widget_set_hexpand (row, TRUE);
  gtk_list_item_set_child (item, row);
}

static void
show_row (TriLinesView *self, GtkListItem *item)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  const TriSearch *found = self->document == self->cut_document ? tri_line_search_get_found (self->search) : NULL;
  g_autofree char *text = NULL;
  PangoAttrList *ink;
  TriRow row;

  if (!tri_lines_get_row (self->lines, tri_number_item_get (gtk_list_item_get_item (item)), &row))
    return;
  text = tri_lines_dup_displayable (get_text (self) + row.start, row.end - row.start);
  ink = tri_row_ink_new (tri_lines_get_bytes (self->lines), &row, text, tri_document_is_json (self->cut_document),
                         found, tri_line_search_get_match (self->search));
  tri_text_marks_add (ink, self->marked, get_text (self) + row.start, row.start, row.end);
  gtk_inscription_set_text (GTK_INSCRIPTION (child), text);
  gtk_inscription_set_attributes (GTK_INSCRIPTION (child), ink);
  g_clear_pointer (&ink, pango_attr_list_unref);
  /* What is announced is the row of the list, which has no name of its own. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (child)), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *item, TriLinesView *self)
{
  g_ptr_array_add (self->bound, item);
  show_row (self, item);
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *item, TriLinesView *self)
{
  g_ptr_array_remove_fast (self->bound, item);
}

static void
show_rows (TriLinesView *self)
{
  for (guint i = 0; i < self->bound->len; i++)
    show_row (self, self->bound->pdata[i]);
}

/* Where the view stands */

static double
get_row_height (TriLinesView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  guint n_rows = tri_lines_view_get_n_rows (self);

  return n_rows > 0 ? gtk_adjustment_get_upper (adjustment) / n_rows : 0;
}

static gsize
get_top (TriLinesView *self)
{
  double height = get_row_height (self);
  double value = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scrolled));
  TriRow row;

  return height > 0 && tri_lines_get_row (self->lines, value / height, &row) ? row.start : 0;
}

static gboolean
is_at_end (TriLinesView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  double value = gtk_adjustment_get_value (adjustment);

  return value > 0 && value >= gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) - 1;
}

/* All rows are of one height, so the place of any of them is known. `from_top` is where in the view it is to stand,
 * from 0 to 1. */
static void
scroll_to (TriLinesView *self, guint position, double from_top)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  double height = get_row_height (self);

  gtk_adjustment_set_value (adjustment,
                            position * height - from_top * (gtk_adjustment_get_page_size (adjustment) - height));
}

static gboolean
restore_top (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TriLinesView *self = TRI_LINES_VIEW (widget);

  self->restore = 0;
  if (self->lines)
    scroll_to (self, tri_lines_find (self->lines, self->top), 0);
  return G_SOURCE_REMOVE;
}

/* Cutting */

static void
take_lines (TriLinesView *self, TriLines *lines)
{
  g_autoptr (TriNumberList) list = lines ? tri_number_list_new (tri_lines_get_n_rows (lines)) : NULL;

  if (lines)
    tri_lines_ref (lines);
  if (self->document)
    tri_document_ref (self->document);
  /* The rows of the old list are let go before what they are rows of. */
  gtk_multi_selection_set_model (self->selection, NULL);
  g_clear_pointer (&self->lines, tri_lines_unref);
  g_clear_pointer (&self->cut_document, tri_document_unref);
  self->lines = lines;
  self->cut_document = self->document;
  gtk_multi_selection_set_model (self->selection, G_LIST_MODEL (list));
  /* How high the rows are altogether is known after the next layout. */
  if (self->top > 0 && self->restore == 0)
    self->restore = gtk_widget_add_tick_callback (GTK_WIDGET (self), restore_top, NULL, NULL);
}

/* Cuts what is to be shown into rows, if there is room to know how. */
static void
cut (TriLinesView *self)
{
  if (self->document && self->n_cells > 0)
    {
      tri_line_cutter_cut (self->cutter, tri_document_get_shown (self->document), self->n_cells);
      return;
    }
  tri_line_cutter_stop (self->cutter);
  if (!self->document)
    take_lines (self, NULL);
}

static gboolean
cut_again (gpointer user_data)
{
  TriLinesView *self = user_data;

  self->recut = 0;
  if (self->lines)
    self->top = get_top (self);
  cut (self);
  return G_SOURCE_REMOVE;
}

/* The width of a cell is measured rather than asked for, because a font's advances may be rounded. */
static guint
count_cells (TriLinesView *self, int width)
{
  static const char probe[] = "00000000000000000000000000000000";
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->list_view), probe);
  gint64 n_cells = 80;
  int probe_width;

  pango_layout_get_size (layout, &probe_width, NULL);
  /* 14 px at either side, as every text of a column has. */
  if (probe_width > 0)
    n_cells = (gint64) MAX (width - 28, 1) * PANGO_SCALE * (gint64) strlen (probe) / probe_width;
  return (guint) CLAMP (n_cells, TRI_LINES_MIN_CELLS, TRI_LINES_MAX_CELLS);
}

void
tri_lines_view_expect_width (TriLinesView *self, int width)
{
  if (self->n_cells == 0 && width > 0)
    self->n_cells = count_cells (self, width);
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

/* Rows cannot be exchanged while they are laid out, so that is put off until right after. */
static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TriLinesView *self = TRI_LINES_VIEW (widget);
  guint n_cells = count_cells (self, width);

  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
  if (n_cells != self->n_cells && self->document && self->recut == 0)
    self->recut = g_idle_add_full (G_PRIORITY_HIGH_IDLE, cut_again, self, NULL);
  self->n_cells = n_cells;
}

/* Whether `document` begins with all of what `before` shows: a text that grows. */
static gboolean
continues (TriDocument *before, TriDocument *document)
{
  gsize n_before, n_bytes;
  const void *old = before ? g_bytes_get_data (tri_document_get_shown (before), &n_before) : NULL;
  const void *text = document ? g_bytes_get_data (tri_document_get_shown (document), &n_bytes) : NULL;

  return old && text && n_before <= n_bytes && memcmp (old, text, n_before) == 0;
}

void
tri_lines_view_set_document (TriLinesView *self, TriDocument *document)
{
  if (document == self->document)
    return;
  self->top = !continues (self->cut_document, document) ? 0 : is_at_end (self) ? G_MAXSIZE : get_top (self);
  if (document)
    tri_document_ref (document);
  g_clear_pointer (&self->document, tri_document_unref);
  self->document = document;
  cut (self);
  if (tri_line_search_get_words (self->search))
    {
      g_autofree char *words = g_strdup (tri_line_search_get_words (self->search));

      tri_lines_view_search (self, words);
    }
}

void
tri_lines_view_go_to_end (TriLinesView *self)
{
  self->top = G_MAXSIZE;
  if (self->lines && self->restore == 0)
    self->restore = gtk_widget_add_tick_callback (GTK_WIDGET (self), restore_top, NULL, NULL);
}

guint
tri_lines_view_get_n_rows (TriLinesView *self)
{
  return self->lines ? tri_lines_get_n_rows (self->lines) : 0;
}

/* Selecting and copying */

char *
tri_lines_view_dup_selected (TriLinesView *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  g_autoptr (GString) text = g_string_new (NULL);
  GtkBitsetIter iter;
  guint position;
  gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position);

  if (!self->lines || !more)
    return NULL;
  while (more)
    {
      g_autofree char *piece = NULL;
      guint last = position;
      TriRow first_row, last_row;

      if (!tri_lines_get_row (self->lines, position, &first_row))
        break;
      while ((more = gtk_bitset_iter_next (&iter, &position)) && position == last + 1)
        last = position;
      if (!tri_lines_get_row (self->lines, last, &last_row))
        break;
      piece = tri_document_dup_range (self->cut_document, first_row.start, last_row.end);
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, piece);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = tri_lines_view_dup_selected (TRI_LINES_VIEW (widget));

  if (text)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
select_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (TRI_LINES_VIEW (widget)->selection));
}

static void
selection_changed (TriLinesView *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "lines.copy", !gtk_bitset_is_empty (selected));
}

static void
open_menu (TriLinesView *self, const GdkRectangle *at)
{
  if (!self->popover)
    {
      self->popover = gtk_popover_menu_new_from_model (self->menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self->list_view));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), at);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
menu (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TriLinesView *self = TRI_LINES_VIEW (widget);

  open_menu (self, &(GdkRectangle){ 14, gtk_widget_get_height (widget) / 4, 1, 1 });
}

/* The menu is about what was pressed: a row that is not selected is selected first. */
static void
pressed_right (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  GtkWidget *list_view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  TriLinesView *self = TRI_LINES_VIEW (gtk_widget_get_ancestor (list_view, TRI_TYPE_LINES_VIEW));
  double height = get_row_height (self);
  double value = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scrolled));
  guint position = height > 0 ? (guint) ((value + y) / height) : 0;

  if (position < tri_lines_view_get_n_rows (self)
      && !gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  open_menu (self, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
}

/* Searching */

static void
search_changed (TriLinesView *self)
{
  int promised = tri_line_search_take_promise (self->search);

  show_rows (self);
  if (promised)
    tri_lines_view_go (self, promised > 0, TRUE);
  g_signal_emit (self, signals[SEARCHED], 0);
}

void
tri_lines_view_search (TriLinesView *self, const char *words)
{
  tri_line_search_look_for (self->search, self->document ? tri_document_get_shown (self->document) : NULL, words);
}

guint
tri_lines_view_get_n_matches (TriLinesView *self)
{
  const TriSearch *found = tri_line_search_get_found (self->search);

  return found ? tri_search_get_n_matches (found) : 0;
}

gboolean
tri_lines_view_go (TriLinesView *self, gboolean forward, gboolean fresh)
{
  gsize start;
  guint position;

  if (tri_line_search_promise (self->search, forward))
    return TRUE;
  /* What was found is of what is to be shown. */
  if (self->document != self->cut_document || !self->lines
      || !tri_line_search_step (self->search, forward, fresh, &start))
    return FALSE;
  position = tri_lines_find (self->lines, start);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  scroll_to (self, position, 0.4);
  show_rows (self);
  return TRUE;
}

/* Marks */

void
tri_lines_view_set_marks (TriLinesView *self, GArray *marks)
{
  if ((!self->marked || self->marked->len == 0) && marks->len == 0)
    return;
  g_clear_pointer (&self->marked, g_array_unref);
  self->marked = g_array_copy (marks);
  if (self->lines)
    show_rows (self);
}

void
tri_lines_view_reveal (TriLinesView *self, gsize offset, gboolean focus)
{
  guint position = self->lines ? tri_lines_find (self->lines, offset) : 0;
  double height = get_row_height (self);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  double top = position * height - gtk_adjustment_get_value (adjustment);

  if (!self->lines)
    return;
  if (focus)
    {
      gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
      gtk_widget_child_focus (GTK_WIDGET (self->list_view), GTK_DIR_TAB_FORWARD);
    }
  if (top < 0 || top + height > gtk_adjustment_get_page_size (adjustment))
    scroll_to (self, position, 0.4);
}

static gboolean
get_offset (TriLinesView *self, guint position, gsize *offset)
{
  TriRow row;

  if (!self->lines || !tri_lines_get_row (self->lines, position, &row))
    return FALSE;
  *offset = row.start;
  while (*offset < row.end && get_text (self)[*offset] == ' ')
    *offset += 1;
  return *offset < row.end;
}

gboolean
tri_lines_view_get_offset_at (TriLinesView *self, double y, gsize *offset)
{
  double height = get_row_height (self);
  double value = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scrolled));

  return height > 0 && get_offset (self, (guint) ((value + y) / height), offset);
}

gboolean
tri_lines_view_get_cursor (TriLinesView *self, gsize *offset)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return gtk_bitset_get_size (selected) == 1 && get_offset (self, gtk_bitset_get_minimum (selected), offset);
}

/* Life */

static void
tri_lines_view_dispose (GObject *object)
{
  TriLinesView *self = TRI_LINES_VIEW (object);

  tri_line_search_forget (self->search);
  tri_line_cutter_stop (self->cutter);
  g_clear_handle_id (&self->recut, g_source_remove);
  if (self->restore)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->restore);
  self->restore = 0;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  G_OBJECT_CLASS (tri_lines_view_parent_class)->dispose (object);
}

static void
tri_lines_view_finalize (GObject *object)
{
  TriLinesView *self = TRI_LINES_VIEW (object);

  g_clear_pointer (&self->lines, tri_lines_unref);
  g_clear_pointer (&self->cut_document, tri_document_unref);
  g_clear_pointer (&self->document, tri_document_unref);
  g_clear_pointer (&self->marked, g_array_unref);
  g_ptr_array_unref (self->bound);
  g_object_unref (self->search);
  g_object_unref (self->cutter);
  G_OBJECT_CLASS (tri_lines_view_parent_class)->finalize (object);
}

static void
tri_lines_view_class_init (TriLinesViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tri_lines_view_dispose;
  object_class->finalize = tri_lines_view_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/lines-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TriLinesView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TriLinesView, list_view);
  gtk_widget_class_bind_template_child (widget_class, TriLinesView, selection);
  gtk_widget_class_bind_template_child (widget_class, TriLinesView, menu);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row);
  gtk_widget_class_bind_template_callback (widget_class, pressed_right);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed);
  gtk_widget_class_install_action (widget_class, "lines.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "lines.select-all", NULL, select_all);
  gtk_widget_class_install_action (widget_class, "lines.menu", NULL, menu);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "lines.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, GDK_CONTROL_MASK, "lines.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "lines.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "lines.menu", NULL);

  signals[SEARCHED]
      = g_signal_new ("searched", TRI_TYPE_LINES_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_lines_view_init (TriLinesView *self)
{
  self->bound = g_ptr_array_new ();
  self->cutter = tri_line_cutter_new ();
  self->search = tri_line_search_new ();
  g_signal_connect_object (self->cutter, "cut", G_CALLBACK (take_lines), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "changed", G_CALLBACK (search_changed), self, G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (show_rows), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_layout_manager (GTK_WIDGET (self), gtk_custom_layout_new (NULL, measure, allocate));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "lines.copy", FALSE);
}

GtkWidget *
tri_lines_view_new (const char *accessible_name)
{
  TriLinesView *self = g_object_new (TRI_TYPE_LINES_VIEW, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name, -1);
  return GTK_WIDGET (self);
}

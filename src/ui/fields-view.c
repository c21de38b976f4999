/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fields-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/text.h"
#include "field-detail.h"
#include "field-feed.h"
#include "field-line.h"
#include "flow.h"
#include "links.h"
#include "number-list.h"

/* So much of a value is given to a row: more than fits, and no more than is quick to lay out. */
#define ROW_CHARS 200

struct _TriFieldsView
{
  AdwBin parent_instance;

  GtkEditable *words;
  GtkDropDown *places;
  GtkCheckButton *differences;
  GtkCheckButton *baseline;
  TriFieldLine *head;
  GtkStack *stack;
  GtkLabel *hint;
  GtkListView *list_view;
  GtkSingleSelection *selection;
  AdwBin *detail_bin;
  TriFieldDetail *detail;
  GPtrArray *bound; /* GtkListItem on the screen; borrowed */

  TriComparison *comparison;
  TriFieldFeed *feed;
  TriLinks *links;

  TriFieldTable *table; /* what is shown; NULL before */
  GArray *list;         /* TriFieldEntry, of the table; NULL before */
  guint first, n_seen;

  gboolean setting; /* the selection is being set, nobody chose */
  guint scroll_tick;
  double top; /* to be restored */
};

G_DEFINE_FINAL_TYPE (TriFieldsView, tri_fields_view, ADW_TYPE_BIN)

static guint
get_n_columns (TriFieldsView *self)
{
  return tri_comparison_get_n_columns (self->comparison);
}

static const TriFields *
get_fields (TriFieldsView *self)
{
  return self->table ? tri_field_table_get_fields (self->table) : NULL;
}

/* Rows */

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, tri_field_line_new ());
}

static guint
get_baseline (TriFieldsView *self)
{
  TriColumn *baseline = tri_comparison_get_baseline (self->comparison);

  for (guint i = 0; baseline && i < get_n_columns (self); i++)
    if (tri_comparison_get_column (self->comparison, i) == baseline)
      return i;
  return G_MAXUINT;
}

/* In what it differs from the baseline, or, without one, from the first column that has it. */
static TriFieldDifferences
compare (TriFieldsView *self, guint row, guint column)
{
  const TriFields *fields = get_fields (self);
  guint other = get_baseline (self);

  for (guint i = 0; other >= tri_fields_get_n_columns (fields) && i < column; i++)
    if (tri_fields_get_token (fields, row, i) != TRI_JSON_NONE)
      other = i;
  return other < tri_fields_get_n_columns (fields) ? tri_fields_compare (fields, row, column, other) : 0;
}

/* As it is spelt, but never more than can be seen. */
static char *
dup_value (const TriFields *fields, guint row, guint column)
{
  TriFieldMap *map = tri_fields_get_map (fields, tri_fields_get_row (fields, row)->place, column);
  TriJsonIndex *index = tri_field_map_get_index (map);
  const TriJsonToken *token = &tri_json_index_get_tokens (index, NULL)[tri_fields_get_token (fields, row, column)];
  const char *text = g_bytes_get_data (tri_json_index_get_bytes (index), NULL);
  gsize n_bytes = MIN (token->end - token->start, 4 * ROW_CHARS);
  const char *end = g_utf8_find_prev_char (text, text + token->start + n_bytes + 1);
  g_autofree char *fit = NULL;

  if (n_bytes == token->end - token->start || !end)
    end = text + token->start + n_bytes;
  fit = tri_text_dup_displayable (text + token->start, end - text - token->start, NULL);
  return tri_text_dup_excerpt (fit, ROW_CHARS);
}

static const char *
get_title (TriFieldsView *self, guint column)
{
  return tri_column_get_format (tri_comparison_get_column (self->comparison, column))->title;
}

static void
show_cells (TriFieldsView *self, TriFieldLine *view, guint row, GString *spoken)
{
  const TriFields *fields = get_fields (self);
  guint n = MIN (tri_fields_get_n_columns (fields), get_n_columns (self));

  tri_field_line_set_n_columns (view, n);
  tri_field_line_set_seen (view, self->first, self->n_seen);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = tri_fields_dup_path (fields, row, i);
      g_autofree char *value = path ? dup_value (fields, row, i) : NULL;

      /* Where a column has nothing, that is seen and said. */
      tri_field_line_set_column (view, i, path ? path : "–", value, path ? compare (self, row, i) : 0);
      /* Translators: of one column, in the name of a row: “Completions: max_tokens 16” */
      g_string_append_printf (spoken, path ? _ (". %s: %s %s") : _ (". %s: nothing"), get_title (self, i), path, value);
    }
}

static const TriFieldEntry *
get_entry (TriFieldsView *self, TriNumberItem *item)
{
  return &g_array_index (self->list, TriFieldEntry, tri_number_item_get (item));
}

static void
show_row (TriFieldsView *self, GtkListItem *item)
{
  const TriFieldEntry *entry = get_entry (self, gtk_list_item_get_item (item));
  TriFieldLine *view = TRI_FIELD_LINE (gtk_list_item_get_child (item));
  gboolean is_heading = entry->row == TRI_FIELD_HEADING;
  g_autofree char *title
      = is_heading ? tri_field_entry_dup_heading (entry) : tri_fields_dup_title (get_fields (self), entry->row);
  g_autoptr (GString) spoken = g_string_new (title);

  gtk_list_item_set_activatable (item, !is_heading);
  if (is_heading)
    tri_field_line_set_title (view, title, NULL);
  else
    {
      TriFieldDifferences differences = tri_fields_get_row (get_fields (self), entry->row)->differences;
      g_autofree char *label = tri_field_differences_dup_label (differences);

      tri_field_line_set_title (view, title, label);
      show_cells (self, view, entry->row, spoken);
      if (label[0])
        g_string_append_printf (spoken, ". %s", label);
    }
  /* What is announced is the row of the list, which has no name of its own. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (view))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken->str, -1);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *item, TriFieldsView *self)
{
  g_ptr_array_add (self->bound, item);
  show_row (self, item);
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *item, TriFieldsView *self)
{
  g_ptr_array_remove_fast (self->bound, item);
}

static void
show_rows (TriFieldsView *self)
{
  for (guint i = 0; i < self->bound->len; i++)
    show_row (self, self->bound->pdata[i]);
}

static void
show_head (TriFieldsView *self)
{
  guint n = get_n_columns (self);
  TriColumn *baseline = tri_comparison_get_baseline (self->comparison);

  tri_field_line_set_n_columns (self->head, n);
  tri_field_line_set_seen (self->head, self->first, self->n_seen);
  tri_field_line_set_title (self->head, _ ("Field"), "");
  for (guint i = 0; i < n; i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);
      const char *model = tri_column_get_model (column);
      g_autofree char *whom = g_strdup_printf ("%s · %s", model[0] ? model : _ ("no model"),
                                               tri_server_get_name (tri_column_get_server (column)));
      g_autofree char *name = column == baseline ? g_strdup_printf (_ ("%s (baseline)"), get_title (self, i))
                                                 : g_strdup (get_title (self, i));

      tri_field_line_set_column (self->head, i, name, whom, 0);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->baseline), baseline != NULL);
}

/* The chosen row */

static const TriFieldEntry *
get_chosen (TriFieldsView *self)
{
  TriNumberItem *item = gtk_single_selection_get_selected_item (self->selection);
  const TriFieldEntry *entry = item ? get_entry (self, item) : NULL;

  return entry && entry->row != TRI_FIELD_HEADING ? entry : NULL;
}

static void
show_detail (TriFieldsView *self)
{
  const TriFieldEntry *entry = get_chosen (self);

  gtk_widget_set_visible (GTK_WIDGET (self->detail_bin), entry != NULL);
  if (entry)
    tri_field_detail_show (self->detail, self->comparison, self->table, entry->row);
}

static void
row_selected (TriFieldsView *self)
{
  const TriFieldEntry *entry = get_chosen (self);
  const TriFieldRow *row;
  g_autofree char *path = NULL;

  if (self->setting)
    return;
  /* Keys lead over headings, and are not to let the detail come and go. */
  if (entry || gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    show_detail (self);
  if (!entry || !self->links)
    return;
  row = tri_fields_get_row (get_fields (self), entry->row);
  path = tri_fields_dup_title (get_fields (self), entry->row);
  tri_links_choose (self->links, &(TriLink){ row->meaning, row->place, row->instance, path, FALSE }, self);
}

/* A frame later, when the detail has taken its place from the list. */
static gboolean
scroll_to_selected (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TriFieldsView *self = TRI_FIELDS_VIEW (widget);
  guint selected = gtk_single_selection_get_selected (self->selection);

  self->scroll_tick = 0;
  if (selected != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", selected);
  return G_SOURCE_REMOVE;
}

void
tri_fields_view_select (TriFieldsView *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  if (self->scroll_tick == 0)
    self->scroll_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_selected, NULL, NULL);
}

/* Shows the row of what was chosen elsewhere, or here before the table changed. */
static void
follow_links (TriFieldsView *self)
{
  const TriLink *link = self->links ? tri_links_get_chosen (self->links) : NULL;
  guint position;

  if (!link || !self->list || !link->meaning)
    return;
  position = tri_field_list_find (self->list, get_fields (self), link->meaning, link->place, link->instance);
  if (position == G_MAXUINT || position == gtk_single_selection_get_selected (self->selection))
    return;
  self->setting = TRUE;
  tri_fields_view_select (self, position);
  self->setting = FALSE;
  show_detail (self);
}

static void
links_changed (TriLinks *links, gboolean reveal, TriFieldsView *self)
{
  if (!tri_links_is_source (links, self) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    follow_links (self);
}

/* Lining up */

static void
show_page (TriFieldsView *self)
{
  gboolean any = self->list && self->list->len > 0;
  gboolean none_at_all = !self->table || tri_fields_get_n_rows (get_fields (self)) == 0;

  gtk_label_set_text (self->hint, !self->list && tri_field_feed_is_busy (self->feed)
                                      ? _ ("The documents are being read.")
                                  : none_at_all ? _ ("Write a prompt to see the fields of its requests.")
                                                : _ ("No field is what is looked for."));
  gtk_stack_set_visible_child_name (self->stack, any ? "table" : "hint");
}

/* A row may be another now, or the same with other values. */
static gboolean
has_same_rows (TriFieldsView *self, GArray *list)
{
  return self->list && self->list->len == list->len
         && memcmp (self->list->data, list->data, list->len * sizeof (TriFieldEntry)) == 0;
}

static gboolean
restore_top (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TriFieldsView *self = TRI_FIELDS_VIEW (widget);

  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view)), self->top);
  return G_SOURCE_REMOVE;
}

static void
replace_rows (TriFieldsView *self, TriFieldTable *table, GArray *list)
{
  g_autoptr (TriNumberList) model = tri_number_list_new (list->len);

  self->top = gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view)));
  /* The rows of the old table are let go before what they are rows of. */
  gtk_single_selection_set_model (self->selection, NULL);
  g_clear_pointer (&self->table, tri_field_table_unref);
  g_clear_pointer (&self->list, g_array_unref);
  self->table = tri_field_table_ref (table);
  self->list = g_array_ref (list);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (model));
  if (self->top > 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), restore_top, NULL, NULL);
}

static void
feed_changed (TriFieldsView *self)
{
  TriFieldTable *table = tri_field_feed_get_table (self->feed);
  GArray *list = tri_field_feed_get_list (self->feed);

  if (!list || (table == self->table && list == self->list))
    {
      show_page (self);
      return;
    }
  self->setting = TRUE;
  if (has_same_rows (self, list))
    {
      tri_field_table_ref (table);
      g_clear_pointer (&self->table, tri_field_table_unref);
      self->table = table;
      show_rows (self);
    }
  else
    replace_rows (self, table, list);
  self->setting = FALSE;
  show_head (self);
  show_page (self);
  follow_links (self);
  show_detail (self);
}

static void
filter_changed (TriFieldsView *self)
{
  guint place = gtk_drop_down_get_selected (self->places);
  gboolean from_baseline
      = gtk_check_button_get_active (self->baseline) && tri_comparison_get_baseline (self->comparison);

  tri_field_feed_set_filter (self->feed,
                             &(TriFieldFilter){ .words = gtk_editable_get_text (self->words),
                                                .request = place != 2,
                                                .response = place != 1,
                                                .differences = gtk_check_button_get_active (self->differences),
                                                .baseline = from_baseline ? get_baseline (self) : G_MAXUINT });
}

static void
words_left (TriFieldsView *self)
{
  if (gtk_editable_get_text (self->words)[0])
    gtk_editable_set_text (self->words, "");
  else
    gtk_widget_child_focus (GTK_WIDGET (self->list_view), GTK_DIR_TAB_FORWARD);
}

static void
baseline_changed (TriFieldsView *self)
{
  if (!tri_comparison_get_baseline (self->comparison))
    gtk_check_button_set_active (self->baseline, FALSE);
  show_head (self);
  show_rows (self);
  filter_changed (self);
}

static void
tri_fields_view_map (GtkWidget *widget)
{
  TriFieldsView *self = TRI_FIELDS_VIEW (widget);

  GTK_WIDGET_CLASS (tri_fields_view_parent_class)->map (widget);
  show_head (self);
  tri_field_feed_set_active (self->feed, TRUE);
  follow_links (self);
}

static void
tri_fields_view_unmap (GtkWidget *widget)
{
  TriFieldsView *self = TRI_FIELDS_VIEW (widget);

  tri_field_feed_set_active (self->feed, FALSE);
  GTK_WIDGET_CLASS (tri_fields_view_parent_class)->unmap (widget);
}

static void
tri_fields_view_root (GtkWidget *widget)
{
  TriFieldsView *self = TRI_FIELDS_VIEW (widget);

  GTK_WIDGET_CLASS (tri_fields_view_parent_class)->root (widget);
  g_set_object (&self->links, tri_links_find (widget));
  if (self->links)
    g_signal_connect_object (self->links, "changed", G_CALLBACK (links_changed), self, 0);
}

static void
tri_fields_view_unroot (GtkWidget *widget)
{
  TriFieldsView *self = TRI_FIELDS_VIEW (widget);

  if (self->links)
    g_signal_handlers_disconnect_by_data (self->links, self);
  g_clear_object (&self->links);
  GTK_WIDGET_CLASS (tri_fields_view_parent_class)->unroot (widget);
}

/* Life */

static void
tri_fields_view_dispose (GObject *object)
{
  TriFieldsView *self = TRI_FIELDS_VIEW (object);

  if (self->feed)
    g_signal_handlers_disconnect_by_data (self->feed, self);
  g_clear_object (&self->feed);
  if (self->comparison)
    g_signal_handlers_disconnect_by_data (self->comparison, self);
  g_clear_object (&self->comparison);
  G_OBJECT_CLASS (tri_fields_view_parent_class)->dispose (object);
}

static void
tri_fields_view_finalize (GObject *object)
{
  TriFieldsView *self = TRI_FIELDS_VIEW (object);

  g_clear_pointer (&self->table, tri_field_table_unref);
  g_clear_pointer (&self->list, g_array_unref);
  g_ptr_array_unref (self->bound);
  G_OBJECT_CLASS (tri_fields_view_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TriFieldsView, words);
  gtk_widget_class_bind_template_child (widget_class, TriFieldsView, places);
  gtk_widget_class_bind_template_child (widget_class, TriFieldsView, differences);
  gtk_widget_class_bind_template_child (widget_class, TriFieldsView, baseline);
  gtk_widget_class_bind_template_child (widget_class, TriFieldsView, head);
  gtk_widget_class_bind_template_child (widget_class, TriFieldsView, stack);
  gtk_widget_class_bind_template_child (widget_class, TriFieldsView, hint);
  gtk_widget_class_bind_template_child (widget_class, TriFieldsView, list_view);
  gtk_widget_class_bind_template_child (widget_class, TriFieldsView, selection);
  gtk_widget_class_bind_template_child (widget_class, TriFieldsView, detail_bin);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row);
  gtk_widget_class_bind_template_callback (widget_class, row_selected);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, words_left);
}

static void
tri_fields_view_class_init (TriFieldsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_fields_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = tri_fields_view_finalize;
  widget_class->map = tri_fields_view_map;
  widget_class->unmap = tri_fields_view_unmap;
  widget_class->root = tri_fields_view_root;
  widget_class->unroot = tri_fields_view_unroot;
  g_type_ensure (TRI_TYPE_FIELD_LINE);
  g_type_ensure (TRI_TYPE_FLOW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/fields-view.ui");
  bind_children (widget_class);
}

static void
tri_fields_view_init (TriFieldsView *self)
{
  self->bound = g_ptr_array_new ();
  self->n_seen = 1;
  gtk_widget_init_template (GTK_WIDGET (self));
  tri_field_line_set_is_head (self->head);
  self->detail = TRI_FIELD_DETAIL (tri_field_detail_new ());
  adw_bin_set_child (self->detail_bin, GTK_WIDGET (self->detail));
}

GtkWidget *
tri_fields_view_new (TriComparison *comparison)
{
  TriFieldsView *self = g_object_new (TRI_TYPE_FIELDS_VIEW, NULL);

  self->comparison = g_object_ref (comparison);
  self->feed = tri_field_feed_new (comparison, GTK_WIDGET (self));
  g_signal_connect_object (self->feed, "changed", G_CALLBACK (feed_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison, "notify::baseline", G_CALLBACK (baseline_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
tri_fields_view_set_draft (TriFieldsView *self, TriPrompt *prompt, const TriSettings *settings)
{
  tri_field_feed_set_draft (self->feed, prompt, settings);
}

void
tri_fields_view_set_seen (TriFieldsView *self, guint first, guint n_seen)
{
  if (self->first == first && self->n_seen == n_seen)
    return;
  self->first = first;
  self->n_seen = n_seen;
  tri_field_line_set_seen (self->head, first, n_seen);
  for (guint i = 0; i < self->bound->len; i++)
    tri_field_line_set_seen (TRI_FIELD_LINE (gtk_list_item_get_child (self->bound->pdata[i])), first, n_seen);
  tri_field_detail_set_seen (self->detail, first, n_seen);
}

guint
tri_fields_view_find_next (TriFieldsView *self, guint after)
{
  const TriFieldEntry *entry = get_chosen (self);
  guint n = entry ? tri_fields_get_n_columns (get_fields (self)) : 0;

  for (guint i = 1; i <= n; i++)
    if (tri_fields_get_token (get_fields (self), entry->row, (after + i) % n) != TRI_JSON_NONE)
      return (after + i) % n;
  return G_MAXUINT;
}

void
tri_fields_view_focus_filter (TriFieldsView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->words));
}

GArray *
tri_fields_view_get_list (TriFieldsView *self)
{
  return self->list;
}

gboolean
tri_fields_view_is_busy (TriFieldsView *self)
{
  return tri_field_feed_is_busy (self->feed);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"

#include "column-strip.h"
#include "column-switch.h"
#include "fields-view.h"
#include "linked-view.h"
#include "seen.h"

struct _TriColumns
{
  GtkWidget parent_instance;

  GtkWidget *head;       /* TriColumnSwitch; NULL until not all columns fit */
  TriColumnStrip *strip; /* of TriColumnView, in the order of the comparison */
  TriFieldsView *fields; /* in place of the strip for their facet; NULL until then */
  GtkSizeGroup *ends;    /* how answers ended is of one height in all columns */

  TriComparison *comparison;
  GListModel *servers;

  TriFacet facet;
  TriPrompt *prompt; /* the draft; NULL while there is none */
  TriSettings *settings;

  guint first;   /* seen from here on… */
  guint n_seen;  /* 0 while there is no width to tell */
  guint current; /* …and this one always */
  guint sync_id;
};

enum
{
  CHANGED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriColumns, tri_columns, GTK_TYPE_WIDGET)

static guint
get_n_columns (TriColumns *self)
{
  return self->comparison ? tri_comparison_get_n_columns (self->comparison) : 0;
}

/* Which columns are seen */

/* Makes n_seen columns seen, the current one among them, and moves no further than that takes. */
static void
choose_seen (TriColumns *self, guint n_seen)
{
  guint n = get_n_columns (self);

  n_seen = MIN (n_seen, n);
  self->current = MIN (self->current, n > 0 ? n - 1 : 0);
  self->first = MIN (self->first, self->current);
  if (self->current >= self->first + n_seen)
    self->first = self->current + 1 - n_seen;
  self->first = MIN (self->first, n - n_seen);
  self->n_seen = n_seen;
  tri_column_strip_set_seen (self->strip, self->first, n_seen);
}

static void
column_chosen (TriColumns *self, guint position)
{
  tri_columns_reveal (self, position);
}

/* Says in the switch what is seen. It is made when there is first something to switch: a window that opens wide would
 * wait for it in vain. */
static void
show_switch (TriColumns *self)
{
  if (!self->head && self->n_seen > 0 && self->n_seen < get_n_columns (self))
    {
      self->head = g_object_new (TRI_TYPE_COLUMN_SWITCH, NULL);
      tri_column_switch_fill (TRI_COLUMN_SWITCH (self->head), self->comparison);
      g_signal_connect_swapped (self->head, "chosen", G_CALLBACK (column_chosen), self);
      gtk_widget_insert_before (self->head, GTK_WIDGET (self), GTK_WIDGET (self->strip));
    }
  if (self->head)
    tri_column_switch_show (TRI_COLUMN_SWITCH (self->head), self->first, self->n_seen, self->current);
  if (self->fields)
    tri_fields_view_set_seen (self->fields, self->first, self->n_seen);
}

static gboolean
sync_switch (gpointer user_data)
{
  TriColumns *self = user_data;

  self->sync_id = 0;
  show_switch (self);
  return G_SOURCE_REMOVE;
}

void
tri_columns_reveal (TriColumns *self, guint position)
{
  GtkWidget *focused = gtk_widget_get_focus_child (GTK_WIDGET (self->strip));

  if (position >= get_n_columns (self))
    return;
  self->current = position;
  choose_seen (self, MAX (self->n_seen, 1));
  tri_column_strip_show_now (self->strip);
  show_switch (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  /* Keys must not go where nobody looks. */
  if (focused && !gtk_widget_get_child_visible (focused))
    gtk_widget_child_focus (GTK_WIDGET (tri_columns_get_view (self, position)), GTK_DIR_TAB_FORWARD);
}

void
tri_columns_focus (TriColumns *self, guint position)
{
  TriColumnView *view = tri_columns_get_view (self, position);

  if (!view)
    return;
  tri_columns_reveal (self, position);
  if (self->facet != TRI_FACET_FIELDS)
    gtk_widget_child_focus (GTK_WIDGET (view), GTK_DIR_TAB_FORWARD);
  else if (!tri_seen_has_focus (GTK_WIDGET (self->fields))) /* one table for all columns */
    gtk_widget_child_focus (GTK_WIDGET (self->fields), GTK_DIR_TAB_FORWARD);
}

/* The column that has the focus, or else `otherwise`. */
static int
get_focused (TriColumns *self, int otherwise)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  for (int i = 0; focus && i < (int) get_n_columns (self); i++)
    if (gtk_widget_is_ancestor (focus, GTK_WIDGET (tri_columns_get_view (self, i))))
      return i;
  return self->facet == TRI_FACET_FIELDS ? (int) self->current : otherwise;
}

void
tri_columns_go (TriColumns *self, int by)
{
  int n = (int) get_n_columns (self);

  if (n > 0)
    tri_columns_focus (self, (guint) ((get_focused (self, by > 0 ? -1 : n) + by + n) % n));
}

static TriLinkedView *
get_linked_view (TriColumns *self, guint position)
{
  GtkWidget *text = tri_column_view_get_text_view (tri_columns_get_view (self, position));
  GtkWidget *view = gtk_widget_get_ancestor (text, TRI_TYPE_JSON_VIEW);

  return view ? tri_linked_view_find (TRI_JSON_VIEW (view)) : NULL;
}

void
tri_columns_go_to_counterpart (TriColumns *self)
{
  int n = (int) get_n_columns (self), at = get_focused (self, n - 1);

  if (self->facet == TRI_FACET_FIELDS)
    {
      tri_columns_reveal (self, tri_fields_view_find_next (self->fields, (guint) at));
      return;
    }
  for (int i = 1; i < n; i++)
    {
      guint position = (guint) ((at + i) % n);
      TriLinkedView *linked = get_linked_view (self, position);

      if (!linked || !tri_linked_view_has_counterpart (linked))
        continue;
      tri_columns_reveal (self, position);
      tri_linked_view_go_to_counterpart (linked);
      return;
    }
}

void
tri_columns_find_field (TriColumns *self)
{
  if (self->fields)
    tri_fields_view_focus_filter (self->fields);
}

/* The views */

TriColumnView *
tri_columns_get_view (TriColumns *self, guint position)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->strip));

  while (child && position-- > 0)
    child = gtk_widget_get_next_sibling (child);
  return child ? TRI_COLUMN_VIEW (child) : NULL;
}

static GtkWidget *
find_view (TriColumns *self, TriColumn *column)
{
  TriColumnView *view;

  for (guint i = 0; (view = tri_columns_get_view (self, i)); i++)
    if (tri_column_view_get_column (view) == column)
      return GTK_WIDGET (view);
  return NULL;
}

static guint
find_column (TriColumns *self, TriColumn *column)
{
  guint position = 0;

  while (position < get_n_columns (self) && tri_comparison_get_column (self->comparison, position) != column)
    position++;
  return position;
}

static void
baseline_chosen (TriColumnView *view, TriColumns *self)
{
  TriColumn *column = tri_column_view_get_column (view);

  tri_comparison_set_baseline (self->comparison,
                               column == tri_comparison_get_baseline (self->comparison) ? NULL : column);
}

static void
baseline_changed (TriColumns *self)
{
  TriColumnView *view;

  for (guint i = 0; (view = tri_columns_get_view (self, i)); i++)
    tri_column_view_set_baseline (view, tri_comparison_get_baseline (self->comparison));
}

static void
column_moved (TriColumnView *view, int by, TriColumns *self)
{
  TriColumn *column = tri_column_view_get_column (view);
  int to = (int) find_column (self, column) + by;

  /* Said before it moves, so that it is not out of view for a moment. */
  self->current = (guint) CLAMP (to, 0, (int) get_n_columns (self) - 1);
  tri_comparison_move (self->comparison, column, by);
}

static gboolean
remove_column (gpointer user_data)
{
  TriColumnView *view = user_data;
  TriColumns *self = TRI_COLUMNS (gtk_widget_get_ancestor (GTK_WIDGET (view), TRI_TYPE_COLUMNS));
  g_autoptr (TriColumn) column = NULL;
  gboolean had_focus;
  guint position;

  if (!self)
    return G_SOURCE_REMOVE;
  column = g_object_ref (tri_column_view_get_column (view));
  position = find_column (self, column);
  had_focus = tri_seen_has_focus (GTK_WIDGET (view));
  tri_comparison_remove (self->comparison, column);
  /* The focus goes to the neighbour in whose place it was, or it would be nowhere. */
  if (had_focus)
    tri_columns_focus (self, MIN (position, get_n_columns (self) - 1));
  g_signal_emit (self, signals[REMOVED], 0, column, position);
  return G_SOURCE_REMOVE;
}

/* Not before the menu it was chosen from has closed: GTK goes on looking at the menu's surface. */
static void
column_removed (TriColumnView *view, TriColumns *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, remove_column, g_object_ref (view), g_object_unref);
}

static void
column_changed (TriColumns *self)
{
  if (self->head)
    tri_column_switch_fill (TRI_COLUMN_SWITCH (self->head), self->comparison);
  show_switch (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Where the focus is, there the eye is: that column stays in view. */
static void
focus_entered (GtkEventController *controller, TriColumns *self)
{
  TriColumnView *view = TRI_COLUMN_VIEW (gtk_event_controller_get_widget (controller));

  self->current = find_column (self, tri_column_view_get_column (view));
}

static GtkWidget *
new_view (TriColumns *self, TriColumn *column)
{
  GtkWidget *view = tri_column_view_new (column, self->servers);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_entered), self, 0);
  gtk_widget_add_controller (view, focus);

  g_signal_connect_object (view, "move", G_CALLBACK (column_moved), self, 0);
  g_signal_connect_object (view, "remove", G_CALLBACK (column_removed), self, 0);
  g_signal_connect_object (view, "baseline", G_CALLBACK (baseline_chosen), self, 0);
  g_signal_connect_object (column, "changed", G_CALLBACK (column_changed), self, G_CONNECT_SWAPPED);
  tri_column_view_set_size_group (TRI_COLUMN_VIEW (view), self->ends);
  tri_column_view_set_draft (TRI_COLUMN_VIEW (view), self->prompt, self->settings);
  if (self->facet != TRI_FACET_FIELDS)
    tri_column_view_set_facet (TRI_COLUMN_VIEW (view), self->facet);
  tri_column_view_set_baseline (TRI_COLUMN_VIEW (view), tri_comparison_get_baseline (self->comparison));
  return view;
}

static void
drop_view (TriColumns *self, GtkWidget *view)
{
  g_signal_handlers_disconnect_by_data (tri_column_view_get_column (TRI_COLUMN_VIEW (view)), self);
  gtk_widget_unparent (view);
}

/* Makes the views follow the columns. */
static void
columns_changed (TriColumns *self)
{
  guint n = get_n_columns (self);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->strip));
  GtkWidget *before = NULL;

  while (child)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (find_column (self, tri_column_view_get_column (TRI_COLUMN_VIEW (child))) == n)
        drop_view (self, child);
      child = next;
    }
  for (guint i = 0; i < n; i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);
      GtkWidget *found = find_view (self, column);
      GtkWidget *view = found ? found : new_view (self, column);

      if (!found || gtk_widget_get_prev_sibling (view) != before)
        gtk_widget_insert_after (view, GTK_WIDGET (self->strip), before);
      tri_column_view_set_place (TRI_COLUMN_VIEW (view), i, n);
      before = view;
    }
  choose_seen (self, self->n_seen);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  column_changed (self);
}

/* The widget that shows the facet. */
static GtkWidget *
get_body (TriColumns *self)
{
  return self->facet == TRI_FACET_FIELDS ? GTK_WIDGET (self->fields) : GTK_WIDGET (self->strip);
}

static void
create_fields (TriColumns *self)
{
  self->fields = TRI_FIELDS_VIEW (tri_fields_view_new (self->comparison));
  tri_fields_view_set_draft (self->fields, self->prompt, self->settings);
  tri_fields_view_set_seen (self->fields, self->first, self->n_seen);
  gtk_widget_set_parent (GTK_WIDGET (self->fields), GTK_WIDGET (self));
}

void
tri_columns_set_facet (TriColumns *self, TriFacet facet)
{
  TriColumnView *view;

  self->facet = facet;
  if (facet == TRI_FACET_FIELDS && !self->fields)
    create_fields (self);
  tri_seen_set (GTK_WIDGET (self->strip), facet != TRI_FACET_FIELDS);
  if (self->fields)
    tri_seen_set (GTK_WIDGET (self->fields), facet == TRI_FACET_FIELDS);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (facet == TRI_FACET_FIELDS)
    return;
  for (guint i = 0; (view = tri_columns_get_view (self, i)); i++)
    tri_column_view_set_facet (view, facet);
}

TriFacet
tri_columns_get_facet (TriColumns *self)
{
  return self->facet;
}

void
tri_columns_set_draft (TriColumns *self, TriPrompt *prompt, const TriSettings *settings)
{
  TriColumnView *view;

  g_clear_pointer (&self->prompt, tri_prompt_unref);
  self->prompt = prompt ? tri_prompt_ref (prompt) : NULL;
  tri_settings_free (self->settings);
  self->settings = tri_settings_copy (settings);
  for (guint i = 0; (view = tri_columns_get_view (self, i)); i++)
    tri_column_view_set_draft (view, prompt, settings);
  if (self->fields)
    tri_fields_view_set_draft (self->fields, prompt, settings);
}

void
tri_columns_flush (TriColumns *self)
{
  TriColumnView *view;

  for (guint i = 0; (view = tri_columns_get_view (self, i)); i++)
    tri_column_view_flush (view);
}

/* Sizes */

static void
tri_columns_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  TriColumns *self = TRI_COLUMNS (widget);
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  int head_minimum = 0, head_natural = 0;

  gtk_widget_measure (get_body (self), orientation, for_size, minimum, natural, NULL, NULL);
  if (self->head)
    gtk_widget_measure (self->head, orientation, -1, &head_minimum, &head_natural, NULL, NULL);
  if (across)
    {
      *minimum = MAX (*minimum, head_minimum);
      *natural = MAX (*natural, head_natural);
    }
  else
    {
      *minimum += head_minimum;
      *natural += head_natural;
    }
  *minimum_baseline = *natural_baseline = -1;
}

static void
tri_columns_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TriColumns *self = TRI_COLUMNS (widget);
  guint n_seen = self->n_seen, first = self->first;
  int top = 0;

  choose_seen (self, tri_column_strip_count_fitting (self->strip, width));
  if (self->head)
    tri_seen_set (self->head, self->n_seen < get_n_columns (self));
  if (self->head && gtk_widget_get_child_visible (self->head))
    {
      gtk_widget_measure (self->head, GTK_ORIENTATION_VERTICAL, width, &top, NULL, NULL, NULL);
      gtk_widget_size_allocate (self->head, &(GtkAllocation){ 0, 0, width, top }, -1);
    }
  gtk_widget_size_allocate (get_body (self), &(GtkAllocation){ 0, top, width, MAX (height - top, 0) }, -1);
  /* Words change sizes, and sizes are what is being given out: the switch speaks a moment later. */
  if ((self->n_seen != n_seen || self->first != first) && self->sync_id == 0)
    self->sync_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, sync_switch, self, NULL);
}

static GtkSizeRequestMode
tri_columns_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Life */

static void
tri_columns_dispose (GObject *object)
{
  TriColumns *self = TRI_COLUMNS (object);

  g_clear_handle_id (&self->sync_id, g_source_remove);
  if (self->comparison)
    g_signal_handlers_disconnect_by_data (self->comparison, self);
  g_clear_pointer (&self->head, gtk_widget_unparent);
  if (self->fields)
    gtk_widget_unparent (GTK_WIDGET (self->fields));
  self->fields = NULL;
  if (self->strip)
    gtk_widget_unparent (GTK_WIDGET (self->strip));
  self->strip = NULL;
  g_clear_object (&self->ends);
  g_clear_object (&self->comparison);
  g_clear_object (&self->servers);
  g_clear_pointer (&self->prompt, tri_prompt_unref);
  g_clear_pointer (&self->settings, tri_settings_free);
  G_OBJECT_CLASS (tri_columns_parent_class)->dispose (object);
}

static void
tri_columns_class_init (TriColumnsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_columns_dispose;
  widget_class->measure = tri_columns_measure;
  widget_class->size_allocate = tri_columns_size_allocate;
  widget_class->get_request_mode = tri_columns_get_request_mode;
  g_type_ensure (TRI_TYPE_COLUMN_STRIP);
  g_type_ensure (TRI_TYPE_COLUMN_SWITCH);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/columns.ui");
  gtk_widget_class_bind_template_child (widget_class, TriColumns, strip);
  signals[CHANGED] = g_signal_new ("changed", TRI_TYPE_COLUMNS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", TRI_TYPE_COLUMNS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   TRI_TYPE_COLUMN, G_TYPE_UINT);
}

static void
tri_columns_init (TriColumns *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = tri_settings_new ();
  self->ends = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);
}

void
tri_columns_follow (TriColumns *self, TriComparison *comparison, GListModel *servers)
{
  g_return_if_fail (self->comparison == NULL);
  self->comparison = g_object_ref (comparison);
  self->servers = g_object_ref (servers);
  g_signal_connect_object (comparison, "items-changed", G_CALLBACK (columns_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison, "notify::baseline", G_CALLBACK (baseline_changed), self, G_CONNECT_SWAPPED);
  columns_changed (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finder.h"

#include "search-bar.h"

struct _TriFinder
{
  GObject parent_instance;

  TriColumns *columns; /* of the window, like the box and the header */
  GtkBox *box;
  GtkWidget *header;
  TriSearchBar *bar; /* NULL until first opened */
};

G_DEFINE_FINAL_TYPE (TriFinder, tri_finder, G_TYPE_OBJECT)

void
tri_finder_follow (TriFinder *self)
{
  g_autoptr (GPtrArray) views = g_ptr_array_new ();
  gboolean in_text = tri_columns_get_facet (self->columns) != TRI_FACET_FIELDS;
  TriColumnView *view;

  /* A text view that nobody searches and that has no text need not be made. */
  if (!self->bar || !tri_search_bar_is_open (self->bar))
    return;
  for (guint i = 0; in_text && (view = tri_columns_get_view (self->columns, i)); i++)
    g_ptr_array_add (views, tri_column_view_get_text_view (view));
  tri_search_bar_set_views (self->bar, views);
}

static void
open_bar (TriFinder *self)
{
  if (!self->bar)
    {
      self->bar = g_object_new (TRI_TYPE_SEARCH_BAR, NULL);
      g_signal_connect_object (self->bar, "opened", G_CALLBACK (tri_finder_follow), self, G_CONNECT_SWAPPED);
      gtk_box_insert_child_after (self->box, GTK_WIDGET (self->bar), self->header);
    }
  tri_search_bar_open (self->bar);
}

static void
find (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriFinder *self = user_data;

  if (tri_columns_get_facet (self->columns) == TRI_FACET_FIELDS)
    tri_columns_find_field (self->columns);
  else
    open_bar (self);
}

/* From the search that was made last, if there was one. */
static void
go (TriFinder *self, gboolean forward)
{
  if (self->bar)
    tri_search_bar_go (self->bar, forward);
}

static void
find_next (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  go (user_data, TRUE);
}

static void
find_previous (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  go (user_data, FALSE);
}

static const GActionEntry actions[] = {
  { .name = "find", .activate = find },
  { .name = "find-next", .activate = find_next },
  { .name = "find-previous", .activate = find_previous },
};

static void
tri_finder_class_init (TriFinderClass *klass)
{
}

static void
tri_finder_init (TriFinder *self)
{
}

TriFinder *
tri_finder_new (GtkWindow *window, TriColumns *columns, GtkBox *box, GtkWidget *header)
{
  TriFinder *self = g_object_new (TRI_TYPE_FINDER, NULL);

  self->columns = columns;
  self->box = box;
  self->header = header;
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_object_set_data_full (G_OBJECT (window), "tri-finder", self, g_object_unref);
  return self;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages.h"

#include <glib/gi18n-lib.h>

#include "servers.h"

static const struct
{
  const char *id;
  const char *title; /* marked for translation */
  const char *icon;
} pages[] = {
  { "compare", N_ ("Compare"), "view-dual-symbolic" },
  { "migrate", N_ ("Migrate"), "media-playlist-shuffle-symbolic" },
};

struct _TriPages
{
  GObject parent_instance;

  GtkWindow *window;
  GtkBox *box;
  AdwFlap *flap; /* NULL until it is needed, as are those that follow */
  GtkStack *stack;
  GtkListBox *list;
  TriMigratePage *migrate;
  guint shown;
};

G_DEFINE_FINAL_TYPE (TriPages, tri_pages, G_TYPE_OBJECT)

enum
{
  CHANGED,
  COMPARE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_state (TriPages *self, const char *name, GVariant *state)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->window), name)), state);
}

static void
flap_revealed (TriPages *self)
{
  set_state (self, "sidebar", g_variant_new_boolean (adw_flap_get_reveal_flap (self->flap)));
}

static void
row_activated (GtkListBox *list, GtkListBoxRow *row, TriPages *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "page",
                                  g_variant_new_string (pages[gtk_list_box_row_get_index (row)].id));
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

static GtkWidget *
new_row (guint page)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (pages[page].icon));
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ (pages[page].title)));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (pages[page].title), -1);
  return row;
}

static GtkWidget *
new_sidebar (TriPages *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Pages"), -1);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_list_box_append (self->list, new_row (i));
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) self->shown));
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated), self, 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_widget_set_size_request (scrolled, 200, -1);
  gtk_widget_add_css_class (scrolled, "background");
  return scrolled;
}

/* Puts what stands below the header bar into the first page. The focus goes with it. */
static void
build (TriPages *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);
  GtkWidget *compare, *child;

  if (self->flap)
    return;
  compare = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  while ((child = gtk_widget_get_next_sibling (gtk_widget_get_first_child (GTK_WIDGET (self->box)))))
    {
      g_object_ref (child);
      gtk_box_remove (self->box, child);
      gtk_box_append (GTK_BOX (compare), child);
      g_object_unref (child);
    }
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, compare, pages[0].id);
  self->flap = ADW_FLAP (adw_flap_new ());
  adw_flap_set_reveal_flap (self->flap, FALSE);
  /* Or in a narrow window the bar would go again as soon as it comes. */
  adw_flap_set_locked (self->flap, TRUE);
  adw_flap_set_fold_threshold_policy (self->flap, ADW_FOLD_THRESHOLD_POLICY_MINIMUM);
  adw_flap_set_content (self->flap, GTK_WIDGET (self->stack));
  adw_flap_set_flap (self->flap, new_sidebar (self));
  adw_flap_set_separator (self->flap, gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_widget_set_vexpand (GTK_WIDGET (self->flap), TRUE);
  gtk_box_append (self->box, GTK_WIDGET (self->flap));
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (flap_revealed), self, G_CONNECT_SWAPPED);
  if (focus && gtk_widget_get_root (focus) == GTK_ROOT (self->window))
    gtk_widget_grab_focus (focus);
}

static void
set_sidebar (GSimpleAction *action, GVariant *value, gpointer data)
{
  TriPages *self = data;
  gboolean reveal = g_variant_get_boolean (value);

  build (self);
  adw_flap_set_reveal_flap (self->flap, reveal);
  if (reveal)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) self->shown)));
}

static void
migrate_compared (TriPages *self)
{
  g_signal_emit (self, signals[COMPARE], 0);
}

static void
set_page (GSimpleAction *action, GVariant *value, gpointer data)
{
  TriPages *self = data;
  const char *id = g_variant_get_string (value, NULL);
  guint page = 0;

  while (page < G_N_ELEMENTS (pages) && !g_str_equal (pages[page].id, id))
    page++;
  if (page == G_N_ELEMENTS (pages) || page == self->shown)
    return;
  build (self);
  if (page == 1 && !self->migrate)
    {
      self->migrate = TRI_MIGRATE_PAGE (tri_migrate_page_new ());
      g_signal_connect_object (self->migrate, "compare", G_CALLBACK (migrate_compared), self, G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->migrate), pages[page].id);
    }
  self->shown = page;
  set_state (self, "page", value);
  gtk_stack_set_visible_child_name (self->stack, pages[page].id);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) page));
  g_signal_emit (self, signals[CHANGED], 0);
  if (page == 1)
    tri_migrate_page_focus (self->migrate);
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

gboolean
tri_pages_hide_compare (TriPages *self)
{
  return self->shown != 0;
}

gboolean
tri_pages_get_pair (TriPages *self, TriMigratePair *pair)
{
  return self->migrate && tri_migrate_page_get_pair (self->migrate, pair);
}

void
tri_pages_fill_with_pair (TriComparison *comparison, GListStore *servers, const TriMigratePair *pair)
{
  TriServer *server = pair->server ? pair->server : tri_servers_get (G_LIST_MODEL (servers), 0);
  const TriFormat *const formats[] = { pair->from, pair->to };
  GBytes *const bodies[] = { pair->original, pair->result };

  if (tri_servers_find (G_LIST_MODEL (servers), server) == G_MAXUINT)
    {
      g_autoptr (TriServerItem) item = tri_server_item_new (server);

      g_list_store_append (servers, item);
    }
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (TriColumn) column = tri_column_new (formats[i], server, NULL);

      tri_column_set_body (column, bodies[i], NULL);
      tri_comparison_insert (comparison, i, column);
    }
  while (tri_comparison_get_n_columns (comparison) > G_N_ELEMENTS (formats))
    tri_comparison_remove (comparison, tri_comparison_get_column (comparison, G_N_ELEMENTS (formats)));
}

static const GActionEntry actions[] = {
  { .name = "sidebar", .state = "false", .change_state = set_sidebar },
  { .name = "page", .parameter_type = "s", .state = "'compare'", .change_state = set_page },
};

static void
tri_pages_class_init (TriPagesClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", TRI_TYPE_PAGES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COMPARE] = g_signal_new ("compare", TRI_TYPE_PAGES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_pages_init (TriPages *self)
{
}

TriPages *
tri_pages_new (GtkWindow *window, GtkBox *box)
{
  TriPages *self = g_object_new (TRI_TYPE_PAGES, NULL);

  self->window = window;
  self->box = box;
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_object_set_data_full (G_OBJECT (window), "tri-pages", self, g_object_unref);
  return self;
}

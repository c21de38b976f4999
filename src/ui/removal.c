/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "removal.h"

#include <glib/gi18n-lib.h>

#include "announce.h"

#define TRI_TYPE_REMOVAL (tri_removal_get_type ())
G_DECLARE_FINAL_TYPE (TriRemoval, tri_removal, TRI, REMOVAL, GObject)

/* So many come back: each is kept with its answers, which may be large. */
#define MAX_REMOVED 10

typedef struct
{
  TriColumn *column;
  guint position;
  AdwToast *toast;
} Removed;

struct _TriRemoval
{
  GObject parent_instance;

  AdwToastOverlay *toasts; /* of the window, which owns this, like the columns and the action */
  TriColumns *columns;
  GSimpleAction *action;
  TriComparison *comparison;
  GPtrArray *removed; /* Removed, the latest last */
};

G_DEFINE_FINAL_TYPE (TriRemoval, tri_removal, G_TYPE_OBJECT)

static void
removed_free (gpointer data)
{
  Removed *removed = data;

  g_object_unref (removed->column);
  g_object_unref (removed->toast);
  g_free (removed);
}

/* What nobody would see come back is not brought back. */
static void
update_action (TriRemoval *self)
{
  g_simple_action_set_enabled (self->action,
                               self->removed->len > 0 && gtk_widget_get_mapped (GTK_WIDGET (self->columns)));
}

static void
bring_back (TriRemoval *self, guint index)
{
  Removed *removed = g_ptr_array_steal_index (self->removed, index);

  update_action (self);
  adw_toast_dismiss (removed->toast);
  tri_comparison_insert (self->comparison, removed->position, removed->column);
  tri_columns_focus (self->columns, removed->position);
  removed_free (removed);
}

static gboolean
bring_back_latest (gpointer user_data)
{
  TriRemoval *self = user_data;

  if (self->removed->len > 0)
    bring_back (self, self->removed->len - 1);
  return G_SOURCE_REMOVE;
}

/* Not before the menu it was chosen from has closed, which would take the focus into its own with it. */
static void
undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, bring_back_latest, g_object_ref (user_data), g_object_unref);
}

static void
undo_clicked (AdwToast *toast, TriRemoval *self)
{
  for (guint i = 0; i < self->removed->len; i++)
    if (((Removed *) self->removed->pdata[i])->toast == toast)
      {
        bring_back (self, i);
        return;
      }
}

static void
column_removed (TriColumns *columns, TriColumn *column, guint position, TriRemoval *self)
{
  AdwToast *toast = adw_toast_new (_ ("Column removed"));
  Removed *removed = g_new (Removed, 1);

  *removed = (Removed){ g_object_ref (column), position, g_object_ref (toast) };
  if (self->removed->len == MAX_REMOVED)
    g_ptr_array_remove_index (self->removed, 0);
  g_ptr_array_add (self->removed, removed);
  update_action (self);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  /* Longer than most: answers went with it. */
  adw_toast_set_timeout (toast, 10);
  /* The latest removal is the one that may have been a slip. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
  tri_announce (GTK_WIDGET (columns), _ ("Column removed"));
}

static void
tri_removal_finalize (GObject *object)
{
  TriRemoval *self = TRI_REMOVAL (object);

  g_ptr_array_unref (self->removed);
  g_object_unref (self->comparison);
  G_OBJECT_CLASS (tri_removal_parent_class)->finalize (object);
}

static void
tri_removal_class_init (TriRemovalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_removal_finalize;
}

static void
tri_removal_init (TriRemoval *self)
{
  self->removed = g_ptr_array_new_with_free_func (removed_free);
}

void
tri_removal_new (GtkWindow *window, AdwToastOverlay *toasts, TriColumns *columns, TriComparison *comparison)
{
  static const GActionEntry actions[] = { { .name = "undo", .activate = undo } };
  TriRemoval *self = g_object_new (TRI_TYPE_REMOVAL, NULL);

  self->toasts = toasts;
  self->columns = columns;
  self->comparison = g_object_ref (comparison);
  g_object_set_data_full (G_OBJECT (window), "tri-removal", self, g_object_unref);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  self->action = G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (window), "undo"));
  update_action (self);
  g_signal_connect_object (columns, "removed", G_CALLBACK (column_removed), self, 0);
  g_signal_connect_object (columns, "map", G_CALLBACK (update_action), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (columns, "unmap", G_CALLBACK (update_action), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-use.h"

#include <glib/gi18n-lib.h>

#include "announce.h"
#include "core/text.h"
#include "preferences-window.h"
#include "server-dialog.h"
#include "servers.h"

#define TRI_TYPE_SERVER_USE (tri_server_use_get_type ())
G_DECLARE_FINAL_TYPE (TriServerUse, tri_server_use, TRI, SERVER_USE, GObject)

struct _TriServerUse
{
  GObject parent_instance;

  GtkWindow *window; /* which owns this */
  AdwToastOverlay *toasts;
  TriComparison *comparison;
  GListStore *servers;
  gboolean adding; /* this window's dialog is open */
};

G_DEFINE_FINAL_TYPE (TriServerUse, tri_server_use, G_TYPE_OBJECT)

/* `format` takes the name of a server. It is said to those who do not see the toast, too. */
static AdwToast *
new_toast (TriServerUse *self, const char *format, TriServer *server)
{
  g_autofree char *name = tri_text_dup_displayable (tri_server_get_name (server), -1, NULL);
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  title = g_strdup_printf (format, name);
#pragma GCC diagnostic pop
  escaped = g_markup_escape_text (title, -1);
  tri_announce (GTK_WIDGET (self->window), title);
  return adw_toast_new (escaped);
}

/* A new server is of no use until a column asks it: the offer stands where the dialog was. */
static void
offer (TriServerUse *self, guint position)
{
  AdwToast *toast = new_toast (self, _ ("“%s” was added"), tri_servers_get (G_LIST_MODEL (self->servers), position));

  adw_toast_set_button_label (toast, _ ("Use in All Columns"));
  adw_toast_set_action_name (toast, "win.use-server");
  adw_toast_set_action_target_value (toast, g_variant_new_uint32 (position));
  /* Longer than most: it is the next thing that whoever added a server wants to do, found by eye, by ear or by Tab. */
  adw_toast_set_timeout (toast, 15);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Columns whose server is not in the list any more get `instead`. */
static void
lead_away (TriServerUse *self, TriServer *instead, gboolean say)
{
  g_autoptr (TriServer) gone = NULL;

  for (guint i = 0; i < tri_comparison_get_n_columns (self->comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);
      TriServer *server = tri_column_get_server (column);

      if (tri_servers_find (G_LIST_MODEL (self->servers), server) != G_MAXUINT)
        continue;
      if (!gone)
        gone = tri_server_ref (server);
      if (tri_server_is_practice (instead))
        tri_column_set_model (column, NULL); /* which only the other one knew */
      tri_column_set_server (column, instead);
    }
  if (gone && say)
    adw_toast_overlay_add_toast (
        self->toasts, new_toast (self, _ ("“%s” was removed: its columns ask the practice server now"), gone));
}

static void
servers_changed (GListModel *servers, guint position, guint removed, guint added, TriServerUse *self)
{
  if (removed == 1 && added == 1)
    lead_away (self, tri_servers_get (servers, position), FALSE);
  else if (removed > 0)
    lead_away (self, tri_servers_get (servers, 0), TRUE);
  else if (added > 0 && self->adding)
    offer (self, position);
  if (added > 0)
    self->adding = FALSE;
}

/* A column that comes back by an undo may ask a server that went meanwhile. */
static void
columns_changed (TriServerUse *self)
{
  lead_away (self, tri_servers_get (G_LIST_MODEL (self->servers), 0), TRUE);
}

static void
add_server (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriServerUse *self = user_data;

  self->adding = TRUE;
  gtk_window_present (GTK_WINDOW (tri_server_dialog_new (self->window, self->servers)));
}

static void
show_servers (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriServerUse *self = user_data;

  tri_preferences_window_present (self->window, self->servers, "servers");
}

static void
show_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriServerUse *self = user_data;

  tri_preferences_window_present (self->window, self->servers, "general");
}

static void
use_server (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriServerUse *self = user_data;
  TriServer *server = tri_servers_get (G_LIST_MODEL (self->servers), g_variant_get_uint32 (parameter));

  for (guint i = 0; server && i < tri_comparison_get_n_columns (self->comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);

      tri_column_set_server (column, server);
      tri_column_set_model (column, NULL);
    }
}

static const GActionEntry actions[] = {
  { .name = "add-server", .activate = add_server },
  { .name = "servers", .activate = show_servers },
  { .name = "preferences", .activate = show_preferences },
  { .name = "use-server", .activate = use_server, .parameter_type = "u" },
};

static void
tri_server_use_finalize (GObject *object)
{
  TriServerUse *self = TRI_SERVER_USE (object);

  g_clear_object (&self->comparison);
  g_clear_object (&self->servers);
  G_OBJECT_CLASS (tri_server_use_parent_class)->finalize (object);
}

static void
tri_server_use_class_init (TriServerUseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_server_use_finalize;
}

static void
tri_server_use_init (TriServerUse *self)
{
}

void
tri_server_use_new (GtkWindow *window, AdwToastOverlay *toasts, TriComparison *comparison, GListStore *servers)
{
  TriServerUse *self = g_object_new (TRI_TYPE_SERVER_USE, NULL);

  self->window = window;
  self->toasts = toasts;
  self->comparison = g_object_ref (comparison);
  self->servers = g_object_ref (servers);
  g_object_set_data_full (G_OBJECT (window), "tri-server-use", self, g_object_unref);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (servers, "items-changed", G_CALLBACK (servers_changed), self, 0);
  g_signal_connect_object (comparison, "items-changed", G_CALLBACK (columns_changed), self, G_CONNECT_SWAPPED);
}

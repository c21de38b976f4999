/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences-window.h"

#include <glib/gi18n-lib.h>

#include "core/text.h"
#include "preferences.h"
#include "server-dialog.h"
#include "servers.h"
#include "zoom.h"

struct _TriPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  GtkAdjustment *zoom;
  GtkSwitch *wrap;
  GtkSwitch *markdown;
  AdwComboRow *pace;
  GtkAdjustment *connect_limit;
  GtkAdjustment *first_byte_limit;
  GtkAdjustment *silence_limit;
  GtkAdjustment *total_limit;
  AdwPreferencesGroup *list;
  GtkWidget *add;

  GListStore *servers;
  GPtrArray *rows; /* of the list, in its order */
};

G_DEFINE_FINAL_TYPE (TriPreferencesWindow, tri_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

/* In milliseconds between two tokens; the words for them stand in the .ui in this order. */
static const guint paces[] = { 0, 15, 45, 150 };

/* Servers */

static void
edit_clicked (GtkButton *button, TriPreferencesWindow *self)
{
  guint position = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "position"));

  gtk_window_present (GTK_WINDOW (tri_server_dialog_new_for (GTK_WINDOW (self), self->servers, position)));
}

static void
remove_clicked (GtkButton *button, TriPreferencesWindow *self)
{
  g_list_store_remove (self->servers, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "position")));
}

static void
add_clicked (TriPreferencesWindow *self)
{
  gtk_window_present (GTK_WINDOW (tri_server_dialog_new (GTK_WINDOW (self), self->servers)));
}

/* `format` takes the name of the server, so that each button says which one it is for. */
static GtkWidget *
new_button (TriPreferencesWindow *self,
            guint position,
            const char *icon,
            const char *tooltip,
            const char *label,
            GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (button), "position", GUINT_TO_POINTER (position));
  g_signal_connect_object (button, "clicked", clicked, self, 0);
  return button;
}

static const char *
get_key_words (TriServer *server)
{
  switch (tri_server_get_key_source (server))
    {
    case TRI_KEY_ENVIRONMENT:
      return _ ("key from the environment");
    case TRI_KEY_MEMORY:
      return _ ("key in memory");
    default:
      return _ ("no key");
    }
}

static GtkWidget *
new_row (TriPreferencesWindow *self, guint position)
{
  TriServer *server = tri_servers_get (G_LIST_MODEL (self->servers), position);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = tri_text_dup_displayable (tri_server_get_name (server), -1, NULL);
  g_autofree char *subtitle = NULL;
  g_autofree char *edit = g_strdup_printf (_ ("Edit “%s”"), name);
  g_autofree char *remove = g_strdup_printf (_ ("Remove “%s”"), name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  if (tri_server_is_practice (server))
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("On this computer, part of Triptych"));
      return row;
    }
  subtitle = g_strdup_printf ("%s · %s", tri_server_get_base_url (server), get_key_words (server));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_button (self, position, "document-edit-symbolic", _ ("Edit"),
                                                               edit, G_CALLBACK (edit_clicked)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_button (self, position, "user-trash-symbolic", _ ("Remove"),
                                                               remove, G_CALLBACK (remove_clicked)));
  return row;
}

static void
show_servers (TriPreferencesWindow *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->list, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->servers)); i++)
    {
      GtkWidget *row = new_row (self, i);

      adw_preferences_group_add (self->list, row);
      g_ptr_array_add (self->rows, row);
    }
}

/* Preferences */

static gboolean
pace_to_choice (GValue *value, GVariant *variant, gpointer user_data)
{
  guint pace = g_variant_get_uint32 (variant), best = 0;

  for (guint i = 1; i < G_N_ELEMENTS (paces); i++)
    if (ABS ((int) paces[i] - (int) pace) < ABS ((int) paces[best] - (int) pace))
      best = i;
  g_value_set_uint (value, best);
  return TRUE;
}

static GVariant *
choice_to_pace (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_uint32 (paces[MIN (g_value_get_uint (value), G_N_ELEMENTS (paces) - 1)]);
}

static void
bind_settings (TriPreferencesWindow *self)
{
  GSettings *settings = tri_preferences_get ();

  g_object_bind_property (tri_zoom_get (), "percent", self->zoom, "value",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  if (!settings)
    return;
  g_settings_bind (settings, "wrap", self->wrap, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "markdown", self->markdown, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "practice-pace", self->pace, "selected", G_SETTINGS_BIND_DEFAULT,
                                pace_to_choice, choice_to_pace, NULL, NULL);
  g_settings_bind (settings, "connect-limit", self->connect_limit, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "first-byte-limit", self->first_byte_limit, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "silence-limit", self->silence_limit, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "total-limit", self->total_limit, "value", G_SETTINGS_BIND_DEFAULT);
}

static void
tri_preferences_window_finalize (GObject *object)
{
  TriPreferencesWindow *self = TRI_PREFERENCES_WINDOW (object);

  g_clear_object (&self->servers);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (tri_preferences_window_parent_class)->finalize (object);
}

static void
tri_preferences_window_class_init (TriPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tri_preferences_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TriPreferencesWindow, zoom);
  gtk_widget_class_bind_template_child (widget_class, TriPreferencesWindow, wrap);
  gtk_widget_class_bind_template_child (widget_class, TriPreferencesWindow, markdown);
  gtk_widget_class_bind_template_child (widget_class, TriPreferencesWindow, pace);
  gtk_widget_class_bind_template_child (widget_class, TriPreferencesWindow, connect_limit);
  gtk_widget_class_bind_template_child (widget_class, TriPreferencesWindow, first_byte_limit);
  gtk_widget_class_bind_template_child (widget_class, TriPreferencesWindow, silence_limit);
  gtk_widget_class_bind_template_child (widget_class, TriPreferencesWindow, total_limit);
  gtk_widget_class_bind_template_child (widget_class, TriPreferencesWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TriPreferencesWindow, add);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked);
}

static void
tri_preferences_window_init (TriPreferencesWindow *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  bind_settings (self);
}

void
tri_preferences_window_present (GtkWindow *parent, GListStore *servers, const char *page)
{
  TriPreferencesWindow *self = g_object_new (TRI_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);

  self->servers = g_object_ref (servers);
  g_signal_connect_object (servers, "items-changed", G_CALLBACK (show_servers), self, G_CONNECT_SWAPPED);
  show_servers (self);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), page);
  /* Or the focus would begin at the switch of the pages, on the first of them. */
  if (g_str_equal (page, "servers"))
    gtk_widget_grab_focus (self->add);
  gtk_window_present (GTK_WINDOW (self));
}

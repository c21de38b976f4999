/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-dialog.h"

#include <glib/gi18n-lib.h>

#include "preferences.h"
#include "servers.h"

struct _TriServerDialog
{
  AdwWindow parent_instance;

  GtkWidget *add;
  AdwEntryRow *url;
  AdwEntryRow *name;
  AdwEntryRow *model;
  GtkLabel *remark;
  AdwComboRow *key_source;
  AdwEntryRow *key_env;
  AdwPasswordEntryRow *key;
  GtkLabel *key_note;

  GListStore *servers;
  TriServer *old; /* the one that is changed; NULL for a new one */
};

G_DEFINE_FINAL_TYPE (TriServerDialog, tri_server_dialog, ADW_TYPE_WINDOW)

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
mark (gpointer row, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static TriKeySource
get_key_source (TriServerDialog *self)
{
  static const TriKeySource sources[] = { TRI_KEY_NONE, TRI_KEY_ENVIRONMENT, TRI_KEY_MEMORY };
  guint selected = adw_combo_row_get_selected (self->key_source);

  return selected < G_N_ELEMENTS (sources) ? sources[selected] : TRI_KEY_NONE;
}

/* A key belongs to an address: at another one it would be shown to somebody else. */
static gboolean
keeps_key (TriServerDialog *self, const TriUrlReading *reading)
{
  return self->old && tri_server_get_key_source (self->old) == TRI_KEY_MEMORY
         && g_strcmp0 (tri_server_get_base_url (self->old), reading->base_url) == 0;
}

/* The server as it is described now, or NULL with the reason. (transfer full) */
static TriServer *
read_server (TriServerDialog *self, TriUrlReading *reading, GError **error)
{
  TriKeySource source = get_key_source (self);
  const char *name = get_text (self->name);
  const char *env = source == TRI_KEY_ENVIRONMENT ? get_text (self->key_env) : NULL;
  char *key = NULL;
  TriLimits limits = tri_preferences_get_limits ();
  g_autoptr (TriServer) server = NULL;

  mark (self->url, FALSE);
  mark (self->key, FALSE);
  if (!tri_url_read (get_text (self->url), reading, error))
    {
      mark (self->url, TRUE);
      return NULL;
    }
  if (source == TRI_KEY_MEMORY)
    {
      g_autoptr (GError) key_error = NULL;

      key = tri_key_clean (get_text (self->key), &key_error);
      if (key_error)
        {
          mark (self->key, TRUE);
          g_propagate_error (error, g_steal_pointer (&key_error));
          return NULL;
        }
      if (!key && keeps_key (self, reading))
        key = tri_server_dup_key (self->old, NULL);
    }
  server = tri_server_new (name[0] ? name : reading->base_url, reading->base_url, env && env[0] ? env : NULL, key,
                           get_text (self->model));
  tri_key_free (key);
  return tri_server_with_limits (server, self->old ? tri_server_get_limits (self->old) : &limits);
}

static const char *
get_key_note (TriServerDialog *self, TriKeySource source)
{
  if (source == TRI_KEY_MEMORY && self->old && tri_server_get_key_source (self->old) == TRI_KEY_MEMORY)
    return _ ("Leave it empty to keep the key that was typed before, as long as the address stays the same.");

  switch (source)
    {
    case TRI_KEY_ENVIRONMENT:
      return _ ("The variable is read each time something is sent. Triptych does not store its value.");
    case TRI_KEY_MEMORY:
      return _ (
          "The key is kept in memory only and is forgotten when Triptych is closed. It is masked wherever it would "
          "be seen.");
    default:
      return "";
    }
}

/* What was understood is said while it is typed, so that nobody wonders later where a request went. */
static void
edited (TriServerDialog *self)
{
  TriKeySource source = get_key_source (self);
  TriUrlReading reading = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TriServer) server = NULL;
  g_autofree char *warning = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->key_env), source == TRI_KEY_ENVIRONMENT);
  gtk_widget_set_visible (GTK_WIDGET (self->key), source == TRI_KEY_MEMORY);
  gtk_label_set_text (self->key_note, get_key_note (self, source));
  gtk_widget_set_visible (GTK_WIDGET (self->key_note), source != TRI_KEY_NONE);
  gtk_widget_set_sensitive (self->add, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->remark), "error");
  if (get_text (self->url)[0] == '\0')
    {
      mark (self->url, FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->remark), FALSE);
      return;
    }

  server = read_server (self, &reading, &error);
  if (server)
    {
      warning = tri_server_dup_warning (server);
      text = g_strdup_printf (_ ("Requests go to %s"), reading.base_url);
      if (reading.remark || warning)
        {
          g_autofree char *head = g_steal_pointer (&text);

          text = g_strconcat (head, reading.remark ? "\n" : "", reading.remark ? reading.remark : "",
                              warning ? "\n" : "", warning, NULL);
        }
    }
  if (!server || warning)
    gtk_widget_add_css_class (GTK_WIDGET (self->remark), "error");
  gtk_label_set_text (self->remark, server ? text : error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->remark), TRUE);
  gtk_widget_set_sensitive (self->add, server != NULL);
  tri_url_reading_clear (&reading);
}

static void
add_clicked (TriServerDialog *self)
{
  TriUrlReading reading = { 0 };
  g_autoptr (TriServer) server = read_server (self, &reading, NULL);

  tri_url_reading_clear (&reading);
  if (!server)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->key), "");
  if (self->servers)
    {
      g_autoptr (TriServerItem) item = tri_server_item_new (server);
      guint position = self->old ? tri_servers_find (G_LIST_MODEL (self->servers), self->old) : G_MAXUINT;

      if (position == G_MAXUINT)
        g_list_store_append (self->servers, item);
      else
        g_list_store_splice (self->servers, position, 1, (gpointer *) &item, 1);
    }
  gtk_window_close (GTK_WINDOW (self));
}

static void
tri_server_dialog_dispose (GObject *object)
{
  TriServerDialog *self = TRI_SERVER_DIALOG (object);

  if (self->key)
    gtk_editable_set_text (GTK_EDITABLE (self->key), "");
  g_clear_object (&self->servers);
  g_clear_pointer (&self->old, tri_server_unref);
  G_OBJECT_CLASS (tri_server_dialog_parent_class)->dispose (object);
}

static void
tri_server_dialog_class_init (TriServerDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_server_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/server-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TriServerDialog, add);
  gtk_widget_class_bind_template_child (widget_class, TriServerDialog, url);
  gtk_widget_class_bind_template_child (widget_class, TriServerDialog, name);
  gtk_widget_class_bind_template_child (widget_class, TriServerDialog, model);
  gtk_widget_class_bind_template_child (widget_class, TriServerDialog, remark);
  gtk_widget_class_bind_template_child (widget_class, TriServerDialog, key_source);
  gtk_widget_class_bind_template_child (widget_class, TriServerDialog, key_env);
  gtk_widget_class_bind_template_child (widget_class, TriServerDialog, key);
  gtk_widget_class_bind_template_child (widget_class, TriServerDialog, key_note);
  gtk_widget_class_bind_template_callback (widget_class, edited);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked);
}

static void
tri_server_dialog_init (TriServerDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->url));
  edited (self);
}

GtkWidget *
tri_server_dialog_new (GtkWindow *parent, GListStore *servers)
{
  TriServerDialog *self = g_object_new (TRI_TYPE_SERVER_DIALOG, "transient-for", parent, NULL);

  self->servers = g_object_ref (servers);
  return GTK_WIDGET (self);
}

GtkWidget *
tri_server_dialog_new_for (GtkWindow *parent, GListStore *servers, guint position)
{
  TriServerDialog *self = TRI_SERVER_DIALOG (tri_server_dialog_new (parent, servers));
  TriServer *server = tri_servers_get (G_LIST_MODEL (servers), position);
  TriKeySource source = tri_server_get_key_source (server);
  const char *env = tri_server_get_key_env (server);

  gtk_window_set_title (GTK_WINDOW (self), _ ("Edit Server"));
  gtk_button_set_label (GTK_BUTTON (self->add), _ ("_Save"));
  self->old = tri_server_ref (server);
  gtk_editable_set_text (GTK_EDITABLE (self->url), tri_server_get_base_url (server));
  gtk_editable_set_text (GTK_EDITABLE (self->name), tri_server_get_name (server));
  gtk_editable_set_text (GTK_EDITABLE (self->model), tri_server_get_default_model (server));
  gtk_editable_set_text (GTK_EDITABLE (self->key_env), env ? env : "");
  adw_combo_row_set_selected (self->key_source, source == TRI_KEY_NONE ? 0 : source == TRI_KEY_ENVIRONMENT ? 1 : 2);
  edited (self);
  return GTK_WIDGET (self);
}

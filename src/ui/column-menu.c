/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column-menu.h"

#include "core/formats.h"
#include "servers.h"

struct _TriColumnMenu
{
  GtkPopover parent_instance;

  GtkDropDown *format;
  GtkDropDown *server;
  GtkEntry *model;

  TriColumn *column;
  GListModel *servers;
  gboolean showing; /* the widgets are being set, nobody chose */
};

G_DEFINE_FINAL_TYPE (TriColumnMenu, tri_column_menu, GTK_TYPE_POPOVER)

static void
show_column (TriColumnMenu *self)
{
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);
  const char *own;
  TriServer *server = tri_column_get_server (self->column);

  self->showing = TRUE;
  for (guint i = 0; i < n_formats; i++)
    if (formats[i] == tri_column_get_format (self->column))
      gtk_drop_down_set_selected (self->format, i);
  gtk_drop_down_set_selected (self->server, tri_servers_find (self->servers, server));
  own = tri_column_has_own_model (self->column) ? tri_column_get_model (self->column) : "";
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->model)), own) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->model), own);
  gtk_entry_set_placeholder_text (self->model, tri_server_get_default_model (server));
  self->showing = FALSE;
}

static void
format_chosen (GtkDropDown *drop_down, GParamSpec *pspec, TriColumnMenu *self)
{
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (!self->showing && selected < n_formats)
    tri_column_set_format (self->column, formats[selected]);
}

static void
server_chosen (GtkDropDown *drop_down, GParamSpec *pspec, TriColumnMenu *self)
{
  TriServer *server = self->servers ? tri_servers_get (self->servers, gtk_drop_down_get_selected (drop_down)) : NULL;

  /* While nobody looks, it is the list that changes, and no choice. */
  if (!self->showing && server && gtk_widget_get_mapped (GTK_WIDGET (self)))
    tri_column_set_server (self->column, server);
}

static void
model_edited (GtkEditable *editable, TriColumnMenu *self)
{
  if (!self->showing)
    tri_column_set_model (self->column, gtk_editable_get_text (editable));
}

static void
tri_column_menu_dispose (GObject *object)
{
  TriColumnMenu *self = TRI_COLUMN_MENU (object);

  self->showing = TRUE;
  g_clear_object (&self->column);
  g_clear_object (&self->servers);
  G_OBJECT_CLASS (tri_column_menu_parent_class)->dispose (object);
}

static void
tri_column_menu_class_init (TriColumnMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_column_menu_dispose;
  g_type_ensure (TRI_TYPE_SERVER_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/column-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, TriColumnMenu, format);
  gtk_widget_class_bind_template_child (widget_class, TriColumnMenu, server);
  gtk_widget_class_bind_template_child (widget_class, TriColumnMenu, model);
  gtk_widget_class_bind_template_callback (widget_class, format_chosen);
  gtk_widget_class_bind_template_callback (widget_class, server_chosen);
  gtk_widget_class_bind_template_callback (widget_class, model_edited);
}

static void
tri_column_menu_init (TriColumnMenu *self)
{
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tri_column_menu_new (TriColumn *column, GListModel *servers)
{
  TriColumnMenu *self = g_object_new (TRI_TYPE_COLUMN_MENU, NULL);
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  self->column = g_object_ref (column);
  self->servers = g_object_ref (servers);
  for (guint i = 0; i < n_formats; i++)
    gtk_string_list_append (titles, formats[i]->title);
  gtk_drop_down_set_model (self->format, G_LIST_MODEL (titles));
  gtk_drop_down_set_model (self->server, servers);
  g_signal_connect_object (servers, "items-changed", G_CALLBACK (show_column), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (column, "changed", G_CALLBACK (show_column), self, G_CONNECT_SWAPPED);
  show_column (self);
  return GTK_WIDGET (self);
}

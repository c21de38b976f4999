/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "zoom.h"

#include <glib/gi18n-lib.h>

#include "preferences.h"

struct _TriZoom
{
  GObject parent_instance;

  int percent;
  GtkCssProvider *provider;
};

enum
{
  PROP_PERCENT = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TriZoom, tri_zoom, G_TYPE_OBJECT)

/* Captions and headings have sizes of their own in libadwaita, 9 and 11 points; everything else inherits its size. */
static void
append_sizes (GString *css, const char *selector, int percent, int of)
{
  g_string_append_printf (css, "%s { font-size: %d.%02d%%; }\n", selector, percent * 100 / of,
                          percent * 10000 / of % 100);
  g_string_append_printf (css, "%s .caption { font-size: %d.%02dpt; }\n", selector, 9 * percent / 100,
                          9 * percent % 100);
  g_string_append_printf (css, "%s .heading { font-size: %d.%02dpt; }\n", selector, 11 * percent / 100,
                          11 * percent % 100);
}

static void
apply (TriZoom *self)
{
  int frame = 100 + (self->percent - 100) / 2;
  g_autoptr (GString) css = g_string_new (NULL);

  if (self->percent != 100)
    {
      append_sizes (css, ".pane", frame, 100);
      append_sizes (css, ".pane > stack", self->percent, frame);
      append_sizes (css, ".composer textview", self->percent, 100);
      append_sizes (css, ".composer .hint", self->percent, 100);
    }
  gtk_css_provider_load_from_data (self->provider, css->str, (gssize) css->len);
}

static void
tri_zoom_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, TRI_ZOOM (object)->percent);
}

static void
tri_zoom_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  tri_zoom_set_percent (TRI_ZOOM (object), g_value_get_int (value));
}

static void
tri_zoom_finalize (GObject *object)
{
  g_clear_object (&TRI_ZOOM (object)->provider);
  G_OBJECT_CLASS (tri_zoom_parent_class)->finalize (object);
}

static void
tri_zoom_class_init (TriZoomClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tri_zoom_get_property;
  object_class->set_property = tri_zoom_set_property;
  object_class->finalize = tri_zoom_finalize;
  props[PROP_PERCENT] = g_param_spec_int ("percent", NULL, NULL, TRI_ZOOM_MIN, TRI_ZOOM_MAX, 100,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tri_zoom_init (TriZoom *self)
{
  self->percent = 100;
  self->provider = gtk_css_provider_new ();
  if (gdk_display_get_default ())
    gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (self->provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}

TriZoom *
tri_zoom_get (void)
{
  static TriZoom *zoom;
  GSettings *settings = tri_preferences_get ();

  if (!zoom)
    {
      zoom = g_object_new (TRI_TYPE_ZOOM, NULL);
      if (settings)
        g_settings_bind (settings, "zoom", zoom, "percent", G_SETTINGS_BIND_DEFAULT);
    }
  return zoom;
}

int
tri_zoom_get_percent (TriZoom *self)
{
  return self->percent;
}

void
tri_zoom_set_percent (TriZoom *self, int percent)
{
  percent = CLAMP (percent, TRI_ZOOM_MIN, TRI_ZOOM_MAX);
  if (percent == self->percent)
    return;
  self->percent = percent;
  apply (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PERCENT]);
}

void
tri_zoom_step (TriZoom *self, int by)
{
  static const int steps[] = { TRI_ZOOM_MIN, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, TRI_ZOOM_MAX };
  int to = by == 0 ? 100 : self->percent;

  if (by > 0)
    for (guint i = 0; i < G_N_ELEMENTS (steps) && to == self->percent; i++)
      to = MAX (to, steps[i]);
  if (by < 0)
    for (guint i = G_N_ELEMENTS (steps); i > 0 && to == self->percent; i--)
      to = MIN (to, steps[i - 1]);
  tri_zoom_set_percent (self, to);
}

static void
zoom_in (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tri_zoom_step (tri_zoom_get (), 1);
}

static void
zoom_out (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tri_zoom_step (tri_zoom_get (), -1);
}

static void
zoom_reset (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tri_zoom_step (tri_zoom_get (), 0);
}

static const GActionEntry entries[] = {
  { .name = "zoom-in", .activate = zoom_in },
  { .name = "zoom-out", .activate = zoom_out },
  { .name = "zoom-reset", .activate = zoom_reset },
};

void
tri_zoom_add_actions (GActionMap *actions)
{
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), NULL);
}

static void
show_percent (TriZoom *self, GParamSpec *pspec, GtkButton *button)
{
  g_autofree char *label = g_strdup_printf (_ ("%d%%"), self->percent);

  gtk_button_set_label (button, label);
}

static GtkWidget *
new_button (const char *icon, const char *name, const char *action)
{
  GtkWidget *button = icon ? gtk_button_new_from_icon_name (icon) : gtk_button_new ();

  gtk_widget_add_css_class (button, "flat");
  if (icon)
    gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  icon ? GTK_ACCESSIBLE_PROPERTY_LABEL : GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

GtkWidget *
tri_zoom_new_row (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *percent = new_button (NULL, _ ("Ordinary size"), "win.zoom-reset");
  TriZoom *zoom = tri_zoom_get ();

  gtk_box_append (GTK_BOX (row), new_button ("list-remove-symbolic", _ ("Smaller text"), "win.zoom-out"));
  gtk_box_append (GTK_BOX (row), percent);
  gtk_box_append (GTK_BOX (row), new_button ("list-add-symbolic", _ ("Larger text"), "win.zoom-in"));
  gtk_widget_set_hexpand (percent, TRUE);
  gtk_widget_add_css_class (percent, "numeric");
  gtk_widget_add_css_class (row, "zoom");
  g_signal_connect_object (zoom, "notify::percent", G_CALLBACK (show_percent), percent, 0);
  show_percent (zoom, NULL, GTK_BUTTON (percent));
  return row;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "settings-popover.h"

#include <glib/gi18n-lib.h>

#include "source.h"

struct _TriSettingsPopover
{
  GtkPopover parent_instance;

  GtkGrid *grid;
  GtkWidget *inputs[TRI_N_SETTINGS]; /* GtkEntry, GtkTextView or GtkSwitch, by the setting's kind; NULL until shown */
  GtkLabel *errors[TRI_N_SETTINGS];  /* NULL for switches */

  TriSettings *settings;
  gboolean showing; /* the inputs are being set, nobody typed */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriSettingsPopover, tri_settings_popover, GTK_TYPE_POPOVER)

/* What stands in the input of `setting`. (transfer full) */
static char *
dup_input (TriSettingsPopover *self, TriSetting setting)
{
  if (GTK_IS_TEXT_VIEW (self->inputs[setting]))
    return tri_source_dup_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->inputs[setting])));
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->inputs[setting])));
}

static void
show_error (TriSettingsPopover *self, TriSetting setting, const char *message)
{
  GtkWidget *input = self->inputs[setting];

  gtk_label_set_text (self->errors[setting], message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->errors[setting]), message != NULL);
  if (message)
    gtk_widget_add_css_class (input, "error");
  else
    gtk_widget_remove_css_class (input, "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, message ? message : "",
                                  -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_STATE_INVALID,
                               message ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static gboolean
read_input (TriSettingsPopover *self, TriSetting setting)
{
  g_autofree char *text = dup_input (self, setting);
  g_autoptr (GError) error = NULL;
  gboolean ok = tri_settings_set_text (self->settings, setting, text, &error);

  show_error (self, setting, ok ? NULL : error->message);
  return ok;
}

static TriSetting
get_setting (gpointer object)
{
  return GPOINTER_TO_INT (g_object_get_data (object, "setting"));
}

static void
text_edited (gpointer object, TriSettingsPopover *self)
{
  if (self->showing)
    return;
  read_input (self, get_setting (object));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
switched (GtkSwitch *input, GParamSpec *pspec, TriSettingsPopover *self)
{
  if (self->showing)
    return;
  tri_settings_set_switch (self->settings, get_setting (input), gtk_switch_get_active (input));
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
new_text_input (TriSettingsPopover *self, TriSetting setting, const TriSettingInfo *info)
{
  GtkWidget *input;
  GObject *source;

  if (info->kind == TRI_SETTING_STRINGS)
    {
      input = gtk_text_view_new ();
      gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (input), FALSE);
      gtk_text_view_set_left_margin (GTK_TEXT_VIEW (input), 8);
      gtk_text_view_set_right_margin (GTK_TEXT_VIEW (input), 8);
      gtk_text_view_set_top_margin (GTK_TEXT_VIEW (input), 6);
      gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (input), 6);
      gtk_widget_set_size_request (input, -1, 52);
      gtk_widget_add_css_class (input, "lines");
      gtk_widget_set_tooltip_text (input, _ ("One a line; \\n is a line end, \\t a tab, \\\\ a backslash"));
      source = G_OBJECT (gtk_text_view_get_buffer (GTK_TEXT_VIEW (input)));
    }
  else
    {
      input = gtk_entry_new ();
      gtk_editable_set_width_chars (GTK_EDITABLE (input), 10);
      gtk_editable_set_max_width_chars (GTK_EDITABLE (input), 12);
      gtk_editable_set_alignment (GTK_EDITABLE (input), 1.0f);
      gtk_entry_set_placeholder_text (GTK_ENTRY (input), _ ("not set"));
      gtk_entry_set_input_purpose (GTK_ENTRY (input), GTK_INPUT_PURPOSE_NUMBER);
      source = G_OBJECT (input);
    }
  g_object_set_data (source, "setting", GINT_TO_POINTER (setting));
  g_signal_connect_object (source, "changed", G_CALLBACK (text_edited), self, 0);
  return input;
}

static void
add_row (TriSettingsPopover *self, TriSetting setting)
{
  const TriSettingInfo *info = tri_setting_get_info (setting);
  GtkWidget *label = gtk_label_new (_ (info->label));
  GtkWidget *input;
  int row = 2 * (int) setting;

  if (info->kind == TRI_SETTING_SWITCH)
    {
      input = gtk_switch_new ();
      gtk_widget_set_halign (input, GTK_ALIGN_END);
      gtk_widget_set_valign (input, GTK_ALIGN_CENTER);
      gtk_widget_set_margin_top (input, 6);
      g_object_set_data (G_OBJECT (input), "setting", GINT_TO_POINTER (setting));
      g_signal_connect_object (input, "notify::active", G_CALLBACK (switched), self, 0);
    }
  else
    {
      GtkWidget *error = gtk_label_new (NULL);

      input = new_text_input (self, setting, info);
      gtk_label_set_xalign (GTK_LABEL (error), 0);
      gtk_label_set_wrap (GTK_LABEL (error), TRUE);
      gtk_label_set_width_chars (GTK_LABEL (error), 30);
      gtk_label_set_max_width_chars (GTK_LABEL (error), 36);
      gtk_widget_add_css_class (error, "caption");
      gtk_widget_add_css_class (error, "error");
      gtk_widget_set_visible (error, FALSE);
      gtk_grid_attach (self->grid, error, 0, row + 1, 2, 1);
      self->errors[setting] = GTK_LABEL (error);
    }

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (info->label), -1);
  gtk_grid_attach (self->grid, label, 0, row, 1, 1);
  gtk_grid_attach (self->grid, input, 1, row, 1, 1);
  self->inputs[setting] = input;
}

static void
show_settings (TriSettingsPopover *self)
{
  if (!self->inputs[0])
    return;
  self->showing = TRUE;
  for (TriSetting i = 0; i < TRI_N_SETTINGS; i++)
    {
      g_autofree char *text = NULL;

      if (GTK_IS_SWITCH (self->inputs[i]))
        {
          gtk_switch_set_active (GTK_SWITCH (self->inputs[i]), tri_settings_get_switch (self->settings, i));
          continue;
        }
      text = tri_settings_dup_text (self->settings, i);
      if (GTK_IS_TEXT_VIEW (self->inputs[i]))
        gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->inputs[i])), text, -1);
      else
        gtk_editable_set_text (GTK_EDITABLE (self->inputs[i]), text);
      show_error (self, i, NULL);
    }
  self->showing = FALSE;
}

/* The rows are made when first shown: the window would wait for what mostly is not looked at. */
static void
tri_settings_popover_show (GtkWidget *widget)
{
  TriSettingsPopover *self = TRI_SETTINGS_POPOVER (widget);

  if (!self->inputs[0])
    {
      for (TriSetting i = 0; i < TRI_N_SETTINGS; i++)
        add_row (self, i);
      show_settings (self);
    }
  GTK_WIDGET_CLASS (tri_settings_popover_parent_class)->show (widget);
}

static void
tri_settings_popover_dispose (GObject *object)
{
  TriSettingsPopover *self = TRI_SETTINGS_POPOVER (object);

  self->showing = TRUE;
  g_clear_pointer (&self->settings, tri_settings_free);
  G_OBJECT_CLASS (tri_settings_popover_parent_class)->dispose (object);
}

static void
tri_settings_popover_class_init (TriSettingsPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_settings_popover_dispose;
  widget_class->show = tri_settings_popover_show;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/settings-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, TriSettingsPopover, grid);
  signals[CHANGED]
      = g_signal_new ("changed", TRI_TYPE_SETTINGS_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_settings_popover_init (TriSettingsPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = tri_settings_new ();
}

const TriSettings *
tri_settings_popover_get_settings (TriSettingsPopover *self)
{
  return self->settings;
}

void
tri_settings_popover_set_settings (TriSettingsPopover *self, const TriSettings *settings)
{
  TriSettings *copy = tri_settings_copy (settings);

  tri_settings_free (self->settings);
  self->settings = copy;
  show_settings (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
tri_settings_popover_get_n_set (TriSettingsPopover *self)
{
  guint n_set = 0;

  for (TriSetting i = 0; i < TRI_N_SETTINGS; i++)
    if (tri_setting_get_info (i)->kind != TRI_SETTING_SWITCH && self->settings->values[i])
      n_set++;
  return n_set;
}

gboolean
tri_settings_popover_check (TriSettingsPopover *self)
{
  for (TriSetting i = 0; i < TRI_N_SETTINGS && self->inputs[i]; i++)
    if (!GTK_IS_SWITCH (self->inputs[i]) && !read_input (self, i))
      {
        gtk_popover_popup (GTK_POPOVER (self));
        gtk_widget_grab_focus (self->inputs[i]);
        return FALSE;
      }
  return TRUE;
}

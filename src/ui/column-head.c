/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column-head.h"

#include <glib/gi18n-lib.h>

#include "column-menu.h"
#include "compare-menu.h"
#include "exporting.h"
#include "gaps-view.h"
#include "seen.h"
#include "tab-order.h"

struct _TriColumnHead
{
  GtkBox parent_instance;

  GtkMenuButton *title_button;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *baseline_mark;
  GtkWidget *compose;
  GtkMenuButton *gaps_button;
  TriGapsView *gaps;
  GtkStack *doing;
  GtkMenuButton *actions_button;
  GMenuModel *column_actions;
  GMenu *compare_menu;
  GMenu *copy_menu;
  GMenu *export_menu;

  TriColumn *column;
  GListModel *servers;
};

G_DEFINE_FINAL_TYPE (TriColumnHead, tri_column_head, GTK_TYPE_BOX)

void
tri_column_head_update (TriColumnHead *self)
{
  const char *title = tri_column_get_format (self->column)->title;
  const char *model = tri_column_get_model (self->column);
  gboolean has_own_body = tri_column_get_body (self->column) != NULL;
  g_autofree char *subtitle
      = g_strdup_printf ("%s%s · %s",
                         has_own_body                            ? _ ("own body · ")
                         : tri_column_get_members (self->column) ? _ ("other members · ")
                                                                 : "",
                         model[0] ? model : _ ("no model"), tri_server_get_name (tri_column_get_server (self->column)));

  gtk_widget_set_visible (self->compose, has_own_body);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->title_button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
}

void
tri_column_head_set_tone (TriColumnHead *self, TriTone tone)
{
  /* A retry has not begun at once. The button that was pressed stays until then: in its place is nothing to focus. */
  if (tone == TRI_TONE_NONE && tri_seen_has_focus (GTK_WIDGET (self->doing)))
    return;
  tri_seen_turn (self->doing, tone == TRI_TONE_NONE ? "idle" : tone == TRI_TONE_RUNNING ? "running" : "ended");
}

void
tri_column_head_set_gaps (TriColumnHead *self, GPtrArray *gaps)
{
  g_autofree char *text = NULL;

  tri_gaps_view_clear (self->gaps);
  tri_gaps_view_add (self->gaps, NULL, gaps);
  text = tri_gaps_view_dup_text (self->gaps);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->gaps_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->gaps_button), gaps->len > 0);
}

void
tri_column_head_set_baseline (TriColumnHead *self, gboolean is_baseline)
{
  gtk_widget_set_visible (self->baseline_mark, is_baseline);
}

/* An item of a menu in the menu takes the focus with it when it goes: GTK leaves it in what is no longer seen, where no
 * key is heard. */
static void
keep_focus (GtkPopover *popover, GtkWidget *button)
{
  GtkRoot *root = gtk_widget_get_root (button);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (root && (!focus || gtk_widget_is_ancestor (focus, GTK_WIDGET (popover))))
    gtk_widget_grab_focus (button);
}

/* Menus are made when first opened: most never are, and the window would wait for them. */
static void
create_menu (GtkMenuButton *button, gpointer user_data)
{
  TriColumnHead *self = user_data;

  if (button == self->actions_button)
    tri_compare_menu_fill (self->compare_menu, GTK_WIDGET (self), self->column);
  if (gtk_menu_button_get_popover (button))
    return;
  if (button == self->title_button)
    gtk_menu_button_set_popover (button, tri_column_menu_new (self->column, self->servers));
  else
    {
      tri_exporting_fill_menus (self->export_menu, self->copy_menu);
      gtk_menu_button_set_menu_model (button, self->column_actions);
      g_signal_connect_object (gtk_menu_button_get_popover (button), "closed", G_CALLBACK (keep_focus), button, 0);
    }
}

void
tri_column_head_follow (TriColumnHead *self, TriColumn *column, GListModel *servers)
{
  g_return_if_fail (self->column == NULL);
  self->column = g_object_ref (column);
  self->servers = g_object_ref (servers);
  gtk_menu_button_set_create_popup_func (self->title_button, create_menu, self, NULL);
  gtk_menu_button_set_create_popup_func (self->actions_button, create_menu, self, NULL);
}

static void
tri_column_head_dispose (GObject *object)
{
  TriColumnHead *self = TRI_COLUMN_HEAD (object);

  g_clear_object (&self->column);
  g_clear_object (&self->servers);
  G_OBJECT_CLASS (tri_column_head_parent_class)->dispose (object);
}

static void
tri_column_head_class_init (TriColumnHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_column_head_dispose;
  widget_class->focus = tri_tab_order_focus;
  g_type_ensure (TRI_TYPE_GAPS_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/column-head.ui");
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, title_button);
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, title);
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, actions_button);
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, column_actions);
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, compare_menu);
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, copy_menu);
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, export_menu);
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, compose);
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, gaps_button);
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, gaps);
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, doing);
  gtk_widget_class_bind_template_child (widget_class, TriColumnHead, baseline_mark);
}

static void
tri_column_head_init (TriColumnHead *self)
{
  GtkWidget *title;

  gtk_widget_init_template (GTK_WIDGET (self));
  /* A menu button centres its child, but a heading stands at the left, above its text. */
  title = gtk_widget_get_parent (GTK_WIDGET (self->title));
  for (; title != GTK_WIDGET (self->title_button); title = gtk_widget_get_parent (title))
    if (GTK_IS_BOX (title))
      gtk_widget_set_halign (title, GTK_ALIGN_START);
}

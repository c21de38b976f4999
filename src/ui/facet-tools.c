/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facet-tools.h"

#include <glib/gi18n-lib.h>

#include "core/text.h"
#include "either.h"
#include "facet.h"
#include "look.h"

/* So many names a menu holds, the most frequent first; a stream has a dozen. */
#define MAX_NAMES 24

struct _TriFacetTools
{
  AdwBin parent_instance;

  GtkWidget *events;
  GtkMenuButton *names_button;
  GtkLabel *names_label;
  GtkWidget *output;
  GtkWidget *code;
  GtkMenuButton *code_button;
  GtkLabel *code_label;

  GtkRoot *root; /* not owned: the one in which it stands */
};

G_DEFINE_FINAL_TYPE (TriFacetTools, tri_facet_tools, ADW_TYPE_BIN)

static char *
dup_shown (const char *name)
{
  g_autofree char *fit = tri_text_dup_displayable (name, -1, NULL);

  return tri_text_dup_excerpt (fit, 48);
}

static void
append_name (GMenu *menu, const char *name, const char *shown, guint count)
{
  g_auto (GStrv) parts = g_strsplit (shown, "_", -1);
  g_autofree char *escaped = g_strjoinv ("__", parts); /* one would be a mnemonic */
  g_autofree char *label = g_strdup_printf ("%s · %u", escaped, count);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.event-filter", "s", name);
  g_menu_append_item (menu, item);
}

/* Made anew each time it opens, because names come while answers run. */
static void
create_names (GtkMenuButton *button, gpointer user_data)
{
  TriLook *look = tri_look_find (GTK_WIDGET (button));
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) named = g_menu_new ();
  g_autoptr (GArray) names = NULL;
  guint n_events;

  if (!look)
    return;
  names = tri_look_list_event_names (look, &n_events);
  append_name (menu, "", _ ("All events"), n_events);
  for (guint i = 0; i < MIN (names->len, MAX_NAMES); i++)
    {
      const TriEventName *name = &g_array_index (names, TriEventName, i);
      g_autofree char *shown = dup_shown (name->name);

      append_name (named, name->name, shown, name->count);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (named));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
show_filter (TriFacetTools *self)
{
  TriLook *look = tri_look_find (GTK_WIDGET (self));
  const char *filter = look ? tri_look_get_filter (look) : NULL;
  g_autofree char *shown = filter ? dup_shown (filter) : g_strdup (_ ("All events"));
  g_autofree char *name = g_strdup_printf (_ ("Events listed: %s"), shown);

  gtk_label_set_text (self->names_label, shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->names_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
create_languages (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  if (gtk_menu_button_get_menu_model (button))
    return;
  for (TriCodeLanguage i = 0; i < TRI_N_CODES; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (tri_code_language_get_label (i), NULL);

      g_menu_item_set_action_and_target (item, "win.code", "s", tri_code_language_get_id (i));
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
show_language (TriFacetTools *self)
{
  TriLook *look = tri_look_find (GTK_WIDGET (self));
  const char *label = tri_code_language_get_label (look ? tri_look_get_code (look) : TRI_CODE_CURL);
  /* Translators: %s is a language for programs. */
  g_autofree char *name = g_strdup_printf (_ ("Language of the code: %s"), label);

  gtk_label_set_text (self->code_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->code_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_facet (TriFacetTools *self)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->root), "facet");
  TriFacet facet = state ? tri_facet_find (g_variant_get_string (state, NULL)) : TRI_N_FACETS;

  gtk_widget_set_visible (self->events, facet == TRI_FACET_EVENTS);
  gtk_widget_set_visible (self->output, facet == TRI_FACET_OUTPUT);
  gtk_widget_set_visible (self->code, facet == TRI_FACET_CODE);
}

static void
tri_facet_tools_root (GtkWidget *widget)
{
  TriFacetTools *self = TRI_FACET_TOOLS (widget);
  TriLook *look;

  GTK_WIDGET_CLASS (tri_facet_tools_parent_class)->root (widget);
  self->root = gtk_widget_get_root (widget);
  if (!G_IS_ACTION_GROUP (self->root))
    return;
  g_signal_connect_object (self->root, "action-state-changed::facet", G_CALLBACK (show_facet), self, G_CONNECT_SWAPPED);
  look = tri_look_find (widget);
  if (look)
    {
      g_signal_connect_object (look, "changed", G_CALLBACK (show_filter), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (look, "code-changed", G_CALLBACK (show_language), self, G_CONNECT_SWAPPED);
    }
  show_facet (self);
  show_language (self);
  show_filter (self);
}

static void
tri_facet_tools_unroot (GtkWidget *widget)
{
  TriFacetTools *self = TRI_FACET_TOOLS (widget);
  TriLook *look = tri_look_find (widget);

  if (look)
    g_signal_handlers_disconnect_by_data (look, self);
  g_signal_handlers_disconnect_by_data (self->root, self);
  self->root = NULL;
  GTK_WIDGET_CLASS (tri_facet_tools_parent_class)->unroot (widget);
}

static void
tri_facet_tools_class_init (TriFacetToolsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->root = tri_facet_tools_root;
  widget_class->unroot = tri_facet_tools_unroot;
  g_type_ensure (TRI_TYPE_EITHER);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/facet-tools.ui");
  gtk_widget_class_bind_template_child (widget_class, TriFacetTools, events);
  gtk_widget_class_bind_template_child (widget_class, TriFacetTools, names_button);
  gtk_widget_class_bind_template_child (widget_class, TriFacetTools, names_label);
  gtk_widget_class_bind_template_child (widget_class, TriFacetTools, output);
  gtk_widget_class_bind_template_child (widget_class, TriFacetTools, code);
  gtk_widget_class_bind_template_child (widget_class, TriFacetTools, code_button);
  gtk_widget_class_bind_template_child (widget_class, TriFacetTools, code_label);
}

static void
tri_facet_tools_init (TriFacetTools *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->names_button, create_names, NULL, NULL);
  gtk_menu_button_set_create_popup_func (self->code_button, create_languages, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link-line.h"

#include <glib/gi18n-lib.h>

#include "fact-line.h"
#include "facet.h"
#include "links.h"

struct _TriLinkLine
{
  AdwBin parent_instance;

  TriFactLine *line;
  TriLinks *links;
  GtkRoot *root; /* not owned: the one in which it stands */
};

G_DEFINE_FINAL_TYPE (TriLinkLine, tri_link_line, ADW_TYPE_BIN)

static void
show_note (TriLinkLine *self)
{
  g_autofree char *note = self->links ? tri_links_dup_note (self->links) : NULL;
  const char *text = note ? note : _ ("Point at a field, and what stands for it in the other columns is marked.");

  tri_fact_line_set_text (self->line, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->line), note);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->line), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (note)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "dim-label");
}

static void
show_facet (TriLinkLine *self)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->root), "facet");
  TriFacet facet = state ? tri_facet_find (g_variant_get_string (state, NULL)) : TRI_N_FACETS;

  gtk_widget_set_visible (GTK_WIDGET (self), facet == TRI_FACET_REQUEST || facet == TRI_FACET_RESPONSE);
}

static void
tri_link_line_root (GtkWidget *widget)
{
  TriLinkLine *self = TRI_LINK_LINE (widget);

  GTK_WIDGET_CLASS (tri_link_line_parent_class)->root (widget);
  self->root = gtk_widget_get_root (widget);
  g_set_object (&self->links, tri_links_find (widget));
  if (self->links)
    g_signal_connect_object (self->links, "changed", G_CALLBACK (show_note), self, G_CONNECT_SWAPPED);
  if (G_IS_ACTION_GROUP (self->root))
    {
      g_signal_connect_object (self->root, "action-state-changed::facet", G_CALLBACK (show_facet), self,
                               G_CONNECT_SWAPPED);
      show_facet (self);
    }
  show_note (self);
}

static void
tri_link_line_unroot (GtkWidget *widget)
{
  TriLinkLine *self = TRI_LINK_LINE (widget);

  if (self->links)
    g_signal_handlers_disconnect_by_data (self->links, self);
  g_clear_object (&self->links);
  g_signal_handlers_disconnect_by_data (self->root, self);
  self->root = NULL;
  GTK_WIDGET_CLASS (tri_link_line_parent_class)->unroot (widget);
}

static void
tri_link_line_class_init (TriLinkLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->root = tri_link_line_root;
  widget_class->unroot = tri_link_line_unroot;
}

static void
tri_link_line_init (TriLinkLine *self)
{
  self->line = g_object_new (TRI_TYPE_FACT_LINE, "accessible-role", GTK_ACCESSIBLE_ROLE_LABEL, NULL);
  /* What is pointed at must not move away because more is said of it than of what was pointed at before. */
  tri_fact_line_set_n_lines (self->line, 2);
  gtk_widget_set_focusable (GTK_WIDGET (self->line), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->line), "link-line");
  gtk_widget_add_css_class (GTK_WIDGET (self->line), "caption");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->line));
}

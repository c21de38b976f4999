/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column-foot.h"

#include "conformance-badge.h"
#include "fact-line.h"
#include "facts.h"

struct _TriColumnFoot
{
  GtkBox parent_instance;

  GtkImage *tone;
  TriFactLine *end;
  TriFactLine *tokens;
  TriFactLine *times;
  TriConformanceBadge *conformance;
  GtkWidget *difference_name;
  TriFactLine *difference;
};

G_DEFINE_FINAL_TYPE (TriColumnFoot, tri_column_foot, GTK_TYPE_BOX)

static void
set_fact (TriFactLine *fact, char *text)
{
  tri_fact_line_set_text (fact, text);
  g_free (text);
}

static void
show_tone (TriColumnFoot *self, TriTone tone)
{
  static const char *const classes[] = { "success", "warning", "error" };
  const char *class = tone == TRI_TONE_GOOD ? "success" : tone == TRI_TONE_WARNING ? "warning" : "error";
  const char *icon = tri_facts_get_tone_icon (tone);

  gtk_widget_set_visible (GTK_WIDGET (self->tone), icon != NULL);
  if (icon)
    gtk_image_set_from_icon_name (self->tone, icon);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->tone), classes[i]);
  if (icon)
    gtk_widget_add_css_class (GTK_WIDGET (self->tone), class);
}

void
tri_column_foot_show (TriColumnFoot *self, TriColumn *column, TriExchange *exchange, TriColumn *baseline)
{
  g_autofree char *usage = tri_facts_dup_usage (exchange);
  g_autofree char *times_note = tri_facts_dup_times_note (column, exchange);

  show_tone (self, tri_facts_get_tone (exchange));
  set_fact (self->end, tri_facts_dup_end (exchange));
  set_fact (self->tokens, tri_facts_dup_tokens (column, exchange));
  tri_fact_line_set_note (self->tokens, usage);
  set_fact (self->times, tri_facts_dup_times (column, exchange));
  tri_fact_line_set_note (self->times, times_note);
  tri_conformance_badge_set_exchange (self->conformance, exchange);
  gtk_widget_set_visible (self->difference_name, baseline != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->difference), baseline != NULL);
  if (baseline)
    set_fact (self->difference, tri_facts_dup_difference (column, baseline));
}

void
tri_column_foot_set_size_group (TriColumnFoot *self, GtkSizeGroup *ends)
{
  gtk_size_group_add_widget (ends, GTK_WIDGET (self->end));
}

static void
tri_column_foot_class_init (TriColumnFootClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TRI_TYPE_CONFORMANCE_BADGE);
  g_type_ensure (TRI_TYPE_FACT_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/column-foot.ui");
  gtk_widget_class_bind_template_child (widget_class, TriColumnFoot, tone);
  gtk_widget_class_bind_template_child (widget_class, TriColumnFoot, end);
  gtk_widget_class_bind_template_child (widget_class, TriColumnFoot, tokens);
  gtk_widget_class_bind_template_child (widget_class, TriColumnFoot, times);
  gtk_widget_class_bind_template_child (widget_class, TriColumnFoot, conformance);
  gtk_widget_class_bind_template_child (widget_class, TriColumnFoot, difference_name);
  gtk_widget_class_bind_template_child (widget_class, TriColumnFoot, difference);
}

static void
tri_column_foot_init (TriColumnFoot *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tri_fact_line_set_reserve (self->tokens, TRUE);
  tri_fact_line_set_reserve (self->times, TRUE);
  tri_fact_line_set_reserve (self->difference, TRUE);
}

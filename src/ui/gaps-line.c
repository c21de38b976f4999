/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gaps-line.h"

#include <glib/gi18n-lib.h>

#include "core/fairness.h"
#include "gaps-view.h"

struct _TriGapsLine
{
  GtkBox parent_instance;

  GtkMenuButton *button;
  GtkLabel *line;
  TriGapsView *gaps;
  GtkWidget *outdated;
};

G_DEFINE_FINAL_TYPE (TriGapsLine, tri_gaps_line, GTK_TYPE_BOX)

/* One sentence is said as it is; of several, the line names the subjects, and the list behind it says the sentences. */
static char *
dup_line (GPtrArray *subjects, const char *sentence)
{
  g_autofree char *list = NULL;

  if (subjects->len == 0)
    return g_strdup (_ ("All columns are asked the same."));
  g_ptr_array_add (subjects, NULL);
  list = g_strjoinv (C_ ("list", ", "), (char **) subjects->pdata);
  return g_strdup_printf (_ ("Not asked the same: %s"), subjects->len == 2 ? sentence : list);
}

/* Adds what the column differs in, unless one like it said it already. */
static void
add_subjects (GPtrArray *subjects, GPtrArray *gaps, const char *title)
{
  for (guint i = 0; i < gaps->len; i++)
    {
      g_autofree char *subject = tri_gap_dup_subject (gaps->pdata[i], title);

      if (!g_ptr_array_find_with_equal_func (subjects, subject, g_str_equal, NULL))
        g_ptr_array_add (subjects, g_steal_pointer (&subject));
    }
}

void
tri_gaps_line_show (
    TriGapsLine *self, TriColumns *columns, TriComparison *comparison, TriPrompt *prompt, const TriSettings *settings)
{
  g_autoptr (GPtrArray) subjects = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *sentence = NULL;
  g_autofree char *line = NULL;
  g_autofree char *all = NULL;
  gboolean outdated = FALSE;
  TriColumnView *view;

  tri_gaps_view_clear (self->gaps);
  for (guint i = 0; (view = tri_columns_get_view (columns, i)); i++)
    {
      const char *title = tri_column_get_format (tri_column_view_get_column (view))->title;
      g_autoptr (GPtrArray) gaps
          = prompt ? tri_comparison_list_gaps (comparison, i, prompt, settings) : g_ptr_array_new ();

      outdated = outdated || tri_column_view_is_outdated (view);
      tri_column_view_set_gaps (view, gaps);
      tri_gaps_view_add (self->gaps, title, gaps);
      add_subjects (subjects, gaps, title);
      if (!sentence && gaps->len > 0)
        sentence = g_strdup (((const TriGap *) gaps->pdata[0])->text);
    }

  if (subjects->len == 0)
    tri_gaps_view_say (self->gaps, _ ("Every request says all that is asked, and nothing else."));
  line = dup_line (subjects, sentence);
  gtk_label_set_text (self->line, line);
  all = tri_gaps_view_dup_text (self->gaps);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, line,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, all, -1);
  gtk_widget_set_visible (self->outdated, outdated);
}

static void
tri_gaps_line_class_init (TriGapsLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TRI_TYPE_GAPS_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/gaps-line.ui");
  gtk_widget_class_bind_template_child (widget_class, TriGapsLine, button);
  gtk_widget_class_bind_template_child (widget_class, TriGapsLine, line);
  gtk_widget_class_bind_template_child (widget_class, TriGapsLine, gaps);
  gtk_widget_class_bind_template_child (widget_class, TriGapsLine, outdated);
}

static void
tri_gaps_line_init (TriGapsLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

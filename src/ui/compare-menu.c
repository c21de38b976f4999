/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare-menu.h"

#include <glib/gi18n-lib.h>

#include "core/text.h"
#include "look.h"

static void
append (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);
  g_autofree char *escaped = g_strjoinv ("__", parts); /* a model's name may have some, and they are no mnemonics */
  g_autoptr (GMenuItem) item = g_menu_item_new (escaped, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

void
tri_compare_menu_fill (GMenu *menu, GtkWidget *widget, TriColumn *column)
{
  TriLook *look = tri_look_find (widget);
  TriComparison *comparison = look ? tri_look_get_comparison (look) : NULL;
  guint n_columns = comparison ? tri_comparison_get_n_columns (comparison) : 0;
  guint own = 0;

  g_menu_remove_all (menu);
  while (own < n_columns && tri_comparison_get_column (comparison, own) != column)
    own++;
  for (guint i = 0; i < n_columns && own < n_columns; i++)
    {
      TriColumn *other = tri_comparison_get_column (comparison, i);
      g_autofree char *model = tri_text_dup_displayable (tri_column_get_model (other), -1, NULL);
      /* Translators: a column: its place, its format and its model. “2: Responses · gpt-5.5” */
      g_autofree char *label = g_strdup_printf (_ ("%u: %s · %s"), i + 1, tri_column_get_format (other)->title, model);

      if (i != own)
        append (menu, label, "win.compare-text", g_variant_new ("(uu)", own, i));
    }
  if (look && tri_look_get_compared (look, column))
    append (menu, _ ("Nothing"), "win.show-text", g_variant_new_uint32 (own));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "removal.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  TriComparison *comparison;
  TriColumn *column;
  guint position;
} Removal;

static void
removal_free (gpointer data, GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->comparison);
  g_object_unref (removal->column);
  g_free (removal);
}

static void
undo (AdwToast *toast, Removal *removal)
{
  tri_comparison_insert (removal->comparison, removal->position, removal->column);
}

void
tri_removal_offer_undo (AdwToastOverlay *toasts, TriComparison *comparison, TriColumn *column, guint position)
{
  AdwToast *toast = adw_toast_new (_ ("Column removed"));
  Removal *removal = g_new (Removal, 1);

  *removal = (Removal){ g_object_ref (comparison), g_object_ref (column), position };
  adw_toast_set_button_label (toast, _ ("_Undo"));
  /* Longer than most: answers went with it. */
  adw_toast_set_timeout (toast, 10);
  /* The latest removal is the one that may have been a slip. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo), removal, removal_free, 0);
  adw_toast_overlay_add_toast (toasts, toast);
}

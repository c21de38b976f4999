/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-view.h"

#include <glib/gi18n-lib.h>

#include "flow.h"
#include "number-list.h"

struct _TriLedgerView
{
  GtkBox parent_instance;

  GtkWidget *filters;
  GtkToggleButton *buttons[TRI_N_VERDICTS + 1]; /* the last one: all */
  GtkListView *list_view;
  GtkSingleSelection *selection;
  GArray *entries; /* guint, the numbers of those that the filter lets through, rising */
  TriNumberList *list;

  const TriMigrateText *text;
  TriVerdict filter;
  gboolean filling; /* what is selected changes by itself */
};

G_DEFINE_FINAL_TYPE (TriLedgerView, tri_ledger_view, GTK_TYPE_BOX)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A sign beside each word; neither it nor a colour says anything alone. */
static const char *const icons[] = {
  "object-select-symbolic",      "document-edit-symbolic", "go-next-symbolic",     "view-refresh-symbolic",
  "dialog-information-symbolic", "list-add-symbolic",      "list-remove-symbolic", "dialog-error-symbolic",
};

/* Rows */

static char *
dup_place (const TriMigratePart *part, const TriLedgerEntry *entry, gboolean target)
{
  const TriLedger *ledger = tri_migration_get_ledger (part->migration);
  guint n = target ? entry->n_targets : entry->n_sources;
  g_autofree char *path = NULL;

  if (n == 0)
    return NULL;
  if (target)
    path = tri_ledger_dup_target_path (tri_ledger_get_target (ledger, entry, 0),
                                       tri_migration_get_output_index (part->migration));
  else
    path = tri_json_index_dup_path (tri_ledger_get_input (ledger), tri_ledger_get_source (ledger, entry, 0));
  if (n == 1)
    return g_steal_pointer (&path);
  return g_strdup_printf (_ ("%s and %u more"), path, n - 1);
}

static char *
dup_places (const TriMigratePart *part, const TriLedgerEntry *entry)
{
  g_autofree char *source = dup_place (part, entry, FALSE);
  g_autofree char *target = dup_place (part, entry, TRUE);

  if (source && target)
    return g_strcmp0 (source, target) == 0 ? g_steal_pointer (&source) : g_strdup_printf ("%s → %s", source, target);
  return source ? g_steal_pointer (&source) : g_steal_pointer (&target);
}

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *verdict = gtk_label_new (NULL);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_valign (verdict, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (verdict), 0);
  gtk_label_set_width_chars (GTK_LABEL (verdict), 13); /* “made explicit” */
  gtk_widget_add_css_class (verdict, "verdict");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), new_label ("path"));
  gtk_box_append (GTK_BOX (words), new_label ("reason"));
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), verdict);
  gtk_box_append (GTK_BOX (row), words);
  gtk_list_item_set_child (item, row);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *item, TriLedgerView *self)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *icon = gtk_widget_get_first_child (row);
  GtkWidget *verdict = gtk_widget_get_next_sibling (icon);
  GtkWidget *path = gtk_widget_get_first_child (gtk_widget_get_last_child (row));
  const TriMigratePart *part;
  const TriLedgerEntry *entry;
  g_autofree char *places = NULL;
  g_autofree char *name = NULL;

  if (!self->text)
    return;
  entry = tri_migrate_text_get_entry (self->text, tri_number_item_get (gtk_list_item_get_item (item)), &part);
  places = dup_places (part, entry);
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), icons[entry->rule->verdict]);
  gtk_label_set_text (GTK_LABEL (verdict), tri_verdict_get_label (entry->rule->verdict));
  gtk_label_set_text (GTK_LABEL (path), places);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (path)), _ (entry->rule->reason));
  if (tri_ledger_entry_is_loss (entry))
    gtk_widget_add_css_class (row, "loss");
  else
    gtk_widget_remove_css_class (row, "loss");
  name = g_strdup_printf ("%s: %s. %s", tri_verdict_get_label (entry->rule->verdict), places, _ (entry->rule->reason));
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (row)), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

/* Choosing */

static void
selected (TriLedgerView *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHOSEN], 0);
}

guint
tri_ledger_view_get_chosen (TriLedgerView *self)
{
  TriNumberItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item ? tri_number_item_get (item) : G_MAXUINT;
}

/* The place of an entry in the list, or GTK's word for none. */
static guint
find (TriLedgerView *self, guint entry)
{
  guint position = tri_number_list_find (self->list, entry);

  return position != GTK_INVALID_LIST_POSITION && g_array_index (self->entries, guint, position) == entry
             ? position
             : GTK_INVALID_LIST_POSITION;
}

void
tri_ledger_view_choose (TriLedgerView *self, guint entry)
{
  guint position = find (self, entry);

  if (entry == tri_ledger_view_get_chosen (self))
    return;
  if (position == G_MAXUINT && entry != G_MAXUINT)
    {
      tri_ledger_view_set_filter (self, TRI_N_VERDICTS);
      position = find (self, entry);
    }
  gtk_single_selection_set_selected (self->selection, position);
  if (position != G_MAXUINT)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
}

/* Filter */

static void
fill (TriLedgerView *self)
{
  guint chosen = tri_ledger_view_get_chosen (self);

  self->filling = TRUE;
  g_array_unref (self->entries);
  self->entries = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; self->text && i < tri_migrate_text_get_n_entries (self->text); i++)
    {
      const TriMigratePart *part;

      if (self->filter == TRI_N_VERDICTS
          || tri_migrate_text_get_entry (self->text, i, &part)->rule->verdict == self->filter)
        g_array_append_val (self->entries, i);
    }
  tri_number_list_set (self->list, self->entries, self->entries->len);
  gtk_single_selection_set_selected (self->selection, find (self, chosen));
  self->filling = FALSE;
  if (tri_ledger_view_get_chosen (self) != chosen)
    g_signal_emit (self, signals[CHOSEN], 0);
}

static void
filter_toggled (GtkToggleButton *button, TriLedgerView *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i <= TRI_N_VERDICTS; i++)
    if (self->buttons[i] == button && self->filter != i)
      {
        self->filter = i;
        fill (self);
      }
}

void
tri_ledger_view_set_filter (TriLedgerView *self, TriVerdict verdict)
{
  gtk_toggle_button_set_active (self->buttons[verdict], TRUE);
}

static void
show_counts (TriLedgerView *self)
{
  for (guint i = 0; i <= TRI_N_VERDICTS; i++)
    {
      guint n = !self->text           ? 0
                : i == TRI_N_VERDICTS ? tri_migrate_text_get_n_entries (self->text)
                                      : tri_migrate_text_count (self->text, i);
      g_autofree char *label
          = g_strdup_printf ("%s %u", i == TRI_N_VERDICTS ? _ ("all") : tri_verdict_get_label (i), n);

      gtk_button_set_label (GTK_BUTTON (self->buttons[i]), label);
      gtk_widget_set_visible (GTK_WIDGET (self->buttons[i]), n > 0);
      if (n == 0 && i == self->filter)
        self->filter = TRI_N_VERDICTS;
    }
  gtk_toggle_button_set_active (self->buttons[self->filter], TRUE);
}

void
tri_ledger_view_set_text (TriLedgerView *self, const TriMigrateText *text)
{
  self->text = NULL;
  fill (self);
  self->text = text;
  show_counts (self);
  fill (self);
}

guint
tri_ledger_view_get_n_listed (TriLedgerView *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

/* Life */

static void
tri_ledger_view_dispose (GObject *object)
{
  TriLedgerView *self = TRI_LEDGER_VIEW (object);

  self->text = NULL;
  g_clear_object (&self->list);
  g_clear_pointer (&self->entries, g_array_unref);
  G_OBJECT_CLASS (tri_ledger_view_parent_class)->dispose (object);
}

static void
tri_ledger_view_class_init (TriLedgerViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tri_ledger_view_dispose;
  signals[CHOSEN]
      = g_signal_new ("chosen", TRI_TYPE_LEDGER_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
add_filters (TriLedgerView *self)
{
  self->filters = g_object_new (TRI_TYPE_FLOW, NULL);
  gtk_widget_add_css_class (self->filters, "fields-bar");
  for (guint i = 0; i <= TRI_N_VERDICTS; i++)
    {
      guint which = (i + TRI_N_VERDICTS) % (TRI_N_VERDICTS + 1); /* all of them stands first */
      GtkWidget *button = gtk_toggle_button_new ();

      self->buttons[which] = GTK_TOGGLE_BUTTON (button);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "quiet");
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), i == 0 ? NULL : self->buttons[TRI_N_VERDICTS]);
      g_signal_connect_object (button, "toggled", G_CALLBACK (filter_toggled), self, 0);
      gtk_widget_set_parent (button, self->filters);
    }
  gtk_box_append (GTK_BOX (self), self->filters);
}

static void
tri_ledger_view_init (TriLedgerView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->filter = TRI_N_VERDICTS;
  self->entries = g_array_new (FALSE, FALSE, sizeof (guint));
  self->list = tri_number_list_new (0);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->list)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected), self, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_row), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row), self, 0);
  self->list_view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What became of each value"), -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->list_view), "fields");
  gtk_widget_add_css_class (GTK_WIDGET (self->list_view), "ledger");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 160);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list_view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  add_filters (self);
  gtk_box_append (GTK_BOX (self), scrolled);
  tri_ledger_view_set_text (self, NULL);
}

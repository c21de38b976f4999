/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-links.h"

#include <glib/gi18n-lib.h>

#include "migrate-marks.h"

struct _TriMigrateLinks
{
  GObject parent_instance;

  GtkSourceView *editor;
  AdwBin *held_bin;
  AdwBin *result_bin;
  TriLedgerView *ledger;

  GBytes *held;                    /* an original that the editor does not take */
  GBytes *input;                   /* what was converted */
  const TriMigrateText *converted; /* what came of it; NULL while there is nothing */
  gboolean is_stale;
};

G_DEFINE_FINAL_TYPE (TriMigrateLinks, tri_migrate_links, G_TYPE_OBJECT)

static TriJsonView *
get_result (TriMigrateLinks *self)
{
  return TRI_JSON_VIEW (adw_bin_get_child (self->result_bin));
}

static TriJsonView *
get_held (TriMigrateLinks *self)
{
  return TRI_JSON_VIEW (adw_bin_get_child (self->held_bin));
}

static TriJsonIndex *
get_input_index (const TriMigratePart *part)
{
  return tri_ledger_get_input (tri_migration_get_ledger (part->migration));
}

static void
mark_input (TriMigrateLinks *self, const TriMark *mark)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (TriMark));
  TriShown shown;
  gsize length;

  if (self->held)
    {
      tri_migrate_marks_show (get_held (self), mark);
      return;
    }
  if (!self->input)
    return;
  shown.text = (char *) g_bytes_get_data (self->input, &length);
  shown.length = length;
  if (mark)
    g_array_append_vals (marks, mark, 1);
  tri_text_marks_show (GTK_TEXT_VIEW (self->editor), &shown, marks);
  if (mark)
    tri_text_marks_reveal (GTK_TEXT_VIEW (self->editor), &shown, mark->start, FALSE);
}

static void
show_source (TriMigrateLinks *self, const TriMigratePart *part, const TriLedgerEntry *entry)
{
  const TriLedger *ledger = tri_migration_get_ledger (part->migration);
  TriMark mark = { 0, 0, TRUE };
  gboolean there = entry->n_sources > 0 && part->input_start != G_MAXSIZE;

  if (there)
    {
      TriJsonIndex *index = get_input_index (part);
      const TriJsonToken *token = &tri_json_index_get_tokens (index, NULL)[tri_ledger_get_source (ledger, entry, 0)];

      mark.start = part->input_start + token->start;
      mark.end = part->input_start + token->end;
      if (self->held)
        there = tri_migrate_marks_to_shown (get_held (self), self->held, index, mark.start, mark.end, &mark);
    }
  mark_input (self, there ? &mark : NULL);
}

static gboolean
is_lines (TriMigrateLinks *self)
{
  return tri_migrate_text_get_kind (self->converted) == TRI_MIGRATE_LINES;
}

static void
show_target (TriMigrateLinks *self, const TriMigratePart *part, const TriLedgerEntry *entry)
{
  const TriLedger *ledger = tri_migration_get_ledger (part->migration);
  TriMark mark;
  gboolean there = entry->n_targets > 0;

  if (there)
    {
      const TriLedgerTarget *target = tri_ledger_get_target (ledger, entry, 0);

      there = tri_migrate_marks_to_shown (get_result (self), tri_migrate_text_get_output (self->converted),
                                          is_lines (self) ? NULL : tri_migration_get_output_index (part->migration),
                                          part->output_start + target->start, part->output_start + target->end, &mark);
    }
  tri_migrate_marks_show (get_result (self), there ? &mark : NULL);
}

static void
entry_chosen (TriMigrateLinks *self)
{
  guint chosen = tri_ledger_view_get_chosen (self->ledger);
  const TriMigratePart *part;
  const TriLedgerEntry *entry;

  if (!self->converted || chosen == G_MAXUINT)
    {
      mark_input (self, NULL);
      tri_migrate_marks_show (get_result (self), NULL);
      return;
    }
  entry = tri_migrate_text_get_entry (self->converted, chosen, &part);
  show_source (self, part, entry);
  show_target (self, part, entry);
}

static void
choose_source (TriMigrateLinks *self, gsize offset)
{
  guint entry;

  if (self->converted && tri_migrate_text_find_source (self->converted, offset, &entry))
    tri_ledger_view_choose (self->ledger, entry);
}

static void
cursor_moved (TriMigrateLinks *self)
{
  const char *text = self->input ? g_bytes_get_data (self->input, NULL) : NULL;
  int position;

  if (!self->converted || self->held || self->is_stale || !gtk_widget_has_focus (GTK_WIDGET (self->editor)))
    return;
  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor)), "cursor-position", &position, NULL);
  choose_source (self, (gsize) (g_utf8_offset_to_pointer (text, position) - text));
}

static void
choose_in_view (TriMigrateLinks *self, TriJsonView *view, gsize shown)
{
  const TriMigratePart *part = self->converted ? tri_migrate_text_get_parts (self->converted)->pdata[0] : NULL;
  gboolean is_result = view == get_result (self);
  gsize offset;
  guint entry;

  if (!part)
    return;
  if (!tri_migrate_marks_to_exact (view, is_result ? tri_migrate_text_get_output (self->converted) : self->held,
                                   is_lines (self) ? NULL
                                   : is_result     ? tri_migration_get_output_index (part->migration)
                                                   : get_input_index (part),
                                   shown, &offset))
    return;
  if (!is_result)
    choose_source (self, offset);
  else if (tri_migrate_text_find_target (self->converted, offset, &entry))
    tri_ledger_view_choose (self->ledger, entry);
}

static void
view_clicked (GtkGestureClick *click, int n_press, double x, double y, TriMigrateLinks *self)
{
  TriJsonView *view = TRI_JSON_VIEW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click)));
  gsize offset;

  if (n_press == 1 && tri_json_view_get_offset_at (view, x, y, &offset))
    choose_in_view (self, view, offset);
}

static void
view_key_released (
    GtkEventControllerKey *key, guint keyval, guint keycode, GdkModifierType state, TriMigrateLinks *self)
{
  TriJsonView *view = TRI_JSON_VIEW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (key)));
  gsize offset;

  if ((keyval == GDK_KEY_Up || keyval == GDK_KEY_Down || keyval == GDK_KEY_Return)
      && tri_json_view_get_cursor (view, &offset))
    choose_in_view (self, view, offset);
}

static void
add_view (TriMigrateLinks *self, AdwBin *bin, const char *name)
{
  GtkWidget *view = tri_json_view_new (name);
  GtkEventController *click = GTK_EVENT_CONTROLLER (gtk_gesture_click_new ());
  GtkEventController *key = gtk_event_controller_key_new ();

  /* Before the text, which keeps clicks for itself. */
  gtk_event_controller_set_propagation_phase (click, GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (view_clicked), self, 0);
  g_signal_connect_object (key, "key-released", G_CALLBACK (view_key_released), self, 0);
  gtk_widget_add_controller (view, click);
  gtk_widget_add_controller (view, key);
  g_signal_connect_object (view, "loaded", G_CALLBACK (entry_chosen), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (bin, view);
}

void
tri_migrate_links_hold (TriMigrateLinks *self, GBytes *held)
{
  g_clear_pointer (&self->held, g_bytes_unref);
  if (!held)
    return;
  self->held = g_bytes_ref (held);
  if (!get_held (self))
    add_view (self, self->held_bin, _ ("Original"));
  tri_json_view_set_body (get_held (self), held, TRUE);
}

void
tri_migrate_links_show (TriMigrateLinks *self, GBytes *input, const TriMigrateText *converted)
{
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);

  mark_input (self, NULL);
  /* Nothing of the old account is looked at while the new one comes. */
  self->converted = NULL;
  tri_ledger_view_set_text (self->ledger, NULL);
  g_clear_pointer (&self->input, g_bytes_unref);
  self->input = g_bytes_ref (input);
  self->converted = converted;
  tri_json_view_set_body (get_result (self), converted ? tri_migrate_text_get_output (converted) : none, TRUE);
  tri_ledger_view_set_text (self->ledger, converted);
}

void
tri_migrate_links_set_stale (TriMigrateLinks *self, gboolean is_stale)
{
  self->is_stale = is_stale;
}

static void
tri_migrate_links_finalize (GObject *object)
{
  TriMigrateLinks *self = TRI_MIGRATE_LINKS (object);

  g_clear_pointer (&self->held, g_bytes_unref);
  g_clear_pointer (&self->input, g_bytes_unref);
  G_OBJECT_CLASS (tri_migrate_links_parent_class)->finalize (object);
}

static void
tri_migrate_links_class_init (TriMigrateLinksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_migrate_links_finalize;
}

static void
tri_migrate_links_init (TriMigrateLinks *self)
{
}

TriMigrateLinks *
tri_migrate_links_new (GtkSourceView *editor, AdwBin *held_bin, AdwBin *result_bin, TriLedgerView *ledger)
{
  TriMigrateLinks *self = g_object_new (TRI_TYPE_MIGRATE_LINKS, NULL);

  self->editor = editor;
  self->held_bin = held_bin;
  self->result_bin = result_bin;
  self->ledger = ledger;
  add_view (self, result_bin, _ ("Result"));
  g_signal_connect_object (ledger, "chosen", G_CALLBACK (entry_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (editor)), "notify::cursor-position",
                           G_CALLBACK (cursor_moved), self, G_CONNECT_SWAPPED);
  return self;
}

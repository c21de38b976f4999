/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search-bar.h"

#include <glib/gi18n-lib.h>

#include "lines-view.h"

struct _TriSearchBar
{
  AdwBin parent_instance;

  GtkSearchBar *bar;
  GtkSearchEntry *entry;
  GtkLabel *count;

  GtkSourceSearchSettings *settings;
  GPtrArray *views;    /* GtkSourceView or TriLinesView */
  GPtrArray *contexts; /* what searches each: a GtkSourceSearchContext, or the TriLinesView itself */
  guint current;       /* in which view the last match was */
  gboolean begun;      /* there is a last match, to go on from */
};

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriSearchBar, tri_search_bar, ADW_TYPE_BIN)

static guint
count_in (TriSearchBar *self, guint position)
{
  if (TRI_IS_LINES_VIEW (self->contexts->pdata[position]))
    return tri_lines_view_get_n_matches (self->contexts->pdata[position]);
  return (guint) MAX (0, gtk_source_search_context_get_occurrences_count (self->contexts->pdata[position]));
}

/* Which match of a view is the one gone to, from 1; 0 if it is not known, or no longer selected. */
static guint
get_match_in (TriSearchBar *self, guint position)
{
  GtkTextIter start, end;

  if (TRI_IS_LINES_VIEW (self->contexts->pdata[position]))
    return tri_lines_view_get_match (self->contexts->pdata[position]);
  gtk_text_buffer_get_selection_bounds (gtk_text_view_get_buffer (self->views->pdata[position]), &start, &end);
  return (guint) MAX (
      0, gtk_source_search_context_get_occurrence_position (self->contexts->pdata[position], &start, &end));
}

/* Seen beside the entry, and heard as its description. */
static void
show_count (TriSearchBar *self)
{
  guint total = 0, match = 0;
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; i < self->contexts->len; i++)
    {
      if (self->begun && i == self->current && (match = get_match_in (self, i)) > 0)
        match += total;
      total += count_in (self, i);
    }
  if (match > 0)
    {
      text = g_strdup_printf ("%u/%u", match, total);
      words = g_strdup_printf (_ ("Match %u of %u"), match, total);
    }
  else if (gtk_source_search_settings_get_search_text (self->settings))
    {
      text = g_strdup_printf ("%u", total);
      words = g_strdup_printf (ngettext ("%u match", "%u matches", total), total);
    }
  gtk_label_set_text (self->count, text ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words ? words : "",
                                  -1);
}

static void
text_changed (TriSearchBar *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  /* Return may have begun the search before the entry said that it is time to. */
  if (g_strcmp0 (gtk_source_search_settings_get_search_text (self->settings), text[0] ? text : NULL) == 0)
    return;
  g_signal_emit (self, signals[OPENED], 0);
  gtk_source_search_settings_set_search_text (self->settings, text[0] ? text : NULL);
  for (guint i = 0; i < self->contexts->len; i++)
    if (TRI_IS_LINES_VIEW (self->contexts->pdata[i]))
      tri_lines_view_search (self->contexts->pdata[i], text);
  self->begun = FALSE;
  show_count (self);
}

static void
go_next (TriSearchBar *self)
{
  tri_search_bar_go (self, TRUE);
}

static void
go_previous (TriSearchBar *self)
{
  tri_search_bar_go (self, FALSE);
}

static void
forget_views (TriSearchBar *self)
{
  for (guint i = 0; i < self->contexts->len; i++)
    if (TRI_IS_LINES_VIEW (self->contexts->pdata[i]))
      {
        g_signal_handlers_disconnect_by_data (self->contexts->pdata[i], self);
        tri_lines_view_search (self->contexts->pdata[i], NULL);
      }
  g_ptr_array_set_size (self->contexts, 0);
  g_ptr_array_set_size (self->views, 0);
}

static void
mode_changed (TriSearchBar *self)
{
  if (gtk_search_bar_get_search_mode (self->bar))
    {
      g_signal_emit (self, signals[OPENED], 0);
      return;
    }
  forget_views (self);
}

static void
tri_search_bar_dispose (GObject *object)
{
  TriSearchBar *self = TRI_SEARCH_BAR (object);

  g_clear_pointer (&self->contexts, g_ptr_array_unref);
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tri_search_bar_parent_class)->dispose (object);
}

/* From wherever in the bar: GTK's own bar hears it in the entry only. */
static gboolean
escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  tri_search_bar_close (TRI_SEARCH_BAR (widget));
  return TRUE;
}

static void
tri_search_bar_class_init (TriSearchBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_search_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/search-bar.ui");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape, NULL);
  gtk_widget_class_bind_template_child (widget_class, TriSearchBar, bar);
  gtk_widget_class_bind_template_child (widget_class, TriSearchBar, entry);
  gtk_widget_class_bind_template_child (widget_class, TriSearchBar, count);
  gtk_widget_class_bind_template_callback (widget_class, mode_changed);
  gtk_widget_class_bind_template_callback (widget_class, text_changed);
  gtk_widget_class_bind_template_callback (widget_class, go_next);
  gtk_widget_class_bind_template_callback (widget_class, go_previous);
  gtk_widget_class_bind_template_callback (widget_class, tri_search_bar_close);
  signals[OPENED]
      = g_signal_new ("opened", TRI_TYPE_SEARCH_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_search_bar_init (TriSearchBar *self)
{
  self->settings = gtk_source_search_settings_new ();
  gtk_source_search_settings_set_wrap_around (self->settings, FALSE);
  self->views = g_ptr_array_new_with_free_func (g_object_unref);
  self->contexts = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, GTK_EDITABLE (self->entry));
}

void
tri_search_bar_open (TriSearchBar *self)
{
  gtk_search_bar_set_search_mode (self->bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
tri_search_bar_close (TriSearchBar *self)
{
  gtk_search_bar_set_search_mode (self->bar, FALSE);
}

gboolean
tri_search_bar_is_open (TriSearchBar *self)
{
  return gtk_search_bar_get_search_mode (self->bar);
}

static gboolean
has_views (TriSearchBar *self, GPtrArray *views)
{
  if (views->len != self->views->len)
    return FALSE;
  for (guint i = 0; i < views->len; i++)
    if (views->pdata[i] != self->views->pdata[i])
      return FALSE;
  return TRUE;
}

static GObject *
new_context (TriSearchBar *self, GtkWidget *view)
{
  GtkSourceBuffer *buffer;
  GtkSourceSearchContext *context;

  if (TRI_IS_LINES_VIEW (view))
    {
      g_signal_connect_object (view, "searched", G_CALLBACK (show_count), self, G_CONNECT_SWAPPED);
      tri_lines_view_search (TRI_LINES_VIEW (view), gtk_source_search_settings_get_search_text (self->settings));
      return g_object_ref (G_OBJECT (view));
    }
  buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)));
  context = gtk_source_search_context_new (buffer, self->settings);
  g_signal_connect_object (context, "notify::occurrences-count", G_CALLBACK (show_count), self, G_CONNECT_SWAPPED);
  return G_OBJECT (context);
}

void
tri_search_bar_set_views (TriSearchBar *self, GPtrArray *views)
{
  if (!tri_search_bar_is_open (self) || has_views (self, views))
    return;
  forget_views (self);
  self->begun = FALSE;
  for (guint i = 0; i < views->len; i++)
    {
      g_ptr_array_add (self->views, g_object_ref (views->pdata[i]));
      g_ptr_array_add (self->contexts, new_context (self, views->pdata[i]));
    }
  show_count (self);
}

/* Looks for a match in one view, from its selection on, or from its edge if `fresh`. */
static gboolean
find_in (TriSearchBar *self, guint position, gboolean forward, gboolean fresh)
{
  gpointer view = self->views->pdata[position];
  GtkTextBuffer *buffer;
  GtkTextIter from, to, match_start, match_end;
  gboolean found;

  if (TRI_IS_LINES_VIEW (view))
    return tri_lines_view_go (self->views->pdata[position], forward, fresh);
  buffer = gtk_text_view_get_buffer (view);
  if (fresh)
    {
      gtk_text_buffer_get_start_iter (buffer, &from);
      gtk_text_buffer_get_end_iter (buffer, &to);
    }
  else
    gtk_text_buffer_get_selection_bounds (buffer, &to, &from);
  if (forward)
    found = gtk_source_search_context_forward (self->contexts->pdata[position], &from, &match_start, &match_end, NULL);
  else
    found = gtk_source_search_context_backward (self->contexts->pdata[position], &to, &match_start, &match_end, NULL);
  if (found)
    {
      gtk_text_buffer_select_range (buffer, &match_start, &match_end);
      gtk_text_view_scroll_to_mark (view, gtk_text_buffer_get_insert (buffer), 0.1, FALSE, 0, 0);
    }
  return found;
}

void
tri_search_bar_go (TriSearchBar *self, gboolean forward)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  guint n;

  /* The entry says what was typed only after a pause, which Return need not wait for. */
  if (g_strcmp0 (gtk_source_search_settings_get_search_text (self->settings), typed[0] ? typed : NULL) != 0)
    text_changed (self);
  g_signal_emit (self, signals[OPENED], 0);
  n = self->views->len;
  if (!typed[0] || n == 0)
    return;
  /* A text that was just set has its cursor at the end, so the first match is looked for from the edge. */
  if (!self->begun)
    self->current = forward ? 0 : n - 1;
  for (guint tried = 0; tried <= n; tried++)
    {
      if (find_in (self, self->current, forward, tried > 0 || !self->begun))
        {
          self->begun = TRUE;
          show_count (self);
          return;
        }
      self->current = (self->current + (forward ? 1 : n - 1)) % n;
    }
}

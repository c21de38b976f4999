/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-view.h"

#include <glib/gi18n-lib.h>

struct _TriReadingView
{
  AdwBin parent_instance;

  GtkBox *box; /* of the changes */
  GtkToggleButton *languages[TRI_N_READING_LANGUAGES];
  GtkLabel *known;

  const TriFormat *from, *to;
  TriJsonIndex *index; /* NULL while nothing is shown */
  guint root;
};

G_DEFINE_FINAL_TYPE (TriReadingView, tri_reading_view, ADW_TYPE_BIN)

static TriReadingLanguage
get_language (TriReadingView *self)
{
  TriReadingLanguage language = 0;

  while (language + 1 < TRI_N_READING_LANGUAGES && !gtk_toggle_button_get_active (self->languages[language]))
    language++;
  return language;
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
copy_code (GtkButton *button, const char *code)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), code);
}

static GtkWidget *
new_copy_button (const char *code)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _ ("Copy the new code"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy the new code"), -1);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_code), (gpointer) code);
  return button;
}

/* Lines of code are not wrapped: what is too long is scrolled to. */
static GtkWidget *
new_code (const char *code, const char *sign)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *mark = gtk_label_new (sign);
  GtkWidget *label = gtk_label_new (code);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* The bar to scroll with lies over what it scrolls. */
  gtk_widget_set_margin_bottom (label, 4);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), label);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_widget_add_css_class (box, "reading-code");
  gtk_widget_add_css_class (box, sign[0] == '+' ? "comes" : "goes");
  return box;
}

static void
append_change (TriReadingView *self, const TriReadingChange *change)
{
  g_autofree char *words = change->in_stream ? g_strdup_printf (_ ("%s, in a stream"), _ (change->meaning->title))
                                             : g_strdup (_ (change->meaning->title));
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = new_label (words, "heading");

  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (head), title);
  if (change->after)
    gtk_box_append (GTK_BOX (head), new_copy_button (change->after));
  gtk_box_append (GTK_BOX (part), head);
  gtk_box_append (GTK_BOX (part), change->before ? new_code (change->before, "−")
                                                 : new_label (_ ("There was nothing to read."), "dim-label"));
  gtk_box_append (GTK_BOX (part), change->after ? new_code (change->after, "+")
                                                : new_label (_ ("There is nothing like it."), "dim-label"));
  gtk_box_append (self->box, part);
}

static void
show (TriReadingView *self)
{
  g_autoptr (GPtrArray) changes
      = self->index ? tri_migrate_list_reading (self->from, self->to, self->index, self->root, get_language (self))
                    : NULL;
  gboolean in_stream = FALSE, has_many = FALSE;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))))
    gtk_box_remove (self->box, child);
  for (guint i = 0; changes && i < changes->len; i++)
    {
      const TriReadingChange *change = changes->pdata[i];

      append_change (self, change);
      in_stream = in_stream || change->in_stream;
      has_many = has_many || g_str_equal (change->topic, "texts");
    }
  gtk_label_set_text (self->known, in_stream ? _ ("“events” are the JSON of each “data:” line, without “[DONE]”.")
                                   : has_many
                                       ? _ ("“answer” is the JSON that came, and “answers” that of several requests.")
                                       : _ ("“answer” is the JSON that came."));
  gtk_widget_set_visible (GTK_WIDGET (self), changes && changes->len > 0);
}

void
tri_reading_view_set (TriReadingView *self, const TriFormat *from, const TriFormat *to, TriJsonIndex *index, guint root)
{
  if (index)
    tri_json_index_ref (index);
  g_clear_pointer (&self->index, tri_json_index_unref);
  self->index = index;
  self->from = from;
  self->to = to;
  self->root = root;
  show (self);
}

static void
language_toggled (GtkToggleButton *button, TriReadingView *self)
{
  if (gtk_toggle_button_get_active (button))
    show (self);
}

static void
tri_reading_view_finalize (GObject *object)
{
  g_clear_pointer (&TRI_READING_VIEW (object)->index, tri_json_index_unref);
  G_OBJECT_CLASS (tri_reading_view_parent_class)->finalize (object);
}

static void
tri_reading_view_class_init (TriReadingViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_reading_view_finalize;
}

static GtkWidget *
new_switch (TriReadingView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "facets");
  gtk_widget_add_css_class (box, "small");
  gtk_widget_set_halign (box, GTK_ALIGN_START);
  for (guint i = 0; i < TRI_N_READING_LANGUAGES; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (tri_reading_language_get_title (i));

      self->languages[i] = GTK_TOGGLE_BUTTON (button);
      gtk_toggle_button_set_group (self->languages[i], i > 0 ? self->languages[0] : NULL);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_toggle_button_set_active (self->languages[0], TRUE);
  for (guint i = 0; i < TRI_N_READING_LANGUAGES; i++)
    g_signal_connect_object (self->languages[i], "toggled", G_CALLBACK (language_toggled), self, 0);
  return box;
}

static void
tri_reading_view_init (TriReadingView *self)
{
  GtkWidget *expander = gtk_expander_new (_ ("How reading the answer changes"));
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *known = new_label (NULL, "caption");

  gtk_widget_add_css_class (known, "dim-label");
  self->known = GTK_LABEL (known);
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 14));
  gtk_widget_add_css_class (content, "card");
  gtk_widget_add_css_class (content, "reading");
  gtk_box_append (GTK_BOX (content), new_switch (self));
  gtk_box_append (GTK_BOX (content), known);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->box));
  gtk_expander_set_child (GTK_EXPANDER (expander), content);
  adw_bin_set_child (ADW_BIN (self), expander);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

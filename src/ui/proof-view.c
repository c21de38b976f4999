/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proof-view.h"

#include <glib/gi18n-lib.h>

#include "core/text-diff.h"
#include "core/text.h"
#include "rich-text.h"

/* A text that is compared and shown in a dialog; more can be had from the answers themselves. */
#define MAX_TEXT_BYTES (64u * 1024)

static const struct
{
  const char *icon, *css_class;
} looks[] = {
  [TRI_LIKENESS_SAME] = { "object-select-symbolic", "success" },
  [TRI_LIKENESS_NOT_DIFFERENT] = { "object-select-symbolic", "success" },
  [TRI_LIKENESS_TOO_FEW] = { "dialog-question-symbolic", "dim-label" },
  [TRI_LIKENESS_DIFFERENT] = { "dialog-warning-symbolic", "warning" },
  [TRI_LIKENESS_NOT_COMPARED] = { "dialog-information-symbolic", "dim-label" },
};

const char *
tri_proof_view_get_icon (TriLikeness likeness)
{
  return looks[likeness].icon;
}

const char *
tri_proof_view_get_css_class (TriLikeness likeness)
{
  return looks[likeness].css_class;
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  /* Where a word of an API is too long for a line it is broken, and has no other letters than before. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* ---- Aspects ---- */

static GtkWidget *
new_head (const TriProofRow *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[row->likeness].icon);
  GtkWidget *likeness = new_label (tri_likeness_get_label (row->likeness), NULL);

  gtk_widget_add_css_class (icon, looks[row->likeness].css_class);
  gtk_widget_set_hexpand (likeness, FALSE);
  gtk_box_append (GTK_BOX (box), new_label (tri_aspect_get_label (row->aspect), "heading"));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), likeness);
  return box;
}

/* The two side by side, each in half of the room: equal columns are compared, and not two lines. */
static GtkWidget *
new_pair (const char *original, const char *converted)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  const char *const titles[] = { _ ("Original"), _ ("Converted") };
  const char *const texts[] = { original, converted };

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      GtkWidget *title = new_label (titles[i], "caption");

      gtk_widget_add_css_class (title, "dim-label");
      gtk_box_append (GTK_BOX (side), title);
      gtk_box_append (GTK_BOX (side), new_label (texts[i], NULL));
      gtk_box_append (GTK_BOX (box), side);
    }
  return box;
}

static GtkWidget *
new_row (const TriProofRow *row)
{
  GtkWidget *item = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *original = tri_proof_row_dup_seen (row, FALSE);
  g_autofree char *converted = tri_proof_row_dup_seen (row, TRUE);
  g_autofree char *reason = tri_proof_row_dup_reason (row);
  /* Translators: an aspect and how alike it is, what was seen of the original and of the converted request, and why. */
  g_autofree char *name
      = g_strdup_printf (_ ("%s: %s. Original: %s. Converted: %s. %s"), tri_aspect_get_label (row->aspect),
                         tri_likeness_get_label (row->likeness), original, converted, reason);

  gtk_widget_add_css_class (box, "proof-row");
  gtk_box_append (GTK_BOX (box), new_head (row));
  gtk_box_append (GTK_BOX (box), new_pair (original, converted));
  if (row->likeness != TRI_LIKENESS_SAME)
    {
      GtkWidget *label = new_label (reason, "caption");

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (item), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (item), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return item;
}

static GtkWidget *
new_rows (const TriProof *proof)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What was compared"), -1);
  for (guint i = 0; i < proof->rows->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), new_row (proof->rows->pdata[i]));
  return list;
}

/* ---- Texts ---- */

static char *
dup_start (const char *text)
{
  gsize length = strlen (text);
  const char *end = length > MAX_TEXT_BYTES ? g_utf8_find_prev_char (text, text + MAX_TEXT_BYTES) : text + length;

  return g_strndup (text, (gsize) (end - text));
}

static GtkWidget *
new_diff (const char *original, const char *converted)
{
  GtkWidget *view = gtk_text_view_new ();
  g_autofree char *a = dup_start (original);
  g_autofree char *b = dup_start (converted);
  g_autoptr (GArray) runs = tri_text_diff (a, b);

  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 14);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 14);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 10);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 10);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_add_css_class (view, "proof-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The most frequent text of each, with the words that differ"), -1);
  tri_rich_text_append_diff (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), runs, a, b);
  return view;
}

static void
append_texts (GtkBox *box, const TriProof *proof)
{
  g_autofree char *note = tri_proof_dup_text_note (proof);
  GtkWidget *caption = new_label (note, "caption");
  GtkWidget *frame;

  gtk_box_append (box, new_label (_ ("Text"), "heading"));
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_box_append (box, caption);
  if (!proof->original.text || !proof->converted.text)
    return;
  frame = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  if (!g_str_equal (proof->original.text, proof->converted.text))
    {
      GtkWidget *legend = new_label (_ ("The most frequent text of each: struck through is what only the original "
                                        "has, underlined what only the converted request has."),
                                     "caption");

      gtk_widget_add_css_class (legend, "dim-label");
      gtk_box_append (box, legend);
    }
  gtk_widget_add_css_class (frame, "card");
  gtk_widget_set_overflow (frame, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (GTK_BOX (frame), new_diff (proof->original.text, proof->converted.text));
  gtk_box_append (box, frame);
}

/* ---- What went wrong ---- */

static void
append_messages (GtkBox *box, GPtrArray *observations, const char *title, GHashTable *said)
{
  for (guint i = 0; i < observations->len; i++)
    {
      const TriObservation *observation = observations->pdata[i];
      g_autofree char *text = NULL;
      GtkWidget *label;

      if (!observation->message || !g_hash_table_add (said, observation->message))
        continue;
      text = g_strdup_printf ("%s: %s", title, observation->message);
      label = new_label (text, "caption");
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_box_append (box, label);
    }
}

GtkWidget *
tri_proof_view_new (const TriProof *proof, const TriProofAsk *ask, GPtrArray *original, GPtrArray *converted)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  g_autofree char *schema = tri_proof_ask_dup_schema_note (ask);
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);

  if (proof->rows->len > 0)
    gtk_box_append (GTK_BOX (box), new_rows (proof));
  append_messages (GTK_BOX (box), original, _ ("Original"), said);
  append_messages (GTK_BOX (box), converted, _ ("Converted"), said);
  if (schema)
    {
      GtkWidget *label = new_label (schema, "caption");

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  append_texts (GTK_BOX (box), proof);
  return box;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-detail.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/field-list.h"
#include "core/text.h"
#include "json-view.h"

struct _TriFieldDetail
{
  AdwBin parent_instance;

  GtkBox *words;  /* what is known of the meaning */
  GtkBox *values; /* a box a column */
  guint first;
  guint n_seen;
};

G_DEFINE_FINAL_TYPE (TriFieldDetail, tri_field_detail, ADW_TYPE_BIN)

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))))
    gtk_box_remove (box, child);
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* A line of words behind what kind of words they are; nothing without words. */
static void
add_words (TriFieldDetail *self, const char *kind, const char *words, const char *css_class)
{
  g_autofree char *line = NULL;

  if (!words || !words[0])
    return;
  line = kind ? g_strdup_printf (C_ ("kind of words", "%s: %s"), kind, words) : g_strdup (words);
  gtk_box_append (self->words, new_label (line, css_class));
}

/* What is false about a false friend is what one must not overlook: it has a sign, and is not told by colour alone. */
static void
add_friend (TriFieldDetail *self, const char *friend)
{
  GtkWidget *box, *icon, *label;
  g_autofree char *line = NULL;

  if (!friend)
    return;
  line = g_strdup_printf (C_ ("kind of words", "%s: %s"), _ ("False friend"), friend);
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  label = new_label (line, "words");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (box, "false-friend");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (self->words, box);
}

static const TriFormat *
get_format (TriComparison *comparison, guint column)
{
  return tri_column_get_format (tri_comparison_get_column (comparison, column));
}

char *
tri_field_detail_dup_changes (TriComparison *comparison, const TriMeaning *meaning, TriPlace place)
{
  guint n = tri_comparison_get_n_columns (comparison), from = 0;
  g_autoptr (GString) changes = g_string_new (NULL);

  /* From the first column that has it. */
  while (from < n && !tri_meaning_get_cell (meaning, get_format (comparison, from), place))
    from++;
  for (guint i = 0; from < n && i < n; i++)
    {
      const TriFormat *format = get_format (comparison, i);
      TriChange change = tri_meaning_get_change (meaning, get_format (comparison, from), format, place);
      g_autofree char *label = change ? tri_change_dup_label (change) : NULL;

      if (!label || strstr (changes->str, format->title))
        continue;
      /* Translators: from one format to another: “Completions → Responses: renamed” */
      g_string_append_printf (changes, C_ ("change", "%s → %s: %s"), get_format (comparison, from)->title,
                              format->title, label);
      g_string_append (changes, C_ ("between changes", "; "));
    }
  if (changes->len == 0)
    return NULL;
  g_string_truncate (changes, changes->len - strlen (C_ ("between changes", "; ")));
  return g_string_free (g_steal_pointer (&changes), FALSE);
}

static gboolean
holds_name (const char *text, const char *name)
{
  g_autofree char *folded = text ? g_utf8_casefold (text, -1) : NULL;
  g_autofree char *wanted = g_utf8_casefold (name, -1);

  return folded && strstr (folded, wanted);
}

/* What is known of the servers that the columns ask: a server is known by its name, which people choose, or by its
 * address. */
static void
add_facts (TriFieldDetail *self, TriComparison *comparison, const TriMeaning *meaning)
{
  guint n_facts;
  const TriServerFact *facts = tri_rosetta_list_server_facts (&n_facts);

  for (guint i = 0; i < n_facts; i++)
    for (guint k = 0; g_str_equal (facts[i].meaning, meaning->id) && k < tri_comparison_get_n_columns (comparison); k++)
      {
        TriServer *server = tri_column_get_server (tri_comparison_get_column (comparison, k));
        g_autofree char *kind = NULL;

        if ((facts[i].format && !g_str_equal (facts[i].format, get_format (comparison, k)->id))
            || !(holds_name (tri_server_get_name (server), facts[i].server)
                 || holds_name (tri_server_get_base_url (server), facts[i].server)))
          continue;
        kind = g_strdup_printf ("%s (%s) %s", facts[i].server, get_format (comparison, k)->title,
                                tri_server_word_get_label (facts[i].word));
        add_words (self, kind, _ (facts[i].note), "words");
        break;
      }
}

static void
show_words (TriFieldDetail *self, TriComparison *comparison, const TriFields *fields, guint row)
{
  const TriFieldRow *at = tri_fields_get_row (fields, row);
  const TriMeaning *meaning = at->meaning;
  g_autofree char *title = tri_fields_dup_title (fields, row);
  g_autofree char *differences = tri_field_differences_dup_label (at->differences);
  g_autofree char *changes = meaning ? tri_field_detail_dup_changes (comparison, meaning, at->place) : NULL;

  clear_box (self->words);
  add_words (self, NULL, title, "title");
  if (!meaning)
    add_words (self, NULL, _ ("The published API does not have this field. It is shown as it came."), "words");
  if (meaning)
    add_words (self, NULL, _ (meaning->note), "words");
  if (meaning)
    add_friend (self, meaning->friend ? _ (meaning->friend) : NULL);
  add_words (self, _ ("Between the formats"), changes, "words");
  add_words (self, _ ("Between the columns"), differences, "words");
  add_words (self, _ ("Carried over by"), meaning ? meaning->transform : NULL, "words");
  if (meaning)
    add_facts (self, comparison, meaning);
  if (meaning)
    add_words (self, _ ("Source"), meaning->source, "dim-label");
}

/* Copying */

static void
copy_text (GtkButton *button, gpointer user_data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)),
                          g_object_get_data (G_OBJECT (button), "text"));
}

/* A button beside what it copies. Swallows `text`. */
static GtkWidget *
new_copied (GtkWidget *copied, const char *name, char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "copy");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "text", text, g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_text), NULL);
  gtk_widget_set_hexpand (copied, TRUE);
  gtk_box_append (GTK_BOX (box), copied);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

/* What a string says, and of anything else its bytes. */
static char *
dup_copied (const TriFields *fields, guint row, guint column)
{
  TriFieldMap *map = tri_fields_get_map (fields, tri_fields_get_row (fields, row)->place, column);
  gsize n_bytes = 0;
  g_autofree char *text
      = tri_json_index_dup_string (tri_field_map_get_index (map), tri_fields_get_token (fields, row, column), &n_bytes);

  if (!text)
    text = tri_fields_dup_raw (fields, row, column);
  return tri_text_dup_displayable (text ? text : "", text && n_bytes > 0 ? (gssize) n_bytes : -1, NULL);
}

static GtkWidget *
new_value (TriComparison *comparison, const TriFields *fields, guint row, guint column)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  const char *title = get_format (comparison, column)->title;
  g_autofree char *path = tri_fields_dup_path (fields, row, column);
  g_autofree char *raw = tri_fields_dup_raw (fields, row, column);
  g_autofree char *value_name = g_strdup_printf (_ ("Value of %s"), title);
  g_autoptr (GBytes) bytes = NULL;
  GtkWidget *value;

  gtk_box_append (GTK_BOX (box), new_label (title, "column-title"));
  if (!path)
    {
      gtk_box_append (GTK_BOX (box), new_label (_ ("This column has no such field."), "dim-label"));
      return box;
    }
  gtk_box_append (GTK_BOX (box), new_copied (new_label (path, "path"), _ ("Copy the path"), g_strdup (path)));

  bytes = g_bytes_new (raw ? raw : "", raw ? strlen (raw) : 0);
  value = tri_json_view_new (value_name);
  gtk_widget_set_size_request (value, -1, 72);
  gtk_widget_set_vexpand (value, TRUE);
  gtk_widget_add_css_class (value, "field-value");
  tri_json_view_set_body (TRI_JSON_VIEW (value), bytes, TRUE);
  gtk_box_append (GTK_BOX (box), new_copied (value, _ ("Copy the value"), dup_copied (fields, row, column)));
  return box;
}

static void
show_seen (TriFieldDetail *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->values));

  for (guint i = 0; child; i++, child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, i >= self->first && i - self->first < self->n_seen);
}

void
tri_field_detail_show (TriFieldDetail *self, TriComparison *comparison, TriFieldTable *table, guint row)
{
  const TriFields *fields = tri_field_table_get_fields (table);

  show_words (self, comparison, fields, row);
  clear_box (self->values);
  for (guint i = 0; i < tri_fields_get_n_columns (fields); i++)
    gtk_box_append (self->values, new_value (comparison, fields, row, i));
  show_seen (self);
}

void
tri_field_detail_set_seen (TriFieldDetail *self, guint first, guint n_seen)
{
  self->first = first;
  self->n_seen = n_seen;
  show_seen (self);
}

static void
tri_field_detail_class_init (TriFieldDetailClass *klass)
{
}

static void
tri_field_detail_init (TriFieldDetail *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->n_seen = 1;
  self->words = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 4));
  self->values = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  gtk_box_set_homogeneous (self->values, TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->values), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->values));
  gtk_widget_add_css_class (box, "field-detail");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

GtkWidget *
tri_field_detail_new (void)
{
  return g_object_new (TRI_TYPE_FIELD_DETAIL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "findings-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "core/text.h"
#include "popover-layout.h"

/* Wide enough for a path, and narrower than the narrowest window. */
#define WIDTH 330
#define MAX_HEIGHT 340
#define MAX_PLACE_CHARS 300

static guint
count_kinds (const TriConformance *conformance)
{
  return conformance->findings->len + conformance->n_left_off;
}

char *
tri_findings_dup_words (const TriConformance *conformance)
{
  guint n = count_kinds (conformance);

  if (n == 0)
    return g_strdup (_ ("Conforms"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u deviation", "%u deviations", n), n);
}

char *
tri_findings_dup_sentence (const TriConformance *conformance)
{
  guint n = count_kinds (conformance);

  if (n == 0)
    return g_strdup (_ ("Conforms to the published API"));
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u deviation from the published API", "%u deviations from the published API", n),
      n);
}

static const char *
get_severity_icon (TriFindingSeverity severity)
{
  return severity == TRI_FINDING_BROKEN ? "dialog-warning-symbolic" : "dialog-information-symbolic";
}

const char *
tri_findings_get_icon (const TriConformance *conformance)
{
  if (count_kinds (conformance) == 0)
    return "object-select-symbolic";
  return get_severity_icon (conformance->n_broken > 0 ? TRI_FINDING_BROKEN : TRI_FINDING_ODD);
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* One label, so that a deviation can be selected, copied and read out as a whole. */
static char *
dup_markup (const TriFinding *finding)
{
  GString *markup = g_string_new (NULL);
  g_autofree char *whole_place = tri_finding_dup_place (finding);
  g_autofree char *place = tri_text_dup_excerpt (whole_place, MAX_PLACE_CHARS);
  g_autofree char *expected = g_strdup_printf (_ ("Expected: %s"), finding->expected);
  g_autofree char *got = g_strdup_printf (_ ("Found: %s"), finding->got);
  g_autofree char *head = g_markup_printf_escaped ("<b>%s</b>", place);
  g_autofree char *body
      = g_markup_printf_escaped ("%s\n%s\n<span alpha=\"70%%\">%s</span>", expected, got, finding->source);

  g_string_append (markup, head);
  if (finding->count > 1)
    {
      g_autofree char *times
          = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u time", "%u times", finding->count), finding->count);
      g_autofree char *tail = g_markup_printf_escaped (" · %s", times);

      g_string_append (markup, tail);
    }
  g_string_append_printf (markup, "\n%s", body);
  return g_string_free (markup, FALSE);
}

static GtkWidget *
new_row (const TriFinding *finding)
{
  const char *meaning = finding->severity == TRI_FINDING_BROKEN
                            ? _ ("A client that keeps to the published API may fail here")
                            : _ ("Not as published, but no harm to a client that keeps to it");
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name (get_severity_icon (finding->severity));
  GtkWidget *label = new_label (NULL, "caption");
  g_autofree char *markup = dup_markup (finding);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (icon, meaning);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, meaning, -1);
  gtk_widget_add_css_class (icon, finding->severity == TRI_FINDING_BROKEN ? "warning" : "dim-label");
  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), label);
  return row;
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, baseline, NULL);
}

/* A scrolled window asks how high its child would be if no line had to wrap. This one is as high as the list is at its
 * width, up to MAX_HEIGHT. */
static void
measure_list (GtkWidget *widget,
              GtkOrientation orientation,
              int for_size,
              int *minimum,
              int *natural,
              int *minimum_baseline,
              int *natural_baseline)
{
  GtkWidget *scrolled = gtk_widget_get_first_child (widget);
  GtkWidget *viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled));

  gtk_widget_measure (scrolled, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  gtk_widget_measure (gtk_widget_get_first_child (viewport), orientation, for_size, NULL, natural, NULL, NULL);
  *natural = CLAMP (*natural, *minimum, MAX (*minimum, MAX_HEIGHT));
}

static GtkWidget *
new_list (const TriConformance *conformance)
{
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *bin = adw_bin_new ();

  gtk_widget_add_css_class (list, "findings");
  for (guint i = 0; i < conformance->findings->len; i++)
    gtk_box_append (GTK_BOX (list), new_row (conformance->findings->pdata[i]));
  if (conformance->n_left_off > 0)
    {
      g_autofree char *more
          = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "… and %u more", "… and %u more", conformance->n_left_off),
                             conformance->n_left_off);

      gtk_box_append (GTK_BOX (list), new_label (more, "caption"));
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  adw_bin_set_child (ADW_BIN (bin), scrolled);
  gtk_widget_set_layout_manager (bin, gtk_custom_layout_new (get_request_mode, measure_list, allocate));
  return bin;
}

static void
copy_report (GtkWidget *button, TriExchange *exchange)
{
  const TriConformance *conformance = g_object_get_data (G_OBJECT (button), "conformance");
  g_autofree char *report = tri_conformance_dup_report (conformance, tri_exchange_get_record (exchange));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), report);
}

/* First, so that the focus begins there, and not with a text that would then be selected. */
static GtkWidget *
new_head (const TriConformance *conformance, TriExchange *exchange)
{
  g_autofree char *sentence = tri_findings_dup_sentence (conformance);
  g_autofree char *against = g_strdup_printf (_ ("Held against OpenAPI %s"), tri_published_version);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *button = gtk_button_new_with_label (_ ("Copy Report"));
  GtkWidget *caption = new_label (against, "caption");

  gtk_widget_add_css_class (caption, "dim-label");
  gtk_box_append (GTK_BOX (words), new_label (sentence, "heading"));
  gtk_box_append (GTK_BOX (words), caption);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Copy as Markdown, with a command that asks again"));
  g_object_set_data (G_OBJECT (button), "conformance", (gpointer) conformance);
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_report), g_object_ref (exchange),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  gtk_box_append (GTK_BOX (head), words);
  gtk_box_append (GTK_BOX (head), button);
  return head;
}

GtkWidget *
tri_findings_view_new (const TriConformance *conformance, TriExchange *exchange)
{
  GtkWidget *bin = adw_bin_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  gtk_widget_add_css_class (box, "findings-view");
  gtk_widget_set_size_request (box, WIDTH, -1);
  gtk_box_append (GTK_BOX (box), new_head (conformance, exchange));
  if (count_kinds (conformance) > 0)
    gtk_box_append (GTK_BOX (box), new_list (conformance));
  adw_bin_set_child (ADW_BIN (bin), box);
  gtk_widget_set_layout_manager (bin, tri_popover_layout_new ());
  return bin;
}

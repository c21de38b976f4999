/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <glib/gi18n-lib.h>

#include "core/formats.h"
#include "either.h"

struct _TriHelp
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkBox *tabs;
  GtkDropDown *list;
};

G_DEFINE_FINAL_TYPE (TriHelp, tri_help, ADW_TYPE_WINDOW)

typedef struct
{
  const char *heading; /* NULL: none */
  const char *text;
} Block;

static const Block formats_blocks[] = {
  { NULL, N_ ("Triptych sends one prompt in several formats at the same time, and shows what each column was asked and "
              "what it answered, every byte unchanged.") },
};

static const Block differences_blocks[] = {
  { N_ ("What is not the same"), N_ ("Not every format can say everything. Before anything is sent, the line with the "
                                     "scales above the columns says in what the requests differ.") },
  { N_ ("Where to look"),
    N_ ("Output is the text. Request is what goes out, and Response what came back. Events are the "
        "pieces of a stream, with their times. Fields is one table of what all of them ask and answer: what "
        "means the same stands in one row, whatever each format calls it. Code is the request as a program.") },
  { N_ ("What is called otherwise"),
    N_ ("Point at a field of a request or response, or click on it, and what stands for it in the other columns is "
        "marked. The line above the columns tells how the formats differ in it, and why that matters.") },
};

static const Block migrate_blocks[] = {
  { NULL,
    N_ ("The page Migrate converts a request of one format into another. F9 shows the bar with the pages. Nothing "
        "is sent, and a curl command is not executed.") },
  { N_ ("What becomes of each value"),
    N_ ("The list below the requests accounts for every value, with the reason. Choose an entry, and its places are "
        "marked in both; choose a place, and its entry is chosen.") },
  { N_ ("What is lost"),
    N_ ("“dropped” is what cannot be said in the other format, and “refused” what would make it mean something else. "
        "The buttons above the list show one kind alone.") },
  { N_ ("When a server refuses"),
    N_ ("Paste the error, alone or beside the request: its cause is explained, and a fix can be applied to the "
        "request. "
        "In Compare a column that was refused has a button for it, and the fix becomes its own body.") },
  { N_ ("Keys"),
    N_ ("The key of a pasted command is left out before it is seen. It can be kept in memory, to ask the server of the "
        "command from Compare.") },
  { N_ ("Whether it does the same"),
    N_ ("Prove It sends the original and the result, several times each, and tells where the result differs from the "
        "original by more than the original differs from itself. What that costs is said before.") },
  { N_ ("And then"),
    N_ ("The result can be copied, saved, or opened in Compare beside the original. How reading the answer changes "
        "stands at the foot of the page.") },
};

static const Block ends_blocks[] = {
  { NULL,
    N_ ("The line End at the foot of a column tells why its answer ended, in the words of that API. Above it stands "
        "what they mean.") },
  { N_ ("It ended by itself"),
    N_ ("The model had nothing to add, or came to a stop text. Depending on the format this is "
        "“stop” or “completed”.") },
  { N_ ("It was cut"),
    N_ ("The output limit was reached: “length”, or “incomplete” with its details. Some formats have a "
        "small limit of their own when none is set. Raise it in the settings.") },
  { N_ ("It was held back"),
    N_ ("A filter of the provider ended it, or the model refused. Both are shown as what they are.") },
  { N_ ("Whether it keeps to the API"),
    N_ ("The line API holds what came against the published description. Choose it to read what deviates and where, "
        "and to copy a report for whoever runs the server.") },
  { N_ ("It did not come whole"),
    N_ ("The connection broke, a time limit passed, or you pressed Stop. What had come until "
        "then stays, and the column can be tried again by itself.") },
};

static const Block practice_blocks[] = {
  { NULL,
    N_ ("The practice server is part of Triptych and runs on this computer only. It needs no key and no network, and "
        "speaks all formats.") },
  { N_ ("It is no model"),
    N_ ("It knows the published samples by heart. Of any other prompt it says what reached it, so "
        "that you can see what your request contained.") },
  { N_ ("It is honest"), N_ ("What it cannot do, it refuses in a sentence. Its tokens are its own way of counting, and "
                             "nobody else’s.") },
  { N_ ("Another server"),
    N_ ("Open Servers in the main menu and add the base URL of any server that speaks one of the "
        "formats. Then choose it in the menu behind a column’s title.") },
};

static const Block files_blocks[] = {
  { N_ ("Save and open"),
    N_ ("A comparison is saved as one file, with every byte that was sent and received. It opens again as it was, in a "
        "window of its own and without a network, and can be asked again.") },
  { N_ ("Export"),
    N_ ("The main menu exports all columns as a report with their fields, what does not conform, and the ledger of a "
        "migration; as HAR or JSON; or as tables of attempts and fields. All of it can be had without what people and "
        "models wrote. The menu of a column exports its request, response, events, text and code, and copies them.") },
  { N_ ("Code"),
    N_ ("The code of a column makes the same request from a terminal or a program, and reads the key from the "
        "environment. The practice server answers while Triptych is open; the first line tells how to start it "
        "otherwise.") },
  { N_ ("Keys"), N_ ("No key is ever in a file: each place where one stood holds stars.") },
  { N_ ("Files of others"),
    N_ ("Whoever wrote a file chose its servers and which key they get. Opening sends nothing, and before anything is "
        "sent to a server that a file brought, you are asked.") },
};

static const Block keyboard_blocks[] = {
  { N_ ("Send and stop"), N_ ("Ctrl+Enter sends to all columns. Escape stops them.") },
  { N_ ("Look"), N_ ("Ctrl+1 to Ctrl+6 show the output, the request, the response, the events, the fields and the "
                     "code. F6 goes from "
                     "column to column, and Ctrl+L to the prompt.") },
  { N_ ("Compare fields"),
    N_ ("In a request or response the arrow keys choose the field of a line, Ctrl+J or F7 goes to what stands for it "
        "in the next column, and Escape ends it.") },
  { N_ ("Size"), N_ ("Ctrl with plus and minus makes the text larger and smaller, and Ctrl+0 as it was: good for a "
                     "projector.") },
  { N_ ("Search"), N_ ("Ctrl+F searches all columns at once, and Ctrl+G goes to the next match.") },
  { N_ ("Undo"),
    N_ ("Ctrl+Z brings back the column that was removed last, unless a text has something of its own to undo. "
        "The main menu does the same.") },
  { N_ ("Everything else"), N_ ("Tab reaches every control. All shortcuts are listed under Ctrl+?.") },
};

static void
append_label (GtkBox *page, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  if (g_str_equal (css_class, "heading"))
    gtk_widget_set_margin_top (label, 12);
  gtk_box_append (page, label);
}

static void
append_blocks (GtkBox *page, const Block *blocks, guint n_blocks)
{
  for (guint i = 0; i < n_blocks; i++)
    {
      if (blocks[i].heading)
        append_label (page, _ (blocks[i].heading), "heading");
      append_label (page, _ (blocks[i].text), "body");
    }
}

static void
append_formats (GtkBox *page)
{
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  for (guint i = 0; i < n_formats; i++)
    {
      g_autofree char *endpoint = g_strconcat ("POST …", formats[i]->path, NULL);

      append_label (page, formats[i]->title, "heading");
      append_label (page, endpoint, "monospace");
      append_label (page, _ (formats[i]->about), "body");
    }
}

static GtkBox *
add_page (TriHelp *self, const char *title)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (page, "help-page");
  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  /* With the keyboard a page is scrolled when it has the focus. */
  gtk_widget_set_focusable (scrolled, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scrolled), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_stack_add_titled (self->stack, scrolled, NULL, title);
  return GTK_BOX (page);
}

/* The pages of the stack are its switch; the buttons and the list only show them. */
static void
page_shown (TriHelp *self)
{
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (self->stack);
  GtkWidget *tab = gtk_widget_get_first_child (GTK_WIDGET (self->tabs));

  for (guint i = 0; tab; i++, tab = gtk_widget_get_next_sibling (tab))
    {
      gboolean shown = gtk_selection_model_is_selected (pages, i);

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tab), shown);
      if (shown && gtk_drop_down_get_selected (self->list) != i)
        gtk_drop_down_set_selected (self->list, i);
    }
}

static void
show_page (TriHelp *self, guint position)
{
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (self->stack);

  gtk_selection_model_select_item (pages, position, TRUE);
  page_shown (self);
}

static void
tab_clicked (GtkWidget *tab, TriHelp *self)
{
  guint position = 0;

  for (GtkWidget *each = gtk_widget_get_prev_sibling (tab); each; each = gtk_widget_get_prev_sibling (each))
    position++;
  show_page (self, position);
}

static void
list_chosen (GtkDropDown *drop_down, GParamSpec *pspec, TriHelp *self)
{
  show_page (self, gtk_drop_down_get_selected (drop_down));
}

static void
add_titles (TriHelp *self)
{
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (self->stack);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr (GObject) page = g_list_model_get_object (G_LIST_MODEL (pages), i);
      const char *title = gtk_stack_page_get_title (GTK_STACK_PAGE (page));
      GtkWidget *tab = gtk_toggle_button_new_with_label (title);

      g_signal_connect_object (tab, "clicked", G_CALLBACK (tab_clicked), self, 0);
      gtk_box_append (self->tabs, tab);
      gtk_string_list_append (titles, title);
    }
  gtk_drop_down_set_model (self->list, G_LIST_MODEL (titles));
}

static void
tri_help_class_init (TriHelpClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TRI_TYPE_EITHER);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/help.ui");
  gtk_widget_class_bind_template_child (widget_class, TriHelp, stack);
  gtk_widget_class_bind_template_child (widget_class, TriHelp, tabs);
  gtk_widget_class_bind_template_child (widget_class, TriHelp, list);
  gtk_widget_class_bind_template_callback (widget_class, list_chosen);
}

static void
tri_help_init (TriHelp *self)
{
  GtkBox *page;

  gtk_widget_init_template (GTK_WIDGET (self));
  page = add_page (self, _ ("The Formats"));
  append_blocks (page, formats_blocks, G_N_ELEMENTS (formats_blocks));
  append_formats (page);
  append_blocks (page, differences_blocks, G_N_ELEMENTS (differences_blocks));
  append_blocks (add_page (self, _ ("Migrate")), migrate_blocks, G_N_ELEMENTS (migrate_blocks));
  append_blocks (add_page (self, _ ("Why Answers End")), ends_blocks, G_N_ELEMENTS (ends_blocks));
  append_blocks (add_page (self, _ ("Practice Server")), practice_blocks, G_N_ELEMENTS (practice_blocks));
  append_blocks (add_page (self, _ ("Files")), files_blocks, G_N_ELEMENTS (files_blocks));
  append_blocks (add_page (self, _ ("Keyboard")), keyboard_blocks, G_N_ELEMENTS (keyboard_blocks));
  add_titles (self);
  show_page (self, 0);
}

static void
show_help (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (g_object_new (TRI_TYPE_HELP, "transient-for", user_data, NULL)));
}

/* Under the name that GTK looks for, the shortcuts would be built with every window, which is a tenth of the time that
 * it takes to start. From the first use on, the action of this name is GTK's own. */
static void
show_help_overlay (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/app/triptych/Triptych/shortcuts.ui");
  GtkShortcutsWindow *overlay = GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (user_data), overlay);
  gtk_window_present (GTK_WINDOW (overlay));
}

void
tri_help_add_actions (GtkApplicationWindow *window)
{
  static const GActionEntry actions[] = {
    { .name = "help", .activate = show_help },
    { .name = "show-help-overlay", .activate = show_help_overlay },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), window);
}

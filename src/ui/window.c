/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window.h"

#include <glib/gi18n-lib.h>

#include "announce.h"
#include "closing.h"
#include "column-commands.h"
#include "composer.h"
#include "core/samples.h"
#include "draft-keeper.h"
#include "either.h"
#include "exporting.h"
#include "facet.h"
#include "facet-layout.h"
#include "facet-tools.h"
#include "facts.h"
#include "files.h"
#include "finder.h"
#include "gaps-line.h"
#include "help.h"
#include "link-line.h"
#include "links.h"
#include "look.h"
#include "menus.h"
#include "pages.h"
#include "preferences.h"
#include "removal.h"
#include "sample-note.h"
#include "sending.h"
#include "server-use.h"
#include "servers.h"
#include "zoom.h"

struct _TriWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkBox *content_box;
  GtkMenuButton *samples_button;
  GtkMenuButton *menu_button;
  GMenuModel *main_menu;
  GMenu *recent_menu;
  GtkWidget *header;
  TriComposer *composer;
  GtkWidget *sample_note; /* NULL until there is one */
  TriGapsLine *gaps;
  GtkMenuButton *facet_button;
  GtkMenuButton *add_button;
  TriColumns *columns;

  TriComparison *comparison;
  GListStore *servers;
  GSettings *settings; /* NULL where the schema is not installed */
  TriFacet facet;
  TriFinder *finder;
  TriPages *pages;

  TriPrompt *prompt;      /* the draft as the columns know it; NULL while there is none */
  guint follow_id;        /* the columns will follow the draft */
  TriDraftKeeper *keeper; /* NULL where drafts are not kept */
  gboolean may_close;     /* though answers run: the person was asked */
};

G_DEFINE_FINAL_TYPE (TriWindow, tri_window, ADW_TYPE_APPLICATION_WINDOW)

/* The number is said where it is another than one a column, or where requests leave this machine. */
static void
show_n_requests (TriWindow *self)
{
  TriSchedule schedule = tri_sending_get_schedule (G_ACTION_GROUP (self));
  guint n_away, n_requests = tri_comparison_count_requests (self->comparison, &schedule, &n_away);

  tri_composer_set_n_requests (self->composer, n_away > 0 || schedule.repeats > 1 ? n_requests : 0);
}

/* What follows from who is asked what. */
static void
show_gaps (TriWindow *self)
{
  tri_gaps_line_show (self->gaps, self->columns, self->comparison, self->prompt,
                      tri_composer_get_settings (self->composer));
  show_n_requests (self);
}

static void
touch_draft (TriWindow *self)
{
  if (self->keeper)
    tri_draft_keeper_touch (self->keeper);
}

static void
show_draft (TriWindow *self)
{
  g_clear_pointer (&self->prompt, tri_prompt_unref);
  self->prompt = tri_composer_dup_prompt (self->composer, NULL);
  tri_columns_set_draft (self->columns, self->prompt, tri_composer_get_settings (self->composer));
  show_gaps (self);
  touch_draft (self);
}

static gboolean
draft_followed (gpointer user_data)
{
  TriWindow *self = user_data;

  self->follow_id = 0;
  show_draft (self);
  return G_SOURCE_REMOVE;
}

/* However many changes there are at once, the columns follow once, and before the frame begins: a text that changes
 * within it, while sizes are given out, is measured too late for that frame, of which GTK warns. */
static void
draft_changed (TriWindow *self)
{
  if (self->follow_id == 0)
    self->follow_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, draft_followed, self, NULL);
}

static void
columns_changed (TriWindow *self)
{
  show_gaps (self);
  tri_finder_follow (self->finder);
  touch_draft (self);
}

static void
set_enabled (TriWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

/* Everything that came is shown before anything says that it is over. */
static void
running_changed (TriWindow *self)
{
  gboolean running = tri_comparison_is_running (self->comparison);

  tri_columns_flush (self->columns);
  show_gaps (self);
  /* The button that comes has to be ready for the focus before the other one goes and lets go of it. */
  if (running)
    set_enabled (self, "stop", TRUE);
  else
    set_enabled (self, "send", !tri_pages_hide_compare (self->pages));
  tri_composer_set_running (self->composer, running);
  set_enabled (self, running ? "send" : "stop", FALSE);
}

/* Whoever does not see the columns hears that answers are awaited, and what came of it. */
static void
announce_answers (TriWindow *self)
{
  g_autofree char *news = tri_facts_dup_news (self->comparison);

  if (news)
    tri_announce (GTK_WIDGET (self), news);
}

/* What nobody sees takes no keys. */
static void
page_changed (TriWindow *self)
{
  static const char *const names[] = { "find",     "find-next",    "find-previous", "counterpart",    "facet",
                                       "settings", "focus-prompt", "next-column",   "previous-column" };
  gboolean compare = !tri_pages_hide_compare (self->pages);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    set_enabled (self, names[i], compare);
  set_enabled (self, "send", compare && !tri_comparison_is_running (self->comparison));
  gtk_widget_set_visible (GTK_WIDGET (self->samples_button), compare);
}

/* Commands */

static void
send_now (GtkWindow *window)
{
  TriWindow *self = TRI_WINDOW (window);
  TriSchedule schedule = tri_sending_get_schedule (G_ACTION_GROUP (self));

  if (!self->prompt)
    return; /* the window was closed, or the prompt emptied, before the question was answered */
  tri_comparison_send_scheduled (self->comparison, self->prompt, tri_composer_get_settings (self->composer), &schedule);
}

static void
send (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriWindow *self = user_data;
  TriSchedule schedule = tri_sending_get_schedule (G_ACTION_GROUP (self));

  if (!tri_composer_check (self->composer))
    return;
  show_draft (self);
  tri_sending_ask (GTK_WINDOW (self), self->comparison, self->prompt, tri_composer_get_settings (self->composer),
                   &schedule, send_now);
}

static void
stop (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tri_comparison_stop (TRI_WINDOW (user_data)->comparison);
}

/* On the button that stands for the switcher where that does not fit. */
static void
show_facet (TriWindow *self)
{
  const char *label = tri_facet_get_label (self->facet);
  /* Translators: %s is one of Output, Request, Response, Events, Fields, Code. */
  g_autofree char *name = g_strdup_printf (_ ("Facet: %s"), label);

  gtk_menu_button_set_label (self->facet_button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->facet_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
set_facet (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  TriWindow *self = user_data;

  self->facet = tri_facet_find (g_variant_get_string (value, NULL));
  g_simple_action_set_state (action, g_variant_new_string (tri_facet_get_id (self->facet)));
  show_facet (self);
  tri_columns_set_facet (self->columns, self->facet);
  tri_finder_follow (self->finder);
  if (self->settings)
    g_settings_set_string (self->settings, "facet", tri_facet_get_id (self->facet));
}

/* The names that were published with the samples exist on the practice server; elsewhere the server's own model is
 * asked. */
static void
apply_sample (TriWindow *self, const TriSample *sample)
{
  g_autoptr (TriPrompt) prompt = tri_sample_dup_prompt (sample);
  g_autoptr (TriSettings) settings = tri_settings_copy (tri_composer_get_settings (self->composer));
  g_autofree char *note = NULL;

  tri_sample_apply (sample, settings);
  for (guint i = 0; i < tri_comparison_get_n_columns (self->comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (self->comparison, i);

      if (tri_server_is_practice (tri_column_get_server (column)))
        tri_column_set_model (column, sample->model);
    }
  tri_composer_set (self->composer, prompt, settings);
  note = g_strdup_printf ("%s%s%s", _ (sample->look_for), sample->published ? "\n" : "",
                          sample->published ? _ (sample->published) : "");
  if (!self->sample_note)
    {
      self->sample_note = tri_sample_note_new ();
      gtk_widget_insert_after (self->sample_note, gtk_widget_get_parent (GTK_WIDGET (self->composer)),
                               GTK_WIDGET (self->composer));
    }
  tri_sample_note_say (TRI_SAMPLE_NOTE (self->sample_note), note);
  show_draft (self);
}

/* A request and what it was converted into become the columns of another window. */
static void
compare_pair (TriWindow *self)
{
  TriMigratePair pair;
  TriWindow *other;

  if (!tri_pages_get_pair (self->pages, &pair))
    return;
  other = tri_window_new_beside (self);
  tri_pages_fill_with_pair (other->comparison, self->servers, &pair);
  g_action_group_change_action_state (G_ACTION_GROUP (other), "facet", g_variant_new_string ("request"));
  gtk_window_present (GTK_WINDOW (other));
}

static void
choose_sample (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriWindow *self = user_data;
  const TriSample *sample = tri_sample_find (g_variant_get_string (parameter, NULL));
  TriWindow *other;

  if (!sample)
    return;
  if (!tri_composer_is_touched (self->composer))
    {
      apply_sample (self, sample);
      return;
    }
  /* A draft is never replaced: the sample gets a window of its own. */
  other = tri_window_new_beside (self);
  apply_sample (other, sample);
  gtk_window_present (GTK_WINDOW (other));
}

static void
focus_prompt (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tri_composer_focus_prompt (TRI_WINDOW (user_data)->composer);
}

static void
show_settings (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tri_composer_show_settings (TRI_WINDOW (user_data)->composer);
}

static const GActionEntry actions[] = {
  { .name = "send", .activate = send },
  { .name = "stop", .activate = stop },
  { .name = "in-turn", .parameter_type = "b", .state = "false" },
  { .name = "repeats", .parameter_type = "u", .state = "uint32 1" },
  { .name = "facet", .parameter_type = "s", .state = "'output'", .change_state = set_facet },
  { .name = "sample", .activate = choose_sample, .parameter_type = "s" },
  { .name = "settings", .activate = show_settings },
  { .name = "focus-prompt", .activate = focus_prompt },
};

/* Life */

static void
open_settings (TriWindow *self)
{
  g_autofree char *facet = NULL;

  if (!tri_preferences_get ())
    return;
  self->settings = g_object_ref (tri_preferences_get ());
  g_settings_bind (self->settings, "width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  facet = g_settings_get_string (self->settings, "facet");
  g_action_group_change_action_state (G_ACTION_GROUP (self), "facet", g_variant_new_string (facet));
  tri_look_set_settings (tri_look_find (GTK_WIDGET (self)), self->settings);
}

static void
close_anyway (gpointer data)
{
  TRI_WINDOW (data)->may_close = TRUE;
  gtk_window_close (GTK_WINDOW (data));
}

static gboolean
tri_window_close_request (GtkWindow *window)
{
  TriWindow *self = TRI_WINDOW (window);

  if (tri_comparison_is_running (self->comparison) && !self->may_close)
    {
      tri_closing_ask (window, _ ("Close While Answers Are Coming?"), _ ("_Stop and Close"), close_anyway, self);
      return TRUE;
    }
  if (self->keeper)
    tri_draft_keeper_forget (self->keeper);
  return GTK_WINDOW_CLASS (tri_window_parent_class)->close_request (window);
}

static void
tri_window_dispose (GObject *object)
{
  TriWindow *self = TRI_WINDOW (object);

  if (self->comparison)
    {
      g_signal_handlers_disconnect_by_data (self->comparison, self);
      tri_comparison_stop (self->comparison);
    }
  g_clear_handle_id (&self->follow_id, g_source_remove);
  g_clear_object (&self->keeper);
  g_clear_object (&self->comparison);
  g_clear_object (&self->servers);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->prompt, tri_prompt_unref);
  G_OBJECT_CLASS (tri_window_parent_class)->dispose (object);
}

static void
tri_window_class_init (TriWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = tri_window_close_request;
  g_type_ensure (TRI_TYPE_COLUMNS);
  g_type_ensure (TRI_TYPE_COMPOSER);
  g_type_ensure (TRI_TYPE_EITHER);
  g_type_ensure (TRI_TYPE_FACET_LAYOUT);
  g_type_ensure (TRI_TYPE_FACET_TOOLS);
  g_type_ensure (TRI_TYPE_GAPS_LINE);
  g_type_ensure (TRI_TYPE_LINK_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/window.ui");
  /* No key of the application: those come before the text that has the focus, and its own undo. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_bind_template_child (widget_class, TriWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TriWindow, content_box);
  gtk_widget_class_bind_template_child (widget_class, TriWindow, samples_button);
  gtk_widget_class_bind_template_child (widget_class, TriWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TriWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, TriWindow, recent_menu);
  gtk_widget_class_bind_template_child (widget_class, TriWindow, header);
  gtk_widget_class_bind_template_child (widget_class, TriWindow, composer);
  gtk_widget_class_bind_template_child (widget_class, TriWindow, gaps);
  gtk_widget_class_bind_template_child (widget_class, TriWindow, facet_button);
  gtk_widget_class_bind_template_child (widget_class, TriWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, TriWindow, columns);
  gtk_widget_class_bind_template_callback (widget_class, columns_changed);
  gtk_widget_class_bind_template_callback (widget_class, draft_changed);
}

static void
tri_window_init (TriWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  self->comparison = tri_comparison_new ();
  tri_look_new (self->comparison, GTK_WINDOW (self));
  tri_links_new (self->comparison, GTK_WINDOW (self));
  tri_zoom_add_actions (G_ACTION_MAP (self));
  tri_files_new (self);
  tri_exporting_add_action (self);
  tri_column_commands_add (self);
  tri_help_add_actions (GTK_APPLICATION_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  tri_removal_new (GTK_WINDOW (self), self->toasts, self->columns, self->comparison);
  self->finder = tri_finder_new (GTK_WINDOW (self), self->columns, self->content_box, self->header);
  self->pages = tri_pages_new (GTK_WINDOW (self), self->content_box);
  g_signal_connect_object (self->pages, "changed", G_CALLBACK (page_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "compare", G_CALLBACK (compare_pair), self, G_CONNECT_SWAPPED);
  tri_menus_set_samples (self->samples_button);
  tri_menus_set_formats (self->add_button);
  tri_menus_set_main (self->menu_button, self->main_menu, self->recent_menu);
  tri_menus_set_facets (self->facet_button);
  show_facet (self);
}

TriWindow *
tri_window_new (GtkApplication *application, GListStore *servers)
{
  TriWindow *self = g_object_new (TRI_TYPE_WINDOW, "application", application, NULL);

  self->servers = g_object_ref (servers);
  tri_server_use_new (GTK_WINDOW (self), self->toasts, self->comparison, servers);
  g_signal_connect_object (self->comparison, "notify::running", G_CALLBACK (running_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->comparison, "notify::running", G_CALLBACK (announce_answers), self, G_CONNECT_SWAPPED);
  tri_columns_follow (self->columns, self->comparison, G_LIST_MODEL (servers));
  tri_comparison_add_all_formats (self->comparison, tri_servers_get (G_LIST_MODEL (servers), 0));
  tri_window_set_prompt (self, TRI_FIRST_PROMPT);
  running_changed (self);
  g_signal_connect (self, "action-state-changed::in-turn", G_CALLBACK (show_n_requests), NULL);
  g_signal_connect (self, "action-state-changed::repeats", G_CALLBACK (show_n_requests), NULL);
  open_settings (self);
  tri_composer_focus_prompt (self->composer);
  return self;
}

TriComparison *
tri_window_get_comparison (TriWindow *self)
{
  return self->comparison;
}

TriColumns *
tri_window_get_columns (TriWindow *self)
{
  return self->columns;
}

GListModel *
tri_window_get_servers (TriWindow *self)
{
  return G_LIST_MODEL (self->servers);
}

void
tri_window_set_prompt (TriWindow *self, const char *text)
{
  g_autoptr (TriPrompt) prompt = tri_prompt_new (NULL, text, NULL);

  if (!prompt)
    return;
  tri_composer_set (self->composer, prompt, tri_composer_get_settings (self->composer));
  show_draft (self);
}

void
tri_window_say (TriWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
  tri_announce (GTK_WIDGET (self), text);
}

static void
load_draft (TriWindow *self, const TriDraft *draft)
{
  guint n_keys = 0;

  tri_draft_keeper_fill (draft, self->comparison, self->servers, &n_keys);
  tri_composer_load (self->composer, draft);
  show_draft (self);
  if (n_keys > 0)
    tri_window_say (self, _ ("Keys that were typed are not stored: add them again in the list of servers."));
}

/* What is shown now counts as untouched, if `draft` is given: it is what it was filled from. */
static void
begin_keeping (TriWindow *self, TriDraftFile *file, const TriDraft *draft)
{
  g_clear_object (&self->keeper);
  self->keeper = tri_draft_keeper_new (self->composer, self->comparison, file, draft);
  g_signal_connect_object (self->keeper, "failed", G_CALLBACK (tri_window_say), self, G_CONNECT_SWAPPED);
}

void
tri_window_keep_draft (TriWindow *self, TriDraftFile *file, const TriDraft *draft)
{
  if (draft)
    load_draft (self, draft);
  begin_keeping (self, file, draft);
}

void
tri_window_save_draft (TriWindow *self)
{
  if (self->keeper)
    tri_draft_keeper_save (self->keeper);
}

TriDraft *
tri_window_dup_draft (TriWindow *self)
{
  TriDraft *draft = tri_draft_new ();

  tri_composer_save (self->composer, draft);
  draft->rest = self->keeper ? tri_draft_keeper_dup_rest (self->keeper) : NULL;
  return draft;
}

gboolean
tri_window_is_untouched (TriWindow *self)
{
  return !tri_composer_is_touched (self->composer) && tri_comparison_is_untouched (self->comparison);
}

TriWindow *
tri_window_new_beside (TriWindow *self)
{
  TriWindow *other = tri_window_new (gtk_window_get_application (GTK_WINDOW (self)), self->servers);

  if (self->keeper && tri_draft_keeper_get_file (self->keeper))
    {
      g_autoptr (TriDraftFile) file = tri_draft_file_new_beside (tri_draft_keeper_get_file (self->keeper));

      tri_window_keep_draft (other, file, NULL);
    }
  return other;
}

void
tri_window_show_archive (TriWindow *self, const TriArchive *archive, GPtrArray *readers)
{
  guint n_servers = g_list_model_get_n_items (G_LIST_MODEL (self->servers));
  TriDraftFile *kept = self->keeper ? tri_draft_keeper_get_file (self->keeper) : NULL;
  g_autoptr (TriDraftFile) file = kept ? tri_draft_file_ref (kept) : NULL;

  load_draft (self, archive->draft);
  /* Who wrote the file chose these, and the variables with their keys. */
  for (guint i = n_servers; i < g_list_model_get_n_items (G_LIST_MODEL (self->servers)); i++)
    tri_sending_distrust (tri_servers_get (G_LIST_MODEL (self->servers), i));
  tri_draft_keeper_fill_archive (archive, self->comparison, readers);
  tri_archive_keep_rest (archive, self->comparison);
  running_changed (self);
  if (file)
    begin_keeping (self, file, archive->draft);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "application.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <gtksourceview/gtksource.h>

#include "about.h"
#include "closing.h"
#include "core/comparison-archive.h"
#include "core/samples.h"
#include "facet.h"
#include "files.h"
#include "practice/practice-server.h"
#include "preferences.h"
#include "servers.h"
#include "window.h"

struct _TriApplication
{
  AdwApplication parent_instance;

  GListStore *servers;
  char *drafts;                /* the folder */
  gboolean restored;           /* what was kept there is open again */
  guint signals[3];            /* by which systems end programs */
  gint64 pace_us;              /* of the practice server */
  TriPracticeServer *practice; /* NULL until something is sent to it */
};

G_DEFINE_FINAL_TYPE (TriApplication, tri_application, ADW_TYPE_APPLICATION)

/* TRIPTYCH_PRACTICE_PACE_US is for tests, which cannot wait for people to read. */
static gint64
get_pace_us (void)
{
  const char *text = g_getenv ("TRIPTYCH_PRACTICE_PACE_US");
  guint64 pace_us;

  if (text && g_ascii_string_to_unsigned (text, 10, 0, 60 * G_USEC_PER_SEC, &pace_us, NULL))
    return (gint64) pace_us;
  return tri_preferences_get_practice_pace_us ();
}

static gboolean
is_running (TriApplication *self)
{
  for (GList *each = gtk_application_get_windows (GTK_APPLICATION (self)); each; each = each->next)
    if (TRI_IS_WINDOW (each->data) && tri_comparison_is_running (tri_window_get_comparison (each->data)))
      return TRUE;
  return FALSE;
}

static char *
start_practice (gpointer user_data, GError **error)
{
  TriApplication *self = TRI_APPLICATION (user_data);

  /* The pace belongs to a server; with another one it begins anew, unless somebody is listening. */
  if (self->practice && self->pace_us != get_pace_us () && !is_running (self))
    g_clear_pointer (&self->practice, tri_practice_server_free);
  if (!self->practice)
    {
      TriPracticeOptions options = { .pace_us = get_pace_us () };

      self->pace_us = options.pace_us;
      self->practice = tri_practice_server_new (&options, error);
      if (!self->practice)
        return NULL;
    }
  return g_strdup (tri_practice_server_get_base_url (self->practice));
}

static TriWindow *
new_window_with (TriApplication *self, TriDraftFile *file, const TriDraft *draft)
{
  TriWindow *window = tri_window_new (GTK_APPLICATION (self), self->servers);
  g_autoptr (TriDraftFile) fresh = NULL;

  if (!file)
    file = fresh = tri_draft_file_new (self->drafts);
  tri_window_keep_draft (window, file, draft);
  return window;
}

static void
add_window (TriApplication *self)
{
  gtk_window_present (GTK_WINDOW (new_window_with (self, NULL, NULL)));
}

/* Once, before the first window: what was open when the program, the session or the machine ended comes back, unless
 * another process has it open (which one bus does not allow, but there may be two, or none). */
static void
restore_drafts (TriApplication *self)
{
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GString) problems = g_string_new (NULL);
  GtkWindow *window;

  if (self->restored)
    return;
  self->restored = TRUE;
  if (!tri_draft_folder_claim (self->drafts))
    return;
  files = tri_draft_folder_list (self->drafts);
  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TriDraft) draft = tri_draft_file_read (files->pdata[i], &error);

      if (draft)
        gtk_window_present (GTK_WINDOW (new_window_with (self, files->pdata[i], draft)));
      else
        g_string_append_printf (problems, "%s%s", problems->len ? "\n" : "", error->message);
    }
  if (problems->len == 0)
    return;
  if (!gtk_application_get_active_window (GTK_APPLICATION (self)))
    add_window (self);
  window = gtk_application_get_active_window (GTK_APPLICATION (self));
  tri_window_say (TRI_WINDOW (window), problems->str);
}

static gboolean
end_asked (gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_CONTINUE;
}

static void
new_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  add_window (TRI_APPLICATION (user_data));
}

static void
show_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tri_about_present (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
quit_anyway (gpointer data)
{
  g_application_quit (G_APPLICATION (data));
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);

  if (is_running (TRI_APPLICATION (application)))
    {
      tri_closing_ask (gtk_application_get_active_window (application), _ ("Quit While Answers Are Coming?"),
                       _ ("_Stop and Quit"), quit_anyway, application);
      return;
    }
  quit_anyway (application);
}

static const GActionEntry actions[] = {
  { .name = "new-window", .activate = new_window },
  { .name = "about", .activate = show_about },
  { .name = "quit", .activate = quit },
};

static const struct
{
  const char *action;
  const char *accels[3];
} accels[] = {
  { "app.new-window", { "<Control>n" } },
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.open", { "<Control>o" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.send", { "<Control>Return", "<Control>KP_Enter" } },
  { "win.stop", { "Escape" } },
  { "win.facet::output", { "<Control>1", "<Alt>1" } },
  { "win.facet::request", { "<Control>2", "<Alt>2" } },
  { "win.facet::response", { "<Control>3", "<Alt>3" } },
  { "win.facet::events", { "<Control>4", "<Alt>4" } },
  { "win.facet::fields", { "<Control>5", "<Alt>5" } },
  { "win.facet::code", { "<Control>6", "<Alt>6" } },
  { "win.counterpart", { "<Control>j", "F7" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.sidebar", { "F9" } },
  { "win.page::compare", { "<Control><Alt>1" } },
  { "win.page::migrate", { "<Control><Alt>2" } },
  { "win.find", { "<Control>f" } },
  { "win.find-next", { "<Control>g" } },
  { "win.find-previous", { "<Control><Shift>g" } },
  { "win.focus-prompt", { "<Control>l" } },
  { "win.preferences", { "<Control>comma" } },
  { "win.help", { "F1" } },
  { "win.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
  { "win.zoom-out", { "<Control>minus", "<Control>KP_Subtract" } },
  { "win.zoom-reset", { "<Control>0", "<Control>KP_0" } },
  { "win.next-column", { "F6" } },
  { "win.previous-column", { "<Shift>F6" } },
};

static void
tri_application_startup (GApplication *application)
{
  TriApplication *self = TRI_APPLICATION (application);
  g_autoptr (TriServer) server = NULL;
  g_autoptr (TriServerItem) item = NULL;

  /* Before there is a display, or it adds a folder of icons that nobody here needs to the icon theme, which GTK then
   * reads a second time: a tenth of the work until the first picture. */
  gtk_source_init ();
  G_APPLICATION_CLASS (tri_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (TRI_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    {
      const char *const list[] = { accels[i].accels[0], accels[i].accels[1], accels[i].accels[2], NULL };

      gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action, list);
    }

  self->signals[0] = g_unix_signal_add (SIGTERM, end_asked, self);
  self->signals[1] = g_unix_signal_add (SIGHUP, end_asked, self);
  self->signals[2] = g_unix_signal_add (SIGINT, end_asked, self);
  server = tri_server_new_started (_ ("Practice server"), TRI_PRACTICE_MODEL, start_practice, self);
  item = tri_server_item_new (server);
  g_list_store_append (self->servers, item);
}

static void
tri_application_activate (GApplication *application)
{
  GtkWindow *window;

  restore_drafts (TRI_APPLICATION (application));
  window = gtk_application_get_active_window (GTK_APPLICATION (application));
  if (window)
    gtk_window_present (window);
  else
    add_window (TRI_APPLICATION (application));
}

/* One that is there, or a new one, whose place a file may take. */
static TriWindow *
get_window (TriApplication *self)
{
  restore_drafts (self);
  for (GList *each = gtk_application_get_windows (GTK_APPLICATION (self)); each; each = each->next)
    if (TRI_IS_WINDOW (each->data))
      return each->data;
  add_window (self);
  return TRI_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (self)));
}

static void
open_files (TriApplication *self, GFile **files, int n_files, const char *facet)
{
  TriWindow *window = get_window (self);

  for (int i = 0; i < n_files; i++)
    tri_files_open (tri_files_find (window), files[i], facet);
}

static void
tri_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  open_files (TRI_APPLICATION (application), files, n_files, NULL);
}

/* Whether a word of the command line is a file rather than a prompt: it is named as one, or it is there. */
static gboolean
is_file (GFile *file)
{
  const char *path = g_file_peek_path (file);
  g_autofree char *manifest = path ? g_build_filename (path, TRI_ARCHIVE_MANIFEST, NULL) : NULL;

  return path
         && (g_str_has_suffix (path, TRI_ARCHIVE_SUFFIX) || g_file_test (path, G_FILE_TEST_IS_REGULAR)
             || g_file_test (manifest, G_FILE_TEST_IS_REGULAR));
}

/* The files of a command line, if that is what its words are; NULL if they are a prompt. (transfer full) */
static GPtrArray *
list_files (GApplicationCommandLine *command_line, const char *const *words)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; words && words[i]; i++)
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, words[i]);

      if (!is_file (file))
        return NULL;
      g_ptr_array_add (files, g_steal_pointer (&file));
    }
  return files->len > 0 ? g_steal_pointer (&files) : NULL;
}

/* The command line becomes actions of the new window, so that there is one way to do each thing. */
static int
tri_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  TriApplication *self = TRI_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  const char *sample = NULL;
  const char *facet = NULL;
  g_autofree const char **prompts = NULL;
  g_autoptr (GPtrArray) files = NULL;
  TriWindow *window;

  g_variant_dict_lookup (options, "sample", "&s", &sample);
  g_variant_dict_lookup (options, "facet", "&s", &facet);
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&s", &prompts);
  files = list_files (command_line, prompts);
  if (facet && g_strcmp0 (tri_facet_get_id (tri_facet_find (facet)), facet) != 0)
    {
      g_application_command_line_printerr (command_line, _ ("There is no view “%s”.\n"), facet);
      return 2;
    }
  if (files && (sample || g_variant_dict_contains (options, "send")))
    {
      g_application_command_line_printerr (command_line,
                                           _ ("A saved comparison is opened as it is, without --sample and --send.\n"));
      return 2;
    }
  if (files)
    {
      open_files (self, (GFile **) files->pdata, (int) files->len, facet);
      return 0;
    }
  if (!sample && !facet && !prompts && !g_variant_dict_contains (options, "send"))
    {
      g_application_activate (application);
      return 0;
    }
  if (sample && !tri_sample_find (sample))
    {
      g_application_command_line_printerr (command_line, _ ("There is no sample “%s”.\n"), sample);
      return 2;
    }

  restore_drafts (self);
  window = new_window_with (self, NULL, NULL);
  if (sample)
    g_action_group_activate_action (G_ACTION_GROUP (window), "sample", g_variant_new_string (sample));
  if (prompts && prompts[0])
    {
      g_autofree char *text = g_strjoinv (" ", (char **) prompts);

      tri_window_set_prompt (window, text);
    }
  if (facet)
    g_action_group_activate_action (G_ACTION_GROUP (window), "facet", g_variant_new_string (facet));
  gtk_window_present (GTK_WINDOW (window));
  if (g_variant_dict_contains (options, "send"))
    g_action_group_activate_action (G_ACTION_GROUP (window), "send", NULL);
  return 0;
}

static int
tri_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("Triptych %s\n", TRI_VERSION);
  return 0;
}

static void
tri_application_shutdown (GApplication *application)
{
  TriApplication *self = TRI_APPLICATION (application);

  for (GList *each = gtk_application_get_windows (GTK_APPLICATION (self)); each; each = each->next)
    if (TRI_IS_WINDOW (each->data))
      tri_window_save_draft (each->data);
  for (guint i = 0; i < G_N_ELEMENTS (self->signals); i++)
    g_clear_handle_id (&self->signals[i], g_source_remove);
  tri_files_wait ();
  G_APPLICATION_CLASS (tri_application_parent_class)->shutdown (application);
  g_clear_pointer (&self->practice, tri_practice_server_free);
}

static void
tri_application_finalize (GObject *object)
{
  g_clear_object (&TRI_APPLICATION (object)->servers);
  g_free (TRI_APPLICATION (object)->drafts);
  G_OBJECT_CLASS (tri_application_parent_class)->finalize (object);
}

static void
tri_application_class_init (TriApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tri_application_finalize;
  application_class->startup = tri_application_startup;
  application_class->activate = tri_application_activate;
  application_class->open = tri_application_open;
  application_class->command_line = tri_application_command_line;
  application_class->handle_local_options = tri_application_handle_local_options;
  application_class->shutdown = tri_application_shutdown;
}

static void
tri_application_init (TriApplication *self)
{
  const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { "send", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Send at once"), NULL },
    { "sample", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Begin with a sample"), N_ ("ID") },
    { "facet", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Show output, request, response, events, fields or code"),
      N_ ("ID") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_ ("[PROMPT | FILE…]") },
    { NULL },
  };

  self->servers = g_list_store_new (TRI_TYPE_SERVER_ITEM);
  self->drafts = g_build_filename (g_get_user_state_dir (), "triptych", "drafts", NULL);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

TriApplication *
tri_application_new (void)
{
  return g_object_new (TRI_TYPE_APPLICATION, "application-id", TRI_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-fixture.h"

#include <gtksourceview/gtksource.h>

#include "core/transport.h"
#include "practice/practice-server.h"
#include "ui/preferences.h"
#include "ui/servers.h"

static TriPracticeServer *practice;
static guint n_starts;

/* GTK 4.8 reports what is inserted up to a NUL, whatever its length. */
static gboolean
expect_an_end (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  const char *text = g_value_get_string (&values[2]);
  int n_bytes = g_value_get_int (&values[3]);

  g_assert_true (n_bytes < 0 || text[n_bytes] == '\0');
  return TRUE;
}

void
init_ui_tests (int *argc, char ***argv)
{
  tri_transport_init ();
  g_setenv ("GTK_A11Y", "none", TRUE);
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  gtk_source_init ();
  g_type_class_unref (g_type_class_ref (GTK_TYPE_TEXT_BUFFER)); /* its signals are made with the class */
  g_signal_add_emission_hook (g_signal_lookup ("insert-text", GTK_TYPE_TEXT_BUFFER), 0, expect_an_end, NULL, NULL);
}

int
run_ui_tests (void)
{
  int status = g_test_run ();

  g_clear_pointer (&practice, tri_practice_server_free);
  return status;
}

static char *
start_practice (gpointer user_data, GError **error)
{
  n_starts++;
  if (!practice)
    practice = tri_practice_server_new (&(TriPracticeOptions){ .pace_us = 0 }, error);
  return practice ? g_strdup (tri_practice_server_get_base_url (practice)) : NULL;
}

guint
count_starts (void)
{
  return n_starts;
}

static GListStore *
new_servers_of (TriServer *server)
{
  GListStore *servers = g_list_store_new (TRI_TYPE_SERVER_ITEM);
  g_autoptr (TriServerItem) item = tri_server_item_new (server);

  g_list_store_append (servers, item);
  return servers;
}

GListStore *
new_servers (void)
{
  g_autoptr (TriServer) server = tri_server_new_started ("Practice server", TRI_PRACTICE_MODEL, start_practice, NULL);

  return new_servers_of (server);
}

/* Where the schema is found, a window opens as the last one was left. */
static void
forget_settings (void)
{
  GSettings *settings = tri_preferences_get ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  if (!settings)
    return;
  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i]; i++)
    g_settings_reset (settings, keys[i]);
}

TriWindow *
new_window_for (TriServer *server, int width)
{
  g_autoptr (GListStore) servers = server ? new_servers_of (server) : new_servers ();
  TriWindow *window;

  forget_settings ();
  window = tri_window_new (NULL, servers);
  if (width > 0)
    gtk_window_set_default_size (GTK_WINDOW (window), width, 800);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  return window;
}

TriWindow *
new_window (void)
{
  return new_window_for (NULL, -1);
}

void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
assert_gone (gpointer object, void (*end) (gpointer object))
{
  GWeakRef ref;
  g_autoptr (GObject) left = NULL;

  g_weak_ref_init (&ref, object);
  end (object);
  settle ();
  left = g_weak_ref_get (&ref);
  g_assert_null (left);
  g_weak_ref_clear (&ref);
}

static void
destroy (gpointer window)
{
  gtk_window_destroy (window);
}

void
close_window (gpointer window)
{
  assert_gone (window, destroy);
}

void
collect (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

gpointer
find_nth (gpointer widget, GType type, guint position)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (widget, type, found);
  return position < found->len ? found->pdata[position] : NULL;
}

gpointer
find (gpointer widget, GType type)
{
  return find_nth (widget, type, 0);
}

void
wait_for_answers (TriWindow *window)
{
  while (tri_comparison_is_running (tri_window_get_comparison (window)))
    g_main_context_iteration (NULL, TRUE);
}

void
send_and_wait (TriWindow *window)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "send", NULL);
  g_assert_true (tri_comparison_is_running (tri_window_get_comparison (window)));
  wait_for_answers (window);
}

static void
got_text (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  if (!*text)
    *text = g_strdup ("");
}

char *
dup_clipboard (gpointer widget)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, got_text, &text);
  while (!text)
    g_main_context_iteration (NULL, TRUE);
  return text;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sending.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "core/text.h"

/* Where something is sent and which key goes there (dup_id()): those about which the person said yes in this session,
 * and those that a file brought. */
static GHashTable *agreed;
static GHashTable *distrusted;

static char *
dup_id (TriServer *server)
{
  const char *base_url = tri_server_get_base_url (server);
  const char *key_env = tri_server_get_key_env (server);

  return g_strdup_printf ("%s\n%s", base_url ? base_url : "", key_env ? key_env : "");
}

static void
remember (GHashTable **set, TriServer *server)
{
  if (!*set)
    *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (*set, dup_id (server));
}

static gboolean
is_in (GHashTable *set, TriServer *server)
{
  g_autofree char *id = dup_id (server);

  return set && g_hash_table_contains (set, id);
}

void
tri_sending_distrust (TriServer *server)
{
  remember (&distrusted, server);
}

TriSchedule
tri_sending_get_schedule (GActionGroup *actions)
{
  g_autoptr (GVariant) repeats = g_action_group_get_action_state (actions, "repeats");
  g_autoptr (GVariant) in_turn = g_action_group_get_action_state (actions, "in-turn");

  return (TriSchedule){ .repeats = CLAMP (g_variant_get_uint32 (repeats), 1, 1000),
                        .in_turn = g_variant_get_boolean (in_turn) };
}

static gboolean
is_away (TriServer *server)
{
  return !tri_server_is_practice (server) && !tri_url_is_loopback (tri_server_get_base_url (server));
}

static gboolean
is_asked_about (TriServer *server)
{
  return !tri_server_is_practice (server) && (is_away (server) || is_in (distrusted, server));
}

/* The servers of the columns about which the person is asked, each once, and how many requests go there. */
static GPtrArray *
list_asked (TriComparison *comparison, TriColumn *column, guint *n_requests)
{
  GPtrArray *servers = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_server_unref);

  *n_requests = 0;
  for (guint i = 0; i < (column ? 1 : tri_comparison_get_n_columns (comparison)); i++)
    {
      TriServer *server = tri_column_get_server (column ? column : tri_comparison_get_column (comparison, i));

      if (!is_asked_about (server))
        continue;
      *n_requests += 1;
      if (!g_ptr_array_find (servers, server, NULL))
        g_ptr_array_add (servers, tri_server_ref (server));
    }
  return servers;
}

static gboolean
all_agreed (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    if (!is_in (agreed, servers->pdata[i]))
      return FALSE;
  return TRUE;
}

/* Who is asked, where that is, and which key goes there: a name alone says nothing of that. */
static char *
dup_places (GPtrArray *servers)
{
  GString *text = g_string_new (NULL);
  gboolean away = FALSE, brought = FALSE;

  for (guint i = 0; i < servers->len; i++)
    {
      away = away || is_away (servers->pdata[i]);
      brought = brought || is_in (distrusted, servers->pdata[i]);
    }
  if (brought)
    g_string_append_printf (text, "%s\n\n",
                            _ ("A file that was opened brought servers. Whoever wrote it chose where "
                               "your text and your key would go."));
  g_string_append (text, away ? _ ("They leave this computer and go to:") : _ ("They go to:"));
  for (guint i = 0; i < servers->len; i++)
    {
      TriServer *server = servers->pdata[i];
      g_autofree char *name = tri_text_dup_displayable (tri_server_get_name (server), -1, NULL);
      g_autofree char *url = tri_text_dup_displayable (tri_server_get_base_url (server), -1, NULL);
      g_autofree char *key
          = tri_text_dup_displayable (tri_server_get_key_env (server) ? tri_server_get_key_env (server) : "", -1, NULL);

      g_string_append_printf (text, "\n%s · %s", name, url);
      g_string_append (text, " · ");
      if (key[0])
        /* Translators: %s is the name of an environment variable. */
        g_string_append_printf (text, _ ("with the key in %s"), key);
      else
        g_string_append (text, tri_server_get_key_source (server) == TRI_KEY_NONE ? _ ("without a key")
                                                                                  : _ ("with the key that was typed"));
    }
  return g_string_free (text, FALSE);
}

/* What is worth knowing before text goes to somebody else: who that is, and what they keep. */
static char *
dup_body (TriComparison *comparison, GPtrArray *servers, TriPrompt *prompt, const TriSettings *settings)
{
  g_autofree char *places = dup_places (servers);
  g_autoptr (GString) text = g_string_new (places);
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      TriColumn *column = tri_comparison_get_column (comparison, i);
      g_autoptr (GBytes) request = tri_column_preview (column, prompt, settings);
      g_autofree char *note = tri_format_dup_storage_note (tri_column_get_format (column), request);

      if (note && g_ptr_array_find (servers, tri_column_get_server (column), NULL)
          && !g_hash_table_contains (said, note))
        {
          g_string_append_printf (text, "\n\n%s", note);
          g_hash_table_add (said, g_steal_pointer (&note));
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct
{
  GtkWindow *window;
  TriColumn *column;  /* that is tried again; NULL: all are asked */
  GPtrArray *servers; /* TriServer */
  void (*send) (GtkWindow *window);
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->window);
  g_clear_object (&question->column);
  g_ptr_array_unref (question->servers);
  g_free (question);
}

static void
answered (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (!g_str_equal (response, "send"))
    return;
  for (guint i = 0; i < question->servers->len; i++)
    remember (&agreed, question->servers->pdata[i]);
  if (question->column)
    tri_column_retry (question->column);
  else
    question->send (question->window);
}

/* Swallows `question`. */
static void
ask (Question *question, guint n_requests, const char *body)
{
  g_autofree char *heading = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Send %u request?", "Send %u requests?", n_requests), n_requests);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (question->window, NULL, NULL));
  gboolean brought = FALSE;

  for (guint i = 0; i < question->servers->len; i++)
    brought = brought || is_in (distrusted, question->servers->pdata[i]);
  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (dialog, body);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "send", _ ("_Send"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "send", ADW_RESPONSE_SUGGESTED);
  /* Whoever presses Enter without reading must not have sent a key to a stranger. */
  adw_message_dialog_set_default_response (dialog, brought ? "cancel" : "send");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered), question, question_free, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
tri_sending_ask (GtkWindow *window,
                 TriComparison *comparison,
                 TriPrompt *prompt,
                 const TriSettings *settings,
                 const TriSchedule *schedule,
                 void (*send) (GtkWindow *window))
{
  guint n_requests;
  g_autoptr (GPtrArray) servers = list_asked (comparison, NULL, &n_requests);
  g_autofree char *body = NULL;
  Question *question;

  if (n_requests == 0 || (schedule->repeats == 1 && all_agreed (servers)))
    {
      send (window);
      return;
    }
  body = dup_body (comparison, servers, prompt, settings);
  question = g_new (Question, 1);
  *question = (Question){ g_object_ref (window), NULL, g_steal_pointer (&servers), send };
  ask (question, n_requests * schedule->repeats, body);
}

void
tri_sending_ask_retry (GtkWindow *window, TriColumn *column)
{
  guint n_requests;
  g_autoptr (GPtrArray) servers = list_asked (NULL, column, &n_requests);
  g_autofree char *body = NULL;
  Question *question;

  if (all_agreed (servers))
    {
      tri_column_retry (column);
      return;
    }
  body = dup_places (servers);
  question = g_new (Question, 1);
  *question = (Question){ g_object_ref (window), g_object_ref (column), g_steal_pointer (&servers), NULL };
  ask (question, n_requests, body);
}

void
tri_sending_ask_server (
    GtkWindow *window, TriServer *server, guint n_requests, const char *note, void (*send) (GtkWindow *window))
{
  g_autoptr (GPtrArray) servers = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_server_unref);
  g_autofree char *places = NULL;
  g_autofree char *body = NULL;
  Question *question;

  if (!is_asked_about (server))
    {
      send (window);
      return;
    }
  g_ptr_array_add (servers, tri_server_ref (server));
  places = dup_places (servers);
  body = g_strdup_printf ("%s\n\n%s", places, note);
  question = g_new (Question, 1);
  *question = (Question){ g_object_ref (window), NULL, g_steal_pointer (&servers), send };
  ask (question, n_requests, body);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sending.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "core/text.h"

/* The base URLs about which the person said yes in this session. */
static GHashTable *agreed;

TriSchedule
tri_sending_get_schedule (GActionGroup *actions)
{
  g_autoptr (GVariant) repeats = g_action_group_get_action_state (actions, "repeats");
  g_autoptr (GVariant) in_turn = g_action_group_get_action_state (actions, "in-turn");

  return (TriSchedule){ .repeats = CLAMP (g_variant_get_uint32 (repeats), 1, 1000),
                        .in_turn = g_variant_get_boolean (in_turn) };
}

static gboolean
all_agreed (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    if (!agreed || !g_hash_table_contains (agreed, tri_server_get_base_url (servers->pdata[i])))
      return FALSE;
  return TRUE;
}

static void
agree (GPtrArray *servers)
{
  if (!agreed)
    agreed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < servers->len; i++)
    g_hash_table_add (agreed, g_strdup (tri_server_get_base_url (servers->pdata[i])));
}

/* What is worth knowing before text goes to somebody else: who that is, and what they keep. */
static char *
dup_body (TriComparison *comparison, GPtrArray *servers, TriPrompt *prompt, const TriSettings *settings)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *where = NULL;

  for (guint i = 0; i < servers->len; i++)
    {
      g_autofree char *name = tri_text_dup_displayable (tri_server_get_name (servers->pdata[i]), -1, NULL);

      g_string_append_printf (names, "%s%s", i ? ", " : "", name);
    }
  /* Translators: %s is the names of one or more servers. */
  where = g_strdup_printf (_ ("They leave this computer and go to: %s"), names->str);
  g_string_append (text, where);
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
  GPtrArray *servers; /* TriServer */
  void (*send) (GtkWindow *window);
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->window);
  g_ptr_array_unref (question->servers);
  g_free (question);
}

static void
answered (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (!g_str_equal (response, "send"))
    return;
  agree (question->servers);
  question->send (question->window);
}

void
tri_sending_ask (GtkWindow *window,
                 TriComparison *comparison,
                 TriPrompt *prompt,
                 const TriSettings *settings,
                 const TriSchedule *schedule,
                 void (*send) (GtkWindow *window))
{
  g_autoptr (GPtrArray) servers = tri_comparison_list_away (comparison);
  guint n_away;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;
  Question *question;

  tri_comparison_count_requests (comparison, schedule, &n_away);
  if (n_away == 0 || (schedule->repeats == 1 && all_agreed (servers)))
    {
      send (window);
      return;
    }
  heading = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Send %u request?", "Send %u requests?", n_away), n_away);
  body = dup_body (comparison, servers, prompt, settings);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, NULL, NULL));
  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (dialog, body);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "send", _ ("_Send"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "send", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "send");
  adw_message_dialog_set_close_response (dialog, "cancel");

  question = g_new (Question, 1);
  *question
      = (Question){ g_object_ref (window), g_ptr_array_new_with_free_func ((GDestroyNotify) tri_server_unref), send };
  for (guint i = 0; i < servers->len; i++)
    g_ptr_array_add (question->servers, tri_server_ref (servers->pdata[i]));
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered), question, question_free, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  gtk_window_present (GTK_WINDOW (dialog));
}

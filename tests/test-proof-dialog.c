/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The dialog that proves, from inside: nothing is sent before a button is pressed, nor to where a person was not asked
 * about, and nothing is left behind when it is closed in the middle.
 */

#include <adwaita.h>
#include <string.h>

#include "core/proof.h"
#include "fault-server.h"
#include "ui/proof-dialog.h"
#include "ui/sending.h"
#include "ui/servers.h"

#define CHAT "{\"model\":\"m\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"

typedef struct
{
  FaultServer *fault;
  GListStore *servers;
  GtkWidget *dialog;
} Scene;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gpointer
find (GtkWidget *widget, const char *id)
{
  gpointer found = g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0 ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, id);
  return found;
}

static gpointer
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

static void
add_server (Scene *scene, const char *url)
{
  g_autoptr (TriServer) server = tri_server_new (url, url, NULL, NULL, "m");
  g_autoptr (TriServerItem) item = tri_server_item_new (server);

  g_list_store_append (scene->servers, item);
}

static TriProofAsk *
new_ask (const char *json)
{
  TriMigrateOptions options = { 0 };
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (TriMigrateText) text = tri_migrate_text_new (bytes, &options, NULL);

  return tri_proof_ask_new (text, 0, NULL);
}

static void
set_up (Scene *scene, gconstpointer data)
{
  g_autoptr (TriProofAsk) ask = new_ask (CHAT);
  g_autofree char *url = NULL;

  scene->fault = fault_server_new (NULL);
  scene->servers = g_list_store_new (TRI_TYPE_SERVER_ITEM);
  url = fault_server_dup_base_url (scene->fault);
  add_server (scene, url);
  add_server (scene, "https://there-is-none.invalid/v1");
  scene->dialog = tri_proof_dialog_new (NULL, ask, G_LIST_MODEL (scene->servers), NULL);
  g_object_add_weak_pointer (G_OBJECT (scene->dialog), (gpointer *) &scene->dialog);
  gtk_window_present (GTK_WINDOW (scene->dialog));
  gtk_test_widget_wait_for_draw (scene->dialog);
}

static void
tear_down (Scene *scene, gconstpointer data)
{
  if (scene->dialog)
    gtk_window_destroy (GTK_WINDOW (scene->dialog));
  settle ();
  g_assert_null (scene->dialog);
  g_object_unref (scene->servers);
  fault_server_free (scene->fault);
}

static guint
count_requests (Scene *scene)
{
  g_autoptr (GPtrArray) requests = fault_server_dup_requests (scene->fault);

  return requests->len;
}

static void
press (Scene *scene, const char *id)
{
  g_signal_emit_by_name (find (scene->dialog, id), "clicked");
}

static gboolean
is_seen (Scene *scene, const char *id)
{
  return gtk_widget_get_visible (find (scene->dialog, id));
}

static void
wait_until_over (Scene *scene)
{
  while (is_seen (scene, "stop") || !is_seen (scene, "verdict_box"))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_run (Scene *scene, gconstpointer data)
{
  const char *verdict;

  settle ();
  g_assert_cmpuint (count_requests (scene), ==, 0);
  g_assert_cmpstr (gtk_button_get_label (find (scene->dialog, "start")), ==, "_Send 9 Requests");
  gtk_spin_button_set_value (find (scene->dialog, "rounds"), 2);
  g_assert_cmpstr (gtk_button_get_label (find (scene->dialog, "start")), ==, "_Send 6 Requests");
  press (scene, "start");
  wait_until_over (scene);
  g_assert_cmpuint (count_requests (scene), ==, 6);
  verdict = gtk_label_get_text (find (scene->dialog, "verdict"));
  g_assert_nonnull (strstr (verdict, "No difference was found"));
  /* Once more, with what was changed meanwhile. */
  gtk_spin_button_set_value (find (scene->dialog, "rounds"), 1);
  press (scene, "start");
  g_assert_false (is_seen (scene, "verdict_box"));
  wait_until_over (scene);
  g_assert_cmpuint (count_requests (scene), ==, 9);
}

static void
test_model (Scene *scene, gconstpointer data)
{
  g_autoptr (GPtrArray) requests = NULL;

  gtk_spin_button_set_value (find (scene->dialog, "rounds"), 1);
  gtk_editable_set_text (find (scene->dialog, "model"), "other");
  press (scene, "start");
  wait_until_over (scene);
  requests = fault_server_dup_requests (scene->fault);
  for (guint i = 0; i < requests->len; i++)
    {
      GBytes *body = ((FaultRequest *) requests->pdata[i])->body;

      g_assert_nonnull (
          g_strstr_len (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), "\"model\":\"other\""));
    }
}

/* Closed while a call hangs: the call is ended, and nothing is left. */
static void
test_closed_in_the_middle (Scene *scene, gconstpointer data)
{
  fault_server_script (scene->fault, "/v1/chat/completions", (FaultStep[]){ { FAULT_HANG } }, 1);
  press (scene, "start");
  while (count_requests (scene) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (is_seen (scene, "stop"));
  gtk_window_close (GTK_WINDOW (scene->dialog));
  while (fault_server_get_n_open (scene->fault) > 0)
    g_main_context_iteration (NULL, FALSE);
  settle ();
  g_assert_null (scene->dialog);
  g_assert_cmpuint (count_requests (scene), ==, 1);
}

static void
test_stop (Scene *scene, gconstpointer data)
{
  fault_server_script (scene->fault, "/v1/responses", (FaultStep[]){ { FAULT_HANG } }, 1);
  press (scene, "start");
  while (count_requests (scene) < 3)
    g_main_context_iteration (NULL, FALSE);
  press (scene, "stop");
  wait_until_over (scene);
  g_assert_cmpuint (count_requests (scene), ==, 3);
  g_assert_nonnull (
      strstr (gtk_label_get_text (find (scene->dialog, "verdict")), "no call with the converted request was answered"));
  g_assert_cmpstr (gtk_progress_bar_get_text (find (scene->dialog, "progress")), ==, "2 of 9 calls");
}

/* What leaves this computer is asked about, each time, with how many there are. */
static void
test_away (Scene *scene, gconstpointer data)
{
  AdwMessageDialog *question;

  adw_combo_row_set_selected (find (scene->dialog, "server"), 1);
  press (scene, "start");
  settle ();
  question = find_question ();
  g_assert_nonnull (question);
  g_assert_cmpstr (adw_message_dialog_get_heading (question), ==, "Send 9 requests?");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (question), "https://there-is-none.invalid/v1"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (question), "up to 180 tokens of output"));
  adw_message_dialog_response (question, "cancel");
  gtk_window_destroy (GTK_WINDOW (question));
  settle ();
  g_assert_false (is_seen (scene, "stop"));
  g_assert_false (is_seen (scene, "verdict_box"));
}

/* Starts with a server that nobody trusts yet; gives the question about it. */
static AdwMessageDialog *
start_distrusted (Scene *scene)
{
  AdwMessageDialog *question;

  tri_sending_distrust (tri_servers_get (G_LIST_MODEL (scene->servers), 0));
  press (scene, "start");
  settle ();
  question = find_question ();
  g_assert_nonnull (question);
  return question;
}

/* A server that a file brought is asked about wherever it is. */
static void
test_distrusted (Scene *scene, gconstpointer data)
{
  AdwMessageDialog *question = start_distrusted (scene);

  g_assert_cmpuint (count_requests (scene), ==, 0);
  adw_message_dialog_response (question, "send");
  gtk_window_destroy (GTK_WINDOW (question));
  wait_until_over (scene);
  g_assert_cmpuint (count_requests (scene), ==, 9);
}

/* Whoever was shown is asked, though the list has changed since. */
static void
test_other_list (Scene *scene, gconstpointer data)
{
  AdwMessageDialog *question = start_distrusted (scene);

  g_list_store_remove (scene->servers, 0);
  adw_message_dialog_response (question, "send");
  gtk_window_destroy (GTK_WINDOW (question));
  wait_until_over (scene);
  g_assert_cmpuint (count_requests (scene), ==, 9);
}

static const char *
get_cost (Scene *scene)
{
  return gtk_label_get_text (find (scene->dialog, "cost"));
}

/* 9 calls of at most 20 tokens of output: 180 of them at 50 for a million are 0.009. */
static void
test_price (Scene *scene, gconstpointer data)
{
  AdwMessageDialog *question;

  g_assert_null (strstr (get_cost (scene), "prices"));
  gtk_editable_set_text (find (scene->dialog, "output_price"), "50");
  g_assert_null (strstr (get_cost (scene), "prices"));
  gtk_editable_set_text (find (scene->dialog, "input_price"), "0");
  g_assert_nonnull (strstr (get_cost (scene), "At the given prices that is at most 0.0090."));
  gtk_editable_set_text (find (scene->dialog, "output_price"), " 100,0 ");
  g_assert_nonnull (strstr (get_cost (scene), "at most 0.0180."));
  /* Whoever is asked before something leaves the computer is told, too. */
  adw_combo_row_set_selected (find (scene->dialog, "server"), 1);
  press (scene, "start");
  settle ();
  question = find_question ();
  g_assert_nonnull (strstr (adw_message_dialog_get_body (question), "at most 0.0180."));
  adw_message_dialog_response (question, "cancel");
  gtk_window_destroy (GTK_WINDOW (question));
  settle ();
  for (guint i = 0; i < 4; i++)
    {
      static const char *const wrong[] = { "a", "-1", "1.2.3", "1e9" };

      gtk_editable_set_text (find (scene->dialog, "output_price"), wrong[i]);
      g_assert_false (gtk_widget_get_sensitive (find (scene->dialog, "start")));
      g_assert_nonnull (strstr (get_cost (scene), "A price must be a number"));
    }
  gtk_editable_set_text (find (scene->dialog, "output_price"), "");
  g_assert_true (gtk_widget_get_sensitive (find (scene->dialog, "start")));
}

static void
test_refused (void)
{
  g_autoptr (TriProofAsk) ask
      = new_ask ("{\"model\":\"m\",\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
  g_autoptr (TriServer) server = tri_server_new ("S", "http://127.0.0.1:9/v1", NULL, NULL, "m");
  g_autoptr (GListStore) servers = g_list_store_new (TRI_TYPE_SERVER_ITEM);
  g_autoptr (TriServerItem) item = tri_server_item_new (server);
  GtkWidget *dialog;

  g_list_store_append (servers, item);
  dialog = tri_proof_dialog_new (NULL, ask, G_LIST_MODEL (servers), server);
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "start")));
  gtk_spin_button_set_value (find (dialog, "rounds"), 5);
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "start")));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  adw_init ();
  g_test_add ("/proof-dialog/run", Scene, NULL, set_up, test_run, tear_down);
  g_test_add ("/proof-dialog/model", Scene, NULL, set_up, test_model, tear_down);
  g_test_add ("/proof-dialog/closed-in-the-middle", Scene, NULL, set_up, test_closed_in_the_middle, tear_down);
  g_test_add ("/proof-dialog/stop", Scene, NULL, set_up, test_stop, tear_down);
  g_test_add ("/proof-dialog/away", Scene, NULL, set_up, test_away, tear_down);
  g_test_add ("/proof-dialog/distrusted", Scene, NULL, set_up, test_distrusted, tear_down);
  g_test_add ("/proof-dialog/other-list", Scene, NULL, set_up, test_other_list, tear_down);
  g_test_add ("/proof-dialog/price", Scene, NULL, set_up, test_price, tear_down);
  g_test_add_func ("/proof-dialog/refused", test_refused);
  return g_test_run ();
}

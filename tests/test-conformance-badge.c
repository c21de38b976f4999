/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The badge at the foot of a column: what it says of answers that keep to the published API and of those that do not,
 * that nobody is judged twice, and what its list and its report tell.
 */

#include <adwaita.h>
#include <string.h>

#include "core/conformance.h"
#include "core/formats.h"
#include "core/samples.h"
#include "fault-server.h"
#include "ui/conformance-badge.h"
#include "ui-fixture.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"

/* Which of its pages the badge shows: "none", "checking" or "verdict". */
static const char *
get_page (gpointer badge)
{
  return gtk_stack_get_visible_child_name (find (badge, GTK_TYPE_STACK));
}

/* What the button says; the first label in it. */
static const char *
get_words (gpointer badge)
{
  g_assert_cmpstr (get_page (badge), ==, "verdict");
  return gtk_label_get_text (find (find (badge, GTK_TYPE_MENU_BUTTON), GTK_TYPE_LABEL));
}

static const char *
get_icon (gpointer badge)
{
  return gtk_image_get_icon_name (find (find (badge, GTK_TYPE_MENU_BUTTON), GTK_TYPE_IMAGE));
}

/* An attempt in the format Chat that the server answers so. */
static TriExchange *
ask (FaultServer *faulty, const FaultStep *steps, guint n_steps)
{
  g_autofree char *base_url = fault_server_dup_base_url (faulty);
  g_autoptr (TriServer) server = tri_server_new ("Server", base_url, NULL, "sk-planted-key", "a-model");
  g_autoptr (TriPrompt) prompt = tri_prompt_new (NULL, "x", NULL);
  g_autoptr (TriSettings) settings = tri_settings_new ();
  TriAsk what = { prompt, settings, "a-model", NULL };

  fault_server_script (faulty, "/v1/chat/completions", steps, n_steps);
  g_assert_true (tri_settings_set_text (settings, TRI_SETTING_STREAM, "false", NULL));
  return tri_exchange_new (server, tri_format_find ("chat"), &what);
}

static void
run (TriExchange *exchange)
{
  tri_exchange_send (exchange);
  while (tri_exchange_get_state (exchange) != TRI_EXCHANGE_ENDED)
    g_main_context_iteration (NULL, TRUE);
}

static GtkWidget *
new_badge (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *badge = g_object_new (TRI_TYPE_CONFORMANCE_BADGE, NULL);

  gtk_window_set_child (window, badge);
  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (badge);
  return badge;
}

static void
destroy_window (gpointer badge)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (badge)));
}

static void
close_badge (GtkWidget *badge)
{
  assert_gone (badge, destroy_window);
}

/* Whatever sample is asked, in all columns: the practice server keeps to the published API, and the window says so. */
static void
test_practice (void)
{
  g_autoptr (GPtrArray) badges = g_ptr_array_new ();
  guint n_samples;
  const TriSample *samples = tri_samples_list (&n_samples);
  TriWindow *window = new_window ();

  collect (GTK_WIDGET (window), TRI_TYPE_CONFORMANCE_BADGE, badges);
  g_assert_cmpuint (badges->len, ==, 3);
  for (guint i = 0; i < badges->len; i++)
    g_assert_cmpstr (get_page (badges->pdata[i]), ==, "none");
  for (guint i = 0; i < n_samples; i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (window), "sample", g_variant_new_string (samples[i].id));
      g_action_group_activate_action (G_ACTION_GROUP (window), "send", NULL);
      for (guint j = 0; j < badges->len; j++)
        g_assert_cmpstr (get_page (badges->pdata[j]), ==, "none");
      wait_for_answers (window);
      for (guint j = 0; j < badges->len; j++)
        {
          while (strcmp (get_page (badges->pdata[j]), "checking") == 0)
            g_main_context_iteration (NULL, TRUE);
          g_assert_cmpstr (get_words (badges->pdata[j]), ==, "Conforms");
          g_assert_cmpstr (get_icon (badges->pdata[j]), ==, "object-select-symbolic");
        }
    }
  close_window (window);
}

static gboolean
has_label (GtkWidget *widget, const char *words)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  collect (widget, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    if (strstr (gtk_label_get_text (labels->pdata[i]), words))
      return TRUE;
  return FALSE;
}

/* One value has the wrong type, and one is a word that is not published: the list has both, and so has the report. */
static void
test_broken (void)
{
  static const FaultStep steps[] = {
    { FAULT_SEND, HEAD "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":7,\"choices\":["
                       "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"<b>Hello\",\"refusal\":null},"
                       "\"finish_reason\":\"done\",\"logprobs\":null}]}" },
  };
  g_autoptr (FaultServer) faulty = fault_server_new (NULL);
  g_autoptr (TriExchange) exchange = ask (faulty, steps, G_N_ELEMENTS (steps));
  GtkWidget *badge = new_badge ();
  GtkMenuButton *button = find (badge, GTK_TYPE_MENU_BUTTON);
  GtkWidget *popover;
  g_autofree char *report = NULL;

  tri_conformance_badge_set_exchange (TRI_CONFORMANCE_BADGE (badge), exchange);
  g_assert_cmpstr (get_page (badge), ==, "none");
  run (exchange);
  tri_conformance_badge_set_exchange (TRI_CONFORMANCE_BADGE (badge), exchange);
  g_assert_cmpstr (get_words (badge), ==, "2 deviations");
  g_assert_cmpstr (get_icon (badge), ==, "dialog-warning-symbolic");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (button)), ==, "2 deviations from the published API");

  gtk_menu_button_popup (button);
  popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
  g_assert_true (has_label (popover, "2 deviations from the published API"));
  g_assert_true (has_label (popover, "model\nExpected: "));
  g_assert_true (has_label (popover, "choices[0].finish_reason\nExpected: "));
  g_assert_true (has_label (popover, "Found: 7\nOpenAPI "));

  g_signal_emit_by_name (find (popover, GTK_TYPE_BUTTON), "clicked");
  report = dup_clipboard (badge);
  g_assert_true (g_str_has_prefix (report, "# Chat Completions: "));
  g_assert_nonnull (strstr (report, "`choices[0].finish_reason`"));
  g_assert_nonnull (strstr (report, "curl -N 'http://127.0.0.1:"));
  g_assert_null (strstr (report, "planted"));
  close_badge (badge);
}

/* A refusal is judged by its body; what has none, or did not come whole, is not judged. */
static void
test_others (void)
{
  static const struct
  {
    FaultStep step;
    const char *words; /* NULL: none */
    const char *icon;
  } rows[] = {
    { { FAULT_SEND, "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p>no</p>" },
      "2 deviations",
      "dialog-warning-symbolic" },
    { { FAULT_SEND, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n" }, NULL, NULL },
    { { FAULT_SEND, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"id\":" },
      NULL,
      NULL },
    { { FAULT_RESET }, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (FaultServer) faulty = fault_server_new (NULL);
      g_autoptr (TriExchange) exchange = ask (faulty, &rows[i].step, 1);
      GtkWidget *badge = new_badge ();

      run (exchange);
      tri_conformance_badge_set_exchange (TRI_CONFORMANCE_BADGE (badge), exchange);
      g_test_message ("row %u: %s", i, get_page (badge));
      if (rows[i].words)
        {
          g_assert_cmpstr (get_words (badge), ==, rows[i].words);
          g_assert_cmpstr (get_icon (badge), ==, rows[i].icon);
        }
      else
        g_assert_cmpstr (get_page (badge), ==, "none");
      close_badge (badge);
    }
}

/* A large body is read in a worker; whoever comes back finds the verdict, and nobody waits for one who left. */
static void
test_large (void)
{
  g_autofree char *filled = g_strnfill (2 * 1024 * 1024, 'x');
  g_autofree char *answer = g_strdup_printf (
      HEAD "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":7,\"choices\":[{\"index\":0,"
           "\"message\":{\"role\":\"assistant\",\"content\":\"%s\",\"refusal\":null},\"finish_reason\":\"stop\","
           "\"logprobs\":null}]}",
      filled);
  g_autoptr (FaultServer) faulty = fault_server_new (NULL);
  g_autoptr (TriExchange) exchange = ask (faulty, &(FaultStep){ FAULT_SEND, answer }, 1);
  GtkWidget *badge = new_badge ();
  GtkWidget *other = new_badge ();

  run (exchange);
  tri_conformance_badge_set_exchange (TRI_CONFORMANCE_BADGE (badge), exchange);
  tri_conformance_badge_set_exchange (TRI_CONFORMANCE_BADGE (other), exchange);
  g_assert_cmpstr (get_page (badge), ==, "checking");
  close_badge (other);
  tri_conformance_badge_set_exchange (TRI_CONFORMANCE_BADGE (badge), NULL);
  g_assert_cmpstr (get_page (badge), ==, "none");
  tri_conformance_badge_set_exchange (TRI_CONFORMANCE_BADGE (badge), exchange);
  while (strcmp (get_page (badge), "checking") == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (get_words (badge), ==, "1 deviation");

  tri_conformance_badge_set_exchange (TRI_CONFORMANCE_BADGE (badge), NULL);
  tri_conformance_badge_set_exchange (TRI_CONFORMANCE_BADGE (badge), exchange);
  g_assert_cmpstr (get_words (badge), ==, "1 deviation");
  close_badge (badge);
}

int
main (int argc, char *argv[])
{
  init_ui_tests (&argc, &argv);
  g_test_add_func ("/conformance-badge/practice", test_practice);
  g_test_add_func ("/conformance-badge/broken", test_broken);
  g_test_add_func ("/conformance-badge/others", test_others);
  g_test_add_func ("/conformance-badge/large", test_large);
  return run_ui_tests ();
}

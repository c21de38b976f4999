/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The facet Events from inside: the filter that all columns share, the moments in the list, pointing at the axis, and
 * that the axis draws bins, however many events there are.
 */

#include <adwaita.h>

#include "fault-server.h"
#include "ui/column-view.h"
#include "ui/events-view.h"
#include "ui/look.h"
#include "ui/time-axis.h"
#include "ui-fixture.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
#define DELTA "data: {\"object\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n"
#define FINISH "data: {\"object\":\"x\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
#define USAGE                                                                                                          \
  "data: "                                                                                                             \
  "{\"object\":\"u\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\n"
#define DONE "data: [DONE]\n\n"

/* The sanitizers make each allocation slow, and find with fewer events what they find with many. */
#ifdef __SANITIZE_ADDRESS__
#define MANY 3000u
#else
#define MANY 100000u
#endif

typedef struct
{
  FaultServer *server;
  TriWindow *window;
} Fixture;

static void
set_up (Fixture *f, const FaultStep *steps, guint n_steps)
{
  g_autofree char *base_url = NULL;
  g_autoptr (TriServer) server = NULL;

  f->server = fault_server_new (NULL);
  fault_server_script (f->server, "/v1/chat/completions", steps, n_steps);
  base_url = fault_server_dup_base_url (f->server);
  server = tri_server_new ("Test", base_url, NULL, NULL, "m");
  f->window = new_window_for (server, -1);
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "facet", g_variant_new_string ("events"));
  send_and_wait (f->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->window));
}

static void
tear_down (Fixture *f)
{
  close_window (f->window);
  fault_server_free (f->server);
}

static gpointer
find_in_column (Fixture *f, guint column, GType type)
{
  gpointer view = find_nth (f->window, TRI_TYPE_COLUMN_VIEW, column);

  g_assert_nonnull (view);
  return find (view, type);
}

static GListModel *
get_list (Fixture *f, guint column)
{
  return G_LIST_MODEL (gtk_list_view_get_model (find_in_column (f, column, GTK_TYPE_LIST_VIEW)));
}

static void
filter (Fixture *f, const char *name)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "event-filter", g_variant_new_string (name));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->window));
}

static void
test_filter (void)
{
  static const FaultStep steps[] = { { FAULT_SEND, HEAD ": c\n\n" DELTA DELTA ": c\n\n" DELTA FINISH USAGE DONE } };
  Fixture f;
  TriLook *look;
  g_autoptr (GArray) names = NULL;
  guint n_events, n_counted = 0;

  set_up (&f, steps, G_N_ELEMENTS (steps));
  look = tri_look_find (GTK_WIDGET (f.window));
  names = tri_look_list_event_names (look, &n_events);
  for (guint i = 0; i < names->len; i++)
    n_counted += g_array_index (names, TriEventName, i).count;
  g_assert_cmpuint (n_counted, ==, n_events);
  g_assert_cmpuint (n_events, >, 8); /* the other columns had some too */

  g_assert_cmpuint (g_list_model_get_n_items (get_list (&f, 1)), ==, 8);
  filter (&f, "x");
  g_assert_cmpuint (g_list_model_get_n_items (get_list (&f, 1)), ==, 4);
  filter (&f, "comment");
  g_assert_cmpuint (g_list_model_get_n_items (get_list (&f, 1)), ==, 2);
  filter (&f, "no such name");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (g_list_model_get_n_items (get_list (&f, i)), ==, 0);
  filter (&f, "");
  g_assert_cmpuint (g_list_model_get_n_items (get_list (&f, 1)), ==, 8);
  tear_down (&f);
}

static void
test_moments_and_pointing (void)
{
  static const FaultStep steps[] = { { FAULT_SEND, HEAD ": c\n\n" DELTA },
                                     { FAULT_REST, .rest_ms = 20 },
                                     { FAULT_SEND, DELTA },
                                     { FAULT_REST, .rest_ms = 20 },
                                     { FAULT_SEND, FINISH USAGE DONE } };
  Fixture f;
  TriTimeAxis *axis;
  const TriMoment *moments;
  GtkSelectionModel *model;

  set_up (&f, steps, G_N_ELEMENTS (steps));
  axis = find_in_column (&f, 1, TRI_TYPE_TIME_AXIS);
  moments = tri_time_axis_get_moments (axis);
  g_assert_cmpuint (moments[TRI_MILESTONE_FIRST_BYTE].event, ==, TRI_NO_EVENT);
  g_assert_cmpuint (moments[TRI_MILESTONE_FIRST_TEXT].event, ==, 1);
  g_assert_cmpuint (moments[TRI_MILESTONE_USAGE].event, ==, 4);
  g_assert_cmpuint (moments[TRI_MILESTONE_END].event, ==, 5);
  for (guint i = 0; i < TRI_N_MILESTONES; i++)
    g_assert_cmpint (moments[i].at_us, <=, tri_look_get_span_us (tri_look_find (GTK_WIDGET (axis))));

  /* What is pointed at on the axis is chosen in the list, also where the list has fewer. */
  model = GTK_SELECTION_MODEL (get_list (&f, 1));
  g_signal_emit_by_name (axis, "picked", 4);
  g_assert_true (gtk_selection_model_is_selected (model, 4));
  filter (&f, "u");
  g_signal_emit_by_name (axis, "picked", 4);
  g_assert_true (gtk_selection_model_is_selected (model, 0));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f.window));
  tear_down (&f);
}

static guint
count_nodes (GskRenderNode *node)
{
  guint n = 1;

  if (gsk_render_node_get_node_type (node) == GSK_CONTAINER_NODE)
    for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
      n += count_nodes (gsk_container_node_get_child (node, i));
  if (gsk_render_node_get_node_type (node) == GSK_TRANSFORM_NODE)
    n += count_nodes (gsk_transform_node_get_child (node));
  return n;
}

static void
test_many (void)
{
  static const FaultStep steps[] = { { FAULT_SEND, HEAD },
                                     { FAULT_REPEAT, DELTA, .times = MANY / 2 },
                                     { FAULT_REPEAT, ": still here\n\n", .times = MANY / 2 },
                                     { FAULT_SEND, FINISH DONE } };
  Fixture f;
  GtkWidget *axis;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  set_up (&f, steps, G_N_ELEMENTS (steps));
  g_assert_cmpuint (g_list_model_get_n_items (get_list (&f, 1)), ==, MANY + 2);
  axis = find_in_column (&f, 1, TRI_TYPE_TIME_AXIS);
  GTK_WIDGET_GET_CLASS (axis)->snapshot (axis, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  g_assert_cmpuint (count_nodes (node), <, (guint) gtk_widget_get_width (axis) + 100);
  gsk_render_node_unref (node);

  filter (&f, "comment");
  g_assert_cmpuint (g_list_model_get_n_items (get_list (&f, 1)), ==, MANY / 2);
  g_signal_emit_by_name (axis, "picked", MANY - 1);
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (get_list (&f, 1)), MANY / 2 - 1));
  tear_down (&f);
}

/* An answer in one piece has no events, but moments; an attempt that failed has its end. */
static void
test_without_events (void)
{
  static const FaultStep steps[] = { { FAULT_CLOSE } };
  Fixture f;
  TriTimeAxis *axis;

  set_up (&f, steps, G_N_ELEMENTS (steps));
  axis = find_in_column (&f, 1, TRI_TYPE_TIME_AXIS);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (axis)));
  g_assert_cmpint (tri_time_axis_get_moments (axis)[TRI_MILESTONE_FIRST_TEXT].at_us, ==, -1);
  g_assert_cmpint (tri_time_axis_get_moments (axis)[TRI_MILESTONE_END].at_us, >=, 0);
  g_signal_emit_by_name (axis, "picked", 3); /* is not there any more */
  tear_down (&f);
}

int
main (int argc, char *argv[])
{
  init_ui_tests (&argc, &argv);
  g_test_add_func ("/events-view/filter", test_filter);
  g_test_add_func ("/events-view/moments", test_moments_and_pointing);
  g_test_add_func ("/events-view/without-events", test_without_events);
  g_test_add_func ("/events-view/many", test_many);
  return run_ui_tests ();
}

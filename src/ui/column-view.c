/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "body-dialog.h"
#include "code-view.h"
#include "column-foot.h"
#include "column-head.h"
#include "column-names.h"
#include "core/redact.h"
#include "core/text.h"
#include "events-view.h"
#include "explain-button.h"
#include "exporting.h"
#include "facts.h"
#include "output-view.h"
#include "request-view.h"
#include "response-view.h"
#include "sending.h"

/* How often what is costly or only ticks is shown while an answer runs. */
#define SLOW_US (100 * 1000)

struct _TriColumnView
{
  GtkBox parent_instance;

  TriColumnHead *head;
  GtkWidget *attempts;
  GtkLabel *attempt;
  GtkStack *facets;
  GtkWidget *note_box;
  GtkImage *note_icon;
  GtkLabel *note;
  TriExplainButton *explain;
  GtkWidget *note_retry;
  TriColumnFoot *foot;

  GtkWidget *pages[TRI_N_FACETS]; /* made when first shown */
  TriFacet facet;

  TriColumn *column;
  TriColumn *baseline;
  GListModel *servers;
  TriExchange *exchange; /* the one shown */
  TriPrompt *prompt;     /* the draft */
  TriSettings *settings;

  guint position; /* among the columns */
  guint tick;
  guint showing;    /* a source, from a tick until what arrived is shown */
  gboolean arrived; /* there is something that is not shown yet */
  gint64 slow_at_us;
};

enum
{
  MOVE,
  REMOVE,
  BASELINE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriColumnView, tri_column_view, GTK_TYPE_BOX)

static const TriReply *
get_reply (TriColumnView *self)
{
  const TriReader *reader = self->exchange ? tri_exchange_get_reader (self->exchange) : NULL;

  return reader ? tri_reader_get_reply (reader) : NULL;
}

static void
show_end (TriColumnView *self)
{
  TriTone tone = tri_facts_get_tone (self->exchange);
  g_autofree char *note = NULL;

  if (self->exchange) /* before its button comes, which may be given the focus */
    gtk_widget_action_set_enabled (GTK_WIDGET (self), tone == TRI_TONE_RUNNING ? "column.stop" : "column.retry", TRUE);
  tri_column_head_set_tone (self->head, tone);
  tri_column_foot_show (self->foot, self->column, self->exchange, self->baseline);
  note = tri_facts_dup_note (self->exchange);
  /* Why an answer ended belongs to the answer; a failure is said wherever one looks. */
  gtk_widget_set_visible (self->note_box, note && (self->facet == TRI_FACET_OUTPUT || tone == TRI_TONE_FAILED));
  gtk_label_set_text (self->note, note ? note : "");
  /* GTK makes a tooltip anew, and asks for it to be measured, whatever it said before. */
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self->note)), note) != 0)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->note), note);
  gtk_widget_set_visible (self->note_retry, tone == TRI_TONE_FAILED);
  tri_explain_button_set (self->explain, self->column, self->exchange);
  gtk_image_set_from_icon_name (self->note_icon,
                                tone == TRI_TONE_FAILED ? "dialog-error-symbolic" : "dialog-information-symbolic");
  if (tone == TRI_TONE_FAILED)
    gtk_widget_add_css_class (self->note_box, "error");
  else
    gtk_widget_remove_css_class (self->note_box, "error");
}

/* Where the attempt that is shown stands in the series; G_MAXUINT before there is one. */
static guint
get_attempt (TriColumnView *self)
{
  for (guint i = 0; i < tri_column_get_n_attempts (self->column); i++)
    if (tri_column_get_attempt (self->column, i) == self->exchange)
      return i;
  return G_MAXUINT;
}

static void
show_attempts (TriColumnView *self)
{
  guint n_attempts = tri_column_get_n_attempts (self->column);
  guint attempt = get_attempt (self);
  g_autofree char *line = NULL;

  gtk_widget_set_visible (self->attempts, n_attempts > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.previous-attempt", n_attempts > 1 && attempt > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.next-attempt", n_attempts > 1 && attempt + 1 < n_attempts);
  if (n_attempts > 1)
    {
      g_autofree char *duration = tri_text_dup_duration (tri_exchange_get_elapsed_us (self->exchange));

      /* Translators: “Attempt 2 of 5 · 1.76 s” */
      line = g_strdup_printf (_ ("Attempt %u of %u · %s"), attempt + 1, n_attempts, duration);
      gtk_label_set_text (self->attempt, line);
    }
}

static void
show_head (TriColumnView *self)
{
  const char *title = tri_column_get_format (self->column)->title;
  gboolean has_own_body = tri_column_get_body (self->column) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.compose", has_own_body);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.members", !has_own_body);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  tri_column_names_set (GTK_WIDGET (self), title);
  tri_column_head_update (self->head);
}

static GtkWidget *
new_page (TriFacet facet)
{
  switch (facet)
    {
    case TRI_FACET_REQUEST:
      return tri_request_view_new ();
    case TRI_FACET_RESPONSE:
      return tri_response_view_new ();
    case TRI_FACET_EVENTS:
      return tri_events_view_new ();
    case TRI_FACET_CODE:
      return tri_code_view_new ();
    default:
      return tri_output_view_new ();
    }
}

static const char *
get_hint (TriColumnView *self)
{
  if (!self->exchange)
    return _ ("Press Send, and the answer appears here.");
  if (tri_exchange_is_running (self->exchange))
    return _ ("Waiting…");
  return _ ("No text came.");
}

/* Shows in the visible page what has arrived. */
static void
show_page (TriColumnView *self, TriFacet facet)
{
  GtkWidget *page = self->pages[facet];

  if (!page)
    return;
  switch (facet)
    {
    case TRI_FACET_REQUEST:
      tri_request_view_update (TRI_REQUEST_VIEW (page), self->column, self->exchange, self->prompt, self->settings);
      break;
    case TRI_FACET_RESPONSE:
      tri_response_view_update (TRI_RESPONSE_VIEW (page), self->exchange);
      break;
    case TRI_FACET_EVENTS:
      tri_events_view_update (TRI_EVENTS_VIEW (page), self->exchange);
      break;
    case TRI_FACET_CODE:
      tri_code_view_update (TRI_CODE_VIEW (page), self->column, self->prompt, self->settings);
      break;
    default:
      tri_output_view_set_hint (TRI_OUTPUT_VIEW (page), get_hint (self));
      tri_output_view_update (TRI_OUTPUT_VIEW (page), self->column, self->exchange);
    }
}

static void
update_actions (TriColumnView *self)
{
  gboolean running = self->exchange && tri_exchange_is_running (self->exchange);
  const TriReply *reply = get_reply (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.stop", running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.retry", self->exchange && !running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.copy", reply && reply->parts->len > 0);
}

void
tri_column_view_flush (TriColumnView *self)
{
  self->arrived = FALSE;
  show_page (self, TRI_FACET_OUTPUT);
  if (self->facet != TRI_FACET_OUTPUT)
    show_page (self, self->facet);
  show_end (self);
  show_attempts (self);
  update_actions (self);
}

/* Columns show what arrived in every second frame, and neighbours in turn: text that grows thirty times a second reads
 * the same, and to lay out its last paragraph is most of what a frame costs. */
static gboolean
is_turn_of_others (TriColumnView *self, GdkFrameClock *clock)
{
  return (gdk_frame_clock_get_frame_counter (clock) + self->position) % 2 != 0;
}

/* Between frames rather than within one: GTK lays new text out before the next frame, but within a frame only while it
 * is drawn, which is too late for the scroll bar. */
static gboolean
show_arrived (gpointer user_data)
{
  TriColumnView *self = user_data;
  gint64 now_us = g_get_monotonic_time ();
  gboolean running = self->exchange && tri_exchange_is_running (self->exchange);
  gboolean slow = running && now_us - self->slow_at_us >= SLOW_US;

  self->showing = 0;
  if (self->arrived && (slow || self->facet != TRI_FACET_RESPONSE))
    {
      self->arrived = FALSE;
      show_page (self, self->facet);
    }
  if (slow)
    {
      self->slow_at_us = now_us;
      show_end (self);
      show_attempts (self);
    }
  return G_SOURCE_REMOVE;
}

static gboolean
ticked (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TriColumnView *self = TRI_COLUMN_VIEW (widget);

  if (self->showing == 0 && !is_turn_of_others (self, clock))
    self->showing = g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_arrived, self, NULL);
  if (self->exchange && tri_exchange_is_running (self->exchange))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
need_tick (TriColumnView *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), ticked, NULL, NULL);
}

static void
exchange_progressed (TriColumnView *self)
{
  self->arrived = TRUE;
  need_tick (self);
  /* A large body can be looked at while the answer in it is still being read. */
  if (self->facet == TRI_FACET_RESPONSE && tri_exchange_has_whole_body (self->exchange))
    show_page (self, TRI_FACET_RESPONSE);
}

/* A change of state is shown at once: whoever sees that an answer has ended must find all of it. */
static void
exchange_changed (TriColumnView *self)
{
  tri_column_view_flush (self);
  need_tick (self);
}

/* The latest attempt, or an earlier one of the series that the person wants to see again. */
static void
show_exchange (TriColumnView *self, TriExchange *exchange)
{
  if (exchange == self->exchange)
    return;
  if (self->exchange)
    g_signal_handlers_disconnect_by_data (self->exchange, self);
  g_set_object (&self->exchange, exchange);
  tri_output_view_clear (TRI_OUTPUT_VIEW (self->pages[TRI_FACET_OUTPUT]));
  if (exchange)
    {
      g_signal_connect_object (exchange, "changed", G_CALLBACK (exchange_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (exchange, "progressed", G_CALLBACK (exchange_progressed), self, G_CONNECT_SWAPPED);
    }
  exchange_changed (self);
}

static void
exchange_replaced (TriColumnView *self)
{
  show_exchange (self, tri_column_get_exchange (self->column));
}

static void
column_changed (TriColumnView *self)
{
  show_head (self);
  show_end (self);
  if (self->facet == TRI_FACET_REQUEST || self->facet == TRI_FACET_CODE)
    show_page (self, self->facet);
}

static void
show_dialog (TriColumnView *self, TriBodyKind kind)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_window_present (GTK_WINDOW (tri_body_dialog_new (GTK_WINDOW (root), self->column, G_LIST_STORE (self->servers),
                                                       self->prompt, self->settings, kind)));
}

static void
activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TriColumnView *self = TRI_COLUMN_VIEW (widget);
  const TriReply *reply = get_reply (self);

  if (g_str_equal (name, "column.stop") && self->exchange)
    tri_exchange_stop (self->exchange);
  else if (g_str_equal (name, "column.retry"))
    tri_sending_ask_retry (GTK_WINDOW (gtk_widget_get_root (widget)), self->column);
  else if (g_str_equal (name, "column.remove"))
    g_signal_emit (self, signals[REMOVE], 0);
  else if (g_str_equal (name, "column.move-left"))
    g_signal_emit (self, signals[MOVE], 0, -1);
  else if (g_str_equal (name, "column.move-right"))
    g_signal_emit (self, signals[MOVE], 0, 1);
  else if (g_str_has_suffix (name, "baseline"))
    g_signal_emit (self, signals[BASELINE], 0);
  else if (g_str_equal (name, "column.own-body"))
    show_dialog (self, TRI_BODY_OWN);
  else if (g_str_equal (name, "column.members"))
    show_dialog (self, TRI_BODY_MEMBERS);
  else if (g_str_equal (name, "column.compose"))
    tri_column_set_body (self->column, NULL, NULL);
  else if (g_str_equal (name, "column.previous-attempt") || g_str_equal (name, "column.next-attempt"))
    show_exchange (self, tri_column_get_attempt (
                             self->column, get_attempt (self) + (g_str_has_prefix (name, "column.next") ? 1 : -1)));
  else if (reply)
    {
      g_autofree char *text = tri_reply_dup_text (reply);
      g_autofree char *fit = tri_text_dup_displayable (text, -1, NULL);

      gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), fit);
    }
}

static void export(GtkWidget *widget, const char *name, GVariant *parameter)
{
  TriColumnView *self = TRI_COLUMN_VIEW (widget);
  TriExportWish wish = { .column = self->column,
                         .exchange = self->exchange,
                         .prompt = self->prompt,
                         .settings = self->settings,
                         .copy = g_str_equal (name, "column.copy-as") };

  tri_exporting_column (GTK_WINDOW (gtk_widget_get_root (widget)), &wish, g_variant_get_string (parameter, NULL));
}

static const char *const actions[] = {
  "column.stop",
  "column.retry",
  "column.copy",
  "column.move-left",
  "column.move-right",
  "column.remove",
  "column.previous-attempt",
  "column.next-attempt",
  "column.own-body",
  "column.members",
  "column.compose",
  "column.baseline",
  "column.no-baseline",
};

static void
tri_column_view_dispose (GObject *object)
{
  TriColumnView *self = TRI_COLUMN_VIEW (object);

  g_clear_handle_id (&self->showing, g_source_remove);
  if (self->exchange)
    g_signal_handlers_disconnect_by_data (self->exchange, self);
  if (self->column)
    g_signal_handlers_disconnect_by_data (self->column, self);
  g_clear_object (&self->exchange);
  g_clear_object (&self->column);
  g_clear_object (&self->baseline);
  g_clear_object (&self->servers);
  g_clear_pointer (&self->prompt, tri_prompt_unref);
  g_clear_pointer (&self->settings, tri_settings_free);
  G_OBJECT_CLASS (tri_column_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TriColumnView, head);
  gtk_widget_class_bind_template_child (widget_class, TriColumnView, attempts);
  gtk_widget_class_bind_template_child (widget_class, TriColumnView, attempt);
  gtk_widget_class_bind_template_child (widget_class, TriColumnView, facets);
  gtk_widget_class_bind_template_child (widget_class, TriColumnView, note_box);
  gtk_widget_class_bind_template_child (widget_class, TriColumnView, note_icon);
  gtk_widget_class_bind_template_child (widget_class, TriColumnView, note);
  gtk_widget_class_bind_template_child (widget_class, TriColumnView, explain);
  gtk_widget_class_bind_template_child (widget_class, TriColumnView, note_retry);
  gtk_widget_class_bind_template_child (widget_class, TriColumnView, foot);
}

static void
tri_column_view_class_init (TriColumnViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_column_view_dispose;
  g_type_ensure (TRI_TYPE_COLUMN_FOOT);
  g_type_ensure (TRI_TYPE_COLUMN_HEAD);
  g_type_ensure (TRI_TYPE_EXPLAIN_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/column-view.ui");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  bind_children (widget_class);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, activated);
  gtk_widget_class_install_action (widget_class, "column.export", "s", export);
  gtk_widget_class_install_action (widget_class, "column.copy-as", "s", export);

  signals[MOVE]
      = g_signal_new ("move", TRI_TYPE_COLUMN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[BASELINE]
      = g_signal_new ("baseline", TRI_TYPE_COLUMN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE]
      = g_signal_new ("remove", TRI_TYPE_COLUMN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_column_view_init (TriColumnView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = tri_settings_new ();
}

GtkWidget *
tri_column_view_new (TriColumn *column, GListModel *servers)
{
  TriColumnView *self = g_object_new (TRI_TYPE_COLUMN_VIEW, NULL);

  self->column = g_object_ref (column);
  self->servers = g_object_ref (servers);
  tri_column_head_follow (self->head, column, servers);
  tri_column_view_set_facet (self, TRI_FACET_OUTPUT);
  g_signal_connect_object (column, "changed", G_CALLBACK (column_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (column, "notify::exchange", G_CALLBACK (exchange_replaced), self, G_CONNECT_SWAPPED);
  column_changed (self);
  exchange_replaced (self);
  tri_column_view_flush (self);
  return GTK_WIDGET (self);
}

TriColumn *
tri_column_view_get_column (TriColumnView *self)
{
  return self->column;
}

TriExchange *
tri_column_view_get_exchange (TriColumnView *self)
{
  return self->exchange;
}

void
tri_column_view_set_facet (TriColumnView *self, TriFacet facet)
{
  self->facet = facet;
  if (!self->pages[facet])
    {
      self->pages[facet] = new_page (facet);
      gtk_stack_add_named (self->facets, self->pages[facet], tri_facet_get_id (facet));
      tri_column_names_set (self->pages[facet], tri_column_get_format (self->column)->title);
    }
  show_page (self, facet);
  gtk_stack_set_visible_child (self->facets, self->pages[facet]);
  show_end (self);
}

void
tri_column_view_set_draft (TriColumnView *self, TriPrompt *prompt, const TriSettings *settings)
{
  if (prompt)
    tri_prompt_ref (prompt);
  g_clear_pointer (&self->prompt, tri_prompt_unref);
  self->prompt = prompt;
  tri_settings_free (self->settings);
  self->settings = tri_settings_copy (settings);
  if (self->facet == TRI_FACET_REQUEST || self->facet == TRI_FACET_CODE)
    show_page (self, self->facet);
}

void
tri_column_view_set_gaps (TriColumnView *self, GPtrArray *gaps)
{
  tri_column_head_set_gaps (self->head, gaps);
}

void
tri_column_view_set_place (TriColumnView *self, guint position, guint n_columns)
{
  self->position = position;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.move-left", position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.move-right", position + 1 < n_columns);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.remove", n_columns > 1);
}

void
tri_column_view_set_baseline (TriColumnView *self, TriColumn *baseline)
{
  g_set_object (&self->baseline, baseline);
  tri_column_head_set_baseline (self->head, baseline == self->column);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.baseline", baseline != self->column);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.no-baseline", baseline == self->column);
  show_end (self);
}

void
tri_column_view_set_size_group (TriColumnView *self, GtkSizeGroup *ends)
{
  tri_column_foot_set_size_group (self->foot, ends);
}

gboolean
tri_column_view_is_outdated (TriColumnView *self)
{
  TriRecord *record = self->exchange ? tri_exchange_get_record (self->exchange) : NULL;

  GBytes *body = tri_column_get_body (self->column);

  if (!record || !record->prompt)
    return FALSE;
  if (record->raw_body || body) /* whatever the composer says, it does not reach the column */
    {
      g_autoptr (GBytes) shown = body ? tri_redact_members (body, NULL) : NULL;

      return !record->raw_body || !shown || !g_bytes_equal (record->request_body, shown);
    }
  return !self->prompt || !tri_prompt_equal (record->prompt, self->prompt)
         || !tri_settings_equal (record->settings, self->settings)
         || record->format != tri_column_get_format (self->column)
         || g_strcmp0 (record->model, tri_column_get_model (self->column)) != 0
         || g_strcmp0 (record->server_name, tri_server_get_name (tri_column_get_server (self->column))) != 0;
}

GtkWidget *
tri_column_view_get_text_view (TriColumnView *self)
{
  GtkWidget *page = self->pages[self->facet];

  switch (self->facet)
    {
    case TRI_FACET_REQUEST:
      return tri_request_view_get_text_view (TRI_REQUEST_VIEW (page));
    case TRI_FACET_RESPONSE:
      return tri_response_view_get_text_view (TRI_RESPONSE_VIEW (page));
    case TRI_FACET_EVENTS:
      return tri_events_view_get_text_view (TRI_EVENTS_VIEW (page));
    case TRI_FACET_CODE:
      return tri_code_view_get_text_view (TRI_CODE_VIEW (page));
    default:
      return tri_output_view_get_text_view (TRI_OUTPUT_VIEW (page));
    }
}

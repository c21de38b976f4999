/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain-button.h"

#include <glib/gi18n-lib.h>

#include "announce.h"
#include "column-names.h"
#include "core/redact.h"
#include "explain-view.h"

/* Wide enough for a sentence, and narrower than the narrowest window. */
#define WIDTH 330
#define MAX_HEIGHT 420

/* An error is a sentence and a few words; what is longer is something else. */
#define MAX_ERROR_BYTES (64u * 1024)

struct _TriExplainButton
{
  AdwBin parent_instance;

  GtkMenuButton *button; /* NULL until it is needed */

  TriColumn *column;
  TriExchange *exchange; /* the one that was refused; NULL if none was */
  TriExchange *seen;     /* the one that was looked at last, when it had ended */
};

G_DEFINE_FINAL_TYPE (TriExplainButton, tri_explain_button, ADW_TYPE_BIN)

/* Applying */

typedef struct
{
  TriColumn *column;
  GBytes *body; /* that of before; NULL: it was composed */
} Undo;

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  g_object_unref (undo->column);
  g_clear_pointer (&undo->body, g_bytes_unref);
  g_free (undo);
}

static void
undo_clicked (AdwToast *toast, Undo *undo)
{
  tri_column_set_body (undo->column, undo->body, NULL);
}

static void
offer_undo (GtkWidget *widget, TriColumn *column, GBytes *before)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast;
  Undo *undo;

  if (!toasts)
    return;
  toast = adw_toast_new (_ ("The fix is now the own body of the column"));
  undo = g_new (Undo, 1);
  *undo = (Undo){ g_object_ref (column), before ? g_bytes_ref (before) : NULL };
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, 10);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked), undo, undo_free, 0);
  tri_announce (toasts, adw_toast_get_title (toast));
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), toast);
}

/* What was sent, to be mended: with a secret in it, which the record has not, only the own body of the column can be.
 */
static GBytes *
get_request (TriExplainButton *self)
{
  const TriRecord *record = tri_exchange_get_record (self->exchange);
  GBytes *body = tri_column_get_body (self->column);
  g_autoptr (GBytes) shown = NULL;

  if (!record->request_masked || record->request_masked->len == 0)
    return record->request_body;
  shown = body ? tri_redact_members (body, NULL) : NULL;
  return shown && g_bytes_equal (shown, record->request_body) ? body : NULL;
}

static void
apply (TriExplainView *view, TriExplainButton *self)
{
  GBytes *request = get_request (self);
  g_autoptr (GBytes) mended = request ? tri_explain_view_mend (view, request) : NULL;
  GBytes *body = tri_column_get_body (self->column);
  g_autoptr (GBytes) before = body ? g_bytes_ref (body) : NULL;

  if (!mended || !tri_column_set_body (self->column, mended, NULL))
    return;
  gtk_menu_button_popdown (self->button);
  offer_undo (GTK_WIDGET (self), self->column, before);
}

/* The popover */

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* A scrolled window asks how high its child would be if no line had to wrap. This one is as high as the explanation is
 * at its width, up to MAX_HEIGHT. */
static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  GtkWidget *scrolled = gtk_widget_get_first_child (widget);
  GtkWidget *viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled));

  gtk_widget_measure (scrolled, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  /* The popover asks with its shadow, of which its child gets nothing. */
  gtk_widget_measure (gtk_widget_get_first_child (viewport), orientation, for_size > WIDTH ? WIDTH : for_size, NULL,
                      natural, NULL, NULL);
  *natural = CLAMP (*natural, *minimum, MAX (*minimum, MAX_HEIGHT));
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, baseline, NULL);
}

static GtkWidget *
new_content (GtkWidget *view)
{
  GtkWidget *bin = adw_bin_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_set_size_request (view, WIDTH, -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  adw_bin_set_child (ADW_BIN (bin), scrolled);
  gtk_widget_set_layout_manager (bin, gtk_custom_layout_new (get_request_mode, measure, allocate));
  return bin;
}

static TriExplanation *
explain (TriExchange *exchange)
{
  const TriRecord *record = tri_exchange_get_record (exchange);

  return tri_explain (record->response_body, record->request_body, record->status, NULL);
}

/* Made when somebody asks for it. */
static void
create_popover (GtkMenuButton *button, gpointer user_data)
{
  TriExplainButton *self = user_data;
  const TriRecord *record;
  TriExplanation *explanation;
  GtkWidget *view, *popover;
  TriExplainWords words;

  if (gtk_menu_button_get_popover (button) || !self->exchange)
    return;
  explanation = explain (self->exchange);
  if (!explanation)
    return;
  record = tri_exchange_get_record (self->exchange);
  words.model = tri_server_get_default_model (tri_column_get_server (self->column));
  words.endpoint = record->format;
  words.text = record->prompt ? tri_prompt_get_text (record->prompt) : NULL;
  view = tri_explain_view_new (FALSE);
  tri_explain_view_set (TRI_EXPLAIN_VIEW (view), explanation, &words);
  tri_explain_view_set_request (TRI_EXPLAIN_VIEW (view), get_request (self));
  g_signal_connect_object (view, "apply", G_CALLBACK (apply), self, 0);
  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), new_content (view));
  gtk_menu_button_set_popover (button, popover);
}

/* What is looked at */

static gboolean
is_refused (TriExchange *exchange)
{
  const TriRecord *record = tri_exchange_get_record (exchange);
  g_autoptr (TriExplanation) explanation = NULL;

  if (record->status < 400 || record->altered || record->without_content
      || g_bytes_get_size (record->response_body) > MAX_ERROR_BYTES)
    return FALSE;
  explanation = explain (exchange);
  return explanation != NULL;
}

/* Not before a request is refused: mostly none is, and the window would wait for it. */
static void
build (TriExplainButton *self)
{
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  /* Not by a label of its own, which would hide from a screen reader which column is meant. */
  gtk_menu_button_set_child (self->button, gtk_label_new (_ ("Explain")));
  gtk_menu_button_set_direction (self->button, GTK_ARROW_UP);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ ("Explain the error"));
  gtk_menu_button_set_create_popup_func (self->button, create_popover, self, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
}

void
tri_explain_button_set (TriExplainButton *self, TriColumn *column, TriExchange *exchange)
{
  if (exchange && tri_exchange_get_state (exchange) != TRI_EXCHANGE_ENDED)
    exchange = NULL;
  g_set_object (&self->column, column);
  if (!g_set_object (&self->seen, exchange))
    return;
  if (exchange && !is_refused (exchange))
    exchange = NULL;
  g_set_object (&self->exchange, exchange);
  gtk_widget_set_visible (GTK_WIDGET (self), self->exchange != NULL);
  if (!exchange && !self->button)
    return;
  if (!self->button)
    build (self);
  gtk_menu_button_popdown (self->button);
  gtk_menu_button_set_popover (self->button, NULL);
  if (exchange)
    tri_column_names_set (GTK_WIDGET (self), tri_exchange_get_record (exchange)->format->title);
}

static void
tri_explain_button_dispose (GObject *object)
{
  TriExplainButton *self = TRI_EXPLAIN_BUTTON (object);

  g_clear_object (&self->column);
  g_clear_object (&self->exchange);
  g_clear_object (&self->seen);
  G_OBJECT_CLASS (tri_explain_button_parent_class)->dispose (object);
}

static void
tri_explain_button_class_init (TriExplainButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tri_explain_button_dispose;
}

static void
tri_explain_button_init (TriExplainButton *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conformance-badge.h"

#include <glib/gi18n-lib.h>
#include <sys/resource.h>

#include "column-names.h"
#include "core/conformance.h"
#include "findings-view.h"

/* Bodies up to here are read at once: it takes less than a frame, and the verdict stands there with the end. */
#define MAX_BYTES_AT_ONCE (256u * 1024)

#define CHECK_NICENESS 10

struct _TriConformanceBadge
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkMenuButton *button;
  GtkImage *icon;
  GtkLabel *label;

  TriExchange *exchange; /* the one judged; NULL while there is nothing to say */
};

G_DEFINE_FINAL_TYPE (TriConformanceBadge, tri_conformance_badge, ADW_TYPE_BIN)

/* The verdict stays with the attempt: it is never judged twice, however often somebody comes back to it. */
#define VERDICT "tri-conformance-verdict"

/* While a worker judges it: the badges to tell, as GWeakRefs. */
#define WAITING "tri-conformance-waiting"

static const TriConformance *
get_verdict (TriExchange *exchange)
{
  return g_object_get_data (G_OBJECT (exchange), VERDICT);
}

static void
take_verdict (TriExchange *exchange, TriConformance *verdict)
{
  g_object_set_data_full (G_OBJECT (exchange), VERDICT, verdict, (GDestroyNotify) tri_conformance_free);
}

/* Whole responses, and those as they came: not what a comparison in a file has without its words, or altered. */
static gboolean
can_be_judged (TriExchange *exchange)
{
  const TriRecord *record;

  if (!exchange || tri_exchange_get_state (exchange) != TRI_EXCHANGE_ENDED)
    return FALSE;
  record = tri_exchange_get_record (exchange);
  if (record->altered || record->without_content || g_bytes_get_size (record->response_body) == 0)
    return FALSE;
  return record->ending == TRI_ENDING_ANSWERED || record->ending == TRI_ENDING_API_ERROR
         || record->ending == TRI_ENDING_HTTP_ERROR || record->ending == TRI_ENDING_UNREADABLE;
}

static void
show_verdict (TriConformanceBadge *self)
{
  const TriConformance *verdict = self->exchange ? get_verdict (self->exchange) : NULL;
  g_autofree char *words = NULL;
  g_autofree char *sentence = NULL;

  gtk_stack_set_visible_child_name (self->stack, verdict ? "verdict" : self->exchange ? "checking" : "none");
  if (!verdict)
    return;
  words = tri_findings_dup_words (verdict);
  sentence = tri_findings_dup_sentence (verdict);
  gtk_label_set_text (self->label, words);
  gtk_image_set_from_icon_name (self->icon, tri_findings_get_icon (verdict));
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "warning");
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), verdict->n_broken > 0 ? "warning" : "dim-label");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), sentence);
  tri_column_names_set (GTK_WIDGET (self), tri_exchange_get_record (self->exchange)->format->title);
}

/* In a thread of its own: a record does not change any more. */
static void
check (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;

  setpriority (PRIO_PROCESS, 0, CHECK_NICENESS); /* which is the calling thread's own on Linux */
  g_task_return_pointer (task, tri_conformance_check_record (g_task_get_task_data (task)),
                         (GDestroyNotify) tri_conformance_free);
}

/* One after another, and behind all else that wants the processor: the answers of all columns often end in one moment,
 * and that is when the window has most to draw. */
static void
check_later (GTask *task)
{
  static GThreadPool *checks;

  if (!checks)
    checks = g_thread_pool_new (check, NULL, 1, TRUE, NULL);
  g_thread_pool_push (checks, g_object_ref (task), NULL);
}

static void
checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) waiting = g_object_steal_data (source, WAITING);

  take_verdict (TRI_EXCHANGE (source), g_task_propagate_pointer (G_TASK (result), NULL));
  for (guint i = 0; i < waiting->len; i++)
    {
      g_autoptr (TriConformanceBadge) self = g_weak_ref_get (waiting->pdata[i]);

      if (self && self->exchange == TRI_EXCHANGE (source))
        show_verdict (self);
    }
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
wait_for_worker (TriConformanceBadge *self)
{
  GPtrArray *waiting = g_object_get_data (G_OBJECT (self->exchange), WAITING);
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  if (!waiting)
    {
      TriRecord *record = tri_exchange_get_record (self->exchange);
      g_autoptr (GTask) task = g_task_new (self->exchange, NULL, checked, NULL);

      waiting = g_ptr_array_new_with_free_func (weak_ref_free);
      g_object_set_data_full (G_OBJECT (self->exchange), WAITING, waiting, (GDestroyNotify) g_ptr_array_unref);
      g_task_set_task_data (task, tri_record_ref (record), (GDestroyNotify) tri_record_unref);
      check_later (task);
    }
  g_weak_ref_init (ref, self);
  g_ptr_array_add (waiting, ref);
}

static void
judge (TriConformanceBadge *self)
{
  TriRecord *record = tri_exchange_get_record (self->exchange);

  if (get_verdict (self->exchange))
    return;
  if (g_bytes_get_size (record->response_body) <= MAX_BYTES_AT_ONCE)
    take_verdict (self->exchange, tri_conformance_check_record (record));
  else
    wait_for_worker (self);
}

void
tri_conformance_badge_set_exchange (TriConformanceBadge *self, TriExchange *exchange)
{
  if (!can_be_judged (exchange))
    exchange = NULL;
  if (!g_set_object (&self->exchange, exchange))
    return;
  gtk_menu_button_popdown (self->button);
  gtk_menu_button_set_popover (self->button, NULL);
  if (exchange)
    judge (self);
  show_verdict (self);
}

/* The list is made when somebody asks for it: mostly nobody does. */
static void
create_list (GtkMenuButton *button, gpointer user_data)
{
  TriConformanceBadge *self = user_data;
  GtkWidget *popover;

  if (gtk_menu_button_get_popover (button) || !self->exchange || !get_verdict (self->exchange))
    return;
  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), tri_findings_view_new (get_verdict (self->exchange), self->exchange));
  gtk_menu_button_set_popover (button, popover);
}

static void
tri_conformance_badge_dispose (GObject *object)
{
  g_clear_object (&TRI_CONFORMANCE_BADGE (object)->exchange);
  G_OBJECT_CLASS (tri_conformance_badge_parent_class)->dispose (object);
}

static void
tri_conformance_badge_class_init (TriConformanceBadgeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tri_conformance_badge_dispose;
}

static void
tri_conformance_badge_init (TriConformanceBadge *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  GtkWidget *checking = gtk_label_new (_ ("Checking…"));
  GtkWidget *nothing = gtk_label_new ("–");

  self->icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));

  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, box);
  gtk_menu_button_set_direction (self->button, GTK_ARROW_UP);
  gtk_menu_button_set_create_popup_func (self->button, create_list, self, NULL);
  gtk_widget_set_halign (GTK_WIDGET (self->button), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");

  gtk_label_set_xalign (GTK_LABEL (checking), 0);
  gtk_label_set_ellipsize (GTK_LABEL (checking), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (nothing), 0);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_overflow (GTK_WIDGET (self->stack), GTK_OVERFLOW_VISIBLE); /* the button is larger than its words */
  gtk_stack_add_named (self->stack, nothing, "none");
  gtk_stack_add_named (self->stack, checking, "checking");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->button), "verdict");
  gtk_widget_add_css_class (GTK_WIDGET (self), "conformance");
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

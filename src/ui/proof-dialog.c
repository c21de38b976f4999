/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proof-dialog.h"

#include <glib/gi18n-lib.h>

#include "core/proof-run.h"
#include "core/text.h"
#include "practice/practice-ask.h"
#include "practice/practice-server.h"
#include "proof-view.h"
#include "sending.h"
#include "servers.h"
#include "window.h"

/* What costs more than that for a million tokens is a slip of the keyboard. */
#define MAX_PRICE 1e6

struct _TriProofDialog
{
  AdwWindow parent_instance;

  GtkWidget *start;
  GtkWidget *stop;
  GtkScrolledWindow *scrolled;
  GtkWidget *choices;
  AdwComboRow *server;
  AdwEntryRow *model;
  GtkAdjustment *n_rounds;
  GtkEditable *input_price;
  GtkEditable *output_price;
  GtkLabel *cost;
  GtkProgressBar *progress;
  GtkWidget *verdict_box;
  GtkImage *verdict_icon;
  GtkLabel *verdict;
  AdwBin *result;

  TriProofAsk *ask;   /* as it was converted */
  GPtrArray *servers; /* as they were when the dialog opened; element type TriServer */
  TriProofRun *run;   /* the last one; NULL before the first */
  TriProofAsk *asked;
  TriServer *agreed; /* whom the person is asked about; NULL before */
};

G_DEFINE_FINAL_TYPE (TriProofDialog, tri_proof_dialog, ADW_TYPE_WINDOW)

static TriServer *
get_server (TriProofDialog *self)
{
  return self->servers->pdata[adw_combo_row_get_selected (self->server)];
}

static guint
get_n_rounds (TriProofDialog *self)
{
  return (guint) gtk_adjustment_get_value (self->n_rounds);
}

static gboolean
is_running (TriProofDialog *self)
{
  return self->run && tri_proof_run_is_running (self->run);
}

/* ---- Before ---- */

/* The values without which the requests do not mean the same. */
static char *
dup_refused (TriProofDialog *self)
{
  GPtrArray *refused = tri_proof_ask_get_refused (self->ask);
  g_autoptr (GString) paths = g_string_new (NULL);

  for (guint i = 0; i < refused->len; i++)
    g_string_append_printf (paths, "%s%s", i > 0 ? ", " : "", (char *) refused->pdata[i]);
  return g_strdup_printf (_ ("Not everything can be converted, so the requests do not mean the same, and there is "
                             "nothing to prove: %s"),
                          paths->str);
}

/* Whether the practice server is to be asked, and does not know the model of the request. */
static gboolean
needs_other_model (TriProofDialog *self)
{
  const char *model = tri_proof_ask_get_model (self->ask);

  return model && tri_server_is_practice (get_server (self)) && !tri_practice_find_model (model);
}

static char *
dup_model_note (TriProofDialog *self)
{
  g_autofree char *harmless = tri_text_dup_displayable (tri_proof_ask_get_model (self->ask), -1, NULL);
  g_autofree char *excerpt = tri_text_dup_excerpt (harmless, 80);

  return g_strdup_printf (_ ("The practice server has no model “%s”: both requests ask %s instead."), excerpt,
                          gtk_editable_get_text (GTK_EDITABLE (self->model)));
}

/* What was typed as a price, whichever point or comma; −1: nothing, or nothing that is one. */
static double
read_price (GtkEditable *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));
  char *end;
  double price;

  g_strdelimit (text, ",", '.');
  price = g_ascii_strtod (text, &end);
  return *text && *end == '\0' && price >= 0 && price <= MAX_PRICE ? price : -1;
}

static gboolean
is_wrong_price (GtkEditable *row)
{
  const char *text = gtk_editable_get_text (row);

  return text[strspn (text, " ")] != '\0' && read_price (row) < 0;
}

/* TRUE if both can be used; what cannot is marked. */
static gboolean
check_prices (TriProofDialog *self)
{
  GtkEditable *const rows[] = { self->input_price, self->output_price };
  gboolean are_right = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean is_wrong = is_wrong_price (rows[i]);

      are_right = are_right && !is_wrong;
      if (is_wrong)
        gtk_widget_add_css_class (GTK_WIDGET (rows[i]), "error");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (rows[i]), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (rows[i]), GTK_ACCESSIBLE_STATE_INVALID,
                                   is_wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
    }
  return are_right;
}

static void
show_cost (TriProofDialog *self)
{
  TriProofCost cost = tri_proof_ask_get_cost (self->ask, get_n_rounds (self));
  gboolean is_refused = tri_proof_ask_get_refused (self->ask)->len > 0;
  g_autofree char *note = needs_other_model (self) ? dup_model_note (self) : NULL;
  gboolean has_prices = check_prices (self);
  g_autofree char *costs
      = is_refused ? dup_refused (self)
                   : tri_proof_cost_dup_text (&cost, read_price (self->input_price), read_price (self->output_price));
  g_autoptr (GString) text = g_string_new (note);
  guint n_calls = cost.n_original + cost.n_converted;
  g_autofree char *label
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Send %u Request", "_Send %u Requests", n_calls), n_calls);

  tri_text_append_sentence (text, costs);
  if (!has_prices)
    tri_text_append_sentence (text, _ ("A price must be a number, such as 2.50."));
  gtk_label_set_text (self->cost, text->str);
  gtk_button_set_label (GTK_BUTTON (self->start), label);
  gtk_widget_set_sensitive (self->start, !is_refused && has_prices);
  if (is_refused)
    gtk_widget_remove_css_class (GTK_WIDGET (self->cost), "dim-label");
}

static void
show_state (TriProofDialog *self)
{
  gtk_widget_set_visible (self->start, !is_running (self));
  gtk_widget_set_visible (self->stop, is_running (self));
  gtk_widget_set_sensitive (self->choices, !is_running (self));
}

static void
edited (TriProofDialog *self)
{
  if (self->ask)
    show_cost (self);
}

/* The practice server knows few models, and which one is asked changes nothing of what is proven there. */
static void
server_chosen (TriProofDialog *self)
{
  const char *model;

  if (!self->ask)
    return; /* it is being filled still */
  model = tri_proof_ask_get_model (self->ask);
  if (needs_other_model (self))
    model = TRI_PRACTICE_MODEL;
  gtk_editable_set_text (GTK_EDITABLE (self->model), model ? model : "");
  gtk_widget_set_visible (GTK_WIDGET (self->model), model != NULL);
  show_cost (self);
}

/* ---- While it runs, and after ---- */

static void
show_progress (TriProofDialog *self)
{
  guint n_calls = tri_proof_run_get_n_calls (self->run), n_ended = tri_proof_run_get_n_ended (self->run);
  g_autofree char *text = g_strdup_printf (_ ("%u of %u calls"), n_ended, n_calls);

  gtk_progress_bar_set_fraction (self->progress, (double) n_ended / n_calls);
  gtk_progress_bar_set_text (self->progress, text);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), is_running (self) || n_ended < n_calls);
}

static void
show_verdict (TriProofDialog *self, const TriProof *proof)
{
  static const TriLikeness likenesses[] = { [TRI_PROOF_NO_DIFFERENCE] = TRI_LIKENESS_SAME,
                                            [TRI_PROOF_DIFFERENT] = TRI_LIKENESS_DIFFERENT,
                                            [TRI_PROOF_UNDECIDED] = TRI_LIKENESS_TOO_FEW };
  g_autofree char *text = tri_proof_dup_verdict (proof);

  for (guint i = 0; i < G_N_ELEMENTS (likenesses); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->verdict_icon), tri_proof_view_get_css_class (likenesses[i]));
  gtk_image_set_from_icon_name (self->verdict_icon, tri_proof_view_get_icon (likenesses[proof->verdict]));
  gtk_widget_add_css_class (GTK_WIDGET (self->verdict_icon), tri_proof_view_get_css_class (likenesses[proof->verdict]));
  gtk_label_set_text (self->verdict, text);
  gtk_widget_set_visible (self->verdict_box, TRUE);
}

static void
show_result (TriProofDialog *self)
{
  g_autoptr (TriProof) proof = tri_proof_run_judge (self->run);

  show_verdict (self, proof);
  adw_bin_set_child (self->result, tri_proof_view_new (proof, self->asked, tri_proof_run_get_original (self->run),
                                                       tri_proof_run_get_converted (self->run)));
}

static void
run_changed (TriProofDialog *self)
{
  show_progress (self);
  show_state (self);
  if (!is_running (self))
    {
      show_result (self);
      gtk_widget_grab_focus (self->start);
    }
}

static void
forget_run (TriProofDialog *self)
{
  if (self->run)
    {
      g_signal_handlers_disconnect_by_data (self->run, self);
      tri_proof_run_stop (self->run);
    }
  g_clear_object (&self->run);
  g_clear_pointer (&self->asked, tri_proof_ask_unref);
}

/* The person has agreed, or nothing leaves this computer. */
static void
start (GtkWindow *window)
{
  TriProofDialog *self = TRI_PROOF_DIALOG (window);
  const char *model = gtk_editable_get_text (GTK_EDITABLE (self->model));

  if (is_running (self))
    return;
  forget_run (self);
  self->asked = model[0] ? tri_proof_ask_with_model (self->ask, model) : tri_proof_ask_ref (self->ask);
  self->run = tri_proof_run_new (self->agreed, self->asked, get_n_rounds (self));
  g_signal_connect_object (self->run, "changed", G_CALLBACK (run_changed), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (self->verdict_box, FALSE);
  adw_bin_set_child (self->result, NULL);
  tri_proof_run_start (self->run);
  show_progress (self);
  show_state (self);
  gtk_widget_grab_focus (self->stop);
}

/* What it costs, and what is kept elsewhere. */
static char *
dup_note (TriProofDialog *self)
{
  g_autofree char *original
      = tri_format_dup_storage_note (tri_proof_ask_get_from (self->ask), tri_proof_ask_get_original (self->ask));
  g_autofree char *converted
      = tri_format_dup_storage_note (tri_proof_ask_get_to (self->ask), tri_proof_ask_get_converted (self->ask));
  GString *note = g_string_new (gtk_label_get_text (self->cost));

  if (original)
    g_string_append_printf (note, "\n\n%s", original);
  if (converted && g_strcmp0 (converted, original) != 0)
    g_string_append_printf (note, "\n\n%s", converted);
  return g_string_free (note, FALSE);
}

static void
start_clicked (TriProofDialog *self)
{
  TriProofCost cost = tri_proof_ask_get_cost (self->ask, get_n_rounds (self));
  g_autofree char *note = dup_note (self);

  g_clear_pointer (&self->agreed, tri_server_unref);
  self->agreed = tri_server_ref (get_server (self));
  tri_sending_ask_server (GTK_WINDOW (self), self->agreed, cost.n_original + cost.n_converted, note, start);
}

static void
stop_clicked (TriProofDialog *self)
{
  tri_proof_run_stop (self->run);
}

/* ---- Life ---- */

static void
tri_proof_dialog_dispose (GObject *object)
{
  TriProofDialog *self = TRI_PROOF_DIALOG (object);

  forget_run (self);
  g_clear_pointer (&self->ask, tri_proof_ask_unref);
  g_clear_pointer (&self->agreed, tri_server_unref);
  g_clear_pointer (&self->servers, g_ptr_array_unref);
  G_OBJECT_CLASS (tri_proof_dialog_parent_class)->dispose (object);
}

static void
tri_proof_dialog_class_init (TriProofDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_proof_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/proof-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, start);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, stop);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, choices);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, server);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, model);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, n_rounds);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, input_price);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, output_price);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, cost);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, verdict_box);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, verdict);
  gtk_widget_class_bind_template_child (widget_class, TriProofDialog, result);
  gtk_widget_class_bind_template_callback (widget_class, server_chosen);
  gtk_widget_class_bind_template_callback (widget_class, edited);
  gtk_widget_class_bind_template_callback (widget_class, start_clicked);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked);
}

static void
tri_proof_dialog_init (TriProofDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_server_unref);
  gtk_adjustment_set_upper (self->n_rounds, TRI_PROOF_MAX_ROUNDS);
  gtk_adjustment_set_value (self->n_rounds, TRI_PROOF_DEFAULT_ROUNDS);
}

static void
fill_servers (TriProofDialog *self, GListModel *servers)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (servers); i++)
    {
      TriServer *server = tri_servers_get (servers, i);
      g_autofree char *name = tri_text_dup_displayable (tri_server_get_name (server), -1, NULL);

      g_ptr_array_add (self->servers, tri_server_ref (server));
      gtk_string_list_append (names, name);
    }
  adw_combo_row_set_model (self->server, G_LIST_MODEL (names));
}

GtkWidget *
tri_proof_dialog_new (GtkWindow *parent, TriProofAsk *ask, GListModel *servers, TriServer *chosen)
{
  TriProofDialog *self = g_object_new (TRI_TYPE_PROOF_DIALOG, "transient-for", parent, NULL);
  guint position = chosen ? tri_servers_find (servers, chosen) : G_MAXUINT;

  fill_servers (self, servers);
  adw_combo_row_set_selected (self->server, position == G_MAXUINT ? 0 : position);
  self->ask = tri_proof_ask_ref (ask);
  server_chosen (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->start);
  return GTK_WIDGET (self);
}

void
tri_proof_dialog_open (GtkWidget *widget, const TriMigrateText *text)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  TriWindow *window = TRI_IS_WINDOW (root) ? TRI_WINDOW (root) : NULL;
  g_autoptr (TriProofAsk) ask = tri_migrate_text_get_parts (text)->len == 1 ? tri_proof_ask_new (text, 0, NULL) : NULL;
  TriColumn *column;

  if (!ask || !window)
    return;
  column = tri_comparison_get_column (tri_window_get_comparison (window), 0);
  gtk_window_present (GTK_WINDOW (tri_proof_dialog_new (GTK_WINDOW (window), ask, tri_window_get_servers (window),
                                                        column ? tri_column_get_server (column) : NULL)));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "beside.h"
#include "core/migrate-text.h"
#include "flow.h"
#include "migrate-links.h"
#include "migrate-work.h"
#include "original.h"
#include "proof-dialog.h"
#include "reading-view.h"
#include "refusal-card.h"
#include "saving.h"

/* Long enough not to follow every letter, in milliseconds. */
#define DEBOUNCE_MS 150

/* More than this is converted in a worker. */
#define WORKER_MIN_BYTES (64u * 1024)

struct _TriMigratePage
{
  AdwBin parent_instance;

  GtkDropDown *from;
  GtkDropDown *to;
  GtkDropDown *target;
  GtkCheckButton *to_instructions;
  GtkWidget *clear;
  TriRefusalCard *refusal;
  TriOriginal *original;
  GtkImage *check_icon;
  GtkLabel *check;
  GtkWidget *compare;
  GtkWidget *prove;
  GtkWidget *copy;
  GtkWidget *save;
  AdwBin *result_bin;
  GtkLabel *remarks;
  TriLedgerView *ledger;
  TriReadingView *reading;

  GPtrArray *to_formats;    /* of the drop-down */
  guint convert_id;         /* it will be converted */
  GCancellable *converting; /* it is, in a worker */
  TriMigrateLinks *links;
  TriMigrateText *converted; /* what came of it; NULL while there is nothing */
};

G_DEFINE_FINAL_TYPE (TriMigratePage, tri_migrate_page, ADW_TYPE_BIN)

enum
{
  COMPARE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const TriFormat *
get_to (TriMigratePage *self)
{
  return self->to_formats->pdata[gtk_drop_down_get_selected (self->to)];
}

static TriJsonIndex *
get_input_index (const TriMigratePart *part)
{
  return tri_ledger_get_input (tri_migration_get_ledger (part->migration));
}

/* What is shown */

static gboolean
is_lines (TriMigratePage *self)
{
  return tri_migrate_text_get_kind (self->converted) == TRI_MIGRATE_LINES;
}

static void
say (TriMigratePage *self, const char *icon, const char *css_class, const char *message)
{
  gtk_image_set_from_icon_name (self->check_icon, icon);
  gtk_widget_remove_css_class (GTK_WIDGET (self->check_icon), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->check_icon), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->check_icon), "warning");
  if (css_class)
    gtk_widget_add_css_class (GTK_WIDGET (self->check_icon), css_class);
  gtk_label_set_text (self->check, message);
}

static void
remark (TriMigratePage *self, const char *text)
{
  gtk_label_set_text (self->remarks, text);
  gtk_widget_set_visible (GTK_WIDGET (self->remarks), text[0] != '\0');
}

static void
show_reading (TriMigratePage *self)
{
  const TriMigratePart *part = self->converted ? tri_migrate_text_get_parts (self->converted)->pdata[0] : NULL;
  TriJsonIndex *index = part ? get_input_index (part) : NULL;
  guint body = index ? tri_json_index_get_member (index, 0, "body") : TRI_JSON_NONE;

  tri_reading_view_set (self->reading, part ? tri_migration_get_from (part->migration) : NULL, get_to (self), index,
                        body == TRI_JSON_NONE ? 0 : body);
}

static void
show_commands (TriMigratePage *self)
{
  TriMigratePair pair;

  gtk_widget_set_sensitive (self->copy, self->converted != NULL);
  gtk_widget_set_sensitive (self->save, self->converted != NULL);
  gtk_widget_set_sensitive (self->compare, tri_migrate_page_get_pair (self, &pair));
  gtk_widget_set_sensitive (self->prove, tri_migrate_page_get_pair (self, &pair));
}

static void
show_success (TriMigratePage *self)
{
  guint n_parts = tri_migrate_text_get_parts (self->converted)->len;
  const TriMigratePart *part = tri_migrate_text_get_parts (self->converted)->pdata[0];
  const char *title = tri_migration_get_from (part->migration)->title;
  guint n_losses = 0;
  g_autofree char *requests = NULL;
  g_autofree char *losses = NULL;
  g_autofree char *message = NULL;

  for (guint i = 0; i < tri_migrate_text_get_n_entries (self->converted); i++)
    n_losses += tri_ledger_entry_is_loss (tri_migrate_text_get_entry (self->converted, i, &part)) ? 1 : 0;
  requests = n_parts == 1
                 ? g_strdup_printf (_ ("A request of %s."), title)
                 : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u request of %s.", "%u requests of %s.", n_parts),
                                    n_parts, title);
  losses = n_losses == 0
               ? g_strdup (_ ("Nothing is lost."))
               : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u value is lost.", "%u values are lost.", n_losses),
                                  n_losses);
  message = g_strdup_printf ("%s %s", requests, losses);
  say (self, n_losses == 0 ? "object-select-symbolic" : "dialog-warning-symbolic",
       n_losses == 0 ? "success" : "warning", message);
}

/* What a fix would mend: the request that was converted, or a document that is none. */
static void
give_request (TriMigratePage *self, GBytes *input)
{
  TriMigratePair pair;
  g_autoptr (TriJsonIndex) index = NULL;

  if (!gtk_widget_get_visible (GTK_WIDGET (self->refusal)))
    return;
  if (tri_migrate_page_get_pair (self, &pair))
    {
      tri_refusal_card_set_request (self->refusal, pair.original);
      return;
    }
  index = tri_json_index_new (input, NULL);
  tri_refusal_card_set_request (self->refusal, index ? input : NULL);
}

/* Takes what came of the conversion of `input`. */
static void
take_converted (TriMigratePage *self, GBytes *input, TriMigrateText *converted, const GError *error)
{
  g_autoptr (GString) remarks = g_string_new (NULL);

  tri_migrate_links_show (self->links, input, converted);
  tri_migrate_links_set_stale (self->links, FALSE);
  g_clear_pointer (&self->converted, tri_migrate_text_free);
  self->converted = converted;
  gtk_widget_set_visible (GTK_WIDGET (self->ledger), converted != NULL);
  for (guint i = 0; converted && i < tri_migrate_text_get_remarks (converted)->len; i++)
    g_string_append_printf (remarks, "%s%s", i > 0 ? "\n" : "",
                            (char *) tri_migrate_text_get_remarks (converted)->pdata[i]);
  remark (self, remarks->str);
  if (converted)
    show_success (self);
  else if (error)
    say (self, "dialog-error-symbolic", "error", error->message);
  else
    say (self, "dialog-information-symbolic", NULL, _ ("Nothing is converted yet."));
  show_reading (self);
  show_commands (self);
  give_request (self, input);
}

/* Converting */

static void
worked (GObject *source, GAsyncResult *result, gpointer data)
{
  TriMigratePage *self = TRI_MIGRATE_PAGE (source);
  GBytes *input;
  g_autoptr (GError) error = NULL;
  TriMigrateText *converted = tri_migrate_work_finish (result, &input, &error);

  /* Another one is under way, or nobody looks any more. */
  if (g_task_get_cancellable (G_TASK (result)) != self->converting)
    {
      tri_migrate_text_free (converted);
      return;
    }
  g_clear_object (&self->converting);
  take_converted (self, input, converted, error);
}

static gboolean take_error (TriMigratePage *self, const TriExplainText *found);

static void
convert (TriMigratePage *self)
{
  g_autoptr (GBytes) input = NULL;
  guint from = gtk_drop_down_get_selected (self->from), n_formats;
  g_autoptr (GError) error = NULL;
  TriMigrateOptions options = {
    .from = from > 0 ? tri_formats_list (&n_formats)[from - 1] : NULL,
    .to = get_to (self),
    .target = tri_migrate_list_targets ()[gtk_drop_down_get_selected (self->target)],
    .to_instructions = gtk_check_button_get_active (self->to_instructions),
  };

  tri_original_settle (self->original);
  input = tri_original_dup_bytes (self->original);
  if (self->converting)
    g_cancellable_cancel (self->converting);
  g_clear_object (&self->converting);
  if (g_bytes_get_size (input) == 0)
    {
      take_converted (self, input, NULL, NULL);
      return;
    }
  if (g_bytes_get_size (input) < WORKER_MIN_BYTES)
    {
      g_autoptr (TriExplainText) found
          = tri_explain_text_read (g_bytes_get_data (input, NULL), g_bytes_get_size (input));
      TriMigrateText *converted;

      if (found && take_error (self, found))
        return;
      converted = tri_migrate_text_new (input, &options, &error);
      take_converted (self, input, converted, error);
      return;
    }
  say (self, "content-loading-symbolic", NULL, _ ("Converting…"));
  self->converting = g_cancellable_new ();
  tri_migrate_work_begin (G_OBJECT (self), input, &options, self->converting, worked);
}

static gboolean
convert_now (gpointer data)
{
  TriMigratePage *self = data;

  self->convert_id = 0;
  convert (self);
  return G_SOURCE_REMOVE;
}

static void
options_changed (TriMigratePage *self)
{
  if (!self->to_formats)
    return; /* the template is still being filled */
  g_clear_handle_id (&self->convert_id, g_source_remove);
  convert (self);
}

static void
edited (TriMigratePage *self)
{
  gtk_widget_set_sensitive (self->clear, !tri_original_is_empty (self->original));
  /* What is on the screen is no longer the result of what is written. */
  gtk_widget_set_sensitive (self->copy, FALSE);
  gtk_widget_set_sensitive (self->save, FALSE);
  gtk_widget_set_sensitive (self->compare, FALSE);
  tri_migrate_links_set_stale (self->links, TRUE);
  gtk_widget_set_sensitive (self->prove, FALSE);
  g_clear_handle_id (&self->convert_id, g_source_remove);
  self->convert_id = g_timeout_add (DEBOUNCE_MS, convert_now, self);
}

static void
replaced (TriMigratePage *self)
{
  tri_migrate_links_hold (self->links, tri_original_get_held (self->original));
  edited (self);
  g_clear_handle_id (&self->convert_id, g_source_remove);
  convert (self);
}

void
tri_migrate_page_set_text (TriMigratePage *self, const char *text)
{
  tri_original_take (self->original, text);
}

static void
clear_clicked (TriMigratePage *self)
{
  tri_refusal_card_close (self->refusal);
  tri_original_take (self->original, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->original));
}

/* Refusals */

/* An error never stands in the editor: it is explained, and the request is what is written. FALSE if what stands around
 * it is to be left as it is. */
static gboolean
take_error (TriMigratePage *self, const TriExplainText *found)
{
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);

  tri_refusal_card_show (self->refusal, found);
  if (!found->request && !found->is_alone)
    return FALSE;
  tri_original_replace (self->original, found->request ? found->request : none);
  return TRUE;
}

/* An error that is pasted alone is the answer to the request that is written already, which stays. */
static gboolean
pasted (TriOriginal *original, const char *text, TriMigratePage *self)
{
  gsize n_bytes = strlen (text);
  g_autoptr (TriExplainText) found = n_bytes < WORKER_MIN_BYTES ? tri_explain_text_read (text, n_bytes) : NULL;
  g_autoptr (GBytes) written = NULL;

  if (!found)
    return FALSE;
  if (found->request || !found->is_alone)
    return take_error (self, found);
  tri_refusal_card_show (self->refusal, found);
  written = tri_original_dup_bytes (self->original);
  give_request (self, written);
  return TRUE;
}

static void
apply_fix (TriMigratePage *self)
{
  g_autoptr (GBytes) mended = tri_refusal_card_mend (self->refusal);

  if (!mended)
    return;
  tri_original_replace (self->original, mended);
  remark (self, _ ("The fix was applied. An API tells its first error only, so that another one may come."));
  gtk_widget_grab_focus (GTK_WIDGET (self->original));
}

/* Taking the result away */

static void
copy_clicked (TriMigratePage *self)
{
  GBytes *output = tri_migrate_page_get_output (self);
  g_autofree char *text = NULL;

  if (!output)
    return;
  text = g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  remark (self, _ ("The result was copied."));
}

static void
saved (const char *message, gpointer owner)
{
  remark (owner, message);
}

static void
save_clicked (TriMigratePage *self)
{
  GBytes *output = tri_migrate_page_get_output (self);

  if (output)
    tri_saving_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Save the Result"),
                    is_lines (self) ? "request.jsonl" : "request.json", output, saved, self);
}

static void
compare_clicked (TriMigratePage *self)
{
  g_signal_emit (self, signals[COMPARE], 0);
}

static void
prove_clicked (TriMigratePage *self)
{
  if (self->converted)
    tri_proof_dialog_open (GTK_WIDGET (self), self->converted);
}

GBytes *
tri_migrate_page_get_output (TriMigratePage *self)
{
  return self->converted ? tri_migrate_text_get_output (self->converted) : NULL;
}

gboolean
tri_migrate_page_get_pair (TriMigratePage *self, TriMigratePair *pair)
{
  const TriMigratePart *part;

  if (!self->converted || tri_migrate_text_get_parts (self->converted)->len != 1 || is_lines (self))
    return FALSE;
  part = tri_migrate_text_get_parts (self->converted)->pdata[0];
  pair->from = tri_migration_get_from (part->migration);
  pair->to = get_to (self);
  pair->original = tri_json_index_get_bytes (get_input_index (part));
  pair->result = tri_migrate_text_get_output (self->converted);
  pair->server = tri_original_get_server (self->original);
  return TRUE;
}

void
tri_migrate_page_focus (TriMigratePage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->original));
}

/* Life */

static void
tri_migrate_page_dispose (GObject *object)
{
  TriMigratePage *self = TRI_MIGRATE_PAGE (object);

  g_clear_handle_id (&self->convert_id, g_source_remove);
  if (self->converting)
    g_cancellable_cancel (self->converting);
  g_clear_object (&self->converting);
  g_clear_pointer (&self->to_formats, g_ptr_array_unref);
  if (self->converted)
    tri_ledger_view_set_text (self->ledger, NULL);
  g_clear_object (&self->links);
  g_clear_pointer (&self->converted, tri_migrate_text_free);
  G_OBJECT_CLASS (tri_migrate_page_parent_class)->dispose (object);
}

static void
tri_migrate_page_class_init (TriMigratePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_migrate_page_dispose;
  signals[COMPARE]
      = g_signal_new ("compare", TRI_TYPE_MIGRATE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (TRI_TYPE_BESIDE);
  g_type_ensure (TRI_TYPE_FLOW);
  g_type_ensure (TRI_TYPE_LEDGER_VIEW);
  g_type_ensure (TRI_TYPE_ORIGINAL);
  g_type_ensure (TRI_TYPE_READING_VIEW);
  g_type_ensure (TRI_TYPE_REFUSAL_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/migrate-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, from);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, to);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, target);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, to_instructions);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, clear);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, refusal);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, original);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, check_icon);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, check);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, compare);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, prove);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, copy);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, save);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, result_bin);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, remarks);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, ledger);
  gtk_widget_class_bind_template_child (widget_class, TriMigratePage, reading);
  gtk_widget_class_bind_template_callback (widget_class, apply_fix);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked);
  gtk_widget_class_bind_template_callback (widget_class, compare_clicked);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, edited);
  gtk_widget_class_bind_template_callback (widget_class, options_changed);
  gtk_widget_class_bind_template_callback (widget_class, pasted);
  gtk_widget_class_bind_template_callback (widget_class, replaced);
  gtk_widget_class_bind_template_callback (widget_class, prove_clicked);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked);
}

static void
fill_choices (TriMigratePage *self)
{
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);
  g_autoptr (GtkStringList) from = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) to = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) targets = gtk_string_list_new (tri_migrate_list_targets ());
  g_autoptr (GPtrArray) to_formats = g_ptr_array_new ();

  gtk_string_list_append (from, _ ("Guessed"));
  for (guint i = 0; i < n_formats; i++)
    {
      gboolean possible = FALSE;

      gtk_string_list_append (from, formats[i]->title);
      for (guint j = 0; j < n_formats; j++)
        possible = possible || (j != i && tri_migrate_is_possible (formats[j], formats[i]));
      if (!possible)
        continue;
      gtk_string_list_append (to, formats[i]->title);
      g_ptr_array_add (to_formats, (gpointer) formats[i]);
    }
  gtk_drop_down_set_model (self->from, G_LIST_MODEL (from));
  gtk_drop_down_set_model (self->to, G_LIST_MODEL (to));
  gtk_drop_down_set_model (self->target, G_LIST_MODEL (targets));
  gtk_drop_down_set_selected (self->to, to_formats->len - 1);
  self->to_formats = g_steal_pointer (&to_formats);
}

static void
tri_migrate_page_init (TriMigratePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->links = tri_migrate_links_new (tri_original_get_editor (self->original),
                                       tri_original_get_held_bin (self->original), self->result_bin, self->ledger);
  fill_choices (self);
  tri_original_take (self->original, "");
}

GtkWidget *
tri_migrate_page_new (void)
{
  return g_object_new (TRI_TYPE_MIGRATE_PAGE, NULL);
}

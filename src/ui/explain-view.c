/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain-view.h"

#include <glib/gi18n-lib.h>

#include "beside.h"
#include "core/rosetta.h"
#include "core/text.h"

/* What an API says of itself may be of any length. */
#define MAX_CHARS 600

struct _TriExplainView
{
  AdwBin parent_instance;

  GtkLabel *words; /* of the API */
  GtkLabel *cause;
  GtkLabel *fix_kind;
  GtkLabel *fix;
  GtkWidget *row; /* of the table */
  GtkLabel *title;
  GtkLabel *note;
  GtkWidget *friend_box;
  GtkLabel *friend;
  GtkLabel *source;
  GtkWidget *entry_box;
  GtkLabel *entry_label;
  GtkEditable *entry;
  GtkLabel *said;
  GtkWidget *apply;
  GtkWidget *close;

  TriExplanation *explanation; /* NULL before there is one */
  const TriFormat *endpoint;   /* whose it is; NULL: not known */
  char *lacks;                 /* why the fix cannot be applied yet; NULL: it can */
};

G_DEFINE_FINAL_TYPE (TriExplainView, tri_explain_view, ADW_TYPE_BIN)

enum
{
  APPLY,
  CLOSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
say (TriExplainView *self, const char *text)
{
  gtk_label_set_text (self->said, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->said), text != NULL);
}

/* A fix that cannot be applied is a sentence; one that lacks the request says so. */
static void
show_fix (TriExplainView *self)
{
  gboolean can_apply = self->explanation && self->explanation->can_apply;

  gtk_widget_set_visible (self->apply, can_apply);
  gtk_widget_set_sensitive (self->apply, self->lacks == NULL);
  gtk_widget_set_visible (self->entry_box,
                          can_apply && !self->lacks
                              && tri_explanation_get_word (self->explanation) != TRI_EXPLAIN_WORD_NONE);
  gtk_label_set_text (self->fix_kind, can_apply ? _ ("Fix") : _ ("Advice"));
  say (self, can_apply ? self->lacks : NULL);
}

static void
show_row (TriExplainView *self, const TriMeaning *meaning)
{
  g_autofree char *source = meaning ? g_strdup_printf (_ ("Source: %s"), meaning->source) : NULL;

  gtk_widget_set_visible (self->row, meaning != NULL);
  if (!meaning)
    return;
  gtk_label_set_text (self->title, _ (meaning->title));
  gtk_label_set_text (self->note, _ (meaning->note));
  gtk_widget_set_visible (self->friend_box, meaning->friend != NULL);
  gtk_label_set_text (self->friend, meaning->friend ? _ (meaning->friend) : "");
  gtk_label_set_text (self->source, source);
}

static void
show_words (TriExplainView *self, const char *text)
{
  g_autofree char *fit = tri_text_dup_displayable (text, -1, NULL);
  g_autofree char *excerpt = tri_text_dup_excerpt (fit, MAX_CHARS);

  gtk_label_set_text (self->words, excerpt);
}

void
tri_explain_view_set (TriExplainView *self, TriExplanation *explanation, const TriExplainWords *words)
{
  gboolean is_model = tri_explanation_get_word (explanation) == TRI_EXPLAIN_WORD_MODEL;
  const char *offered = is_model ? words->model : words->text;
  const char *name = is_model ? _ ("Model") : _ ("Input");

  tri_explanation_free (self->explanation);
  self->explanation = explanation;
  self->endpoint = words->endpoint;
  show_words (self, explanation->message);
  gtk_label_set_text (self->cause, explanation->cause);
  gtk_label_set_text (self->fix, explanation->fix);
  show_row (self, explanation->meaning ? tri_meaning_find (explanation->meaning) : NULL);
  gtk_label_set_text (self->entry_label, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_editable_set_text (self->entry, offered ? offered : "");
  show_fix (self);
}

void
tri_explain_view_set_request (TriExplainView *self, GBytes *request)
{
  g_autoptr (GError) error = NULL;

  g_free (self->lacks);
  self->lacks = NULL;
  if (!request)
    self->lacks = g_strdup (_ ("With the request beside it, the fix can be applied."));
  else if (!tri_explain_is_request (request, &error))
    self->lacks = g_strdup_printf (_ ("The fix cannot be applied: %s."), error->message);
  show_fix (self);
}

GBytes *
tri_explain_view_mend (TriExplainView *self, GBytes *request)
{
  const char *typed = gtk_editable_get_text (self->entry);
  const TriExplainWords words = { typed[0] ? typed : NULL, typed[0] ? typed : NULL, self->endpoint };
  g_autoptr (GError) error = NULL;
  GBytes *mended = tri_explain_apply (self->explanation, request, &words, &error);

  say (self, mended ? NULL : error->message);
  return mended;
}

static void
apply_clicked (TriExplainView *self)
{
  g_signal_emit (self, signals[APPLY], 0);
}

static void
close_clicked (TriExplainView *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
tri_explain_view_finalize (GObject *object)
{
  TriExplainView *self = TRI_EXPLAIN_VIEW (object);

  tri_explanation_free (self->explanation);
  g_free (self->lacks);
  G_OBJECT_CLASS (tri_explain_view_parent_class)->finalize (object);
}

static void
tri_explain_view_class_init (TriExplainViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tri_explain_view_finalize;
  signals[APPLY]
      = g_signal_new ("apply", TRI_TYPE_EXPLAIN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSE]
      = g_signal_new ("close", TRI_TYPE_EXPLAIN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (TRI_TYPE_BESIDE);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/explain-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, words);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, cause);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, fix_kind);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, fix);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, row);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, title);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, note);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, friend_box);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, friend);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, source);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, entry_box);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, entry_label);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, entry);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, said);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, apply);
  gtk_widget_class_bind_template_child (widget_class, TriExplainView, close);
  gtk_widget_class_bind_template_callback (widget_class, apply_clicked);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked);
}

static void
tri_explain_view_init (TriExplainView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tri_explain_view_new (gboolean can_close)
{
  TriExplainView *self = g_object_new (TRI_TYPE_EXPLAIN_VIEW, NULL);

  gtk_widget_set_visible (self->close, can_close);
  return GTK_WIDGET (self);
}

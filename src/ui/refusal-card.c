/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "refusal-card.h"

#include "explain-view.h"
#include "practice/practice-server.h"

struct _TriRefusalCard
{
  AdwBin parent_instance;

  GBytes *error;             /* as it came; NULL while nothing is explained */
  GBytes *request;           /* NULL if there is none */
  guint status;              /* 0: not known */
  const TriFormat *endpoint; /* NULL: not known */
};

G_DEFINE_FINAL_TYPE (TriRefusalCard, tri_refusal_card, ADW_TYPE_BIN)

enum
{
  APPLY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static TriExplainView *
get_view (TriRefusalCard *self)
{
  return TRI_EXPLAIN_VIEW (adw_bin_get_child (ADW_BIN (self)));
}

void
tri_refusal_card_close (TriRefusalCard *self)
{
  g_clear_pointer (&self->error, g_bytes_unref);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
apply (TriRefusalCard *self)
{
  g_signal_emit (self, signals[APPLY], 0);
}

static void
build (TriRefusalCard *self)
{
  GtkWidget *view = tri_explain_view_new (TRUE);

  gtk_widget_add_css_class (view, "card");
  g_signal_connect_object (view, "close", G_CALLBACK (tri_refusal_card_close), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "apply", G_CALLBACK (apply), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), view);
}

static void
show (TriRefusalCard *self)
{
  /* Which server it was is not known here; the practice server has a model at least. */
  const TriExplainWords words = { TRI_PRACTICE_MODEL, NULL, self->endpoint };
  TriExplanation *explanation = self->error ? tri_explain (self->error, self->request, self->status, NULL) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), explanation != NULL);
  if (!explanation)
    return;
  if (!get_view (self))
    build (self);
  tri_explain_view_set (get_view (self), explanation, &words);
  tri_explain_view_set_request (get_view (self), self->request);
}

void
tri_refusal_card_show (TriRefusalCard *self, const TriExplainText *found)
{
  g_clear_pointer (&self->error, g_bytes_unref);
  self->error = g_bytes_ref (found->body);
  self->status = found->status;
  self->endpoint = found->endpoint;
  show (self);
}

void
tri_refusal_card_set_request (TriRefusalCard *self, GBytes *request)
{
  gboolean same = self->request && request && g_bytes_equal (self->request, request);

  if (same || (!self->request && !request))
    return;
  g_clear_pointer (&self->request, g_bytes_unref);
  self->request = request ? g_bytes_ref (request) : NULL;
  if (self->error)
    show (self);
}

GBytes *
tri_refusal_card_mend (TriRefusalCard *self)
{
  GBytes *mended = self->error && self->request ? tri_explain_view_mend (get_view (self), self->request) : NULL;

  if (mended)
    tri_refusal_card_close (self);
  return mended;
}

static void
tri_refusal_card_finalize (GObject *object)
{
  TriRefusalCard *self = TRI_REFUSAL_CARD (object);

  g_clear_pointer (&self->error, g_bytes_unref);
  g_clear_pointer (&self->request, g_bytes_unref);
  G_OBJECT_CLASS (tri_refusal_card_parent_class)->finalize (object);
}

static void
tri_refusal_card_class_init (TriRefusalCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_refusal_card_finalize;
  signals[APPLY]
      = g_signal_new ("apply", TRI_TYPE_REFUSAL_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_refusal_card_init (TriRefusalCard *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

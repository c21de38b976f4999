/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "closing.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  void (*proceed) (gpointer data);
  GObject *data;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->data);
  g_free (question);
}

static void
answered (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (g_str_equal (response, "stop"))
    question->proceed (question->data);
}

void
tri_closing_ask (
    GtkWindow *window, const char *heading, const char *yes, void (*proceed) (gpointer data), gpointer data)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, heading, NULL));
  Question *question = g_new (Question, 1);

  adw_message_dialog_set_body (dialog, _ ("Answers are still coming. What has come so far is lost."));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "stop", yes, NULL);
  adw_message_dialog_set_response_appearance (dialog, "stop", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  *question = (Question){ proceed, g_object_ref (data) };
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered), question, question_free, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  gtk_window_present (GTK_WINDOW (dialog));
}

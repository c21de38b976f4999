/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "saving.h"

#include <glib/gi18n-lib.h>

#include "core/safe-file.h"

typedef struct
{
  GBytes *bytes;
  TriSaved saved;
  gpointer owner; /* forgotten with it */
} Saving;

static void
saving_free (gpointer data, GClosure *closure)
{
  Saving *saving = data;

  g_clear_weak_pointer (&saving->owner);
  g_bytes_unref (saving->bytes);
  g_free (saving);
}

static void
chosen (GtkNativeDialog *chooser, int response, Saving *saving)
{
  g_autoptr (GFile) file
      = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;
  g_autofree char *shown = path ? g_filename_display_name (path) : NULL;
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  if (path && tri_safe_file_set (path, saving->bytes, TRUE, &error))
    message = g_strdup_printf (_ ("The result was saved as %s."), shown);
  else if (file)
    message = g_strdup (error ? error->message : _ ("It can only be saved on this computer."));
  if (message && saving->owner)
    saving->saved (message, saving->owner);
  g_object_unref (chooser);
}

void
tri_saving_ask (GtkWindow *parent, const char *title, const char *name, GBytes *bytes, TriSaved saved, gpointer owner)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  Saving *saving = g_new0 (Saving, 1);

  *saving = (Saving){ g_bytes_ref (bytes), saved, NULL };
  g_set_weak_pointer (&saving->owner, owner);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_data (chooser, "response", G_CALLBACK (chosen), saving, saving_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "about.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

void
tri_about_present (GtkWindow *parent)
{
  adw_show_about_window (parent, "application-name", _ ("Triptych"), "application-icon", "app.triptych.Triptych",
                         "version", TRI_VERSION, "developer-name", _ ("The Triptych founders"), "license-type",
                         GTK_LICENSE_GPL_3_0, "comments",
                         _ ("One prompt, three formats, side by side: what was sent, what came back, and where they "
                            "differ."),
                         /* Translators: your names, one a line. */
                         "translator-credits", _ ("translator-credits"), NULL);
}

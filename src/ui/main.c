/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <locale.h>

#include "application.h"
#include "core/transport.h"

int
main (int argc, char *argv[])
{
  g_autoptr (TriApplication) application = NULL;
  const char *localedir = g_getenv ("TRIPTYCH_LOCALEDIR"); /* for running without installing */

  /* First, because it sets an environment variable, and there must be no thread yet. */
  tri_transport_init ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir ? localedir : TRI_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = tri_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}

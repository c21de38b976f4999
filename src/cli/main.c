/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <glib/gi18n.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "core/transport.h"

static const struct
{
  const char *name;
  int (*run) (int argc, char **argv);
  const char *summary;
} commands[] = {
  { "send", tri_command_send, N_ ("Send one prompt to all formats and compare the answers") },
  { "check", tri_command_check, N_ ("Hold a request, a response or a stream against the published API") },
  { "show", tri_command_show, N_ ("Show a saved comparison") },
  { "export", tri_command_export, N_ ("Give a saved comparison in a form that others read") },
  { "samples", tri_command_samples, N_ ("List the samples that come with the program") },
  { "fields", tri_command_fields, N_ ("Show the fields of the formats, and in what they differ") },
  { "practice", tri_command_practice, N_ ("Run the practice server") },
  { "migrate", tri_command_migrate, N_ ("Convert requests to another format, with a ledger of every value") },
  { "prove", tri_command_prove, N_ ("Send a request and its conversion, and tell whether the answers differ") },
  { "explain", tri_command_explain, N_ ("Explain why an API refused a request") },
  { "scan", tri_command_scan, N_ ("Find code that asks the older endpoints") },
  { "record", tri_command_record, N_ ("Stand where a base URL points, and write down what is sent") },
};

static int
print_help (void)
{
  g_print (_ ("Usage: triptych-cli COMMAND [OPTION…]\n\n"
              "Sends one prompt to the three OpenAI-style endpoints and shows the answers side by side.\n\n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, _ (commands[i].summary));
  g_print (_ ("\nTry it without a key or a network:\n"
              "  triptych-cli send \"Write a one-sentence bedtime story about a unicorn.\"\n\n"
              "triptych-cli COMMAND --help tells more.\n"));
  return TRI_EXIT_OK;
}

int
tri_command_usage_error (const char *command, const char *message)
{
  g_printerr ("triptych-cli: %s\n", message);
  g_printerr (_ ("Try “triptych-cli%s%s --help”.\n"), command ? " " : "", command ? command : "");
  return TRI_EXIT_USAGE;
}

int
main (int argc, char **argv)
{
  const char *locale_dir = g_getenv ("TRIPTYCH_LOCALEDIR");
  g_autofree char *message = NULL;

  tri_transport_init ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir ? locale_dir : TRI_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("triptych-cli");

  if (argc < 2 || strcmp (argv[1], "help") == 0 || strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    return argc < 2 ? print_help (), TRI_EXIT_USAGE : print_help ();
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("triptych-cli %s\n", TRI_VERSION);
      return TRI_EXIT_OK;
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      {
        g_autofree char *name = g_strconcat ("triptych-cli ", commands[i].name, NULL);

        g_set_prgname (name); /* what --help of a command calls it */
        return commands[i].run (argc - 1, argv + 1);
      }
  message = g_strdup_printf (_ ("there is no command “%s”"), argv[1]);
  return tri_command_usage_error (NULL, message);
}

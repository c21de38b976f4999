/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading.h"

#include <glib/gi18n.h>

static void
print_lines (char sign, const char *code)
{
  g_auto (GStrv) lines = code ? g_strsplit (code, "\n", -1) : NULL;

  for (guint i = 0; lines && lines[i]; i++)
    g_print ("%c%s\n", sign, lines[i]);
}

gboolean
tri_reading_print (GBytes *text, const TriMigrateOptions *options, TriReadingLanguage language, GError **error)
{
  g_autoptr (TriMigrateText) converted = tri_migrate_text_new (text, options, error);
  const TriMigratePart *part = converted ? tri_migrate_text_get_parts (converted)->pdata[0] : NULL;
  g_autoptr (GPtrArray) changes = NULL;
  TriJsonIndex *index;
  guint body;

  if (!part)
    return FALSE;
  index = tri_ledger_get_input (tri_migration_get_ledger (part->migration));
  body = tri_json_index_get_member (index, 0, "body");
  changes = tri_migrate_list_reading (tri_migration_get_from (part->migration), options->to, index,
                                      body == TRI_JSON_NONE ? 0 : body, language);
  for (guint i = 0; i < changes->len; i++)
    {
      const TriReadingChange *change = changes->pdata[i];

      g_print ("@@ %s: %s @@\n", change->topic, _ (change->meaning->title));
      print_lines ('-', change->before);
      print_lines ('+', change->after);
    }
  return TRUE;
}

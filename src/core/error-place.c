/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error-place.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  guint line, column; /* 0: it has no place */
  char *words;
} TriErrorPrivate;

static void
tri_error_private_init (TriErrorPrivate *place)
{
}

static void
tri_error_private_copy (const TriErrorPrivate *from, TriErrorPrivate *to)
{
  *to = (TriErrorPrivate){ from->line, from->column, g_strdup (from->words) };
}

static void
tri_error_private_clear (TriErrorPrivate *place)
{
  g_free (place->words);
}

G_DEFINE_EXTENDED_ERROR (TriError, tri_error)

void
tri_error_set_placed (GError **error, TriError code, guint line, guint column, const char *words)
{
  g_autoptr (GError) placed = g_error_new (TRI_ERROR, (int) code, _ ("line %u, column %u: %s"), line, column, words);

  *tri_error_get_private (placed) = (TriErrorPrivate){ line, column, g_strdup (words) };
  g_propagate_error (error, g_steal_pointer (&placed));
}

gboolean
tri_error_get_place (const GError *error, guint *line, guint *column, const char **words)
{
  const TriErrorPrivate *place = error->domain == TRI_ERROR ? tri_error_get_private (error) : NULL;

  if (!place || place->line == 0)
    return FALSE;
  *line = place->line;
  *column = place->column;
  *words = place->words;
  return TRUE;
}

void
tri_error_forget_place (GError *error)
{
  if (error->domain == TRI_ERROR)
    tri_error_get_private (error)->line = 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The page that converts a request: the original, the result, and what became of each value, updated while somebody
 * types. Large texts are converted in a worker.
 *
 * Signal "compare": both requests are to be seen in a comparison (tri_migrate_page_get_pair()).
 */

#include <adwaita.h>

#include "core/formats.h"
#include "core/server.h"

G_BEGIN_DECLS

#define TRI_TYPE_MIGRATE_PAGE (tri_migrate_page_get_type ())
G_DECLARE_FINAL_TYPE (TriMigratePage, tri_migrate_page, TRI, MIGRATE_PAGE, AdwBin)

GtkWidget *tri_migrate_page_new (void);

/* Puts a text in place of the original, as if it had been pasted. */
void tri_migrate_page_set_text (TriMigratePage *page, const char *text);
void tri_migrate_page_focus (TriMigratePage *page);

/* The result; NULL while there is none. (transfer none) */
GBytes *tri_migrate_page_get_output (TriMigratePage *page);

/* A request, and what it was converted into. FALSE unless there is one, and one only. */
typedef struct
{
  const TriFormat *from, *to;
  GBytes *original, *result; /* (transfer none) */
  TriServer *server;         /* that of the command, with its key; NULL: any (transfer none) */
} TriMigratePair;

gboolean tri_migrate_page_get_pair (TriMigratePage *page, TriMigratePair *pair);

G_END_DECLS

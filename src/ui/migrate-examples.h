/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Requests to try the conversion with.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *title; /* marked for translation */
  const char *text;
} TriMigrateExample;

const TriMigrateExample *tri_migrate_examples_list (guint *n_examples);

G_END_DECLS

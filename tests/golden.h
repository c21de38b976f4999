/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Golden cases: a folder for each, found by listing them. */

#include <glib.h>

G_BEGIN_DECLS

/* The names in a folder, which must be there, in order; element type char *. (transfer full) */
GPtrArray *golden_list (const char *folder);

/* A file of a folder; NULL if there is none of this name. (transfer full) */
GBytes *golden_read (const char *folder, const char *name);

G_END_DECLS

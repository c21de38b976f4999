/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The list of all formats. It stands apart from format.h so that a format never knows of the others.
 */

#include "format.h"

G_BEGIN_DECLS

/* In the order in which they came into the world. (transfer none) */
const TriFormat *const *tri_formats_list (guint *n_formats);
const TriFormat *tri_format_find (const char *id); /* NULL if unknown */

/* The format whose endpoint `url` ends with; a query behind it does not count. NULL if none does. */
const TriFormat *tri_format_find_for_url (const char *url);

G_END_DECLS

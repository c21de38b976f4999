/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A catalogue of translations, read by itself: for a document that says everything in two languages at once, whatever
 * the locale is. gettext knows one language at a time, and none at all where the locale is C.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TriCatalog TriCatalog;

/* FOLDER/LANGUAGE/LC_MESSAGES/triptych.mo; NULL if there is none that can be read. (transfer full) */
TriCatalog *tri_catalog_open (const char *folder, const char *language);
void tri_catalog_free (TriCatalog *catalog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriCatalog, tri_catalog_free)

/* The translation; NULL if there is none, or no catalogue. `context` may be NULL. */
const char *tri_catalog_find (const TriCatalog *catalog, const char *context, const char *text);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The Rosetta table as documents to read, to link to, and to work on: JSON, Markdown, and one HTML page that needs
 * nothing else. The same rows in all of them; `meanings` is what tri_reference_find() gives, and `format` narrows them
 * to one column (NULL: all).
 */

#include "catalog.h"
#include "rosetta.h"

G_BEGIN_DECLS

/* Rows that `field` names: the id of a meaning or of a group, or a path, as the table writes it or as a document has it
 * ("messages[0].content"). NULL: all. Of those, the ones that `format` has, if it is not NULL. Element type const
 * TriMeaning *, in the order of the table, empty if there is nothing. (transfer full) */
GPtrArray *tri_reference_find (const char *field, const TriFormat *format);

/* All cells of a meaning in one format and place, the main one first; element type const TriCell *. (transfer full) */
GPtrArray *tri_reference_list_cells (const TriMeaning *meaning, const TriFormat *format, TriPlace place);

gboolean tri_reference_has_place (const TriMeaning *meaning, TriPlace place, const TriFormat *format);
const char *tri_reference_get_place_label (TriPlace place); /* marked for translation: "In the request" */

/* Text in English whatever the locale is, with words for kinds of change and for what servers do that stay the same.
 * (transfer full) */
GBytes *tri_reference_write_json (GPtrArray *meanings, const TriFormat *format);

/* In the language of the locale, a table a group. (transfer full) */
char *tri_reference_dup_markdown (GPtrArray *meanings, const TriFormat *format);

/* In English and, if `catalog` is not NULL, in Chinese beside it, with a switch; `starts_chinese` is how it stands
 * first. Each meaning's id is an anchor. (transfer full) */
char *tri_reference_dup_html (GPtrArray *meanings,
                              const TriFormat *format,
                              const TriCatalog *catalog,
                              gboolean starts_chinese);

extern const char tri_reference_style[]; /* the style sheet of the page */

G_END_DECLS

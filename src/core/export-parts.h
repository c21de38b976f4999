/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The forms that export.h offers, a file each. `comparison` was made of the archive; all its columns were asked. Each
 * gives a whole document. (transfer full)
 */

#include "comparison.h"

G_BEGIN_DECLS

GBytes *tri_export_har (TriComparison *comparison);
GBytes *tri_export_markdown (TriComparison *comparison);
GBytes *tri_export_html (TriComparison *comparison);
GBytes *tri_export_csv (TriComparison *comparison);
GBytes *tri_export_fields (TriComparison *comparison);
GBytes *tri_export_fields_csv (TriComparison *comparison);

/* Appends `text`, which may be NULL, between quotes. What a spreadsheet would take for a formula is a text of somebody
 * else, and gets a mark before it. */
void tri_export_append_csv (GString *out, const char *text);

/* For several of them: "exact", or "redacted" with the places and the SHA-256 of the rest. (transfer full) */
char *tri_export_dup_fidelity (GBytes *body, const GArray *masked, gboolean without_content);

/* Whether the attempt went to an address of the web; a saved comparison may come from anybody, with anything there. */
gboolean tri_export_has_address (const TriRecord *record);

/* What a request or a response is shown as in a report: JSON re-indented, of a stream what it amounts to; anything else
 * as it is. Valid UTF-8 without NUL. (transfer full) */
char *tri_export_dup_request (const TriRecord *record);
char *tri_export_dup_response (const TriRecord *record, const TriReader *reader);

G_END_DECLS

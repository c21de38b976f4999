/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a conformance check found, for a popover: each deviation with its place, what was expected and found, and who
 * says so; and a button that copies all of it as a report.
 */

#include <gtk/gtk.h>

#include "core/conformance.h"
#include "core/exchange.h"

G_BEGIN_DECLS

/* "Conforms", "3 deviations": kinds of them, as many as there are in the list. (transfer full) */
char *tri_findings_dup_words (const TriConformance *conformance);

/* The same as a whole sentence, without a full stop. (transfer full) */
char *tri_findings_dup_sentence (const TriConformance *conformance);

/* Nothing found, something odd, or something broken: never told by colour alone. */
const char *tri_findings_get_icon (const TriConformance *conformance);

/* `conformance` is that of `exchange`, which keeps it. */
GtkWidget *tri_findings_view_new (const TriConformance *conformance, TriExchange *exchange);

G_END_DECLS

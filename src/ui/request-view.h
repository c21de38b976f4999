/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The facet Request: what a column would send now, live while somebody types; and, once something was sent and the two
 * differ, what was sent.
 */

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "core/column.h"

G_BEGIN_DECLS

#define TRI_TYPE_REQUEST_VIEW (tri_request_view_get_type ())
G_DECLARE_FINAL_TYPE (TriRequestView, tri_request_view, TRI, REQUEST_VIEW, AdwBin)

GtkWidget *tri_request_view_new (void);

/* `exchange` is the attempt shown, NULL before there is one; `prompt` NULL: there is none yet. */
void tri_request_view_update (
    TriRequestView *view, TriColumn *column, TriExchange *exchange, TriPrompt *prompt, const TriSettings *settings);

GtkWidget *tri_request_view_get_text_view (TriRequestView *view); /* (transfer none) */

G_END_DECLS

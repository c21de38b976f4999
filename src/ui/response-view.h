/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The facet Response: status line, headers, and the body exactly as received; for a stream the document that it amounts
 * to, labelled as assembled.
 */

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "core/exchange.h"

G_BEGIN_DECLS

#define TRI_TYPE_RESPONSE_VIEW (tri_response_view_get_type ())
G_DECLARE_FINAL_TYPE (TriResponseView, tri_response_view, TRI, RESPONSE_VIEW, AdwBin)

GtkWidget *tri_response_view_new (void);

/* Shows what `exchange` received so far; NULL: nothing was sent yet. */
void tri_response_view_update (TriResponseView *view, TriExchange *exchange);

GtkWidget *tri_response_view_get_text_view (TriResponseView *view); /* (transfer none) */

G_END_DECLS

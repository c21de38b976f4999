/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One message as it travels: first line and headers as a caption, then the body. Below Request and Response alike.
 *
 * What is copied is always the exact bytes, whatever is shown of them.
 */

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "core/cell.h"
#include "core/formats.h"

G_BEGIN_DECLS

#define TRI_TYPE_DOCUMENT_VIEW (tri_document_view_get_type ())
G_DECLARE_FINAL_TYPE (TriDocumentView, tri_document_view, TRI, DOCUMENT_VIEW, GtkBox)

GtkWidget *tri_document_view_new (const char *accessible_name);

/* The first line ("POST https://…", "HTTP/1.1 200 OK"), and headers behind an expander; either may be empty. */
void tri_document_view_set_head (TriDocumentView *view, const char *line, const char *headers);

/* What kind of document it is ("assembled from 34 events"); NULL or "" for nothing. */
void tri_document_view_set_remark (TriDocumentView *view, const char *remark);

/* `exact` is what is copied; it is shown re-indented if it is JSON, else as text. NULL shows `instead`, a friendly
 * line. */
void tri_document_view_set_body (TriDocumentView *view, GBytes *exact, gboolean highlight, const char *instead);

/* Says what the body is, so that its fields are linked with those of the other columns (linked-view.h). */
void tri_document_view_link (TriDocumentView *view, const TriFormat *format, TriPlace place);

/* A place beside the first line, for switches. */
void tri_document_view_set_switch (TriDocumentView *view, GtkWidget *widget);

GtkWidget *tri_document_view_get_text_view (TriDocumentView *view); /* (transfer none) */

G_END_DECLS

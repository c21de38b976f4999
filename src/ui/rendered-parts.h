/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What stands as Markdown in a text view, and its source: whoever copies more than one run of it gets the lines that it
 * was written in, and a link shows its address, which is never opened by itself.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRI_TYPE_RENDERED_PARTS (tri_rendered_parts_get_type ())
G_DECLARE_FINAL_TYPE (TriRenderedParts, tri_rendered_parts, TRI, RENDERED_PARTS, GObject)

/* For what stands in a view. */
TriRenderedParts *tri_rendered_parts_new (GtkTextView *view);

/* Renders a text at the end of the buffer; FALSE, and nothing, where it is more than the limits allow. */
gboolean tri_rendered_parts_append (TriRenderedParts *parts, const GString *text);

/* To be called when the buffer is emptied. */
void tri_rendered_parts_clear (TriRenderedParts *parts);

G_END_DECLS

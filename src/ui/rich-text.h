/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Writes rendered Markdown and differences between texts at the end of a text buffer, as tags. Colours are washes that
 * stand on light and dark alike, and never the only sign: what is only here is underlined, what is only there is
 * struck through.
 */

#include <gtk/gtk.h>

#include "markdown.h"

G_BEGIN_DECLS

void tri_rich_text_append_markdown (GtkTextBuffer *buffer, const TriMarkdown *markdown);

/* `runs` are those of tri_text_diff (). */
void tri_rich_text_append_diff (GtkTextBuffer *buffer, GArray *runs, const char *a, const char *b);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the facets of all columns have in common in how they show: the scale of their time axes, which events are
 * listed, whether answers are read as Markdown, which text is compared with which, and whether lines of JSON wrap. One
 * for each window; it owns the window's actions event-filter, markdown, compare-text (position, position of the other),
 * show-text (position), wrap and code (the language of the facet Code, for which "code-changed" is emitted).
 *
 * "changed" is emitted when any of it changes, when sending begins or ends, and when columns come or go. The scale
 * grows by itself while answers run: whoever draws it asks again with every frame.
 */

#include <gtk/gtk.h>

#include "column-code.h"
#include "core/comparison.h"

G_BEGIN_DECLS

#define TRI_TYPE_LOOK (tri_look_get_type ())
G_DECLARE_FINAL_TYPE (TriLook, tri_look, TRI, LOOK, GObject)

/* The look of a window, which keeps it, and to which it adds its actions. (transfer none) */
TriLook *tri_look_new (TriComparison *comparison, GtkWindow *window);

/* The look of the window in which `widget` stands; NULL where there is none. A widget asks when it is rooted.
 * (transfer none) */
TriLook *tri_look_find (GtkWidget *widget);

/* Takes over what was remembered, and remembers from now on. */
void tri_look_set_settings (TriLook *look, GSettings *settings);

/* How long the axes are: the longest time of all columns, so that what happened at the same time stands at the same
 * place in each. At least a millisecond. */
gint64 tri_look_get_span_us (TriLook *look);
gboolean tri_look_is_running (TriLook *look);

const char *tri_look_get_filter (TriLook *look); /* the name of the events that are listed; NULL: all */
gboolean tri_look_get_markdown (TriLook *look);
gboolean tri_look_get_wrap (TriLook *look); /* of JSON that is small enough to be one text */

TriCodeLanguage tri_look_get_code (TriLook *look);

/* The column with whose text that of `column` is compared; NULL: with none. (transfer none) */
TriColumn *tri_look_get_compared (TriLook *look, TriColumn *column);

TriComparison *tri_look_get_comparison (TriLook *look); /* (transfer none) */

/* A name of events and how many there are of it in all columns. */
typedef struct
{
  const char *name; /* lent by the reader */
  guint count;
} TriEventName;

/* Element type TriEventName, the most frequent first. (transfer full) */
GArray *tri_look_list_event_names (TriLook *look, guint *n_events);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The field that a person points at or has chosen, so that every column can show what stands for it there. One for each
 * window.
 *
 * Pointing is passing and is forgotten when the pointer leaves; what was chosen stays until something else is, or until
 * it is cleared, and also while another facet is looked at. What is pointed at goes before what is chosen.
 *
 * "changed" (gboolean reveal) is emitted when another field is to be shown; `reveal` when it was chosen, and so is to
 * be brought into view.
 */

#include <gtk/gtk.h>

#include "core/comparison.h"
#include "core/rosetta.h"

G_BEGIN_DECLS

#define TRI_TYPE_LINKS (tri_links_get_type ())
G_DECLARE_FINAL_TYPE (TriLinks, tri_links, TRI, LINKS, GObject)

typedef struct
{
  const TriMeaning *meaning; /* NULL: the published API does not have the field */
  TriPlace place;
  guint instance; /* the how manieth of this meaning, and of its kind, in its document (field-map.h) */
  const char *path;
  gboolean container; /* its kind: it holds other values */
} TriLink;

/* The links of a window, which keeps them. (transfer none) */
TriLinks *tri_links_new (TriComparison *comparison, GtkWindow *window);

/* Those of the window in which `widget` stands; NULL where there are none. (transfer none) */
TriLinks *tri_links_find (GtkWidget *widget);

/* `link` NULL: nothing. `source` is who says so, and need not be told where it is. */
void tri_links_point (TriLinks *links, const TriLink *link, gpointer source);
void tri_links_choose (TriLinks *links, const TriLink *link, gpointer source);

const TriLink *tri_links_get_shown (TriLinks *links);  /* NULL for nothing (transfer none) */
const TriLink *tri_links_get_chosen (TriLinks *links); /* NULL for nothing (transfer none) */
gboolean tri_links_is_source (TriLinks *links, gpointer source);

/* What is to be known of what is shown, in a line: title, how the columns' formats differ in it, and why that matters;
 * NULL for nothing. Translated. (transfer full) */
char *tri_links_dup_note (TriLinks *links);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A proof as people read it: a row for each aspect with what was seen of both, and the words in which the texts differ.
 */

#include <gtk/gtk.h>

#include "core/proof.h"

G_BEGIN_DECLS

/* The icon that says a likeness, and the style that colours it. (transfer none) */
const char *tri_proof_view_get_icon (TriLikeness likeness);
const char *tri_proof_view_get_css_class (TriLikeness likeness);

/* `original` and `converted` hold the TriObservation that `proof` is of. Nothing of them is kept. */
GtkWidget *
tri_proof_view_new (const TriProof *proof, const TriProofAsk *ask, GPtrArray *original, GPtrArray *converted);

G_END_DECLS

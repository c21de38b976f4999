/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A proof for people, in the terminal: a row for each aspect, what was seen of both side by side, and the words in
 * which the most frequent texts differ.
 */

#include "core/proof.h"

G_BEGIN_DECLS

/* As wide as the terminal. */
void tri_prove_report_append (const TriProof *proof, const TriProofAsk *ask, GString *out);

G_END_DECLS

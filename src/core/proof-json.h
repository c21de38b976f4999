/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A proof as one JSON document for scripts; its members are documented in triptych-cli(1).
 */

#include "json-writer.h"
#include "proof.h"

G_BEGIN_DECLS

/* `original` and `converted` hold the TriObservation of which `proof` is the judgment; `n_calls` were to be made.
 * (transfer full) */
GBytes *tri_proof_to_json (
    const TriProof *proof, const TriProofAsk *ask, GPtrArray *original, GPtrArray *converted, guint n_calls);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A proof while it is made: both requests sent, one call after another, until all rounds are done or somebody stops it.
 *
 * A round sends the original twice and the converted once, and each round begins with another of the three, so that
 * none is always first: whatever changes on the server meanwhile (warm caches, limits) meets both. Only one call runs
 * at a time. Nothing is sent again: a call that fails is an observation, and the next one follows.
 *
 * A call that was stopped while it ran is no observation. What was observed before stays.
 *
 * "changed" is emitted on the main thread when a call begins or ends, and when it is over.
 */

#include <gio/gio.h>

#include "exchange.h"
#include "proof.h"

G_BEGIN_DECLS

#define TRI_TYPE_PROOF_RUN (tri_proof_run_get_type ())
G_DECLARE_FINAL_TYPE (TriProofRun, tri_proof_run, TRI, PROOF_RUN, GObject)

/* `n_rounds` is from 1 to TRI_PROOF_MAX_ROUNDS. (transfer full) */
TriProofRun *tri_proof_run_new (TriServer *server, TriProofAsk *ask, guint n_rounds);

void tri_proof_run_start (TriProofRun *run); /* once */
void tri_proof_run_stop (TriProofRun *run);  /* nothing happens unless it runs */
gboolean tri_proof_run_is_running (TriProofRun *run);

guint tri_proof_run_get_n_calls (TriProofRun *run); /* that will be made */
guint tri_proof_run_get_n_ended (TriProofRun *run); /* that were observed */

/* What was observed so far, in the order of the calls; element type TriObservation. (transfer none) */
GPtrArray *tri_proof_run_get_original (TriProofRun *run);
GPtrArray *tri_proof_run_get_converted (TriProofRun *run);

/* The judgment over that. (transfer full) */
TriProof *tri_proof_run_judge (TriProofRun *run);

G_END_DECLS

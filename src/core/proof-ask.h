/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What is to be proven: that a request and what it was converted into get the same answer.
 *
 * It holds both requests as they will be sent, byte for byte, what was asked of the answer (a schema, tools), and what
 * sending them costs as far as that can be known before. Immutable and atomically counted.
 */

#include "format.h"
#include "migrate-text.h"

G_BEGIN_DECLS

/* The most rounds that can be asked for; each sends the original twice and the converted once. */
#define TRI_PROOF_MAX_ROUNDS 30u
#define TRI_PROOF_DEFAULT_ROUNDS 3u

typedef struct _TriProofAsk TriProofAsk;

/* Of one request of a text that was converted; of a line of a Batch file it is the body that is sent.
 * TRI_ERROR_INVALID if there is no such part. (transfer full) */
TriProofAsk *tri_proof_ask_new (const TriMigrateText *text, guint part, GError **error);
TriProofAsk *tri_proof_ask_ref (TriProofAsk *ask);
void tri_proof_ask_unref (TriProofAsk *ask);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriProofAsk, tri_proof_ask_unref)

const TriFormat *tri_proof_ask_get_from (const TriProofAsk *ask);
const TriFormat *tri_proof_ask_get_to (const TriProofAsk *ask);
GBytes *tri_proof_ask_get_original (const TriProofAsk *ask);  /* (transfer none) */
GBytes *tri_proof_ask_get_converted (const TriProofAsk *ask); /* (transfer none) */
const char *tri_proof_ask_get_model (const TriProofAsk *ask); /* of the original; NULL if it names none */

/* The values that could not be converted: with one of them the requests do not mean the same, and there is nothing to
 * prove. Element type char *, their paths. (transfer none) */
GPtrArray *tri_proof_ask_get_refused (const TriProofAsk *ask);

/* The same with another model in both, where they name one; nothing else of them changes. (transfer full) */
TriProofAsk *tri_proof_ask_with_model (const TriProofAsk *ask, const char *model);

/* ---- What was asked of the answer ---- */

typedef enum
{
  TRI_PROOF_FREE_TEXT,
  TRI_PROOF_JSON,  /* any JSON object */
  TRI_PROOF_SCHEMA /* JSON by a schema */
} TriProofForm;

TriProofForm tri_proof_ask_get_form (const TriProofAsk *ask);
gboolean tri_proof_ask_has_tools (const TriProofAsk *ask);

/* The schema of the answer, or that of the arguments of a tool: of the original, against which both are held. `root` is
 * its token. NULL if there is none. (transfer none) */
const TriJsonIndex *tri_proof_ask_get_schema (const TriProofAsk *ask, guint *root);
const TriJsonIndex *tri_proof_ask_get_tool_schema (const TriProofAsk *ask, const char *tool, guint *root);

/* Keywords of these schemas that are not checked (schema-check.h), each once; element type char *. (transfer none) */
GPtrArray *tri_proof_ask_get_unchecked (const TriProofAsk *ask);

/* What is checked of a schema, and what is not, in translated sentences; NULL if there is no schema. (transfer full) */
char *tri_proof_ask_dup_schema_note (const TriProofAsk *ask);

/* ---- What it costs ---- */

typedef struct
{
  guint n_original, n_converted; /* calls */
  guint64 input_bytes;           /* of all requests; a token of text is at least a byte */
  gint64 output_tokens;          /* the most that all answers may have; −1: one of the requests sets no limit */
  gboolean has_more_input; /* images, files, earlier answers or tools of the server: what counts is not in the bytes */
} TriProofCost;

TriProofCost tri_proof_ask_get_cost (const TriProofAsk *ask, guint n_rounds);

/* What it costs at most, at so much for a million tokens of each kind; −1 if that cannot be known before. */
double tri_proof_cost_get_price (const TriProofCost *cost, double input_price, double output_price);

/* Two or three translated sentences that tell the calls and what counts. Prices as above, negative where none is known:
 * none is ever invented. (transfer full) */
char *tri_proof_cost_dup_text (const TriProofCost *cost, double input_price, double output_price);

G_END_DECLS

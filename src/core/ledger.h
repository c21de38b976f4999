/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What became of a request when it was converted, entry by entry, so that nothing is lost in silence.
 *
 * The law: every leaf of the input (a value that is neither an object nor an array, or one of those that is empty;
 * namesakes count each) stands in the sources of exactly one entry, and every leaf of the output in the targets of at
 * least one. A source is a token with everything below it; a target is a span of the output. What was added has no
 * source, what was lost no target.
 *
 * It holds by construction: sources are marked as they are taken, and what nobody took is taken at the end by an entry
 * that says so (tri_ledger_finish()).
 *
 * A ledger is filled by one conversion and then only read.
 */

#include "json-index.h"
#include "json-writer.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_VERDICT_KEPT,     /* the same value at the same path */
  TRI_VERDICT_RENAMED,  /* the same value in the same place under another name */
  TRI_VERDICT_MOVED,    /* the same value in another place */
  TRI_VERDICT_RESHAPED, /* the same meaning, written otherwise */
  TRI_VERDICT_EXPLICIT, /* what held without being said is now said, because the other API would take it otherwise */
  TRI_VERDICT_ADDED,    /* the other API wants it and it follows from the rest */
  TRI_VERDICT_DROPPED,  /* it cannot be said there; the reason tells the consequence */
  TRI_VERDICT_REFUSED,  /* without it the output does not mean the same; the reason tells what to do instead */
  TRI_N_VERDICTS
} TriVerdict;

/* Why; the rows stand in migrate-rules.c. */
typedef struct
{
  const char *id; /* stable: "stop-cut-yourself" */
  TriVerdict verdict;
  gboolean is_lossless; /* dropped, but nothing is lost: it said what holds anyway */
  const char *meaning;  /* the id of a meaning of the Rosetta table, where the rule is of one */
  const char *reason;   /* marked for translation */
  const char *source;   /* of the rule, as in meaning.h */
} TriLedgerRule;

typedef struct
{
  const TriLedgerRule *rule;
  const char *meaning; /* the id of a meaning, or NULL */
  guint first_source, n_sources;
  guint first_target, n_targets;
} TriLedgerEntry;

typedef struct
{
  gsize start, end; /* in the output */
} TriLedgerTarget;

typedef struct _TriLedger TriLedger;

TriLedger *tri_ledger_new (TriJsonIndex *input); /* keeps the index (transfer none) */
void tri_ledger_free (TriLedger *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriLedger, tri_ledger_free)

/* Filling: begin an entry, and give it its sources and targets. `meaning` NULL: that of the rule. */
void tri_ledger_begin (TriLedger *ledger, const TriLedgerRule *rule, const char *meaning);
void tri_ledger_add_source (TriLedger *ledger, guint token);
void tri_ledger_add_target (TriLedger *ledger, gsize start, gsize end);

/* Ends the filling: every leaf below `root` that no entry has gets one of `rule`. */
void tri_ledger_finish (TriLedger *ledger, guint root, const TriLedgerRule *rule);

/* Reading. Sources are tokens of the input. */
TriJsonIndex *tri_ledger_get_input (const TriLedger *ledger);
guint tri_ledger_get_n_entries (const TriLedger *ledger);
const TriLedgerEntry *tri_ledger_get_entry (const TriLedger *ledger, guint entry);
guint tri_ledger_get_source (const TriLedger *ledger, const TriLedgerEntry *entry, guint position);
const TriLedgerTarget *tri_ledger_get_target (const TriLedger *ledger, const TriLedgerEntry *entry, guint position);

/* The first source's path, or the first target's where there is none, with every position as "[]": entries of one kind
 * have the same. `output` is the index of the output, and may be NULL: then an entry without sources has the path "".
 * (transfer full) */
char *tri_ledger_dup_pattern (const TriLedger *ledger, const TriLedgerEntry *entry, const TriJsonIndex *output);

/* The path of a target in the output that was indexed as `output`. (transfer full) */
char *tri_ledger_dup_target_path (const TriLedgerTarget *target, const TriJsonIndex *output);

/* How many entries there are of a verdict; of TRI_VERDICT_DROPPED only those that lose something. */
guint tri_ledger_count (const TriLedger *ledger, TriVerdict verdict);

/* One entry as a JSON object; the members are documented in triptych-cli(1); not from two threads at once. `file` NULL
 * and `line` 0: none. */
void tri_ledger_write_entry (const TriLedger *ledger,
                             const TriLedgerEntry *entry,
                             const TriJsonIndex *output,
                             const char *file,
                             guint64 line,
                             TriJsonWriter *writer);

const char *tri_verdict_get_id (TriVerdict verdict);    /* "kept", "explicit" … */
const char *tri_verdict_get_label (TriVerdict verdict); /* translated: "made explicit" */
gboolean tri_verdict_find (const char *id, TriVerdict *verdict);

/* Whether the entry tells of a loss: refused, or dropped and not without consequence. */
gboolean tri_ledger_entry_is_loss (const TriLedgerEntry *entry);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Losses that somebody looked at and accepted, each with a reason, so that a check in continuous integration fails only
 * for new ones. They are kept in a JSON file, made to be committed:
 *
 *   {"accept": [{"path": "messages[].name", "verdict": "dropped", "reason": "No prompt of ours depends on names."}]}
 *
 * `path` is as the summary shows it, with "[]" for every position; a "*" at its end stands for whatever follows.
 * `verdict` is "dropped" or "refused". `rule`, if it is there, narrows it to one rule. All else is an error, and so is
 * an empty reason.
 *
 * Immutable once made.
 */

#include "ledger.h"

G_BEGIN_DECLS

typedef struct _TriAcceptances TriAcceptances;

/* TRI_ERROR_INVALID, _SYNTAX or _SHAPE, with the place of what is wrong. (transfer full) */
TriAcceptances *tri_acceptances_new (GBytes *json, GError **error);
void tri_acceptances_free (TriAcceptances *acceptances);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriAcceptances, tri_acceptances_free)

/* The reason for which a loss by `rule` at `pattern` is accepted; NULL if it is not. (transfer none) */
const char *tri_acceptances_find (const TriAcceptances *acceptances, const TriLedgerRule *rule, const char *pattern);

G_END_DECLS

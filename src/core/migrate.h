/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A request of one format, converted into a request of another, with a ledger that accounts for every leaf of both.
 *
 * Possible are Completions → Chat Completions, Completions → Responses, Chat Completions → Responses, and for text,
 * tools and structured output Responses → Chat Completions. From a format to itself not a byte changes.
 *
 * Numbers and strings pass through byte for byte; what is written by itself is ASCII. Members keep their order, turns
 * their number and their place; nothing is joined or added unless an entry says so. What cannot be converted is left
 * out and refused in the ledger: the output is then what could be converted, and whoever asked decides.
 *
 * Rules without a name in the ledger's `source` come from the published API (meaning.h). Verdicts are per server: what
 * a server is known to take on Responses beyond the published API is kept for it.
 *
 * Pure: no I/O, safe in any thread. Linear in the size of the document.
 */

#include "formats.h"
#include "ledger.h"

G_BEGIN_DECLS

typedef struct
{
  const TriFormat *from;    /* NULL: found out from the members that stand in it */
  const TriFormat *to;      /* NULL: Responses */
  const char *target;       /* the id of a server of tri_migrate_list_targets(); NULL: "openai" */
  gboolean to_instructions; /* leading system and developer messages become `instructions` */
} TriMigrateOptions;

typedef struct _TriMigration TriMigration;

/* Converts the JSON object `input`, or the member `body` of a line of a Batch file ({custom_id, method, url, body}),
 * whose url then follows and whose other members stay. Errors: those of tri_json_index_new(), TRI_ERROR_SHAPE if it is
 * no object, TRI_ERROR_INVALID if the format cannot be told or the two formats do not go together. (transfer full) */
TriMigration *tri_migration_new (GBytes *input, const TriMigrateOptions *options, GError **error);

/* The same for a request that was meant for Responses, but in which members, parts or tools have the form that Chat
 * has: they are converted, and everything else stays. (transfer full) */
TriMigration *tri_migration_new_mended (GBytes *input, GError **error);

void tri_migration_free (TriMigration *migration);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriMigration, tri_migration_free)

const TriFormat *tri_migration_get_from (const TriMigration *migration);
const TriFormat *tri_migration_get_to (const TriMigration *migration);
GBytes *tri_migration_get_output (const TriMigration *migration); /* laid out as the input (transfer none) */
const TriLedger *tri_migration_get_ledger (const TriMigration *migration);

/* The index of the output, made when it is first asked for; not from two threads at once. (transfer none) */
TriJsonIndex *tri_migration_get_output_index (TriMigration *migration);

/* Whether two formats go together, one to itself included. */
gboolean tri_migrate_is_possible (const TriFormat *from, const TriFormat *to);

/* Servers for which verdicts may differ: ids ("vllm"), NULL-terminated. (transfer none) */
const char *const *tri_migrate_list_targets (void);
gboolean tri_migrate_is_target (const char *id);

/* The format of a request: by the members that only one format has. NULL if that cannot be told. */
const TriFormat *tri_migrate_find_format (const TriJsonIndex *index, guint root);

/* What a text is: a curl command, one JSON document, or JSON Lines. */
typedef enum
{
  TRI_MIGRATE_JSON,
  TRI_MIGRATE_LINES,
  TRI_MIGRATE_CURL
} TriMigrateInput;

TriMigrateInput tri_migrate_sniff (const char *text, gsize n_bytes);

G_END_DECLS

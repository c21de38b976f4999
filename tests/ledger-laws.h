/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The laws of a ledger, as tests hold them; what breaks one ends the test and is named. */

#include "core/migrate.h"

G_BEGIN_DECLS

/* Each leaf of the input stands in exactly one entry, and each of the output in one at least. */
void tri_check_ledger (TriMigration *migration);

/* The same; and the output has no namesakes where the input has none. */
void tri_check_ledger_laws (TriMigration *migration);

G_END_DECLS

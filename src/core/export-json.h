/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A comparison as one JSON document for scripts: what was asked, what came and what it means. The members are
 * documented in triptych-cli(1). It is for reading; only a saved comparison can be opened again.
 */

#include "comparison-archive.h"

G_BEGIN_DECLS

GBytes *tri_export_json (const TriArchive *archive); /* (transfer full) */

/* Of what was made of it, or of a part of that. (transfer full) */
GBytes *tri_export_json_of (TriComparison *comparison, const TriArchive *archive);

G_END_DECLS

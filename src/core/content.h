/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A comparison without what people and models wrote, for those who may not pass that on.
 *
 * Every string becomes its length and a keyed hash, "[42 characters 1f0c9ab5d2e7]", but for the few that are the API's
 * own words (which object it is, who speaks, how it ended) and names of members. So the structure, the numbers, the
 * times, and what is equal to what can be read still, and nothing else. The key is made for each time and thrown away:
 * nobody can find out a text by trying.
 */

#include "comparison-archive.h"

G_BEGIN_DECLS

TriArchive *tri_archive_dup_without_content (const TriArchive *archive); /* (transfer full) */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What holds for the exports of every saved comparison, whoever wrote it. */

#include "core/comparison-archive.h"

G_BEGIN_DECLS

/* Every form of all of it and of each column is there or says why not; what is JSON is JSON, and what is text is UTF-8
 * without a NUL. */
void export_laws_check (const TriArchive *archive);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How code that reads the answer changes, printed as a difference. */

#include "core/migrate-reading.h"
#include "core/migrate-text.h"

G_BEGIN_DECLS

/* Of the first request in `text`, on the standard output. FALSE if it cannot be converted. */
gboolean
tri_reading_print (GBytes *text, const TriMigrateOptions *options, TriReadingLanguage language, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Converting what would keep the window waiting: in a worker.
 */

#include <gio/gio.h>

#include "core/migrate-text.h"

G_BEGIN_DECLS

/* Converts `input`; `callback` is called in the caller's main context, with `owner` as its source. One that was
 * cancelled meanwhile comes too, and is no error: whoever asked knows whether it is still wanted. */
void tri_migrate_work_begin (GObject *owner,
                             GBytes *input,
                             const TriMigrateOptions *options,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback);

/* What came of it, as of tri_migrate_text_new(), and what it was made of. (transfer full; `input`: transfer none) */
TriMigrateText *tri_migrate_work_finish (GAsyncResult *result, GBytes **input, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Removing a column asks nothing, because it can be undone: while the toast stands, the column comes back to its place
 * with its answers.
 */

#include <adwaita.h>

#include "core/comparison.h"

G_BEGIN_DECLS

/* After `column` left `position` of `comparison`. */
void tri_removal_offer_undo (AdwToastOverlay *toasts, TriComparison *comparison, TriColumn *column, guint position);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Whether the response of a column keeps to the published API: a word with an icon, and behind it the list of what
 * deviates (findings-view.h).
 *
 * An attempt is judged once, when it has ended; the verdict then belongs to it. Large bodies are read in a worker. Of
 * an attempt that got no whole response there is nothing to say, and the badge is empty, but as high as ever.
 */

#include <adwaita.h>

#include "core/exchange.h"

G_BEGIN_DECLS

#define TRI_TYPE_CONFORMANCE_BADGE (tri_conformance_badge_get_type ())
G_DECLARE_FINAL_TYPE (TriConformanceBadge, tri_conformance_badge, TRI, CONFORMANCE_BADGE, AdwBin)

/* The attempt to judge, as it stands now; NULL for none. Nothing happens if it is the one that is shown. */
void tri_conformance_badge_set_exchange (TriConformanceBadge *badge, TriExchange *exchange);

G_END_DECLS

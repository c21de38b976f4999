/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Who may ask a server that listens on this computer. A page of another site can be made to resolve to 127.0.0.1, and
 * its scripts would then reach whatever listens there; but the browser still sends that site's name along, by which
 * such a request is known and refused.
 */

#include <libsoup/soup.h>

#include "practice-talk.h"

G_BEGIN_DECLS

/* FALSE, and a refusal (403), if the Host header names anything but this computer and `port`, or an Origin header
 * anything but a page of this computer. `who` begins the sentence: "The practice server". */
gboolean
tri_practice_gate_check (SoupMessageHeaders *headers, guint16 port, const char *who, TriPracticeRefusal *refusal);

G_END_DECLS

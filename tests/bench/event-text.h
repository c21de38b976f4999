/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The text of the streams, which server and window each know by heart: what arrived can then be compared to the byte
 * without having travelled twice. Each stream has its own text, so that a mixture of two would be seen.
 */

#include <glib.h>

G_BEGIN_DECLS

/* Appends piece `position` of the text of stream `stream`: a few bytes, as tokens are. */
void event_text_append (GString *out, guint stream, guint position);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Records fit to leave the program: in a file, on the clipboard, in a report.
 *
 * A Record has no key in its bytes already (mask.h). What may still be in it is taken out here: what headers carry that
 * open a door (Authorization, api-key and their like, cookies), keys in addresses, every place where a key in use
 * stands, be it in the prompt, and keys that a server echoed in pieces, one an event. Each byte becomes a '*', so that
 * no offset shifts, and what was taken out of a body is noted in its spans: such a body is called redacted, never
 * exact.
 */

#include "record.h"

G_BEGIN_DECLS

/* `text` without `keys` (NULL-terminated). NULL in, NULL out. (transfer full) */
char *tri_redact_dup_text (const char *text, const char *const *keys);

/* `record` without secrets: itself, if there are none in it. TRI_ERROR_UNAVAILABLE if a key could not be taken out:
 * then nothing must leave. (transfer full) */
TriRecord *tri_redact_record (TriRecord *record, const char *const *keys, GError **error);

G_END_DECLS

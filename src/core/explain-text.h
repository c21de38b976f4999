/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * An error as people paste it: the body of the answer, with the lines of HTTP around it or without them; what the
 * official libraries print of it; or its sentence alone. The request may stand in the same text, before or behind it,
 * as JSON or as a curl command.
 *
 * What the libraries print: openai-python "Error code: 400 - {'error': {…}}", which is a literal of Python; openai-node
 * "400 Unknown parameter: 'n'." (both as of autumn 2026).
 *
 * Pure, safe in any thread, linear in the size of the text.
 */

#include "explain.h"

G_BEGIN_DECLS

typedef struct
{
  GBytes *body;    /* for tri_explain(): the error as a JSON document, or any text if the status tells alone */
  GBytes *request; /* byte for byte as it stands in the text, or in the command; NULL if there is none */
  guint status;    /* of the answer, where the text says it; 0: it does not */
  const TriFormat *endpoint; /* whose address a command beside it has; NULL: there is none */
  gboolean is_alone;         /* nothing beside the error looks as if it was meant for a request */
} TriExplainText;

/* NULL if there is no error in it: an answer whose member `error` is null has none. (transfer full) */
TriExplainText *tri_explain_text_read (const char *text, gsize n_bytes);
void tri_explain_text_free (TriExplainText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriExplainText, tri_explain_text_free)

G_END_DECLS

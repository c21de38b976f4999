/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Requests that have the form of another endpoint than the one that refused them. For the files of explain only. */

#include "formats.h"
#include "json-index.h"

G_BEGIN_DECLS

/* What an endpoint says of a member: there is none of that name here, it is wanted, or what it holds is wrong. */
typedef enum
{
  TRI_EXPLAIN_LACKS,
  TRI_EXPLAIN_WANTS,
  TRI_EXPLAIN_HAS
} TriExplainSign;

/* Whose endpoint refused the request for what it says of `param` (NULL: of nothing): by the members that the formats
 * have. NULL if that cannot be told. */
const TriFormat *tri_explain_find_endpoint (const TriJsonIndex *request, const char *param, TriExplainSign sign);

/* Whether it can be a request of any format; if not, TRI_ERROR_SHAPE tells what was expected and what it is. */
gboolean tri_explain_check_request (const TriJsonIndex *index, GError **error);

/* What has another form gets that of `endpoint`; NULL without an error if that changes nothing. TRI_ERROR_INVALID, with
 * the reason, if nothing would be left to answer. (transfer full) */
GBytes *tri_explain_mend (const TriJsonIndex *request, const TriFormat *endpoint, GError **error);

G_END_DECLS

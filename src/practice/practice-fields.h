/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The request fields of the three endpoints, as tables: which exist, of what type, in which range, with which words.
 *
 * Every published top-level field of each endpoint has a row, and so have the inner fields that are looked at. What has
 * no row is unknown and refused by name. A field that is accepted, but changes nothing in what the practice server
 * does, is marked idle: its name is told back in the response header x-practice-without-effect, so that nothing is
 * ignored in silence. What would change the shape of the answer and cannot be done is refused (practice-ask.h has the
 * list).
 */

#include "practice-talk.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_PRACTICE_COMPLETIONS,
  TRI_PRACTICE_CHAT,
  TRI_PRACTICE_RESPONSES,
  TRI_PRACTICE_N_ENDPOINTS
} TriPracticeEndpoint;

/* "/v1/completions" … */
const char *tri_practice_endpoint_get_path (TriPracticeEndpoint endpoint);

/* The order in which a request is judged; the first error is the only one reported. Each returns FALSE with `refusal`.
 */
gboolean
tri_practice_check_names (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal);
gboolean
tri_practice_check_required (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal);
gboolean
tri_practice_check_types (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal);
gboolean
tri_practice_check_values (TriPracticeEndpoint endpoint, const TriJsonIndex *index, TriPracticeRefusal *refusal);

/* The fields that came and have no effect here, joined by ", "; NULL if there is none. (transfer full) */
char *tri_practice_dup_idle_fields (TriPracticeEndpoint endpoint, const TriJsonIndex *index);

/* The value at `path`, or TRI_JSON_NONE; null counts as absent. */
guint tri_practice_find (const TriJsonIndex *index, const char *path);

G_END_DECLS

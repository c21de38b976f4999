/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Sent and echoed: where an answer says something else than what was asked for, and where what was asked for was left
 * out in silence, as far as that can be known from the answer.
 *
 * Settings that the server repeats are compared through the Rosetta table: two cells of one format with one meaning,
 * one of the request and one of the response. Numbers are compared as numbers, so that 0.70 is 0.7.
 */

#include "field-map.h"

G_BEGIN_DECLS

typedef struct
{
  char *what;  /* a meaning's id, or "choices", "logprobs", "usage"; for tests and scripts */
  char *asked; /* as it was spelt, or as a person would say it */
  char *said;
  char *text; /* a translated sentence */
} TriEcho;

void tri_echo_free (TriEcho *echo);

/* What is known of an answer. The maps are of what was sent and of what came, a stream as it was assembled; either may
 * be NULL. */
typedef struct
{
  TriFieldMap *request;
  TriFieldMap *response;
  const TriReply *reply;
  gboolean is_stream; /* it came as one */
} TriEchoSource;

/* Element type TriEcho, empty where all is as it was asked. (transfer full) */
GPtrArray *tri_echo_list (const TriEchoSource *source);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "baseline.h"

static void
get_tokens (TriColumn *column, gint64 tokens[TRI_N_COUNTS])
{
  TriExchange *exchange = tri_column_get_exchange (column);
  const TriReader *reader = exchange ? tri_exchange_get_reader (exchange) : NULL;
  const TriReply *reply = reader ? tri_reader_get_reply (reader) : NULL;

  tokens[TRI_COUNT_INPUT] = reply ? reply->input_tokens : -1;
  tokens[TRI_COUNT_OUTPUT] = reply ? reply->output_tokens : -1;
  tokens[TRI_COUNT_TOTAL] = reply ? reply->total_tokens : -1;
}

gboolean
tri_column_compare (TriColumn *column, TriColumn *baseline, TriDifference *difference)
{
  TriSpread here = tri_column_get_spread (column, TRI_TIME_TOTAL);
  TriSpread there = tri_column_get_spread (baseline, TRI_TIME_TOTAL);
  gint64 tokens[TRI_N_COUNTS], others[TRI_N_COUNTS];
  gboolean any = FALSE;

  *difference = (TriDifference){ 0 };
  get_tokens (column, tokens);
  get_tokens (baseline, others);
  for (TriCount i = 0; i < TRI_N_COUNTS; i++)
    if (tokens[i] >= 0 && others[i] >= 0)
      {
        difference->has_tokens[i] = any = TRUE;
        difference->tokens[i] = tokens[i] - others[i];
      }
  if (here.n > 0 && there.n > 0)
    {
      difference->has_time = any = TRUE;
      difference->total_us = here.median_us - there.median_us;
    }
  return any;
}

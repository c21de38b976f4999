/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-run.h"

/* Members of Responses that are more than a value: reasoning, include, and what streams are asked for. */

void
tri_run_back_reasoning (TriRun *run, guint value)
{
  static const char *const names[] = { "effort", "summary", "generate_summary", "mode", "context", NULL };
  guint slots[G_N_ELEMENTS (names)];

  if (!tri_run_read (run, value, names, slots) || tri_run_is_empty (run, value))
    {
      tri_run_lose_unless_null (run, tri_run_is (run, value, TRI_JSON_OBJECT) ? TRI_RULE_NEUTRAL : TRI_RULE_WRONG_TYPE,
                                "reasoning-effort", value);
      return;
    }
  tri_run_move_if (run, TRI_RULE_MOVED, "reasoning-effort", "reasoning_effort", slots[0]);
  for (guint i = 1; names[i]; i++)
    tri_run_lose_unless_null (run, TRI_RULE_BACK_REASONING, NULL, slots[i]);
}

void
tri_run_back_include (TriRun *run, guint value)
{
  if (!tri_run_is (run, value, TRI_JSON_ARRAY) || tri_run_is_empty (run, value))
    {
      tri_run_lose_unless_null (run, tri_run_is (run, value, TRI_JSON_ARRAY) ? TRI_RULE_NEUTRAL : TRI_RULE_WRONG_TYPE,
                                NULL, value);
      return;
    }
  for (guint element = value + 1, n = 0; element < run->tokens[value].next; element = run->tokens[element].next)
    if (n == 0 && tri_run_says (run, element, "message.output_text.logprobs"))
      {
        tri_run_reshape (run, TRI_RULE_LOGPROBS, NULL, "logprobs", element, "true");
        n++;
      }
    else
      tri_run_lose (run, TRI_RULE_BACK_INCLUDE, NULL, element);
}

/* Usage comes in streams of Chat only if it is asked for. */
void
tri_run_back_stream (TriRun *run, guint stream, guint options)
{
  static const char *const names[] = { "include_obfuscation", NULL };
  guint slots[G_N_ELEMENTS (names)] = { TRI_JSON_NONE };

  if (stream != TRI_JSON_NONE)
    tri_run_move (run, TRI_RULE_KEPT, "stream", "stream", stream);
  if (options != TRI_JSON_NONE && (!tri_run_read (run, options, names, slots) || tri_run_is_empty (run, options)))
    tri_run_lose_unless_null (run, tri_run_is (run, options, TRI_JSON_OBJECT) ? TRI_RULE_NEUTRAL : TRI_RULE_WRONG_TYPE,
                              NULL, options);
  if (!tri_run_is (run, stream, TRI_JSON_TRUE))
    {
      tri_run_lose_unless_null (run, TRI_RULE_NEUTRAL, NULL, slots[0]);
      return;
    }
  tri_run_open (run, "stream_options", '{');
  if (slots[0] != TRI_JSON_NONE)
    tri_run_move (run, TRI_RULE_KEPT, "stream-obfuscation", "include_obfuscation", slots[0]);
  tri_run_say (run, TRI_RULE_STREAM_USAGE_BACK, NULL, "include_usage", "true");
  tri_run_close (run, '}');
}

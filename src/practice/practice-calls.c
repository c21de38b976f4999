/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-talk.h"

#include "core/text.h"

#define MAX_QUOTED_CHARS 64

/* What a call is answered by. */
static const struct
{
  const char *call, *output;
} kinds[] = { { "function_call", "function_call_output" }, { "custom_tool_call", "custom_tool_call_output" } };

static gboolean
check_item (const TriJsonIndex *index, guint item, GHashTable *open, GHashTable *all, TriPracticeRefusal *refusal)
{
  g_autofree char *type = tri_practice_dup_text (index, tri_json_index_get_member (index, item, "type"));
  g_autofree char *id = tri_practice_dup_text (index, tri_json_index_get_member (index, item, "call_id"));
  g_autofree char *excerpt = id ? tri_text_dup_excerpt (id, MAX_QUOTED_CHARS) : NULL;

  for (guint k = 0; type && id && k < G_N_ELEMENTS (kinds); k++)
    {
      if (g_str_equal (type, kinds[k].call))
        {
          g_hash_table_add (all, g_strdup (id));
          g_hash_table_add (open, g_strdup (id));
        }
      else if (g_str_equal (type, kinds[k].output))
        {
          if (!g_hash_table_contains (all, id))
            return tri_practice_refuse (refusal, 400, "input", NULL,
                                        "No tool call found for function call output with call_id %s.", excerpt);
          g_hash_table_remove (open, id);
        }
    }
  return TRUE;
}

gboolean
tri_practice_check_calls (const TriJsonIndex *index, guint input, TriPracticeRefusal *refusal)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (input == TRI_JSON_NONE || tokens[input].kind != TRI_JSON_ARRAY)
    return TRUE;
  for (guint item = input + 1; item < tokens[input].next; item = tokens[item].next)
    if (!check_item (index, item, open, all, refusal))
      return FALSE;
  /* The first in the order of the input, so that the same request is always refused alike. */
  for (guint item = input + 1; item < tokens[input].next; item = tokens[item].next)
    {
      g_autofree char *id = tri_practice_dup_text (index, tri_json_index_get_member (index, item, "call_id"));

      if (id && g_hash_table_contains (open, id))
        {
          g_autofree char *excerpt = tri_text_dup_excerpt (id, MAX_QUOTED_CHARS);

          return tri_practice_refuse (refusal, 400, "input", NULL, "No tool output found for function call %s.",
                                      excerpt);
        }
    }
  return TRUE;
}
